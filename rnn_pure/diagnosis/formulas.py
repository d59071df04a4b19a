"""The derivation's formulas of one sequence, computed by being read.

"W_reᵀ δre_{t+1}" is a matrix times a vector, "δre_t x_tᵀ" an outer product,
⊙ goes entry by entry.
"""

import re
from collections.abc import Sequence
from typing import Any

from rnn_pure.backprop import bptt
from rnn_pure.checks import WEIGHTS
from rnn_pure.losses import softmax
from rnn_pure.matrix import add, hadamard, matvec, transpose
from rnn_pure.stand import Inputs, World, network, states

INDEX = re.compile(r"t|\{t([+−]1)\}")
STEPS = {None: 0, "+1": 1, "−1": -1}


class Formulas:
    """What each symbol is, over time."""

    def __init__(self, given: Inputs, world: World):
        self.rnn, self.given = network(given, world), given
        self.states = states(given, world)
        made, y = bptt(self.rnn, self.states, given.ds), self.states.y
        self.lists: dict[str, Any] = {
            "x": self.states.x, "z": self.states.z, "u": self.states.u,
            "v": self.states.v, "y": y, "d": [None, *given.ds],
            "δout": made.delta_out, "δre": made.delta_re,
        }
        if world.error == "softmax_cross_entropy":
            self.lists["p"] = [None, *map(softmax, y[1:])]
            self.lists["∂p/∂y"] = [None, *(
                [[p * (float(i == j) - q) for j, q in enumerate(ps)]
                 for i, p in enumerate(ps)] for ps in self.lists["p"][1:])]
        self.lists["∂E/∂y"] = [None, *(
            self.rnn.error_slope(*pair) for pair in zip(y[1:], given.ds)
        )]
        self.lists["∂E/∂z"] = [made.z_0, *(
            self("W_outᵀ δout_t + W_reᵀ δre_{t+1}", t)
            for t in range(1, len(y))
        )]
        for s in range(1, len(y)):  # each error by itself
            ds = [d if t == s else None for t, d in enumerate(given.ds, 1)]
            alone = bptt(self.rnn, self.states, ds)
            self.lists[f"∂E_{s}/∂u"] = alone.delta_re

    def __call__(self, name: str, t: int) -> Any:
        """A vector or a matrix; LookupError where there is none at t."""
        for sign, join in (" + ", add), (" ⊙ ", hadamard):
            left, found, others = name.partition(sign)
            if found:
                return join(self(left, t), self(others, t))
        left, found, others = name.partition(" ")
        if found:
            return self._product(self(left, t), self(others, t))
        return self._symbol(name, t)

    @staticmethod
    def _product(a: Any, b: Any) -> Any:
        """W x, or δ zᵀ; LookupError where the sizes do not go together."""
        if isinstance(b[0], list):
            return outer(a, b[0])
        if len(a[0]) != len(b):
            raise LookupError
        return matvec(a, b)

    def _symbol(self, name: str, t: int) -> Any:
        for prime, of in ("f′", self.rnn.f), ("g′", self.rnn.g):
            if name.startswith(prime):
                if prime == "g′" and of.name == "identity":
                    raise LookupError
                return of.prime(self._symbol(name[3:-1], t))
        plain = name.removesuffix("ᵀ")
        if plain in WEIGHTS:
            W = getattr(self.rnn, plain)
            return transpose(W) if name != plain else W
        symbol, _, index = plain.rpartition("_")
        at = INDEX.fullmatch(index)
        k = t + STEPS[at[1]] if at else int(index)
        found = self.lists[symbol][k] if k >= 0 else None
        if found is None:
            raise LookupError
        return [found] if name != plain else found


def said_at(name: str, t: int) -> str:
    """The name of a formula with its index filled in."""
    name = name.replace("{t}", str(t))
    return re.sub(f"(?<=_)({INDEX.pattern})",
                  lambda at: str(t + STEPS[at[2]]), name)


def outer(a: Sequence[float], b: Sequence[float]) -> list[list[float]]:
    return [[p * q for q in b] for p in a]
