"""What one sequence does not show: two at once; the E that comes along."""

import random
from dataclasses import replace
from math import copysign
from typing import Any

from rnn_pure.checks import WEIGHTS
from rnn_pure.diagnosis.calling import Plan
from rnn_pure.diagnosis.layouts import Layout
from rnn_pure.diagnosis.names import LOSS, is_named, role
from rnn_pure.diagnosis.nets import inputs
from rnn_pure.diagnosis.plans import settled
from rnn_pure.diagnosis.trials import EXACT, SINGLE, Trials, Way
from rnn_pure.rnn import total_error
from rnn_pure.stand import (
    FACTORS,
    Inputs,
    network,
    numbers,
    same,
    states,
    truth,
)

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
    if not answer.fits:
        rows = {
            name for name, (has, due) in answer.shapes.items()
            if name.startswith("b") and sorted(has) == sorted((2, *due))
        }
        alone = not answer.problem and rows == {*answer.shapes}
        return dict.fromkeys(rows, "rows") if alone else {}
    tolerance = SINGLE if answer.single else EXACT
    found = {}
    for name in WEIGHTS:
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
    for name, signature in _callable(about, plan).items():
        of, known = settled(signature)
        given = {
            n: "@" if plan.make and r in ("rnn", "params") else r
            for n, r in of.items()
        }
        if known and {*given.values()} <= plan.has and (
            role(name.lower()) == "E" or is_named(name, LOSS)
        ):
            losses.append(replace(plan, steps=[*plan.steps, (name, given)]))
    return losses


def _callable(about: dict[str, Any], plan: Plan) -> dict[str, Any]:
    """The signatures of what may be called after a plan's steps."""
    methods = about["classes"][plan.make[0]] if plan.make else {}
    return {**about["functions"], **{f".{n}": s for n, s in methods.items()}}


def factor_of_E(trials: Trials, way: Way) -> str:
    """What the E that it returns is times ours: one of FACTORS, or ""."""
    world = replace(way.world, factor="1")
    if way.plan.given or world.error == "sigmoid_cross_entropy":
        return ""
    found = {*FACTORS}
    for name in "unequal", "long":
        answer, seen = trials.ask(way, name)
        if answer.E is None:
            return ""
        given = seen.given
        E = total_error(network(given, world), states(given, world), given.ds)
        _, _, n_out, T = given.sizes
        found = {
            f for f in found
            if same(answer.E, FACTORS[f](T, n_out) * E, SINGLE)
        }
    return found.pop() if len(found) == 1 else ""
