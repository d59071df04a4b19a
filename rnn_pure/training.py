"""Training: epochs over sequences, and what is left whatever happens."""

import inspect
import random
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from reprlib import repr as short
from typing import Any, TypeAlias

from rnn_pure import checks, shapes
from rnn_pure.backprop import truncated_bptt
from rnn_pure.descent import Diverged, check_finite, clip_norm
from rnn_pure.rnn import RNN, Gradients, forward, total_error

Pair: TypeAlias = tuple[Sequence[Any], Sequence[Any]]  # xs, ds
Update: TypeAlias = Callable[[RNN, Gradients], None]


@dataclass
class History:
    """What fit saw: entry e of a list belongs to the weights after epoch e.

    Entry 0 is before training; there is none where Ctrl-C came even earlier.
    errors are E per target over the sequences, held_out the same over those
    kept apart. The network was left with the weights of epoch best.
    """

    errors: list[float]
    held_out: list[float]
    best: int = 0
    interrupted: bool = False
    weights: dict[str, Any] = field(  # those of epoch best
        default_factory=dict, repr=False, compare=False
    )

    @property
    def watched(self) -> list[float]:
        """What best is judged by: held_out where there is one, else errors."""
        return self.held_out or self.errors

    def see(self, rnn: RNN, errors: list[float]) -> None:
        """What an epoch ended with."""
        check_finite("the errors are", [errors])
        best = not self.errors or errors[-1] < self.watched[self.best]
        seen: dict[str, Any] = {
            "errors": self.errors + errors[:1],
            "held_out": self.held_out + errors[1:],
        }
        if best:
            weights = checks.check_network(vars(rnn))
            seen |= {"best": len(self.errors), "weights": weights}
        vars(self).update(seen)  # in one step: Ctrl-C cannot come between


def fit(
    rnn: RNN,
    sequences: Sequence[Pair],
    epochs: int,
    update: Update,
    *,
    max_norm: float | None = None,
    truncate: tuple[int, int] | None = None,
    alpha_end: float | None = None,
    held_out: Sequence[Pair] = (),
    patience: int | None = None,
    seed: int | None = None,
    report: Callable[[History], object] | None = None,
) -> History:
    """Train rnn in place on pairs (xs, ds); the best weights seen remain.

    An epoch takes the sequences in an order drawn from seed and calls
    update(rnn, gradients) after each, or after each piece of k1 steps where
    truncate is (k1, k2). update is an Adam, or functools.partial(descend,
    alpha=0.1). max_norm clips. With alpha_end the α of equation 6 falls from
    epoch to epoch by one factor, from update.alpha in the first to alpha_end
    in the last: long steps first, fine ones at the end. report(history) is
    called after every epoch and ends training where it returns True; patience
    does after so many epochs without a better one.

    Ctrl-C ends it early and returns what there is. Raises Diverged at NaN or
    infinity, and ValueError or TypeError for bad arguments before a weight is
    moved.
    """
    epochs = shapes.check_whole("epochs", 1, epochs)
    if patience is not None:
        patience = shapes.check_whole("patience", 1, patience)
    if truncate is not None:
        k1, k2 = shapes.check_pair("truncate", truncate, "(k1, k2)")
        truncate = k1, k2
    if max_norm is not None:
        max_norm = shapes.check_positive("max_norm", max_norm)
    _check_update(update)
    alphas = _alphas(update, alpha_end, epochs)
    if report is not None and not callable(report):
        raise TypeError(f"report is {report!r}, but it must be a function")
    checks.check_own_rows(rnn)
    sequences = _check_sequences("sequences", rnn, sequences)
    held_out = _check_sequences("held_out", rnn, held_out)
    watched = [sequences, held_out] if held_out else [sequences]
    history = History([], [], weights=checks.check_network(vars(rnn)))

    def run() -> None:  # all that Ctrl-C may end, and no loop around the try
        shuffle, order = random.Random(shapes.own(seed)).shuffle, [*sequences]
        for epoch in range(epochs + 1):
            if epoch:
                shuffle(order)
                if alphas:
                    vars(update)["alpha"] = alphas[epoch]
                _train(rnn, order, update, max_norm, truncate)
            history.see(rnn, [mean_error(rnn, pairs) for pairs in watched])
            if report and epoch and report(history) is True:
                break
            if patience and epoch - history.best >= patience:
                break

    try:
        run()
    except KeyboardInterrupt:
        history.interrupted = True
    except (Diverged, OverflowError) as error:
        raise Diverged(
            f"training diverged in epoch {len(history.errors)} (NaN or "
            f"infinity); the weights of epoch {history.best} are kept. Try a "
            f"smaller alpha, max_norm=1 to clip the gradient, or inputs "
            f"scaled to about −1 … 1",
            history,
        ) from error
    finally:
        vars(rnn).update(history.weights)
        if alphas:
            vars(update)["alpha"] = alphas[1]
    return history


