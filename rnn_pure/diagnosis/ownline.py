"""The one expression of a submission that is to blame.

*An expression is to blame if a value of the derivation, put in its place,
makes the answer right.* The file runs again and again with one place changed;
of the changes that make most gradients right the one that alters the earliest
event is marked. So it says at once where, what is there, and what belongs.

The derivation's values are in the submission's process here: so this runs
only after "wrong" has been said, by another process that had none, and
nothing that it returns changes that.
"""

import ast
import random
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field, replace
from functools import cached_property
from time import process_time
from traceback import extract_tb
from types import ModuleType
from typing import Any

from rnn_pure.activations import sigmoid
from rnn_pure.checks import WEIGHTS
from rnn_pure.diagnosis.calling import Plan
from rnn_pure.diagnosis.candidates import (
    Candidate,
    Candidates,
    Event,
    Recording,
)
from rnn_pure.diagnosis.layouts import Layout
from rnn_pure.diagnosis.nets import inputs
from rnn_pure.diagnosis.values import Bank, close, flat
from rnn_pure.diagnosis.wrapping import Endless, Place, Submission, targets_of
from rnn_pure.losses import softmax
from rnn_pure.stand import Inputs, World, states, truth

STEPS = 4
NEAR = 0.1  # how far targets are from y at first, so that nothing is clipped
SIZES = "unequal", "clock"  # nets of three sizes, and of one
WATCHED = "value", "after", "kept", "loop", "turn", "test"


@dataclass
class Row:
    """A line and, for each step, whose value it makes, and whether rightly."""

    line: int
    text: str
    cells: list[tuple[str, bool | None]]


@dataclass
class Mark:
    """An expression, what it computes, and what belongs there.

    kind is value, or what else is to be changed: a section of ownline.ini.
    With that alone changed, repaired of the wrong gradients become right.
    """

    kind: str
    line: int
    column: int = 0
    end_line: int = 0
    end_column: int = 0
    expression: str = ""
    computes: str = ""
    belongs: str = ""
    alone: bool = False  # right by itself, and something is missing
    repaired: int = 0
    of: int = 0
    steps: list[int] = field(default_factory=list)
    rows: list[Row] = field(default_factory=list)


@dataclass
class Budget:
    """How many runs of the submission, and how many seconds of CPU."""

    runs: int = 2500
    seconds: float = 6.0

    def __post_init__(self) -> None:
        self.end = process_time() + self.seconds

    def take(self) -> bool:
        self.runs -= 1
        return self.runs >= 0 and process_time() < self.end


@dataclass(frozen=True, eq=False)
class Case:
    """One call of the submission, and what is right there."""

    plan: Plan
    layout: Layout
    world: World
    many: list[Inputs]

    @cached_property
    def question(self) -> Any:
        return self.plan.question(self.many, self.layout, self.world)

    @cached_property
    def bank(self) -> Bank:
        return Bank(self.many, self.world, self.plan.headless)

    @cached_property
    def right(self) -> dict[str, list[float]]:
        made = [truth(given, self.world) for given in self.many]
        found = {w: [*map(sum, zip(*(flat(g[w]) for g in made)))]
                 for w in WEIGHTS}
        if len(made) == 1:
            found |= {f: flat(made[0][f]) for f in ("x", "z_0")}
        return found

    def fields(self, said: Any) -> dict[str, list[float]]:
        """The answer's gradients; [] for one of another shape."""
        answer = self.plan.read(said, self.many[0], self.layout)
        found = {f: flat(v) for f, v in answer.fields.items()}
        found |= {f: [] for f in answer.shapes}
        return {f: v for f, v in found.items() if f in self.right}

    def which(self, fields: dict[str, list[float]]) -> dict[str, bool]:
        """Which of them are right."""
        return {f: close(v, self.right[f], 1e-5) for f, v in fields.items()}


