"""python -m rnn_pure.practice.reading: a network learns to read numbers."""

import argparse
import json
from collections.abc import Sequence
from functools import partial
from typing import Any

from rnn_pure import RNN, forward
from rnn_pure.console import Console, run
from rnn_pure.practice import plot, program
from rnn_pure.practice.reading import memory, picture, report, tables
from rnn_pure.practice.reading.memory import Knows
from rnn_pure.practice.reading.task import (
    EPOCHS,
    HELD_OUT,
    MYRIAD,
    SEEN,
    WORDS,
    inputs,
    read,
    words,
)
from rnn_pure.practice.reading.trial import Trial, misread, trial

QUICK = 100  # held out with --quick, and one epoch
PAIR = (5, 7_000_005)  # 0 at the same digit: only one is due 만


def main(arguments: Sequence[str] | None = None) -> int:
    """Run the command with these options; returns its exit status."""
    out, parser = program.parser(
        arguments, "reading",
        "신경망이 수를 한국어로 읽는 법을 배웁니다. 20초쯤 걸립니다.",
        "A network learns to read numbers aloud in Korean. Takes about 20 s.",
    )
    program.repeats(
        out, parser, "seeds", "시드 N개로 되풀이해 얼마나 다른지 봅니다",
        "train again for N seeds in all, to see how they differ",
    )
    asked = program.read(out, parser, arguments, "seeds")
    return program.guarded(out, lambda: carry_out(out, asked))


def carry_out(out: Console, asked: argparse.Namespace) -> int:
    """Train, read aloud, compare, look inside; the exit status."""
    size = (SEEN, QUICK, 1) if asked.quick else (SEEN, HELD_OUT, EPOCHS)
    report.task(out, SEEN)
    trials = train(out, asked, *size)
    first, whole = trials[0], not trials[-1].interrupted
    if not whole:
        out.print(out.colour("yellow", out.say(
            "\nCtrl-C로 학습을 끝냈습니다. 여기까지 배운 대로 읽습니다.",
            "\nCtrl-C ended the training: this is what it has learned.",
        )))
    asking = memory.asking(first.held_out)
    units = memory.knowing(first.rnn, asking)
    found = figures(trials, units, asking)
    order = [unit.unit for unit in units]
    curves = picture.curves(out, trials, found["tables"]["place"])
    report.examples(out, first)
    report.comparison(out, first.final, found["tables"])
    out.print()
    plot.characters(out, *curves[1:])
    out.print(out.say(
        "\n상태 z_t: 열은 숫자, 행은 유닛입니다. 빈칸은 −1, 꽉 찬 칸은 "
        "1입니다.",
        "\nThe state z_t: a column a digit, a row a unit; blank is −1, full "
        "is 1.",
    ))
    picture.characters(out, first.rnn, PAIR, order)
    report.state(out, units[0], found["unit"])
    if len(trials) > 1:
        report.seeds(out, trials)
    well = program.leave(
        out, asked,
        svg=lambda: plot.together(
            plot.svg(*curves),
            *(picture.svg(out, first.rnn, number, order) for number in PAIR),
        ),
        save=lambda: json.dumps({
            "figures": found,
            "network": json.loads(first.rnn.to_json()),
        }, ensure_ascii=False) + "\n",
        whole=whole,
    )
    return 0 if well else 1


def train(
    out: Console, asked: argparse.Namespace, seen: int, held_out: int,
    epochs: int,
) -> list[Trial]:
    """A trial a seed, until Ctrl-C; the first one is told epoch by epoch."""
    total = asked.seeds * epochs

    def tell(n: int, rnn: RNN, right: list[float]) -> None:
        with program.aside(out, n * epochs + len(right) - 1, total):
            if n == 0:
                report.epoch(out, rnn, right)

    return program.trials(range(asked.seeds), lambda n: trial(
        asked.seed + n, seen, held_out, epochs, partial(tell, n)
    ))


def figures(
    trials: Sequence[Trial], units: Sequence[Knows], asking: Sequence[int]
) -> dict[str, Any]:
    """Every number that the page tells, by name."""
    first, best = trials[0], units[0]
    readers = {f"ngram_{n}": tables.ngram(n) for n in report.NGRAMS}
    readers["place"] = tables.PLACE
    readers["place_and_before"] = tables.PLACE_AND_BEFORE

    def right(contexts: Sequence[tables.Context]) -> float:
        reader = tables.reader(first.seen, contexts)
        wrong = misread(reader, first.held_out)
        return 1 - len(wrong) / len(first.held_out)

    k = memory.LAST - 1
    at_last = [(read(first.rnn, number)[k], words(number)[k])
               for number in first.wrong]
    due = [memory.due(number) for number in asking]
    each = [*zip(*(one.right for one in trials))]  # epoch by epoch
    return {
        "seed": first.seed,
        "seeds": len(trials),
        "seen": len(first.seen),
        "held_out": len(first.held_out),
        "words": len(WORDS),
        "units": len(first.rnn.b),
        "weights": sum(map(len, first.rnn.rows())),
        "epochs": len(first.right) - 1,
        "right": first.right,
        "final": first.final,
        "misread": [
            {"number": number, "said": "".join(read(first.rnn, number)),
             "due": "".join(words(number))}
            for number in first.wrong
        ],
        # 만 is due and not said; 일만 is due, and 만 said; 만 once too often
        "forgotten": sum(MYRIAD in due and MYRIAD not in said
                         for said, due in at_last),
        "dropped": sum(said == MYRIAD != due and MYRIAD in due
                       for said, due in at_last),
        "added": sum("".join(read(first.rnn, number)).count(MYRIAD)
                     > "".join(words(number)).count(MYRIAD)
                     for number in first.wrong),
        "tables": {name: right(these) for name, these in readers.items()},
        "lowest": [*map(min, each)],
        "highest": [*map(max, each)],
        "finals": [one.final for one in trials],
        "unit": {
            **best._asdict(),
            "values": [forward(first.rnn, inputs(n)).z[k + 1][best.unit]
                       for n in PAIR],
            "asking": len(due),
            "guess": max(sum(due), len(due) - sum(due)) / len(due),
            "as_good": sum(unit.right == best.right for unit in units),
        },
    }


if __name__ == "__main__":
    run(main)
