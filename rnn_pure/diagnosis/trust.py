"""Whether an answer is one: the same whatever was asked before it."""

from rnn_pure.diagnosis.seen import flat
from rnn_pure.diagnosis.trials import Setup, Trials


def depends_on_before(trials: Trials, setup: Setup) -> bool:
    """Whether a case has another answer where none was asked before it."""
    for name in "clock", "small", "missing":
        before = trials.ask(setup, name)
        fresh = None if trials.ended else trials.asked.fresh()
        if fresh is None:
            return False
        now = fresh.ask(setup.world, name, trials.seed, setup.layout)
        # sorted: what tells a tuple's entries apart is asked before, too
        a, b = (sorted(flat([*answer.fields.values()]))
                for answer in (before, now))
        if bool(before.problem) != bool(now.problem) or (
            len(a) == len(b) and repr(a) != repr(b)
        ):
            return True
    return False
