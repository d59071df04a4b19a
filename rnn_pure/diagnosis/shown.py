"""A mark in words: the student's loop, what each line means, one sentence."""

from contextlib import suppress
from typing import Any

from rnn_pure.console import Console
from rnn_pure.diagnosis.marks import Cell, Mark
from rnn_pure.diagnosis.words import COLUMNS, Page, word

NARROW, MEANING, TAB = 80, 22, 4  # columns


def _said(mark: Mark, lang: str) -> str:
    """What is said of it; "" for nothing."""
    kind = mark.kind
    if kind == "value" and not lang.endswith(".tell"):
        zero = " zero" if mark.computes == "0" else ""
        alone = " alone" if mark.alone else ""
        kind += (zero or alone) if mark.computes else " nameless"
    with suppress(KeyError):
        return word(lang, f"mark {kind}", **{
            **vars(mark), "expression": mark.expression.split("\n")[0]})
    return ""


def sentence(mark: Mark, lang: str, tell: bool = False) -> str:
    """Where, and what it computes; with tell also what belongs there."""
    parts = [word(lang, "mark where", line=mark.line), _said(mark, lang)]
    if tell:
        parts.append(_said(mark, f"{lang}.tell"))
    if mark.repaired:
        key = "mark all" if mark.whole else "mark some"
        parts.append(word(lang, key, **vars(mark)))
    return " ".join(filter(None, parts))


def fields(mark: Mark, lang: str, tell: bool) -> dict[str, Any]:
    """What is said of it as data: line, column, computes, belongs."""
    value = mark.kind == "value"
    belongs = mark.belongs if value else _said(mark, f"{lang}.tell")
    return {
        "line": mark.line, "column": mark.column + 1,
        "computes": (value and mark.computes) or _said(mark, lang),
        "belongs": belongs or None if tell else None,
    }


def tell(mark: Mark, page: Page, belongs: bool) -> None:
    """Print the lines, and the sentence."""
    if mark.rows:
        _table(mark, page.out)
        page.print()
    page.print(sentence(mark, page.out.lang, belongs), colour="bold")


def _table(mark: Mark, out: Console) -> None:
    """The lines and what they mean at two steps; at one where there is no
    room. The line that is to blame is never cut."""
    columns = int(getattr(out, "columns", COLUMNS))
    many = 2 if mark.steps and columns >= NARROW else 1
    code = max(columns - 6 - many * (MEANING + 1), 16)
    shown = slice(mark.at, mark.at + many)
    heads = [word(out.lang, "mark step", t=t) for t in mark.steps[shown]]
    texts = [row.text.expandtabs(TAB) for row in mark.rows]
    shift = min(len(text) - len(text.lstrip()) for text in texts)

    def line(start: str, text: str, cells: list[str]) -> str:
        parts = [_fit(out, text, code), *(
            _fit(out, cell, MEANING) for cell in cells)]
        return f"{start:6}{' '.join(parts)}".rstrip()

    out.print(line("", word(out.lang, "mark head"), heads or [
        word(out.lang, "mark now")]))
    for row, whole in zip(mark.rows, texts):
        here, text = row.line == mark.line, whole[shift:]
        start, cells = f"{'▶' if here else ' '} {row.line:3} ", [
            *map(_cell, row.cells[shown])]
        long = here and out.width(text) > code
        said = start + text if long else line(start, text, cells)
        out.print(out.colour("red", said) if here else said)
        if here and mark.expression:
            # columns of syntax trees count bytes
            before = row.text.encode()[:mark.column].decode()
            before = start + before.expandtabs(TAB)[shift:]
            width = out.width(mark.expression.split("\n")[0])
            out.print(" " * out.width(before) + out.colour(
                "red", "^" * width))
        if long:
            out.print(line("", "", cells))


def _cell(cell: Cell) -> str:
    name, right = cell
    return name if right is None else f"{name} {'✓' if right else '✗'}"


def _fit(out: Console, text: str, columns: int) -> str:
    """Cut or filled to so many columns."""
    if out.width(text) > columns:
        while out.width(text) >= columns:
            text = text[:-1]
        text += "…"
    return text + " " * (columns - out.width(text))
