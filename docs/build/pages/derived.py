"""A forward pass and the backward pass derived from it, side by side."""

import re
from collections.abc import Iterable, Iterator
from html import escape
from textwrap import dedent

from docs.common.words import words
from rnn_pure.console import Console
from rnn_pure.derive import reason
from rnn_pure.mirror import (
    DELTAS,
    Derived,
    at,
    backward,
    of_package,
    over,
    read,
    text_of,
)

Marked = tuple[int, int, int]  # from, to, and which use it is


def derived(name: str, lang: str) -> str:
    """The HTML of a cell: rnn, or a file's name, gru or lstm.

    Each line of the forward pass stands beside what comes back to the name
    that it sets; a use and the term that comes of it are one symbol.
    """
    source = of_package() if name == "rnn" else text_of(name)
    cell = read(source, DELTAS if name == "rnn" else {})
    which = {id(use): k for k, use in enumerate(cell.uses)}
    says, out = words("derived", lang), Console(lang)
    lines = source.splitlines()
    forth: dict[str, str] = {}
    for sets, n in zip(cell.sets, sorted({u.node.lineno for u in cell.uses})):
        forth[sets] = code(lines[n - 1], (
            (use.node.col_offset, use.node.end_col_offset, which[id(use)])
            for use in cell.uses if use.node.lineno == n))
    back: dict[str, str] = {}
    for d in backward(cell):
        text = dedent(d.code)
        back[d.name + d.at] = code(text, shares(text, d, which)) + (
            f"<p>{escape(reason(out, d))}</p>")
    start = f"<p>{says['start']}</p>"
    rows = [row(line, back.pop(f"{sets}[t]", start))
            for sets, line in forth.items()]
    inputs = [row(f"<p>{says['input']}</p>", back.pop(key))
              for key in [*back] if key.endswith("[t]")]
    rest = "".join(f"<div>{one}</div>" for one in back.values())
    return (
        f'<div class="pair derived"><div class="pair-eq" tabindex="0" '
        f'role="group" aria-label="{says["name"]}">'
        f'<div class="de-row de-head"><p>{says["forward"]}</p>'
        f'<p>{says["backward"]}</p></div>{"".join(inputs + rows)}</div>'
        f'<details class="question"><summary>{says["rest"]}</summary>{rest}'
        f"</details></div>"
    )


def row(forth: str, back: str) -> str:
    """A line, and beside it what comes back to it."""
    return f'<div class="de-row"><div>{forth}</div><div>{back}</div></div>'


def shares(text: str, d: Derived, which: dict[int, int]) -> Iterator[Marked]:
    """Where in a line of the backward pass what each use brings stands."""
    for use in d.uses:
        t = "1" if d.at == "[0]" else "t" if use.k == 0 else "t + 1"
        share = at(use.back, t) if d.at else over(use.back)
        parts = map(re.escape, share.split(", "))
        found = re.compile(r",\s+".join(parts)).search(text, text.index("= "))
        if found is None:
            raise ValueError(f"{share} is not in {text}")
        yield *found.span(), which[id(use)]


def code(text: str, marked: Iterable[Marked]) -> str:
    """Code in which these places are symbols that light."""
    html, done = "", 0
    for start, end, k in sorted(marked):
        html += (f'{escape(text[done:start])}<span class="sym" '
                 f'data-sym="{k}">{escape(text[start:end])}</span>')
        done = end
    return f"<pre>{html}{escape(text[done:])}</pre>"
