"""Which entry of a returned tuple is the gradient of which weight."""

import ast
import inspect
import textwrap
from collections.abc import Callable, Iterable, Mapping
from typing import Any

from rnn_pure.diagnosis.cases import Case
from rnn_pure.diagnosis.layouts import Layout
from rnn_pure.diagnosis.names import WEIGHTS, gradient_role
from rnn_pure.diagnosis.nested import plain, shape


def unwrapped(returned: Any) -> tuple[Any, Any]:
    """The gradients, and the number beside them: of (loss, gradients), say."""
    if not isinstance(returned, (list, tuple)) or len(returned) > 4:
        return returned, None
    inner = [part for part in returned if _holds_gradients(part)]
    numbers = [part for part in returned if shape(plain(part)) in ((), (1,))]
    if len(inner) != 1:
        return returned, None
    E = [E for E in numbers if E is not inner[0]]
    return inner[0], E[0] if E else None


def _holds_gradients(part: Any) -> bool:
    """Whether it is a dict or an object with their names, or lists them."""
    if isinstance(part, (list, tuple)):
        return sum(len(shape(plain(each))) == 2 for each in part) >= 3
    named = part if isinstance(part, Mapping) else getattr(
        part, "__dict__", {}
    )
    return len({gradient_role(str(n)) for n in named} & {*WEIGHTS}) > 1


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
