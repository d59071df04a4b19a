"""The figures: one unit, in scalars, and what its tables say."""

from fractions import Fraction
from typing import Any

from docs.build.figure.parts import (
    E_AT,
    STEPS,
    Parts,
    T,
    at,
    bars,
    cell,
    contributions,
    mathy,
    number,
    part,
    shown,
    table,
)
from docs.common.kit import ITALIC, arrow, box, line, node, svg, text
from rnn_pure import (
    RNN,
    Activation,
    bptt,
    forward,
    identity,
    relu,
    tanh,
    truncated_bptt,
)
from rnn_pure.examples import Example, on_paper
from rnn_pure.matrix import Matrix

Words = dict[str, str]
T_RHO = 8  # a power is seen in many steps only


def small() -> Example:
    """The network on paper with relu, one step longer."""
    rnn, xs, ds = on_paper(f=relu)
    return rnn, [*xs, xs[0]], [None, *ds]


def data(rnn: RNN, xs: Matrix, ds: list[Any]) -> dict[str, Any]:
    d, w = float(ds[-1][0]), float(rnn.W_re[0][0])
    return {"xs": [float(x) for [x] in xs], "d": d, "w": w}


def nudge(says: Words) -> Parts:
    """Copies of w_re move, and the change runs on to E."""
    rnn, xs, ds = small()
    copies = [at(t) - 56 for t in STEPS]
    drawn = [node(20, 80, 16, "0", "hue-re"), text(20, 112, "z_0", "small"),
             text(20, 144, "Δ", "hue-delta"),
             text(20, 336, "ΔE/ε", "hue-delta"),
             text(E_AT, 294, says["sum"], "small")]
    for t, x in zip(STEPS, copies):
        drawn += [
            part(f"copy{t}", line(x, 92, x, 276, "guide"),
                 text(x, 18, "w_{re}", "small"),
                 box(x, 47, 46, 28, "", "hue-re"), number(x, 47, f"w[{t}]")),
            text(at(t), 18, f"x_{t} = {xs[t - 1][0]}", "small"),
            cell(t, "hue-re", (f"u_{t}", f"u[{t}]"), (f"z_{t}", f"z[{t}]"),
                 more=arrow(x - 24, 80, x + 24, 80, "hue-re")),
            number(at(t), 144, f"dz[{t}]", "hue-delta"),
            text(x, 294, f"δ_{t} z_{t - 1}", "small"),
            number(x, 314, f"slope[{t}]"),
            number(x, 336, f"ratio[{t}]", "hue-delta"),
        ]
    drawn += [
        cell(T + 1, "hue-out", (f"y_{T}", "y"), (f"E{ITALIC}", "E"),
             more=arrow(E_AT - 80, 80, E_AT - 32, 80, "hue-out")),
        text(E_AT, 18, f"d_{T} = {ds[-1][0]}", "small"),
        number(E_AT, 144, "dE", "hue-delta"),
        number(E_AT, 314, "slope[all]"),
        number(E_AT, 336, "ratio[all]", "hue-delta"),
        contributions(2, 58, copies, *(
            (x, 52, f"ratio{name}", "outline")
            for x, name in zip([*copies, E_AT], [*STEPS, "all"])
        )),
    ]
    terms = {
        t: f'<span class="nowrap">{mathy(f"δ_{t} z_{t - 1}")}</span>'
        for t in STEPS
    }
    choices = {str(t): says["each"].format(t) for t in STEPS}
    sizes = Fraction(1, 5), Fraction(1, 10), Fraction(1, 100)
    return Parts(
        svg("nudge", says, 602, 350, *drawn),
        {**data(rnn, xs, ds), "terms": terms},
        {**choices, "all": says["all"]}, "2",
        'min="-0.25" max="0.25" step="0.01" value="0.2"',
        table(
            [says["choice"], "δ_t z_{t−1}",
             *(f"Δ<i>E</i>/<i>ε</i>, <i>ε</i> = {float(eps):g}"
               for eps in sizes)],
            [(choices.get(str(name), says["all"]), slope,
              *((error(moved, eps) - error([], eps)) / eps for eps in sizes))
             for name, moved, slope in slopes()],
        ),
    )


def slopes() -> list[tuple[Any, list[int], Any]]:
    """Each copy, then all: its name, the steps that move, ∂E by it."""
    rnn, xs, ds = small()
    states = forward(rnn, xs)
    made: Any = bptt(rnn, states, ds)
    each = [(t, [t], made.delta_re[t][0] * states.z[t - 1][0]) for t in STEPS]
    return [*each, ("all", [*STEPS], made.W_re[0][0])]


def error(moved: list[int], eps: Fraction) -> Any:
    """E, where the copies of these steps have moved by eps."""
    rnn, xs, ds = small()
    [[w_re]], z = rnn.W_re, None
    for t, x in enumerate(xs, 1):
        rnn.W_re = [[w_re + eps * (t in moved)]]
        states = forward(rnn, [x], z)
        z = states.z[1]
    return rnn.error(states.y[1], ds[-1])


