"""One unit over many steps: the states in a row, below them the deltas."""

from math import log10

from docs.build.live.marks import Pen, axis, group, pile, symbol, total, written
from docs.common.kit import arrow, box, text

Z, DELTA, BARS = 66, 126, 228  # how low each stands
K = 2  # steps that the deltas go back, to begin with
ONE, DECADE, DECADES = 190, 22, 3  # of the scale: the height of 1, px


def cut(pen: Pen, says: dict[str, str]) -> tuple[float, str]:
    """The deltas go back k steps of four, and what is left of the sum."""
    T = 4
    left, tail = (10, 0) if pen.phone else (30, 120)
    pitch = (pen.width - left - tail - (0 if pen.phone else 20)) / T
    wide = {288: 46, 358: 54}.get(pen.width, 84)
    at = [round(left + pitch * (t - 0.5)) for t in range(T + 1)]
    wrong = symbol(f"y_{T}") + " − " + symbol(f"d_{T}") + " = "
    parts = [
        pen.edit(left + 70, 14, "W_re[1,1]", 5, "w re", "hue-re", 96,
                 symbol("w_{re}") + " = "),
        written(at[T] + wide / 2, 14, wrong + pen.place(f"delta_out[1,{T}]", 6),
                "hue-delta", "end"),
        axis(left, pen.width, BARS),
    ]
    start = 0
    for t in range(1, T + 1):
        x, half, off = at[t], wide / 2, " off" * (t <= T - K)
        part = pen.values[f"part[1,{t}]"]
        parts += [
            written(x - half, Z - 29, symbol(f"z_{t}"), "small hue-re",
                    "start"),
            box(x, Z, wide, 38, "", "hue-re"),
            pen.number(x, Z, f"z[1,{t}]", 5, "strong"),
            group("lv-delta hue-delta" + off,
                  written(x - half, DELTA - 29, symbol(f"δ_{t}"), "small",
                          "start"),
                  box(x, DELTA, wide, 38, "", "hue-delta"),
                  pen.number(x, DELTA, f"delta_re[1,{t}]", 5, "strong"), t=t),
            pen.bar(f"part[1,{t}]", x, BARS, 50, wide * 0.8, 0.9, f"t{t}{off}"),
            written(x, BARS + 38, symbol(f"δ_{t}") + symbol(f"z_{t - 1}"),
                    "small"),
            pen.number(x, BARS + 57, f"part[1,{t}]", 5, "hue-delta"),
            pile(pen, BARS, f"sum{t}", 0 if off else part, start),
        ]
        start += 0 if off else part
        if t < T:
            a, b = x + half + 2, at[t + 1] - half - 2
            parts += [
                arrow(a, Z, b, Z, "hue-re"),
                group("lv-back" + off, arrow(b, DELTA, a, DELTA, "hue-delta"), t=t),
                group("lv-cut hue-delta" + " none" * (t != T - K),
                      text((a + b) / 2, DELTA, "✕", "strong"), t=t),
            ]
    parts += [*total(pen, BARS)]
    return BARS + (98 if pen.phone else 70), "".join(parts)


def log(pen: Pen, says: dict[str, str]) -> tuple[float, str]:
    """The deltas of eight steps on a scale of powers of ten."""
    T, left = 8, 34 if pen.phone else 60
    pitch = (pen.width - left) / T
    wide = {288: 27, 358: 32}.get(pen.width, 56)
    parts = [pen.edit(pen.width / 2, 14, "W_re[1,1]", 5, "w re", "hue-re", 96,
                      symbol("w_{re}") + " = ")]
    parts.append(written(left - 4, ONE - DECADES * DECADE - 18,
                         f"|{symbol('δ_t')}|", "small hue-delta", "end"))
    for power in range(-DECADES, DECADES + 1):
        y = ONE - power * DECADE
        label = f"{10**power}" if power >= 0 else f"0.{'0' * (-power - 1)}1"
        parts += [axis(left, pen.width, y, "" if power == 0 else "grid"),
                  written(left - 4, y, label, "small soft", "end")]
    for t in range(1, T + 1):
        x = round(left + pitch * (t - 0.5))
        delta = pen.values[f"delta_re[1,{t}]"]
        low = ONE + DECADES * DECADE + 42
        low += 18 if pen.phone and t % 2 == 0 else 0
        parts += [
            box(x, Z - 8, wide, 34, "", "hue-re"),
            pen.number(x, Z - 8, f"z[1,{t}]", 3 if pen.phone else 5, "small"),
            pen.bar(f"log{t}", x, ONE, DECADE, wide * 0.8, DECADES,
                    value=log10(delta)),
            written(x, ONE + DECADES * DECADE + 20, symbol(f"δ_{t}"),
                    "small hue-delta"),
            pen.number(x, low, f"delta_re[1,{t}]", 5,
                       "small hue-delta"),
        ]
        if t < T:
            a, b = x + wide / 2 + 1, x + pitch - wide / 2 - 1
            parts.append(arrow(a, Z - 8, b, Z - 8, "hue-re")
                         if not pen.phone else
                         f'<path class="lv-axis hue-re" d="M{a:g},{Z - 8}H{b:g}"/>')
    low = ONE + DECADES * DECADE + (78 if pen.phone else 62)
    parts += [arrow(pen.width - 20, low, left + 10, low, "hue-delta"),
              written(pen.width / 2, low + 14, says["back"], "small hue-delta")]
    return low + 24, "".join(parts)
