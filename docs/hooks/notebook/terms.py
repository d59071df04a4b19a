"""① and ② below the terms of a sum in TeX, where the site has them.

docs/hooks/equations/terms.py finds them in MathML, by the same signs.
"""

import re

from docs.hooks.equations.terms import SIGNS

TOKEN = re.compile(
    r"\\(?:[Bb]igg?|left|right)\s*[()]|\\[a-zA-Z]+|(?s:\\.|[^\s\\])"
)
ENDS = {"=", "&", r"\\", r"\approx", r"\leftarrow", r"\begin", r"\end"}
WORDS = re.compile(r"[a-zA-Z]|\\m(in|ax)")  # a bracket behind one: arguments


def signed(tex: str) -> str:
    """The equation with its signs."""
    put: list[tuple[int, str]] = []
    for edges in groups(tex):
        for sign, start, end in zip(SIGNS.values(), edges[::2], edges[1::2]):
            term = tex[start:end]
            last = start + len(term.rstrip())
            put += [
                (end - len(term.lstrip()), r"\underbrace{"),
                (last, rf"}}_{{\text{{{sign}}}}}"),
            ]
    for at, text in sorted(put, reverse=True):
        tex = tex[:at] + text + tex[at:]
    return tex


def groups(tex: str) -> list[list[int]]:
    """Of each sum where its terms begin and end, in turn."""
    found: list[list[int]] = []
    group, around, inside, before = [0], list[list[int]](), 0, ""
    for token in [*TOKEN.finditer(tex), re.search(r"\Z", tex)]:
        assert token
        text, kind = token[0], token[0][-1:]
        if kind in ("{", "}"):
            inside += 1 if kind == "{" else -1
        elif kind == "(" and (inside or WORDS.fullmatch(before)):
            inside += 1
        elif kind == ")" and inside:
            inside -= 1
        elif kind == "(":
            around.append(group)
            group = [token.end()]
        elif text == "+" and not inside:
            group += token.span()
        elif not inside and (kind == ")" or not text or text in ENDS):
            if len(group) > 1:
                found.append([*group, token.start()])
            group = around.pop() if kind == ")" else [token.end()]
        before = text
    return found
