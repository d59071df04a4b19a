"""The judge: all questions, in their order, and the verdict.

Can it be called, and how? Is it right on every network? If not: does it fail,
does it change what it is given, does a second call differ? Then which lines
hold, by the clock, and which known mistakes give the same numbers. Where none
does, that is said. Right gradients stay on this side.
"""

from dataclasses import asdict, dataclass, field, replace
from typing import Any

from rnn_pure.checks import WEIGHTS
from rnn_pure.diagnosis.adapter import draft
from rnn_pure.diagnosis.answers import Answer
from rnn_pure.diagnosis.calling import Plan
from rnn_pure.diagnosis.clock import Lines, judge_lines
from rnn_pure.diagnosis.layouts import Layout
from rnn_pure.diagnosis.marks import Mark
from rnn_pure.diagnosis.naming import Seen, Ways, names
from rnn_pure.diagnosis.nets import inputs
from rnn_pure.diagnosis.plans import File, plans
from rnn_pure.diagnosis.trials import (
    EXACT,
    SINGLE,
    STOPPED,
    Asked,
    Trials,
    Way,
    updated,
)
from rnn_pure.rnn import total_error
from rnn_pure.stand import (
    FACTORS,
    World,
    network,
    numbers,
    same,
    states,
    truth,
)

NETS = ("unequal", "clock", "small", "long", "large", "zero", "one")
EQUAL = ("clock", "small", "long", "large", "zero")
MARKED = ("wrong", "unknown", "state", "updated", "shape")
MOST_CALLS = 30  # of a forward pass, in one call for gradients


@dataclass
class Verdict:
    """What is known about a file.

    status: "right"; "right_if", if E is what is said, or has the factor of
    world; "wrong", or "unknown" where neither a line nor a name is known;
    "state" (mistake 32), "updated" (35), "missing" gradients; "raises",
    "exits", "time", "died", "nothing", "shape"; "import" where the file does
    not run, "refused" where nothing in it can be called.

    fields: of each gradient whether it is right. mistakes: ways that act the
    same, if there are several. wrong_on, right_on: networks. notes: what else
    was seen, and about what. own: the student's own line.
    """

    status: str
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
        return self.status in ("right", "right_if")

    @property
    def judged(self) -> bool:
        return self.status not in ("import", "refused")

    @property
    def equations(self) -> list[str]:
        """The lines that are wrong."""
        return self.lines.wrong if self.lines else []

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
        "plan": plan.asdict(), "layout": asdict(layout),
        "world": asdict(verdict.world or World()),
    })
    return Mark.of(said["mark"]) if said.get("mark") else None


def _judged(asked: Asked, seed: int, only: str | None) -> Verdict:
    if "problem" in asked.about:
        answer = Answer(**asked.about)
        return Verdict("import", answer=answer)
    file = File(asked.about, asked.ask)
    found = plans(file, only)
    drafted = draft(file, asked.about["stem"])
    if not found:
        return Verdict("refused", notes={"draft": drafted})
    trials = Trials(asked, seed)
    ways = trials.best(found)
    if ways:  # several worlds may fit a wrong one as well
        verdicts = []
        for way in ways[:4]:
            verdicts.append(_in_way(trials, way, NETS))
            if verdicts[-1].mistakes or verdicts[-1].status != "wrong":
                return verdicts[-1]
        return verdicts[0]
    failure = max(trials.failures, key=lambda f: f.far)
    answer = failure.answer
    if answer.problem not in STOPPED:
        # where all sizes are equal it may run, and have a name
        equal = trials.best(found, "clock")
        verdict = _in_way(trials, equal[0], EQUAL) if equal else None
        if verdict and verdict.mistakes:
            verdict.answer = answer
            return replace(verdict, notes={"equal": True})
    status = answer.problem or "shape"
    if not failure.plan.sure and status in ("raises", "nothing", "shape"):
        status = "refused"
    return Verdict(
        status, failure.plan, failure.layout, answer=answer,
        beside=34 if status == "shape" else None, notes={"draft": drafted},
    )


