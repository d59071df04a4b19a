"""Which symbols, at which times, and which terms stand in lines of code."""

import ast
from collections.abc import Iterator
from typing import TypeAlias

from docs.build.equations.symbols import Names, Symbol, clock, name_in_code
from rnn_pure.walkthrough import Statement

Place: TypeAlias = tuple[int, int]  # a line of the file and its column

SUMS = ("sum_outer", "sum_over_time")
FROM = {0: "t-1", 1: "t"}  # z[0:T] holds z_{t-1} for every t, z[1:T + 1] z_t


class Reading:
    """What Python's parser sees in some statements of a file's text."""

    def __init__(
        self, text: str, lines: list[Statement], names: Names
    ) -> None:
        self.names = names
        tree = ast.parse(text)
        self.nodes = [
            node
            for node in ast.walk(tree)
            if isinstance(node, ast.expr | ast.stmt)
            and any(s.line <= node.lineno <= s.last_line for s in lines)
        ]
        indexed = [
            node for node in self.nodes if isinstance(node, ast.Subscript)
        ]
        self.lists = {_name(node.value) for node in indexed}
        self.times = {
            _place_of_name(node.value): _time(node.slice) for node in indexed
        }
        self.terms = list(self._terms())

    def symbol(self, text: str, place: Place) -> Symbol | None:
        """The symbol that the name there is, at the time of its index.

        Without one it stands at t, and at t-1 where the statement is about
        to replace it; a list as a whole stands at no time.
        """
        name = name_in_code(text, self.names)
        if name is None:
            return None
        now = clock(name, self.names)
        if not now:
            return Symbol(name)
        if place in self.times or text in self.lists:
            return Symbol(name, self.times.get(place, ""))
        if text.endswith("_0"):
            return Symbol(name, "0")
        return Symbol(name, f"{now}-1" if self._old(name, place) else now)

    def _old(self, name: str, place: Place) -> bool:
        return any(
            isinstance(node, ast.Assign)
            and _start(node.value) <= place < _end(node.value)
            and any(
                isinstance(target, ast.Name)
                and name_in_code(target.id, self.names) == name
                for target in node.targets
            )
            for node in self.nodes
        )

    def _terms(self) -> Iterator[tuple[Place, Place, str]]:
        """Every term: where it begins, where it ends, its role."""
        for node in self.nodes:
            if isinstance(node, ast.Call):
                called = _name(node.func)
                if called == "add":
                    for k, summand in enumerate(node.args, 1):
                        yield _start(summand), _end(summand), str(k)
                elif called == "prime":
                    yield _start(node), _end(node), "slope"
                elif called in SUMS and not isinstance(node.args[0], ast.List):
                    yield _start(node), _end(node), "sum"
            elif isinstance(node, ast.Name) and node.id.endswith("_prime"):
                yield _start(node), _end(node), "slope"
            elif isinstance(node, ast.AugAssign):
                yield _start(node), _end(node), "sum"


def _name(node: ast.expr) -> str:
    """f of f, prime of f.prime, nothing of what has no name."""
    return getattr(node, "id", getattr(node, "attr", ""))


def _place_of_name(node: ast.expr) -> Place:
    line, column = _end(node)
    return line, column - len(_name(node))


def _start(node: ast.expr | ast.stmt) -> Place:
    return node.lineno, node.col_offset


def _end(node: ast.expr | ast.stmt) -> Place:
    assert node.end_lineno is not None
    assert node.end_col_offset is not None
    return node.end_lineno, node.end_col_offset


def _time(index: ast.expr) -> str:
    """t-1 of [t - 1]; of a slice, the time of which it holds all."""
    if isinstance(index, ast.Slice):
        return FROM.get(getattr(index.lower, "value", -1), "")
    return ast.unparse(index).replace(" ", "")
