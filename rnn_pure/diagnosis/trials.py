"""How a function is to be called, and for which f, g and E it is meant.

With (rnn, states, ds) it is told f, g and E by the network: those that it
never asks for it takes for granted. A function of sequences and weights takes
all for granted. What is taken for granted is tried in turn.
"""

from collections.abc import Iterator
from dataclasses import replace
from itertools import product
from math import isfinite
from typing import NamedTuple, Protocol

from rnn_pure.activations import identity, softsign, tanh
from rnn_pure.checks import WEIGHTS
from rnn_pure.diagnosis.answers import Answer
from rnn_pure.diagnosis.arguments import Wants
from rnn_pure.diagnosis.cases import FS, OUTPUTS, Case, World, case
from rnn_pure.diagnosis.layouts import Layout
from rnn_pure.diagnosis.seen import Seen, seen_from, times
from rnn_pure.losses import ERRORS, squared_error
from rnn_pure.rnn import total_error

EXACT, SINGLE = 1e-9, 1e-5
CURVED = tuple(f for f in FS if f is not identity)


class Setup(NamedTuple):
    """What a function takes for granted, and how it wants its vectors.

    own: its gradients are read as those of the E that it returns.
    """

    world: World
    layout: Layout
    own: bool = False


class Asked(Protocol):
    """A submission, here or in another process."""

    @property
    def wants(self) -> Wants: ...

    @property
    def readings(self) -> list[Wants]: ...

    @property
    def layouts(self) -> tuple[Layout, ...]: ...

    def read_as(self, k: int) -> None:
        """Take its parameters for what one of the readings says."""

    def fresh(self) -> "Asked | None":
        """The same, never asked before; None where that cannot be had."""

    def ask(
        self, world: World, name: str, seed: int, layout: Layout
    ) -> Answer:
        """The answer to one case."""


