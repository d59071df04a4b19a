"""Equation 6, and what training adds to it: Adam and clipping."""

import math
from collections.abc import Iterable
from dataclasses import dataclass, field
from itertools import chain
from numbers import Real
from reprlib import repr as short
from typing import Any

from rnn_pure.checks import check_own_rows
from rnn_pure.matrix import Matrix, Vector
from rnn_pure.rnn import RNN, Gradients
from rnn_pure.shapes import (
    check_kind,
    check_positive,
    check_real,
    finite_floats,
    is_finite,
    own,
)


class Diverged(ValueError):
    """Training reached NaN or infinity; the message says what to try.

    history is what fit had recorded until then; None where it was not fit.
    """

    def __init__(self, message: str, history: Any = None) -> None:
        super().__init__(message)
        self.history = history


def descend(rnn: RNN, gradients: Gradients, alpha: float) -> None:
    """w ← w − α ∂E/∂w for every weight, in place: equation 6.

    Raises Diverged for NaN or infinity, ValueError for gradients of another
    shape or an alpha that is not above 0; then no weight is moved.
    """
    alpha = check_positive("alpha", alpha)
    check_gradients(rnn, gradients)
    moved = (
        [w - alpha * dE_dw for w, dE_dw in zip(row, gradient)]  # eq 6
        for row, gradient in zip(rnn.rows(), gradients.rows())
    )
    move(rnn, check_step(gradients, [], moved))


@dataclass
class Adam:
    """Equation 6 with a step size for every weight; call it to step.

    m and v follow the gradient's mean and its square's, with the bias of
    their zero start taken out (Kingma & Ba, ICLR 2015, algorithm 1): each
    network needs an Adam of its own. Raises as descend does.
    """

    alpha: float = 0.01
    beta_1: float = 0.9
    beta_2: float = 0.999
    eps: float = 1e-8
    t: int = field(default=0, init=False)
    m: Matrix = field(default_factory=list, init=False, repr=False)
    v: Matrix = field(default_factory=list, init=False, repr=False)
    of: RNN | None = field(default=None, init=False, repr=False)

    def __post_init__(self) -> None:
        self.alpha = check_positive("alpha", self.alpha)
        self.eps = check_positive("eps", self.eps)
        for name in "beta_1", "beta_2":
            beta = check_real(name, getattr(self, name))
            if not 0 <= beta < 1:
                raise ValueError(
                    f"{name} is {beta}, but it must be at least 0 and below 1"
                )
            setattr(self, name, beta)

    def __call__(self, rnn: RNN, gradients: Gradients) -> None:
        check_gradients(rnn, gradients)
        if self.of is not None and self.of is not rnn:
            raise ValueError(
                "this Adam is another network's: make a new Adam() for each"
            )
        if self.t == 0:
            self.m = [[0.0] * len(row) for row in rnn.rows()]
            self.v = [[0.0] * len(row) for row in rnn.rows()]
        m, v, t = _copies(self.m), _copies(self.v), self.t + 1
        beta_1, beta_2, eps = self.beta_1, self.beta_2, self.eps
        m_share, v_share = 1 - beta_1**t, 1 - beta_2**t

        def moved(w: Vector, m: Vector, v: Vector, dE_dw: Vector) -> Vector:
            for j, g in enumerate(dE_dw):
                m[j] = beta_1 * m[j] + (1 - beta_1) * g
                v[j] = beta_2 * v[j] + (1 - beta_2) * g * g
                step = (m[j] / m_share) / (math.sqrt(v[j] / v_share) + eps)
                w[j] -= self.alpha * step
            return w

        rows = zip(_copies(rnn.rows()), m, v, gradients.rows())
        move(rnn, check_step(gradients, v, (moved(*row) for row in rows)))
        self.t, self.m, self.v, self.of = t, m, v, rnn


def norm(gradients: Gradients) -> float:
    """√Σ(∂E/∂w)² over the five weights: the gradient's length."""
    return math.hypot(*chain.from_iterable(gradients.rows()))


