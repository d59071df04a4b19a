"""Which entry of what was returned is the gradient of which weight.

Names tell it, and shapes: the layers of one network are all of different
sizes, so that no two weights have one shape. Where they disagree the shape is
believed, but for a dict or an object whose keys say it in more than a letter.
"""

import ast
import inspect
import re
import textwrap
from collections.abc import Callable, Iterable, Mapping
from typing import Any

from rnn_pure.checks import WEIGHTS
from rnn_pure.diagnosis.cases import Case
from rnn_pure.diagnosis.layouts import Layout
from rnn_pure.diagnosis.names import gradient_role, role
from rnn_pure.diagnosis.nested import plain, shape

OTHER = {"W_in": "W_re", "W_re": "W_in"}
LETTER = re.compile(r"(grad|nabla|delta|d[ELJ]_?d|[dg])?_?[A-Za-z]")
Roles = dict[Any, str]


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


def names_of_returned(function: Callable[..., Any]) -> list[str]:
    """What a function's last return calls its entries; "" where unclear."""
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
    return [*map(_name, returned[-1].elts)] if returned else []


def _name(element: ast.AST) -> str:
    """The one name in it that is a gradient's: of db.ravel() it is db."""
    if isinstance(element, ast.Name):
        return element.id
    names = {n.id for n in ast.walk(element) if isinstance(n, ast.Name)}
    found = [name for name in names if gradient_role(name) in WEIGHTS]
    return found[0] if len(found) == 1 else ""


def _own_nodes(node: ast.AST) -> Iterable[ast.AST]:
    """The nodes of a function, without those of functions in it."""
    for child in ast.iter_child_nodes(node):
        yield child
        if not isinstance(child, (ast.FunctionDef, ast.Lambda)):
            yield from _own_nodes(child)


def entries(returned: Any, names: list[str]) -> dict[Any, tuple[str, Any]]:
    """Whatever has parts: by key or place, what it is called, and it."""
    if hasattr(returned, "_asdict"):
        returned = returned._asdict()
    if isinstance(returned, Mapping):
        return {str(k): (str(k), v) for k, v in returned.items()}
    if isinstance(returned, (list, tuple)):
        if len(names) != len(returned):
            names = [""] * len(returned)
        return {**dict(enumerate(zip(names, returned)))}
    held = getattr(returned, "__dict__", {})
    return {name: (name, value) for name, value in held.items()}


def roles(
    parts: dict[Any, tuple[str, Any]], case: Case, layout: Layout
) -> Roles:
    """What each of the entries is the gradient of; x, z_0 and E, too."""
    said = {k: _said(name, k, layout) for k, (name, _) in parts.items()}
    if len({*said.values()} & {"W_in", "W_re", "W_out"}) < 3:
        for k, (name, _) in parts.items():
            matrix = isinstance(k, int) and said[k].startswith("W")
            if matrix and LETTER.fullmatch(name):
                said[k] = ""
    kept = {k: v for k, (_, v) in parts.items() if v is not None}
    shapes = {k: _shape(value) for k, value in kept.items()}
    needed = _needed(case, layout)
    found: Roles = {}

    def take(k: Any, what: str) -> None:
        if k in shapes and k not in found and what not in found.values():
            found[k] = what

    # of W and dW the second is the gradient
    for k in sorted(shapes, key=lambda k: role(parts[k][0]) is not None):
        if said[k] and _is_firm(k, parts[k][0]):
            take(k, said[k])
    loose = [k for k in shapes if not (said[k] and k in found)]
    for step in 1, -1:  # -1: the shape of its transpose
        for k in loose:
            if said[k] in needed and shapes[k][::step] == needed[said[k]]:
                take(k, said[k])
        if all(isinstance(k, int) for k in loose) or any(
            said[k] in needed for k in loose
        ):
            for weight, needs in needed.items():
                for k in loose:
                    if shapes[k][::step] == needs and _may_be(k, said[k]):
                        take(k, weight)
    for k in loose:
        if said[k]:
            take(k, said[k])
    if len({*found.values()} & {*WEIGHTS}) > 2:
        for k, weight in enumerate(WEIGHTS):
            if shapes.get(k):
                take(k, weight)
    if _are_seven(found, kept, len(case.xs[0])):
        take(5, "x")
        take(6, "z_0")
    for k, has in shapes.items():
        if has == () and isinstance(k, int):
            take(k, "E")
    return found


def _are_seven(found: Roles, kept: dict[Any, Any], n_in: int) -> bool:
    """Whether x and z_0 follow the five weights, as in the package."""
    if len(kept) != 7 or {*map(found.get, range(5))} != {*WEIGHTS}:
        return False
    over_time = plain(kept[5])
    last = over_time[-1] if isinstance(over_time, list) else None
    return _shape(last) == (n_in,) and len(_shape(kept[6])) == 1


def _said(name: str, k: Any, layout: Layout) -> str:
    """What a name says; a state that is returned is no gradient of z_0."""
    of = gradient_role(name) or ""
    if isinstance(k, int) and role(name) and of in ("z_0", "x"):
        return ""
    return OTHER.get(of, of) if layout.swapped else of


def _is_firm(k: Any, name: str) -> bool:
    return not isinstance(k, int) and not LETTER.fullmatch(name)


def _may_be(k: Any, said: str) -> bool:
    """Whether an entry may be a weight by its shape alone."""
    return said in WEIGHTS or (isinstance(k, int) and said != "z_0")


def _shape(value: Any) -> tuple[int, ...]:
    """Of a vector also where it came as one row or one column."""
    has = shape(plain(value))
    return (max(has),) if len(has) == 2 and 1 in has else has


def _needed(case: Case, layout: Layout) -> dict[str, tuple[int, ...]]:
    """The shapes of the weights as they were given."""
    needed = {}
    for name in WEIGHTS:
        weight = getattr(case.rnn, name)
        size = shape(weight)
        needed[name] = size[::-1] if layout.rows else size
    return needed
