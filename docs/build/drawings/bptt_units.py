"""The drawing of BPTT for many units: what comes back to each unit."""

from docs.common.kit import arrow, box, node, svg, text


def two_units(said: dict[str, str]) -> str:
    """The page's network: the deltas at t = 3 come back to t = 2."""
    now, later, one, two = 112, 382, 62, 182
    parts = [
        box(now, 122, 74, 208, "", "hue-re dashed"),
        box(later, 122, 74, 208, "", "hue-re dashed"),
        text(now, 242, said["now"], "small"),
        text(later, 242, said["later"], "small"),
        # forward, thin
        arrow(now + 26, one - 8, later - 27, one - 8, "hue-re"),
        arrow(now + 24, one + 10, later - 26, two - 14, "hue-re"),
        arrow(now + 26, two - 8, later - 27, two - 8, "hue-re"),
        text(247, one - 24, "w_{11} = 1", "hue-re"),
        text(262, 106, "w_{21} = 2", "hue-re", "start"),
        text(196, two - 24, "w_{22} = 1", "hue-re"),
        # back, moving
        arrow(later - 27, one + 8, now + 28, one + 8, "hue-delta flow"),
        arrow(later - 29, two - 1, now + 20, one + 22, "hue-delta flow"),
        arrow(later - 27, two + 10, now + 28, two + 10, "hue-delta flow"),
        text(300, one + 22, "1 · 1", "hue-delta"),
        text(205, 134, "2 · 1", "hue-delta", "end"),
        text(247, two + 26, "1 · 1", "hue-delta"),
        node(now, one, 24, "z_{1,2}", "hue-re"),
        node(now, two, 24, "z_{2,2}", "hue-re"),
        node(later, one, 24, "u_{1,3}", "hue-re"),
        node(later, two, 24, "u_{2,3}", "hue-re"),
        text(now - 44, one, "1 + 2 = 3", "hue-delta", "end"),
        text(now - 44, two, "1", "hue-delta", "end"),
        text(later + 44, one, "δ = 1", "hue-delta", "start"),
        text(later + 44, two, "δ = 1", "hue-delta", "start"),
    ]
    return svg("two-units", said, 478, 256, *parts)