def clip_norm(gradients: Gradients, max_norm: float) -> Gradients:
    """The five weights' gradients, no longer than max_norm, same direction.

    Pascanu, Mikolov & Bengio, ICML 2013, algorithm 1. What was given is not
    changed. Raises as descend does.
    """
    max_norm = check_positive("max_norm", max_norm)
    check_slopes(gradients)
    length = norm(gradients)
    if not is_finite(length):
        raise Diverged(
            "the gradient is so long that its length is no float: try a "
            "smaller alpha, or inputs and targets scaled to about −1 … 1"
        )
    scale = max_norm / length if length > max_norm else 1

    def scaled(rows: Matrix) -> Matrix:
        return [[scale * g for g in row] for row in rows]

    b, b_out = scaled([gradients.b, gradients.b_out])
    return Gradients(
        W_in=scaled(gradients.W_in), W_re=scaled(gradients.W_re), b=b,
        W_out=scaled(gradients.W_out), b_out=b_out,
    )


def move(rnn: RNN, rows: Iterable[Vector]) -> None:
    """Let the weights be these rows, in the order of rows_of, in place."""
    for row, new in zip(rnn.rows(), rows):
        row[:] = new


def _copies(rows: list[Vector]) -> list[Vector]:
    return [row[:] for row in rows]


# The doors, as in checks.py.


def check_gradients(rnn: RNN, gradients: Gradients) -> None:
    """Refuse gradients that do not fit the weights."""
    check_own_rows(rnn)
    check_kind("gradients", gradients, "z_0", "what bptt returned")
    try:
        sizes = [*map(len, gradients.rows())]
    except TypeError as error:
        raise no_gradients(gradients) from error
    if sizes != [*map(len, rnn.rows())]:
        raise ValueError(
            "the gradients belong to a network of another size: take bptt's "
            "with this one"
        )


def check_slopes(gradients: Gradients) -> None:
    """Refuse what is no Gradients of finite numbers."""
    check_kind("gradients", gradients, "z_0", "what bptt returned")
    try:
        check_finite("the gradients hold", gradients.rows())
    except TypeError as error:
        raise no_gradients(gradients) from error


def no_gradients(gradients: Gradients) -> TypeError:
    """What to raise where gradients do not hold lists of numbers."""
    return TypeError(
        f"gradients is {short(gradients)}, but it must hold lists of numbers"
    )


def check_step(
    gradients: Gradients, v: Matrix, rows: Iterable[Vector]
) -> list[Vector]:
    """The rows that the weights would be, all of them finite, and v too.

    One sum tells; only where it does not is it asked which number it is.
    """
    try:
        new = [*rows]
        if finite_floats([*new, *v]):
            return new
        check_finite("the gradients hold", gradients.rows())
        check_finite("the gradient's squares would hold", v)
        return check_finite("the weights would hold", new)
    except OverflowError as error:
        check_finite("the gradients hold", gradients.rows())
        raise Diverged(f"the weights would hold {NOT_FINITE}") from error
    except TypeError as error:
        raise no_gradients(gradients) from error


NOT_FINITE = (
    "NaN or infinity: try a smaller alpha, or clip_norm at every step"
)


def check_finite(what: str, rows: Iterable[Vector]) -> list[Vector]:
    """The rows; Diverged where a number is NaN, infinite or beyond a float."""
    copies = [[*row] for row in rows]
    try:
        if finite_floats(copies):
            return copies
        copies = [[*map(own, row)] for row in copies]
        total = sum(chain(*copies), 0.0)
        if not isinstance(total, Real):
            raise TypeError(f"{what} {total}, but needed are real numbers")
        finite = is_finite(total) or all(map(is_finite, chain(*copies)))
    except OverflowError:
        finite = False
    if not finite:
        raise Diverged(f"{what} {NOT_FINITE}")
    return copies
