"""The unrolled network with places for its values, drawn in px.

A column for each step: on the left what goes forward, from x up to E; on the
right, in red, what comes back. data-node and data-arrow name its parts, data-n
whose values stand there: docs/pages/assets/stepper.js fills them in.
"""

from collections.abc import Iterator

from docs.common.kit import arrow, box, italic, svg, text
from docs.common.words import words
from rnn_pure import RNN

WIDE, GAP, LINE = 146, 34, 16  # a column, between two, a line of numbers
UP, DOWN = 50, 126  # the two ways, from the column's left
PAD, IN, BETWEEN = 4, 20, 32  # around a row, between two, of two boxes
START = 52  # how wide z_0 is
BOXES = {"E": "delta", "yv": "out", "zu": "re", "x": "in"}
ROWS = {  # what stands on the left of a row; on its right, and its name
    "E": ("d", "E", "E"), "y": ("y", "∂E/∂y", "dE_dy"),
    "v": ("v", "δ", "delta_out"), "z": ("z", "∂E/∂z", "dE_dz"),
    "u": ("u", "δ", "delta_re"), "x": ("x", "∂E/∂x", "dE_dx"),
}
WAYS = {  # of two rows: its hue, and what happens forward and back
    "yE": ("out", "", ""), "vy": ("out", "g", "⊙ g′"),
    "zv": ("out", "W_{out}", "①"), "uz": ("re", "f", "⊙ f′"),
    "xu": ("in", "W_{in}", ""),
}
Rows = dict[str, tuple[float, float]]  # from where to where


def network(rnn: RNN, targets: list[bool], lang: str) -> str:
    """The drawing for these steps; only those with a target lead to E."""
    n_in, n_re, n_out = len(rnn.W_in[0]), len(rnn.b), len(rnn.b_out)
    rows: Rows = {}
    end = 1.0 + PAD - BETWEEN
    for names in BOXES:
        for name, gap in zip(names, (BETWEEN, IN)):
            n = {"x": n_in, "z": n_re, "u": n_re}.get(name, n_out)
            rows[name] = end + gap, end + gap + LINE * n + 6
            end = rows[name][1]
    parts = [_first(rows, n_re)]
    for k, target in enumerate(targets):
        parts += _column(k + 1, START + GAP + k * (WIDE + GAP), rows, target)
    T = len(targets)
    width = START + T * (WIDE + GAP) + GAP + 1
    parts.append(_after(T, width - 1, rows))
    said = words("drawings.stepper", lang)
    return svg("stepper", said, width, round(end + PAD + 1), *parts)


def _column(t: int, left: int, rows: Rows, target: bool) -> Iterator[str]:
    for names, hue in BOXES.items():
        top, end = rows[names[0]][0] - PAD, rows[names[-1]][1] + PAD
        frame = box(left + WIDE / 2, (top + end) / 2, WIDE, end - top, "",
                    f"hue-{hue}")
        inside = (_row(name, t, left, rows, hue, target) for name in names)
        yield f'<g class="st-box">{frame}{"".join(inside)}</g>'
    for pair, (hue, forth, back) in WAYS.items():
        top, end = rows[pair[1]][1], rows[pair[0]][0]
        if end - top == BETWEEN:
            top, end = top + PAD, end - PAD
        if target or pair != "yE":
            low, high = (f"{name}[{t}]" for name in pair)
            y, up, down = (top + end) / 2, left + UP, left + DOWN
            yield _way(low, high, hue, forth, up - 8, y,
                       (up, end - 1, up, top + 1))
            yield _way(high, low, "delta", back, down - 9, y,
                       (down, top + 1, down, end - 1))
    z, u = (sum(rows[name]) / 2 for name in "zu")
    yield _way(f"z[{t - 1}]", f"u[{t}]", "re", "W_{re}", left - 3, z - 14,
               (left - GAP + 4, z - 3, left - 1, u - 12))
    yield _second(t, left, rows)


