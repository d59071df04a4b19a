"""Which change mends a submission in one case: the search for its mark."""

import ast
from collections.abc import Callable
from dataclasses import dataclass
from functools import cached_property
from itertools import count
from time import process_time
from traceback import extract_tb
from typing import Any

from rnn_pure.checks import WEIGHTS
from rnn_pure.diagnosis.calling import Plan
from rnn_pure.diagnosis.candidates import (
    Candidate,
    Candidates,
    Recording,
)
from rnn_pure.diagnosis.layouts import Layout
from rnn_pure.diagnosis.marks import Mark, loop_over_time
from rnn_pure.diagnosis.places import (
    Place,
    base_of,
    name_of,
    targets_of,
)
from rnn_pure.diagnosis.values import Bank, close, flat
from rnn_pure.diagnosis.wrapping import Endless, Submission
from rnn_pure.stand import Inputs, World, truth

WATCHED = "value", "after", "test", "loop", "turn"


@dataclass
class Budget:
    """How many runs of the submission, and how many seconds of CPU."""

    runs: int = 2500
    seconds: float = 6.0

    def __post_init__(self) -> None:
        self.end = process_time() + self.seconds

    @property
    def out(self) -> bool:
        return self.runs < 0 or process_time() >= self.end

    def take(self) -> bool:
        self.runs -= 1
        return not self.out


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
        found = {w: [sum(k, 0.0) for k in zip(*(flat(g[w]) for g in made))]
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

    def which(self, said: Any) -> dict[str, bool]:
        """Which of them are right; and whether what is given stays so."""
        return {"given": not said["changed"]} | {
            f: close(v, self.right[f], 1e-4)
            for f, v in self.fields(said).items()}


class Trial:
    """A submission in one case: watched once, then changed and run."""

    def __init__(
        self, case: Case, made: Submission, ask: Callable[[Any], Any],
        budget: Budget,
    ) -> None:
        self.case, self.made, self.ask = case, made, ask
        self.budget, self.places = budget, made.places
        said, self.error = self.asked()
        self.fields = {} if self.error else case.fields(said)
        self.ok = {} if self.error else case.which(said)
        self.before = self.most = sum(self.ok.values())  # are right
        self.best: Candidate | None = None

    def asked(
        self, hook: Any = None, places: Any = ()
    ) -> tuple[Any, BaseException | None]:
        """The answer, or what was raised, with another value at places."""
        return self.made.run(
            lambda: self.ask(self.case.question), hook, places)

    @cached_property
    def seen(self) -> Recording:
        """What passes every place."""
        seen = Recording(self.case.bank)
        self.asked(seen, [k for k, place in enumerate(self.places)
                           if place.kind in WATCHED])
        return seen

    # marks

    def at(self, node: Any, kind: str, **said: Any) -> Mark:
        return Mark(
            kind, node.lineno, node.col_offset, node.end_lineno,
            node.end_col_offset, self.made.source(node), **said,
        )

    @cached_property
    def known(self) -> Candidates:
        return Candidates(self.made, self.case.bank, self.seen)

    def raised(self) -> Mark | None:
        """The submission's own line in which an exception was raised."""
        error, kind = self.error, "raises"
        assert error is not None
        lines = [frame.lineno or 0 for frame in extract_tb(
            error.__traceback__) if frame.filename == self.made.filename]
        if isinstance(error, Endless):
            kind, lines = "endless", [error.args[0]]
        if not lines:
            return None
        line, said = lines[-1], f"{type(error).__name__}: {error}"
        found = next((place.statement for place in self.places
                      if place.statement.lineno == line), None)
        return self.at(found, kind, computes=said) if found else Mark(
            kind, line, end_line=line, computes=said)

    def blamed(self) -> Mark | None:
        """The change that makes most right; else what is known to be off."""
        if missed := self._missed():
            return missed
        some, found = self.known.all(), None
        for late in False, True:
            mine = [c for c in some if late == self._late(c)]
            self._consider([c for c in mine if c.edit])
            self._consider([c for c in mine if not c.edit])
            if self._whole:
                break
        self.best = self._onto_copy(some)
        c = self.best = self._into_helper(some)
        if c is None or self._gathers(c):
            found = self._share() or (self._adding(c) if c else None)
        if not self._whole:
            found = found or self._known()
        return found or (self._marked(c) if c else None)

    def _late(self, c: Candidate) -> bool:
        """Helpers are looked into last, and what was given; where sums
        begin, and what the forward pass keeps."""
        place, events = self.places[c.place], self.seen.at.get(c.place, [])
        empty = len(events) == 1 and not any(events[0].numbers)
        return _in_helper(place) or c.late or (not c.edit and empty)

    @property
    def _whole(self) -> bool:
        """Whether the best makes everything right."""
        return self.most == len(self.ok)

    def _consider(self, candidates: list[Candidate]) -> None:
        """Try each that may be better than the best so far."""
        for c in candidates:
            best = self.best
            earlier = best is None or c.first < best.first
            if best and self._whole and (not earlier or (
                c.edit != best.edit and self.places[best.place].statement
                is self.places[c.place].statement
            )):
                continue
            if not self.budget.take():
                return
            right = self._right(c)
            if right > self.most or (right == len(self.ok) and earlier):
                self.best, self.most = c, right

    def _right(self, c: Candidate) -> int:
        """How many gradients are right with it; 0 if it spoils one."""
        times = count()
        said, error = self.asked(
            lambda k, value: c.put(next(times), value), [c.place])
        ok = {} if error else self.case.which(said)
        if any(was and not ok.get(f) for f, was in self.ok.items()):
            return 0
        return sum(ok.get(f, False) for f in self.ok)

    def _onto_copy(self, some: list[Candidate]) -> Candidate | None:
        """The best; of a right value and a mere copy of it the copy."""
        best = self.best
        if not best or best.edit or not self._whole or (
            self.seen.events[best.first].right is not True
        ):
            return best
        for c in some:
            node, s = self.places[c.place].node, self.places[c.place].statement
            if c.what == best.what and not c.edit and (
                best.first < c.first < best.first + 40
            ) and s is not self.places[best.place].statement and (
                isinstance(node, ast.Name | ast.Attribute)
            ) and node is getattr(s, "value", None) and (
                self._right(c) == len(self.ok)
            ):
                return c
        return best

    def _into_helper(self, some: list[Candidate]) -> Candidate | None:
        """The best; where a function is given what is right and does not
        make it, the change within that function."""
        best = self.best
        if best is None or best.edit:
            return best
        for node in ast.walk(self.places[best.place].node):
            if not isinstance(node, ast.Call):
                continue
            given = [k for k, p in enumerate(self.places)
                     if p.owner is node and p.field == "args"]
            made = [k for k, p in enumerate(self.places) if p.node is node]
            if False in self._rights(given) or all(self._rights(made)) or any(
                c.place in given and c.first < best.first
                and self._right(c) >= self.most for c in some
            ):
                continue
            for c in some:
                if self.places[c.place].functions[-1].name == name_of(
                    node.func) and self._right(c) >= self.most:
                    return c
        return best

    def _rights(self, places: list[int]) -> list[bool | None]:
        """Of each value that passed them whether it is right."""
        return [e.right for k in places for e in self.seen.at.get(k, ())]

    def _marked(self, c: Candidate) -> Mark:
        place, event = self.places[c.place], self.seen.events[c.first]
        if c.edit:
            new = place.kind == "compared" and ast.unparse(place.new)
            return self._repaired(place.node, c.what, belongs=new or "")
        events = self.seen.at[c.place]
        computes, belongs = self.known.name(
            events, events.index(event)), c.what
        if belongs == computes:  # rows for columns
            belongs = f"({c.what})ᵀ" if " " in c.what else f"{c.what}ᵀ"
        n_re = len(self.case.many[0].b) * len(self.case.many)
        return self._repaired(
            place.node, "value", computes=computes, belongs=belongs,
            alone=event.right is True and not event.given and (
                len(event.numbers) <= n_re))

    def _repaired(self, node: Any, kind: str, **said: Any) -> Mark:
        return self.at(node, kind, repaired=self.most - self.before,
                       wrong=len(self.ok) - self.before, **said)

    # what no change of a value tells

    def _gathers(self, c: Candidate) -> bool:
        """Whether it only puts the sum where the sum is returned."""
        place = self.places[c.place]
        return not c.edit and c.what[4:] in WEIGHTS and isinstance(
            place.statement, ast.Return) and isinstance(place.node, ast.Name)

    def _adding(self, c: Candidate) -> Mark | None:
        """The one statement that adds to the sum which is returned."""
        name = name_of(self.places[c.place].node)
        found = {p.statement for p in self.places
                 if p.kind == "after" and p.loops and name in [
                     name_of(base_of(s)) for s in targets_of(p.statement)]}
        return self._repaired(
            found.pop(), "value", belongs=self.case.bank.terms[c.what[4:]],
        ) if len(found) == 1 else None

    def _missed(self) -> Mark | None:
        """The test by which a step without a target is left out whole."""
        ds = self.case.many[0].ds
        loop, way = loop_over_time(self.made, self.seen)
        if not loop or None not in ds:
            return None
        rounds: list[list[Place]] = []
        for place in (self.places[e.place] for e in self.seen.events):
            if place.kind == "turn" and place.node is loop:
                rounds.append([])
            elif rounds:
                rounds[-1].append(place)
        for k, (d, made) in enumerate(zip(ds[::way], rounds)):
            tests = [place.node for place in made if place.kind == "test"]
            if d is None and tests and "after" not in {p.kind for p in made}:
                t = len(ds) - k if way < 0 else k + 1
                return self.at(tests[-1], "missed", belongs=f"{t}")
        return None

    def _share(self) -> Mark | None:
        """Where the share of one t is missing: the sum, or all in the loop."""
        bank, gone = self.case.bank, {}
        for f, ok in self.ok.items():
            if not ok and f in bank.totals and self.fields.get(f):
                rest = [p - q for p, q in zip(
                    self.case.right[f], self.fields[f])]
                gone[f] = next((share.t for share in bank.shares[f]
                                if close(rest, share.numbers, 1e-4)), 0)
        for e in reversed(self.seen.events):
            place = self.places[e.place]
            for f, t in gone.items():
                if t and place.kind == "after" and close(
                    e.numbers, self.fields[f], 1e-6
                ):
                    many = [*gone.values()].count(t) > 1 and place.loops
                    return self.at(
                        place.loops[0] if many else place.statement, "share",
                        computes=f"∂E/∂{f}", belongs=f"t = {t}")
        return None

    def _known(self) -> Mark | None:
        """The first value that is known to be wrong; in a helper at last."""
        wrong = [e for e in self.seen.events if e.right is False and e.value]
        for e in sorted(wrong, key=lambda e: _in_helper(self.places[e.place])):
            assert e.value
            return self.at(self.places[e.place].node, "named",
                           computes=e.value.name)
        return None


def _in_helper(place: Place) -> bool:
    """Whether it is in a small function that makes one thing of another."""
    stored = map(base_of, targets_of(place.statement))
    return all(isinstance(s, ast.Name) for s in stored) and any(
        len([a for a in f.args.args if a.arg != "self"]) <= 2
        and len(f.body) <= 6 and isinstance(f.body[-1], ast.Return)
        and not isinstance(f.body[-1].value, ast.Tuple | ast.Dict | ast.Name)
        and not any(name_of(n) == f.name for n in ast.walk(f))
        for f in place.functions
    )
