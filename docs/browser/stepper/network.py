"""The unrolled network with places for its values, drawn in px.

A column for each step: on the left what goes forward, from x up to E; on the
right, in red, what comes back. data-node and data-arrow name its parts, data-n
whose values stand there: docs/pages/assets/numbers.js fills them in.
"""

from docs.common.kit import arrow, box, svg, text
from docs.common.words import words
from rnn_pure import RNN

WIDE, GAP, LINE = 146, 34, 16  # a column, between two, a line of numbers
UP, DOWN = 50, 126  # the two ways, from the column's left
PAD, IN, BETWEEN = 4, 20, 24  # in a box, between its rows, between boxes
START = 52  # how wide z_0 is
BOXES = {"E": "delta", "yv": "out", "zu": "re", "x": "in"}
ROWS = {  # what stands on the left of a row, and on its right
    "E": ("d", "E"), "y": ("y", "∂E/∂y"), "v": ("v", "δ"),
    "z": ("z", "∂E/∂z"), "u": ("u", "δ"), "x": ("x", "∂E/∂x"),
}
BACK = {"E": "E", "v": "delta_out", "u": "delta_re"}
WAYS = {  # of two rows: its hue, and what happens forward and back
    "xu": ("in", "W_{in}", ""), "uz": ("re", "f", "⊙ f′"),
    "zv": ("out", "W_{out}", "①"), "vy": ("out", "g", "⊙ g′"),
    "yE": ("out", "", ""), "zu": ("re", "W_{re}", "②"),
}


class _Levels:
    """How high everything stands for so many entries of each name."""

    def __init__(self, entries: dict[str, int]) -> None:
        self.rows: dict[str, tuple[float, float]] = {}  # from, to
        self.boxes: dict[str, tuple[float, float]] = {}
        self.ways: dict[str, tuple[float, float]] = {}  # between two rows
        y, before = 1.0, ("", 0.0)
        for names in BOXES:
            top = y
            for k, name in enumerate(names):
                start = y if not k else y + IN - PAD
                if before[0]:
                    self.ways[name + before[0]] = before[1], start
                y = start + PAD * (not k) + LINE * entries[name] + 6
                self.rows[name] = y - LINE * entries[name] - 6, y
                before, y = (name, y), y + PAD
            self.boxes[names], before = (top, y), (names[-1], y)
            y += BETWEEN
        self.height = y - BETWEEN + 1

    def middle(self, name: str) -> float:
        return sum(self.rows[name]) / 2


def network(rnn: RNN, targets: list[bool], lang: str) -> str:
    """The drawing for these steps; only those with a target lead to E."""
    n_re, n_out = len(rnn.b), len(rnn.b_out)
    entries = {"E": n_out, "y": n_out, "v": n_out, "z": n_re, "u": n_re,
               "x": len(rnn.W_in[0])}
    at = _Levels(entries)
    parts = [_first(at, n_re)]
    left = START + GAP
    for t, target in enumerate(targets, 1):
        for names, (top, end) in at.boxes.items():
            frame = box(left + WIDE / 2, (top + end) / 2, WIDE, end - top, "",
                        f"hue-{BOXES[names]}")
            rows = "".join(_row(name, t, left, at, entries[name], target)
                           for name in names)
            parts.append(f'<g class="st-box">{frame}{rows}</g>')
        parts += [_way(pair, t, left, *ends) for pair, ends in at.ways.items()
                  if target or pair != "yE"]
        parts.append(_recurrent(t, left, at))
        left += WIDE + GAP
    said = words("drawings.stepper", lang)
    width = left - GAP + 1
    return svg("stepper", said, width, round(at.height), *parts)


