"""The drawing of RTRL."""

from docs.common.kit import ITALIC, arrow, box, node, svg


def rtrl_flow(said: dict[str, str]) -> str:
    """Sensitivities carried beside the states: nothing goes back."""
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
    return svg("rtrl-flow", said, 520, 240, *parts)
