"""The forecast beside the record: in characters, and as SVG."""

from dataclasses import dataclass
from html import escape
from math import ceil

from rnn_pure.console import Console
from rnn_pure.practice.sunspots_data import Span, Years

ROWS = 12  # of the picture in characters, at most
WIDTH, HEIGHT = 760, 340
LEFT, RIGHT, TOP, BOTTOM = 52, 12, 46, 44  # margins
# :root is the drawing only where it stands alone; in a page it takes the
# colour of the text around it.
STYLE = """
  svg:root { color: #1f2328; background: #ffffff }
  @media (prefers-color-scheme: dark) {
    svg:root { color: #e6e6e6; background: #16181d }
  }
  .sunspots text { font: 13px system-ui, sans-serif; fill: currentColor }
  .sunspots .grid { stroke: currentColor; stroke-opacity: .18 }
  .sunspots .record { stroke: currentColor; stroke-width: 1.6; fill: none }
  .sunspots .forecast { stroke: #d9541e; stroke-width: 1.8; fill: none }
  .sunspots .band { fill: #d9541e; fill-opacity: .35 }
"""


def draw(out: Console, record: Years, forecast: Years, span: Span) -> None:
    """Print a column a year: ':' up to the record, 'o' at the forecast."""
    years = range(span[0], span[1] + 1)
    highest = max(max(record[y], forecast.get(y, 0)) for y in years)
    step = 5 * ceil(highest / ROWS / 5)  # of a row, in sunspot numbers
    for row in reversed(range(int(highest // step) + 1)):
        columns = ""
        for y in years:
            if y in forecast and row == forecast[y] // step:
                columns += out.colour("yellow", "o")
            elif record[y] > (row + 0.5) * step:
                columns += ":"
            else:
                columns += "." if record[y] > row * step else " "
        label = str(row * step) if row % 2 == 0 else ""
        out.print(f"{label:>5} |{columns}".rstrip())
    ticks = [" "] * (len(years) + 4)
    for y in span[0], *range(10 * (span[0] // 10 + 1), span[1], 10):
        at = y - span[0]
        ticks[at:at + 4] = str(y)
    out.print(" " * 7 + "".join(ticks).rstrip())


@dataclass(frozen=True)
class Words:
    """What the SVG says, in the reader's language."""

    title: str
    description: str
    axis: str
    record: str
    forecast: str
    band: str


def svg(
    words: Words,
    record: Years,
    forecasts: tuple[Years, Years, Years],
    panels: dict[Span, str],
) -> str:
    """The record, the forecast and its band over the span of the panels.

    forecasts are the lowest, the middle and the highest, year by year, or
    empty; panels gives each part of the time axis its heading.
    """
    lowest, middle, highest = forecasts
    first, last = min(panels)[0], max(panels)[1]
    years = range(first, last + 1)
    top = 50 * ceil(
        max(max(record[y], highest.get(y, 0)) for y in years) / 50
    )

    def x(year: float) -> float:
        share = (year - first) / (last - first)
        return LEFT + share * (WIDTH - LEFT - RIGHT)

    def y(number: float) -> float:
        return HEIGHT - BOTTOM - number / top * (HEIGHT - TOP - BOTTOM)

    def points(line: Years) -> str:
        return " ".join(
            f"{x(year):.1f},{y(line[year]):.1f}"
            for year in years if year in line
        )

    def text(at_x: float, at_y: float, anchor: str, words: object) -> str:
        return (
            f'<text x="{at_x:.1f}" y="{at_y:.1f}" text-anchor="{anchor}">'
            f"{escape(str(words))}</text>"
        )

    def line(kind: str, x1: float, y1: float, x2: float, y2: float) -> str:
        return (
            f'<line class="{kind}" x1="{x1:.1f}" y1="{y1:.1f}" '
            f'x2="{x2:.1f}" y2="{y2:.1f}"/>'
        )

    parts = [
        f'<svg xmlns="http://www.w3.org/2000/svg" class="sunspots" '
        f'role="img" viewBox="0 0 {WIDTH} {HEIGHT}" '
        f'aria-labelledby="sunspots-title sunspots-desc">',
        f'<title id="sunspots-title">{escape(words.title)}</title>',
        f'<desc id="sunspots-desc">{escape(words.description)}</desc>',
        f"<style>{STYLE}</style>",
        text(LEFT - 40, 18, "start", words.axis),
    ]
    for number in range(0, top + 1, 50):
        parts.append(line("grid", LEFT, y(number), WIDTH - RIGHT, y(number)))
        parts.append(text(LEFT - 8, y(number) + 4, "end", number))
    for year in range(10 * ceil(first / 10), last + 1, 10):
        parts.append(line("grid", x(year), y(0), x(year), y(0) + 5))
        parts.append(text(x(year), y(0) + 19, "middle", year))
    for (start, end), heading in panels.items():
        parts.append(text(x((start + end) / 2), TOP - 8, "middle", heading))
        if start > first:
            parts.append(line("grid", x(start - 0.5), TOP - 20,
                              x(start - 0.5), y(0)))
    if middle:
        back = " ".join(reversed(points(lowest).split()))
        parts.append(
            f'<polygon class="band" points="{points(highest)} {back}"/>'
        )
    parts.append(f'<polyline class="record" points="{points(record)}"/>')
    if middle:
        parts.append(f'<polyline class="forecast" points="{points(middle)}"/>')
    below = HEIGHT - 7
    for at, kind, label in (
        (0.05, "record", words.record),
        (0.27, "forecast", words.forecast),
        (0.67, "band", words.band),
    ):
        at_x = LEFT + at * (WIDTH - LEFT - RIGHT)
        parts.append(
            f'<rect class="band" x="{at_x:.1f}" y="{below - 10}" '
            f'width="24" height="12"/>' if kind == "band"
            else line(kind, at_x, below - 4, at_x + 24, below - 4)
        )
        parts.append(text(at_x + 31, below, "start", label))
    return "\n".join([*parts, "</svg>", ""])
