"""Text for a terminal: its language, its width, its colours, its encoding.

A Korean Windows console knows δ and Σ but draws them two columns wide, a
plain one knows neither; nothing that is printed through here crashes there.
"""

import argparse
import codecs
import locale
import os
import sys
from collections.abc import Callable
from typing import NoReturn, TextIO
from unicodedata import east_asian_width

PLAIN = {
    "δ": "delta", "α": "alpha", "ε": "eps", "ρ": "rho", "Σ": "sum",
    "∂": "d", "′": "'", "−": "-", "–": "-", "—": "-", "…": "...",
    "·": "*", "×": "x", "⊙": "*", "√": "sqrt ", "±": "+-", "≤": "<=",
    "≥": ">=", "≈": "~", "→": "->", "←": "<-", "↑": "^", "↓": "v",
    "½": "1/2", "²": "^2", "ᵀ": "_T", "“": '"', "”": '"', "’": "'",
    "─": "-", "━": "-", "│": "|", "┃": "|", "█": "#", "░": ".", "●": "*",
    "✓": "ok", "✗": "x",
}
COLOURS = {"bold": 1, "dim": 2, "red": 31, "green": 32, "yellow": 33,
           "blue": 34, "magenta": 35, "cyan": 36}
DOUBLE_WIDTH = {"cp949", "euc_kr", "johab", "iso2022_kr"}


def _plainly(error: UnicodeError) -> tuple[str, int]:
    """What to print where the encoding lacks a character: PLAIN's, or ?."""
    if not isinstance(error, UnicodeEncodeError):
        raise error
    lacking = error.object[error.start:error.end]
    return "".join(PLAIN.get(c, "?") for c in lacking), error.end


codecs.register_error("rnn_pure.plain", _plainly)


class Console:
    """A stream to print to, in lang ("ko" or "en")."""

    def __init__(self, lang: str, stream: TextIO | None = None) -> None:
        self.lang = lang
        self.stream = stream or sys.stdout
        self.encoding = codecs.lookup(self.stream.encoding or "utf-8").name
        self.terminal = self.stream.isatty()
        self.coloured = (
            self.terminal
            and not os.environ.get("NO_COLOR")
            and os.environ.get("TERM") != "dumb"
        )
        if self.coloured and os.name == "nt":
            os.system("")  # makes the Windows console understand colours

    def say(self, ko: str, en: str) -> str:
        """The one of the two that is in the reader's language."""
        return ko if self.lang == "ko" else en

    def print(self, text: str = "", end: str = "\n") -> None:
        self.stream.write(self.plain(text) + end)

    def plain(self, text: str) -> str:
        """text in characters that the stream has."""
        known = text.encode(self.encoding, "rnn_pure.plain")
        return known.decode(self.encoding)

    def width(self, text: str) -> int:
        """The columns that text takes up: two for a Korean syllable."""
        wide = "WFA" if self.encoding in DOUBLE_WIDTH else "WF"
        return sum(
            2 if east_asian_width(c) in wide else 1 for c in self.plain(text)
        )

    def left(self, text: str, columns: int) -> str:
        """text, then spaces up to so many columns."""
        return text + " " * (columns - self.width(text))

    def right(self, text: str, columns: int) -> str:
        """Spaces, then text, so many columns in all."""
        return " " * (columns - self.width(text)) + text

    def colour(self, name: str, text: str) -> str:
        """text in a colour of COLOURS, on a terminal that shows colours."""
        return f"\x1b[{COLOURS[name]}m{text}\x1b[0m" if self.coloured else text

    def progress(self, done: int, of: int, text: str = "") -> None:
        """A bar that overwrites itself; nothing where there is no terminal."""
        if self.terminal:
            full = 30 * done // of
            bar = "█" * full + "░" * (30 - full)
            end = "\r\x1b[K" if done == of else "\r"
            self.print(f"\r{bar} {done}/{of} {text}", end=end)
            self.stream.flush()


def add_language(parser: argparse.ArgumentParser) -> None:
    """The option --lang ko|en."""
    parser.add_argument(
        "--lang",
        choices=("ko", "en"),
        help="Korean or English; without it, as the system is set",
    )


def console(lang: str | None) -> Console:
    """The console on standard output; without lang, the locale decides.

    Where it is Korean but the encoding has no Hangul, English it is.
    """
    if lang is None:
        variables = map(os.environ.get, ("LC_ALL", "LC_MESSAGES", "LANG"))
        name = next(filter(None, variables), locale.getlocale()[0]) or ""
        korean = name.lower().startswith("ko")
        encoding = sys.stdout.encoding or "utf-8"
        has_hangul = "가".encode(encoding, "ignore") != b""
        lang = "ko" if korean and has_hangul else "en"
    return Console(lang)


def run(main: Callable[[], int]) -> NoReturn:
    """Exit with main's status; quietly, where who reads a pipe has left."""
    try:
        status = main()
        sys.stdout.flush()
    except BrokenPipeError:
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        status = 1
    sys.exit(status)
