"""Real time recurrent learning: equation 8, forward in time only.

Williams & Zipser, "A learning algorithm for continually running fully
recurrent neural networks", Neural Computation 1 (1989). No step is kept, so
the memory does not grow with T; it is O(n_re³) numbers instead, and each step
takes O(n_re⁴) time.
"""

from collections.abc import Iterator

from rnn_pure.checks import checked
from rnn_pure.matrix import (
    Number,
    Vector,
    Vectors,
    add,
    dot,
    from_1,
    hadamard,
    matvec,
    sum_outer,
    transpose,
    zeros,
)
from rnn_pure.rnn import RNN, Gradients, forward


def rtrl(
    rnn: RNN,
    xs: Vectors,
    ds: Vectors,
    z_0: Vector | None = None,
) -> Gradients:
    """∂E by the five weights: the sum over time of rtrl_steps.

    Arguments and errors are those of forward and bptt.
    """
    steps = rtrl_steps(rnn, xs, ds, z_0)
    total = next(steps)
    for step in steps:
        for row, dE_t_dw in zip(total.rows(), step.rows()):
            row[:] = add(row, dE_t_dw)
    return total


@checked
def rtrl_steps(
    rnn: RNN,
    xs: Vectors,
    ds: Vectors,
    z_0: Vector | None = None,
) -> Iterator[Gradients]:
    """∂E_t by the five weights, one Gradients for each t = 1 … T.

    Arguments are checked at the call, as forward and bptt check them. The
    weights may be moved between two steps ("real time"): then p, and with it
    each gradient, is the usual approximation.

    s_j is what weight j multiplies, p[i][j][k] is ∂z_k/∂w_ij; the weights into
    unit i stand side by side, W_re's, then W_in's, then b's.
    """
    x, d, T = from_1(xs), from_1(ds), len(xs)
    n_re, n_in = len(rnn.b), len(x[1])
    z = zeros(n_re) if z_0 is None else z_0
    p = [[zeros(n_re) for j in range(n_re + n_in + 1)] for i in range(n_re)]
    for t in range(1, T + 1):
        s = [*z, *x[t], 1]  # eq 8
        states = forward(rnn, [x[t]], z)
        u, z, v, y = states.u[1], states.z[1], states.v[1], states.y[1]
        W_re = rnn.W_re  # as it is now
        f_prime = rnn.f.prime(u)  # eq 8
        p = [  # eq 8
            [
                hadamard(f_prime, add(matvec(W_re, p_ij), kappa(i, s_j, n_re)))
                for p_ij, s_j in zip(p_i, s)
            ]
            for i, p_i in enumerate(p)
        ]
        dE_dy = rnn.error_slope(y, d[t])  # eq E'
        delta_out = hadamard(dE_dy, rnn.g.prime(v))  # def 3
        dE_dz = matvec(transpose(rnn.W_out), delta_out)  # eq 8
        dE_dw = [[dot(dE_dz, p_ij) for p_ij in p_i] for p_i in p]  # eq 8
        yield Gradients(
            W_in=[row[n_re:-1] for row in dE_dw],
            W_re=[row[:n_re] for row in dE_dw],
            b=[row[-1] for row in dE_dw],
            W_out=sum_outer([delta_out], [z]),  # eq 2
            b_out=delta_out,  # eq 5'
        )


def kappa(i: int, s_j: Number, n: int) -> Vector:
    """κ_ki s_j over k: s_j at k = i and 0 elsewhere (Kronecker's delta)."""
    return [s_j if k == i else 0 for k in range(n)]
