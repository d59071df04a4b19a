"""Records a run of a function line by line: statement, equation, values."""

import ast
import inspect
import linecache
import re
import sys
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from reprlib import repr as short
from types import FrameType, FunctionType
from typing import Any

TAG = re.compile(r"  # ((?:eq|def) \S+)$", re.M)  # ends a line
DEFINITIONS = (ast.FunctionDef, ast.AsyncFunctionDef)
COPIED = {list, tuple, dict}
DEPTH = 5  # what lies deeper in lists, tuples and dicts is kept as it is


@dataclass
class Step:
    """One statement that has run.

    code holds its lines as they stand in the file, line to last_line; of a
    loop or an if, its head. equation is its tag, such as "eq 5", or None.
    values are copies of what it changed, by name ("T") or by entry ("u[2]").
    t is the time step where the statement is in a loop over t, else None.
    """

    line: int
    last_line: int
    code: str
    equation: str | None
    values: dict[str, Any]
    t: int | None


def record(
    function: Callable[..., Any], *args: Any, **kwargs: Any
) -> tuple[Any, list[Step]]:
    """Call function(*args, **kwargs); return its result and its steps.

    Only the function's own frame is seen, not what it calls; changes inside
    lists, tuples and dicts are seen, five deep, inside other objects they are
    not. The tracer that was there before is put back, whatever happens. In
    between it sees nothing: to use a debugger, call the function itself.

    Raises TypeError for what is not a plain function with a source file, and
    whatever the function raises.
    """
    recorder = _Recorder(function)
    for is_one, kind in (
        (inspect.isgeneratorfunction, "a generator"),
        (inspect.iscoroutinefunction, "a coroutine"),
        (inspect.isasyncgenfunction, "an async generator"),
    ):
        if is_one(inspect.unwrap(function)):
            raise TypeError(
                f"{function.__name__} is {kind}: calling it runs no line"
            )
    tracer = sys.gettrace()
    sys.settrace(recorder.enter)
    try:
        result = function(*args, **kwargs)
    finally:
        sys.settrace(tracer)
    return result, recorder.steps


@dataclass(frozen=True)
class Statement:
    """Where a statement stands, and whether it is in a loop over t."""

    line: int
    last_line: int
    code: str
    equation: str | None
    over_time: bool


def statements(function: Callable[..., Any]) -> list[Statement]:
    """Every statement of a function, in the order of its source.

    Raises TypeError for what is not a plain function with a source file.
    """
    function = inspect.unwrap(function)
    if not isinstance(function, FunctionType):
        raise TypeError(
            f"{short(function)} has no lines to follow: it is not a plain "
            f"function"
        )
    code = function.__code__
    lines = linecache.getlines(code.co_filename, function.__globals__)
    for node in ast.walk(ast.parse("".join(lines))):
        if (
            isinstance(node, DEFINITIONS)
            and node.name == code.co_name
            and _first_line(node) == code.co_firstlineno
        ):
            return list(_statements(node, lines, over_time=False))
    raise TypeError(
        f"{function.__name__} has no lines to follow: define it with def, in "
        f"a file"
    )


def _first_line(node: ast.stmt) -> int:
    decorators: list[ast.expr] = getattr(node, "decorator_list", [])
    return min([node.lineno, *(part.lineno for part in decorators)])


def _statements(
    node: ast.AST, lines: list[str], over_time: bool
) -> Iterator[Statement]:
    for child in ast.iter_child_nodes(node):
        if not isinstance(child, ast.stmt):
            yield from _statements(child, lines, over_time)
            continue
        inner = [
            part.lineno
            for part in ast.walk(child)
            if isinstance(part, ast.stmt) and part is not child
        ]
        first, last = _first_line(child), child.end_lineno or child.lineno
        compound = inner and min(inner) > child.lineno
        if compound:
            last = min(inner) - 1
        code = "".join(lines[first - 1:last]).rstrip()
        tag = TAG.search(code)
        yield Statement(first, last, code, tag and tag[1], over_time)
        if compound and not isinstance(child, (*DEFINITIONS, ast.ClassDef)):
            over_t = (
                isinstance(child, ast.For)
                and isinstance(child.target, ast.Name)
                and child.target.id == "t"
            )
            yield from _statements(child, lines, over_time or over_t)


class _Recorder:
    """The tracer: what it sees becomes steps."""

    def __init__(self, function: Callable[..., Any]) -> None:
        self.at_line = {
            line: statement
            for statement in statements(function)
            for line in range(statement.line, statement.last_line + 1)
        }
        self.code = inspect.unwrap(function).__code__
        self.steps: list[Step] = []
        self.seen: dict[str, Any] = {}
        self.entered = False
        self.now: Statement | None = None

    def enter(self, frame: FrameType, event: str, arg: Any) -> Any:
        """Follow the function's frame: the first of its code to be entered."""
        if self.entered or frame.f_code is not self.code:
            return None
        self.entered = True
        return self.trace

    def trace(self, frame: FrameType, event: str, arg: Any) -> Any:
        """One event in the frame: a statement ends where the next begins."""
        if event not in ("line", "return"):
            return self.trace
        statement = self.at_line.get(frame.f_lineno)
        if event == "line" and statement is self.now:  # a further line of it
            return self.trace
        changes = self._changes(frame)
        if now := self.now:  # before the first, the arguments: nobody's change
            source = now.line, now.last_line, now.code, now.equation
            t = frame.f_locals.get("t") if now.over_time else None
            self.steps.append(Step(*source, changes, t))
        self.now = statement
        return self.trace

    def _changes(self, frame: FrameType) -> dict[str, Any]:
        """Copies of the locals, or of entries, that are new or differ."""
        changes: dict[str, Any] = {}
        for name, value in frame.f_locals.items():
            old = self.seen.get(name, _Recorder)
            if not _differ(old, value):
                continue
            self.seen[name] = new = _copy(value)
            if type(old) is type(new) is list and len(old) <= len(new):
                for k, entry in enumerate(new):
                    if k >= len(old) or _differ(old[k], entry):
                        changes[f"{name}[{k}]"] = entry
            else:
                changes[name] = new
        return changes


def _differ(old: Any, new: Any) -> bool:
    try:
        return old is not new and bool(old != new)  # NaN != the same NaN
    except Exception:  # some arrays refuse to say
        return True


def _copy(value: Any, depth: int = DEPTH) -> Any:
    """A copy that shares what lies deeper, so that it ends in every list."""
    kind = type(value)
    if not depth or kind not in COPIED:
        return value
    if kind is dict:
        return {key: _copy(value[key], depth - 1) for key in value}
    return kind([
        _copy(entry, depth - 1) if type(entry) in COPIED else entry
        for entry in value
    ])
