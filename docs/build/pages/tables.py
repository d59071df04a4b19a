"""Numbers as the pages show them, and the tables that both languages share.

What is said in words, such as the heads of columns, comes from the page.
"""

from collections.abc import Callable, Iterable, Sequence
from fractions import Fraction
from functools import cache
from itertools import chain
from typing import Any

from rnn_pure import RNN, Gradients, autograd, bptt, forward
from rnn_pure.autograd import Value


def table(head: Sequence[str], rows: Iterable[Iterable[object]]) -> str:
    """A table in Markdown."""
    lines = [head, ["---"] * len(head), *rows]
    return "\n".join(f"| {' | '.join(map(str, line))} |" for line in lines)


def tex(number: Fraction | int, frac: str = "dfrac") -> str:
    """A fraction or a whole number in TeX."""
    sign, p, q = "-" * (number < 0), abs(number.numerator), number.denominator
    return f"{sign}{p}" if q == 1 else rf"{sign}\{frac}{{{p}}}{{{q}}}"


def maths(numbers: Iterable[Fraction | int]) -> list[str]:
    """The cells of a row of a table, each an equation."""
    return [f"${tex(number)}$" for number in numbers]


# --- backpropagation --------------------------------------------------------


def backward(rnn: RNN, xs: list[Any], ds: list[Any]) -> str:
    """The recursion of equation 5 through a network of one unit."""
    states = forward(rnn, xs)
    gradients: Any = bptt(rnn, states, ds)
    [[w_out]], [[w_re]] = rnn.W_out, rnn.W_re
    [delta_after] = gradients.delta_re[states.T + 1]
    rows = []
    for t in range(states.T, 0, -1):
        [delta], [slope] = gradients.delta_re[t], rnn.f.prime(states.u[t])
        down, back = w_out * gradients.delta_out[t][0], w_re * delta_after
        if slope * (down + back) != delta:
            raise ValueError(f"equation 5 does not hold at t = {t}")
        rows.append(maths((t, down, back, slope, delta)))
        delta_after = delta
    return table(
        ["$t$", "①", "②", "$f'(u_t)$", r"$\delta^{re}_t=f'(u_t)\,(①+②)$"],
        rows,
    )


def three_sums(
    total: str, rnn: RNN, xs: list[Any], ds: list[Any]
) -> str:
    """What each step adds to the three gradients, for one unit."""
    states = forward(rnn, xs)
    gradients: Any = bptt(rnn, states, ds)
    steps = range(1, states.T + 1)
    contributions = [
        (gradients.delta_out[t][0] * states.z[t][0],
         gradients.delta_re[t][0] * states.z[t - 1][0],
         gradients.delta_re[t][0] * states.x[t][0])
        for t in steps
    ]
    sums = [sum(column) for column in zip(*contributions)]
    of_bptt = gradients.W_out, gradients.W_re, gradients.W_in
    if sums != [entry for [[entry]] in of_bptt]:
        raise ValueError("the contributions do not make the gradients")
    head = [
        "$t$",
        r"$w_{out}$: $\delta^{out}_t z_t$",
        r"$w_{re}$: $\delta^{re}_t z_{t-1}$",
        r"$w_{in}$: $\delta^{re}_t x_t$",
    ]
    rows = [maths((t, *row)) for t, row in zip(steps, contributions)]
    return table(head, [*rows, [f"**{total}**", *maths(sums)]])


# --- what it costs ----------------------------------------------------------


class Counted(float):
    """A number that counts the products it is in, and is worth nothing."""

    products = 0

    def __mul__(self, other: object) -> "Counted":
        Counted.products += 1
        return self

    def __add__(self, other: object) -> "Counted":
        return self

    __rmul__, __radd__, __sub__, __rsub__ = __mul__, __add__, __add__, __add__


def by_bptt(rnn: RNN, xs: list[Any], ds: list[Any]) -> Gradients:
    return bptt(rnn, forward(rnn, xs), ds)


@cache
def products(
    way: Callable[[RNN, list[Any], list[Any]], object], n_re: int, T: int
) -> int:
    """How many products of two numbers a way to the gradient makes."""
    rnn = RNN.random(1, n_re, 1, seed=0)
    for row in rnn.rows():
        row[:] = map(Counted, row)
    before = Counted.products
    way(rnn, [[0.5]] * T, [[0.5]] * T)
    return Counted.products - before


def cost_of_autograd(head: Sequence[str]) -> str:
    """By n_re: the products of BPTT and the graph, and what each notes."""
    T, rows = 10, []
    for n_re in 2, 4, 8:
        rnn, xs = RNN.random(1, n_re, 1, seed=0), [[0.5]] * T
        states = forward(rnn, xs)
        found: Any = bptt(rnn, states, xs)
        noted = chain(states.u, states.z, states.v, states.y,
                      found.delta_out, found.delta_re)
        before = Value(0).order
        autograd.gradients(rnn, xs, xs)
        made = Value(0).order - before - 1
        counted = [
            products(way, n_re, T) for way in (by_bptt, autograd.gradients)
        ]
        numbers = sum(len(vector) for vector in noted if vector)
        rows.append([n_re, *(f"{n:,}" for n in (*counted, numbers, made))])
    return table(head, rows)
