"""Equations as MathML whose symbols are marked."""

import re
import xml.etree.ElementTree as ET
from functools import cache
from html import unescape

from math_core import LatexError, LatexToMathML

from docs.hooks.equations.table import Equation, Misfit, hue, symbols

CONVERTER = LatexToMathML()

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


def symbols_in(mathml: str) -> list[str]:
    """The symbols of a marked equation, each once, in their order."""
    return list(dict.fromkeys(re.findall(r'data-sym="([^"]+)"', mathml)))


# --- the symbols ------------------------------------------------------------

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
            return DELTAS.get(found or "", found)
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
