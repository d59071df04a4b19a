"""The form for the reader's own numbers, and the examples that fill it."""

from html import escape
from typing import Any
from urllib.parse import urlencode

from docs.hooks.equations.table import symbols
from docs.hooks.stepper.labels import label
from docs.hooks.stepper.numbers import MOST
from docs.hooks.words import words
from rnn_pure.checks import WEIGHTS
from rnn_pure.storage import FUNCTIONS

PRESETS = {
    ("기울기 소실", "gradient vanishes"): {
        "W_in": "1;0.5", "W_re": "0.2 0.1;-0.1 0.2", "b": "0 0",
        "W_out": "1 -1", "b_out": "0", "f": "tanh",
        "x": "1;0;0;0;0;0", "d": "-;-;-;-;-;1",
    },
    ("기울기 폭주", "gradient explodes"): {
        "W_in": "1;0.5", "W_re": "3 1;-1 3", "b": "0 0",
        "W_out": "1 -1", "b_out": "0", "f": "identity",
        "x": "1;0;0;0;0;0", "d": "-;-;-;-;-;1",
    },
    ("T = 1은 FCNN", "T = 1 is the FCNN"): {
        "W_in": "0.5 -0.3;0.2 0.8;-0.6 0.4",
        "W_re": "0.1 0.4 -0.2;-0.5 0.3 0.6;0.7 -0.1 0.2",
        "b": "0.1 -0.4 0.3", "W_out": "0.9 -0.7 0.5", "b_out": "0.1",
        "f": "tanh", "x": "1 0.5", "d": "1",
    },
    ("다대일", "many-to-one"): {
        "W_in": "0.8;-0.4", "W_re": "0.5 -0.6;0.6 0.5", "b": "0 0.1",
        "W_out": "1 0.5", "b_out": "0", "f": "tanh",
        "x": "1;-1;0.5;1", "d": "-;-;-;0.5",
    },
}


def form(fields: dict[str, str], lang: str) -> str:
    """The reader's numbers: a field for each weight, x, d and f."""
    says, names = words("stepper", lang), symbols()

    def field(name: str) -> str:
        rows = fields[name].count("\n") + 1
        return (
            f'<label><span>{label(name)} {names[name][lang]}</span>'
            f'<textarea name="{name}" rows="{rows}" spellcheck="false" '
            f'autocomplete="off">{fields[name]}</textarea></label>'
        )

    def select(name: str, caption: str, choices: Any, chosen: Any) -> str:
        options = "".join(
            f"<option{' selected' if one == chosen else ''}>{one}</option>"
            for one in choices
        )
        return (
            f"<label><span>{caption}</span>"
            f'<select name="{name}" aria-label="{name}">{options}</select>'
            f"</label>"
        )

    presets = "".join(
        f'<a class="st-button" href="?{escape(urlencode(case))}">'
        f'{both[lang == "en"]}</a>'
        for both, case in PRESETS.items()
    )
    T, n_re = (fields[name].count("\n") + 1 for name in ("x", "W_re"))
    return (
        f'<form class="st-own" hidden><h2 id="own-numbers">{says["own"]}</h2>'
        f"<p>{says['hint']}</p>"
        f'<div class="st-presets" role="group" '
        f'aria-label="{says["presets"]}">{presets}</div>'
        f'<div class="st-fields">'
        f'{select("T", "<i>T</i>", range(1, MOST["T"] + 1), T)}'
        f'{select("n_re", label("n_re"), range(1, MOST["n_re"] + 1), n_re)}'
        f'{select("f", label("f"), FUNCTIONS["f"], fields["f"])}</div>'
        f'<div class="st-fields">{"".join(map(field, WEIGHTS))}'
        f'{field("x")}{field("d")}</div>'
        f'<p><button class="md-button md-button--primary">{says["run"]}'
        f'</button></p><p class="st-message" role="status"></p></form>'
    )
