"""The network of rnn_pure in NumPy, N sequences side by side. MIT-0: copy it.

A column is a sequence: x[t] is n_in × N, and W_in @ x[t] is equation 1's W x
for all of them at once. Time is counted from 1. Below it stands what
reading.py does with its network.
"""

import random

import numpy as np

from rnn_pure import RNN, identity, tanh
from rnn_pure.practice import reading
from rnn_pure.training import falling

NAMES = "W_in", "W_re", "b", "W_out", "b_out"


def from_rnn(rnn):
    """The five weights of an RNN as arrays."""
    if (rnn.f, rnn.g) != (tanh, identity):
        raise ValueError("f has to be tanh, and g identity")
    return [np.array(getattr(rnn, name)) for name in NAMES]


def to_rnn(weights, error):
    """The RNN again: error is rnn_pure's, for no array holds it."""
    return RNN(*(w.tolist() for w in weights), error=error)


def side_by_side(sequences):
    """x, d and known of N pairs (xs, ds), short ones padded with zeros.

    known[t] is 0 for a sequence that has no d_t, or no step t at all.
    """
    N, T = len(sequences), max(len(xs) for xs, ds in sequences)
    targets = [d_t for xs, ds in sequences for d_t in ds if d_t is not None]
    x = np.zeros((T + 1, len(sequences[0][0][0]), N))
    d, known = np.zeros((T + 1, len(targets[0]), N)), np.zeros((T + 1, 1, N))
    for n, (xs, ds) in enumerate(sequences):
        for t, (x_t, d_t) in enumerate(zip(xs, ds), start=1):
            x[t, :, n] = x_t
            if d_t is not None:
                d[t, :, n], known[t, 0, n] = d_t, 1
    return x, d, known


def squared_error(y, d):
    """E_t of every column, and its gradient by y."""
    return ((y - d) ** 2).sum(-2) / 2, y - d


def softmax_cross_entropy(y, d):
    """The same for d that sums to 1."""
    log_p = y - y.max(-2, keepdims=True)
    log_p = log_p - np.log(np.exp(log_p).sum(-2, keepdims=True))
    return -(d * log_p).sum(-2), np.exp(log_p) - d


def forward(weights, x, z_0=0):
    """z and y; z_0 is n_re × N."""
    W_in, W_re, b, W_out, b_out = weights
    T, N = len(x) - 1, x.shape[2]
    z, y = np.zeros((T + 1, len(b), N)), np.zeros((T + 1, len(b_out), N))
    z[0] = z_0
    for t in range(1, T + 1):
        z[t] = np.tanh(W_in @ x[t] + W_re @ z[t - 1] + b[:, None])
        y[t] = W_out @ z[t] + b_out[:, None]
    return z, y


def bptt(weights, x, z, y, d, known, error):
    """E and its gradients, both summed over the sequences."""
    W_in, W_re, _, W_out, _ = weights
    T, (E_t, dE_dy) = len(x) - 1, error(y, d)
    delta_out = known * dE_dy
    delta_re = np.zeros((T + 2, *z.shape[1:]))
    for t in range(T, 0, -1):
        dE_dz = W_out.T @ delta_out[t] + W_re.T @ delta_re[t + 1]
        delta_re[t] = dE_dz * (1 - z[t] ** 2)
    steps = range(1, T + 1)
    return (known[:, 0] * E_t).sum(), {
        "W_in": sum(delta_re[t] @ x[t].T for t in steps),
        "W_re": sum(delta_re[t] @ z[t - 1].T for t in steps),
        "b": delta_re.sum((0, 2)),
        "W_out": sum(delta_out[t] @ z[t].T for t in steps),
        "b_out": delta_out.sum((0, 2)),
        "x": W_in.T @ delta_re[:-1],
        "z_0": W_re.T @ delta_re[1],
    }


# --- reading.py with it -----------------------------------------------------


def learn(weights, seen, seed):
    order, shuffle = [*seen], random.Random(seed).shuffle
    m, v = ([0 * w for w in weights] for _ in range(2))
    heard = 0
    for alpha in falling(reading.ALPHA, reading.ALPHA_END, reading.EPOCHS):
        shuffle(order)
        for number in order:
            pair = reading.inputs(number), reading.targets(number)
            x, d, known = side_by_side([pair])
            z, y = forward(weights, x)
            _, dE = bptt(weights, x, z, y, d, known, softmax_cross_entropy)
            heard += 1
            for k, name in enumerate(NAMES):  # Adam
                m[k] = 0.9 * m[k] + 0.1 * dE[name]
                v[k] = 0.999 * v[k] + 0.001 * dE[name] ** 2
                size = np.sqrt(v[k] / (1 - 0.999**heard)) + 1e-8
                step = m[k] / (1 - 0.9**heard) / size
                weights[k] -= alpha * step
            yield heard


def read(weights, numbers):
    """What it says at each digit of each number: all of them at once."""
    x, _, _ = side_by_side([(reading.inputs(number), reading.targets(number))
                            for number in numbers])
    _, y = forward(weights, x)
    return [[reading.WORDS[k] for k in each] for each in y[1:].argmax(1).T]


if __name__ == "__main__":
    weights, (seen, held) = from_rnn(reading.network(1)), reading.numbers(1)
    for heard in learn(weights, seen, 1):
        if heard % len(seen) == 0:
            said = read(weights, held)
            right = sum(map(list.__eq__, said, map(reading.words, held)))
            print(right, "of", len(held), flush=True)
