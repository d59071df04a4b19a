"""Which mistake does a gradient function make? A judge that says how sure.

    cases.py       the networks that a function is tried on
    names.py       what people call the things of the derivation
    layouts.py     how they keep vectors over time
    params.py      weights that come in one argument
    arguments.py   what a function wants, by the names of its parameters
    tuples.py      what the entries of a tuple are
    answers.py     what it returned (nested.py: whatever arrays it was in)
    calling.py     found in a module, called, answered
    process.py     the same in another process, with limits (limits.py)
    trials.py      how it is to be called, and which f, g and E it is meant for
    seen.py        what came of a case
    search.py      the fewest known mistakes that give the same numbers
    lines.py       each line judged with the student's own deltas
    whole.py       all cases together (trust.py: the same in any order)
    wrong.py       the name, or the line
    judge.py       all of it in order (found.py: what came out)
    telling.py     a diagnosis in words (words.py, words.ini); naming.py: a
                   mistake; looking.py: the line to look at
    marking.py     a folder of submissions
    command.py     python -m rnn_pure diagnose
"""

from collections.abc import Callable
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from rnn_pure.diagnosis.found import Diagnosis

__all__ = ["diagnose"]


def diagnose(function: Callable[..., Any], seed: int = 0) -> "Diagnosis":
    """Which line of a gradient function is wrong, and like which mistake.

    function is one like bptt(rnn, states, ds), or takes the sequence, the
    targets and the weights under their usual names. It is called here, some
    dozen times, without a time limit: python -m rnn_pure diagnose FILE has
    one. The same seed tries the same networks; print what comes back. Raises
    TypeError where the names of the parameters do not say how to call it.
    """
    from rnn_pure.diagnosis.judge import judge_here

    return judge_here(function, seed)
