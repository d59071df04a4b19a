"""The judge: all questions, in their order, and the verdict.

Can it be called, and how? Is it right on every network? If not: does it fail,
does it change what it is given, does a second call differ? Then which lines
hold, by the clock, and which known mistakes give the same numbers. Where none
does, that is said. Right gradients stay on this side.
"""

import warnings
from contextlib import suppress
from dataclasses import asdict, dataclass, field, replace
from itertools import product
from typing import Any, Literal, TypeAlias

from rnn_pure.checks import WEIGHTS
from rnn_pure.diagnosis.adapter import draft
from rnn_pure.diagnosis.answers import Answer, Failed
from rnn_pure.diagnosis.besides import (
    NEAR,
    factor_of_E,
    forward_calls,
    of_two,
    slopes_of_E,
)
from rnn_pure.diagnosis.calling import Plan
from rnn_pure.diagnosis.clock import Lines, judge_lines
from rnn_pure.diagnosis.layouts import Layout
from rnn_pure.diagnosis.marks import Mark
from rnn_pure.diagnosis.names import role
from rnn_pure.diagnosis.naming import Seen, Ways, names
from rnn_pure.diagnosis.plans import File, plans
from rnn_pure.diagnosis.trials import (
    EXACT,
    SINGLE,
    STOPPED,
    Asked,
    Trials,
    Way,
)
from rnn_pure.stand import World, same

NETS = ("unequal", "clock", "small", "long", "large", "zero", "one")
EQUAL = ("clock", "small", "long", "large", "zero")
Status: TypeAlias = Literal[
    "right", "right_if", "wrong", "unknown", "state", "updated", "missing",
    "shape", "import", "refused", Failed,
]
RIGHT, NO_VERDICT = ("right", "right_if"), ("unjudged", "import", "refused")
MARKED = ("wrong", "unknown", "state", "updated", "shape")


@dataclass
class Verdict:
    """What is known about a file.

    status: "right"; "right_if", if E is what is said, or has the factor of
    world, or of one sequence at a time; "wrong", or "unknown" where neither a
    line nor a name is known; "state" (mistake 32), "updated" (35), "missing"
    gradients; "raises", "exits", "time", "died", "nothing", "shape"; "import"
    where the file does not run, "refused" where nothing in it can be called.

    fields: of each gradient whether it is right. mistakes: ways that act the
    same, if there are several. wrong_on, right_on: networks. notes: what else
    was seen, and about what. own: the student's own line.
    """

    status: Status
    plan: Plan | None = None
    layout: Layout | None = None
    world: World | None = None
    fields: dict[str, bool | None] = field(default_factory=dict)
    lines: Lines | None = None
    mistakes: list[Ways] = field(default_factory=list)
    beside: int | None = None  # the number of a mistake seen otherwise
    wrong_on: list[str] = field(default_factory=list)
    right_on: list[str] = field(default_factory=list)
    notes: dict[str, Any] = field(default_factory=dict)
    answer: Answer = field(default_factory=Answer)
    seconds: float = 0.0
    own: Mark | None = None
    text: str = field(default="", repr=False)

    @property
    def right(self) -> bool:
        return self.status in RIGHT

    @property
    def judged(self) -> bool:
        return self.status not in NO_VERDICT

    @property
    def equations(self) -> list[str]:
        """The lines that are wrong."""
        return self.lines.wrong if self.lines else []

    @property
    def factor(self) -> str:
        """What E must be times ours, for right_if; N is of a batch's mean."""
        factor = self.world.factor if self.world else "1"
        return "1/N" if factor == "1" else factor

    @property
    def numbers(self) -> list[list[int]]:
        """The mistakes' numbers; lists that act the same."""
        named = [sorted({v.number for v in some}) for some in self.mistakes]
        return named or ([[self.beside]] if self.beside else [])

    def __str__(self) -> str:
        return self.text


def judge(asked: Asked, seed: int = 0, only: str | None = None) -> Verdict:
    """The verdict; only: the function or class that is meant."""
    verdict = _judged(asked, seed, only)
    verdict.notes |= {
        "uses": asked.about["uses"]} if asked.about.get("uses") else {}
    verdict.seconds = getattr(asked, "seconds", 0.0)
    if verdict.status in MARKED:
        verdict.own = own_line(verdict, asked)
    return verdict


