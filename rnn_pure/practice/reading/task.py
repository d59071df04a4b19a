"""The task and the network: what to change first.

A number's eight digits come one at a time, and at each a word is due, or
silence: 00120000 is "", "", 십, 이만, "", "", "", "". The network is never
told which digit it is at.
"""

import random
from collections.abc import Callable

from rnn_pure import (
    RNN,
    Adam,
    History,
    fit,
    forward,
    softmax_cross_entropy,
)
from rnn_pure.matrix import Vector

DIGITS = 8
ONES = ["", *"일이삼사오육칠팔구"]
PLACES = ["천", "백", "십", ""]  # twice: before 만 and after it
MYRIAD = "만"
WORDS = [
    "", *ONES[1:],
    *(one + place for place in PLACES[:3] for one in ["", *ONES[2:]]),
    MYRIAD, *(one + MYRIAD for one in ONES[1:]),
]
ROMAN = {
    "일": "il", "이": "i", "삼": "sam", "사": "sa", "오": "o", "육": "yuk",
    "칠": "chil", "팔": "pal", "구": "gu",
    "천": "cheon", "백": "baek", "십": "sip", "만": "man",
}
SEEN = 350
HELD_OUT = 775
EPOCHS, N_RE, ALPHA, ALPHA_END = 10, 24, 0.01, 0.0005


def digits(number: int) -> list[int]:
    """Its digits, with zeros before them: 12 → 0, 0, 0, 0, 0, 0, 1, 2."""
    return [int(digit) for digit in f"{number:0{DIGITS}}"]


def words(number: int) -> list[str]:
    """What is said at each digit, "" where nothing is."""
    said = []
    for k, digit in enumerate(digits(number)):
        place = PLACES[k % 4]
        alone = k == 3 and number // 10_000 == 1  # 만, not 일만
        one = "" if digit == 1 and (place or alone) else ONES[digit]
        word = one + place if digit else ""
        due = k == 3 and number >= 10_000
        said.append(word + MYRIAD if due else word)
    return said


def draw(seed: int, count: int) -> list[int]:
    """Different numbers of 1 to 8 digits; half of the later digits are 0.

    Among evenly drawn numbers 10,000,000 or 30,000,005 would hardly occur.
    """
    choose, drawn = random.Random(seed), dict[int, None]()
    while len(drawn) < count:
        number = choose.randint(1, 9)
        for _ in range(choose.randrange(DIGITS)):
            number = 10 * number + choose.choice([0, choose.randint(1, 9)])
        drawn[number] = None
    return list(drawn)


def one_hot(k: int, n: int) -> Vector:
    """n numbers: 1 at k, else 0."""
    return [float(i == k) for i in range(n)]


def inputs(number: int) -> list[Vector]:
    """x_1 … x_8: a digit each, as ten numbers."""
    return [one_hot(digit, 10) for digit in digits(number)]


def targets(number: int) -> list[Vector]:
    """d_1 … d_8: a word each, as one of WORDS."""
    return [one_hot(WORDS.index(word), len(WORDS)) for word in words(number)]


def network(seed: int) -> RNN:
    """An untrained one."""
    return RNN.random(n_in=10, n_re=N_RE, n_out=len(WORDS), seed=seed,
                      error=softmax_cross_entropy)


def learn(
    rnn: RNN,
    numbers: list[int],
    epochs: int,
    seed: int,
    report: Callable[[History], None],
) -> History:
    """Train rnn on these numbers; report is called after each epoch."""
    pairs = [(inputs(number), targets(number)) for number in numbers]
    return fit(rnn, pairs, epochs, Adam(ALPHA), alpha_end=ALPHA_END,
               seed=seed, report=report)


def read(rnn: RNN, number: int) -> list[str]:
    """What the network says at each digit: the most probable word."""
    y = forward(rnn, inputs(number)).y
    return [WORDS[row.index(max(row))] for row in y[1:]]
