"""The words of words.ini, in the reader's language, in paragraphs."""

from configparser import ConfigParser
from functools import cache
from importlib.resources import files
from typing import Any

from rnn_pure.console import Console, program

TABLES = [files("rnn_pure.diagnosis") / f"{name}.ini"
          for name in ("words", "ownline")]
COLUMNS = 88


@cache
def _table() -> ConfigParser:
    parser = ConfigParser(delimiters="=", interpolation=None)
    for table in TABLES:
        parser.read_string(table.read_text(encoding="utf-8"))
    return parser


def word(lang: str, key: str, **values: Any) -> str:
    """What a key of words.ini says in ko or en."""
    return _table()[key][lang].format(program=program(), **values)


class Page:
    """Paragraphs on a console, in its language and its columns."""

    def __init__(self, out: Console) -> None:
        self.out = out
        self.columns = int(getattr(out, "columns", COLUMNS))

    def __call__(self, key: str, **values: Any) -> str:
        """What a key of words.ini says."""
        return word(self.out.lang, key, **values)

    def print(self, text: str = "", indent: int = 0, colour: str = "") -> None:
        """A paragraph, broken between words."""
        lines = [""]
        for each in text.split(" "):
            longer = f"{lines[-1]} {each}" if lines[-1] else each
            if lines[-1] and indent + self.out.width(longer) > self.columns:
                lines.append(each)
            else:
                lines[-1] = longer
        for line in lines:
            shown = self.out.colour(colour, line) if colour else line
            self.out.print(" " * indent * bool(line) + shown)

    def say(
        self, key: str, indent: int = 0, colour: str = "", **values: Any
    ) -> None:
        """Print what a key says."""
        self.print(self(key, **values), indent, colour)

    def marks(self, of: dict[str, bool | None], unknown: str = "?") -> None:
        """✓ or ✗ before each, side by side; more than six in two rows."""
        parts = [
            self.out.colour(
                "green" if right else "red",
                unknown if right is None else "✓" if right else "✗",
            ) + f" {name}"
            for name, right in of.items()
        ]
        by = len(parts) if len(parts) < 7 else (len(parts) + 1) // 2
        for k in range(0, len(parts), by):
            self.out.print("  " + "   ".join(parts[k:k + by]))
