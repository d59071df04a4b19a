"""Four ways to one gradient: three equal in fractions, one to rounding."""

import sys
import tracemalloc
from dataclasses import replace
from fractions import Fraction

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st
from networks import exact, one_exact, one_float, weights

from rnn_pure import (
    RNN,
    Activation,
    ErrorFunction,
    autograd,
    bptt,
    fcnn,
    forward,
    identity,
    numerical,
    relu,
    rtrl,
    rtrl_steps,
    sigmoid,
    softmax_cross_entropy,
    softsign,
    squared_error,
    tanh,
    truncated_bptt,
)
from rnn_pure.activations import ACTIVATIONS
from rnn_pure.autograd import Value
from rnn_pure.losses import ERRORS


def check_equal(rnn, xs, ds, z_0):
    by_bptt = bptt(rnn, forward(rnn, xs, z_0), ds)
    by_autograd = autograd.gradients(rnn, xs, ds, z_0)
    assert by_bptt == by_autograd  # every field, the deltas too
    assert weights(rtrl(rnn, xs, ds, z_0)) == weights(by_bptt)


@given(exact(f=softsign))
def test_three_ways_are_equal_softsign(case):
    check_equal(*case)


@given(exact(f=relu, max_T=6, max_n=4))
def test_three_ways_are_equal_relu(case):
    check_equal(*case)


@given(exact(f=identity, max_T=6, max_n=4))
def test_three_ways_are_equal_identity(case):
    check_equal(*case)


@pytest.mark.parametrize("seed", range(3))
def test_three_ways_are_equal_where_nothing_is_zero(seed):
    case = one_exact(seed)
    check_equal(*case)
    gradients = bptt(case[0], forward(case[0], case[1], case[3]), case[2])
    assert all(entry != 0 for row in gradients.rows() for entry in row)


@pytest.mark.parametrize("error", ERRORS, ids=repr)
@pytest.mark.parametrize("g", ACTIVATIONS, ids=repr)
@pytest.mark.parametrize("f", ACTIVATIONS, ids=repr)
def test_finite_differences_agree_to_rounding(f, g, error):
    rnn, xs, ds, z_0 = one_float(1, f, g, error)
    states = forward(rnn, xs, z_0)
    for kinked, sums in (f, states.u), (g, states.v):
        if kinked in (relu, softsign):  # away from the kink of f or f′
            assert min(abs(s_i) for s in sums[1:] for s_i in s) > 1e-3
    by_bptt = bptt(rnn, states, ds)
    others = [
        numerical.gradients(rnn, xs, ds, z_0),
        autograd.gradients(rnn, xs, ds, z_0),
    ]
    ours = entries(by_bptt)
    for other in others:
        theirs = entries(other)
        assert len(theirs) == len(ours)
        apart = max(abs(a - b) for a, b in zip(ours, theirs))
        assert apart <= 1e-8 * max(map(abs, ours))


def entries(gradients):
    """All of the weights', the inputs' and the initial state's gradients."""
    rows = [*gradients.rows(), *gradients.x[1:], gradients.z_0]
    return [entry for row in rows for entry in row]


def test_autograd_never_uses_the_slopes_that_it_checks():
    rnn, xs, ds, z_0 = one_float(2)
    right = bptt(rnn, forward(rnn, xs, z_0), ds).rows()
    graph = autograd.gradients(rnn, xs, ds, z_0).rows()
    wrong_f = Activation("wrong", tanh.function, sigmoid.prime)
    wrong_error = ErrorFunction(
        "wrong", squared_error.function, lambda y, d: [1] * 3
    )
    for field, wrong in ("f", wrong_f), ("error", wrong_error):
        spoilt = replace(rnn, **{field: wrong})
        states = forward(spoilt, xs, z_0)
        assert bptt(spoilt, states, ds).rows() != right
        assert autograd.gradients(spoilt, xs, ds, z_0).rows() == graph


@given(exact())
def test_each_step_of_rtrl_is_the_gradient_of_that_steps_error(case):
    rnn, xs, ds, z_0 = case
    for t, step in enumerate(rtrl_steps(rnn, xs, ds, z_0), start=1):
        only_t = [None] * (t - 1) + [ds[t - 1]]
        states = forward(rnn, xs[:t], z_0)
        assert weights(step) == weights(bptt(rnn, states, only_t))


def test_rtrl_goes_on_with_weights_moved_in_between():
    rnn, xs, ds, z_0 = one_exact()
    steps = rtrl_steps(rnn, xs, ds, z_0)
    next(steps)
    before = forward(rnn, xs[:1], z_0)
    rnn.W_out[0][0] += 1
    rnn.W_in[1][0] += 1
    second = next(steps)
    states = forward(rnn, xs[1:2], before.z[1])
    last = bptt(rnn, states, ds[1:2])
    assert second.W_out == last.W_out
    assert second.b_out == last.b_out


