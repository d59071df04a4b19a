"""A diagnosis in words: what is right first, one line to look at last."""

import io

from rnn_pure.checks import WEIGHTS
from rnn_pure.console import Console
from rnn_pure.diagnosis.answers import Answer
from rnn_pure.diagnosis.cases import SIZES
from rnn_pure.diagnosis.found import Diagnosis
from rnn_pure.diagnosis.lines import LINES
from rnn_pure.diagnosis.looking import last
from rnn_pure.diagnosis.naming import heading, name_of, named, why_of
from rnn_pure.diagnosis.words import Page
from rnn_pure.mistakes import mistakes


def told(found: Diagnosis, lang: str) -> str:
    """All of it as text."""
    stream = io.StringIO()
    tell(found, Console(lang, stream))
    return stream.getvalue().rstrip()


def tell(found: Diagnosis, out: Console) -> None:
    """Print all of it."""
    page = Page(out)
    if found.fields:
        _how(page, found)
        _gradients(page, found)
    if found.right:
        _right(page, found)
        return
    if found.partly or found.verdict in ("loss", "weights", "uncallable"):
        _apart(page, found)
        return
    if found.verdict == "changed" and all(found.fields.values()):
        page.say("right but")
    elif found.answer.problem or found.answer.shapes:
        _failure(page, found)
    if found.beside and not found.answer.shapes:
        _beside(page, found)
    if found.endless:
        fields = ", ".join(f"∂E/∂{name}" for name in found.endless)
        page.say("nan", fields=fields)
        page.print()
    if found.fields and (found.lines.right or found.lines.wrong) and (
        found.lines.right < len(LINES)
    ):
        _lines(page, found)
    if found.explanations:
        named(page, found)
    elif found.fields:
        _unnamed(page, found)
    last(page, found)


def _how(page: Page, found: Diagnosis) -> None:
    """How it was called, and what f, g and E were."""
    world = found.setup.world
    if found.general:
        text = page("any")
    else:
        package = found.wants.takes_states
        call = "(rnn, states, ds)" if package else str(found.setup.layout)
        text = f"{call}; f = {world.f}, g = {world.g}, E = {world.error}"
    if world.last:
        text += page("last target")
    page.print(text, colour="dim")
    order = found.answer.order
    if order and order[:len(WEIGHTS)] != [*WEIGHTS]:
        names = ", ".join(name or "−" for name in order)
        page.say("order", colour="dim", names=names)
    for place in (k for k, name in enumerate(order, 1) if not name):
        page.say("unjudged", colour="dim", place=place, of=len(order))
    page.print()


def _mark(page: Page, right: bool | None, unknown: str) -> str:
    mark = unknown if right is None else "✓" if right else "✗"
    return page.out.colour("green" if right else "red", mark)


def _gradients(page: Page, found: Diagnosis) -> None:
    """A mark for each gradient."""
    page.row([
        f"∂E/∂{name} {_mark(page, right, '−')}"
        for name, right in found.fields.items()
    ])
    page.print()


def _right(page: Page, found: Diagnosis) -> None:
    """Nothing is wrong."""
    if not found.single:
        page.say("right", colour="bold", T=SIZES["long"][-1])
    if found.answer.single:
        single = mistakes()[18]
        name = name_of(page, single)
        page.say(
            "single", colour="bold", name=name, number=single.number
        )
        page.print(why_of(page, single))
    elif found.single:
        page.say("nearly", colour="bold")
    if found.own_E:
        page.say("own E")
    if found.factor:
        page.say("another number")
    if not found.general:
        page.say("only for")
    if found.setup.world.error.name == "sigmoid_cross_entropy":
        page.say("logistic")


def _apart(page: Page, found: Diagnosis) -> None:
    """Neither right nor a wrong line."""
    answer = found.answer
    if found.partly:
        _partly(page, found)
    elif found.verdict == "uncallable":
        page.say("uncallable", colour="bold")
        given = ", ".join(
            f"{n} = {role}" for n, role in found.wants.parameters.items()
        )
        page.say("given", 4, given=given, how=str(found.setup.layout))
        _problem(page, answer)
        page.say("see template")
    elif found.verdict == "loss":
        page.say("loss", colour="bold", factor=found.factor)
        page.say("which of both")
    else:
        page.say("weights", colour="bold")


def _partly(page: Page, found: Diagnosis) -> None:
    """Right where it gives an answer, and where it gives none."""
    none = found.failing == ["missing"]
    page.say(
        "partly None" if none else "partly", colour="bold",
        passing=", ".join(map(page, found.passing)),
        failing=", ".join(map(page, found.failing)),
    )
    _problem(page, found.answer)
    if none:
        page.say("so for None")


def _problem(page: Page, answer: Answer) -> None:
    page.say(answer.problem, what=answer.what)
    if answer.line:
        page.say("line", 4, line=answer.line, code=answer.code)


def _failure(page: Page, found: Diagnosis) -> None:
    """What was raised, or which shape does not fit."""
    answer = found.answer
    if answer.problem:
        _problem(page, answer)
    for name, (has, needed) in answer.shapes.items():
        page.say("shape", name=name, has=has, needed=needed)
    if found.fields:
        page.say("of equal sizes")
    elif 34 in found.beside:
        page.print(why_of(page, mistakes()[34]))
    page.print()


def _lines(page: Page, found: Diagnosis) -> None:
    """How many lines are right, and which."""
    lines = found.lines
    if lines.right > 1:
        page.say("lines", count=page("counts").split()[lines.right])
    else:
        page.say("one line" if lines.right else "no line")
    page.row([
        f"{_mark(page, lines.verdicts[line], '?')} {page(line)}"
        for line in LINES
    ])
    page.print()


def _beside(page: Page, found: Diagnosis) -> None:
    """Mistakes that were seen otherwise than by the numbers."""
    for number in sorted(found.beside):
        heading(page, mistakes()[number])
        if changed := found.answer.changed:
            page.say("changes", 2, names=", ".join(changed))
        if found.adds_up:
            page.say("adds up", 2)
        if lacking := found.lacking:
            page.say("lacking", 2, names=", ".join(lacking))
        page.print(why_of(page, mistakes()[number]))
        page.print()


def _unnamed(page: Page, found: Diagnosis) -> None:
    """No known mistake."""
    if found.lacking and not found.beside:
        page.say("lacking", names=", ".join(found.lacking))
    if found.verdict in ("line", "unknown"):
        page.say("no name")
    if found.passing and found.failing:
        failing = ", ".join(map(page, found.failing))
        passing = ", ".join(map(page, found.passing))
        page.say("where", passing=passing, failing=failing)
