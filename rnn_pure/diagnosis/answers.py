"""What a function returned: its gradients, in the shape of the package's."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from rnn_pure.checks import WEIGHTS
from rnn_pure.diagnosis.cases import Case
from rnn_pure.diagnosis.layouts import Layout
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

FIELDS = (*WEIGHTS, "x", "z_0", "delta_out", "delta_re")


@dataclass
class Answer:
    """What came of one call.

    fields: the gradients, as lists. shapes: of those whose shape is another
    one than that of the weight, the two shapes in words. read: which of f, g
    and error the function asked the network for. changed: what it changed
    that was given to it. single: all numbers are float32's. E: a number that
    it returned besides.

    order: what the entries of a tuple were read as, "" for what was not.

    problem is "" or "raises", "exits", "nothing", "time", "died"; what, line
    and code tell about it.
    """

    fields: dict[str, Any] = field(default_factory=dict)
    shapes: dict[str, tuple[str, str]] = field(default_factory=dict)
    read: list[str] = field(default_factory=list)
    changed: list[str] = field(default_factory=list)
    single: bool = False
    E: float | None = None
    order: list[str] = field(default_factory=list)
    problem: str = ""
    what: str = ""
    line: int = 0
    code: str = ""

    @property
    def fits(self) -> bool:
        """Whether there are gradients, all of the right shapes."""
        return not self.problem and not self.shapes and bool(self.fields)

    @property
    def is_broadcast(self) -> bool:
        """Whether every matrix is one number throughout, and not zero.

        So it is where products of columns are made of flat vectors.
        """
        held = [
            {*entries(value)} for name, value in self.fields.items()
            if name.startswith("W")
        ]
        return len(held) > 1 and all(
            len(each) == 1 and each != {0} for each in held
        )


def read(
    parts: dict[Any, tuple[str, Any]], roles: dict[Any, str], case: Case,
    layout: Layout,
) -> Answer:
    """The answer in the parts of what was returned, of which roles tells.

    The gradients are in the layout in which the weights were given.
    """
    answer = Answer()
    for k, (_, value) in parts.items():
        name = roles.get(k, "")
        if value is None or not name:
            continue
        if name in WEIGHTS:
            _put(answer, name, value, case, layout.rows)
        elif name == "E":
            answer.E = number(value)
        elif (vectors := _over_time(name, value, case)) is not None:
            answer.fields[name] = vectors
    if [*parts] == [*range(len(parts))]:
        answer.order = [roles.get(k, "") for k in parts]
    numbers = [*entries(answer.fields)]
    answer.single = bool(numbers) and all(map(is_single, numbers))
    return answer


def number(value: Any) -> float | None:
    """A number, also in an array of one; None for what is none."""
    value = plain(value)
    while isinstance(value, list) and len(value) == 1:
        value = value[0]
    return None if isinstance(value, list) else floats(value)


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


def snapshot(given: Any) -> Any:
    """A copy to compare with: numbers in nested lists."""
    if hasattr(given, "W_re") and hasattr(given, "b_out"):
        return plain(rows_of(given))
    if hasattr(given, "made_by"):
        return plain([given.x, given.u, given.z, given.v, given.y])
    if isinstance(given, dict):
        return {key: plain(value) for key, value in given.items()}
    return plain(given)
