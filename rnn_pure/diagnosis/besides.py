"""What one sequence does not show: two at once; the E that comes along."""

from dataclasses import replace

from rnn_pure.checks import WEIGHTS
from rnn_pure.diagnosis.nets import inputs
from rnn_pure.diagnosis.trials import EXACT, SINGLE, Trials, Way
from rnn_pure.rnn import total_error
from rnn_pure.stand import FACTORS, network, numbers, same, states, truth

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
        return {}
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
