"""The derivation's values on one network, each with its name.

A name is a formula and is computed by being read (formulas.py): so the values
are a list of names, and so are the well-known wrong ones.
"""

import re
from bisect import bisect
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from rnn_pure.checks import WEIGHTS
from rnn_pure.diagnosis.formulas import Formulas, outer, said_at
from rnn_pure.stand import Inputs, World

# What is put into the backward pass: a line of these is not to blame.
GIVEN = """
z_t  z_{t−1}  x_t  y_t  v_t  u_t  d_t  p_t  ∂p/∂y_t
W_in x_t  W_re z_{t−1}  W_in x_t + W_re z_{t−1}  W_out z_t
"""
# Where two have the same numbers the first gives the name.
DUE = """
∂E/∂z_t  δout_t  ∂E/∂y_t  f′(u_t)  g′(v_t)  W_outᵀ δout_t  δre_t
W_reᵀ δre_t  W_reᵀ δre_{t+1}  ∂E/∂z_{t−1}  δre_{t+1}  W_inᵀ δre_t
f′(u_t) ⊙ W_outᵀ δout_t  f′(u_t) ⊙ W_reᵀ δre_{t+1}
δout_t z_tᵀ  δre_t z_{t−1}ᵀ  δre_t x_tᵀ
"""
WRONG = """
W_re δre_t  W_reᵀ ∂E/∂z_t  f′(z_t)  f′(∂E/∂z_t)  ∂E/∂z_t ⊙ f′(z_t)
∂E/∂z_t / f′(u_t)  ∂E/∂z_t ⊙ f′(u_{t−1})  δre_t ⊙ f′(u_t)
W_outᵀ δout_t + δre_{t+1}  f′(u_t) ⊙ W_outᵀ δout_t + W_reᵀ δre_{t+1}
W_outᵀ δout_t + f′(u_t) ⊙ W_reᵀ δre_{t+1}  W_out δout_t  W_reᵀ W_reᵀ δre_t
∂E/∂z_t z_tᵀ  ∂E/∂z_t z_{t−1}ᵀ  ∂E/∂z_t x_tᵀ
"""
TERMS = {
    "W_out": "δout_t z_tᵀ", "W_re": "δre_t z_{t−1}ᵀ", "W_in": "δre_t x_tᵀ",
    "b": "δre_t", "b_out": "δout_t",
}
STACKED = (
    "x_t", "u_t", "z_t", "z_{t−1}", "v_t", "y_t", "d_t", "p_t", "δout_t",
    "δre_t",
)
# what a sum over two indices adds up, entry by entry
SUMMED = ("W_out", "δout_t"), ("W_re", "δre_t"), ("W_re", "δre_{t+1}")
# without an output layer what is handed over is ∂E_t/∂z_t: δout's numbers
HEADLESS = re.compile("[yvdp]_|W_out|∂E/∂y|δout_t z|g′")


@dataclass(frozen=True, eq=False)
class Value:
    """Numbers row by row; t is 0 for what belongs to no one step.

    A batch of vectors has a row for each of its sequences. kind is given for
    what the backward pass is given, due for what it makes, or wrong.
    """

    name: str
    numbers: tuple[float, ...]
    shape: tuple[int, int]
    t: int = 0
    kind: str = "due"

    @cached_property
    def turned(self) -> tuple[float, ...]:
        """Column by column."""
        rows, columns = self.shape
        return tuple(
            self.numbers[i * columns + j]
            for j in range(columns) for i in range(rows)
        )


@dataclass(frozen=True, eq=False)
class Family:
    """One formula's values at t = 1 … T; None where there is none."""

    name: str
    values: tuple[Value | None, ...]

    @property
    def size(self) -> int:
        return len(self.one.numbers)

    @property
    def one(self) -> Value:
        """The first that there is."""
        return next(v for v in self.values if v)


