"""python -m rnn_pure.proof: the gradient is right for every f, g and E.

Equal for one f could be chance. So f becomes a table: whatever u it is asked
for, it answers with a random number, and with another one for its slope. g is
a second such table, and E_t a third, whose slopes ∂E_t/∂y_t are random for
every y_t and d_t. Of f, g and E the ways to the gradient can then use nothing
but this: f and g act on each entry, and all have a slope.

Weights, inputs, z_0 and the answers of the tables are random: each is one of
2^BITS whole numbers, as many below zero as above. Each entry of each gradient
is a polynomial in them. Its degree is 2T + 3 at most: ∂E/∂v_T = ∂E/∂y_T g′
has 2, each of T steps back puts a weight and a slope to it, the last factor
is an x, a z or a weight. A wrong one may have more: 3T + 3 with f′ twice a
step, say. Two different polynomials agree at a random point with a chance of
at most the larger degree / 2^BITS (Schwartz 1980, Zippel 1979). So if BPTT,
RTRL and the graph of operations agree there, they are the same polynomials,
unless that chance has come true. The graph is the judge: it knows the chain
rule, and the forward pass.

This holds for code that only adds and multiplies. What does something else at
one T, below one value or for one type of number is no polynomial: that other
tests look for, with long sequences and with numbers as small as fractions get.
"""

import random
from collections.abc import Sequence
from dataclasses import dataclass
from time import perf_counter

from rnn_pure import autograd
from rnn_pure.activations import Activation
from rnn_pure.autograd import Value, data_of
from rnn_pure.backprop import bptt
from rnn_pure.console import Console, language, options, run
from rnn_pure.losses import ErrorFunction
from rnn_pure.matrix import Matrix, Number, Vector
from rnn_pure.realtime import rtrl
from rnn_pure.rnn import RNN, forward

BITS = 61
SIZES = (  # n_in, n_re, n_out, T
    (1, 1, 1, 1), (2, 1, 3, 2), (1, 3, 2, 5), (6, 4, 5, 10), (3, 8, 9, 20),
    (4, 12, 3, 30),
)


@dataclass
class Verdict:
    """Whether all fields are equal, and the chance that wrong ones are."""

    equal: bool
    degree: int
    chance: float
    bits: int  # of the longest number
    seconds: float


def drawn(draw: random.Random, n: int) -> Vector:
    """n random numbers, each one of 2^BITS."""
    return [draw.getrandbits(BITS) - 2 ** (BITS - 1) for _ in range(n)]


def table(name: str, draw: random.Random) -> Activation:
    """An f that answers every u_i with a random number and a random slope."""
    answers: dict[Number, Vector] = {}

    def answer(u_i: Number) -> Vector:
        if u_i not in answers:
            answers[u_i] = drawn(draw, 2)
        return answers[u_i]

    def function(u: Vector) -> Vector:
        z = []
        for u_i in u:
            z_i, slope = answer(data_of(u_i))
            in_graph = isinstance(u_i, Value)
            z.append(Value(z_i, (u_i, slope)) if in_graph else z_i)
        return z

    def prime(u: Vector) -> Vector:
        return [answer(u_i)[1] for u_i in u]

    return Activation(name, function, prime)


def table_of_errors(draw: random.Random) -> ErrorFunction:
    """An E_t with a random value and random slopes for every y and d."""
    answers: dict[tuple[Number, ...], Vector] = {}

    def answer(y: Vector, d: Vector) -> Vector:
        asked = *map(data_of, y), *d
        if asked not in answers:
            answers[asked] = drawn(draw, 1 + len(y))
        return answers[asked]

    def gradient(y: Vector, d: Vector) -> Vector:
        return answer(y, d)[1:]

    def function(y: Vector, d: Vector) -> Number:
        return Value(answer(y, d)[0], *zip(y, gradient(y, d)))

    return ErrorFunction("any E", function, gradient)


def network(
    draw: random.Random, n_in: int, n_re: int, n_out: int, T: int
) -> tuple[RNN, Matrix, Vector]:
    """rnn, xs and z_0 of random numbers; f, g and E_t are tables."""

    def matrix(m: int, n: int) -> Matrix:
        return [drawn(draw, n) for _ in range(m)]

    rnn = RNN(
        W_in=matrix(n_re, n_in),
        W_re=matrix(n_re, n_re),
        b=drawn(draw, n_re),
        W_out=matrix(n_out, n_re),
        b_out=drawn(draw, n_out),
        f=table("any f", draw),
        g=table("any g", draw),
        error=table_of_errors(draw),
    )
    return rnn, matrix(T, n_in), drawn(draw, n_re)


