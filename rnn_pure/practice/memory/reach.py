"""How much of delta_re is left, step by step back from an error at T."""

import random
from collections.abc import Iterable
from math import exp, hypot, log
from statistics import fmean
from sys import float_info

from rnn_pure import RNN, bptt, forward
from rnn_pure.practice.memory.task import Task

GONE = 0.01  # of the length of delta_re at T


def reach(
    task: Task, networks: Iterable[RNN], T: int, sequences: int, seed: int
) -> list[float]:
    """|δre_t| / |δre_T| at t = T, T − 1, … 1: geometric means.

    Over networks and sequences of T steps, with one target, at T.
    """
    draw = random.Random(seed)
    pairs = [task.draw(T, draw) for _ in range(sequences)]
    each = []
    for rnn in networks:
        for xs, ds in pairs:
            at_T = [None] * (T - 1) + ds[-1:]
            delta_re = bptt(rnn, forward(rnn, xs), at_T).delta_re or []
            lengths = [hypot(*delta_re[t]) for t in range(T, 0, -1)]
            # Where f is relu or saturated a delta can be 0, also that at T.
            lengths[0] = lengths[0] or 1.0
            each.append([
                log(max(length / lengths[0], float_info.min))
                for length in lengths
            ])
    return [exp(fmean(logs)) for logs in zip(*each)]


def steps_back(shares: list[float], share: float) -> int | None:
    """The first distance at which less than share is left; None: nowhere."""
    below = (k for k, left in enumerate(shares) if left < share)
    return next(below, None)
