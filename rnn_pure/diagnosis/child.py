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
import textwrap
import threading
import time
import traceback
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path
from types import ModuleType
from typing import Any, TextIO

from rnn_pure import RNN, activations, forward, losses
from rnn_pure.diagnosis.names import role

SIZES = ("n_in", "n_re", "n_out", "vocab", "far")
OURS = "bptt|truncated_bptt|rtrl|rtrl_steps|autograd|numerical|diagnose"
TO_IMPORT, TO_ANSWER = 10.0, 6.0  # seconds of the child's own CPU time
MEMORY, FILE_SIZE, PROCESSES = 2 << 30, 16 << 20, 64


def serve(path: str) -> None:
    """Say what is in the file, then answer until no more is asked."""
    questions = os.fdopen(os.dup(0), encoding="utf-8")
    channel = os.fdopen(os.dup(1), "w", encoding="utf-8")
    nowhere = os.open(os.devnull, os.O_RDWR)
    for descriptor in 0, 1, 2:
        os.dup2(nowhere, descriptor)
    if os.name == "posix":
        threading.Thread(target=_leave_with_parent, daemon=True).start()
    _limit(TO_IMPORT)
    try:
        module = imported(Path(path))
        _say(channel, about(module))
    except BaseException as error:
        _say(channel, failed(error, path))
        return
    _limit_processes()  # what NumPy needs to be imported is running now
    for line in questions:
        _limit(TO_ANSWER)
        try:
            said = answer(module, json.loads(line))
        except BaseException as error:
            said = failed(error, path)
        _say(channel, said)


def _say(channel: TextIO, what: dict[str, Any]) -> None:
    what["seconds"] = time.process_time()
    channel.write(json.dumps(what) + "\n")
    channel.flush()


def _leave_with_parent() -> None:
    parent = os.getppid()
    while os.getppid() == parent:
        time.sleep(1)
    os._exit(1)


def _limit(seconds: float) -> None:
    """So much CPU time until the next limit: waiting costs nothing."""
    try:
        import resource
    except ImportError:  # Windows: only process.WALL ends it
        return
    with suppress(ValueError, OSError):
        signal.signal(signal.SIGPROF, signal.SIG_DFL)
        signal.setitimer(signal.ITIMER_PROF, seconds)
    for kind, most in (
        (resource.RLIMIT_AS, MEMORY), (resource.RLIMIT_FSIZE, FILE_SIZE),
        (resource.RLIMIT_CORE, 0),
    ):
        with suppress(ValueError, OSError):
            resource.setrlimit(kind, (most, most))


def _limit_processes() -> None:
    """So many more than this user has now, where that can be counted."""
    with suppress(ImportError, ValueError, OSError, AttributeError):
        import resource

        own = os.getuid()
        there = 0
        for path in Path("/proc").glob("[0-9]*/task"):
            with suppress(OSError):
                there += len([*path.iterdir()]) * (path.stat().st_uid == own)
        if there:
            most = there + PROCESSES
            resource.setrlimit(resource.RLIMIT_NPROC, (most, most))


# --- what is in a file ------------------------------------------------------


def imported(path: Path) -> ModuleType:
    """The file, run as a module."""
    name = f"submission_{path.stem}"
    sys.path.insert(0, str(path.parent))
    spec = importlib.util.spec_from_file_location(name, path)
    if spec is None or spec.loader is None:
        raise ImportError(f"{path.name} is no Python file")
    module = importlib.util.module_from_spec(spec)
    sys.modules[name] = module
    spec.loader.exec_module(module)
    return module


def about(module: Any) -> dict[str, Any]:
    """Functions, classes and globals, by what their signatures say."""
    own = {
        name: thing for name, thing in vars(module).items()
        if getattr(thing, "__module__", "") == module.__name__
    }
    functions = {n: f for n, f in own.items() if inspect.isfunction(f)}
    classes = {n: _methods(c) for n, c in own.items() if inspect.isclass(c)}
    methods = {
        f"{c}.{m}": f for c, all_ in classes.items() for m, f in all_.items()
    }
    return {
        "stem": module.__name__.removeprefix("submission_"),
        "functions": {n: signature(f) for n, f in functions.items()},
        "classes": {
            c: {m: signature(f)[1:] for m, f in all_.items()}
            for c, all_ in classes.items()
        },
        "returned": {
            n: returned(f) for n, f in (functions | methods).items()
        },
        "globals": [
            n for n, v in vars(module).items() if not n.startswith("_")
            and (hasattr(v, "__len__") or isinstance(v, int))
            and not isinstance(v, (str, bool, type, ModuleType))
        ],
        **words(module, functions),
        "numpy": "numpy" in sys.modules,
    }


