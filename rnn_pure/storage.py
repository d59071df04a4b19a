"""A network as JSON text, and back: validated, and nothing is executed."""

import json
from typing import Any

from rnn_pure import activations, losses

FUNCTIONS: dict[str, dict[str, Any]] = {
    "f": {
        f.name: f
        for f in (
            activations.tanh,
            activations.sigmoid,
            activations.relu,
            activations.softsign,
            activations.identity,
        )
    },
    "error": {
        error.name: error
        for error in (losses.squared_error, losses.softmax_cross_entropy)
    },
}
FUNCTIONS["g"] = FUNCTIONS["f"]
WEIGHTS = ("W_in", "W_re", "b", "W_out", "b_out")


def to_json(rnn: Any) -> str:
    """The five weights and the names of f, g and error.

    Raises TypeError for a function that is not the package's own and for a
    weight that is not a float, naming it.
    """
    fields: dict[str, Any] = {}
    for name in ("f", "g", "error"):
        function = getattr(rnn, name)
        if function not in FUNCTIONS[name].values():
            raise TypeError(
                f"{name} is {function!r}, a custom function, and JSON cannot "
                f"keep it; it keeps {_list(FUNCTIONS[name])}"
            )
        fields[name] = function.name
    for name in WEIGHTS:
        weight = fields[name] = getattr(rnn, name)
        for row in weight if name.startswith("W") else [weight]:
            for entry in row:
                if type(entry) not in (float, int):
                    raise TypeError(
                        f"{name} holds {entry!r} ({type(entry).__name__}), "
                        f"but JSON keeps floats only"
                    )
    return json.dumps(fields, allow_nan=False)


def from_json(text: str) -> dict[str, Any]:
    """The arguments of RNN that a text from to_json holds.

    Raises ValueError for what is not such a text: not JSON, missing or
    unknown fields, unknown functions, NaN or infinity.
    """
    if not isinstance(text, str):
        raise TypeError(f"from_json needs a str, not {type(text).__name__}")
    try:
        fields = json.loads(text, parse_constant=_refuse_constant)
    except RecursionError:
        raise ValueError("the JSON is nested too deep for a network") from None
    except json.JSONDecodeError as error:
        raise ValueError(f"the text is not JSON: {error}") from error
    if not isinstance(fields, dict):
        raise ValueError("the JSON is not an object with the network's fields")
    expected = {*WEIGHTS, *FUNCTIONS}
    if fields.keys() != expected:
        missing, unknown = expected - fields.keys(), fields.keys() - expected
        raise ValueError(
            f"the JSON lacks {_list(missing)} and has unknown {_list(unknown)}"
        )
    for name, known in FUNCTIONS.items():
        if not isinstance(fields[name], str) or fields[name] not in known:
            raise ValueError(
                f"{name} is {fields[name]!r}, which is unknown: "
                f"use one of {_list(known)}"
            )
        fields[name] = known[fields[name]]
    for name in WEIGHTS:
        _refuse_other_than_numbers(name, fields[name])
    return fields


def _refuse_constant(name: str) -> None:
    raise ValueError(f"the JSON holds {name}, but weights must be finite")


def _refuse_other_than_numbers(name: str, value: Any) -> None:
    """TypeError of RNN would do, but a text that is wrong is a ValueError."""
    if isinstance(value, list):
        for entry in value:
            _refuse_other_than_numbers(name, entry)
    elif type(value) not in (float, int):
        raise ValueError(f"{name} holds {value!r}, which is not a number")


def _list(names: Any) -> str:
    return ", ".join(sorted(names)) or "nothing"
