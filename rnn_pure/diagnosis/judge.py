"""The judge: all questions, in their order, and what comes out.

Is it right? If not: does it fail, with a shape, an exception, the time limit;
does it change what it is given; does a second call differ? Then which lines
hold, by the clock, and which known mistakes give the same numbers. Where none
does, that is said.
"""

from collections.abc import Callable
from itertools import product
from math import isfinite
from typing import Any

from rnn_pure.diagnosis.answers import Answer
from rnn_pure.diagnosis.arguments import Unfit
from rnn_pure.diagnosis.calling import Submission
from rnn_pure.diagnosis.cases import SIZES, SMALL
from rnn_pure.diagnosis.found import Diagnosis
from rnn_pure.diagnosis.lines import LINES, Lines, judge_lines
from rnn_pure.diagnosis.names import WEIGHTS, role
from rnn_pure.diagnosis.search import Search, Ways, flat, numbers, same
from rnn_pure.diagnosis.trials import (
    EXACT,
    SINGLE,
    Asked,
    Setup,
    Trials,
    depends_on_before,
)

MOST = 3  # mistakes that are looked for at once
TIES = 3  # names, 1 and what is like it counted once
TRIED = 4  # ways to call it, for which they are looked for


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
    return judge(submission, seed)


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
    found = _wrong(trials, _likely(trials, setups))
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
        name for name in _cases(trials)
        if not trials.is_right(setup, name, EXACT)
    ]
    answers = [trials.ask(setup, name) for name in failing]
    if not all(answer.problem for answer in answers):
        return None
    fields = _fields(trials, setup, EXACT)
    if len(failing) == len(_cases(trials)) or not all(fields.values()):
        return None
    return Diagnosis(
        answers[0].problem, setup, trials.asked.wants, fields=fields,
        answer=answers[0], failing=failing, partly=True,
        passing=[n for n in _cases(trials) if n not in failing],
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


def _cases(trials: Trials) -> list[str]:
    """None is a target only where the package's own objects are given."""
    with_rnn = trials.asked.wants.takes_states
    others = {"small"} if with_rnn else {"small", "missing"}
    return [
        name for name in SIZES
        if name not in others and trials.is_asked(name)
    ]


def _right(trials: Trials, setup: Setup) -> Diagnosis | None:
    """Right in every case, or nothing."""
    for tolerance in EXACT, SINGLE:
        if all(
            trials.is_right(setup, name, tolerance)
            for name in _cases(trials)
        ):
            break
    else:
        return None
    single = tolerance == SINGLE
    fields = _fields(trials, setup, tolerance)
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
    factor = trials.factor(setup)
    if not found.own_E and factor and trials.ask(setup, "clock").E:
        found.factor = factor
        if factor != "?":
            found.verdict = "loss"
    return _unchanging(found)


def _unchanging(found: Diagnosis) -> Diagnosis:
    """Mistakes 32 and 35, where something that was given has changed."""
    roles = {role(name) for name in found.answer.changed}
    if roles:
        moved = roles & {"rnn", "params", *WEIGHTS}
        found.beside |= {35 if moved else 32}
        if found.verdict not in ("named",):
            found.verdict = "changed"
    return found


def _fields(
    trials: Trials, setup: Setup, tolerance: float
) -> dict[str, bool | None]:
    """Which gradients are right in every case that gave numbers."""
    right: dict[str, bool | None] = {
        name: None for name in WEIGHTS if name not in setup.world.without
    }
    for name in _cases(trials):
        answer = trials.ask(setup, name)
        seen = trials.seen(setup, name, tolerance)
        for one in answer.shapes:
            right[one] = False
        for one in seen.fields:
            right[one] = right.get(one) is not False and seen.is_right(one)
    return right


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
            for case in _cases(trials)
            if name in trials.ask(setup, case).fields
        )
    ]


def _likely(trials: Trials, setups: list[Setup]) -> list[Setup]:
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


def _wrong(trials: Trials, setups: list[Setup]) -> Diagnosis:
    """Named, or the line, or not known."""
    setup, tolerance = setups[0], _tolerance(trials, setups[0])
    if trials.factor(setup) not in ("", "?"):
        setups = [*setups, *(s._replace(own=True) for s in setups)]
    searches = {
        setup: Search([
            trials.seen(setup, name, tolerance)
            for name in _cases(trials) if trials.ask(setup, name).fields
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
        fields=_fields(trials, setup, tolerance),
        answer=_worst(trials, setup),
        failing=[
            name for name in _cases(trials)
            if not trials.is_right(setup, name, tolerance)
        ],
        single=tolerance == SINGLE,
        passing=[
            name for name in _cases(trials)
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
    return _unchanging(found)


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
    if found.verdict == "named":
        found.verdict = "line" if found.lines.wrong else "unknown"
