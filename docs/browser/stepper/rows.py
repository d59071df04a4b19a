"""A statement of the heart as rows of names and signs, and its place.

Both follow from its own text.
"""

import ast
import re
from typing import Any

TERM = "①②"
CALLS = {  # in names and signs; behind Σ, once for each t
    "matvec": "{} {}", "hadamard": "{} ⊙ {}", "add": "{} + {}",
    "f": "f( {} )", "g": "g( {} )", "f.prime": "f'({})", "g.prime": "g'({})",
    "rnn.error_at": "E-before + ½‖ {} − {} ‖²", "rnn.error_slope": "{} − {}",
    "sum_outer": "Σ {}·{}^T", "sum_over_time": "Σ {}", "zeros": "0",
}
NODE = re.compile(r"(dE_d|delta_|\b)(re|out|[uvxyz])\[(\d+)\]")
DELTAS = {"re": "u", "out": "v"}  # where they stand in the drawing


def patterns(code: str, written: str, there: bool) -> list[str]:
    """A statement as rows of names and signs; ① and ② are what it adds.

    there: its step has a target. Otherwise the error's part is 0.
    """
    statement: Any = ast.parse(code.strip()).body[0]
    right = _signs(statement.value)
    if not there:
        right = re.sub(r"½‖.*‖²|\S+ − d\S+", "0", right)
    products = re.findall(r"W_\S+ \S+", right)
    rows = [*zip(TERM, products)] if len(products) > 1 else []
    for sign, product in rows:
        right = right.replace(product, sign)
    left = written.replace(" ", "")
    return [f"{name} = {does}" for name, does in [*rows, (left, right)]]


def _signs(node: Any) -> str:
    """An expression of the heart as names and signs: δ_{t+1} has no space."""
    if isinstance(node, ast.Call):
        does, parts = CALLS[ast.unparse(node.func)], node.args
        if does == CALLS["add"]:
            does = " + ".join(["{}"] * len(parts))
        return does if "{" not in does else does.format(*map(_signs, parts))
    text = ast.unparse(node).replace("[1:T + 1]", "[t]")
    text = text.replace("[0:T]", "[t-1]").replace(" ", "")
    return re.sub("_T$", "^T", text)


def places(
    name: str, t: int | None, rows: list[list[str]]
) -> tuple[list[str], list[str]]:
    """The nodes that a step computes, and the arrows that lead there.

    They lead from what is read; on the way back from what has come back, and
    at y from E. The first is ①'s, the second ②'s.
    """
    def nodes(text: str) -> list[tuple[str, str]]:
        return [
            (way, f"{DELTAS.get(node, node)}[{k}]")
            for way, node, k in NODE.findall(text)
        ]

    found = nodes(" ".join(part for row in rows for part in row[2:]))
    read = [*dict.fromkeys(found)]
    if t is None:  # a gradient: every delta, and what it is multiplied by
        pairs = zip(read, read[1:] if "·" in "".join(rows[0]) else [])
        return [node for _, node in read], [
            f"{met}>{delta}" for (way, delta), (_, met) in pairs if way
        ]
    [(way, to)] = nodes(name) or [("", f"E[{t}]")]
    back = [node for came, node in read if came]
    if way and read and not back:
        back = [f"E[{t}]"]
    start = back if way else [node for _, node in read]
    return [to], [f"{one}>{to}" for one in start]


def at_time(pattern: str, t: int | None, T: int) -> str:
    """u[t-1] as u[2]; behind Σ once for each time step."""
    if "Σ" in pattern:
        left, term = pattern.split("Σ")
        return left + " + ".join(at_time(term, k, T) for k in range(1, T + 1))
    if t is None:
        return pattern
    for index, number in (
        ("t-1", t - 1), ("t+1", t + 1), ("T+1", T + 1), ("t", t)
    ):
        pattern = pattern.replace(f"[{index}]", f"[{number}]")
    return pattern
