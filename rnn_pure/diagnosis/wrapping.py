"""A submission's expressions: numbered, watched, and changed one at a time.

The file stays imported as it is. A change is made in its syntax tree, and
what is compiled from that is put into the living functions. So nothing is
imported twice, and a class, a closure, a table of functions see it too.
"""

import ast
import pickle
from collections.abc import Callable, Collection, Iterator
from contextlib import redirect_stdout, suppress
from copy import deepcopy
from dataclasses import dataclass
from gc import get_objects
from inspect import isclass, ismodule, isroutine
from io import StringIO
from types import CodeType, FunctionType, ModuleType
from typing import Any, TypeAlias

Hook: TypeAlias = Callable[[int, Any], Any]
Codes: TypeAlias = dict[tuple[str, int], CodeType | None]
# so ended, they are not mangled in a class
HOOK, TICK, SUM = "__seen__", "__tick__", "__sum__"
WATCHED = (
    ast.BinOp, ast.Call, ast.UnaryOp, ast.IfExp, ast.ListComp, ast.Subscript,
    ast.Name, ast.Attribute,
)
PLAIN = {
    "super", "range", "np", "numpy", "math", "self", "zip", "reversed",
    "len", "enumerate",
}
BLOCKS = "body", "orelse", "finalbody", "handlers", "cases"
NO_VALUE = {*BLOCKS, "annotation", "pattern", "returns", "decorator_list"}
ROUNDS = 3000  # of all while loops in one run
MOST = 1 << 20  # bytes of the module's own data that are put back


class Endless(Exception):
    """A while loop that goes round and round, at this line."""


@dataclass(eq=False)
class Place:
    """Something that can be watched or changed: where it hangs in the tree.

    kind is value; after (what a statement has stored); loop (a for's
    iterable), turn (each of its rounds), test (an if's), kept (what has been
    changed in its place); or what stands for a statement: skipped, added (+=
    for =), stored (= for +=), plus (+= for -=), minus (-= for +=).
    """

    kind: str
    node: Any
    owner: ast.AST
    field: str
    index: int | None
    top: ast.stmt
    statement: ast.stmt
    functions: tuple[ast.FunctionDef, ...]
    loops: tuple[ast.stmt, ...]

    def put(self, new: Any) -> Any:
        """Put it there, and give back what was there."""
        at = getattr(self.owner, self.field)
        if self.index is None:
            setattr(self.owner, self.field, new)
            return at
        old, at[self.index] = at[self.index], new
        return old


class Submission:
    """An imported file, its text, and the places in it."""

    def __init__(self, text: str, module: ModuleType) -> None:
        self.text, self.filename = text, str(module.__file__)
        self.names = vars(module)
        self.tree = ast.parse(text)
        for loop in ast.walk(self.tree):
            if isinstance(loop, ast.While):
                tick = ast.Expr(_call(TICK, ast.Constant(loop.lineno)))
                loop.body.insert(0, _as_of(tick, loop))
        self.places = _Numbering(self.tree).places
        self.living = _living(self.filename)
        self.data = _Data(module, [f for some in self.living.values()
                                   for f in some])
        self.names |= {TICK: self._tick, SUM: added}
        self.rounds = 0
        self.codes: dict[tuple[int, ...], Codes] = {}
        self.whole = self._compiled(self.tree.body)
        self.changed = self.whole

    def run(
        self, ask: Callable[[], Any], hook: Hook | None = None,
        places: Collection[int] = (),
    ) -> tuple[Any, Exception | None]:
        """What ask gives with these places changed, or what was raised."""
        self._live({key: self.whole[key] for key in self.changed})
        self.changed = self._with(sorted(places))
        self._live(self.changed)
        self.names[HOOK] = hook or (lambda k, value: value)
        self.rounds = 0
        try:
            with redirect_stdout(StringIO()):
                return ask(), None
        except Exception as error:
            return None, error
        finally:
            self.data.put_back()

    def source(self, node: Any) -> str:
        """The text of an expression or a statement."""
        return ast.get_source_segment(self.text, node) or ""

    def _with(self, places: Collection[int]) -> Codes:
        """The code of what holds these places, with them changed."""
        if (key := tuple(places)) in self.codes:
            return self.codes[key]
        undo = []
        for k in places:
            place = self.places[k]
            undo.append((place, place.put(_instead(place, k))))
        try:
            tops = {id(place.top): place.top for place, _ in undo}
            self.codes[key] = self._compiled([*tops.values()])
            return self.codes[key]
        finally:
            for place, old in reversed(undo):
                place.put(old)

    def _compiled(self, tops: list[ast.stmt]) -> Codes:
        """The functions' code, by name and first line; None for two alike."""
        future = [
            s for s in self.tree.body if s not in tops
            and isinstance(s, ast.ImportFrom) and s.module == "__future__"
        ]
        module = ast.Module([*future, *tops], [])
        found: Codes = {}
        codes = [compile(module, self.filename, "exec", dont_inherit=True)]
        for code in codes:
            for inner in code.co_consts:
                if isinstance(inner, CodeType):
                    codes.append(inner)
                    key = inner.co_qualname, inner.co_firstlineno
                    found[key] = None if key in found else inner
        return found

    def _live(self, codes: Codes) -> None:
        """Put the code into the functions that live."""
        for key, code in codes.items():
            for function in self.living.get(key, ()) if code else ():
                with suppress(ValueError):  # of another closure
                    function.__code__ = code  # type: ignore[assignment]

    def _tick(self, line: int) -> None:
        self.rounds += 1
        if self.rounds > ROUNDS:
            raise Endless(line)


