"""What came back: gradients by field, in the shapes of the package's."""

from dataclasses import dataclass, field
from math import isfinite
from typing import Any, Literal, TypeAlias

from rnn_pure.checks import WEIGHTS
from rnn_pure.diagnosis.layouts import Layout
from rnn_pure.diagnosis.names import gradient_role, says_gradient
from rnn_pure.matrix import transpose
from rnn_pure.stand import Inputs, numbers

Part = tuple[str, Any]  # a name, or "", and what is called so
Roles = list[str | None]
Failed: TypeAlias = Literal["raises", "exits", "time", "died", "nothing"]


@dataclass
class Answer:
    """What came of one call.

    fields: the gradients that have their shapes. shapes: of the others the
    shape that they have, and the one that is due. problem: what, line and
    code tell about it; ours: what it was given is not what it takes. changed:
    parameters whose values it changed. read: of f, g and error those that it
    asked the network for. order: what the parts of a tuple were read as;
    clash: against their names. single: float32. E: a number that came along.
    """

    fields: dict[str, Any] = field(default_factory=dict)
    shapes: dict[str, tuple[Any, Any]] = field(default_factory=dict)
    problem: Failed | Literal[""] = ""
    what: str = ""
    line: int = 0
    code: str = ""
    ours: bool = False
    changed: list[str] = field(default_factory=list)
    read: list[str] = field(default_factory=list)
    order: Roles = field(default_factory=list)
    clash: bool = False
    single: bool = False
    E: float | None = None

    @property
    def fits(self) -> bool:
        """Whether there are gradients of weights, all in their shapes."""
        there = self.fields.keys() & {"W_in", "W_re", "W_out"}
        return not self.problem and not self.shapes and bool(there)

    @property
    def own(self) -> bool:
        """Whether it was raised however it is called."""
        return self.what.startswith(
            ("NameError", "UnboundLocalError", "ModuleNotFound"))

    @property
    def endless(self) -> list[str]:
        """The fields that hold NaN or infinity."""
        return [
            name for name, value in self.fields.items()
            if not all(map(isfinite, numbers(value)))
        ]


# --- its parts --------------------------------------------------------------


def bare(v: Any) -> Any:
    """Without the mark of float32."""
    if isinstance(v, dict) and "f4" in v:
        return v["f4"]
    if isinstance(v, list) and v and isinstance(v[0], dict):
        return [*map(bare, v)]
    return v


def alone(v: Any) -> bool:
    """Whether it is one number, however deep in lists."""
    inside = [*numbers(bare(v))]
    return len(inside) == 1 and isinstance(inside[0], float)


def shape_of(v: Any) -> tuple[int, ...]:
    v = bare(v)
    if not isinstance(v, list):
        return ()
    return len(v), *(shape_of(v[0]) if v else ())


def parts_of(result: Any, returned: list[str]) -> tuple[list[Part], bool]:
    """The parts of what was returned; whether they have their own names.

    What holds several gradients may itself be a part: (loss, grads).
    """
    own = isinstance(result, dict) and "D" in result
    if own:
        parts = [(k, v) for k, v in result["D"].items() if v is not None]
    elif isinstance(result, list):
        names = returned if len(returned) == len(result) else (
            [""] * len(result))
        parts = [*zip(names, result)]
    else:
        return [], False
    for _, v in sorted(parts, key=lambda part: "grad" not in part[0]):
        others = [(n or "E", w) for n, w in parts if w is not v and alone(w)]
        few = len(parts) < 4 and len(others) == len(parts) - 1
        group = (own or len(parts) < 4) and _is_group(v)
        if group or (few and _matrices(v)):
            inside, named = parts_of(v, [])
            return [*inside, *others], named
    return parts, own


def _is_group(v: Any) -> bool:
    """Whether it holds several gradients: a mapping, or unequal arrays."""
    is_dict = isinstance(v, dict) and "D" in v
    inside = [*v["D"].values()] if is_dict else v
    if not isinstance(inside, list) or len(inside) < 3:
        return False
    return len({*map(shape_of, inside)} - {()}) > 1


def _matrices(v: Any) -> bool:
    """Whether it holds several matrices, which may be of one shape."""
    return isinstance(v, list) and 2 < len(v) < 9 and all(
        len(shape_of(each)) == 2 for each in v
    )


