"""The drawing of truncated BPTT."""

from docs.common.kit import arrow, box, line, node, svg, text


def truncation(said: dict[str, str]) -> str:
    """Pieces of k1 = 2 steps, a window of k2 = 3: states go on, deltas not."""
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
        word = said["piece"].format(n=row + 1)
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
    return svg("truncation", said, 540, y - 10, *parts)