def _second(t: int, left: int, rows: Rows) -> str:
    """The way back from u_t, whose column begins there, to z_{t-1}."""
    z, u = (sum(rows[name]) / 2 for name in "zu")
    return _way(f"u[{t}]", f"z[{t - 1}]", "delta", "②", left - 17, u + 3,
                (left - 4, u + 3, left - GAP + 1, z + 12))


def _after(T: int, right: int, rows: Rows) -> str:
    """What comes back to the last state: a delta that is 0."""
    y = sum(rows["u"]) / 2 + 22
    return _second(T + 1, right, rows) + (
        f'<g data-node="u[{T + 1}]" class="hue-re"><rect x="{right - GAP + 2}"'
        f' y="{y - 10:g}" width="{GAP - 2}" height="20" rx="6"/>'
        f'<g class="hue-delta">'
        f"{text(right - GAP + 5, y, f'δ_{T + 1}', 'small', 'start')}"
        f"{_places(f'delta_re[{T + 1}]', right - 3, y, LINE)}</g></g>"
    )


def _row(
    name: str, t: int, left: int, rows: Rows, hue: str, target: bool
) -> str:
    """A name with its values; at its right what comes back."""
    (top, end), (here, back, came) = rows[name], ROWS[name]
    y, high = (top + end) / 2, end - top
    values = _places(f"{here}[{t}]", left + 61, y, high)
    if here == "d" and not target:
        values = text(left + 56, y, "–")
    return (
        f'<g data-node="{name}[{t}]" class="hue-{hue}">'
        f'<rect x="{left + 3}" y="{top:g}" width="{WIDE - 6}" '
        f'height="{high:g}" rx="6"/>'
        f'<g class="hue-{"out" if here == "d" else hue}">'
        f"{text(left + 8, y, f'{here}_{t}', 'small', 'start')}{values}</g>"
        f'<g class="hue-delta">{_letter(left + 64, y, back, "start")}'
        f"{_places(f'{came}[{t}]', left + WIDE - 4, y, high)}</g></g>"
    )


def _first(rows: Rows, n: int) -> str:
    """z_0, and below it what comes back there."""
    (top, end), x = rows["z"], START / 2
    y, high = (top + end) / 2, end - top
    return (
        f'<g data-node="z[0]" class="hue-re">'
        f"{box(x, y, START - 2, high + 2 * PAD, '', 'hue-re')}"
        f"{text(5, y, 'z_0', 'small', 'start')}"
        f"{_places('z[0]', START - 7, y, high)}"
        f'<g class="hue-delta">{_letter(x, end + 15, "∂E/∂z", "middle")}'
        f"{_places('dE_dz[0]', START - 12, y + high + 21, high)}</g></g>"
    )


def _places(name: str, x: float, y: float, high: float) -> str:
    """Where the values of that name are filled in, one below the other."""
    n = 1 if name[0] == "E" else round((high - 6) / LINE)
    lines = (f'<text x="{x:g}" y="{y + LINE * (i - (n - 1) / 2):g}"/>'
             for i in range(n))
    return f'<g data-n="{name}">{"".join(lines)}</g>'


def _letter(x: float, y: float, name: str, anchor: str) -> str:
    """A symbol without an index."""
    return (f'<text class="small" x="{x:g}" y="{y:g}" text-anchor="{anchor}">'
            f'<tspan class="symbol">{italic(name)}</tspan></text>')


def _way(
    start: str, end: str, hue: str, name: str, x: float, y: float,
    ends: tuple[float, float, float, float],
) -> str:
    """An arrow, and what happens on the way."""
    said = (_letter(x, y, name, "end") if name in ("f", "g") else
            text(x, y, name, "small", "end") if name else "")
    return (f'<g data-arrow="{start}&gt;{end}" class="hue-{hue}'
            f'{" back" * (hue == "delta")}">{arrow(*ends)}{said}</g>')
