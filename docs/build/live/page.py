"""A live drawing on a page: three sheets, one sentence, what one chooses.

home, forward, guess and paths are one unit unrolled; cut and log follow the
deltas back; two has two units; train learns in the page.
"""

import re
from collections.abc import Callable
from fractions import Fraction
from functools import partial
from typing import Any, NamedTuple

from docs.build.boxes.parts import script_data
from docs.build.live.lanes import K, cut, log
from docs.build.live.marks import WIDTHS, Pen
from docs.build.live.numbers import MATRICES, shown, values
from docs.build.live.training import measured, task, train
from docs.build.live.units import below, two
from docs.build.live.unrolled import unrolled
from docs.common.words import words
from rnn_pure import forward, identity, relu, truncated_bptt
from rnn_pure.examples import Example, on_paper, on_screen

F = "relu", "tanh", "identity"
EPS = 0.1, 0.01, 0.001
CHOSEN = {"eps": 0.01, "moved": "none", "k": K, "t": 2, "wrong": "right"}
Draw = Callable[[Pen, dict[str, str]], tuple[float, str]]


class Mode(NamedTuple):
    """What a mode begins with, how it is drawn, and what one can choose."""

    network: Example
    draw: Draw
    choices: dict[str, tuple[Any, ...]]
    buttons: tuple[str, ...] = ()


def on_targets(*ds: int | None) -> Example:
    """The network on paper with relu, and other targets."""
    rnn, xs, _ = on_paper(f=relu)
    return rnn, xs, [None if d is None else [d] for d in ds]


def longer() -> Example:
    """The same, and a step more before the target."""
    rnn, xs, ds = on_paper(f=relu)
    return rnn, [*xs, xs[0]], [None, *ds]


def eight() -> Example:
    """Eight inputs of 1; such a target that E has the slope 1 at T."""
    rnn, xs, _ = on_paper(f=identity)
    xs = [xs[0]] * 8
    [y] = forward(rnn, xs).y[8]
    return rnn, xs, [*[None] * 7, [y - 1]]


def one(name: str) -> Draw:
    return partial(unrolled, mode=name)


MODES = {
    "home": Mode(on_targets(None, 0, 1), one("home"), {"f": F}, ("play",)),
    "forward": Mode(on_targets(None, None, None), one("forward"), {"f": F}),
    "guess": Mode(on_targets(None, None, 1), one("guess"),
                  {"eps": EPS, "f": F}, ("send", "tell")),
    "paths": Mode(on_targets(None, 0, 1), one("paths"),
                  {"moved": ("none", 1, 2, 3, "all"), "eps": EPS, "f": F}),
    "two": Mode(on_screen(Fraction), two, {"t": (1, 2, 3), "f": F}),
    "train": Mode(task(), train, {
        "wrong": ("right", "transpose", "future", "state")}, ("go", "anew")),
    "log": Mode(eight(), log, {"f": ("identity", "tanh")}),
    "cut": Mode(longer(), cut, {"k": (1, 2, 3, 4), "f": F}),
}


def live(mode: str, lang: str, root: str) -> str:
    """The HTML of a live drawing; root leads to the site's own files."""
    says = words("live.common", lang) | words(f"live.{mode}", lang)
    known = at_first(mode)
    widths = WIDTHS[mode == "two":]  # it is scaled on a small phone
    sheets = "".join(sheet(mode, width, known, says) for width in widths)
    under = below(Pen(WIDTHS[-1], known, "span")) if mode == "two" else ""
    html = {key: mathy(text) for key, text in says.items()}
    facts = {name: shown(known[of]) for name, of in (
        ("sum", "sum"), ("whole", "dE_dW_re[1,1]"), ("w", "W_re[1,1]"),
        ("ratio", "delta_re[1,1]"))}
    rnn, xs, ds = MODES[mode].network
    chosen = {**CHOSEN, "f": str(rnn.f)}
    net = {name: getattr(rnn, name) for name in (*MATRICES, "b", "b_out")}
    data = {"net": net, "xs": xs, "ds": ds, "chosen": chosen, "says": html}
    return (
        f'<div class="live{" asks" * (mode == "guess")}" data-live="{mode}" '
        f'lang="{lang}" data-search-exclude>'
        f"<noscript><style>.lv-row, .lv-dots, .lv-ask, .lv-say, .lv-hand "
        f"{{ display: none }} "
        f".asks .lv-red {{ visibility: visible !important }}</style>"
        f'</noscript><div class="lv-frame drawing">{sheets}{under}</div>'
        f'<p class="lv-say">{html["rest"].format(k=K, **facts)}</p>'
        f'<p class="lv-heard" role="status"></p>'
        f'<div class="lv-row">{controls(mode, html, chosen)}</div>'
        f"{script_data(floats(data))}</div>"
        f'<script type="module" src="{root}assets/live.js"></script>'
    )


def at_first(mode: str) -> dict[str, Any]:
    """What stands in the places, to begin with; sum is what a pile holds."""
    rnn, xs, ds = MODES[mode].network
    known = values(rnn, xs, ds)
    known["sum"] = known["dE_dW_re[1,1]"]
    if mode == "cut":
        *_, last = truncated_bptt(rnn, xs, ds, k1=1, k2=K)
        known["sum"] = last.W_re[0][0]
    return known | measured(rnn, xs, ds) if mode == "train" else known


def sheet(
    mode: str, width: int, known: dict[str, Any], says: dict[str, str]
) -> str:
    """The drawing at that width, in px: it is never scaled."""
    draw, pen = MODES[mode].draw, Pen(width, known)
    height, parts = draw(pen, says)
    if not pen.exact:
        height, parts = draw(Pen(width, known, fractions=False), says)
    return (
        f'<svg class="lv-{width}" viewBox="0 0 {width} {height:g}" '
        f'width="{width}" height="{height:g}" role="group" '
        f'aria-label="{says["name"]}">{parts}</svg>'
    )


def controls(mode: str, says: dict[str, str], chosen: dict[str, Any]) -> str:
    """Buttons, and one of several to choose."""
    found = "".join(
        f'<button type="button" data-do="{name}">{says[name]}</button>'
        for name in MODES[mode].buttons
    )
    for name, offered in MODES[mode].choices.items():
        radios = "".join(
            f'<label><input type="radio" name="{mode}-{name}" '
            f'data-set="{name}" value="{each}" autocomplete="off"'
            f'{" checked" * (each == chosen[name])}>'
            f"<span>{says.get(str(each), each)}</span></label>"
            for each in offered
        )
        found += f"<fieldset><legend>{says[name]}</legend>{radios}</fieldset>"
    return found


def mathy(text: str) -> str:
    """w_re as HTML: an italic letter with its index; E, k and f alone."""
    text = re.sub(r"(\w)_\{?([a-z0-9−]+)\}?", r"<i>\1</i><sub>\2</sub>", text)
    return re.sub(r"(?<![\w<>/{])([Ekf])(?![\w<>}])", r"<i>\1</i>", text,
                  flags=re.A)


def floats(what: Any) -> Any:
    """As JSON has it: no fractions."""
    if isinstance(what, dict):
        return {name: floats(each) for name, each in what.items()}
    if isinstance(what, (list, tuple)):
        return [*map(floats, what)]
    return float(what) if isinstance(what, Fraction) else what