def mark(
    text: str,
    module: ModuleType,
    ask: Callable[[Any], Any],
    plan: Plan,
    layout: Layout,
    world: World,
    budget: Budget | None = None,
) -> Mark | None:
    """The mark in a submission's text, which is imported as this module.

    ask puts a question of the plan to the module. None where the file is
    right wherever it is tried, or nothing in it can be blamed.
    """
    budget = budget or Budget()
    made = Submission(text, vars(module), str(module.__file__))
    raised: Mark | None = None
    for case in _cases(plan, layout, world):
        trial = Trial(case, made, ask, budget)
        if trial.error and raised:
            return raised
        if trial.error and None in case.many[0].ds:  # it may refuse that
            continue
        if trial.error:  # perhaps only where the sizes differ
            raised = trial.raised()
            if len(case.many) > 1:  # it takes one sequence at a time
                return None
        elif trial.changed:
            return trial.finished(trial.changes())
        elif not all(trial.ok.values()):
            return trial.finished(trial.blamed())
    return raised


def _cases(plan: Plan, layout: Layout, world: World) -> Iterator[Case]:
    """Small errors first, so that nothing is clipped; a batch last."""
    shape = plan.shape(layout)

    def given(sizes: str, far: float, seed: int = 0) -> Inputs:
        made = inputs(sizes, shape, seed)
        made = replace(made, xs=made.xs[-STEPS:], ds=made.ds[-STEPS:])
        if "d" in shape.hot:
            return made
        found = [_expected(y, world) for y in states(made, world).y[1:]]
        return replace(made, ds=[d and [
            p + far * (k - p) for p, k in zip(at, d)
        ] for at, d in zip(found, made.ds)])

    for sizes in SIZES:
        yield Case(plan, layout, world, [given(sizes, NEAR)])
    for sizes in ("large", "long"):
        yield Case(plan, layout, world, [inputs(sizes, shape, 0, world)])
    if plan.package:
        made = given(SIZES[0], NEAR)
        ds = [None if t == STEPS - 2 else d for t, d in enumerate(made.ds)]
        yield Case(plan, layout, world, [replace(made, ds=ds)])
    if layout.takes_batches and not layout.last:
        one, other = given(SIZES[0], NEAR), given(SIZES[0], NEAR, 1)
        yield Case(plan, layout, world, [
            one, replace(one, xs=other.xs, ds=other.ds, z_0=other.z_0)])


def _expected(y: list[float], world: World) -> list[float]:
    """The target at which there is no error."""
    return {
        "softmax_cross_entropy": softmax, "sigmoid_cross_entropy": sigmoid,
        "squared_error": list, "given": lambda y: [0.0] * len(y),
    }[world.error](y)


