"""The sunspot record, the figure it is judged by, and the two baselines.

A record and a forecast are both dicts: year -> sunspot number. README.md says
where sunspots.csv and the published figures come from.
"""

import csv
from dataclasses import dataclass
from importlib.resources import files
from statistics import fmean, pvariance
from typing import TypeAlias

from rnn_pure.matrix import Matrix, Vector, dot, transpose

Years: TypeAlias = dict[int, float]
Span: TypeAlias = tuple[int, int]  # first and last year, both included

RECORD: Span = (1700, 1979)  # what the published figures are about
TRAINING: Span = (1700, 1920)
TESTS: tuple[Span, ...] = ((1921, 1955), (1956, 1979))
ORDER = 12


@dataclass(frozen=True)
class Published:
    """ARV on TRAINING and the two TESTS; None where the source has none."""

    ko: str
    en: str
    source: int
    arv: tuple[float | None, ...]


SOURCES = (
    "Waterhouse & Robinson, NIPS 1994, table 1",
    "Nowlan & Hinton, NIPS 1991, table 2",
)
PUBLISHED = (
    Published("문턱 자기회귀, Tong & Lim 1980",
              "threshold autoregression, Tong & Lim 1980",
              1, (0.097, 0.097, 0.28)),
    Published("FCNN, Weigend, Huberman & Rumelhart 1990",
              "FCNN, Weigend, Huberman & Rumelhart 1990",
              1, (0.082, 0.086, 0.35)),
    Published("계층적 전문가 혼합",
              "hierarchical mixture of experts",
              1, (0.061, 0.089, 0.27)),
    Published("RBF 신경망, He & Lapedes 1991",
              "RBF network, He & Lapedes 1991",
              2, (None, 0.092, None)),
    Published("소프트 가중치 공유, Nowlan & Hinton",
              "soft weight-sharing, Nowlan & Hinton",
              2, (None, 0.072, None)),
)


def read() -> Years:
    """The yearly numbers of RECORD from sunspots.csv."""
    text = (files(__package__) / "sunspots.csv").read_text(encoding="ascii")
    rows = csv.DictReader(text.splitlines())
    return between(
        {int(row["YEAR"]): float(row["SUNACTIVITY"]) for row in rows}, RECORD
    )


def between(numbers: Years, span: Span) -> Years:
    """The part of numbers that lies in span."""
    first, last = span
    return {y: n for y, n in numbers.items() if first <= y <= last}


def written(span: Span) -> str:
    """As a reader expects it."""
    return f"{span[0]}–{span[1]}"


def variance(record: Years) -> float:
    """What ARV divides by."""
    return pvariance(record.values())


def arv(forecast: Years, record: Years, span: Span, scale: float) -> float:
    """Mean squared error over the years of span, divided by scale.

    The first years, which a forecast cannot know, are left out.
    """
    return fmean(
        (number - record[year]) ** 2
        for year, number in between(forecast, span).items()
    ) / scale


def persistence(record: Years) -> Years:
    """Next year = this year."""
    return {y: record[y - 1] for y in record if y - 1 in record}


def autoregression(record: Years, last: int, order: int = ORDER) -> Years:
    """A weighted sum of the `order` years before, plus a constant.

    The weights are those of least squares on the years up to last.
    """
    past = {
        y: [1.0, *(record[y - lag] for lag in range(1, order + 1))]
        for y in record
        if y - order in record
    }
    fitted = [y for y in past if y <= last]
    weights = least_squares(
        [past[y] for y in fitted], [record[y] for y in fitted]
    )
    return {y: dot(weights, past[y]) for y in past}


def least_squares(A: Matrix, b: Vector) -> Vector:
    """The w with the smallest |A w − b|: the normal equations AᵀA w = Aᵀb.

    Raises ZeroDivisionError where the columns of A depend on each other.
    """
    columns = transpose(A)
    return solve(
        [[dot(a, c) for c in columns] for a in columns],
        [dot(a, b) for a in columns],
    )


def solve(A: Matrix, b: Vector) -> Vector:
    """The w with A w = b: Gaussian elimination, largest pivot first."""
    rows = [[*row, b_i] for row, b_i in zip(A, b)]
    n = len(rows)
    for k in range(n):
        best = max(range(k, n), key=lambda i: abs(rows[i][k]))
        rows[k], rows[best] = rows[best], rows[k]
        for i in range(k + 1, n):
            share = rows[i][k] / rows[k][k]
            rows[i] = [r - share * p for r, p in zip(rows[i], rows[k])]
    w: Vector = [0] * n
    for k in reversed(range(n)):
        known = dot(rows[k][k + 1:n], w[k + 1:])
        w[k] = (rows[k][n] - known) / rows[k][k]
    return w
