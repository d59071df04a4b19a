"""The drawing of the forward pass: one step."""

from docs.common.kit import arrow, label, node, svg, text


def one_step(said: dict[str, str]) -> str:
    """What is computed at a step, in its order."""
    r, y = 21, 84
    places = {"u": 132, "z": 204, "v": 296, "y": 368}
    hues = {"u": "re", "z": "re", "v": "out", "y": "out"}
    parts = [
        node(34, 40, r, "z_{t-1}", "hue-re"),
        node(34, 128, r, "x_t", "hue-in"),
        arrow(54, 47, 112, 76, "hue-re"),
        arrow(54, 121, 112, 92, "hue-in"),
        label(86, 44, "W_{re}", "hue-re"),
        label(86, 126, "W_{in}", "hue-in"),
    ]
    names = list(places)
    for first, then, name in zip(names, names[1:], ("f", "W_{out}", "g")):
        x1, x2 = places[first] + r, places[then] - r
        hue = f"hue-{hues[then]}"
        parts += [
            arrow(x1, y, x2, y, hue),
            label((x1 + x2) / 2, y - 18, name, hue),
        ]
    for number, (name, x) in enumerate(places.items(), start=1):
        parts += [
            node(x, y, r, f"{name}_t", f"hue-{hues[name]}"),
            text(x, y + 38, str(number), "small"),
        ]
    parts += [
        arrow(204, y - r, 262, 24, "hue-re flow", bend=-14),
        text(268, 22, said["next"], "small", "start"),
    ]
    return svg("one-step", said, 402, 158, *parts)
