"""How far back can a network learn? Parity: is the number of 1s odd so far?

With a target at every step a network learns it, and mostly goes on for a
thousand; with one target, at the end, it fails where the sequence is long. The
two tasks differ in their targets only.

    python -m rnn_pure.practice.memory
"""

import random
from collections.abc import Sequence
from math import exp, hypot, log
from statistics import fmean
from sys import float_info
from typing import Any

from rnn_pure import RNN, Adam, bptt, fit, forward, softmax_cross_entropy
from rnn_pure.practice.frame import Frame, bar, main
from rnn_pure.training import Pair

N_RE, SEQUENCES, EPOCHS, ALPHA, ALPHA_END = 8, 800, 3, 0.01, 0.003
SEEDS, LENGTHS = 5, (2, 4, 6, 10)
JUDGED, SOLVED = 200, 0.95  # new sequences, and the share right that is enough
ON, BACK, GONE = 1000, 40, 0.01  # steps on, steps back, and what counts as 0

# --- the task ---------------------------------------------------------------

EVEN, ODD = [1.0, 0.0], [0.0, 1.0]


def parity(T: int, draw: random.Random) -> Pair:
    """Bits as −1 and 1; at every step, whether the 1s so far are odd."""
    bits = [draw.randrange(2) for _ in range(T)]
    ones, ds = 0, []
    for bit in bits:
        ones += bit
        ds.append(ODD if ones % 2 else EVEN)
    return [[2.0 * bit - 1.0] for bit in bits], ds


def parity_at_T(T: int, draw: random.Random) -> Pair:
    """The same sequences with one target, the last."""
    xs, ds = parity(T, draw)
    return xs, [*[None] * (T - 1), ds[-1]]


# --- the network, and how it learns -----------------------------------------


def network(seed: int) -> RNN:
    return RNN.random(n_in=1, n_re=N_RE, n_out=2, seed=seed,
                      error=softmax_cross_entropy)


def trained(task: Any, T: int, seed: int) -> tuple[RNN, random.Random]:
    """A network that has learned, and what draws sequences new to it."""
    rnn, draw = network(seed), random.Random(seed)
    pairs = [task(T, draw) for _ in range(SEQUENCES)]
    if fit(rnn, pairs, EPOCHS, Adam(ALPHA), alpha_end=ALPHA_END, max_norm=1.0,
           seed=draw.getrandbits(32)).interrupted:
        raise KeyboardInterrupt  # half a training is not compared
    return rnn, draw


# --- how well it remembers --------------------------------------------------


def right(rnn: RNN, pairs: Sequence[Pair]) -> list[float]:
    """The share of right answers at each t = 1 … T."""
    answers = [
        [d is not None and y.index(max(y)) == d.index(max(d))
         for y, d in zip(forward(rnn, xs).y[1:], ds)] for xs, ds in pairs
    ]
    return [fmean(at_t) for at_t in zip(*answers)]


def at_end(rnn: RNN, task: Any, T: int, draw: random.Random) -> float:
    """The share of right answers at T, over new sequences."""
    return right(rnn, [task(T, draw) for _ in range(JUDGED)])[-1]


def reach(networks: Sequence[RNN], seed: int) -> list[float]:
    """|δre_t| / |δre_T| at t = T, T − 1, …, an error at T: geometric means.
    """
    draw, T, logs = random.Random(seed), BACK + 1, []
    pairs = [parity_at_T(T, draw) for _ in range(10)]
    for rnn in networks:
        for xs, ds in pairs:
            delta_re = bptt(rnn, forward(rnn, xs), ds).delta_re or []
            lengths = [hypot(*delta_re[t]) for t in range(T, 0, -1)]
            logs.append([log(max(length / lengths[0], float_info.min))
                         for length in lengths])
    return [exp(fmean(at_t)) for at_t in zip(*logs)]


def steps_back(left: Sequence[float]) -> int:
    """How far back less than GONE is left; or one more than it was seen."""
    return next((k for k, share in enumerate(left) if share < GONE), len(left))


# --- the program ------------------------------------------------------------


def work(arguments: Sequence[str] | None = None) -> dict[str, Any]:
    """Run it; returns its figures."""
    frame = Frame("memory", arguments,
                  ("신경망은 얼마나 먼 과거까지 배울까요?",
                   "How far back can a network learn?"),
                  (f"시드 하나가 아니라 {SEEDS}개", f"{SEEDS} seeds, not one"))
    first, T = frame.asked.seed, LENGTHS[-1]
    seeds = range(first, first + (SEEDS if frame.asked.more else 1))
    every, on, at_T = list[float](), list[int](), list[list[float]]()
    networks = list[RNN]()
    frame.tell(
        f"1이 지금까지 홀수 개인지 맞힙니다. 비트 {T}개와 시점마다의 답으로 "
        f"배운 뒤, {ON}시점을 이어서 답합니다.",
        f"Is the number of 1s odd so far? It learns from {T} bits with the "
        f"answer at every step; then it goes on for {ON} steps.")
    frame.row((frame.say("시드", "seed"), 6),
              (frame.say(f"t = {T} 정답", f"right at {T}"), 14),
              (frame.say("이어서 정답", f"right of {ON}"), 16))
    try:
        for seed in seeds:
            rnn, draw = trained(parity, T, seed)
            networks.append(rnn)
            every.append(at_end(rnn, parity, T, draw))
            on.append(round(sum(right(rnn, [parity(ON, draw)]))))
            frame.row((f"{seed}", 6), (f"{every[-1]:.1%}", 14),
                      (f"{on[-1]}", 16))
        frame.out.print()
        frame.tell(
            f"이제 답을 끝에서만 알려 줍니다. 시퀀스는 같고 목표만 다릅니다. "
            f"찍어도 절반은 맞습니다. {SOLVED:.0%}를 맞히면 푼 것입니다.",
            f"Now with the answer at the end only: the same sequences, other "
            f"targets. A guess is right in half of them; {SOLVED:.0%} right "
            f"is solved.")
        frame.row(("T", 6), (frame.say("푼 시드", "solved"), 10),
                  (frame.say("정답", "right"), 9))
        for T in LENGTHS:
            shares = []
            for seed in seeds:
                rnn, draw = trained(parity_at_T, T, seed)
                shares.append(at_end(rnn, parity_at_T, T, draw))
            at_T.append(shares)
            solved = sum(share >= SOLVED for share in shares)
            frame.row((f"{T}", 6), (f"{solved} / {len(shares)}", 10),
                      (f"{fmean(shares):.1%}", 9),
                      last=bar(fmean(shares), frame.columns - 28))
        frame.out.print()
    except KeyboardInterrupt:
        frame.stopped()
    before = [network(seed) for seed in seeds]
    back = [steps_back(reach(each, first)) for each in (before, networks)
            if each]
    if networks:
        steps = [frame.say(f"{k}시점", f"{k}") if k <= BACK else frame.say(
            f"{BACK}시점 넘게", f"more than {BACK}") for k in back]
        frame.tell(
            f"답을 시점마다 배우는 신경망에서 T의 오차를 거슬러 보냅니다. "
            f"δre의 {GONE:.0%}도 남지 않기까지 학습 전에는 {steps[0]}, 학습 "
            f"뒤에는 {steps[1]} 걸립니다.",
            f"Taught at every step: an error at T goes back, and less than "
            f"{GONE:.0%} of δre is left {steps[0]} steps from T before "
            f"training, {steps[1]} after it.")
    frame.ended()
    return {"every": every, "ran_on": on, "at_T": at_T, "steps_back": back,
            "weights": sum(map(len, network(first).rows()))}


if __name__ == "__main__":
    main(work)
