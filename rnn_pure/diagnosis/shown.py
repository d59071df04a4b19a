"""A mark in words: the student's loop, what each line means, one sentence."""

from contextlib import suppress
from typing import Any

from rnn_pure.console import Console
from rnn_pure.diagnosis.marks import Cell, Mark
from rnn_pure.diagnosis.words import word

CODE, MEANING = 46, 22  # columns


def _said(mark: Mark, lang: str) -> str:
    """What is said of it; "" for nothing."""
    kind = mark.kind
    if kind == "value" and mark.computes == "0":
        kind = "value zero"
    elif kind == "value" and not mark.computes:
        kind = "value nameless"
    elif kind == "value" and mark.alone:
        kind = "value alone"
    with suppress(KeyError):
        return word(lang, f"own {kind}", **{
            **vars(mark), "expression": mark.expression.split("\n")[0]})
    return ""


def sentence(mark: Mark, lang: str, tell: bool = False) -> str:
    """Where, and what it computes; with tell also what belongs there."""
    parts = [word(lang, "own where", line=mark.line), _said(mark, lang)]
    if tell:
        parts.append(_said(mark, f"{lang}.tell"))
    if mark.repaired:
        key = "own all" if mark.repaired == mark.wrong else "own some"
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


def table(mark: Mark, out: Console, first: int = 0) -> None:
    """Print the lines and what they mean at two steps, from the first on."""
    steps = mark.steps[first:first + 2]
    heads = [word(out.lang, "own step", t=t) for t in steps] or [
        word(out.lang, "own once")]
    shift = min(
        len(row.text) - len(row.text.lstrip()) for row in mark.rows)
    head = _fit(out, word(out.lang, "own head"), CODE)
    out.print(f"      {head} " + " ".join(
        _fit(out, each, MEANING) for each in heads).rstrip())
    for row in mark.rows:
        cells = row.cells[first:first + 2] if steps else row.cells[:1]
        code = _fit(out, row.text[shift:], CODE)
        meant = " ".join(_fit(out, _cell(c), MEANING) for c in cells)
        here = row.line == mark.line
        line = f"{'▶' if here else ' '} {row.line:3} {code} {meant}".rstrip()
        out.print(out.colour("red", line) if here else line)
        if here and mark.expression:
            _underline(mark, row.text, shift, out)


def _underline(mark: Mark, text: str, shift: int, out: Console) -> None:
    """^ under the expression, as far as the line is shown."""
    # columns of syntax trees count bytes
    before = text.encode()[:mark.column].decode(errors="ignore")[shift:]
    width = out.width(mark.expression.split("\n")[0])
    start = out.width(before)
    if start < CODE:
        marks = "^" * min(width, CODE - start)
        out.print(" " * (6 + start) + out.colour("red", marks))


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