class Bank:
    """Every value of the derivation for N sequences, by name and by number."""

    def __init__(self, many: Sequence[Inputs], world: World, headless: bool):
        self.many, self.world, self.headless = many, world, headless
        self.T = len(many[0].xs)
        self.batch = [Formulas(given, world) for given in many]
        self.families = [
            *self._families(GIVEN, "given"), *self._families(DUE, "due"),
        ]
        self.weights = [self._weight(w) for w in self._those_with_gradient()]
        self.totals: dict[str, Value] = {}
        self.shares: dict[str, list[Value]] = {}
        self._sums()
        self.stacks = [*self._stacks()]
        self.chain = {n: v for n, v in self._chain()}
        # by the number of entries: the largest, which comes first, the value
        self._known: dict[int, list[tuple[float, int, Value]]] = {}
        self._remember()
        self._names: dict[tuple[float, ...], Value | None] = {}

    def name(self, numbers: Sequence[float]) -> Value | None:
        """Whose numbers these are; None where nobody knows them."""
        key = tuple(numbers)
        if len(key) < 2:
            return None
        if key not in self._names:
            known, m = self._known.get(len(key), []), max(map(abs, key))
            wide = 2e-5 * max(m, 1e-3)
            near = known[bisect(known, (m - wide,)):bisect(known, (m + wide,))]
            self._names[key] = min((
                (place, v) for _, place, v in near
                if close(key, v.numbers) or close(key, v.turned)
            ), default=(0, None))[1]
        return self._names[key]

    def family(self, name: str) -> Family | None:
        """The values over time of one formula."""
        return next((f for f in self.families if f.name == name), None)

    def _those_with_gradient(self) -> tuple[str, ...]:
        return WEIGHTS[:3] if self.headless else WEIGHTS

    def _families(self, names: str, kind: str) -> Iterator[Family]:
        for name in re.split(r"\s{2,}|\n", names.strip()):
            if not self._lacking(name):
                values = tuple(
                    self._value(name, t, kind)
                    for t in range(1, self.T + 1)
                )
                if any(values):
                    yield Family(name, values)

    def _lacking(self, name: str) -> bool:
        """Whether there is no such thing, as ∂E/∂y or ∂E/∂z is given."""
        if self.headless and HEADLESS.search(name):
            return True
        return self.world.error == "given" and name == "d_t"

    def _value(self, name: str, t: int, kind: str) -> Value | None:
        """A formula at t, of every sequence; outer products are added up."""
        try:
            parts = [formulas(name, t) for formulas in self.batch]
        except LookupError:
            return None
        said = said_at(name, t)
        if self.headless:
            said = re.sub(r"δout_(\d+)", r"∂E_\1/∂z_\1", said)
        if isinstance(parts[0][0], list):
            numbers = tuple(map(sum, zip(*map(flat, parts))))
            shape = len(parts[0]), len(parts[0][0])
        else:
            numbers = tuple(k for part in parts for k in part)
            shape = len(parts), len(parts[0])
        return Value(said, numbers, shape, t, kind)

    def _weight(self, w: str) -> Value:
        made = getattr(self.many[0], w)
        rows = made if isinstance(made[0], list) else [made]
        return Value(w, tuple(flat(rows)), (len(rows), len(rows[0])),
                     kind="given")

    def _sums(self) -> None:
        """Each gradient, its part after every step, and each step's share."""
        T, N = self.T, len(self.many)
        for weight in self.weights:
            w = weight.name
            family = self.family(TERMS[w])
            assert family is not None
            terms = [v or Value("", (0.0,) * len(weight.numbers), (N, 1))
                     for v in family.values]
            if w[0] == "b" and N > 1:  # the share of a step adds up a batch
                n = len(weight.numbers)
                terms = [Value(f"Σ {v.name}", tuple(
                    sum(v.numbers[i::n]) for i in range(n)), (1, n), v.t)
                    for v in terms]
                self.families.append(Family(f"Σ {TERMS[w]}", tuple(terms)))
            self.shares[w] = terms
            for first in (T, 1):
                name = f"∂E/∂{w}, t = {first} … {{t}}"
                self.families.append(Family(name, tuple(
                    Value(said_at(name, t), total(
                        terms[t - 1:] if first == T else terms[:t]
                    ), weight.shape, t)
                    for t in range(1, T + 1)
                )))
            self.totals[w] = Value(f"∂E/∂{w}", total(terms), weight.shape)

    def _stacks(self) -> Iterator[Value]:
        """A formula's vectors below one another."""
        for family in self.families:
            values = [v for v in family.values if v]
            if family.name in STACKED and len(values) == self.T:
                name = f"{values[0].name} … {values[-1].name}"
                numbers = tuple(k for v in values for k in v.numbers)
                shape = self.T, len(values[0].numbers)
                yield Value(name, numbers, shape, kind=values[0].kind)

    @cached_property
    def summed(self) -> list[Family]:
        """W[i][j] δ[i]: what nested loops add up to Wᵀ δ."""
        found = []
        for w, d in SUMMED:
            weight = next((v for v in self.weights if v.name == w), None)
            family = self.family(d)
            if weight and family and len(self.many) == 1:
                m = weight.shape[1]
                found.append(Family(f"{w}[i][j] {d}[i]", tuple(v and Value(
                    f"{w}[i][j] {v.name}[i]",
                    tuple(k * v.numbers[i // m]
                          for i, k in enumerate(weight.numbers)),
                    weight.shape, v.t,
                ) for v in family.values)))
        return found

    def _chain(self) -> Iterator[tuple[tuple[str, int, int], Value]]:
        """Each error sent back by itself: ∂E_s/∂u_k, and what it adds."""
        for s in range(1, self.T + 1):
            alone = [f.alone(s) for f in self.batch]
            for k in range(1, s + 1):
                parts = [one.delta_re[k] for one in alone]
                yield ("∂E_s/∂u_k", s, k), Value(
                    f"∂E_{s}/∂u_{k}", tuple(flat(parts)),
                    (len(parts), len(parts[0])), k,
                )
                for symbol, j in (("z", k - 1), ("x", k)):
                    index = "k−1" if symbol == "z" else "k"
                    made = [outer(p, f.lists[symbol][j])
                            for p, f in zip(parts, self.batch)]
                    yield (f"∂E_s/∂u_k {symbol}_{{{index}}}ᵀ", s, k), Value(
                        f"∂E_{s}/∂u_{k} {symbol}_{j}ᵀ",
                        tuple(map(sum, zip(*map(flat, made)))),
                        (len(made[0]), len(made[0][0])), k,
                    )

    def _remember(self) -> None:
        """Of two with the same numbers the name that comes first holds."""
        T = self.T
        fixed = f"{WRONG}  " + "  ".join(
            f"{d} {z}_{k}ᵀ" for k in range(T + 1)
            for d, z in (("δre_t", "z"), ("δout_t", "z"), ("δre_t", "x"))
        )
        start = [self._value("z_{t−1}", 1, "given"),
                 self._value("∂E/∂z_{t−1}", 1, "due")]
        plain = [*self.weights, *self.totals.values(),
                 *(v for f in self.families for v in f.values)]
        for place, v in enumerate((
            *start, *plain, *self.stacks,
            *self.chain.values(),
            *(v for f in self._families(fixed, "wrong")
              for v in f.values),
            *self._multiples(),
        )):
            if v and any(v.numbers):
                self._known.setdefault(len(v.numbers), []).append(
                    (max(map(abs, v.numbers)), place, v))
        for known in self._known.values():
            known.sort()

    def _multiples(self) -> Iterator[Value]:
        """With another factor or sign."""
        n_out = len(self.many[0].b_out)
        some = [v for name in ("δout_t", "δre_t", *TERMS.values())
                for f in self.families if f.name == name for v in f.values]
        for v in [*some, *self.totals.values()]:
            for factor, said in (
                (-1.0, "−"), (2.0, "2 × "), (0.5, "½ × "),
                (1 / self.T, "1/T × "), (2 / n_out, "2/n_out × "),
            ):
                if v:
                    yield Value(
                        said + v.name, tuple(factor * k for k in v.numbers),
                        v.shape, v.t, "wrong",
                    )


def flat(v: Any, most: int = 600) -> list[float]:
    """The numbers in it, row by row; [] where it is no array of numbers."""
    if isinstance(v, bool | str | type):
        return []
    if isinstance(v, int | float):
        return [float(v)]
    if hasattr(v, "tolist") and getattr(v, "size", most) <= most:
        kind = getattr(getattr(v, "dtype", None), "kind", "")
        return flat(v.tolist(), most) if kind in [*"fiu"] else []
    found: list[float] = []
    if isinstance(v, list | tuple):
        for e in v:
            inner = flat(e, most)
            if (e is not None and not inner) or len(found) > most:
                return []
            found += inner
    return found


def close(a: Sequence[float], b: Sequence[float], wide: float = 1e-5) -> bool:
    """Whether all entries agree, by what is large in b."""
    if len(a) != len(b):
        return False
    most = wide * max(1e-3, *map(abs, b))
    return all(abs(p - q) <= most for p, q in zip(a, b))


def total(values: Sequence[Value]) -> tuple[float, ...]:
    return tuple(map(sum, zip(*(v.numbers for v in values))))
