"""One unit, unrolled: what goes forward, and in red what comes back.

Beats count what appears when it plays: three for each step forward, and back.
"""

from collections.abc import Iterator
from typing import NamedTuple

from docs.build.live.marks import (
    HIGH,
    UNIT,
    Pen,
    axis,
    group,
    symbol,
)
from docs.common.kit import arrow, box, written

T = 3
D, Y, TOP, TALL, X = 14, 50, 112, 100, 288  # how low each stands
FORTH, BACK, UNDER = TOP + 34, TOP + TALL - 30, TOP + TALL + 38
BARS = X + 96  # the zero of the contributions


class Places(NamedTuple):
    """Where things stand from left to right, and how wide they are."""

    at: list[int]  # the middle of step t
    zero: float
    half: float  # of a cell
    pill: float
    room: int  # characters of a number


def places(pen: Pen, tail: bool) -> Places:
    """On the pen's sheet; tail is kept free for a sum."""
    left = pen.by(15, 20, 44)
    room = pen.width - left - pen.by(15, 0, 100 if tail else 0)
    pitch = min(190, room / T)
    start = left + (0 if tail else (room - T * pitch) / 2)
    shift = pen.by(-2, -8, pitch * 0.14)
    return Places(
        [round(start + pitch * (t - 0.5) + shift) for t in range(T + 1)],
        start - pen.by(3, 3, 20), pen.by(27, 32, 52), pen.by(40, 54, 64),
        pen.by(5, 6, 7),
    )


def unrolled(pen: Pen, says: dict[str, str], mode: str) -> tuple[float, str]:
    """home, forward, guess or paths: how high it is, and its parts."""
    at = places(pen, mode == "paths")
    parts = [group("hue-re", box(at.zero, FORTH, 20, 26, "", "hue-re"),
                   written(at.zero, FORTH, "0", "small"))]
    for t in range(1, T + 1):
        parts += column(pen, at, t, mode)
        if mode != "forward":
            parts += back(pen, at, t, mode, 3 * T + 1 + 3 * (T - t))
    height = X + 20
    if mode == "guess":
        parts.append(compared(pen, says))
        height = X + 92
    if mode == "paths":
        parts += contributions(pen, at)
        height = BARS + pen.by(126, 126, 80)
    if mode == "forward":
        return height, "".join(parts)
    return pen.with_error(height, parts, at.zero - 10, pen.by(6, 6, 7),
                          3 * T + 1)


def column(pen: Pen, at: Places, t: int, mode: str) -> Iterator[str]:
    """Step t from the bottom up: x, the cell, y."""
    x, left = at.at[t], at.at[t] - at.half
    beat, times, few = 3 * (t - 1), pen.by("", "", "× "), pen.by(4, 5, 6)
    before = at.zero + 10 if t == 1 else at.at[t - 1] + at.half + 2
    wide = t > 1 or not pen.phone
    weight = f"W_re[{t}]" if mode == "paths" else "W_re[1,1]"
    yield group(
        "hue-re",
        arrow(before, FORTH, left - 2, FORTH, ""),
        pen.edit((before + left) / 2 if wide else 18,
                 FORTH - (17 if wide else 28),  # above z_0
                 weight, pen.by(4, 5, 7), "w re", "", pen.by(28, 34, 64),
                 times),
        beat=beat + 2)
    yield group("hue-re", *cell(pen, at, t, mode), beat=beat + 2)
    pill, copied = at.pill / 2 + 5, t == 1 or pen.width > 288
    yield group(
        "hue-in",
        arrow(x, X - 18, x, TOP + TALL + 2, ""),
        box(x, X, at.pill, 34, "", "lv-pill hue-in"),
        written(x - pill, X, symbol(f"x_{t}"), "small", "end"),
        pen.edit(x, X, f"x[1,{t}]", at.room, f"x {t}", "", 28),
        pen.edit(x - pen.by(30, 30, 38), UNDER, "W_in[1,1]", few, "w in", "",
                 pen.by(26, 30, 50), times) if copied else "",
        beat=beat + 1)
    yield group(
        "hue-out",
        arrow(x - 7, TOP - 2, x - 7, Y + 20, ""),
        box(x, Y, at.pill, 34, "", "lv-pill hue-out"),
        pen.number(x, Y, f"y[1,{t}]", at.room),
        written(x - pill, Y, symbol(f"y_{t}"), "small", "end"),
        pen.edit(x - pen.by(31, 31, 42), TOP - 22, "W_out[1,1]", few, "w out",
                 "", pen.by(24, 28, 50), times) if copied else "",
        pen.edit(x, D, f"d[1,{t}]", at.room, f"d {t}", "", 42,
                 symbol(f"d_{t}") + " ") if mode != "forward" else "",
        beat=beat + 3)


