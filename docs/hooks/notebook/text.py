"""A page's Markdown as a notebook reads it, which is CommonMark with $…$."""

import re
from dataclasses import dataclass
from posixpath import join, normpath

# neither links nor emphasis are looked for in code and equations
KEPT = re.compile(r"(`+)(?s:.+?)\1|\$\$(?s:.+?)\$\$|\$[^$\n]+\$")
LINK = re.compile(r"\[([^][]+)\]\(([^()\s]+)\)")
STRONG = re.compile(r"(?<!\*)(\*\*?)(?=[^\s*])(.+?)(?<=[^\s*])\1(?!\*)")
MARKED = re.compile(r"^(.*?) \{ #([\w-]+) \}$", re.M)  # with an id
WITHIN = re.compile(r"\]\(#([\w-]+)\)")


@dataclass(frozen=True)
class Where:
    """The page that the Markdown is of; address is the site's, if it has one.
    """

    name: str
    lang: str
    address: str

    def url(self, page: str) -> str:
        """The address of a page of the site."""
        there = self.address + "en/" * (self.lang == "en") + page
        return f"{there.rstrip('/')}/"


def converted(text: str, here: Where) -> str:
    """The Markdown with the site's links and emphasis as a notebook's."""
    kept: list[str] = []

    def keep(found: re.Match[str]) -> str:
        kept.append(found[0])
        return f"\0{len(kept) - 1}\0"

    text = KEPT.sub(keep, text)
    text = LINK.sub(lambda link: linked(link[1], link[2], here), text)
    text = STRONG.sub(emphasized, text)
    return re.sub("\0(\\d+)\0", lambda its: kept[int(its[1])], text)


def linked(words: str, target: str, here: Where) -> str:
    """A link to the site; its words alone where the site has no address.

    A target is a page's file, as rtrl.md#eq-8, or relative to the built page,
    as "." for that page itself.
    """
    if re.match(r"\w+:|#", target):
        return f"[{words}]({target})"
    path, _, id = target.partition("#")
    there = join("learn", "" if path.endswith(".md") else here.name, path)
    page = re.sub(r"(/?index)?\.md$", "", normpath(there))
    if id and page == f"learn/{here.name}":
        return f"[{words}](#{id})"
    if not here.address:
        return words
    return f"[{words}]({here.url(page)}{f'#{id}' if id else ''})"


def emphasized(found: re.Match[str]) -> str:
    """As HTML where CommonMark sees no emphasis: in **f(x)**는 it does not.

    There the marks stand between a bracket and a letter.
    """
    marks, inside = found.groups()
    before = found.string[found.start() - 1:found.start()]
    after = found.string[found.end():found.end() + 1]
    if (
        (after.isalnum() and not inside[-1].isalnum())
        or (before.isalnum() and not inside[0].isalnum())
    ):
        tag = "strong" if marks == "**" else "em"
        return f"<{tag}>{inside}</{tag}>"
    return found[0]


def anchored(texts: list[str]) -> list[str]:
    """The ids at the ends of lines as anchors, where a link leads to them."""
    wanted = {id for text in texts for id in WITHIN.findall(text)}

    def anchor(found: re.Match[str]) -> str:
        line, id = found.groups()
        return f'<a id="{id}"></a>\n\n{line}' if id in wanted else line

    return [MARKED.sub(anchor, text) for text in texts]
