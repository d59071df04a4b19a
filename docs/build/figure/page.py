"""A figure that answers the reader's hand: docs/pages/assets/figure.js.

The drawing is made here without its numbers: the script computes them. The
table, which is all there is without the script, has the package's numbers.
"""

from docs.build.boxes.parts import script_data
from docs.build.figure.kinds import KINDS
from docs.build.figure.parts import Parts, mathy
from docs.common.words import words


def figure(kind: str, lang: str, root: str) -> str:
    """The HTML of a figure: nudge (copies of w_re), cut (k_2), rho (w_re).

    root leads to the site's own files.
    """
    says = words(f"figure.{kind}", lang)
    made = KINDS[kind](says)
    shown = {key: mathy(text) for key, text in says.items()}
    return (
        f'<div class="fig" data-figure="{kind}" data-search-exclude>'
        f"<noscript><style>.fig-app, .fig summary {{ display: none }} "
        f".fig details::details-content {{ content-visibility: visible; "
        f"block-size: auto }}</style></noscript>"
        f'<div class="fig-app" role="group" aria-label="{says["name"]}">'
        f"{controls(kind, shown, made)}{made.drawing}"
        f'<p class="fig-say" aria-live="polite"></p></div>'
        f'<details><summary>{words("figure.common", lang)["table"]}</summary>'
        f'<div class="fig-scroll" tabindex="0">{made.table}</div></details>'
        f'{script_data({**made.data, "words": shown})}'
        f'<script src="{root}assets/figure.js" defer></script></div>'
    )


def controls(kind: str, says: dict[str, str], made: Parts) -> str:
    """What the hand moves: a choice, and a slider."""
    radios = "".join(
        f'<label><input type="radio" name="fig-{kind}" value="{value}"'
        f' autocomplete="off"{" checked" * (value == made.chosen)}>'
        f"<span>{mathy(text)}</span></label>"
        for value, text in made.choices.items()
    )
    return (
        f'<div class="fig-controls"><fieldset><legend>{says["choice"]}'
        f"</legend>{radios}</fieldset>"
        f'<label class="fig-slider"><span>{says["slider"]}</span>'
        f'<input type="range" autocomplete="off" {made.slider}>'
        f'<b class="fig-at" aria-hidden="true"></b></label></div>'
    )
