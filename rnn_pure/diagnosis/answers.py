"""What a function returned: its gradients, in the shape of the package's."""

import ast
import inspect
import textwrap
from collections.abc import Callable, Iterable, Mapping
from contextlib import suppress
from dataclasses import dataclass, field
from typing import Any

from rnn_pure.diagnosis.cases import Case
from rnn_pure.diagnosis.layouts import Layout
from rnn_pure.diagnosis.names import WEIGHTS, gradient_role
from rnn_pure.diagnosis.nested import (
    entries,
    flattened,
    floats,
    is_single,
    plain,
    said,
    shape,
)
from rnn_pure.matrix import rows_of, transpose
from rnn_pure.shapes import own

FIELDS = (*WEIGHTS, "x", "z_0", "delta_out", "delta_re")


@dataclass
class Answer:
    """What came of one call.

    fields: the gradients, as lists. shapes: of those whose shape is another
    one than that of the weight, the two shapes in words. read: which of f, g
    and error the function asked the network for. changed: what it changed
    that was given to it. single: all numbers are float32's. E: a number that
    it returned besides.

    problem is "" or "raises", "exits", "nothing", "time", "died"; what, line
    and code tell about it.
    """

    fields: dict[str, Any] = field(default_factory=dict)
    shapes: dict[str, tuple[str, str]] = field(default_factory=dict)
    read: list[str] = field(default_factory=list)
    changed: list[str] = field(default_factory=list)
    single: bool = False
    E: float | None = None
    problem: str = ""
    what: str = ""
    line: int = 0
    code: str = ""

    @property
    def fits(self) -> bool:
        """Whether there are gradients, all of the right shapes."""
        return not self.problem and not self.shapes and bool(self.fields)


def read(
    returned: Any, case: Case, layout: Layout, names: list[str | None]
) -> Answer:
    """The answer in what was returned; names are those of a tuple's entries.

    The gradients are in the layout in which the weights were given.
    """
    rows = layout.rows
    found = {
        name: value
        for name, value in _by_name(returned, names).items()
        if value is not None
    }
    if layout.swapped:
        other = {"W_in": "W_re", "W_re": "W_in"}
        found = {other.get(name, name): v for name, v in found.items()}
    answer = Answer()
    E = found.pop("E", None)
    with suppress(TypeError, ValueError):
        answer.E = None if E is None else float(own(E))
    for name, value in found.items():
        if name in WEIGHTS:
            _put(answer, name, value, case, rows)
        elif (vectors := _over_time(name, value, case)) is not None:
            answer.fields[name] = vectors
    if not {*answer.fields, *answer.shapes} & {*WEIGHTS}:
        answer.problem = "nothing"
        answer.what = type(returned).__name__
    numbers = [*entries(answer.fields)]
    answer.single = bool(numbers) and all(map(is_single, numbers))
    return answer


def _put(
    answer: Answer, name: str, value: Any, case: Case, rows: bool
) -> None:
    """A weight's gradient where its shape is right, else its shape."""
    right = getattr(case.rnn, name)
    nested = plain(value)
    if name.startswith("b"):
        nested = flattened(nested)
        needed: tuple[int, ...] = (len(right),)
    else:
        needed = len(right), len(right[0])
        if rows and len(shape(nested)) == 2:
            nested = transpose(nested)
    if shape(nested) == needed and (numbers := floats(nested)) is not None:
        answer.fields[name] = numbers
    else:
        has = shape(plain(value))
        answer.shapes[name] = (
            said(has), said(needed[::-1] if rows else needed)
        )


def _over_time(name: str, value: Any, case: Case) -> Any:
    """x, z_0 or the deltas where they have a shape that can be read."""
    T = len(case.xs)
    if name == "z_0":
        vector = flattened(plain(value))
        fits = shape(vector) == (len(case.z_0),)
        return floats(vector) if fits else None
    n = len(case.rnn.b_out if name == "delta_out" else case.rnn.b)
    n = len(case.xs[0]) if name == "x" else n
    if isinstance(value, Mapping):
        value = [value[t] for t in sorted(value)]
    vectors = plain(value)
    if not isinstance(vectors, list):
        return None
    vectors = [v for v in map(flattened, vectors) if v is not None]
    if len(vectors) > T and name in ("x", "delta_out"):
        vectors = vectors[1:]
    elif len(vectors) > T:
        vectors = vectors[len(vectors) - T - 1:-1]
    return floats(vectors) if shape(vectors) == (T, n) else None


