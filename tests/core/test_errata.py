"""What the source of the derivation prints, run as printed, and shown wrong.

Each function computes one printed formula from a right forward pass (or, for
slip 1, its own) in fractions. Where the slip shows, it differs from BPTT, RTRL
and the graph, which are equal; where it cannot show, it does not.
"""

from dataclasses import replace
from fractions import Fraction

import pytest
from networks import one_exact

from rnn_pure import (
    RNN,
    Activation,
    autograd,
    bptt,
    forward,
    identity,
    rtrl,
    softmax_cross_entropy,
    tanh,
)
from rnn_pure.losses import softmax
from rnn_pure.matrix import (
    add,
    hadamard,
    matvec,
    sum_outer,
    transpose,
    zeros,
)

SEEDS = range(4)


def right(rnn, xs, ds, z_0):
    gradients = bptt(rnn, forward(rnn, xs, z_0), ds)
    assert gradients == autograd.gradients(rnn, xs, ds, z_0)
    assert gradients.rows() == rtrl(rnn, xs, ds, z_0).rows()
    return gradients


# 1: row vectors in equation 1, destination-first indices below it


def mixed(rnn):
    """Equation 1 on row vectors, with the w_ij that stand below it."""
    return replace(rnn, W_re=transpose(rnn.W_re))  # its shape never clashes


@pytest.mark.parametrize("seed", SEEDS)
def test_1_mixing_the_two_conventions_transposes_W_re(seed):
    rnn, xs, ds, z_0 = one_exact(seed)
    assert forward(mixed(rnn), xs, z_0).y != forward(rnn, xs, z_0).y
    wrong, gradients = right(mixed(rnn), xs, ds, z_0), right(rnn, xs, ds, z_0)
    assert wrong.W_re not in (gradients.W_re, transpose(gradients.W_re))


def test_1_with_one_unit_it_cannot_show():
    rnn, xs, ds, z_0 = one_exact(n_re=1)
    assert right(mixed(rnn), xs, ds, z_0) == right(rnn, xs, ds, z_0)


# 2: equation 3 sums ∂E/∂u_{t+1} for t = 1 … T


def equation_3_as_printed(states, gradients):
    T = states.T
    return sum_outer(
        [gradients.delta_re[t + 1] for t in range(1, T + 1)],  # to u_{T+1}
        [states.z[t] for t in range(1, T + 1)],
    )


@pytest.mark.parametrize("seed", SEEDS)
def test_2_the_printed_sum_loses_the_first_step(seed):
    rnn, xs, ds, z_0 = one_exact(seed)
    states, gradients = forward(rnn, xs, z_0), right(rnn, xs, ds, z_0)
    printed = equation_3_as_printed(states, gradients)
    lost = sum_outer([gradients.delta_re[1]], [z_0])
    assert printed != gradients.W_re
    assert [*map(add, printed, lost)] == gradients.W_re


@pytest.mark.parametrize("seed", SEEDS)
def test_2_from_a_zero_state_the_lost_term_is_zero(seed):
    rnn, xs, ds, _ = one_exact(seed)
    z_0 = zeros(3)
    printed = equation_3_as_printed(
        forward(rnn, xs, z_0), bptt(rnn, forward(rnn, xs, z_0), ds)
    )
    assert printed == right(rnn, xs, ds, z_0).W_re


# 3: equation 4 ends in ∂u/∂w_out: u_t does not depend on W_out at all


def test_3_the_printed_factor_would_make_the_gradient_zero():
    rnn, xs, ds, z_0 = one_exact()
    u = forward(rnn, xs, z_0).u
    rnn.W_out[0][0] += 1
    assert forward(rnn, xs, z_0).u == u  # ∂u/∂w_out = 0
    assert any(e for row in right(rnn, xs, ds, z_0).W_in for e in row)


# 4: the last equation has δ_t on both sides


def deltas_as_printed(rnn, states, ds, now):
    """Equation 5 with δ_t where δ_{t+1} belongs; now finds that δ_t."""
    delta_re = [None] * (states.T + 2)
    W_out_T, W_re_T = transpose(rnn.W_out), transpose(rnn.W_re)
    for t in range(states.T, 0, -1):
        dE_dy = rnn.error_slope(states.y[t], ds[t - 1])
        delta_out = hadamard(dE_dy, rnn.g.prime(states.v[t]))
        slope = rnn.f.prime(states.u[t])
        sent_down = hadamard(slope, matvec(W_out_T, delta_out))
        delta_re[t] = now(slope, W_re_T, sent_down)
    return delta_re[1:-1]


def solved(slope, W_re_T, sent_down):
    """δ of (I − diag f′ W_reᵀ) δ = f′ ⊙ W_outᵀ δ_out, by elimination."""
    n = len(slope)
    rows = [
        [(i == j) - slope[i] * W_re_T[i][j] for j in range(n)] + [sent_down[i]]
        for i in range(n)
    ]
    for i in range(n):
        pivot = next(k for k in range(i, n) if rows[k][i])
        rows[i], rows[pivot] = rows[pivot], rows[i]
        rows[i] = [entry / rows[i][i] for entry in rows[i]]
        for k in range(n):
            if k != i:
                factor = rows[k][i]
                rows[k] = [a - factor * b for a, b in zip(rows[k], rows[i])]
    return [row[-1] for row in rows]


