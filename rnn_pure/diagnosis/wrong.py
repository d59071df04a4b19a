"""Wrong numbers: which known mistakes give them, or which line does."""

from itertools import product
from math import isfinite

from rnn_pure.checks import WEIGHTS
from rnn_pure.diagnosis.answers import Answer
from rnn_pure.diagnosis.cases import SMALL
from rnn_pure.diagnosis.found import Diagnosis
from rnn_pure.diagnosis.lines import LINES, Lines, judge_lines
from rnn_pure.diagnosis.search import Search, Ways, numbers
from rnn_pure.diagnosis.seen import flat
from rnn_pure.diagnosis.trials import EXACT, SINGLE, Setup, Trials
from rnn_pure.diagnosis.whole import (
    cases_of,
    factor_of_E,
    fields_of,
    unchanging,
)

MOST = 3  # mistakes that are looked for at once
TIES = 3  # names, 1 and what is like it counted once
TRIED = 4  # ways to call it, for which they are looked for


def likely(trials: Trials, setups: list[Setup]) -> list[Setup]:
    """Those that fit best: by the gradients, one mistake, or the lines."""
    if trials.score(setups[0]):
        most = trials.score(setups[0])
        return [s for s in setups if trials.score(s) == most][:TRIED]
    explainable = [
        setup for setup in setups
        if Search([trials.seen(setup, "clock", EXACT)]).explainable()
    ]
    if explainable:
        return explainable[:TRIED]

    def lines_right(setup: Setup) -> int:
        return judge_lines(trials.seen(setup, "clock", EXACT)).right

    return sorted(setups, key=lines_right, reverse=True)[:1]


def wrong(trials: Trials, setups: list[Setup]) -> Diagnosis:
    """Named, or the line, or not known."""
    setup, tolerance = setups[0], _tolerance(trials, setups[0])
    if factor_of_E(trials, setup) not in ("", "?"):
        setups = [*setups, *(s._replace(own=True) for s in setups)]
    searches = {
        setup: Search([
            trials.seen(setup, name, tolerance)
            for name in cases_of(trials) if trials.ask(setup, name).fields
        ])
        for setup in setups
    }
    explanations: list[Ways] = []
    tried = [*product(range(MOST), searches), (MOST, setup)]
    for count, fitting in tried:  # 0: what there is is right
        if explanations := searches[fitting].explanations(count):
            setup = fitting
            break
    explanations = [ways for ways in explanations if ways]
    if len({numbers(ways) - {10, 29} | {1} for ways in explanations}) > TIES:
        explanations = []  # that is no name
    found = Diagnosis(
        "named", setup, trials.asked.wants, explanations,
        fields=fields_of(trials, setup, tolerance),
        answer=_worst(trials, setup),
        failing=[
            name for name in cases_of(trials)
            if not trials.is_right(setup, name, tolerance)
        ],
        single=tolerance == SINGLE,
        passing=[
            name for name in cases_of(trials)
            if trials.is_right(setup, name, tolerance)
        ],
        endless=_with_nan(trials, setup),
    )
    lacking = trials.lacking(setup, "clock")
    found.lacking = lacking
    if lacking and {*lacking} <= {"b", "b_out"}:
        found.beside |= {12}
    if found.explanations:
        found.lines = _lines_of(found.explanations[0])
    else:
        _blame(trials, found, tolerance)
    return unchanging(found)


def _tolerance(trials: Trials, setup: Setup) -> float:
    """SINGLE where all are float32's, or one is right only nearly."""
    nearly = trials.seen(setup, "clock", SINGLE)
    exactly = trials.seen(setup, "clock", EXACT)
    single = trials.ask(setup, "clock").single or any(
        nearly.is_right(name) and not exactly.is_right(name)
        for name in nearly.fields
    )
    return SINGLE if single else EXACT


def _worst(trials: Trials, setup: Setup) -> Answer:
    """The answer in which something failed, or that on the clock."""
    answers = [
        trials.ask(setup, name) for name in ("unequal", "long", "large")
    ]
    return next(
        (a for a in answers if a.problem or a.shapes),
        trials.ask(setup, "clock"),
    )


def _lines_of(ways: Ways) -> Lines:
    """Right but for the lines in which the mistakes are."""
    wrong = {way.line for way in ways}
    return Lines({line: line not in wrong for line in LINES})


def _blame(trials: Trials, found: Diagnosis, tolerance: float) -> None:
    """No known mistake: the lines by the clock, or what failed."""
    setup = found.setup
    lacking = trials.lacking(setup, "clock")
    judged = [right for right in found.fields.values() if right is not None]
    ints = setup.layout.ints
    if found.answer.problem or found.answer.shapes:
        found.verdict = found.answer.problem or "shape"
        if found.answer.shapes:
            found.beside |= {34}
    elif lacking and all(judged):
        found.verdict = "lacking"
    elif not ints and _is_clipped(trials, found, tolerance):
        found.verdict, found.beside = "named", found.beside | {13}
        return
    if not trials.is_right(setup, "clock", tolerance):
        found.lines = judge_lines(trials.seen(setup, "clock", tolerance))
        if not ints:
            found.lines &= judge_lines(trials.seen(setup, "small", tolerance))
    if _goes_elsewhere(found):
        found.lines = Lines(dict.fromkeys(LINES))
    if found.verdict == "named":
        found.verdict = "line" if found.lines.wrong else "unknown"


def _goes_elsewhere(found: Diagnosis) -> bool:
    """Whether nothing confirms that its own forward pass is the one here."""
    through = map(found.lines.verdicts.get, ("def 3", "eq 2", "eq 3", "eq 5"))
    return (
        found.wants.goes_forward
        and not any(found.fields.values())
        and not any(through)
    )


def _is_clipped(trials: Trials, found: Diagnosis, tolerance: float) -> bool:
    """Wrong with large errors, and right with small ones everywhere."""
    return "large" in found.failing and all(
        trials.is_right(found.setup, name, tolerance)
        for name in ("small", *(
            name + SMALL for name in found.failing
            if name not in ("large", "clock")
        ))
    )


def _with_nan(trials: Trials, setup: Setup) -> list[str]:
    """The gradients that are no number somewhere, or none that ends."""
    return [
        name for name in (*WEIGHTS, "x", "z_0")
        if any(
            not all(map(isfinite, flat(trials.ask(setup, case).fields[name])))
            for case in cases_of(trials)
            if name in trials.ask(setup, case).fields
        )
    ]
