"""Two units: a road for each weight of W_re, to be gone both ways.

Below it what the matrices are, and equation 5 with the numbers of one step.
"""

import re
from collections.abc import Iterator
from typing import NamedTuple

from docs.build.live.marks import Pen, group, symbol
from docs.common.kit import arrow, box, written

T, UNITS = 3, (1, 2)
D, Y, TOP = 14, 50, 118  # how low each stands


class Places(NamedTuple):
    """What stands where: unit 1 further left than unit 2.

    So the arrow to the one passes the other.
    """

    at: list[int]  # the middle of step t
    aside: int  # of a unit from there
    wide: float  # of a unit
    tall: float
    middle: dict[int, float]  # how low unit i stands
    past: float  # from a unit to the arrow that passes it
    apart: float  # from an arrow to the next one's
    pair: float  # from an arrow to the one back

    def left(self, i: int, t: int) -> float:
        return self.at[t] + self.aside * (2 * i - 3) - self.wide / 2

    def right(self, i: int, t: int) -> float:
        return self.left(i, t) + self.wide


def places(pen: Pen) -> Places:
    pitch, wide, tall = pen.by(119, 232), pen.by(70, 136), pen.by(114, 88)
    low = TOP + tall / 2
    return Places(
        [round((pen.width - T * pitch) / 2 + pitch * (t - 0.5))
         + pen.by(-5, 2)
         for t in range(T + 1)],
        pen.by(8, 24), wide, tall, {1: low, 2: low + pen.by(190, 142)},
        pen.by(5, 11), pen.by(34, 46), pen.by(6, 7),
    )


def two(pen: Pen, says: dict[str, str]) -> tuple[float, str]:
    """The drawing of two units, and how high it is."""
    at = places(pen)
    low = at.middle[2] + at.tall / 2
    parts: list[str] = []
    pen.movable |= {name for name in pen.values if name[0] == "W"}  # below
    for t in range(1, T + 1):
        if t > 1:
            parts += roads(pen, at, t)
        parts += [*outputs(pen, at, t), *inputs(pen, at, low, t)]
        for i in UNITS:
            parts += unit(pen, at, i, t)
    return pen.with_error(low + 78, parts, 20, 6)


def weight(pen: Pen, x: float, y: float, name: str, css: str) -> str:
    """Beside its arrow; on a phone it is moved below the drawing."""
    if pen.phone:
        return pen.number(x, y, name, 4, f"small lv-weight {css}")
    says = re.sub(r"[_\[\],]+", " ", name.lower()).strip()
    return pen.edit(x, y, name, 5, says, css, 32)


def roads(pen: Pen, at: Places, t: int) -> Iterator[str]:
    """From every unit to every unit of the next step, and back."""
    aside = pen.by(34, 14)
    for j in UNITS:
        for i in UNITS:
            gap = 3 if i == j else pen.by(4.4, 4)
            a, b = at.right(j, t - 1) + gap, at.left(i, t) - gap
            out = aside * (i - j) or (14 if j == 2 else -14)
            y1 = at.middle[j] + out
            y2 = at.middle[i] + (out if i == j else -out)
            long = ((b - a) ** 2 + (y2 - y1) ** 2) ** 0.5
            dx, dy = 3.5 * (y1 - y2) / long, 3.5 * (b - a) / long
            name = f"W_re[{i},{j}]"
            if i == j:
                x = (a + b) / 2 + pen.by(5, 8) * (3 - 2 * j)
                y = y1 + (18 if j == 2 else -18)
            else:  # beside its start, at the right
                part, off = pen.by(0.1, 0.2), pen.by(5, 6.5) * (j - i)
                x = a + part * (b - a) + off * dx
                y = y1 + part * (y2 - y1) + off * dy
            yield group(
                "lv-road",
                arrow(a - dx, y1 - dy, b - dx, y2 - dy, "hue-re"),
                arrow(b + dx, y2 + dy, a + dx, y1 + dy, "hue-delta"),
                like=name)
            yield weight(pen, x, y, name, "hue-re")


