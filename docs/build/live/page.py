"""A live drawing on a page: three sheets, one sentence, what one chooses.

home, forward, guess and paths are one unit unrolled; cut and log follow the
deltas back; two has two units; train learns in the page.
"""

import re
from typing import Any, NamedTuple

from docs.build.boxes.parts import script_data
from docs.build.live.marks import Pen, drawn, values
from docs.build.live.lanes import K, cut, log
from docs.build.live.training import measured, task, train
from docs.build.live.units import below, two
from docs.build.live.unrolled import unrolled
from docs.common.words import words
from fractions import Fraction

from rnn_pure import RNN, forward, identity, relu, truncated_bptt
from rnn_pure.examples import Example, on_paper

WIDTHS = 288, 358, 720
F = "relu", "tanh", "identity"


class Mode(NamedTuple):
    """What a mode begins with, and what one can choose."""

    network: Example
    choices: dict[str, tuple[Any, ...]]
    buttons: tuple[str, ...] = ()


def on_targets(*ds: Any) -> Example:
    """The network on paper with relu, and other targets."""
    rnn, xs, _ = on_paper(f=relu)
    return rnn, xs, [None if d is None else [d] for d in ds]


def longer(T: int, d: Any) -> Example:
    """The same of T steps; without d every input is 1, and f the identity.

    There the target is such that the error has the slope 1 at T.
    """
    rnn, xs, _ = on_paper(f=relu if d else identity)
    xs = [*xs, *[[xs[0][0]]] * (T - 3)] if d else [[xs[0][0]]] * T
    y = forward(rnn, xs).y[T][0]
    return rnn, xs, [*[None] * (T - 1), [d or y - 1]]


def two_units() -> Example:
    one, half = Fraction(1), Fraction(1, 2)
    rnn = RNN([[one], [-one]], [[one, half], [2 * one, half]], [0, 0],
              [[one, half]], [0], f=relu)
    return rnn, [[one], [0 * one], [one]], [None, [one], [2 * one]]


MODES = {
    "home": Mode(on_targets(None, 0, 1), {"f": F}, ("play",)),
    "forward": Mode(on_targets(None, None, None), {"f": F}),
    "guess": Mode(on_targets(None, None, 1),
                  {"eps": (0.1, 0.01, 0.001), "f": F}, ("send", "tell")),
    "paths": Mode(on_targets(None, 0, 1), {
        "moved": ("none", 1, 2, 3, "all"), "eps": (0.1, 0.01, 0.001), "f": F}),
    "cut": Mode(longer(4, 1), {"k": (1, 2, 3, 4), "f": F}),
    "two": Mode(two_units(), {"t": (1, 2, 3), "f": F}),
    "train": Mode(task(), {
        "wrong": ("right", "transpose", "future", "state")}, ("go", "anew")),
    "log": Mode(longer(8, None), {"f": ("identity", "tanh")}),
}
CHOSEN = {"eps": 0.01, "moved": "none", "k": K, "t": 2, "wrong": "right"}


def mathy(text: str) -> str:
    """w_re as HTML: an italic letter with its index."""
    text = re.sub(r"(\w)_\{?([a-z0-9−]+)\}?", r"<i>\1</i><sub>\2</sub>", text)
    return re.sub(r"(?<![\w<>/{=\"])([Ekf])(?![\w<>}=\"])", r"<i>\1</i>", text, flags=re.A)


def live(mode: str, lang: str, root: str) -> str:
    """The HTML of a live drawing; root leads to the site's own files."""
    says = words("live.common", lang) | words(f"live.{mode}", lang)
    rnn, xs, ds = MODES[mode].network
    chosen = {**CHOSEN, "f": str(rnn.f)}
    known, sheets = values(rnn, xs, ds), ""
    if mode == "train":
        known |= measured(rnn, xs, ds)
    if mode == "cut":
        *_, last = truncated_bptt(rnn, xs, ds, k1=1, k2=K)
        known["sum"] = last.W_re[0][0]
    for width in WIDTHS:
        pen = Pen(width, known)
        draw = {"cut": cut, "log": log, "two": two, "train": train}.get(mode)
        height, parts = (draw(pen, says) if draw
                         else unrolled(pen, says, mode))
        sheets += drawn(mode, pen, height, says["name"], [parts])
    shown = {key: mathy(text) for key, text in says.items()}
    rest = shown["rest"].format(
        sum=known["sum"], whole=known["dE_dW_re[1,1]"], k=K,
        w=known["W_re[1,1]"],
        ratio=known["delta_re[1,1]"])  # of the 1 at T
    under = below(Pen(720, known, "span")) if mode == "two" else ""
    net = {name: getattr(rnn, name) for name in
           ("W_in", "W_re", "b", "W_out", "b_out")}
    data = {"net": floats(net), "xs": floats(xs), "ds": floats(ds),
            "chosen": chosen, "says": shown}
    return (
        f'<div class="live{" asks" * (mode == "guess")}" data-live="{mode}" lang="{lang}" '
        f'data-search-exclude>'
        f"<noscript><style>.lv-row, .lv-dots, .lv-ask {{ display: none }} "
        f".asks .lv-red {{ visibility: visible !important }}</style></noscript>"
        f'<div class="lv-frame drawing">{sheets}{under}</div>'
        f'<p class="lv-say">{rest}</p>'
        f'<p class="lv-heard" role="status"></p>'
        f'<div class="lv-row">{controls(mode, shown, chosen)}</div>'
        f"{script_data(data)}</div>"
        f'<script type="module" src="{root}assets/live.js"></script>'
    )


def controls(mode: str, says: dict[str, str], chosen: dict[str, Any]) -> str:
    """Buttons, and one of several to choose."""
    found = "".join(
        f'<button type="button" data-do="{name}">{says[name]}</button>'
        for name in MODES[mode].buttons
    )
    for name, offered in MODES[mode].choices.items():
        found += f'<fieldset><legend>{says[name]}</legend>' + "".join(
            f'<label><input type="radio" name="{mode}-{name}" '
            f'data-set="{name}" value="{one}" autocomplete="off"'
            f'{" checked" * (one == chosen[name])}>'
            f"<span>{says.get(str(one), one)}</span></label>"
            for one in offered
        ) + "</fieldset>"
    return found


def floats(what: Any) -> Any:
    """As JSON has it."""
    if isinstance(what, dict):
        return {name: floats(one) for name, one in what.items()}
    if isinstance(what, (list, tuple)):
        return [*map(floats, what)]
    return what if what is None else float(what)
