"""The student's side: run a file, do what is asked, say what came of it.

There is no right gradient here. A question is what to make, what to set, what
to call; values in it are numbers in nested lists, {"A": …} for an array,
{"W": …} for weights by name, {"net": …} for the package's own objects, "@"
for what was made, "$1" for what step 1 returned and "$1.0" for its entry 0.
The two sides talk in lines of JSON.
"""

import ast
import importlib.util
import inspect
import json
import os
import re
import signal
import sys
import threading
import time
import traceback
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path
from types import FrameType, ModuleType
from typing import Any, TypeAlias

from rnn_pure import activations, losses
from rnn_pure.diagnosis.about import about, leaves, plain
from rnn_pure.diagnosis.names import kind, role
from rnn_pure.rnn import RNN, forward

TO_IMPORT, TO_ANSWER = 10.0, 6.0  # seconds of the child's own CPU time
DRAWING = "matplotlib", "seaborn"
MEMORY, FILE_SIZE, PROCESSES = 2 << 30, 16 << 20, 64
Answered: TypeAlias = Callable[[Any, dict[str, Any]], dict[str, Any]]


def serve(path: str, answered: Answered) -> None:
    """Say what is in the file, then answer until no more is asked."""
    questions = os.fdopen(os.dup(0), encoding="utf-8")
    channel = os.fdopen(os.dup(1), "w", encoding="utf-8")
    nowhere = os.open(os.devnull, os.O_RDWR)
    for descriptor in 0, 1, 2:
        os.dup2(nowhere, descriptor)
    if os.name == "posix":
        threading.Thread(target=_leave_with_parent, daemon=True).start()

    def say(what: dict[str, Any]) -> None:
        what["seconds"] = time.process_time()
        channel.write(json.dumps(what) + "\n")
        channel.flush()

    _limit(TO_IMPORT)
    try:
        module = imported(Path(path))
        say(about(module) | {"numpy": "numpy" in sys.modules})
    except BaseException as error:
        say(failed(error, path))
        return
    _limit_processes()  # what NumPy needs to be imported is running now
    for line in questions:
        _limit(TO_ANSWER)
        try:
            said = answered(module, json.loads(line))
        except BaseException as error:
            said = failed(error, path)
        say(said)


def _leave_with_parent() -> None:
    parent = os.getppid()
    while os.getppid() == parent:
        time.sleep(1)
    os._exit(1)


def _limit(seconds: float) -> None:
    """So much CPU time until the next limit: waiting costs nothing."""
    with suppress(ImportError, ValueError, OSError):  # there is none: Windows
        import resource

        signal.signal(signal.SIGPROF, signal.SIG_DFL)
        signal.setitimer(signal.ITIMER_PROF, seconds)
        for kind, most in (
            (resource.RLIMIT_AS, MEMORY), (resource.RLIMIT_CORE, 0),
            (resource.RLIMIT_FSIZE, FILE_SIZE),
        ):
            resource.setrlimit(kind, (most, most))


def _limit_processes() -> None:
    """So many more than this user has now, where that can be counted."""
    with suppress(ImportError, ValueError, OSError, AttributeError):
        import resource

        there = 0
        for path in Path("/proc").glob("[0-9]*/task"):
            with suppress(OSError):
                if path.stat().st_uid == os.getuid():
                    there += len([*path.iterdir()])
        if there:
            most = there + PROCESSES
            resource.setrlimit(resource.RLIMIT_NPROC, (most, most))


def imported(path: Path) -> ModuleType:
    """The file, run as a module."""
    name = f"submission_{path.stem}"
    for package in DRAWING:  # to be judged it need not draw
        if package not in sys.modules and not importlib.util.find_spec(
            package
        ):
            from unittest.mock import MagicMock

            for one in package, f"{package}.pyplot":
                sys.modules[one] = MagicMock()
    sys.path.insert(0, str(path.parent))
    sys.path.append(os.getcwd())  # where a notebook is, whose cells these are
    spec = importlib.util.spec_from_file_location(name, path)
    if spec is None or spec.loader is None:
        raise ImportError(f"{path.name} is no Python file")
    module = importlib.util.module_from_spec(spec)
    sys.modules[name] = module
    spec.loader.exec_module(module)
    return module


