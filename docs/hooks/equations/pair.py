"""An equation beside its lines: the HTML of a pair."""

import inspect
from html import escape
from pathlib import Path

from pygments.lexers import PythonLexer
from pygments.token import STANDARD_TYPES, Name, _TokenType

from docs.hooks.equations.lines import function, tagged
from docs.hooks.equations.mathml import lit, mathml, symbols_in
from docs.hooks.equations.table import (
    ROOT,
    Equation,
    equation,
    hue,
    symbol_of_name,
)
from docs.hooks.words import words
from rnn_pure.walkthrough import TAG, Statement


def pair(tag: str, lang: str, api: str = "api.md") -> str:
    """The HTML of an equation beside the lines that compute it.

    api is the address of the API page, for the link to the function. Raises
    Misfit for an unknown tag, bad TeX or a tag without its lines.
    """
    shown = equation(tag)
    math = lit(shown)
    blocks = [
        block(name, lines, lang, api, shown.unlit)
        for name, lines in tagged(shown).items()
    ]
    if not blocks:
        none = words("pair", lang)["defines"]
        blocks = [f'<p class="pair-none">{none}</p>']
    code = "\n".join(blocks)
    return (
        f'<div class="pair" id="{shown.anchor}"><div class="pair-grid">'
        f'<div class="pair-math">{head(shown, lang)}'
        f'<div class="pair-eq" tabindex="0" data-search-exclude>{math}</div>'
        f"</div>"
        f'<div class="pair-code">{code}</div></div>'
        f"{legend(shown, math, code, lang)}</div>"
    )


def head(shown: Equation, lang: str) -> str:
    return (
        f'<p class="pair-head"><a class="pair-number" href="#{shown.anchor}">'
        f"{shown.label(lang)}</a> {shown.title[lang]}</p>"
    )


def block(
    name: str,
    lines: list[Statement],
    lang: str,
    api: str,
    unlit: tuple[str, ...],
) -> str:
    """Statements of one function as a code block with their line numbers."""
    module, _, path = name.partition(":")
    file = Path(inspect.getfile(function(name))).relative_to(ROOT)
    indent = min(
        len(s.code) - len(s.code.lstrip()) for s in lines
    )
    rows = []
    for before, statement in zip([None, *lines], lines):
        if before and statement.line > before.last_line + 1:
            rows.append('<span class="gap">⋮\n</span>')
        rows += highlighted(statement, indent, unlit)
    said = words("pair", lang)
    anchor = f"{module}.{path}"
    title = f"{file.as_posix()} · {path}"
    if not path.startswith("_"):
        title = (
            f'<a href="{api}#{anchor}" title="{said["source"]}">'
            f"{title}</a>"
        )
    return (
        f'<div class="language-python highlight"><span class="filename">'
        f'{title}</span><pre tabindex="0" aria-label="{said["code"]}: '
        f'{path}"><code>' + "".join(rows) + "</code></pre></div>"
    )


def highlighted(
    statement: Statement, indent: int, unlit: tuple[str, ...]
) -> list[str]:
    """A statement's lines as HTML, without the tag, with line numbers."""
    lines = TAG.sub("", statement.code).splitlines()
    code = "\n".join(line[indent:] for line in lines)
    rows = "".join(
        token(kind, text, unlit)
        for kind, text in PythonLexer().get_tokens(code)
    )
    return [
        f'<span class="line" data-line="{statement.line + k}">{row}\n</span>'
        for k, row in enumerate(rows.rstrip("\n").split("\n"))
    ]


def token(kind: _TokenType, text: str, unlit: tuple[str, ...]) -> str:
    css = STANDARD_TYPES.get(kind, "")
    symbol = symbol_of_name(text) if kind in Name else None
    if symbol and symbol not in unlit:
        return (
            f'<span class="{css} sym hue-{hue(symbol)}" '
            f'data-sym="{symbol}">{escape(text)}</span>'
        )
    if not css or text.isspace():
        return escape(text)
    return f'<span class="{css}">{escape(text)}</span>'


def legend(shown: Equation, math: str, code: str, lang: str) -> str:
    """A button for each symbol that the equation and the code share."""
    names = shown.names
    in_code = set(symbols_in(code))
    shared = [name for name in symbols_in(math) if name in in_code & {*names}]
    if not shared:
        return ""
    buttons = "".join(
        f'<li><button type="button" class="sym hue-{hue(name)}" '
        f'data-sym="{name}">{mathml(names[name]["tex"])} '
        f"{names[name][lang]}</button></li>"
        for name in shared
    )
    name = words("pair", lang)["symbols"]
    return (
        f'<ul class="pair-symbols" aria-label="{name}" '
        f"data-search-exclude>{buttons}</ul>"
    )
