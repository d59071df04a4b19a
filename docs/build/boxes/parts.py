"""What both kinds of exercise are made of: Markdown, folds, data."""

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


def form(
    kind: str, name: str, lang: str, home: str, inside: str, data: Any,
    where: str = "",
) -> str:
    """An exercise; its script is assets/predict.js or assets/write.js."""
    where = where and f' <span class="ex-where">{where}</span>'
    packed = json.dumps(data, ensure_ascii=False).replace("<", "\\u003c")
    script = " defer" if kind == "predict" else ' type="module"'
    return (
        f'<form class="ex" data-exercise="{kind}" data-name="{name}" '
        f'data-home="{home}" lang="{lang}" autocomplete="off" '
        f'aria-labelledby="{kind}-{name}" data-search-exclude>'
        f"<noscript><style>.ex-do {{ display: none !important }}</style>"
        f'</noscript><p class="ex-head" id="{kind}-{name}">'
        f'{words("exercise", lang)[kind]}{where}</p>{inside}'
        f'<script type="application/json">{packed}</script></form>'
        f'<script src="{home}assets/{kind}.js"{script}></script>'
    )
