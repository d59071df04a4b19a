"""One unit over many steps: the states in a row, below them the deltas."""

from math import log10

from docs.build.live.marks import (
    HIGH,
    UNIT,
    Pen,
    axis,
    group,
    power,
    symbol,
)
from docs.common.kit import arrow, box, text, written

K = 2  # steps that the deltas go back, to begin with
Z, DELTA, BARS = 66, 126, 228  # how low each stands
ONE, DECADE, DECADES = 184, 13, 5  # of the scale: the height of 1, px


def weight(pen: Pen, x: float) -> str:
    return pen.edit(x, 14, "W_re[1,1]", 7, "w re", "hue-re", 104,
                    symbol("w_{re}") + " = ")


def cut(pen: Pen, says: dict[str, str]) -> tuple[float, str]:
    """The deltas go back k steps of four, and what is left of the sum."""
    T, left, half = 4, pen.by(10, 10, 30), pen.by(23, 27, 42)
    pitch = (pen.width - left - pen.by(0, 0, 140)) / T
    at = [round(left + pitch * (t - 0.5)) for t in range(T + 1)]
    wrong = f"{symbol(f'y_{T}')} − {symbol(f'd_{T}')} = "
    wrong += pen.place(f"delta_out[1,{T}]", 6)
    parts = [
        weight(pen, left + 50),
        written(at[T] + half - 108, 14, wrong, "hue-delta", "start"),
        axis(left, pen.width, BARS),
    ]
    start = 0
    for t in range(1, T + 1):
        x, off, part = at[t], " off" * (t <= T - K), f"part[1,{t}]"
        kept = 0 if off else pen.values[part]
        parts += [
            written(x - half, Z - 29, symbol(f"z_{t}"), "small hue-re",
                    "start"),
            box(x, Z, 2 * half, 38, "", "hue-re"),
            pen.number(x, Z, f"z[1,{t}]", 5, "strong"),
            group(f"lv-far hue-delta{off}",
                  written(x - half, DELTA - 29, symbol(f"δ_{t}"), "small",
                          "start"),
                  box(x, DELTA, 2 * half, 38, "", "hue-delta"),
                  pen.number(x, DELTA, f"delta_re[1,{t}]", 5, "strong"),
                  pen.bar(part, x, BARS, UNIT, 1.6 * half, HIGH), t=t),
            written(x, BARS + 48, symbol(f"δ_{t}") + symbol(f"z_{t - 1}"),
                    "small"),
            pen.number(x, BARS + 67, part, 5, "hue-delta"),
            pen.pile(BARS, f"sum{t}", kept, start),
        ]
        start += kept
        if t < T:
            a, b = x + half + 2, at[t + 1] - half - 2
            parts += [
                arrow(a, Z, b, Z, "hue-re"),
                group(f"lv-far{off}", arrow(b, DELTA, a, DELTA, "hue-delta"),
                      t=t),
                group("lv-cut hue-delta" + " none" * (t != T - K),
                      text((a + b) / 2, DELTA, "✕", "strong"), t=t),
            ]
    parts += pen.total(BARS, pen.values["dE_dW_re[1,1]"])
    return BARS + pen.by(124, 124, 80), "".join(parts)


def log(pen: Pen, says: dict[str, str]) -> tuple[float, str]:
    """The deltas of eight steps on a scale of powers of ten."""
    T, z, left = 8, Z - 12, pen.by(34, 34, 60)
    low, high = ONE + DECADES * DECADE, ONE - DECADES * DECADE
    pitch, wide = (pen.width - left) / T, pen.by(30, 37, 56)
    parts = [weight(pen, pen.width / 2),
             written(0, high - 18, f"{says['size']} |{symbol('δ_t')}|",
                     "small hue-delta", "start"),
             written(left - 4, z, symbol("z_t"), "small hue-re", "end")]
    for n in range(-DECADES, DECADES + 1):
        y = ONE - n * DECADE
        parts.append(axis(left, pen.width, y, "grid" * (n != 0)))
        if n % 2 == 0:
            parts.append(written(left - 4, y, power(n), "small soft", "end"))
    parts.append(written(0, low + 20, says["value"], "small hue-delta",
                         "start"))
    for t in range(1, T + 1):
        x, delta = round(left + pitch * (t - 0.5)), f"delta_re[1,{t}]"
        second = 18 if pen.phone and t % 2 == 0 else 0  # row of numbers
        parts += [
            box(x, z, wide, 34, "", "hue-re"),
            pen.number(x, z, f"z[1,{t}]", pen.by(4, 5, 7), "small"),
            pen.bar(f"log{t}", x, ONE, DECADE, wide * 0.8, DECADES,
                    start=-DECADES, value=log10(pen.values[delta]) + DECADES),
            written(x, low + 20, symbol(f"δ_{t}"), "small hue-delta"),
            pen.number(x, low + 42 + second, delta, 8, "small hue-delta"),
        ]
        if t < T:
            a, b = x + wide / 2 + 1, x + pitch - wide / 2 - 1
            parts.append(axis(a, b, z, "hue-re") if pen.phone else
                         arrow(a, z, b, z, "hue-re"))
    low += pen.by(78, 78, 62)
    parts += [
        arrow(pen.width - 20, low, left + 10, low, "hue-delta"),
        written(pen.width / 2, low + 14, says["back"], "small hue-delta"),
    ]
    return low + 24, "".join(parts)
