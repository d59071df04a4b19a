"""Weights in one argument: under the keys that the submission uses."""

import ast
import inspect
from collections.abc import Callable, Iterable
from contextlib import suppress
from typing import Any

from rnn_pure.checks import WEIGHTS
from rnn_pure.diagnosis.names import role

Keys = dict[str, str]


class Parameters(dict[str, Any]):
    """Weights in a dict, or in attributes, by whatever name.

    What else may be asked for is there, too, but no key.
    """

    def __init__(self, weights: dict[str, Any], others: dict[str, Any]):
        super().__init__(weights)
        vars(self)["_others"] = others

    def __missing__(self, name: str) -> Any:
        return by_name({**self, **vars(self).get("_others", {})}, name)

    def __getattr__(self, name: str) -> Any:
        return self.__missing__(name)


def by_name(values: dict[str, Any], name: str) -> Any:
    """The value of the role that a name has; AttributeError: of none."""
    found = role(name)
    if not name.startswith("_"):
        for key, value in values.items():
            if found == role(key):
                return value
    raise AttributeError(name)


def keys_of(function: Callable[..., Any]) -> Keys:
    """The strings by which it, or else its module, names the weights."""
    module = inspect.getmodule(function)
    for of in function, module:
        with suppress(OSError, TypeError, SyntaxError):
            found: Keys = {}
            for text in _strings(inspect.getsource(of)):  # type: ignore
                if (weight := role(text)) in WEIGHTS:
                    found.setdefault(str(weight), text)
            if len(found) > 2:
                return found
    return {}


def _strings(source: str) -> Iterable[str]:
    source = inspect.cleandoc(f"if 1:\n{source}") if (
        source[:1].isspace()
    ) else source
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, ast.Constant) and isinstance(node.value, str):
            yield node.value
