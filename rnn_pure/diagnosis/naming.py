"""A known mistake in words: what it acts like, and what else it may be."""

from collections.abc import Iterator

from rnn_pure.diagnosis.found import Diagnosis
from rnn_pure.diagnosis.search import Ways, numbers
from rnn_pure.diagnosis.words import COLUMNS, Page
from rnn_pure.mistakes import Mistake, Variant, mistakes


def named(page: Page, found: Diagnosis) -> None:
    """One explanation in full; what cannot be told apart from it, too."""
    first, *others = found.explanations
    for number in sorted(numbers(first)):
        mistake = mistakes()[number]
        heading(page, mistake)
        own = [way for way in first if way.number == number]
        for way in _distinct(own):
            if said := way.ko if page.out.lang == "ko" else way.en:
                page.print(f"· {said}", 2)
            _side_by_side(page, way)
            if way.key == "6 no slope of f" and _may_be_identity(found):
                page.say("or identity", 2)
        if len(own) > 2:
            page.say("places", 4, places=len(own))
        page.print(own[0].why(page.out.lang))
        if mistake.source:
            page.say("others", colour="dim", source=mistake.source)
        page.print()
    if others:
        _others(page, first, others)


def _may_be_identity(found: Diagnosis) -> bool:
    """Whether its states were given, and nothing says which f made them."""
    return not found.wants.goes_forward and "f" not in found.answer.read


def _others(page: Page, first: Ways, others: list[Ways]) -> None:
    """The two next that cannot be told apart, and how many more."""
    page.say("or", colour="bold")
    for ways in others[:2]:
        said = [
            page("or mistake", number=n, name=name_of(page, mistakes()[n]))
            for n in sorted(numbers(ways))
        ]
        page.print("· " + " + ".join(said), 2)
        for way in ways:
            if way.number not in numbers(first):
                _side_by_side(page, way)
    if len(others) > 2:
        page.say("and more", 2, more=len(others) - 2)
    page.print()


def name_of(page: Page, mistake: Mistake) -> str:
    return mistake.ko if page.out.lang == "ko" else mistake.en


def why_of(page: Page, mistake: Mistake) -> str:
    return mistake.ko_why if page.out.lang == "ko" else mistake.en_why


def heading(page: Page, mistake: Mistake) -> None:
    name = name_of(page, mistake)
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
