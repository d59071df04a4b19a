"""The layouts in which people keep vectors over time, and weights.

What is to be an array is {"A": …} here: the student's side makes it one.
"""

import math
from dataclasses import dataclass, replace
from typing import Any

from rnn_pure.matrix import Matrix, Vector, transpose
from rnn_pure.stand import numbers

AXES = {  # of a sequence, of one step, of a bias; the likeliest first
    "flat": ("Tn", "n", "n"), "column": ("TnN", "nN", "nN"),
    "row": ("TNn", "Nn", "Nn"), "rowb": ("TNn", "Nn", "n"),
    "list": ("Tn", "n", "n"), "side": ("nT", "nN", "nN"),
    "batch": ("NTn", "Nn", "n"), "batcht": ("NTn", "Nn", "n"),
    "nmt": ("nNT", "nN", "nN"),
}


@dataclass(frozen=True)
class Layout:
    """How vectors and weights are given.

    vectors: of AXES, where N are the sequences; all but list are arrays, and
    for batcht targets are (T, N, n). rows: the weights are transposed, so
    that x W is what others write W x. ints: of x and d those that are numbers
    of classes. hot: those that are one-hot. last: one target. swapped: W is
    W_in and U is W_re. packed: five weights in a list. nan: a target that is
    missing is NaN.
    """

    vectors: str = "flat"
    rows: bool = False
    ints: str = ""
    hot: str = ""
    last: bool = False
    swapped: bool = False
    packed: bool = False
    nan: bool = False

    @property
    def takes_batches(self) -> bool:
        return "N" in AXES[self.vectors][0]

    def array(self, value: Any, whole: bool = False) -> Any:
        """whole: of integers."""
        if self.vectors == "list" or not isinstance(value, list):
            return value
        return {"A": value, "i": 1} if whole else {"A": value}

    def missing(self, nan: bool, none: bool = True) -> list["Layout"]:
        """Those in which a target can be None; NaN, if the file knows it.

        none: it knows that. To others None among classes may be an index.
        """
        if self.last or self.hot or (self.ints and not none):
            return []
        steps = AXES[self.vectors][0][0] == "T" or self.vectors == "batcht"
        return [replace(self, nan=False)] * steps + [
            replace(self, nan=True)] * (nan and not self.ints)

    def matrix(self, W: Matrix) -> Any:
        return self.array(transpose(W) if self.rows else W)

    def bias(self, b: Vector) -> Any:
        return self.array(_arranged([b], "Nn", AXES[self.vectors][2]))

    def step(self, vectors: Matrix, symbol: str = "") -> Any:
        """A vector of each of N sequences: z_0, or the one target."""
        axes = AXES[self.vectors][1]
        if not symbol or symbol not in self.ints:
            return self.array(_arranged(vectors, "Nn", axes))
        numbers = [v.index(max(v)) for v in vectors]
        return self._classes(numbers, "N", axes)

    def sequence(self, many: list[Matrix], symbol: str) -> Any:
        """The T vectors of each of N sequences; an entry may be None."""
        if self.nan:
            n = max(len(v) for v in many[0] if v)
            many = [[v or [math.nan] * n for v in one] for one in many]
        if any(v is None for v in many[0]):
            return [
                v and self.step([one[t] for one in many], symbol)
                for t, v in enumerate(many[0])
            ]
        turned = self.vectors == "batcht" and symbol == "d"
        axes = "TNn" if turned else AXES[self.vectors][0]
        if symbol not in self.ints:
            return self.array(_arranged(many, "NTn", axes))
        numbers = [[v.index(max(v)) for v in one] for one in many]
        return self._classes(numbers, "NT", axes)

    def _classes(self, numbers: list[Any], has: str, axes: str) -> Any:
        """They have no axis n; nor N, where that is but one column or row."""
        many = self.vectors in ("rowb", "batch", "batcht")
        one = len(numbers) == 1 and not many
        axes = axes.replace("n", "").replace("N", "" if one else "N")
        return self.array(_arranged(numbers, has, axes), True)

    def vectors_of(self, value: Any, shape: tuple[int, ...], T: int) -> Any:
        """T vectors from what has this shape; None where it cannot be."""
        at = AXES[self.vectors][0].index("T")
        if at == 0 and shape[:1] == (T + 1,):
            value, shape = value[1:], (T,)
        flat = [*numbers(value)]
        if shape[at:at + 1] != (T,) or len(flat) % T:
            return None
        inner = math.prod(shape[at + 1:]) if at else len(flat) // T
        return [[k for i, k in enumerate(flat) if i // inner % T == t]
                for t in range(T)]


def _arranged(value: Any, has: str, axes: str) -> Any:
    """What has these axes with others; without N only the first."""
    if "N" in has and "N" not in axes:
        value, has = value[0], has.replace("N", "")
    if has == axes:
        return value
    first, rest = axes[0], has.replace(axes[0], "")
    return [
        _arranged(part, rest, axes[1:])
        for part in _along(value, has.index(first))
    ]


def _along(value: Any, at: int) -> Any:
    """The parts along the axis at this place."""
    return [*map(list, zip(*(_along(v, at - 1) for v in value)))] if at else (
        value)