def _in_way(trials: Trials, way: Way, nets: tuple[str, ...]) -> Verdict:
    """The verdict on every network, in every world that is left open."""
    plan, layout = way.plan, way.layout
    answer, _ = trials.ask(way, nets[0])
    verdict = Verdict("right", plan, layout, way.world, answer=answer)
    seen: list[Seen] = []
    for world in _open(way, answer):
        there = Way(plan, layout, world)
        for name in (*nets, "missing"):
            if name == "missing" and not _may_miss(way):
                continue
            got, s = trials.ask(there, name)
            if got.changed:
                verdict.answer.changed = got.changed
            if got.fits and not (name == "missing" and got.endless):
                seen.append(s)
            elif name == "missing":
                verdict.notes["None"] = got
            else:
                verdict.notes.setdefault("fails", (name, got))
                if got.problem in STOPPED:
                    return replace(
                        verdict, status=got.problem, answer=got
                    )
    if not seen:
        got = verdict.notes["fails"][1]
        return replace(verdict, status=got.problem or "shape", answer=got)
    if status := _state(trials, way, nets[0], seen, verdict):
        return replace(
            verdict, status=status, beside=35 if status == "updated" else 32
        )
    return _compared(trials, way, seen, verdict)


def _open(way: Way, answer: Answer) -> list[World]:
    """The world, and more for what asks the network for f, g or E."""
    f, g, error = way.world.f, way.world.g, way.world.error
    if not way.plan.package:
        return [way.world]
    return [
        way.world,
        *[World("sigmoid", g, error)] * ("f" in answer.read),
        *[World(f, "sigmoid")] * bool({"f", "g"} & {*answer.read}),
        *[World(f, "identity", "softmax_cross_entropy")]
        * ("error" in answer.read),
    ]


def _may_miss(way: Way) -> bool:
    """Whether a target that is None can be handed over."""
    layout = way.layout
    return "ds" in way.plan.has and not (
        layout.last or layout.ints or layout.hot
    ) and layout.vectors in ("list", "flat", "column", "row", "rowb")


def _state(
    trials: Trials, way: Way, net: str, seen: list[Seen], verdict: Verdict
) -> str:
    """Whether it leaves something behind, or moves the weights."""
    plan = way.plan
    roles = {
        name: r for _, given in plan.steps for name, r in given.items()
    }
    changed = {roles.get(name) for name in verdict.answer.changed}
    if changed & {"rnn", "params", *WEIGHTS} or updated(seen[0]):
        return "updated"
    if changed:
        return "state"
    _, twice = trials.ask(way, net, again=True)
    if not same([*twice.fields.values()], [*seen[0].fields.values()]):
        return "state" if twice.fields else ""
    wrong = [s for s in seen if not s.right]
    if wrong and trials.asked.restart():
        here = Way(plan, way.layout, wrong[0].world)
        _, fresh = trials.ask(here, wrong[0].name, again=True)
        if fresh.fields and fresh.right:
            return "state"
    return ""


def _compared(
    trials: Trials, way: Way, seen: list[Seen], verdict: Verdict
) -> Verdict:
    """Right, or which lines and names."""
    wrong = [s for s in seen if not s.right]
    if wrong and all(replace(s, tolerance=SINGLE).right for s in seen):
        wrong, verdict.notes["nearly"] = [], True
    if seen[0].tolerance > EXACT:
        verdict.notes["single"] = True
    fields = {name for s in wrong for name in s.wrong}
    verdict.fields = {
        name: None if name not in seen[0].fields else name not in fields
        for name in (*WEIGHTS, *sorted(seen[0].fields.keys() - {*WEIGHTS}))
    }
    verdict.wrong_on = [*dict.fromkeys(s.name for s in wrong)]
    verdict.right_on = [
        name for name in dict.fromkeys(s.name for s in seen)
        if name not in verdict.wrong_on
    ]
    if not wrong:
        return _right(trials, way, seen[0], verdict)
    world = wrong[0].world
    there = Way(way.plan, way.layout, world)
    clocks = [trials.ask(there, "clock", more)[1] for more in (0, 1)]
    clocks = [s for s in clocks if s.fields.keys() == seen[0].fields.keys()]
    if not clocks:
        return replace(verdict, status="unknown")
    first = clocks[0]
    verdict.lines = judge_lines(
        first.given, world, first.fields, first.tolerance
    )
    verdict.mistakes = names(seen, verdict.lines, clocks)
    known = verdict.mistakes or verdict.lines.wrong
    return replace(
        verdict, status="wrong" if known else "unknown", world=world
    )


