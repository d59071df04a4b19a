"""The RNN drawn: rolled and unrolled, its cells, all its symbols."""

from itertools import pairwise

from docs.common.kit import arrow, box, label, line, node, svg, text


def loop(x: float, y: float, r: float, hue: str) -> str:
    """An arrow that leaves a node at its upper right and comes back below."""
    out, back = x + 0.83 * r, y + 0.62 * r
    far, up, down = x + 3.2 * r, y - 1.5 * r, y + 1.5 * r
    return (
        f'<g class="arrow {hue}"><path d="M{out:.1f},{y - 0.56 * r:.1f} '
        f"C{far:.1f},{up:.1f} {far:.1f},{down:.1f} "
        f'{out + 5:.1f},{back + 2:.1f}"/>'
        f'<polygon points="{out:.1f},{back:.1f} {out + 9.2:.1f},'
        f'{back - 0.4:.1f} {out + 6.2:.1f},{back + 7:.1f}"/></g>'
    )


def rolled(said: dict[str, str]) -> str:
    """A cell with a loop is the same cell once for each step."""
    top, middle, low, r = 32, 112, 192, 22
    parts = [
        node(40, low, r, "x_t", "hue-in"),
        node(40, middle, r, "z_t", "hue-re"),
        node(40, top, r, "y_t", "hue-out"),
        arrow(40, low - r, 40, middle + r, "hue-in"),
        arrow(40, middle - r, 40, top + r, "hue-out"),
        loop(40, middle, r, "hue-re flow"),
        text(132, middle, "="),
        text(40, 236, said["one"], "small"),
        text(330, 236, said["each"], "small"),
        node(172, middle, r, "z_0", "hue-re"),
    ]
    for t in (1, 2, 3):
        x = 172 + 78 * t
        parts += [
            node(x, low, r, f"x_{t}", "hue-in"),
            node(x, middle, r, f"z_{t}", "hue-re"),
            node(x, top, r, f"y_{t}", "hue-out"),
            arrow(x, low - r, x, middle + r, "hue-in"),
            arrow(x, middle - r, x, top + r, "hue-out"),
            arrow(x - 78 + r, middle, x - r, middle, "hue-re flow"),
        ]
    return svg("rolled", said, 436, 250, *parts)


def cells(said: dict[str, str]) -> str:
    """Several units in each cell, every one tied to every one."""
    parts, rows, r = [], (100, 150, 200), 17
    columns = {"t-1": 78, "t": 220, "t+1": 362}
    xs = list(columns.values())
    for x1, x2 in pairwise(xs):
        parts += [
            line(x1 + r, y1, x2 - r, y2, "axis hue-re")
            for y1 in rows
            for y2 in rows
        ]
    for y in rows:  # what came before, and what follows
        parts += [
            line(18, y, xs[0] - r, y, "axis hue-re"),
            line(xs[2] + r, y, 422, y, "axis hue-re"),
        ]
    marked = arrow(xs[0] + r, rows[1], xs[1] - r, rows[0], "hue-re")
    parts += [
        marked.replace("<path", '<path style="stroke-width:3.4px"'),
        label(149, 82, "w_{12}", "hue-re"),
    ]
    for t, x in columns.items():
        parts += [
            box(x, 150, 58, 152, "", "dashed"),
            *(
                node(x, y, r, str(i), "hue-re")
                for i, y in enumerate(rows, start=1)
            ),
            node(x, 272, 22, f"x_{{{t}}}", "hue-in"),
            node(x, 28, 22, f"y_{{{t}}}", "hue-out"),
            arrow(x, 250, x, 228, "hue-in"),
            arrow(x, 73, x, 51, "hue-out"),
        ]
    return svg("cells", said, 440, 300, *parts)


def network(said: dict[str, str]) -> str:
    """Every symbol of the forward pass, three steps side by side."""
    r = 20
    level = {"x": 348, "u": 268, "z": 192, "v": 112, "y": 36}
    hues = {"x": "in", "u": "re", "z": "re", "v": "out", "y": "out"}
    ways = (
        ("x", "u", "W_{in}", "in"),
        ("u", "z", "f", "re"),
        ("z", "v", "W_{out}", "out"),
        ("v", "y", "g", "out"),
    )
    parts = [node(32, level["z"], r, "z_0", "hue-re")]
    for t in (1, 2, 3):
        x = 32 + 112 * t
        before, after = (x - 112, level["z"]), (x, level["u"])
        parts += [
            box(x, 230, 56, 132, "", "dashed"),
            arrow(
                before[0] + 17,
                before[1] + 11,
                after[0] - 17,
                after[1] - 11,
                "hue-re flow",
            ),
            label(x - 47, 218, "W_{re}", "hue-re"),
        ]
        for low, high, name, hue in ways:
            y1, y2 = level[low] - r, level[high] + r
            wide = 24 if len(name) > 1 else 13
            parts += [
                arrow(x, y1, x, y2, f"hue-{hue}"),
                label(x + wide, (y1 + y2) / 2, name, f"hue-{hue}"),
            ]
        parts += [
            node(x, y, r, f"{name}_{t}", f"hue-{hues[name]}")
            for name, y in level.items()
        ]
        parts.append(text(x, 388, f"t = {t}", "small"))
    return svg("network", said, 412, 402, *parts)
