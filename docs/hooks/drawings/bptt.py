"""The drawings of the pages on BPTT and on the FCNN."""

from docs.hooks.drawings.kit import arrow, box, named, node, svg, text


def delta(x: float, y: float, layer: str, time: str) -> str:
    """δ with the layer above and the time below, set at (x, y)."""
    return (
        f'<text class="hue-delta" x="{x}" y="{y}" text-anchor="middle" '
        f'dominant-baseline="central"><tspan class="symbol">δ</tspan>'
        f'<tspan class="index" dx="0.15em" dy="-0.6em">{layer}</tspan>'
        f'<tspan class="index" dx="-{0.52 * len(layer):.2f}em" '
        f'dy="1.1em">{time}</tspan></text>'
    )


def line(x1: float, y1: float, x2: float, y2: float, css: str) -> str:
    return f'<path class="{css}" d="M{x1},{y1} L{x2},{y2}"/>'


@named("two-paths")
def two_paths(lang: str) -> str:
    """Definition 4: E reaches u_t from v_t and from u_{t+1}."""
    ko = lang == "ko"
    now, later = 150, 370
    parts = [
        box(now, 248, 104, 172, "", "hue-re dashed"),
        box(later, 248, 104, 172, "", "hue-re dashed"),
        text(now, 352, "시점 t" if ko else "step t", "small"),
        text(later, 352, "시점 t+1" if ko else "step t+1", "small"),
        # forward, thin
        arrow(now - 12, 276, now - 12, 226, "hue-re"),
        arrow(now - 12, 176, now - 12, 120, "hue-out"),
        arrow(later - 12, 276, later - 12, 226, "hue-re"),
        arrow(later - 12, 176, later - 12, 120, "hue-out"),
        arrow(now - 12, 76, now - 12, 45, "hue-out"),
        arrow(later - 12, 76, later - 12, 45, "hue-out"),
        arrow(now + 26, 206, later - 27, 292, "hue-re"),
        # back, moving
        arrow(now + 12, 45, now + 12, 78, "hue-delta flow"),
        arrow(now + 12, 122, now + 12, 176, "hue-delta flow"),
        arrow(later - 27, 308, now + 20, 221, "hue-delta flow", -24),
        arrow(now + 12, 224, now + 12, 276, "hue-delta flow"),
        arrow(later + 92, 300, later + 28, 300, "hue-delta flow"),
        arrow(later + 12, 224, later + 12, 276, "hue-delta flow"),
        arrow(later + 12, 122, later + 12, 176, "hue-delta flow"),
        arrow(later + 12, 45, later + 12, 78, "hue-delta flow"),
        node(now, 300, 24, "u_t", "hue-re"),
        node(now, 200, 24, "z_t", "hue-re"),
        node(now, 98, 22, "v_t", "hue-out"),
        node(later, 300, 26, "u_{t+1}", "hue-re"),
        node(later, 200, 26, "z_{t+1}", "hue-re"),
        node(later, 98, 24, "v_{t+1}", "hue-out"),
        box((now + later) / 2, 24, 300, 38, "E_{}", "hue-delta"),
        text(now + 32, 148, "①", "hue-delta"),
        delta(now + 58, 148, "out", "t"),
        text(now + 78, 306, "②", "hue-delta"),
        delta(now + 106, 306, "re", "t+1"),
        text(now - 34, 148, "W_{out}", "hue-out", "end"),
        text(now + 98, 226, "W_{re}", "hue-re", "start"),
    ]
    return svg(
        "two-paths",
        "E가 셀의 가중합 u에 닿는 두 갈래 길"
        if ko
        else "The two paths by which E reaches the weighted sum u",
        "첫째 길은 같은 시점의 출력 v에서 내려오고, 둘째 길은 다음 시점의 "
        "u에서 되돌아옵니다. 두 길은 z에서 만나 u로 갑니다."
        if ko
        else "The first path comes down from this step's output v, the "
        "second comes back from the next step's u. They meet at z and go on "
        "to u.",
        500,
        372,
        *parts,
    )


