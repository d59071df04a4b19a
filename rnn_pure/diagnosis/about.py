"""What is in a file: functions, classes, the names that they use."""

import ast
import inspect
import re
import textwrap
from collections.abc import Iterator
from types import ModuleType
from typing import Any

from rnn_pure.checks import WEIGHTS
from rnn_pure.diagnosis.names import in_order, key_role, role

SIZES = ("n_in", "n_re", "n_out", "vocab")
OURS = "bptt|truncated_bptt|rtrl|rtrl_steps|autograd|numerical|diagnose"
USES = re.compile(rf"\brnn_pure\b.*?\b({OURS})\b")
QUOTED = re.compile(r"""\[\s*["'](\w+)["']\s*\]""")
ATTRIBUTE, OWN = re.compile(r"\.([^\W\d]\w*)"), re.compile(r"\bself\.(\w+)")
NAN = re.compile(r"\b(?:is)?nan(?:_to_num|sum|mean)?\b")
NONE = re.compile(r"\b(\w+)(?:\[[^]]*\])? is (?:not )?None\b")
KEYED = re.compile(
    r"""(?<!len\()(?<!like\()\b(\w+)(?:\[["']|\.)(\w+)"""
    r"""(?!\w|["']\]\.(?:shape|size))""")
UNPACKED = re.compile(r"^\s*\(?((?:\w+, *){2,}\w+)\)? *= *(\w+)$", re.M)


def about(module: Any) -> dict[str, Any]:
    """By name the signatures of functions and methods, and what they return.

    globals: names that hold numbers. keyed: what weights are taken from;
    unpacked: as what, in this order; used: their words.
    quoted, attributes, own: words of the text in subscripts, after a dot,
    after self.
    uses: the package's own ways to a gradient that it imports. nan: where it
    speaks of NaN. none: what it compares with None.
    """
    there = vars(module)
    own = {
        name: thing for name, thing in there.items()
        if getattr(thing, "__module__", "") == module.__name__
    }
    functions = {n: f for n, f in own.items() if inspect.isfunction(f)}
    classes = {n: _methods(c) for n, c in own.items() if inspect.isclass(c)}
    all_ = functions | {
        f"{c}.{m}": f for c, some in classes.items() for m, f in some.items()
    }
    text = _text(module) or "\n".join(map(_text, all_.values()))
    found = KEYED.findall(text)
    words_of: dict[str, list[str]] = {}
    for name, word in dict.fromkeys(found):
        words_of.setdefault(name, []).append(word)
    keyed = {name for name, some in words_of.items()
             if "W_in" in map(role, some) or in_order(some) or (
                 {key_role(w) for w in some if len(w) > 1} >= {*WEIGHTS[:2]})}
    unpacked = {
        name: dict(zip(names, roles)) for said, name in UNPACKED.findall(text)
        if (roles := _weights(names := re.split(", *", said),
                              0 if role(name) == "params" else 2))
    }
    keyed |= unpacked.keys()

    def signed(some: dict[str, Any], first: int) -> dict[str, Any]:
        return {n: signature(f, keyed)[first:] for n, f in some.items()}

    words = dict(
        quoted=QUOTED, attributes=ATTRIBUTE, own=OWN, uses=USES, nan=NAN,
        none=NONE,
    )
    return {
        "stem": (module.__name__ or "").removeprefix("submission_"),
        "functions": signed(functions, 0),
        "classes": {c: signed(some, 1) for c, some in classes.items()},
        "returned": {n: _returned(f) for n, f in all_.items()},
        "keyed": sorted(keyed),
        "unpacked": next(iter(unpacked.values()), {}),
        "used": next((w for n, w in words_of.items() if n in keyed), []),
        "globals": [
            n for n, v in there.items() if not n.startswith("_")
            and (hasattr(v, "__len__") or isinstance(v, int))
            and not isinstance(v, (str, bool, type, ModuleType))
        ],
        **{key: [*dict.fromkeys(w.findall(text))] for key, w in words.items()},
    }


def _weights(names: list[str], hints: int) -> list[str]:
    """Which weights these are, if they are that and nothing else."""
    said = [r for name in names if (r := role(name)) in WEIGHTS and r]
    whole = len({*said}) == len(names)
    return said if whole else in_order(names, hints)


