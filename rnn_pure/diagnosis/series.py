"""What of the derivation could pass a place that is reached so often."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import repeat
from typing import TypeAlias

from rnn_pure.diagnosis.values import Bank, Value, Values

Numbers: TypeAlias = tuple[float, ...]
# numbers for every time that a place is reached; None leaves what is there
Series: TypeAlias = tuple[Numbers | None, ...]
ENTRIES = 40  # in a block of numbers that are met one by one


@dataclass(eq=False)
class Way:
    """A series, and the values it is of, as they are met.

    order: −1 for t = T … 1, 1 for t = 1 … T.
    """

    of: Values
    series: Series
    order: int = 0

    @property
    def one(self) -> Value:
        return next(v for v in self.of if v)

    def name(self, i: int) -> str:
        """Whose number is met at the i-th time."""
        value = self.of[i * len(self.of) // len(self.series)]
        return value.name if value else ""


class Possible:
    """Every series of so many values of one size."""

    def __init__(self, bank: Bank) -> None:
        self.bank = bank
        self.found: dict[tuple[int, int], list[Way]] = {}

    def __call__(self, count: int, size: int) -> list[Way]:
        if (count, size) not in self.found:
            found: dict[Series, Way] = {}
            for of, order in self._values(count, size):
                each = count // len(of)
                laid = [_laid_out(v, each, size) for v in of]
                for parts in zip(*laid) if any(of) else ():
                    series = tuple(n for part in parts for n in part)
                    if any(series):
                        found.setdefault(series, Way(of, series, order))
            self.found[count, size] = [*found.values()]
        return self.found[count, size]

    def _values(self, count: int, size: int) -> Iterator[tuple[Values, int]]:
        """Values in an order in which they may be met."""
        bank, T = self.bank, self.bank.T
        families = [
            values for values in bank.families.values() if size in (
                1, *(len(v.numbers) for v in values if v))]
        if count % T == 0:
            for values in families:
                yield values[::-1], -1
                yield values, 1
            if size == 1:
                yield from (((w,) * T, 0) for w in bank.weights)
        if count == T - 1 and size > 1:
            for values in families:
                for part in values[:-1], values[1:]:
                    yield part[::-1], -1
                    yield part, 1
        singles = [*bank.totals.values()]
        if size == 1 and count > 1:
            yield from (((w,), 0) for w in bank.weights)
            yield from (((v,), 0) for v in singles if len(v.numbers) == count)
        elif count == 1:
            yield from (((v,), 0) for v in singles + bank.stacks)
            for values in families:
                yield from (((v,), 0) for v in (values[0], values[-1])
                            if v and v.kind == "due")
        if count == T * (T + 1) // 2 and size > 1:
            down = [(s, k) for s in range(T, 0, -1) for k in range(s, 0, -1)]
            up = sorted(down, key=lambda pair: (pair[0], -pair[1]))
            for chain in bank.chains:
                for pairs in down, up:
                    yield tuple(chain.get(pair) for pair in pairs), 0
            for values in families:  # a recursion that begins at each step
                yield tuple(values[t - 1] for s in range(1, T + 1)
                            for t in range(T, s - 1, -1)), 0


def is_matrix(value: Value) -> bool:
    return min(value.shape) > 1


def _laid_out(v: Value | None, each: int, size: int) -> Iterable[Series]:
    """A value, met so often: whole; or entry by entry, as loops meet them,
    row by row, column by column, or each for every round of another loop."""
    if v is None:
        return repeat((None,) * each)
    n = len(v.numbers)
    orders = [v.numbers, v.turned] if is_matrix(v) else [v.numbers]
    if n == size:
        return [(order,) * each for order in orders if each <= ENTRIES]
    if size == 1 and n != each and not is_matrix(v):
        again = each // n if each % n == 0 and each <= ENTRIES else 0
        orders = [v.numbers * again, tuple(
            k for k in v.numbers for _ in range(again))]
    return [tuple((k,) for k in order) for order in orders
            if size == 1 and len(order) == each]
