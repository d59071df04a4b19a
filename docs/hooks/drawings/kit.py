"""Drawings as inline SVG: in the text's colours, titled in its language.

A drawing is a function of the language, kept in DRAWINGS under its name by
the decorator `named`. Its parts are strings made by the functions below; the
classes hue-in, hue-re, hue-out and hue-delta colour them as the equations
and the code are coloured.
"""

from collections.abc import Callable
from html import escape

Maker = Callable[[str], str]
DRAWINGS: dict[str, Maker] = {}


def named(name: str) -> Callable[[Maker], Maker]:
    """Keep the function as the drawing of this name."""

    def keep(make: Maker) -> Maker:
        DRAWINGS[name] = make
        return make

    return keep


def drawing(name: str, lang: str) -> str:
    """The SVG of that name; KeyError if there is none."""
    return DRAWINGS[name](lang)


def svg(
    name: str,
    title: str,
    description: str,
    width: int,
    height: int,
    *parts: str,
) -> str:
    """A figure: the parts on a sheet of so many units, at most that many px.

    title and description are for those who do not see it.
    """
    return (
        f'<figure class="drawing" data-drawing="{name}" data-search-exclude>'
        f'<svg viewBox="0 0 {width} {height}" style="max-width:{width}px" '
        f'role="img" aria-labelledby="{name}-title {name}-desc">'
        f'<title id="{name}-title">{escape(title)}</title>'
        f'<desc id="{name}-desc">{escape(description)}</desc>'
        f"{''.join(parts)}</svg></figure>"
    )


def node(x: float, y: float, r: float, label: str, hue: str = "") -> str:
    """A unit: a circle around a label."""
    return (
        f'<g class="node {hue}"><circle cx="{x}" cy="{y}" r="{r}"/>'
        f"{text(x, y, label)}</g>"
    )


def box(
    x: float, y: float, w: float, h: float, label: str = "", hue: str = ""
) -> str:
    """A box around its middle (x, y), with a label inside."""
    return (
        f'<g class="box {hue}"><rect x="{x - w / 2}" y="{y - h / 2}" '
        f'width="{w}" height="{h}" rx="8"/>'
        f"{text(x, y, label) if label else ''}</g>"
    )


def text(
    x: float, y: float, label: str, css: str = "", anchor: str = "middle"
) -> str:
    """A label centred on (x, y): z_t and W_re get true subscripts."""
    return (
        f'<text class="{css}" x="{x}" y="{y}" text-anchor="{anchor}" '
        f'dominant-baseline="central">{math_label(label)}</text>'
    )


def math_label(label: str) -> str:
    """z_{t-1} as an italic letter with a small lowered index."""
    out, rest = "", label
    while "_" in rest:
        before, _, after = rest.partition("_")
        if after.startswith("{"):
            index, _, rest = after[1:].partition("}")
        else:
            index, rest = after[:1], after[1:]
        *words, before = before.split(" ")
        out += "".join(f"{escape(word)} " for word in words) + (
            f'<tspan class="symbol">{escape(before)}</tspan><tspan '
            f'class="index" dy="0.3em">{escape(index)}</tspan>'
            f'<tspan dy="-0.3em">&#8203;</tspan>'
        )
    return out + escape(rest)


def arrow(
    x1: float, y1: float, x2: float, y2: float, hue: str = "", bend: float = 0
) -> str:
    """An arrow from (x1, y1) to (x2, y2), bent sideways by so many units."""
    dx, dy = x2 - x1, y2 - y1
    length = (dx * dx + dy * dy) ** 0.5
    mx = (x1 + x2) / 2 - bend * dy / length
    my = (y1 + y2) / 2 + bend * dx / length
    ex, ey = x2 - mx, y2 - my  # the direction in which it arrives
    size = (ex * ex + ey * ey) ** 0.5
    ex, ey = ex / size, ey / size
    head = " ".join(
        f"{x2 - 8 * ex + side * ey:.1f},{y2 - 8 * ey - side * ex:.1f}"
        for side in (4, -4)
    )
    return (
        f'<g class="arrow {hue}"><path d="M{x1:.1f},{y1:.1f} '
        f"Q{mx:.1f},{my:.1f} {x2 - 6 * ex:.1f},{y2 - 6 * ey:.1f}\"/>"
        f'<polygon points="{x2:.1f},{y2:.1f} {head}"/></g>'
    )


@named("forward-backward")
def forward_backward(lang: str) -> str:
    """The home page's picture: states go right, deltas come back left."""
    ko = lang == "ko"
    parts, T = [], 4
    for t in range(1, T + 1):
        x = 70 + 130 * (t - 1)
        parts += [
            node(x, 190, 22, f"x_{t}", "hue-in"),
            node(x, 110, 24, f"z_{t}", "hue-re"),
            node(x, 30, 22, f"y_{t}", "hue-out"),
            arrow(x, 168, x, 135, "hue-in"),
            arrow(x, 86, x, 53, "hue-out"),
        ]
        if t < T:
            parts += [
                arrow(x + 24, 104, x + 106, 104, "hue-re flow"),
                arrow(x + 106, 118, x + 24, 118, "hue-delta flow back"),
            ]
    for y, hue, words in (
        (90, "hue-re", "상태" if ko else "states"),
        (136, "hue-delta", "델타" if ko else "deltas"),
    ):
        parts.append(f'<g class="{hue}">{text(135, y, words)}</g>')
    return svg(
        "forward-backward",
        "순전파와 역전파" if ko else "Forward and backward",
        "상태 z는 왼쪽에서 오른쪽으로 흐르고, 델타는 오른쪽에서 왼쪽으로 "
        "되돌아옵니다."
        if ko
        else "The states z flow from left to right, the deltas come back "
        "from right to left.",
        530,
        220,
        *parts,
    )
