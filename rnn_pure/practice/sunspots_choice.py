"""How the settings were chosen: on years of the training, and only there.

Each candidate is trained on the years before a span of HELD_OUT and judged on
that span. The two spans are unlike: high cycles in the first, low ones in the
second. A candidate differs from CHOSEN in one field.
"""

from collections.abc import Sequence
from dataclasses import asdict
from statistics import fmean, median

from rnn_pure.console import Console
from rnn_pure.practice import sunspots_data as data
from rnn_pure.practice.sunspots_data import Span, Years, arv, between, written
from rnn_pure.practice.sunspots_training import (
    CHOSEN,
    Settings,
    averaged,
    seeds_of,
    train,
)

HELD_OUT: tuple[Span, ...] = ((1841, 1880), (1881, 1920))
CANDIDATES = (
    CHOSEN,
    Settings(n_in=1), Settings(n_in=2), Settings(n_in=12),
    Settings(n_re=3), Settings(n_re=8),
    Settings(power=1.0),
    Settings(noise=0.0), Settings(noise=0.5),
    Settings(k=22), Settings(k=110),
    Settings(epochs=25), Settings(epochs=100),
    Settings(alpha=0.01),
)
LABEL, COLUMN = 34, 14  # columns of the terminal


def judge(
    record: Years, settings: Settings, seed: int
) -> list[tuple[float, float]]:
    """For each span of HELD_OUT the ARV of one network and of the average.

    The networks are trained on the years before the span; one network's is
    their median. The record must end with the training years, so that no
    choice can be made by later ones.
    """
    scale = data.variance(record)
    pairs = []
    for first, last in HELD_OUT:
        seen, span = between(record, (min(record), last)), (first, last)
        networks = [
            train(seen, first - 1, settings, each)
            for each in seeds_of(seed, settings)
        ]
        one = median(
            arv(network.forecast(seen), seen, span, scale)
            for network in networks
        )
        all_of_them = averaged(networks, seen)
        pairs.append((one, arv(all_of_them, seen, span, scale)))
    return pairs


def show(
    out: Console,
    record: Years,
    seed: int,
    candidates: Sequence[Settings] = CANDIDATES,
) -> None:
    """Judge the candidates and print each as it is ready.

    Ctrl-C ends it; what is printed stays.
    """
    say = out.say
    scale = data.variance(record)
    spans = [written(span) for span in HELD_OUT]

    def row(label: str, cells: Sequence[str]) -> None:
        out.print(out.left(label, LABEL) + "".join(
            out.right(cell, COLUMN) for cell in cells
        ))

    out.print(say(
        f"{spans[0]}년과 {spans[1]}년을 그 앞의 해로만 학습해 한 해 앞서 "
        f"예측합니다.\n"
        f"기록은 {max(record)}년에서 끊었습니다. 행마다 하나만 바꿉니다.",
        f"Forecasts of {spans[0]} and {spans[1]}, one year ahead, after "
        f"training on the years before.\n"
        f"The record is cut off after {max(record)}. Each row changes one "
        f"thing.",
    ))
    out.print()
    row(
        say("ARV (작을수록 좋습니다)", "ARV (smaller is better)"),
        [say("신경망 하나", "one network"), *spans,
         say("두 구간 평균", "mean of both")],
    )
    try:
        for done, settings in enumerate(candidates):
            out.progress(done, len(candidates))
            pairs = judge(record, settings, seed)
            if out.terminal:
                out.progress(1, 1)  # takes the bar away
            ones, all_of_them = zip(*pairs)
            row(difference(out, settings), [
                f"{value:.3f}"
                for value in (fmean(ones), *all_of_them, fmean(all_of_them))
            ])
    except KeyboardInterrupt:
        out.print()
        out.print(say("Ctrl-C로 끝냈습니다.", "Ended by Ctrl-C."))
        return
    for label, forecasts in (
        (say("내년 = 올해", "next year = this year"),
         [data.persistence(record) for _ in HELD_OUT]),
        (f"AR({data.ORDER})",
         [data.autoregression(record, span[0] - 1) for span in HELD_OUT]),
    ):
        values = [
            arv(forecast, record, span, scale)
            for forecast, span in zip(forecasts, HELD_OUT)
        ]
        row(label, [
            "", *(f"{value:.3f}" for value in (*values, fmean(values)))
        ])
    out.print()
    out.print(say(
        f"ARV의 분모는 학습 연도의 분산 {scale:.1f}입니다. 첫 열은 신경망 "
        f"{CHOSEN.networks}개의 중앙값이고\n"
        f"나머지 열은 그 예측의 평균입니다. 시드를 바꾸면(--seed) 값도 "
        f"달라집니다.\n"
        f"그 정도 차이는 의미가 없습니다. 더 넓은 탐색은 README.md에 "
        f"적었습니다.",
        f"ARV is over the variance of the training years, {scale:.1f}. The "
        f"first column is the median of\n"
        f"{CHOSEN.networks} networks, the others judge the average of "
        f"their forecasts. Another --seed moves the figures:\n"
        f"differences of that size mean nothing. README.md tells of the "
        f"wider search.",
    ))


def difference(out: Console, settings: Settings) -> str:
    """What a candidate changes, in the names of Settings."""
    chosen = asdict(CHOSEN)
    changes = [
        f"{name} = {value:g} " + out.say(
            f"({chosen[name]:g} 대신)", f"(not {chosen[name]:g})"
        )
        for name, value in asdict(settings).items()
        if value != chosen[name]
    ]
    return ", ".join(changes) or out.say("고른 설정", "the chosen settings")