def _methods(of: type) -> dict[str, Any]:
    return {
        name: method
        for name, method in inspect.getmembers(of, inspect.isfunction)
        if not isinstance(inspect.getattr_static(of, name), staticmethod)
    }


def signature(function: Any) -> list[list[Any]]:
    """Of each parameter its name, if it waits for a value, if it must."""
    found = []
    for p in inspect.signature(function).parameters.values():
        if p.kind not in (p.VAR_POSITIONAL, p.VAR_KEYWORD):
            must = p.default is p.empty
            waits = must or p.default is None or role(p.name) in SIZES
            found.append([p.name, waits, must])
    return found


def _tree(function: Any) -> ast.AST:
    try:
        return ast.parse(textwrap.dedent(inspect.getsource(function)))
    except (OSError, TypeError, SyntaxError):
        return ast.Pass()


def returned(function: Any) -> list[str]:
    """The names in its last return of several, "" for what is no name."""
    found: list[str] = []
    for node in ast.walk(_tree(function)):
        if isinstance(node, ast.Return) and isinstance(
            node.value, (ast.Tuple, ast.List)
        ):
            found = [
                getattr(part, "id", getattr(part, "attr", ""))
                for part in node.value.elts
            ]
    return found


def words(module: Any, functions: dict[str, Any]) -> dict[str, list[str]]:
    """Quoted subscripts and attributes, in the order in which they occur."""
    try:
        text = inspect.getsource(module)
    except (OSError, TypeError):
        text = "\n".join(map(ast.unparse, map(_tree, functions.values())))
    quoted = re.findall(r"""\[\s*["'](\w+)["']\s*\]""", text)
    attributes = re.findall(r"\.([^\W\d]\w*)", text)
    uses = re.findall(rf"\brnn_pure\b.*?\b({OURS})\b", text)
    return {
        "uses": sorted({*uses}), "quoted": [*dict.fromkeys(quoted)],
        "attributes": [*dict.fromkeys(attributes)],
        "own": [*dict.fromkeys(re.findall(r"\bself\.([^\W\d]\w*)", text))],
    }


# --- a question -------------------------------------------------------------


