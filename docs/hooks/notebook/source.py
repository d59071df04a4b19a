"""A page's Markdown in its parts: text, Python and fences."""

import re
from collections.abc import Iterator
from typing import NamedTuple

from docs.hooks.equations.table import ROOT
from docs.hooks.record import filled

LEARN = ROOT / "docs" / "pages" / "learn"
FENCE = re.compile(r"^```(\w+)(.*)\n((?s:.*?))^```$", re.M)
QUESTION = re.compile(
    r'<details class="question" id="([\w-]+)" markdown>\n'
    r"<summary>(.*?)</summary>\n((?s:.*?))</details>"
)


class Part(NamedTuple):
    """A part of a page.

    kind is "text", "shown" or "hidden" for Python, or the name of a fence.
    """

    kind: str
    text: str


def parts(name: str, lang: str) -> list[Part]:
    """The page's parts in their order."""
    path = LEARN / f"{name}.{lang}.md"
    text = filled(path.read_text(encoding="utf-8"))
    text = re.sub(r"\A---\n(?s:.*?)\n---\n", "", text)
    text = re.sub(r"^</?div\b.*>\n", "", text, flags=re.M)
    return [*_parts(QUESTION.sub(_question, text))]


def _question(found: re.Match[str]) -> str:
    """A folded text, or a heading where there is code: no fold holds cells."""
    id, asked, answer = found.groups()
    if 'source="above"' in answer:
        return f"#### {asked} {{ #{id} }}\n{answer}"
    return folded(asked, answer.strip())


def folded(summary: str, text: str) -> str:
    """Markdown behind a click."""
    return (f"<details>\n<summary>{summary}</summary>\n\n{text}\n\n"
            f"</details>")


def _parts(text: str) -> Iterator[Part]:
    end = 0
    for fence in FENCE.finditer(text):
        yield Part("text", text[end:fence.start()])
        kind, options, inside = fence.groups()
        if "exec=" in options:
            kind = "shown" if 'source="above"' in options else "hidden"
        yield Part(kind, inside.strip("\n"))
        end = fence.end()
    yield Part("text", text[end:])