def _living(filename: str) -> dict[tuple[str, int], list[FunctionType]]:
    """All functions that were made from that file."""
    found: dict[tuple[str, int], list[FunctionType]] = {}
    for thing in get_objects():
        if isinstance(thing, FunctionType):
            code = thing.__code__
            if code.co_filename == filename:
                key = code.co_qualname, code.co_firstlineno
                found.setdefault(key, []).append(thing)
    return found


class _Data:
    """What a module keeps between two calls, put back after each."""

    def __init__(self, module: ModuleType, functions: list[Any]) -> None:
        own = [v for v in vars(module).values()
               if isclass(v) and v.__module__ == module.__name__]
        slots = [(owner, name) for owner in [module, *own]
                 for name in vars(owner) if name[:2] != "__"]
        slots += [(f, "__defaults__") for f in functions]
        self.kept = [(*slot, pickled) for slot in slots
                     if (pickled := _pickled(getattr(*slot)))]

    def put_back(self) -> None:
        for owner, name, pickled in self.kept:
            if _pickled(getattr(owner, name, None)) != pickled:
                setattr(owner, name, pickle.loads(pickled))


def _pickled(value: Any) -> bytes:
    """b"" for what is no data, or too much of it."""
    if isclass(value) or isroutine(value) or ismodule(value):
        return b""
    with suppress(Exception):  # whatever a class may raise
        made = pickle.dumps(value)
        return made if len(made) <= MOST else b""
    return b""


class _Numbering:
    """Every place inside a function, inner expressions first."""

    def __init__(self, tree: ast.Module) -> None:
        self.places: list[Place] = []
        self.functions: tuple[Any, ...] = ()
        self.loops: tuple[Any, ...] = ()
        self.top: Any = None
        self.now: Any = None
        for k, self.top in enumerate(tree.body):
            self.statement(self.top, tree, "body", k)

    def add(
        self, kind: str, node: Any, owner: ast.AST, field: str,
        index: int | None = None,
    ) -> None:
        if self.functions:
            self.places.append(Place(
                kind, node, owner, field, index, self.top, self.now,
                self.functions, self.loops,
            ))

    def statement(self, s: Any, owner: Any, field: str, index: int) -> None:
        within = self.functions, self.loops
        if isinstance(s, ast.FunctionDef | ast.AsyncFunctionDef):
            self.functions, self.loops = (*self.functions, s), ()
        elif not isinstance(s, ast.ClassDef):
            if isinstance(s, ast.stmt):
                self.now = s
            for name in {*s._fields} - NO_VALUE:
                self.expressions(s, name)
        if isinstance(s, ast.For):
            self.add("loop", s.iter, s, "iter")
        if isinstance(s, ast.If):
            self.add("test", s.test, s, "test")
        if isinstance(s, ast.For | ast.While):
            self.loops = *self.loops, s
        for block in BLOCKS:
            for k, inner in enumerate(getattr(s, block, ())):
                self.statement(inner, s, block, k)
        self.functions, self.loops = within
        if isinstance(s, ast.stmt):
            self.now = s
        if isinstance(s, ast.For):
            self.add("turn", s, s, "body", 0)
        if isinstance(s, ast.Assign | ast.AugAssign | ast.Expr):
            self.simple(s, owner, field, index)

    def expressions(self, owner: ast.AST, field: str) -> None:
        value = getattr(owner, field)
        for k, node in enumerate(value if isinstance(value, list) else ()):
            if isinstance(node, ast.AST):
                self.expression(node, owner, field, k)
        if isinstance(value, ast.AST):
            self.expression(value, owner, field, None)

    def expression(
        self, node: Any, owner: ast.AST, field: str, index: int | None
    ) -> None:
        if isinstance(node, ast.JoinedStr | ast.arguments):
            return
        called = isinstance(node, ast.Call) and node.func
        if called and isinstance(called, ast.Name) and called.id == TICK:
            return
        for name in node._fields:
            if name != "func" or isinstance(called, ast.Call):
                self.expressions(node, name)
            elif isinstance(called, ast.Attribute):
                self.expressions(called, "value")
        if isinstance(node, ast.comprehension):
            self.add("loop", node.iter, node, "iter")
        if isinstance(node, WATCHED) and not (
            isinstance(node, ast.Name) and node.id in PLAIN
        ) and isinstance(getattr(node, "ctx", None), ast.Load | None):
            self.add("value", node, owner, field, index)

    def simple(self, s: Any, owner: Any, field: str, index: int) -> None:
        """What a statement stores, and what could stand in its place."""
        at = owner, field, index
        for node in _stored(s):
            self.add("after", node, *at)
        targets = targets_of(s)
        for node in _in_place(s):
            self.add("kept", node, *at)
        again = {n.id for target in targets for n in ast.walk(target)
                 if isinstance(n, ast.Name)} & names_in(s.value)
        if again or not targets or isinstance(s, ast.AugAssign) or isinstance(
            targets[0], ast.Subscript | ast.Attribute
        ):
            self.add("skipped", s, *at)
        if isinstance(s, ast.AugAssign) and isinstance(s.op, ast.Sub):
            self.add("plus", s, *at)
        elif isinstance(s, ast.AugAssign):
            self.add("minus", s, *at)
            if self.loops:
                self.add("stored", s, *at)
        elif self.loops and len(targets) == 1 and not isinstance(
            s.value, ast.Constant
        ) and not isinstance(targets[0], ast.Tuple):
            self.add("added", s, *at)


