"""The lines of the package that compute an equation."""

from collections.abc import Iterator
from importlib import import_module
from typing import Any

from docs.common.table import (
    FILE,
    ROOT,
    Equation,
    Misfit,
    equations,
)
from rnn_pure.walkthrough import TAG, Statement, statements


def function(name: str) -> Any:
    """The function that "module:function" names."""
    module, _, path = name.partition(":")
    try:
        found = import_module(module)
        for part in path.split("."):
            found = getattr(found, part)
    except (ImportError, AttributeError) as error:
        raise Misfit(f"{FILE}: there is no {name}: {error}") from error
    return found


def tagged(equation: Equation) -> dict[str, list[Statement]]:
    """The statements that bear the equation's tag, by function.

    Misfit where a function that should compute it has no such line.
    """
    found = {}
    for name in equation.functions:
        found[name] = [
            statement
            for statement in statements(function(name))
            if statement.equation == equation.lines_tag
        ]
        if not found[name]:
            module = name.split(":")[0].replace(".", "/")
            raise Misfit(
                f"{module}.py: no line of {name} bears the tag "
                f"'# {equation.lines_tag}', but [{equation.tag!r}] in {FILE} "
                f"names it"
            )
    return found


def spaced(lines: list[Statement]) -> Iterator[Statement | None]:
    """The statements of a function, None where some between are left out."""
    for before, statement in zip([None, *lines], lines):
        if before and statement.line > before.last_line + 1:
            yield None
        yield statement


def indent(lines: list[Statement]) -> int:
    """How many spaces all of them begin with."""
    return min(len(s.code) - len(s.code.lstrip()) for s in lines)


def lost() -> Iterator[str]:
    """The tags without a row in the table, the rows without their lines."""
    for path in sorted((ROOT / "rnn_pure").rglob("*.py")):
        for tag in sorted({*TAG.findall(path.read_text(encoding="utf-8"))}):
            if tag not in equations():
                file = path.relative_to(ROOT).as_posix()
                yield f"{FILE}: no [{tag!r}], but {file} has that tag"
    for row in equations().values():
        try:
            tagged(row)
        except Misfit as error:
            yield str(error)
