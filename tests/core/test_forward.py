"""The network on paper, the activations and the errors, row by row.

That forward and total_error are equations 1, 1′ and E: test_heart.py.
"""

import math
from fractions import Fraction

import pytest
from networks import one_float

from rnn_pure import RNN, activations, autograd, bptt, losses
from rnn_pure.activations import ACTIVATIONS, relu, sigmoid, softsign, tanh
from rnn_pure.losses import softmax, softmax_cross_entropy, squared_error
from rnn_pure.rnn import forward, total_error


def test_the_network_to_do_on_paper():
    rnn = RNN([[1]], [[Fraction(1, 2)]], [0], [[1]], [0], f=softsign)
    states = forward(rnn, [[Fraction(1)], [Fraction(0)], [Fraction(1)]])
    found = [Fraction(1, 2), Fraction(1, 5), Fraction(11, 21)]
    assert states.z == [[0], *([z] for z in found)]
    assert all(type(z) is Fraction for (z,) in states.z[1:])


def test_the_initial_state_is_zero_where_none_is_given():
    rnn, xs, _, _ = one_float(0)
    assert forward(rnn, xs) == forward(rnn, xs, [0.0] * 4)


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


@pytest.mark.parametrize(("module", "known"), [
    (activations, ACTIVATIONS), (losses, losses.ERRORS)])
def test_the_lists_are_whole(module, known):
    kind = type(known[0])
    made = [one for one in vars(module).values() if isinstance(one, kind)]
    assert made == [*known]
    assert len({one.name for one in made}) == len(made)


def test_a_seed_may_be_numpys():
    numpy = pytest.importorskip("numpy")
    seed = numpy.random.default_rng(0).integers(9)
    assert RNN.random(1, 2, 1, seed) == RNN.random(1, 2, 1, int(seed))


def test_random_weights_are_as_large_as_glorot_has_them():
    rnn = RNN.random(20, 30, 10, seed=0)
    for W in rnn.W_in, rnn.W_re, rnn.W_out:
        most = math.sqrt(6 / (len(W) + len(W[0])))
        assert 0.95 < max(abs(w) for row in W for w in row) / most <= 1


TABLE = {  # f(u) and f′(u)
    "tanh": (math.tanh, lambda u: 1 - math.tanh(u) ** 2),
    "sigmoid": (lambda u: 1 / (1 + math.exp(-u)),
                lambda u: math.exp(-u) / (1 + math.exp(-u)) ** 2),
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
    huge = [-1e300, -1000.0, 1000.0, 1e300]
    assert all(map(math.isfinite, f(huge) + f.prime(huge)))
    assert math.isnan(f([math.nan])[0])


@pytest.mark.parametrize("f", [tanh, sigmoid], ids=repr)
@pytest.mark.parametrize("huge", [10**400, Fraction(10**400)])
def test_a_whole_number_beyond_every_float_is_not_too_large_for_f(f, huge):
    assert f([huge, 1]) == [1.0, f([1])[0]]
    assert f([-huge]) == [-1.0 if f is tanh else 0.0]
    assert f.prime([huge]) == [0.0]


SOFTMAX = math.log(1 + math.e + math.exp(-2))  # of 0, 1 and −2


@pytest.mark.parametrize(("y", "d", "E"), [
    ([0.0, 1.0, -2.0], [0.2, 0.3, 0.5],
     0.2 * SOFTMAX + 0.3 * (SOFTMAX - 1) + 0.5 * (SOFTMAX + 2)),
    ([1000.0, -1000.0, 999.0], [0.0, 0.0, 1.0], math.log(1 + math.e)),
    ([1e17, 1e17], [0.5, 0.5], math.log(2)),
    ([1e15, 1e15 - 1], [1, 0], math.log(1 + math.exp(-1))),
    ([1e308, -1e308], [1, 0], 0), ([1e308, -1e308], [0, 1], math.inf),
    ([-1e308, 1e308, 1e308], [0, 1, 0], math.log(2))])
def test_the_cross_entropy_also_of_outputs_large_or_far_apart(y, d, E):
    assert softmax_cross_entropy(y, d) == pytest.approx(E, rel=1e-15)


def test_the_squared_error_and_the_softmax_of_huge_outputs():
    assert squared_error([Fraction(1, 2)] * 2, [0, 1]) == Fraction(1, 4)
    e = math.e
    assert softmax([1000.0, -1000.0, 999.0]) == pytest.approx(
        [e / (1 + e), 0, 1 / (1 + e)])


def test_a_distribution_sums_to_1_up_to_rounding():
    softmax_cross_entropy.check("d", [0.1] * 10)
    for off in 1e-6, -1e-6:
        with pytest.raises(ValueError, match="sum to 1"):
            softmax_cross_entropy.check("d", [0.5, 0.5 + off])