@named("weight-copies")
def weight_copies(lang: str) -> str:
    """Equation 3: a copy of W_re at every step; their gradients add up."""
    ko = lang == "ko"
    parts = []
    for t in range(1, 4):
        x = 40 + 128 * (t - 1)
        right = 44 * (t > 1)
        parts += [
            node(x, 74, 24, f"z_{t - 1}", "hue-re"),
            box(x + 64, 74, 52, 36, "W_{re}", "hue-re"),
            arrow(x + 25, 74, x + 37, 74, "hue-re"),
            arrow(x + 91, 74, x + 103, 74, "hue-re"),
            arrow(
                x + 64, 94, 232 + 34 * (t - 2), 194, "hue-delta flow",
                -14 * (t - 2),
            ),
            delta(x + 46 + right, 134, "re", str(t)),
            text(x + 72 + right, 134, f"z_{t - 1}", "hue-re"),
        ]
    parts += [
        node(424, 74, 24, "z_3", "hue-re"),
        box(232, 214, 140, 40, "", "hue-delta"),
        text(232, 214, "∂E / ∂W_{re}", "hue-delta"),
        text(
            232,
            20,
            "가중치는 하나, 사본은 시점마다 하나씩"
            if ko
            else "one weight, a copy of it at every step",
        ),
        text(
            314, 214, "모두 더하기" if ko else "added up", "hue-delta", "start"
        ),
    ]
    return svg(
        "weight-copies",
        "시점마다 하나씩 있는 W_re의 사본"
        if ko
        else "A copy of W_re at every step",
        "상태 z에서 다음 상태로 가는 길마다 같은 W_re가 놓여 있습니다. "
        "사본마다 얻은 기울기를 더하면 W_re의 기울기입니다."
        if ko
        else "The same W_re stands between every state and the next. The "
        "gradients of the copies add up to the gradient of W_re.",
        464,
        244,
        *parts,
    )


def layer(x: float, y: float, label: str, hue: str) -> str:
    """A layer: two units above each other, and its name."""
    return (
        node(x, y - 22, 15, "", hue)
        + node(x, y + 22, 15, "", hue)
        + text(x, y - 54, label, hue)
    )


def fully(x1: float, x2: float, y: float, hue: str) -> str:
    """Every unit of one layer leads to every unit of the next."""
    return "".join(
        line(x1 + 16, y + a, x2 - 16, y + b, f"axis {hue}")
        for a in (-22, 22)
        for b in (-22, 22)
    )


@named("fcnn-unrolled")
def fcnn_unrolled(lang: str) -> str:
    """T = 1 is an FCNN of two layers; T = 3 a deep one with shared W_re."""
    ko = lang == "ko"
    top, low = 92, 262
    xs = [40, 145, 250, 355, 460]
    parts = [
        text(xs[0] - 24, 14, "T = 1", "", "start"),
        fully(xs[0], xs[1], top, "hue-in"),
        fully(xs[1], xs[2], top, "hue-out"),
        layer(xs[0], top, "x_1", "hue-in"),
        layer(xs[1], top, "z_1", "hue-re"),
        layer(xs[2], top, "y_1", "hue-out"),
        text(92, top + 58, "W_{in}", "hue-in"),
        text(198, top + 58, "W_{out}", "hue-out"),
        text(
            288,
            top,
            "층이 둘인 FCNN" if ko else "an FCNN of two layers",
            "small",
            "start",
        ),
        text(xs[0] - 24, low - 82, "T = 3", "", "start"),
    ]
    for k in range(4):
        hue = "hue-re" if k < 3 else "hue-out"
        parts += [
            fully(xs[k], xs[k + 1], low, hue),
            text(
                (xs[k] + xs[k + 1]) / 2,
                low + 58,
                "W_{re}" if k < 3 else "W_{out}",
                hue,
            ),
        ]
    for k in range(5):
        name = f"z_{k}" if k < 4 else "y_3"
        parts.append(layer(xs[k], low, name, "hue-re" if k < 4 else "hue-out"))
        if 0 < k < 4:
            parts += [
                arrow(xs[k], low + 84, xs[k], low + 42, "hue-in"),
                text(xs[k], low + 98, f"x_{k}", "hue-in"),
            ]
    parts.append(
        text(
            207,
            low - 82,
            "W_{re}는 모두 같음" if ko else "W_{re}: one and the same",
            "small hue-re",
        )
    )
    return svg(
        "fcnn-unrolled",
        "RNN과 FCNN" if ko else "The RNN and the FCNN",
        "T가 1이면 RNN은 층이 둘인 FCNN입니다. 시간으로 펼치면 모든 층이 같은 "
        "W_re를 쓰는 깊은 FCNN입니다."
        if ko
        else "With T = 1 the RNN is an FCNN of two layers. Unrolled in time "
        "it is a deep FCNN whose layers all have the same W_re.",
        500,
        376,
        *parts,
    )
