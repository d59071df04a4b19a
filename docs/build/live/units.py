"""Two units: a road for each weight of W_re, to be gone both ways.

Below it what the matrices are, and equation 5 with the numbers of one step.
"""

import re
from collections.abc import Iterator

from docs.build.live.marks import Pen, group, symbol
from docs.common.kit import arrow, box, written

T, UNITS = 3, (1, 2)
D, Y, TOP = 14, 50, 122  # how low each stands


def two(pen: Pen, says: dict[str, str]) -> tuple[float, str]:
    """The drawing of two units, and how high it is."""
    pitch, wide = pen.by(97, 120, 236), pen.by(66, 78, 122)
    tall = pen.by(64, 64, 88)
    at = [round((pen.width - T * pitch) / 2 + pitch * (t - 0.5))
          for t in range(T + 1)]
    middle = {i: TOP + tall / 2 + pen.by(120, 120, 142) * (i - 1)
              for i in UNITS}
    low = middle[2] + tall / 2
    parts: list[str] = []
    pen.movable |= {name for name in pen.values if name[0] == "W"}  # below
    for t in range(1, T + 1):
        x = at[t]
        if t > 1:
            a, b = at[t - 1] + wide / 2 + 3, x - wide / 2 - 3
            parts += roads(pen, a, b, middle, t)
        parts += [*ends(pen, x, low, t)]
        for i in UNITS:
            parts += unit(pen, x, middle[i], wide, tall, i, t)
    return pen.below_error(low + 78, parts)


def roads(
    pen: Pen, a: float, b: float, middle: dict[int, float], t: int
) -> Iterator[str]:
    """From every unit to every unit of the next step, and back."""
    for j in UNITS:
        for i in UNITS:
            out = 14 * (i - j) or (14 if j == 2 else -14)
            y1, y2 = middle[j] + out, middle[i] + (out if i == j else -out)
            long = ((b - a) ** 2 + (y2 - y1) ** 2) ** 0.5
            dx, dy = 3.5 * (y1 - y2) / long, 3.5 * (b - a) / long
            name = f"W_re[{i},{j}]"
            yield group(
                "lv-road",
                arrow(a - dx, y1 - dy, b - dx, y2 - dy, "hue-re"),
                arrow(b + dx, y2 + dy, a + dx, y1 + dy, "hue-delta"),
                like=name)
            if pen.phone:
                continue
            x, y = ((a + b) / 2, y1 + (16 if j == 2 else -18)) if i == j else (
                a + 40, y1 + (10 if i > j else -10))
            yield pen.edit(x, y, name, 4, f"w re {i} {j}", "hue-re", 26)


def ends(pen: Pen, x: float, low: float, t: int) -> Iterator[str]:
    """The output above with its target, the input below, and their weights."""
    pill = pen.by(46, 46, 64)
    yield group(
        "hue-out",
        arrow(x - 6, TOP - 8, x - 6, Y + 20, ""),
        box(x, Y, pill, 34, "", "lv-pill hue-out"),
        pen.number(x, Y, f"y[1,{t}]", 5),
        written(x - pill / 2 - 5, Y, symbol(f"y_{t}"), "small", "end"),
        pen.edit(x, D, f"d[1,{t}]", 4, f"d {t}", "", 42,
                 symbol(f"d_{t}") + " "))
    absent = " none" * (pen.values[f"d[1,{t}]"] is None)
    yield group(
        f"lv-one hue-delta{absent}",
        arrow(x + 6, Y + 19, x + 6, TOP - 8, ""),
        pen.number(x + pen.by(12, 12, pill / 2 + 5),
                   pen.by(TOP - 30, TOP - 30, Y), f"delta_out[1,{t}]", 5,
                   "small", "start"),
        "" if pen.phone else written(x + 14, TOP - 30, "①", "small", "start"),
        t=t)
    yield group(
        "hue-in",
        arrow(x, low + 42, x, low + 8, ""),
        box(x, low + 60, pill, 34, "", "lv-pill hue-in"),
        written(x - pill / 2 - 5, low + 60, symbol(f"x_{t}"), "small", "end"),
        pen.edit(x, low + 60, f"x[1,{t}]", 4, f"x {t}", "", 28))
    if pen.phone:
        return
    for k, j in enumerate(UNITS):
        yield pen.edit(x - 74 + 36 * k, TOP - 30, f"W_out[1,{j}]", 3,
                       f"w out 1 {j}", "hue-out", 24)
        yield pen.edit(x - 62 + 36 * k, low + 24, f"W_in[{j},1]", 3,
                       f"w in {j} 1", "hue-in", 24)


