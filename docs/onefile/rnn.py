"""A recurrent neural network (RNN) in plain Python, trained by backpropagation
through time (BPTT).

{equations}

W[i][j] leads from unit j to unit i; in: input, re: recurrent, out: output.
Time t counts from 1 to T: z[0] is the initial state, and entry 0 of every
other list over time is unused. ⊙ multiplies entry by entry.

Run it: it compares its gradient with finite differences, then it learns to say
what it heard two steps ago. From rnn_pure; its licence, MIT-0, asks nothing.
"""

import math
import operator
import random
from collections import namedtuple
from math import exp, log

# --- vectors and matrices: lists of numbers, lists of rows ------------------


from rnn_pure.matrix import (
    matvec,
    zeros,  # written out
    from_1,  # written out
    over_time,
    add,
    subtract,
    hadamard,
    transpose,
    rows_of,
    sum_outer,
    sum_over_time,  # written out
)


# --- activation functions and the error, each with its derivative -----------


from rnn_pure.activations import (
    _tanh as tanh,  # without except
    _tanh_prime as tanh_prime,
    _identity as identity,
    _identity_prime as identity_prime,
)


tanh.prime, identity.prime = tanh_prime, identity_prime  # f.prime: f′


from rnn_pure.losses import (
    softmax,
    _cross_entropy as cross_entropy,
    _cross_entropy_gradient as cross_entropy_gradient,
)


cross_entropy.gradient = cross_entropy_gradient  # ∂E_t/∂y_t


# --- the network, forward and backward --------------------------------------

from rnn_pure.rnn import (
    RNN,  # without __post_init__, random, to_json, from_json;
    # rows, error_at, error_slope written out
    States,  # without made_by
    Gradients,  # rows written out
    forward,
    total_error,
)


from rnn_pure.backprop import (
    bptt,
)


# --- is the gradient right? -------------------------------------------------


from rnn_pure.numerical import (
    slopes,  # without _check_moved, _check_slope
)


from docs.onefile.rnn_short import (
    largest_distance,
)


# --- learning ---------------------------------------------------------------


from rnn_pure.descent import (
    move,
    descend,  # without check_positive, check_gradients, check_step
)


from rnn_pure.examples import (
    echo,
)


def train(rnn, sequences, epochs, alpha):
    """A step of gradient descent after every sequence."""
    for epoch in range(epochs):
        E = 0
        for xs, ds in sequences:
            states = forward(rnn, xs)
            E += total_error(rnn, states, ds)
            descend(rnn, bptt(rnn, states, ds), alpha)
        if epoch % 10 == 0:
            print(f"epoch {epoch:2}   E {E:8.4f}")


def letters(vectors):
    """For each vector the letter of its largest entry."""
    return ["abc"[x.index(max(x))] for x in vectors]


def main():
    """Is the gradient right, and does the network learn?"""
    draw = random.Random(0).uniform

    def matrix(m, n):
        return [[draw(-0.5, 0.5) for j in range(n)] for i in range(m)]

    rnn = RNN(
        W_in=matrix(8, 3), W_re=matrix(8, 8), b=[0.0] * 8,
        W_out=matrix(3, 8), b_out=[0.0] * 3,
        f=tanh, g=identity, error=cross_entropy,
    )
    _, ds = echo(10, seed=0)
    apart = largest_distance(rnn, matrix(10, 3), ds, *matrix(1, 8))
    print(f"largest distance from finite differences: {apart:.1e}")

    train(rnn, [echo(10, seed) for seed in range(20)], epochs=50, alpha=0.02)
    xs, _ = echo(20, seed=20)  # which it has not heard before
    print("heard ", *letters(xs))
    print("said   . .", *letters(forward(rnn, xs).y[3:]))


if __name__ == "__main__":
    main()
