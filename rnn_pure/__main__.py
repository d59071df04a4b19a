"""python -m rnn_pure: a small network forward and backward, line by line."""

import inspect
import sys
from collections.abc import Callable, Iterator
from fractions import Fraction
from itertools import chain
from pathlib import Path
from typing import Any, NoReturn

from rnn_pure import autograd, derive, numerical
from rnn_pure.backprop import bptt
from rnn_pure.checks import WEIGHTS
from rnn_pure.console import (
    Console,
    language,
    options,
    program,
    run,
    split_command,
)
from rnn_pure.examples import on_screen
from rnn_pure.matrix import Matrix
from rnn_pure.proof import prove
from rnn_pure.realtime import rtrl
from rnn_pure.rnn import RNN, Gradients, forward, total_error
from rnn_pure.walkthrough import TAG, Step, record


def main(arguments: list[str] | None = None) -> int:
    """Print the walkthrough; 0 where all gradients agree, else 1.

    With derive or diagnose FILE that is told instead.
    """
    if arguments is None:
        arguments = sys.argv[1:]
    command, rest = split_command(arguments, "derive", "diagnose")
    if command == "derive":
        return derive.main(rest)
    if command == "diagnose":
        from rnn_pure.diagnosis.command import main as diagnose

        return diagnose(rest)
    out = Console(language(arguments))
    parser = options(
        out,
        program(),
        out.say(
            "작은 순환 신경망을 한 줄씩 계산하고, 기울기를 구하는 네 가지 "
            "방법을 비교합니다.",
            "A small recurrent network goes forward and backward, line by "
            "line; then four ways to its gradient are compared.",
        ),
    )
    parser.usage = (
        "%(prog)s [-h] [--lang {ko,en}] [--step]\n       %(prog)s derive "
        "[FILE]\n       %(prog)s diagnose FILE"
    )
    parser.epilog = out.say(
        "derive는 순전파에서 역전파를 이끌어 내고, diagnose는 버그를 "
        "찾습니다.",
        "derive writes the backward pass of forward lines; diagnose finds the "
        "mistake in a bptt of your own.",
    )
    parser.add_argument(
        "--step",
        action="store_true",
        help=out.say(
            "단계마다 Enter를 기다립니다. q와 Enter를 누르면 끝납니다",
            "wait for Enter after each step; q, then Enter, ends it",
        ),
    )
    asked = parser.parse_args(arguments)
    try:
        return 0 if show_all(out, asked.step) else 1
    except (EOFError, KeyboardInterrupt):
        if not asked.step:
            raise
        out.print("\n" + out.say("여기서 마칩니다.", "Stopped here."))
        return 0


def show_all(out: Console, wait: bool = False) -> bool:
    """The whole walkthrough; whether all ways to the gradient agree."""
    rnn, xs, ds = on_screen(float)
    states, forward_steps = record(forward, rnn, xs)
    _, error_steps = record(total_error, rnn, states, ds)
    gradients, bptt_steps = record(bptt, rnn, states, ds)
    introduce(out, rnn, xs, ds)
    walk(out, out.say("순전파", "Forward"), forward, forward_steps, wait)
    walk(out, out.say("오차", "Error"), total_error, error_steps, wait)
    walk(out, out.say("역전파", "Backward"), bptt, bptt_steps, wait)
    verdicts = (
        compare(out, gradients), compare_exactly(out), compare_for_any_f(out)
    )
    return all(verdicts)


def introduce(out: Console, rnn: RNN, xs: Matrix, ds: list[Any]) -> None:
    """The numbers that the walkthrough starts from."""
    sizes = (len(xs[0]), len(rnn.b), len(rnn.b_out), len(xs), rnn.f)
    heading(
        out,
        out.say("작은 순환 신경망을 한 줄씩", "A small network, line by line"),
        "n_in {}, n_re {}, n_out {}, T {}, f {}".format(*sizes),
    )
    for name in WEIGHTS:
        show(out, name, getattr(rnn, name))
    for symbol, vectors in ("x", xs), ("d", ds):
        for t, vector in enumerate(vectors, start=1):
            show(out, f"{symbol}[{t}]", vector)


def walk(
    out: Console,
    title: str,
    function: Callable[..., Any],
    steps: list[Step],
    wait: bool = False,
) -> None:
    """Every step that computes an equation: number, code, values."""
    file = Path(inspect.getfile(inspect.unwrap(function))).name
    heading(out, title, f"rnn_pure/{file}: {function.__name__}")
    t = None
    for step in steps:
        if step.equation is None:
            continue
        if step.t != t:
            t = step.t
            sums = out.say("모든 시점에 대한 합", "sums over time")
            out.print(out.colour("bold", f"t = {t}" if t else sums))
        label = step.equation.replace("'", "′")
        label = label.replace("eq", out.say("식", "eq"))
        label = label.replace("def", out.say("정의", "def"))
        for line in code_lines(step):
            out.print(
                out.colour("cyan", out.left(label, 8))
                + out.colour("dim", f"{line[0]:>3}  ")
                + line[1]
            )
            label = ""
        for name, value in step.values.items():
            show(out, name, value, indent=13)
        if wait:
            wait_for_enter(out)


def wait_for_enter(out: Console) -> None:
    """Return when Enter is pressed; EOFError for q or the end of input."""
    if sys.stdin is None:
        raise EOFError
    ask = out.say("Enter: 다음 줄, q: 끝 ", "Enter: next line, q: quit ")
    out.print(out.colour("dim", ask), end="")
    out.flush()
    try:
        answer = sys.stdin.readline()
    except UnicodeDecodeError:  # whatever it was, Enter followed
        answer = "\n"
    if not answer:
        raise EOFError
    if not sys.stdin.isatty():
        out.print()  # where a terminal shows the Enter
    elif out.coloured:
        out.print("\x1b[A\x1b[K", end="")  # the question goes
    if answer.strip() in ("q", "Q", "ㅂ"):  # ㅂ is on q's key
        raise EOFError


