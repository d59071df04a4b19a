"""Four ways to one gradient: three equal in fractions, one to rounding."""

import inspect
import sys
import textwrap
import threading
import tracemalloc
from copy import deepcopy
from dataclasses import replace
from fractions import Fraction
from functools import partial
from operator import add, mul, sub, truediv

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st
from networks import exact, flat, one_exact, one_float, weights

from rnn_pure import activations, autograd, backprop, fcnn, numerical, proof
from rnn_pure.activations import Activation, identity, relu, softsign
from rnn_pure.autograd import Value
from rnn_pure.backprop import bptt, truncated_bptt
from rnn_pure.losses import ERRORS, ErrorFunction, softmax_cross_entropy
from rnn_pure.matrix import dot, matvec
from rnn_pure.realtime import rtrl, rtrl_steps
from rnn_pure.rnn import RNN, forward

# --- what is true of every network, in fractions ----------------------------


def three_ways_are_equal(rnn, xs, ds, z_0):
    by_bptt = bptt(rnn, forward(rnn, xs, z_0), ds)
    assert by_bptt == autograd.gradients(rnn, xs, ds, z_0)  # the deltas too
    assert weights(rtrl(rnn, xs, ds, z_0)) == weights(by_bptt)
    return by_bptt


def each_step_of_rtrl_is_the_gradient_of_that_steps_error(rnn, xs, ds, z_0):
    for t, step in enumerate(rtrl_steps(rnn, xs, ds, z_0), start=1):
        only_t = [None] * (t - 1) + [ds[t - 1]]
        states = forward(rnn, xs[:t], z_0)
        assert weights(step) == weights(bptt(rnn, states, only_t))


def summed(vectors):
    return [sum(entries) for entries in zip(*vectors)]


