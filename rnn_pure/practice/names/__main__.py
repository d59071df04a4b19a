"""python -m rnn_pure.practice.names: a network invents names of places."""

import argparse
import json
import random
from collections.abc import Sequence
from functools import partial

from rnn_pure import RNN
from rnn_pure.console import Console, run
from rnn_pure.practice import plot, program
from rnn_pure.practice.names import report
from rnn_pure.practice.names.task import (
    EPOCHS,
    HELD_OUT,
    LEAST,
    invent,
    read,
)
from rnn_pure.practice.names.trial import Trial, figures, sample, trial

TEMPERATURES = (0.5, 0.8, 1.2)
INVENTED = 200  # at each temperature


def main(arguments: Sequence[str] | None = None) -> int:
    """Run the command with these options; returns its exit status."""
    out, parser = program.parser(
        arguments, "names",
        "신경망이 시·군·구 이름을 배워 새 이름을 짓습니다. 10초쯤 걸립니다.",
        "A network learns the names of Korean places and invents new ones. "
        "Takes about 10 s.",
    )
    program.repeats(
        out, parser, "splits", "이름을 N번 새로 나누어 되풀이합니다",
        "train again for N fresh splits in all",
    )
    asked = program.read(out, parser, arguments, "splits")
    return program.guarded(out, lambda: carry_out(out, asked))


def carry_out(out: Console, asked: argparse.Namespace) -> int:
    """Train, compare, invent; the exit status."""
    try:
        names = read()
    except ValueError as error:
        out.print(out.colour("red", out.say(
            f"names.txt에는 서로 다른 한글 이름이 한 줄에 하나씩, UTF-8로, "
            f"{LEAST}개 이상 있어야 합니다: {error}",
            f"names.txt must hold at least {LEAST} different names in "
            f"Hangul, one a line, in UTF-8: {error}",
        )))
        return 1
    held_out = min(HELD_OUT, len(names) // 4)
    report.task(out, len(names), held_out)
    trials = train(out, asked, names, held_out, 2 if asked.quick else EPOCHS)
    first, whole = trials[0], not trials[-1].interrupted
    if not whole:
        out.print(out.colour("yellow", out.say(
            "\nCtrl-C로 학습을 끝냈습니다. 여기까지 배운 대로 짓습니다.",
            "\nCtrl-C ended the training: this is what it has learned.",
        )))
    count = INVENTED // 10 if asked.quick else INVENTED
    drawn = [sample(first, each, count) for each in TEMPERATURES]
    found = figures(trials, drawn)
    curves = report.curves(out, first)
    out.print()
    plot.characters(out, *curves[1:])
    report.comparison(out, found)
    report.samples(out, drawn)
    well = program.leave(
        out, asked,
        svg=lambda: plot.svg(*curves),
        save=lambda: json.dumps({
            "figures": found,
            "symbols": first.symbols,
            "network": json.loads(first.rnn.to_json()),
        }, ensure_ascii=False) + "\n",
        whole=whole,
    )
    return 0 if well else 1


def train(
    out: Console, asked: argparse.Namespace, names: Sequence[str],
    held_out: int, epochs: int,
) -> list[Trial]:
    """A trial a split, until Ctrl-C; the first is told epoch by epoch."""
    total = asked.splits * epochs

    def tell(
        n: int, rnn: RNN, symbols: list[str], trained: list[float],
        held: list[float],
    ) -> None:
        with program.aside(out, n * epochs + len(held) - 1, total):
            if n == 0:
                draw = random.Random(f"{asked.seed} {len(held)}")
                report.epoch(out, trained, held, [
                    invent(rnn, symbols, TEMPERATURES[1], draw)
                    for _ in range(3)
                ])

    return program.trials(range(asked.splits), lambda n: trial(
        asked.seed + n, names, held_out, epochs, partial(tell, n)
    ))


if __name__ == "__main__":
    run(main)
