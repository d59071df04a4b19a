"""A recurrent neural network and its gradient by BPTT (rnn_pure, MIT-0).

W[i][j] leads from unit j to unit i. Time t counts from 1 to T: z[0] is the
initial state, entry 0 of other lists over time is unused. f.prime is f′.
"""

import math
import operator
import random
from collections import namedtuple


def matvec(W, x):
    """W x: entry i is Σ_j W[i][j] x[j]; (m × n)(n) → (m)."""
    if len(W[0]) != len(x):
        raise ValueError("Inputs are not the same length")
    return [sum(map(operator.mul, row, x)) for row in W]


def over_time(T):
    """A list to be indexed by t = 0 … T; None where no vector is put."""
    return [None] * (T + 1)


def add(a, b, c=None):
    """a + b, or a + b + c: entry by entry, of vectors of one length."""
    if c is None:
        return list(map(operator.add, a, b))
    return [a_i + b_i + c_i for a_i, b_i, c_i in zip(a, b, c)]


def subtract(a, b):
    """a − b, entry by entry."""
    return list(map(operator.sub, a, b))


def hadamard(a, b):
    """a ⊙ b: the elementwise product."""
    return list(map(operator.mul, a, b))


def transpose(W):
    """Wᵀ: entry [j][i] is W[i][j]; (m × n) → (n × m)."""
    return list(map(list, zip(*W)))


def rows_of(w):
    """Every row of the five weights, or of their gradients: the lists."""
    return [*w.W_in, *w.W_re, w.b, *w.W_out, w.b_out]


def sum_outer(deltas, zs):
    """Σ_t δ_t z_tᵀ: entry [i][j] is Σ_t δ_t[i] z_t[j]."""
    zs_T = list(zip(*zs))
    return [matvec(zs_T, d_i) for d_i in zip(*deltas)]


def tanh(u):
    """tanh u, entry by entry."""
    return list(map(math.tanh, u))


def tanh_prime(u):
    """1 − tanh²u, entry by entry."""
    return [1.0 - z_i * z_i for z_i in tanh(u)]


def squared_error(y, d):
    """½ Σ_k (y_k − d_k)²."""
    return sum(e * e for e in subtract(y, d)) / 2


def squared_error_gradient(y, d):
    """The gradient of the squared error by y."""
    # eq E': ∂E_t/∂y_t = y_t − d_t
    return subtract(y, d)


tanh.prime, squared_error.gradient = tanh_prime, squared_error_gradient

# The weights, the activation functions f and g, and the error E_t.
RNN = namedtuple("RNN", "W_in W_re b W_out b_out f g error")

# What forward computed: each list is indexed by t, z[0] is the start.
States = namedtuple("States", "x u z v y T")

# The gradient of E by each weight, in its shape, and what led there.
Gradients = namedtuple(
    "Gradients", "W_in W_re b W_out b_out x z_0 delta_out delta_re"
)


def forward(rnn, xs, z_0=None):
    """The sequence xs carried through the network: equations 1 and 1′."""
    x, T = [None, *xs], len(xs)
    W_in, W_re, b, f = rnn.W_in, rnn.W_re, rnn.b, rnn.f
    W_out, b_out, g = rnn.W_out, rnn.b_out, rnn.g
    u, z, v, y = over_time(T), over_time(T), over_time(T), over_time(T)
    z[0] = [0] * len(b) if z_0 is None else z_0
    for t in range(1, T + 1):
        # eq 1: u_t = W_in x_t + W_re z_{t−1} + b
        u[t] = add(matvec(W_in, x[t]), matvec(W_re, z[t - 1]), b)
        # eq 1: z_t = f(u_t)
        z[t] = f(u[t])
        # eq 1': v_t = W_out z_t + b_out
        v[t] = add(matvec(W_out, z[t]), b_out)
        # eq 1': y_t = g(v_t)
        y[t] = g(v[t])
    return States(x, u, z, v, y, T)


def total_error(rnn, states, ds):
    """E = Σ_t E_t, a step without a target (None in ds) adding nothing."""
    d, T = [None, *ds], states.T
    y, E = states.y, 0
    for t in range(1, T + 1):
        # eq E: E = Σ_t E_t
        E += 0 if d[t] is None else rnn.error(y[t], d[t])
    return E


