"""Two tasks of memory, and the network that learns them: change these.

parity   T random bits, one a step: is the number of 1s odd?
adding   T numbers, two of them marked: what is the sum of these two?
"""

import random
from collections.abc import Callable
from dataclasses import dataclass
from functools import partial
from itertools import accumulate
from operator import xor
from typing import Any, TypeAlias

from rnn_pure import (
    RNN,
    Adam,
    ErrorFunction,
    History,
    fit,
    softmax_cross_entropy,
    squared_error,
)

Sequence: TypeAlias = tuple[list[Any], list[Any]]  # xs, ds
EVEN, ODD = [1.0, 0.0], [0.0, 1.0]


def parity(T: int, draw: random.Random) -> Sequence:
    """Bits as −1 and 1; at every step, whether the 1s so far are odd."""
    bits = [draw.randrange(2) for _ in range(T)]
    xs = [[2.0 * bit - 1.0] for bit in bits]
    ds = [ODD if odd else EVEN for odd in accumulate(bits, xor)]
    return xs, ds


def parity_at_T(T: int, draw: random.Random) -> Sequence:
    """The same sequences with one target, the last."""
    xs, ds = parity(T, draw)
    return xs, [None] * (T - 1) + ds[-1:]


def adding(T: int, draw: random.Random) -> Sequence:
    """Numbers from 0 to 1, each with a mark; the sum of the two marked.

    One mark is in the first half, one in the second; the target is at T.
    """
    numbers = [draw.random() for _ in range(T)]
    marked = draw.randrange(T // 2), draw.randrange(T // 2, T)
    xs = [[number, float(k in marked)] for k, number in enumerate(numbers)]
    d = [sum(numbers[k] for k in marked)]
    return xs, [None] * (T - 1) + [d]


@dataclass(frozen=True)
class Task:
    """What is drawn, the network's sizes and error, how it is trained."""

    draw: Callable[[int, random.Random], Sequence]
    n_in: int
    n_out: int
    error: ErrorFunction
    n_re: int = 8
    sequences: int = 800
    epochs: int = 3
    alpha: float = 0.01
    alpha_end: float = 0.003
    max_norm: float | None = None

    def network(self, seed: int) -> RNN:
        """Untrained, as drawn from seed."""
        return RNN.random(self.n_in, self.n_re, self.n_out, seed=seed,
                          error=self.error)

    def learn(self, rnn: RNN, T: int, draw: random.Random) -> History:
        """Train rnn in place on sequences of T steps."""
        return fit(
            rnn, [self.draw(T, draw) for _ in range(self.sequences)],
            self.epochs, Adam(self.alpha), alpha_end=self.alpha_end,
            max_norm=self.max_norm, seed=draw.getrandbits(32),
        )


_PARITY = partial(Task, n_in=1, n_out=2, error=softmax_cross_entropy,
                  max_norm=1.0)
EVERY, AT_T = _PARITY(parity), _PARITY(parity_at_T)
ADDING = Task(adding, n_in=2, n_out=1, error=squared_error,
              epochs=4, alpha_end=0.001)
CHANCE = 1 / 6  # the variance of the sum of two numbers from 0 to 1
