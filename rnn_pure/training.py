"""Equation 6, and what real training adds to it: Adam, clipping, epochs."""

import math
import random
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from itertools import chain
from typing import Any, TypeAlias

from rnn_pure import checks, shapes
from rnn_pure.backprop import truncated_bptt
from rnn_pure.matrix import Matrix
from rnn_pure.rnn import RNN, Gradients, forward, total_error

Pair: TypeAlias = tuple[Sequence[Any], Sequence[Any]]  # xs, ds
Update: TypeAlias = Callable[[RNN, Gradients], None]


class Diverged(ValueError):
    """Training reached NaN or infinity; the message says when and what to try.

    history is what had been recorded until then.
    """

    def __init__(self, message: str, history: "History") -> None:
        super().__init__(message)
        self.history = history


def descend(rnn: RNN, gradients: Gradients, alpha: float) -> None:
    """w ← w − α ∂E/∂w for every weight, in place: equation 6.

    Raises ValueError, and moves nothing, for gradients of another shape, NaN
    or infinity, or an alpha that is not above 0.
    """
    shapes.check_positive("alpha", alpha)
    checks.check_gradients(rnn, gradients)
    for row, dE_dw in zip(rnn.rows(), gradients.rows()):
        row[:] = [w - alpha * g for w, g in zip(row, dE_dw)]  # eq 6


@dataclass
class Adam:
    """Equation 6 with a step size for every weight; call it to step.

    m and v follow the gradient's mean and its square's, with the bias of
    their zero start taken out (Kingma & Ba, ICLR 2015, algorithm 1). Raises
    as descend does.
    """

    alpha: float = 0.01
    beta_1: float = 0.9
    beta_2: float = 0.999
    eps: float = 1e-8
    t: int = 0
    m: Matrix = field(default_factory=list, repr=False)
    v: Matrix = field(default_factory=list, repr=False)

    def __post_init__(self) -> None:
        shapes.check_positive("alpha", self.alpha)
        shapes.check_positive("eps", self.eps)
        for name in "beta_1", "beta_2":
            shapes.check_number(name, getattr(self, name))
            if not 0 <= getattr(self, name) < 1:
                raise ValueError(f"{name} must be at least 0 and below 1")

    def __call__(self, rnn: RNN, gradients: Gradients) -> None:
        checks.check_gradients(rnn, gradients)
        rows, slopes = rnn.rows(), gradients.rows()
        if self.t == 0:
            self.m = [[0.0] * len(row) for row in rows]
            self.v = [[0.0] * len(row) for row in rows]
        elif [*map(len, self.m)] != [*map(len, rows)]:
            raise ValueError(
                "this Adam knows a network of another size: make a new Adam()"
            )
        self.t += 1
        beta_1, beta_2, eps = self.beta_1, self.beta_2, self.eps
        m_share, v_share = 1 - beta_1**self.t, 1 - beta_2**self.t
        for row, slope, m, v in zip(rows, slopes, self.m, self.v):
            for j, g in enumerate(slope):
                m[j] = beta_1 * m[j] + (1 - beta_1) * g
                v[j] = beta_2 * v[j] + (1 - beta_2) * g * g
                step = (m[j] / m_share) / (math.sqrt(v[j] / v_share) + eps)
                row[j] -= self.alpha * step


def norm(gradients: Gradients) -> float:
    """√Σ(∂E/∂w)² over the five weights: the gradient's length."""
    return math.hypot(*chain.from_iterable(gradients.rows()))


def clip_norm(gradients: Gradients, max_norm: float) -> Gradients:
    """The five weights' gradients, no longer than max_norm, same direction.

    Pascanu, Mikolov & Bengio, ICML 2013, algorithm 1. What was given is not
    changed. Raises ValueError for a max_norm that is not above 0.
    """
    shapes.check_positive("max_norm", max_norm)
    checks.check_slopes(gradients)
    length = norm(gradients)
    scale = max_norm / length if length > max_norm else 1

    def scaled(rows: Matrix) -> Matrix:
        return [[scale * g for g in row] for row in rows]

    W_in, W_re, W_out = map(
        scaled, (gradients.W_in, gradients.W_re, gradients.W_out)
    )
    b, b_out = scaled([gradients.b, gradients.b_out])
    return Gradients(W_in, W_re, b, W_out, b_out)


