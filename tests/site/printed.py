"""The printed equations, computed: a tree of TeX and a World → numbers.

The World says what the names mean; nothing is guessed, and what makes no
sense raises Refused. A vector is a matrix of one column, so a product shows
whether its shapes fit.
"""

import operator
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field, replace
from fractions import Fraction
from functools import reduce
from itertools import product
from typing import Any, TypeAlias

from tex import DOTS, INDICES, Apply, Name, Operation, Refused, Sum, parse

At: TypeAlias = tuple[int, ...]  # the values of a name's indices


class Quantity:
    """Numbers by all their indices: {(j, t): x_{j,t}, …}.

    Fewer indices leave the first ones open: x_t is a column, W_re a matrix.
    Where the last one says the step (or the layer), it cannot be left open.
    """

    def __init__(self, entries: dict[At, Any], steps: bool = False) -> None:
        self.entries, self.steps = entries, steps
        self.opened: dict[At, Any] = {}

    def at(self, indices: At) -> Any:
        if indices in self.entries:
            return self.entries[indices]
        if indices not in self.opened:
            self.opened[indices] = self.matrix(indices)
        return self.opened[indices]

    def matrix(self, indices: At) -> Any:
        n = len(indices)
        found = {
            key[:len(key) - n]: entry
            for key, entry in self.entries.items()
            if key[len(key) - n:] == indices
        }
        left_open = {*map(len, found)}
        if left_open not in ({1}, {2}) or n < self.steps:
            raise Refused(f"there is nothing at {indices}")
        if left_open == {1}:
            return tuple((found[key],) for key in sorted(found))
        rows, columns = (sorted({*axis}) for axis in zip(*found))
        return tuple(tuple(found[i, j] for j in columns) for i in rows)

    def axis(self, place: int, count: int) -> frozenset[int]:
        """What can stand at this place of count indices."""
        return frozenset(
            key[place - count] for key in self.entries if len(key) >= count
        )


def no_slopes(of: str, at: At) -> dict[str, Quantity]:
    raise Refused(f"there is no {of} at {at} to differentiate")


@dataclass
class World:
    """What the names mean.

    functions: by their indices, () where f has none; f.prime is f′
    slopes: slopes("u", (i, t))["z"] is ∂u_{i,t} by z, as a Quantity
    ranges: what an index runs over where what it counts does not say so
    relations: = and the like, and what each asks of two numbers
    after: what is another number once the arrow is through
    case: which line of cases it is
    idle_sums: whether Σ may repeat what has not got its index
    """

    quantities: dict[str, Quantity]
    functions: dict[str, dict[At, Callable]] = field(default_factory=dict)
    slopes: Callable[[str, At], dict[str, Quantity]] = no_slopes
    ranges: dict[str, range] = field(default_factory=dict)
    relations: dict[str, Callable] = field(
        default_factory=lambda: {"=": operator.eq}
    )
    after: dict[str, Quantity] = field(default_factory=dict)
    case: int = 0
    idle_sums: bool = False


def look(table: dict[Any, Any], name: Any) -> Any:
    if name not in table:
        raise Refused(f"{name} means nothing here")
    return table[name]


# --- chains of equations ----------------------------------------------------


def holds(line: tuple[str, ...], world: World) -> bool:
    """Whether the parts of a chain are equal, at all indices."""
    tests = [look(world.relations, relation) for relation in parse(line)[1]]
    return all(
        same(*test_and_two_parts)
        for _, found in values(line, world)
        for test_and_two_parts in zip(tests, found, found[1:])
    )


def values(
    line: tuple[str, ...], world: World
) -> Iterator[tuple[dict[str, int], list[Any]]]:
    """The values of the parts, at all indices that the first part has."""
    parts, relations = parse(line)
    worlds = [world] * len(parts)
    if r"\leftarrow" in relations:
        meant = world.quantities | world.after
        worlds[0] = replace(world, quantities=meant)
    indices = free(parts[0], world)
    if unbound := free(tuple(parts), world) - indices:
        raise Refused(f"{unbound} only stands on the right, bound by no sum")
    runs = {it: run(it, tuple(parts), world) for it in sorted(indices)}
    for numbers in product(*runs.values()):
        at = dict(zip(runs, numbers))
        yield at, [evaluate(*pair, at) for pair in zip(parts, worlds)]


