"""The drawing of the FCNN that an RNN is."""

from docs.common.kit import arrow, line, node, svg, text
from docs.common.table import symbols


def layer(x: float, y: float, label: str) -> str:
    """A layer: two units above each other, and its name."""
    hue = f"hue-{symbols()[label[0]]['hue']}"
    return (
        node(x, y - 22, 15, "", hue)
        + node(x, y + 22, 15, "", hue)
        + text(x, y - 54, label, hue)
    )


def fully(x1: float, x2: float, y: float, hue: str) -> str:
    """Every unit of one layer leads to every unit of the next."""
    return "".join(
        line(x1 + 16, y + a, x2 - 16, y + b, f"axis {hue}")
        for a in (-22, 22)
        for b in (-22, 22)
    )


def fcnn_unrolled(said: dict[str, str]) -> str:
    """T = 1 is an FCNN of two layers; T = 3 a deep one with shared W_re."""
    top, low = 92, 262
    xs = [40, 145, 250, 355, 460]
    parts = [
        text(xs[0] - 24, 14, "T = 1", "", "start"),
        fully(xs[0], xs[1], top, "hue-in"),
        fully(xs[1], xs[2], top, "hue-out"),
        layer(xs[0], top, "x_1"),
        layer(xs[1], top, "z_1"),
        layer(xs[2], top, "y_1"),
        text(92, top + 58, "W_{in}", "hue-in"),
        text(198, top + 58, "W_{out}", "hue-out"),
        text(288, top, said["layers"], "small", "start"),
        text(xs[0] - 24, low - 82, "T = 3", "", "start"),
    ]
    for k in range(4):
        hue = "hue-re" if k < 3 else "hue-out"
        parts += [
            fully(xs[k], xs[k + 1], low, hue),
            text(
                (xs[k] + xs[k + 1]) / 2,
                low + 58,
                "W_{re}" if k < 3 else "W_{out}",
                hue,
            ),
        ]
    for k in range(5):
        parts.append(layer(xs[k], low, f"z_{k}" if k < 4 else "y_3"))
        if 0 < k < 4:
            parts += [
                arrow(xs[k], low + 84, xs[k], low + 42, "hue-in"),
                text(xs[k], low + 98, f"x_{k}", "hue-in"),
            ]
    parts.append(text(207, low - 82, said["shared"], "small hue-re"))
    return svg("fcnn-unrolled", said, 500, 376, *parts)
