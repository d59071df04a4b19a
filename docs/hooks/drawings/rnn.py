"""The RNN drawn: rolled and unrolled, its cells, all its symbols, one step."""

from itertools import pairwise

from docs.hooks.drawings.kit import arrow, box, named, node, svg, text


def loop(x: float, y: float, r: float, hue: str) -> str:
    """An arrow that leaves a node at its upper right and comes back below."""
    out, back = x + 0.83 * r, y + 0.62 * r
    far, up, down = x + 3.2 * r, y - 1.5 * r, y + 1.5 * r
    return (
        f'<g class="arrow {hue}"><path d="M{out:.1f},{y - 0.56 * r:.1f} '
        f"C{far:.1f},{up:.1f} {far:.1f},{down:.1f} "
        f'{out + 5:.1f},{back + 2:.1f}"/>'
        f'<polygon points="{out:.1f},{back:.1f} {out + 9.2:.1f},'
        f'{back - 0.4:.1f} {out + 6.2:.1f},{back + 7:.1f}"/></g>'
    )


def line(x1: float, y1: float, x2: float, y2: float, hue: str) -> str:
    """A thin connection without a head."""
    return (
        f'<g class="{hue}"><path d="M{x1},{y1} L{x2},{y2}" fill="none" '
        f'stroke="currentColor" stroke-width="1.3" opacity="0.55"/></g>'
    )


@named("rolled")
def rolled(lang: str) -> str:
    """A cell with a loop is the same cell once for each step."""
    ko = lang == "ko"
    top, middle, low, r = 32, 112, 192, 22
    parts = [
        node(40, low, r, "x_t", "hue-in"),
        node(40, middle, r, "z_t", "hue-re"),
        node(40, top, r, "y_t", "hue-out"),
        arrow(40, low - r, 40, middle + r, "hue-in"),
        arrow(40, middle - r, 40, top + r, "hue-out"),
        loop(40, middle, r, "hue-re flow"),
        text(132, middle, "="),
        text(40, 236, "한 셀" if ko else "one cell", "small"),
        text(
            330,
            236,
            "같은 셀을 시점마다" if ko else "the same cell at each step",
            "small",
        ),
        node(172, middle, r, "z_0", "hue-re"),
    ]
    for t in (1, 2, 3):
        x = 172 + 78 * t
        parts += [
            node(x, low, r, f"x_{t}", "hue-in"),
            node(x, middle, r, f"z_{t}", "hue-re"),
            node(x, top, r, f"y_{t}", "hue-out"),
            arrow(x, low - r, x, middle + r, "hue-in"),
            arrow(x, middle - r, x, top + r, "hue-out"),
            arrow(x - 78 + r, middle, x - r, middle, "hue-re flow"),
        ]
    return svg(
        "rolled",
        "접은 그림과 펼친 그림" if ko else "Rolled and unrolled",
        "왼쪽: 입력 x를 받아 출력 y를 내고 자신에게 되돌아오는 화살표가 있는 "
        "셀 하나. 오른쪽: 같은 셀을 시점 1, 2, 3에 한 번씩 그린 것으로, 상태 "
        "z가 왼쪽에서 오른쪽으로 이어집니다."
        if ko
        else "Left: one cell that takes the input x, gives the output y and "
        "has an arrow back to itself. Right: the same cell drawn at steps 1, "
        "2 and 3, the state z passed on from left to right.",
        436,
        250,
        *parts,
    )


@named("cells")
def cells(lang: str) -> str:
    """Several units in each cell, every one tied to every one."""
    ko = lang == "ko"
    parts, rows, r = [], (100, 150, 200), 17
    columns = {"t-1": 78, "t": 220, "t+1": 362}
    xs = list(columns.values())
    for x1, x2 in pairwise(xs):
        parts += [
            line(x1 + r, y1, x2 - r, y2, "hue-re")
            for y1 in rows
            for y2 in rows
        ]
    for y in rows:  # what came before, and what follows
        parts += [
            line(18, y, xs[0] - r, y, "hue-re"),
            line(xs[2] + r, y, 422, y, "hue-re"),
        ]
    marked = arrow(xs[0] + r, rows[1], xs[1] - r, rows[0], "hue-re")
    parts += [
        marked.replace("<path", '<path style="stroke-width:3.4px"'),
        label(149, 82, "w_{12}", "hue-re"),
    ]
    for t, x in columns.items():
        parts += [
            box(x, 150, 58, 152, "", "dashed"),
            *(
                node(x, y, r, str(i), "hue-re")
                for i, y in enumerate(rows, start=1)
            ),
            node(x, 272, 22, f"x_{{{t}}}", "hue-in"),
            node(x, 28, 22, f"y_{{{t}}}", "hue-out"),
            arrow(x, 250, x, 228, "hue-in"),
            arrow(x, 73, x, 51, "hue-out"),
        ]
    return svg(
        "cells",
        "셀 안의 유닛" if ko else "The units inside the cell",
        "시점 t-1, t, t+1의 셀마다 유닛이 세 개씩 있고, 앞 시점의 모든 "
        "유닛이 다음 시점의 모든 유닛과 이어집니다. 앞 시점의 유닛 2에서 "
        "유닛 1로 가는 선 하나가 굵습니다. 그 이름은 w_12입니다."
        if ko
        else "Three units in the cell at t-1, t and t+1; every unit is "
        "connected to every unit of the next step. One connection is marked, "
        "w_12: from unit 2 to unit 1 of the next step.",
        440,
        300,
        *parts,
    )


