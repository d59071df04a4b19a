"""① and ② below the terms of a sum in TeX, where the site has them.

docs/hooks/equations/terms.py finds them in MathML, by the same signs. Here
the brackets around a sum are those made large, as in \\big(…\\big); plain
ones hold arguments.
"""

import re

from docs.hooks.equations.terms import SIGNS

INNER = re.compile(r"\{[^{}]*\}|(?<!\\big)(?<!\\Big)\([^()]*\)")
EDGE = re.compile(
    r"([=&]|\\\\|\\[Bb]ig[()]|\\approx|\\leftarrow|\\(?:begin|end)(?=\0))"
)


def signed(tex: str) -> str:
    """The equation with its signs."""
    kept: list[str] = []  # what is in brackets, the inner ones first

    def keep(found: re.Match[str]) -> str:
        kept.append(found[0])
        return f"\0{len(kept) - 1}\0"

    while INNER.search(tex):
        tex = INNER.sub(keep, tex)
    parts = EDGE.split(tex)
    parts[::2] = map(marked, parts[::2])
    tex = "".join(parts)
    while "\0" in tex:
        tex = re.sub("\0(\\d+)\0", lambda its: kept[int(its[1])], tex)
    return tex


def marked(text: str) -> str:
    """What stands between two edges, its terms marked if it is a sum."""
    terms = text.split("+")
    if len(terms) == 1:
        return text
    signs = [*SIGNS.values()][:len(terms)]
    return " + ".join(
        rf"\underbrace{{{term.strip()}}}_{{\text{{{sign}}}}}"
        for sign, term in zip(signs, terms, strict=True)
    )
