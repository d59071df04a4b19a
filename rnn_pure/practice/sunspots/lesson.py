"""--choose: candidates before the four questions of choice.py."""

import argparse
import json
from collections.abc import Callable, Collection
from dataclasses import replace

from rnn_pure.console import Console
from rnn_pure.practice import plot, program
from rnn_pure.practice.plot import Axis, Curve
from rnn_pure.practice.sunspots import choice, report, series
from rnn_pure.practice.sunspots.networks import (
    FIRST,
    LINEAR,
    PLAIN,
    Settings,
    averaged,
    train,
)
from rnn_pure.practice.sunspots.series import Years, between, written

CANDIDATES = {
    "first": FIRST,
    "plain": PLAIN,
    "linear": LINEAR,
    "roots": replace(PLAIN, squared=False),
    "noisy": replace(PLAIN, noise=0.25),
}

COLUMN = 11


def choose(out: Console, asked: argparse.Namespace) -> int:
    """Judge the candidates and print each as it is ready; the exit status.

    Ctrl-C ends it; what is printed stays.
    """
    # No choice can see a test year: the record ends where training does.
    record = between(series.read(), series.TRAINING)
    questions, candidates = choice.questions(record), CANDIDATES
    if asked.quick:
        questions = {
            name: each._replace(networks=1, folds=each.folds[-2:])
            for name, each in questions.items()
        }
        candidates = {
            name: replace(CANDIDATES[name], epochs=5)
            for name in ("first", "plain")
        }
    each = sum(q.networks * len(q.folds) for q in questions.values())
    done, total = 0, each * len(candidates)

    def tick() -> None:
        nonlocal done
        done += 1
        out.progress(done, total)

    figures = {"ar9_roots": choice.answers(record, questions, on_roots)}
    explain(out, questions)
    show(out, figures, "ar9_roots")
    try:
        out.progress(0, total)
        for name, settings in candidates.items():
            figures[name] = choice.answers(
                record, questions, of(settings, 1000 * asked.seed, tick)
            )
            out.progress(1, 1)  # takes the bar away
            show(out, figures, name)
            out.progress(done, total)
    except KeyboardInterrupt:
        out.print(out.say("\nCtrl-C로 끝냈습니다.", "\nEnded by Ctrl-C."))
    out.print()
    drawing = picture(out, record)
    plot.characters(out, *drawing[1:])
    conclude(out, figures)
    whole = len(figures) > len(candidates)
    well = program.leave(
        out, asked, lambda: plot.svg(*drawing),
        lambda: json.dumps({"figures": figures}, indent=1), whole,
    )
    return 1 if not well else 0 if len(figures) > 1 else 130


def explain(out: Console, asked: dict[str, choice.Question]) -> None:
    """The four questions, and the head of their table."""
    say, (one, other) = out.say, map(written, choice.HELD_OUT)
    folds = {name: len(question.folds) for name, question in asked.items()}
    first, span, higher = choice.ORIGINS[0], choice.SPAN, choice.HIGHER
    last = series.TRAINING[1]
    out.print(say(
        f"값은 ARV를 AR(12)의 ARV로 나눈 것입니다. 1보다 작으면 AR(12)보다 "
        f"낫습니다.\n"
        f"{last}년 뒤의 기록은 읽지 않습니다.\n\n"
        f"  처음  {one}년과 {other}년을 그 앞의 해로 예측합니다. 첫 선택은 "
        f"이것으로 골랐습니다.\n"
        f"  이동  {first}년부터 {span}년마다, 그때까지 배워 다음 {span}년을 "
        f"예측합니다({folds['rolling']}번).\n"
        f"  주기  한 주기를 빼고 배워 그 주기를 예측합니다"
        f"({folds['cycle']}번).\n"
        f"  높이  낮은 주기로 배워 가장 높은 {higher}주기를 예측합니다.\n"
        f"  평균  뒤의 세 값의 기하 평균입니다.\n",
        f"The values are ARV / AR(12)'s ARV: below 1 is better than AR(12).\n"
        f"No year after {last} is read.\n\n"
        f"  old      {one} and {other} from the years before: the first "
        f"choice was made by this\n"
        f"  rolling  every {span} years from {first} on, learn what was "
        f"before, forecast the next {span} "
        f"({folds['rolling']} times)\n"
        f"  cycle    leave one cycle out, learn the others, forecast it "
        f"({folds['cycle']} times)\n"
        f"  higher   learn the low cycles, forecast the {higher} highest\n"
        f"  mean     the geometric mean of the last three\n",
    ))
    out.print(report.head(out, "", [
        say("처음", "old"), say("이동", "rolling"), say("주기", "cycle"),
        say("높이", "higher"), say("평균", "mean"),
    ], COLUMN))


def show(
    out: Console, figures: dict[str, dict[str, float]], name: str
) -> None:
    """A candidate's row."""
    label, cells = report.named(out, name), figures[name].values()
    out.print(report.row(out, label, cells, COLUMN))


def conclude(out: Console, figures: dict[str, dict[str, float]]) -> None:
    """Whom the old question prefers, and whom the others do."""
    ran = [name for name in figures if name in CANDIDATES]
    if len(ran) < 2:
        return
    best = [
        report.named(out, min(ran, key=lambda n: figures[n][question]))
        for question in ("held_out", "higher", "mean")
    ]
    out.print(out.say(
        f"처음 방법이 고르는 것: {best[0]}.\n높이로 고르면: {best[1]}. "
        f"세 방법의 평균으로 고르면: {best[2]}.\n"
        f"시드를 바꾸면(--seed) 값이 달라지고, 가까운 값들의 순서도 "
        f"바뀝니다.",
        f"The old question prefers: {best[0]}.\nHigher prefers: {best[1]}; "
        f"the mean of the three: {best[2]}.\n"
        f"Another --seed moves the values, and the order of those that are "
        f"close.",
    ))


def on_roots(seen: Years, learned: Collection[int], _: range) -> Years:
    """AR(9) on square roots."""
    return series.autoregression(seen, learned, 9, 0.5)


def of(
    settings: Settings, first: int, tick: Callable[[], None]
) -> choice.Forecaster:
    """Networks of these settings, their seeds from first on."""

    def forecaster(
        seen: Years, learned: Collection[int], seeds: range
    ) -> Years:
        trained = []
        for seed in seeds:
            trained.append(train(seen, learned, settings, first + seed))
            tick()
        return averaged(trained, seen)

    return forecaster


def picture(
    out: Console, record: Years
) -> tuple[str, list[Curve], Axis, Axis]:
    """The years of training: what was held out, and how high it goes."""
    start, end = choice.HELD_OUT[0][0], choice.HELD_OUT[-1][1]
    first = min(record)
    learned = between(record, (first, start))
    held_out = between(record, (start, end))
    highest = max(n for y, n in record.items() if y < start)
    return (
        out.say(f"흑점 수 {written((first, end))}년: 처음에 떼어 둔 해",
                f"Sunspots {written((first, end))}: the years first held out"),
        [
            Curve(out.say(f"떼어 둔 {written((start, end))}년",
                          f"held out, {written((start, end))}"),
                  [*held_out.items()]),
            Curve(out.say("그 앞의 해", "the years before"),
                  [*learned.items()]),
            Curve(out.say("그 앞의 최댓값", "highest before"),
                  [(first, highest), (end, highest)], dashed=True),
        ],
        Axis(out.say("해", "year"), low=first, high=end),
        Axis(out.say("흑점 수", "sunspots"), low=0),
    )
