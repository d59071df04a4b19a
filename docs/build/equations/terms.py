"""The terms of an equation, found by its signs: data-role in MathML.

1, 2, 3   the summands between plus signs
slope     f′(…) or g′(…)
sum       Σ over t, and what is summed
"""

import xml.etree.ElementTree as ET

from docs.build.equations.symbols import ROWS, closing, text_of, wrap

SIGNS = {"1": "①", "2": "②", "3": "③"}
RELATIONS = ("=", "≈", "←")


def mark_terms(row: ET.Element, signs: bool) -> None:
    """Mark the terms of a row and of those in it, not in scripts."""
    for node in row:
        if node.tag in ROWS and "data-sym" not in node.attrib:
            mark_terms(node, signs)
    _slopes(row)
    _sums(row)
    for summands in _groups(row):
        for role, (start, end) in reversed([*zip(SIGNS, summands)]):
            term = wrap(row, start, end)
            if signs:
                wrap(term, 0, len(term))
                ET.SubElement(term, "mtext").text = SIGNS[role]
                term.tag = "munder"
            term.attrib.update(role_marks(role))


def role_marks(role: str) -> dict[str, str]:
    """The attributes of what shows a term."""
    return {"data-role": role, "class": "role"}


def _slopes(row: ET.Element) -> None:
    for k in reversed(range(len(row) - 1)):
        if text_of(row[k]).endswith("′") and text_of(row[k + 1]) == "(":
            end = closing(row, k + 1) + 1
            wrap(row, k, end).attrib.update(role_marks("slope"))


def _sums(row: ET.Element) -> None:
    """Σ_t reaches to the next relation or plus, or to the end."""
    end = len(row)
    for k in reversed(range(len(row))):
        if text_of(row[k]) in (*RELATIONS, "+"):
            end = k
        elif row[k].tag == "munderover" and text_of(row[k][1]) == "t=1":
            wrap(row, k, end).attrib.update(role_marks("sum"))
            end = k


def _groups(row: ET.Element) -> list[list[tuple[int, int]]]:
    """The summands of each sum in a row, the last sum first.

    A sum stands between brackets, or between relations; brackets behind a
    word, as in min(…), hold arguments.
    """
    found, group, around, argument_to = [], [0], [], 0
    texts = [text_of(node) for node in row]
    for k, text in enumerate([*texts, "="]):
        if k < argument_to:
            continue
        if text == "(" and k and texts[k - 1].isalpha():
            argument_to = closing(row, k) + 1
        elif text == "(":
            around.append(group)
            group = [k + 1]
        elif text == "+":
            group += [k, k + 1]
        elif text == ")" or text in RELATIONS:
            found.append([*group, k])
            group = around.pop() if text == ")" else [k + 1]
    return [
        [*zip(edges[::2], edges[1::2])]
        for edges in reversed(found) if len(edges) > 2
    ]
