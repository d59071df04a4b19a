"""One unit, unrolled: what goes forward, and in red what comes back.

Beats count what appears when it plays: three for each step forward, and back.
"""

from collections.abc import Iterator

from docs.build.live.marks import (
    Pen,
    axis,
    group,
    pile,
    symbol,
    total,
    written,
)
from docs.common.kit import arrow, box, node

T = 3
D, Y, TOP, TALL, X = 14, 50, 112, 100, 288  # how low each stands
FORTH, BACK, UNDER = TOP + 34, TOP + TALL - 30, TOP + TALL + 38
BARS = X + 92  # the zero of the contributions


class Places:
    """Where things stand from left to right on a sheet of that width."""

    def __init__(self, width: int, tail: bool) -> None:
        self.phone = width < 720
        left = {288: 15, 358: 20}.get(width, 44)
        room = width - left - (100 if tail and not self.phone else 0)
        self.pitch = min(190, room / T)
        self.cell = {288: 54, 358: 64}.get(width, 104)
        self.pill = {288: 46, 358: 54}.get(width, 64)
        self.start = left + (0 if tail else (room - T * self.pitch) / 2)
        self.zero = self.start - (3 if self.phone else 20)
        self.pile = width - 46

    def at(self, t: int) -> int:
        shift = -2 if self.phone else self.pitch * 0.14
        return round(self.start + self.pitch * (t - 0.5) + shift)


def unrolled(pen: Pen, says: dict[str, str], mode: str) -> tuple[float, str]:
    """The drawing of home, forward, guess or paths, and how high it is."""
    at = Places(pen.width, mode == "paths")
    parts = [  # on a phone E has a row of its own
        f'<g transform="translate(0,{20 if at.phone else 0})">',
        group("hue-re", box(at.zero, FORTH, 20, 26, "", "hue-re"),
              written(at.zero, FORTH, "0", "small"))
    ]
    for t in range(1, T + 1):
        parts += column(pen, at, t, mode)
    height = X + 20
    if mode == "guess":
        parts += compared(pen, says)
        height = X + 92
    if mode == "paths":
        parts += contributions(pen, at)
        height = BARS + (100 if at.phone else 80)
    parts.append("</g>")
    if mode != "forward":
        E = symbol("E") + " = " + pen.place("E", 7) + pen.place("dE", 7)
        left = at.zero - 10 if not at.phone else 0
        parts.append(group("hue-delta", written(left, D, E, "", "start"),
                           beat=3 * T + 1))
    return height + (20 if at.phone else 0), "".join(parts)


def column(pen: Pen, at: Places, t: int, mode: str) -> Iterator[str]:
    """Step t from the bottom up: x, the cell, y; then what comes back."""
    x, half, phone = at.at(t), at.cell / 2, at.phone
    now, then = 3 * (t - 1), 3 * T + 1 + 3 * (T - t)
    room = 4 if phone else 6
    times = "" if phone else "× "
    before = at.zero + 10 if t == 1 else at.at(t - 1) + half + 2
    middle = (before + x - half) / 2
    weight = {288: 28, 358: 34}.get(pen.width, 40)
    copied = f"W_re[{t}]" if mode == "paths" else "W_re[1,1]"
    shown = t > 1 or (mode == "paths" and not phone)
    yield group(
        "lv-into hue-re",
        arrow(before, FORTH, x - half - 2, FORTH, ""),
        pen.edit(middle, FORTH - 17, copied, room, "w re", "", weight, times)
        if shown else "",
        beat=now + 2, t=t)
    yield group("lv-cell hue-re", *cell(pen, at, t, then + 3, mode),
                beat=now + 2, t=t)
    foot, side = at.pill / 2, 30 if phone else 40
    yield group(
        "hue-in",
        arrow(x, X - 18, x, TOP + TALL + 2, ""),
        box(x, X, at.pill, 34, "", "lv-pill hue-in"),
        written(x - foot - 5, X, symbol(f"x_{t}"), "small", "end"),
        pen.edit(x, X, f"x[1,{t}]", room, f"x {t}", "", 28),
        pen.edit(x - side, UNDER, "W_in[1,1]", room, "w in", "",
                 {288: 26, 358: 30}.get(pen.width, 36), times)
        if t == 1 or pen.width > 288 else "",
        beat=now + 1)
    yield group(
        "hue-out",
        arrow(x - 7, TOP - 2, x - 7, Y + 20, ""),
        box(x, Y, at.pill, 34, "", "lv-pill hue-out"),
        pen.number(x, Y, f"y[1,{t}]", room),
        written(x - foot - 5, Y, symbol(f"y_{t}"), "small", "end"),
        pen.edit(x - side - 1, TOP - 22, "W_out[1,1]", room, "w out", "",
                 {288: 24, 358: 28}.get(pen.width, 36), times)
        if t == 1 or pen.width > 288 else "",
        pen.edit(x, D, f"d[1,{t}]", room, f"d {t}", "", 42,
                 symbol(f"d_{t}") + " ") if mode != "forward" else "",
        beat=now + 3)
    if mode != "forward":
        yield from back(pen, at, t, mode, then)


