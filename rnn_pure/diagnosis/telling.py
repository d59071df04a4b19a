"""A diagnosis in words: what is right first, one line to look at last."""

import io
from collections.abc import Iterator

from rnn_pure.console import Console
from rnn_pure.diagnosis.found import Diagnosis
from rnn_pure.diagnosis.lines import LINES
from rnn_pure.diagnosis.search import numbers
from rnn_pure.diagnosis.words import COLUMNS, Page
from rnn_pure.mistakes import Mistake, Variant, mistakes

READ = "learn/bptt-units/#"
SAYS = {  # each line, and the heading that explains it
    "def 3": ("δout_t = ∂E_t/∂y_t ⊙ g′(v_t)", "def-3"),
    "eq 2": ("∂E/∂W_out = Σ_t δout_t z_tᵀ", "eq-2"),
    "eq 5": ("δre_t = f′(u_t) ⊙ (W_outᵀ δout_t + W_reᵀ δre_{t+1})", "eq-5"),
    "eq 3": ("∂E/∂W_re = Σ_t δre_t z_{t−1}ᵀ", "eq-3"),
    "eq 4": ("∂E/∂W_in = Σ_t δre_t x_tᵀ", "eq-4"),
    "eq 5'": ("∂E/∂b = Σ_t δre_t, ∂E/∂b_out = Σ_t δout_t", "eq-5p"),
}


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
    if found.verdict == "changed" and all(found.fields.values()):
        page.say("right but")
    elif found.answer.problem or found.answer.shapes:
        _failure(page, found)
    if found.beside and not found.answer.shapes:
        _beside(page, found)
    if found.fields and (found.lines.right or found.lines.wrong):
        _lines(page, found)
    if found.explanations:
        _named(page, found)
    elif found.fields:
        _unnamed(page, found)
    _last(page, found)


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
    page.say("right", colour="bold")
    if found.answer.single:
        single = mistakes()[18]
        name = _name(page, single)
        page.say("single", name=name, number=single.number)
        page.print(_why(page, single))
    elif found.single:
        page.say("nearly")
    if found.own_E:
        page.say("own E")
    if found.needs_targets:
        page.say("needs targets", what=found.needs_targets)
    if not found.general:
        page.say("only for")
    if found.setup.world.error.name == "sigmoid_cross_entropy":
        page.say("logistic")


def _failure(page: Page, found: Diagnosis) -> None:
    """What was raised, or which shape does not fit."""
    answer = found.answer
    if answer.problem:
        page.say(answer.problem, what=answer.what)
        if answer.line:
            page.say("line", 4, line=answer.line, code=answer.code)
    for name, (has, needed) in answer.shapes.items():
        page.say("shape", name=name, has=has, needed=needed)
    if found.fields:
        page.say("of equal sizes")
    elif 34 in found.beside:
        page.print(_why(page, mistakes()[34]))
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


def _named(page: Page, found: Diagnosis) -> None:
    """One explanation in full; what cannot be told apart from it, too."""
    first, *others = found.explanations
    for number in sorted(numbers(first)):
        mistake = mistakes()[number]
        _heading(page, mistake)
        own = [way for way in first if way.number == number]
        for way in _distinct(own):
            if said := way.ko if page.out.lang == "ko" else way.en:
                page.print(f"· {said}", 2)
            _side_by_side(page, way)
        if len(own) > 2:
            page.say("places", 4, places=len(own))
        page.print(_why(page, mistake))
        if mistake.source:
            page.say("others", colour="dim", source=mistake.source)
        page.print()
    if others:
        page.say("or", colour="bold")
    for ways in others:
        for number in sorted(numbers(ways)):
            name = _name(page, mistakes()[number])
            page.print(f"· {page('or mistake', number=number, name=name)}", 2)
            for way in ways:
                if way.number == number and number not in numbers(first):
                    _side_by_side(page, way)
        page.print()


def _name(page: Page, mistake: Mistake) -> str:
    return mistake.ko if page.out.lang == "ko" else mistake.en


def _why(page: Page, mistake: Mistake) -> str:
    return mistake.ko_why if page.out.lang == "ko" else mistake.en_why


def _heading(page: Page, mistake: Mistake) -> None:
    name = _name(page, mistake)
    page.say("mistake", colour="bold", number=mistake.number, name=name)


def _side_by_side(page: Page, way: Variant) -> None:
    """The two lines, one under the other."""
    right, wrong = way.lines()
    if len(wrong) > COLUMNS - 22:
        wrong = wrong.replace(right, "…")
    for key, text in ("right line", right), ("yours", wrong):
        page.out.print(page.out.left(f"    {page(key)}", 22) + text)


def _distinct(ways: list[Variant]) -> Iterator[Variant]:
    """Of ways with the same words two at most, of many one."""
    told: dict[str, int] = {}
    for way in ways:
        told[way.en] = told.get(way.en, 0) + 1
        if told[way.en] <= (1 if len(ways) > 2 else 2):
            yield way


def _beside(page: Page, found: Diagnosis) -> None:
    """Mistakes that were seen otherwise than by the numbers."""
    for number in sorted(found.beside):
        _heading(page, mistakes()[number])
        if changed := found.answer.changed:
            page.say("changes", 2, names=", ".join(changed))
        if found.adds_up:
            page.say("adds up", 2)
        if lacking := found.lacking:
            page.say("lacking", 2, names=", ".join(lacking))
        page.print(_why(page, mistakes()[number]))
        page.print()


def _unnamed(page: Page, found: Diagnosis) -> None:
    """No known mistake."""
    if found.lacking and not found.beside:
        page.say("lacking", names=", ".join(found.lacking))
    if found.verdict in ("line", "unknown"):
        page.say("no name")
    passing = [
        page(name) for name in ("clock", "long", "large", "unequal")
        if name not in found.failing
    ]
    if passing and found.failing:
        failing = ", ".join(map(page, found.failing))
        page.say("where", passing=", ".join(passing), failing=failing)


def _last(page: Page, found: Diagnosis) -> None:
    """One line to look at, and where it is explained."""
    lines, read, line = found.lines, "", ""
    if found.explanations:
        way = found.explanations[0][0]
        read, line = way.mistake.read, way.line
    elif lines.wrong:
        line = lines.wrong[0]
        read = READ + SAYS[line][1]
    elif found.beside:
        read = mistakes()[min(found.beside)].read
    elif found.verdict == "unknown":
        page.say("no line known")
        if not any(found.fields.values()):
            page.say("forward")
    if line:
        part = line
        if line == "eq 5" and not found.explanations:
            part = "eq 5 at T" if not lines.at_T else part
            part = "eq 5 before T" if not lines.before_T else part
            part = line if not lines.at_T and not lines.before_T else part
        page.print(f"{page('look', line=page(part))}", colour="bold")
        page.print(SAYS[line][0], 4)
        if line == "def 3" and not found.wants.takes_states:
            page.say("or g and E", 4)
        if line in lines.factors:
            page.say("factor", 4, factor=f"{lines.factors[line]:.6g}")
    if read:
        page.say("why", read=read)