def own_line(verdict: Verdict, asked: Asked) -> Mark | None:
    """The student's own line that is to blame, where it is known."""
    plan, layout = verdict.plan, verdict.layout
    if plan is None or layout is None:
        return None
    said = asked.mark({
        "plan": asdict(plan),
        "layout": asdict(layout) | {"nan": bool(asked.about.get("nan"))},
        "world": asdict(verdict.world or World()),
    })
    if said.get("problem") == "raises":  # the marker itself, not the file
        warnings.warn(f"no mark: {said.get('what')}", stacklevel=2)
    with suppress(TypeError, KeyError, ValueError):
        verdict.notes |= {"cut": True} if said["cut"] else {}
        return Mark.of(said["mark"])
    return None


def _judged(asked: Asked, seed: int, only: str | None) -> Verdict:
    if "problem" in asked.about:
        problem = {k: v for k, v in asked.about.items() if k != "numpy"}
        return Verdict("import", answer=Answer(**problem))
    file = File(asked.about, asked.ask)
    found = plans(file, only)
    notes = {"draft": draft(file, file.about["stem"])}
    if not found:
        return Verdict("refused", notes=notes)
    trials, first = Trials(asked, seed), None
    for way in trials.best(found)[:4]:  # worlds may fit a wrong one as well
        verdict = _in_way(trials, way, NETS)
        if verdict.mistakes or verdict.status != "wrong":
            return verdict
        first = first or verdict
    if first:
        return first
    failure = max(trials.failures, key=lambda f: f.far)
    answer = failure.answer
    equal = [] if answer.problem in STOPPED else trials.best(found, "clock")
    for way in equal[:1]:  # where all sizes are equal it may run
        verdict = _in_way(trials, way, EQUAL)
        if verdict.mistakes:
            return replace(verdict, answer=answer, notes={"equal": True})
    status: Status = answer.problem or "shape"
    usual = failure.plan.has <= {"rnn", "states", "ds"}
    if usual or answer.own:
        notes = {}
    elif ("params" in failure.plan.has or answer.ours or (
        not failure.plan.sure)) and (
        status in ("raises", "nothing", "shape")
    ):
        status = "refused"
    return Verdict(
        status, failure.plan, failure.layout, answer=answer,
        beside=34 if status == "shape" else None, notes=notes,
    )


def _in_way(trials: Trials, way: Way, nets: tuple[str, ...]) -> Verdict:
    """The verdict on every network, in every world that is left open."""
    answer, _ = trials.ask(way, nets[0])
    verdict = Verdict("right", way.plan, way.layout, way.world, answer=answer)
    seen: list[Seen] = []
    nan = bool(trials.asked.about.get("nan"))
    none = any(role(n) in ("ds", "y") for n in trials.asked.about["none"])
    missing = way.layout.missing(nan, none) if "ds" in way.plan.has else []
    nets = (*nets, *["missing"] * bool(missing))
    for world, name in product(_open(way, answer), nets):
        for layout in missing if name == "missing" else [way.layout]:
            got, s = trials.ask(Way(way.plan, layout, world), name)
            if got.fits:
                break
        answer.changed = answer.changed or got.changed
        if got.fits and not (name == "missing" and got.endless):
            seen.append(s)
        elif name != "missing" and got.problem in STOPPED:
            return replace(verdict, status=got.problem, answer=got)
        elif name != "missing":  # there is no None for all
            verdict.notes.setdefault("fails", (name, got))
    if not seen:
        _, got = verdict.notes["fails"]
        return replace(verdict, status=got.problem or "shape", answer=got)
    if status := _state(trials, way, nets[0], seen, answer):
        beside = 35 if status == "updated" else 32
        return replace(verdict, status=status, beside=beside)
    return _compared(trials, way, seen, verdict)


def _open(way: Way, answer: Answer) -> list[World]:
    """The world, and more for what asks the network for f, g or E."""
    f, g, error = way.world.f, way.world.g, way.world.error
    more = [
        ("f", World("sigmoid", g, error)), ("fg", World(f, "sigmoid")),
        (["error"], World(f, "identity", "softmax_cross_entropy")),
    ] if way.plan.package else []
    read = {*answer.read}
    return [way.world, *(world for names, world in more if read & {*names})]


