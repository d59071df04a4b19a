"""The layouts in which people keep vectors over time, and weights."""

import sys
from dataclasses import dataclass, replace
from typing import Any

from rnn_pure.matrix import Matrix, Vector, transpose


@dataclass(frozen=True)
class Layout:
    """How vectors are given: over time as (T, n), (T, n, 1), (T, 1, n) …

    rows: the weights are transposed, so that x W is what others write W x.
    ints: "x", "d" or both are numbers of classes instead of vectors. swapped:
    W is W_in and U is W_re, as some books have it. packed: the five weights
    come in one list.
    """

    vectors: str = "list"
    rows: bool = False
    ints: str = ""
    swapped: bool = False
    packed: bool = False

    def __str__(self) -> str:
        shape = {
            "list": "lists", "flat": "arrays (n,)", "column": "arrays (n, 1)",
            "row": "arrays (1, n)", "sideways": "an array (n, T)",
            "batch": "an array (1, T, n)",
        }[self.vectors]
        rows = ", x W" if self.rows else ", W x"
        ints = f", {' and '.join(self.ints)} as int" if self.ints else ""
        packed = ", (W_in, W_re, b, W_out, b_out)" if self.packed else ""
        swapped = ", W = W_in" if self.swapped else ""
        return shape + rows + ints + packed + swapped

    def vector(self, v: Vector) -> Any:
        """One vector that is not in a list over time."""
        if self.vectors == "list":
            return [*v]
        array = sys.modules["numpy"].array(v, dtype=float)
        if self.vectors in ("column", "sideways"):
            return array.reshape(-1, 1)
        return array.reshape(1, -1) if self.vectors == "row" else array

    def state(self, v: Vector) -> Any:
        """z_0, which a batch has one of for each sequence."""
        vector = self.vector(v)
        return vector.reshape(1, -1) if self.vectors == "batch" else vector

    def matrix(self, W: Matrix) -> Any:
        """A weight."""
        W = transpose(W) if self.rows else [*map(list, W)]
        if self.vectors == "list":
            return W
        return sys.modules["numpy"].array(W, dtype=float)

    def sequence(self, vectors: Matrix, symbol: str = "") -> Any:
        """A list over time."""
        if symbol and symbol in self.ints:
            return [v.index(max(v)) for v in vectors]
        if self.vectors == "list":
            return [*map(list, vectors)]
        array = sys.modules["numpy"].array(vectors, dtype=float)
        return {
            "flat": lambda: array,
            "column": lambda: array[:, :, None],
            "row": lambda: array[:, None, :],
            "sideways": lambda: array.T.copy(),
            "batch": lambda: array[None],
        }[self.vectors]()


def layouts(letters: bool, parameters: bool) -> tuple[Layout, ...]:
    """Those to be tried.

    letters: U and W may mean each other's. parameters: the weights are one
    argument, and it may be a list.
    """
    plainly, more = _layouts(), []
    if letters:
        more = [replace(layout, swapped=True) for layout in plainly]
    if parameters:
        more = [replace(layout, packed=True) for layout in plainly]
    return *plainly, *more


def _layouts() -> tuple[Layout, ...]:
    """With arrays, once the submission has imported NumPy."""
    lists = (
        Layout(), Layout(rows=True), Layout(ints="d"),
        Layout(ints="d", rows=True), Layout(ints="xd"),
        Layout(ints="xd", rows=True),
    )
    if "numpy" not in sys.modules:
        return lists
    return (
        Layout("flat"), Layout("column"), Layout("flat", True),
        Layout("row", True), lists[0], Layout("sideways"),
        Layout("batch", True), lists[1], Layout("column", ints="xd"),
        Layout("flat", ints="xd"), Layout("flat", True, "xd"),
        Layout("row", True, "xd"), Layout("column", ints="d"),
        Layout("flat", ints="d"), Layout("flat", True, "d"),
        Layout("row", True, "d"), *lists[2:],
    )
