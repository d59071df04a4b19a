"""The checks at the doors of the network, its states and its training.

Each returns a copy of what it was given: training never changes your lists,
and [row] * 3 becomes three rows. All raise before anything is changed, and
say what is wrong in the words of the derivation and of the caller.
"""

import inspect
import math
from collections.abc import Callable
from itertools import chain
from reprlib import repr as short
from typing import Any

from rnn_pure.matrix import Vector, zeros
from rnn_pure.shapes import (
    are_lists,
    as_list,
    check_kind,
    check_matrix,
    check_number,
    check_pair,
    check_vector,
    count,
    plain,
)


def check_network(rnn: Any) -> None:
    """Replace the weights by checked copies; check f, g and error."""
    W_in = check_matrix("W_in", rnn.W_in)
    n_re, re = len(W_in), f"W_in has {count('row', W_in)} (n_re)"
    W_re = check_matrix("W_re", rnn.W_re, n_re, n_re, re)
    b = check_vector("b", rnn.b, n_re, re)
    W_out = check_matrix("W_out", rnn.W_out, None, n_re, re)
    n_out, out = len(W_out), f"W_out has {count('row', W_out)} (n_out)"
    b_out = check_vector("b_out", rnn.b_out, n_out, out)
    _check_activation("f", rnn.f, n_re)
    _check_error(rnn.error, y=_check_activation("g", rnn.g, n_out))
    rnn.W_in, rnn.W_re, rnn.b = W_in, W_re, b
    rnn.W_out, rnn.b_out = W_out, b_out


def check_rnn(rnn: Any) -> None:
    """Refuse what is no RNN; check it anew where a part was replaced."""
    try:
        W_in, W_re, W_out = rnn.W_in, rnn.W_re, rnn.W_out
        n_re, n_out = len(rnn.b), len(rnn.b_out)
        if (
            len(W_in) == len(W_re) == n_re
            and len(W_out) == n_out
            and are_lists(W_in, len(W_in[0]))
            and are_lists(W_re, n_re)
            and are_lists(W_out, n_re)
            and type(rnn.b) is type(rnn.b_out) is list
            and (rnn.f.prime and rnn.g.prime and rnn.error.gradient)
        ):
            return
    except (AttributeError, IndexError, TypeError):
        pass  # what is wrong is told below
    check_kind("rnn", rnn, "W_re", "an RNN")
    check_kind("rnn", rnn, "error", "an RNN")
    check_network(rnn)


def check_layers(fcnn: Any) -> None:
    """Replace W, b and f by checked copies, indexed by layer k = 1 … K."""
    lists = [as_list(name, getattr(fcnn, name), "a list, one entry a layer")
             for name in ("W", "b", "f")]
    if len({*map(len, lists)}) != 1 or not lists[0]:
        raise ValueError(
            "W, b and f need one entry a layer, but have "
            + ", ".join(str(len(entries)) for entries in lists)
        )
    W, b, f = ([None, *entries] for entries in lists)
    n, other, z = None, "", []
    for k in range(1, len(f)):
        W[k] = check_matrix(f"W[{k}]", W[k], None, n, other)
        n, other = len(W[k]), f"W[{k}] has {count('row', W[k])}"
        b[k] = check_vector(f"b[{k}]", b[k], n, other)
        z = _check_activation(f"f[{k}]", f[k], n)
    _check_error(fcnn.error, y=z)
    fcnn.W, fcnn.b, fcnn.f = W, b, f


def check_layer_states(fcnn: Any, states: Any) -> None:
    """Refuse states that no FCNN of these sizes made."""
    check_kind("fcnn", fcnn, "W", "an FCNN")
    sizes = [len(fcnn.W[1][0]), *map(len, fcnn.W[1:])]
    if [*map(len, getattr(states, "z", []))] != sizes:
        raise ValueError(
            f"states is {short(states)}, but it must be what "
            f"fcnn.forward(fcnn, x) returned"
        )


def check_inputs(rnn: Any, xs: Any) -> list[Vector]:
    """x, indexed by t = 1 … T; the first door, where rnn is checked too."""
    check_rnn(rnn)
    n_in = len(rnn.W_in[0])
    if plain(xs, n_in):
        return [None, *map(list.copy, xs)]  # type: ignore[list-item]
    x = [None, *as_list("xs", xs, "a list of input vectors x_1 … x_T")]
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
    n_out = len(rnn.b_out)
    if (
        getattr(rnn.error, "check", None) is None
        and plain(ds, n_out)
        and len(ds) == T
    ):
        return [None, *map(list.copy, ds)]
    d = [None, *as_list("ds", ds, "a list of targets d_1 … d_T")]
    if len(d) != T + 1:
        raise ValueError(
            f"ds has {count('entry', d[1:])}, but T = {T}: every step needs "
            f"a target, or None"
        )
    other = f"W_out has {count('row', rnn.W_out)}"
    for t in range(1, T + 1):
        if d[t] is not None:
            name = f"d at t = {t} (ds[{t - 1}])"
            d[t] = check_target(name, rnn.error, d[t], n_out, other)
    return d


