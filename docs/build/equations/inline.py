"""Equations in a page's text as MathML: $z_t$ in a line, $$ … $$ on its own.

An extension of Python-Markdown, which mkdocs.yml names by its import path.
"""

import re
import xml.etree.ElementTree as ET
from typing import Any

from markdown import Markdown
from markdown.blockprocessors import BlockProcessor
from markdown.extensions import Extension
from markdown.inlinepatterns import InlineProcessor
from markdown.treeprocessors import Treeprocessor
from markdown.util import AtomicString

from docs.build.equations.mathml import mathml

# What stands before and after an equation without a space between them, but
# for what Markdown itself reads.
LINE = r"([(‘“]*)\$(?!\s)([^$]+?)(?<!\s)\$([^\s$*_`<>\[\]\\&\x02]*)"
BLOCK = re.compile(r"\s*\$\$(.+)\$\$\s*", re.S)


def as_element(kind: str, tex: str) -> ET.Element:
    """An equation in a span or in a div; Markdown reads nothing in it."""
    math = ET.fromstring(mathml(tex.strip(), display=kind == "div"))
    for node in math.iter():
        node.text = AtomicString(node.text or "")
    outer = ET.Element(kind, {"class": "math"})
    if kind == "div":
        outer.set("tabindex", "0")  # it scrolls where it is too wide
    outer.text = AtomicString("")
    outer.append(math)
    return outer


class InLine(InlineProcessor):
    """$…$. Browsers would break a line between an equation and a comma, even
    at a word joiner: it is kept together with what it touches."""

    def handleMatch(
        self, m: re.Match[str], data: str
    ) -> tuple[ET.Element, int, int]:
        before, tex, after = m.groups()
        math = as_element("span", tex)
        if not before + after:
            return math, m.start(), m.end()
        whole = ET.Element("span", {"class": "nowrap"})
        whole.text = AtomicString(before)
        math.tail = AtomicString(after)
        whole.append(math)
        return whole, m.start(), m.end()


class OnItsOwn(BlockProcessor):
    """$$ … $$: a block of its own."""

    def test(self, parent: ET.Element, block: str) -> bool:
        return bool(BLOCK.fullmatch(block))

    def run(self, parent: ET.Element, blocks: list[str]) -> None:
        if found := BLOCK.fullmatch(blocks.pop(0)):
            parent.append(as_element("div", found[1]))


class Heads(Treeprocessor):
    """A head of a table that is all equation has a name for screen readers;
    one that is empty, in a corner, is none."""

    def run(self, root: ET.Element) -> None:
        for head in root.iter("th"):
            text = "".join(head.itertext())
            if not text:
                head.tag = "td"
            for part in head.findall("span[@class='math']"):
                if "".join(part.itertext()) == text:
                    part.set("role", "img")
                    part.set("aria-label", text)


class Equations(Extension):
    def extendMarkdown(self, md: Markdown) -> None:
        md.inlinePatterns.register(InLine(LINE, md), "equation", 185)
        md.parser.blockprocessors.register(OnItsOwn(md.parser), "$$", 79)
        md.treeprocessors.register(Heads(md), "equation-heads", 15)


def makeExtension(**_: Any) -> Equations:
    return Equations()
