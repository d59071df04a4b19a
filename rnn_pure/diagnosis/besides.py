"""What one sequence does not show: two at once; the E that comes along."""

import random
from dataclasses import replace
from math import copysign
from typing import Any

from rnn_pure.checks import WEIGHTS
from rnn_pure.diagnosis.calling import Plan
from rnn_pure.diagnosis.layouts import Layout
from rnn_pure.diagnosis.names import kind, role
from rnn_pure.diagnosis.nets import inputs
from rnn_pure.diagnosis.plans import File, settled
from rnn_pure.diagnosis.trials import EXACT, SINGLE, Trials, Way
from rnn_pure.stand import FACTORS, Inputs, numbers, same, truth

NEAR = 1e-3  # of slopes that are measured
MOST_CALLS = 30  # of a forward pass, in one call for gradients


def of_two(trials: Trials, way: Way) -> dict[str, str]:
    """Of two sequences at once what each gradient is: "sum", "mean", …

    Nothing where it takes one at a time.
    """
    plan, layout = way.plan, way.layout
    if not layout.takes_batches or layout.last or plan.in_world:
        return {}
    shape = plan.shape(layout)
    one, other = (inputs("unequal", shape, trials.seed + k) for k in (0, 1))
    two = replace(one, xs=other.xs, ds=other.ds, z_0=other.z_0)
    said = trials.asked.ask(plan.question([one, two], layout, way.world))
    answer = plan.read(said, one, layout)
    if not answer.problem and not answer.fits:
        rows = all(sorted(has) == sorted((2, *due))
                   for has, due in answer.shapes.values())
        return dict.fromkeys(answer.shapes, "rows") if rows else {}
    tolerance = SINGLE if answer.single else EXACT
    found = {}
    for name in WEIGHTS if answer.fits else ():
        if name in answer.fields:
            a, b = (
                [*numbers(truth(each, way.world)[name])] for each in (one, two)
            )
            total = [p + q for p, q in zip(a, b)]
            known = {
                "sum": total, "mean": [k / 2 for k in total], "first": a,
                "last": b, "?": answer.fields[name],
            }
            found[name] = next(
                key for key, due in known.items()
                if same(answer.fields[name], due, tolerance)
            )
    return found


def forward_calls(trials: Trials, way: Way) -> int:
    """How often one call goes forward, if that is very often, else 0."""
    given = inputs("unequal", way.plan.shape(way.layout), trials.seed)
    question = way.plan.question([given], way.layout, way.world)
    calls: int = trials.asked.ask(question | {"count": 1}).get("calls", 0)
    return calls if calls > MOST_CALLS else 0


def slopes_of_E(trials: Trials, way: Way, nets: list[str]) -> list[float]:
    """The slopes of the E that the file itself has, in parts of its gradients.

    All are 1 where these are the gradients of its own f, g and E, whatever
    these may be. Each weight goes a little to and fro. Nothing where no E is
    found.
    """
    plan, layout = way.plan, way.layout
    if plan.in_world or plan.given or not nets:
        return []
    about, draw, h = trials.asked.about, random.Random(0), 1e-5
    losses, ratios = losses_of(about, plan), []

    def E(loss: Plan, given: Inputs, layout: Layout) -> float | None:
        said = trials.asked.ask(loss.question([given], layout, way.world))
        return loss.read(said, given, layout).E

    _, first = trials.ask(way, nets[0])
    if not any(numbers(first.fields.get("W_re", 1.0))):
        return []  # what it takes for steps are sequences of one step
    losses = [p for p in losses if E(p, first.given, layout) is not None]
    asked = [(name, layout) for name in nets if name != "missing"]
    if len(asked) < len(nets):
        every = layout.missing(bool(about.get("nan")))
        asked += [("missing", each) for each in every]
    for name, each in asked if losses else ():
        answer, seen = trials.ask(replace(way, layout=each), name)
        for field in (w for w in WEIGHTS if w in answer.fields):
            ours, found = [*numbers(answer.fields[field])], []
            along = [copysign(draw.uniform(0.5, 1), k) for k in ours]
            for step in -h, h:
                left = iter([step * k for k in along])
                W = getattr(seen.given, field)
                moved = [
                    [k + next(left) for k in row] if field[0] == "W"
                    else row + next(left) for row in W
                ]
                beside = replace(seen.given, **{field: moved})
                found.append(E(losses[0], beside, each))
            a, b = found
            due = sum(p * q for p, q in zip(ours, along))
            if a is not None and b is not None and due:
                ratios.append((b - a) / (2 * h * due))
    return ratios


def losses_of(about: dict[str, Any], plan: Plan) -> list[Plan]:
    """The plan, and it with a call of one of the file's own errors after."""
    losses = [plan]
    file = File(about)
    some = file.signatures() | (
        file.signatures(plan.make[0]) if plan.make else {})
    for name, signature in some.items():
        of, known = settled(signature)
        given = {
            n: "@" if plan.make and r in ("rnn", "params") else r
            for n, r in of.items()
        }
        if known and {*given.values()} <= plan.has and (
            role(name.lower()) == "E" or kind(name) == "loss"
        ):
            losses.append(replace(plan, steps=[*plan.steps, (name, given)]))
    return losses


def factor_of_E(trials: Trials, way: Way, net: str) -> str:
    """What the file's own E is times ours: one of FACTORS, or "?".

    Nothing where none is found.
    """
    slopes = slopes_of_E(trials, way, [net])
    if not any(slopes):
        return ""
    _, seen = trials.ask(way, net)
    _, _, n_out, T = seen.given.sizes
    times = {name: by(T, n_out) for name, by in FACTORS.items()}
    due = [times[way.world.factor] * k for k in slopes]
    return next((
        name for name in (way.world.factor, *FACTORS)
        if same(due, [times[name]] * len(due), NEAR)
    ), "?")