def unit(
    pen: Pen, x: float, y: float, wide: float, tall: float, i: int, t: int
) -> Iterator[str]:
    """z and u, and in red ①, ②, f′ and the delta."""
    left, right, room = x - wide / 2 + 6, x + wide / 2 - 6, 5
    index = "" if pen.phone else f"_{{{i},{t}}}"
    rows = 3 if pen.phone else 4
    line = [y + (k - (rows - 1) / 2) * 19 for k in range(rows)]
    yield box(x, y, wide, tall, "", "hue-re")
    for name, at, css in ("z", line[0], "strong"), ("u", line[1], ""):
        yield written(left, at, symbol(f"{name}{index}"), "small hue-re",
                      "start")
        yield pen.number(right, at, f"{name}[{i},{t}]", room, css, "end")
    prime = symbol("f") + "′ "
    if pen.phone:
        yield written(left, line[2], symbol("δ"), "small hue-delta", "start")
    else:
        yield group(
            "hue-delta",
            written(left, line[2], "① " + pen.place(f"one[{i},{t}]", 5),
                    "small", "start"),
            written(right, line[2], "② " + pen.place(f"two[{i},{t}]", 5),
                    "small", "end"),
            written(left, line[3], prime + pen.place(f"prime[{i},{t}]", 5),
                    "small", "start"),
            written(right - 46, line[3], symbol("δ"), "small", "end"))
    yield pen.number(right, line[-1], f"delta_re[{i},{t}]", room,
                     "hue-delta strong", "end")


# --- below it, in HTML ------------------------------------------------------

def matrix(
    pen: Pen, names: list[list[str]], css: str, says: str = "",
    move: bool = False,
) -> str:
    """Numbers in brackets, their name below; move: the reader may move them.
    """
    cells = "".join(
        slider(pen, name) if move else
        f'<span data-like="{name.replace("dE_d", "")}">{pen.place(name, 5)}'
        "</span>"
        for row in names for name in row
    )
    made = (
        f'<span class="lv-matrix {css}" style="grid-template-columns:'
        f'repeat({len(names[0])},auto)">{cells}</span>'
    )
    if not says:
        return made
    return f'<span class="lv-named">{made}<small>{says}</small></span>'


def slider(pen: Pen, name: str) -> str:
    """A number to be moved."""
    says = re.sub(r"[_\[\],]+", " ", name).strip()
    return (f'<span class="lv-edit" {pen.moved(name, 5, says)}>'
            f"{pen.place(name, 5)}</span>")


def below(pen: Pen) -> str:
    """W_in, W_re and W_out with their gradients, and equation 5 at t."""
    shapes = {
        "W_in": [[f"W_in[{i},1]"] for i in UNITS],
        "W_re": [[f"W_re[{i},{j}]" for j in UNITS] for i in UNITS],
        "W_out": [[f"W_out[1,{j}]" for j in UNITS]],
    }
    rows = "".join(
        f'<span class="lv-eq">'
        f"{matrix(pen, names, f'hue-{name[2:]}', named(name), True)}"
        + matrix(pen, [[f"dE_d{one}" for one in row] for row in names],
                 "hue-delta", f"∂<i>E</i>/∂{named(name)}") + "</span>"
        for name, names in shapes.items()
    )

    def column(name: str, at: str = "t") -> list[list[str]]:
        return [[f"{name}[{i},{at}]"] for i in UNITS]

    back = [[f"W_re[{i},{j}]" for i in UNITS] for j in UNITS]
    out = [[f"W_out[1,{j}]"] for j in UNITS]
    delta, prime = "<i>δ<sub>t</sub></i>", "<i>f</i>′"
    later, outer = "<i>δ<sub>t+1</sub></i>", "<i>δ</i><sup>out</sup>"
    return (
        f'<div class="lv-sum">{rows}</div><div class="lv-sum lv-eq">'
        f'<span class="lv-eq">'
        f"{matrix(pen, column('delta_re'), 'hue-delta strong', delta)}"
        f"<span>=</span>{matrix(pen, column('prime'), 'hue-delta', prime)}"
        f"<span>⊙</span></span>"
        f'<span class="lv-eq"><span>(</span><b>①</b>'
        f"{matrix(pen, out, 'hue-out', named('W_out', '⊤'))}"
        f"{matrix(pen, [['delta_out[1,t]']], 'hue-delta', outer)}</span>"
        f'<span class="lv-eq"><span>+</span><b>②</b>'
        f"{matrix(pen, back, 'hue-re', named('W_re', '⊤'))}"
        f"{matrix(pen, column('delta_re', 't+1'), 'hue-delta', later)}"
        f"<span>)</span></span></div>"
    )


def named(name: str, turned: str = "") -> str:
    """W_re, or its transpose, in HTML."""
    return f"<i>W</i><sub>{name[2:]}</sub><sup>{turned}</sup>"
