"""The drawing of the home page: a run that goes forward, then back."""

from typing import Any

from docs.build.equations.worked import example
from docs.common.kit import arrow, box, node, svg, text
from rnn_pure import bptt, forward

Y, Z, DELTA, X = 36, 124, 156, 240  # how low each stands
TOP, BOTTOM, HALF = 102, 178, 46  # a cell, and half its width
FIRST, GAP = 128, 146  # where the cell of t = 1 stands, and from cell to cell


def forward_backward(said: dict[str, str]) -> str:
    """The run of the numbers below it; each part appears at its beat."""
    rnn, xs, ds = example()
    states = forward(rnn, xs)
    gradients: Any = bptt(rnn, states, ds)
    [[w]], T = rnn.W_re, states.T
    parts = [
        text(0, Z, said["forward"], "hue-re", "start"),
        text(0, DELTA, said["backward"], "hue-delta", "start"),
    ]
    for t in range(1, T + 1):
        x, now, then = FIRST + GAP * (t - 1), 2 * (t - 1), 2 * (2 * T - t)
        [[x_t], [z], [y], [delta]] = (
            row[t] for row in
            (states.x, states.z, states.y, gradients.delta_re)
        )
        parts += [
            node(x, X, 18, str(x_t), "hue-in"),
            text(x - 34, X, f"x_{t}", "hue-in"),
            box(x, 140, 2 * HALF, BOTTOM - TOP, "", "hue-re"),
            flash(x, "hue-re", now),
            flash(x, "hue-delta", then + 1),
            node(x, Y, 20, "", "hue-out"),
            text(x - 36, Y, f"y_{t}", "hue-out"),
            beat(now, arrow(x, X - 19, x, BOTTOM + 2, "hue-in")),
            beat(now, text(x, Z, f"z_{t} = {z}", "hue-re")),
            beat(now + 1, arrow(x - 9, TOP - 2, x - 9, Y + 20, "hue-out")),
            beat(now + 1, text(x, Y, str(y), "hue-out")),
            beat(then + 1, text(x, DELTA, f"δ_{t} = {delta}", "hue-delta")),
        ]
        if ds[t - 1] is not None:
            [d] = ds[t - 1]
            off = text(x + 17, 78, f"{y - d}", "hue-delta strong", "start")
            parts += [
                text(x + 27, Y, f"d_{t} = {d}", "hue-out", "start"),
                beat(then, arrow(x + 9, Y + 20, x + 9, TOP - 2, "hue-delta")),
                beat(then, off),
            ]
        if t < T:
            a, b = x + HALF + 1, x + GAP - HALF - 1
            parts += [
                beat(now + 2, arrow(a, Z, b, Z, "hue-re")),
                text((a + b) / 2, Z - 15, f"× {w}", "hue-re"),
                beat(then, arrow(b, DELTA, a, DELTA, "hue-delta")),
                text((a + b) / 2, DELTA + 16, f"× {w}", "hue-delta"),
            ]
    drawn = svg("forward-backward", said, 496, 262, *parts)
    return drawn.replace(
        "</figure>",
        f'<button type="button" hidden data-pause="{said["pause"]}" '
        f'data-again="{said["again"]}"></button></figure>',
    )


def beat(n: int, drawn: str) -> str:
    """What appears at beat n; an arrow is drawn from end to end."""
    drawn = drawn.replace("<path ", '<path pathLength="1" ')
    return f'<g class="beat" style="--beat:{n}">{drawn}</g>'


def flash(x: float, hue: str, n: int) -> str:
    """A light in the cell there, seen at beat n only."""
    return (
        f'<rect class="flash {hue}" style="--beat:{n}" x="{x - HALF}" '
        f'y="{TOP}" width="{2 * HALF}" height="{BOTTOM - TOP}" rx="8"/>'
    )