def answer(module: Any, question: dict[str, Any]) -> dict[str, Any]:
    """Make, set and call what the question says."""
    call = Call()
    if "make" in question:
        name, given = question["make"]
        call.made = getattr(module, name)(**call.values(given))
    for path, value in question.get("set", {}).items():
        _set(call.made, path.split("."), call.value(value))
    for name, value in question.get("globals", {}).items():
        setattr(module, name, call.value(value))
    changed: list[str] = []
    read: list[str] = []
    calls = _Counted() if question.get("count") else suppress()
    with calls:
        for name, given in question.get("steps", ()):
            values = call.values(given)
            before = {k: json.dumps(plain(v)) for k, v in values.items()}
            call.read.clear()
            of = call.made if name.startswith(".") else module
            function = getattr(of, name.removeprefix("."))
            call.results.append(_called(function, values))
            read = sorted(call.read)
            changed = [
                k for k, v in values.items()
                if not str(given[k]).startswith(("@", "$"))
                and json.dumps(plain(v)) != before[k]
            ]
    result = call.results[-1] if call.results else None
    return {
        "result": plain(result), "type": type(result).__name__,
        "read": read, "changed": changed,
        "leaves": {} if call.made is None else dict(leaves(call.made)),
        "calls": getattr(calls, "most", 0),
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
    else:
        setattr(at, last, value)


def _called(function: Any, given: dict[str, Any]) -> Any:
    parameters = inspect.signature(function).parameters
    only = [
        given[name] for name, p in parameters.items()
        if p.kind is p.POSITIONAL_ONLY and name in given
    ]
    named = {
        name: value for name, value in given.items()
        if parameters[name].kind is not inspect.Parameter.POSITIONAL_ONLY
    }
    return function(*only, **named)


class _Counted:
    """How often the student's own forward pass, or error, is called."""

    def __enter__(self) -> None:
        self.most = 0
        self.by_code: dict[Any, int] = {}
        sys.setprofile(self._note)

    def __exit__(self, *_: object) -> None:
        sys.setprofile(None)
        self.most = max(self.by_code.values(), default=0)

    def _note(self, frame: Any, event: str, _: Any) -> None:
        code = frame.f_code
        if event == "call" and re.search(
            "loss|forward|error|cost|^E$|순전파|손실", code.co_name
        ):
            self.by_code[code] = self.by_code.get(code, 0) + 1


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
            if np is None:
                return v["A"]
            return np.array(v["A"], dtype=int if v.get("i") else float)
        if "W" in v:
            return Weights(self.values(v["W"]), v["sizes"])
        return self.package(v)

    def package(self, v: dict[str, Any]) -> Any:
        """The network, or what forward gives; never a gradient."""
        net = v["net"]
        key = json.dumps(net)
        if key not in self.nets:
            parts = [
                Noted(getattr(module, net[name]), name, self.read)
                for name, module in (
                    ("f", activations), ("g", activations), ("error", losses)
                )
            ]
            self.nets[key] = RNN(*net["weights"], *parts)
        rnn = self.nets[key]
        if v["want"] == "rnn":
            return rnn
        return forward(rnn, net["xs"], net["z_0"])


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
    """Weights under any usual name, as keys and as attributes."""

    def __init__(self, of: dict[str, Any], sizes: dict[str, int]) -> None:
        super().__init__(of)
        vars(self)["_sizes"] = sizes

    def _named(self, name: str) -> Any:
        meant = role(name)
        for key in self:
            if role(key) == meant:
                return self[key]
        return vars(self)["_sizes"][meant]

    def __missing__(self, name: str) -> Any:
        try:
            return self._named(name)
        except KeyError:
            raise KeyError(name) from None

    def __getattr__(self, name: str) -> Any:
        try:
            return self[name]
        except KeyError:
            raise AttributeError(name) from None


# --- what comes back --------------------------------------------------------


def leaves(
    thing: Any, way: str = "", depth: int = 0
) -> Iterator[tuple[str, Any]]:
    """The arrays and lists of numbers within an object, by their paths."""
    inner = thing if isinstance(thing, dict) else (
        getattr(thing, "__dict__", {})
    )
    for name, v in [*inner.items()][:200]:
        path = f"{way}{name}"
        if isinstance(v, dict) or hasattr(v, "__dict__"):
            is_thing = not inspect.isroutine(v) and not inspect.isclass(v)
            if is_thing and not isinstance(v, ModuleType) and depth < 4:
                yield from leaves(v, f"{path}.", depth + 1)
        elif hasattr(v, "tolist") or isinstance(v, (list, tuple)):
            numbered = re.search("param|weight|grad", str(name))
            if isinstance(v, list) and numbered and len(v) < 9:
                parts = {str(k): part for k, part in enumerate(v)}
                yield from leaves(parts, f"{path}.", depth + 1)
            else:
                yield path, plain(v)


def plain(v: Any, depth: int = 0) -> Any:
    """Numbers in nested lists; {"D": …} for a mapping or an object."""
    if depth > 8 or v is None or isinstance(v, (bool, str)):
        return None
    if hasattr(v, "tolist"):
        kind = str(getattr(v, "dtype", ""))
        inner = plain([*v] if kind == "object" and v.shape else v.tolist(),
                      depth + 1)
        return {"f4": inner} if kind in ("float32", "float16") else inner
    if isinstance(v, dict):
        return {"D": {str(k): plain(e, depth + 1) for k, e in v.items()}}
    if hasattr(v, "_asdict"):
        return plain(v._asdict(), depth)
    if isinstance(v, (list, tuple)):
        return [plain(e, depth + 1) for e in v]
    if hasattr(v, "__dict__") and not callable(v):
        return plain(vars(v), depth)
    try:
        return float(v)
    except (TypeError, ValueError, OverflowError):
        return None


def failed(error: BaseException, path: str) -> dict[str, Any]:
    """What was raised, and the last of the student's own lines."""
    what = traceback.format_exception_only(error)[-1].strip()[:200]
    if isinstance(error, ModuleNotFoundError):
        said = re.search(r"'([\w.]+)'", str(error))  # Pyodide's has no name
        what = "ModuleNotFoundError: " + str(
            error.name or (said[1] if said else error)
        )
    mine = [
        frame for frame in traceback.extract_tb(error.__traceback__)
        if frame.filename == path
    ]
    line, code = (mine[-1].lineno, mine[-1].line) if mine else (0, "")
    if isinstance(error, SyntaxError) and error.filename == path:
        line, code = error.lineno or 0, error.text or ""
    return {
        "problem": "exits" if isinstance(error, SystemExit) else "raises",
        "what": what, "line": line or 0, "code": (code or "").strip()[:200],
    }
