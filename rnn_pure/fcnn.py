"""The fully connected network that the RNN extends, in the same notation.

Layers count from 1 to K, and z[0] is the input. What the RNN does at the next
time step, this does at the next layer; what the RNN does with one W_re, this
does with a W for every layer.
"""

from dataclasses import dataclass, field
from typing import Any

from rnn_pure import checks, shapes
from rnn_pure.activations import Activation
from rnn_pure.losses import ErrorFunction, squared_error
from rnn_pure.matrix import (
    Matrix,
    Vector,
    Vectors,
    add,
    from_1,
    hadamard,
    matvec,
    over_time,
    sum_outer,
    transpose,
)
from rnn_pure.rnn import RNN


@dataclass
class FCNN:
    """Layer k computes u_k = W_k z_{k-1} + b_k and z_k = f_k(u_k).

    W, b and f are lists of one entry a layer, the first layer first; the
    error is that of the last layer's z. Rows are copied. Raises ValueError
    and TypeError as rnn_pure.RNN does.
    """

    W: list[Matrix]
    b: list[Vector]
    f: list[Activation]
    error: ErrorFunction = squared_error

    def __post_init__(self) -> None:
        vars(self).update(_check_layers(vars(self)))


@dataclass
class States:
    """What forward computed: each list is indexed by k, z[0] is the input.

    made_by is a copy of the layers that made them.
    """

    u: list[Vector]
    z: list[Vector]
    made_by: Any = field(default=None, repr=False)


@dataclass
class Gradients:
    """∂E by W, by b and by the input x; delta[k] is ∂E/∂u_k.

    Lists over layers are indexed by k = 1 … K.
    """

    W: list[Matrix]
    b: list[Vector]
    x: Vector
    delta: list[Vector]


def forward(fcnn: FCNN, x: Vector) -> States:
    """The input x, a vector, carried through the layers.

    Raises ValueError for a wrong length, NaN or infinity, TypeError for what
    is not numbers.
    """
    x = _check_input(fcnn, x)
    W, b, f, K = from_1(fcnn.W), from_1(fcnn.b), from_1(fcnn.f), len(fcnn.f)
    u, z = over_time(K), over_time(K)
    z[0] = x
    for k in range(1, K + 1):
        u[k] = add(matvec(W[k], z[k - 1]), b[k])  # eq FCNN
        z[k] = f[k](u[k])  # eq FCNN
    return _stamped(fcnn, States(u, z))


def backward(fcnn: FCNN, states: States, d: Vector) -> Gradients:
    """Backpropagation of the error at d, the desired output, a vector.

    Raises as forward does, and ValueError for states of other layers, or of
    weights that have moved since.
    """
    _check_states(fcnn, states)
    d = _check_target(fcnn, d)
    f, K, u, z = from_1(fcnn.f), len(fcnn.f), states.u, states.z
    W_T = from_1([*map(transpose, fcnn.W)])
    dE_dz, delta, dE_dW = over_time(K), over_time(K), over_time(K)
    dE_dz[K] = fcnn.error.gradient(z[K], d)  # eq E'
    for k in range(K, 0, -1):
        delta[k] = hadamard(dE_dz[k], f[k].prime(u[k]))  # eq FCNN'
        dE_dz[k - 1] = matvec(W_T[k], delta[k])  # eq FCNN'
        dE_dW[k] = sum_outer([delta[k]], [z[k - 1]])  # eq FCNN'
    dE_db = from_1([*map(list.copy, delta[1:])])  # not the same lists twice
    return Gradients(W=dE_dW, b=dE_db, x=dE_dz[0], delta=delta)


@checks.checked
def cell(rnn: RNN) -> FCNN:
    """The RNN of one time step and z_0 = 0: a layer f, then a layer g."""
    return FCNN(
        W=[rnn.W_in, rnn.W_out],
        b=[rnn.b, rnn.b_out],
        f=[rnn.f, rnn.g],
        error=rnn.error,
    )


@checks.checked
def unrolled(rnn: RNN, xs: Vectors) -> FCNN:
    """The RNN of T time steps with an output at T only, as T + 1 layers.

    Its input is z_0. Layer t has W_re, the same for all t, and the bias
    W_in x_t + b; layer T + 1 is the output layer. As the layers share their
    weights, the gradient by W_re is the sum of theirs: the sum over time.
    """
    return FCNN(
        W=[rnn.W_re] * len(xs) + [rnn.W_out],
        b=[add(matvec(rnn.W_in, x_t), rnn.b) for x_t in xs] + [rnn.b_out],
        f=[rnn.f] * len(xs) + [rnn.g],
        error=rnn.error,
    )


# The doors, as in checks.py.


def _check_layers(fields: dict[str, Any]) -> dict[str, Any]:
    """An FCNN's fields, the lists copied, once all layers fit together."""
    W, b, f = (
        shapes.as_list(name, fields[name], "a list, one entry a layer")
        for name in ("W", "b", "f")
    )
    if not len(W) == len(b) == len(f) > 0:
        raise ValueError(
            f"W, b and f need one entry a layer, but have {len(W)}, {len(b)} "
            f"and {len(f)}"
        )
    n, other, z = None, "", []
    for k in range(len(f)):
        name = f"W[{k}]"
        W[k] = shapes.check_matrix(name, W[k], None, n, other)
        n, other = len(W[k]), f"{name} has {shapes.count('row', W[k])}"
        b[k] = shapes.check_vector(f"b[{k}]", b[k], n, other)
        z = checks.check_activation(f"f[{k}]", f[k], n)
    checks.check_error(fields["error"], y=z)
    return fields | {"W": W, "b": b, "f": f}


def _check_fcnn(fcnn: FCNN) -> None:
    """Refuse what is no FCNN, or no longer fits together."""
    shapes.check_kind("fcnn", fcnn, "W", "an FCNN")
    _check_layers(vars(fcnn))


def _check_input(fcnn: FCNN, x: Vector) -> Vector:
    _check_fcnn(fcnn)
    n, other = len(fcnn.W[0][0]), shapes.count("column", fcnn.W[0][0])
    return shapes.check_vector("x", x, n, f"W[0] has {other}")


def _check_target(fcnn: FCNN, d: Vector) -> Vector:
    n, other = len(fcnn.W[-1]), shapes.count("row", fcnn.W[-1])
    other = f"W[{len(fcnn.W) - 1}] has {other}"
    return checks.check_target("d", fcnn.error, n, other, d)


def _check_states(fcnn: FCNN, states: States) -> None:
    _check_fcnn(fcnn)
    layers = _layers(fcnn)
    if getattr(states, "made_by", None) != layers:
        checks.refuse_states(states, layers[-1], "fcnn.forward(fcnn, x)")


def _stamped(fcnn: FCNN, states: States) -> States:
    states.made_by = _layers(fcnn)
    return states


def _layers(fcnn: FCNN) -> tuple[list[Activation], list[Vector]]:
    """f and copies of all rows: what states are made by."""
    rows = [row for W in fcnn.W for row in W] + fcnn.b
    return fcnn.f[:], [row[:] for row in rows]
