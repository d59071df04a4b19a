"""What is asked about each line: docs/viva.toml, for the pages that ask."""

from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

import tomllib

from docs.hooks import onefile
from docs.hooks.equations.table import Misfit, equation

TABLE = Path(__file__).resolve().parents[1] / "viva.toml"


class Asked(NamedTuple):
    """A row, in Markdown: the question leads to its answer."""

    equation: str
    line: str
    question: str


def asked(lang: str, learn: str) -> Iterator[Asked]:
    """Every row in one language; learn is the way to the Learn pages.

    Misfit where a line does not stand in the file to copy.
    """
    file = onefile.made("rnn.py")
    for row in tomllib.loads(TABLE.read_text(encoding="utf-8"))["asked"]:
        if row["line"] not in file:
            raise Misfit(f"{TABLE.name}: rnn.py has no {row['line']}")
        yield Asked(
            equation(row["eq"]).label(lang),
            f"`{row['line']}`",
            f"[{row[lang]}]({learn}{row['there']})",
        )
