"""What could stand in a place of a submission instead of what does.

A value of the derivation in the place of an expression's values; or another
statement, another loop, an index one off, a copy, rows of their own.
"""

import ast
from collections.abc import Callable, Iterable, Iterator, Sequence
from copy import copy, deepcopy
from dataclasses import dataclass, field
from functools import cache, cached_property
from typing import Any, TypeAlias

from rnn_pure.diagnosis.values import Bank, Family, Value, close, flat
from rnn_pure.diagnosis.wrapping import (
    Place,
    Submission,
    base_of,
    targets_of,
)

Numbers: TypeAlias = tuple[float, ...]
# numbers for every time that a place is reached; None leaves what is there
Series: TypeAlias = tuple[Numbers | None, ...]
Put: TypeAlias = Callable[[int, Any], Any]
EVENTS = 60_000
ENTRIES = 40  # in a block of numbers that are met one by one


@dataclass(eq=False)
class Event:
    """A value that passed a place: its numbers, and whose they are."""

    place: int
    at: int
    numbers: Numbers
    value: Value | None

    @property
    def right(self) -> bool | None:
        """None: nobody knows it. Zeros are where sums begin."""
        if self.value:
            return self.value.kind != "wrong"
        return True if self.numbers and not any(self.numbers) else None

    @property
    def given(self) -> bool:
        return self.value is not None and self.value.kind == "given"


@dataclass(eq=False)
class Recording:
    """What passes every place in one run, in order."""

    bank: Bank
    events: list[Event] = field(default_factory=list)
    at: dict[int, list[Event]] = field(default_factory=dict)
    things: dict[int, Any] = field(default_factory=dict)

    def __call__(self, place: int, value: Any) -> Any:
        if len(self.events) < EVENTS:
            numbers = tuple(flat(value))
            event = Event(place, len(self.events), numbers,
                          self.bank.name(numbers))
            self.events.append(event)
            if place not in self.at:
                self.at[place] = []
                self.things[place] = (
                    deepcopy(value) if isinstance(value, list) else value
                )
            self.at[place].append(event)
        return value


@dataclass(eq=False)
class Way:
    """A series, and the values it is of, one for each step or one for all.

    turned: about their diagonals; order: −1 for t = T … 1, 1 for t = 1 … T.
    """

    of: tuple[Value | None, ...]
    series: Series
    turned: bool = False
    order: int = 0

    @property
    def one(self) -> Value:
        return next(v for v in self.of if v)

    def name(self, i: int) -> str:
        """Whose number is met at the i-th time."""
        at = i * len(self.of) // len(self.series)
        value = self.of[-1 - at if self.order < 0 else at]
        return (value.name if value else "") + "ᵀ" * self.turned


@dataclass(eq=False)
class Candidate:
    """A change: the first event that it alters, its place, what it is.

    what is a formula, or the change's name in words.ini; due are the numbers
    that belong where it begins.
    """

    first: int
    place: int
    what: str
    put: Put | None = None
    due: Numbers = ()

    @property
    def edit(self) -> bool:
        """Whether the program is changed, and not a value."""
        return not self.due