@dataclass
class History:
    """What fit saw: entry e of a list belongs to the weights after epoch e.

    Entry 0 is before training. errors are E per target over the sequences,
    held_out the same over those kept apart. The network was left with the
    weights of epoch best.
    """

    errors: list[float]
    held_out: list[float]
    best: int = 0
    interrupted: bool = False

    @property
    def watched(self) -> list[float]:
        """What best is judged by: held_out where there is one, else errors."""
        return self.held_out or self.errors


def fit(
    rnn: RNN,
    sequences: Sequence[Pair],
    epochs: int,
    update: Update,
    *,
    max_norm: float | None = None,
    truncate: tuple[int, int] | None = None,
    held_out: Sequence[Pair] = (),
    patience: int | None = None,
    seed: int | None = None,
    report: Callable[[History], None] | None = None,
) -> History:
    """Train rnn in place on pairs (xs, ds); the best weights seen remain.

    An epoch takes the sequences in an order drawn from seed and calls
    update(rnn, gradients) after each, or after each piece of k1 steps where
    truncate is (k1, k2). update is an Adam, or functools.partial(descend,
    alpha=0.1). max_norm clips. patience ends training after so many epochs
    without a better one; report(history) is called after every epoch.

    Ctrl-C ends it early and returns what there is. Raises Diverged at NaN or
    infinity, and ValueError or TypeError for bad arguments before a weight is
    moved.
    """
    shapes.check_whole("epochs", epochs, least=1)
    if patience is not None:
        shapes.check_whole("patience", patience, least=1)
    if truncate is not None:
        shapes.check_pair("truncate", truncate, "(k1, k2)")
    checks.check_update(update)
    if report is not None and not callable(report):
        raise TypeError(f"report is {report!r}, but it must be a function")
    sequences = checks.check_sequences("sequences", rnn, sequences)
    held_out = checks.check_sequences("held_out", rnn, held_out)
    history = History(
        [mean_error(rnn, sequences)],
        [mean_error(rnn, held_out)] if held_out else [],
    )
    shuffle = random.Random(seed).shuffle
    order, best = list(sequences), [row[:] for row in rnn.rows()]
    try:
        for epoch in range(1, epochs + 1):
            shuffle(order)
            for xs, ds in order:
                k1, k2 = truncate or (len(xs), len(xs))  # bptt is one piece
                for gradients in truncated_bptt(rnn, xs, ds, k1, k2):
                    if not math.isfinite(norm(gradients)):
                        raise _diverged(epoch, history)
                    if max_norm is not None:
                        gradients = clip_norm(gradients, max_norm)
                    update(rnn, gradients)
            errors = [mean_error(rnn, sequences)]
            if held_out:
                errors.append(mean_error(rnn, held_out))
            if not all(map(math.isfinite, errors)):
                raise _diverged(epoch, history)
            history.errors.append(errors[0])
            history.held_out += errors[1:]
            if history.watched[-1] < history.watched[history.best]:
                history.best, best = epoch, [row[:] for row in rnn.rows()]
            if report:
                report(history)
            if patience and epoch - history.best >= patience:
                break
    except KeyboardInterrupt:
        history.interrupted = True
    finally:
        for row, saved in zip(rnn.rows(), best):
            row[:] = saved
    return history


def mean_error(rnn: RNN, sequences: Sequence[Pair]) -> float:
    """E per target over pairs (xs, ds), as fit takes them."""
    E, targets = 0.0, 0
    for xs, ds in sequences:
        E += total_error(rnn, forward(rnn, xs), ds)
        targets += sum(d is not None for d in ds)
    if not targets:
        raise ValueError("there is no target in any sequence")
    return E / targets


def _diverged(epoch: int, history: History) -> Diverged:
    return Diverged(
        f"training diverged in epoch {epoch} (NaN or infinity); the weights "
        f"of epoch {history.best} are kept. Try a smaller alpha, max_norm=1 "
        f"to clip the gradient, or inputs scaled to about −1 … 1",
        history,
    )
