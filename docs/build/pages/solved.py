"""The numbers of the problems on paper, computed by the package in fractions.

docs/problems.toml has the network of each problem.
"""

import inspect
import tomllib
from dataclasses import replace
from fractions import Fraction
from functools import cache
from itertools import count
from math import hypot
from types import SimpleNamespace
from typing import Any

from docs.common.table import ROOT
from rnn_pure import (
    RNN,
    bptt,
    clip_norm,
    forward,
    identity,
    rtrl_steps,
    total_error,
    truncated_bptt,
)
from rnn_pure.activations import ACTIVATIONS
from rnn_pure.descent import norm
from rnn_pure.matrix import Matrix, Vector, sum_outer, transpose, zeros
from rnn_pure.stand import changed, replaced
from rnn_pure.walkthrough import TAG, statements

TABLE = ROOT / "docs" / "problems.toml"
WEIGHTS = "W_in", "W_re", "W_out"


@cache
def table() -> dict[str, dict[str, Any]]:
    return tomllib.loads(TABLE.read_text(encoding="utf-8"))


@cache
def numbers(name: str) -> dict[str, Any]:
    """All that the text of a problem can name."""
    row = table()[name]
    known = solved(row)
    for other, changes in row.get("also", {}).items():
        known[other] = SimpleNamespace(**solved(row | changes))
    known |= {key: exact(n) for key, n in row.get("given", {}).items()}
    if "mistake" in row:
        known |= mistaken(known, **row["mistake"])
    for key, expression in row.get("made", {}).items():
        known[key] = eval(expression, known)
    return known


def exact(value: Any) -> Any:
    """Numbers and texts of numbers as fractions, however deep in lists."""
    if isinstance(value, list):
        return [exact(entry) for entry in value]
    return Fraction(value)


def alone(value: Any) -> Any:
    """The number of a vector or a matrix that has but one."""
    while isinstance(value, list) and len(value) == 1:
        if isinstance(value[0], list) and len(value[0]) > 1:
            break  # a row
        [value] = value
    return value


def over_time(vectors: list[Any]) -> list[Any]:
    return [alone(vector) for vector in vectors]


def solved(row: dict[str, Any]) -> dict[str, Any]:
    """A network, its run and its gradients, by the derivation's names.

    Of one unit vectors and matrices are numbers. p(t) is ∂z_t/∂w_re.
    """

    def matrix(key: str) -> Matrix:
        value = exact(row[key])
        return value if isinstance(value, list) else [[value]]

    def vector(key: str, n: int) -> Vector:
        return [exact(row[key])] if key in row else zeros(n)

    W_in, W_re, W_out = map(matrix, WEIGHTS)
    n_re, n_out, T = len(W_re), len(W_out), len(row["x"])
    [f] = [f for f in ACTIVATIONS if f.name == row["f"]]
    b, b_out = vector("b", n_re), vector("b_out", n_out)
    z_0 = vector("z_0", n_re)
    rnn = RNN(W_in, W_re, b, W_out, b_out, f, identity)
    xs = [[n] for n in exact(row["x"])]
    d = [None, *(row["d"].get(str(t)) for t in range(1, T + 1))]
    ds = [None if n is None else [exact(n)] for n in d[1:]]
    states = forward(rnn, xs, z_0)
    gradients: Any = bptt(rnn, states, ds)
    known = {
        "rnn": rnn, "states": states, "ds": ds, "gradients": gradients,
        "f": row["f"], "T": T, "x": over_time(states.x), "d": d,
        "z_0": alone(z_0), "u": over_time(states.u),
        "z": over_time(states.z), "v": over_time(states.v),
        "y": over_time(states.y), "b": alone(b), "b_out": alone(b_out),
        "slope": [None, *(alone(f.prime(u)) for u in states.u[1:])],
        "E": total_error(rnn, states, ds),
        **by_gradients(gradients),
        # what made may call
        "clip_norm": clip_norm, "count": count,
        "hypot": hypot, "norm": norm, "replace": replace,
        "sum_outer": sum_outer, "transpose": transpose,
        "cut": lambda k_2: cut(rnn, xs, ds, z_0, k_2),
    }
    for key, W in zip(WEIGHTS, (W_in, W_re, W_out)):
        known[key] = W
        known[key.lower()] = alone(W)
    if n_re == 1:
        sees_z = replace(rnn, W_out=[[1]], b_out=[0])  # whose E_t's slope
        targets: Any = [[z_t - 1] for [z_t] in states.z[1:]]  # by z_t is 1
        steps = rtrl_steps(sees_z, xs, targets, z_0)
        known["p"] = [0, *(alone(step.W_re) for step in steps)]
    return known


def by_gradients(gradients: Any) -> dict[str, Any]:
    """dE_dw_re and the like, and the deltas."""
    found = {
        f"dE_d{key.lower()}": alone(getattr(gradients, key))
        for key in (*WEIGHTS, "b", "b_out", "z_0")
    }
    for key in "delta_out", "delta_re":
        found[key] = over_time(getattr(gradients, key))
    return found


def cut(
    rnn: RNN, xs: Matrix, ds: Any, z_0: Vector, k_2: int
) -> SimpleNamespace:
    """The last piece of truncated BPTT with k_1 = 1."""
    *_, last = truncated_bptt(rnn, xs, ds, 1, k_2, z_0)
    return SimpleNamespace(**by_gradients(last))


def mistaken(
    known: dict[str, Any], right: str, wrong: str
) -> dict[str, Any]:
    """The lines of equation 5 with a mistake in them, and what they give."""
    lines = "\n".join(
        TAG.sub("", inspect.cleandoc(f"\n{statement.code}"))
        for statement in statements(bptt)
        if statement.equation == "eq 5" and statement.over_time
    )
    change = ((right, wrong),)
    function, shown = replaced(change), changed(lines, change)
    if function is None or shown is None:
        raise ValueError(f"{right!r} does not stand once in equation 5")
    found = function(known["rnn"], known["states"], known["ds"])
    return {"wrong": SimpleNamespace(**by_gradients(found)), "lines": shown}
