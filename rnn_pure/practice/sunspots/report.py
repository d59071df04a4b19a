"""What the sunspots command says: in Korean or English, for a terminal."""

from collections.abc import Iterable, Sequence
from statistics import median
from typing import Any

from rnn_pure.console import Console
from rnn_pure.practice.plot import Axis, Curve
from rnn_pure.practice.sunspots.series import (
    PUBLISHED,
    RECORD,
    SOURCES,
    SPANS,
    TESTED,
    TESTS,
    TRAINING,
    Years,
    between,
    written,
    years,
)

LABEL, COLUMN = 44, 14  # columns of the terminal
# So often these years were looked at before the settings were fixed.
LOOKS, LOOKED_AT = 4, (1921, 1979)
NAMES = {
    "persistence": ("내년 = 올해", "next year = this year"),
    "ar12": ("AR(12)", "AR(12)"),
    "ar12_roots": ("제곱근의 AR(12)", "AR(12) on square roots"),
    "ar9_roots": ("제곱근의 AR(9)", "AR(9) on square roots"),
    "first": ("첫 선택: tanh 유닛 5개", "the first choice: 5 tanh units"),
    "plain": ("tanh 유닛 8개", "8 tanh units"),
    "linear": ("tanh 유닛 8개와 선형 유닛 2개", "8 tanh and 2 linear units"),
    "mean": ("tanh 유닛 8개와 AR(12)의 평균",
             "mean of 8 tanh units and AR(12)"),
    "roots": ("tanh 유닛 8개, 오차는 제곱근으로",
              "8 tanh units, error in square roots"),
    "noisy": ("tanh 유닛 8개, 잡음 0.25", "8 tanh units, noise 0.25"),
}


def named(out: Console, name: str) -> str:
    """A row's name; that in the code where NAMES has none."""
    return out.say(*NAMES.get(name, (name, name)))


def row(
    out: Console,
    label: str,
    cells: Iterable[str | float],
    column: int = COLUMN,
) -> str:
    """A row of a table; numbers are ARV."""
    texts = [c if isinstance(c, str) else f"{c:.3f}" for c in cells]
    right = "".join(out.right(text, column) for text in texts)
    return (out.left(label, LABEL) + right).rstrip()


def head(
    out: Console, label: str, cells: Sequence[str], column: int = COLUMN
) -> str:
    """A table's first row and the rule below it."""
    first = row(out, label, cells, column)
    rule = "-" * (LABEL + column * len(cells))
    return f"{out.colour('bold', first)}\n{rule}"


def table(out: Console, figures: dict[str, Any]) -> None:
    """ARV of the linear models, the networks and the published models."""
    say, seeds, networks = out.say, figures["seeds"], figures["networks"]
    out.print(say(
        f"{written(TRAINING)}년으로 배우고 그 뒤로는 가중치를 고치지 않은 "
        f"채, 한 해씩 앞서 예측합니다.\n"
        f"신경망은 시드 {seeds}개의 중앙값과 범위입니다. 시드마다 신경망 "
        f"{networks}개의 예측을 평균합니다.\n"
        f"설정은 학습한 해만 보고 고릅니다(--choose).\n",
        f"Learned from {written(TRAINING)}; after that no weight changes, "
        f"and each year is forecast one year ahead.\n"
        f"Networks: median and range of {seeds} seeds; for each seed the "
        f"forecasts of {networks} are averaged.\n"
        f"Settings are chosen by the years of training alone (--choose).\n",
    ))
    label = say("ARV (작을수록 좋습니다)", "ARV (smaller is better)")
    spans = written(SPANS[0]) + "*", *map(written, TESTS)
    out.print(head(out, label, spans))
    for name, of in figures["arv"].items():
        out.print(row(out, named(out, name), of["median"]))
        if of["min"] != of["max"]:
            out.print(row(out, "", (
                f"{low:.3f}–{high:.3f}"
                for low, high in zip(of["min"], of["max"])
            )))
    for ko, en, source, published in PUBLISHED:
        out.print(row(out, f"{say(ko, en)} [{source}]", published))
    out.print(say(
        f"\nARV = 평균 제곱 오차 / {written(RECORD)}년 기록의 분산"
        f"({figures['variance']:.1f})\n"
        f"* 학습한 해입니다. 발표된 값은 {TRAINING[0]}년부터입니다.",
        f"\nARV = mean squared error / variance of the record "
        f"{written(RECORD)} ({figures['variance']:.1f})\n"
        f"* Years of training. The published figures count from "
        f"{TRAINING[0]}.",
    ))
    for number, paper in enumerate(SOURCES, 1):
        said = say(f"{paper}에 실린 값", f"as in {paper}")
        out.print(f"[{number}] {said}")


