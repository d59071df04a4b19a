"""What could stand in a place of a submission instead of what does.

A value of the derivation in the place of an expression's values; or another
statement, another loop, an index one off, a copy, rows of their own.
"""

import ast
from collections.abc import Callable, Iterator
from copy import copy, deepcopy
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any, TypeAlias

from rnn_pure.diagnosis.places import Place, name_of, targets_of
from rnn_pure.diagnosis.series import (
    Numbers,
    Possible,
    Series,
    Way,
    is_matrix,
)
from rnn_pure.diagnosis.values import Bank, Value, close, flat
from rnn_pure.diagnosis.wrapping import Submission

Put: TypeAlias = Callable[[int, Any], Any]
EVENTS = 60_000


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
class Candidate:
    """A change: the first event that it alters, its place, what it is.

    what is a formula, or the change's name in ownline.ini; edit is whether
    the program is changed, and not a value.
    """

    first: int
    place: int
    what: str
    put: Put = lambda i, value: value
    edit: bool = True
    late: bool = False  # something that was given would be made up


class Candidates:
    """Every change that may mend a submission, the earliest first."""

    def __init__(self, made: Submission, bank: Bank, seen: Recording):
        self.made, self.bank, self.seen = made, bank, seen
        self.series = Possible(bank)

    def all(self) -> list[Candidate]:
        found: list[Candidate] = []
        for k, place in enumerate(self.made.places):
            events = self.seen.at.get(k, [])
            if place.kind == "value" and events:
                found += self._values(k, place, events)
                found += self._objects(k, place, events)
            elif place.kind == "loop" and events:
                found += [Candidate(events[0].at, k, what, put)
                          for what, put in LOOPS.items()]
            elif place.new:
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

    # statements

    @cached_property
    def _met(self) -> dict[tuple[ast.stmt, str], list[list[Event]]]:
        """What passes the places of a kind in a statement."""
        found: dict[tuple[ast.stmt, str], list[list[Event]]] = {}
        for k, place in enumerate(self.made.places):
            if k in self.seen.at:
                found.setdefault((place.statement, place.kind), []).append(
                    self.seen.at[k])
        return found

    def _statements(self, k: int, place: Place) -> Iterator[Candidate]:
        """Another statement or expression; or not at every time."""
        s = place.statement
        series = self._met.get((s, "after")) or self._met.get((s, "value"))
        if not series:
            return
        if place.kind == "added":
            if len(series[-1]) > 1 and not self._read_around(place):
                yield Candidate(series[-1][1].at, k, place.kind)
            return
        bad = [e.at for events in series for e in events if not e.right]
        if place.kind == "compared":
            yield Candidate(series[0][0].at, k, place.kind)
        elif bad:
            yield Candidate(min(bad), k, place.kind)

    def _read_around(self, place: Place) -> bool:
        """Whether the outermost loop reads what the statement stores."""
        s = place.node
        stored = ast.unparse(targets_of(s)[0])
        return any(
            ast.unparse(n) == stored and isinstance(n.ctx, ast.Load)
            and not s.lineno <= n.lineno <= s.end_lineno
            for outer in place.loops[:1] for n in ast.walk(outer)
            if isinstance(n, ast.Name | ast.Attribute | ast.Subscript)
        )

    # copies, rows, indices

    def _objects(
        self, k: int, place: Place, events: list[Event]
    ) -> Iterator[Candidate]:
        thing, first = self.seen.things[k], events[0].at
        top = _is_top(place)
        used = not isinstance(place.statement, ast.Expr)
        kept = top or (isinstance(place.owner, ast.keyword) and used) or (
            isinstance(place.owner, ast.Call) and name_of(
                place.owner.func) in ("append", "insert"))
        if isinstance(thing, list) and thing and isinstance(
            thing[0], list
        ) and (top or len(events) == 1):
            yield Candidate(first, k, "rows",
                            lambda i, v: [copy(row) for row in v])
        if kept and type(thing).__name__ in ("list", "ndarray") and isinstance(
            place.node, ast.Name | ast.Attribute | ast.Subscript
        ):
            yield Candidate(first, k, "copy", lambda i, v: deepcopy(v))

    # values

    def _values(
        self, k: int, place: Place, events: list[Event]
    ) -> Iterator[Candidate]:
        """The derivation's values that could stand there."""
        size, model, s = len(events[0].numbers), None, place.statement
        if size == 1 and place.node is getattr(s, "value", None):
            # one number for all entries
            for first, *_ in self._met.get((s, "after"), [])[:1]:
                model = self.seen.things[first.place]
            size = len(flat(model)) if hasattr(model, "reshape") else 1
        if events[-1].at < self.forward or not self._may_be_wrong(
            place, events, size
        ):
            return
        right = events[0].right is True and events[-1].right is True
        leaf = isinstance(
            place.node, ast.Name | ast.Attribute | ast.Subscript)
        handed_on = isinstance(s, ast.Return) and _is_top(place)
        fits, known, given = [], 0, all(e.given for e in events)
        for way in self.series(len(events), size):
            value, series = way.one, way.series
            if (value.kind == "given" and right and not given) or (
                leaf and size == 1 and value.t and is_matrix(value)
            ):
                continue
            same = [*map(_same, events, series)]
            if all(same):  # it is there already, in this order
                known = known or way.order
            elif len(series) == 1 or not all(
                map(_same, events, series[::-1])
            ):  # and is not only turned in time
                fits.append((way, frozenset(way.of), same))
        agreeing = {of for _, of, same in fits if any(same)}
        for way, of, same in fits:
            # of two orders in time the one that agrees with what is there
            if way.order * known >= 0 and (
                known or any(same) or of not in agreeing
            ):
                i = same.index(False)
                # for the δ of this step that of the next: then rather the
                # other factor, z, is of the step before
                moved = way.one.name == f"δre_{way.one.t + 1}" and (
                    self.name(events, i)[:3] == "δre")
                yield Candidate(
                    events[i].at, k, way.name(i), _put(way.series, model),
                    False, moved or (given and (
                        way.one.kind != "given" or handed_on)))

    def name(self, events: list[Event], i: int) -> str:
        """Whose numbers pass a place at the i-th time; or one entry each."""
        event = events[i]
        if event.value or len(event.numbers) > 1:
            zero = "0" if event.right else ""
            return event.value.name if event.value else zero
        return next((way.name(i) for way in self._one_by_one(events)), "")

    def _one_by_one(self, events: list[Event]) -> Iterator[Way]:
        got = [e.numbers[0] for e in events]
        return (way for way in self.series(len(events), 1)
                if close(got, [n[0] for n in way.series if n]))

    def _may_be_wrong(
        self, place: Place, events: list[Event], size: int
    ) -> bool:
        """Not what was given, not numbers that only count."""
        node, s = place.node, place.statement
        if any(len(e.numbers) not in (size, 1) for e in events) or not size:
            return False
        if type(self.seen.things[events[0].place]) is int and all(
            n.is_integer() for e in events for n in e.numbers
        ):
            return False
        if size > 1:
            named = isinstance(node, ast.Name | ast.Attribute)
            shown = _is_top(place) or (
                isinstance(s, ast.Return | ast.AugAssign | ast.Expr)
            )
            return shown or not named
        return len(events) == 1 or not any(
            way.one.kind == "given" and way.one.t
            for way in self._one_by_one(events))


