"""What the programs share: their options, and what they leave behind."""

import argparse
from collections.abc import Callable, Sequence
from pathlib import Path

from rnn_pure.console import Console, language, options
from rnn_pure.practice import saving


def parser(
    arguments: Sequence[str] | None, name: str, ko: str, en: str
) -> tuple[Console, argparse.ArgumentParser]:
    """A program's console and its parser: --seed, --svg, --save, --quick.

    ko and en say what the program does and how long that takes.
    """
    out = Console(language(arguments))
    made = options(out, f"python -m rnn_pure.practice.{name}",
                   out.say(ko, en))
    made.add_argument("--seed", type=int, metavar="N", default=1,
                      help=out.say("시드(기본 1)", "the seed (default 1)"))
    made.add_argument("--svg", type=Path, metavar="FILE", help=out.say(
        "그림을 SVG로 저장합니다", "keep the picture as SVG",
    ))
    made.add_argument("--save", type=Path, metavar="FILE", help=out.say(
        "학습한 가중치와 수치를 JSON으로 저장합니다",
        "keep the trained weights and the figures as JSON",
    ))
    made.add_argument("--quick", action="store_true", help=out.say(
        "줄여서 실행합니다. 결과는 그만큼 나쁩니다",
        "a shortened run, with results to match",
    ))
    return out, made


def read(
    out: Console,
    parser: argparse.ArgumentParser,
    arguments: Sequence[str] | None,
) -> argparse.Namespace:
    """The options; what cannot be done ends the program before any work."""
    asked = parser.parse_args(arguments)
    if asked.seed < 0:
        parser.error(out.say("--seed는 0 이상이어야 합니다",
                             "--seed must be at least 0"))
    targets = filter(None, (asked.svg, asked.save))
    if problem := saving.check_targets(out, *targets):
        parser.error(problem)
    return asked


def leave(
    out: Console,
    asked: argparse.Namespace,
    svg: Callable[[], str],
    save: Callable[[], str],
    whole: bool = True,
) -> bool:
    """Write what --svg and --save ask for; whether all of it went well.

    Where training was not whole no file is replaced.
    """
    kept = [
        saving.keep(out, path, text(), whole)
        for path, text in ((asked.svg, svg), (asked.save, save))
        if path
    ]
    for well, said in kept:
        out.print(said if well else out.colour("red", said))
    return all(well for well, _ in kept)
