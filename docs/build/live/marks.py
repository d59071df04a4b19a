"""What a live drawing is made of: places of numbers, and those that one moves.

The script (docs/pages/assets/live.js) knows no geometry: a place bears its
number's name and room, a bar lies in a group whose unit is the value's.
"""

from collections.abc import Iterator
from dataclasses import dataclass, field
from fractions import Fraction
from typing import Any

from docs.build.live.numbers import exact, shown
from docs.common.kit import ITALIC, math_label, written

WIDTHS = 288, 358, 720  # px: two phones, and all that is wider
UNIT, HIGH = 64, 1.1  # px of 1, and what has room, in bars that add up
MOST = 4  # what is moved goes from −4 to 4
STEPS = {"W_re": Fraction(1, 8), "guess": Fraction(1, 16)}
LINE = "M-2.6,0L0,0L2.6,2.6"  # relu, as far as a cell shows it


def symbol(name: str) -> str:
    """z_1 as a letter with its index, inside a text."""
    return math_label(name if "_" in name else f"{name}{ITALIC}")


def power(n: int) -> str:
    """10 to the n, inside a text; 1 is 1."""
    raised = f"{n}".replace("-", "−")
    return f'10<tspan class="index" dy="-0.4em">{raised}</tspan>' if n else "1"


def group(
    css: str, *inside: str, beat: int | None = None, t: int = 0,
    like: str = "",
) -> str:
    """What changes its look together; beat is when it appears.

    It is lit where the number that it is like is pointed at.
    """
    more = (
        f' data-beat="{beat}"' * (beat is not None)
        + f' data-t="{t}"' * (t > 0) + f' data-like="{like}"' * (like != "")
    )
    return f'<g class="{css}"{more}>{"".join(inside)}</g>'


def axis(x1: float, x2: float, y: float, css: str = "") -> str:
    return f'<path class="lv-axis {css}" d="M{x1:g},{y:g}H{x2:g}"/>'


