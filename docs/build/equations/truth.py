"""Every equation computed as it is printed, beside what the package computes.
"""

import re
from collections.abc import Iterator

from docs.build.equations.algebra import look
from docs.build.equations.tex import Reader, Tokens, World, lines
from docs.build.equations.worlds import worlds
from docs.common.table import FILE, Equation, equations


def false() -> Iterator[str]:
    """Every equation that says something else than what is computed."""
    for row in equations().values():
        for where, line in printed(row):
            whys = (wrong(line, world) for world in worlds(row.tag, where))
            if why := next(filter(None, whys), ""):
                said = " ".join(line)
                yield f"{FILE}: [{row.tag!r}] {where}: {said}: {why}"


def printed(row: Equation) -> Iterator[tuple[str, Tokens]]:
    """Its lines in every form, and where they stand."""
    for form, tex in row.forms.items():
        yield from ((form, line) for line in lines(tex))
    for k, text in enumerate(row.plain, start=1):
        if text and "…" not in text:
            [line] = lines(tex_of(text))
            yield f"plain {k}", line


def wrong(line: Tokens, world: World) -> str:
    """Why a line does not hold at all its indices; nothing if it does."""
    reader = Reader(line, world)
    try:
        for at, sides in reader.values():
            for k, relation in enumerate(reader.relations):
                test = look(world.relations, relation)
                if not test(sides[k], sides[k + 1]):
                    there = ", ".join(f"{it} = {n}" for it, n in at.items())
                    where = f" at {there}" if there else ""
                    return f"sides {k + 1} and {k + 2} differ{where}"
    except (ArithmeticError, LookupError, TypeError, ValueError) as error:
        return str(error)
    return "" if reader.relations else "nothing is said to be equal"


AS_TEX = {
    r"(δ|W|b)_?(in|re|out)": r"\1_{\2}",
    "_ij": "_{ij}",
    "∂z_k": "∂z_{k,t}",
    r"\b(?=min|max)": r"\\",
    r"∂([^/ ]+)/∂([^ ]+)": r"\\frac{\\partial \1}{\\partial \2}",
    r"\((E.*)\) / (2ε)": r"\\frac{\1}{\2}",
    "Σ_t": r"\\sum_{t=1}^{T}",
    "Σ_k": r"\\sum_k",
    "ᵀ": r"^{\\top}",
    "softmax": r"\\mathrm{softmax}",
    "⊙": r"\\odot",
    "←": r"\\leftarrow",
    "≈": r"\\approx",
    "δ": r"\\delta",
    "α": r"\\alpha",
    "ε": r"\\varepsilon",
    "κ": r"\\kappa",
    "−": "-",
    "′": "'",
}


def tex_of(plain: str) -> str:
    for text, tex in AS_TEX.items():
        plain = re.sub(text, tex, plain)
    return plain
