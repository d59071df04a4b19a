"""The equations as plain text, above the statements that compute them."""

import ast
from functools import cache
from typing import TypeAlias

from docs.common.lines import tagged
from docs.common.table import FILE, Misfit, equations
from rnn_pure.walkthrough import TAG

Place: TypeAlias = tuple[str, int]  # a module and the line of a statement


@cache
def plain() -> dict[Place, tuple[str, str]]:
    """The tag of every tagged statement, and its equation; in table order."""
    found: dict[Place, tuple[str, str]] = {}
    for row in equations().values():
        places = [
            (name.split(":")[0], statement.line)
            for name, statements in tagged(row).items()
            for statement in statements
        ]
        if row.plain and len(places) != len(row.plain):
            raise Misfit(
                f"{FILE}: [{row.tag!r}] has {len(row.plain)} plain lines, "
                f"but {len(places)} statements bear that tag"
            )
        found |= {
            place: (row.tag, text) for place, text in zip(places, row.plain)
        }
    return found


def commented(
    module: str, lines: list[str], node: ast.stmt
) -> tuple[list[str], list[Place]]:
    """The node's lines, each tag as a comment, and the statements' places.

    The tag of a statement that is not in its row goes: another function shows
    that equation.
    """
    lines, used = [*lines], []
    last = node.end_lineno or node.lineno
    for place, (tag, text) in plain().items():
        if place[0] == module and node.lineno <= place[1] <= last:
            used.append(place)
            at = place[1] - 1
            if text:
                margin = " " * (len(lines[at]) - len(lines[at].lstrip()))
                lines[at] = f"{margin}# {tag}: {text}\n{lines[at]}"
            while not TAG.search(lines[at]):
                at += 1
            lines[at] = TAG.sub("", lines[at])
    tags = {tag for tag, _ in plain().values()}
    for at, line in enumerate(lines):
        if (elsewhere := TAG.search(line)) and elsewhere[1] in tags:
            lines[at] = TAG.sub("", line)
    return lines[node.lineno - 1:last], used


def listed(used: list[Place]) -> str:
    """The equations of these statements, a line each."""
    lines, before = [], ""
    for place, (tag, text) in plain().items():
        if text and place in used:
            lines.append(f"    {'' if tag == before else tag:8}{text}")
            before = tag
    return "\n".join(lines)