# --- a question -------------------------------------------------------------


def answer(module: Any, question: dict[str, Any]) -> dict[str, Any]:
    """Make, set and call what the question says."""
    call, calls, changed, read = Call(), 0, [], [""]
    if "make" in question:
        name, given = question["make"]
        call.made = getattr(module, name)(**call.values(given))
    for path, value in question.get("set", {}).items():
        _set(call.made, path.split("."), call.value(value))
    for name, value in question.get("globals", {}).items():
        setattr(module, name, call.value(value))
    for name, given in question.get("steps", ()):
        values = call.values(given)
        before = {k: json.dumps(plain(v)) for k, v in values.items()}
        call.read.clear()
        of = call.made if name.startswith(".") else module
        function = getattr(of, name.removeprefix("."))
        if question.get("count"):
            calls = _counted(function, values)
        else:
            call.results.append(_called(function, values))
        read = sorted(call.read)
        changed = [
            k for k, v in values.items() if str(given[k])[0] not in "@$"
            and json.dumps(plain(v)) != before[k]
        ]
    result = call.results[-1] if call.results else None
    return {
        "result": plain(result), "type": type(result).__name__,
        "alone": [
            v for r in call.results if isinstance(v := plain(r), float)
        ],
        "read": read, "changed": changed, "calls": calls,
        "leaves": {} if call.made is None else dict(leaves(call.made)),
    }


def _set(at: Any, path: list[str], value: Any) -> None:
    *way, last = path
    for step in way:
        at = at[step] if isinstance(at, dict) else (
            at[int(step)] if isinstance(at, list) else getattr(at, step)
        )
    if isinstance(at, dict):
        at[last] = value
    elif isinstance(at, list):
        at[int(last)] = value
    elif not _poured(getattr(at, last, None), value):
        setattr(at, last, value)


def _poured(into: Any, value: Any) -> bool:
    """Whether these were objects in lists, whose data is now the value."""
    if isinstance(into, list) and isinstance(value, list):
        return bool(into) and all([*map(_poured, into, value)])
    poured = hasattr(into, "data") and type(into.data) is float
    if poured:
        into.data = value
    return poured


def _called(function: Any, given: dict[str, Any]) -> Any:
    """The call, with what may only be given by its place so."""
    parameters = inspect.signature(function).parameters
    only = [n for n, p in parameters.items() if p.kind is p.POSITIONAL_ONLY]
    named = {n: v for n, v in given.items() if n not in only}
    return function(*(given[n] for n in only if n in given), **named)


def _counted(function: Any, given: dict[str, Any]) -> int:
    """How often it calls its own forward pass, or error."""
    calls: dict[Any, int] = {}

    def note(frame: Any, event: str, _: Any) -> None:
        code = frame.f_code
        if event == "call" and (code.co_name == "E" or kind(
            code.co_name) in ("forward", "loss")
        ):
            calls[code] = calls.get(code, 0) + 1

    sys.setprofile(note)
    try:
        _called(function, given)
    finally:
        sys.setprofile(None)
    return max(calls.values(), default=0)


class Call:
    """The values of one question."""

    def __init__(self) -> None:
        self.made: Any = None
        self.results: list[Any] = []
        self.read: set[str] = set()
        self.nets: dict[str, RNN] = {}

    def values(self, given: dict[str, Any]) -> dict[str, Any]:
        return {name: self.value(value) for name, value in given.items()}

    def value(self, v: Any) -> Any:
        if v == "@":
            return self.made
        if isinstance(v, str) and v.startswith("$"):
            step, _, entry = v[1:].partition(".")
            at = self.results[int(step)]
            return at[int(entry)] if entry else at
        if isinstance(v, list):
            return [*map(self.value, v)]
        if not isinstance(v, dict):
            return v
        if "A" in v:
            np = sys.modules.get("numpy")
            kind = int if v.get("i") else float
            return v["A"] if np is None else np.array(v["A"], dtype=kind)
        if "W" in v:
            return Weights(self.values(v["W"]), self.values(v["more"]))
        return self.package(v["net"], v["want"])

    def package(self, net: dict[str, Any], want: str) -> Any:
        """The network, or what forward gives; never a gradient."""
        key = json.dumps(net)
        if key not in self.nets:
            f, g = (getattr(activations, net[name]) for name in "fg")
            named = dict(f=f, g=g, error=getattr(losses, net["error"]))
            self.nets[key] = RNN(*net["weights"], *(
                Noted(thing, name, self.read) for name, thing in named.items()
            ))
        rnn = self.nets[key]
        return rnn if want == "rnn" else forward(rnn, net["xs"], net["z_0"])