@named("network")
def network(lang: str) -> str:
    """Every symbol of the forward pass, three steps side by side."""
    ko = lang == "ko"
    r = 20
    level = {"x": 348, "u": 268, "z": 192, "v": 112, "y": 36}
    hues = {"x": "in", "u": "re", "z": "re", "v": "out", "y": "out"}
    ways = (
        ("x", "u", "W_{in}", "in"),
        ("u", "z", "f", "re"),
        ("z", "v", "W_{out}", "out"),
        ("v", "y", "g", "out"),
    )
    parts = [node(32, level["z"], r, "z_0", "hue-re")]
    for t in (1, 2, 3):
        x = 32 + 112 * t
        before, after = (x - 112, level["z"]), (x, level["u"])
        parts += [
            box(x, 230, 56, 132, "", "dashed"),
            arrow(
                before[0] + 17,
                before[1] + 11,
                after[0] - 17,
                after[1] - 11,
                "hue-re flow",
            ),
            label(x - 47, 218, "W_{re}", "hue-re"),
        ]
        for low, high, name, hue in ways:
            y1, y2 = level[low] - r, level[high] + r
            wide = 24 if len(name) > 1 else 13
            parts += [
                arrow(x, y1, x, y2, f"hue-{hue}"),
                label(x + wide, (y1 + y2) / 2, name, f"hue-{hue}"),
            ]
        parts += [
            node(x, y, r, f"{name}_{t}", f"hue-{hues[name]}")
            for name, y in level.items()
        ]
        parts.append(text(x, 388, f"t = {t}", "small"))
    return svg(
        "network",
        "펼친 신경망과 기호" if ko else "The unrolled network and its symbols",
        "시점마다 아래에서 위로 x, u, z, v, y가 놓이고, x에서 u로 W_in, z에서 "
        "v로 W_out, 앞 시점의 z에서 u로 W_re가 이어집니다. 세 가중치는 모든 "
        "시점에서 같습니다."
        if ko
        else "At each step, from the bottom up: x, u, z, v, y. W_in leads "
        "from x to u, W_out from z to v, and W_re from the z of the step "
        "before to u. The three weights are the same at all steps.",
        412,
        402,
        *parts,
    )


def label(x: float, y: float, name: str, hue: str) -> str:
    """A symbol beside an arrow, in the arrow's colour."""
    shown = text(x, y, name)
    if "_" not in name:  # f and g are symbols too
        shown = shown.replace(">", '><tspan class="symbol">', 1)
        shown = shown.replace("</text>", "</tspan></text>")
    return f'<g class="{hue}">{shown}</g>'


@named("one-step")
def one_step(lang: str) -> str:
    """What is computed at a step, in its order."""
    ko = lang == "ko"
    r, y = 21, 84
    places = {"u": 132, "z": 204, "v": 296, "y": 368}
    hues = {"u": "re", "z": "re", "v": "out", "y": "out"}
    parts = [
        node(34, 40, r, "z_{t-1}", "hue-re"),
        node(34, 128, r, "x_t", "hue-in"),
        arrow(54, 47, 112, 76, "hue-re"),
        arrow(54, 121, 112, 92, "hue-in"),
        label(86, 44, "W_{re}", "hue-re"),
        label(86, 126, "W_{in}", "hue-in"),
    ]
    names = list(places)
    for first, then, name in zip(names, names[1:], ("f", "W_{out}", "g")):
        x1, x2 = places[first] + r, places[then] - r
        hue = f"hue-{hues[then]}"
        parts += [
            arrow(x1, y, x2, y, hue),
            label((x1 + x2) / 2, y - 18, name, hue),
        ]
    for number, (name, x) in enumerate(places.items(), start=1):
        parts += [
            node(x, y, r, f"{name}_t", f"hue-{hues[name]}"),
            text(x, y + 38, str(number), "small"),
        ]
    parts += [
        arrow(204, y - r, 262, 24, "hue-re flow", bend=-14),
        text(
            268,
            22,
            "다음 시점으로" if ko else "to the next step",
            "small",
            "start",
        ),
    ]
    return svg(
        "one-step",
        "한 시점의 순서" if ko else "One step, in its order",
        "앞 상태와 입력에서 u, u에서 z, z에서 v, v에서 y를 차례로 "
        "계산하고, z는 다음 시점으로도 갑니다."
        if ko
        else "u from the state before and the input, z from u, v from z, y "
        "from v, one after the other; z also goes to the next step.",
        402,
        158,
        *parts,
    )
