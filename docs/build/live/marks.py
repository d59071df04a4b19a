"""What a live drawing is made of: places of numbers, and those that one moves.

The script (docs/pages/assets/live.js) knows no geometry: a place bears its
number's name and room, a bar lies in a group whose unit is the value's.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from decimal import ROUND_HALF_UP, Decimal
from fractions import Fraction
from typing import Any

from docs.common.kit import ITALIC, math_label
from rnn_pure import RNN, States, bptt, forward, total_error
from rnn_pure.matrix import matvec, transpose

LIMITS = -4, 4  # of what is moved
STEPS = {"W_re": Fraction(1, 8), "guess": Fraction(1, 16)}


def values(rnn: RNN, xs: Any, ds: Any) -> dict[str, Any]:
    """Every number of a run by the name of its place: z[2,3] is unit 2's.

    A missing target is None; what it leaves out is "".
    """
    states = forward(rnn, xs)
    made: Any = bptt(rnn, states, ds)
    found = {"E": total_error(rnn, states, ds), "dE": "", "guess": "?"}
    for t in range(1, states.T + 1):
        found[f"W_re[{t}]"] = rnn.W_re[0][0]  # the copy of that step
        now = step(rnn, states, made, ds, t)
        found |= {
            f"{name}[{i},{t}]": value
            for name, entries in now.items()
            for i, value in enumerate(entries, 1)
        }
    found["sum"] = made.W_re[0][0]
    for name in "prime", "delta_re", "delta_out":  # one step before the last
        for i in range(1, len(rnn.b) + 1):
            for at, t in ("t", states.T - 1), ("t+1", states.T):
                found[f"{name}[{i},{at}]"] = found.get(f"{name}[{i},{t}]")
    for name in "W_in", "W_re", "W_out":
        for i, row in enumerate(getattr(rnn, name), 1):
            for j, w in enumerate(row, 1):
                found[f"{name}[{i},{j}]"] = w
                dE_dw = getattr(made, name)[i - 1][j - 1]
                found[f"dE_d{name}[{i},{j}]"] = dE_dw
    return found


def step(
    rnn: RNN, states: States, made: Any, ds: Any, t: int
) -> dict[str, Any]:
    """The vectors of one step; ① and ② are the terms of equation 5."""
    d, out = ds[t - 1], made.delta_out[t]
    return {
        "x": states.x[t], "u": states.u[t], "z": states.z[t],
        "y": states.y[t], "d": d or [None] * len(out),
        "prime": rnn.f.prime(states.u[t]),
        "delta_out": out if d else [""] * len(out),
        "one": matvec(transpose(rnn.W_out), out) if d else [""] * len(rnn.b),
        "two": matvec(transpose(rnn.W_re), made.delta_re[t + 1]),
        "delta_re": made.delta_re[t],
        "part": [a * b for a, b in zip(made.delta_re[t], states.z[t - 1])],
    }


def shown(value: Any, room: int = 9) -> str:
    """5/8 where it is a small fraction, else decimals: as number.js does.

    In a room of so many characters, a minus not counted. None is a dash.
    """
    if value is None or isinstance(value, str):
        return "–" if value is None else value
    size = abs(Fraction(value))
    small = size.denominator <= 64 or size.denominator in (128, 256)
    texts = [str(size)] if small else []
    for digits in range(6, -1, -1):
        place = Decimal(1).scaleb(-digits)
        text = f"{Decimal(float(size)).quantize(place, ROUND_HALF_UP):f}"
        if "." in text:
            text = text.rstrip("0").rstrip(".")
        if text != "0":
            texts.append(text)
        if digits == 2 and size < 1:
            texts.append(text.removeprefix("0"))
    last = f"{float(size):.0e}".replace("e-0", "e−").replace("e+0", "e")
    text = next((one for one in texts if one and len(one) <= room), last)
    return f"−{text}" if value < 0 and text != "0" else text


def symbol(name: str, css: str = "") -> str:
    """z_{1} as a letter with its index, inside a text."""
    named = math_label(name if "_" in name else f"{name}{ITALIC}")
    return f'<tspan class="{css}">{named}</tspan>' if css else named


def group(
    css: str, *inside: str, beat: int | None = None, t: int = 0,
    name: str = "",
) -> str:
    """What changes its look together; beat is when it appears.

    It is lit where the number of that name is pointed at.
    """
    more = (
        f' data-beat="{beat}"' * (beat is not None)
        + f' data-t="{t}"' * (t > 0) + f' data-like="{name}"' * (name != "")
    )
    return f'<g class="{css}"{more}>{"".join(inside)}</g>'


def written(
    x: float, y: float, inside: str, css: str = "", anchor: str = "middle"
) -> str:
    """A text whose middle is as high as y."""
    return (
        f'<text x="{x:g}" y="{y:g}" class="{css}" text-anchor="{anchor}" '
        f'dominant-baseline="central">{inside}</text>'
    )


@dataclass
class Pen:
    """Draws on a sheet of that width with those numbers."""

    width: int
    values: dict[str, Any]
    kind: str = "tspan"  # or span, in HTML
    drawn: set[str] = field(default_factory=set)  # numbers that one can move

    @property
    def phone(self) -> bool:
        return self.width < 720

    @property
    def size(self) -> float:
        """The height of the letters, in px."""
        return {288: 13.5, 358: 14}.get(self.width, 15)

    def place(self, name: str, room: int = 9, css: str = "") -> str:
        """Where the number of that name stands, inside a text."""
        text = shown(self.values.get(name, ""), room)
        return (
            f'<{self.kind} class="lv-n {css}" data-n="{name}" '
            f'data-room="{room}">{text}</{self.kind}>'
        )

    def number(
        self, x: float, y: float, name: str, room: int = 9, css: str = "",
        anchor: str = "middle",
    ) -> str:
        return written(x, y, self.place(name, room), css, anchor)

    def edit(
        self, x: float, y: float, name: str, room: int, says: str,
        css: str = "", wide: float = 34, before: str = "", after: str = "",
    ) -> str:
        """A number to be moved: a line of dots, and room for a finger.

        A second one of the same name is its copy. Without before and after
        the number stands in the middle.
        """
        half = wide / 2
        return (
            f'<g class="lv-edit {css}" {self.moved(name, room, says)}>'
            f'<rect x="{x - half - 4:g}" y="{y - 15:g}" '
            f'width="{wide + 8:g}" height="30" rx="6"/>'
            f"{written(x, y, before + self.place(name, room) + after)}"
            f'<path class="lv-dots" d="M{x - half:g},{y + 11:g}h{wide:g}"/></g>'
        )

    def moved(self, name: str, room: int, says: str) -> str:
        """The attributes of a number to be moved."""
        copy = name in self.drawn
        self.drawn.add(name)
        key = name.split("[")[0]
        low, high = LIMITS
        value = self.values.get(name)
        text = shown(value, room)
        data = (
            f'data-edit="{name}" data-min="{low}" data-max="{high}" '
            f'data-step="{float(STEPS.get(key, 0.25)):g}"'
            + " data-empty" * (key in ("d", "guess"))
        )
        return data + (' aria-hidden="true"' if copy else (
            f' role="slider" tabindex="0" aria-label="{says}" '
            f'aria-valuemin="{low}" aria-valuemax="{high}" '
            f'aria-valuenow="{0 if text in "–?" else float(value):g}" '
            f'aria-valuetext="{text}"'
        ))

    def bar(
        self, name: str, x: float, y: float, unit: float, wide: float,
        most: float, css: str = "", lying: bool = False, start: Any = 0,
        value: Any = None,
    ) -> str:
        """A bar from (x, y), the zero, so many px a unit; clipped at most."""
        value = self.values.get(name, 0) if value is None else value
        a, b = sorted(
            max(-most, min(most, float(v))) for v in (start, start + value)
        )
        turned = f"scale({unit:g},1)" if lying else f"scale(1,{-unit:g})"
        along, across = ("x", "y") if lying else ("y", "x")
        ends, size = ("width", "height") if lying else ("height", "width")
        return (
            f'<g transform="translate({x:g},{y:g}) {turned}">'
            f'<rect class="lv-bar {css}" data-bar="{name}" '
            f'data-most="{most:g}" {along}="{a:g}" {ends}="{b - a:g}" '
            f'{across}="{-wide / 2:g}" {size}="{wide:g}"'
            f'{" data-lying" * lying}/></g>'
        )

    def curve(self, x: float, y: float, unit: float, t: int) -> str:
        """f, the point (u, f(u)) and its slope, around (x, y)."""
        u, z = (self.values[f"{name}[1,{t}]"] for name in "uz")
        slope = float(self.values[f"prime[1,{t}]"])
        at, run = max(-2.0, min(2.0, float(u))), 0.9 / (1 + slope**2) ** 0.5
        high = max(-1.4, min(1.4, float(z)))
        ends = [(at + s * run, high + s * run * slope) for s in (-1, 1)]
        path = "L".join(f"{a:.3g},{b:.3g}" for a, b in ends)
        return (
            f'<g transform="translate({x:g},{y:g}) scale({unit:g},{-unit:g})">'
            f'<path class="lv-curve" data-curve="" d="{LINE}"/>'
            f'<g class="lv-slopes lv-red"><path data-slope="{t}" d="M{path}"/>'
            f'</g><circle data-dot="{t}" r="{3.4 / unit:.3f}" '
            f'cx="{at:g}" cy="{high:g}"/></g>'
        )


LINE = "M-2,0L0,0L1.4,1.4"  # relu, as far as a cell shows it


def slider(pen: Pen, name: str) -> str:
    """A number to be moved that stands in HTML."""
    says = name.replace("_", " ").replace("[", " ").replace(",", " ")
    return (
        f'<span class="lv-edit" {pen.moved(name, 4, says[:-1])}>'
        f"{pen.place(name, 4)}</span>"
    )


def axis(x1: float, x2: float, y: float, css: str = "") -> str:
    return f'<path class="lv-axis {css}" d="M{x1:g},{y:g}H{x2:g}"/>'


def pile(
    pen: Pen, zero: float, name: str, part: Any, start: Any, css: str = ""
) -> str:
    """One of the bars that add up: upright at the right; on a phone lying."""
    more = 6 if css else 0  # an outline is wider
    if pen.phone:
        return pen.bar(name, 130, zero + 86, (pen.width - 130) / 1.6,
                       16 + more, 1.5, css, True, start, part)
    return pen.bar(name, pen.width - 46, zero, 50, 46 + 2 * more, 0.9, css,
                   False, start, part)


def total(pen: Pen, zero: float) -> Iterator[str]:
    """The outline of the whole sum, its name and its number."""
    of = symbol("∂E/∂w_{re}")
    whole = pen.values["dE_dW_re[1,1]"] - pen.values["sum"]
    yield pile(pen, zero, "whole", whole and pen.values["dE_dW_re[1,1]"], 0,
               "outline")
    if pen.phone:
        yield written(0, zero + 86, f"{of} = " + pen.place("sum", 6, "strong"),
                      "hue-delta small", "start")
    else:
        yield written(pen.width - 46, zero + 38, of, "small")
        yield pen.number(pen.width - 46, zero + 57, "sum", 6,
                         "hue-delta strong")


def drawn(
    mode: str, pen: Pen, height: float, name: str, parts: Sequence[str]
) -> str:
    """The sheet; what it shows is told by the words beside it."""
    return (
        f'<svg class="lv-{pen.width}" viewBox="0 0 {pen.width} {height:g}" '
        f'width="{pen.width}" height="{height:g}" role="group" '
        f'aria-label="{name}">{"".join(parts)}</svg>'
    )
