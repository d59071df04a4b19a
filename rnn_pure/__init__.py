"""A recurrent network in plain Python that proves its own gradient."""

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
from rnn_pure.diagnosis import diagnose
from rnn_pure.losses import ErrorFunction, softmax_cross_entropy, squared_error
from rnn_pure.realtime import rtrl, rtrl_steps
from rnn_pure.rnn import RNN, Gradients, States, forward, total_error
from rnn_pure.training import History, fit
from rnn_pure.walkthrough import record

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