def test_the_memory_of_rtrl_does_not_grow_with_T():
    def peak(T):
        rnn, xs, ds = RNN.random(1, 8, 1, seed=0), [[0.1]] * T, [[1.0]] * T
        tracemalloc.start()
        rtrl(rnn, xs, ds)
        highest = tracemalloc.get_traced_memory()[1]
        tracemalloc.stop()
        return highest

    assert peak(200) < 2 * peak(20)  # not quite 1: xs and ds are copied


def test_rtrl_sees_a_weight_that_was_replaced_as_one_that_was_moved():
    results = []
    for replaced in False, True:
        rnn, xs, ds, z_0 = one_exact()
        steps = rtrl_steps(rnn, xs, ds, z_0)
        next(steps)
        if replaced:
            rnn.W_re = [[2 * w for w in row] for row in rnn.W_re]
        else:
            for row in rnn.W_re:
                row[:] = [2 * w for w in row]
        results.append([step.rows() for step in steps])
    assert results[0] == results[1]


def test_no_target_no_gradient():
    rnn, xs, _, z_0 = one_exact()
    nothing = [None] * len(xs)
    for gradients in (
        bptt(rnn, forward(rnn, xs, z_0), nothing),
        rtrl(rnn, xs, nothing, z_0),
        autograd.gradients(rnn, xs, nothing, z_0),
    ):
        assert not any(entry for row in gradients.rows() for entry in row)


# --- truncated BPTT: equation 7 ---------------------------------------------


def summed(pieces):
    rows = zip(*(piece.rows() for piece in pieces))
    return [[sum(entries) for entries in zip(*same)] for same in rows]