@dataclass
class Pen:
    """Draws on a sheet of that width with those numbers."""

    width: int
    values: dict[str, Any]
    kind: str = "tspan"  # of a place; a span in HTML
    fractions: bool = True  # else decimals, where one of them has no room
    movable: set[str] = field(default_factory=set)  # what was drawn so
    exact: bool = True  # whether all that was drawn were fractions

    @property
    def phone(self) -> bool:
        return self.width < WIDTHS[-1]

    def by(self, *each: Any) -> Any:
        """Of one for each width that for this one; the widest comes last."""
        return each[WIDTHS.index(self.width) - len(WIDTHS)]

    def place(self, name: str, room: int = 9, css: str = "") -> str:
        """Where the number of that name stands, inside a text."""
        value = self.values.get(name, "")
        self.exact &= exact(value, room)
        text = shown(value, room, self.fractions)
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
        css: str = "", wide: float = 34, before: str = "",
    ) -> str:
        """A number to be moved: over a line of dots, with room for a finger.

        It stands in the middle, or behind what is before it.
        """
        half, place = wide / 2, self.place(name, room)
        text = written(x - half, y, before + place, "", "start") if before \
            else written(x, y, place)
        return (
            f'<g class="lv-edit {css}" {self.moved(name, room, says)}>'
            f'<rect x="{x - half - 4:g}" y="{y - 15:g}" '
            f'width="{wide + 8:g}" height="30" rx="6"/>'
            f"{text}"
            f'<path class="lv-dots" d="M{x - half:g},{y + 11:g}h{wide:g}"/>'
            "</g>"
        )

    def moved(self, name: str, room: int, says: str) -> str:
        """The attributes of a number to be moved.

        A second one of the same name is its copy, and no stop of the Tab key.
        """
        key = name.split("[")[0]
        most = 99 if key == "guess" else MOST
        data = f'data-edit="{name}" data-min="{-most}" data-max="{most}"'
        data += f' data-step="{float(STEPS.get(key, 0.25)):g}"'
        data += " data-empty" * (key in ("d", "guess"))
        if name in self.movable:
            return f'{data} aria-hidden="true"'
        self.movable.add(name)
        value = self.values[name]
        now = 0 if value in (None, "?") else float(value)
        return (
            f'{data} aria-label="{says}" '
            f'aria-valuemin="{-most}" aria-valuemax="{most}" '
            f'aria-valuenow="{now:g}" aria-valuetext="{shown(value, room)}"'
        )

    def bar(
        self, name: str, x: float, y: float, unit: float, wide: float,
        most: float, css: str = "", lying: bool = False, start: Any = 0,
        value: Any = None, least: float | None = None,
    ) -> str:
        """A bar from (x, y), the zero, so many px a unit; clipped at most."""
        value = self.values.get(name, 0) if value is None else value
        least = -most if least is None else least
        low, high = sorted(max(least, min(most, float(end)))
                           for end in (start, start + value))
        turned = f"{unit:g},1" if lying else f"1,{-unit:g}"
        along, long = ("x", "width") if lying else ("y", "height")
        across, size = ("y", "height") if lying else ("x", "width")
        return (
            f'<g transform="translate({x:g},{y:g}) scale({turned})">'
            f'<rect class="lv-bar {css}" data-bar="{name}" '
            f'data-least="{least:g}" data-most="{most:g}" '
            f'{along}="{low:g}" {long}="{high - low:g}" '
            f'{across}="{-wide / 2:g}" {size}="{wide:g}"'
            f'{" data-lying" * lying}/></g>'
        )

    def pile(
        self, zero: float, name: str, part: Any, start: Any, css: str = ""
    ) -> str:
        """One of the bars that add up: at the right; on a phone it lies."""
        more = 6 if css else 0  # an outline is wider
        if self.phone:
            return self.bar(name, self.width / 3, zero + 112,
                            self.width * 0.58, 16 + more, HIGH, css, True,
                            start, part)
        return self.bar(name, self.width - 46, zero, UNIT, 46 + 2 * more,
                        HIGH, css, False, start, part)

    def total(self, zero: float, whole: Any) -> Iterator[str]:
        """The outline of the whole sum; the name and number of what is there.
        """
        of, name = symbol("∂E/∂w_{re}"), "sum"
        yield self.pile(zero, "whole", whole, 0, "outline")
        if self.phone:
            text = f"{of} = " + self.place(name, 6, "strong")
            yield written(0, zero + 90, text, "hue-delta small", "start")
        else:
            x = self.width - 46
            yield written(x, zero + 48, of, "small")
            yield self.number(x, zero + 67, name, 6, "hue-delta strong")

    def with_error(
        self, height: float, parts: list[str], x: float, room: int,
        beat: int | None = None,
    ) -> tuple[float, str]:
        """The parts with E: on a phone it has a row above them of its own."""
        E = symbol("E") + " = " + self.place("E", room)
        dE = self.place("dE")
        if self.phone:
            error, high = written(0, 12, E + dE, "", "start"), 20
        else:
            error, high = written(x, 14, E, "", "start") + written(
                x, 34, dE, "", "start"), 0
        moved = f'<g transform="translate(0,{high})">{"".join(parts)}</g>'
        return height + high, group("hue-delta", error, beat=beat) + moved

    def curve(
        self, x: float, y: float, unit: float, t: int, beat: int
    ) -> str:
        """f, the point (u, f(u)) and its slope, around (x, y)."""
        u, z, slope = (float(self.values[f"{name}[1,{t}]"])
                       for name in ("u", "z", "prime"))
        at, high = max(-2, min(2, u)), max(-2, min(2, z))
        run = 0.9 / (1 + slope**2) ** 0.5
        ends = "L".join(f"{at + far:.3g},{high + far * slope:.3g}"
                        for far in (-run, run))
        return (
            f'<g transform="translate({x:g},{y:g}) scale({unit:g},{-unit:g})">'
            f'<path class="lv-curve" data-curve="" d="{LINE}"/>'
            f'<path class="lv-slope lv-red" data-slope="{t}" '
            f'data-beat="{beat}" d="M{ends}"/>'
            f'<circle data-dot="{t}" r="{3.4 / unit:.3f}" '
            f'cx="{at:g}" cy="{high:g}"/></g>'
        )
