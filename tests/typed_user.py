"""A script as a reader may write it: it passes mypy --strict."""

from fractions import Fraction
from functools import partial

from rnn_pure import (
    RNN,
    Activation,
    Adam,
    Diverged,
    ErrorFunction,
    Gradients,
    History,
    States,
    autograd,
    bptt,
    clip_norm,
    descend,
    fcnn,
    fit,
    forward,
    numerical,
    relu,
    rtrl,
    softsign,
    squared_error,
    total_error,
    truncated_bptt,
)
from rnn_pure.matrix import Matrix, Vector


def cube(u: Vector) -> Vector:
    return [u_i**3 for u_i in u]


def cube_prime(u: Vector) -> Vector:
    return [3 * u_i**2 for u_i in u]


class Doubled:
    """An f of one's own: all it needs is to be called, and .prime."""

    def __call__(self, u: Vector) -> Vector:
        return [2 * u_i for u_i in u]

    def prime(self, u: Vector) -> Vector:
        return [2] * len(u)


def report(history: History) -> None:
    print(len(history.errors), history.errors[-1])


def main() -> None:
    xs: Matrix = [[0.1, 0.2], [0.3, 0.4]]
    ds: list[Vector | None] = [None, [0.5]]
    rnn = RNN.random(2, 3, 1, seed=0, f=Activation("cube", cube, cube_prime))
    states: States = forward(rnn, xs)
    E: float = total_error(rnn, states, ds)
    gradients: Gradients = bptt(rnn, states, ds)
    rows: list[Vector] = gradients.rows()
    for way in rtrl, autograd.gradients, numerical.gradients:
        pairs = zip(rows, way(rnn, xs, ds).rows())
        print(E, max(abs(a - b) for row, other in pairs
                     for a, b in zip(row, other)) < 1e-7)
    for piece in truncated_bptt(rnn, xs, ds, k1=1, k2=2):
        descend(rnn, clip_norm(piece, 1.0), alpha=0.1)
    for update in Adam(), partial(descend, alpha=0.1):
        try:
            fit(rnn, [(xs, ds)], 3, update, report=report)
        except Diverged as error:
            print(error, error.history)
    layers: fcnn.FCNN = fcnn.cell(rnn)
    print(fcnn.backward(layers, fcnn.forward(layers, xs[0]), [0.5]).delta)
    own = RNN([[1.0]], [[0.5]], [0.0], [[1.0]], [0.0], f=Doubled())
    print(forward(own, ((1.0,), (2.0,))).y)
    half = Fraction(1, 2)
    exact = RNN([[half]], [[half]], [0], [[1]], [0], f=softsign, g=relu)
    mean: ErrorFunction = squared_error
    print(exact.to_json() if exact.error is not mean else states.z[states.T])


if __name__ == "__main__":
    main()
