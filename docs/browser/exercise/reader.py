"""A reader's text before it is run: its letters, and what it binds."""

import ast
import re
import textwrap
import unicodedata
from collections.abc import Iterator

APART = re.compile(r"""("[^"\n]*"|'[^'\n]*'|#.*)""")  # strings, comments
JAMO = re.compile("[\u1100-\u11ff\u3131-\u318e]")
LEAVES = {ast.Return: "return", ast.Yield: "yield", ast.YieldFrom: "yield",
          ast.Break: "break", ast.Continue: "continue"}
SCOPES = (ast.FunctionDef, ast.Lambda, ast.ClassDef, ast.ListComp,
          ast.SetComp, ast.DictComp, ast.GeneratorExp)


def readable(text: str) -> str:
    """The text with full-width letters as the keyboard's own."""
    parts = APART.split(text.expandtabs(4))
    parts[::2] = [
        unicodedata.normalize("NFKC", part).replace("−", "-")
        for part in parts[::2]
    ]
    return textwrap.dedent("".join(parts)).strip("\n")


def in_hangul(text: str) -> int | None:
    """The line with single Hangul letters outside strings, if one has."""
    for number, line in enumerate(text.splitlines(), 1):
        if any(map(JAMO.search, APART.split(line)[::2])):
            return number
    return None


def bound(tree: ast.AST) -> set[str]:
    """The names that the text gives a value in the function itself."""
    return {
        part.id for part in _inside(tree)
        if isinstance(part, ast.Name) and isinstance(part.ctx, ast.Store)
    }


def leaves(tree: ast.AST) -> tuple[str, int] | None:
    """The word that leaves the function, or its loop, and its line."""
    for part in _inside(tree):
        word = LEAVES.get(type(part))
        loops = (ast.For, ast.While) if word in ("break", "continue") else ()
        if word and not any(
            part in ast.walk(loop) for loop in ast.walk(tree)
            if isinstance(loop, loops)
        ):
            return word, getattr(part, "lineno", 1)
    return None


def _inside(tree: ast.AST) -> Iterator[ast.AST]:
    """Every node that does not stand in a scope of its own."""
    for part in ast.iter_child_nodes(tree):
        yield part
        if not isinstance(part, SCOPES):
            yield from _inside(part)
