"""The drawings of two paths and one sum: where E reaches u, what is added."""

from docs.common.kit import arrow, box, node, svg, text


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
        text(now - 34, 148, "w_{out}", "hue-out", "end"),
        text(now + 98, 226, "w_{re}", "hue-re", "start"),
    ]
    return svg("two-paths", said, 500, 372, *parts)


def weight_copies(said: dict[str, str]) -> str:
    """A copy of w_re at every step, and what each adds to the gradient."""
    z_row, u_row, total = 58, 152, (228, 272)
    parts = [node(40, z_row, 22, "z_0", "hue-re")]
    for t in range(1, 4):
        x = 40 + 124 * t
        copy, beside = x - 62, x - (66 if t == 1 else 40)
        parts += [
            node(x, z_row, 22, f"z_{t}", "hue-re"),
            node(x, u_row, 22, f"u_{t}", "hue-re"),
            arrow(x, u_row - 22, x, z_row + 22, "hue-re"),
            arrow(x - 104, z_row + 13, x - 19, u_row - 13, "hue-re"),
            box(copy, 105, 48, 30, "w_{re}", "hue-re"),
            arrow(
                copy, 120, total[0] + 44 * (t - 2), total[1] - 20,
                "hue-delta flow",
            ),
            delta(beside, 204, "re", str(t)),
            text(beside + 28, 206, f"z_{t - 1}", "hue-re"),
        ]
    parts += [
        box(*total, 150, 40, "", "hue-delta"),
        text(*total, "∂E / ∂w_{re}", "hue-delta"),
        text(228, 16, said["copies"]),
        text(total[0] + 84, total[1], said["sum"], "hue-delta", "start"),
    ]
    return svg("weight-copies", said, 456, 300, *parts)