def _methods(of: type) -> dict[str, Any]:
    return {
        name: method
        for name, method in inspect.getmembers(of, inspect.isfunction)
        if not isinstance(inspect.getattr_static(of, name), staticmethod)
    }


def signature(function: Any, keyed: set[str]) -> list[list[Any]]:
    """Of each parameter its name, if it waits for a value, if it must.

    keyed: those that have a weight under a name, and wait for "params".
    What takes any number is *name, and waits for nothing; nor does what may
    be None and is not read.
    """
    read = {node.id for node in ast.walk(_tree(function))
            if isinstance(node, ast.Name)}

    def may_wait(p: inspect.Parameter) -> bool:
        return p.default is p.empty or role(p.name) in SIZES or (
            p.default is None and (p.name in read or not read))

    return [
        [f"*{p.name}", False, False] if p.kind is p.VAR_POSITIONAL else
        [p.name, "params" if p.name in keyed else may_wait(p),
         p.default is p.empty]
        for p in inspect.signature(function).parameters.values()
        if p.kind is not p.VAR_KEYWORD
    ]


def _tree(thing: Any) -> ast.AST:
    """Its source; empty where there is none."""
    try:
        return ast.parse(_text(thing))
    except SyntaxError:
        return ast.Module([], [])


def _text(thing: Any) -> str:
    try:
        return textwrap.dedent(inspect.getsource(thing))
    except (OSError, TypeError):
        return ""


def _returned(function: Any) -> list[str]:
    """The names in its last return of several, "" for what is no name."""
    found: list[str] = []
    for node in ast.walk(_tree(function)):
        several = isinstance(node, ast.Return) and node.value
        if isinstance(several, (ast.Tuple, ast.List)):
            found = [
                getattr(part, "id", getattr(part, "attr", ""))
                for part in several.elts
            ]
    return found


DEEP = 5  # of plain's 8: objects in lists know one another


def leaves(
    thing: Any, way: str = "", depth: int = 0, seen: set[int] | None = None
) -> Iterator[tuple[str, Any]]:
    """The arrays and lists of numbers within an object, by their paths.

    What two paths lead to is told once.
    """
    seen = set() if seen is None else seen
    inner = thing if isinstance(thing, dict) else getattr(
        thing, "__dict__", {})
    for name, v in [*inner.items()][:200]:
        path = f"{way}{name}"
        if isinstance(v, list) and len(v) < 9 and re.search(
            "param|weight|grad", str(name)
        ):
            v = {str(k): part for k, part in enumerate(v)}
        if isinstance(v, dict) or hasattr(v, "__dict__"):
            is_code = inspect.isroutine(v) or isinstance(v, type | ModuleType)
            if depth < 4 and not is_code:
                yield from leaves(v, f"{path}.", depth + 1, seen)
        elif id(v) not in seen and (
            hasattr(v, "tolist") or isinstance(v, (list, tuple))
        ):
            seen.add(id(v))
            yield path, plain(v, DEEP)


def plain(v: Any, depth: int = 0) -> Any:
    """Numbers in nested lists; {"D": …} for a mapping or an object.

    float32 is {"f4": …}.
    """
    if depth > 8 or v is None or isinstance(v, (bool, str)):
        return None
    if hasattr(v, "tolist"):
        kind = str(getattr(v, "dtype", ""))
        inner = [*v] if kind == "object" and v.shape else v.tolist()
        inner = plain(inner, depth + 1)
        return {"f4": inner} if kind in ("float32", "float16") else inner
    if hasattr(v, "_asdict"):
        v = v._asdict()
    elif hasattr(v, "__dict__") and not callable(v) and not isinstance(
        v, (dict, list, tuple)
    ):
        v = vars(v)
    if isinstance(v, dict):
        return {"D": {str(k): plain(e, depth + 1) for k, e in v.items()}}
    if isinstance(v, (list, tuple)):
        return [plain(e, depth + 1) for e in v]
    try:
        return float(v)
    except (TypeError, ValueError, OverflowError):
        return None
