"""A network learns to read numbers aloud in Korean: 120,000 is 십이만.

The eight digits of a number come one at a time, and at each a word is due, or
silence. The network is never told which place a digit has: it has to remember.

    python -m rnn_pure.practice.reading
"""

import random
from collections import defaultdict
from collections.abc import Callable, Iterator, Sequence
from statistics import mode
from typing import Any

from rnn_pure import RNN, Adam, bptt, forward, softmax_cross_entropy
from rnn_pure.matrix import one_hot
from rnn_pure.practice.frame import Frame, bar, main
from rnn_pure.training import falling

SEEN, HELD_OUT = 350, 775  # numbers to learn, and numbers that judge
N_RE, EPOCHS, ALPHA, ALPHA_END = 24, 10, 0.01, 0.0005
FLUENT = 0.95  # read right: enough, where --more is not asked for

# --- the task ---------------------------------------------------------------

DIGITS, ONES, PLACES = 8, ["", *"일이삼사오육칠팔구"], ["천", "백", "십", ""]
MYRIAD = "만"  # it is said after the first four digits
WORDS = ["", *ONES[1:],
         *(one + place for place in PLACES[:3] for one in ["", *ONES[2:]]),
         MYRIAD, *(one + MYRIAD for one in ONES[1:])]
ROMAN = dict(zip("일이삼사오육칠팔구천백십만", [
    "il", "i", "sam", "sa", "o", "yuk", "chil", "pal", "gu",
    "cheon", "baek", "sip", "man"]))


def digits(number: int) -> list[int]:
    """With zeros before them: 12 is 0, 0, 0, 0, 0, 0, 1, 2."""
    return [int(digit) for digit in f"{number:0{DIGITS}}"]


def words(number: int) -> list[str]:
    """What is due at each digit, "" where nothing is."""
    said = []
    for k, digit in enumerate(digits(number)):
        place = PLACES[k % 4]
        alone = k == 3 and number // 10_000 == 1  # 만, not 일만
        one = "" if digit == 1 and (place or alone) else ONES[digit]
        word = one + place if digit else ""
        said.append(word + MYRIAD if k == 3 and number >= 10_000 else word)
    return said


def draw(seed: int, count: int) -> list[int]:
    """Different numbers of 1 to 8 digits; half of the later digits are 0."""
    choose, drawn = random.Random(seed), list[int]()
    while len(drawn) < count:
        number = choose.randint(1, 9)
        for _ in range(choose.randrange(DIGITS)):
            number = 10 * number + choose.choice([0, choose.randint(1, 9)])
        if number not in drawn:
            drawn.append(number)
    return drawn


def numbers(seed: int) -> tuple[list[int], list[int]]:
    """Those to learn, and others that only judge."""
    drawn = draw(seed, SEEN + HELD_OUT)
    return drawn[:SEEN], drawn[SEEN:]


def latin(said: list[str]) -> str:
    """Words in Latin letters."""
    return " ".join("".join(map(ROMAN.__getitem__, word))
                    for word in said if word)


def inputs(number: int) -> list[list[float]]:
    return [one_hot(digit, 10) for digit in digits(number)]


def targets(number: int) -> list[list[float]]:
    return [one_hot(WORDS.index(word), len(WORDS)) for word in words(number)]


# --- the network, and how it learns -----------------------------------------


def network(seed: int) -> RNN:
    return RNN.random(n_in=10, n_re=N_RE, n_out=len(WORDS), seed=seed,
                      error=softmax_cross_entropy)


def learn(rnn: RNN, seen: list[int], seed: int) -> Iterator[int]:
    """How many numbers it has heard, after each: the caller may stop it."""
    adam, order, shuffle = Adam(ALPHA), [*seen], random.Random(seed).shuffle
    for alpha in falling(ALPHA, ALPHA_END, EPOCHS):
        shuffle(order)
        adam.alpha = alpha  # long steps first, then fine ones
        for number in order:
            states = forward(rnn, inputs(number))
            adam(rnn, bptt(rnn, states, targets(number)))
            yield adam.t


def read(rnn: RNN, number: int) -> list[str]:
    """What the network says at each digit: the most probable word."""
    return [WORDS[y.index(max(y))] for y in forward(rnn, inputs(number)).y[1:]]


# --- how well it reads ------------------------------------------------------


def misread(reader: Callable[[int], list[str]], held: list[int]) -> list[int]:
    """The numbers in which a word is not the one that is due."""
    return [number for number in held if reader(number) != words(number)]


