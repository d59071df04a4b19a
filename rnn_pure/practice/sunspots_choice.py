"""How the settings were chosen: on years of the training, and only there.

Each candidate is trained on the years before a span of HELD_OUT and judged on
that span. The two spans are unlike: high cycles in the first, low ones in the
second. A candidate differs from CHOSEN in one field.
"""

from dataclasses import asdict
from statistics import fmean, pvariance

from rnn_pure.console import Console
from rnn_pure.practice import sunspots_data as data
from rnn_pure.practice.sunspots_data import Years, arv, between, written
from rnn_pure.practice.sunspots_report import row
from rnn_pure.practice.sunspots_training import (
    CHOSEN,
    Settings,
    averaged,
    train,
)

CANDIDATES = (
    CHOSEN,
    Settings(n_in=1), Settings(n_in=2), Settings(n_in=12),
    Settings(n_re=3), Settings(n_re=8),
    Settings(power=1.0),
    Settings(noise=0.0), Settings(noise=0.5),
    Settings(k=22), Settings(k=110),
    Settings(epochs=25), Settings(epochs=100),
    Settings(alpha=0.01),
    Settings(networks=1),
)


def judge(record: Years, settings: Settings, seed: int) -> list[float]:
    """ARV on each span of HELD_OUT, after training on the years before it.

    The record must end with the training years, so that no choice can be made
    by later ones.
    """
    size, values = settings.networks, []
    for first, last in data.HELD_OUT:
        seen = between(record, (min(record), last))
        networks = [
            train(seen, first - 1, settings, each)
            for each in range(seed * size, (seed + 1) * size)
        ]
        values.append(arv(averaged(networks, seen), record, (first, last)))
    return values


def show(out: Console, record: Years, seed: int) -> None:
    """Judge the candidates and print each as it is ready.

    Ctrl-C ends it; what is printed stays.
    """
    say, spans = out.say, [written(span) for span in data.HELD_OUT]

    def show_row(label: str, values: list[float]) -> None:
        out.print(row(out, label, [*values, fmean(values)]))

    out.print(say(
        f"{spans[0]}년과 {spans[1]}년을 그 앞의 해로만 학습해 한 해 앞서 "
        f"예측합니다.\n"
        f"기록은 {max(record)}년에서 끊었습니다. 행마다 하나만 바꿉니다.\n",
        f"Forecasts of {spans[0]} and {spans[1]}, one year ahead, after "
        f"training on the years before.\n"
        f"The record is cut off after {max(record)}. Each row changes one "
        f"thing.\n",
    ))
    head = say("ARV (작을수록 좋습니다)", "ARV (smaller is better)")
    out.print(row(out, head, [*spans, say("평균", "mean")]))
    try:
        for done, settings in enumerate(CANDIDATES):
            out.progress(done, len(CANDIDATES))
            values = judge(record, settings, seed)
            out.progress(1, 1)  # takes the bar away
            show_row(difference(out, settings), values)
    except KeyboardInterrupt:
        out.print(say("\nCtrl-C로 끝냈습니다.", "\nEnded by Ctrl-C."))
        return
    same = data.persistence(record)
    show_row(say("내년 = 올해", "next year = this year"),
             [arv(same, record, span) for span in data.HELD_OUT])
    show_row(f"AR({data.ORDER})", [
        arv(data.autoregression(record, span[0] - 1), record, span)
        for span in data.HELD_OUT
    ])
    variance = f"{pvariance(record.values()):.1f}"
    out.print(say(
        f"\nARV의 분모는 학습 연도의 분산 {variance}입니다. 시드를 "
        f"바꾸면(--seed) 값도 달라집니다.\n"
        f"그 정도 차이는 의미가 없습니다. 더 넓은 탐색은 README.md에 "
        f"적었습니다.",
        f"\nARV is over the variance of the training years, {variance}. "
        f"Another --seed moves the figures:\n"
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
