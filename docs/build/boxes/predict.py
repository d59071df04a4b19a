"""A question whose answer the reader predicts, then checks.

The answer and the typical slips are computed here, by the row's Python:
docs/pages/assets/predict.js compares. Without it the folds have all.
"""

from typing import Any

from docs.browser.exercise.blank import FILE, row
from docs.build.boxes.parts import fold, form, marked
from docs.build.equations.mathml import mathml
from docs.build.pages.tables import tex
from docs.common.table import Misfit
from docs.common.words import words


def values(name: str) -> tuple[Any, list[Any]]:
    """The answer of a row and the answers that are its slips.

    Misfit where one of them is another one, or a choice that is not there.
    """
    given = row("predict", name)
    made: dict[str, Any] = {}
    exec(compile(given.get("given", ""), f"{FILE}: {name}", "exec"), made)
    answer = eval(given["answer"], made)
    slips = [eval(slip["is"], made) for slip in given["slips"]]
    if len({answer, *slips}) != 1 + len(slips):
        raise Misfit(f"{FILE}: [predict.{name}] has one answer twice")
    places = range(len(given.get("choices", ())))
    if places and not {answer, *slips} <= {*places}:
        raise Misfit(f"{FILE}: [predict.{name}] has no such choice")
    return answer, slips


def predict(name: str, lang: str, root: str) -> str:
    """The HTML of a page's question; root leads to the site's own files."""
    given, says = row("predict", name), words("exercise", lang)
    answer, slips = values(name)
    choices = [choice[lang] for choice in given.get("choices", ())]
    if choices:
        right = marked(choices[answer])
    else:
        right = f'<p class="ex-answer">{mathml(tex(answer, "frac"))}</p>'
    inside = (
        f'<div class="ex-ask" id="predict-{name}-ask">'
        f'{marked(given["ask"][lang])}</div>'
        f'{field(name, choices, says)}'
        f'<div class="ex-folds">'
        f'{fold(says["hint"], marked(given["hint"][lang]), "ex-hint")}'
        f'{fold(says["why"], right + marked(given["why"][lang]), "ex-why")}'
        f"</div>"
    )
    shown = ("right", "not_yet", "unread", "unchosen")
    data = {
        "answer": float(answer),
        "slips": [
            {"is": float(value), "says": marked(slip[lang])}
            for value, slip in zip(slips, given["slips"])
        ],
        "says": {key: says[key] for key in shown},
    }
    return form("predict", name, lang, root, inside, data)


def field(name: str, choices: list[str], says: dict[str, str]) -> str:
    """Where the answer is typed or chosen, and what is told of it."""
    if choices:
        shown = "".join(
            f'<label><input type="radio" name="answer" value="{k}">'
            f'<span>{marked(choice).removeprefix("<p>").removesuffix("</p>")}'
            f"</span></label>"
            for k, choice in enumerate(choices)
        )
        blank = (
            f'<fieldset class="ex-choices"><legend class="ex-unseen">'
            f'{says["answer"]}</legend>{shown}</fieldset>'
        )
    else:
        blank = (
            f'<label class="ex-blank"><span>{says["answer"]}</span>'
            f'<input name="answer" size="9" maxlength="40" spellcheck="false" '
            f'autocapitalize="off"></label>'
        )
    return (
        f'<div class="ex-do ex-row">{blank}<button class="md-button '
        f'md-button--primary">{says["check"]}</button>'
        f'<div class="ex-said" role="status"></div></div>'
    )
