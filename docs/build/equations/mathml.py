"""Equations as MathML whose symbols and terms are marked."""

import re
import xml.etree.ElementTree as ET
from functools import cache
from html import unescape

from math_core import LatexError, LatexToMathML

from docs.build.equations.symbols import ROWS, closing, mark, text_of, wrap
from docs.common.table import Equation, Misfit

CONVERTER = LatexToMathML()


def lit(shown: Equation, form: str = "tex", signs: int = 0) -> str:
    """The equation as MathML whose symbols and terms are marked.

    A symbol carries data-sym and, where it stands at a time, data-at; a term
    data-role. form is tex, index or vector; where there is none, tex. ① and ②
    stand below so many terms of a sum as there are signs.
    """
    tex = shown.forms.get(form, shown.forms["tex"])
    root = ET.fromstring(mathml(tex, display=True))
    mark(root, shown.names)
    mark_terms(root, signs)
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
        if parent.tag == "msub" and parent[0].text == "y":  # its tail would
            level = ET.Element("mpadded", depth="0")  # push the index down
            level.append(parent[0])
            parent[0] = level
        if parent.text == "⊙":
            parent.set("largeop", "false")  # or Firefox draws it larger
    return ET.tostring(root, encoding="unicode")


def _character(entity: re.Match[str]) -> str:
    if entity[1] in ("lt", "gt", "amp", "quot", "apos"):
        return entity[0]
    return unescape(entity[0])


# --- terms, found by their signs ---------------------------------------------
# data-role is 1, 2, 3 for the summands between plus signs, slope for f′(…) or
# g′(…), sum for Σ over t with what is summed.

SIGNS = {"1": "①", "2": "②", "3": "③"}
RELATIONS = ("=", "≈", "←")


def mark_terms(row: ET.Element, signs: int) -> None:
    """Mark the terms of a row and of those in it, not in scripts."""
    for node in row:
        if node.tag in ROWS and "data-sym" not in node.attrib:
            mark_terms(node, signs)
    _slopes(row)
    _sums(row)
    for summands in _groups(row):
        for role, (start, end) in reversed([*zip(SIGNS, summands)]):
            term = wrap(row, start, end)
            if int(role) <= signs:
                wrap(term, 0, len(term))
                ET.SubElement(term, "mtext").text = SIGNS[role]
                term.tag = "munder"
            term.attrib.update(role_marks(role))


def role_marks(role: str) -> dict[str, str]:
    """The attributes of what shows a term."""
    return {"data-role": role, "class": "role"}


def _slopes(row: ET.Element) -> None:
    for k in reversed(range(len(row) - 1)):
        if text_of(row[k]).endswith("′") and text_of(row[k + 1]) == "(":
            end = closing(row, k + 1) + 1
            wrap(row, k, end).attrib.update(role_marks("slope"))


def _sums(row: ET.Element) -> None:
    """Σ_t reaches to the next relation or plus, or to the end."""
    end = len(row)
    for k in reversed(range(len(row))):
        if text_of(row[k]) in (*RELATIONS, "+"):
            end = k
        elif row[k].tag == "munderover" and text_of(row[k][1]) == "t=1":
            wrap(row, k, end).attrib.update(role_marks("sum"))
            end = k


def _groups(row: ET.Element) -> list[list[tuple[int, int]]]:
    """The summands of each sum in a row, the last sum first.

    A sum stands between brackets, or between relations; brackets behind a
    word, as in min(…), hold arguments.
    """
    found, group, around, argument_to = [], [0], [], 0
    texts = [text_of(node) for node in row]
    for k, text in enumerate([*texts, "="]):
        if k < argument_to:
            continue
        if text == "(" and k and texts[k - 1].isalpha():
            argument_to = closing(row, k) + 1
        elif text == "(":
            around.append(group)
            group = [k + 1]
        elif text == "+":
            group += [k, k + 1]
        elif text == ")" or text in RELATIONS:
            found.append([*group, k])
            group = around.pop() if text == ")" else [k + 1]
    return [
        [*zip(edges[::2], edges[1::2])]
        for edges in reversed(found) if len(edges) > 2
    ]
