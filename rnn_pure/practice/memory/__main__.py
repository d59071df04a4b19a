"""python -m rnn_pure.practice.memory: how far back can a network learn?"""

import argparse
import json
from collections.abc import Callable, Sequence
from typing import Any

from rnn_pure.console import Console, run
from rnn_pure.practice import plot, program
from rnn_pure.practice.memory import picture, report, trials
from rnn_pure.practice.memory.reach import GONE, steps_back
from rnn_pure.practice.memory.task import CHANCE, EVERY
from rnn_pure.practice.memory.trials import FULL, QUICK, Results, solved

# Each is done, then told: Ctrl-C leaves what was done.
STAGES: list[tuple[Callable[[Results, trials.Progress], None],
                   Callable[[Console, Results], None]]] = [
    (trials.every_step, report.every_step),
    (trials.last_step, report.last_step),
    (trials.sums, report.sums),
    (trials.reaching, report.reaching),
]


def main(arguments: Sequence[str] | None = None) -> int:
    """Run the command with these options; returns its exit status."""
    out, parser = program.parser(
        arguments, "memory",
        "신경망이 얼마나 먼 과거까지 배우는지 패리티와 덧셈 문제로 봅니다. "
        "30초쯤 걸립니다.",
        "Parity and the adding problem: how far back can a network learn? "
        "Takes about 30 s.",
    )
    asked = program.read(out, parser, arguments)
    return program.guarded(out, lambda: carry_out(out, asked))


def carry_out(out: Console, asked: argparse.Namespace) -> int:
    """Every stage until Ctrl-C, and what it left; the exit status."""
    results = Results(QUICK if asked.quick else FULL, asked.seed)
    whole = True
    for work, tell in STAGES:
        try:
            work(results, out.progress)
        except KeyboardInterrupt:
            whole = False
            out.print(out.colour("yellow", out.say(
                "\nCtrl-C로 학습을 끝냈습니다. 여기까지 한 것만 보입니다.\n",
                "\nCtrl-C ended the training: this is what was done.\n",
            )))
            if not results.every:
                return 130
        tell(out, results)
        if not whole:
            break
    well = program.leave(
        out, asked,
        svg=lambda: plot.together(*(
            plot.svg(*drawn) for drawn in picture.drawn(out, results)
        )),
        save=lambda: json.dumps({
            "figures": figures(results),
            "networks": {
                name: [json.loads(rnn.to_json()) for rnn in trained]
                for name, trained in results.trained.items()
            },
        }) + "\n",
        whole=whole,
    )
    return 0 if well else 1


def figures(results: Results) -> dict[str, Any]:
    """Every number that the page tells, by name."""
    plan = results.plan
    task = plan.size(EVERY)
    every = [*zip(*results.every)]
    return {
        "seed": results.first,
        "seeds": len(results.every),
        "weights": sum(map(len, task.network(results.first).rows())),
        "units": task.n_re,
        "sequences": task.sequences,
        "epochs": task.epochs,
        "solved": trials.SOLVED,
        "lengths": plan.lengths,
        "every_right": every,
        "every_solved": [*map(solved, every)],
        "at_T_right": results.at_T,
        "at_T_solved": [*map(solved, results.at_T)],
        "on": plan.on,
        "ran_on": results.ran_on,
        "ran_on_all": results.ran_on.count(plan.on),
        "adding_lengths": plan.adding,
        "adding_seeds": len(results.adding[0]) if results.adding else 0,
        "adding": [[min(e), sum(e) / len(e), max(e)]
                   for e in results.adding if e],
        "chance": CHANCE,
        "left": results.left,
        "gone": GONE,
        "steps_back": {
            name: steps_back(left, GONE)
            for name, left in results.left.items()
        },
    }


if __name__ == "__main__":
    run(main)
