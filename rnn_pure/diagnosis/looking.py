"""The last words of a diagnosis: one line to look at, and why."""

from rnn_pure.diagnosis.found import Diagnosis
from rnn_pure.diagnosis.words import Page
from rnn_pure.mistakes import mistakes

READ = "learn/bptt-units/#"
SAYS = {  # each line, and the heading that explains it
    "def 3": ("δout_t = ∂E_t/∂y_t ⊙ g′(v_t)", "def-3"),
    "eq 2": ("∂E/∂W_out = Σ_t δout_t z_tᵀ", "eq-2"),
    "eq 5": ("δre_t = f′(u_t) ⊙ (W_outᵀ δout_t + W_reᵀ δre_{t+1})", "eq-5"),
    "eq 3": ("∂E/∂W_re = Σ_t δre_t z_{t−1}ᵀ", "eq-3"),
    "eq 4": ("∂E/∂W_in = Σ_t δre_t x_tᵀ", "eq-4"),
    "eq 5'": ("∂E/∂b = Σ_t δre_t, ∂E/∂b_out = Σ_t δout_t", "eq-5p"),
}


OF_FIELDS = {  # what equation 5′ is for each
    "b": "∂E/∂b = Σ_t δre_t", "b_out": "∂E/∂b_out = Σ_t δout_t",
    "x": "∂E/∂x_t = W_inᵀ δre_t", "z_0": "∂E/∂z_0 = W_reᵀ δre_1",
}
PLACES = {30: "the loop", 13: "the end"}  # lines that are no equation's


def last(page: Page, found: Diagnosis) -> None:
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
    place = next(
        (key for number, key in PLACES.items()
         if found.explanations and number in found.mistakes[0]), ""
    )
    if place:
        page.say("look", colour="bold", line=page(place))
    elif line:
        part = line
        if line == "eq 5" and not found.explanations:
            part = "eq 5 at T" if not lines.at_T else part
            part = "eq 5 before T" if not lines.before_T else part
            part = line if not lines.at_T and not lines.before_T else part
        page.print(f"{page('look', line=page(part))}", colour="bold")
        wrong = [n for n, right in found.fields.items() if right is False]
        says = [f for n, f in OF_FIELDS.items() if n in wrong]
        says = says if line == "eq 5'" else [SAYS[line][0]]
        page.print(", ".join(says), 4)
        if line == "def 3" and not found.wants.takes_states:
            page.say("or g and E", 4)
        if line in lines.factors:
            page.say("factor", 4, factor=f"{lines.factors[line]:.6g}")
    if read:
        page.say("why", read=read)