def is_index(node: Any, world: World) -> bool:
    return (
        isinstance(node, Name)
        and node.base in INDICES
        and node.indices == ()
        and node.base not in world.quantities
    )


def uses(node: Any, world: World) -> Iterator[tuple[str, frozenset[int]]]:
    """Each index that no Σ binds, and what can stand in its place."""
    if is_index(node, world):
        yield node.base, frozenset()
    for place, part in enumerate(getattr(node, "indices", ())):
        if is_index(part, world) and node.base in world.quantities:
            axis = world.quantities[node.base].axis
            yield part.base, axis(place, len(node.indices))
    for part in node if isinstance(node, tuple) else ():
        for index, axis in uses(part, world):
            if not (isinstance(node, Sum) and index == node.index):
                yield index, axis


def free(node: Any, world: World) -> set[str]:
    return {index for index, _ in uses(node, world)}


def run(index: str, node: Any, world: World) -> list[int]:
    """What an index runs over: all that it counts must agree."""
    if index in world.ranges:
        return list(world.ranges[index])
    axes = {axis for used, axis in uses(node, world) if used == index and axis}
    if len(axes) != 1:
        raise Refused(f"{index} counts {[*map(sorted, axes)]}: not one thing")
    return sorted(*axes)


# --- one part ---------------------------------------------------------------


def evaluate(node: Any, world: World, at: dict[str, int]) -> Any:
    """A number, or a matrix as a tuple of rows, where the indices are at."""

    def here(*nodes: Any) -> tuple:
        return tuple(evaluate(node, world, at) for node in nodes)

    match node:
        case int():
            return node
        case Name(index, ()) if index in at:
            return at[index]
        case Name(base, indices):
            return look(world.quantities, base).at(whole(indices, world, at))
        case Apply(Name(base, indices), primed, argument):
            functions = look(world.functions, base)
            function = look(functions, whole(indices, world, at))
            function = function.prime if primed else function
            return applied(function, *here(argument))
        case Operation("∂", (of, by)):
            slopes = world.slopes(of.base, whole(of.indices, world, at))
            return look(slopes, by.base).at(whole(by.indices, world, at))
        case Operation("cases", (_, _)):
            return here(node.operands[world.case])[0]
        case Operation("·", factors):
            places = written_out(factors, world, at)
            return reduce(times, (evaluate(*place) for place in places))
        case Operation(sign, operands):
            return look(OPERATIONS, sign)(*here(*operands))
        case Sum():
            return summed(node, world, at)
    raise Refused(f"{node} is no number")


def whole(nodes: Any, world: World, at: dict[str, int]) -> At:
    """Whole numbers: indices and bounds."""
    found = tuple(evaluate(node, world, at) for node in nodes)
    if not all(isinstance(number, int) for number in found):
        raise Refused(f"{nodes} are not all whole numbers")
    return found


def summed(node: Sum, world: World, at: dict[str, int]) -> Any:
    index, first, last, body = node
    if index in at or not is_index(Name(index), world):
        raise Refused(f"{index} means something else already")
    if index not in free(body, world) and not world.idle_sums:
        raise Refused(f"the sum over {index} has no {index} in it")
    if first is None:
        steps = run(index, body, world)
    else:
        a, b = whole((first, last), world, at)
        steps = [*range(a, b + 1)]
    if not steps:
        raise Refused(f"the sum over {index} is empty")
    return plus(*(evaluate(body, world, at | {index: n}) for n in steps))


