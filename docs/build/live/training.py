"""Three units that learn in the page to say what was heard a step before.

Red bars are the deltas, outlines what a nudge of every u_t measures; the
same for the gradient of W_re.
"""

from collections.abc import Iterator
from typing import Any

from docs.build.live.marks import Pen, axis, group, power, symbol
from docs.common.kit import arrow, box, written
from rnn_pure import RNN, bptt, forward, tanh
from rnn_pure.examples import Example

T, UNITS = 5, 3
Y, CELL, X = 46, 132, 218  # how low each stands
ZERO, UNIT, LOSS = 284, 334, 386
LONGEST, DEEP = 36, 84  # of a bar; of the curve
UPDATES, POWERS = 1200, 6  # how long it learns; of ten, that the curve falls


def task() -> Example:
    """The network before it has learned, and a sequence to look at."""
    rnn = RNN.random(1, UNITS, 1, seed=625, f=tanh)
    xs = [[1.0], [-1.0], [-1.0], [1.0], [1.0]]
    return rnn, xs, [None, *xs[:-1]]


def measured(rnn: RNN, xs: Any, ds: Any) -> dict[str, Any]:
    """The bars: a delta of unit i at t, an entry of the gradient.

    All right as yet: the outlines are what bptt gives, too. Each is given in
    parts of the longest.
    """
    made: Any = bptt(rnn, forward(rnn, xs), ds)
    deltas = {f"delta_re[{i + 1},{t}]": made.delta_re[t][i]
              for t in range(1, T + 1) for i in range(UNITS)}
    entries = {f"dE_dW_re[{i + 1},{j + 1}]": made.W_re[i][j]
               for i in range(UNITS) for j in range(UNITS)}
    found: dict[str, Any] = {}
    for bars in deltas, entries:
        most = max(map(abs, bars.values()))
        found |= {name: value / most for name, value in bars.items()}
    return found


def train(pen: Pen, says: dict[str, str]) -> tuple[float, str]:
    """The network, its deltas, the error as it falls, the gradient."""
    left, wide, room = pen.by(18, 18, 40), pen.by(42, 52, 72), pen.by(5, 5, 6)
    pitch = (pen.width - left) / T
    at = [round(left + pitch * (t - 0.5)) for t in range(T + 1)]
    parts = [axis(0, pen.width, ZERO)]
    parts += [written(0, y, symbol(name), "small", "start")
              for name, y in (("y", Y), ("z", CELL), ("x", X))]
    parts.append(written(0, UNIT, says["unit"], "small soft", "start"))
    for t in range(1, T + 1):
        x = at[t]
        if t > 1:
            a, b = at[t - 1] + wide / 2 + 1, x - wide / 2 - 1
            parts += [arrow(a, CELL - 14, b, CELL - 14, "hue-re"),
                      arrow(b, CELL + 14, a, CELL + 14, "hue-delta")]
        parts += [
            group("hue-out",
                  written(x, 14, symbol(f"d_{t}") + " "
                          + pen.place(f"d[1,{t}]", room), "small"),
                  box(x, Y, wide, 30, "", "lv-pill hue-out"),
                  pen.number(x, Y, f"y[1,{t}]", room, "small"),
                  arrow(x, CELL - 41, x, Y + 17, "")),
            box(x, CELL, wide, 78, "", "hue-re"),
            *(pen.number(x, CELL - 23 + 23 * i, f"z[{i + 1},{t}]", room,
                         "small") for i in range(UNITS)),
            group("hue-in", arrow(x, X - 17, x, CELL + 41, ""),
                  flip(pen, x, t)),
            written(x, UNIT + 20, symbol(f"δ_{t}"), "small hue-delta"),
            *(written(x - 15 + 15 * i, UNIT, str(i + 1), "small soft")
              for i in range(UNITS)),
            *both(pen, [f"delta_re[{i},{t}]" for i in (1, 2, 3)],
                  x - 15, ZERO, 15),
        ]
    side = pen.by(108, 108, 150)
    parts += [*curve(pen, pen.width - side - 40, says)]
    for i in range(UNITS):
        names = [f"dE_dW_re[{i + 1},{j}]" for j in (1, 2, 3)]
        y = LOSS + 20 + 34 * i
        x = pen.width - side
        parts += [
            written(x - 8, y, str(i + 1), "small soft", "end"),
            written(x + side / 8 + side / 3 * (i + 0.5) - side / 6,
                    LOSS - 10, str(i + 1), "small soft"),
        ]
        parts += [axis(x - 6, pen.width, y, "grid"),
                  *both(pen, names, x + side / 8, y, side / 3, 14)]
    parts.append(written(pen.width - side / 2, LOSS + DEEP + 34,
                         symbol("∂E/∂W_{re}"), "small hue-delta"))
    return LOSS + DEEP + 46, "".join(parts)


def flip(pen: Pen, x: float, t: int) -> str:
    """An input that a tap turns from 1 to −1."""
    return (
        f'<g class="lv-edit lv-flip" data-flip="{t}" role="switch" '
        f'tabindex="0" aria-label="x {t}" '
        f'aria-checked="{str(pen.values[f"x[1,{t}]"] > 0).lower()}">'
        f'{box(x, X, 42, 30, "", "lv-pill hue-in")}'
        f'{pen.number(x, X, f"x[1,{t}]", 2)}</g>'
    )


def both(
    pen: Pen, names: list[str], x: float, y: float, apart: float,
    longest: float = LONGEST,
) -> Iterator[str]:
    """Bars beside each other, each in the outline of its truth."""
    for k, name in enumerate(names):
        at = x + apart * k
        yield pen.bar(name, at, y, longest, 10, 1.1)
        yield pen.bar(f"true {name}", at, y, longest, 14, 1.1, "outline",
                      value=pen.values[name])


def curve(pen: Pen, wide: float, says: dict[str, str]) -> Iterator[str]:
    """Where the error's curve is drawn: a field of 1 × 1, powers of ten."""
    for n in range(POWERS + 1):
        y = LOSS + DEEP * n / POWERS
        yield axis(46, 46 + wide - 30, y, "" if n == POWERS else "grid")
        if n % 2 == 0:
            yield written(42, y, power(-n), "small soft", "end")
    yield (
        f'<g transform="translate(46,{LOSS}) scale({wide - 30:g},{DEEP})" '
        f'data-updates="{UPDATES}" data-powers="{POWERS}">'
        f'<path class="lv-loss off" data-loss="past"/>'
        f'<path class="lv-loss" data-loss="now"/></g>'
    )
    yield written(48, LOSS - 12, says["loss"], "small", "start")
    yield written(wide + 16, LOSS + DEEP + 16,
                  f"{UPDATES} {says['updates']}", "small", "end")
