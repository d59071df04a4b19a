"""Numbers, vectors and matrices as printed equations join them.

A matrix is a tuple of rows, and a vector a matrix of one column, so that a
product shows whether its shapes fit; a matrix of one entry is a number.
"""

import operator
from collections.abc import Callable
from itertools import chain
from math import isqrt
from typing import Any, TypeAlias

At: TypeAlias = tuple[int, ...]  # the values of a name's indices
Entries: TypeAlias = dict[Any, Any]  # {(j, t): x_{j,t}, …}


class Refused(ValueError):
    """This means nothing."""


def look(table: dict[Any, Any], name: Any) -> Any:
    if name not in table:
        raise Refused(f"{name} means nothing here")
    return table[name]


def whole(number: Any) -> int:
    if not isinstance(number, int):
        raise TypeError(f"{number} is no whole number, and no index")
    return number


def opened(entries: Entries, at: At) -> Any:
    """The entry there, or all there is where the first indices are open."""
    if at in entries:
        return entries[at]
    found = {
        key[:len(key) - len(at)]: entry
        for key, entry in entries.items()
        if key[len(key) - len(at):] == at
    }
    if {*map(len, found)} == {1}:
        return matrix(tuple((found[key],) for key in sorted(found)))
    if {*map(len, found)} != {2}:
        raise LookupError(f"there is nothing at {at}")
    rows, columns = (sorted({*axis}) for axis in zip(*found))
    return matrix(tuple(tuple(found[i, j] for j in columns) for i in rows))


def matrix(rows: tuple[tuple[Any, ...], ...]) -> Any:
    """A tuple of rows; one of one entry is that number."""
    if len({*map(len, rows)}) != 1:
        raise TypeError("the rows of a matrix differ in length")
    return rows[0][0] if len(rows) == len(rows[0]) == 1 else rows


def shape(a: Any) -> tuple[int, ...]:
    return (len(a), len(a[0])) if isinstance(a, tuple) else ()


def each(function: Callable[..., Any], *operands: Any) -> Any:
    """The function, place by place, on operands of one shape."""
    if len({*map(shape, operands)}) > 1:
        raise TypeError(f"the shapes differ: {[*map(shape, operands)]}")
    if shape(operands[0]) == ():
        return function(*operands)
    return tuple(tuple(map(function, *rows)) for rows in zip(*operands))


def plus(*terms: Any) -> Any:
    return each(lambda *entries: sum(entries), *terms)


def negative(a: Any) -> Any:
    return each(operator.neg, a)


def hadamard(a: Any, b: Any) -> Any:
    return each(operator.mul, a, b)


def times(a: Any, b: Any) -> Any:
    if shape(a) == ():
        return each(lambda entry: a * entry, b)
    if shape(b) == ():
        return times(b, a)
    if len(a[0]) != len(b):
        raise TypeError(f"{shape(a)} cannot be multiplied by {shape(b)}")
    return matrix(tuple(
        tuple(sum(map(operator.mul, row, column)) for column in zip(*b))
        for row in a
    ))


def applied(function: Callable[[list[Any]], list[Any]], a: Any) -> Any:
    """A function of a list, on a number or on the entries of a matrix."""
    if shape(a) == ():
        return function([a])[0]
    entries = iter(function([*chain(*a)]))
    return each(lambda _: next(entries), a)


def diagonal(a: Any) -> Any:
    if shape(a)[1:] != (1,):
        raise TypeError("diag needs a vector")
    n = range(len(a))
    return tuple(tuple(a[i][0] * (i == j) for j in n) for i in n)


def transposed(a: Any) -> Any:
    if shape(a) == ():
        raise TypeError("a number has no transpose")
    return tuple(zip(*a))


def root(square: Any) -> int:
    found = isqrt(int(square))
    if found**2 != square:
        raise ArithmeticError(f"{square} is no square")
    return found


def same(a: Any, b: Any) -> bool:
    """Whether a and b are the same; 0 is the zero vector too."""
    if shape(a) and shape(b) == () and b == 0:
        b = each(lambda _: 0, a)
    equal = each(operator.eq, a, b)
    return all(map(all, equal)) if shape(a) else equal