def _is_top(place: Place) -> bool:
    """Whether it is what a statement stores or returns, or a part of it."""
    node, s = place.node, place.statement
    value = getattr(s, "value", None)
    if not isinstance(s, ast.Assign | ast.AugAssign | ast.Return):
        return False
    parts: list[Any] = getattr(value, "elts", getattr(value, "values", []))
    return node is value or any(node is part for part in parts)


def _same(event: Event, numbers: Numbers | None) -> bool:
    return numbers is None or close(event.numbers, numbers)


def _put(series: Series, model: Any) -> Put:
    def put(i: int, value: Any) -> Any:
        numbers = series[i] if i < len(series) else None
        return value if numbers is None else like(
            value if model is None else model, numbers)
    return put


def like(value: Any, numbers: Numbers) -> Any:
    """These numbers in the shape of a value."""
    if hasattr(value, "reshape"):
        made = (value * 0.0).ravel()
        made[:] = numbers
        return made.reshape(value.shape)[()]
    rest = iter(numbers)

    def filled(part: Any) -> Any:
        if isinstance(part, list | tuple):
            return type(part)(e if e is None else filled(e) for e in part)
        return next(rest)
    return filled(value)


def _steps(change: Callable[[list[Any]], list[Any]]) -> Put:
    """Another order or other bounds of a loop."""
    return lambda i, value: change(steps) if (steps := [*value]) else steps


LOOPS: dict[str, Put] = {
    "reversed": _steps(lambda s: s[::-1]),
    "without the last": _steps(lambda s: s[:-1]),
    "without the first": _steps(lambda s: s[1:]),
    "one more at the end": _steps(lambda s: (
        [*s, 2 * s[-1] - s[-2]] if len(s) > 1 and min(s) >= 0 else s)),
    "one more at the beginning": _steps(lambda s: (
        [2 * s[0] - s[1], *s] if len(s) > 1 else s)),
    "down to 0": _steps(lambda s: (
        [*s, *range(s[-1] - 1, -1, -1)] if s[0] >= s[-1]
        else [*range(s[0]), *s])),
    "down to 1": _steps(lambda s: (
        [*s, *range(s[-1] - 1, 0, -1)] if s[0] >= s[-1] else s)),
}