def prove(
    n_in: int, n_re: int, n_out: int, T: int, seed: int | None = None
) -> Verdict:
    """BPTT, called twice, against the graph and RTRL, for these sizes.

    The system draws the numbers, or a generator from seed, which has only as
    many draws as there are seeds; the chance is that of the system's. A third
    of the targets are missing, but one at least is there. Raises
    ArithmeticError where two sums happen to be equal, as a table would answer
    them alike: as good as impossible.
    """
    began = perf_counter()
    draw = random.SystemRandom() if seed is None else random.Random(seed)
    rnn, xs, z_0 = network(draw, n_in, n_re, n_out, T)
    there = draw.randrange(T)
    ds = [
        drawn(draw, n_out) if k == there or draw.random() > 1 / 3 else None
        for k in range(T)
    ]
    states = forward(rnn, xs, z_0)
    for sums, n in (states.u, n_re), (states.v, n_out):
        if len({s_i for s in sums[1:] for s_i in s}) < T * n:
            raise ArithmeticError("two sums are equal")
    by_graph = autograd.gradients(rnn, xs, ds, z_0)
    by_rtrl = rtrl(rnn, xs, ds, z_0)
    by_bptt = bptt(rnn, states, ds[:])  # after its judges, and on a copy
    again = bptt(rnn, states, ds)
    degree = 3 * T + 3  # of a wrong one, perhaps
    return Verdict(
        equal=again == by_bptt == by_graph and by_rtrl.rows() == again.rows(),
        degree=degree,
        chance=degree / 2**BITS,
        bits=max(e.bit_length() for row in by_graph.rows() for e in row),
        seconds=perf_counter() - began,
    )


def main(arguments: Sequence[str] | None = None) -> int:
    """Print a verdict for each of SIZES; 0 where all are equal, else 1."""
    out = Console(language(arguments))
    parser = options(out, "python -m rnn_pure.proof", out.say(
        "BPTT의 기울기가 어떤 f, g, E에서도 맞는지 확인합니다. f, g, E 대신 "
        "무작위 표를 넣고 RTRL, 연산 그래프와 비교합니다.",
        "Shows that BPTT's gradient is right for every f, g and E: with "
        "random tables in their place it equals RTRL's and a graph's.",
    ))
    parser.add_argument("--seed", type=int, metavar="N", help=out.say(
        "같은 수를 다시 뽑습니다(없으면 매번 새로 뽑습니다)",
        "draw the same numbers again (default: new ones every time)",
    ))
    return 0 if show(out, parser.parse_args(arguments).seed) else 1


def show(out: Console, seed: int | None) -> bool:
    """The table of verdicts; whether all of them are equal."""
    say = out.say
    out.print(say(
        "f와 g는 무엇을 넣어도 무작위 수로 답하는 표이고, ∂E/∂y도 무작위 수"
        "입니다.\n여기서 기울기가 같으면 어떤 f, g, E에서도 같습니다.\n",
        "f and g are tables that answer whatever they are given with a random "
        "number, and ∂E/∂y is\nrandom too. Gradients that are equal here are "
        "equal for every f, g and E.\n",
    ))
    heads = ["n_in", "n_re", "n_out", "T", say("차수", "degree"),
             say("비트", "bits"),
             say("틀렸는데 통과할 확률", "a wrong one passes"),
             say("시간", "seconds")]
    columns = [6, 6, 7, 5, 8, 8, 22, 9]
    out.print("".join(map(out.right, heads, columns))
              + "  BPTT = RTRL = " + say("그래프", "graph"))
    verdicts = []
    for size in SIZES:
        verdict = prove(*size, seed)
        verdicts.append(verdict)
        cells = [*map(str, size), str(verdict.degree), str(verdict.bits),
                 f"{verdict.chance:.1e}", f"{verdict.seconds:.3f}"]
        mark = ("green", "✓") if verdict.equal else ("red", "✗")
        out.print("".join(map(out.right, cells, columns))
                  + "  " + out.colour(*mark))
    out.print(say(
        "\n가중치, x, z_0의 기울기와 모든 델타를 비교했습니다(RTRL은 가중치의 "
        "기울기만).\n차수: 다항식의 차수(틀린 것까지). 비트: 가장 긴 수의 "
        "길이.",
        "\nCompared: the gradients of the weights, of x and z_0, and all "
        "deltas (RTRL: the weights').\ndegree: of the polynomials, wrong ones "
        "too; bits: of the longest number.",
    ))
    return all(verdict.equal for verdict in verdicts)


if __name__ == "__main__":
    run(main)
