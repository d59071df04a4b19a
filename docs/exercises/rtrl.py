"""{about}"""

import inspect
import math
import operator
import random
import re
import sys
from collections import namedtuple
from math import exp


from rnn_pure.realtime import (
    _steps as rtrl_steps,
)


# --- what it needs ----------------------------------------------------------


from rnn_pure.realtime import (
    kappa,
)


from rnn_pure.matrix import (
    matvec,
    dot,
    zeros,
    from_1,
    over_time,
    add,
    subtract,
    hadamard,
    transpose,
    sum_outer,
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
    Gradients,  # without rows, x, z_0, delta_out, delta_re
    forward,  # without check_inputs, check_state, stamped
)


# --- the check: there is nothing to write from here on ----------------------


def computed(rnn, xs, ds, z_0):
    """What is compared, in the order in which it is computed."""
    for t, made in enumerate(rtrl_steps(rnn, xs, ds, z_0), 1):
        for name in "W_re", "W_in":
            for i, row in enumerate(getattr(made, name)):
                yield f"dE_d{name}[{i}] (t = {t})", row


YOURS, WITH = rtrl_steps, (tanh, sigmoid, squared_error)  # keep the name