def table(seen: list[int]) -> Callable[[int], list[str]]:
    """No network: what was due most often for each (place, digit)."""
    heard = defaultdict[tuple[int, int], list[str]](list)
    for number in seen:
        for at, word in zip(enumerate(digits(number)), words(number)):
            heard[at].append(word)
    return lambda number: [mode(heard[at] or [""])
                           for at in enumerate(digits(number))]


# --- the program ------------------------------------------------------------

ALOUD = 12_345_678  # read after so many numbers, to hear how it learns
TOLD = 0, 25, 50, 100, 150, 200, 250, 300


def work(arguments: Sequence[str] | None = None) -> dict[str, Any]:
    """Run it; returns its figures."""
    frame = Frame("reading", arguments,
                  ("신경망이 수를 한국어로 읽는 법을 배웁니다.",
                   "A network learns to read numbers aloud in Korean."),
                  (f"잘 읽어도 멈추지 않고 {EPOCHS}에포크까지",
                   f"{EPOCHS} epochs, not only until it is fluent"))
    rnn, (seen, held) = network(frame.asked.seed), numbers(frame.asked.seed)
    right, wrong = [], held

    def aloud(said: list[str]) -> str:
        return frame.say("".join(said), latin(said)) or "–"

    def heard(count: int) -> None:
        said = read(rnn, ALOUD)
        mark = "✓" if said == words(ALOUD) else "✗"
        frame.row((f"{count}", 5), last=f"{mark} {aloud(said)}")

    frame.tell(
        f"신경망이 수 {SEEN}개로 읽는 법을 배웁니다. 모두 한 번씩 들으면 "
        f"에포크 하나입니다. 왼쪽은 지금까지 들은 수의 개수, 오른쪽은 그때 "
        f"읽은 {ALOUD}입니다. 에포크마다 새 수 {HELD_OUT}개도 읽습니다. "
        f"{FLUENT:.0%}를 맞히면 잘 읽는 것입니다.",
        f"It learns to read from {SEEN} numbers; each of them once is an "
        f"epoch. On the left, how many it has heard; on the right, how it "
        f"then reads {ALOUD}. After each epoch it reads {HELD_OUT} new "
        f"numbers, too: {FLUENT:.0%} right is fluent.")
    heard(0)
    try:
        for count in learn(rnn, seen, frame.asked.seed):
            if count in TOLD or count % SEEN == 0:
                heard(count)
            if count % SEEN == 0:
                wrong = misread(lambda number: read(rnn, number), held)
                right.append(HELD_OUT - len(wrong))
                share = right[-1] / HELD_OUT
                frame.row((frame.say("새 수", "new"), 5), (f"{share:.1%}", 8),
                          last=bar(share, frame.columns - 16))
                if share >= FLUENT and not frame.asked.more:
                    break
        frame.out.print()
    except KeyboardInterrupt:
        frame.stopped()
        wrong = misread(lambda number: read(rnn, number), held)
    by_table = HELD_OUT - len(misread(table(seen), held))
    frame.tell(
        f"들은 적이 없는 수 {HELD_OUT}개 가운데 {HELD_OUT - len(wrong)}개를 "
        f"맞게 읽습니다. (자리, 숫자)마다 가장 자주 들은 말을 적은 표는 "
        f"{by_table}개입니다. 틀린 것 {len(wrong)}개 가운데 "
        f"{len(wrong[:7])}개(읽은 말 ✗ 옳은 말):",
        f"Of {HELD_OUT} numbers that it never heard it reads "
        f"{HELD_OUT - len(wrong)} right. A table of what was due most often "
        f"for each (place, digit) reads {by_table}. Misread, the first "
        f"{len(wrong[:7])} of {len(wrong)} (said ✗ due):")
    for number in wrong[:7]:
        said = read(rnn, number)
        slips = ", ".join(f"{aloud([word])} ✗ {aloud([due])}" for word, due
                          in zip(said, words(number)) if word != due)
        frame.row((f"{number:,}", 11), last=f"{aloud(said)} ({slips})")
    frame.out.print()
    frame.ended()
    return {
        "right": right,
        "by_table": by_table,
        "misread": [{"number": number, "said": "".join(read(rnn, number)),
                     "due": "".join(words(number))} for number in wrong],
        "words": len(WORDS), "weights": sum(map(len, rnn.rows())),
        "network": rnn.to_json(),
    }


if __name__ == "__main__":
    main(work)