def bptt(rnn, states, ds):
    """The gradient of E by every weight, by each x_t and by z_0."""
    d, T = [None, *ds], states.T
    y, v, z, u, x = states.y, states.v, states.z, states.u, states.x
    W_out_T, g = transpose(rnn.W_out), rnn.g
    W_in_T, W_re_T, f = transpose(rnn.W_in), transpose(rnn.W_re), rnn.f
    dE_dy, delta_out, dE_dz = over_time(T), over_time(T), over_time(T)
    delta_re, dE_dx = over_time(T + 1), over_time(T)
    # eq 5: δre_{T+1} = 0
    delta_re[T + 1] = [0] * len(rnn.b)
    for t in range(T, 0, -1):
        # eq E': ∂E/∂y_t = ∂E_t/∂y_t
        dE_dy[t] = ([0] * len(y[t]) if d[t] is None
                    else rnn.error.gradient(y[t], d[t]))
        # def 3: δout_t = ∂E/∂v_t = ∂E/∂y_t ⊙ g′(v_t)
        delta_out[t] = hadamard(dE_dy[t], g.prime(v[t]))
        # eq 5: ∂E/∂z_t = W_outᵀ δout_t + W_reᵀ δre_{t+1}
        dE_dz[t] = add(matvec(W_out_T, delta_out[t]),
                       matvec(W_re_T, delta_re[t + 1]))
        # eq 5: δre_t = ∂E/∂u_t = ∂E/∂z_t ⊙ f′(u_t)
        delta_re[t] = hadamard(dE_dz[t], f.prime(u[t]))
        # eq 5': ∂E/∂x_t = W_inᵀ δre_t
        dE_dx[t] = matvec(W_in_T, delta_re[t])
    # eq 5': ∂E/∂z_0 = W_reᵀ δre_1
    dE_dz[0] = matvec(W_re_T, delta_re[1])
    # eq 2: ∂E/∂W_out = Σ_t δout_t z_tᵀ
    dE_dW_out = sum_outer(delta_out[1:T + 1], z[1:T + 1])
    # eq 3: ∂E/∂W_re = Σ_t δre_t z_{t−1}ᵀ
    dE_dW_re = sum_outer(delta_re[1:T + 1], z[0:T])
    # eq 4: ∂E/∂W_in = Σ_t δre_t x_tᵀ
    dE_dW_in = sum_outer(delta_re[1:T + 1], x[1:T + 1])
    # eq 5': ∂E/∂b_out = Σ_t δout_t
    dE_db_out = list(map(sum, zip(*delta_out[1:T + 1])))
    # eq 5': ∂E/∂b = Σ_t δre_t
    dE_db = list(map(sum, zip(*delta_re[1:T + 1])))
    return Gradients(
        W_in=dE_dW_in, W_re=dE_dW_re, b=dE_db, W_out=dE_dW_out,
        b_out=dE_db_out, x=dE_dx, z_0=dE_dz[0],
        delta_out=delta_out, delta_re=delta_re,
    )


def slopes(E, row, eps):
    """∂E/∂w for every w of a row that E() depends on; the row is restored."""
    dE_dw = []
    for j, w in enumerate(row):
        # eq 10: ∂E/∂w ≈ (E(w + ε) − E(w − ε)) / 2ε
        up, down = w + eps, w - eps
        row[j] = up
        above = E()
        row[j] = down
        below = E()
        row[j] = w
        dE_dw.append((above - below) / (up - down))
    return dE_dw


def largest_distance(rnn, xs, ds, z_0):
    """From bptt's gradient to finite differences, by all that E depends on."""
    gradients = bptt(rnn, forward(rnn, xs, z_0), ds)
    by_bptt = [*rows_of(gradients), *gradients.x[1:], gradients.z_0]
    nudged = [
        slopes(lambda: total_error(rnn, forward(rnn, xs, z_0), ds), row, 1e-5)
        for row in [*rows_of(rnn), *xs, z_0]
    ]
    return max(map(abs, subtract(sum(by_bptt, []), sum(nudged, []))))


if __name__ == "__main__":
    draw = random.Random(0).uniform

    def matrix(m, n):
        return [[draw(-1, 1) for j in range(n)] for i in range(m)]

    rnn = RNN(matrix(3, 2), matrix(3, 3), *matrix(1, 3), matrix(4, 3),
              *matrix(1, 4), tanh, tanh, squared_error)
    apart = largest_distance(rnn, matrix(5, 2), matrix(5, 4), *matrix(1, 3))
    print(f"largest distance from finite differences: {apart:.1e}")
