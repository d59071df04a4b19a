"""The fully connected network that the RNN extends, in the same notation.

Layers count from 1 to K, and z[0] is the input. What the RNN does at the next
time step, this does at the next layer; what the RNN does with one W_re, this
does with a W for every layer.
"""

from collections.abc import Sequence
from dataclasses import dataclass

from rnn_pure import checks, shapes
from rnn_pure.activations import Activation
from rnn_pure.losses import Error, squared_error
from rnn_pure.matrix import (
    Matrix,
    Vector,
    add,
    hadamard,
    matvec,
    over_time,
    sum_outer,
    transpose,
)
from rnn_pure.rnn import RNN


@dataclass
class FCNN:
    """Layer k computes u[k] = W[k] z[k-1] + b[k] and z[k] = f[k](u[k]).

    W, b and f are lists of one entry a layer, the first layer first; the
    error is that of the last layer's z. Rows are copied, and entry 0 is put
    in front so that W[k] is layer k's. Raises ValueError and TypeError as
    rnn_pure.RNN does.
    """

    W: list[Matrix]
    b: list[Vector]
    f: list[Activation]
    error: Error = squared_error

    def __post_init__(self) -> None:
        checks.check_layers(self)


@dataclass
class States:
    """What forward computed: each list is indexed by k, z[0] is the input."""

    u: list[Vector]
    z: list[Vector]


@dataclass
class Gradients:
    """∂E by W[k], by b[k] and by the input x; delta[k] is ∂E/∂u[k]."""

    W: list[Matrix]
    b: list[Vector]
    x: Vector
    delta: list[Vector]


def forward(fcnn: FCNN, x: Vector) -> States:
    """The input x, a vector, carried through the layers.

    Raises ValueError for a wrong length, NaN or infinity, TypeError for what
    is not numbers.
    """
    shapes.check_kind("fcnn", fcnn, "W", "an FCNN")
    W, b, f = fcnn.W, fcnn.b, fcnn.f
    K = len(W) - 1
    u, z = over_time(K), over_time(K)
    z[0] = shapes.check_vector(
        "x", x, len(W[1][0]), f"W[1] has {shapes.count('column', W[1][0])}"
    )
    for k in range(1, K + 1):
        u[k] = add(matvec(W[k], z[k - 1]), b[k])  # eq FCNN
        z[k] = f[k](u[k])  # eq FCNN
    return States(u, z)


def backward(fcnn: FCNN, states: States, d: Vector) -> Gradients:
    """Backpropagation of the error at d, the desired output, a vector.

    Raises as forward does.
    """
    checks.check_layer_states(fcnn, states)
    W, f, u, z = fcnn.W, fcnn.f, states.u, states.z
    K = len(W) - 1
    delta, dE_dW, dE_dz = over_time(K), over_time(K), over_time(K)
    rows = f"W[{K}] has {shapes.count('row', W[K])}"
    d = checks.check_target("d", fcnn.error, d, len(W[K]), rows)
    dE_dz[K] = fcnn.error.gradient(z[K], d)
    for k in range(K, 0, -1):
        delta[k] = hadamard(dE_dz[k], f[k].prime(u[k]))  # eq FCNN'
        dE_dW[k] = sum_outer([delta[k]], [z[k - 1]])  # eq FCNN'
        dE_dz[k - 1] = matvec(transpose(W[k]), delta[k])  # eq FCNN'
    dE_db = over_time(K)
    dE_db[1:] = map(list.copy, delta[1:])  # not the same lists twice
    return Gradients(W=dE_dW, b=dE_db, x=dE_dz[0], delta=delta)


def cell(rnn: RNN) -> FCNN:
    """The RNN of one time step and z_0 = 0: a layer f, then a layer g."""
    checks.check_rnn(rnn)
    return FCNN(
        [rnn.W_in, rnn.W_out], [rnn.b, rnn.b_out], [rnn.f, rnn.g], rnn.error
    )


def unrolled(rnn: RNN, xs: Sequence[Vector]) -> FCNN:
    """The RNN of T time steps with an output at T only, as T + 1 layers.

    Its input is z_0. Layer t has W_re, the same for all t, and the bias
    W_in x_t + b; layer T + 1 is the output layer. As the layers share their
    weights, the gradient by W_re is the sum of theirs: the sum over time.
    """
    _, *x = checks.check_inputs(rnn, xs)
    T = len(x)
    return FCNN(
        W=[rnn.W_re] * T + [rnn.W_out],
        b=[add(matvec(rnn.W_in, x_t), rnn.b) for x_t in x] + [rnn.b_out],
        f=[rnn.f] * T + [rnn.g],
        error=rnn.error,
    )
