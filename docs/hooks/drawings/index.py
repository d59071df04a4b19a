"""The drawing of the home page."""

from docs.hooks.drawings.kit import arrow, node, svg, text


def forward_backward(said: dict[str, str]) -> str:
    """The home page's picture: states go right, deltas come back left."""
    parts, T = [], 4
    for t in range(1, T + 1):
        x = 70 + 130 * (t - 1)
        parts += [
            node(x, 190, 22, f"x_{t}", "hue-in"),
            node(x, 110, 24, f"z_{t}", "hue-re"),
            node(x, 30, 22, f"y_{t}", "hue-out"),
            arrow(x, 168, x, 135, "hue-in"),
            arrow(x, 86, x, 53, "hue-out"),
        ]
        if t < T:
            parts += [
                arrow(x + 24, 104, x + 106, 104, "hue-re flow"),
                arrow(x + 106, 118, x + 24, 118, "hue-delta flow back"),
            ]
    for y, hue, words in (
        (90, "hue-re", said["states"]),
        (136, "hue-delta", said["deltas"]),
    ):
        parts.append(f'<g class="{hue}">{text(135, y, words)}</g>')
    return svg(
        "forward-backward",
        said["title"],
        said["description"],
        530,
        220,
        *parts,
    )
