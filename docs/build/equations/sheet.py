"""All equations beside their lines on one sheet, in the order of a fence.

Its first line names the columns, each other line is a row: its name, then
the tags of each column. A row of one column is as wide as the sheet.

    | forward | backward
    the cell | eq 1 | def 4, eq 5
"""

import re

from docs.build.equations.mathml import lit, mathml
from docs.build.equations.pair import block, head
from docs.build.equations.symbols import hue
from docs.common.lines import tagged
from docs.common.table import (
    ROOT,
    Equation,
    Misfit,
    equation,
    equations,
    symbols,
)
from docs.common.words import words

LEARN = "docs/pages/learn"


def sheet(source: str, lang: str, home: str) -> str:
    """The HTML of a sheet; home is the way to the first page."""
    first, *rest = (
        [cell.strip() for cell in line.split("|")]
        for line in source.splitlines()
    )
    rows = [
        (name, [re.split(r",\s*", cell) for cell in cells])
        for name, *cells in rest
    ]
    named = {tag for _, cells in rows for tags in cells for tag in tags}
    if others := [tag for tag in equations() if tag not in named]:
        raise Misfit(f"no row names {', '.join(others)}")
    heads = "".join(f"<p>{name}</p>" for name in first[1:])
    body = "".join(row(name, cells, lang, home) for name, cells in rows)
    return (
        f'<div class="sheet" data-search-exclude>{strip(lang)}'
        f'<div class="sheet-heads">{heads}</div>{body}</div>'
    )


def row(name: str, cells: list[list[str]], lang: str, home: str) -> str:
    """The cards of each column side by side."""
    columns = ""
    for tags in cells:
        captions: list[str] = []
        cards = [card(equation(tag), lang, home, captions) for tag in tags]
        columns += f'<div class="sheet-cell">{"".join(cards)}</div>'
    return (
        f'<section class="sheet-row" aria-label="{name}">'
        f'<p class="sheet-name">{name}</p>{columns}</section>'
    )


def card(
    shown: Equation, lang: str, home: str, captions: list[str]
) -> str:
    """An equation in its forms, a sentence, and its lines of code."""
    forms = ("index", "vector") if len(shown.forms) > 1 else ("tex",)
    maths = "".join(
        f'<div class="pair-eq" tabindex="0">'
        f"{lit(shown, form, shown.signs * (form == forms[-1]))}</div>"
        for form in forms
    )
    said = re.sub(r"\$(.+?)\$", lambda m: mathml(m[1]), shown.says[lang])
    return (
        f'<div class="pair">{head(shown, lang, explained(shown, lang, home))}'
        f'<p class="sheet-says">{said}</p>'
        f'<div class="sheet-body"><div class="sheet-forms">{maths}</div>'
        f"{code(shown, lang, home, captions)}</div></div>"
    )


def code(
    shown: Equation, lang: str, home: str, captions: list[str]
) -> str:
    """Its lines; where they are another equation's, that one's name.

    captions are the functions whose names stand above: the last is not named
    again.
    """
    if shown.lines_tag != shown.tag:
        same = words("sheet", lang)["same"]
        return f"<p>{same.format(equation(shown.lines_tag).label(lang))}</p>"
    blocks = ""
    for name, lines in tagged(shown).items():
        again = captions[-1:] == [name]
        captions.append(name)
        api = f"{home}reference/api/"
        blocks += block(name, lines, lang, api, shown.names, not again)
    return f'<div class="pair-code">{blocks}</div>' if blocks else ""


def explained(shown: Equation, lang: str, home: str) -> str:
    """The way to the Learn page that has the equation as a pair."""
    for path in sorted((ROOT / LEARN).glob(f"*.{lang}.md")):
        if f"```pair\n{shown.tag}\n" in path.read_text(encoding="utf-8"):
            return f"{home}learn/{path.name.split('.')[0]}/"
    raise Misfit(f"{LEARN}: no .{lang}.md shows {shown.tag} as a pair")


def strip(lang: str) -> str:
    """Every symbol and what it is called."""
    names = symbols()
    items = "".join(
        f'<li><span class="hue-{hue(name, names)}">{mathml(row["tex"])}'
        f"</span> {row[lang]}</li>"
        for name, row in names.items()
    )
    called = words("pair", lang)["symbols"]
    return (
        f'<ul class="sheet-symbols" aria-label="{called}">{items}</ul>'
    )
