"""Record and forecast of the test years: in characters, and as SVG."""

from collections.abc import Callable, Sequence
from html import escape
from math import ceil
from statistics import median
from typing import Any

from rnn_pure.console import Console
from rnn_pure.practice.sunspots_data import TESTED, TESTS, Years, arv, written

YEARS = range(TESTED[0], TESTED[1] + 1)
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


def over_seeds(
    of: Callable[[Any], float], forecasts: Sequence[Years]
) -> Years:
    """of is min, median or max: one forecast of the seeds', year by year."""
    return {y: of([f[y] for f in forecasts]) for y in YEARS}


def draw(out: Console, record: Years, forecasts: Sequence[Years]) -> None:
    """Print a column a year: ':' up to the record, 'o' at the forecast."""
    forecast = over_seeds(median, forecasts)
    out.print(out.say(
        "\n  흑점 수   [:] 기록   [o] 1년 앞 예측(시드의 중앙값)",
        "\n  Sunspot number   [:] record   [o] one year ahead (median of the "
        "seeds)",
    ))
    highest = max(max(record[y], forecast[y]) for y in YEARS)
    step = 5 * ceil(highest / ROWS / 5)  # of a row, in sunspot numbers
    for row in reversed(range(int(highest // step) + 1)):
        columns = ""
        for y in YEARS:
            if row == forecast[y] // step:
                columns += out.colour("yellow", "o")
            elif record[y] > (row + 0.5) * step:
                columns += ":"
            else:
                columns += "." if record[y] > row * step else " "
        label = str(row * step) if row % 2 == 0 else ""
        out.print(f"{label:>5} |{columns}".rstrip())
    ticks = [" "] * (len(YEARS) + 4)
    for y in YEARS[0], *range(10 * (YEARS[0] // 10 + 1), YEARS[-1], 10):
        at = y - YEARS[0]
        ticks[at:at + 4] = str(y)
    out.print(" " * 7 + "".join(ticks).rstrip())


def svg(out: Console, record: Years, forecasts: Sequence[Years]) -> str:
    """The same as a drawing, with the band between the seeds."""
    say = out.say
    lowest, middle, highest = (
        over_seeds(of, forecasts) for of in (min, median, max)
    )
    top = 50 * ceil(max(max(record[y], highest[y]) for y in YEARS) / 50)

    def x(year: float) -> float:
        share = (year - YEARS[0]) / (YEARS[-1] - YEARS[0])
        return LEFT + share * (WIDTH - LEFT - RIGHT)

    def y(number: float) -> float:
        return HEIGHT - BOTTOM - number / top * (HEIGHT - TOP - BOTTOM)

    def points(line: Years) -> list[str]:
        return [f"{x(year):.1f},{y(line[year]):.1f}" for year in YEARS]

    def text(at_x: float, at_y: float, anchor: str, words: object) -> str:
        return (
            f'<text x="{at_x:.1f}" y="{at_y:.1f}" text-anchor="{anchor}">'
            f"{escape(str(words))}</text>"
        )

    def shape(kind: str, at: list[str]) -> str:
        tag = "polygon" if kind == "band" else "polyline"
        return f'<{tag} class="{kind}" points="{" ".join(at)}"/>'

    def line(x1: float, y1: float, x2: float, y2: float) -> str:
        return shape("grid", [f"{x1:.1f},{y1:.1f}", f"{x2:.1f},{y2:.1f}"])

    title = say(f"흑점 수 {written(TESTED)}년: 기록과 1년 앞 예측",
                f"Sunspots {written(TESTED)}: record and one-year forecast")
    parts = [
        f'<svg xmlns="http://www.w3.org/2000/svg" class="sunspots" '
        f'role="img" viewBox="0 0 {WIDTH} {HEIGHT}">',
        f"<title>{escape(title)}</title>",
        f"<style>{STYLE}</style>",
        text(LEFT - 40, 18, "start",
             say("흑점 수(연평균)", "sunspot number, yearly mean")),
    ]
    for number in range(0, top + 1, 50):
        parts.append(line(LEFT, y(number), WIDTH - RIGHT, y(number)))
        parts.append(text(LEFT - 8, y(number) + 4, "end", number))
    for year in range(10 * ceil(YEARS[0] / 10), YEARS[-1] + 1, 10):
        parts.append(line(x(year), y(0), x(year), y(0) + 5))
        parts.append(text(x(year), y(0) + 19, "middle", year))
    for span in TESTS:
        figure = median(arv(forecast, record, span) for forecast in forecasts)
        heading = f"{written(span)} · ARV {figure:.3f}"
        parts.append(text(x(sum(span) / 2), TOP - 8, "middle", heading))
        parts.append(line(x(span[0]), TOP - 20, x(span[0]), y(0)))
    parts += [
        shape("band", points(highest) + points(lowest)[::-1]),
        shape("record", points(record)),
        shape("forecast", points(middle)),
    ]
    for at, kind, label in (
        (0.05, "record", say("기록", "record")),
        (0.27, "forecast",
         say("예측(시드의 중앙값)", "forecast (median of the seeds)")),
        (0.67, "band",
         say("시드의 최솟값–최댓값", "lowest–highest of the seeds")),
    ):
        left, low = LEFT + at * (WIDTH - LEFT - RIGHT), HEIGHT - 11
        corners = [f"{left:.1f},{low}", f"{left + 24:.1f},{low}"]
        if kind == "band":
            corners += [f"{left + 24:.1f},{low - 8}", f"{left:.1f},{low - 8}"]
        parts.append(shape(kind, corners))
        parts.append(text(left + 31, low + 4, "start", label))
    return "\n".join([*parts, "</svg>", ""])
