"""The same gradient from finite differences: equation 10.

It knows nothing but the error itself: every number is moved a little up and a
little down. Two forward passes for each number, an error of order ε² and
rounding: a check, not a way to train.
"""

from collections.abc import Callable
from dataclasses import replace
from reprlib import repr as short

from rnn_pure import shapes
from rnn_pure.checks import checked
from rnn_pure.matrix import Number, Vector, Vectors, from_1, zeros
from rnn_pure.rnn import RNN, Gradients, forward, total_error


@checked
def gradients(
    rnn: RNN,
    xs: Vectors,
    ds: Vectors,
    z_0: Vector | None = None,
    eps: float = 1e-5,
) -> Gradients:
    """(E(w + ε) − E(w − ε)) / 2ε for every weight, every x_t and z_0.

    Arguments and errors are those of forward and bptt; the deltas are None.
    The network itself is not touched: a copy is moved.
    """
    rnn = replace(rnn)  # a copy, rows and all
    z_0 = zeros(len(rnn.b)) if z_0 is None else z_0

    def E() -> Number:
        return total_error(rnn, forward(rnn, xs, z_0), ds)

    def by(row: Vector) -> Vector:
        return slopes(E, row, eps)

    return Gradients(
        W_in=[by(row) for row in rnn.W_in],
        W_re=[by(row) for row in rnn.W_re],
        b=by(rnn.b),
        W_out=[by(row) for row in rnn.W_out],
        b_out=by(rnn.b_out),
        x=from_1([by(x_t) for x_t in xs]),
        z_0=by(z_0),
    )


def slopes(E: Callable[[], Number], row: Vector, eps: float) -> Vector:
    """∂E/∂w for every w of a row that E() depends on; the row is restored.

    Divides by the step that was made: in floats w + ε may be rounded. Raises
    ValueError for an ε so small that none was made, or too large for E.
    """
    dE_dw = []
    for j, w in enumerate(row):
        up, down = w + eps, w - eps  # eq 10
        _check_moved(eps, w, up - down)
        row[j] = up
        above = E()  # eq 10
        row[j] = down
        below = E()  # eq 10
        row[j] = w
        dE_dw.append((above - below) / (up - down))  # eq 10
        _check_slope(eps, w, dE_dw[j])
    return dE_dw


# The doors, as in checks.py.


def _check_moved(eps: float, w: Number, distance: Number) -> None:
    if not distance:
        raise ValueError(
            f"eps is {eps}, lost beside {short(w)}: take a larger one"
        )


def _check_slope(eps: float, w: Number, slope: Number) -> None:
    if not shapes.is_finite(slope):
        raise ValueError(
            f"eps is {eps}, and so far from {short(w)} E is not finite: take "
            f"a smaller one"
        )
