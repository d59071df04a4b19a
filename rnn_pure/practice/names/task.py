"""The task and the network: what to change first.

Names stand one after another, each with an end mark: ㄱ ㅏ _ㅇ ㄴ ㅏ _ㅁ ㄱ
ㅜ . is 강남구. At each symbol the network is to guess the next one.
"""

import random
from collections.abc import Callable
from pathlib import Path

from rnn_pure import (
    RNN,
    Adam,
    forward,
    softmax_cross_entropy,
    total_error,
    truncated_bptt,
)
from rnn_pure.losses import softmax
from rnn_pure.matrix import Vector, zeros
from rnn_pure.practice.names.jamo import apart

NAMES = Path(__file__).with_name("names.txt")
END = "."
HELD_OUT = 40  # names
N_RE, EPOCHS, K = 24, 24, 20
ALPHA, ALPHA_END = 0.01, 0.001
BLANKED = 0.2  # of the inputs


def read() -> list[str]:
    """The list: a name a line."""
    return NAMES.read_text(encoding="utf-8").split()


def spelt(name: str) -> list[str]:
    """Its symbols, with the end mark."""
    return [*apart(name), END]


def vector(symbol: str, symbols: list[str]) -> Vector:
    """As many numbers as there are symbols: 1 at this one, else 0."""
    return [float(symbol == each) for each in symbols]


def stream(
    names: list[str], symbols: list[str]
) -> tuple[list[Vector], list[Vector]]:
    """xs and ds of names in a row: each symbol, and the one after it."""
    said = [END, *(symbol for name in names for symbol in spelt(name))]
    vectors = [vector(symbol, symbols) for symbol in said]
    return vectors[:-1], vectors[1:]


def network(symbols: list[str], seed: int) -> RNN:
    """An untrained one: softmax over the symbols."""
    n = len(symbols)
    return RNN.random(n_in=n, n_re=N_RE, n_out=n, seed=seed,
                      error=softmax_cross_entropy)


def learn(
    rnn: RNN,
    names: list[str],
    symbols: list[str],
    epochs: int,
    draw: random.Random,
    report: Callable[[], None],
    blanked: float = BLANKED,
) -> None:
    """Train rnn in place; report is called after each epoch.

    An epoch puts the names in another order and blanks other inputs: a share
    of them is 0 throughout, and the state must do without them.
    """
    names, update = [*names], Adam(ALPHA)
    falls = (ALPHA_END / ALPHA) ** (1 / max(1, epochs - 1))
    for _ in range(epochs):
        draw.shuffle(names)
        xs, ds = stream(names, symbols)
        xs = [zeros(len(x)) if draw.random() < blanked else x for x in xs]
        for gradients in truncated_bptt(rnn, xs, ds, K, K):
            update(rnn, gradients)
        update.alpha *= falls
        report()


def nats(rnn: RNN, names: list[str], symbols: list[str]) -> float:
    """−log p a symbol: E of the stream of names, divided by its length."""
    xs, ds = stream(names, symbols)
    return float(total_error(rnn, forward(rnn, xs), ds)) / len(ds)


def invent(
    rnn: RNN,
    symbols: list[str],
    temperature: float,
    draw: random.Random,
    longest: int = 24,
) -> list[str]:
    """Symbols drawn one by one, each the next input, up to the end mark."""
    z, said = zeros(N_RE), [END]
    while len(said) <= longest:
        states = forward(rnn, [vector(said[-1], symbols)], z)
        p = softmax([y_k / temperature for y_k in states.y[1]])
        z = states.z[1]
        said += draw.choices(symbols, p)
        if said[-1] == END:
            break
    return [symbol for symbol in said if symbol != END]
