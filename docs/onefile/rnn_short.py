"""A recurrent neural network and its gradient by BPTT (rnn_pure, MIT-0).

W[i][j] leads from unit j to unit i. Time t counts from 1 to T: z[0] is the
initial state, entry 0 of other lists over time is unused. f.prime is f′.
"""

import math
import operator
import random
from collections import namedtuple


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


from rnn_pure.activations import (
    _tanh as tanh,  # without except
    _tanh_prime as tanh_prime,
)


from rnn_pure.losses import (
    _squared_error as squared_error,  # without exact
    _squared_error_gradient as squared_error_gradient,
)


tanh.prime, squared_error.gradient = tanh_prime, squared_error_gradient

from rnn_pure.rnn import (
    RNN,  # without __post_init__, random, to_json, from_json, rows;
    # error_at, error_slope written out
    States,  # without made_by
    Gradients,  # without rows
    forward,
    total_error,
)


from rnn_pure.backprop import (
    bptt,
)


from rnn_pure.numerical import (
    slopes,  # without _check_moved, _check_slope
)


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
