"""What of the derivation could pass a place that is reached so often."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import TypeAlias

from rnn_pure.diagnosis.values import Bank, Family, Value

Numbers: TypeAlias = tuple[float, ...]
# numbers for every time that a place is reached; None leaves what is there
Series: TypeAlias = tuple[Numbers | None, ...]
ENTRIES = 40  # in a block of numbers that are met one by one


@dataclass(eq=False)
class Way:
    """A series, and the values it is of, one for each step or one for all.

    order: −1 for t = T … 1, 1 for t = 1 … T.
    """

    of: tuple[Value | None, ...]
    series: Series
    order: int = 0

    @property
    def one(self) -> Value:
        return next(v for v in self.of if v)

    def name(self, i: int) -> str:
        """Whose number is met at the i-th time."""
        at = i * len(self.of) // len(self.series)
        value = self.of[-1 - at if self.order < 0 else at]
        return value.name if value else ""


class Possible:
    """Every series of so many values of one size."""

    def __init__(self, bank: Bank) -> None:
        self.bank = bank
        self.found: dict[tuple[int, int], list[Way]] = {}

    def __call__(self, count: int, size: int) -> list[Way]:
        if (count, size) not in self.found:
            made = self._whole(count, size) if size > 1 else (
                self._entries(count))
            found: dict[Series, Way] = {}
            for way in made:
                if any(way.series):
                    found.setdefault(way.series, way)
            self.found[count, size] = [*found.values()]
        return self.found[count, size]

    def _whole(self, count: int, size: int) -> Iterator[Way]:
        """Vectors and matrices, one each time."""
        bank, T = self.bank, self.bank.T
        fitting = [f for f in bank.families if f.size == size]
        each = count // T if count % T == 0 else int(count == T - 1)
        cuts = [slice(T)] if count % T == 0 else [slice(T - 1), slice(1, T)]
        for family in fitting if 0 < each <= ENTRIES else ():
            for series in _ways(family):
                for order in (-1, 1):
                    of, steps = family.values[::order], series[::order]
                    for cut in cuts:
                        yield Way(of[cut][::order], tuple(
                            numbers for numbers in steps[cut]
                            for _ in range(each)
                        ), order)
        if count == 1:
            yield from self._once(size, fitting)
        if count == T * (T + 1) // 2:
            yield from self._chains(range(T, 0, -1), size)
            yield from self._chains(range(1, T + 1), size)
            for family in fitting:  # a recursion that begins at each step
                of = tuple(v for s in range(T)
                           for v in family.values[:s - 1 if s else None:-1])
                yield Way(of, _numbers(of))

    def _once(self, size: int, fitting: list[Family]) -> Iterator[Way]:
        """What is computed at one go."""
        for value in [*self.bank.totals.values(), *self.bank.stacks]:
            if len(value.numbers) == size:
                yield Way((value,), (value.numbers,))
                if is_matrix(value):
                    yield Way((value,), (value.turned,))
                n, m = value.shape
                if not value.name.startswith("∂"):  # the last step first
                    rows = [value.numbers[i:i + m]
                            for i in range(0, n * m, m)]
                    turned = tuple(k for row in rows[::-1] for k in row)
                    yield Way((value,), (turned,))
        for family in fitting:
            for v in (family.values[0], family.values[-1]):
                if v and v.kind == "due" and " … " not in v.name:
                    yield Way((v,), (v.numbers,))

    def _chains(self, steps: Iterable[int], size: int) -> Iterator[Way]:
        """Every error sent back by itself, in two loops."""
        chain = self.bank.chain
        pairs = [(s, k) for s in steps for k in range(s, 0, -1)]
        for name in dict.fromkeys(name for name, _, _ in chain):
            of = tuple(chain[name, s, k] for s, k in pairs)
            if len(of[0].numbers) == size:
                yield Way(of, _numbers(of))
                if " " in name:
                    yield Way(of, tuple(v.turned for v in of))
                else:
                    back = tuple(chain.get((name, s, k - 1))
                                 for s, k in pairs)
                    yield Way(back, _numbers(back))

    def _entries(self, count: int) -> Iterator[Way]:
        """Entry by entry, in nested loops."""
        bank, T = self.bank, self.bank.T
        each = count // T if count % T == 0 else 0
        for family in [*bank.families, *bank.summed] if each else ():
            if all(family.values):
                for blocks in zip(*(_blocks(v, each)
                                    for v in family.values if v)):
                    for order in (-1, 1):
                        yield Way(family.values, tuple(
                            (k,) for block in blocks[::order] for k in block),
                            order)
        for value in bank.weights if each else ():
            for block in _blocks(value, each):
                yield Way((value,), tuple((k,) for k in block * T))
        for value in [*bank.weights, *bank.totals.values()]:
            if count > 1 and (
                value.kind == "given" or len(value.numbers) == count
            ):
                for block in _blocks(value, count):
                    yield Way((value,), tuple((k,) for k in block))


def is_matrix(value: Value) -> bool:
    return min(value.shape) > 1


def _ways(family: Family) -> Iterator[Series]:
    """Its numbers at t = 1 … T, as they are and about their diagonals."""
    yield _numbers(family.values)
    if is_matrix(family.one):
        yield tuple(v.turned if v else None for v in family.values)


def _numbers(of: Iterable[Value | None]) -> Series:
    return tuple(v.numbers if v else None for v in of)


def _blocks(value: Value, count: int) -> Iterator[Numbers]:
    """Its entries as loops meet them: row by row, column by column, or
    each for every round of another loop."""
    n = len(value.numbers)
    if count == n:
        yield value.numbers
        if is_matrix(value):
            yield value.turned
    elif min(value.shape) == 1 and count % n == 0 and count <= ENTRIES:
        yield value.numbers * (count // n)
        yield tuple(
            k for k in value.numbers for _ in range(count // n))
