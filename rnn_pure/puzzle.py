"""python -m rnn_pure puzzle: bptt with a mistake planted in it, to be found.

The same seed plants the same mistake. Only such are planted as do not give
themselves away: names and forms of the right lines stand there, and no other.
"""

import ast
import re
from functools import cache
from random import Random
from textwrap import dedent

from rnn_pure.console import Console, language, options, program
from rnn_pure.diagnosis import diagnose
from rnn_pure.diagnosis.telling import tell
from rnn_pure.diagnosis.words import Page
from rnn_pure.mistakes import Variant, changed, source, variants, wrong_bptt


def puzzle(seed: int, two: bool = False) -> tuple[str, tuple[Variant, ...]]:
    """A file with bptt in it, and the mistake that is planted there.

    Or two of different numbers, in their order. Each number is as likely.
    """
    draw, ways = Random(seed), hidden()
    while True:
        numbers = draw.sample(sorted(ways), 1 + two)
        drawn = [draw.choice(ways[number]) for number in numbers]
        drawn.sort(key=lambda way: source().index(way.changes[0][0]))
        if text := changed(source(), tuple(drawn)):
            return listing(text), tuple(drawn)


@cache
def hidden() -> dict[int, list[Variant]]:
    """By number, the ways that change one place and do not stick out."""
    found: dict[int, list[Variant]] = {}
    for way in variants():
        text = changed(source(), (way,)) or ""
        if len(way.changes) == 1 and _made_of(text) <= _made_of(source()):
            found.setdefault(way.number, []).append(way)
    return found


def _made_of(bptt: str) -> set[object]:
    """The names in its loop and sums, and what stands in what there."""
    nodes = [*ast.walk(ast.parse(dedent(bptt[bptt.index("    for t"):])))]
    return {node.id for node in nodes if isinstance(node, ast.Name)} | {
        (type(node), type(part))
        for node in nodes for part in ast.iter_child_nodes(node)
        if isinstance(node, ast.expr) and isinstance(part, ast.expr)
    }


def listing(bptt: str) -> str:
    """A file with that bptt, without its docstring."""
    code = re.sub(r'    """.*?"""\n', "", bptt, count=1, flags=re.S)
    return f"from rnn_pure.backprop import *\n\n\n{code}"


def main(arguments: list[str]) -> int:
    """Print the puzzle that the arguments ask for, or what diagnose says."""
    out = Console(language(arguments))
    page = Page(out)
    parser = options(out, f"{program()} puzzle", page("puzzle"))
    parser.add_argument(
        "--seed", type=int, default=0, metavar="N", help=page("which puzzle")
    )
    for name in "two", "solution":
        parser.add_argument(f"--{name}", action="store_true", help=page(name))
    asked = parser.parse_args(arguments)
    file, drawn = puzzle(asked.seed, asked.two)
    if asked.solution and (wrong := wrong_bptt(*drawn)):
        tell(diagnose(wrong), out)
    else:
        out.print(file, end="")
    return 0
