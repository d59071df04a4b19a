"""What is printed, stage by stage."""

from statistics import fmean

from rnn_pure.console import Console
from rnn_pure.practice import plot
from rnn_pure.practice.memory import picture
from rnn_pure.practice.memory.reach import GONE, steps_back
from rnn_pure.practice.memory.task import CHANCE
from rnn_pure.practice.memory.trials import SOLVED, Results, solved


def heads(out: Console, *columns: tuple[str, int]) -> None:
    """The first row of a table: words, each with its column's width."""
    row = "".join(out.right(words, width) for words, width in columns)
    out.print(out.colour("bold", row))


def every_step(out: Console, results: Results) -> None:
    """The networks that had a target at every step, seed by seed."""
    plan, T = results.plan, results.plan.lengths[-1]
    out.print(out.say(
        f"패리티: 비트 T개 가운데 1이 홀수 개입니까?\n"
        f"시점마다 목표를 주고 T = {T}에서 학습했습니다. 처음 보는 시퀀스로 "
        f"시험합니다.\n",
        f"Parity: of T bits, is the number of 1s odd?\n"
        f"Trained on T = {T} with a target at every step; judged on new "
        f"sequences.\n",
    ))
    heads(
        out,
        (out.say("시드", "seed"), 6),
        (out.say(f"t = {T}에서 정답", f"right at t = {T}"), 20),
        (out.say(f"이어서 {plan.on}시점", f"run on over {plan.on} steps"), 30),
    )
    for n, (shares, on) in enumerate(zip(results.every, results.ran_on)):
        steps = out.say(f"{on}시점 정답", f"{on} right")
        out.print(f"{results.first + n:6}{shares[-1]:20.1%}"
                  + out.right(steps, 30))


def last_step(out: Console, results: Results) -> None:
    """The same task with one target, beside it."""
    out.print(out.say(
        f"\n같은 시퀀스에 목표를 T에만 주었습니다. {SOLVED:.0%} 이상 맞으면 "
        f"푼 것으로 칩니다.\n",
        f"\nThe same with one target, at T. Solved: at least {SOLVED:.0%} "
        f"right.\n",
    ))
    heads(
        out,
        ("T", 6),
        (out.say("목표가 T에만: 푼 시드, 정답",
                 "target at T only: seeds, right"), 34),
        (out.say("시점마다: 푼 시드, 정답",
                 "at every step: seeds, right"), 34),
    )
    every = [*zip(*results.every)]
    for k, T in enumerate(results.plan.lengths):
        cells = [
            f"{solved(shares)} / {len(shares)}{fmean(shares):9.1%}"
            if shares else ""
            for shares in (results.at_T[k], every[k])
        ]
        out.print(f"{T:6}{cells[0]:>34}{cells[1]:>34}".rstrip())
    if all(results.at_T):
        draw(out, picture.finding(out, results))


def sums(out: Console, results: Results) -> None:
    """The adding problem, over T."""
    out.print(out.say(
        f"\n덧셈 문제: 수 T개 가운데 표시된 두 수의 합을 T에서 답합니다.\n"
        f"늘 1이라고 답하면 오차가 1/6, 곧 {CHANCE:.3f}입니다.\n",
        f"\nAdding: of T numbers two are marked; at T their sum is due.\n"
        f"Always saying 1 has the error 1/6, which is {CHANCE:.3f}.\n",
    ))
    heads(
        out,
        ("T", 6),
        (out.say("평균 제곱 오차", "mean squared error"), 22),
        (out.say("최솟값–최댓값", "lowest–highest"), 22),
    )
    for T, errors in zip(results.plan.adding, results.adding):
        if errors:
            spread = f"{min(errors):.3f}–{max(errors):.3f}"
            out.print(f"{T:6}{fmean(errors):22.3f}" + out.right(spread, 22))
    if all(results.adding):
        draw(out, picture.sums(out, results))


def reaching(out: Console, results: Results) -> None:
    """How far back the delta reaches."""
    out.print(out.say(
        "\n오차가 T에만 있을 때 δre_t의 길이는 거슬러 가며 줄어듭니다.",
        "\nAn error at T only: the length of δre_t, step by step back.",
    ))
    names = {
        "parity_before": ("패리티, 학습 전", "parity, untrained"),
        "parity_after": ("패리티, 학습 뒤", "parity, trained"),
        "adding_before": ("덧셈, 학습 전", "adding, untrained"),
        "adding_after": ("덧셈, 학습 뒤", "adding, trained"),
    }
    for name, left in results.left.items():
        k = steps_back(left, GONE)
        far = len(left) - 1
        out.print("  " + out.left(out.say(*names[name]), 20) + (
            out.say(f"{k}시점 앞에서 {GONE:.0%}보다 작습니다",
                    f"below {GONE:.0%} after {k} steps back")
            if k is not None else
            out.say(f"{far}시점 앞에서도 {left[-1]:.1%}가 남습니다",
                    f"{left[-1]:.1%} left after {far} steps back")
        ))
    draw(out, picture.reaching(out, results))


def draw(out: Console, drawn: picture.Picture) -> None:
    """A picture in characters, with a line above it."""
    out.print()
    plot.characters(out, drawn.curves, drawn.x, drawn.y)
