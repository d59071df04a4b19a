"""What the sunspots command says: in Korean or English, for a terminal."""

from collections.abc import Sequence
from statistics import median

from rnn_pure.console import Console
from rnn_pure.practice import sunspots_data as data
from rnn_pure.practice import sunspots_picture
from rnn_pure.practice.sunspots_choice import HELD_OUT
from rnn_pure.practice.sunspots_data import Span, Years, arv, written
from rnn_pure.practice.sunspots_training import Ensembles, Settings
from rnn_pure.shapes import count

# From the first year that AR(12) can forecast: no row is judged on more.
SPANS: tuple[Span, ...] = (
    (data.TRAINING[0] + data.ORDER, data.TRAINING[1]), *data.TESTS
)
TESTED: Span = (data.TESTS[0][0], data.TESTS[-1][1])
LABEL, COLUMN = 46, 16  # columns of the terminal


def what_was_done(
    out: Console,
    settings: Settings,
    ensembles: Ensembles,
    seeds: int,
    interrupted: bool,
) -> None:
    """The sentences before the table."""
    say = out.say
    trained, first_test = written(data.TRAINING), TESTED[0]
    one, other = (written(span) for span in HELD_OUT)
    averaged = max(map(len, ensembles.values()))
    if interrupted:
        done = sum(map(len, ensembles.values()))
        out.print(out.colour("yellow", say(
            f"Ctrl-C로 학습을 끝냈습니다. 신경망 "
            f"{seeds * settings.networks}개 중 {done}개의 결과만 보입니다.",
            f"Ctrl-C ended the training: this is of {done} networks, not of "
            f"{seeds * settings.networks}.",
        )))
    out.print(say(
        f"순환 신경망(RNN)을 {trained}년으로 학습했습니다. 시드마다 신경망 "
        f"{averaged}개의 예측을 평균합니다.\n"
        f"입력은 최근 {settings.n_in}년, 순환층은 유닛 {settings.n_re}개"
        f"입니다. {data.TRAINING[1]}년 뒤로 가중치는 그대로입니다.\n"
        f"설정은 모두 학습 연도인 {one}년과 {other}년을 예측해 보고 "
        f"골랐습니다(--choose).\n"
        f"{first_test}년부터의 기록은 고르는 데 쓰지 않았습니다.",
        f"Recurrent networks trained on {trained}; for each seed the "
        f"forecasts of {averaged} are averaged.\n"
        f"Inputs: the last {settings.n_in} years. Recurrent units: "
        f"{settings.n_re}. The weights stay as in {data.TRAINING[1]}.\n"
        f"Every setting was chosen by forecasts of the training years {one} "
        f"and {other}\n"
        f"(--choose); no year from {first_test} on had a part in that.",
    ))


def figures(forecast: Years, record: Years) -> list[float]:
    """ARV on each of SPANS."""
    scale = data.variance(record)
    return [arv(forecast, record, span, scale) for span in SPANS]


