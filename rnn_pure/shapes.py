"""Numbers, vectors and matrices at the door: copied, and checked once.

ValueError for a wrong length, NaN or infinity, TypeError for what is not
numbers; a message names the thing, what it has and what it needs. NumPy's
numbers become Python's.
"""

import math
from collections.abc import Iterable, Sequence
from fractions import Fraction
from itertools import chain
from numbers import Real
from reprlib import repr as short
from typing import Any

from rnn_pure.matrix import Matrix, Vector


def check_whole(name: str, least: int, value: Any) -> int:
    """A whole number, at least `least`."""
    value = own(value)
    if isinstance(value, bool) or not isinstance(value, int):
        raise TypeError(f"{name} is {short(value)}, but it must be an int")
    if value < least:
        raise ValueError(f"{name} is {value}, but it must be at least {least}")
    return value


def is_finite(value: Any) -> bool:
    """Whether it is a number that a float can come near to."""
    try:
        return math.isfinite(value)
    except OverflowError:
        return False


def exact(value: Any) -> Any:
    """The number itself, a whole one as a Fraction: to divide it is exact."""
    return Fraction(value) if type(value) is int else value


def check_number(name: str, value: Any) -> None:
    """A finite number that floats can be multiplied by; no Decimal, say."""
    try:
        finite = -math.inf < value * 0.5 < math.inf
    except OverflowError:
        raise ValueError(f"{name} is too large for a float") from None
    except TypeError as error:
        raise TypeError(
            f"{name} is {short(value)}, but it must be a number: a float, an "
            f"int or a fractions.Fraction"
        ) from error
    if not finite:
        raise ValueError(f"{name} is {value}, but it must be finite")


def check_real(name: str, value: Any) -> Any:
    """A finite number of Python's own: no array, no Value."""
    value = own(value)
    if not isinstance(value, Real):
        raise TypeError(f"{name} is {short(value)}, but it must be a number")
    check_number(name, value)
    return value


def check_positive(name: str, value: Any) -> Any:
    """A finite number above zero."""
    value = check_real(name, value)
    if not value > 0:
        raise ValueError(f"{name} is {value}, but it must be above 0")
    return value


def check_kind(name: str, value: Any, attribute: str, needed: str) -> None:
    """Something that has this attribute."""
    if not hasattr(value, attribute):
        raise TypeError(f"{name} is {short(value)}, but it must be {needed}")


def check_pair(name: str, value: Any, entries: str) -> list[Any]:
    """Two things, which entries names."""
    pair = as_list(name, value, f"a pair {entries}")
    if len(pair) != 2:
        raise ValueError(
            f"{name} has {count('entry', pair)}, but it must be a pair "
            f"{entries}"
        )
    return pair


def count(what: str, things: Any) -> str:
    """'1 row', '2 rows', '3 entries'."""
    n = len(things)
    plural = what[:-1] + "ies" if what.endswith("y") else what + "s"
    return f"{n} {what if n == 1 else plural}"


def check_vector(
    name: str, value: Any, n: int | None, other: str = "", hint: str = ""
) -> Vector:
    """A vector of n entries (None: at least one); other says why n."""
    if plain([value], n):
        return list(value)
    if n == 1 and isinstance(value, Real) and not hint:
        hint = f": write [{value}]"
    needed = f"a vector, that is a list of numbers{hint}"
    entries = as_list(name, value, needed)
    if n is None and not entries:
        raise ValueError(f"{name} is empty, but it needs at least one entry")
    if n is not None and len(entries) != n:
        raise ValueError(f"{name} has {count('entry', entries)}, but {other}")
    for i, entry in enumerate(entries):
        check_number(f"{name}[{i}]", entry)
    return entries


def check_matrix(
    name: str,
    value: Any,
    n_rows: int | None = None,
    n_columns: int | None = None,
    other: str = "",
) -> Matrix:
    """A matrix of that shape (None: any, but not 0); other says why."""
    rows = as_list(name, value, "a matrix, that is a list of rows")
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


def plain(vectors: Any, n: int | None) -> bool:
    """Whether this is, at a glance, a list of lists of n finite floats."""
    if type(vectors) is not list or not vectors:
        return False
    for vector in vectors:
        if type(vector) is not list or len(vector) != n:
            return False
    try:
        return bool(finite_floats(vectors))
    except (TypeError, OverflowError):
        return False


def finite_floats(vectors: Iterable[Vector]) -> bool | None:
    """Whether the sum of all entries is finite; None where it is no float."""
    total = sum(chain.from_iterable(vectors), 0.0)
    return math.isfinite(total) if type(total) is float else None


def as_list(name: str, value: Any, needed: str) -> list[Any]:
    """A copy of a sequence: no text, no set, and no generator to use up."""
    value = own(value)
    if isinstance(value, str | bytes | bytearray) or not isinstance(
        value, Sequence
    ):
        raise TypeError(f"{name} is {short(value)}, but it must be {needed}")
    return [*map(own, value)]


def own(value: Any) -> Any:
    """NumPy's arrays and numbers, and the like, as Python's own; no times."""
    tolist = getattr(value, "tolist", None)
    kind = getattr(getattr(value, "dtype", None), "kind", "")
    if not callable(tolist) or kind in ("m", "M"):
        return value
    plainly = tolist()
    longdouble = kind == "f" and not isinstance(plainly, float | list)
    return float(value) if longdouble else plainly
