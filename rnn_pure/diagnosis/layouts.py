"""The layouts in which people keep vectors over time, and weights.

What is to be an array is {"A": …} here: the student's side makes it one.
"""

import math
from dataclasses import dataclass, replace
from itertools import product
from typing import Any

from rnn_pure.matrix import Matrix, Vector, transpose

BATCHES = ("row", "rowb", "batch", "batcht", "nmt", "column")


@dataclass(frozen=True)
class Layout:
    """How vectors and weights are given.

    vectors: list; arrays flat (T, n), side (n, T), column (T, n, N), row and
    rowb (T, N, n), batch (N, T, n), batcht with targets (T, N, n), nmt
    (n, N, T): a bias is (n, 1) for side, column and nmt, (1, n) for row, else
    (n,). rows: the weights are
    transposed, so that x W is what others write W x. ints: of x and d those
    that are numbers of classes. hot: those that are one-hot. last: one
    target. swapped: W is W_in and U is W_re. packed: five weights in a list.
    nan: a target that is missing is NaN.
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
        return self.vectors in BATCHES

    def array(self, value: Any, whole: bool = False) -> Any:
        """whole: of integers."""
        if self.vectors == "list":
            return value
        return {"A": value, "i": 1} if whole else {"A": value}

    def missing(self, nan: bool, none: bool = True) -> list["Layout"]:
        """Those in which a target can be None; NaN, if the file knows it.

        none: it knows that. To others None among classes may be an index.
        """
        if self.last or self.hot or (self.ints and not none):
            return []
        steps = self.vectors not in ("side", "batch", "nmt")
        return [replace(self, nan=False)] * steps + [
            replace(self, nan=True)] * (nan and not self.ints)

    def matrix(self, W: Matrix) -> Any:
        return self.array(transpose(W) if self.rows else W)

    def bias(self, b: Vector) -> Any:
        if self.vectors in ("side", "column", "nmt"):
            return self.array([[k] for k in b])
        return self.array([b] if self.vectors == "row" else b)

    def state(self, many: Matrix) -> Any:
        """z_0, or the one target: a vector for each of N sequences."""
        if self.vectors in ("list", "flat"):
            return self.array(many[0])
        columns = self.vectors in ("side", "column", "nmt")
        return self.array(transpose(many) if columns else many)

    def label(self, many: Matrix) -> Any:
        """The targets of one step as the numbers of their classes."""
        numbers = [d.index(max(d)) for d in many]
        if len(many) == 1 and self.vectors not in ("rowb", "batcht"):
            return numbers[0]
        return self.array(numbers, True)

    def sequence(self, many: list[Matrix], symbol: str) -> Any:
        """The T vectors of each of N sequences; an entry may be None."""
        if self.nan:
            n = max(len(v) for v in many[0] if v)
            many = [[v or [math.nan] * n for v in one] for one in many]
        if any(v is None for v in many[0]):
            of = self.label if symbol in self.ints else self._step
            return [
                v and of([one[t] for one in many])
                for t, v in enumerate(many[0])
            ]
        if symbol in self.ints:
            numbers = [[v.index(max(v)) for v in one] for one in many]
            if self.vectors == "batch":
                return self.array(numbers, True)
            if len(many) == 1 and self.vectors not in ("rowb", "batcht"):
                return numbers[0]
            return self.array(transpose(numbers), True)
        if self.vectors in ("list", "flat"):
            return self.array(many[0])
        if self.vectors == "side":
            return self.array(transpose(many[0]))
        if self.vectors == "batch" or (
            self.vectors == "batcht" and symbol != "d"
        ):
            return self.array(many)
        if self.vectors == "nmt":
            return self.array(_nmt(many))
        over_time = [*map(list, zip(*many))]  # T, N, n
        if self.vectors == "column":
            return self.array([*map(transpose, over_time)])
        return self.array(over_time)

    def _step(self, vectors: Matrix) -> Any:
        """One step's vectors, where steps are entries of a list."""
        if self.vectors in ("list", "flat"):
            return self.array(vectors[0])
        columns = self.vectors == "column"
        return self.array(transpose(vectors) if columns else vectors)


def _nmt(many: list[Matrix]) -> list[Matrix]:
    """n, N, T from N, T, n."""
    T, n = len(many[0]), len(many[0][0])
    return [
        [[one[t][i] for t in range(T)] for one in many] for i in range(n)
    ]


def layouts(
    numpy: bool, rows: list[bool], last: bool, swapped: bool, packed: bool,
    batches: bool,
) -> list[Layout]:
    """Those to be tried, the likeliest first; batches before all others."""
    ways = [
        "flat", "column", "row", "rowb", "list", "side", "batch", "batcht",
        "nmt",
    ][::-1 if batches else 1] if numpy else ["list"]
    return [
        Layout(way, turned, ints, "", one, other, in_list)
        for one, other, in_list, ints, way, turned in product(
            [False, True][:1 + last], [False, True][:1 + swapped],
            [False, True][:1 + packed], ["", "xd", "d"], ways, rows,
        )
    ]
