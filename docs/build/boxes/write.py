"""Lines of the package that the reader writes, in their place in the code.

docs/pages/assets/write.js asks judge.py. What stands around the blank and
the answer are the package's own lines.
"""

import re
from collections.abc import Iterable
from html import escape

from docs.browser.exercise.blank import Blank, blank, row, shown
from docs.browser.exercise.slips import slips
from docs.build.boxes.parts import busy, fold, form, marked
from docs.build.equations.pair import highlighted
from docs.build.equations.reading import Reading
from docs.build.equations.symbols import Names
from docs.common.table import equation, symbols
from docs.common.words import words
from rnn_pure.walkthrough import Statement


def write(name: str, lang: str, root: str) -> str:
    """The HTML of a page's open lines; root leads to the site's own files."""
    given, here = row("write", name), blank(name)
    slips(name)  # raises where a right text is not there
    says = words("exercise", lang) | words("python", lang)
    hints = "".join(
        f"<li>{marked(hint[lang])}</li>" for hint in given["hints"]
    )
    hints = (
        f'<ol>{hints}</ol><button type="button" class="ex-do" data-more>'
        f'{says["more"]}</button>'
    )
    answer = block(
        html for n, html in lines(name, here.indent)
        if here.first <= n <= here.last
    )
    inside = (
        f'<div class="ex-ask" id="write-{name}-ask">'
        f'{marked(given["ask"][lang])}</div>'
        f"{code(name, lang)}{asking(says)}"
        f'<div class="ex-done" hidden>{marked(given["done"][lang])}</div>'
        f'<div class="ex-folds">{fold(says["hint"], hints, "ex-hint")}'
        f'{fold(says["solution"], answer, "ex-why")}</div>'
    )
    told = ("download", "judging", "endless")
    data = {
        "start": start(here),
        "says": words("python", lang) | {key: says[key] for key in told},
    }
    module, _, path = here.function.partition(":")
    where = f"{module.replace('.', '/')}.py:{here.first} · {path}"
    return form("write", name, lang, root, inside, data, where)


def start(here: Blank) -> str:
    """What stands in the blank at first: what is to be assigned."""
    return "\n".join(f"{name} = ..." for name in here.targets) or "..."


def code(name: str, lang: str) -> str:
    """The function's lines with a field where the blank is."""
    here, text = blank(name), start(blank(name))
    indent = min(len(s.code) - len(s.code.lstrip()) for s in shown(name))
    rows = [*lines(name, indent)]
    return (
        f'<div class="ex-code pair-code">'
        f"{block(html for n, html in rows if n < here.first)}"
        f'<textarea name="lines" rows="{text.count(chr(10)) + 1}" '
        f'aria-label="{words("exercise", lang)["lines"]}" spellcheck="false" '
        f'autocapitalize="off" autocorrect="off" '
        f'style="--indent: {here.indent - indent}ch">{escape(text)}'
        f"</textarea>"
        f"{block(html for n, html in rows if n > here.last)}</div>"
    )


def lines(name: str, indent: int) -> Iterable[tuple[int, str]]:
    """The shown lines, each with its number, from that indent on."""
    statements = shown(name)
    text = "\n".join(blank(name).source)
    reading = Reading(text, statements, names(statements))
    for statement in statements:
        for html in highlighted(statement, indent, reading):
            if found := re.search(r'data-line="(\d+)"', html):
                yield int(found[1]), html


def block(rows: Iterable[str]) -> str:
    """Lines of code; nothing where there are none."""
    code = "".join(rows)
    return code and (
        f'<div class="highlight"><pre><code>{code}</code></pre></div>'
    )


def names(statements: list[Statement]) -> Names:
    """The symbols' rows, as the statements' equations have them."""
    found = dict(symbols())
    for tag in {s.equation for s in statements if s.equation}:
        found |= equation(tag).names
    return found


def asking(says: dict[str, str]) -> str:
    """To check and to stop, and what is told."""
    return (
        f'<div class="ex-do ex-row"><button class="md-button '
        f'md-button--primary">{says["check"]}</button>'
        f'<button type="button" data-again hidden>{says["again"]}</button>'
        f'{busy("ex", says)}<div class="ex-said" role="status"></div></div>'
    )
