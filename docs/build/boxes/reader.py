"""A box that reads a number aloud with the weights of the recorded run.

docs/pages/assets/reading.js computes the forward pass from what stands here.
"""

from typing import Any

from docs.build.boxes.parts import script_data
from docs.build.record import figure
from docs.common.words import words
from rnn_pure import RNN
from rnn_pure.checks import WEIGHTS
from rnn_pure.practice.reading import ROMAN, WORDS, draw

DECIMALS = 2  # of a weight: a test shows that no answer changes by it
TRY = (12_345_678, 7_000_005, 10_000, 2026)
BEYOND = (0, 123_456_789)  # it has learned neither


def weights() -> dict[str, Any]:
    """The recorded network's, rounded."""
    rnn = RNN.from_json(figure("reading", "network"))

    def rounded(a: Any) -> Any:
        if isinstance(a, list):
            return [*map(rounded, a)]
        return round(a, DECIMALS)

    return {name: rounded(getattr(rnn, name)) for name in WEIGHTS}


def reader(lang: str, root: str) -> str:
    """The HTML of the box; root leads to the site's own files."""
    says = words("reader", lang)
    data = {
        **weights(),
        "words": WORDS,
        "roman": ROMAN,
        "seen": draw(1, figure("reading", "seen")),
        "says": says,
    }
    misread = [each["number"] for each in figure("reading", "misread")[:2]]
    tries = "".join(
        f'<span class="reader-row"><span>{says[label]}</span>'
        f"{''.join(map(button, numbers))}</span>"
        for label, numbers in (
            ("try", TRY), ("misread", misread), ("beyond", BEYOND),
        )
    )
    return (
        f'<div class="reader" data-search-exclude>'
        f"<noscript><style>.reader form {{ display: none }}</style>"
        f'<p>{says["without"]}</p></noscript>'
        f'<form autocomplete="off"><label>{says["number"]} '
        f'<input name="number" inputmode="numeric" maxlength="16" '
        f'value="{TRY[0]}"></label>'
        f'<div class="reader-tries">{tries}</div>'
        f'<div class="reader-said" role="status"></div>'
        f'<div class="reader-steps" role="region" tabindex="0" '
        f'aria-label="{says["steps"]}"></div></form>'
        f"{script_data(data)}"
        f'<script src="{root}assets/reading.js" defer></script></div>'
    )


def button(number: int) -> str:
    """What fills a number in."""
    return f'<button type="button" value="{number}">{number:,}</button>'
