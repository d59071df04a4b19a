"""The unrolled network: data-node and data-edge name its parts."""

from docs.common.kit import arrow, box, node, svg, text
from docs.common.words import words

LEVELS = {"x": 286, "u": 233, "z": 180, "v": 127, "y": 74}
WEIGHTS = {"xu": "W_{in}", "zu": "W_{re}", "zv": "W_{out}"}
HUES = {"x": "in", "u": "re", "z": "re", "v": "out", "y": "out"}
GAP, R = 100, 17


def network(T: int, lang: str, targets: list[bool]) -> str:
    """The drawing for T steps; only those with a target lead to E."""
    width = max(376, 84 + GAP * T)
    left = (width - GAP * T) / 2  # where z_0 stands

    def place(name: str) -> tuple[float, float]:
        letter, t = name[0], int(name[2:-1])
        return left + GAP * t, LEVELS[letter]

    def edge(start: str, end: str, hue: str) -> str:
        """An arrow from node to node; a delta's runs beside the way."""
        (x1, y1), (x2, y2) = (
            (place(other)[0], 22) if name == "E" else place(name)
            for name, other in ((start, end), (end, start))
        )
        dx, dy = x2 - x1, y2 - y1
        length = (dx * dx + dy * dy) ** 0.5
        dx, dy = dx / length, dy / length
        side = 10 if hue == "delta" else 0
        x1, y1 = x1 + R * dx - side * dy, y1 + R * dy + side * dx
        x2, y2 = x2 - (R + 1) * dx - side * dy, y2 - (R + 1) * dy + side * dx
        css = f"hue-{hue} back" if hue == "delta" else f"hue-{hue}"
        across = 13 if hue == "delta" else -13  # where ① and ② are written
        mx, my = (x1 + x2) / 2, (y1 + y2) / 2
        x, y = mx - across * dy, my + across * dx
        weight = WEIGHTS.get(start[0] + end[0]) if hue != "delta" else None
        name = text(2 * mx - x, 2 * my - y, weight, "weight") if weight else ""
        return (
            f'<g data-edge="{start}&gt;{end}">{arrow(x1, y1, x2, y2, css)}'
            f"{text(x, y, '', 'term')}</g>"
            f'<g class="hue-{hue}">{name}</g>'
        )

    edges, nodes = [], [_node("z[0]", *place("z[0]"), "re")]
    for t in range(1, T + 1):
        ways = [("x", "u", "in"), ("u", "z", "re"), ("z", "v", "out"),
                ("v", "y", "out")]
        for low, high, hue in ways:
            edges += [
                edge(f"{low}[{t}]", f"{high}[{t}]", hue),
                edge(f"{high}[{t}]", f"{low}[{t}]", "delta"),
            ]
        edges += [
            edge(f"z[{t - 1}]", f"u[{t}]", "re"),
            edge(f"u[{t}]", f"z[{t - 1}]", "delta"),
        ]
        if targets[t - 1]:
            edges += [
                edge(f"y[{t}]", "E", "out"), edge("E", f"y[{t}]", "delta")
            ]
        nodes += [
            _node(f"{name}[{t}]", *place(f"{name}[{t}]"), HUES[name])
            for name in LEVELS
        ]
        nodes.append(text(left + GAP * t, 320, f"t = {t}", "small"))
    middle = left + GAP * (T + 1) / 2
    nodes.append(
        f'<g data-node="E">'
        f"{box(middle, 22, GAP * (T - 1) + 60, 30, 'E_{}', 'hue-delta')}</g>"
    )
    said = words("drawings.stepper", lang)
    return svg("stepper", said, width, 332, *edges, *nodes)


def _node(name: str, x: float, y: float, hue: str) -> str:
    """A node, and a small δ that shows once its delta is known."""
    delta = {"u": "delta_re", "v": "delta_out"}.get(name[0])
    badge = ""
    if delta:
        badge = (f'<g class="badge hue-delta" data-badge="{delta}{name[1:]}">'
                 f'<circle cx="{x + 20}" cy="{y + 12}" r="9"/>'
                 f'{text(x + 20, y + 12, "δ", "small")}</g>')
    shown = node(x, y, R, f"{name[0]}_{name[2:-1]}", f"hue-{hue}")
    return f'<g data-node="{name}">{shown}</g>{badge}'
