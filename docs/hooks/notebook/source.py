"""A page's Markdown in its parts, and what its Python prints.

Of the blocks of Python a notebook has those that the page shows. What a
hidden one prints, such as a table, is Markdown of the notebook; one that
prints nothing is a check of the site's own, and left out.
"""

import io
import re
from collections.abc import Iterator
from contextlib import redirect_stdout
from functools import cache
from typing import NamedTuple

from docs.hooks.equations.table import LANGUAGES, ROOT, Misfit
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
    """Folded where it is a text; code cells need a heading to stand under."""
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


def printed(name: str, lang: str) -> list[str]:
    """What each of the page's blocks prints, in their order."""
    pages = [
        tuple(part for part in parts(name, lang) if part.kind in _PYTHON)
        for lang in LANGUAGES
    ]
    return _run(name, *pages)[LANGUAGES.index(lang)]


_PYTHON = "shown", "hidden"


@cache
def _run(
    name: str, ko: tuple[Part, ...], en: tuple[Part, ...]
) -> tuple[list[str], list[str]]:
    """Both languages in one run: only their hidden blocks may differ."""
    told: tuple[list[str], list[str]] = [], []
    known = {"__name__": "__main__"}
    for here, there in zip(ko, en, strict=True):
        if here != there and "shown" in (here.kind, there.kind):
            raise Misfit(f"learn/{name}: the two languages show other code")
        told[0].append(_output(here.text, known))
        same = here == there
        told[1].append(told[0][-1] if same else _output(there.text, known))
    return told


def _output(code: str, known: dict[str, str]) -> str:
    with redirect_stdout(io.StringIO()) as out:
        exec(code, known)
    return out.getvalue()
