"""The drawings of BPTT: where E reaches u, and what is added up."""

from docs.hooks.drawings.kit import arrow, box, node, svg, text


def delta(x: float, y: float, layer: str, time: str) -> str:
    """δ with the layer above and the time below, set at (x, y)."""
    return (
        f'<text class="hue-delta" x="{x}" y="{y}" text-anchor="middle" '
        f'dominant-baseline="central"><tspan class="symbol">δ</tspan>'
        f'<tspan class="index" dx="0.15em" dy="-0.6em">{layer}</tspan>'
        f'<tspan class="index" dx="-{0.52 * len(layer):.2f}em" '
        f'dy="1.1em">{time}</tspan></text>'
    )


def two_paths(said: dict[str, str]) -> str:
    """Definition 4: E reaches u_t from v_t and from u_{t+1}."""
    now, later = 150, 370
    parts = [
        box(now, 248, 104, 172, "", "hue-re dashed"),
        box(later, 248, 104, 172, "", "hue-re dashed"),
        text(now, 352, said["now"], "small"),
        text(later, 352, said["later"], "small"),
        # forward, thin
        arrow(now - 12, 276, now - 12, 226, "hue-re"),
        arrow(now - 12, 176, now - 12, 120, "hue-out"),
        arrow(later - 12, 276, later - 12, 226, "hue-re"),
        arrow(later - 12, 176, later - 12, 120, "hue-out"),
        arrow(now - 12, 76, now - 12, 45, "hue-out"),
        arrow(later - 12, 76, later - 12, 45, "hue-out"),
        arrow(now + 26, 206, later - 27, 292, "hue-re"),
        # back, moving
        arrow(now + 12, 45, now + 12, 78, "hue-delta flow"),
        arrow(now + 12, 122, now + 12, 176, "hue-delta flow"),
        arrow(later - 27, 308, now + 20, 221, "hue-delta flow", -24),
        arrow(now + 12, 224, now + 12, 276, "hue-delta flow"),
        arrow(later + 92, 300, later + 28, 300, "hue-delta flow"),
        arrow(later + 12, 224, later + 12, 276, "hue-delta flow"),
        arrow(later + 12, 122, later + 12, 176, "hue-delta flow"),
        arrow(later + 12, 45, later + 12, 78, "hue-delta flow"),
        node(now, 300, 24, "u_t", "hue-re"),
        node(now, 200, 24, "z_t", "hue-re"),
        node(now, 98, 22, "v_t", "hue-out"),
        node(later, 300, 26, "u_{t+1}", "hue-re"),
        node(later, 200, 26, "z_{t+1}", "hue-re"),
        node(later, 98, 24, "v_{t+1}", "hue-out"),
        box((now + later) / 2, 24, 300, 38, "E_{}", "hue-delta"),
        text(now + 32, 148, "①", "hue-delta"),
        delta(now + 58, 148, "out", "t"),
        text(now + 78, 306, "②", "hue-delta"),
        delta(now + 106, 306, "re", "t+1"),
        text(now - 34, 148, "W_{out}", "hue-out", "end"),
        text(now + 98, 226, "W_{re}", "hue-re", "start"),
    ]
    return svg(
        "two-paths", said["title"], said["description"], 500, 372, *parts
    )


def weight_copies(said: dict[str, str]) -> str:
    """Equation 3: a copy of W_re at every step; their gradients add up."""
    parts = []
    for t in range(1, 4):
        x = 40 + 128 * (t - 1)
        right = 44 * (t > 1)
        parts += [
            node(x, 74, 24, f"z_{t - 1}", "hue-re"),
            box(x + 64, 74, 52, 36, "W_{re}", "hue-re"),
            arrow(x + 25, 74, x + 37, 74, "hue-re"),
            arrow(x + 91, 74, x + 103, 74, "hue-re"),
            arrow(
                x + 64,
                94,
                232 + 34 * (t - 2),
                194,
                "hue-delta flow",
                -14 * (t - 2),
            ),
            delta(x + 46 + right, 134, "re", str(t)),
            text(x + 72 + right, 134, f"z_{t - 1}", "hue-re"),
        ]
    parts += [
        node(424, 74, 24, "z_3", "hue-re"),
        box(232, 214, 140, 40, "", "hue-delta"),
        text(232, 214, "∂E / ∂W_{re}", "hue-delta"),
        text(232, 20, said["copies"]),
        text(314, 214, said["sum"], "hue-delta", "start"),
    ]
    return svg(
        "weight-copies", said["title"], said["description"], 464, 244, *parts
    )
