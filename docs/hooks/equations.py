"""Equations as MathML, and the lines of the package that compute them.

Functions that know no MkDocs. A tag is what stands in the code behind "# ":
"eq 5", "def 3". Whatever does not fit together raises Misfit.
"""

import re
import xml.etree.ElementTree as ET
from dataclasses import dataclass
from functools import cache
from html import unescape
from importlib import import_module
from pathlib import Path
from typing import Any

import tomllib
from math_core import LatexError, LatexToMathML

from rnn_pure.walkthrough import Statement, statements

ROOT = Path(__file__).resolve().parents[2]
TABLE = ROOT / "docs" / "equations.toml"
CONVERTER = LatexToMathML()


class Misfit(Exception):
    """An equation, its lines or its symbols do not fit together."""


@dataclass(frozen=True)
class Equation:
    """A row of equations.toml; functions is empty where none computes it."""

    tag: str
    tex: str
    functions: tuple[str, ...]
    lines_tag: str
    unlit: tuple[str, ...]
    names: dict[str, dict[str, str]]
    title: dict[str, str]

    @property
    def anchor(self) -> str:
        """The id on a page: eq-5, eq-1p for 1′, def-3."""
        return self.tag.lower().replace(" ", "-").replace("'", "p")

    def label(self, lang: str) -> str:
        """식 5 or Equation 5, with a true prime."""
        kind, number = self.tag.split(" ")
        names = {
            "eq": {"ko": "식", "en": "Equation"},
            "def": {"ko": "정의", "en": "Definition"},
        }
        return f"{names[kind][lang]} {number.replace(chr(39), '′')}"


@cache
def table() -> dict[str, Any]:
    return tomllib.loads(TABLE.read_text(encoding="utf-8"))


@cache
def equations() -> dict[str, Equation]:
    """Every equation by its tag."""
    return {
        tag: Equation(
            tag,
            row["tex"].strip(),
            tuple(row.get("in", ())),
            row.get("lines", tag),
            tuple(row.get("unlit", ())),
            {**symbols(), **table().get(row.get("names"), {})},
            {lang: row[lang] for lang in ("ko", "en")},
        )
        for tag, row in table().items()
        if tag.startswith(("eq ", "def "))
    }


def equation(tag: str) -> Equation:
    """The equation with this tag; Misfit if there is none."""
    if tag not in equations():
        raise Misfit(f"no equation {tag!r} in {TABLE.relative_to(ROOT)}")
    return equations()[tag]


# --- the lines --------------------------------------------------------------


def function(name: str) -> Any:
    """The function that "module:function" names."""
    module, _, path = name.partition(":")
    found = import_module(module)
    for part in path.split("."):
        found = getattr(found, part)
    return found


def tagged(equation: Equation) -> dict[str, list[Statement]]:
    """The statements that bear the equation's tag, by function.

    Misfit where a function that should compute it has no such line.
    """
    found = {}
    for name in equation.functions:
        found[name] = [
            statement
            for statement in statements(function(name))
            if statement.equation == equation.lines_tag
        ]
        if not found[name]:
            raise Misfit(
                f"{equation.tag}: no line of {name} bears the tag "
                f"'# {equation.lines_tag}'"
            )
    return found


def tags_in_package() -> set[str]:
    """Every tag that stands in rnn_pure."""
    return {
        tag
        for path in (ROOT / "rnn_pure").rglob("*.py")
        for tag in re.findall(
            r"  # ((?:eq|def) \S+)$", path.read_text(encoding="utf-8"), re.M
        )
    }


# --- the symbols ------------------------------------------------------------


def symbols() -> dict[str, dict[str, str]]:
    """Every symbol that lights up, by its id."""
    return dict(table()["symbols"])


def symbol_of_name(name: str) -> str | None:
    """The symbol that a name in the code stands for: W_re for W_re_T."""
    if name.startswith("dE_d"):
        inner = symbol_of_name(name[4:])
        return f"dE_d{inner}" if inner else None
    name = re.sub(r"_(T|0|ij|i|j|t|k)$", "", name)
    return name if name in symbols() else None


LETTERS = {"δ": "delta", "α": "alpha", "ε": "eps", "κ": "kappa"}
LABELS = ("in", "re", "out")
DELTAS = {"dE_dv": "delta_out", "dE_du": "delta_re"}  # definitions 3 and 4


def symbol_of_math(node: ET.Element) -> str | None:
    """The symbol that a node of MathML is: z for z_{j,t-1}."""
    kind = node.tag
    if kind == "mfrac":
        over, under = map(text_of, node)
        inner = re.match(r"∂(.+)", under)
        if re.match("∂E", over) and inner:
            parts = list(node[1]) if node[1].tag == "mrow" else [node[1]]
            of = [symbol_of_math(part) for part in parts]
            found = next((f"dE_d{symbol}" for symbol in of if symbol), None)
            return DELTAS.get(found, found)
        return None
    if kind in ("msub", "msup", "msubsup"):
        base = text_of(node[0])
        labels = [text_of(part) for part in node[1:]]
    elif kind == "mi":
        base, labels = text_of(node), []
    else:
        return None
    letter = LETTERS.get(base, base)
    label = next((label for label in labels if label in LABELS), None)
    if letter == "w" and label:
        letter = "W"
    name = f"{letter}_{label}" if label else letter
    return name if name in symbols() else None


def text_of(node: ET.Element) -> str:
    return "".join(node.itertext())


# --- MathML -----------------------------------------------------------------


def lit(shown: Equation) -> str:
    """The equation as MathML whose symbols carry data-sym."""
    text = mathml(shown.tex, display=True)
    root = ET.fromstring(text)
    _mark(root, shown.unlit)
    return ET.tostring(root, encoding="unicode")


@cache
def mathml(tex: str, display: bool = False) -> str:
    """TeX as MathML; Misfit if it does not parse."""
    try:
        text = CONVERTER.convert_with_local_state(tex, displaystyle=display)
    except LatexError as error:
        raise Misfit(f"bad TeX: {tex!r}: {error}") from error
    root = ET.fromstring(re.sub(r"&(\w+);", _character, text))
    for parent in root.iter():  # a prime in msup is drawn too small
        if parent.tag == "msup" and text_of(parent[1]) == "′":
            parent.tag = "mrow"
            parent[1].attrib.update(lspace="0", rspace="0")
    return ET.tostring(root, encoding="unicode")


def _character(entity: re.Match[str]) -> str:
    if entity[1] in ("lt", "gt", "amp", "quot", "apos"):
        return entity[0]
    return unescape(entity[0])


def _mark(node: ET.Element, unlit: tuple[str, ...]) -> None:
    symbol = symbol_of_math(node)
    if symbol and symbol not in unlit:
        node.set("data-sym", symbol)
        node.set("class", f"sym hue-{hue(symbol)}")
        return
    for child in node:
        _mark(child, unlit)


def hue(symbol: str) -> str:
    """The colour of a symbol; of a gradient, that of the deltas."""
    if symbol.startswith("dE_d"):
        return "delta"
    return symbols()[symbol]["hue"]


def symbols_in(mathml: str) -> list[str]:
    """The symbols of a marked equation, each once, in their order."""
    return list(dict.fromkeys(re.findall(r'data-sym="([^"]+)"', mathml)))
