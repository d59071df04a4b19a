"""The forward pass against the equations written out, entry by entry."""

import math
from fractions import Fraction

import pytest
from hypothesis import given
from networks import exact, one_float

from rnn_pure import (
    RNN,
    forward,
    relu,
    sigmoid,
    softmax_cross_entropy,
    softsign,
    squared_error,
    tanh,
    total_error,
)
from rnn_pure.activations import ACTIVATIONS
from rnn_pure.losses import softmax


@given(exact(max_T=3))
def test_equations_1_and_1_prime(case):
    rnn, xs, _, z_0 = case
    states = forward(rnn, xs, z_0)
    n_in, n_re, n_out = len(xs[0]), len(rnn.b), len(rnn.b_out)
    assert len(xs) == states.T
    assert states.z[0] == z_0
    for t in range(1, states.T + 1):
        assert states.x[t] == xs[t - 1]
        for i in range(n_re):
            u = rnn.b[i]
            for j in range(n_in):
                u += rnn.W_in[i][j] * states.x[t][j]
            for j in range(n_re):
                u += rnn.W_re[i][j] * states.z[t - 1][j]
            assert states.u[t][i] == u
            assert states.z[t][i] == rnn.f([u])[0]
        for i in range(n_out):
            v = rnn.b_out[i]
            for j in range(n_re):
                v += rnn.W_out[i][j] * states.z[t][j]
            assert states.v[t][i] == v
            assert states.y[t][i] == rnn.g([v])[0]


@given(exact())
def test_equation_E(case):
    rnn, xs, ds, z_0 = case
    states = forward(rnn, xs, z_0)
    E = Fraction(0)
    for y, d in zip(states.y[1:], ds):
        if d is not None:
            for y_k, d_k in zip(y, d):
                E += (y_k - d_k) ** 2 / 2
    assert total_error(rnn, states, ds) == E


def test_the_network_to_do_on_paper():
    rnn = RNN([[1]], [[Fraction(1, 2)]], [0], [[1]], [0], f=softsign)
    xs = [[Fraction(1)], [Fraction(0)], [Fraction(1)]]
    states = forward(rnn, xs)
    assert [z for (z,) in states.z[1:]] == [
        Fraction(1, 2),
        Fraction(1, 5),
        Fraction(11, 21),
    ]


def test_the_initial_state_is_zero_where_none_is_given():
    rnn, xs, _, _ = one_float(0)
    assert forward(rnn, xs) == forward(rnn, xs, [0.0] * 4)


def test_fractions_stay_fractions():
    rnn = RNN([[1]], [[Fraction(1, 3)]], [0], [[1]], [0], f=softsign)
    states = forward(rnn, [[Fraction(1, 3)]] * 3)
    assert all(type(z) is Fraction for (z,) in states.z[1:])


@pytest.mark.parametrize(
    ("f", "f_of_u", "slope"),
    [
        (tanh, math.tanh, lambda u: 1 - math.tanh(u) ** 2),
        (
            sigmoid,
            lambda u: 1 / (1 + math.exp(-u)),
            lambda u: math.exp(-u) / (1 + math.exp(-u)) ** 2,
        ),
        (relu, lambda u: max(0, u), lambda u: float(u > 0)),
        (
            softsign,
            lambda u: u / (1 + abs(u)),
            lambda u: (1 + abs(u)) ** -2,
        ),
    ],
    ids=repr,
)
def test_each_row_of_the_table_of_f(f, f_of_u, slope):
    u = [-3.0, -0.5, 0.0, 0.25, 2.0]
    assert f(u) == pytest.approx([*map(f_of_u, u)], rel=1e-14)
    assert f.prime(u) == pytest.approx([*map(slope, u)], rel=1e-14)


@pytest.mark.parametrize("f", ACTIVATIONS, ids=repr)
def test_f_of_huge_numbers_neither_overflows_nor_hides_nan(f):
    huge = [-1e300, -1000.0, 1000.0, 1e300]
    assert all(map(math.isfinite, f(huge) + f.prime(huge)))
    assert math.isnan(f([math.nan])[0])


def test_softmax_cross_entropy_of_huge_outputs():
    y, d = [1000.0, -1000.0, 999.0], [0.0, 0.0, 1.0]
    e = math.e
    assert softmax(y) == pytest.approx([e / (1 + e), 0, 1 / (1 + e)])
    assert softmax_cross_entropy(y, d) == pytest.approx(math.log(1 + math.e))


@pytest.mark.parametrize("seed", range(5))
def test_the_softmax_cross_entropy_is_what_its_name_says(seed):
    _, _, (d, *_), y = one_float(seed, error=softmax_cross_entropy)
    powers = [math.exp(y_k) for y_k in y[:3]]
    E = -sum(d_k * math.log(p / sum(powers)) for d_k, p in zip(d, powers))
    assert softmax_cross_entropy(y[:3], d) == pytest.approx(E, rel=1e-12)


def test_squared_error_is_exact():
    half = Fraction(1, 2)
    assert squared_error([half, half], [0, 1]) == Fraction(1, 4)