def top(out: Console, figures: dict[str, Any]) -> None:
    """The highest year, in one sentence."""
    of, rows = figures["top"], []
    for names in ("first", "plain", "linear"), ("ar12", "ar12_roots"):
        rows.append(", ".join(
            f"{named(out, n)} → {of[n]:.0f}" for n in names if n in of
        ))
    out.print(out.say(
        f"가장 높은 {of['year']}년은 {of['record']:.0f}입니다. 학습한 해의 "
        f"최댓값은 {of['learned']:.0f}입니다. 예측은 이렇습니다.",
        f"The highest year, {of['year']}, has {of['record']:.0f}; in "
        f"training the highest was {of['learned']:.0f}. The forecasts:",
    ))
    out.print("\n".join(f"  {line}" for line in rows if line))


def paired(out: Console, figures: dict[str, Any]) -> None:
    """Against AR(12), year by year, and what that does not show."""
    say, n, seen = out.say, figures["years"], written(LOOKED_AT)
    label = say(f"AR(12)와 해마다 견주면 ({written(TESTED)})",
                f"Against AR(12) by year ({written(TESTED)})")
    out.print(head(out, label, [
        say("ARV 감소", "ARV less by"), "t",
        say("더 가까운 해", "nearer in"), say("절반", "half in"),
    ]))
    for name, of in figures["paired"].items():
        out.print(row(out, named(out, name), [
            f"{of['mean']:+.3f}", f"{of['t']:+.1f}",
            f"{of['nearer']}/{n}",
            say(f"{of['half']}년", f"{of['half']} years"),
        ]).replace("-", "−"))
    out.print(say(
        f"\n절반은 차이(절댓값)의 절반이 나온 해의 수입니다. |t|가 2보다 "
        f"작으면 우연으로도 흔한 차이입니다.\n"
        f"2를 넘어도 증거는 아닙니다. 이어진 해는 서로 독립이 아니고, 몇 "
        f"해가 결과를 좌우합니다.\n"
        f"{seen}년은 이 프로그램을 정하기 전에 이미 {LOOKS}번 보았습니다.",
        f"\nHalf in: so few years make up half of all the differences. "
        f"|t| below 2: chance alone often does\n"
        f"as much. Nor is more than 2 a proof: years in a row are not "
        f"independent, and a few of them decide.\n"
        f"{seen} had been looked at {LOOKS} times before this program was "
        f"fixed.",
    ))


def curves(
    out: Console, record: Years, forecasts: dict[str, Years]
) -> tuple[str, list[Curve], Axis, Axis]:
    """The test years: forecasts, the record, the highest year of training."""
    highest = max(between(record, TRAINING).values())
    first, last = TESTED
    lines = [
        Curve(out.say(*short), [(y, forecasts[name][y])
                                for y in years(TESTED)])
        for name, *short in (
            ("first", "첫 선택", "first choice"),
            ("ar12", "AR(12)", "AR(12)"),
        )
        if name in forecasts
    ]
    return (
        out.say(f"흑점 수 {written(TESTED)}년: 기록과 한 해 앞선 예측",
                f"Sunspots {written(TESTED)}: record and forecasts one year "
                f"ahead"),
        [*lines,
         Curve(out.say("기록", "record"), [*between(record, TESTED).items()]),
         Curve(out.say("학습의 최댓값", "highest in training"),
               [(first, highest), (last, highest)], dashed=True)],
        Axis(out.say("해", "year"), low=first, high=last),
        Axis(out.say("흑점 수", "sunspots"), low=0),
    )


def middle(forecasts: Sequence[Years]) -> Years:
    """The median of the seeds' forecasts, year by year."""
    return {y: median(f[y] for f in forecasts) for y in years(TESTED)}
