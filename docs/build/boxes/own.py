"""The form for the reader's own numbers, and the examples that fill it."""

from typing import Any

from docs.browser.stepper.numbers import LONGEST, MOST, SHAPES, numbers
from docs.browser.stepper.run import label, run
from docs.build.boxes.parts import busy, script_data
from docs.common.table import symbols
from docs.common.words import words
from rnn_pure.storage import FUNCTIONS

PRESETS = {
    "vanishing": {
        "W_in": "1;0.5", "W_re": "0.2 0.1;-0.1 0.2", "b": "0 0",
        "W_out": "1 -1", "b_out": "0", "f": "tanh",
        "x": "1;0;0;0;0;0", "d": "-;-;-;-;-;1",
    },
    "exploding": {
        "W_in": "1;0.5", "W_re": "3 1;-1 3", "b": "0 0",
        "W_out": "1 -1", "b_out": "0", "f": "identity",
        "x": "1;0;0;0;0;0", "d": "-;-;-;-;-;1",
    },
    "fcnn": {
        "W_in": "0.5 -0.3;0.2 0.8;-0.6 0.4",
        "W_re": "0.1 0.4 -0.2;-0.5 0.3 0.6;0.7 -0.1 0.2",
        "b": "0.1 -0.4 0.3", "W_out": "0.9 -0.7 0.5", "b_out": "0.1",
        "f": "tanh", "x": "1 0.5", "d": "1",
    },
    "many-to-one": {
        "W_in": "0.8;-0.4", "W_re": "0.5 -0.6;0.6 0.5", "b": "0 0.1",
        "W_out": "1 0.5", "b_out": "0", "f": "tanh",
        "x": "1;-1;0.5;1", "d": "-;-;-;0.5",
    },
}


def said(lang: str) -> dict[str, str]:
    """What the form says, and Python's loader."""
    return words("python", lang) | words("own", lang)


def form(fields: dict[str, str], lang: str) -> str:
    """The reader's numbers: a field for each weight, x, d and f."""
    says = said(lang)
    named = {name: symbols()[name][lang] for name in (*SHAPES, "f")} | says
    rows = {name: text.count("\n") + 1 for name, text in fields.items()}

    def field(name: str, kind: str, content: str, more: str = "") -> str:
        return (
            f'<div class="own-field"><label for="own-{name}">{named[name]} '
            f'{label(name)}</label><{kind} name="{name}" id="own-{name}" '
            f'aria-describedby="own-{name}-wrong"{more}>{content}</{kind}>'
            f'<p class="own-wrong" role="alert" id="own-{name}-wrong"></p>'
            f"</div>"
        )

    def area(name: str) -> str:
        more = f' rows="{rows[name]}" spellcheck="false" autocapitalize="off"'
        return field(name, "textarea", fields[name], more)

    def select(name: str, choices: Any, chosen: Any) -> str:
        options = "".join(
            f"<option{' selected' if one == chosen else ''}>{one}</option>"
            for one in choices
        )
        return field(name, "select", options)

    return (
        f'<form class="st-own" autocomplete="off">'
        f'<h2 id="own-numbers">{says["title"]}</h2><p>{says["hint"]}</p>'
        f'<div class="own-examples" role="group" '
        f'aria-label="{says["examples"]}">{examples(lang)}</div>'
        f'<div class="own-fields">'
        f'{select("T", range(1, MOST["T"] + 1), rows["x"])}'
        f'{select("n_re", range(1, MOST["n_re"] + 1), rows["W_re"])}'
        f'{select("f", FUNCTIONS["f"], fields["f"])}</div>'
        f'<div class="own-fields">{"".join(map(area, SHAPES))}</div>'
        f"{asking(says)}</form>"
    )


def examples(lang: str) -> str:
    """A button for each example, for what came by link and what is typed."""
    says = words("own", lang)
    captions = {"": says["first"], **words("presets", lang)}
    return "".join(
        f'<button type="button" value="{name}" '
        f'aria-pressed="{str(not name).lower()}">{caption}</button>'
        for name, caption in captions.items()
    ) + (
        f'<button type="button" value="link" hidden>{says["address"]}</button>'
        f'<button type="button" value="own" disabled>{says["yours"]}</button>'
    )


def link(lang: str) -> str:
    """Over the stepper, where the address holds numbers that were not run."""
    says = said(lang)
    other = (
        f'<button type="button" class="md-button" data-instead>'
        f'{says["instead"]}</button>'
    )
    return (
        f'<form class="own-link" hidden><p>{says["link"]}</p>'
        f"{asking(says, other)}</form>"
    )


def asking(says: dict[str, str], other: str = "") -> str:
    """To run and to stop, and what is told."""
    return (
        f'<div class="own-run">'
        f'<button class="md-button md-button--primary">{says["run"]}</button>'
        f"{other}{busy('own', says)}</div>"
        f'<p class="own-status" role="status"></p>'
    )


def data(fields: dict[str, str], lang: str) -> str:
    """What docs/pages/assets/own.js needs, the examples' runs among it."""
    cases: dict[str, Any] = {"": {"fields": fields}}
    labels: dict[str, str] = {}  # of all runs: most are those of the others
    for name, case in PRESETS.items():
        lines = {key: text.replace(";", "\n") for key, text in case.items()}
        made = run(*numbers(lines, lang), lang)
        labels |= made.pop("labels")
        cases[name] = {"fields": lines, "run": made}
    return script_data(
        {"says": said(lang), "shapes": SHAPES, "longest": LONGEST,
         "cases": cases, "labels": labels},
        ' class="own-data"',
    )
