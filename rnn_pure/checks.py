"""The checks at the door: every message names the thing and what it needs.

Each returns a copy of what it was given: training moves nobody else's lists,
and [row] * 3 becomes three rows. All raise ValueError for a wrong length, NaN
or infinity and TypeError for what is not numbers, before anything is changed.
"""

import math
from collections.abc import Callable, Iterable
from itertools import chain
from numbers import Real
from reprlib import repr as short
from typing import Any

from rnn_pure.matrix import Matrix, Vector, zeros


def check_network(rnn: Any) -> None:
    """Replace the weights by checked copies; check f, g and error."""
    rnn.W_in = check_matrix("W_in", rnn.W_in)
    n_re, re = len(rnn.W_in), f"W_in has {count('row', rnn.W_in)} (n_re)"
    rnn.W_re = check_matrix("W_re", rnn.W_re, n_re, n_re, re)
    rnn.b = check_vector("b", rnn.b, n_re, re)
    rnn.W_out = check_matrix("W_out", rnn.W_out, None, n_re, re)
    n_out, out = len(rnn.W_out), f"W_out has {count('row', rnn.W_out)} (n_out)"
    rnn.b_out = check_vector("b_out", rnn.b_out, n_out, out)
    for name, function, u in ("f", rnn.f, rnn.b), ("g", rnn.g, rnn.b_out):
        _check_activation(name, function, u)
    _callable("error", rnn.error, "gradient", "rnn_pure.squared_error")


def check_layers(fcnn: Any) -> None:
    """Replace W, b and f by checked copies, indexed by layer k = 1 … K."""
    lists = [_list(name, getattr(fcnn, name), "a list, one entry a layer")
             for name in ("W", "b", "f")]
    if len({*map(len, lists)}) != 1 or not lists[0]:
        raise ValueError(
            "W, b and f need one entry a layer, but have "
            + ", ".join(str(len(entries)) for entries in lists)
        )
    fcnn.W, fcnn.b, fcnn.f = ([None, *entries] for entries in lists)
    n, other = None, ""
    for k in range(1, len(fcnn.f)):
        W = fcnn.W[k] = check_matrix(f"W[{k}]", fcnn.W[k], None, n, other)
        n, other = len(W), f"W[{k}] has {count('row', W)}"
        fcnn.b[k] = check_vector(f"b[{k}]", fcnn.b[k], n, other)
        _check_activation(f"f[{k}]", fcnn.f[k], fcnn.b[k])
    _callable("error", fcnn.error, "gradient", "rnn_pure.squared_error")


def check_inputs(rnn: Any, xs: Any) -> list[Vector]:
    """x, indexed by t = 1 … T."""
    n_in = len(rnn.W_in[0])
    if _plain(xs, n_in):
        return [None, *map(list.copy, xs)]  # type: ignore[list-item]
    x = [None, *_list("xs", xs, "a list of input vectors x_1 … x_T")]
    if len(x) == 1:
        raise ValueError("xs is empty, but it needs x_1 at least")
    other = f"W_in has {count('column', rnn.W_in[0])}"
    for t in range(1, len(x)):
        x[t] = check_vector(f"x at t = {t} (xs[{t - 1}])", x[t], n_in, other)
    return x


def check_state(rnn: Any, z_0: Any) -> Vector:
    """z_0: zeros where it is None."""
    n_re = len(rnn.b)
    if z_0 is None:
        return zeros(n_re)
    return check_vector("z_0", z_0, n_re, f"W_re has {count('column', rnn.b)}")


def check_targets(rnn: Any, T: int, ds: Any) -> list[Any]:
    """d, indexed by t = 1 … T; None where a step has no target."""
    n_out, check = len(rnn.b_out), getattr(rnn.error, "check", None)
    if check is None and _plain(ds, n_out) and len(ds) == T:
        return [None, *map(list.copy, ds)]
    d = [None, *_list("ds", ds, "a list of targets d_1 … d_T")]
    if len(d) != T + 1:
        raise ValueError(
            f"ds has {count('entry', d[1:])}, but there are {T} time steps: "
            f"each needs a target, or None"
        )
    other = f"W_out has {count('row', rnn.W_out)}"
    for t in range(1, T + 1):
        if d[t] is not None:
            name = f"d at t = {t} (ds[{t - 1}])"
            d[t] = check_vector(name, d[t], n_out, other)
            if check:
                check(name, d[t])
    return d


def check_states(rnn: Any, states: Any) -> None:
    """Refuse states that this network, as it is now, did not make."""
    made_by = getattr(states, "made_by", None)
    if made_by is None:
        raise TypeError(
            f"states is {short(states)}, but it must be what forward(rnn, xs) "
            f"returned"
        )
    if made_by == (rnn.f, rnn.g, rnn.rows()):
        return
    if [*map(len, made_by[2])] != [*map(len, rnn.rows())]:
        raise ValueError(
            "states were made by a network of another size: call forward "
            "with this one"
        )
    raise ValueError(
        "states were made before the weights moved, or by another network: "
        "call forward again, then this"
    )


