"""Backpropagation through time: the deltas, and the sums over them.

    δout_t = ∂E/∂v_t = ∂E_t/∂y_t ⊙ g′(v_t)                     definition 3
    ∂E/∂z_t = W_outᵀ δout_t + W_reᵀ δre_{t+1}                  equation 5
    δre_t  = ∂E/∂u_t = ∂E/∂z_t ⊙ f′(u_t)                       equation 5
    ∂E/∂W_out = Σ_t δout_t z_tᵀ                                equation 2
    ∂E/∂W_re  = Σ_t δre_t z_{t−1}ᵀ                             equation 3
    ∂E/∂W_in  = Σ_t δre_t x_tᵀ                                 equation 4

∂E_t/∂y_t is equation E′. The biases, x_t and z_0 follow from the same deltas:
equation 5′.
"""

from collections.abc import Iterator
from dataclasses import replace
from typing import Any

from rnn_pure.checks import checked
from rnn_pure.matrix import (
    Vector,
    Vectors,
    add,
    from_1,
    hadamard,
    matvec,
    over_time,
    sum_outer,
    sum_over_time,
    transpose,
    zeros,
)
from rnn_pure.rnn import RNN, Gradients, States, forward


@checked
def bptt(rnn: RNN, states: States, ds: Vectors) -> Gradients:
    """The gradient of E by every weight, by each x_t and by z_0.

    states is what forward(rnn, xs) returned, ds holds d_1 … d_T, each of
    n_out numbers, or None where a step has no error. Raises ValueError for
    states of another network or of weights that have moved since, and for
    targets of a wrong length, TypeError for what is not numbers.
    """
    d, T = from_1(ds), states.T
    y, v, z, u, x = states.y, states.v, states.z, states.u, states.x
    W_out_T, g = transpose(rnn.W_out), rnn.g
    W_in_T, W_re_T, f = transpose(rnn.W_in), transpose(rnn.W_re), rnn.f
    dE_dy, delta_out, dE_dz = over_time(T), over_time(T), over_time(T)
    delta_re, dE_dx = over_time(T + 1), over_time(T)
    delta_re[T + 1] = zeros(len(rnn.b))  # eq 5
    for t in range(T, 0, -1):
        dE_dy[t] = rnn.error_slope(y[t], d[t])  # eq E'
        delta_out[t] = hadamard(dE_dy[t], g.prime(v[t]))  # def 3
        dE_dz[t] = add(matvec(W_out_T, delta_out[t]),
                       matvec(W_re_T, delta_re[t + 1]))  # eq 5
        delta_re[t] = hadamard(dE_dz[t], f.prime(u[t]))  # eq 5
        dE_dx[t] = matvec(W_in_T, delta_re[t])  # eq 5'
    dE_dz[0] = matvec(W_re_T, delta_re[1])  # eq 5'
    dE_dW_out = sum_outer(delta_out[1:T + 1], z[1:T + 1])  # eq 2
    dE_dW_re = sum_outer(delta_re[1:T + 1], z[0:T])  # eq 3
    dE_dW_in = sum_outer(delta_re[1:T + 1], x[1:T + 1])  # eq 4
    dE_db_out = sum_over_time(delta_out[1:T + 1])  # eq 5'
    dE_db = sum_over_time(delta_re[1:T + 1])  # eq 5'
    return Gradients(
        W_in=dE_dW_in, W_re=dE_dW_re, b=dE_db, W_out=dE_dW_out,
        b_out=dE_db_out, x=dE_dx, z_0=dE_dz[0],
        delta_out=delta_out, delta_re=delta_re,
    )


@checked
def truncated_bptt(
    rnn: RNN,
    xs: Vectors,
    ds: Vectors,
    k1: int,
    k2: int,
    z_0: Vector | None = None,
) -> Iterator[Gradients]:
    """Equation 7: the gradient of every k1 steps, cut off k2 steps back.

    One Gradients for each piece. Its lists over time are indexed by the
    sequence's own t, None before the window, and end with it; z_0 is None
    where the window does not reach it. The state is carried on, and the
    caller may move the weights between two pieces. Arguments are checked at
    the call: errors are those of forward and bptt, and k2 ≥ k1 ≥ 1.
    """
    T, z = len(xs), [z_0]
    for t_0 in range(0, T, k1):
        t_1 = min(t_0 + k1, T)  # eq 7
        s = max(0, t_1 - k2)  # eq 7
        states = forward(rnn, xs[s:t_1], z[s])  # eq 7
        z += states.z[t_0 - s + 1:]  # each state is kept as first computed
        d = [None] * (t_0 - s) + [*ds[t_0:t_1]]  # eq 7
        yield _by_absolute_t(bptt(rnn, states, d), s)  # eq 7


def _by_absolute_t(piece: Gradients, s: int) -> Gradients:
    """The piece that begins after s, its lists indexed by the sequence's t."""
    before: Any = [None] * s
    return replace(
        piece,
        x=before + piece.x,
        z_0=None if s else piece.z_0,
        delta_out=before + piece.delta_out,
        delta_re=before + piece.delta_re,
    )
