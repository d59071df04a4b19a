"""Training and judging, over lengths T and seeds; what came of it."""

import random
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from typing import TypeAlias

from rnn_pure import RNN, forward
from rnn_pure.practice.memory.reach import reach
from rnn_pure.practice.memory.task import ADDING, AT_T, EVERY, Task
from rnn_pure.training import Pair, mean_error

Progress: TypeAlias = Callable[[int, int], None]  # done, of
SOLVED = 0.95  # of the answers right; guessing gives half


@dataclass(frozen=True)
class Plan:
    """How much is done."""

    seeds: int = 5
    lengths: tuple[int, ...] = (2, 4, 6, 10)  # of parity
    on: int = 1000  # steps that the networks of the longest run on
    adding_seeds: int = 3
    adding: tuple[int, ...] = (4, 8, 16)
    back: int = 40  # steps, from an error at T
    judged: int = 200  # new sequences that judge a network
    share: float = 1.0  # of a task's sequences and epochs

    def size(self, task: Task) -> Task:
        """The task, shortened as the plan is."""
        return replace(
            task, sequences=round(task.sequences * self.share),
            epochs=max(1, round(task.epochs * self.share)),
        )


FULL = Plan()
QUICK = Plan(seeds=2, lengths=(2, 4), on=100, adding_seeds=1, adding=(4, 6),
             back=10, judged=50, share=0.25)


@dataclass
class Results:
    """What is done so far: a list has an entry a seed, [k] for lengths[k]."""

    plan: Plan
    first: int  # seed
    every: list[list[float]] = field(default_factory=list)  # right, by length
    ran_on: list[int] = field(default_factory=list)  # steps right
    at_T: list[list[float]] = field(default_factory=list)  # [k]: by seed
    adding: list[list[float]] = field(default_factory=list)
    left: dict[str, list[float]] = field(default_factory=dict)
    trained: dict[str, list[RNN]] = field(default_factory=dict)


def train(task: Task, T: int, seed: int) -> tuple[RNN, random.Random]:
    """A trained network, and what draws sequences that it has not seen.

    Raises KeyboardInterrupt: half a training would be compared with whole
    ones.
    """
    draw, rnn = random.Random(seed), task.network(seed)
    if task.learn(rnn, T, draw).interrupted:
        raise KeyboardInterrupt
    return rnn, draw


def solved(shares: Iterable[float]) -> int:
    """How many networks have that share of their answers right."""
    return sum(share >= SOLVED for share in shares)


def is_right(y: list[float], d: list[float]) -> bool:
    """Whether the largest output is that of the class in d."""
    return y.index(max(y)) == d.index(max(d))


def right(rnn: RNN, pairs: Sequence[Pair]) -> list[float]:
    """The share of right answers at each t = 1 … T."""
    answers = []
    for xs, ds in pairs:
        _, *y = forward(rnn, xs).y
        answers.append([d is not None and is_right(y_t, d)
                        for y_t, d in zip(y, ds)])
    return [sum(at_t) / len(pairs) for at_t in zip(*answers)]


def every_step(results: Results, progress: Progress) -> None:
    """Parity with a target at every step: one training a seed."""
    plan = results.plan
    task, T = plan.size(EVERY), plan.lengths[-1]
    for n in range(plan.seeds):
        progress(n, plan.seeds)
        rnn, draw = train(task, T, results.first + n)
        shares = right(rnn, [task.draw(T, draw) for _ in range(plan.judged)])
        on = right(rnn, [task.draw(plan.on, draw)])
        results.ran_on.append(round(sum(on)))
        results.every.append([shares[t - 1] for t in plan.lengths])
        results.trained.setdefault("parity", []).append(rnn)
    progress(plan.seeds, plan.seeds)


def last_step(results: Results, progress: Progress) -> None:
    """Parity with one target, at T: a training for every T and seed."""
    plan = results.plan
    results.at_T = [[] for _ in plan.lengths]
    for k, rnn, pairs in each_length(
        results, plan.size(AT_T), plan.lengths, plan.seeds, progress
    ):
        results.at_T[k].append(right(rnn, pairs)[-1])


def sums(results: Results, progress: Progress) -> None:
    """The adding problem: the mean of (y_T − d_T)² on new sequences."""
    plan = results.plan
    results.adding = [[] for _ in plan.adding]
    for k, rnn, pairs in each_length(
        results, plan.size(ADDING), plan.adding, plan.adding_seeds, progress
    ):
        results.adding[k].append(2 * mean_error(rnn, pairs))
        if k == 0:
            results.trained.setdefault("adding", []).append(rnn)


def each_length(
    results: Results,
    task: Task,
    lengths: Sequence[int],
    seeds: int,
    progress: Progress,
) -> Iterator[tuple[int, RNN, list[Pair]]]:
    """Seed by seed a network trained at each length, and what judges it.

    k says which of the lengths it is.
    """
    total = len(lengths) * seeds
    for n in range(total):
        progress(n, total)
        seed, k = divmod(n, len(lengths))
        rnn, draw = train(task, lengths[k], results.first + seed)
        judged = range(results.plan.judged)
        yield k, rnn, [task.draw(lengths[k], draw) for _ in judged]
    progress(total, total)


def reaching(results: Results, progress: Progress) -> None:
    """How much of delta_re is left, before training and after."""
    T, first = results.plan.back, results.first
    for name, task in ("parity", EVERY), ("adding", ADDING):
        after = results.trained.get(name, [])
        before = [task.network(first + n) for n in range(len(after))]
        for when, networks in ("before", before), ("after", after):
            results.left[f"{name}_{when}"] = reach(
                task, networks, T + 1, 10, first
            )
