"""The networks that everything is tried on.

One network cannot tell all mistakes apart. Where sizes are equal no transpose
is seen, with T = 4 no truncation, with small targets no clipping. Only where
n_in = T and x_t = e_t is column t of ∂E/∂W_in the delta of step t: a clock.
Other sizes are primes, so that 1/T, 1/n_out and 2/n_out differ.
"""

import random
from dataclasses import dataclass, replace
from functools import cache
from itertools import product
from typing import Any

from rnn_pure.activations import ACTIVATIONS, sigmoid
from rnn_pure.losses import softmax
from rnn_pure.matrix import Matrix, Vector, one_hot
from rnn_pure.stand import Inputs, World, states

FS = tuple(f.name for f in ACTIVATIONS)
BENT = tuple(f for f in FS if f != "identity")
OUTPUTS = (  # g and E that go together
    ("identity", "squared_error"), ("identity", "softmax_cross_entropy"),
    *((g, "squared_error") for g in BENT),
    ("identity", "sigmoid_cross_entropy"),
)
WORLDS = tuple(World(f, g, error) for f, (g, error) in product(FS, OUTPUTS))
GIVEN = tuple(World(f, "identity", "given") for f in BENT)
"""Where ∂E/∂y_t comes from outside: it is what ds holds."""

SIZES = {  # n_in, n_re, n_out, T
    "unequal": (2, 3, 5, 7), "clock": (4, 4, 4, 4), "small": (4, 4, 4, 4),
    "long": (3, 3, 3, 12), "large": (3, 3, 3, 4), "zero": (3, 3, 3, 5),
    "one": (2, 3, 5, 1), "missing": (3, 3, 3, 5),
}
ANY = ("squared_error", "given")  # E that take any target
CLOCKS = ("clock", "small")  # small: with errors that no clipping sees


@dataclass(frozen=True)
class Shape:
    """What inputs must be like for one way to call a function.

    without: of b, b_out and z_0 those that it has no place for. hot: x, d or
    both are one-hot; where x is, n_in = n_out. last: a target at T only.
    headless: it has no output layer, and is given ∂E/∂z_t.
    """

    without: frozenset[str] = frozenset()
    hot: str = ""
    last: bool = False
    headless: bool = False


@cache
def inputs(
    name: str, shape: Shape, seed: int = 0, near: World | None = None
) -> Inputs:
    """The network of this name.

    Targets are distributions, which do for every E; but where only the world
    near is meant, which "small" needs, "large" and "zero" have its own.
    """
    for attempt in range(100):
        draw = random.Random(f"{seed} {name} {attempt}")
        made = _drawn(draw, name, shape, near or World())
        if name not in CLOCKS or _apart(made, near or World()):
            break
    return made


def _drawn(
    draw: random.Random, name: str, shape: Shape, near: World
) -> Inputs:
    n_in, n_re, n_out, T = SIZES[name]
    n_in = n_out if "x" in shape.hot else n_in
    n_out = n_re if shape.headless else n_out

    def vector(n: int, most: float = 1.0) -> Vector:
        signs = draw.choices((-1, 1), k=n)
        return [sign * draw.uniform(0.2, most) for sign in signs]

    def matrix(m: int, n: int) -> Matrix:
        return [vector(n) for _ in range(m)]

    made = Inputs(
        matrix(n_re, n_in), matrix(n_re, n_re), vector(n_re, 0.5),
        matrix(n_out, n_re), vector(n_out, 0.5),
        matrix(T, n_in), matrix(T, n_out), vector(n_re, 0.9),
    )
    ds = [[abs(k) / sum(map(abs, d)) for k in d] for d in made.ds]
    xs = made.xs
    if "x" in shape.hot:
        xs = [one_hot(draw.randrange(n_in), n_in) for _ in xs]
    if "d" in shape.hot:
        ds = [one_hot(draw.randrange(n_out), n_out) for _ in ds]
    if shape.headless:
        identity = [one_hot(i, n_re) for i in range(n_re)]
        made = replace(made, W_out=identity, b_out=[0.0] * n_re)
    if name == "large":
        made, ds = _large(made, ds, shape, near)
    if name == "zero":
        made = replace(made, z_0=[0.0] * n_re)
        if not shape.hot:
            any_target = near.error in ANY
            xs[2] = [0.0] * n_in
            ds[2] = [0.0] * n_out if any_target else one_hot(0, n_out)
    if name in CLOCKS:
        xs = [one_hot(t, n_in) for t in range(T)]
    for role in shape.without:
        getattr(made, role)[:] = [0.0] * len(getattr(made, role))
    made = replace(made, xs=xs, ds=ds)
    if name == "small" and "d" not in shape.hot:
        made = replace(made, ds=_beside(made, near))
    if name == "missing":
        ds[0] = ds[2] = None  # type: ignore[call-overload]
    if shape.last:
        made = replace(made, ds=[None] * (T - 1) + made.ds[-1:])
    return made


def _large(
    made: Inputs, ds: Matrix, shape: Shape, near: World
) -> tuple[Inputs, Matrix]:
    """Errors, and so gradients, that are clipped by who clips."""
    if near.error in ANY and "d" not in shape.hot:
        return made, [[300 * k for k in d] for d in ds]
    W_out = [[100 * w for w in row] for row in made.W_out]
    return replace(made, W_out=W_out), ds


def _beside(made: Inputs, near: World) -> Matrix:
    """Targets a little beside the outputs, towards those that are there."""
    if near.error == "given":
        return [[0.03 * k for k in d] for d in made.ds]
    through: Any = {
        "softmax_cross_entropy": softmax, "sigmoid_cross_entropy": sigmoid
    }.get(near.error, list)
    outputs = [through(y) for y in states(made, near).y[1:]]
    return [
        [0.97 * p_k + 0.03 * d_k for p_k, d_k in zip(p, d)]
        for p, d in zip(outputs, made.ds)
    ]


def _apart(given: Inputs, world: World) -> bool:
    """Whether z_0 … z_{T-1}, and z_1 … z_T, tell T deltas apart."""
    z, T = states(given, world).z, len(given.xs)
    unit = [one_hot(i, T) for i in range(T)]
    for some in [z[1:T + 1]] + [z[0:T]] * any(z[0]):
        try:
            inverse = solve(some, unit)
        except ZeroDivisionError:
            return False
        if max(abs(k) for row in inverse for k in row) > 50:
            return False
    return True


def solve(A: Matrix, B: Matrix) -> Matrix:
    """X with A X = B, for a square A; ZeroDivisionError where there is none.

    Gaussian elimination with the largest pivots.
    """
    rows, n = [[*a, *b] for a, b in zip(A, B)], len(A)
    for j in range(n):
        best = max(range(j, n), key=lambda i: abs(rows[i][j]))
        rows[j], rows[best] = rows[best], rows[j]
        rows[j] = [k / rows[j][j] for k in rows[j]]
        for i in range(n):
            if i != j:
                by = rows[i][j]
                rows[i] = [p - by * q for p, q in zip(rows[i], rows[j])]
    return [row[n:] for row in rows]
