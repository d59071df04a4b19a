"""What the three programs share: their options, and tables that are plots.

A row is printed as soon as it is known, and its mark stands where its number
is. Nothing is drawn between two measurements.
"""

import shutil
import time
from collections.abc import Callable, Mapping, Sequence
from typing import Any

from rnn_pure.console import Console, language, options, run

WIDTH = 80  # columns, where there is no terminal


class Frame:
    """The console, what was asked for, and how it went so far."""

    def __init__(
        self, name: str, arguments: Sequence[str] | None,
        about: tuple[str, str], more: tuple[str, str],
        **positional: tuple[str, str],
    ) -> None:
        self.out = Console(language(arguments))
        self.say = self.out.say
        parser = options(self.out, f"python -m rnn_pure.practice.{name}",
                         self.say(*about))
        parser.add_argument("--seed", type=int, metavar="N", default=1,
                            help=self.say("시드(기본 1)", "default 1"))
        parser.add_argument("--more", action="store_true",
                            help=self.say(*more))
        for argument, words in positional.items():
            parser.add_argument(argument, nargs="?", help=self.say(*words))
        self.asked = parser.parse_args(arguments)
        self.more = "" if self.asked.more else f"--more: {self.say(*more)}."
        self.columns = WIDTH
        if self.out.terminal:
            self.columns = max(shutil.get_terminal_size().columns, 40) - 1
        self.began = time.process_time()  # not the clock: others work, too

    def tell(self, ko: str, en: str) -> None:
        """A text in the reader's language, in lines that fit; then a blank.
        """
        line = ""
        for word in self.say(ko, en).split():
            longer = f"{line} {word}".lstrip()
            if line and self.out.width(longer) > self.columns:
                self.out.print(line)
                longer = self.cut(word, self.columns)
            line = longer
        self.out.print(f"{line}\n")

    def row(self, *cells: tuple[str, int], last: str = "") -> None:
        """A row of a table: texts at the right of their columns, then last.
        """
        line = "".join(self.out.right(text, wide) for text, wide in cells)
        last = self.cut(last, self.columns - self.out.width(line) - 2)
        self.out.print(f"{line}  {last}".rstrip())
        self.out.flush()

    def cut(self, text: str, columns: int) -> str:
        """As much of text as has room."""
        if self.out.width(text) <= columns:
            return text
        while text and self.out.width(text + "…") > columns:
            text = text[:-1]
        return text + "…"

    def stopped(self) -> None:
        """Ctrl-C has ended what takes long; what there is will be told."""
        self.more = ""
        self.out.print()
        self.tell("Ctrl-C로 멈추었습니다.", "Stopped by Ctrl-C.")

    def ended(self) -> None:
        """How long it took; and where that was not all, what --more does."""
        took = f"{time.process_time() - self.began:.0f}"
        self.tell(f"CPU 시간으로 {took}초 걸렸습니다. {self.more}",
                  f"It took {took} s of CPU time. {self.more}")


def bar(share: float, columns: int) -> str:
    """From 0 on, a whole line for 1, in a sign as wide in every font."""
    return "#" * round(share * columns)


def marks(shares: Mapping[str, float], columns: int) -> str:
    """Each mark where its share of the line is; @ where two fall together."""
    cells = [" "] * columns
    for mark, share in shares.items():
        k = round(min(max(share, 0), 1) * (columns - 1))
        cells[k] = mark if cells[k] == " " else "@"
    return "".join(cells)


def main(work: Callable[[], Any]) -> None:
    """Run a program; a Ctrl-C that it does not tell of ends it, too."""

    def status() -> int:
        try:
            work()
        except KeyboardInterrupt:
            print("\nCtrl-C")
            return 130
        return 0

    run(status)
