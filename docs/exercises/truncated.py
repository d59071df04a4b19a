"""{about}"""

import inspect
import math
import operator
import random
import re
import sys
from collections import namedtuple
from math import exp


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
    _sigmoid as sigmoid,
    _sigmoid_prime as sigmoid_prime,
)


from rnn_pure.losses import (
    _squared_error as squared_error,  # without exact
    _squared_error_gradient as squared_error_gradient,
)


tanh.prime, sigmoid.prime = tanh_prime, sigmoid_prime
squared_error.gradient = squared_error_gradient

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
        t_1 = min(2 * n, len(xs))
        where = f"(k1 = 2, k2 = 3, t_1 = {t_1})"
        for t in range(t_1, 0, -1):
            if made.delta_re[t]:
                yield f"delta_re[{t}] {where}", made.delta_re[t]
        for name in "W_out", "W_re", "W_in":
            for i, row in enumerate(getattr(made, name)):
                yield f"dE_d{name}[{i}] {where}", row


YOURS, WITH = pieces, (tanh, sigmoid, squared_error)  # keep the name
