"""The forward pass against the equations written out, entry by entry."""

import math
from fractions import Fraction

import pytest
from hypothesis import given
from networks import exact, one_float

from rnn_pure import (
    RNN,
    Activation,
    ErrorFunction,
    activations,
    autograd,
    bptt,
    forward,
    losses,
    relu,
    sigmoid,
    softmax_cross_entropy,
    softsign,
    squared_error,
    tanh,
    total_error,
)
from rnn_pure.activations import ACTIVATIONS
from rnn_pure.autograd import Value
from rnn_pure.losses import ERRORS, softmax


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
                E += (y_k - d_k) ** 2 * Fraction(1, 2)
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


TABLE = {
    "tanh": (math.tanh, lambda u: 1 - math.tanh(u) ** 2),
    "sigmoid": (
        lambda u: 1 / (1 + math.exp(-u)),
        lambda u: math.exp(-u) / (1 + math.exp(-u)) ** 2,
    ),
    "relu": (lambda u: max(0, u), lambda u: float(u > 0)),
    "softsign": (lambda u: u / (1 + abs(u)), lambda u: (1 + abs(u)) ** -2),
    "identity": (lambda u: u, lambda u: 1),
}


@pytest.mark.parametrize("f", ACTIVATIONS, ids=repr)
def test_each_row_of_the_table_of_f(f):
    u = [-3.0, -0.5, 0.0, 0.25, 2.0]
    f_of_u, slope = TABLE[f.name]
    assert f(u) == pytest.approx([*map(f_of_u, u)], rel=1e-14)
    assert f.prime(u) == pytest.approx([*map(slope, u)], rel=1e-14)
    assert f(u) is not u
    assert f.prime(u) is not f.prime(u)


@pytest.mark.parametrize("f", ACTIVATIONS, ids=repr)
@pytest.mark.parametrize("u", [-3.0, -0.5, 0.25, 2.0])
def test_every_slope_is_that_of_the_graph(f, u):
    x = Value(u)
    (z,) = f([x])
    if isinstance(z, Value):  # relu's 0 has forgotten where it came from
        z.backward()
    assert f.prime([u]) == [pytest.approx(x.grad, rel=1e-14)]


@pytest.mark.parametrize(
    ("module", "kind", "known"),
    [(activations, Activation, ACTIVATIONS), (losses, ErrorFunction, ERRORS)],
)
def test_the_lists_are_whole(module, kind, known):
    made = [one for one in vars(module).values() if isinstance(one, kind)]
    assert made == [*known]
    assert len({one.name for one in made}) == len(made)


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


@pytest.mark.parametrize(
    ("y", "d", "E"),
    [
        ([1e17, 1e17], [0.5, 0.5], math.log(2)),
        ([1e15, 1e15 - 1], [1, 0], math.log(1 + math.exp(-1))),
        ([1e308, -1e308], [1, 0], 0),
        ([-1e308, 1e308, 1e308], [0, 1, 0], math.log(2)),
        ([1e308, -1e308], [0, 1], math.inf),
    ],
)
def test_the_cross_entropy_of_logits_that_are_large_or_far_apart(y, d, E):
    assert softmax_cross_entropy(y, d) == pytest.approx(E, rel=1e-15)


@pytest.mark.parametrize("sum_of_d", [1 + 1e-6, 1 - 1e-6])
def test_a_distribution_sums_to_1_up_to_rounding(sum_of_d):
    softmax_cross_entropy.check("d", [0.1] * 10)
    with pytest.raises(ValueError, match="sum to 1"):
        softmax_cross_entropy.check("d", [0.5, sum_of_d - 0.5])


@pytest.mark.parametrize("f", [tanh, sigmoid], ids=repr)
@pytest.mark.parametrize("huge", [10**400, Fraction(10**400)])
def test_a_whole_number_beyond_every_float_is_not_too_large_for_f(f, huge):
    assert f([huge, 1]) == [1.0, f([1])[0]]
    assert f([-huge]) == [-1.0 if f is tanh else 0.0]
    assert f.prime([huge]) == [0.0]


@pytest.mark.parametrize("f", [relu, softsign], ids=repr)
def test_whole_numbers_are_exact(f):
    rnn = RNN([[2]], [[1]], [-1], [[1]], [0], f=f, g=f)
    states = forward(rnn, [[1], [1]])
    assert all(type(y) is not float for (y,) in states.y[1:])
    E = total_error(rnn, states, [[0], [1]])
    y_1, y_2 = (Fraction(y) for (y,) in states.y[1:])
    assert (E, type(E)) == ((y_1**2 + (y_2 - 1) ** 2) / 2, Fraction)
    gradients = bptt(rnn, states, [[0], [1]])
    assert gradients == autograd.gradients(rnn, [[1], [1]], [[0], [1]])
    for row in gradients.rows():
        assert all(type(entry) is not float for entry in row)


def test_squared_error_is_exact():
    half = Fraction(1, 2)
    assert squared_error([half, half], [0, 1]) == Fraction(1, 4)
