"""What is known of all cases together."""

from collections.abc import Callable

from rnn_pure.checks import WEIGHTS
from rnn_pure.diagnosis.cases import SIZES
from rnn_pure.diagnosis.found import Diagnosis
from rnn_pure.diagnosis.names import role
from rnn_pure.diagnosis.trials import Setup, Trials

FACTORS: dict[str, Callable[[int, int], float]] = {
    "": lambda T, n: 1.0,
    "2": lambda T, n: 2.0,
    "½": lambda T, n: 0.5,
    "1/T": lambda T, n: 1 / T,
    "2/T": lambda T, n: 2 / T,
    "1/n_out": lambda T, n: 1 / n,
    "2/n_out": lambda T, n: 2 / n,
    "1/(T·n_out)": lambda T, n: 1 / (T * n),
    "2/(T·n_out)": lambda T, n: 2 / (T * n),
}


def cases_of(trials: Trials) -> list[str]:
    """None is a target only where the package's own objects are given."""
    with_rnn = trials.asked.wants.takes_states
    others = {"small"} if with_rnn else {"small", "missing"}
    return [
        name for name in SIZES
        if name not in others and trials.is_asked(name)
    ]


def fields_of(
    trials: Trials, setup: Setup, tolerance: float
) -> dict[str, bool | None]:
    """Which gradients are right in every case that gave numbers."""
    right: dict[str, bool | None] = {
        name: None for name in WEIGHTS if name not in setup.world.without
    }
    for name in cases_of(trials):
        answer = trials.ask(setup, name)
        seen = trials.seen(setup, name, tolerance)
        for one in answer.shapes:
            right[one] = False
        for one in seen.fields:
            right[one] = right.get(one) is not False and seen.is_right(one)
    return right


def unchanging(found: Diagnosis) -> Diagnosis:
    """Mistakes 32 and 35, where something that was given has changed."""
    roles = {role(name) for name in found.answer.changed}
    if roles:
        moved = roles & {"rnn", "params", *WEIGHTS}
        found.beside |= {35 if moved else 32}
        if found.verdict not in ("named",):
            found.verdict = "changed"
    return found


def factor_of_E(trials: Trials, setup: Setup) -> str:
    """What its E is times ours, by a formula; "" where it is the same.

    "?" where it is of no formula that is known.
    """
    fitting = {*FACTORS}
    for name in ("clock", "long", "large", "unequal"):
        by, at = trials.own_E(setup, name), trials.case(setup, name)
        T, n = len(at.xs), len(at.rnn.b_out)
        T = 1 if setup.world.last else T
        for text, formula in FACTORS.items():
            if abs(formula(T, n) - by) > 1e-6 * abs(by):
                fitting.discard(text)
    return min(fitting, key=len, default="?")
