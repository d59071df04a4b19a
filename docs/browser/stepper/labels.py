"""Names as MathML and values as text."""

import re
from fractions import Fraction
from typing import Any


def label(name: str) -> str:
    """W_re^T, z[2] or dE_dx[1] as MathML; a ① as it is, nothing for 0."""
    if not name[0].isalpha():
        return name.strip("0")
    if "·" in name:
        delta, other = map(label, name.split("·"))
        return delta.replace("</math>", "") + other.replace("<math>", "")
    if slope := re.match(r"([fg])'\((.+)\)", name):
        inner = label(slope[2]).replace("<math>", "").replace("</math>", "")
        return (f"<math><mi>{slope[1]}</mi><mo lspace='0' rspace='0'>′</mo>"
                f"<mo>(</mo>{inner}<mo>)</mo></math>")
    return f"<math>{_symbol(name)}</math>"


def _symbol(name: str) -> str:
    name = name.removesuffix("-before")
    if name.startswith("dE_d"):
        below = _symbol(name[4:])
        return (
            "<mrow><mi>∂</mi><mi>E</mi><mo lspace='0' rspace='0'>/</mo>"
            f"<mi>∂</mi>{below}</mrow>"
        )
    found = re.fullmatch(r"([A-Za-z]+)_?(\w+)?(?:\[(\d+|t)\])?(\^T)?", name)
    assert found, name
    letter, layer, t, turned = found.groups()
    base = f"<mi>{'δ' if letter == 'delta' else letter}</mi>"
    low = f"<mi>{layer}</mi>" if layer else ""
    time = f"<mi>{t}</mi>" if t else ""
    above = "<mi>⊤</mi>" if turned else ""
    if letter == "delta":
        low, above = "", low
    low = low + time
    if low and above:
        return f"<msubsup>{base}{low}{above}</msubsup>"
    if low:
        return f"<msub>{base}{low}</msub>"
    return f"<msup>{base}{above}</msup>" if above else base


def plain(value: Any) -> Any:
    """Lists of floats as JSON knows them; fractions and infinity as text."""
    if isinstance(value, list):
        return [*map(plain, value)]
    if isinstance(value, Fraction):
        return value.numerator if value.denominator == 1 else str(value)
    return value if abs(value) < float("inf") else str(value)


def shown(value: Any) -> str:
    """A value in a line of text, to four decimals."""
    if isinstance(value, list):
        return f"({', '.join(map(shown, value))})"
    if isinstance(value, float):
        value = f"{value:.4f}".rstrip("0").rstrip(".")
    return str(value).replace("-", "−")
