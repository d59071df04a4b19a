"""The API page: every public name of a module in a few words, and docstrings.
"""

import re
from importlib import import_module
from typing import Any

import griffe

from docs.build.pages.tables import table


def names(module: str, head: tuple[str, str], **meanings: str) -> str:
    """The names of rnn_pure.module and their meanings, with links.

    Raises ValueError where a public name has no meaning, or a name that has
    one is not in the module.
    """
    there = vars(import_module(f"rnn_pure.{module}"))
    public = {
        name
        for name, thing in there.items()
        if not name.startswith("_")
        and callable(thing)
        and getattr(thing, "__module__", "") == f"rnn_pure.{module}"
    }
    for lacking, where in (
        (public - {*meanings}, "the API page"),
        ({*meanings} - {*there}, f"rnn_pure.{module}"),
    ):
        if lacking:
            raise ValueError(f"{where} lacks {', '.join(sorted(lacking))}")
    rows = []
    for name, meaning in meanings.items():
        shown = f"`{name}`"
        if getattr(there[name], "__qualname__", "") == name:  # defined so
            # not from "#" on: markdown-exec gives such links a prefix
            shown = f"[{shown}](../api/#rnn_pure.{module}.{name})"
        rows.append((shown, meaning))
    return table(head, rows)


SPECIAL = re.compile(r"[\\`*_\[\]<]")


def as_markdown(text: str) -> str:
    """Plain text as Markdown that looks the same; indented lines stay code."""
    return "\n".join(
        line if line.startswith("    ") else SPECIAL.sub(r"\\\g<0>", line)
        for line in text.splitlines()
    )


class PlainDocstrings(griffe.Extension):
    """Docstrings are plain text, but Markdown reads W[i][j].

    mkdocstrings loads it by its file name (mkdocs.yml).
    """

    def on_object(self, *, obj: griffe.Object, **_: Any) -> None:
        if obj.docstring:
            obj.docstring.value = as_markdown(obj.docstring.value)
