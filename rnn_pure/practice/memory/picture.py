"""What is drawn: three pictures, each of what is there."""

from statistics import fmean
from typing import NamedTuple

from rnn_pure.console import Console
from rnn_pure.practice.memory.reach import GONE
from rnn_pure.practice.memory.task import CHANCE
from rnn_pure.practice.memory.trials import Results, solved
from rnn_pure.practice.plot import Axis, Curve


class Picture(NamedTuple):
    """The arguments of plot.svg; without the title, plot.characters'."""

    title: str
    curves: list[Curve]
    x: Axis
    y: Axis


def drawn(out: Console, results: Results) -> list[Picture]:
    """Those that there is anything to draw of."""
    kinds = (
        (finding, results.at_T), (sums, results.adding),
        (reaching, results.left),
    )
    return [draw(out, results) for draw, done in kinds if any(done)]


def finding(out: Console, results: Results) -> Picture:
    """The share of seeds that solve parity, over T."""
    say, lengths = out.say, results.plan.lengths
    curves = [
        Curve(label, [
            (T, solved(shares) / len(shares))
            for T, shares in zip(lengths, tries) if shares
        ], dashed=dashed)
        for label, tries, dashed in (
            (say("목표가 T에만", "target at T only"), results.at_T, False),
            (say("시점마다", "at every step"), [*zip(*results.every)], True),
        )
    ]
    return Picture(
        say("패리티를 푼 시드의 비율", "Share of seeds that solve parity"),
        curves,
        Axis(say("길이 T", "length T"), lengths[0], lengths[-1],
             ticks=lengths),
        Axis(say("푼 시드", "seeds that solve it"), low=0, high=1,
             percent=True),
    )


def sums(out: Console, results: Results) -> Picture:
    """The adding problem's error over T, against chance."""
    say = out.say
    lengths = results.plan.adding
    known = [(T, e) for T, e in zip(lengths, results.adding) if e]
    curves = [
        Curve(say("신경망", "network"), [(T, fmean(e)) for T, e in known],
              [(T, min(e), max(e)) for T, e in known]),
        Curve(say("늘 1이라고 할 때", "always saying 1"),
              [(T, CHANCE) for T, _ in known], dashed=True),
    ]
    return Picture(
        say("덧셈 문제의 오차", "Error of the adding problem"), curves,
        Axis(say("길이 T", "length T"), lengths[0], lengths[-1],
             ticks=lengths),
        Axis(say("평균 제곱 오차", "mean squared error"), low=0),
    )


def reaching(out: Console, results: Results) -> Picture:
    """What is left of delta_re, over the distance from T."""
    say, left = out.say, results.left
    names = {
        "parity_after": say("패리티 학습 뒤", "parity after"),
        "parity_before": say("패리티 학습 전", "parity before"),
        "adding_after": say("덧셈 학습 뒤", "adding after"),
        "adding_before": say("덧셈 학습 전", "adding before"),
    }
    return Picture(
        say("거슬러 가는 델타", "The delta reaching back"),
        [
            Curve(label, [*enumerate(left[name])],
                  dashed=name.endswith("before"))
            for name, label in names.items() if name in left
        ] + [Curve(f"{GONE:.0%}", [(0, GONE), (results.plan.back, GONE)],
                   dashed=True)],
        Axis(say("T에서 거슬러 간 시점 수", "steps back from T")),
        Axis(say("남은 길이", "length left"), log=True),
    )
