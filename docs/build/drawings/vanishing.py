"""The drawing of how long δ is, long before the error."""

import random
from math import log10, sqrt

from docs.common.kit import ITALIC, line, svg, text
from rnn_pure import RNN, Activation, bptt, forward, identity, tanh
from rnn_pure.matrix import Matrix, dot

SUPERSCRIPTS = str.maketrans("-0123456789", "⁻⁰¹²³⁴⁵⁶⁷⁸⁹")


def orthogonal(n: int) -> Matrix:
    """n random directions at right angles to one another, of length 1."""
    gauss = random.Random(0).gauss
    rows: Matrix = []
    for _ in range(n):
        q = [gauss(0, 1) for _ in range(n)]
        for row in rows + rows:  # twice: rounding
            along = dot(q, row)
            q = [q_j - along * r_j for q_j, r_j in zip(q, row)]
        length = sqrt(dot(q, q))
        rows.append([q_j / length for q_j in q])
    return rows


def lengths(rho: float, f: Activation, T: int) -> list[float]:
    """|δ_t| / |δ_T| for t = 1 … T, with an error at T only."""
    rnn = RNN.random(2, 8, 1, seed=0, f=f)
    rnn.W_re = [[rho * q for q in row] for row in orthogonal(8)]
    gauss = random.Random(0).gauss
    xs = [[gauss(0, 1), gauss(0, 1)] for _ in range(T)]
    target = [*[None] * (T - 1), [1.0]]
    deltas = bptt(rnn, forward(rnn, xs), target).delta_re or []
    sizes = [sqrt(dot(delta, delta)) for delta in deltas[1 : T + 1]]
    return [size / sizes[-1] for size in sizes]


def norms(said: dict[str, str]) -> str:
    """|δ_t| over time for three radii: f = identity, and tanh beside it."""
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
            first = sizes[:9]  # as many as a label is wide
            if rho < 1 or (f is tanh and rho == 1):
                y = height(log10(min(first))) + 14
            else:
                y = height(log10(max(first))) - 12
            parts.append(text(left + 6, y, f"ρ = {rho}", hue, "start"))
    return svg("norms", said, 530, 340, *parts)
