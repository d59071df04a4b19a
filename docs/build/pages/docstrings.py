"""Docstrings for the API page: they are plain text, Markdown reads W[i][j]."""

import re
from typing import Any

import griffe

SPECIAL = re.compile(r"[\\`*_\[\]<]")


def as_markdown(text: str) -> str:
    """Plain text as Markdown that looks the same; indented lines stay code."""
    return "\n".join(
        line if line.startswith("    ") else SPECIAL.sub(r"\\\g<0>", line)
        for line in text.splitlines()
    )


class PlainDocstrings(griffe.Extension):
    """mkdocstrings loads it by its file name (mkdocs.yml)."""

    def on_object(self, *, obj: griffe.Object, **_: Any) -> None:
        if obj.docstring:
            obj.docstring.value = as_markdown(obj.docstring.value)