def check_target(
    name: str, error: Any, value: Any, n_out: int, other: str
) -> Vector:
    """One desired output, which may have to be a distribution."""
    check = getattr(error, "check", None)
    hint = "; for class k, 1 at k and 0 elsewhere" if check else ""
    d = check_vector(name, value, n_out, other, hint)
    if check:
        check(name, d)
    return d


def check_states(rnn: Any, states: Any) -> None:
    """Refuse states that this network, as it is now, did not make."""
    try:
        if states.made_by == (rnn.f, rnn.g, rnn.rows()):
            _ = rnn.error.gradient
            return
    except (AttributeError, TypeError, ValueError):
        pass  # what is wrong is told below
    check_rnn(rnn)
    made_by = getattr(states, "made_by", None)
    if not isinstance(made_by, tuple):
        raise TypeError(
            f"states is {short(states)}, but it must be what forward(rnn, xs) "
            f"returned"
        )
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
    check_rnn(rnn)
    sizes = [*map(len, check_slopes(gradients))]
    if sizes != [*map(len, rnn.rows())]:
        raise ValueError(
            "the gradients belong to a network of another size: take bptt's "
            "with this one"
        )


def check_slopes(gradients: Any) -> list[Vector]:
    """The rows of gradients, once they are known to be finite numbers."""
    check_kind("gradients", gradients, "z_0", "what bptt returned")
    try:
        rows: list[Vector] = gradients.rows()
        finite = math.isfinite(sum(chain.from_iterable(rows), 0.0)) or all(
            map(math.isfinite, chain.from_iterable(rows))
        )
    except OverflowError:  # beyond every float
        finite = False
    except TypeError as error:
        raise TypeError(
            f"gradients is {short(gradients)}, but it must hold lists of "
            f"numbers"
        ) from error
    if not finite:
        raise ValueError(
            "the gradients hold NaN or infinity; no weight was moved: try a "
            "smaller alpha, or clip_norm at every step"
        )
    return rows


def check_sequences(name: str, rnn: Any, pairs: Any) -> list[Any]:
    """Copies of pairs (xs, ds); errors name the pair."""
    check_rnn(rnn)
    copies = as_list(name, pairs, "a list of pairs (xs, ds)")
    for k, pair in enumerate(copies):
        xs, ds = check_pair(f"{name}[{k}]", pair, "(xs, ds)")
        try:
            _, *x = check_inputs(rnn, xs)
            _, *d = check_targets(rnn, len(x), ds)
        except (TypeError, ValueError) as error:
            raise type(error)(f"{name}[{k}]: {error}") from error
        copies[k] = x, d
    return copies


def check_update(update: Any) -> None:
    """A function of (rnn, gradients), not a class and not descend itself."""
    try:
        fits = not isinstance(update, type)
        inspect.signature(update).bind("rnn", "gradients")
    except TypeError:
        fits = False
    except ValueError:
        pass  # it has no signature to object to
    if not fits:
        raise TypeError(
            f"update is {short(update)}, but it must be callable on (rnn, "
            f"gradients): Adam(), or functools.partial(descend, alpha=0.1)"
        )


def _check_activation(name: str, f: Any, n: int) -> Vector:
    """f(u) of a vector u, once f and f.prime have made new ones of n too."""
    _check_functions(name, f, "prime", "rnn_pure.tanh")
    u = [0.5] * n
    for part, function in (f"{name}.prime", f.prime), (name, f):
        made = _try(part, function, u)
        z = check_vector(f"{part}(u)", made, n, f"u has {n}")
    return z


def _check_error(error: Any, y: Vector) -> None:
    """Try error and error.gradient on a y; d is a distribution, for any."""
    _check_functions("error", error, "gradient", "rnn_pure.squared_error")
    d = [1 / len(y)] * len(y)
    made = _try("error.gradient", error.gradient, y, d)
    check_vector("error.gradient(y, d)", made, len(y), f"y has {len(y)}")
    check_number("error(y, d)", _try("error", error, y, d))


def _check_functions(name: str, f: Any, slope: str, example: str) -> None:
    if not callable(getattr(f, slope, None)):
        raise TypeError(
            f"{name} is {short(f)}, but it must be a function with a "
            f".{slope}, such as {example}"
        )


def _try(name: str, function: Callable[..., Any], *vectors: Vector) -> Any:
    """What the function makes of vectors, which it must not change."""
    given = [vector[:] for vector in vectors]
    try:
        made = function(*given)
    except TypeError as error:
        raise TypeError(
            f"{name} must work on vectors, that is lists of numbers: {error}"
        ) from error
    if given != [*vectors]:
        raise ValueError(
            f"{name} changes the vector it is given: let it make a new list"
        )
    return made