def _row(
    name: str, t: int, left: float, at: _Levels, n: int, target: bool
) -> str:
    """A name with its values; at its right what comes back."""
    (top, end), y = at.rows[name], at.middle(name)
    here, back = ROWS[name]
    hue = next(hue for names, hue in BOXES.items() if name in names)
    came = BACK.get(name, f"dE_d{name}") + f"[{t}]"
    values = _places(f"{here}[{t}]", left + 61, y, n)
    if here == "d" and not target:
        values = text(left + 56, y, "–")
    hue_here = "out" if here == "d" else hue
    return (
        f'<g data-node="{name}[{t}]" class="hue-{hue}">'
        f'<rect x="{left + 3}" y="{top}" width="{WIDE - 6}" '
        f'height="{end - top}" rx="6"/><g class="hue-{hue_here}">'
        f"{text(left + 8, y, f'{here}_{t}', 'small', 'start')}{values}</g>"
        f'<g class="hue-delta">'
        f"{_symbol(left + 67, y, back, 'start')}"
        f"{_places(came, left + WIDE - 7, y, 1 if name == 'E' else n)}</g></g>"
    )


def _first(at: _Levels, n: int) -> str:
    """z_0, and below it what comes back there."""
    (top, end), y, x = at.rows["z"], at.middle("z"), START / 2
    return (
        f'<g data-node="z[0]" class="hue-re">'
        f"{box(x, y, START - 2, end - top + 2 * PAD, '', 'hue-re')}"
        f"{text(5, y, 'z_0', 'small', 'start')}"
        f"{_places('z[0]', START - 7, y, n)}"
        f'<g class="hue-delta">'
        f"{_symbol(x, end + 15, '∂E/∂z', 'middle')}"
        f"{_places('dE_dz[0]', START - 12, 2 * end - y + 21, n)}</g></g>"
    )


def _places(name: str, x: float, y: float, n: int) -> str:
    """Where the n values of that name are filled in, one below the other."""
    lines = (f'<text x="{x:g}" y="{y + LINE * (i - (n - 1) / 2):g}"/>'
             for i in range(n))
    return f'<g data-n="{name}">{"".join(lines)}</g>'


def _symbol(x: float, y: float, name: str, anchor: str) -> str:
    """A letter without an index."""
    return (f'<text class="small" x="{x:g}" y="{y:g}" text-anchor="{anchor}">'
            f'<tspan class="symbol">{name}</tspan></text>')


def _way(pair: str, t: int, left: float, top: float, end: float) -> str:
    """The ways between two rows of a step: up at the left, in red down."""
    hue, on, back = WAYS[pair]
    low, high, y = pair[0], pair[1], (top + end) / 2
    up, down = left + UP, left + DOWN
    return (
        _edge(f"{low}[{t}]", f"{high}[{t}]", hue,
              arrow(up, end - 1, up, top + 1), up - 8, y, on)
        + _edge(f"{high}[{t}]", f"{low}[{t}]", "delta",
                arrow(down, top + 1, down, end - 1), down - 9, y, back)
    )


def _recurrent(t: int, left: float, at: _Levels) -> str:
    """From the state of the step before, and back to it."""
    x1, x2, z, u = left - GAP, left, at.middle("z"), at.middle("u")
    hue, on, back = WAYS["zu"]
    return (
        _edge(f"z[{t - 1}]", f"u[{t}]", hue,
              arrow(x1 + 4, z - 3, x2 - 1, u - 12), x2 - 3, z - 14, on)
        + _edge(f"u[{t}]", f"z[{t - 1}]", "delta",
                arrow(x2 - 4, u + 3, x1 + 1, z + 12), x1 + 17, u + 3, back)
    )


def _edge(
    start: str, end: str, hue: str, drawn: str, x: float, y: float, name: str
) -> str:
    """An arrow, and what happens on the way."""
    way = "back " if hue == "delta" else ""
    label = (_symbol(x, y, name, "end") if name in ("f", "g") else
             text(x, y, name, "small", "end") if name else "")
    return (f'<g data-arrow="{start}&gt;{end}" class="{way}hue-{hue}">{drawn}'
            f"{label}</g>")
