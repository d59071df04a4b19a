"""Nested lists of numbers, whatever array they were: shapes and entries."""

import struct
from collections.abc import Iterable
from typing import Any

from rnn_pure.shapes import own


def plain(value: Any) -> Any:
    """Nested lists of Python's numbers; arrays and tensors become that."""
    value = own(value)
    if isinstance(value, (list, tuple)):
        return [plain(part) for part in value]
    return value


def floats(nested: Any) -> Any:
    """The same with floats; None where something is no number."""
    if isinstance(nested, list):
        parts = [*map(floats, nested)]
        return None if None in parts else parts
    try:
        return float(nested)
    except (TypeError, ValueError, OverflowError):
        return None


def shape(nested: Any) -> tuple[int, ...]:
    """(m, n) of a list of lists; (-1,) at the end where it is ragged."""
    if not isinstance(nested, list):
        return ()
    inner = {shape(part) for part in nested}
    if len(inner) > 1:
        return len(nested), -1
    return len(nested), *(inner.pop() if inner else ())


def flattened(nested: Any) -> Any:
    """A vector, also where it was given as one row or one column."""
    has = shape(nested)
    if len(has) > 1 and sorted(has)[:-1] == [1] * (len(has) - 1):
        while isinstance(nested[0], list):
            nested = [part for row in nested for part in row]
    return nested


def said(has: tuple[int, ...]) -> str:
    return " × ".join(map(str, has)) if -1 not in has else "…"


def entries(nested: Any) -> Iterable[Any]:
    if isinstance(nested, dict):
        nested = [*nested.values()]
    if isinstance(nested, list):
        for part in nested:
            yield from entries(part)
    else:
        yield nested


def is_single(number: Any) -> bool:
    try:
        return bool(
            struct.unpack("f", struct.pack("f", number))[0] == number
        )
    except (OverflowError, struct.error):
        return False
