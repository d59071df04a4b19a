"""Which change mends a submission in one case: the search for its mark."""

import ast
import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from functools import cached_property
from itertools import count, groupby, islice, product
from time import process_time
from traceback import extract_tb
from typing import Any

from rnn_pure.checks import WEIGHTS
from rnn_pure.diagnosis.calling import Plan
from rnn_pure.diagnosis.candidates import (
    Candidate,
    Candidates,
    Event,
    Recording,
)
from rnn_pure.diagnosis.layouts import Layout
from rnn_pure.diagnosis.marks import Mark, loop_over_time, put_rows
from rnn_pure.diagnosis.places import (
    Place,
    base_of,
    name_of,
    targets_of,
)
from rnn_pure.diagnosis.values import TERMS, Bank, close, flat
from rnn_pure.diagnosis.wrapping import Endless, Submission
from rnn_pure.stand import Inputs, World, truth

STATEMENTS = "skipped", "added", "stored", "plus", "minus"
WATCHED = "value", "after", "kept", "loop", "turn", "test"


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
        self.best: tuple[int, Candidate] | None = None

    def asked(
        self, hook: Any = None, places: Any = (), plan: Plan | None = None
    ) -> tuple[Any, BaseException | None]:
        """The answer, or what was raised, with another value at places."""
        case = replace(self.case, plan=plan) if plan else self.case
        return self.made.run(lambda: self.ask(case.question), hook, places)

    @cached_property
    def seen(self) -> Recording:
        """What passes every place."""
        seen = Recording(self.case.bank)
        self.asked(seen, [k for k, place in enumerate(self.places)
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
        """With its lines."""
        if found:
            put_rows(found, self.made, self.seen)
        return found

    @cached_property
    def known(self) -> Candidates:
        return Candidates(self.made, self.case.bank, self.seen)

    @cached_property
    def candidates(self) -> list[Candidate]:
        return self.known.all()

    def raised(self) -> Mark | None:
        """The submission's own line in which an exception was raised."""
        error = self.error
        assert error is not None
        if isinstance(error, Endless):
            return Mark("endless", error.args[0], end_line=error.args[0])
        lines = [frame.lineno for frame in extract_tb(error.__traceback__)
                 if frame.filename == self.made.filename]
        said = f"{type(error).__name__}: {error}"
        if not lines or not lines[-1]:
            return None
        found = [place.statement for place in self.places
                 if place.statement.lineno == lines[-1]]
        return self.at(found[0], "raises", computes=said) if found else Mark(
            "raises", lines[-1], end_line=lines[-1], computes=said)

    def blamed(self) -> Mark | None:
        """The change that makes most right; else what is known to be off."""
        wrong = [f for f, ok in self.ok.items() if not ok]
        if missed := self._missed():
            return missed
        for late in False, True:
            mine = [c for c in self.candidates if late == self._late(c)]
            self._consider([c for c in mine if c.edit])
            self._consider([c for c in mine if not c.edit])
            if self._whole:
                break
        if not self._whole or self._nameless:
            self._consider(sorted(
                self._together(), key=lambda c: (not c.edit, c.first)))
            self._only_needed()
        self._onto_copy()
        self._into_helper()
        gathers = self.best and self._gathers(self.best[1])
        if (gathers or not self.best) and (shared := self._share(wrong)):
            return shared
        if self.best and gathers and (
            adding := self._adding(self.best[1], len(wrong))
        ):
            return adding
        known = None if self._whole else self._known()
        return known or (self._marked(len(wrong)) if self.best else None)

    def _together(self) -> Iterator[Candidate]:
        """The same change in all the places of a function that allow it."""
        def kind(c: Candidate) -> tuple[str, int, str]:
            place = self.places[c.place]
            sign = type(getattr(place.node, "op", None)).__name__
            text = re.sub(r"\[.*?\]", "", ast.unparse(place.node))
            return (re.sub(r"_\d+", "_t", c.what),
                    place.functions[-1].lineno, sign if c.edit else text)

        some = [c for c in self.candidates if not self._late(c) and (
            not c.edit or c.what in STATEMENTS)]
        for _, alike in groupby(sorted(some, key=kind), kind):
            ways: dict[int, list[Candidate]] = {}
            for c in alike:
                ways.setdefault(self._statement(c).lineno, []).append(c)
            if len(ways) > 1:
                for c, *others in islice(product(*ways.values()), 6):
                    yield replace(c, alike=(*others,))

    def _only_needed(self) -> None:
        """Of the same change in several places those that it takes."""
        if not self.best or not self.best[1].alike:
            return
        right, c = self.best
        some = [replace(c, alike=()), *c.alike]
        for gone in [*some]:
            first, *rest = [one for one in some if one is not gone]
            if self._right(replace(first, alike=(*rest,))) >= right:
                some.remove(gone)
            if len(some) == 1:
                break
        self.best = right, replace(some[0], alike=(*some[1:],))

    def _late(self, c: Candidate) -> bool:
        """Helpers are looked into last, and what was given; where sums
        begin, and what the forward pass keeps."""
        place, events = self.places[c.place], self.seen.at.get(c.place, [])
        empty = len(events) == 1 and not any(events[0].numbers)
        return _in_helper(place) or c.late or (not c.edit and empty) or (
            place.kind == "swapped" and c.first < self.known.forward)

    @property
    def _whole(self) -> bool:
        """Whether the best makes everything right."""
        return self.best is not None and self.best[0] == len(self.ok)

    @property
    def _nameless(self) -> bool:
        assert self.best is not None
        c = self.best[1]
        return not c.edit and self.events[c.first].value is None

    def _consider(self, candidates: list[Candidate]) -> None:
        """Try each that may be better than the best so far."""
        for c in candidates:
            if self.best and self._whole:
                best = self.best[1]
                alike = self._statement(best) is self._statement(c)
                if c.first >= best.first or (c.edit != best.edit and alike):
                    continue
            if not self.budget.take():
                return
            right, before = self._right(c), sum(self.ok.values())
            most = self.best[0] if self.best else before
            earlier = self.best and c.first < self.best[1].first
            if right > most or (right == len(self.ok) and earlier):
                self.best = right, c

    def _right(self, c: Candidate) -> int:
        """How many gradients are right with it; 0 if it spoils one."""
        puts = {one.place: one.put for one in (c, *c.alike)}
        times = {k: count() for k in puts}

        def hook(k: int, value: Any) -> Any:
            put = puts[k]
            return put(next(times[k]), value) if put else value

        said, error = self.asked(hook, puts)
        ok = {} if error else self.case.which(said)
        if any(was and not ok.get(f) for f, was in self.ok.items()):
            return 0
        return sum(ok.get(f, False) for f in self.ok)

    def _statement(self, c: Candidate) -> ast.stmt:
        return self.places[c.place].statement

    def _onto_copy(self) -> None:
        """A right value, and then a mere copy of it: the copy is to blame."""
        if not self.best or not self._whole:
            return
        best = self.best[1]
        if best.edit or self.events[best.first].right is not True:
            return
        for c in self.candidates:
            node, s = self.places[c.place].node, self._statement(c)
            if c.what == best.what and not c.edit and (
                best.first < c.first < best.first + 40
            ) and s is not self._statement(best) and (
                isinstance(node, ast.Name | ast.Attribute)
            ) and node is getattr(s, "value", None) and (
                self._right(c) == len(self.ok)
            ):
                self.best = len(self.ok), c

    def _into_helper(self) -> None:
        """What is given to a function is right, and what it makes is not."""
        if not self.best or self.best[1].edit:
            return
        right, best = self.best
        for node in ast.walk(self.places[best.place].node):
            if not isinstance(node, ast.Call):
                continue
            within = [c for c in self.candidates if name_of(node.func) == (
                self.places[c.place].functions[-1].name)]
            given = [k for k, p in enumerate(self.places)
                     if p.owner is node and p.field == "args"]
            made = [e for k, p in enumerate(self.places) if p.node is node
                    for e in self.seen.at.get(k, ())]
            if any(e.right is False for k in given
                   for e in self.seen.at.get(k, ())) or (
                all(e.right for e in made)
            ) or any(c.place in given and c.first < best.first
                     and self._right(c) >= right for c in self.candidates):
                continue
            for c in within:
                if self._right(c) >= right:
                    self.best = right, c
                    return

    def _marked(self, wrong: int) -> Mark:
        assert self.best is not None
        right, c = self.best
        place, event = self.places[c.place], self.events[c.first]
        found = self.at(
            place.node, c.what, repaired=right - sum(self.ok.values()),
            wrong=wrong,
        )
        if found.kind in ("swapped", "compared"):
            found.belongs = ast.unparse(place.new)
        found.also = ", ".join(
            str(self.places[one.place].node.lineno) for one in c.alike)
        if not c.edit:
            n_re = len(self.case.many[0].b) * len(self.case.many)
            found.kind = "value"
            events = self.seen.at[c.place]
            found.computes = self.known.name(events, events.index(event))
            found.belongs = c.what
            if c.what == found.computes:  # rows for columns
                found.belongs = f"({c.what})ᵀ" if " " in c.what else (
                    f"{c.what}ᵀ")
            found.alone = event.right is True and not event.given and (
                len(event.numbers) <= n_re)
        return found

    # what no change of a value tells

    def _gathers(self, c: Candidate) -> bool:
        """Whether it only puts the sum where the sum is returned."""
        place = self.places[c.place]
        return not c.edit and c.what[4:] in TERMS and isinstance(
            place.statement, ast.Return) and isinstance(place.node, ast.Name)

    def _adding(self, c: Candidate, wrong: int) -> Mark | None:
        """The one statement that adds to the sum which is returned."""
        assert self.best
        name = name_of(self.places[c.place].node)
        found = {p.statement for p in self.places
                 if p.kind == "after" and p.loops
                 and name in map(name_of, map(base_of, targets_of(
                     p.statement)))}
        return self.at(
            found.pop(), "value", belongs=TERMS[c.what[4:]], wrong=wrong,
            repaired=self.best[0] - sum(self.ok.values()),
        ) if len(found) == 1 else None

    def _share(self, wrong: list[str]) -> Mark | None:
        """Where the share of one t is missing: the sum, or all in the loop."""
        bank, gone = self.case.bank, {}
        for f in wrong:
            if f in bank.totals and self.fields.get(f):
                rest = [p - q for p, q in zip(
                    self.case.right[f], self.fields[f])]
                gone[f] = next((share.t for share in bank.shares[f]
                                if close(rest, share.numbers, 1e-4)), 0)
        for e in reversed(self.events):
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

    def _missed(self) -> Mark | None:
        """The test by which a step without a target is left out whole."""
        ds = self.case.many[0].ds
        loop, way = loop_over_time(self.made, self.seen)
        if not loop or None not in ds:
            return None
        rounds: list[list[Place]] = []
        for place in (self.places[e.place] for e in self.events):
            if place.kind == "turn" and place.node is loop:
                rounds.append([])
            elif rounds:
                rounds[-1].append(place)
        for k, d in enumerate(ds[::way]):
            made = rounds[k] if k < len(rounds) else []
            tests = [place for place in made if place.kind == "test"]
            if d is None and tests and "after" not in {p.kind for p in made}:
                t = len(ds) - k if way < 0 else k + 1
                return self.at(tests[-1].node, "missed", belongs=f"{t}")
        return None

    def _known(self) -> Mark | None:
        """The first value that is known to be wrong; in a helper at last."""
        wrong = [e for e in self.events if e.right is False and e.value]
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
