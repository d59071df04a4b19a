"""Random networks for the tests, in fractions and in floats."""

import random
from fractions import Fraction

from hypothesis import strategies as st

from rnn_pure import (
    RNN,
    identity,
    relu,
    softmax_cross_entropy,
    softsign,
    squared_error,
    tanh,
)
from rnn_pure.checks import WEIGHTS


def weights(gradients):
    return [getattr(gradients, name) for name in WEIGHTS]


@st.composite
def exact(draw, f, max_T=4, max_n=3):
    """rnn, xs, ds, z_0 in fractions and whole numbers; targets are missing."""
    g = draw(st.sampled_from([identity, softsign, relu]))
    number = st.fractions(-2, 2, max_denominator=4) | st.integers(-2, 2)
    size = st.integers(1, max_n)
    n_in, n_re, n_out = draw(st.tuples(size, size, size))
    T = draw(st.integers(1, max_T))

    def vector(n):
        return st.lists(number, min_size=n, max_size=n)

    def matrix(m, n):
        return st.lists(vector(n), min_size=m, max_size=m)

    rnn = RNN(*draw(st.tuples(
        matrix(n_re, n_in), matrix(n_re, n_re), vector(n_re),
        matrix(n_out, n_re), vector(n_out),
    )), f=f, g=g)
    target = vector(n_out) | st.none()
    ds = draw(st.lists(target, min_size=T, max_size=T))
    return rnn, draw(matrix(T, n_in)), ds, draw(vector(n_re))


def one_exact(seed=0, n_in=2, n_re=3, n_out=2, T=3, f=softsign, g=softsign):
    """One network without zeros or symmetries: nothing cancels by chance."""
    draw = random.Random(seed)

    def vector(n):
        signed = [draw.choice((-1, 1)) * draw.randint(1, 9) for _ in range(n)]
        return [Fraction(number, draw.randint(2, 9)) for number in signed]

    def matrix(m, n):
        return [vector(n) for _ in range(m)]

    rnn = RNN(
        matrix(n_re, n_in), matrix(n_re, n_re), vector(n_re),
        matrix(n_out, n_re), vector(n_out), f=f, g=g)
    return rnn, matrix(T, n_in), matrix(T, n_out), vector(n_re)


def one_float(seed, f=tanh, g=identity, error=squared_error, n_re=4, T=4):
    """One network in floats; the targets are distributions for softmax."""
    rnn = RNN.random(3, n_re, 3, seed=seed, f=f, g=g, error=error)
    draw = random.Random(seed + 1)
    rnn.b[:] = [draw.uniform(-1, 1) for _ in rnn.b]
    rnn.b_out[:] = [draw.uniform(-1, 1) for _ in rnn.b_out]
    xs = [[draw.uniform(-1, 1) for _ in range(3)] for _ in range(T)]
    ds = [[draw.uniform(0, 1) for _ in range(3)] for _ in range(T)]
    if error is softmax_cross_entropy:
        ds = [[d_k / sum(d) for d_k in d] for d in ds]
    ds[1] = None
    return rnn, xs, ds, [draw.uniform(-1, 1) for _ in range(n_re)]
