"""The package's source as the one file to copy has it: as it stands, but

- a call of a door (a check) stands for its last argument; where that leaves
  nothing to do, the statement goes;
- a call that is written out stands for the function's one expression;
- annotations go; of a docstring the first line stays;
- a try whose except is left out stands for its body.
"""

import ast
import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from itertools import accumulate
from textwrap import fill
from typing import TypeAlias

DOOR = re.compile(r"(?:checks\.|shapes\.)?(_?check_\w+|exact)")
Node: TypeAlias = ast.stmt | ast.expr
Edit: TypeAlias = tuple[int, int, str]  # from, to: what stands there instead


def door(called: ast.expr) -> str:
    """The name of the door, if it is one that is called."""
    found = DOOR.fullmatch(ast.unparse(called))
    return found[1] if found else ""


def wrapped(opening: str, words: str, closing: str, margin: str = "") -> str:
    """In one line, or the words in lines of their own."""
    if len(margin + opening + words + closing) < 80:
        return opening + words + closing
    inner = f"{margin}    "
    lines = fill(words, 79, initial_indent=inner, subsequent_indent=inner)
    return f"{opening}\n{lines}\n{margin}{closing}"


class Text:
    """A text, and where the nodes of its tree stand in its bytes."""

    def __init__(self, text: str) -> None:
        self.bytes = text.encode()
        lengths = map(len, self.bytes.splitlines(keepends=True))
        self.lines = [0, *accumulate(lengths, initial=0)]  # where each begins

    def start(self, node: Node) -> int:
        return self.lines[node.lineno] + node.col_offset

    def end(self, node: Node) -> int:
        return self.lines[node.end_lineno or 0] + (node.end_col_offset or 0)

    def of(self, node: Node) -> str:
        return self.bytes[self.start(node):self.end(node)].decode()

    def instead(self, node: Node, new: str) -> Edit:
        return self.start(node), self.end(node), new

    def without(self, node: ast.stmt) -> Edit:
        """Not even an empty line."""
        end = self.lines[(node.end_lineno or node.lineno) + 1]
        return self.lines[node.lineno], end, ""

    def edited(self, *edits: Edit) -> str:
        for start, end, new in sorted(edits, reverse=True):
            first, last = self.bytes[:start], self.bytes[end:]
            self.bytes = first + new.encode() + last
        return self.bytes.decode()


@dataclass
class Expression:
    """What a function of one expression stands for."""

    names: list[str]
    text: str

    def of(self, values: list[str]) -> str:
        """With these values for the names."""
        meant = dict(zip(self.names, values, strict=True))
        here = Text(self.text)
        return here.edited(*(
            here.instead(node, meant[node.id])
            for node in ast.walk(ast.parse(self.text))
            if isinstance(node, ast.Name) and node.id in meant
        ))


@dataclass
class Doorless:
    """doorless(text) for what is left out and written out; it fills met."""

    without: set[str]
    written: dict[str, Expression]
    met: set[str] = field(default_factory=set)

    def __call__(self, text: str) -> str:
        """One edit after the other, until nothing is left to do."""
        while edit := next(self.edits(text), None):
            text = Text(text).edited(edit)
        return text

    def edits(self, text: str) -> Iterator[Edit]:
        here = Text(text)
        for node in ast.walk(ast.parse(text)):
            match node:
                case ast.FunctionDef() if annotated(node):
                    yield header(here, node)
                case ast.Expr(ast.Constant(str(doc))) if "\n" in doc:
                    yield here.instead(node, f'"""{doc.splitlines()[0]}"""')
                case ast.Try(body=[only]) if "except" in self.without:
                    self.met.add("except")
                    yield here.instead(node, here.of(only))
                case ast.Expr(ast.Call(called)) if name := door(called):
                    self.met.add(name)
                    yield here.without(node)
                case ast.Assign([to], value) if here.of(to) == here.of(value):
                    yield here.without(node)
                case ast.Assign([to], ast.IfExp() as value) if too_long(node):
                    margin = " " * (value.col_offset + 1)
                    yes, no = here.of(value.body), here.of(value.orelse)
                    first = f"({yes} if {here.of(value.test)}"
                    both = f"{first}\n{margin}else {no})"
                    yield here.instead(value, both)
                case ast.Call(called, [*_, last]) if name := door(called):
                    self.met.add(name)
                    yield here.instead(node, here.of(last))
                case ast.Call(called, values):
                    if isinstance(called, ast.Attribute):  # a method's self
                        values, name = [called.value, *values], called.attr
                    else:
                        name = here.of(called)
                    if name in self.written:
                        self.met.add(name)
                        new = self.written[name].of([*map(here.of, values)])
                        yield here.instead(node, new)


def annotated(node: ast.FunctionDef) -> bool:
    annotations = [arg.annotation for arg in node.args.args]
    return any([node.returns, node.args.posonlyargs, *annotations])


def header(here: Text, node: ast.FunctionDef) -> Edit:
    """Names and defaults only."""
    names = [arg.arg for arg in [*node.args.posonlyargs, *node.args.args]]
    values = [f"={here.of(value)}" for value in node.args.defaults]
    values = [""] * (len(names) - len(values)) + values
    words = ", ".join(map("".join, zip(names, values)))
    margin, body = " " * node.col_offset, node.body[0]
    text = wrapped(f"def {node.name}(", words, "):", margin)
    end = here.start(body) - body.col_offset
    return here.start(node), end, f"{text}\n"


def too_long(node: ast.stmt) -> bool:
    return node.lineno == node.end_lineno and (node.end_col_offset or 0) > 79