def _right(
    trials: Trials, way: Way, first: Seen, verdict: Verdict
) -> Verdict:
    """Right: for all of what was asked for, and in a batch, too?"""
    plan = way.plan
    due = {*WEIGHTS} if plan.package else {*WEIGHTS} & plan.has
    if plan.headless:
        due -= {"W_out", "b_out"}
    if missing := sorted(due - first.fields.keys()):
        only_biases = not any(name.startswith("W") for name in missing)
        return replace(
            verdict, status="missing", beside=12 if only_biases else None,
            notes=verdict.notes | {"missing": missing},
        )
    if "fails" in verdict.notes:
        name, got = verdict.notes["fails"]
        return replace(verdict, status=got.problem or "shape", answer=got)
    for name, ratio in _batch(trials, way, verdict).items():
        if ratio is not None:
            verdict.status, verdict.fields[name] = "wrong", False
            verdict.notes.setdefault("in batch", {})[name] = ratio
    if verdict.status == "wrong":
        return verdict
    question = plan.question([first.given], way.layout, way.world)
    said = trials.asked.ask(question | {"count": True})
    if said.get("calls", 0) > MOST_CALLS:
        verdict.notes["calls"] = said["calls"]
    own = _factor_of_E(trials, way)
    if way.world.factor != (own or "1"):
        verdict.status = "right_if"
    if own:
        verdict.notes["own E"] = own
    return verdict


def _batch(
    trials: Trials, way: Way, verdict: Verdict
) -> dict[str, str | None]:
    """Of two sequences at once, what each gradient is, if not the sum."""
    plan, layout = way.plan, way.layout
    if not layout.takes_batches or layout.last or plan.in_world:
        return {}
    shape = plan.shape(layout)
    one, other = (
        inputs("unequal", shape, trials.seed + k) for k in (0, 1)
    )
    two = replace(one, xs=other.xs, ds=other.ds, z_0=other.z_0)
    said = trials.asked.ask(plan.question([one, two], layout, way.world))
    answer = plan.read(said, one, layout)
    fields = {f: v for f, v in answer.fields.items() if f in WEIGHTS}
    if not answer.fits:
        verdict.notes["one at a time"] = True
        return {}
    a, b = truth(one, way.world), truth(two, way.world)
    tolerance = SINGLE if answer.single else EXACT
    found: dict[str, str | None] = {}
    for name, value in fields.items():
        first, second = [*numbers(a[name])], [*numbers(b[name])]
        total = [p + q for p, q in zip(first, second)]
        known = {
            "": total, "mean": [k / 2 for k in total], "first": first,
            "last": second,
        }
        found[name] = next(
            (key for key, due in known.items() if same(value, due, tolerance)),
            "?",
        ) or None
    if {*found.values()} == {"mean"}:
        verdict.notes["batch"], verdict.status = "mean", "right_if"
        return {}
    verdict.notes["batch"] = "sum"
    return found


def _factor_of_E(trials: Trials, way: Way) -> str:
    """What the E that it returns is times ours: a name of FACTORS, or ""."""
    world = replace(way.world, factor="1")
    if way.plan.given or world.error == "sigmoid_cross_entropy":
        return ""
    found = {*FACTORS}
    for name in "unequal", "long":
        answer, seen = trials.ask(way, name)
        if answer.E is None:
            return ""
        E = total_error(
            network(seen.given, world), states(seen.given, world),
            seen.given.ds,
        )
        _, _, n_out, T = seen.given.sizes
        found = {
            f for f in found
            if same(answer.E, FACTORS[f](T, n_out) * E, 1e-4)
        }
    return found.pop() if len(found) == 1 else ""
