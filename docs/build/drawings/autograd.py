"""The drawing of a graph of operations."""

from fractions import Fraction
from math import sqrt

from docs.common.kit import ITALIC, arrow, node, svg, text
from rnn_pure import softsign
from rnn_pure.autograd import Value


def graph(said: dict[str, str]) -> str:
    """z = f(w x + b) as a graph of operations, with the way back.

    Over each node its number, under it what comes back.
    """
    w, x, b = Value(Fraction(1, 2)), Value(1), Value(0)
    wx = w * x
    u = wx + b
    [z] = softsign([u])
    z.backward()
    y = 100
    parts = [
        node(40, 44, 22, f"w{ITALIC}", "hue-re"),
        node(40, 160, 22, f"x{ITALIC}", "hue-in"),
        node(165, y, 22, "×", "hue-re"),
        node(165, 210, 22, f"b{ITALIC}", "hue-re"),
        node(280, y, 22, "+", "hue-re"),
        node(395, y, 22, f"f{ITALIC}", "hue-re"),
        node(510, y, 22, f"z{ITALIC}", "hue-re"),
    ]
    for at, height, value in (
        (40, 44, w),
        (40, 160, x),
        (165, y, wx),
        (165, 210, b),
        (280, y, u),
        (510, y, z),
    ):
        parts += [
            text(at, height - 34, str(value.data), "hue-re"),
            text(at, height + 34, str(value.grad), "hue-delta"),
        ]
    edges = (
        (40, 44, 165, y, f"x{ITALIC}", 12, -22),
        (40, 160, 165, y, f"w{ITALIC}", 16, 24),
        (165, y, 280, y, "1", 0, 24),
        (165, 210, 280, y, "1", 20, 18),
        (280, y, 395, y, f"f′{ITALIC}(u)", 0, 24),
        (395, y, 510, y, "1", 0, 24),
    )
    for x1, y1, x2, y2, slope, dx, dy in edges:
        length = sqrt((x2 - x1) ** 2 + (y2 - y1) ** 2)
        ux, uy = (x2 - x1) / length, (y2 - y1) / length
        nx, ny = -uy * 6, ux * 6  # to the right of the way forward
        sx, sy, ex, ey = (
            x1 + 23 * ux,
            y1 + 23 * uy,
            x2 - 23 * ux,
            y2 - 23 * uy,
        )
        parts += [
            arrow(sx - nx, sy - ny, ex - nx, ey - ny, "hue-re"),
            arrow(ex + nx, ey + ny, sx + nx, sy + ny, "hue-delta flow"),
            text((x1 + x2) / 2 + dx, (y1 + y2) / 2 + dy, slope, "hue-delta"),
        ]
    return svg("graph", said, 550, 256, *parts)
