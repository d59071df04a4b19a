"""Drawings of truncation, RTRL, the graph of operations, and lengths of δ."""

import random
from math import log10, sqrt

from docs.hooks.drawings.kit import arrow, box, named, node, svg, text
from rnn_pure import RNN, Activation, bptt, forward, identity, tanh
from rnn_pure.matrix import Matrix, dot

ITALIC = "_{\u200b}"  # after a symbol without index
SUPERSCRIPTS = str.maketrans("-0123456789", "⁻⁰¹²³⁴⁵⁶⁷⁸⁹")


def line(x1: float, y1: float, x2: float, y2: float, css: str) -> str:
    return f'<path class="{css}" d="M{x1:.1f},{y1:.1f} L{x2:.1f},{y2:.1f}"/>'


@named("truncation")
def truncation(lang: str) -> str:
    """Pieces of k1 = 2 steps, a window of k2 = 3: states go on, deltas not."""
    ko = lang == "ko"
    T, k1, k2 = 6, 2, 3

    def at(t: int) -> float:
        return 40 + 76 * t

    parts = [node(at(t), 34, 20, f"z_{t}", "hue-re") for t in range(T + 1)]
    parts += [
        arrow(at(t) + 20, 34, at(t + 1) - 20, 34, "hue-re flow")
        for t in range(T)
    ]
    for row, t_0 in enumerate(range(0, T, k1)):
        t_1, y = t_0 + k1, 104 + 66 * row
        s, middle = max(0, t_1 - k2), (at(t_0 + 1) + at(t_1)) / 2
        word = f"조각 {row + 1}" if ko else f"piece {row + 1}"
        parts += [
            text(8, y, word, "", "start"),
            box(middle, y, 76 * k1 - 12, 52, "", "hue-delta"),
        ]
        for t in range(s + 1, t_1 + 1):
            parts.append(text(at(t), y, f"δ_{t}", "hue-delta"))
            if t > s + 1:
                parts.append(
                    arrow(at(t) - 18, y, at(t - 1) + 18, y, "hue-delta flow")
                )
        if s > 0:
            parts += [
                arrow(at(s + 1) - 18, y, at(s) + 30, y, "hue-delta cut"),
                text(at(s) + 20, y, "✕", "hue-delta"),
            ]
    y = 104 + 66 * 2 + 44
    for first, k, name in (5, k1, "k_1"), (4, k2, "k_2"):
        left, right = at(first) - 32, at(6) + 32
        parts += [
            line(left, y, right, y, "axis"),
            line(left, y - 6, left, y + 6, "axis"),
            line(right, y - 6, right, y + 6, "axis"),
            text(left - 12, y, f"{name} = {k}", "", "end"),
        ]
        y += 30
    return svg(
        "truncation",
        "절단된 BPTT" if ko else "Truncated BPTT",
        "상태 z는 처음부터 끝까지 끊기지 않고 흐릅니다. 델타는 조각마다 k2개 "
        "시점만 거슬러 가고 거기서 끊깁니다."
        if ko
        else "The states z flow on through all steps without a break. The "
        "deltas of each piece go back k2 steps and are cut off there.",
        540,
        y - 10,
        *parts,
    )


@named("rtrl-flow")
def rtrl_flow(lang: str) -> str:
    """Sensitivities carried beside the states: nothing goes back."""
    ko = lang == "ko"
    T, z, p, e = 3, 34, 124, 210

    def at(t: int) -> float:
        return 40 + 140 * t

    parts = []
    for t in range(T + 1):
        parts += [
            node(at(t), z, 22, f"z_{t}", "hue-re"),
            node(at(t), p, 22, f"p{ITALIC}({t})", "hue-delta"),
        ]
        if t < T:
            parts += [
                arrow(at(t) + 22, z, at(t + 1) - 22, z, "hue-re flow"),
                arrow(at(t) + 22, p, at(t + 1) - 22, p, "hue-delta flow"),
                arrow(at(t) + 18, z + 14, at(t + 1) - 17, p - 15, "hue-re"),
            ]
        if t:
            parts += [
                arrow(at(t), p + 22, at(t), e - 20, "hue-delta"),
                box(at(t), e, 96, 38, f"∂E_{t}/∂w{ITALIC}", "hue-delta"),
            ]
    return svg(
        "rtrl-flow",
        "실시간 순환 학습" if ko else "Real time recurrent learning",
        "상태 z와 민감도 p가 나란히 앞으로만 갑니다. 시점마다 그 자리에서 "
        "오차의 기울기가 나옵니다."
        if ko
        else "The states z and the sensitivities p go forward side by side. "
        "Each step gives the gradient of its error at once.",
        520,
        240,
        *parts,
    )


