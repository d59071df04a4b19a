"""What is a symbol, in an equation and in the code, and at which time.

names are the rows of docs/equations.toml that an equation's symbols have.
"""

import re
import xml.etree.ElementTree as ET
from typing import NamedTuple, TypeAlias

from docs.common.words import words

Names: TypeAlias = dict[str, dict[str, str]]


class Symbol(NamedTuple):
    """delta_re at t+1; at is empty where it stands at no time."""

    name: str
    at: str = ""

    def marks(self, names: Names) -> dict[str, str]:
        """The attributes of what shows it."""
        at = {"data-at": self.at} if self.at else {}
        shown = f"sym hue-{hue(self.name, names)}"
        return {"data-sym": self.name, **at, "class": shown}


GRADIENT = "dE_d"


def hue(name: str, names: Names) -> str:
    """The colour of a symbol; of a gradient, that of the deltas."""
    return "delta" if name.startswith(GRADIENT) else names[name]["hue"]


def clock(name: str, names: Names) -> str:
    """What counts where a symbol stands: t, k for a layer, or nothing."""
    found = CLOCK.search(names[name.removeprefix(GRADIENT)]["tex"])
    return found[0] if found else ""


CLOCK = re.compile(r"(?<=_)[tk]$|(?<=\()t(?=\)$)")


def label(symbol: Symbol, names: Names, lang: str) -> tuple[str, str]:
    """A symbol as TeX, with its time, and in words."""
    says, name = words("legend", lang), symbol.name.removeprefix(GRADIENT)
    tex, called = names[name]["tex"], names[name][lang]
    if symbol.at:
        tex = CLOCK.sub(f"{{{symbol.at}}}", tex)
    if symbol.name != name:
        tex = rf"\partial E/\partial {tex}"
        called = says["gradient"].format(called)
    if symbol.at != clock(symbol.name, names):
        where = says.get(symbol.at, says["at"])
        called = where.format(called, at=symbol.at)
    return tex, called


# --- in the code ------------------------------------------------------------


def name_in_code(text: str, names: Names) -> str | None:
    """The symbol that a name in the code stands for: W_re for W_re_T."""
    if text.startswith(GRADIENT):
        inner = name_in_code(text.removeprefix(GRADIENT), names)
        return f"{GRADIENT}{inner}" if inner else None
    for name, row in names.items():
        if text in (name, row.get("code")):
            return name
    name = re.sub(r"_(T|0|ij|i|j|t|k|prime)$", "", text)
    return name if name in names else None


# --- in an equation ---------------------------------------------------------

ROWS = ("math", "mrow", "mtable", "mtr", "mtd")
LETTERS = {"δ": "delta", "α": "alpha", "ε": "eps", "κ": "kappa"}
LABELS = ("in", "re", "out")
DELTAS = {"dE_dv": "delta_out", "dE_du": "delta_re"}  # definitions 3 and 4
MET = {  # equations 1′ and 1: what each weight is multiplied by
    "W_out": Symbol("z", "t"),
    "W_re": Symbol("z", "t-1"),
    "W_in": Symbol("x", "t"),
}


def mark(row: ET.Element, names: Names) -> None:
    """Mark every symbol in a row of MathML, p(t) as one; not in scripts."""
    for k, node in enumerate(row):
        symbol = symbol_of(node, names)
        if not symbol:
            if node.tag in (*ROWS, "mfrac"):
                mark(node, names)
            continue
        if names.get(symbol.name, {}).get("tex", "").endswith("(t)"):
            end = closing(row, k + 1)
            time = "".join(map(text_of, row[k + 2:end]))
            symbol = Symbol(symbol.name, time)
            node = wrap(row, k, end + 1)
        node.attrib.update(symbol.marks(names))


def symbol_of(node: ET.Element, names: Names) -> Symbol | None:
    """The symbol that a node is: z at t-1 for z_{j,t-1}."""
    if node.tag == "mfrac":
        return _of_fraction(node, names)
    if node.tag not in ("mi", "msub", "msup", "msubsup"):
        return None
    base, *scripts = map(text_of, node) if len(node) else [text_of(node)]
    letter = LETTERS.get(base, base)
    label = next((script for script in scripts if script in LABELS), "")
    below = scripts[0] if node.tag in ("msub", "msubsup") else ""
    if label:
        tried = [f"{'W' if letter == 'w' else letter}_{label}"]
    else:
        tried = [f"{letter}_{below}", letter]
    for name in tried:
        if name in names:
            subscript = re.search(r"_[tk]$", names[name]["tex"])
            timed = subscript and below != label
            return Symbol(name, below.split(",")[-1] if timed else "")
    return None


def _of_fraction(node: ET.Element, names: Names) -> Symbol | None:
    """∂E/∂z is dE_dz, ∂E/∂u the delta, ∂u/∂w what the weight meets."""
    above, below = (
        next((s for s in (symbol_of(part, names) for part in half) if s), None)
        for half in node
    )
    if not (above and below and text_of(node).count("∂") == 2):
        return None
    if above.name in ("E", "E_t"):
        name = f"{GRADIENT}{below.name}"
        return Symbol(DELTAS.get(name, name), below.at)
    return MET.get(below.name)


def text_of(node: ET.Element) -> str:
    """The text of MathML in one line: t-1, t_1+1."""
    if node.tag == "msub":
        return "_".join(map(text_of, node))
    text = (node.text or "") + "".join(map(text_of, node))
    return text.replace("−", "-")


def closing(row: ET.Element, opening: int) -> int:
    """Where the bracket that opens there is closed."""
    depth = 0
    for k in range(opening, len(row)):
        text = text_of(row[k])
        depth += (text == "(") - (text == ")")
        if depth == 0:
            return k
    raise ValueError(f"no bracket opens at {opening} or none closes it")


def wrap(row: ET.Element, start: int, end: int) -> ET.Element:
    """Put row[start:end] into an mrow of its own."""
    inner = ET.Element("mrow")
    inner[:] = row[start:end]
    row[start:end] = [inner]
    return inner