def future_dropped(slope, W_re_T, sent_down):
    """Read as code, the unknown δ_t is still 0."""
    return sent_down


@pytest.mark.parametrize("T", [1, 3])
@pytest.mark.parametrize("seed", SEEDS)
def test_4_solved_for_delta_it_is_wrong_even_for_one_step(seed, T):
    rnn, xs, ds, z_0 = one_exact(seed, T=T)
    states, gradients = forward(rnn, xs, z_0), right(rnn, xs, ds, z_0)
    printed = deltas_as_printed(rnn, states, ds, solved)
    for t, delta in enumerate(printed, start=1):  # it does solve it
        sent_down = future_dropped_at(rnn, states, ds, t)
        slope = rnn.f.prime(states.u[t])
        back = matvec(transpose(rnn.W_re), delta)
        assert delta == add(sent_down, hadamard(slope, back))
    assert printed != gradients.delta_re[1:-1]


def future_dropped_at(rnn, states, ds, t):
    return deltas_as_printed(rnn, states, ds, future_dropped)[t - 1]


@pytest.mark.parametrize("seed", SEEDS)
def test_4_read_as_code_it_drops_the_future(seed):
    for T in 1, 2, 4:
        rnn, xs, ds, z_0 = one_exact(seed, T=T)
        states, gradients = forward(rnn, xs, z_0), right(rnn, xs, ds, z_0)
        printed = deltas_as_printed(rnn, states, ds, future_dropped)
        assert (printed == gradients.delta_re[1:-1]) == (T == 1)
        assert printed[-1] == gradients.delta_re[T]


# 5 is a tag used twice, 6 lists what is not printed: nothing to run


def test_6_the_equations_that_are_not_printed_are_needed():
    rnn, xs, ds, z_0 = one_exact()
    gradients = right(rnn, xs, ds, z_0)
    assert gradients.z_0 == matvec(
        transpose(rnn.W_re), gradients.delta_re[1]
    )
    for t, x in enumerate(gradients.x[1:], start=1):
        assert x == matvec(transpose(rnn.W_in), gradients.delta_re[t])
    assert gradients.b == [*map(sum, zip(*gradients.delta_re[1:-1]))]
    assert gradients.b_out == [*map(sum, zip(*gradients.delta_out[1:]))]


# 7: definition 3 for any output, so for softmax as g


def test_7_softmax_as_g_with_an_elementwise_slope_is_wrong():
    def elementwise(v):
        return [p * (1 - p) for p in softmax(v)]

    softmax_as_g = Activation("softmax", softmax, elementwise)
    weights = [[[0.5], [-0.3]], [[0.2, 0.1], [-0.4, 0.3]], [0.1, 0.2]]
    weights += [[[0.7, -0.2], [0.1, 0.9], [-0.5, 0.4]], [0.0, 0.1, -0.1]]
    xs, ds = [[1.0], [0.5]], [[0.0, 1.0, 0.0], [1.0, 0.0, 0.0]]
    rnn = RNN(*weights, f=tanh, g=softmax_as_g)
    printed = bptt(rnn, forward(rnn, xs), ds)
    graph = autograd.gradients(rnn, xs, ds)
    largest = max(abs(e) for row in graph.W_out for e in row)
    apart = [
        abs(a - b)
        for ours, theirs in zip(printed.W_out, graph.W_out)
        for a, b in zip(ours, theirs)
    ]
    assert max(apart) > 0.05 * largest
    stands = RNN(*weights, f=tanh, g=identity, error=softmax_cross_entropy)
    for ours, theirs in zip(
        bptt(stands, forward(stands, xs), ds).rows(),
        autograd.gradients(stands, xs, ds).rows(),
    ):
        assert ours == pytest.approx(theirs, rel=1e-12)


# 8: equations 2 and 4 without t under the sum


@pytest.mark.parametrize("seed", SEEDS)
def test_8_without_t_the_sum_is_T_times_one_step(seed):
    for T in 1, 2, 3:
        rnn, xs, ds, z_0 = one_exact(seed, T=T)
        states, gradients = forward(rnn, xs, z_0), right(rnn, xs, ds, z_0)
        for step in range(1, T + 1):
            delta_out, delta_re = (
                gradients.delta_out[step],
                gradients.delta_re[step],
            )
            W_out = sum_outer([delta_out] * T, [states.z[step]] * T)
            W_in = sum_outer([delta_re] * T, [states.x[step]] * T)
            assert (W_out == gradients.W_out) == (T == 1)
            assert (W_in == gradients.W_in) == (T == 1)


# the derivation's own warning: equation 8's total derivative has no place in 3


def test_the_total_derivative_in_equation_3_is_wrong_beyond_one_step():
    for T in 1, 2, 3:
        rnn, xs, ds, z_0 = one_exact(n_re=1, n_in=1, n_out=1, T=T)
        states, gradients = forward(rnn, xs, z_0), right(rnn, xs, ds, z_0)
        du_dw, sum_3 = Fraction(0), Fraction(0)
        for t in range(1, T + 1):
            dz_dw = du_dw * rnn.f.prime(states.u[t - 1])[0] if t > 1 else 0
            du_dw = states.z[t - 1][0] + rnn.W_re[0][0] * dz_dw
            sum_3 += gradients.delta_re[t][0] * du_dw
        assert (sum_3 == gradients.W_re[0][0]) == (T == 1)
