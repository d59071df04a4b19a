"""The sunspot record, the figure it is judged by, and the linear models.

A record and a forecast are both dicts: year -> sunspot number. README.md says
where sunspots.csv and the published figures come from.
"""

import csv
from collections.abc import Collection
from importlib.resources import files
from statistics import fmean, pvariance
from typing import TypeAlias

from rnn_pure.matrix import Matrix, Vector, dot, transpose

Years: TypeAlias = dict[int, float]
Span: TypeAlias = tuple[int, int]  # first and last year, both included

RECORD: Span = (1700, 1979)  # its variance is in all published figures
TRAINING: Span = (1700, 1920)
TESTS: tuple[Span, ...] = ((1921, 1955), (1956, 1979))
TESTED: Span = (TESTS[0][0], TESTS[-1][1])
ORDER = 12
# No row is judged on years that AR(12) cannot forecast.
SPANS: tuple[Span, ...] = ((TRAINING[0] + ORDER, TRAINING[1]), *TESTS)

SOURCES = (
    "Waterhouse & Robinson, NIPS 1994, table 1",
    "Nowlan & Hinton, NIPS 1991, table 2",
)
# The source, and ARV on TRAINING and the two TESTS with its digits.
PUBLISHED = (
    ("문턱 자기회귀, Tong & Lim 1980",
     "threshold AR, Tong & Lim 1980",
     1, ("0.097", "0.097", "0.28 ")),
    ("FCNN, Weigend, Huberman & Rumelhart 1990",
     "FCNN, Weigend, Huberman & Rumelhart 1990",
     1, ("0.082", "0.086", "0.35 ")),
    ("계층적 전문가 혼합",
     "hierarchical mixture of experts",
     1, ("0.061", "0.089", "0.27 ")),
    ("RBF 신경망, He & Lapedes 1991",
     "RBF network, He & Lapedes 1991",
     2, ("–", "0.092", "–")),
    ("소프트 가중치 공유, Nowlan & Hinton",
     "soft weight-sharing, Nowlan & Hinton",
     2, ("–", "0.072", "–")),
)


def read() -> Years:
    """The yearly numbers of RECORD and TESTS from sunspots.csv."""
    file = files(__package__) / "sunspots.csv"
    rows = csv.DictReader(file.read_text(encoding="utf-8-sig").splitlines())
    return between(
        {int(row["YEAR"]): float(row["SUNACTIVITY"]) for row in rows},
        (RECORD[0], max(RECORD[1], TESTED[1])),
    )


def between(numbers: Years, span: Span) -> Years:
    """The part of numbers that lies in span."""
    first, last = span
    return {y: n for y, n in numbers.items() if first <= y <= last}


def years(span: Span) -> range:
    """All of them."""
    return range(span[0], span[1] + 1)


def written(span: Span) -> str:
    """As a reader expects it."""
    return f"{span[0]}–{span[1]}"


def squared_errors(
    forecast: Years, record: Years, of: Collection[int]
) -> Years:
    """(forecast − record)² in each of these years.

    The first years, which a forecast cannot know, are left out.
    """
    return {y: (forecast[y] - record[y]) ** 2 for y in of if y in forecast}


def arv(forecast: Years, record: Years, span: Span) -> float:
    """Mean squared error over the years of span / variance of RECORD."""
    errors = squared_errors(forecast, record, years(span))
    return fmean(errors.values()) / variance(record)


def variance(record: Years) -> float:
    """That of RECORD: later years change no figure of earlier ones."""
    return pvariance([n for y, n in record.items() if y <= RECORD[1]])


def persistence(record: Years) -> Years:
    """Next year = this year."""
    return {y: record[y - 1] for y in record if y - 1 in record}


def autoregression(
    record: Years,
    learned: Collection[int],
    order: int = ORDER,
    power: float = 1,
) -> Years:
    """A weighted sum of the `order` years before, plus a constant.

    The weights are those of least squares on the years learned. With power
    0.5 it takes square roots and gives one, which is squared.
    """
    past, now = lagged(record, order, power)
    seen = [y for y in past if y in learned]
    weights = least_squares([past[y] for y in seen], [now[y] for y in seen])
    return {
        y: max(0.0, value) ** (1 / power) if power != 1 else value
        for y, x in past.items()
        for value in [dot(weights, x)]
    }


def lagged(
    record: Years, order: int, power: float = 1
) -> tuple[dict[int, Vector], Years]:
    """Of a year: 1 and the `order` numbers before it; the number itself.

    Whatever the order, the years begin with the first one of AR(12).
    """
    now = {y: number**power for y, number in record.items()}
    return {
        y: [1.0, *(now[y - lag] for lag in range(1, order + 1))]
        for y in now
        if y - max(order, ORDER) in now
    }, now


def least_squares(A: Matrix, b: Vector) -> Vector:
    """The w with the smallest |A w − b|: AᵀA w = Aᵀb, by elimination.

    AᵀA is positive definite, so no pivot is 0. Raises ZeroDivisionError where
    the columns of A depend on each other.
    """
    columns = transpose(A)
    rows = [[dot(a, c) for c in [*columns, b]] for a in columns]
    for k in range(len(rows)):
        pivot = rows[k] = [r / rows[k][k] for r in rows[k]]
        for i, row in enumerate(rows):
            if i != k:
                rows[i] = [r - row[k] * p for r, p in zip(row, pivot)]
    return [row[-1] for row in rows]
