"""Text for a terminal: its language, its width, its colours, its encoding.

A Korean Windows console knows δ and Σ but draws them two columns wide, a
plain one knows neither; nothing that is printed through here crashes there.
"""

import argparse
import codecs
import locale
import os
import re
import sys
from collections.abc import Callable, Sequence
from functools import partial
from pathlib import Path
from typing import NoReturn, TextIO
from unicodedata import east_asian_width

PLAIN = {
    "δ": "delta", "α": "alpha", "ε": "eps", "ρ": "rho", "Σ": "sum", "✓": "ok",
    "∂": "d", "′": "'", "−": "-", "–": "-", "—": "-", "…": "...",
    "·": "*", "×": "x", "✗": "x", "⊙": "*", "√": "sqrt ", "±": "+-", "≤": "<=",
    "≥": ">=", "≈": "~", "→": "->", "←": "<-", "↑": "^", "↓": "v",
    "½": "1/2", "²": "^2", "ᵀ": "_T", "“": '"', "”": '"', "’": "'",
    "─": "-", "━": "-", "│": "|", "┃": "|", "█": "#", "░": ".", "●": "*",
    "▶": ">",
}
COLOURS = dict(bold=1, dim=2, red=31, green=32, yellow=33, cyan=36)
DOUBLE_WIDTH = {"cp949", "euc_kr", "johab", "iso2022_kr"}


def _plainly(error: UnicodeError) -> tuple[str, int]:
    """What to print where the encoding lacks a character: PLAIN's, or ?."""
    if not isinstance(error, UnicodeEncodeError):
        raise error
    lacking = error.object[error.start:error.end]
    return "".join(PLAIN.get(c, "?") for c in lacking), error.end


codecs.register_error("rnn_pure.plain", _plainly)


class Console:
    """A stream to print to, in lang ("ko" or "en"); write is all it needs."""

    def __init__(self, lang: str, stream: TextIO | None = None) -> None:
        self.lang = lang
        self.stream = sys.stdout if stream is None else stream
        encoding = getattr(self.stream, "encoding", None) or "utf-8"
        self.encoding = codecs.lookup(encoding).name
        is_terminal = getattr(self.stream, "isatty", bool)()
        self.terminal = is_terminal and os.environ.get("TERM") != "dumb"
        self.coloured = self.terminal and not os.environ.get("NO_COLOR")
        if self.terminal and os.name == "nt":
            os.system("")  # makes the Windows console understand \x1b

    def say(self, ko: str, en: str) -> str:
        """The one of the two that is in the reader's language."""
        return ko if self.lang == "ko" else en

    def print(self, text: str = "", end: str = "\n") -> None:
        print(self.plain(text), end=end, file=self.stream)

    def flush(self) -> None:
        getattr(self.stream, "flush", bool)()

    def plain(self, text: str) -> str:
        """text in characters that the stream has."""
        known = text.encode(self.encoding, "rnn_pure.plain")
        return known.decode(self.encoding)

    def width(self, text: str) -> int:
        """The columns that text takes up: two for a Korean syllable."""
        wide = "WFA" if self.encoding in DOUBLE_WIDTH else "WF"
        text = self.plain(text)
        return len(text) + sum(east_asian_width(c) in wide for c in text)

    def left(self, text: str, columns: int) -> str:
        """text, then spaces up to so many columns."""
        return text + " " * (columns - self.width(text))

    def right(self, text: str, columns: int) -> str:
        """Spaces, then text, so many columns in all."""
        return " " * (columns - self.width(text)) + text

    def colour(self, name: str, text: str) -> str:
        """text in a colour of COLOURS, on a terminal that shows colours."""
        code = COLOURS[name]  # also where none is shown: a slip raises
        return f"\x1b[{code}m{text}\x1b[0m" if self.coloured else text

    def progress(self, done: int, of: int) -> None:
        """A bar that overwrites itself; nothing where there is no terminal."""
        if self.terminal:
            bar = "█" * (30 * done // max(of, 1))
            end = "\r\x1b[K" if done == of else "\r"
            self.print(f"\r{bar:░<30} {done}/{of}", end=end)
            self.flush()


def language(arguments: Sequence[str] | None = None) -> str:
    """The reader's language: as --lang says in arguments, else the locale.

    Where it is Korean but standard output has no Hangul, English it is.
    """
    lang = _asked(arguments)[0].lang
    if lang not in ("ko", "en"):
        names = map(os.environ.get, ("LC_ALL", "LC_MESSAGES", "LANG"))
        name = next(filter(None, names), locale.setlocale(locale.LC_CTYPE))
        lang = re.fullmatch("ko(rean)?([_.@-].*)?", name.lower()) and "ko"
    encoding = getattr(sys.stdout, "encoding", None) or "utf-8"
    return "ko" if lang == "ko" and "가".encode(encoding, "ignore") else "en"


def split_command(
    arguments: list[str], *commands: str
) -> tuple[str, list[str]]:
    """The first word, if it is one of the commands, and all but it."""
    words = _asked(arguments)[1]
    if not words or words[0] not in commands:
        return "", arguments
    rest = [*arguments]
    rest.remove(words[0])
    return words[0], rest


def _asked(
    arguments: Sequence[str] | None,
) -> tuple[argparse.Namespace, list[str]]:
    """--lang, wherever it stands, and all else."""
    parser = argparse.ArgumentParser(add_help=False)
    parser.add_argument("--lang", nargs="?")
    return parser.parse_known_args(arguments)


def program() -> str:
    """The command that has started rnn_pure, as the reader types it."""
    name = Path(sys.argv[0]).stem
    return name if name == "rnn-pure" else "python -m rnn_pure"


def options(out: Console, prog: str, about: str) -> argparse.ArgumentParser:
    """A parser with -h and --lang, explained in out's language."""
    def formatter(prog: str) -> argparse.HelpFormatter:
        made = argparse.HelpFormatter(prog)
        made.add_usage = partial(  # type: ignore[method-assign]
            made.add_usage, prefix=out.say("사용법: ", "usage: ")
        )
        return made

    parser = argparse.ArgumentParser(
        prog, description=about, add_help=False, formatter_class=formatter
    )
    parser._optionals.title = out.say("옵션", "options")
    parser._positionals.title = out.say("인자", "positional arguments")
    parser.add_argument("-h", "--help", action="help", help=out.say(
        "이 도움말을 보여 주고 끝냅니다", "show this help and exit"
    ))
    parser.add_argument("--lang", choices=("ko", "en"), help=out.say(
        "한국어(ko) 또는 영어(en). 없으면 시스템 설정을 따릅니다",
        "Korean or English; without it, as the system is set",
    ))
    return parser


def run(main: Callable[[], int]) -> NoReturn:
    """Exit with main's status, or with 2: of a file or output that fails in
    one line, else with the traceback.
    """
    try:
        if sys.stdout is None:  # closed, or Windows' pythonw
            raise OSError("there is no standard output")
        try:
            status = main()
        finally:
            sys.stdout.flush()  # also where --help has ended it
    except OSError as error:
        status = 2
        os.dup2(os.open(os.devnull, os.O_WRONLY), 1)  # takes what still waits
        if sys.stderr is not None and not isinstance(error, BrokenPipeError):
            out = Console(language(), sys.stderr)
            what = out.say("더 진행할 수 없습니다", "cannot go on")
            out.print(f"rnn_pure: {what}: {error}")
    except Exception:  # a mistake of ours
        status = 2
        sys.excepthook(*sys.exc_info())
    sys.exit(status)