class Candidates:
    """Every change that may mend a submission, the earliest first."""

    def __init__(self, made: Submission, bank: Bank, seen: Recording):
        self.made, self.bank, self.seen = made, bank, seen
        self.own = {f.name for f in ast.walk(made.tree)
                    if isinstance(f, ast.FunctionDef)}
        self.series = cache(self._series)

    def all(self) -> list[Candidate]:
        found: list[Candidate] = []
        for k, place in enumerate(self.made.places):
            events = self.seen.at.get(k, [])
            if place.kind in ("loop", "test"):
                found += self._paths(k, place, events)
            elif place.kind == "kept" and events:
                found += self._values(k, place, events)
            elif place.kind == "value" and events:
                found += self._values(k, place, events)
                found += self._objects(k, place, events)
                if isinstance(self.seen.things[k], range) and _is_top(
                    place.node, place.statement
                ):
                    found += self._paths(k, place, events)
            elif place.kind not in ("after", "turn"):
                found += self._statements(k, place)
        return sorted(found, key=lambda c: (c.first, c.place))

    @cached_property
    def forward(self) -> int:
        """Until when the forward pass runs, if it comes to the right end."""
        T, last = self.bank.T, 0
        ends = [f"z_{T}", f"y_{T}"]
        for e in self.seen.events:
            if e.value and e.value.name in ends:
                ends.remove(e.value.name)
                last = e.at
            if not ends or (e.value and e.value.kind == "due" and (
                e.value.t and e.value.name[:2] != "f′"
            )):
                break
        return last

    @cached_property
    def directions(self) -> dict[ast.stmt, int]:
        """Of each outermost loop: −1 for t = T … 1, 1 for t = 1 … T."""
        rounds: dict[ast.stmt, int] = {}
        votes: dict[ast.stmt, int] = {}
        for e in self.seen.events:
            place = self.made.places[e.place]
            if place.kind == "turn":
                rounds[place.node] = rounds.get(place.node, 0) + 1
            elif place.loops and e.value and e.value.t and (
                e.value.name.startswith(("δ", "∂E/∂z", "W_outᵀ"))
            ):
                loop, t = place.loops[0], e.value.t
                k = rounds.get(loop, 0)
                votes[loop] = votes.get(loop, 0) + (t == k) - (
                    t == self.bank.T + 1 - k)
        return {loop: (n > 0) - (n < 0) for loop, n in votes.items()}

    # statements

    @cached_property
    def _of_statement(self) -> dict[int, dict[str, list[int]]]:
        """The places of values and of what is stored, by their statement."""
        found: dict[int, dict[str, list[int]]] = {}
        for k, place in enumerate(self.made.places):
            if place.kind in ("after", "value"):
                kinds = found.setdefault(id(place.statement), {})
                kinds.setdefault(place.kind, []).append(k)
        return found

    def _statements(self, k: int, place: Place) -> Iterator[Candidate]:
        """Left out, or with another sign of assignment."""
        kinds = self._of_statement.get(id(place.node), {})
        places = kinds.get("after") or kinds.get("value", [])
        series = [self.seen.at[p] for p in places if p in self.seen.at]
        if not series:
            return
        if place.kind == "added":
            if len(series[-1]) > 1 and not self._read_around(place):
                yield Candidate(series[-1][1].at, k, place.kind)
            return
        bad = [e.at for events in series for e in events if not e.right]
        if bad:
            yield Candidate(min(bad), k, place.kind)

    def _read_around(self, place: Place) -> bool:
        """Whether the outermost loop reads what the statement stores."""
        s = place.node
        stored = _name(base_of(targets_of(s)[0]))
        loops = [n for n in ast.walk(place.functions[-1])
                 if isinstance(n, ast.For | ast.While)
                 and n.lineno <= s.lineno <= (n.end_lineno or 0)]
        outer = min(loops, key=lambda n: n.lineno)
        bases = {id(base_of(n)) for n in ast.walk(outer)
                 if isinstance(n, ast.Subscript)
                 and isinstance(n.ctx, ast.Store)}
        return any(
            _name(n) == stored and isinstance(n.ctx, ast.Load)
            and not s.lineno <= n.lineno <= s.end_lineno
            and id(n) not in bases
            for n in ast.walk(outer)
            if isinstance(n, ast.Name | ast.Attribute)
        )

    # loops and conditions

    def _paths(
        self, k: int, place: Place, events: list[Event]
    ) -> Iterator[Candidate]:
        """Another order or other bounds of a loop; another branch."""
        if not events:
            return
        first = events[0].at
        if place.kind == "test":
            yield Candidate(first, k, "always", lambda i, v: True)
            yield Candidate(first, k, "never", lambda i, v: False)
            return
        for what, change in LOOPS.items():
            yield Candidate(first, k, what, _changed(change))

    # copies, rows, indices

    def _objects(
        self, k: int, place: Place, events: list[Event]
    ) -> Iterator[Candidate]:
        node, first, T = place.node, events[0].at, self.bank.T
        thing = self.seen.things[k]
        returned = isinstance(place.statement, ast.Return)
        top = _is_top(node, place.statement)
        if isinstance(thing, list) and thing and isinstance(
            thing[0], list
        ) and (returned or top or (len(events) == 1 and len(thing) - T in (
            0, 1
        ))):
            yield Candidate(first, k, "rows", _unshared)
        plain = isinstance(node, ast.Name | ast.Attribute | ast.Subscript)
        if type(thing).__name__ in ("list", "ndarray") and plain and (
            top or isinstance(place.statement, ast.Expr)
        ):
            yield Candidate(first, k, "copy", lambda i, v: deepcopy(v))
        if isinstance(thing, list | tuple) and len(thing) - T in (
            0, 1
        ) and _goes_over(node, place.statement) and isinstance(
            node, ast.Name | ast.BinOp | ast.Attribute
        ):
            yield Candidate(first, k, "turned", _turned)
        if type(thing) is int and not (
            isinstance(node, ast.Name | ast.Attribute) or
            isinstance(node, ast.Subscript)
        ):
            yield Candidate(first, k, "higher", lambda i, v: v + 1)
            yield Candidate(first, k, "lower", lambda i, v: v - 1)

    # values

    def _values(
        self, k: int, place: Place, events: list[Event]
    ) -> Iterator[Candidate]:
        """The derivation's values that could stand there."""
        size = len(events[0].numbers)
        if events[-1].at < self.forward or not self._may_be_wrong(
            place, events, size
        ):
            return
        right = events[0].right is True and events[-1].right is True
        grows = self._grows(place)
        relu = self.bank.world.f == "relu" and not isinstance(
            place.node, ast.Name) and any(
            e.value and e.value.name.startswith("∂E/∂z") for e in events)
        leaf = isinstance(
            place.node, ast.Name | ast.Attribute | ast.Subscript)
        along = self.directions.get(place.loops[0], 0) if place.loops else 0
        fits = []
        for way in self.series(len(events), size):
            value, series = way.one, way.series
            if way.order * along < 0 or (leaf and size == 1 and (
                value.t and _is_matrix(value)
            )):
                continue
            if (" … " in value.name and value.t and not grows) or (
                value.kind == "given" and right and not all(
                    e.given for e in events)
            ) or (relu and value.name.startswith("δre")):  # f′ twice is f′
                continue
            same = [_same(e, n) for e, n in zip(events, series)]
            if all(same) or (len(series) > 1 and all(
                n and close(e.numbers, n)
                for e, n in zip(events, series[::-1])
            )):  # there already, or only turned in time
                continue
            fits.append((way, same))
        agreeing = {way.one.name for way, same in fits if any(same)}
        for way, same in fits:
            # of two orders in time the one that agrees with what is there
            if any(same) or way.one.name not in agreeing:
                i = same.index(False)
                yield Candidate(events[i].at, k, way.name(i),
                                _put(way.series), way.series[i] or ())

    def name(self, events: list[Event], i: int) -> str:
        """Whose numbers pass a place, entry by entry, at the i-th time."""
        got = [e.numbers[0] for e in events]
        return next((
            way.name(i) for way in self.series(len(events), 1)
            if close(got, [n[0] for n in way.series if n])
        ), "")

    def _may_be_wrong(
        self, place: Place, events: list[Event], size: int
    ) -> bool:
        """Not what was given, not numbers that only count."""
        node, s = place.node, place.statement
        if any(len(e.numbers) != size for e in events) or not size:
            return False
        if type(self.seen.things[place_of(events)]) is int and all(
            n.is_integer() for e in events for n in e.numbers
        ):
            return False
        if size > 1:
            named = isinstance(node, ast.Name | ast.Attribute)
            shown = _is_top(node, s) or self._is_argument(place) or (
                isinstance(s, ast.Return | ast.AugAssign | ast.Expr)
            )
            return shown or not named
        got = [e.numbers[0] for e in events]
        return len(got) == 1 or not any(
            way.one.kind == "given" and way.one.t
            and close(got, [n[0] for n in way.series if n])
            for way in self.series(len(events), 1)
        )

    def _is_argument(self, place: Place) -> bool:
        """Whether one of the file's own functions is given it."""
        owner = place.owner
        return isinstance(owner, ast.Call) and place.field == "args" and (
            _name(owner.func) in self.own
        )

    def _grows(self, place: Place) -> bool:
        """Whether the statement adds to what it stores: a = a + …"""
        node, s = place.node, place.statement
        if not isinstance(s, ast.Assign) or node is not s.value:
            return False
        stored = ast.unparse(s.targets[0])
        return any(
            ast.unparse(n) == stored for n in ast.walk(node)
            if isinstance(n, ast.Name | ast.Subscript | ast.Attribute)
        )

    def _series(self, count: int, size: int) -> list[Way]:
        """What could pass a place that is reached so often."""
        made = self._entries(count) if size == 1 else self._whole(count, size)
        found: dict[Series, Way] = {}
        for way in made:
            if any(way.series):
                found.setdefault(way.series, way)
        return [*found.values()]

    def _whole(self, count: int, size: int) -> Iterator[Way]:
        """Vectors and matrices, one each time."""
        bank, T = self.bank, self.bank.T
        fitting = [f for f in bank.families if f.size == size]
        for family in fitting if count in (T, T - 1) else ():
            if family.name in ("x_t", "d_t", "z_{t−1}"):
                continue
            for turned, series in _ways(family):
                for order in (-1, 1):
                    of, steps = family.values[::order], series[::order]
                    for cut in [slice(T)] if count == T else [
                        slice(T - 1), slice(1, T)
                    ]:
                        yield Way(of[cut][::order], steps[cut], turned, order)
        if count == 1:
            yield from self._once(size, fitting)
        if count == T * (T + 1) // 2:
            yield from self._chains(range(T, 0, -1), size)
            yield from self._chains(range(1, T + 1), size)
            for family in fitting:  # a recursion that begins at each step
                each = tuple(v for s in range(T)
                             for v in family.values[:s - 1 if s else None:-1])
                yield Way(each, _numbers(each))

    def _once(self, size: int, fitting: list[Family]) -> Iterator[Way]:
        """What is computed at one go."""
        for value in [*self.bank.totals.values(), *self.bank.stacks]:
            if len(value.numbers) == size:
                yield Way((value,), (value.numbers,))
                if _is_matrix(value):
                    yield Way((value,), (value.turned,), True)
                n, m = value.shape
                if not value.name.startswith("∂"):  # the last step first
                    rows = [value.numbers[i:i + m]
                            for i in range(0, n * m, m)]
                    turned = tuple(k for row in rows[::-1] for k in row)
                    yield Way((value,), (turned,))
        for family in fitting:
            for v in (family.values[0], family.values[-1]):
                if v and v.kind == "due" and " … " not in v.name:
                    yield Way((v,), (v.numbers,))

    def _chains(self, steps: Iterable[int], size: int) -> Iterator[Way]:
        """Every error sent back by itself, in two loops."""
        chain = self.bank.chain
        pairs = [(s, k) for s in steps for k in range(s, 0, -1)]
        for name in dict.fromkeys(name for name, _, _ in chain):
            of = tuple(chain[name, s, k] for s, k in pairs)
            if len(of[0].numbers) == size:
                yield Way(of, _numbers(of))
                if " " in name:
                    yield Way(of, tuple(v.turned for v in of), True)
                else:
                    back = tuple(chain.get((name, s, k - 1))
                                 for s, k in pairs)
                    yield Way(back, _numbers(back))

    def _entries(self, count: int) -> Iterator[Way]:
        """Entry by entry, in nested loops."""
        bank, T = self.bank, self.bank.T
        each = count // T if count % T == 0 else 0
        for family in [*bank.families, *bank.summed] if each else ():
            if all(family.values):
                for blocks in zip(*(_blocks(v, each)
                                    for v in family.values if v)):
                    turned = blocks[0][0]
                    some = [block for _, block in blocks]
                    for order in (-1, 1):
                        yield Way(family.values, tuple(
                            (k,) for block in some[::order] for k in block),
                            turned, order)
        for value in bank.weights if each else ():
            for turned, block in _blocks(value, each):
                yield Way((value,), tuple((k,) for k in block * T), turned)
        for value in [*bank.weights, *bank.totals.values()]:
            if count > 1 and (
                value.kind == "given" or len(value.numbers) == count
            ):
                for turned, block in _blocks(value, count):
                    yield Way((value,), tuple((k,) for k in block), turned)


