"""Which mistakes of the table act like this.

First every mistake by itself; then one in all sums, or in a kind of them.
Then, for each wrong equation, those of its variants whose line gives what the
student has from his own deltas: two wrong equations are two names. What is
named gives all of the student's numbers, on every network.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property
from itertools import islice, product
from typing import Any

from rnn_pure.diagnosis.clock import Lines, judge_lines
from rnn_pure.mistakes import Variant, changes_of, variants, variants_of
from rnn_pure.stand import Deltas, Inputs, World, numbers, run, same, truth

Ways = tuple[Variant, ...]  # made together
SUMS = (  # those that have one mistake together
    ("W_in", "W_re", "b", "W_out", "b_out"), ("W_in", "W_re", "W_out"),
    ("W_in", "W_re", "b"), ("b", "b_out"), ("W_out", "b_out"),
)
MOST = 200  # of combinations


@dataclass(frozen=True, eq=False)
class Seen:
    """The gradients that came on one network, in one world."""

    name: str
    given: Inputs
    world: World
    fields: dict[str, Any]
    tolerance: float

    @cached_property
    def own(self) -> Deltas:
        """The student's own deltas, on a clock."""
        lines = judge_lines(
            self.given, self.world, self.fields, self.tolerance
        )
        return lines.own

    @cached_property
    def wrong(self) -> list[str]:
        true = truth(self.given, self.world)
        return [
            field for field, value in self.fields.items()
            if not same(value, true[field], self.tolerance)
        ]

    @property
    def right(self) -> bool:
        return not self.wrong

    def agrees(self, got: dict[str, Any]) -> bool:
        """Whether these are the numbers; a sum over nothing is zero."""
        def other(field: str) -> list[float]:
            n = len([*numbers(self.fields[field])])
            return [*numbers(got.get(field))] or [0.0] * n

        return bool(got) and all(
            same(value, other(field), max(self.tolerance, 1e-7))
            for field, value in self.fields.items()
        )


def names(
    seen: list[Seen], lines: Lines, clocks: list[Seen]
) -> list[Ways]:
    """What gives the same numbers; several, where none can tell them apart."""
    first = sorted(seen, key=lambda s: s.right)  # the wrong ones
    found = [some for some in _together(seen) if _acts_like(some, first)]
    if not found:
        fitting = [
            [v for v in variants() if v.stage == place
             and all(_gives(v, place, s) for s in clocks)]
            for place in lines.places
        ]
        if fitting and all(fitting):
            found = [
                some for some in islice(product(*fitting), MOST)
                if _acts_like(some, first)
            ]
    by_numbers: dict[frozenset[int], Ways] = {}
    for some in found:
        by_numbers.setdefault(frozenset(v.number for v in some), some)
    return [*by_numbers.values()]


def _acts_like(some: Ways, seen: list[Seen]) -> bool:
    changes = changes_of(*some)
    return all(s.agrees(run(s.given, s.world, changes)) for s in seen)


def _together(seen: list[Seen]) -> Iterator[Ways]:
    """Each variant by itself; one mistake in many sums; any clipping."""
    by_key: dict[str, list[Variant]] = {}
    for variant in variants():
        yield (variant,)
        by_key.setdefault(variant.key, []).append(variant)
    most = {
        max(map(abs, numbers([*s.fields.values()])), default=0.0)
        for s in seen if s.name == "large"
    } - {0.0}
    at = repr(most.pop()) if len(most) == 1 else ""
    if at[:1].isdecimal():
        by_key[at] = [*variants_of("13 each entry", at)]
    yield from (
        group for some in by_key.values() if len(some) > 2 for sums in SUMS
        if len(group := tuple(v for v in some if v.stage in sums)) > 1
    )


def _gives(variant: Variant, place: str, s: Seen) -> bool:
    """Whether its line, from the student's deltas, gives what he has."""
    got = run(s.given, s.world, variant.changes, s.own)
    has = {"out": s.own[0], "re": s.own[1]} | s.fields
    return bool(got) and same(has[place], got[place], 1e-6)
