"""A recurrent network in plain Python, its lines beside its equations.

The house: six groups of modules side by side, on ten floors. A module uses
only what stands on a lower floor. The heart is the network, its forward pass
and the gradient; other ways come to the same gradient, certainty is that they
do for every f, g and E, and doors check what comes in.

       heart     other ways  certainty  learning     doors    for the reader
   10                                                         __main__
    9                                                         diagnosis/
                                                              practice/
    8                        derive                           mistakes
                                                              debug
    7                        proof      training              stand
                             mirror
    6  backprop  realtime               descent               examples
                 autograd                                     walkthrough
                 numerical                                    console
                 fcnn
    5  rnn
    4                                                storage
    3                                   losses       checks
    2                                   activations  shapes
    1  matrix
"""

import sys
from typing import TYPE_CHECKING, Any

if sys.version_info < (3, 11):  # noqa: UP036  # a zip installs nothing
    raise ImportError("rnn_pure needs Python 3.11 or newer")

from rnn_pure import autograd, fcnn, numerical
from rnn_pure.activations import (
    Activation,
    identity,
    relu,
    sigmoid,
    softsign,
    tanh,
)
from rnn_pure.backprop import bptt, truncated_bptt
from rnn_pure.descent import Adam, Diverged, clip_norm, descend
from rnn_pure.losses import ErrorFunction, softmax_cross_entropy, squared_error
from rnn_pure.realtime import rtrl, rtrl_steps
from rnn_pure.rnn import RNN, Gradients, States, forward, total_error
from rnn_pure.training import History, fit
from rnn_pure.walkthrough import record

if TYPE_CHECKING:
    from rnn_pure.diagnosis.here import diagnose

__all__ = [
    "RNN",
    "Activation",
    "Adam",
    "Diverged",
    "ErrorFunction",
    "Gradients",
    "History",
    "States",
    "autograd",
    "bptt",
    "clip_norm",
    "descend",
    "diagnose",
    "fcnn",
    "fit",
    "forward",
    "identity",
    "numerical",
    "record",
    "relu",
    "rtrl",
    "rtrl_steps",
    "sigmoid",
    "softmax_cross_entropy",
    "softsign",
    "squared_error",
    "tanh",
    "total_error",
    "truncated_bptt",
]


def __getattr__(name: str) -> Any:
    """diagnose, once it is asked for: the judge is larger than the rest."""
    if name == "diagnose":
        from rnn_pure.diagnosis.here import diagnose

        return diagnose
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