def cell(
    pen: Pen, at: Places, t: int, beat: int, mode: str
) -> Iterator[str]:
    """z above, u below, between them f with the point (u, f(u))."""
    x, half, phone = at.at(t), at.cell / 2, at.phone
    left, right, room = x - half + 6, x + half - 6, 4 if phone else 6
    yield box(x, TOP + TALL / 2, at.cell, TALL, "", "hue-re")
    for name, y, css in ("z", TOP + 17, "strong"), ("u", TOP + TALL - 17, ""):
        yield written(left, y, symbol(f"{name}_{t}"), "small", "start")
        yield pen.number(right, y, f"{name}[1,{t}]", room, css, "end")
    unit = {288: 9, 358: 10.5}.get(pen.width, 12.5)
    yield pen.curve(x - (0 if phone else 20), TOP + TALL / 2, unit, t)
    if not phone and mode != "forward":
        yield group(
            "lv-red hue-delta",
            written(right, TOP + TALL / 2 - 10, symbol("f") + "′",
                    "small", "end"),
            pen.number(right, TOP + TALL / 2 + 8, f"prime[1,{t}]", 6,
                       "small", "end"),
            beat=beat)


def back(
    pen: Pen, at: Places, t: int, mode: str, then: int
) -> Iterator[str]:
    """① from the output, ② from the next step, and the delta of u."""
    x, half, phone = at.at(t), at.cell / 2, at.phone
    room, tied = 4 if phone else 6, mode in ("home", "paths")
    absent = " none" * (pen.values[f"d[1,{t}]"] is None)
    yield group(
        f"lv-red lv-one hue-delta{absent}",
        arrow(x + 7, Y + 19, x + 7, TOP - 2, ""),
        written(x + 13, TOP - 22, ("① " if not phone else "①") * tied
                + pen.place(f"one[1,{t}]", room), "small", "start"),
        "" if phone else pen.number(
            x + at.pill / 2 + 6, Y, f"delta_out[1,{t}]", room, "small",
            "start"),
        beat=then + 1, t=t)
    if t > 1:
        end = at.at(t - 1) + half + 2
        middle = (end + x - half) / 2
        sign = "②" * tied
        yield group(
            "lv-red lv-two hue-delta",
            arrow(x - half - 2, BACK, end, BACK, ""),
            written(middle, BACK + 16,
                    (f"{sign} " * tied if not phone else "")
                    + pen.place(f"two[1,{t - 1}]", room), "small"),
            written(middle, BACK - 12, sign, "small") if phone else "",
            beat=then + 5, t=t - 1)
    asked = mode == "guess" and t == 1
    start = x + (5 if phone else 9)
    equals = "" if phone else "= "
    delta = pen.place(f"delta_re[1,{t}]", room, "strong")
    if asked:
        delta = f'<tspan class="lv-red">{delta}</tspan>'
    yield group(
        f"lv-delta hue-delta{'' if asked else ' lv-red'}",
        written(start, UNDER, f"{symbol(f'δ_{t}')} {equals}{delta}", "",
                "start"),
        pen.edit(start + (44 if phone else 58), UNDER, "guess", room, "δ 1",
                 "lv-ask", 34 if phone else 50) if asked else "",
        beat=then + 3, t=t)


def compared(pen: Pen, says: dict[str, str]) -> Iterator[str]:
    """Two bars: the change that was guessed, and E's own."""
    left = 78 if pen.phone else 250
    unit = (pen.width - left - 70) * 2 / 1.4
    zero = left + 0.2 * unit
    for k, (name, css) in enumerate((("said", "outline"), ("ratio", ""))):
        y = X + 40 + 28 * k
        yield written(left - 8, y, says[name], "small", "end")
        yield pen.bar(name, zero, y, unit, 18, 0.5, css, lying=True)
        yield pen.number(pen.width, y, f"{name}_dE", 6, "small", "end")
    yield f'<path class="lv-axis" d="M{zero:g},{X + 26}v56"/>'


def contributions(
    pen: Pen, at: Places
) -> Iterator[str]:
    """A bar for what each copy adds, and their sum."""
    unit, wide = 62, 40 if at.phone else 46
    yield axis(at.zero - 8, pen.width, BARS)
    start = 0
    for t in range(1, T + 1):
        x, part = at.at(t), pen.values[f"part[1,{t}]"]
        yield pen.bar(f"part[1,{t}]", x, BARS, unit, wide, 0.9)
        yield written(x, BARS + 40, symbol(f"δ_{t}") + symbol(f"z_{t - 1}"),
                      "small")
        yield pen.number(x, BARS + 59, f"part[1,{t}]", 6, "hue-delta")
        yield pile(pen, BARS, f"sum{t}", part, start)
        start += part
    yield from total(pen, BARS)
