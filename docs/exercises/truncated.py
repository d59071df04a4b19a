"""{about}"""

import math
import operator
import random
import sys
from collections import namedtuple


from rnn_pure.backprop import (
    _pieces as pieces,
)


# --- what it needs ----------------------------------------------------------


from rnn_pure.backprop import (
    bptt,  # without check_states, check_targets
)


from rnn_pure.backprop import (
    _by_absolute_t as by_absolute_t,
)


def replace(piece, **fields):
    """A copy with other fields."""
    return piece._replace(**fields)


from rnn_pure.matrix import (
    matvec,
    zeros,
    from_1,
    over_time,
    add,
    subtract,
    hadamard,
    transpose,
    sum_outer,
    sum_over_time,
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
    RNN,  # without __post_init__, random, to_json, from_json, rows, error_at;
    # error_slope written out
    States,  # without made_by
    Gradients,  # without rows
    forward,  # without check_inputs, check_state, stamped
)


# --- the check: there is nothing to write from here on ----------------------


def computed(rnn, xs, ds, z_0):
    """What is compared, in the order in which it is computed."""
    for n, made in enumerate(pieces(rnn, xs, ds, 2, 3, z_0), 1):
        for t in range(min(2 * n, len(xs)), 0, -1):
            if made.delta_re[t]:
                yield f"delta_re[{t}] in piece {n}", made.delta_re[t]
        for name in "W_out", "W_re", "W_in":
            for i, row in enumerate(getattr(made, name)):
                yield f"dE_d{name}[{i}] in piece {n}", row


YOURS, WITH = pieces, (tanh, tanh, squared_error)
