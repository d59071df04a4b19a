"""The rows of docs/equations.toml: every equation once.

A tag is what stands in the code behind "# ": "eq 5", "def 3". Whatever does
not fit together raises Misfit.
"""

import re
import tomllib
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

from docs.common.words import words

ROOT = Path(__file__).resolve().parents[2]
FILE = "docs/equations.toml"
FORMS = ("tex", "index", "vector")
LANGUAGES = ("ko", "en")


class Misfit(Exception):
    """An equation, its lines or its symbols do not fit together."""


@dataclass(frozen=True)
class Equation:
    """A row of equations.toml; functions is empty where none computes it."""

    tag: str
    forms: dict[str, str]
    functions: tuple[str, ...]
    lines_tag: str
    names: dict[str, dict[str, str]]
    title: dict[str, str]
    says: dict[str, str]

    @property
    def anchor(self) -> str:
        """The id on a page: eq-5, eq-1p for 1′, def-3."""
        return self.tag.lower().replace(" ", "-").replace("'", "p")

    @property
    def signs(self) -> int:
        """How many terms bear ① and ②: the paths by which a delta comes."""
        delta = re.match(r"(\\begin{aligned})?\s*\\delta", self.forms["tex"])
        return 2 * bool(delta)

    def label(self, lang: str) -> str:
        """식 5 or Equation 5, with a true prime."""
        kind, number = self.tag.split(" ")
        number = number.replace("'", "′")
        return f"{words('pair', lang)[kind]} {number}"


@cache
def table() -> dict[str, Any]:
    text = (ROOT / FILE).read_text(encoding="utf-8")
    return complete(tomllib.loads(text))


def complete(rows: dict[str, Any]) -> dict[str, Any]:
    """The same table; Misfit where an equation or a symbol lacks its name."""
    named = {tag: row for tag, row in rows.items() if _is_equation(tag)}
    others = {row["names"] for row in named.values() if "names" in row}
    for section in ["symbols", *sorted(others)]:
        for symbol, row in rows[section].items():
            named[f"{section}: {symbol}"] = row
    wrong = [
        f"{FILE}: [{name}] has no {key}"
        for name, row in named.items()
        for key in ("tex", *LANGUAGES)
        if not row.get(key)
    ]
    wrong += [
        f"{FILE}: [{tag}] says nothing in {lang!r}"
        for tag, row in rows.items()
        for lang in LANGUAGES
        if _is_equation(tag) and not row.get("says", {}).get(lang)
    ]
    if wrong:
        raise Misfit("\n".join(wrong))
    return rows


def _is_equation(tag: str) -> bool:
    return tag.startswith(("eq ", "def "))


@cache
def equations() -> dict[str, Equation]:
    """Every equation by its tag."""
    return {
        tag: Equation(
            tag,
            {form: row[form].strip() for form in FORMS if form in row},
            tuple(row.get("in", ())),
            row.get("lines", tag),
            symbols(row.get("names", "")),
            {lang: row[lang] for lang in LANGUAGES},
            {lang: row["says"][lang] for lang in LANGUAGES},
        )
        for tag, row in table().items()
        if _is_equation(tag)
    }


def equation(tag: str) -> Equation:
    """The equation with this tag; Misfit if there is none."""
    if tag not in equations():
        first = tag.partition("\n")[0]  # where a fence is not closed
        raise Misfit(f"no equation {first!r} in {FILE}")
    return equations()[tag]


def symbols(named: str = "") -> dict[str, dict[str, str]]:
    """Every symbol that lights up, by its id, as the table `named` has it."""
    rows = {**table()["symbols"], **table().get(named, {})}
    return {id: {**table()["symbols"].get(id, {}), **rows[id]} for id in rows}
