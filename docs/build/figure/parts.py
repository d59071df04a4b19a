"""What the figures are made of: boxes, bars, numbers to be written, tables."""

import re
from collections.abc import Iterable, Sequence
from decimal import ROUND_HALF_UP, Decimal
from typing import Any, NamedTuple

from docs.common.kit import box, line, text

T = 4
STEPS = range(1, T + 1)


class Parts(NamedTuple):
    """What one kind of figure has of its own."""

    drawing: str
    data: dict[str, Any]
    choices: dict[str, str]
    chosen: str
    slider: str
    table: str


def at(t: int) -> int:
    """The middle of the cell of step t; that of E comes after the last."""
    return 120 + 112 * (t - 1)


E_AT = at(T + 1)


def number(x: float, y: float, name: str, css: str = "") -> str:
    """Where the script writes the number of that name."""
    return (
        f'<text class="number {css}" data-name="{name}" x="{x}" y="{y}" '
        'text-anchor="middle" dominant-baseline="central"></text>'
    )


def part(name: str, *drawn: str) -> str:
    """What changes its look together."""
    return f'<g class="{name}">{"".join(drawn)}</g>'


def cell(t: int, hue: str, *rows: tuple[str, str], more: str = "") -> str:
    """A box with symbols, below each the number of that name."""
    drawn = [box(at(t), 80, 60, 96, "", hue), more]
    for k, (symbol, name) in enumerate(rows):
        y = 80 + 48 * k - 24 * (len(rows) - 1)
        drawn += [text(at(t), y - 11, symbol, "small"),
                  number(at(t), y + 9, name)]
    return part(f"cell{t}", *drawn)


Bar = tuple[float, float, str, str]  # its middle, width, name and class


def bars(zero: float, low: float, high: float, px: float, *all: Bar) -> str:
    """Bars upon the height of 0, a unit being px: the script sets them."""
    rects = "".join(
        f'<rect class="{css}" data-bar="{name}" x="{x - width / 2}" '
        f'width="{width}" y="0" height="0"/>'
        for x, width, name, css in all
    )
    return (
        f'<svg y="{zero - px * high}" width="602" '
        f'height="{px * (high - low)}" viewBox="0 {-high} 602 {high - low}" '
        f'preserveAspectRatio="none">'
        f'<g transform="scale(1 -1)">{rects}</g></svg>'
    )


def contributions(
    high: float, px: float, middles: Iterable[int], *more: Bar
) -> str:
    """A bar for every step's, and all of them piled up below E."""
    each = [(x, 44, f"{t}", f"bar{t}") for t, x in zip(STEPS, middles)]
    pile = [(E_AT, 44, f"sum{t}", f"bar{t}") for t in STEPS]
    axis = line(20, 276, 598, 276, "axis")
    return bars(276, 0, high, px, *each, *pile, *more) + axis


def mathy(words: str) -> str:
    """w_re as HTML: an italic letter with its index."""
    index = r"(\w)_\{?([a-z0-9−]+)\}?"
    return re.sub(index, r"<i>\1</i><sub>\2</sub>", words)


def table(head: Sequence[str], rows: Iterable[Sequence[Any]]) -> str:
    """A table whose head and first column may be mathy."""
    heads = "".join(f'<th scope="col">{mathy(name)}</th>' for name in head)
    lines = "".join(
        f'<tr><th scope="row">{mathy(first)}</th>'
        f"{''.join(f'<td>{shown(value)}</td>' for value in rest)}</tr>"
        for first, *rest in rows
    )
    return (
        f'<table class="fig-table"><thead><tr>{heads}</tr></thead>'
        f"<tbody>{lines}</tbody></table>"
    )


def shown(value: Any) -> str:
    """To three decimals as JavaScript's toFixed rounds; words as they are."""
    if isinstance(value, str):
        return value
    thousandth = Decimal("0.001")
    digits = Decimal(float(value)).quantize(thousandth, ROUND_HALF_UP)
    return str(digits or abs(digits)).replace("-", "−")
