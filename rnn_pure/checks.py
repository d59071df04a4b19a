"""The doors of the network, its sequences and its states.

They stand in front of functions, not in them: @checked puts before each
parameter the door of its name, which lets in a checked copy. Without doors
all compute the same. A door raises before anything is changed, and says what
is wrong in the words of the derivation and of the caller; it changes nothing
that it checks. That may be anything at all: so rnn is Any here.
"""

from collections.abc import Callable, Sequence
from functools import wraps
from reprlib import repr as short
from typing import Any, NoReturn, TypeAlias, TypeVar

from rnn_pure.matrix import Vector, rows_of
from rnn_pure.shapes import (
    as_list,
    check_kind,
    check_matrix,
    check_number,
    check_positive,
    check_vector,
    check_whole,
    count,
    finite_floats,
    own,
    plain,
)

Function = TypeVar("Function", bound=Callable[..., Any])
Door: TypeAlias = Callable[[Any, dict[str, Any]], Any]
WEIGHTS = ("W_in", "W_re", "b", "W_out", "b_out")
OWN_LISTS = (
    "training moves each of them. Instead of rnn.W_re = W_re write rnn = "
    "dataclasses.replace(rnn, W_re=W_re), which copies every row"
)
TRIED = 0.36787944117144233  # no sensible f has a pole or kink at ± this


def check_network(fields: dict[str, Any]) -> dict[str, Any]:
    """An RNN's fields, the weights copied, once all fit together."""
    W_in = check_matrix("W_in", fields["W_in"])
    n_re, re = len(W_in), f"W_in has {count('row', W_in)} (n_re)"
    W_re = check_matrix("W_re", fields["W_re"], n_re, n_re, re)
    b = check_vector("b", fields["b"], n_re, re)
    W_out = check_matrix("W_out", fields["W_out"], None, n_re, re)
    n_out, out = len(W_out), f"W_out has {count('row', W_out)} (n_out)"
    b_out = check_vector("b_out", fields["b_out"], n_out, out)
    check_activation("f", fields["f"], n_re)
    y = check_activation("g", fields["g"], n_out)
    check_error(fields["error"], y)
    return fields | dict(zip(WEIGHTS, (W_in, W_re, b, W_out, b_out)))


def check_rnn(rnn: Any) -> Any:
    """An RNN that still fits together, its weights finite numbers."""
    try:
        W_in, W_re, W_out, rows = rnn.W_in, rnn.W_re, rnn.W_out, rows_of(rnn)
        n_in, n_re, n_out = len(W_in[0]), len(rnn.b), len(rnn.b_out)
        _ = rnn.f.prime, rnn.g.prime, rnn.error.gradient
        if (
            len(W_in) == len(W_re) == n_re
            and len(W_out) == n_out
            and [*map(type, rows)].count(list) == len(rows)
            and [*map(len, rows)]
            == [n_in] * n_re + [n_re] * (n_re + 1 + n_out) + [n_out]
            and finite_floats(rows) is not False
        ):
            return rnn
    except (AttributeError, IndexError, TypeError, OverflowError):
        pass  # what is wrong is told below
    check_kind("rnn", rnn, "W_re", "an RNN")
    check_kind("rnn", rnn, "error", "an RNN")
    check_network(vars(rnn))
    if [*map(type, rows_of(rnn))].count(list) < len(rows_of(rnn)):
        raise TypeError(
            f"the rows of the weights must be lists: {OWN_LISTS}"
        )
    return rnn


def check_own_rows(rnn: Any) -> None:
    """Refuse a weight that would be moved twice: rows that are one list."""
    check_rnn(rnn)
    rows = rows_of(rnn)
    if len({*map(id, rows)}) < len(rows):
        raise ValueError(f"two rows of the weights are one list: {OWN_LISTS}")


def check_inputs(rnn: Any, xs: Sequence[Vector]) -> list[Vector]:
    """x_1 … x_T, T at least 1."""
    n_in = len(rnn.W_in[0])
    if plain(xs, n_in):
        return [*map(list.copy, xs)]
    copies = as_list("xs", xs, "a list of input vectors x_1 … x_T")
    if not copies:
        raise ValueError("xs is empty, but it needs x_1 at least")
    other = f"W_in has {count('column', rnn.W_in[0])}"
    for k, x in enumerate(copies):
        name = f"x at t = {k + 1} (xs[{k}])"
        copies[k] = check_vector(name, x, n_in, other)
    return copies


def check_state(rnn: Any, z_0: Vector) -> Vector:
    """z_0, of n_re numbers."""
    other = f"W_re has {count('column', rnn.b)}"
    return check_vector("z_0", z_0, len(rnn.b), other)


def check_targets(rnn: Any, T: int, ds: Sequence[Any]) -> list[Any]:
    """d_1 … d_T, None where a step has no target."""
    n_out, check = len(rnn.b_out), getattr(rnn.error, "check", None)
    if check is None and plain(ds, n_out) and len(ds) == T:
        return [*map(list.copy, ds)]
    copies = as_list("ds", ds, "a list of targets d_1 … d_T")
    if len(copies) != T:
        raise ValueError(
            f"ds has {count('entry', copies)}, but T = {T}: every step needs "
            f"a target, or None"
        )
    other = f"W_out has {count('row', rnn.W_out)}"
    for k, d in enumerate(copies):
        if d is not None:
            name = f"d at t = {k + 1} (ds[{k}])"
            copies[k] = check_target(name, rnn.error, n_out, other, d)
    return copies


