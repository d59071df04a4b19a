"""The lines of the package that compute an equation."""

import re
from importlib import import_module
from typing import Any

from docs.hooks.equations.table import ROOT, Equation, Misfit
from rnn_pure.walkthrough import Statement, statements


def function(name: str) -> Any:
    """The function that "module:function" names."""
    module, _, path = name.partition(":")
    found = import_module(module)
    for part in path.split("."):
        found = getattr(found, part)
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
            raise Misfit(
                f"{equation.tag}: no line of {name} bears the tag "
                f"'# {equation.lines_tag}'"
            )
    return found


def tags_in_package() -> set[str]:
    """Every tag that stands in rnn_pure."""
    return {
        tag
        for path in (ROOT / "rnn_pure").rglob("*.py")
        for tag in re.findall(
            r"  # ((?:eq|def) \S+)$", path.read_text(encoding="utf-8"), re.M
        )
    }
