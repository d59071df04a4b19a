"""What the sunspots command says: in Korean or English, for a terminal."""

from collections.abc import Iterable, Sequence
from statistics import median, pvariance

from rnn_pure.console import Console
from rnn_pure.practice import sunspots_data as data
from rnn_pure.practice.sunspots_data import Span, Years, arv, written

# From the first year that AR(12) can forecast: no row is judged on more.
SPANS: tuple[Span, ...] = (
    (data.TRAINING[0] + data.ORDER, data.TRAINING[1]), *data.TESTS
)
LABEL, COLUMN = 46, 13  # columns of the terminal


def row(out: Console, label: str, cells: Iterable[str | float]) -> str:
    """A row of a table; numbers are ARV."""
    texts = [c if isinstance(c, str) else f"{c:.3f}" for c in cells]
    right = "".join(out.right(text, COLUMN) for text in texts)
    return (out.left(label, LABEL) + right).rstrip()


def what_was_done(out: Console, averaged: int) -> None:
    """The sentences before the table."""
    trained, last = written(data.TRAINING), data.TRAINING[1]
    one, other = map(written, data.HELD_OUT)
    out.print(out.say(
        f"{trained}년으로 학습한 순환 신경망(RNN)입니다. 시드마다 신경망 "
        f"{averaged}개의 예측을 평균합니다.\n"
        f"{last + 1}년부터는 가중치를 고치지 않습니다. 설정은 모두 학습 "
        f"연도인 {one}년과 {other}년을\n"
        f"예측해 보고 골랐고, 그 뒤의 기록은 쓰지 않았습니다(--choose).",
        f"Recurrent networks trained on {trained}; for each seed the "
        f"forecasts of {averaged} are averaged.\n"
        f"From {last + 1} on the weights do not change. Every setting was "
        f"chosen by forecasts of the training years\n"
        f"{one} and {other}; no later year had a part in that (--choose).",
    ))


def table(out: Console, record: Years, forecasts: Sequence[Years]) -> None:
    """ARV of this network, the baselines and the published models."""
    say = out.say

    def figures(forecast: Years) -> list[float]:
        return [arv(forecast, record, span) for span in SPANS]

    spans = list(zip(*map(figures, forecasts)))  # the seeds' ARV, by span
    head = row(out, say("ARV (작을수록 좋습니다)", "ARV (smaller is better)"),
               [written(data.TRAINING) + "*", *map(written, data.TESTS)])
    ours = row(out, say(f"이 신경망, 시드 {len(forecasts)}개의 중앙값",
                        f"this network, median (seeds: {len(forecasts)})"),
               map(median, spans))
    rule = "─" * (out.width(head) // out.width("─"))
    rows = [
        "",
        out.colour("bold", head),
        rule,
        out.colour("bold", ours),
        row(out, say("  최솟값–최댓값", "  lowest–highest"),
            [f"{min(values):.3f}–{max(values):.3f}" for values in spans]),
        row(out, say("내년 = 올해", "next year = this year"),
            figures(data.persistence(record))),
        row(out, say(f"AR({data.ORDER}), 최소 제곱",
                     f"AR({data.ORDER}), least squares"),
            figures(data.autoregression(record, data.TRAINING[1]))),
        *(row(out, f"{say(ko, en)} [{source}]", published)
          for ko, en, source, published in data.PUBLISHED),
        rule,
        say("ARV = 평균 제곱 오차 / 기록의 분산",
            "ARV = mean squared error / variance of the record")
        + f" ({written(data.RECORD)}: {pvariance(record.values()):.1f})",
        say(f"* 학습한 해입니다. 이 신경망과 두 기준선은 {SPANS[0][0]}년부터 "
            f"평가합니다.",
            f"* Training years. The network and the two baselines are judged "
            f"from {SPANS[0][0]} on."),
        *(f"[{n}] " + say(f"{source}에 실린 값", f"as in {source}")
          for n, source in enumerate(data.SOURCES, 1)),
    ]
    out.print("\n".join(rows))


def verdict(out: Console, record: Years, forecasts: Sequence[Years]) -> None:
    """The rungs that were there to climb, and the highest year."""
    span, linear = data.TESTS[0], data.autoregression(record, data.TRAINING[1])
    ours = median(arv(forecast, record, span) for forecast in forecasts)
    rungs = [
        (f"AR({data.ORDER})", arv(linear, record, span)),
        *((name.split(", ", 1)[1], float(published[1]))
          for _, name, _, published in data.PUBLISHED[:2]),
    ]
    reached = sum(ours < rung for _, rung in rungs)
    listed = ", ".join(f"{name} {rung:.3f}" for name, rung in rungs)
    n = len(rungs)
    ko, en = {
        0: (f"{n}개보다 모두 큽니다", f"above all {n} figures to beat"),
        n: (f"{n}개보다 모두 작습니다", f"below all {n} figures to beat"),
    }.get(reached, (
        f"{n}개 중 {reached}개보다 작습니다",
        f"below {reached} of {n} figures to beat",
    ))
    out.print(out.say(
        f"\n{written(span)}년: 중앙값 {ours:.3f}은 기준값 {ko}.\n"
        f"기준값은 {listed}입니다.",
        f"\n{written(span)}: the median, {ours:.3f}, is {en}.\n"
        f"They are {listed}.",
    ))
    year = max(data.between(record, data.TESTED), key=record.__getitem__)
    there = median(forecast[year] for forecast in forecasts)
    known = max(data.between(record, data.TRAINING).values())
    out.print(out.say(
        f"기록이 가장 높은 {year}년은 {record[year]:.0f}인데 예측은 "
        f"{there:.0f}입니다. 학습한 해의 최댓값은 {known:.0f}입니다.",
        f"In {year}, the highest year, the record is {record[year]:.0f} and "
        f"the forecast {there:.0f}; in training the highest was "
        f"{known:.0f}.",
    ))
