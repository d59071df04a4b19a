"""The HTML of a stepper; docs/pages/assets/stepper.js moves it."""

from html import escape

from docs.browser.stepper.numbers import as_text
from docs.browser.stepper.run import PHASES, Run, run, shown
from docs.build.boxes.own import data, form, link
from docs.build.boxes.parts import script_data
from docs.build.equations.mathml import lit
from docs.build.equations.pair import block, head
from docs.common.lines import function
from docs.common.table import equation
from docs.common.words import words
from rnn_pure.examples import on_screen
from rnn_pure.walkthrough import statements

FUNCTIONS = {
    "forward": "rnn_pure.rnn:forward",
    "error": "rnn_pure.rnn:total_error",
    "bptt": "rnn_pure.backprop:bptt",
}
SIGNS = {"first": "⇤", "previous": "←", "play": "▶", "next": "→", "last": "⇥"}


def stepper(lang: str, home: str, root: str) -> str:
    """The HTML of the stepper, with the form for the reader's numbers.

    home leads to the site's first page in this language, root to its files.
    """
    says = words("stepper", lang)
    rnn, xs, ds = on_screen(float)
    made, fields = run(rnn, xs, ds, lang), as_text(rnn, xs, ds)
    scripts = "".join(
        f'<script type="module" src="{root}assets/{name}.js"></script>'
        for name in ("numbers", "stepper", "own")
    )
    network = made.pop("svg")
    return (
        f'<div class="stepper" data-stepper lang="{lang}" '
        f'data-home="{root}" data-search-exclude>'
        f"<noscript><style>.st-app, .st-known, .st-own {{ display: none "
        f"!important }} "
        f".st-whole::details-content {{ content-visibility: visible; "
        f"block-size: auto }}</style></noscript>{link(lang)}"
        f'<div class="st-app" tabindex="0" role="group" '
        f'aria-label="{says["name"]}">'
        f'<div class="st-net" data-part="drawing">{network}</div>'
        f'<div class="st-say" aria-live="polite"></div>'
        f'<div class="st-code" data-part="line">'
        f"{code(lang, home)}</div>"
        f'<div class="st-eqs" data-part="equation">'
        f'{maths(made["steps"], lang, home)}</div>'
        f'<div class="st-numbers" data-part="numbers"></div>'
        f"{controls(says)}</div>"
        f'<details class="st-known"><summary>{says["known"]}</summary>'
        f'<div class="st-scroll" tabindex="0"><table class="st-grid"></table>'
        f'</div><div class="st-once"></div></details>{form(fields, lang)}'
        f"{whole(made, says, lang)}"
        f'{script_data({**made, "words": says})}{data(fields, lang)}'
        f"</div>{scripts}"
    )


def maths(steps: list[Run], lang: str, home: str) -> str:
    """Every equation of the steps; the script shows one at a time."""
    found = ""
    phases = {step["equation"]: step["phase"] for step in steps}
    added = [step["equation"] for step in steps if len(step["rows"]) > 1]
    for tag, phase in phases.items():
        shown = equation(tag)
        page = "rnn" if phase == "error" else "bptt-units"
        found += (
            f'<div class="st-eq" data-tag="{tag}" hidden>'
            f"{head(shown, lang, f'{home}learn/{page}/')}"
            f'<div class="st-math" tabindex="0">'
            f'{lit(shown, "vector", signs=2 * (tag in added))}</div></div>'
        )
    return found


def code(lang: str, home: str) -> str:
    """The functions' own source, without the docstring."""
    found = ""
    for phase in PHASES:
        name = FUNCTIONS[phase]
        lines = [
            statement
            for statement in statements(function(name))
            if '"""' not in statement.code
        ]
        html = block(name, lines, lang, f"{home}reference/api/")
        found += f'<div class="pair-code" data-phase="{phase}">{html}</div>'
    return found


def controls(says: dict[str, str]) -> str:
    """One row: to move, to play, to go somewhere."""

    buttons = "".join(
        f'<button type="button" data-do="{do}" aria-label="{says[do]}" '
        f'title="{says[do]}">{sign}</button>'
        for do, sign in SIGNS.items()
    )
    return (
        f'<div class="st-controls" data-part="controls">{buttons}'
        f'<input type="range" min="1" value="1" '
        f'aria-label="{says["slider"]}"><output aria-live="off"></output>'
        f'<select aria-label="{says["goto"]}"></select></div>'
    )


def whole(made: Run, says: dict[str, str], lang: str) -> str:
    """The whole run as a table: what is there without JavaScript."""
    rows = ""
    for n, step in enumerate(made["steps"], 1):
        new = step["changed"]
        rows += (
            f'<tr><td><a href="#step-{n}">{n}</a></td>'
            f"<td>{escape(step['say'])}</td>"
            f"<td>{equation(step['equation']).label(lang)}</td>"
            f"<td>{step['lines'][0]}</td>"
            f"<td>{made['labels'][new]} = {shown(step['values'][new])}</td>"
            f"</tr>"
        )
    heads = "".join(
        f'<th scope="col">{says[name]}</th>'
        for name in ("step", "what", "eq", "line", "new")
    )
    return (
        f'<details class="st-whole"><summary>{says["table"]}</summary>'
        f'<div class="st-scroll" tabindex="0"><table class="st-table">'
        f"<thead><tr>{heads}</tr></thead><tbody>{rows}</tbody></table></div>"
        f"</details>"
    )
