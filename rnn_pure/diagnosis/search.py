"""The fewest known mistakes that give the numbers that were seen.

Factored, so that three mistakes cost no product of all by all: definition 3
is settled by ∂E/∂W_out and ∂E/∂b_out alone, equation 5 is tried with what is
left of it, and then every sum is matched by itself.
"""

from collections.abc import Iterator
from functools import cache
from itertools import chain, combinations, permutations
from typing import Any

from rnn_pure import backprop
from rnn_pure.diagnosis.seen import OUT, RE, Seen, flat, value_of
from rnn_pure.mistakes import Variant, changed, source, variants, wrong_bptt
from rnn_pure.rnn import Gradients

Ways = tuple[Variant, ...]
FAILS = (ArithmeticError, TypeError, ValueError, IndexError)


@cache
def numbers(ways: Ways) -> frozenset[int]:
    """Which mistakes these are ways of making."""
    return frozenset(way.number for way in ways)


@cache
def combined(stage: str, most: int) -> tuple[Ways, ...]:
    """No way, each way, and each two ways, that begin in a stage."""
    own = [way for way in variants() if way.stage == stage]
    text = source()
    if stage not in ("out", "re"):
        text = _sum_of(stage) or source()
    found: list[Ways] = [(), *((way,) for way in own)]
    if most > 1:
        for pair in combinations(own, 2):
            if pair[0].number == pair[1].number:
                continue
            for ways in permutations(pair):
                if changed(text, ways) is not None:
                    found.append(ways)
                    break
    return tuple(found)


@cache
def _sum_of(field: str) -> str:
    """The text that bptt adds up a gradient with."""
    _, found, after = source().partition(f"    dE_d{field} = ")
    return after.partition("  # ")[0] if found else ""


@cache
def _code(text: str) -> Any:
    return compile(text, "a sum with a mistake", "eval")


class Search:
    """For the answers to several cases: the mistakes that explain them all."""

    def __init__(self, seen: list[Seen]) -> None:
        self.seen = seen
        self.fields = [
            field for field in (*OUT, *RE)
            if any(field in one.fields for one in seen)
        ]
        self.runs: dict[tuple[Ways, int], Gradients | None] = {}
        self.matched: dict[tuple[Ways, str, Ways], bool] = {}
        self.harmless: set[Variant] = {
            way
            for stage in ("out", "re")
            for way in chain.from_iterable(combined(stage, 1))
            if all(
                self._run((way,), k) == self._run((), k)
                for k in range(len(seen))
            )
        }

    def explanations(self, count: int) -> list[Ways]:
        """Every set of count mistakes, one way of making each set."""
        found: dict[frozenset[int], Ways] = {}
        most = min(count, 2)
        if all(map(self._is_zero, ("W_in", "W_re"))):
            return []  # too many mistakes together make nothing of it
        for out in self._harmful("out", most):
            outs = self._options(out, OUT, count)
            if outs is None:
                continue
            for re in self._harmful("re", most):
                ways = _joined(out, re)
                if ways is None or len(numbers(ways)) > count:
                    continue
                options = self._options(ways, RE, count)
                if options is None:
                    continue
                for chosen in _chosen([*outs, *options], ways, count):
                    other = found.setdefault(numbers(chosen), chosen)
                    if len(chosen) < len(other):
                        found[numbers(chosen)] = chosen
        return [ways for ways in found.values() if len(numbers(ways)) == count]

    def _is_zero(self, field: str) -> bool:
        return not any(any(one.fields.get(field, ())) for one in self.seen)

    def explainable(self) -> bool:
        """Whether one mistake at most explains what the output saw."""
        return any(
            self._options(out, OUT, 1) is not None
            for out in self._harmful("out", 1)
        )

    def _harmful(self, stage: str, most: int) -> Iterator[Ways]:
        """Those of which each way makes a difference in some case."""
        for ways in combined(stage, most):
            if self.harmless.isdisjoint(ways):
                yield ways

    def _options(
        self, base: Ways, fields: tuple[str, ...], count: int
    ) -> list[list[Ways]] | None:
        """For every field the ways to add it up that match; None: none."""
        options = []
        for field in fields:
            if field not in self.fields:
                continue
            fitting = [
                ways
                for ways in combined(field, min(count, 2))
                if len(numbers(base + ways)) <= count
                and self._matches(base, field, ways)
            ]
            if not fitting:
                return None
            options.append(fitting)
        return options

    def _matches(self, base: Ways, field: str, ways: Ways) -> bool:
        key = base, field, ways
        if key not in self.matched:
            self.matched[key] = all(
                self._is_seen(k, field, self._value(base, field, ways, k))
                for k, one in enumerate(self.seen)
                if field in one.fields
            )
        return self.matched[key]

    def _is_seen(self, k: int, field: str, value: Any) -> bool:
        """Whether it is; of one step no share may be left to add up."""
        if len(self.seen[k].case.xs) == 1 and not flat(value or []):
            return value is None or not any(self.seen[k].fields[field])
        return value is not None and self.seen[k].has(field, value)

    def _value(self, base: Ways, field: str, ways: Ways, k: int) -> Any:
        """The gradient that these mistakes would give; None where none."""
        if not ways or not _sum_of(field):
            gradients = self._run(base + ways, k)
            return gradients and value_of(gradients, field)
        gradients, case = self._run(base, k), self.seen[k].case
        text = changed(_sum_of(field), ways)
        if gradients is None or text is None:
            return None
        T = len(case.xs)
        names = vars(backprop) | {
            "delta_out": gradients.delta_out, "delta_re": gradients.delta_re,
            "x": case.states.x, "z": case.states.z, "T": T, "rnn": case.rnn,
        }
        try:
            return eval(_code(text), names)
        except FAILS:
            return None

    def _run(self, ways: Ways, k: int) -> Gradients | None:
        key = ways, k
        if key not in self.runs:
            function, case = wrong_bptt(*ways), self.seen[k].case
            try:
                self.runs[key] = function and function(
                    case.rnn, case.states, case.ds
                )
            except FAILS:
                self.runs[key] = None
        return self.runs[key]


def _joined(out: Ways, re: Ways) -> Ways | None:
    """Both, in an order in which the texts fit; None where there is none."""
    for ways in out + re, re + out:
        if changed(source(), ways) is not None:
            return ways
    return None


def _chosen(
    options: list[list[Ways]], base: Ways, count: int
) -> Iterator[Ways]:
    """One way for each field, with no more mistakes than count in all."""
    if not options:
        yield base
        return
    for ways in sorted(options[0], key=len):
        if len(numbers(base + ways)) <= count:
            yield from _chosen(options[1:], base + ways, count)