def pieces_that_reach_back_to_the_start_add_up(case, k1, full):
    rnn, xs, ds, z_0 = case
    T = len(xs)
    pieces = [*truncated_bptt(rnn, xs, ds, k1, max(k1, T), z_0)]
    assert len(pieces) == -(-T // k1)
    rows = zip(*(piece.rows() for piece in pieces))
    assert [*map(summed, rows)] == full.rows()
    assert summed(piece.z_0 for piece in pieces) == full.z_0
    for t in range(1, T + 1):
        assert summed(p.x[t] for p in pieces if t < len(p.x)) == full.x[t]


def each_piece_is_bptt_on_its_window(case, k1, k2):
    rnn, xs, ds, z_0 = case
    z, t_0, T = forward(rnn, xs, z_0).z, 0, len(xs)
    for piece in truncated_bptt(rnn, xs, ds, k1, k2, z_0):
        t_1 = min(t_0 + k1, T)
        s = max(0, t_1 - k2)
        states = forward(rnn, xs[s:t_1], z[s])
        window = bptt(rnn, states, [None] * (t_0 - s) + ds[t_0:t_1])
        assert piece.rows() == window.rows()
        assert piece.z_0 == (window.z_0 if s == 0 else None)
        for name in "x", "delta_out", "delta_re":
            over_time = getattr(piece, name)
            assert over_time[:s + 1] == [None] * (s + 1)
            assert over_time[s + 1:] == getattr(window, name)[1:]
        t_0 = t_1
    assert t_0 == T


def one_step_from_zero_is_the_fcnn(rnn, x, d):
    layers, states = fcnn.cell(rnn), forward(rnn, [x])
    by_layers = fcnn.forward(layers, x)
    assert by_layers.z[1:] == [states.z[1], states.y[1]]
    ours = bptt(rnn, states, [d])
    theirs = fcnn.backward(layers, by_layers, d)
    assert theirs.W[1:] == [ours.W_in, ours.W_out]
    assert theirs.b[1:] == [ours.b, ours.b_out]
    assert theirs.x == ours.x[1]
    theirs.b[1][0] += 1  # a list of its own
    assert theirs.delta[1:] == [ours.delta_re[1], ours.delta_out[1]]


def unrolled_it_is_a_deep_fcnn_that_shares_its_weights(rnn, xs, d, z_0):
    T, layers, states = len(xs), fcnn.unrolled(rnn, xs), forward(rnn, xs, z_0)
    by_layers = fcnn.forward(layers, z_0)
    assert by_layers.z == [*states.z, states.y[T]]
    ours = bptt(rnn, states, [None] * (T - 1) + [d])
    theirs = fcnn.backward(layers, by_layers, d)
    assert theirs.delta[1:T + 1] == ours.delta_re[1:T + 1]
    assert [*map(summed, zip(*theirs.W[1:T + 1]))] == ours.W_re
    assert summed(theirs.b[1:T + 1]) == ours.b
    assert theirs.W[T + 1] == ours.W_out
    assert theirs.x == ours.z_0


@given(
    exact(f=softsign)  # its fractions explode
    | exact(f=relu, max_T=6, max_n=4) | exact(f=identity, max_T=6, max_n=4),
    st.integers(1, 7), st.data(),
)
def test_what_is_true_of_every_network(case, k1, data):
    rnn, xs, ds, z_0 = case
    full = three_ways_are_equal(*case)
    each_step_of_rtrl_is_the_gradient_of_that_steps_error(*case)
    pieces_that_reach_back_to_the_start_add_up(case, k1, full)
    k2 = data.draw(st.integers(1, len(xs) + 1))
    k1 = data.draw(st.integers(1, k2))
    each_piece_is_bptt_on_its_window(case, k1, k2)
    d = ds[-1] or rnn.b_out
    one_step_from_zero_is_the_fcnn(rnn, xs[0], d)
    unrolled_it_is_a_deep_fcnn_that_shares_its_weights(rnn, xs, d, z_0)


def by_condition(u):
    """|u|, written with every kind of comparison."""
    z = []
    for u_i in u:
        if u_i == 0 or not u_i:
            z.append(0)
        elif u_i != abs(u_i):
            z.append(-u_i)
        else:
            z.append(u_i)
    return z


CUSTOM = {
    "softsign": (softsign.function, softsign.prime),
    "conditions": (by_condition,
                   lambda u: [(u_i > 0) - (u_i < 0) for u_i in u]),
    "powers": (lambda u: [u_i**3 - 2 * u_i**2 + u_i**1 + u_i**0 for u_i in u],
               lambda u: [3 * u_i**2 - 4 * u_i + 1 for u_i in u]),
    "a negative power": (
        lambda u: [(1 + u_i * u_i) ** -1 for u_i in u],
        lambda u: [-2 * u_i * (1 + u_i * u_i) ** -2 for u_i in u]),
}


@pytest.mark.parametrize(("function", "prime"), CUSTOM.values(), ids=CUSTOM)
def test_an_f_of_the_readers_own_where_nothing_else_is_zero(function, prime):
    custom = Activation("custom", function, prime)
    object.__setattr__(custom, "lock", threading.Lock())  # not to be copied
    rnn, xs, ds, z_0 = one_exact(f=custom, g=custom)
    gradients = three_ways_are_equal(rnn, xs, ds, z_0)
    assert all(entry for row in gradients.rows() for entry in row)
    rnn.b[0] -= forward(rnn, xs, z_0).u[1][0]
    assert forward(rnn, xs, z_0).u[1][0] == 0
    three_ways_are_equal(rnn, xs, ds, z_0)
    nothing = three_ways_are_equal(rnn, xs, [None] * len(xs), z_0)
    assert not any(entry for row in nothing.rows() for entry in row)


# --- in floats --------------------------------------------------------------


def entries(gradients):
    """All of the weights', the inputs' and the initial state's gradients."""
    return flat([*gradients.rows(), gradients.x, gradients.z_0])


def agree(way, rnn, xs, ds, z_0=None, to=1e-12):
    """The way and bptt, up to so much of the largest entry."""
    ours = entries(bptt(rnn, forward(rnn, xs, z_0), ds))
    theirs = entries(way(rnn, xs, ds, z_0))
    assert theirs == pytest.approx(ours, rel=0, abs=to * max(map(abs, ours)))


@pytest.mark.parametrize("error", ERRORS, ids=repr)
@pytest.mark.parametrize("g", activations.ACTIVATIONS, ids=repr)
@pytest.mark.parametrize("f", activations.ACTIVATIONS, ids=repr)
def test_finite_differences_agree_to_rounding(f, g, error):
    rnn, xs, ds, z_0 = one_float(1, f, g, error)
    states = forward(rnn, xs, z_0)
    for kinked, sums in (f, states.u), (g, states.v):
        if kinked in (relu, softsign):  # away from the kink of f or f′
            assert min(abs(s_i) for s in sums[1:] for s_i in s) > 1e-4
    agree(numerical.gradients, rnn, xs, ds, z_0, to=1e-8)
    agree(autograd.gradients, rnn, xs, ds, z_0)
    assert fcnn.cell(rnn).error is fcnn.unrolled(rnn, xs).error is error


def test_targets_of_every_kind_and_longer_than_python_can_recurse():
    rnn, xs, _, z_0 = one_float(4, error=softmax_cross_entropy)
    ds = [[0, 1, 0], None, [0.5, 0.25, 0.25], [1, 0, 0]]
    agree(autograd.gradients, rnn, xs, ds, z_0)
    rnn, T = RNN.random(1, 2, 1, seed=0), sys.getrecursionlimit()
    xs, ds = [[0.1]] * T, [None] * (T - 1) + [[1.0]]
    agree(autograd.gradients, rnn, xs, ds)


def test_the_graph_never_uses_the_slopes_that_it_checks():
    rnn, xs, ds, z_0 = one_float(2)
    right = autograd.gradients(rnn, xs, ds, z_0)
    rnn.f = Activation("f", rnn.f.function, pytest.fail)
    rnn.g = Activation("g", rnn.g.function, pytest.fail)
    rnn.error = ErrorFunction("E", rnn.error.function, pytest.fail)
    assert autograd.gradients(rnn, xs, ds, z_0) == right


def test_the_step_that_was_made_is_what_is_divided_by():
    rnn = replace(RNN.random(1, 1, 1, seed=0, f=identity), W_in=[[1e4]])
    xs, ds = [[0.5]], [[0.0]]
    right = bptt(rnn, forward(rnn, xs), ds)
    rough = numerical.gradients(rnn, xs, ds, eps=2.75e-12)
    # two steps of a float, a third more than ε
    assert rough.W_in[0][0] == pytest.approx(right.W_in[0][0], rel=0.15)


@pytest.mark.parametrize(("x", "eps", "words"), [
    (1e12, 1e-5, "eps is 1e-05, lost beside 1000000000000.0: .* larger"),
    (1.0, 1e-17, "eps is 1e-17, lost beside .*: take a larger"),
    (1.0, 1e308, r"eps is 1e\+308, and so far .* a smaller")])
def test_an_eps_that_makes_no_step_is_refused(x, eps, words):
    rnn = RNN([[0.5]], [[0.5]], [1.0], [[0.5]], [1.0])
    before = repr(rnn)
    with pytest.raises(ValueError, match=words):
        numerical.gradients(rnn, [[x]], [[0.5]], eps=eps)
    assert repr(rnn) == before


# --- in real time -----------------------------------------------------------


def test_weights_may_be_moved_or_replaced_between_two_steps():
    rows = []
    for replaced in False, True:
        rnn, xs, ds, z_0 = one_exact()
        steps = rtrl_steps(rnn, xs, ds, z_0)
        next(steps)
        z = forward(rnn, xs[:1], z_0).z
        twice = [[2 * w for w in row] for row in rnn.W_re]
        if replaced:
            rnn.W_re = twice
        else:
            rnn.W_re[:] = twice
        rnn.W_out[0][0] += 1
        second = next(steps)
        last = bptt(rnn, forward(rnn, xs[1:2], z[1]), ds[1:2])
        assert (second.W_out, second.b_out) == (last.W_out, last.b_out)
        rows.append([step.rows() for step in (second, *steps)])
    assert rows[0] == rows[1]


def test_the_memory_of_rtrl_does_not_grow_with_T():
    def peak(T):
        rnn, xs, ds = RNN.random(1, 6, 1, seed=0), [[0.1]] * T, [[1.0]] * T
        tracemalloc.start()
        rtrl(rnn, xs, ds)
        highest = tracemalloc.get_traced_memory()[1]
        tracemalloc.stop()
        return highest

    assert peak(60) < 2 * peak(12)  # not quite 1: xs and ds are copied


def test_the_state_is_carried_on_and_the_weights_may_move():
    rnn, xs, ds, z_0 = one_exact(T=4, f=relu, g=identity)
    mirror, z, k2 = replace(rnn), [z_0], 3
    pieces = truncated_bptt(rnn, xs, ds, 1, k2, z_0)
    for t_1, piece in enumerate(pieces, start=1):
        s = max(0, t_1 - k2)
        states = forward(mirror, xs[s:t_1], z[s])
        z.append(states.z[-1])  # as first computed, with the weights of then
        only_t = [None] * (t_1 - 1 - s) + ds[t_1 - 1:t_1]
        assert piece.rows() == bptt(mirror, states, only_t).rows()
        for network in rnn, mirror:
            network.W_re[0][1] += Fraction(1, 3)
            network.b[0] -= Fraction(1, 5)


# --- the graph --------------------------------------------------------------


NUMBERS = st.fractions(-3, 3, max_denominator=5)
OPERATIONS = add, sub, mul, truediv, lambda a, b: -a, lambda a, b: abs(a), (
    lambda a, b: a * a / (a + b))


@given(NUMBERS, NUMBERS)
def test_every_operation_by_the_definition_of_the_derivative(a, b):
    """In fractions: the limit is taken with a step that is really small."""
    assume(b != 0 and a != 0 and a + b != 0)
    h = Fraction(1, 10**30)
    for operation in OPERATIONS:
        for x, y in (Value(a), Value(b)), (Value(a), b), (a, Value(b)):
            E = operation(x, y)
            if not isinstance(E, Value):
                continue
            assert E.data == operation(a, b)
            E.backward()
            for w, up in (x, operation(a + h, b)), (y, operation(a, b + h)):
                if isinstance(w, Value):
                    slope = (up - operation(a, b)) / h
                    assert abs(w.grad - slope) < Fraction(1, 10**20)


def test_a_value_compares_as_its_number_does_and_is_no_float():
    a, b = Value(2), Value(Fraction(2))
    assert a == b == 2 != 3 != a
    assert [bool(a), bool(Value(0.0))] == [True, False]
    assert repr(Value(1.5)) == "Value(1.5)"
    for function in hash, float:  # equal, but not the same node
        with pytest.raises(TypeError):
            function(a)
    square = a * a
    for _ in range(2):
        square.backward()
        assert a.grad == 4


# --- what was given is left alone, and what is made is new ------------------


def test_no_way_changes_what_it_is_given():
    rnn, xs, ds, z_0 = one_float(3)
    before = repr((rnn, xs, ds, z_0))
    for way in rtrl, autograd.gradients, numerical.gradients:
        way(rnn, xs, ds, z_0)
    bptt(rnn, forward(rnn, xs, z_0), ds)
    list(truncated_bptt(rnn, xs, ds, 2, 3, z_0))
    assert repr((rnn, xs, ds, z_0)) == before


def test_differences_move_copies_only_so_that_ctrl_c_may_come():
    rnn, xs, ds, z_0 = one_float(3)
    seen, error = [], rnn.error

    def watch(y, d):
        seen.append(repr((rnn.rows(), xs, ds, z_0)))
        if len(seen) == 300:
            raise KeyboardInterrupt
        return error(y, d)

    watch.gradient = error.gradient
    rnn = replace(rnn, error=watch)
    with pytest.raises(KeyboardInterrupt):
        numerical.gradients(rnn, xs, ds, z_0)
    assert {*seen} == {repr((rnn.rows(), xs, ds, z_0))}


def test_pieces_and_steps_are_of_the_numbers_at_the_call():
    rnn, xs, ds, z_0 = one_float(3)
    for steps in partial(truncated_bptt, k1=1, k2=2), rtrl_steps:
        expected = [piece.rows() for piece in steps(rnn, xs, ds, z_0=z_0)]
        given = deepcopy((xs, ds, z_0))
        pieces = steps(rnn, *given[:2], z_0=given[2])
        for vector in (*given[0], given[1][0], given[2]):
            vector[0] = 9.0
        given[0].clear()
        given[1].clear()
        assert [piece.rows() for piece in pieces] == expected


def test_a_product_of_two_lengths_is_refused():
    for a, b in ([1, 2], [1]), ([1], [1, 2]), ([], [1]):
        with pytest.raises(ValueError, match="same length"):
            dot(a, b)
        with pytest.raises(ValueError, match="same length"):
            matvec([a], b)


# --- the degree of the proof ------------------------------------------------


class Degree:
    """The degree of a polynomial: the larger in a sum, the sum in a product.

    A plain number has degree 0.
    """

    def __init__(self, degree):
        self.degree = degree

    def __add__(self, other):
        return Degree(max(self.degree, getattr(other, "degree", 0)))

    def __mul__(self, other):
        return Degree(self.degree + getattr(other, "degree", 0))

    def __lt__(self, other):  # the doors ask whether it is finite
        return True

    __radd__, __rmul__, __gt__ = __add__, __mul__, __lt__


def changed_bptt(text, instead):
    """bptt with another text in the place of one of its own."""
    source = textwrap.dedent(inspect.getsource(bptt))
    assert text in source
    names = {**vars(backprop)}
    exec(source.replace(text, instead), names)
    return names["bptt"]


def test_the_degree_of_the_proof_is_that_of_the_wrong_too():
    def ones(m, n):
        return [[Degree(1) for _ in range(n)] for _ in range(m)]

    random_numbers = Activation("f", *[lambda u: [Degree(1) for _ in u]] * 2)
    random_slopes = ErrorFunction("E", lambda *_: 1, lambda *_: ones(1, 2)[0])
    for T in 1, 4:
        rnn = RNN(
            ones(3, 2), ones(3, 3), *ones(1, 3), ones(2, 3), *ones(1, 2),
            random_numbers, random_numbers, random_slopes)
        xs, ds, z_0 = ones(T, 2), ones(T, 2), *ones(1, 3)
        by_bptt = bptt(rnn, forward(rnn, xs, z_0), ds)
        by_rtrl = rtrl(rnn, xs, ds, z_0)
        f_prime_twice = changed_bptt(
            "(dE_dz[t], f.prime(u[t]))",
            "(hadamard(dE_dz[t], f.prime(u[t])), f.prime(u[t]))",
        )(rnn, forward(rnn, xs, z_0), ds)
        for rows, degree in (
            (by_bptt.rows() + [*by_bptt.x[1:], by_bptt.z_0], 2 * T + 3),
            (by_rtrl.rows(), 2 * T + 3),
            (f_prime_twice.rows(), proof.prove(2, 3, 2, T).degree),
        ):
            assert max(e.degree for row in rows for e in row) == degree


@pytest.mark.parametrize("seed", range(2))
def test_the_proof_holds_and_says_how_sure_it_is(seed):
    found = proof.prove(n_in=2, n_re=3, n_out=2, T=4, seed=seed)
    assert (found.equal, found.degree, found.chance) == (True, 15, 15 / 2**61)
    assert found.bits > 11 * 45  # the numbers are as long as it says


@pytest.mark.parametrize(("where", "way"), [
    (proof, "bptt"), (proof, "rtrl"), (proof.autograd, "gradients")])
def test_the_proof_sees_a_way_that_is_off_in_one_bit(monkeypatch, where, way):
    right = getattr(where, way)

    def off(*arguments):
        gradients = right(*arguments)
        gradients.W_re[2][1] += 1
        return gradients

    monkeypatch.setattr(where, way, off)
    assert not proof.prove(2, 3, 2, 4, seed=0).equal


# --- what is no polynomial, so that the proof does not see it ----------------


TINY = Fraction(1, 10**40)


def exactly_as_the_graph(way=bptt, T=120, scale=1):
    """W_re neither shrinks nor grows what passes; targets everywhere."""
    three, four = Fraction(3, 5), Fraction(4, 5)
    rnn = RNN([[1], [2]], [[three, -four], [four, three]], [1, -1],
              [[scale, 2 * scale]], [0], f=identity)
    xs, ds = [[t % 3] for t in range(T)], [[t % 5] for t in range(T)]
    return way(rnn, forward(rnn, xs), ds) == autograd.gradients(rnn, xs, ds)


def test_a_long_sequence_and_tiny_deltas_are_equal_too():
    assert exactly_as_the_graph()
    assert exactly_as_the_graph(T=3, scale=TINY)


@pytest.mark.parametrize(("more", "T", "scale"), [
    ("if t == T - 40: delta_re[t] = [0, 0]", 120, 1),
    ("delta_re[t] = [e * (abs(e) > 1e-12) for e in delta_re[t]]", 3, TINY)])
def test_which_a_branch_on_t_or_on_a_value_is_not(more, T, scale):
    last = "dE_dx[t] ="
    wrong = changed_bptt(last, f"{more}\n        {last}")
    assert not exactly_as_the_graph(wrong, T, scale)
