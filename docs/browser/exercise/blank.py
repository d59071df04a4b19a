"""The lines of the package that a reader is to write, and what stands there.

A row of docs/exercises.toml names a function, and how the first and the last
of its lines begin: where they begin a statement they are whole statements,
else they are an expression within one.
"""

import ast
import inspect
import textwrap
import tomllib
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from types import FunctionType
from typing import Any

from docs.common.lines import function
from docs.common.table import ROOT, Misfit
from rnn_pure.walkthrough import TAG, Statement, statements

FILE = "docs/exercises.toml"
AFTER = "__after__"  # is called where the open lines end
ALGEBRA = ("add", "subtract", "hadamard", "dot", "matvec", "transpose",
           "zeros")


@cache
def rows(kind: str) -> dict[str, dict[str, Any]]:
    """The rows of exercises.toml, by page: predict or write."""
    text = (ROOT / FILE).read_text(encoding="utf-8")
    return dict(tomllib.loads(text)[kind])


def row(kind: str, page: str) -> dict[str, Any]:
    """A page's row; Misfit if there is none."""
    if page not in rows(kind):
        raise Misfit(f"no [{kind}.{page}] in {FILE}")
    return rows(kind)[page]


@dataclass(frozen=True)
class Blank:
    """Lines of a file, first to last, that are left open.

    indent is theirs; whole where they are statements. answer is what stands
    there, targets what its statements assign. names are the variables that are
    known there, and the functions that a reader may want.
    """

    function: str
    source: tuple[str, ...]
    first: int
    last: int
    indent: int
    whole: bool
    answer: str
    targets: tuple[str, ...]
    names: tuple[str, ...]

    def filled(self, text: str) -> str:
        """The file's source with this text in the blank.

        After whole statements AFTER is called.
        """
        space = " " * self.indent
        mine = textwrap.indent(textwrap.dedent(text), space).rstrip()
        after = [f"{space}{AFTER}()"] if self.whole else []
        return "\n".join([*self.source[:self.first - 1], mine, *after,
                          *self.source[self.last:], ""])


@cache
def blank(page: str) -> Blank:
    """The blank on that page. Misfit where its lines are not there."""
    given = row("write", page)
    made = function(given["function"])
    file = Path(inspect.getfile(inspect.unwrap(made)))
    source = tuple(file.read_text(encoding="utf-8").splitlines())
    parts = statements(made)
    begin, end = given["blank"]
    first, whole = _line(begin, source, parts)
    last, _ = _line(end, source, parts)
    enclosing = [s for s in parts if s.line <= last <= s.last_line]
    if whole:
        last = enclosing[-1].last_line
    lines = "\n".join(source[first - 1:last])
    answer = TAG.sub("", textwrap.dedent(lines))
    tree = ast.parse(answer) if whole else ast.parse("")
    known = _known(made, "\n".join(source), range(first, last + 1))
    functions = (
        name for name, value in vars(inspect.getmodule(made)).items()
        if isinstance(value, FunctionType)
        and (name in ALGEBRA or f"{name}(" in answer)
    )
    return Blank(
        given["function"],
        source,
        first,
        last,
        len(lines) - len(lines.lstrip()),
        whole,
        answer,
        tuple(
            ast.unparse(node.targets[0])
            for node in tree.body
            if isinstance(node, ast.Assign)
        ),
        (*dict.fromkeys(known), *functions),
    )


def shown(page: str) -> list[Statement]:
    """The statements around the blank and in it that the page shows."""
    given = row("write", page)
    parts = statements(function(given["function"]))
    begin, end = (_line(start, blank(page).source, parts)[0]
                  for start in given["shown"])
    return [s for s in parts if begin <= s.line <= end]


def _line(
    begin: str, source: tuple[str, ...], parts: list[Statement]
) -> tuple[int, bool]:
    """Where the line that begins so stands; whether it begins a statement."""
    found = [s.line for s in parts if s.code.lstrip().startswith(begin)]
    whole = bool(found)
    if not whole:
        inside = range(parts[0].line, parts[-1].last_line + 1)
        found = [n for n in inside if source[n - 1].strip().startswith(begin)]
    if len(found) != 1:
        raise Misfit(f"{FILE}: {len(found)} lines begin with {begin!r}")
    return found[0], whole


def _known(made: FunctionType, source: str, own: range) -> Iterator[str]:
    """The variables that are known in those lines, in the source's order.

    Those of a list's own for are known where the lines stand within it.
    """
    [tree] = [
        node for node in ast.walk(ast.parse(source))
        if isinstance(node, ast.FunctionDef) and node.name == made.__name__
    ]
    yield from (arg.arg for arg in tree.args.args)
    end, elsewhere = own.stop, set[ast.AST]()
    for node in ast.walk(tree):
        if isinstance(node, ast.ListComp | ast.GeneratorExp):
            if node.lineno <= own.start < (node.end_lineno or 0):
                end = max(end, node.end_lineno or 0)
            else:
                elsewhere |= {*ast.walk(node)}
    for _, _, name in sorted(
        (part.lineno, part.col_offset, part.id) for part in ast.walk(tree)
        if isinstance(part, ast.Name) and isinstance(part.ctx, ast.Store)
        and part not in elsewhere
        and part.lineno < end and part.lineno not in own
    ):
        yield name
