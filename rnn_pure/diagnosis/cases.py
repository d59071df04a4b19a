"""The networks that a gradient function is tried on, and what is right there.

One network cannot tell all mistakes apart. With equal sizes no transpose is
seen, with T = 4 no truncation, with small targets no clipping; and only with
n_in = T and x_t = e_t is column t of ∂E/∂W_in the delta of step t: a clock.
"""

import random
from dataclasses import dataclass
from functools import cache
from math import exp
from typing import Any

from rnn_pure.activations import (
    Activation,
    identity,
    relu,
    sigmoid,
    softsign,
    tanh,
)
from rnn_pure.backprop import bptt
from rnn_pure.losses import (
    ErrorFunction,
    softmax_cross_entropy,
    squared_error,
)
from rnn_pure.matrix import Matrix, Vector
from rnn_pure.rnn import RNN, Gradients, States, forward


def _logistic_slope(y: Vector, d: Vector) -> Vector:
    return [p - d_k for p, d_k in zip(sigmoid(y), d)]


logistic = ErrorFunction(  # only its slope is used
    "sigmoid_cross_entropy", lambda y, d: 0.0, _logistic_slope
)
FS = (tanh, sigmoid, softsign, relu, identity)
OUTPUTS = (  # g and E that go together
    (identity, squared_error),
    (identity, softmax_cross_entropy),
    (sigmoid, squared_error),
    (tanh, squared_error),
    (softsign, squared_error),
    (identity, logistic),
)


@dataclass(frozen=True)
class World:
    """What a function may take for granted: f, g, E, and what there is not.

    last: only the last step has a target. without: of b, b_out and z_0 those
    that the function has no name for, which are zero. one_hot: "x", "d" or
    both are; where x is, n_in = n_out.
    """

    f: Activation
    g: Activation
    error: ErrorFunction
    last: bool = False
    without: frozenset[str] = frozenset()
    one_hot: str = ""


@dataclass(frozen=True)
class Case:
    """A network and a sequence, its states, and the right gradients."""

    rnn: RNN
    xs: Matrix
    ds: list[Any]
    z_0: Vector
    states: States
    right: Gradients


CLOCKS = ("clock", "small")  # small: with errors that no clipping sees
SIZES = {  # n_in, n_re, n_out, T
    "clock": (4, 4, 4, 4),
    "small": (4, 4, 4, 4),
    "long": (3, 3, 3, 12),
    "large": (3, 3, 3, 4),
    "unequal": (2, 3, 4, 5),
    "one": (2, 3, 4, 1),
    "zero": (3, 3, 3, 5),  # a target, an input, and z_0
    "missing": (3, 3, 3, 5),
}
SMALL = " small"  # after any name but large: with small errors


@cache
def case(world: World, name: str, seed: int) -> Case:
    """The network of this name in this world."""
    n_in, n_re, n_out, T = SIZES[name.removesuffix(SMALL)]
    if "x" in world.one_hot:
        n_in = n_out
    for attempt in range(100):
        draw = random.Random(f"{seed} {name} {attempt}")
        made = _drawn(draw, world, name, (n_in, n_re, n_out, T))
        if name not in CLOCKS or _apart(made.states.z, T):
            break
    return made


def _drawn(
    draw: random.Random, world: World, name: str, sizes: tuple[int, ...]
) -> Case:
    n_in, n_re, n_out, T = sizes

    def vector(n: int, most: float = 1.0) -> Vector:
        signs = draw.choices((-1, 1), k=n)
        return [sign * draw.uniform(0.2, most) for sign in signs]

    def matrix(m: int, n: int) -> Matrix:
        return [vector(n) for _ in range(m)]

    W_in, W_re, b = matrix(n_re, n_in), matrix(n_re, n_re), vector(n_re, 0.5)
    W_out, b_out = matrix(n_out, n_re), vector(n_out, 0.5)
    z_0, xs, ds = vector(n_re, 0.9), matrix(T, n_in), matrix(T, n_out)
    is_class = world.error is not squared_error
    if is_class:  # a distribution
        ds = [[abs(d_k) / sum(map(abs, d)) for d_k in d] for d in ds]
    if name == "large" and is_class and world.g is not identity:
        W_in = [[w / 1000 for w in row] for row in W_in]
        xs = [[1000 * x_j for x_j in x] for x in xs]
    elif name == "large" and is_class:
        W_out = [[100 * w for w in row] for row in W_out]
    elif name == "large":
        ds = [[300 * d_k for d_k in d] for d in ds]
    if "x" in world.one_hot:
        xs = [_e(draw.randrange(n_in), n_in) for _ in xs]
    if "d" in world.one_hot:
        ds = [_e(draw.randrange(n_out), n_out) for _ in ds]
    if name == "zero":
        z_0[:] = [0.0] * n_re
        if not world.one_hot:
            xs[2] = [0.0] * n_in
            of = T - 1 if world.last else 2
            ds[of] = _e(0, n_out) if is_class else [0.0] * n_out
    if name in CLOCKS:
        xs = [_e(t, n_in) for t in range(T)]
    targets: list[Any] = [*ds]
    if name.startswith("missing"):
        targets[0] = targets[2] = None
    if world.last:
        targets[:-1] = [None] * (T - 1)
    for role, zero in ("b", b), ("b_out", b_out), ("z_0", z_0):
        if role in world.without:
            zero[:] = [0.0] * len(zero)
    rnn = RNN(
        W_in, W_re, b, W_out, b_out, world.f, world.g, world.error
    )
    states = forward(rnn, xs, z_0)
    if name.endswith("small"):
        targets = [
            d and _near(y, d, is_class) for y, d in zip(states.y[1:], targets)
        ]
    return Case(rnn, xs, targets, z_0, states, bptt(rnn, states, targets))


def _near(y: Vector, d: Vector, is_class: bool) -> Vector:
    """A target a little beside the output, towards d."""
    p = y
    if is_class:
        powers = [exp(y_k) for y_k in y]
        p = [power / sum(powers) for power in powers]
    return [0.97 * p_k + 0.03 * d_k for p_k, d_k in zip(p, d)]


def _e(i: int, n: int) -> Vector:
    return [float(i == j) for j in range(n)]


def _apart(z: Matrix, T: int) -> bool:
    """Whether z_0 … z_{T-1}, and z_1 … z_T, tell T deltas apart."""
    for states in z[0:T], z[1:T + 1]:
        try:
            inverse = solve(states, [_e(i, T) for i in range(T)])
        except ZeroDivisionError:
            return False
        if max(abs(entry) for row in inverse for entry in row) > 50:
            return False
    return True


def solve(A: Matrix, B: Matrix) -> Matrix:
    """X with A X = B, for a square A; ZeroDivisionError where there is none.

    Gaussian elimination with the largest pivots.
    """
    rows = [[*a, *b] for a, b in zip(A, B)]
    n = len(rows)
    for j in range(n):
        best = max(range(j, n), key=lambda i: abs(rows[i][j]))
        rows[j], rows[best] = rows[best], rows[j]
        rows[j] = [entry / rows[j][j] for entry in rows[j]]
        for i in range(n):
            if i != j:
                by = rows[i][j]
                rows[i] = [p - by * q for p, q in zip(rows[i], rows[j])]
    return [row[n:] for row in rows]
