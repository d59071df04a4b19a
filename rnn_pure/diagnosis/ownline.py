"""The one expression of a submission that is to blame.

*An expression is to blame if a value of the derivation, put in its place,
makes the answer right.* The file runs again and again with one place changed;
of the changes that make most gradients right the one that alters the earliest
event is marked. So it says at once where, what is there, and what belongs.

The derivation's values are in the submission's process here: so this runs
only after "wrong" has been said, by another process that had none, and
nothing that it returns changes that.
"""

import inspect
import sys
from collections.abc import Callable, Iterator
from dataclasses import asdict, replace
from pathlib import Path
from types import ModuleType
from typing import Any

from rnn_pure.activations import sigmoid
from rnn_pure.diagnosis import child
from rnn_pure.diagnosis.blame import Budget, Case, Trial
from rnn_pure.diagnosis.calling import Plan
from rnn_pure.diagnosis.layouts import Layout
from rnn_pure.diagnosis.marks import Mark, put_rows
from rnn_pure.diagnosis.nets import inputs
from rnn_pure.diagnosis.wrapping import Submission
from rnn_pure.losses import softmax
from rnn_pure.stand import Inputs, World, states

STEPS = 4
NEAR = 0.1  # how far targets are from y at first, so that nothing is clipped
SIZES = "unequal", "clock"  # nets of three sizes, and of one


def mark(
    text: str,
    module: ModuleType,
    ask: Callable[[Any], Any],
    plan: Plan,
    layout: Layout,
    world: World,
    budget: Budget,
) -> Mark | None:
    """The mark in a submission's text, which is imported as this module.

    ask puts a question of the plan to the module. None where the file is
    right wherever it is tried, or nothing in it can be blamed.
    """
    made = Submission(text, module)
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
        elif not all(trial.ok.values()):
            if found := trial.blamed():
                put_rows(found, made, trial.seen)
            return found
    return raised


def answer(module: Any, question: dict[str, Any]) -> dict[str, Any]:
    """The mark, for a verdict's plan, layout and world; JSON both ways."""
    try:
        own = _submission(module)
        text = inspect.getsource(own)
    except (OSError, TypeError):
        return {"mark": None}
    budget = Budget(seconds=question["seconds"])
    found = mark(
        text, own, lambda asked: child.answer(module, asked),
        Plan(**question["plan"]), Layout(**question["layout"]),
        World(**question["world"]), budget,
    )
    return {"mark": found and asdict(found), "cut": budget.out}


def _submission(module: Any) -> ModuleType:
    """The student's own module, if this one is its adapter."""
    name = Path(getattr(module, "__file__", "")).stem
    own = name.removesuffix("_adapter")
    found: ModuleType = module if own == name else sys.modules.get(own, module)
    return found


def _cases(plan: Plan, layout: Layout, world: World) -> Iterator[Case]:
    """Small errors first, so that nothing is clipped; a batch last."""
    shape = plan.shape(layout)

    def given(sizes: str, seed: int = 0) -> Inputs:
        made = inputs(sizes, shape, seed)
        made = replace(made, xs=made.xs[-STEPS:], ds=made.ds[-STEPS:])
        if "d" in shape.hot:
            return made
        found = [_expected(y, world) for y in states(made, world).y[1:]]
        return replace(made, ds=[d and [
            p + NEAR * (k - p) for p, k in zip(at, d)
        ] for at, d in zip(found, made.ds)])

    for sizes in SIZES:
        yield Case(plan, layout, world, [given(sizes)])
    for sizes in ("large", "long"):
        yield Case(plan, layout, world, [inputs(sizes, shape, 0, world)])
    for way in layout.missing(layout.nan) if "ds" in plan.has else ():
        made = given(SIZES[0])
        ds = [None if t == STEPS - 2 else d for t, d in enumerate(made.ds)]
        yield Case(plan, way, world, [replace(made, ds=ds)])
    if layout.takes_batches and not layout.last:
        one, other = given(SIZES[0]), given(SIZES[0], 1)
        yield Case(plan, layout, world, [
            one, replace(one, xs=other.xs, ds=other.ds, z_0=other.z_0)])


def _expected(y: list[float], world: World) -> list[float]:
    """The target at which there is no error."""
    if world.error == "given":
        return [0.0] * len(y)
    if world.error == "squared_error":
        return y
    softly = world.error == "softmax_cross_entropy"
    return softmax(y) if softly else [*sigmoid(y)]