@named("graph")
def graph(lang: str) -> str:
    """z = f(w x + b) as a graph of operations, with the way back."""
    ko = lang == "ko"
    y = 90
    parts = [
        node(40, 40, 22, f"w{ITALIC}", "hue-re"),
        node(40, 140, 22, f"x{ITALIC}", "hue-in"),
        node(165, y, 22, "×", "hue-re"),
        node(165, 190, 22, f"b{ITALIC}", "hue-re"),
        node(280, y, 22, "+", "hue-re"),
        node(395, y, 22, f"f{ITALIC}", "hue-re"),
        node(510, y, 22, f"z{ITALIC}", "hue-re"),
    ]
    edges = (
        (40, 40, 165, y, f"x{ITALIC}", 12, -22),
        (40, 140, 165, y, f"w{ITALIC}", 12, 24),
        (165, y, 280, y, "1", 0, 24),
        (165, 190, 280, y, "1", 20, 18),
        (280, y, 395, y, f"f′{ITALIC}(u)", 0, 24),
        (395, y, 510, y, "1", 0, 24),
    )
    for x1, y1, x2, y2, slope, dx, dy in edges:
        length = sqrt((x2 - x1) ** 2 + (y2 - y1) ** 2)
        ux, uy = (x2 - x1) / length, (y2 - y1) / length
        nx, ny = -uy * 6, ux * 6  # to the right of the way forward
        sx, sy, ex, ey = (
            x1 + 23 * ux, y1 + 23 * uy, x2 - 23 * ux, y2 - 23 * uy,
        )
        parts += [
            arrow(sx - nx, sy - ny, ex - nx, ey - ny, "hue-re"),
            arrow(ex + nx, ey + ny, sx + nx, sy + ny, "hue-delta flow"),
            text((x1 + x2) / 2 + dx, (y1 + y2) / 2 + dy, slope, "hue-delta"),
        ]
    return svg(
        "graph",
        "연산의 그래프" if ko else "A graph of operations",
        "w와 x를 곱하고 b를 더하고 f를 씌우면 z가 됩니다. 되돌아올 때는 "
        "화살표 옆의 미분을 곱합니다."
        if ko
        else "w times x, plus b, through f gives z. On the way back the "
        "slope beside each arrow is multiplied.",
        550,
        220,
        *parts,
    )


def orthogonal(n: int, seed: int) -> Matrix:
    """n random directions at right angles to one another, of length 1."""
    gauss, rows = random.Random(seed).gauss, []
    for _ in range(n):
        q = [gauss(0, 1) for _ in range(n)]
        for row in rows + rows:  # twice: rounding
            along = dot(q, row)
            q = [q_j - along * r_j for q_j, r_j in zip(q, row)]
        length = sqrt(dot(q, q))
        rows.append([q_j / length for q_j in q])
    return rows


def lengths(rho: float, f: Activation, T: int, seed: int = 0) -> list[float]:
    """|δ_t| / |δ_T| for t = 1 … T, with an error at T only."""
    rnn = RNN.random(2, 8, 1, seed=seed, f=f)
    rnn.W_re = [[rho * q for q in row] for row in orthogonal(8, seed)]
    gauss = random.Random(seed).gauss
    xs = [[gauss(0, 1), gauss(0, 1)] for _ in range(T)]
    target = [*[None] * (T - 1), [1.0]]
    deltas = bptt(rnn, forward(rnn, xs), target).delta_re[1:T + 1]
    sizes = [sqrt(dot(delta, delta)) for delta in deltas]
    return [size / sizes[-1] for size in sizes]


@named("norms")
def norms(lang: str) -> str:
    """|δ_t| over time for three radii: f = identity, and tanh beside it."""
    ko = lang == "ko"
    T, low, high, top, bottom = 30, -8, 3, 46, 286
    parts = []

    def height(power: float) -> float:
        return bottom - (bottom - top) * (power - low) / (high - low)

    for left, f in (54, identity), (314, tanh):
        right = left + 200

        def at(t: int, left: float = left, right: float = right) -> float:
            return left + (right - left) * (t - 1) / (T - 1)

        title = f"f{ITALIC} = {f}"
        parts.append(text((left + right) / 2, 18, title))
        for power in range(high, low - 1, -1):
            if power % 2 == 0:
                y = height(power)
                parts.append(
                    f'<path class="axis" d="M{left},{y:.1f} H{right}" '
                    'style="opacity:0.25"/>'
                )
                if f is identity:
                    label = "10" + str(power).translate(SUPERSCRIPTS)
                    label = "1" if power == 0 else label
                    parts.append(text(left - 8, y, label, "", "end"))
        parts += [
            line(left, top, left, bottom, "axis"),
            line(left, bottom, right, bottom, "axis"),
        ]
        for t in 1, 10, 20, T:
            parts.append(text(at(t), bottom + 18, str(t)))
        parts.append(text((left + right) / 2, bottom + 42, f"t{ITALIC}"))
        for rho, hue in (1.25, "hue-delta"), (1, "hue-re"), (0.8, "hue-in"):
            sizes = lengths(rho, f, T)
            points = " ".join(
                f"{at(t + 1):.1f},{height(log10(size)):.1f}"
                for t, size in enumerate(sizes)
            )
            parts.append(
                f'<polyline class="curve {hue}" stroke="currentColor" '
                f'points="{points}"/>'
            )
            if f is identity:  # beside the curve
                t, side = (4, 16) if rho < 1 else (5, -14)
                y = height(log10(sizes[t - 1])) + side
            else:  # stacked in the order of the curves
                t, y = 2, top + 14 + 22 * (1.25, 1, 0.8).index(rho)
            parts.append(text(at(t), y, f"ρ = {rho}", hue, "start"))
    return svg(
        "norms",
        "시점에 따른 델타의 길이" if ko else "The length of δ over time",
        "f가 항등 함수이면 길이가 ρ의 거듭제곱 그대로 줄거나 늘어납니다. "
        "tanh이면 세 곡선 모두 과거로 갈수록 줄어듭니다."
        if ko
        else "With f = identity the length is a power of ρ, falling or "
        "growing. With tanh all three curves fall towards the past.",
        530,
        340,
        *parts,
    )
