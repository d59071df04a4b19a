"""Vectors and matrices as plain lists: all the algebra that the network needs.

A vector is a list of numbers, a matrix a list of its rows. A number is
anything that can be added and multiplied: a float, a fractions.Fraction, or
the Value of rnn_pure.autograd.
"""

import math
import operator
import sys
from collections.abc import Sequence
from typing import Any, TypeAlias, TypeVar

Number: TypeAlias = Any
Vector: TypeAlias = list[Number]
Matrix: TypeAlias = list[Vector]
Vectors: TypeAlias = Sequence[Any]  # as the caller has them: lists, tuples, …
Item = TypeVar("Item")

if sys.version_info >= (3, 12):
    dot = math.sumprod

    def matvec(W: Sequence[Sequence[Number]], x: Sequence[Number]) -> Vector:
        """W x: entry i is Σ_j W[i][j] x[j]; (m × n)(n) → (m)."""
        return [dot(row, x) for row in W]

else:

    def dot(a: Sequence[Number], b: Sequence[Number], /) -> Number:
        """Σ_j a_j b_j of two vectors of one length, else ValueError."""
        if len(a) != len(b):
            raise ValueError("Inputs are not the same length")
        return sum(map(operator.mul, a, b))

    # without a call of dot for each row: that is faster here
    def matvec(W: Sequence[Sequence[Number]], x: Sequence[Number]) -> Vector:
        """W x: entry i is Σ_j W[i][j] x[j]; (m × n)(n) → (m)."""
        if len(W[0]) != len(x):
            raise ValueError("Inputs are not the same length")
        return [sum(map(operator.mul, row, x)) for row in W]


def zeros(n: int) -> Vector:
    """The zero vector of length n; whole, so that fractions stay exact."""
    return [0] * n


def one_hot(k: int, n: int) -> Vector:
    """1 at entry k, which Python counts from 0, and 0 at the others."""
    return [float(i == k) for i in range(n)]


def from_1(xs: Sequence[Item]) -> list[Item]:
    """xs to be indexed from 1: xs[0] becomes x[1]; entry 0 is None."""
    return [None, *xs]  # type: ignore[list-item]


def over_time(T: int) -> list[Vector]:
    """A list to be indexed by t = 0 … T; None where no vector is put."""
    return [None] * (T + 1)  # type: ignore[list-item]


def add(a: Vector, b: Vector, c: Vector | None = None) -> Vector:
    """a + b, or a + b + c: entry by entry, of vectors of one length."""
    if c is None:
        return list(map(operator.add, a, b))
    return [a_i + b_i + c_i for a_i, b_i, c_i in zip(a, b, c)]


def subtract(a: Vector, b: Vector) -> Vector:
    """a − b, entry by entry."""
    return list(map(operator.sub, a, b))


def hadamard(a: Vector, b: Vector) -> Vector:
    """a ⊙ b: the elementwise product."""
    return list(map(operator.mul, a, b))


def transpose(W: Sequence[Vector]) -> Matrix:
    """Wᵀ: entry [j][i] is W[i][j]; (m × n) → (n × m)."""
    return list(map(list, zip(*W)))


def rows_of(w: Any) -> list[Vector]:
    """Every row of the five weights, or of their gradients: the lists."""
    return [*w.W_in, *w.W_re, w.b, *w.W_out, w.b_out]


def sum_outer(deltas: list[Vector], zs: list[Vector]) -> Matrix:
    """Σ_t δ_t z_tᵀ: entry [i][j] is Σ_t δ_t[i] z_t[j].

    Two lists over time of one length, of (m) and of (n) → (m × n). Over time,
    each entry is one dot product.
    """
    zs_T = list(zip(*zs))
    return [matvec(zs_T, d_i) for d_i in zip(*deltas)]


def sum_over_time(deltas: list[Vector]) -> Vector:
    """Σ_t δ_t: entry i is Σ_t δ_t[i]."""
    return list(map(sum, zip(*deltas)))
