"""What a function gave for a case, and when two answers are the same."""

import math
from dataclasses import dataclass
from typing import Any

from rnn_pure.diagnosis.cases import Case
from rnn_pure.rnn import Gradients

OUT, RE = ("W_out", "b_out"), ("W_in", "W_re", "b", "x", "z_0")


@dataclass(frozen=True)
class Seen:
    """A case, the gradients that were returned for it, and how exact."""

    case: Case
    fields: dict[str, list[float]]
    tolerance: float

    def is_right(self, field: str, by: float = 1.0) -> bool:
        """Whether a gradient is what it should be, or by times that."""
        right = flat(value_of(self.case.right, field))
        return self.has(field, [by * number for number in right])

    def has(self, field: str, value: Any) -> bool:
        """Whether it was seen so."""
        return same(self.fields[field], flat(value), self.tolerance)


def flat(value: Any) -> list[float]:
    """The numbers of a vector, a matrix, or a list of either."""
    if isinstance(value, list):
        return [number for part in value for number in flat(part)]
    return [value]


def times(by: float, value: Any) -> Any:
    """The same with every number multiplied."""
    if isinstance(value, list):
        return [times(by, part) for part in value]
    return by * value


def same(a: list[float], b: list[float], tolerance: float) -> bool:
    """Whether they differ by no more than a part of the largest entry."""
    if len(a) != len(b):
        return False
    if not all(map(math.isfinite, a)) or not all(map(math.isfinite, b)):
        return False
    most = tolerance * max(map(abs, b), default=0.0)
    return all(abs(p - q) <= most for p, q in zip(a, b))


def value_of(gradients: Gradients, field: str) -> Any:
    """A gradient, x as a list from x_1 to x_T."""
    value = getattr(gradients, field)
    return value[1:] if field == "x" else value


def seen_from(
    case: Case, fields: dict[str, Any], tolerance: float
) -> Seen:
    """What an answer holds of the gradients that are judged."""
    kept = {f: flat(v) for f, v in fields.items() if f in (*OUT, *RE)}
    return Seen(case, kept, tolerance)
