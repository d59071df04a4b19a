"""Curves, drawn as SVG and in characters.

A drawing takes its colours from the page that it stands in (the site's
--hue-…); alone, where it is the :root, it brings its own.
"""

import math
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from html import escape
from itertools import pairwise

from rnn_pure.console import Console

WIDTH, HEIGHT = 480, 210  # of a drawing, and of the field of its curves
LEFT, RIGHT, TOP, BOTTOM = 60, 20, 36, 52  # margins of the field
ROW, EDGE = 24, 8.0  # of the legend, above all of it
SVG = '<svg xmlns="http://www.w3.org/2000/svg"'
ROWS, COLUMNS = 12, 72  # of the picture in characters
MARKS = "o*+x#@"
HUES = "delta", "in", "re", "out", "fg"
STYLE = """
  svg:root { color: #1f2328; background: #fff; --hue-in: #1f5fae;
    --hue-re: #1c7250; --hue-out: #9a5200; --hue-delta: #b3263e }
  @media (prefers-color-scheme: dark) { svg:root { color: #e3e7e9;
    background: #14191c; --hue-in: #83b8f5; --hue-re: #71d0a5;
    --hue-out: #f2b26b; --hue-delta: #ff92a3 } }
  .plot text { font-size: 16px; font-family: system-ui, sans-serif;
    fill: currentColor }
  .plot .grid { stroke: currentColor; stroke-opacity: .18; fill: none }
  .plot .line { stroke: currentColor; stroke-width: 2; fill: none;
    vector-effect: non-scaling-stroke }
  .plot .dashed { stroke-dasharray: 6 5 }
  .plot .band, .plot .dot { fill: currentColor }
  .plot .band { fill-opacity: .22 }
  .hue-fg { color: inherit }
""" + "".join(
    f"  .hue-{name} {{ color: var(--hue-{name}) }}\n" for name in HUES[:-1]
)


@dataclass
class Curve:
    """Points (x, y) in the order of x, joined by a line.

    band has (x, lowest, highest) where several runs spread. A dashed curve
    is what the others are compared with.
    """

    label: str
    points: Sequence[tuple[float, float]]
    band: Sequence[tuple[float, float, float]] = ()
    dashed: bool = False


@dataclass
class Axis:
    """What an axis shows; percent: of 1; log: powers of ten are evenly far.

    low and high are its ends where they are not the curves' own. ticks are
    where the curves were measured: there each has a dot.
    """

    label: str
    low: float | None = None
    high: float | None = None
    log: bool = False
    percent: bool = False
    ticks: Sequence[float] = ()

    def over(self, values: Iterable[float]) -> "Scale":
        """The scale that holds these values."""
        known = [v for v in values if math.isfinite(v)]
        known = [v for v in known if v > 0] if self.log else known
        ends = [end for end in (self.low, self.high) if end is not None]
        low = self.low if self.low is not None else min(known + ends)
        high = self.high if self.high is not None else max(known + ends)
        if self.ticks:
            return Scale(self, low, high, [*self.ticks])
        if self.log:
            first = math.ceil(math.log10(low))
            last = math.floor(math.log10(high))
            every = math.ceil((last - first + 1) / 6)
            powers = [e for e in range(first, last + 1) if e % every == 0]
            return Scale(self, low, high, [10.0**e for e in powers])
        step = nice((high - low or 1.0) / 5)
        low = low if self.low is not None else step * math.floor(low / step)
        high = high if self.high is not None else step * math.ceil(high / step)
        first, last = math.ceil(low / step), math.floor(high / step + 1e-9)
        ticks = [step * k for k in range(first, last + 1)]
        return Scale(self, low, high, ticks)


def nice(step: float) -> float:
    """1, 2 or 5 times a power of ten, not below step."""
    power: float = 10.0 ** math.floor(math.log10(step))
    return next(k * power for k in (1, 2, 5, 10) if k * power >= step * 0.999)


@dataclass
class Scale:
    """An axis with its ends and ticks."""

    axis: Axis
    low: float
    high: float
    ticks: list[float]

    def share(self, value: float) -> float:
        """0 at low, 1 at high, and no further."""
        low, high = self.low, self.high
        if self.axis.log:
            low, high = math.log(low), math.log(high)
            value = math.log(max(value, self.low))
        return min(1.0, max(0.0, (value - low) / ((high - low) or 1.0)))

    def written(self, tick: float) -> str:
        """A tick's number."""
        text = f"{tick:.0%}" if self.axis.percent else f"{tick:g}"
        if self.axis.log and self.low < 1e-4 and tick != 1:
            text = f"1e{math.log10(tick):.0f}"
        return text.replace("-", "−")


def scales(
    curves: Sequence[Curve], x: Axis, y: Axis
) -> tuple[Scale, Scale]:
    """The scales that hold all the curves and their bands."""
    points = [(a, b) for curve in curves
              for a, *each in (*curve.points, *curve.band) for b in each]
    return x.over(a for a, _ in points), y.over(b for _, b in points)


