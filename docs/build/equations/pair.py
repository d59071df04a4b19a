"""An equation beside its lines: the HTML of a pair."""

import inspect
import re
from html import escape
from pathlib import Path

from pygments.lexers import PythonLexer
from pygments.token import STANDARD_TYPES, Name, _TokenType

from docs.build.equations.mathml import SIGNS, lit, mathml, role_marks
from docs.build.equations.reading import Place, Reading
from docs.build.equations.symbols import Names, Symbol, label
from docs.common.lines import function, indent, spaced, tagged
from docs.common.table import ROOT, Equation, equation, symbols
from docs.common.words import words
from rnn_pure.walkthrough import TAG, Statement


def pair(
    tag: str, lang: str, api: str = "api.md", only: str = "", below: str = ""
) -> str:
    """The HTML of an equation beside the lines that compute it.

    api is the address of the API page, for the link to the function; only is
    the one form to be shown; below is HTML to stand under both. Raises
    Misfit for an unknown tag, bad TeX or a tag without its lines.
    """
    shown = equation(tag)
    first, *second = forms(shown, lang, only)
    math = "".join([first, *second])
    blocks = [
        block(name, lines, lang, api, shown.names)
        for name, lines in tagged(shown).items()
    ]
    if not blocks:
        none = words("pair", lang)["defines"]
        blocks = [f'<p class="pair-none">{none}</p>']
    code = "\n".join(blocks)
    return (
        f'<div class="pair" id="{shown.anchor}"><div class="pair-grid">'
        f'<div class="pair-math">{head(shown, lang)}{first}</div>'
        f'{"".join(second)}'
        f'<div class="pair-code">{code}</div></div>{below}'
        f"{legend(shown, math, code, lang)}</div>"
    )


def head(shown: Equation, lang: str, page: str = "") -> str:
    """Its number, a link to itself on that page, and what it is."""
    return (
        f'<p class="pair-head"><a class="pair-number" '
        f'href="{page}#{shown.anchor}">'
        f"{shown.label(lang)}</a> {shown.title[lang]}</p>"
    )


def forms(shown: Equation, lang: str, only: str = "") -> list[str]:
    """The equation; entry by entry and as vectors, where it has both forms."""
    said = {only or "tex": ""}
    if not only and len(shown.forms) > 1:
        said = words("forms", lang)
    return [
        '<div class="pair-form" data-search-exclude>'
        + (f"<p>{label}</p>" if label else "")
        + f'<div class="pair-eq" tabindex="0">{lit(shown, form, shown.signs)}'
        f"</div></div>"
        for form, label in said.items()
    ]


def block(
    name: str,
    lines: list[Statement],
    lang: str,
    api: str,
    names: Names | None = None,
    caption: bool = True,
) -> str:
    """Statements of one function as a code block with their line numbers.

    names are the rows of the symbols that light up; all where not given. The
    caption is the file and the function.
    """
    module, _, path = name.partition(":")
    file = Path(inspect.getfile(inspect.unwrap(function(name))))
    text = file.read_text(encoding="utf-8")
    reading = Reading(text, lines, names or symbols())
    rows = []
    for statement in spaced(lines):
        if statement:
            rows += highlighted(statement, indent(lines), reading)
        else:
            rows.append('<span class="gap">⋮\n</span>')
    said = words("pair", lang)
    anchor = f"{module}.{path}"
    title = f"{file.relative_to(ROOT).as_posix()} · {path}"
    if not path.startswith("_"):
        title = (
            f'<a href="{api}#{anchor}" title="{said["source"]}">'
            f"{title}</a>"
        )
    title = f'<span class="filename">{title}</span>' * caption
    return (
        f'<div class="language-python highlight">{title}'
        f'<pre tabindex="0" aria-label="{said["code"]}: '
        f'{path}"><code>' + "".join(rows) + "</code></pre></div>"
    )


def highlighted(
    statement: Statement, indent: int, reading: Reading
) -> list[str]:
    """A statement's lines as HTML, without the tag, with line numbers."""
    lines = TAG.sub("", statement.code).splitlines()
    code = "\n".join(line[indent:] for line in lines)
    rows, place = "", (statement.line, indent)
    unclosed: list[tuple[Place, str]] = []
    for kind, text in PythonLexer(stripnl=False).get_tokens(code):
        while unclosed and unclosed[-1][0] <= place:
            unclosed.pop()
            rows += "</span>"
        for start, end, role in reading.terms:
            if start == place:
                unclosed.append((end, span(role_marks(role))))
                rows += unclosed[-1][1]
        again = "".join(opening for _, opening in unclosed)
        rows += token(kind, text, reading, place).replace(
            "\n", "</span>" * len(unclosed) + "\n" + again
        )
        place = after(text, place, indent)
    return [
        f'<span class="line" style="--in:{len(text) - len(text.lstrip())}" '
        f'data-line="{statement.line + k}">{row}\n</span>'
        for k, (text, row) in enumerate(
            zip(code.split("\n"), rows.rstrip("\n").split("\n"))
        )
    ]


def after(text: str, place: Place, indent: int) -> Place:
    """Where a text that begins there ends, if lines begin at the indent."""
    line, column = place
    *lines, last = text.split("\n")
    return (line + len(lines), (indent if lines else column) + len(last))


def token(kind: _TokenType, text: str, reading: Reading, place: Place) -> str:
    css = STANDARD_TYPES.get(kind, "")
    symbol = reading.symbol(text, place) if kind in Name else None
    if symbol:
        marks = symbol.marks(reading.names)
        marks["class"] = f"{css} {marks['class']}"
    elif not css or text.isspace():
        return escape(text)
    else:
        marks = {"class": css}
    return f"{span(marks)}{escape(text)}</span>"


def span(marks: dict[str, str], kind: str = "span") -> str:
    """An opening tag."""
    given = "".join(f' {name}="{value}"' for name, value in marks.items())
    return f"<{kind}{given}>"


def legend(shown: Equation, math: str, code: str, lang: str) -> str:
    """A button for each term and symbol that equation and code share."""
    in_code = set(marked(code))
    shared = [
        found for found in marked(math) if found in in_code
        and (shown.signs or found[1] not in SIGNS)
    ]
    if not shared:
        return ""
    buttons = ""
    for what, name, at in sorted(shared, key=lambda found: found[0] == "sym"):
        if what == "role":
            marks = role_marks(name)
            sign, called = called_role(name, shown.names, math, lang)
        else:
            symbol = Symbol(name, at)
            marks = symbol.marks(shown.names)
            tex, called = label(symbol, shown.names, lang)
            sign = mathml(tex)
        button = span({"type": "button", **marks}, "button")
        buttons += f"<li>{button}{sign} {called}</button></li>"
    name = words("pair", lang)["symbols"]
    return (
        f'<ul class="pair-symbols" aria-label="{name}" '
        f"data-search-exclude>{buttons}</ul>"
    )


def marked(html: str) -> list[tuple[str, str, str]]:
    """Every term and symbol in it, once: sym or role, its name, its time."""
    marks = r'data-(sym|role)="([^"]+)"(?: data-at="([^"]+)")?'
    return list(dict.fromkeys(re.findall(marks, html)))


def called_role(
    role: str, names: Names, math: str, lang: str
) -> tuple[str, str]:
    """A term's sign and its words; of a slope, those of its function."""
    called = words("terms", lang)[role]
    if role in SIGNS:
        return SIGNS[role], called
    if role == "sum":
        return mathml(r"\sum_t"), called
    slope = math.partition('data-role="slope"')[2]
    row = names[marked(slope)[0][1]]
    return mathml(f"{row['tex']}'"), called.format(row[lang])
