"""Every equation computed as it is printed, beside what the package computes.

It is printed as TeX, and as text above the lines of the files to copy.
"""

import re
from collections.abc import Iterator
from functools import cache

from docs.build.equations.algebra import look
from docs.build.equations.tex import Reader, Tokens, World, lines
from docs.build.equations.worlds import worlds
from docs.common.table import FILE, ROOT, Equation, equations

COMMENT = re.compile(r"^ *# ((?:eq|def) \S+): (.*)$", re.M)


def false() -> Iterator[str]:
    """Every equation that says something else than what is computed."""
    for row in equations().values():
        for where, line in printed(row):
            whys = (wrong(line, world) for world in worlds(row.tag, line))
            if why := next(filter(None, whys), ""):
                yield f"{where}: {' '.join(line)}: {why}"


def printed(row: Equation) -> Iterator[tuple[str, Tokens]]:
    """Its lines in every form, and where they stand."""
    for form, tex in row.forms.items():
        where = f"{FILE}: [{row.tag!r}] {form}"
        yield from ((where, line) for line in lines(tex))
    for (tag, text), file in commented().items():
        if tag == row.tag:
            [line] = lines(tex_of(text))
            yield f"docs/onefile/{file}: {tag}", line


@cache
def commented() -> dict[tuple[str, str], str]:
    """The tag and the text of each comment in the files to copy, and where."""
    return {
        said: path.name
        for path in sorted((ROOT / "docs" / "onefile").glob("*.py"))
        for said in COMMENT.findall(path.read_text(encoding="utf-8"))
    }


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
    r"∂([^/ ]+)/∂([^ ]+)": r"\\frac{\\partial \1}{\\partial \2}",
    r"\((E.*)\) / (2ε)": r"\\frac{\1}{\2}",
    "Σ_t": r"\\sum_{t=1}^{T}",
    "ᵀ": r"^{\\top}",
    "softmax": r"\\mathrm{softmax}",
    "⊙": r"\\odot",
    "←": r"\\leftarrow",
    "≈": r"\\approx",
    "δ": r"\\delta",
    "α": r"\\alpha",
    "ε": r"\\varepsilon",
    "−": "-",
    "′": "'",
}


def tex_of(plain: str) -> str:
    for text, tex in AS_TEX.items():
        plain = re.sub(text, tex, plain)
    return plain