def code_lines(step: Step) -> Iterator[tuple[int, str]]:
    """The step's lines without indentation and tag, and their numbers."""
    lines = TAG.sub("", step.code).splitlines()
    indent = len(lines[0]) - len(lines[0].lstrip())
    for k, line in enumerate(lines):
        yield step.line + k, line[indent:]


def compare(out: Console, by_bptt: Gradients) -> bool:
    """The table of the four gradients; whether they agree."""
    rnn, xs, ds = on_screen(float)
    ways = {
        "BPTT": by_bptt,
        "RTRL": rtrl(rnn, xs, ds),
        out.say("자동 미분", "autograd"): autograd.gradients(rnn, xs, ds),
        out.say("수치 미분", "differences"): numerical.gradients(rnn, xs, ds),
    }
    heading(
        out,
        out.say("네 가지 방법, 하나의 기울기", "Four ways to one gradient"),
        out.say("가중치마다 ∂E/∂w", "∂E/∂w for every weight"),
    )
    out.print(" " * 13 + "".join(out.right(way, 16) for way in ways))
    columns = [[*chain(*way.rows())] for way in ways.values()]
    for name, entries in zip(entry_names(rnn), zip(*columns)):
        out.print(
            out.colour("dim", out.left(name, 13))
            + "".join(f"{entry:16.12f}" for entry in entries)
        )
    largest, agree = max(map(abs, columns[0])), True
    out.print(out.left(out.say("BPTT와의 차이", "from BPTT"), 13), end="")
    for column, limit in zip(columns, (0, 1e-13, 1e-13, 1e-8)):
        apart = max(abs(a - b) for a, b in zip(columns[0], column))
        fine = apart <= limit * largest
        agree = agree and fine
        out.print(out.colour("green" if fine else "red", f"{apart:16.1e}"), "")
    out.print("\n")
    tell(
        out,
        agree,
        out.say("부동소수점으로 계산하면", "In floats"),
        out.say(
            "반올림 오차와 수치 미분의 근사 오차만큼만 다릅니다",
            "they agree, up to rounding and the differences' ε²",
        ),
    )
    return agree


def compare_exactly(out: Console) -> bool:
    """Whether BPTT, RTRL and autograd are equal in fractions: no tolerance."""
    rnn, xs, ds = on_screen(Fraction)
    by_bptt = bptt(rnn, forward(rnn, xs), ds).rows()
    by_rtrl = rtrl(rnn, xs, ds).rows()
    equal = by_bptt == by_rtrl == autograd.gradients(rnn, xs, ds).rows()
    tell(
        out,
        equal,
        out.say("유리수로 계산하면", "In fractions"),
        out.say(
            "BPTT = RTRL = 자동 미분, 정확히",
            "BPTT = RTRL = autograd, exactly",
        ),
    )
    return equal


def compare_for_any_f(out: Console) -> bool:
    """Whether they are equal for networks of these sizes with any f, g, E."""
    rnn, xs, _ = on_screen(float)
    sizes = len(xs[0]), len(rnn.b), len(rnn.b_out), len(xs)
    verdict = prove(*sizes)
    chance = f"{verdict.chance:.0e}"
    tell(
        out,
        verdict.equal,
        out.say(
            f"어떤 f, g, E에서도 (틀렸는데 통과할 확률 {chance})",
            f"For any f, g and E (a wrong one's chance: {chance})",
        ),
        out.say("BPTT = RTRL = 자동 미분", "BPTT = RTRL = autograd"),
    )
    return verdict.equal


def tell(out: Console, holds: bool, where: str, what: str) -> None:
    """A verdict: what was expected, and whether it holds."""
    verdict = what if holds else out.say("서로 다릅니다", "they DISAGREE")
    mark = out.colour("green", "✓") if holds else out.colour("red", "✗")
    out.print(f"{mark} {where}: {out.colour('bold', verdict)}")


def entry_names(rnn: RNN) -> Iterator[str]:
    """W_in[0][0] and so on, in the order of RNN.rows."""
    for name in WEIGHTS:
        for i, row in enumerate(getattr(rnn, name)):
            if isinstance(row, list):
                for j in range(len(row)):
                    yield f"{name}[{i}][{j}]"
            else:
                yield f"{name}[{i}]"


def heading(out: Console, title: str, aside: str) -> None:
    """A title, what it is about, and a line below."""
    out.print()
    out.print(f"{out.colour('bold', title)}   {out.colour('dim', aside)}")
    out.print(out.colour("dim", "─" * (78 // out.width("─"))))


def show(out: Console, name: str, value: Any, indent: int = 0) -> None:
    """name = a number, a vector, or a matrix on one line for each row."""
    start = " " * indent + f"{name} = "
    if not isinstance(value, list):  # E, or None for a target
        out.print(start + out.colour("green", str(value and round(value, 6))))
        return
    rows = value if isinstance(value[0], list) else [value]
    short = all(entry == round(entry, 1) for row in rows for entry in row)
    for row in rows:
        numbers = " ".join(f"{n:4.1f}" if short else f"{n:9.6f}" for n in row)
        out.print(start + out.colour("green", f"[{numbers}]"))
        start = " " * len(start)


def script() -> NoReturn:
    """rnn-pure, where it is installed."""
    run(main)


if __name__ == "__main__":
    script()