def place_of(events: Sequence[Event]) -> int:
    return events[0].place


def _name(node: Any) -> str:
    return str(getattr(node, "id", getattr(node, "attr", "")))


def _is_top(node: ast.AST, s: Any) -> bool:
    """Whether it is what a statement stores or returns, or a part of it."""
    value = getattr(s, "value", None)
    if not isinstance(s, ast.Assign | ast.AugAssign | ast.Return):
        return False
    parts: list[Any] = getattr(value, "elts", getattr(value, "values", []))
    return node is value or any(node is part for part in parts)


def _goes_over(node: ast.AST, s: ast.stmt) -> bool:
    """Whether a loop goes over it, or it is in what is returned."""
    within = s.iter if isinstance(s, ast.For) else (
        s.value if isinstance(s, ast.Return) else None)
    return within is not None and any(node is n for n in ast.walk(within))


def _same(event: Event, numbers: Numbers | None) -> bool:
    return numbers is None or close(event.numbers, numbers)


def _is_matrix(value: Value) -> bool:
    return min(value.shape) > 1


def _ways(family: Family) -> Iterator[tuple[bool, Series]]:
    """Its numbers at t = 1 … T, as they are and turned."""
    yield False, _numbers(family.values)
    if _is_matrix(family.one):
        yield True, tuple(v.turned if v else None for v in family.values)


