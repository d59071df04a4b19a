"""A built page's text, section by section, as a search index has it.

Material's own indexer loses an equation inside a sentence, and its
data-search-exclude ends at the first inner element of the same kind.
"""

import re
import xml.etree.ElementTree as ET
from dataclasses import dataclass, field
from html import escape
from html.parser import HTMLParser

from docs.build.equations.mathml import SIGNS

VOID = {"area", "base", "br", "col", "hr", "img", "input", "link", "meta",
        "source", "track", "wbr"}
KEPT = {"p", "pre", "code", "li", "ol", "ul"}  # Material shows these
AS_P = {"tr", "summary", "figcaption", "dt", "dd"}
NOT_READ = {"script", "style", "svg", "button", "noscript", "form"}
NOT_READ_CLASSES = {"headerlink", "doc-labels", "doc-object", "md-button"}
OF_A_PAIR = {"pair-eq", "filename"}
INVISIBLE = re.compile("[\u2061-\u2064]")


@dataclass
class Section:
    """What stands below a heading, or a pair; both texts are HTML."""

    id: str
    is_pair: bool = False
    taught: str = ""
    title_parts: list[str] = field(default_factory=list)
    text_parts: list[str] = field(default_factory=list)

    @property
    def title(self) -> str:
        return " ".join("".join(self.title_parts).split())

    @property
    def text(self) -> str:
        text, empty = "".join(self.text_parts), 1
        while empty:
            text, empty = re.subn(r"<(\w+)>\s*</\1>", " ", text)
        return text.strip()


class Sections(HTMLParser):
    """The sections of a page in their order; the first is the page's own."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.found: list[Section] = []
        self.here = Section("")  # where text goes that is not in a pair
        # the open elements, each with where its text goes: None is nowhere
        self.open: list[tuple[str, list[str] | None]] = [("", None)]
        self.feed(re.sub(
            "<math.*?</math>",
            lambda math: escape(plain(ET.fromstring(math[0])), quote=False),
            html,
            flags=re.S,
        ))

    def handle_starttag(
        self, tag: str, attrs: list[tuple[str, str | None]]
    ) -> None:
        if tag in VOID:
            return self.handle_data(" ")
        values = dict(attrs)
        classes = set((values.get("class") or "").split())
        into = self.open[-1][1]
        if tag == "article" and not self.found:
            self.found.append(self.here)
            into = self.here.text_parts
        elif re.fullmatch("h[1-6]", tag) and values.get("id"):
            into = self.heading(values["id"] or "", tag == "h1")
            self.found[-1].taught = values.get("data-taught") or ""
        elif "pair" in classes and values.get("id"):
            self.found.append(Section(values["id"] or "", is_pair=True))
            into = None
        elif "pair-head" in classes and self.found[-1].is_pair:
            into = self.found[-1].title_parts
        elif classes & OF_A_PAIR and self.found[-1].is_pair:
            into = self.found[-1].text_parts
        elif (
            tag in NOT_READ
            or classes & NOT_READ_CLASSES
            or "data-search-exclude" in values
        ):
            into = None
        self.open.append((tag, into))
        self.mark(tag, "<{}>")

    def heading(self, id: str, of_page: bool) -> list[str]:
        """Where its text goes. What follows it goes to its section, unless
        the heading stands where nothing is read."""
        if of_page:
            return self.found[0].title_parts
        old, new = self.here, Section(id)
        self.found.append(new)
        if self.open[-1][1] is old.text_parts:
            self.here = new
            self.open = [
                (tag, new.text_parts if into is old.text_parts else into)
                for tag, into in self.open
            ]
        return new.title_parts

    def handle_endtag(self, tag: str) -> None:
        if any(tag == opened for opened, _ in self.open):
            while self.open[-1][0] != tag:
                self.open.pop()
            self.mark(tag, "</{}>")
            self.open.pop()

    def mark(self, tag: str, form: str) -> None:
        into = self.open[-1][1]
        if into is None or any(into is s.title_parts for s in self.found):
            return
        of_pair = self.found[-1].is_pair and into is self.found[-1].text_parts
        if tag in AS_P or (of_pair and tag in ("div", "span")):
            into.append(form.format("p"))
        elif tag in KEPT:
            into.append(form.format(tag))
        elif tag in ("td", "th", "div"):
            self.handle_data(" ")

    def handle_data(self, data: str) -> None:
        into = self.open[-1][1]
        if into is None:
            return
        if not any(tag == "pre" for tag, _ in self.open):
            data = re.sub(r"\s+", " ", data)
            if not into or into[-1].endswith(" "):
                data = data.lstrip()
        if data:
            into.append(escape(data, quote=False))


def plain(node: ET.Element) -> str:
    """An equation in one line of text: δ_t^re=f′(u_t)⊙(…)."""
    parts = [plain(child) for child in node]
    if node.tag in ("msub", "munder", "msup"):
        if parts[1] in SIGNS.values():  # below a term of a sum
            return f"{parts[0]} {parts[1]} "
        sign = "^" if node.tag == "msup" else "_"
        return f"{parts[0]}{sign}{_whole(parts[1])}"
    if node.tag in ("msubsup", "munderover"):
        return f"{parts[0]}_{_whole(parts[1])}^{_whole(parts[2])}"
    if node.tag == "mfrac":
        column = node.get("linethickness") == "0"
        return ", ".join(parts) if column else "/".join(map(_whole, parts))
    if node.tag == "mtable":
        return "; ".join(parts)
    if node.tag == "mspace":
        return " " if "width" in node.attrib else ""
    text = INVISIBLE.sub("", (node.text or "").strip())
    parts = [part for part in parts if part]
    for before, part in zip(["", *parts], parts):
        ends = re.search("[_^]|./|^[a-z]{2,}$", before)
        text += " " if ends and re.match(r"[^\W\d]|[∂∑]", part) else ""
        text += part
    return text


def _whole(part: str) -> str:
    """In brackets where it is more than one thing."""
    return f"({part})" if re.search("[-+−=,/_ ]", part[1:]) else part