def svg(title: str, curves: Sequence[Curve], x: Axis, y: Axis) -> str:
    """The curves as a drawing, the legend above them."""
    across, up = scales(curves, x, y)
    places = legend([curve.label for curve in curves])
    bottom = ROW * (places[-1][1] + 1) + TOP + HEIGHT

    def at(point: tuple[float, float]) -> tuple[float, float]:
        return (
            LEFT + across.share(point[0]) * (WIDTH - LEFT - RIGHT),
            bottom - up.share(point[1]) * HEIGHT,
        )

    def joined(points: Iterable[tuple[float, float]]) -> str:
        return " ".join(f"{a:.1f},{b:.1f}" for a, b in map(at, points))

    def text(left: float, top: float, anchor: str, words: str) -> str:
        return (f'<text x="{left:.1f}" y="{top:.1f}" text-anchor="{anchor}">'
                f"{escape(words)}</text>")

    parts = [
        f'{SVG} class="plot" role="img" '
        f'viewBox="0 0 {WIDTH} {bottom + BOTTOM}">',
        f"<title>{escape(title)}</title><style>{STYLE}</style>",
    ]
    for tick in up.ticks:
        ends = joined([(across.low, tick), (across.high, tick)])
        parts.append(f'<polyline class="grid" points="{ends}"/>')
        parts.append(text(LEFT - 8, at((across.low, tick))[1] + 5, "end",
                          up.written(tick)))
    for tick in across.ticks:
        middle, _ = at((tick, up.low))
        parts.append(text(middle, bottom + 22, "middle", across.written(tick)))
    middle = (LEFT + WIDTH - RIGHT) / 2
    parts.append(text(middle, bottom + 44, "middle", x.label))
    parts.append(text(EDGE, bottom - HEIGHT - 16, "start", y.label))
    for k, (curve, (left, row)) in enumerate(zip(curves, places)):
        hue, dashed = HUES[k % len(HUES)], " dashed" * curve.dashed
        there = [(a, high) for a, _, high in curve.band]
        back = [(a, low) for a, low, _ in reversed(curve.band)]
        parts.append(f'<g class="hue-{hue}">')
        if curve.band:
            area = joined(there + back)
            parts.append(f'<polygon class="band" points="{area}"/>')
        parts.append(f'<polyline class="line{dashed}" '
                     f'points="{joined(curve.points)}"/>')
        parts += [f'<circle class="dot" cx="{a:.1f}" cy="{b:.1f}" r="4"/>'
                  for a, b in map(at, curve.points) if x.ticks]
        middle = ROW * (row + 0.5)
        parts.append(f'<path class="line{dashed}" '
                     f'd="M{left:.1f},{middle} h22"/></g>')
        parts.append(text(left + 28, middle + 6, "start", curve.label))
    return "\n".join([*parts, "</svg>", ""])


def legend(labels: Sequence[str]) -> list[tuple[float, int]]:
    """Where each label stands: from the left, and its row from above."""
    places, left, row = list[tuple[float, int]](), EDGE, 0
    for label in labels:
        wide = 50 + sum(16 if ord(c) > 0x1100 else 8.8 for c in label)
        if left > EDGE and left + wide > WIDTH:
            left, row = EDGE, row + 1
        places.append((left, row))
        left += wide
    return places


def together(*drawings: str) -> str:
    """Drawings as one, below each other."""
    placed, wide, y = [], 0, 0
    for drawing in drawings:
        box = drawing.split('viewBox="0 0 ')[1].split('"')[0]
        width, height = map(int, box.split())
        size = f'<svg y="{y}" width="{width}" height="{height}" '
        placed.append(drawing.replace("<svg ", size, 1))
        wide, y = max(wide, width), y + height
    placed.insert(0, f'{SVG} viewBox="0 0 {wide} {y}">')
    return "\n".join([*placed, "</svg>", ""])


def characters(
    out: Console, curves: Sequence[Curve], x: Axis, y: Axis
) -> None:
    """Print the curves: a mark a column, the first curve's on top."""
    across, up = scales(curves, x, y)
    grid = [[" "] * COLUMNS for _ in range(ROWS)]
    for mark, curve in reversed([*zip(MARKS, curves)]):
        for column in range(COLUMNS):
            value = _at(curve.points, across, column / (COLUMNS - 1))
            if value is not None:
                row = round(up.share(value) * (ROWS - 1))
                grid[ROWS - 1 - row][column] = mark
    marks = [f"[{mark}] {curve.label}" for mark, curve in zip(MARKS, curves)]
    out.print("   ".join([f"  {y.label}", *marks]))
    labels = {ROWS - 1 - round(up.share(tick) * (ROWS - 1)): up.written(tick)
              for tick in up.ticks}
    for row, cells in enumerate(grid):
        line = "".join(cells).rstrip()
        out.print(f"{out.right(labels.get(row, ''), 8)} |{line}")
    ticks = [" "] * (COLUMNS + 8)
    for tick in across.ticks:
        written = across.written(tick)
        first = round(across.share(tick) * (COLUMNS - 1))
        first = max(0, first - len(written) // 2)
        ticks[first:first + len(written)] = written
    out.print(" " * 10 + "".join(ticks).rstrip())
    out.print(" " * 10 + x.label)


def _at(
    points: Sequence[tuple[float, float]], across: Scale, share: float
) -> float | None:
    """The curve's height there, between its points; None outside them."""
    shares = [(across.share(a), b) for a, b in points]
    for (a, b), (c, d) in pairwise(shares):
        if a <= share <= c:
            return b + (d - b) * ((share - a) / ((c - a) or 1.0))
    return None