def targets_of(s: ast.stmt) -> list[ast.expr]:
    """What is stored to."""
    if isinstance(s, ast.AugAssign):
        return [s.target]
    return s.targets if isinstance(s, ast.Assign) else []


def names_in(node: ast.AST) -> set[str]:
    """The names that are read in it."""
    return {n.id for n in ast.walk(node)
            if isinstance(n, ast.Name) and isinstance(n.ctx, ast.Load)}


def base_of(node: Any) -> Any:
    """What is indexed: a of a[i][j]."""
    while isinstance(node, ast.Subscript | ast.Starred):
        node = node.value
    return node


def _in_place(s: Any) -> Iterator[ast.expr]:
    """What a statement changes and does not add up: a[i] -= 1, a *= 2."""
    if isinstance(s, ast.AugAssign) and (
        isinstance(s.target, ast.Subscript) or not isinstance(s.op, ast.Add)
    ):
        yield base_of(s.target)
    if isinstance(s, ast.Expr) and isinstance(s.value, ast.Call):
        yield from (keyword.value for keyword in s.value.keywords
                    if keyword.arg == "out")


def _stored(s: Any) -> Iterator[ast.expr]:
    """What a statement has changed, to be read after it."""
    for target in targets_of(s):
        for node in getattr(target, "elts", [target]):
            while isinstance(node, ast.Subscript | ast.Starred):
                if isinstance(node, ast.Subscript):
                    yield _read(node)
                node = node.value
            if isinstance(node, ast.Name | ast.Attribute):
                yield _read(node)
    if isinstance(s, ast.Expr) and isinstance(s.value, ast.Call):
        keywords = [keyword.value for keyword in s.value.keywords]
        for node in [*s.value.args, *keywords]:
            if isinstance(node, ast.Name):
                yield _read(node)


def _read(node: ast.expr) -> ast.expr:
    """A copy of it that is read."""
    made = deepcopy(node)
    for inner in ast.walk(made):
        if hasattr(inner, "ctx"):
            inner.ctx = ast.Load()
    return made


def _instead(place: Place, k: int) -> Any:
    """What stands at a place when it is changed."""
    at = getattr(place.owner, place.field)
    at = at if place.index is None else at[place.index]
    node: Any = place.node
    made: Any
    if place.kind == "after":
        made = _both(at, ast.Expr(_call(HOOK, ast.Constant(k), node)))
    elif place.kind == "kept":
        seen = _call(HOOK, ast.Constant(k), _read(node))
        target = deepcopy(node)
        target.ctx = ast.Store()
        made = _both(at, ast.Assign([target], seen))
    elif place.kind == "turn":
        none = ast.Constant(None)
        made = _both(ast.Expr(_call(HOOK, ast.Constant(k), none)), at)
    elif place.kind == "skipped":
        made = ast.Pass()
    elif place.kind in ("plus", "minus"):
        op = ast.Add() if place.kind == "plus" else ast.Sub()
        made = ast.AugAssign(node.target, op, node.value)
    elif place.kind == "stored":
        made = ast.Assign([node.target], node.value)
    elif place.kind == "added":
        both = _call(SUM, _read(node.targets[0]), node.value)
        made = ast.Assign(node.targets, both)
        early: list[ast.expr] = [ast.Name(name, ast.Load()) for name in (
            "NameError", "TypeError", "LookupError", "AttributeError")]
        made = ast.Try([made], [ast.ExceptHandler(
            ast.Tuple(early, ast.Load()), None, [node])], [], [])
    else:
        made = _call(HOOK, ast.Constant(k), at)
    return _as_of(made, node)


def added(a: Any, b: Any) -> Any:
    """The sum, of lists entry by entry."""
    if isinstance(a, list):
        return [added(p, q) for p, q in zip(a, b)]
    return a + b


def _call(name: str, *arguments: ast.expr) -> ast.Call:
    return ast.Call(ast.Name(name, ast.Load()), [*arguments], [])


def _both(first: ast.stmt, second: ast.stmt) -> ast.stmt:
    """Two statements where one stood."""
    return ast.If(ast.Constant(True), [first, second], [])


def _as_of(new: Any, node: ast.AST) -> Any:
    """With the line numbers of what it stands for."""
    return ast.fix_missing_locations(ast.copy_location(new, node))
