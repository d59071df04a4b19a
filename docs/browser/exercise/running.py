"""Compiles and runs the package with a reader's lines in it; what can fail.

Whatever goes wrong is a Mishap: a section of words and what to put in there.
"""

import ast
import re
from collections.abc import Callable
from difflib import get_close_matches
from typing import Any

from docs.browser.exercise.blank import AFTER, Blank
from docs.browser.exercise.reader import in_hangul, leaves, readable

FILE = "<the reader's lines>"
WIDEST = 5  # the largest layer of readings.py's networks
RUN = ("lengths", "columns", "not_there", "raised")
UNREAD = {"unmatched": r"^unmatched '(.)'",
          "unclosed": r"^'(.)' was never closed"}
OPERATOR = re.compile("operand type|multiply sequence")
PLUS = re.compile(r"\) *\+")  # of what a function gave: of a list
OWN = "__reader__"  # among the names: the numbers of these lines


class Mishap(Exception):
    """What cannot be run: a key of [judge] in docs/words.toml, its values.

    line counts the reader's lines from 1; None where it is none of them, but
    a line after them if it is one of RUN. joined: a + of lists led to it.
    """

    joined = False

    def __init__(self, key: str, line: int | None = None, **values: Any):
        super().__init__(key, values)
        self.key, self.line = key, line
        self.values = {name: str(value) for name, value in values.items()}

    def told(self, says: dict[str, str]) -> str:
        text = says[self.key].format(**self.values)
        if self.joined:
            text += f" {says['joined']}"
        if self.line is not None:
            return says["line"].format(line=self.line, says=text)
        return says["after"].format(says=text) if self.key in RUN else text


def compiled(here: Blank, text: str) -> dict[str, Any]:
    """The names of the module with this text in the blank.

    Raises Mishap for what is no Python, and where nothing is written.
    """
    text = readable(text)
    parsed(here, text)
    lines = range(here.first, here.first + len(text.splitlines()))
    module: dict[str, Any] = {
        "__name__": here.function.partition(":")[0], OWN: lines,
        AFTER: lambda: None,
    }
    try:
        exec(compile(here.filled(text), FILE, "exec"), module)
    except SyntaxError as error:
        raise _unread(error, here.first - 1, text) from None
    for name in "add", "subtract", "hadamard", "dot", "matvec":
        if name in module:
            module[name] = _strict(name, module[name], bool(PLUS.search(text)))
    return module


def parsed(here: Blank, text: str) -> ast.Module:
    """The tree of a plain text that can stand in the blank, else Mishap."""
    before = 0 if here.whole else 1
    if line := in_hangul(text):
        raise Mishap("hangul", line)
    try:
        tree = ast.parse(text if here.whole else f"(\n{text}\n)")
    except SyntaxError as error:
        if not here.whole and _statements(text):
            raise Mishap("expression") from None
        raise _unread(error, before, text) from None
    except (ValueError, RecursionError, MemoryError) as error:
        raise Mishap("syntax", error=error) from None
    nodes = [*ast.walk(tree)]
    if not any(isinstance(node, ast.expr) for node in nodes) or text == "":
        raise Mishap("nothing")
    for node in nodes:
        if isinstance(node, ast.Constant) and node.value is ...:
            raise Mishap("dots", node.lineno - before)
    if not here.whole and text.rstrip().endswith(","):
        raise Mishap("comma", len(text.splitlines()))
    if here.whole and (left := leaves(tree)):
        raise Mishap("leaves", left[1], word=left[0])
    return tree


def _statements(text: str) -> bool:
    try:
        return bool(ast.parse(text).body)
    except (SyntaxError, ValueError):
        return False


def _unread(error: SyntaxError, before: int, text: str) -> Mishap:
    line = min((error.lineno or 1) - before, len(text.splitlines()))
    for key, says in UNREAD.items():
        if found := re.search(says, error.msg):
            return Mishap(key, max(1, line), bracket=found[1])
    return Mishap("syntax", max(1, line), error=error.msg)


def _strict(
    name: str, made: Callable[..., Any], plus: bool
) -> Callable[..., Any]:
    """The same function, but zip and map drop nothing in silence."""

    def strict(a: Any, *others: Any) -> Any:
        if any(one is None for one in (a, *others)):
            raise Mishap("not_there", name=name)
        width = len(a[0] if name == "matvec" else a)
        for one in others:
            if len(one) != width:
                key = "columns" if name == "matvec" else "lengths"
                mishap = Mishap(key, name=name, one=width, other=len(one))
                mishap.joined = plus and max(width, len(one)) > WIDEST
                raise mishap
        return made(a, *others)

    return strict


def blamed(here: Blank, own: range, error: BaseException) -> Mishap:
    """What failed, and in which of the reader's lines, if in one."""
    own_frames, trace = [], error.__traceback__
    while trace:
        if trace.tb_frame.f_code.co_filename == FILE and (
            trace.tb_lineno in own
        ):
            own_frames.append(trace.tb_lineno - own.start + 1)
        trace = trace.tb_next
    line = own_frames[-1] if own_frames else None
    if isinstance(error, Mishap):
        error.line = line
        return error
    if type(error) is NameError and error.name and line is not None:
        near = [
            name for name in here.names if name.lower() == error.name.lower()
        ] or get_close_matches(error.name, here.names, 3)
        known = "`, `".join(near or here.names)
        key = "near" if near else "name"
        return Mishap(key, line, name=error.name, known=known)
    if type(error) is TypeError and "NoneType" in str(error) and line:
        return Mishap("none", line)
    if OPERATOR.search(str(error)) and line:
        return Mishap("operator", line)
    if type(error) is IndexError and line:
        return Mishap("beyond", line)
    return Mishap("raised", line, kind=type(error).__name__, error=error)
