"""The two small networks that everything is shown on, and a task to learn.

The networks are in any number, and each comes as rnn, xs and ds.
"""

import random
from collections.abc import Callable
from fractions import Fraction
from typing import Any, TypeAlias

from rnn_pure.activations import Activation, relu, softsign
from rnn_pure.matrix import Matrix, one_hot
from rnn_pure.rnn import RNN

Example: TypeAlias = tuple[RNN, Matrix, list[Any]]


def on_screen(number: Callable[[Fraction], Any] = float) -> Example:
    """What python -m rnn_pure shows: n_in = 1, n_re = 2, n_out = 1, T = 3."""
    zero, half, one, two = (number(Fraction(n, 2)) for n in (0, 1, 2, 4))
    rnn = RNN(
        W_in=[[one], [-one]],
        W_re=[[one, half], [two, half]],
        b=[zero, zero],
        W_out=[[one, half]],
        b_out=[zero],
        f=relu,
    )
    return rnn, [[one], [zero], [one]], [None, [one], [two]]


def on_paper(
    number: Callable[[Fraction], Any] = Fraction, f: Activation = softsign
) -> Example:
    """To be done by hand: one unit of each kind, T = 3, a target at T."""
    zero, half, one = map(number, (Fraction(0), Fraction(1, 2), Fraction(1)))
    rnn = RNN([[one]], [[half]], [zero], [[one]], [zero], f=f)
    return rnn, [[one], [zero], [one]], [None, None, [one]]


def echo(T: int, seed: int | None = None) -> tuple[Matrix, list[Any]]:
    """Say what you heard two steps ago: xs and ds of T random letters.

    x_t is 1 at one of three letters, 0 at the others, and d_t is x_{t−2}; the
    first two steps have no target. The same seed, the same letters.
    """
    draw = random.Random(seed).randrange
    heard = [draw(3) for t in range(T)]
    xs = [one_hot(letter, 3) for letter in heard]
    return xs, ([None, None] + xs)[:T]