def _by_name(
    returned: Any, names: list[str | None]
) -> dict[str, Any]:
    """The gradients by role."""
    if hasattr(returned, "_asdict"):
        returned = returned._asdict()
    if isinstance(returned, Mapping):
        return _roles((str(k), v) for k, v in returned.items())
    if isinstance(returned, (list, tuple)):
        for part in returned:
            if not isinstance(part, (list, float, int)):
                inner = {}
                if isinstance(part, (Mapping, tuple)) or hasattr(
                    part, "__dict__"
                ):
                    inner = _by_name(part, [])
                if len({*inner} & {*WEIGHTS}) > 1:
                    return inner
        if names and len(names) == len(returned):
            pairs = zip(names, returned)
            return {name: v for name, v in pairs if name is not None}
        return {}
    return _roles(getattr(returned, "__dict__", {}).items())


def _roles(items: Iterable[tuple[str, Any]]) -> dict[str, Any]:
    found: dict[str, Any] = {}
    for name, value in items:
        if (role := gradient_role(name)) and role not in found:
            found[role] = value
    return found


def names_of_returned(function: Callable[..., Any]) -> list[str | None]:
    """The roles of what a function's last return lists, by its names."""
    try:
        text = textwrap.dedent(inspect.getsource(function))
        body = ast.parse(text).body[0]
    except (OSError, TypeError, SyntaxError, IndexError):
        return []
    returned = [
        node.value
        for node in _own_nodes(body)
        if isinstance(node, ast.Return) and isinstance(node.value, ast.Tuple)
    ]
    if not returned:
        return []
    roles = []
    for element in returned[-1].elts:
        names = [n.id for n in ast.walk(element) if isinstance(n, ast.Name)]
        found = [r for r in map(gradient_role, names[:2]) if r]
        roles.append(found[0] if len(found) == 1 else None)
    weights = [r for r in roles if r in WEIGHTS]
    return roles if len(weights) == len({*weights}) >= 3 else []


def _own_nodes(node: ast.AST) -> Iterable[ast.AST]:
    """The nodes of a function, without those of functions in it."""
    for child in ast.iter_child_nodes(node):
        yield child
        if not isinstance(child, (ast.FunctionDef, ast.Lambda)):
            yield from _own_nodes(child)


def names_by_rank(returned: Any) -> list[str | None]:
    """The roles of five entries in the package's order, or biases last."""
    matrices = [len(shape(plain(value))) == 2 for value in returned]
    names: list[str | None] = [*WEIGHTS]
    if matrices == [True, True, True, False, False]:
        names = ["W_in", "W_re", "W_out", "b", "b_out"]
    return [*names, *[None] * len(matrices)][:len(matrices)]


def names_by_shape(
    returned: Any, case: Case, layout: Layout
) -> list[str | None]:
    """The roles of a tuple's entries by their shapes, all of which differ."""
    right = {}
    for name in WEIGHTS:
        weight = getattr(case.rnn, name)
        matrix = name.startswith("W")
        size = (len(weight), len(weight[0])) if matrix else (len(weight),)
        right[name] = size[::-1] if layout.rows else size
    if layout.swapped:
        right |= {"W_in": right["W_re"], "W_re": right["W_in"]}
    shapes = []
    for value in returned:
        has = shape(plain(value))
        vector = len(has) == 2 and 1 in has
        shapes.append((max(has),) if vector else has)
    names: list[str | None] = [None] * len(shapes)
    for turned in False, True:
        for name, size in right.items():
            for k, has in enumerate(shapes):
                if (
                    name not in names and names[k] is None
                    and has == (size[::-1] if turned else size)
                ):
                    names[k] = name
    if () in shapes:
        names[shapes.index(())] = "E"
    return names


def snapshot(given: Any) -> Any:
    """A copy to compare with: numbers in nested lists."""
    if hasattr(given, "W_re") and hasattr(given, "b_out"):
        return plain(rows_of(given))
    if hasattr(given, "made_by"):
        return plain([given.x, given.u, given.z, given.v, given.y])
    if isinstance(given, dict):
        return {key: plain(value) for key, value in given.items()}
    return plain(given)