def outputs(pen: Pen, at: Places, t: int) -> Iterator[str]:
    """The output above with its target, and an arrow from each unit."""
    last = at.right(1, t) + at.past
    forth = {1: last - at.apart, 2: last}
    wide = at.apart + at.pair + pen.by(3, 18)
    x = last + at.pair / 2 - at.apart / 2
    low = {i: at.middle[i] - at.tall / 2 - 2 for i in UNITS}
    yield group(
        "hue-out",
        *(arrow(forth[i], low[i], forth[i], Y + 20, "") for i in UNITS),
        box(x, Y, wide, 34, "", "lv-pill hue-out"),
        pen.number(x, Y, f"y[1,{t}]", pen.by(5, 6)),
        written(x - wide / 2 - 4, Y, symbol(f"y_{t}"), "small", "end"),
        pen.edit(x - pen.by(20, 0), D, f"d[1,{t}]", pen.by(4, 6), f"d {t}",
                 "", 42, symbol(f"d_{t}") + " "))
    absent = " none" * (pen.values[f"d[1,{t}]"] is None)
    yield group(
        f"lv-one hue-delta{absent}",
        *(arrow(forth[i] + at.pair, Y + 19, forth[i] + at.pair, low[i], "")
          for i in UNITS),
        pen.number(x + wide / 2 + pen.by(2, 5), Y, f"delta_out[1,{t}]",
                   pen.by(4, 6), "small", "start"),
        written(last + at.pair + 5, TOP - 18, "①", "small", "start"),
        t=t)
    for i in UNITS:
        yield weight(pen, forth[i] - pen.by(14, 20), TOP - 30,
                     f"W_out[1,{i}]", "hue-out")


def inputs(pen: Pen, at: Places, low: float, t: int) -> Iterator[str]:
    """The input below, and an arrow to each unit."""
    first = at.left(2, t) - at.past
    forth = {1: first, 2: first + at.apart}
    x, wide = first + at.apart / 2, at.apart + pen.by(10, 26)
    yield group(
        "hue-in",
        *(arrow(forth[i], low + 42, forth[i],
                at.middle[i] + at.tall / 2 + 3, "") for i in UNITS),
        box(x, low + 60, wide, 34, "", "lv-pill hue-in"),
        written(x - wide / 2 - 4, low + 60, symbol(f"x_{t}"), "small", "end"),
        pen.edit(x, low + 60, f"x[1,{t}]", pen.by(5, 6), f"x {t}", "", 28))
    for i in UNITS:
        yield weight(pen, forth[i] + pen.by(15, 21), low + 24,
                     f"W_in[{i},1]", "hue-in")


def unit(pen: Pen, at: Places, i: int, t: int) -> Iterator[str]:
    """z and u, and in red ①, ②, f′ and the delta."""
    y, room = at.middle[i], 6
    left, right = at.left(i, t) + 5, at.right(i, t) - 5
    index = "" if pen.phone else f"_{{{i},{t}}}"
    yield box((left + right) / 2, y, at.wide, at.tall, "", "hue-re")
    red = "small hue-delta"
    rows = (
        (symbol(f"z{index}"), "z", "small hue-re", "strong"),
        (symbol(f"u{index}"), "u", "small hue-re", ""),
        ("①", "one", red, red), ("②", "two", red, red),
        (symbol("f") + "′", "prime", red, red),
        (symbol("δ"), "delta_re", red, "hue-delta strong"),
    )
    for k, (says, name, css, how) in enumerate(rows):
        place = f"{name}[{i},{t}]"
        if pen.phone or k < 2:
            line = y + (k - pen.by(2.5, 1.5)) * 18
            yield written(left, line, says, css, "start")
            yield pen.number(right, line, place, room, how, "end")
        else:  # two beside each other
            x, line = right - 61 if k % 2 else left, y + (k // 2 - 0.5) * 19
            yield written(x, line, says, css, "start")
            yield pen.number(right if k % 2 else x + 17, line, place, room,
                             how, "end" if k % 2 else "start")


# --- below it, in HTML ------------------------------------------------------

def matrix(
    pen: Pen, names: list[list[str]], css: str, says: str = "",
    move: bool = False,
) -> str:
    """Numbers in brackets, their name below; move: the reader may move them.
    """
    cells = "".join(
        slider(pen, name) if move else
        f'<span data-like="{name.replace("dE_d", "")}">{pen.place(name, 6)}'
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
    return (f'<span class="lv-edit" {pen.moved(name, 6, says)}>'
            f"{pen.place(name, 6)}</span>")


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
