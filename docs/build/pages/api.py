"""The API page: the names of a module in a few words, and docstrings."""

import ast
import re
from importlib import import_module
from inspect import Parameter, getsource, signature, unwrap
from pathlib import Path
from textwrap import dedent
from typing import Any

import griffe

import rnn_pure
from docs.build.equations.sheet import explained
from docs.build.pages.tables import table
from docs.common.table import ROOT, equations
from docs.common.words import words
from rnn_pure.walkthrough import TAG

HOME = "../../"
CLASS = re.compile(r"<class '(?:\w+\.)*(\w+)'>")


def names(lang: str, modules: str, **meanings: str) -> str:
    """The names of these modules, with links: what each takes and returns,
    its meaning, its equations. Below, the modules' sources.

    Raises ValueError where a name that rnn_pure exports has no meaning, or a
    name that has one is not in the modules.
    """
    found = [import_module(f"rnn_pure.{module}") for module in modules.split()]
    there = {
        name: thing
        for module in found
        for name, thing in vars(module).items()
        if getattr(thing, "__module__", "") == module.__name__
    }
    for lacking, where in (
        ({*there} & {*rnn_pure.__all__} - {*meanings}, "the API page"),
        ({*meanings} - {*there}, modules),
    ):
        if lacking:
            raise ValueError(f"{where} lacks {', '.join(sorted(lacking))}")
    said = words("api", lang)
    rows = [
        [called(there[name], name), meaning, computed(there[name], lang)]
        for name, meaning in meanings.items()
    ]
    columns = 3 if any(row[2] for row in rows) else 2
    head = [said["name"], said["meaning"], said["equations"]][:columns]
    root = HOME + "../" * (lang == "en")
    files = [Path(module.__file__ or "").relative_to(ROOT).as_posix()
             for module in found]
    sources = ", ".join(
        f'<a href="{root}assets/source/{file}.txt">{file}</a>'
        for file in files
    )
    shown = table(head, [row[:columns] for row in rows])
    return f"{shown}\n\n{said['source']}: {sources}"


def called(thing: Any, name: str) -> str:
    """name(what it takes) → what it returns; a link where it has an entry."""
    takes = ", ".join(
        str(given.replace(annotation=Parameter.empty))
        for given in signature(thing).parameters.values()
        if given.name != "made_by"  # the caller does not give it
    )
    takes = CLASS.sub(r"\1", takes).replace("<factory>", "…")
    shown = f"`{name}({takes})`"
    if getattr(thing, "__qualname__", "") != name:  # not defined so
        return shown
    # not from "#" on: markdown-exec gives such links a prefix
    link = f"[{shown}](../api/#{thing.__module__}.{name})"
    [node] = ast.parse(dedent(getsource(unwrap(thing)))).body
    returns = ast.unparse(getattr(node, "returns", None) or ast.Constant(None))
    return link if returns == "None" else f"{link} → `{returns}`"


def computed(thing: Any, lang: str) -> str:
    """The equations whose tags its lines bear, each with a link to it."""
    if isinstance(thing, type) or not hasattr(thing, "__qualname__"):
        return ""
    tags = {*TAG.findall(getsource(unwrap(thing)))}
    return ", ".join(
        f"[{row.label(lang)}]({explained(row, lang, HOME)}#{row.anchor})"
        for row in equations().values() if row.tag in tags
    )


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
