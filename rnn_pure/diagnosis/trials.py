"""How a function is to be called, and for which f, g and E it is meant.

Every layout is asked on unequal sizes; one answer is compared with all worlds.
The way in which most is right is the way that is meant.
"""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import Any, Final, Protocol

from rnn_pure.diagnosis.answers import Answer
from rnn_pure.diagnosis.calling import Plan
from rnn_pure.diagnosis.clock import judge_lines
from rnn_pure.diagnosis.layouts import Layout
from rnn_pure.diagnosis.naming import Seen
from rnn_pure.diagnosis.nets import GIVEN, WORLDS, inputs
from rnn_pure.stand import FACTORS, World, numbers, same, truth

EXACT, SINGLE = 1e-7, 1e-4
IN_WORLD = tuple(  # for what is given its states
    w for w in WORLDS if w.f != "identity"
    and (w.g == "identity" or w.f in ("tanh", "sigmoid"))
)
STOPPED: Final = ("time", "died")


class Asked(Protocol):
    """Process, or Here."""

    about: dict[str, Any]

    def ask(self, question: dict[str, Any]) -> dict[str, Any]:
        """The answer of child.answer."""

    def mark(self, question: dict[str, Any]) -> dict[str, Any]:
        """The answer of ownline.answer."""


@dataclass(frozen=True, eq=False)
class Way:
    """How it is called, and what it is taken for."""

    plan: Plan
    layout: Layout
    world: World


@dataclass(frozen=True)
class Failure:
    """A way in which nothing came that could be judged."""

    plan: Plan
    layout: Layout
    answer: Answer
    place: int  # of the plan among others

    @property
    def far(self) -> tuple[Any, ...]:
        """How much it tells: the call that came farthest is shown."""
        a = self.answer
        return (
            a.problem in STOPPED, a.own, bool(a.shapes and a.fields),
            -self.place, a.problem == "nothing", a.line,
        )


class Trials:
    """What came of every question, each asked once."""

    def __init__(self, asked: Asked, seed: int) -> None:
        self.asked, self.seed = asked, seed
        self.known: dict[Any, Answer] = {}
        self.failures: list[Failure] = []

    def ask(
        self, way: Way, name: str, more: int = 0, again: bool = False
    ) -> tuple[Answer, Seen]:
        """The answer on a network; more: another one of its kind."""
        plan, layout, world = way.plan, way.layout, way.world
        near = name in ("small", "large", "zero")
        given = inputs(
            name, plan.shape(layout), self.seed + more,
            replace(world, factor="1") if near else None,
        )
        key = id(plan), layout, id(given), plan.in_world and world
        if again or key not in self.known:
            said = self.asked.ask(plan.question([given], layout, world))
            self.known[key] = plan.read(said, given, layout)
        answer = self.known[key]
        tolerance = SINGLE if answer.single else EXACT
        return answer, Seen(name, given, world, answer.fields, tolerance)

    # --- the best way -------------------------------------------------------

    def best(self, plans: list[Plan], net: str = "unequal") -> list[Way]:
        """The ways in which most is right; several where worlds tie."""
        most, found = -1.0, list[Way]()
        numpy = bool(self.asked.about["numpy"])

        def tried() -> Iterator[tuple[int, Plan, Layout]]:
            for place, plan in enumerate(plans):
                for layout in plan.layouts(numpy):
                    if layout.last and most >= 0.99:
                        break
                    yield place, plan, layout
            if found and not (found[0].plan.in_world or found[0].layout.ints):
                way = found[0]  # who takes an argmax takes no others
                for hot in "d", "xd":
                    yield 0, way.plan, replace(way.layout, hot=hot)

        for place, plan, layout in tried():
            ranked, stopped = self._of_layout(plan, layout, net, place)
            for right, way in ranked:
                if right > most:
                    most, found = right, []
                if right == most:
                    found.append(way)
            if stopped or most == 1:
                return found
        lines = [*map(self._lines, found)]
        top = max(lines, default=0)
        best = [found[k] for k, n in enumerate(lines) if n == top]
        return [way for way in best if way.plan is best[0].plan
                and way.layout == best[0].layout]

    def _of_layout(
        self, plan: Plan, layout: Layout, net: str, place: int
    ) -> tuple[list[tuple[float, Way]], bool]:
        """How much is right in each world; whether it never ends."""
        ranked: list[tuple[float, Way]] = []
        for asked in IN_WORLD if plan.in_world else (World(),):
            answer, seen = self.ask(Way(plan, layout, asked), net)
            if not answer.fits:
                self.failures.append(Failure(plan, layout, answer, place))
                if answer.problem in STOPPED or "MemoryErr" in answer.what:
                    return ranked, True
                continue
            for world in self._worlds(plan, layout, asked, seen):
                wrong = replace(seen, world=world).wrong
                right = 1 - len(wrong) / len(seen.fields)
                if not {"W_in", "W_re"} <= seen.fields.keys():
                    right -= 0.5  # perhaps it is a part of what is meant
                if not any(numbers([*seen.fields.values()])):
                    right = -0.5  # its loop has not run: any other is likelier
                ranked.append((right, Way(plan, layout, world)))
            if {"f", "error"} <= {*answer.read} or any(
                right == 1 for right, _ in ranked
            ):
                break
        return ranked, False

    def _lines(self, way: Way) -> int:
        """How many of the clock's lines are right, where that matters."""
        if way.plan.in_world and way.world.f != "tanh":
            return 0
        answer, seen = self.ask(way, "clock")
        if not answer.fits:
            return 0
        return judge_lines(
            seen.given, seen.world, seen.fields, seen.tolerance
        ).right

    def _worlds(
        self, plan: Plan, layout: Layout, asked: World, seen: Seen
    ) -> Iterator[World]:
        """The worlds that one answer is compared with."""
        if plan.in_world:
            yield asked
            return
        some = list(GIVEN if plan.given else WORLDS)
        if layout.ints or layout.hot:  # classes are a softmax's
            some.sort(key=lambda w: w.error != "softmax_cross_entropy")
        yield from some
        if not plan.given:
            yield from (
                replace(world, factor=factor) for world in some
                if (factor := factor_of(replace(seen, world=world)))
            )


def factor_of(seen: Seen) -> str:
    """The constant that δout, and so W_out and b_out, are times; "" for 1."""
    true = truth(seen.given, seen.world)
    fields = [f for f in ("W_out", "b_out") if f in seen.fields]
    has = [*numbers([seen.fields[f] for f in fields])]
    due = [*numbers([true[f] for f in fields])]
    if not any(due):
        return ""
    _, _, n_out, T = seen.given.sizes
    for name, by in FACTORS.items():
        by_ = by(T, n_out)
        if name != "1" and same(has, [by_ * k for k in due], 1e-5):
            return name
    return ""
