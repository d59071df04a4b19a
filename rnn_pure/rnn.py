"""The network and its forward pass: equations 1, 1′ and E.

    x_t   input                       n_in     W_in   n_re × n_in
    u_t   weighted sum in the cell    n_re     W_re   n_re × n_re    b
    z_t   state of the cell           n_re
    v_t   weighted sum of the output  n_out    W_out  n_out × n_re   b_out
    y_t   output; d_t what it should be, n_out

in: input, re: recurrent, out: output. W[i][j] leads from unit j to unit i.
Time t counts from 1 to T: z[0] is the initial state, and entry 0 of every
other list over time is unused.
"""

import random
from dataclasses import dataclass, field
from math import sqrt
from typing import Any

from rnn_pure import storage
from rnn_pure.activations import Activation, identity, tanh
from rnn_pure.checks import check_network, checked
from rnn_pure.losses import ErrorFunction, squared_error
from rnn_pure.matrix import (
    Matrix,
    Number,
    Vector,
    Vectors,
    add,
    from_1,
    matvec,
    over_time,
    rows_of,
    zeros,
)


@dataclass
class RNN:
    """The weights, the activation functions f and g, and the error E_t.

    The rows are copied: training never changes your lists. f and g may be
    any callable that takes a vector and has .prime, error any that takes
    (y, d) and has .gradient. Raises ValueError for a wrong shape, NaN or
    infinity, TypeError for what is not a list of numbers or no such function.
    """

    W_in: Matrix
    W_re: Matrix
    b: Vector
    W_out: Matrix
    b_out: Vector
    f: Activation | Any = tanh
    g: Activation | Any = identity
    error: ErrorFunction | Any = squared_error

    def __post_init__(self) -> None:
        vars(self).update(check_network(vars(self)))

    @classmethod
    @checked
    def random(
        cls,
        n_in: int,
        n_re: int,
        n_out: int,
        seed: int | None = None,
        f: Activation | Any = tanh,
        g: Activation | Any = identity,
        error: ErrorFunction | Any = squared_error,
    ) -> "RNN":
        """Glorot-uniform weights, zero biases; the same seed, the same ones.

        An m × n matrix is drawn from ±√(6/(m + n)) (Glorot & Bengio 2010).
        """
        draw = random.Random(seed).uniform

        def glorot(m: int, n: int) -> Matrix:
            most = sqrt(6 / (m + n))
            return [[draw(-most, most) for j in range(n)] for i in range(m)]

        return cls(
            W_in=glorot(n_re, n_in),
            W_re=glorot(n_re, n_re),
            b=[0.0] * n_re,
            W_out=glorot(n_out, n_re),
            b_out=[0.0] * n_out,
            f=f,
            g=g,
            error=error,
        )

    rows = rows_of

    def error_at(self, y: Vector, d: Vector | None) -> Number:
        """E_t; zero where there is no target."""
        return 0 if d is None else self.error(y, d)

    def error_slope(self, y: Vector, d: Vector | None) -> Vector:
        """∂E_t/∂y_t (equation E′); zero where there is no target."""
        return zeros(len(y)) if d is None else self.error.gradient(y, d)

    def to_json(self) -> str:
        """The weights and the names of f, g and error, as JSON.

        Raises TypeError for custom functions and for weights that are neither
        floats nor ints: JSON has no name for them.
        """
        return storage.to_json(self)

    @classmethod
    def from_json(cls, text: str) -> "RNN":
        """The network that to_json wrote; nothing in the text is executed.

        Raises TypeError for what is no str, ValueError for what is not such a
        text, unknown names, NaN and infinity, and wrong shapes as RNN does.
        """
        return cls(**storage.from_json(text))


@dataclass
class States:
    """What forward computed: each list is indexed by t, z[0] is the start.

    T is the number of time steps, made_by a copy of the f, g and weights that
    made them.
    """

    x: list[Vector]
    u: list[Vector]
    z: list[Vector]
    v: list[Vector]
    y: list[Vector]
    T: int
    made_by: Any = field(default=None, repr=False)


@dataclass
class Gradients:
    """The gradient of E by each weight, in its shape, and what led there.

    x[t] is ∂E/∂x_t and z_0 is ∂E/∂z_0; delta_out[t] is ∂E/∂v_t and
    delta_re[t] is ∂E/∂u_t, with the zero of T + 1 that starts the recursion.
    None: a field that the method does not give.
    """

    W_in: Matrix
    W_re: Matrix
    b: Vector
    W_out: Matrix
    b_out: Vector
    x: list[Vector] | None = None
    z_0: Vector | None = None
    delta_out: list[Vector] | None = None
    delta_re: list[Vector] | None = None

    rows = rows_of


@checked
def forward(rnn: RNN, xs: Vectors, z_0: Vector | None = None) -> States:
    """The sequence xs carried through the network: equations 1 and 1′.

    xs holds x_1 … x_T, each of n_in numbers; z_0 is the initial state, of
    n_re numbers, zero where it is not given. Raises ValueError for an empty
    sequence, a wrong length, NaN or infinity, TypeError for what is not
    numbers.
    """
    x, T = from_1(xs), len(xs)
    W_in, W_re, b, f = rnn.W_in, rnn.W_re, rnn.b, rnn.f
    W_out, b_out, g = rnn.W_out, rnn.b_out, rnn.g
    u, z, v, y = over_time(T), over_time(T), over_time(T), over_time(T)
    z[0] = zeros(len(b)) if z_0 is None else z_0
    for t in range(1, T + 1):
        u[t] = add(matvec(W_in, x[t]), matvec(W_re, z[t - 1]), b)  # eq 1
        z[t] = f(u[t])  # eq 1
        v[t] = add(matvec(W_out, z[t]), b_out)  # eq 1'
        y[t] = g(v[t])  # eq 1'
    return States(x, u, z, v, y, T)


@checked
def total_error(rnn: RNN, states: States, ds: Vectors) -> Number:
    """E = Σ_t E_t, a step without a target (None in ds) adding nothing.

    ds holds d_1 … d_T, each of n_out numbers or None. Raises as bptt does.
    """
    d, T = from_1(ds), states.T
    y, E = states.y, 0
    for t in range(1, T + 1):
        E += rnn.error_at(y[t], d[t])  # eq E
    return E
