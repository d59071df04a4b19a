"""The judge: all questions, in their order, and what comes out.

Is it right? If not: does it fail, with a shape, an exception, the time limit;
does it change what it is given; does a second call differ? Then which lines
hold, by the clock, and which known mistakes give the same numbers. Where none
does, that is said.
"""

from collections.abc import Callable
from typing import Any

from rnn_pure.diagnosis.arguments import Unfit
from rnn_pure.diagnosis.calling import Submission
from rnn_pure.diagnosis.found import Diagnosis
from rnn_pure.diagnosis.lines import LINES, Lines
from rnn_pure.diagnosis.seen import flat, same
from rnn_pure.diagnosis.telling import told
from rnn_pure.diagnosis.trials import EXACT, SINGLE, Asked, Setup, Trials
from rnn_pure.diagnosis.trust import depends_on_before
from rnn_pure.diagnosis.whole import (
    cases_of,
    factor_of_E,
    fields_of,
    unchanging,
)
from rnn_pure.diagnosis.wrong import likely, wrong


def judge_here(function: Callable[..., Any], seed: int) -> Diagnosis:
    """Judge a function by calling it in this process."""
    try:
        submission = Submission(function)
    except Unfit as unfit:
        raise TypeError(
            f"cannot call {function!r}: {unfit.args[0]} is a parameter that "
            f"is not known, or what no parameter takes; see python -m "
            f"rnn_pure diagnose --template"
        ) from unfit
    found = judge(submission, seed)
    found.text = told(found, "en")
    return found


def judge(asked: Asked, seed: int) -> Diagnosis:
    """Judge a submission: every question, in its order."""
    tried: list[Trials] = []
    for k, _ in enumerate(asked.readings):
        asked.read_as(k)
        trials = Trials(asked, seed)
        setups = trials.setups()
        if any(trials.ask(setup, "clock").fields for setup in setups):
            return _judged(trials, setups)
        tried.append(trials)
        if trials.ended:
            break
    asked.read_as(0)
    return _failed(tried[0], tried[0].setups()[0])


def _judged(trials: Trials, setups: list[Setup]) -> Diagnosis:
    """Numbers came."""
    if trials.returns_weights(setups[0]):
        return Diagnosis("weights", setups[0], trials.asked.wants)
    if second := _differing(trials, setups[0]):
        return second
    for setup in setups:
        if trials.is_right(setup, "clock", SINGLE) and (
            found := _right(trials, setup) or _partly(trials, setup)
        ):
            return found
    setups.sort(key=trials.score, reverse=True)
    found = wrong(trials, likely(trials, setups))
    if found.verdict != "named" and depends_on_before(trials, found.setup):
        found.verdict, found.beside = "differs", frozenset([32])
        found.lines = Lines(dict.fromkeys(LINES))
    return found


def _failed(trials: Trials, setup: Setup) -> Diagnosis:
    """No numbers came of the clock."""
    answer = trials.problem(setup)
    if trials.ask(setup, "one").fields and (found := _partly(trials, setup)):
        return found
    verdict = answer.problem or "shape"
    beside = frozenset([34]) if verdict == "shape" else frozenset[int]()
    if depends_on_before(trials, setup):
        verdict, beside = "differs", frozenset([32])
    elif verdict == "raises" and not trials.asked.wants.is_sure:
        verdict = "uncallable"
    return Diagnosis(
        verdict, setup, trials.asked.wants, answer=answer, beside=beside
    )


def _partly(trials: Trials, setup: Setup) -> Diagnosis | None:
    """Right where it gives an answer, and somewhere it gives none."""
    failing = [
        name for name in cases_of(trials)
        if not trials.is_right(setup, name, EXACT)
    ]
    answers = [trials.ask(setup, name) for name in failing]
    if not all(answer.problem for answer in answers):
        return None
    fields = fields_of(trials, setup, EXACT)
    if len(failing) == len(cases_of(trials)) or not all(fields.values()):
        return None
    return Diagnosis(
        answers[0].problem, setup, trials.asked.wants, fields=fields,
        answer=answers[0], failing=failing, partly=True,
        passing=[n for n in cases_of(trials) if n not in failing],
    )


def _differing(trials: Trials, setup: Setup) -> Diagnosis | None:
    """Calls that give other answers; adds_up: always by as much."""
    calls = [trials.again(setup, "clock") for _ in range(3)]
    if all(call.problem for call in calls):
        return None
    a, b, c = (flat([*call.fields.values()]) for call in calls)
    if same(a, b, 1e-12) or repr(a) == repr(b):
        return None
    more = [q - p for p, q in zip(a, b)]
    still_more = [q - p for p, q in zip(b, c)]
    return Diagnosis(
        "differs", setup, trials.asked.wants, beside=frozenset([32]),
        answer=calls[1], adds_up=same(more, still_more, 1e-9),
    )


def _right(trials: Trials, setup: Setup) -> Diagnosis | None:
    """Right in every case, or nothing."""
    for tolerance in EXACT, SINGLE:
        if all(
            trials.is_right(setup, name, tolerance)
            for name in cases_of(trials)
        ):
            break
    else:
        return None
    single = tolerance == SINGLE
    fields = fields_of(trials, setup, tolerance)
    found = Diagnosis(
        "right", setup, trials.asked.wants,
        fields=fields | dict.fromkeys(
            (name for name in fields if fields[name] is not None), True
        ),
        lines=Lines(dict.fromkeys(LINES, True)),
        own_E=False in fields.values(),
        answer=trials.ask(setup, "clock"),
        single=single,
        beside=frozenset([18]) if single else frozenset(),
        general=trials.generally(setup),
    )
    factor = factor_of_E(trials, setup)
    if not found.own_E and factor and trials.ask(setup, "clock").E:
        found.factor = factor
        if factor != "?":
            found.verdict = "loss"
    return unchanging(found)
