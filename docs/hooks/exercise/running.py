"""Compiles and runs the package with a reader's lines in it; what can fail.

Whatever goes wrong is a Mishap: a section of words and what to put in there.
"""

import ast
import contextlib
import sys
import textwrap
from collections.abc import Callable
from typing import Any

from docs.hooks.exercise.blank import Blank

FILE = "<the reader's lines>"
RUN = ("lengths", "columns", "not_there", "raised")
OWN = "__reader__"  # among the names: the numbers of these lines


class Mishap(Exception):
    """What cannot be run: a key of [judge] in docs/words.toml, its values.

    line counts the reader's lines from 1; None where it is none of them, but
    a line after them if it is one of RUN.
    """

    def __init__(self, key: str, line: int | None = None, **values: Any):
        super().__init__(key, values)
        self.key, self.line = key, line
        self.values = {name: str(value) for name, value in values.items()}

    def told(self, says: dict[str, str]) -> str:
        text = says[self.key].format(**self.values)
        if self.line is not None:
            return says["line"].format(line=self.line, says=text)
        return says["after"].format(says=text) if self.key in RUN else text


def names(here: Blank) -> dict[str, Any]:
    """The names of the package's own module."""
    return vars(sys.modules[here.function.partition(":")[0]])


def compiled(here: Blank, text: str) -> dict[str, Any]:
    """The names of the module with this text in the blank.

    Raises Mishap for what is no Python, and where nothing is written.
    """
    text = textwrap.dedent(text.expandtabs(4)).strip("\n")
    tree = _parsed(here, text)
    if not text.strip() or not any(
        isinstance(part, ast.expr) for part in ast.walk(tree)
    ):
        raise Mishap("nothing")
    if any(isinstance(part, ast.Constant) and part.value is ...
           for part in ast.walk(tree)):
        raise Mishap("dots")
    lines = range(here.first, here.first + len(text.splitlines()))
    module: dict[str, Any] = {
        "__name__": here.function.partition(":")[0], OWN: lines,
    }
    try:
        exec(compile(here.filled(text), FILE, "exec"), module)
    except SyntaxError as error:
        raise _unread(error, here.first - 1) from None
    for name in "add", "subtract", "hadamard", "dot", "matvec":
        if name in module:
            module[name] = _strict(name, module[name])
    return module


def _parsed(here: Blank, text: str) -> ast.Module:
    try:
        return ast.parse(text if here.whole else f"(\n{text}\n)")
    except SyntaxError as error:
        raise _unread(error, 0 if here.whole else 1) from None
    except (ValueError, RecursionError, MemoryError) as error:
        raise Mishap("syntax", error=error) from None


def _unread(error: SyntaxError, before: int) -> Mishap:
    line = max(1, (error.lineno or 1) - before)
    return Mishap("syntax", line, error=error.msg)


def _strict(name: str, made: Callable[..., Any]) -> Callable[..., Any]:
    """The same function, but zip and map drop nothing in silence."""

    def strict(a: Any, *others: Any) -> Any:
        if any(one is None for one in (a, *others)):
            raise Mishap("not_there", name=name)
        width = len(a[0] if name == "matvec" else a)
        for one in others:
            if len(one) != width:
                key = "columns" if name == "matvec" else "lengths"
                raise Mishap(key, name=name, one=width, other=len(one))
        return made(a, *others)

    return strict


def run(here: Blank, module: dict[str, Any], work: Callable[[], Any]) -> Any:
    """What work() gives; Mishap where the reader's lines made it fail."""
    try:
        return work()
    except BaseException as error:
        raise _blamed(here, module.get(OWN, range(0)), error) from None


def _blamed(here: Blank, own: range, error: BaseException) -> Mishap:
    """The line that failed, or what the lines left undone before another."""
    frames, trace = [], error.__traceback__
    while trace:
        if trace.tb_frame.f_code.co_filename == FILE:
            frames.append((trace.tb_frame, trace.tb_lineno))
        trace = trace.tb_next
    line = next(
        (n - own.start + 1 for _, n in reversed(frames) if n in own), None
    )
    if line is None:
        for frame, _ in reversed(frames):
            for name in reversed(here.targets):
                with contextlib.suppress(Exception):
                    if eval(name, frame.f_globals, frame.f_locals) is None:
                        return Mishap("unassigned", name=name)
    if isinstance(error, Mishap):
        error.line = line
        return error
    if type(error) is NameError and error.name and line is not None:
        known = ", ".join(here.names)
        return Mishap("name", line, name=error.name, known=known)
    return Mishap("raised", line, kind=type(error).__name__, error=error)
