"""Learning while the years go by: each forecast first, then one step of α.

python -m rnn_pure.practice.sunspots.online compares RTRL (equation 8) with
truncated BPTT at every year (equation 7 with k1 = 1): how far the forecasts
are off, period by period, and what a year costs. Only TRAINING is read.
"""

import time
from collections.abc import Callable, Iterator, Sequence
from statistics import fmean
from typing import NamedTuple

from rnn_pure import RNN, Adam, Gradients, rtrl_steps, truncated_bptt
from rnn_pure.console import Console, language, options, run
from rnn_pure.practice.sunspots.series import (
    TRAINING,
    between,
    read,
    written,
)

ALPHA, N_RE, SEEDS, PERIODS = 0.003, 8, 5, 4
NUMBERS = [number / 100 for number in between(read(), TRAINING).values()]
XS = [[number] for number in NUMBERS[:-1]]
DS = [[number] for number in NUMBERS[1:]]  # the year after
WAYS: dict[str, Callable[[RNN], Iterator[Gradients]]] = {
    "RTRL": lambda rnn: rtrl_steps(rnn, XS, DS),
    "BPTT, k2 = 1": lambda rnn: truncated_bptt(rnn, XS, DS, 1, 1),
    "BPTT, k2 = 5": lambda rnn: truncated_bptt(rnn, XS, DS, 1, 5),
    "BPTT, k2 = 20": lambda rnn: truncated_bptt(rnn, XS, DS, 1, 20),
    "BPTT, k2 = T": lambda rnn: truncated_bptt(rnn, XS, DS, 1, len(XS)),
}


def learn(way: str, seed: int) -> list[float]:
    """The squared error of each year's forecast, made before its step."""
    rnn, update = RNN.random(1, N_RE, 1, seed=seed), Adam(ALPHA)
    errors = []
    for gradients in WAYS[way](rnn):
        [off] = gradients.b_out  # δ^out is y − d
        errors.append(off * off)
        update(rnn, gradients)
    return errors


def periods(errors: list[float]) -> list[float]:
    """Their mean in each of PERIODS equal pieces of time."""
    size = len(errors) // PERIODS
    return [fmean(errors[k * size:(k + 1) * size]) for k in range(PERIODS)]


class Row(NamedTuple):
    """Errors, period by period, and what a year costs."""

    errors: list[float]
    milliseconds: float = 0


def compared() -> dict[str, Row]:
    """Each way's row, the mean of SEEDS; at first that of the same number."""
    same = [(d - x) ** 2 for [x], [d] in zip(XS, DS)]
    found = {"next year = this year": Row(periods(same))}
    for way in WAYS:
        started = time.process_time()
        of_seeds = [periods(learn(way, seed)) for seed in range(SEEDS)]
        seconds = (time.process_time() - started) / SEEDS
        errors = [*map(fmean, zip(*of_seeds))]
        found[way] = Row(errors, seconds * 1e3 / len(XS))
    return found


def spans() -> list[str]:
    """The years of each period, as a reader expects them."""
    size, first = len(XS) // PERIODS, TRAINING[0] + 1
    begins = [first + k * size for k in range(PERIODS)]
    return [written((year, year + size - 1)) for year in begins]


def table(out: Console, found: dict[str, Row]) -> None:
    """Print the rows, the years over their errors."""
    heads = [*spans(), out.say("ms/해", "ms a year")]
    out.print(out.left("", 22) + "".join(out.right(h, 12) for h in heads))
    for way, row in found.items():
        label = out.say("내년 = 올해", way) if way.startswith("next") else way
        cells = [f"{error:.4f}" for error in row.errors]
        if row.milliseconds:
            cells.append(f"{row.milliseconds:.2f}")
        right = "".join(out.right(cell, 12) for cell in cells)
        out.print(out.left(label, 22) + right)


def main(arguments: Sequence[str] | None = None) -> int:
    """Compare and print."""
    out = Console(language(arguments))
    options(out, "python -m rnn_pure.practice.sunspots.online", out.say(
        "해마다 배우며 예측하는 방법 다섯을 비교합니다. 몇 초 걸립니다.",
        "Compares five ways to learn while the years go by, in some seconds.",
    )).parse_args(arguments)
    table(out, compared())
    return 0


if __name__ == "__main__":
    run(main)