def _state(
    trials: Trials, way: Way, net: str, seen: list[Seen], answer: Answer
) -> Literal["updated", "state", ""]:
    """Whether it leaves something behind, or moves the weights."""
    roles = {n: r for _, given in way.plan.steps for n, r in given.items()}
    changed = {roles.get(name) for name in answer.changed}
    if changed & {"rnn", "params", *WEIGHTS}:
        return "updated"
    _, twice = trials.ask(way, net, again=True)
    a, b = ([*fields.values()] for fields in (twice.fields, seen[0].fields))
    other = a and repr(a) != repr(b) and not same(a, b)
    return "state" if changed or other else ""


def _compared(
    trials: Trials, way: Way, seen: list[Seen], verdict: Verdict
) -> Verdict:
    """Right, or which lines and names."""
    wrong, there = [s for s in seen if not s.right], seen[0].fields
    if wrong and all(replace(s, tolerance=SINGLE).right for s in seen):
        wrong, verdict.notes["nearly"] = [], True
    if seen[0].tolerance > EXACT:
        verdict.notes["single"] = True
    bad = {name for s in wrong for name in s.wrong}
    verdict.fields = {
        name: name not in bad if name in there else None
        for name in (*WEIGHTS, *sorted(there.keys() - {*WEIGHTS}))
    }
    verdict.wrong_on = [*dict.fromkeys(s.name for s in wrong)]
    verdict.right_on = [*dict.fromkeys(
        s.name for s in seen if s.name not in verdict.wrong_on
    )]
    if not wrong:
        return _right(trials, way, seen[0], verdict)
    world = wrong[0].world
    clocks = [
        trials.ask(Way(way.plan, way.layout, world), "clock", more)[1]
        for more in (0, 1)
    ]
    clocks = [s for s in clocks if s.fields.keys() == there.keys()]
    if not clocks:
        return replace(verdict, status="unknown")
    s = clocks[0]
    lines = judge_lines(s.given, world, s.fields, s.tolerance)
    mistakes = names(seen, lines, clocks)
    if mistakes:  # the heart with these lines wrong gives all the numbers
        lines.only({v.line for v in mistakes[0]})
    nets = [s.name for s in seen if s.name in ("unequal", "long", "missing")]
    slopes = [] if mistakes else slopes_of_E(trials, way, nets)
    if slopes and same(slopes, [1.0] * len(slopes), NEAR):  # of its own E
        verdict.notes["own"] = True
        return replace(verdict, status="right_if", world=None, fields={
            name: None if ok is None else True
            for name, ok in verdict.fields.items()
        })
    # without its E: where nothing is right, f may be one that is not known
    known = slopes or any(verdict.fields.values()) or (
        lines.verdicts["def 3"] or lines.verdicts["eq 3"])
    return replace(
        verdict, world=world, lines=lines, mistakes=mistakes,
        status="wrong" if mistakes or (lines.wrong and known) else "unknown",
    )


def _right(
    trials: Trials, way: Way, first: Seen, verdict: Verdict
) -> Verdict:
    """Right: for all of what was asked for, and in a batch, too?"""
    due = {*WEIGHTS} if way.plan.package else {*WEIGHTS} & way.plan.has
    due -= {"W_out", "b_out"} if way.plan.headless else set()
    notes = verdict.notes
    if missing := sorted(due - first.fields.keys()):
        notes["missing"] = missing
        only_biases = all(name.startswith("b") for name in missing)
        beside = 12 if only_biases else None
        return replace(verdict, status="missing", beside=beside)
    if "fails" in notes:
        _, got = notes["fails"]
        return replace(verdict, status=got.problem or "shape", answer=got)
    if calls := forward_calls(trials, way):
        notes["calls"] = calls
    if two := of_two(trials, way):
        if {*two.values()} == {"rows"}:  # it may be meant for one at a time
            verdict.status, notes["in batch"] = "right_if", two
            return verdict
        if {*two.values()} not in ({"sum"}, {"mean"}):
            bad = {name: what for name, what in two.items() if what != "sum"}
            notes["in batch"] = bad
            fields = verdict.fields | dict.fromkeys(bad, False)
            return replace(verdict, status="wrong", fields=fields)
        [notes["batch"]] = {*two.values()}
    own = factor_of_E(trials, way, first.name)
    if own:
        notes["own E"] = own
    if way.world.factor != (own or "1") or notes.get("batch") == "mean":
        verdict.status = "right_if"
    return verdict
