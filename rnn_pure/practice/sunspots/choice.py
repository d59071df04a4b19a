"""How to choose settings by training years: one old way and three better.

Each question hides years, learns the others and forecasts the hidden ones. An
answer is ARV / AR(12)'s own, which learned the same years. What is hidden is
never a target; later forecasts may read it, as they read any past.
"""

from collections.abc import Callable, Collection
from itertools import pairwise
from statistics import geometric_mean
from typing import NamedTuple, TypeAlias

from rnn_pure.practice.sunspots.series import (
    ORDER,
    Span,
    Years,
    autoregression,
    between,
    squared_errors,
    years,
)

# The record, the years to learn, a seed for each network to be averaged.
Forecaster: TypeAlias = Callable[[Years, Collection[int], range], Years]

HELD_OUT: tuple[Span, ...] = ((1841, 1880), (1881, 1920))
HIGHER = 6  # cycles
SPAN = 20  # years forecast from a rolling origin
ORIGINS = range(1801, 1920, SPAN)


class Fold(NamedTuple):
    """Years to learn, and years to be judged on."""

    learned: Collection[int]
    judged: Collection[int]


class Question(NamedTuple):
    """Folds, and of how many networks a forecast is the mean in each."""

    networks: int
    folds: list[Fold]


def questions(record: Years) -> dict[str, Question]:
    """The old one, held_out, and the three that count.

    A question of few folds takes more networks, so that no single seed
    decides.
    """
    first = min(record)
    parts = cycles(record)
    highest = sorted(parts, key=lambda part: -max(record[y] for y in part))
    high = {y for part in highest[:HIGHER] for y in part}
    return {
        "held_out": Question(5, [
            Fold(range(first, span[0]), years(span)) for span in HELD_OUT
        ]),
        "rolling": Question(1, [
            Fold(range(first, origin), range(origin, origin + SPAN))
            for origin in ORIGINS
        ]),
        "cycle": Question(1, [
            Fold(record.keys() - part, part) for part in parts
        ]),
        "higher": Question(5, [Fold(record.keys() - high, high)]),
    }


def cycles(record: Years) -> list[range]:
    """From one minimum to the year before the next.

    The first begins with the first year that AR(12) can forecast.
    """
    first, last = min(record) + ORDER, max(record)
    starts = [first, *(
        y for y in range(first + 4, last - 3)
        if record[y] == min(record[other] for other in range(y - 4, y + 5))
    ), last + 1]
    return [range(a, b) for a, b in pairwise(starts)]


def answer(
    record: Years, question: Question, forecaster: Forecaster
) -> float:
    """ARV / AR(12)'s on the years judged."""
    ours, linear, size = 0.0, 0.0, question.networks
    for k, (learned, judged) in enumerate(question.folds):
        # A forecast needs no year that is later than both.
        seen = between(record, (min(record), max(*learned, *judged)))
        seeds = range(k * size, (k + 1) * size)
        ours += total(forecaster(seen, learned, seeds), seen, judged)
        linear += total(autoregression(seen, learned), seen, judged)
    return ours / linear


def total(forecast: Years, record: Years, judged: Collection[int]) -> float:
    """The sum of the squared errors."""
    return sum(squared_errors(forecast, record, judged).values())


def answers(
    record: Years, asked: dict[str, Question], forecaster: Forecaster
) -> dict[str, float]:
    """By question, and the geometric mean of all but the old one's."""
    given = {
        name: answer(record, question, forecaster)
        for name, question in asked.items()
    }
    _, *three = given.values()
    return {**given, "mean": geometric_mean(three)}
