"""The places of a submission: what can be watched or changed, in its tree."""

import ast
from collections.abc import Iterator
from copy import copy, deepcopy
from dataclasses import dataclass
from typing import Any, TypeAlias

# so ended, they are not mangled in a class
HOOK, TICK, SUM = "__seen__", "__tick__", "__sum__"
WATCHED = (
    ast.BinOp, ast.Call, ast.UnaryOp, ast.IfExp, ast.ListComp, ast.Subscript,
    ast.Name, ast.Attribute,
)
PLAIN = {"np", "numpy", "math", "self"}
LIKE: dict[Any, Any] = {
    ast.Lt: ast.LtE, ast.LtE: ast.Lt, ast.Gt: ast.GtE, ast.GtE: ast.Gt,
}
SKIPPED = ast.JoinedStr | ast.arguments | ast.pattern
NO_VALUE = {"annotation", "returns", "decorator_list", "func"}

Slot: TypeAlias = tuple[Any, str, int | None]  # where it hangs in the tree


@dataclass(eq=False)
class Place:
    """Something that can be watched or changed: where it hangs in the tree.

    kind is value; after (what a statement has stored); test (of an if); loop
    (a for's iterable), turn (each of its rounds); or what stands there as new:
    skipped (never run), added (+= for =), stored (= for +=), plus (+= for
    -=), compared (< for <=).
    """

    kind: str
    node: Any
    owner: Any
    field: str
    index: int | None
    top: ast.stmt
    statement: ast.stmt
    functions: tuple[ast.FunctionDef, ...]
    loops: tuple[ast.stmt, ...]
    new: Any = None

    def put(self, new: Any) -> Any:
        """Put it there, and give back what was there."""
        at = getattr(self.owner, self.field)
        if self.index is None:
            setattr(self.owner, self.field, new)
            return at
        old, at[self.index] = at[self.index], new
        return old


class Numbering:
    """Every place inside a function, inner expressions first."""

    def __init__(self, tree: ast.Module) -> None:
        self.places: list[Place] = []
        self.functions: tuple[Any, ...] = ()
        self.loops: tuple[Any, ...] = ()
        self.top: Any = None
        self.now: Any = None
        for k, self.top in enumerate(tree.body):
            self.visit(self.top, (tree, "body", k))

    def add(self, kind: str, node: Any, at: Slot, new: Any = None) -> None:
        if self.functions:
            self.places.append(Place(
                kind, node, *at, self.top, self.now,
                self.functions, self.loops, new,
            ))

    def visit(self, node: Any, at: Slot) -> None:
        called = getattr(node, "func", None)
        if isinstance(node, SKIPPED) or getattr(called, "id", "") == TICK:
            return
        within = self.functions, self.loops
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
            self.functions, self.loops = (*self.functions, node), ()
        if isinstance(node, ast.stmt):
            self.now = node
        if isinstance(called, ast.Attribute):
            self.visit(called.value, (called, "value", None))
        elif isinstance(called, ast.Call):
            self.visit(called, (node, "func", None))
        for name in node._fields:
            if name == "body" and isinstance(node, ast.For | ast.While):
                self.loops = *self.loops, node
            part = getattr(node, name)
            for k, inner in enumerate(part if isinstance(part, list) else ()):
                if isinstance(inner, ast.AST):
                    self.visit(inner, (node, name, k))
            if isinstance(part, ast.AST) and name not in NO_VALUE:
                self.visit(part, (node, name, None))
        self.functions, self.loops = within
        if isinstance(node, ast.stmt):
            self.now = node
            self.statement(node, at)
        else:
            self.expression(node, at)

    def statement(self, s: Any, at: Slot) -> None:
        """What it stores, and what could stand in its place."""
        if isinstance(s, ast.For):
            self.add("loop", s.iter, (s, "iter", None))
            self.add("turn", s, (s, "body", 0))
        elif isinstance(s, ast.If):
            self.add("test", s.test, (s, "test", None))
        elif isinstance(s, ast.Assign | ast.AugAssign | ast.Expr):
            for node in _stored(s):
                self.add("after", node, at)
            self.add("skipped", s, at, ast.If(ast.Constant(False), [s], []))
        if isinstance(s, ast.AugAssign):
            if isinstance(s.op, ast.Sub):
                self.add("plus", s, at, ast.AugAssign(
                    s.target, ast.Add(), s.value))
            elif self.loops:
                self.add("stored", s, at, ast.Assign([s.target], s.value))
        elif isinstance(s, ast.Assign) and isinstance(
            s.targets[0], ast.Attribute | ast.Subscript | ast.Name
        ) and not (s.targets[1:] or isinstance(s.value, ast.Constant)):
            both = call(SUM, _read(s.targets[0]), s.value)
            early: list[ast.expr] = [ast.Name(name, ast.Load()) for name in (
                "NameError", "TypeError", "LookupError", "AttributeError")]
            self.add("added", s, at, ast.Try(
                [ast.Assign(s.targets, both)], [ast.ExceptHandler(
                    ast.Tuple(early, ast.Load()), None, [s])], [], []))

    def expression(self, node: Any, at: Slot) -> None:
        if isinstance(node, ast.comprehension):
            self.add("loop", node.iter, (node, "iter", None))
        if isinstance(node, WATCHED) and not (
            isinstance(node, ast.Name) and node.id in PLAIN
        ) and isinstance(getattr(node, "ctx", None), ast.Load | None):
            self.add("value", node, at)
        if isinstance(node, ast.Compare) and type(node.ops[0]) in LIKE:
            other = copy(node)
            other.ops = [LIKE[type(node.ops[0])]()]
            self.add("compared", node, at, other)


def name_of(node: Any) -> str:
    return str(getattr(node, "id", getattr(node, "attr", "")))


def targets_of(s: ast.stmt) -> list[ast.expr]:
    """What is stored to."""
    if isinstance(s, ast.AugAssign):
        return [s.target]
    return s.targets if isinstance(s, ast.Assign) else []


def base_of(node: Any) -> Any:
    """What is indexed: a of a[i][j]."""
    while isinstance(node, ast.Subscript | ast.Starred):
        node = node.value
    return node


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


def instead(place: Place, k: int) -> Any:
    """What stands at a place when it is changed."""
    at = getattr(place.owner, place.field)
    at = at if place.index is None else at[place.index]
    node: Any = place.node
    made: Any
    if place.kind == "after":
        made = _both(at, ast.Expr(call(HOOK, ast.Constant(k), node)))
    elif place.kind == "turn":
        none = ast.Constant(None)
        made = _both(ast.Expr(call(HOOK, ast.Constant(k), none)), at)
    elif place.new:
        made = place.new
    else:
        made = call(HOOK, ast.Constant(k), at)
    return as_of(made, node)


def call(name: str, *arguments: ast.expr) -> ast.Call:
    return ast.Call(ast.Name(name, ast.Load()), [*arguments], [])


def _both(first: ast.stmt, second: ast.stmt) -> ast.stmt:
    """Two statements where one stood."""
    return ast.If(ast.Constant(True), [first, second], [])


def as_of(new: Any, node: ast.AST) -> Any:
    """With the line numbers of what it stands for."""
    return ast.fix_missing_locations(ast.copy_location(new, node))