def check_target(
    name: str, error: Any, n_out: int, other: str, value: Vector
) -> Vector:
    """One desired output, which may have to be a distribution."""
    d = check_vector(name, value, n_out, other, getattr(error, "hint", ""))
    if check := getattr(error, "check", None):
        check(name, d)
    return d


def made_by(rnn: Any) -> tuple[Any, ...]:
    """The f, g and weights that states are made by: their own copy."""
    return rnn.f, rnn.g, [*map(list.copy, rows_of(rnn))]


def check_states(rnn: Any, states: Any) -> Any:
    """The states, unless this network, as it is now, did not make them.

    If it did, it has been checked.
    """
    try:
        if states.made_by == (rnn.f, rnn.g, rows_of(rnn)):
            _ = rnn.error.gradient
            return states
    except (AttributeError, TypeError, ValueError):
        pass  # what is wrong is told below
    check_rnn(rnn)
    refuse_states(states, rows_of(rnn), "forward(rnn, xs)")


def refuse_states(states: Any, rows: list[Vector], call: str) -> NoReturn:
    """Say what is wrong with states that these rows did not make."""
    made_by = getattr(states, "made_by", None)
    if not isinstance(made_by, tuple):
        raise TypeError(
            f"states is {short(states)}, but it must be what {call} returned"
        )
    if [*map(len, made_by[-1])] != [*map(len, rows)]:
        raise ValueError(
            "states were made by a network of another size: call forward "
            "with this one"
        )
    raise ValueError(
        "states were made before the weights moved, or by another network: "
        "call forward again, then this"
    )


def check_activation(name: str, f: Any, n: int) -> Vector:
    """f(u) of a vector u, once f and f.prime have made vectors of n too."""
    _check_has(name, f, "prime", "rnn_pure.tanh")
    for u in [-TRIED] * n, [TRIED] * n:
        for part, function in (f"{name}.prime", f.prime), (name, f):
            made = _try(part, function, u)
            z = check_vector(f"{part}(u)", made, n, f"u has {n}")
    return z


def check_error(error: Any, y: Vector) -> None:
    """Try error and error.gradient on y; d sums to 1, for any error."""
    _check_has("error", error, "gradient", "rnn_pure.squared_error")
    d = [1 / len(y)] * len(y)
    made = _try("error.gradient", error.gradient, y, d)
    check_vector("error.gradient(y, d)", made, len(y), f"y has {len(y)}")
    check_number("error(y, d)", _try("error", error, y, d))


def _check_has(name: str, f: Any, slope: str, example: str) -> None:
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
    except Exception as error:
        tried = ", ".join(map(short, vectors))
        raise ValueError(f"{name} fails on {tried}: {error!r}") from error
    if given != [*vectors]:
        raise ValueError(
            f"{name} changes the vector it is given: let it make a new list"
        )
    if made is given[0]:
        raise ValueError(
            f"{name} returns its argument: let it make a new list, as each "
            f"step keeps its own"
        )
    return made


# --- a function behind its doors --------------------------------------------

DOORS: dict[str, Door] = {  # each is given all that was let in before it
    "rnn": lambda rnn, _: check_rnn(rnn),
    "xs": lambda xs, given: check_inputs(given["rnn"], xs),
    "states": lambda states, given: check_states(given["rnn"], states),
    "ds": lambda ds, given: check_targets(
        given["rnn"],
        given["states"].T if "states" in given else len(given["xs"]),
        ds,
    ),
    "z_0": lambda z_0, given: (
        None if z_0 is None else check_state(given["rnn"], z_0)
    ),
    "k1": lambda k1, _: check_whole("k1", 1, k1),
    "k2": lambda k2, given: check_whole("k2", given["k1"], k2),
    "eps": lambda eps, _: check_positive("eps", eps),
    "n_in": lambda n, _: check_whole("n_in", 1, n),
    "n_re": lambda n, _: check_whole("n_re", 1, n),
    "n_out": lambda n, _: check_whole("n_out", 1, n),
    "seed": lambda seed, _: own(seed),
}
FREE = {"cls", "f", "g", "error"}  # RNN itself checks these


def checked(function: Function) -> Function:
    """The function behind the DOORS of its parameters.

    They are passed at the call, also where the function is a generator. What
    it returns is stamped with what made it, where there is a place for that.
    Raises KeyError for a parameter that has no door and is not FREE.
    """
    code = function.__code__
    names = code.co_varnames[:code.co_argcount]
    doors = [(name, DOORS[name]) for name in names if name not in FREE]
    if "states" in names:  # whose door is the network's, too
        doors.remove(("rnn", DOORS["rnn"]))
    known = {*names}
    needed = {*names[:len(names) - len(function.__defaults__ or ())]}

    @wraps(function)
    def behind_doors(*args: Any, **more: Any) -> Any:
        given = dict(zip(names, args), **more)
        n = len(args) + len(more)
        if len(given) < n or not needed <= given.keys() <= known:
            return function(*args, **more)  # Python says what is wrong
        for name, door in doors:
            if name in given:
                given[name] = door(given[name], given)
        made = function(**given)
        if hasattr(made, "made_by"):
            made.made_by = made_by(given["rnn"])
        return made

    return behind_doors  # type: ignore[return-value]