@given(exact(f=relu, max_T=6) | exact(max_T=4), st.integers(1, 7))
def test_pieces_that_reach_back_to_the_start_add_up(case, k1):
    rnn, xs, ds, z_0 = case
    k2 = max(k1, len(xs))
    pieces = list(truncated_bptt(rnn, xs, ds, k1, k2, z_0))
    assert len(pieces) == -(-len(xs) // k1)
    full = bptt(rnn, forward(rnn, xs, z_0), ds)
    assert summed(pieces) == full.rows()
    assert [sum(z) for z in zip(*(p.z_0 for p in pieces))] == full.z_0
    for t in range(1, len(xs) + 1):
        shares = [p.x[t] for p in pieces if t < len(p.x)]
        assert [sum(share) for share in zip(*shares)] == full.x[t]


@given(exact(f=relu, max_T=7) | exact(max_T=4), st.data())
def test_each_piece_is_bptt_on_its_window(case, data):
    rnn, xs, ds, z_0 = case
    T = len(xs)
    k2 = data.draw(st.integers(1, T + 1))
    k1 = data.draw(st.integers(1, k2))
    z = forward(rnn, xs, z_0).z
    ends = [*range(k1, T, k1), T]
    pieces = list(truncated_bptt(rnn, xs, ds, k1, k2, z_0))
    assert len(pieces) == len(ends)
    t_0 = 0
    for piece, t_1 in zip(pieces, ends):
        s = max(0, t_1 - k2)
        states = forward(rnn, xs[s:t_1], z[s])
        targets = [None] * (t_0 - s) + ds[t_0:t_1]
        window = bptt(rnn, states, targets)
        assert piece.rows() == window.rows()
        assert piece.z_0 == (window.z_0 if s == 0 else None)
        for name in "x", "delta_out", "delta_re":
            over_time = getattr(piece, name)
            assert over_time[:s + 1] == [None] * (s + 1)
            assert over_time[s + 1:] == getattr(window, name)[1:]
        t_0 = t_1


def test_the_state_is_carried_on_and_the_weights_may_move():
    rnn, xs, ds, z_0 = one_exact(T=4, f=relu, g=identity)
    mirror = replace(rnn)
    z, k1, k2 = [z_0], 1, 3
    for t_1, piece in enumerate(
        truncated_bptt(rnn, xs, ds, k1, k2, z_0), start=1
    ):
        s = max(0, t_1 - k2)
        states = forward(mirror, xs[s:t_1], z[s])
        z.append(states.z[-1])  # as first computed, with the weights of then
        targets = [None] * (t_1 - 1 - s) + ds[t_1 - 1:t_1]
        assert piece.rows() == bptt(mirror, states, targets).rows()
        for network in rnn, mirror:
            network.W_re[0][1] += Fraction(1, 3)
            network.b[0] -= Fraction(1, 5)


# --- the graph --------------------------------------------------------------


def test_a_sequence_of_ten_thousand_steps():
    rnn = RNN.random(1, 2, 1, seed=0)
    xs = [[0.1]] * 10_000
    ds = [None] * 9_999 + [[1.0]]
    assert len(xs) > sys.getrecursionlimit()
    graph = autograd.gradients(rnn, xs, ds)
    by_bptt = bptt(rnn, forward(rnn, xs), ds)
    assert graph.W_out == by_bptt.W_out
    for ours, theirs in zip(by_bptt.rows(), graph.rows()):
        assert theirs == pytest.approx(ours, rel=1e-12)


NUMBERS = st.fractions(-3, 3, max_denominator=5)
OPERATIONS = {
    "a + b": lambda a, b: a + b,
    "a − b": lambda a, b: a - b,
    "a b": lambda a, b: a * b,
    "a / b": lambda a, b: a / b,
    "−a": lambda a, b: -a,
    "|a|": lambda a, b: abs(a),
    "a a / (a + b)": lambda a, b: a * a / (a + b),
}


@pytest.mark.parametrize("operation", OPERATIONS.values(), ids=OPERATIONS)
@given(a=NUMBERS, b=NUMBERS)
def test_every_operation_by_the_definition_of_the_derivative(operation, a, b):
    """In fractions: the limit is taken with a step that is really small."""
    assume(b != 0 and a != 0 and a + b != 0)
    h = Fraction(1, 10**30)
    for x, y in (Value(a), Value(b)), (Value(a), b), (a, Value(b)):
        result = operation(x, y)
        if not isinstance(result, Value):
            continue
        assert result.data == operation(a, b)
        result.backward()
        for value, above in (x, operation(a + h, b)), (y, operation(a, b + h)):
            if isinstance(value, Value):
                slope = (above - operation(a, b)) / h
                assert abs(value.grad - slope) < Fraction(1, 10**20)


def test_a_value_is_no_float():
    with pytest.raises(TypeError):
        float(Value(1.0))
    assert repr(Value(1.5)) == "Value(1.5)"


def test_backward_twice_does_not_add_up():
    a = Value(3.0)
    b = a * a
    b.backward()
    b.backward()
    assert a.grad == 6


# --- the network that BPTT extends ------------------------------------------


@given(exact(max_T=1))
def test_one_step_from_zero_is_the_fcnn(case):
    rnn, (x,), ds, _ = case
    ds = [d or [Fraction(1)] * len(rnn.b_out) for d in ds]
    layers = fcnn.cell(rnn)
    states, by_layers = forward(rnn, [x]), fcnn.forward(layers, x)
    assert by_layers.z[1:] == [states.z[1], states.y[1]]
    ours = bptt(rnn, states, ds)
    theirs = fcnn.backward(layers, by_layers, ds[0])
    assert theirs.W[1:] == [ours.W_in, ours.W_out]
    assert theirs.b[1:] == [ours.b, ours.b_out]
    assert theirs.delta[1:] == [ours.delta_re[1], ours.delta_out[1]]
    assert theirs.x == ours.x[1]
    theirs.b[1][0] += 1  # a list of its own
    assert theirs.delta[1:] == [ours.delta_re[1], ours.delta_out[1]]


@given(exact(last_only=True))
def test_unrolled_it_is_a_deep_fcnn_that_shares_its_weights(case):
    rnn, xs, ds, z_0 = case
    T = len(xs)
    layers = fcnn.unrolled(rnn, xs)
    states, by_layers = forward(rnn, xs, z_0), fcnn.forward(layers, z_0)
    assert by_layers.z == [*states.z, states.y[T]]
    ours = bptt(rnn, states, ds)
    theirs = fcnn.backward(layers, by_layers, ds[-1])
    assert theirs.delta[1:T + 1] == ours.delta_re[1:T + 1]
    shares = zip(*theirs.W[1:T + 1])
    assert [[sum(e) for e in zip(*rows)] for rows in shares] == ours.W_re
    assert [sum(e) for e in zip(*theirs.b[1:T + 1])] == ours.b
    assert theirs.W[T + 1] == ours.W_out
    assert theirs.x == ours.z_0


# --- the network itself is left alone ---------------------------------------


def test_no_way_changes_what_it_is_given():
    rnn, xs, ds, z_0 = one_float(3)
    before = repr((rnn, xs, ds, z_0))
    for way in rtrl, autograd.gradients, numerical.gradients:
        way(rnn, xs, ds, z_0)
    bptt(rnn, forward(rnn, xs, z_0), ds)
    list(truncated_bptt(rnn, xs, ds, 2, 3, z_0))
    assert repr((rnn, xs, ds, z_0)) == before


def test_finite_differences_leave_the_weights_alone_on_ctrl_c():
    rnn, xs, ds, z_0 = one_float(3)
    before, calls = repr(rnn), []

    def stop(y, d):
        calls.append(y)
        if len(calls) > 20:
            raise KeyboardInterrupt
        return squared_error(y, d)

    stop.gradient = squared_error.gradient
    with pytest.raises(KeyboardInterrupt):
        numerical.gradients(replace(rnn, error=stop), xs, ds, z_0)
    rnn.error = stop
    with pytest.raises(KeyboardInterrupt):
        numerical.gradients(rnn, xs, ds, z_0)
    rnn.error = squared_error
    assert repr(rnn) == before


def test_softmax_targets_of_every_kind():
    rnn, xs, _, z_0 = one_float(4, error=softmax_cross_entropy)
    ds = [[0, 1, 0], None, [0.5, 0.25, 0.25], [1, 0, 0]]
    by_bptt = bptt(rnn, forward(rnn, xs, z_0), ds)
    graph = autograd.gradients(rnn, xs, ds, z_0)
    for ours, theirs in zip(by_bptt.rows(), graph.rows()):
        assert theirs == pytest.approx(ours, rel=1e-12)