def cut(says: Words) -> Parts:
    """The deltas go back k_2 steps."""
    rnn, xs, ds = small()
    drawn, weights = [], ("w_re", "w_in")
    for t in STEPS:
        gap = at(t) + 56
        seen = "".join(
            f'<g class="by-{by}">{text(at(t), 93, symbol, "small")}'
            f'{text(at(t), 294, f"δ_{t} {symbol}", "small")}</g>'
            for by, symbol in zip(weights, (f"z_{t - 1}", f"x_{t}"))
        )
        drawn += [
            part(f"back{t}", arrow(gap + 24, 80, gap - 24, 80, "hue-delta"),
                 text(gap, 60, f"× {rnn.W_re[0][0]}" if t < T else "",
                      "small")),
            part(f"cut{t}", text(gap, 80, "✕", "cross")),
            cell(t, "hue-delta", (f"δ_{t}", f"delta[{t}]"),
                 ("", f"seen[{t}]"),
                 more=seen + number(at(t), 314, f"slope[{t}]")),
        ]
    drawn += [
        cell(T + 1, "hue-out", (f"y_{T} − d_{T}", "dE_dy")),
        contributions(1.2, 100, map(at, STEPS), (E_AT, 52, "full", "outline")),
        text(E_AT, 294, says["sum"], "small"), number(E_AT, 314, "sum"),
    ]
    rows = []
    for k2 in STEPS:
        *_, last = truncated_bptt(rnn, xs, ds, k1=1, k2=k2)
        deltas: Any = last.delta_re
        kept = [shown(deltas[t][0]) for t in range(T, T - k2, -1)]
        rows.append((f"{k2}", ", ".join(kept), last.W_re[0][0],
                     last.W_in[0][0]))
    return Parts(
        svg("cut", says, 602, 328, *drawn),
        {**data(rnn, xs, ds), "terms": {by: mathy(by) for by in weights}},
        {by: by for by in weights}, "w_re",
        f'min="1" max="{T}" step="1" value="2"',
        table(["k_2", says["kept"],
               *(f"<i>∂E</i>/<i>∂</i>{by}" for by in weights)], rows),
    )


def rho(says: Words) -> Parts:
    """δ_t of every step, δ_T being 1."""
    steps = range(1, T_RHO + 1)
    middle = {t: 68 + 70 * (t - 1) for t in steps}
    zero, px = 130, 36
    top, bottom = zero - 3 * px, zero + 3 * px
    drawn = [
        text(30, 10, f"δ_t / δ_{T_RHO}", "small", "start"),
        bars(zero, -3, 3, px,
             *((x, 42, f"{t}", "bar1") for t, x in middle.items())),
        *(line(36, zero - px * one, 590, zero - px * one, css)
          + text(18, zero - px * one, f"{one}".replace("-", "−"), "small")
          for one, css in ((1, "unit"), (0, "axis"), (-1, "unit"))),
        '<linearGradient id="rho-fade" x2="0" y2="1">'
        '<stop class="paper"/><stop class="paper" offset="1" '
        'stop-opacity="0"/></linearGradient>',  # bars that go on beyond
        *(f'<rect x="36" width="554" y="{y}" height="20" fill="url('
          f'#rho-fade)" transform="rotate({turn} 313 {y + 10})"/>'
          for y, turn in ((top, 0), (bottom - 20, 180))),
        *(text(x, bottom + 16, f"δ_{t}", "small")
          + number(x, bottom + 36, f"ratio[{t}]")
          for t, x in middle.items()),
        arrow(middle[T_RHO], bottom + 58, middle[1], bottom + 58,
              "hue-delta"),
        text(313, bottom + 74, says["back"], "small hue-delta"),
    ]
    weights = [w / 10 for w in (-15, -10, -5, 5, 10, 15)]
    head = ["<i>f</i>, w_re", *(f"δ_{t} / δ_{T_RHO}" for t in steps)]
    return Parts(
        svg("rho", says, 602, bottom + 86, *drawn),
        {"xs": [1.0] * T_RHO},
        {str(f): str(f) for f in (identity, tanh)}, str(identity),
        'min="-1.5" max="1.5" step="0.05" value="0.8"',
        table(head, [(f"{f}, {w:g}".replace("-", "−"), *ratios(f, w))
                     for f in (identity, tanh) for w in weights]),
    )


def ratios(f: Activation, w: float) -> list[float]:
    """δ_t / δ_T for every t, with inputs of 1 and an error at T only."""
    rnn = RNN([[1.0]], [[w]], [0.0], [[1.0]], [0.0], f=f)
    states = forward(rnn, [[1.0]] * T_RHO)
    target = [*[None] * (T_RHO - 1), [states.y[T_RHO][0] - 1]]
    deltas: Any = bptt(rnn, states, target).delta_re
    return [delta / deltas[T_RHO][0] for [delta] in deltas[1:T_RHO + 1]]


KINDS = {"nudge": nudge, "cut": cut, "rho": rho}