def table(out: Console, record: Years, forecasts: Sequence[Years]) -> None:
    """ARV of this network, the baselines and the published models."""
    say = out.say

    def row(label: str, cells: Sequence[str]) -> str:
        return (out.left(label, LABEL) + "".join(
            out.right(cell, COLUMN) for cell in cells
        )).rstrip()

    def numbers(values: Sequence[float | None], form: str) -> list[str]:
        return ["–" if v is None else f"{v:{form}}" for v in values]

    rule = "─" * ((LABEL + COLUMN * len(SPANS)) // out.width("─"))
    seeds = [figures(forecast, record) for forecast in forecasts]
    spans = list(zip(*seeds)) or [()] * len(SPANS)  # the seeds' ARV, by span
    out.print()
    out.print(out.colour("bold", row(
        say("ARV (작을수록 좋습니다)", "ARV (smaller is better)"),
        [written(data.TRAINING) + "*", *map(written, data.TESTS)],
    )))
    out.print(rule)
    out.print(out.colour("bold", row(
        say(f"이 신경망, 시드 {len(seeds)}개의 중앙값",
            f"this network, median of {count('seed', seeds)}"),
        numbers([median(v) if v else None for v in spans], ".3f"),
    )))
    out.print(row(
        say("  최솟값–최댓값", "  lowest–highest"),
        [f"{min(v):.3f}–{max(v):.3f}" if v else "–" for v in spans],
    ))
    for label, forecast in (
        (say("내년 = 올해", "next year = this year"),
         data.persistence(record)),
        (say(f"AR({data.ORDER}), 최소 제곱",
             f"AR({data.ORDER}), least squares"),
         data.autoregression(record, data.TRAINING[1])),
    ):
        out.print(row(label, numbers(figures(forecast, record), ".3f")))
    for model in data.PUBLISHED:
        label = f"{say(model.ko, model.en)} [{model.source}]"
        cells = numbers(model.arv, "g")  # with the digits of the source
        out.print(row(label, [
            cell.ljust(5) if "." in cell else cell for cell in cells
        ]))
    out.print(rule)
    spread = f"{data.variance(record):.1f}"
    out.print(say(
        f"ARV = 평균 제곱 오차 / {written(data.RECORD)}년 기록의 분산 "
        f"{spread}\n"
        f"* 학습한 해입니다. 이 신경망과 두 기준선은 {SPANS[0][0]}년부터 "
        f"평가합니다.",
        f"ARV = mean squared error / variance of the record "
        f"{written(data.RECORD)}, {spread}\n"
        f"* Training years. The network and the two baselines are judged "
        f"from {SPANS[0][0]} on.",
    ))
    for n, source in enumerate(data.SOURCES, 1):
        out.print(f"[{n}] " + say(f"{source}에 실린 값", f"as in {source}"))


def middle(forecasts: Sequence[Years]) -> Years:
    """The median over the seeds, year by year."""
    return {
        year: median(forecast[year] for forecast in forecasts)
        for year in (forecasts[0] if forecasts else ())
    }


def picture(out: Console, record: Years, forecasts: Sequence[Years]) -> None:
    """Record and forecast of the test years."""
    out.print()
    out.print(out.say(
        "  흑점 수   [:] 기록   [o] 1년 앞 예측(시드의 중앙값)",
        "  Sunspot number   [:] record   [o] one year ahead (median of the "
        "seeds)",
    ))
    sunspots_picture.draw(out, record, middle(forecasts), TESTED)


def verdict(out: Console, record: Years, forecasts: Sequence[Years]) -> None:
    """Which rungs were reached, and by how many seeds."""
    if not forecasts:
        return
    say = out.say
    scale = data.variance(record)
    span, later = data.TESTS
    baseline = data.autoregression(record, data.TRAINING[1])
    tong, weigend = (model.arv[1] or 0.0 for model in data.PUBLISHED[:2])
    seeds = [arv(forecast, record, span, scale) for forecast in forecasts]
    rungs = [
        (f"AR({data.ORDER})", arv(baseline, record, span, scale)),
        (say("1980년 모형", "1980 model"), tong),
        (say("1990년 신경망", "1990 network"), weigend),
    ]
    reached = sum(median(seeds) < rung for _, rung in rungs)
    counts = "; ".join(
        f"{name} {rung:.3f}: {sum(value < rung for value in seeds)}"
        + say("개", f" of {len(seeds)}")
        for name, rung in rungs
    )
    late = median(
        arv(forecast, record, later, scale) for forecast in forecasts
    )
    best = min(
        model.arv[2] for model in data.PUBLISHED if model.arv[2] is not None
    )
    tested = data.between(record, TESTED)
    highest = max(tested, key=tested.__getitem__)
    there = f"{middle(forecasts)[highest]:.0f}"
    known = f"{max(data.between(record, data.TRAINING).values()):.0f}"
    out.print()
    out.print(say(
        f"{written(span)}년: 중앙값 {median(seeds):.3f}은 기준값 "
        f"{len(rungs)}개 중 {reached}개보다 작습니다.\n"
        f"기준값보다 작은 시드의 수: "
        f"{counts}.\n"
        f"{written(later)}년: 중앙값은 {late:.3f}, 발표된 값 중 가장 작은 "
        f"것은 {best:g}입니다.\n"
        f"기록이 가장 높은 {highest}년은 {record[highest]:.0f}인데 예측은 "
        f"{there}입니다. 학습한 해의 최댓값은 {known}입니다.",
        f"{written(span)}: the median {median(seeds):.3f} is below {reached} "
        f"of {len(rungs)} rungs. Seeds below each:\n"
        f"{counts}.\n"
        f"{written(later)}: median {late:.3f}; the best published figure is "
        f"{best:g}.\n"
        f"In {highest}, the highest year, the record is "
        f"{record[highest]:.0f} and the forecast {there}; in training the "
        f"highest was {known}.",
    ))


def svg(out: Console, record: Years, forecasts: Sequence[Years]) -> str:
    """The same as a drawing, with the band over the seeds."""
    say = out.say
    scale = data.variance(record)
    panels = {}
    for span in data.TESTS:
        values = [arv(forecast, record, span, scale) for forecast in forecasts]
        figure = f" · ARV {median(values):.3f}" if values else ""
        panels[span] = written(span) + figure
    words = sunspots_picture.Words(
        title=say(f"흑점 수 {written(TESTED)}년: 기록과 1년 앞 예측",
                  f"Sunspots {written(TESTED)}: record and one-year forecast"),
        description=say(
            f"{written(data.TRAINING)}년으로 학습한 순환 신경망의 예측과 "
            f"기록. " + "; ".join(panels.values()),
            f"The record and the forecast of recurrent networks trained on "
            f"{written(data.TRAINING)}. " + "; ".join(panels.values()),
        ),
        axis=say("흑점 수(연평균)", "sunspot number, yearly mean"),
        record=say("기록", "record"),
        forecast=say("예측(시드의 중앙값)", "forecast (median of the seeds)"),
        band=say("시드의 최솟값–최댓값", "lowest–highest of the seeds"),
    )
    years = middle(forecasts)
    bounds = [
        {year: bound(f[year] for f in forecasts) for year in years}
        for bound in (min, max)
    ]
    return sunspots_picture.svg(
        words, record, (bounds[0], years, bounds[1]), panels
    )
