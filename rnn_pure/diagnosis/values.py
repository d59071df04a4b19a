"""The derivation's values on one network, each with its name.

A name is a formula and is computed by being read (formulas.py): so the values
are a list of names, and so are the well-known wrong ones.
"""

import re
from bisect import bisect
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from itertools import chain
from typing import Any, TypeAlias

from rnn_pure.checks import WEIGHTS
from rnn_pure.diagnosis.formulas import Formulas, said_at
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
δout_t z_tᵀ  δre_t z_{t−1}ᵀ  δre_t x_tᵀ  Σ δre_t  Σ δout_t
"""
# each error sent back by itself
CHAINS = "∂E_s/∂u_t  ∂E_s/∂u_{t−1}  ∂E_s/∂u_t z_{t−1}ᵀ  ∂E_s/∂u_t x_tᵀ"
WRONG = """
W_re δre_t  W_reᵀ ∂E/∂z_t  f′(z_t)  f′(∂E/∂z_t)  ∂E/∂z_t ⊙ f′(z_t)
∂E/∂z_t ⊙ f′(u_{t−1})  δre_t ⊙ f′(u_t)
W_outᵀ δout_t + δre_{t+1}  f′(u_t) ⊙ W_outᵀ δout_t + W_reᵀ δre_{t+1}
W_outᵀ δout_t + f′(u_t) ⊙ W_reᵀ δre_{t+1}  W_out δout_t  W_reᵀ W_reᵀ δre_t
∂E/∂z_t z_tᵀ  ∂E/∂z_t z_{t−1}ᵀ  ∂E/∂z_t x_tᵀ
"""
TERMS = {  # Σ is of a batch
    "W_out": "δout_t z_tᵀ", "W_re": "δre_t z_{t−1}ᵀ", "W_in": "δre_t x_tᵀ",
    "b": "Σ δre_t", "b_out": "Σ δout_t",
}
STACKED = (
    "x_t", "u_t", "z_t", "z_{t−1}", "v_t", "y_t", "d_t", "p_t", "δout_t",
    "δre_t",
)
# without an output layer what is handed over is ∂E_t/∂z_t: δout's numbers
HEADLESS = re.compile("[yvdp]_|W_out|∂E/∂y|δout_t z|Σ δout|g′")


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


Values: TypeAlias = tuple[Value | None, ...]  # at t = 1 … T
Chain: TypeAlias = dict[tuple[int, int], Value | None]  # by s and t


class Bank:
    """Every value of the derivation for N sequences, by name and by number."""

    def __init__(self, many: Sequence[Inputs], world: World, headless: bool):
        self.many, self.world, self.headless = many, world, headless
        self.T = len(many[0].xs)
        self.batch = [Formulas(given, world) for given in many]
        self.families = self._families(GIVEN, "given") | (
            self._families(DUE, "due"))
        self.weights = [
            self._weight(w) for w in WEIGHTS[:3 if headless else 5]]
        self.terms = {w.name: TERMS[w.name].removeprefix(
            "Σ " if len(many) == 1 else "") for w in self.weights}
        self.shares = {  # what each step adds to a gradient
            w: [v for v in self.families[name] if v]
            for w, name in self.terms.items()}
        self.totals = {w: total(f"∂E/∂{w}", shares)
                       for w, shares in self.shares.items()}
        self.stacks = [*self._stacks()]
        self.chains = [*map(self._chain, _split(CHAINS))]
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

    def _families(self, names: str, kind: str) -> dict[str, Values]:
        """The values over time of each formula."""
        found = {name: tuple(self._value(name, t, kind)
                             for t in range(1, self.T + 1))
                 for name in _split(names)
                 if not self._lacking(name)}
        return {name: values for name, values in found.items() if any(values)}

    def _lacking(self, name: str) -> bool:
        """Whether there is no such thing, as ∂E/∂y or ∂E/∂z is given."""
        if self.headless and HEADLESS.search(name):
            return True
        return (name == "d_t" and self.world.error == "given") or (
            name[0] == "Σ" and len(self.many) == 1)

    def _value(self, name: str, t: int, kind: str) -> Value | None:
        """A formula at t, of every sequence; outer products are added up."""
        try:
            parts = [formulas(name.removeprefix("Σ "), t)
                     for formulas in self.batch]
        except LookupError:
            return None
        said = said_at(name, t)
        if self.headless:
            said = re.sub(r"δout_(\d+)", r"∂E_\1/∂z_\1", said)
        rows, n, matrix = [*map(flat, parts)], len(parts[0]), isinstance(
            parts[0][0], list)
        numbers = tuple(map(sum, zip(*rows))) if (
            matrix or name[0] == "Σ") else tuple(flat(rows))
        shape = (n, len(parts[0][0])) if matrix else (len(numbers) // n, n)
        return Value(said, numbers, shape, t, kind)

    def _weight(self, w: str) -> Value:
        made = getattr(self.many[0], w)
        rows = made if isinstance(made[0], list) else [made]
        return Value(w, tuple(flat(rows)), (len(rows), len(rows[0])),
                     kind="given")

    def _partial(self) -> Iterator[Value]:
        """The gradients after every step, from either end."""
        for w, shares in self.shares.items():
            for t in range(1, self.T + 1):
                name = f"∂E/∂{w}, t = {self.T} … {t}"
                yield total(name, shares[t - 1:], t)
                yield total(f"∂E/∂{w}, t = 1 … {t}", shares[:t], t)

    def _stacks(self) -> Iterator[Value]:
        """A formula's vectors below one another; and the last step first."""
        for name in STACKED:
            values = [v for v in self.families.get(name, ()) if v]
            shape = self.T, len(values[0].numbers) if values else 0
            for some in values, values[::-1]:
                if len(values) == self.T:
                    yield Value(
                        f"{some[0].name} … {some[-1].name}",
                        tuple(k for v in some for k in v.numbers), shape,
                        kind=some[0].kind)

    def _chain(self, name: str) -> Chain:
        return {(s, t): self._value(name.replace("_s", f"_{s}"), t, "due")
                for s in range(1, self.T + 1) for t in range(1, s + 1)}

    def _remember(self) -> None:
        """Of two with the same numbers the name that comes first holds."""
        fixed = f"{WRONG}  " + "  ".join(
            f"{d} {z}_{k}ᵀ" for k in range(self.T + 1)
            for d, z in (("δre_t", "z"), ("δout_t", "z"), ("δre_t", "x"))
        )
        wrong = self._families(fixed, "wrong")
        for place, v in enumerate((
            self._value("z_{t−1}", 1, "given"),
            self._value("∂E/∂z_{t−1}", 1, "due"),
            *self.weights, *self.totals.values(), *_all(self.families),
            *self._partial(), *self.stacks,
            *chain(*map(dict.values, self.chains)),
            *_all(wrong), *self._multiples(),
        )):
            if v and any(v.numbers):
                self._known.setdefault(len(v.numbers), []).append(
                    (max(map(abs, v.numbers)), place, v))
        for known in self._known.values():
            known.sort()

    def _multiples(self) -> Iterator[Value]:
        """With another factor or sign."""
        n_out = len(self.many[0].b_out)
        deltas = [*self.families.get("δout_t", ()), *self.families["δre_t"]]
        for v in (*deltas, *chain(*self.shares.values()),
                  *self.totals.values()):
            for factor, said in (
                (-1.0, "−"), (2.0, "2 × "), (0.5, "½ × "),
                (1 / self.T, "1/T × "), (2 / n_out, "2/n_out × "),
            ):
                if v:
                    yield replace(v, name=said + v.name, kind="wrong",
                                  numbers=tuple(factor * k for k in v.numbers))


def _split(names: str) -> list[str]:
    return re.split(r"\s{2,}|\n", names.strip())


def _all(families: dict[str, Values]) -> Iterator[Value | None]:
    return chain(*families.values())


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


def total(name: str, values: Sequence[Value], t: int = 0) -> Value:
    numbers = tuple(map(sum, zip(*(v.numbers for v in values))))
    return Value(name, numbers, values[0].shape, t)
