"""The task and the network: what to change first.

Names stand one after another, each with an end mark: ㄱ ㅏ _ㅇ ㄴ ㅏ _ㅁ ㄱ
ㅜ . is 강남구. At each symbol the network is to guess the next one.
"""

import random
from collections.abc import Callable, Iterable
from importlib.resources import files
from unicodedata import normalize

from rnn_pure import (
    RNN,
    Adam,
    History,
    fit,
    forward,
    softmax_cross_entropy,
    total_error,
)
from rnn_pure.losses import softmax
from rnn_pure.matrix import Vector
from rnn_pure.practice.names.jamo import apart

NAMES = files(__package__) / "names.txt"
END = "."
HELD_OUT = 40  # names, but no more than a quarter of the list
LEAST = 4  # names: one is held out
N_RE = 16
EPOCHS = 16
ALPHA, ALPHA_END = 0.015, 0.001
K = 20  # truncated BPTT: about two names
LONGEST = 24  # symbols of an invented name


def read() -> list[str]:
    """The list: a name a line; one that stands there twice counts once.

    Raises ValueError where it is not in UTF-8, not in Hangul or too short.
    """
    text = normalize("NFC", NAMES.read_text(encoding="utf-8-sig"))
    names = [*dict.fromkeys(
        "".join(line.split()) for line in text.splitlines() if line.strip()
    )]
    if len(names) < LEAST:
        raise ValueError(f"{len(names)} < {LEAST}")
    symbols_of(names)
    return names


def spelt(name: str) -> list[str]:
    """Its symbols, with the end mark."""
    return [*apart(name), END]


def symbols_of(names: Iterable[str]) -> list[str]:
    """The symbols that these names need, sorted."""
    return sorted({symbol for name in names for symbol in spelt(name)})


def vector(symbol: str, symbols: list[str]) -> Vector:
    """As many numbers as there are symbols: 1 at this one, else 0."""
    return [float(symbol == each) for each in symbols]


def stream(
    names: Iterable[str], symbols: list[str]
) -> tuple[list[Vector], list[Vector]]:
    """xs and ds of names in a row: each symbol, and the one after it."""
    row = [END, *(symbol for name in names for symbol in spelt(name))]
    vectors = [vector(symbol, symbols) for symbol in row]
    return vectors[:-1], vectors[1:]


def network(symbols: list[str], seed: int) -> RNN:
    """An untrained one: as many outputs as inputs, a softmax over them."""
    n = len(symbols)
    return RNN.random(n_in=n, n_re=N_RE, n_out=n, seed=seed,
                      error=softmax_cross_entropy)


def learn(
    rnn: RNN,
    names: list[str],
    symbols: list[str],
    epochs: int,
    report: Callable[[History], None],
) -> History:
    """Train rnn on these names in a row; report is called at each epoch."""
    return fit(rnn, [stream(names, symbols)], epochs, Adam(ALPHA),
               alpha_end=ALPHA_END, truncate=(K, K), report=report)


def nats(rnn: RNN, names: list[str], symbols: list[str]) -> float:
    """E a symbol, −log p, over these names in a row."""
    xs, ds = stream(names, symbols)
    return float(total_error(rnn, forward(rnn, xs), ds)) / len(ds)


def invent(
    rnn: RNN, symbols: list[str], temperature: float, draw: random.Random
) -> list[str]:
    """Symbols drawn one by one, each the next input, up to the end mark."""
    said, z = [END], None
    while len(said) <= LONGEST:
        states = forward(rnn, [vector(said[-1], symbols)], z)
        z = states.z[1]
        p = softmax([y_k / temperature for y_k in states.y[1]])
        said += draw.choices(symbols, p)
        if said[-1] == END:
            return said[1:-1]
    return said[1:]