class Trial:
    """A submission in one case: watched once, then changed and run."""

    def __init__(
        self, case: Case, made: Submission, ask: Callable[[Any], Any],
        budget: Budget,
    ) -> None:
        self.case, self.made, self.ask = case, made, ask
        self.budget, self.places = budget, made.places
        said, self.error = self._asked()
        self.fields = {} if self.error else case.fields(said)
        self.ok = case.which(self.fields)
        self.changed = [] if self.error else [*said["changed"]]
        self.best: tuple[int, Candidate] | None = None

    def _asked(
        self, hook: Any = None, places: Any = ()
    ) -> tuple[Any, Exception | None]:
        return self.made.run(lambda: self.ask(self.case.question), hook,
                             places)

    @cached_property
    def seen(self) -> Recording:
        """What passes every place."""
        seen = Recording(self.case.bank)
        self._asked(seen, [k for k, place in enumerate(self.places)
                           if place.kind in WATCHED])
        return seen

    @property
    def events(self) -> list[Event]:
        return self.seen.events

    # marks

    def at(self, node: Any, kind: str, **said: Any) -> Mark:
        return Mark(
            kind, node.lineno, node.col_offset, node.end_lineno,
            node.end_col_offset, self.made.source(node), **said,
        )

    def finished(self, found: Mark | None) -> Mark | None:
        return found

    def raised(self) -> Mark | None:
        """The submission's own line in which an exception was raised."""
        error = self.error
        assert error is not None
        if isinstance(error, Endless):
            return Mark("endless", error.args[0])
        lines = [frame.lineno for frame in extract_tb(error.__traceback__)
                 if frame.filename == self.made.filename]
        said = f"{type(error).__name__}: {error}"
        return Mark("raises", lines[-1] or 0, computes=said) if lines else None

    def changes(self) -> Mark | None:
        """The statement after which what was given is another."""
        first: dict[int, tuple[Any, Any]] = {}
        found: list[int] = []

        def watch(k: int, value: Any) -> Any:
            name = getattr(self.places[k].node, "id", "")
            if name in self.changed:
                first.setdefault(id(value), (value, flat(value)))
            if not found and any(flat(v) != f for v, f in first.values()):
                found.append(k)
            return value

        self._asked(watch, [
            k for k, place in enumerate(self.places)
            if place.kind in ("value", "after")
        ])
        return self.at(self.places[found[0]].statement, "changed",
                       computes=", ".join(self.changed)) if found else None

    def blamed(self) -> Mark | None:
        """The change that makes most right; else what is known to be off."""
        wrong = [f for f, ok in self.ok.items() if not ok]
        if exchanged := self._exchanged(wrong):
            return exchanged
        candidates = Candidates(self.made, self.case.bank, self.seen).all()
        for late in range(3):
            mine = [c for c in candidates if late == self._late(c)]
            if late == 1:  # the last of them that mends it
                mine.reverse()
            self._consider([c for c in mine if c.edit])
            self._consider([c for c in mine if not c.edit])
            if self.best and (late or self.best[0] == len(self.ok)):
                break
        self._onto_copy(candidates)
        if self.best is None or self._gathers(self.best[1]):
            if shared := self._share(wrong):
                return shared
        return self._marked(len(wrong)) if self.best else self._known()

    def _late(self, c: Candidate) -> int:
        """Helpers are looked into last, and before them what was given."""
        if _in_helper(self.places[c.place]):
            return 2
        events = self.seen.at.get(c.place, [])
        empty = len(events) == 1 and not any(events[0].numbers)
        return int(not c.edit and (
            empty or len(c.due) > 1 and all(e.given for e in events)))

    def _consider(self, candidates: list[Candidate]) -> None:
        """Try each that may be better than the best so far."""
        for c in candidates:
            if self.best and self.best[0] == len(self.ok):
                best = self.best[1]
                alike = self._statement(best) is self._statement(c)
                if c.first >= best.first or c.edit != best.edit and alike:
                    continue
            if not self.budget.take():
                return
            right = self._right(c)
            if right > (self.best[0] if self.best else sum(self.ok.values())):
                self.best = right, c
            elif self.best and right == self.best[0] == len(self.ok) and (
                c.first < self.best[1].first
            ):
                self.best = right, c

    def _right(self, c: Candidate) -> int:
        """How many gradients are right with it; 0 if it spoils one."""
        times = iter(range(1 << 30))
        put = c.put

        def hook(k: int, value: Any) -> Any:
            return put(next(times), value) if put else value

        said, error = self._asked(hook, [c.place])
        ok = {} if error else self.case.which(self.case.fields(said))
        if any(was and not ok.get(f) for f, was in self.ok.items()):
            return 0
        return sum(ok.get(f, False) for f in self.ok)

    def _statement(self, c: Candidate) -> ast.stmt:
        return self.places[c.place].statement

    def _onto_copy(self, candidates: list[Candidate]) -> None:
        """A right value, and then a mere copy of it: the copy is to blame."""
        if not self.best or self.best[0] < len(self.ok):
            return
        best = self.best[1]
        if best.edit or self.events[best.first].right is not True:
            return
        for c in candidates:
            node, s = self.places[c.place].node, self._statement(c)
            if c.what == best.what and not c.edit and (
                best.first < c.first < best.first + 40
            ) and s is not self._statement(best) and (
                isinstance(node, ast.Name | ast.Attribute)
            ) and node is getattr(s, "value", None) and (
                self._right(c) == len(self.ok)
            ):
                self.best = len(self.ok), c

    def _marked(self, wrong: int) -> Mark:
        assert self.best is not None
        right, c = self.best
        event = self.events[c.first]
        due = self.case.bank.name(c.due)
        has = event.value.name if event.value else ""
        n_re = len(self.case.many[0].b) * len(self.case.many)
        found = self.at(
            self.places[c.place].node, c.what if c.edit else "value",
            computes="" if c.edit else has,
            belongs="" if c.edit else due.name if due else c.what,
            alone=event.right is True and len(event.numbers) <= n_re,
            repaired=right - sum(self.ok.values()), of=wrong,
        )
        return self._unread() or found

    # what no change of a value tells

    def _exchanged(self, wrong: list[str]) -> Mark | None:
        """One gradient returned in the place of another."""
        right = self.case.right
        totals = self.case.bank.totals
        for f in wrong:
            for g in wrong:
                ways = [right[g], *([totals[g].turned] if g in totals else [])]
                if f != g and self.fields[f] and any(
                    close(self.fields[f], way, 1e-5) for way in ways
                ):
                    s = self._last_return()
                    return s and self.at(
                        s.value, "exchanged", computes=f"∂E/∂{g}",
                        belongs=f"∂E/∂{f}")
        return None

    def _last_return(self) -> Any:
        found = [n for n in ast.walk(self.made.tree)
                 if isinstance(n, ast.Return) and n.value is not None]
        return found[-1] if found else None

    def _gathers(self, c: Candidate) -> bool:
        """Whether it only puts the sum where the sum is returned."""
        place = self.places[c.place]
        return not c.edit and c.what.startswith("∂E/∂W") and isinstance(
            place.statement, ast.Return) and isinstance(place.node, ast.Name)

    def _share(self, wrong: list[str]) -> Mark | None:
        """The statement that gathers, where the share of one t is missing."""
        for f in wrong:
            total, has = self.case.bank.totals.get(f), self.fields[f]
            if not total or len(has) != len(total.numbers):
                continue
            gone = [p - q for p, q in zip(self.case.right[f], has)]
            for t, share in enumerate(self.case.bank.shares[f], 1):
                if not close(gone, share.numbers, 1e-4):
                    continue
                for e in reversed(self.events):
                    place = self.places[e.place]
                    if place.kind == "after" and close(e.numbers, has, 1e-6):
                        return self.at(
                            place.statement, "share", computes=f"∂E/∂{f}",
                            belongs=f"t = {t}")
        return None

    def _unread(self) -> Mark | None:
        """What goes back in time, stored under a name that nobody reads."""
        names = [n for n in ast.walk(self.made.tree)
                 if isinstance(n, ast.Name)]
        once = [n.id for n in names
                if sum(m.id == n.id for m in names) == 1]
        for e in self.events:
            place = self.places[e.place]
            if place.kind == "after" and e.value and (
                "W_reᵀ" in e.value.name and e.right
            ):
                for target in targets_of(place.statement):
                    if isinstance(target, ast.Name) and target.id in once:
                        return self.at(target, "unread",
                                       computes=e.value.name)
        return None

    def _known(self) -> Mark | None:
        """A value that is known to be wrong, or one that was right once."""
        for e in self.events:
            if e.right is False and e.value:
                return self.at(self.places[e.place].node, "named",
                               computes=e.value.name)
        return None


def _in_helper(place: Place) -> bool:
    """Whether it is in a small function that is given what it works on."""
    return any(
        len(f.args.args) <= 2 and len(f.body) <= 6 and f.col_offset == 0
        for f in place.functions
    )