def written_out(
    factors: tuple, world: World, at: dict[str, int]
) -> list[tuple[Any, World, dict[str, int]]]:
    """Each factor, its world and indices, with ⋯ written out.

    A_t ⋯ A_{T-1}: t goes on from where it is until it has become T − 1. The
    factors before ⋯ stand behind it once more, with this one difference.
    """
    if DOTS not in factors:
        return [(factor, world, at) for factor in factors]
    n = factors.index(DOTS)
    before, behind = factors[:n], factors[n + 1:2 * n + 1]
    ends = set(differences(before, behind))
    if len(ends) != 1:
        raise Refused("one index must differ before and behind ⋯")
    ((start, end),) = ends
    a, b = whole((start, end), world, at)
    if not is_index(start, world) or b < a - 1:
        raise Refused(f"⋯ cannot go from {start} = {a} to {end} = {b}")
    between = [
        (factor, world, at | {start.base: k})
        for k in range(a, b + 1)
        for factor in before
    ]
    rest = factors[2 * n + 1:]
    return between + [(factor, world, at) for factor in rest]


def differences(
    a: Any, b: Any, in_name: bool = False
) -> Iterator[tuple[Any, Any]]:
    """The pairs of indices in which two trees differ."""
    if a == b:
        return
    if not isinstance(a, tuple) or type(a) is not type(b) or len(a) != len(b):
        raise Refused(f"before and behind ⋯ stand {a} and {b}")
    if in_name:
        yield from (pair for pair in zip(a, b) if pair[0] != pair[1])
    else:
        for pair in zip(a, b):
            yield from differences(*pair, in_name=isinstance(a, Name))


# --- numbers and matrices ---------------------------------------------------


def shape(a: Any) -> tuple[int, ...]:
    return (len(a), len(a[0])) if isinstance(a, tuple) else ()


def each(function: Callable, *operands: Any) -> Any:
    """The function, place by place, on operands of one shape."""
    if len({*map(shape, operands)}) > 1:
        raise Refused(f"the shapes differ: {[*map(shape, operands)]}")
    if shape(operands[0]) == ():
        return function(*operands)
    return tuple(tuple(map(function, *rows)) for rows in zip(*operands))


def plus(*terms: Any) -> Any:
    return each(lambda *entries: sum(entries), *terms)


def times(a: Any, b: Any) -> Any:
    if shape(a) == ():
        return each(lambda entry: a * entry, b)
    if shape(b) == ():
        return times(b, a)
    if len(a[0]) != len(b):
        raise Refused(f"{shape(a)} cannot be multiplied by {shape(b)}")
    columns = tuple(zip(*b))
    return tuple(
        tuple(sum(map(operator.mul, row, column)) for column in columns)
        for row in a
    )


def applied(function: Callable, a: Any) -> Any:
    """A function of a list, on a number or on the entries of a matrix."""
    if shape(a) == ():
        return function([a])[0]
    entries = iter(function([entry for row in a for entry in row]))
    return tuple(tuple(next(entries) for _ in row) for row in a)


def diagonal(a: Any) -> Any:
    if shape(a)[1:] != (1,):
        raise Refused("diag needs a vector")
    n = range(len(a))
    return tuple(tuple(a[i][0] * (i == j) for j in n) for i in n)


def transposed(a: Any) -> Any:
    if shape(a) == ():
        raise Refused("a number has no transpose")
    return tuple(zip(*a))


def of_numbers(function: Callable) -> Callable:
    def checked(*operands: Any) -> Any:
        if any(map(shape, operands)):
            raise Refused("a number should stand here, not a vector")
        return function(*operands)

    return checked


def quotient(a: Any, b: Any) -> Any:
    if b == 0:
        raise Refused("nothing is divided by 0")
    return a * (Fraction(1) / b)  # 1 / 2 would be a float


def same(equal: Callable, a: Any, b: Any) -> bool:
    """Whether a and b are the same; 0 is the zero vector too."""
    if shape(a) and shape(b) == () and b == 0:
        b = each(lambda _: 0, a)
    found = each(equal, a, b)
    return found if shape(a) == () else all(map(all, found))


OPERATIONS = {
    "+": plus,
    "-": lambda a: each(operator.neg, a),
    "⊙": lambda a, b: each(operator.mul, a, b),
    "/": of_numbers(quotient),
    "min": of_numbers(min),
    "max": of_numbers(max),
    "⊤": transposed,
    "diag": diagonal,
}
