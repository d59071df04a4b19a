"""Random networks for the tests, in fractions and in floats."""

import random
from fractions import Fraction

from hypothesis import strategies as st

from rnn_pure.activations import identity, relu, softsign, tanh
from rnn_pure.checks import WEIGHTS
from rnn_pure.losses import softmax_cross_entropy, squared_error
from rnn_pure.rnn import RNN


def weights(gradients):
    return [getattr(gradients, name) for name in WEIGHTS]


def flat(lists):
    """All numbers of lists in lists."""
    if isinstance(lists, list):
        return [number for part in lists for number in flat(part)]
    return [] if lists is None else [lists]


def lists(number, *shape):
    """So many numbers in a list, or in lists in lists."""
    for n in reversed(shape):
        number = st.lists(number, min_size=n, max_size=n)
    return number


@st.composite
def networks(draw, number, size, *functions):
    """With weights that are such numbers; functions are for f, g and E."""
    n_in, n_re, n_out = draw(st.tuples(size, size, size))
    shapes = (n_re, n_in), (n_re, n_re), (n_re,), (n_out, n_re), (n_out,)
    weights = (draw(lists(number, *shape)) for shape in shapes)
    return RNN(*weights, *map(draw, map(st.sampled_from, functions)))


@st.composite
def exact(draw, f, max_T=4, max_n=3):
    """rnn, xs, ds, z_0 in fractions and whole numbers; targets are missing."""
    number = st.fractions(-2, 2, max_denominator=4) | st.integers(-2, 2)
    rnn = draw(networks(
        number, st.integers(1, max_n), [f], [identity, softsign, relu]))
    T, target = draw(st.integers(1, max_T)), lists(number, len(rnn.b_out))
    xs = draw(lists(number, T, len(rnn.W_in[0])))
    ds = draw(lists(target | st.none(), T))
    return rnn, xs, ds, draw(lists(number, len(rnn.b)))


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