def _train(
    rnn: RNN,
    order: Sequence[Pair],
    update: Update,
    max_norm: float | None,
    truncate: tuple[int, int] | None,
) -> None:
    """One epoch."""
    for xs, ds in order:
        k1, k2 = truncate or (len(xs), len(xs))  # bptt is one piece
        for gradients in truncated_bptt(rnn, xs, ds, k1, k2):
            check_finite("the gradients hold", gradients.rows())
            if max_norm is not None:
                gradients = clip_norm(gradients, max_norm)
            update(rnn, gradients)
            check_finite("the weights hold", rnn.rows())


def mean_error(rnn: RNN, sequences: Sequence[Pair]) -> float:
    """E per target over pairs (xs, ds), as fit takes them."""
    E, targets = 0.0, 0
    for xs, ds in sequences:
        E += total_error(rnn, forward(rnn, xs), ds)
        targets += sum(d is not None for d in ds)
    if not targets:
        raise ValueError("there is no target in any sequence")
    return E / targets


def falling(alpha: float, alpha_end: float, epochs: int) -> list[float]:
    """α of each epoch: by one factor from alpha to alpha_end in the last."""
    factor = (alpha_end / alpha) ** (1 / max(1, epochs - 1))
    return [alpha * factor**e for e in range(epochs)]


# The doors, as in checks.py.


def _alphas(
    update: Update, alpha_end: float | None, epochs: int
) -> list[float]:
    """α of every epoch, from 1 on; empty where it stays as it is."""
    if alpha_end is None:
        return []
    end = shapes.check_positive("alpha_end", alpha_end)
    try:
        alpha = shapes.check_positive("update.alpha", vars(update)["alpha"])
    except (KeyError, TypeError):
        raise TypeError(
            f"alpha_end moves update.alpha, but update is {short(update)}: "
            f"give an Adam(), or an object of your own with alpha"
        ) from None
    return [alpha, *falling(alpha, end, epochs)]


def _check_sequences(
    name: str, rnn: RNN, pairs: Sequence[Pair]
) -> list[Pair]:
    """Copies of pairs (xs, ds); errors name the pair."""
    copies = shapes.as_list(name, pairs, "a list of pairs (xs, ds)")
    if name == "sequences" and not copies:
        raise ValueError("sequences is empty, but it needs a pair (xs, ds)")
    for k, pair in enumerate(copies):
        xs, ds = shapes.check_pair(f"{name}[{k}]", pair, "(xs, ds)")
        try:
            xs = checks.check_inputs(rnn, xs)
            copies[k] = xs, checks.check_targets(rnn, len(xs), ds)
        except (TypeError, ValueError) as error:
            raise type(error)(f"{name}[{k}]: {error}") from error
    return copies


def _check_update(update: Update) -> None:
    """A function of (rnn, gradients), not a class and not descend itself."""
    try:
        fits = not isinstance(update, type)
        inspect.signature(update).bind("rnn", "gradients")
    except TypeError:
        fits = False
    except ValueError:
        pass  # it has no signature to object to
    if not fits:
        raise TypeError(
            f"update is {short(update)}, but it must be callable on (rnn, "
            f"gradients): Adam(), or functools.partial(descend, alpha=0.1)"
        )
