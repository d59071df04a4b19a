"""What the programs share: options, Ctrl-C, and what they leave behind."""

import argparse
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Protocol, TypeVar

from rnn_pure.console import Console, language, options
from rnn_pure.practice import saving


class Interruptible(Protocol):
    """A trial that knows whether Ctrl-C ended its training."""

    interrupted: bool


Trial = TypeVar("Trial", bound=Interruptible)


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


def repeats(
    out: Console, parser: argparse.ArgumentParser, name: str, ko: str, en: str
) -> None:
    """Add --NAME N, how often it is done: 1 or more, by default 1."""
    parser.add_argument(f"--{name}", type=int, metavar="N", default=1,
                        help=out.say(f"{ko}(기본 1)", f"{en} (default 1)"))


def read(
    out: Console,
    parser: argparse.ArgumentParser,
    arguments: Sequence[str] | None,
    repeated: str | None = None,
) -> argparse.Namespace:
    """The options; what cannot be done ends the program before any work.

    repeated is the NAME of repeats, where there is one.
    """
    asked = parser.parse_args(arguments)
    for name, low in ("seed", 0), (repeated, 1):
        if name and getattr(asked, name) < low:
            parser.error(out.say(f"--{name}는 {low} 이상이어야 합니다",
                                 f"--{name} must be at least {low}"))
    targets = filter(None, (asked.svg, asked.save))
    if problem := saving.check_targets(out, *targets):
        parser.error(problem)
    return asked


def guarded(out: Console, work: Callable[[], int]) -> int:
    """The exit status of work; 130 where Ctrl-C has ended all of it."""
    try:
        return work()
    except KeyboardInterrupt:
        out.print(out.say("\nCtrl-C로 끝냈습니다.", "\nEnded by Ctrl-C."))
        return 130


def trials(
    numbers: Iterable[int], trial: Callable[[int], Trial]
) -> list[Trial]:
    """A trial a number, until Ctrl-C: then the last one kept says so.

    One that is not whole only counts where there is no other. Raises
    KeyboardInterrupt where there is none at all.
    """
    kept = list[Trial]()
    for n in numbers:
        try:
            one = trial(n)
        except KeyboardInterrupt:  # while it was not training
            if not kept:
                raise
            kept[-1].interrupted = True
            break
        if not one.interrupted or not kept:
            kept.append(one)
        if one.interrupted:
            kept[-1].interrupted = True
            break
    return kept


@contextmanager
def aside(out: Console, done: int, total: int) -> Iterator[None]:
    """The bar makes room for what is told, and comes back while work is left.
    """
    out.progress(total, total)
    yield
    if done < total:
        out.progress(done, total)


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
