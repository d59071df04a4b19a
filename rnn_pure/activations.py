"""Activation functions f of a vector, and their slopes f′.

Each stands for one row of the table:

    f           f(u)            f′(u)
    tanh        tanh u          1 − tanh²u
    sigmoid     1/(1 + e⁻ᵘ)     σ(u)(1 − σ(u))
    relu        max(0, u)       1 for u > 0, else 0 (0 at u = 0 by choice)
    softsign    u/(1 + |u|)     1/(1 + |u|)²   rational: exact in fractions
    identity    u               1

Every f acts on each entry by itself; "times f′" (equation 5) needs that.
"""

import math
from collections.abc import Callable
from dataclasses import dataclass
from fractions import Fraction

from rnn_pure.matrix import Number, Vector


@dataclass(frozen=True)
class Activation:
    """f: f(u) → vector of u's length, and f.prime(u) → f′ at every entry."""

    name: str
    function: Callable[[Vector], Vector]
    prime: Callable[[Vector], Vector]

    def __call__(self, u: Vector) -> Vector:
        return self.function(u)

    def __repr__(self) -> str:
        return self.name


def elementary(name: str) -> Callable[[Number], Number]:
    """exp, log, … of one number: its own method where it has one, else math's.

    So the graph of rnn_pure.autograd sees the operation, not a float. What is
    beyond every float counts as infinite.
    """
    of_math = getattr(math, name)

    def function(x: Number) -> Number:
        own = getattr(x, name, None)
        try:
            return own() if own else of_math(x)
        except OverflowError:
            return of_math(math.inf if x > 0 else -math.inf)

    return function


exp, log, tanh_of_number = map(elementary, ("exp", "log", "tanh"))


def ratio(a: Number, b: Number) -> Number:
    """a / b; of two whole numbers a Fraction: nothing exact is rounded."""
    return Fraction(a, b) if type(a) is type(b) is int else a / b


def _tanh(u: Vector) -> Vector:
    """tanh u, entry by entry."""
    try:
        return list(map(math.tanh, u))
    except (TypeError, OverflowError):  # not all are math's kind of number
        return list(map(tanh_of_number, u))


def _tanh_prime(u: Vector) -> Vector:
    """1 − tanh²u, entry by entry."""
    return [1.0 - z_i * z_i for z_i in _tanh(u)]


def _sigmoid(u: Vector) -> Vector:
    """1/(1 + e⁻ᵘ), entry by entry."""
    return [  # e to a negative power only: it cannot overflow
        1 / (1 + exp(-u_i)) if u_i > 0 else exp(u_i) / (1 + exp(u_i))
        for u_i in u
    ]


def _sigmoid_prime(u: Vector) -> Vector:
    """σ(u)(1 − σ(u)), entry by entry."""
    return [z_i * (1 - z_i) for z_i in _sigmoid(u)]


def _relu(u: Vector) -> Vector:
    """max(0, u), entry by entry."""
    return [0 if u_i <= 0 else u_i for u_i in u]  # NaN stays NaN


def _relu_prime(u: Vector) -> Vector:
    """1 for every entry above 0, else 0."""
    return [0 if u_i <= 0 else 1 for u_i in u]


def _softsign(u: Vector) -> Vector:
    """u/(1 + |u|), entry by entry."""
    return [ratio(u_i, 1 + abs(u_i)) for u_i in u]


def _softsign_prime(u: Vector) -> Vector:
    """1/(1 + |u|)², entry by entry."""
    return [ratio(1, (1 + abs(u_i)) * (1 + abs(u_i))) for u_i in u]


def _identity(u: Vector) -> Vector:
    """u itself, as a new list."""
    return list(u)


def _identity_prime(u: Vector) -> Vector:
    """1 for every entry of u."""
    return [1] * len(u)


tanh = Activation("tanh", _tanh, _tanh_prime)
"""tanh u, between −1 and 1; slope 1 − tanh²u."""

sigmoid = Activation("sigmoid", _sigmoid, _sigmoid_prime)
"""1/(1 + e⁻ᵘ), between 0 and 1; slope σ(u)(1 − σ(u))."""

relu = Activation("relu", _relu, _relu_prime)
"""max(0, u); slope 1 for u > 0, else 0."""

softsign = Activation("softsign", _softsign, _softsign_prime)
"""u/(1 + |u|), between −1 and 1; slope 1/(1 + |u|)². Exact in fractions."""

identity = Activation("identity", _identity, _identity_prime)
"""u itself; slope 1."""

ACTIVATIONS = (tanh, sigmoid, relu, softsign, identity)
"""All of them."""
