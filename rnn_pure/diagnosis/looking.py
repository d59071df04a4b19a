"""A known mistake in words; and the last of them: one line to look at."""

from rnn_pure.diagnosis.judge import Verdict
from rnn_pure.diagnosis.naming import Ways
from rnn_pure.diagnosis.words import COLUMNS, Page
from rnn_pure.mistakes import Mistake, Variant, mistakes

READ = "learn/bptt-units/#"
SAYS = {
    "def 3": "δout_t = ∂E_t/∂y_t ⊙ g′(v_t)",
    "eq 2": "∂E/∂W_out = Σ_t δout_t z_tᵀ",
    "eq 5": "δre_t = f′(u_t) ⊙ (W_outᵀ δout_t + W_reᵀ δre_{t+1})",
    "eq 3": "∂E/∂W_re = Σ_t δre_t z_{t−1}ᵀ",
    "eq 4": "∂E/∂W_in = Σ_t δre_t x_tᵀ",
    "eq 5'": "∂E/∂b = Σ_t δre_t, ∂E/∂b_out = Σ_t δout_t",
}
OF_FIELDS = {  # what equation 5′ is for each
    "b": "∂E/∂b = Σ_t δre_t", "b_out": "∂E/∂b_out = Σ_t δout_t",
    "x": "∂E/∂x_t = W_inᵀ δre_t", "z_0": "∂E/∂z_0 = W_reᵀ δre_1",
}
PLACES = {30: "the loop", 13: "the end"}  # lines that are no equation's


def named(page: Page, v: Verdict, belongs: bool) -> None:
    """One explanation in full; what cannot be told apart from it, too.

    What belongs there is another line beside what stands there now.
    """
    first, *others = v.mistakes
    for number in sorted({way.number for way in first}):
        mistake = mistakes()[number]
        heading(page, mistake)
        own = [way for way in first if way.number == number]
        most = 1 if len(own) > 2 else 2  # with the same words
        for k, way in enumerate(own):
            if [other.en for other in own[:k]].count(way.en) >= most:
                continue
            if said := way.ko if page.out.lang == "ko" else way.en:
                page.print(f"· {said}", 2)
            _side_by_side(page, way, belongs)
        if len(own) > 2:
            page.say("places", 4, places=len(own))
        page.print(own[0].why(page.out.lang))
        if source := getattr(mistake, f"{page.out.lang}_source"):
            page.say("others", colour="dim", source=source)
        page.print()
    if others:
        _others(page, {way.number for way in first}, others, belongs)


def _others(
    page: Page, numbers: set[int], others: list[Ways], belongs: bool
) -> None:
    """The two next that cannot be told apart, and how many more."""
    page.say("or", colour="bold")
    for ways in others[:2]:
        said = [
            page("or mistake", number=n, name=name_of(page, mistakes()[n]))
            for n in sorted({way.number for way in ways})
        ]
        page.print("· " + " + ".join(said), 2)
        for way in ways:
            if way.number not in numbers:
                _side_by_side(page, way, belongs)
    if len(others) > 2:
        page.say("and more", 2, more=len(others) - 2)
    page.print()


def name_of(page: Page, mistake: Mistake) -> str:
    return mistake.ko if page.out.lang == "ko" else mistake.en


def why_of(page: Page, mistake: Mistake) -> str:
    return mistake.ko_why if page.out.lang == "ko" else mistake.en_why


def heading(page: Page, mistake: Mistake) -> None:
    page.say("mistake", colour="bold", number=mistake.number,
             name=name_of(page, mistake))


def _side_by_side(page: Page, way: Variant, belongs: bool) -> None:
    """The line that acts so, and the right one above it if that is told."""
    right, wrong = way.lines()
    if len(wrong) > COLUMNS - 22:
        wrong = wrong.replace(right, "…")
    both = ("right line", right), ("yours", wrong)
    for key, text in both[not belongs:]:
        page.out.print(page.out.left(f"    {page(key)}", 22) + text)


def last(page: Page, v: Verdict) -> None:
    """One line to look at, and where it is explained."""
    read = line = ""
    if v.mistakes:
        way = v.mistakes[0][0]
        read, line = way.mistake.read, way.line
        place = next((PLACES[n] for n in v.numbers[0] if n in PLACES), "")
        if place:
            page.say("look", colour="bold", line=page(place))
            line = ""
    elif v.equations:
        line = v.equations[0]
        read = READ + line.replace(" ", "-").replace("'", "p")
    elif v.beside:
        read = mistakes()[v.beside].read
    if line:
        page.say("look", colour="bold", line=page(line))
        says = [f for n, f in OF_FIELDS.items() if v.fields.get(n) is False]
        own = ", ".join(says) if line == "eq 5'" else ""
        page.print(own or SAYS[line], 4)
        if line == "def 3" and v.plan and not v.plan.package:
            page.say("or g and E", 4)
    if read:
        page.say("why", read=read)