def roles_of(
    parts: list[Part], own: bool, one: Inputs, layout: Layout, headless: bool,
    memory: dict[str, Roles],
) -> tuple[Roles, bool]:
    """What each part is; whether names and shapes say different things.

    By its name, if the shapes allow that, else by its shape. Where sizes are
    equal shapes say nothing: what unequal ones said is remembered.
    """
    key = f"{layout.vectors} {layout.rows} {[name for name, _ in parts]}"
    said: Roles = [gradient_role(name) for name, _ in parts]
    said = [
        None if r == "E" and not alone(v) else r
        for r, (_, v) in zip(said, parts)
    ]
    if len(one.xs[0]) == len(one.b):
        return memory.get(key, said), False
    due = weight_of(one.sizes[:3], layout.rows, headless)
    shapes: Roles = [due.get(shape_of(v)) for _, v in parts]
    weights = {*filter(None, said)} & {*WEIGHTS}
    if not own and len(weights) < 3:
        said = [r if r == "E" else None for r in said]
    letters = all(len(name) < 3 for name, _ in parts)
    clash = {*shapes} >= weights and (not own or letters) and any(
        r in WEIGHTS and r != shape for r, shape in zip(said, shapes)
    )
    if clash:
        said = [r if r == "E" else None for r in said]
    memory[key] = _filled(said, shapes, parts)
    return memory[key], clash


def weight_of(
    sizes: tuple[int, int, int], rows: bool, headless: bool = False
) -> dict[tuple[int, ...], str]:
    """The weight that has each shape."""
    n_in, n_re, n_out = sizes
    matrices = {"W_in": (n_re, n_in), "W_re": (n_re, n_re)}
    vectors = {"b": n_re}
    if not headless:
        matrices["W_out"], vectors["b_out"] = (n_out, n_re), n_out
    found: dict[tuple[int, ...], str] = {
        (n, m) if rows else (m, n): name for name, (m, n) in matrices.items()}
    for name, n in vectors.items():
        found |= dict.fromkeys([(n,), (n, 1), (1, n)], name)
    return found


def _filled(said: Roles, shapes: Roles, parts: list[Part]) -> Roles:
    """What the names leave open, by shape: the second b is of z_0."""
    found: Roles = []
    taken, named = {*filter(None, said)}, {*said} & {*WEIGHTS}
    for r, by_shape, (name, v) in zip(said, shapes, parts):
        if r is None and alone(v) and not shape_of(v):
            r = "E"
        elif r is None and by_shape and (by_shape[0] == "W" or not (
            named and name
        )):
            r = by_shape
            if r in taken:
                r = "z_0" if r == "b" and not named else None
        taken |= {r} if r else set()
        found.append(r)
    return found


# --- in the package's shapes ------------------------------------------------


def put(
    answer: Answer, parts: list[Part], roles: Roles, one: Inputs,
    layout: Layout,
) -> None:
    """Every part where it belongs."""
    best: dict[str, Part] = {}
    for (name, v), r in zip(parts, roles):
        if r and (r not in best or says_gradient(name)):
            best[r] = name, v
    for r, (_, marked) in best.items():
        v = bare(marked)
        answer.single = answer.single or v is not marked
        if r in WEIGHTS:
            _weight(answer, r, v, getattr(one, r), layout)
        elif r == "z_0" and len([*numbers(v)]) == len(one.z_0):
            answer.fields[r] = [*numbers(v)]
        elif r == "x":
            xs = layout.vectors_of(v, shape_of(v), len(one.xs))
            if xs and len(xs[0]) == len(one.xs[0]):
                answer.fields[r] = xs
        elif r == "E":
            answer.E = next(numbers(v), None)


def _weight(
    answer: Answer, name: str, v: Any, needed: Any, layout: Layout
) -> None:
    """A weight's gradient where its shape is right, else both shapes."""
    has, n = shape_of(v), len(needed)
    if name.startswith("b"):
        due: tuple[int, ...] = (n,)
        fits, v = has in (due, (n, 1), (1, n)), [*numbers(v)]
    else:
        due = (len(needed[0]), n) if layout.rows else (n, len(needed[0]))
        fits = has == due
        v = transpose(v) if fits and layout.rows else v
    if fits and len([*numbers(v)]) == len([*numbers(needed)]):
        answer.fields[name] = v
    else:
        answer.shapes[name] = has, due
