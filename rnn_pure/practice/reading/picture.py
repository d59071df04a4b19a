"""The state z_t over a number's digits: in shades, and as SVG."""

from collections.abc import Sequence
from html import escape

from rnn_pure import RNN, States, forward
from rnn_pure.console import Console
from rnn_pure.practice import plot
from rnn_pure.practice.plot import Axis, Curve
from rnn_pure.practice.reading.memory import LAST
from rnn_pure.practice.reading.task import DIGITS, digits, inputs, read
from rnn_pure.practice.reading.trial import Trial

SHADES = {True: " ░▒▓█", False: " .:+#"}  # whether the encoding is utf-8
CELL, LEFT = 4, 9  # columns of the terminal: a step's, and before them
TOP, BOTTOM, LABEL, RIGHT = 50, 32, 44, 8  # around a drawing's cells
WIDE, HIGH = 36, 11  # of a cell
STYLE = """
  .state text { text-anchor: middle; font-size: 15px }
  .state .unit { text-anchor: end; font-size: 11px }
  .state .value { text-anchor: start }
  .state .frame { fill: none; stroke: currentColor; stroke-opacity: .35 }
  .state .marked { stroke: currentColor; stroke-width: 2; fill: none }
  .state [class^=hue] { fill: currentColor }
"""


def shade(z: float, utf8: bool) -> str:
    """−1 is blank, 1 the darkest."""
    shades = SHADES[utf8]
    return shades[min(len(shades) - 1, int((z + 1) / 2 * len(shades)))]


def characters(
    out: Console, rnn: RNN, numbers: Sequence[int], units: Sequence[int]
) -> None:
    """Print z_1, z_2, … of the numbers side by side, a row a unit."""
    utf8 = out.encoding == "utf-8"
    states = [forward(rnn, inputs(number)) for number in numbers]
    heads = [
        [[str(digit) for digit in digits(number)] for number in numbers],
        [[out.plain(word) for word in read(rnn, number)]
         for number in numbers],
    ]
    if any("?" in word for words in heads[1] for word in words):
        del heads[1]  # no Hangul here
    rows = [*zip(["", ""], heads)]
    rows += [
        (f"z[{i}]", [
            [shade(z[i], utf8) * CELL for z in s.z[1:]] for s in states
        ])
        for i in units
    ]
    for label, panels in rows:
        line = "   ".join(
            "|" + "".join(out.left(cell, CELL) for cell in cells) + "|"
            for cells in panels
        )
        out.print(out.right(label, LEFT - 2) + "  " + line)


def cells(
    states: States, number: int, said: Sequence[str], units: Sequence[int]
) -> list[str]:
    """One number's state: a column a digit, a row a unit."""
    parts = []
    for k, digit in enumerate(digits(number)):
        left = k * WIDE
        parts += [
            f'<text x="{left + WIDE / 2}" y="{y}">{text}</text>'
            for y, text in ((TOP - 28, digit), (TOP - 8, said[k]))
        ] + [
            f'<rect class="hue-{"delta" if z > 0 else "in"}" x="{left}" '
            f'y="{TOP + row * HIGH}" width="{WIDE}" height="{HIGH}" '
            f'fill-opacity="{abs(z):.2f}"/>'
            for row, i in enumerate(units)
            for z in [states.z[k + 1][i]]
        ]
    return parts


def svg(out: Console, rnn: RNN, number: int, units: Sequence[int]) -> str:
    """The same of one number as a drawing: red above 0, blue below.

    The first unit's cell at LAST is framed, and its value stands below.
    """
    states, height = forward(rnn, inputs(number)), HIGH * len(units)
    width, bottom = DIGITS * WIDE, TOP + height
    value = f"{states.z[LAST][units[0]]:.2f}".replace("-", "−")
    title = out.say(f"수 {number:,} 읽기: 상태 z_t",
                    f"Reading {number:,}: the state z_t")
    return "\n".join([
        f'{plot.SVG} class="plot state" role="img" '
        f'viewBox="0 0 {LABEL + width + RIGHT} {bottom + BOTTOM}">',
        f"<title>{escape(title)}</title><style>{plot.STYLE}{STYLE}</style>",
        *(f'<text class="unit" x="{LABEL - 6}" '
          f'y="{TOP + row * HIGH + HIGH - 1.5}">z[{i}]</text>'
          for row, i in enumerate(units)),
        f'<g transform="translate({LABEL},0)">',
        *cells(states, number, read(rnn, number), units),
        f'<rect class="frame" y="{TOP}" width="{width}" height="{height}"/>',
        f'<rect class="marked" x="{(LAST - 1) * WIDE}" y="{TOP}" '
        f'width="{WIDE}" height="{HIGH}"/>',
        f'<rect class="marked" y="{bottom + 11}" width="{WIDE}" '
        f'height="{HIGH}"/>',
        f'<text class="value" x="{WIDE + 8}" y="{bottom + 23}">'
        f"z[{units[0]}] = {value}</text></g>", "</svg>", "",
    ])


def curves(
    out: Console, trials: Sequence[Trial], place: float
) -> tuple[str, list[Curve], Axis, Axis]:
    """The share read right over the epochs, as plot takes it."""
    say, first = out.say, trials[0]
    epochs = range(min(len(each.right) for each in trials))
    spread = [(e, *_ends([each.right[e] for each in trials]))
              for e in epochs]
    ours = Curve(
        say("신경망", "network"), [*enumerate(first.right)],
        spread if len(trials) > 1 else (),
    )
    last = len(first.right) - 1
    table = Curve(say("숫자와 자리의 표",
                      "table of digit and place"),
                  [(0, place), (last, place)], dashed=True)
    return (
        say("학습에 쓰지 않은 수의 정답률",
            "Held-out numbers read right"),
        [ours, table],
        Axis(say("에포크", "epochs"), low=0, high=last),
        Axis(say("정답률", "numbers read right"), low=0, high=1, percent=True),
    )


def _ends(values: Sequence[float]) -> tuple[float, float]:
    return min(values), max(values)