def cell(pen: Pen, at: Places, t: int, mode: str) -> Iterator[str]:
    """z above, u below, between them f with the point (u, f(u))."""
    x, middle = at.at[t], TOP + TALL / 2
    inside = at.half - pen.by(4, 6, 6)
    left, right = x - inside, x + inside
    yield box(x, middle, 2 * at.half, TALL, "", "hue-re")
    for name, y, css in ("z", TOP + 17, "strong"), ("u", TOP + TALL - 17, ""):
        indexed = name if pen.phone else f"{name}_{t}"
        yield written(left, y, symbol(indexed), "small", "start")
        yield pen.number(right, y, f"{name}[1,{t}]", at.room, css, "end")
    told = mode != "forward" and pen.width > 288  # f′ beside the curve
    yield pen.curve(x - pen.by(0, 13, 20) * told, middle,
                    pen.by(8, 6 if told else 9, 9), t,
                    3 * T + 4 + 3 * (T - t))
    if told:
        yield group(
            "lv-red hue-delta",
            written(right, middle - 10, symbol("f") + "′", "small", "end"),
            pen.number(right, middle + 8, f"prime[1,{t}]", pen.by(5, 5, 7),
                       "small", "end"),
            beat=3 * T + 4 + 3 * (T - t))


def back(
    pen: Pen, at: Places, t: int, mode: str, beat: int
) -> Iterator[str]:
    """① from the output, ② from the next step, and the delta of u."""
    x, named = at.at[t], mode in ("home", "paths")
    absent = " none" * (pen.values[f"d[1,{t}]"] is None)
    yield group(
        f"lv-red lv-one hue-delta{absent}",
        arrow(x + 7, Y + 19, x + 7, TOP - 2, ""),
        written(x + 13, pen.by(TOP - 34, TOP - 22, TOP - 22), "①" * named,
                "small", "start"),
        pen.number(x + 13 + pen.by(0, 14, 18) * named,
                   TOP - pen.by(17 if named else 22, 22, 22),
                   f"one[1,{t}]", at.room, "small", "start"),
        pen.number(x + at.pill / 2 + pen.by(3, 4, 6), Y,
                   f"delta_out[1,{t}]", pen.by(4, 5, 7), "small", "start")
        if mode != "home" else "",
        beat=beat + 1, t=t)
    if t > 1:
        end, start = at.at[t - 1] + at.half + 2, x - at.half - 2
        two, sign = pen.place(f"two[1,{t - 1}]", at.room), "②" * named
        middle = (end + start) / 2
        yield group(
            "lv-red hue-delta",
            arrow(start, BACK, end, BACK, ""),
            written(middle, BACK - 12, sign, "small") if pen.phone else "",
            written(middle, BACK + 16, pen.by("", "", f"{sign} ") + two,
                    "small"),
            beat=beat + 5)
    asked = mode == "guess" and t == 1
    start = x + pen.by(4, 3, 9)
    name = symbol(f"δ_{t}") + pen.by("", "", " =")
    yield group(
        "hue-delta" + " lv-red" * (not asked),
        written(start, UNDER, name, "", "start"),
        group("lv-red", pen.number(
            start + pen.by(16, 17, 36), UNDER, f"delta_re[1,{t}]",
            pen.by(6, 6, 7), "strong", "start")),
        pen.edit(start + pen.by(42, 38, 60), UNDER, "guess", at.room, "δ 1",
                 "lv-ask", pen.by(34, 34, 46)) if asked else "",
        beat=beat + 3)


def compared(pen: Pen, says: dict[str, str]) -> str:
    """Two bars: how many times ε was guessed, and measured."""
    left = pen.by(78, 78, 250)
    unit = (pen.width - left - 70) / 0.7
    zero = left + 0.2 * unit
    parts = [f'<path class="lv-axis" d="M{zero:g},{X + 26}v56"/>']
    for y, name, css in (X + 40, "said", ""), (X + 68, "ratio", "outline"):
        parts += [
            written(left - 8, y, says[name], "small", "end"),
            pen.bar(name, zero, y, unit, 18, 0.5, css, True, least=-0.2),
            pen.number(pen.width, y, f"{name}_of", 7, "small", "end"),
        ]
    return group("lv-hand none", *parts)


def contributions(pen: Pen, at: Places) -> Iterator[str]:
    """A bar for what each copy adds, and their sum."""
    start = 0
    yield axis(at.zero - 8, pen.width, BARS)
    for t in range(1, T + 1):
        name = f"part[1,{t}]"
        yield pen.bar(name, at.at[t], BARS, UNIT, pen.by(40, 40, 46),
                      HIGH)
        yield pen.bar(f"nudge{t}", at.at[t], BARS, UNIT,
                      pen.by(50, 50, 58), HIGH, "outline", value=0)
        yield written(at.at[t], BARS + 48,
                      symbol(f"δ_{t}") + symbol(f"z_{t - 1}"), "small")
        yield pen.number(at.at[t], BARS + 67, name, 6, "hue-delta")
        yield pen.pile(BARS, f"sum{t}", pen.values[name], start)
        start += pen.values[name]
    yield from pen.total(BARS, 0)