def check_gradients(rnn: Any, gradients: Any) -> None:
    """Refuse gradients that do not fit the weights, NaN and infinity."""
    rows = getattr(gradients, "rows", None)
    if not callable(rows):
        raise TypeError(
            f"gradients is {short(gradients)}, but it must be what bptt "
            f"returned"
        )
    if [*map(len, rows())] != [*map(len, rnn.rows())]:
        raise ValueError(
            "the gradients belong to a network of another size: take bptt's "
            "with this one"
        )
    if not all(-math.inf < g < math.inf for row in rows() for g in row):
        raise ValueError(
            "the gradients hold NaN or infinity; no weight was moved: try a "
            "smaller alpha, or clip_norm"
        )


def check_whole(name: str, value: Any, least: int) -> None:
    """A whole number, at least `least`."""
    if isinstance(value, bool) or not isinstance(value, int):
        raise TypeError(f"{name} is {short(value)}, but it must be an int")
    if value < least:
        raise ValueError(f"{name} is {value}, but it must be at least {least}")


def check_positive(name: str, value: Any) -> None:
    """A finite number above zero."""
    _number(name, value)
    if not value > 0:
        raise ValueError(f"{name} is {value}, but it must be above 0")


def count(what: str, things: Any) -> str:
    """'1 row', '2 rows', '3 entries'."""
    n = len(things)
    plural = what[:-1] + "ies" if what.endswith("y") else what + "s"
    return f"{n} {what if n == 1 else plural}"


def _plain(vectors: Any, n: int) -> bool:
    """Whether this is, at a glance, a list of lists of n finite floats."""
    if (
        type(vectors) is not list
        or {*map(type, vectors)} != {list}
        or {*map(len, vectors)} != {n}
    ):
        return False
    try:
        total = sum(chain.from_iterable(vectors), 0.0)
    except (TypeError, OverflowError):
        return False
    return type(total) is float and math.isfinite(total)


def check_vector(
    name: str, value: Any, n: int | None, other: str = ""
) -> Vector:
    """A vector of n entries (None: at least one); other says why n."""
    entries = _list(name, value, "a vector, that is a list of numbers")
    if n is None and not entries:
        raise ValueError(f"{name} is empty, but it needs at least one entry")
    if n is not None and len(entries) != n:
        raise ValueError(f"{name} has {count('entry', entries)}, but {other}")
    for i, entry in enumerate(entries):
        _number(f"{name}[{i}]", entry)
    return entries


def check_matrix(
    name: str,
    value: Any,
    n_rows: int | None = None,
    n_columns: int | None = None,
    other: str = "",
) -> Matrix:
    """A matrix of that shape (None: any, but not 0); other says why."""
    rows = _list(name, value, "a matrix, that is a list of rows")
    if not rows:
        raise ValueError(f"{name} is empty, but it needs at least one row")
    if n_rows is not None and len(rows) != n_rows:
        raise ValueError(f"{name} has {count('row', rows)}, but {other}")
    for i, row in enumerate(rows):
        rows[i] = check_vector(f"{name}[{i}]", row, n_columns, other)
        if n_columns is None:
            n_columns = len(rows[0])
            other = f"{name}[0] has {n_columns}"
    return rows


def _list(name: str, value: Any, needed: str) -> list[Any]:
    if isinstance(value, Iterable) and not isinstance(
        value, str | bytes | dict | set
    ):
        return list(value)
    hint = f": write [{short(value)}]" if isinstance(value, Real) else ""
    raise TypeError(f"{name} is {short(value)}, but it must be {needed}{hint}")


def _number(name: str, value: Any) -> None:
    try:
        finite = -math.inf < value < math.inf
        if not isinstance(value, Real):
            value * 0.5  # a Decimal, say, would break on the first float
    except (TypeError, ValueError) as error:
        raise TypeError(
            f"{name} is {short(value)}, but it must be a number: a float, an "
            f"int or a fractions.Fraction"
        ) from error
    if not finite:
        raise ValueError(f"{name} is {value}, but it must be finite")


def _check_activation(name: str, f: Any, u: Vector) -> None:
    _callable(name, f, "prime", "rnn_pure.tanh")
    _keeps_length(name, f, u)
    _keeps_length(f"{name}.prime", f.prime, u)


def _callable(name: str, function: Any, slope: str, example: str) -> None:
    if not callable(function) or not callable(getattr(function, slope, None)):
        raise TypeError(
            f"{name} is {short(function)}, but it must be a function with a "
            f".{slope}, such as {example}"
        )


def _keeps_length(name: str, function: Callable[[Any], Any], u: Any) -> None:
    try:
        length = len(function(u))
    except TypeError as error:
        raise TypeError(
            f"{name} must turn a vector into a vector: {error}"
        ) from error
    if length != len(u):
        raise ValueError(
            f"{name} makes {length} numbers of {len(u)}: it must keep them"
        )