def _numbers(of: Iterable[Value | None]) -> Series:
    return tuple(v.numbers if v else None for v in of)


def _blocks(value: Value, count: int) -> Iterator[tuple[bool, Numbers]]:
    """Its entries as loops meet them: row by row, column by column (turned),
    or each for every round of another loop."""
    n = len(value.numbers)
    if count == n:
        yield False, value.numbers
        if _is_matrix(value):
            yield True, value.turned
    elif min(value.shape) == 1 and count % n == 0 and count <= ENTRIES:
        yield False, value.numbers * (count // n)
        yield False, tuple(
            k for k in value.numbers for _ in range(count // n))


def _put(series: Series) -> Put:
    def put(i: int, value: Any) -> Any:
        numbers = series[i] if i < len(series) else None
        return value if numbers is None else like(value, numbers)
    return put


def like(value: Any, numbers: Numbers) -> Any:
    """These numbers in the shape of a value."""
    if hasattr(value, "reshape"):
        made = value * 0.0 + 0.0
        made = made if made.ndim else type(made)(numbers[0])
        if getattr(made, "ndim", 0):
            made = made.copy()
            made.flat = numbers
        return made
    rest = iter(numbers)

    def filled(part: Any) -> Any:
        if isinstance(part, list | tuple):
            return type(part)(e if e is None else filled(e) for e in part)
        return next(rest)
    return filled(value)


def _changed(change: Callable[[list[Any]], list[Any]]) -> Put:
    def put(i: int, value: Any) -> Any:
        steps = [*value]
        return change(steps) if steps else steps
    return put


def _unshared(i: int, value: Any) -> Any:
    return [copy(row) for row in value]


def _turned(i: int, value: Any) -> Any:
    """The last step first; an entry 0 that stands for no step stays."""
    if value[0] is None:
        return type(value)([None, *value[:0:-1]])
    return value[::-1]


# of the steps of a loop
LOOPS: dict[str, Callable[[list[Any]], list[Any]]] = {
    "reversed": lambda s: s[::-1],
    "without the last": lambda s: s[:-1],
    "without the first": lambda s: s[1:],
    "one more at the end": lambda s: (
        [*s, 2 * s[-1] - s[-2]] if len(s) > 1 and min(s) >= 0 else s),
    "one more at the beginning": lambda s: (
        [2 * s[0] - s[1], *s] if len(s) > 1 else s),
    "down to 0": lambda s: (
        [*s, *range(s[-1] - 1, -1, -1)] if s[0] >= s[-1]
        else [*range(s[0]), *s]),
    "down to 1": lambda s: (
        [*s, *range(s[-1] - 1, 0, -1)] if s[0] >= s[-1] else s),
}
