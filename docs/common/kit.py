"""Drawings as inline SVG: in the text's colours, titled in its language.

A drawing is a function of its words (docs/words.toml), in the file named as
its page. Its parts are strings made by the functions below; the classes
hue-in, hue-re, hue-out and hue-delta colour them as the equations and the
code are coloured.
"""

from html import escape

ITALIC = "_{\u200b}"  # after a symbol without index
LETTERS = str.maketrans({"h": "ℎ", "∂": "𝜕"} | {
    chr(letter): chr(start + letter - first)
    for first, n, start in (
        (ord("A"), 26, 0x1D434), (ord("a"), 26, 0x1D44E),
        (ord("Α"), 25, 0x1D6E2), (ord("α"), 25, 0x1D6FC),
    )
    for letter in range(first, first + n) if letter != ord("h")
})


def italic(letters: str) -> str:
    """Mathematical italics, as MathML draws an <mi>: 𝑧 for z, 𝛿 for δ."""
    return letters.translate(LETTERS)


def svg(
    name: str, said: dict[str, str], width: int, height: int, *parts: str
) -> str:
    """A figure: the parts on a sheet of so many units, at most that many px.

    Its words' title and description are for those who do not see it.
    """
    return (
        f'<figure class="drawing" data-drawing="{name}" data-search-exclude>'
        f'<svg viewBox="0 0 {width} {height}" style="max-width:{width}px" '
        f'role="img" aria-labelledby="{name}-title {name}-desc">'
        f'<title id="{name}-title">{escape(said["title"])}</title>'
        f'<desc id="{name}-desc">{escape(said["description"])}</desc>'
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
    return written(x, y, math_label(label), css, anchor)


def written(
    x: float, y: float, inside: str, css: str = "", anchor: str = "middle"
) -> str:
    """A text whose middle is as high as y."""
    return (
        f'<text x="{x:g}" y="{y:g}" class="{css}" text-anchor="{anchor}" '
        f'dominant-baseline="central">{inside}</text>'
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
            f'<tspan class="symbol">{escape(italic(before))}</tspan><tspan '
            f'class="index" dy="0.3em">{escape(italic(index))}</tspan>'
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
        f'Q{mx:.1f},{my:.1f} {x2 - 6 * ex:.1f},{y2 - 6 * ey:.1f}"/>'
        f'<polygon points="{x2:.1f},{y2:.1f} {head}"/></g>'
    )


def line(x1: float, y1: float, x2: float, y2: float, css: str) -> str:
    """A straight line without a head."""
    return f'<path class="{css}" d="M{x1:.1f},{y1:.1f} L{x2:.1f},{y2:.1f}"/>'
