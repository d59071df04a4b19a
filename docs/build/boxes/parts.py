"""What the boxes are made of: Markdown, folds, data, Python at work."""

import json
from typing import Any

from markdown import Markdown

from docs.common.words import words

EXTENSIONS = ["docs.build.equations.inline"]


def marked(text: str) -> str:
    """Markdown with equations as HTML."""
    return str(Markdown(extensions=EXTENSIONS).convert(text.strip()))


def fold(summary: str, inside: str, css: str) -> str:
    """What stands behind a click."""
    return (
        f'<details class="{css}"><summary>{summary}</summary>'
        f'<div class="ex-fold">{inside}</div></details>'
    )


def script_data(data: Any, css: str = "") -> str:
    """JSON that the box's script reads."""
    packed = json.dumps(data, ensure_ascii=False, separators=(",", ":"))
    packed = packed.replace("<", "\\u003c")
    return f'<script type="application/json"{css}>{packed}</script>'


def busy(kind: str, says: dict[str, str]) -> str:
    """What is shown while Python is at work: to stop, and how much has come.
    """
    return (
        f'<span class="{kind}-busy"><button type="button" data-stop>'
        f'{says["stop"]}</button><progress aria-label="{says["progress"]}">'
        f'</progress><span class="{kind}-mb"></span></span>'
    )


def form(
    kind: str, name: str, lang: str, root: str, inside: str, data: Any,
    where: str = "",
) -> str:
    """A box of that kind; its script is assets/KIND.js."""
    where = where and f' <span class="ex-where">{where}</span>'
    return (
        f'<form class="ex" data-exercise="{kind}" data-name="{name}" '
        f'data-home="{root}" lang="{lang}" autocomplete="off" '
        f'aria-labelledby="{kind}-{name} {kind}-{name}-ask" '
        f"data-search-exclude>"
        f"<noscript><style>.ex-do {{ display: none !important }}</style>"
        f'</noscript><p class="ex-head" id="{kind}-{name}">'
        f'{words("exercise", lang)[kind]}{where}</p>{inside}'
        f"{script_data(data)}</form>"
        f'<script src="{root}assets/{kind}.js" type="module"></script>'
    )
