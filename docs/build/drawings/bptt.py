"""The drawing of BPTT's first page: one unit, its numbers, both ways."""

from typing import Any

from docs.common.kit import arrow, node, svg, text
from rnn_pure import bptt, forward, relu
from rnn_pure.examples import on_paper


def one_unit(said: dict[str, str]) -> str:
    """The network on paper with relu: its states, and its deltas in red."""
    rnn, xs, ds = on_paper(f=relu)
    states = forward(rnn, xs)
    gradients: Any = bptt(rnn, states, ds)
    T, r, z_row, u_row, x_row = states.T, 22, 124, 206, 284
    parts = []
    for t in range(1, T + 1):
        x, [delta] = 66 + 130 * (t - 1), gradients.delta_re[t]
        parts += [
            arrow(x, x_row - 19, x, u_row + r, "hue-in"),
            arrow(x - 10, u_row - 20, x - 10, z_row + 20, "hue-re"),
            arrow(x + 10, z_row + 20, x + 10, u_row - 20, "hue-delta flow"),
            node(x, x_row, 19, str(states.x[t][0]), "hue-in"),
            node(x, u_row, r, str(states.u[t][0]), "hue-re"),
            node(x, z_row, r, str(states.z[t][0]), "hue-re"),
            text(x - 36, x_row, f"x_{t}", "hue-in"),
            text(x - 36, u_row + 14, f"u_{t}", "hue-re"),
            text(x - 36, z_row - 6, f"z_{t}", "hue-re"),
            text(
                x + 14, u_row + 38, f"δ_{t} = {delta}", "hue-delta strong",
                "start",
            ),
        ]
        if t < T:
            parts += [
                arrow(x + 22, z_row, x + 116, u_row - 18, "hue-re"),
                arrow(x + 106, u_row - 6, x + 20, z_row + 12,
                      "hue-delta flow"),
                text(x + 89, z_row + 22, f"× {rnn.W_re[0][0]}", "hue-re"),
            ]
    y, [d], [y_T] = 36, ds[-1], states.y[T]
    parts += [
        arrow(x - 10, z_row - 20, x - 10, y + 20, "hue-out"),
        arrow(x + 10, y + 20, x + 10, z_row - 20, "hue-delta flow"),
        node(x, y, r, str(y_T), "hue-out"),
        text(x - 36, y, f"y_{T}", "hue-out"),
        text(x + 32, y, f"d_{T} = {d}", "hue-out", "start"),
        text(
            x - 60, y, f"y_{T} − d_{T} = {y_T - d}", "hue-delta strong", "end"
        ),
    ]
    return svg("one-unit", said, 424, 308, *parts)