class Noted:
    """f, g or E, which notes that it is asked."""

    def __init__(self, what: Any, name: str, read: set[str]) -> None:
        vars(self).update(what=what, name=what.name, as_=name, read=read)

    def __call__(self, *arguments: Any) -> Any:
        self.read.add(self.as_)
        return self.what(*arguments)

    def __getattr__(self, name: str) -> Any:
        vars(self)["read"].add(vars(self)["as_"])
        return getattr(vars(self)["what"], name)


class Weights(dict[str, Any]):
    """Weights under any usual name, as keys and as attributes; and more."""

    __slots__ = "__dict__", "_by_role"  # vars are the weights alone

    def __init__(self, of: dict[str, Any], more: dict[str, Any]) -> None:
        super().__init__(of)
        vars(self).update(of)
        self._by_role = more | {
            meant: v for k, v in of.items() if (meant := role(k))
        }

    def __missing__(self, name: str) -> Any:
        if (meant := role(name)) in self._by_role:
            return self._by_role[meant]
        raise Lacking(name)

    def __getattr__(self, name: str) -> Any:
        if name[0] == "_" or (
            name not in self and role(name) not in self._by_role
        ):
            raise AttributeError(name)
        return self[name]


class Lacking(KeyError):
    """Weights of no such name."""


OURS = Weights, RNN, Noted


def _nothing(frame: FrameType, code: str) -> str:
    """Which of the line's names or entries is None, and where: t = 3."""
    tree: ast.AST = ast.Module([], [])
    with suppress(SyntaxError):
        tree = ast.parse(code.strip() + " pass" * code.endswith(":"))
    known = frame.f_globals | frame.f_locals
    for node in ast.walk(tree):
        if not isinstance(node, (ast.Name, ast.Subscript)) or any(
            isinstance(part, (ast.Call, ast.Store)) for part in ast.walk(node)
        ):
            continue
        text = ast.unparse(node)
        with suppress(Exception):
            if eval(text, known) is None:
                where = [
                    f", {part.id} = {known[part.id]}"
                    for part in ast.walk(node) if isinstance(part, ast.Name)
                    and isinstance(known[part.id], int)
                ]
                return f" ({text} is None{''.join(where)})"
    return ""


def failed(error: BaseException, path: str) -> dict[str, Any]:
    """What was raised, and the last of the student's own lines."""
    what = traceback.format_exception_only(error)[-1].strip()[:200]
    if isinstance(error, ModuleNotFoundError):
        said = re.search(r"'([\w.]+)'", str(error))  # Pyodide's has no name
        name = error.name or (said[1] if said else str(error))
        what = f"ModuleNotFoundError: {name}"
    mine = [
        frame for frame in traceback.extract_tb(error.__traceback__)
        if Path(frame.filename).parent == Path(path).parent
    ]
    line, code = (mine[-1].lineno, mine[-1].line) if mine else (0, "")
    if mine and "NoneType" in what:
        frames = {frame.f_code.co_filename: frame for frame, _ in (
            traceback.walk_tb(error.__traceback__))}
        what += _nothing(frames[mine[-1].filename], code or "")
    if isinstance(error, SyntaxError) and error.filename == path:
        line, code = error.lineno, error.text
    return {
        "problem": "exits" if isinstance(error, SystemExit) else "raises",
        "what": what, "line": line or 0, "code": (code or "").strip()[:200],
        "ours": isinstance(getattr(error, "obj", None), OURS) or (
            "'RNN' object" in what or type(error) is Lacking),
    }
