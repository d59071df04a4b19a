"""Equations as MathML whose symbols are marked."""

import re
import xml.etree.ElementTree as ET
from functools import cache
from html import unescape

from math_core import LatexError, LatexToMathML

from docs.build.equations.symbols import mark, text_of
from docs.build.equations.terms import mark_terms
from docs.common.table import Equation, Misfit

CONVERTER = LatexToMathML()


def lit(shown: Equation, form: str = "tex", signs: bool = False) -> str:
    """The equation as MathML whose symbols and terms are marked.

    A symbol carries data-sym and, where it stands at a time, data-at; a term
    data-role. form is tex, index or vector; where there is none, tex. With
    signs ① and ② stand below the terms of a sum.
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
    return ET.tostring(root, encoding="unicode")


def _character(entity: re.Match[str]) -> str:
    if entity[1] in ("lt", "gt", "amp", "quot", "apos"):
        return entity[0]
    return unescape(entity[0])
