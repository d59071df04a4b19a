"""A network as JSON text, and back: validated, and nothing is executed."""

import json
from collections import Counter
from itertools import chain
from reprlib import repr as short
from typing import Any

from rnn_pure.activations import ACTIVATIONS
from rnn_pure.checks import WEIGHTS, check_network
from rnn_pure.losses import ERRORS

FUNCTIONS: dict[str, dict[str, Any]] = {
    "f": {f.name: f for f in ACTIVATIONS},
    "g": {g.name: g for g in ACTIVATIONS},
    "error": {error.name: error for error in ERRORS},
}


def to_json(rnn: Any) -> str:
    """The five weights and the names of f, g and error.

    Raises TypeError for a function that is not the package's own and for a
    weight that is neither a float nor an int, naming it, and as RNN does for
    weights that were spoilt since.
    """
    fields = dict(vars(rnn))
    for name in FUNCTIONS:
        function = fields[name]
        if function not in FUNCTIONS[name].values():
            raise TypeError(
                f"{name} is {short(function)}, a custom function, and JSON "
                f"cannot keep it; it keeps {_names(FUNCTIONS[name])}"
            )
        fields[name] = function.name
    fields = check_network(vars(rnn)) | {n: fields[n] for n in FUNCTIONS}
    _check_entries(fields, TypeError)
    return json.dumps(fields, allow_nan=False)


def from_json(text: str) -> dict[str, Any]:
    """The arguments of RNN that a text from to_json holds.

    Raises ValueError for what is not such a text: not JSON, missing or
    unknown fields, unknown functions, NaN or infinity.
    """
    if not isinstance(text, str):
        raise TypeError(f"from_json needs a str, not {type(text).__name__}")
    try:
        fields = json.loads(
            text,
            parse_constant=_refuse_constant,
            object_pairs_hook=_refuse_repeated,
        )
    except RecursionError:
        raise ValueError("the JSON is nested too deep for a network") from None
    except ValueError as error:
        raise ValueError(f"the text is not JSON: {error}") from error
    if not isinstance(fields, dict):
        raise ValueError("the JSON is not an object with the network's fields")
    expected = {*WEIGHTS, *FUNCTIONS}
    if fields.keys() != expected:
        missing, unknown = expected - fields.keys(), fields.keys() - expected
        raise ValueError(
            f"the JSON lacks {_names(missing)} and has unknown "
            f"{_names(unknown)}"
        )
    for name, known in FUNCTIONS.items():
        if not isinstance(fields[name], str) or fields[name] not in known:
            raise ValueError(
                f"{name} is {short(fields[name])}, which is unknown: use one "
                f"of {_names(known)}"
            )
        fields[name] = known[fields[name]]
    _check_entries(fields, ValueError)
    return fields


def _refuse_constant(name: str) -> None:
    raise ValueError(f"it holds {name}, but weights must be finite")


def _refuse_repeated(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    for name, times in Counter(name for name, _ in pairs).most_common(1):
        if times > 1:
            raise ValueError(f"it holds {short(name)} {times} times")
    return dict(pairs)


def _check_entries(fields: dict[str, Any], error: type[Exception]) -> None:
    """Refuse a weight that is no list of rows or numbers, and other numbers.
    """
    for name in WEIGHTS:
        weight = fields[name]
        rows = weight if name.startswith("W") else [weight]
        if type(rows) is not list or {*map(type, rows)} - {list}:
            raise ValueError(
                f"{name} is {short(weight)}, but it must be a list of "
                + ("rows" if name.startswith("W") else "numbers")
            )
        for entry in chain(*rows):
            if type(entry) not in (float, int):
                raise error(
                    f"{name} holds {short(entry)} ({type(entry).__name__}), "
                    f"but JSON keeps floats and ints only"
                )


def _names(names: Any) -> str:
    shown = (n if n.isprintable() else repr(n) for n in sorted(names)[:9])
    listed = ", ".join(shown) or "nothing"
    return listed if len(listed) < 200 else f"{listed[:200]}…"
