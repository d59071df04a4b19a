"""One stand: the heart with texts of its source replaced, run and compared.

What a mistake does, which line of a student's is wrong, whether a problem's
number is right: all this is bptt's own source, some right texts in it replaced
by others, executed on a network. No line of bptt is written a second time.
"""

import inspect
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import cache
from math import isfinite
from types import FunctionType
from typing import Any

from rnn_pure import activations, backprop
from rnn_pure.checks import WEIGHTS
from rnn_pure.descent import clip_norm
from rnn_pure.losses import ERRORS, ErrorFunction, softmax
from rnn_pure.matrix import Matrix, Vector
from rnn_pure.rnn import RNN, States, forward

FIELDS = (*WEIGHTS, "x", "z_0")
Changes = tuple[tuple[str, str], ...]  # each a right text, and another for it
Deltas = tuple[Matrix, Matrix]  # δout and δre at 1 … T

# Each line goes on from the deltas that are given, and what it finds for
# them is kept beside: so every line is judged by itself.
STEPWISE = (
    ("delta_out[t] = ", "delta_out[t], found_out[t] = own_out[t], "),
    ("delta_re[t] = ", "delta_re[t], found_re[t] = own_re[t], "),
)
FAILURES = (
    TypeError, ValueError, IndexError, ZeroDivisionError, OverflowError
)


def _logistic_slope(y: Vector, d: Vector) -> Vector:
    return [p - d_k for p, d_k in zip(activations.sigmoid(y), d)]


LOGISTIC = ErrorFunction(  # only its slope is used
    "sigmoid_cross_entropy", lambda y, d: 0.0, _logistic_slope
)
GIVEN = ErrorFunction("given", lambda y, d: 0.0, lambda y, d: d)  # d is ∂E/∂y
NAMED: dict[str, Any] = {
    thing.name: thing
    for thing in (*activations.ACTIVATIONS, *ERRORS, LOGISTIC, GIVEN)
}
FACTORS: dict[str, Callable[[int, int], float]] = {  # of T and n_out
    "1": lambda T, n: 1,
    "2": lambda T, n: 2,
    "1/2": lambda T, n: 1 / 2,
    "1/T": lambda T, n: 1 / T,
    "2/T": lambda T, n: 2 / T,
    "1/n_out": lambda T, n: 1 / n,
    "2/n_out": lambda T, n: 2 / n,
    "1/(T n_out)": lambda T, n: 1 / (T * n),
    "2/(T n_out)": lambda T, n: 2 / (T * n),
}


@dataclass(frozen=True)
class World:
    """f, g and E by their names, and the constant factor of E."""

    f: str = "tanh"
    g: str = "identity"
    error: str = "squared_error"
    factor: str = "1"

    def __str__(self) -> str:
        times = "" if self.factor == "1" else f" · {self.factor}"
        return f"f = {self.f}, g = {self.g}, E = {self.error}{times}"


@dataclass(frozen=True, eq=False)
class Inputs:
    """What a network is run on: weights, a sequence, targets, z_0."""

    W_in: Matrix
    W_re: Matrix
    b: Vector
    W_out: Matrix
    b_out: Vector
    xs: Matrix
    ds: list[Any]
    z_0: Vector

    @property
    def sizes(self) -> tuple[int, int, int, int]:
        """n_in, n_re, n_out and T."""
        return len(self.xs[0]), len(self.b), len(self.b_out), len(self.xs)


@cache
def network(given: Inputs, world: World) -> RNN:
    """The network in that world, its E times the factor."""
    _, _, n_out, T = given.sizes
    ours, by = NAMED[world.error], FACTORS[world.factor](T, n_out)
    error = ours if by == 1 else ErrorFunction(
        ours.name, ours.function,
        lambda y, d: [by * k for k in ours.gradient(y, d)],
    )
    return RNN(
        given.W_in, given.W_re, given.b, given.W_out, given.b_out,
        NAMED[world.f], NAMED[world.g], error,
    )


@cache
def states(given: Inputs, world: World) -> States:
    """What forward computes there."""
    return forward(network(given, world), given.xs, given.z_0)


@cache
def truth(given: Inputs, world: World) -> dict[str, Any]:
    """What is right there, by field; the deltas, 1 … T, as out and re."""
    made: Any = backprop.bptt(
        network(given, world), states(given, world), given.ds
    )
    return {
        **{field: getattr(made, field) for field in FIELDS},
        "x": made.x[1:],
        "out": made.delta_out[1:], "re": made.delta_re[1:-1],
    }


@cache
def source() -> str:
    """The heart's own bptt."""
    return inspect.getsource(backprop.bptt)


def changed(text: str, changes: Changes) -> str | None:
    """text with every right text replaced; None where one is not there once.

    So it is None for two changes that need the same place.
    """
    for right, wrong in changes:
        if text.count(right) != 1:
            return None
        text = text.replace(right, wrong)
    return text


@cache
def replaced(changes: Changes) -> Callable[..., Any] | None:
    """bptt with these texts replaced; None where one is not there once."""
    text = changed(source(), changes)
    if text is None:
        return None
    names = vars(backprop) | {"softmax": softmax, "clip_norm": clip_norm}
    exec(compile(text, "bptt with other texts", "exec"), names)
    function: Callable[..., Any] = names["bptt"]
    return function


def run(
    given: Inputs, world: World, changes: Changes = (),
    own: Deltas | None = None,
) -> dict[str, Any]:
    """What this heart gives there, by field; nothing where it raises.

    own: the deltas that every line is to go on from; what the lines find
    for them is in out and re.
    """
    behind_doors = replaced(changes + (STEPWISE if own else ()))
    if behind_doors is None:
        return {}
    bare: Any = inspect.unwrap(behind_doors)
    _, n_re, n_out, T = given.sizes
    found: dict[str, Any] = {}
    if own:
        found = {
            "own_out": [None, *own[0]], "own_re": [None, *own[1]],
            "found_out": [[0.0] * n_out for _ in range(T + 1)],
            "found_re": [[0.0] * n_re for _ in range(T + 1)],
        }
    # names of its own: two threads may run it at once
    function = FunctionType(bare.__code__, bare.__globals__ | found)
    try:
        made = function(
            network(given, world), states(given, world), given.ds
        )
    except FAILURES:
        return {}
    got = {field: getattr(made, field) for field in FIELDS}
    got["x"] = made.x[1:] if made.x else None
    if own:
        got |= {"out": found["found_out"][1:], "re": found["found_re"][1:]}
    return got


def numbers(value: Any) -> Iterator[float]:
    """The numbers of a vector, a matrix, or a list of either."""
    if isinstance(value, (list, tuple)):
        for part in value:
            yield from numbers(part)
    elif value is not None:
        yield value


def same(
    a: Any, b: Any, tolerance: float = 1e-9, least: float = 0.0
) -> bool:
    """Whether all entries differ by no more than a part of b's largest.

    least: what counts as the largest where all of b are smaller.
    """
    a, b = [*numbers(a)], [*numbers(b)]
    if len(a) != len(b) or not all(map(isfinite, [*a, *b])):
        return False
    most = tolerance * max([least, *map(abs, b)])
    return all(abs(p - q) <= most for p, q in zip(a, b))
