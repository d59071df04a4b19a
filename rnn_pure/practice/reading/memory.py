"""What the state holds: which unit knows that 만 is due."""

from collections.abc import Sequence
from itertools import pairwise
from typing import NamedTuple

from rnn_pure import RNN, forward
from rnn_pure.practice.reading.task import DIGITS, digits, inputs

LAST = DIGITS - 4  # 만 is said at this digit


class Knows(NamedTuple):
    """A unit, and how well z at LAST tells numbers apart by one limit.

    right is the share of numbers on the right side: those with a digit other
    than 0 before LAST above the limit, or below it where above is False. gap
    is how far the values next to the limit are apart.
    """

    unit: int
    right: float
    limit: float
    above: bool
    gap: float


def due(number: int) -> bool:
    """Whether a digit other than 0 comes before that of 만."""
    return number >= 100_000


def asking(numbers: Sequence[int]) -> list[int]:
    """Those with 0 at LAST: what came before decides what is due there."""
    return [n for n in numbers if digits(n)[LAST - 1] == 0] or [*numbers]


def knowing(rnn: RNN, numbers: Sequence[int]) -> list[Knows]:
    """Every unit, the best first; among equals that of the widest gap."""
    z = [forward(rnn, inputs(number)).z[LAST] for number in numbers]
    known = [due(number) for number in numbers]
    units = [_best(i, [*zip((z_i[i] for z_i in z), known)])
             for i in range(len(z[0]))]
    return sorted(units, key=lambda unit: (-unit.right, -unit.gap))


def _best(unit: int, values: list[tuple[float, bool]]) -> Knows:
    """The limit between two neighbouring values that parts them best."""
    values.sort()
    n, all_due = len(values), sum(known for _, known in values)
    below, best = 0, Knows(unit, 0.0, 0.0, True, 0.0)
    for k, ((low, known), (high, _)) in enumerate(pairwise(values), 1):
        below += known  # of the k lowest
        right = (k - below + all_due - below) / n
        for share, above in (right, True), (1 - right, False):
            if share > best.right:
                best = Knows(unit, share, (low + high) / 2, above, high - low)
    return best