class Trials:
    """The answers of a submission, each asked for once."""

    def __init__(self, asked: Asked, seed: int) -> None:
        self.asked, self.seed = asked, seed
        self.answers: dict[tuple[Setup, str], Answer] = {}
        self.ended: Answer | None = None  # no more is asked after this

    def ask(self, setup: Setup, name: str) -> Answer:
        """The answer to one case."""
        key = setup._replace(own=False), name
        if key not in self.answers:
            if self.ended:
                return self.ended
            self.answers[key] = answer = self.again(setup, name)
            if answer.problem in ("time", "died"):
                self.ended = replace(answer, problem="unasked")
        return self.answers[key]

    def is_asked(self, name: str) -> bool:
        """Whether it was, or can be: not once a call did not end."""
        asked = {case for (_, case), a in self.answers.items()
                 if a.problem != "unasked"}
        return not self.ended or name in asked

    def problem(self, setup: Setup) -> Answer:
        """What came of the clock; or what came first and went wrong."""
        answers = [self.ask(setup, "clock"), *self.answers.values()]
        return next(a for a in answers if a.problem != "unasked")

    def again(self, setup: Setup, name: str) -> Answer:
        """The answer, asked for once more."""
        return self.asked.ask(setup.world, name, self.seed, setup.layout)

    def case(self, setup: Setup, name: str) -> Case:
        return case(setup.world, name, self.seed)

    def seen(self, setup: Setup, name: str, tolerance: float) -> Seen:
        """What a case showed."""
        fields = self.ask(setup, name).fields
        if setup.own:
            by = self.own_E(setup, name)
            fields = {k: times(1 / by, v) for k, v in fields.items()}
        if tolerance == SINGLE and name in ("large", "small"):
            tolerance *= 100  # large exponents and differences lose digits
        return seen_from(self.case(setup, name), fields, tolerance)

    def score(self, setup: Setup) -> int:
        """How many gradients are right on the clock, nearly at least."""
        seen = self.seen(setup, "clock", SINGLE)
        return sum(map(seen.is_right, seen.fields))

    def setups(self) -> list[Setup]:
        """All that can be called, the likeliest first; or one that fails."""
        if self.asked.wants.takes_states:
            return self._of_the_package()
        fitting = [*self._called()]
        worlds = [
            Setup(world, layout)
            for last, layout in fitting
            for world in self._left(last, layout)
        ]
        return worlds or [self._most_telling()]

    def _of_the_package(self) -> list[Setup]:
        """By what it asks the network for."""
        layout = Layout()
        first = Setup(World(tanh, softsign, squared_error), layout)
        self.ask(first, "unequal")  # tells a tuple's entries apart
        read = self.ask(first, "clock").read
        # without f′ it would be right for the identity, which f never is here
        fs = (tanh,) if "f" in read else CURVED
        if "error" in read and ("g" in read or "f" in read):
            pairs = [(softsign, squared_error)]
        elif "g" in read:
            pairs = [(softsign, error) for error in ERRORS]
        elif "error" in read:
            pairs = [p for p in OUTPUTS if p[1] is squared_error]
        else:
            pairs = [*OUTPUTS]
        return [
            Setup(World(f, g, error), layout)
            for f, (g, error) in product(fs, pairs)
        ]

    def _called(self) -> Iterator[tuple[bool, Layout]]:
        """Whether for the last target only, and how it can be called."""
        one = self.asked.wants.one_target
        for name in "unequal", "clock":
            found = [
                (last, layout)
                for last in (one, not one)
                for layout in self.asked.layouts
                if (answer := self.ask(self._first(last, layout), name)).fits
                and not answer.is_broadcast
            ]
            if found:
                yield from found
                return

    def _first(self, last: bool, layout: Layout) -> Setup:
        return Setup(self._worlds(last, layout)[0], layout)

    def _worlds(self, last: bool, layout: Layout) -> list[World]:
        """What such a function may take for granted.

        f is the identity only for one whose own forward pass can say so.
        """
        without = self.asked.wants.without
        fs = FS if self.asked.wants.goes_forward else CURVED
        return [
            World(f, g, error, last, without, layout.ints)
            for f, (g, error) in product(fs, OUTPUTS)
            if not layout.ints or error is not squared_error
        ]

    def _left(self, last: bool, layout: Layout) -> list[World]:
        """Less those that it asks a network about."""
        worlds = self._worlds(last, layout)
        read = self.ask(self._first(last, layout), "clock").read
        if {"error", "f"} <= {*read} or {"error", "g"} <= {*read}:
            worlds = [replace(worlds[0], g=softsign)]
        elif "error" in read:
            worlds = [w for w in worlds if w.error is squared_error]
        if "f" in read:
            worlds = [w for w in worlds if w.f is worlds[0].f]
        return worlds

    def _most_telling(self) -> Setup:
        """Where nothing fits: that which came farthest."""
        last = self.asked.wants.one_target
        tried = [self._first(last, layout) for layout in self.asked.layouts]

        def came(setup: Setup) -> tuple[int, int, int]:
            answer = self.ask(setup, "clock")
            kinds = [
                "time", "died", "exits", "", "nothing", "raises", "unasked",
            ]
            kind = kinds.index(answer.problem) + 3 * answer.is_broadcast
            return kind, -len(answer.fields), -answer.line

        return min(tried, key=came)

    def generally(self, setup: Setup) -> bool:
        """Whether it is right for another f, g and E, too."""
        other = replace(setup.world, f=softsign, g=tanh, error=OUTPUTS[1][1])
        setup = Setup(other, setup.layout)
        return self.asked.wants.takes_states and self.is_right(
            setup, "clock", EXACT
        )

    def is_right(self, setup: Setup, name: str, tolerance: float) -> bool:
        """Whether all that was asked for is there, and right."""
        answer = self.ask(setup, name)
        seen = self.seen(setup, name, tolerance)
        if not answer.fits or self.lacking(setup, name):
            return False
        return any(
            all(seen.is_right(field, by) for field in seen.fields)
            for by in (1.0, self.own_E(setup, name))
        )

    def own_E(self, setup: Setup, name: str) -> float:
        """How many times ours the E is that the function returned, if any."""
        E, at = self.ask(setup, name).E, self.case(setup, name)
        ours = float(total_error(at.rnn, at.states, at.ds))
        return E / ours if E and ours and isfinite(E) else 1.0

    def returns_weights(self, setup: Setup) -> bool:
        """Whether what it returns are the weights themselves."""
        seen = self.seen(setup, "clock", EXACT)
        rnn = seen.case.rnn
        held = [w for w in WEIGHTS if w in seen.fields]
        return bool(held) and all(
            seen.has(name, getattr(rnn, name)) for name in held
        )

    def lacking(self, setup: Setup, name: str) -> list[str]:
        """The gradients of weights that it knows of and does not return."""
        answer = self.ask(setup, name)
        return [
            weight
            for weight in WEIGHTS
            if weight not in setup.world.without
            and weight not in {*answer.fields, *answer.shapes}
        ]
