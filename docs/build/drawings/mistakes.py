"""The drawing of an error that falls with wrong gradients."""

from collections.abc import Callable
from functools import cache
from math import log10
from typing import Any

from docs.build.pages.spoilt import ways
from docs.common.kit import ITALIC, line, svg, text
from rnn_pure import (
    RNN,
    Adam,
    bptt,
    forward,
    softmax_cross_entropy,
    total_error,
)
from rnn_pure.examples import echo
from rnn_pure.mistakes import changes_of
from rnn_pure.stand import GIVEN, replaced

N, T, ALPHA, STEPS, SEED = 6, 10, 0.03, 100, 2
RIGHT = 0  # which no mistake has for its number


def gradient(number: int) -> Callable[..., Any]:
    """bptt with every way of a mistake that has no two in one place."""
    if number == RIGHT:
        return bptt
    wrong = replaced(changes_of(*(v for way in ways(number) for v in way)))
    if wrong is None:
        raise ValueError(f"mistake {number} has two ways in one place")
    return wrong


@cache
def errors(number: int, layers: int) -> list[float]:
    """E before each step, of Adam at the task of examples.echo.

    The gradient of the uppermost layer is made with that mistake; the layer
    below takes ∂E/∂x from it.
    """
    xs, ds = echo(T, SEED)
    rnns = [
        RNN.random(3, N, 3, seed=SEED + k, error=GIVEN)
        for k in range(layers)
    ]
    rnns[-1].error = softmax_cross_entropy
    updates = [Adam(ALPHA) for _ in rnns]
    found = []
    for _ in range(STEPS + 1):
        states, ys = [], xs
        for rnn in rnns:
            states.append(forward(rnn, ys))
            ys = states[-1].y[1:]
        found.append(total_error(rnns[-1], states[-1], ds))
        slopes, way = ds, gradient(number)
        for k in reversed(range(layers)):
            gradients = way(rnns[k], states[k], slopes)
            updates[k](rnns[k], gradients)
            slopes, way = gradients.x[1:], bptt
    return found


def falling(said: dict[str, str]) -> str:
    """E over the steps: one layer, and two; right and with mistakes."""
    low, high, top, bottom = -2, 1.5, 44, 284
    parts = []

    def height(E: float) -> float:
        return bottom - (bottom - top) * (log10(E) - low) / (high - low)

    for left, layers, numbers in (54, 1, (RIGHT, 4, 9)), (314, 2, (RIGHT, 11)):
        right = left + 200
        title = said["one" if layers == 1 else "two"]
        parts.append(text((left + right) / 2, 18, title))
        for E in 0.01, 0.1, 1, 10:
            y = height(E)
            parts.append(
                f'<path class="axis" d="M{left},{y:.1f} H{right}" '
                'style="opacity:0.25"/>'
            )
            if layers == 1:
                parts.append(text(left - 8, y, f"{E:g}", "", "end"))
        parts += [
            line(left, top, left, bottom, "axis"),
            line(left, bottom, right, bottom, "axis"),
        ]
        for step in 0, STEPS // 2, STEPS:
            x = left + (right - left) * step / STEPS
            parts.append(text(x, bottom + 18, str(step)))
        parts.append(text((left + right) / 2, bottom + 42, said["step"]))
        for k, number in enumerate(numbers):
            hue = {RIGHT: "hue-re", 9: "hue-in"}.get(number, "hue-delta")
            points = " ".join(
                f"{left + (right - left) * step / STEPS:.1f},{height(E):.1f}"
                for step, E in enumerate(errors(number, layers))
            )
            line_style = (  # the others can be seen on the right one
                'style="stroke-width:5;opacity:0.4"',
                'stroke-dasharray="7 4"',
                'stroke-dasharray="2 4"',
            )[k]
            parts.append(
                f'<polyline class="curve {hue}" stroke="currentColor" '
                f'{line_style} points="{points}"/>'
            )
            name = said["wrong"].format(number) if number else said["right"]
            y = top + 6 + 20 * k
            parts.append(text(right - 70, y, name, hue, "start"))
            parts.append(
                f'<path class="curve {hue}" stroke="currentColor" '
                f'{line_style} '
                f'd="M{right - 104},{y} h26"/>'
            )
    above = text(14, top - 22, f"E{ITALIC}", "", "start")
    return svg("falling", said, 540, 340, above, *parts)
