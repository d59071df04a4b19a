"""Problems on paper as their page's text.

Below the heading that bears a problem's name, «delta_re[2]» becomes that
number, and «given» all that the problem gives. So no number is typed, and a
question and its solution cannot drift apart.

An extension of Python-Markdown, which mkdocs.yml names by its import path.
"""

import re
from collections.abc import Callable, Iterator
from fractions import Fraction
from typing import Any

from markdown import Markdown
from markdown.extensions import Extension
from markdown.preprocessors import Preprocessor

from docs.build.pages.solved import WEIGHTS, alone, numbers, table
from docs.build.pages.tables import tex

ID = re.compile(r"^## .*\{ *#([\w-]+) *\}\s*$")
SLOT = re.compile(r"(\\cdot|[+\-])?«([^»]+)»")
FUNCTIONS = {
    "relu": r"\max(0,u)", "softsign": r"\frac{u}{1+|u|}", "identity": "u"
}


def shown(value: Any) -> str:
    """A number, a vector as a column, a matrix: in TeX. A text as it is."""
    if isinstance(value, str):
        return value
    value = alone(value)
    if isinstance(value, list):
        rows = [row if isinstance(row, list) else [row] for row in value]
        cells = r"\\".join(r"&\;".join(map(shown, row)) for row in rows)
        return rf"\begin{{pmatrix}}{cells}\end{{pmatrix}}"
    number = Fraction(value)
    if number.denominator > 2000:
        raise ValueError(f"{number} is no number for a sheet of paper")
    return tex(number, "frac")


def given(known: dict[str, Any]) -> str:
    """What a problem gives, as a paragraph in Markdown."""

    def says(name: str, value: Any) -> str:
        return f"${name}={shown(value)}$"

    w = "w" if len(known["W_re"]) == 1 else "W"
    weights = [
        says(f"{w}_{{{key[2:]}}}", known[key]) for key in WEIGHTS
    ]
    b, b_out, z_0 = (
        0 if not any(value) else alone(value)
        for value in (known["rnn"].b, known["rnn"].b_out, known["states"].z[0])
    )
    biases = [says("b", b), says("b_{out}", b_out)]
    if b == b_out:
        biases = [says("b=b_{out}", b)]
    steps = range(1, known["T"] + 1)
    targets = [t for t in steps if known["d"][t] is not None]
    errors = "+".join(f"(y_{t}-d_{t})^2" for t in targets)
    if len(targets) > 1:
        errors = rf"\left({errors}\right)"
    lines = [
        weights + biases,
        [says("f(u)", FUNCTIONS[known["f"]]), says("g(v)", "v"),
         says("z_0", z_0)],
        [says(f"x_{t}", known["x"][t]) for t in steps],
        [says(f"d_{t}", known["d"][t]) for t in targets]
        + [says("E", rf"\frac12{errors}")],
    ]
    return "  \n".join(", ".join(line) for line in lines) + "\n{ .given }"


def filled(text: str) -> str:
    """The text of a page with its numbers; one without problems as it is."""
    lines = text.split("\n")
    return "\n".join(_filled(lines)) if "«given»" in lines else text


def _filled(lines: list[str]) -> Iterator[str]:
    """Each problem in a block of its own, which paper keeps whole."""
    fill: Callable[[re.Match[str]], str] | None = None
    for line in lines:
        found = ID.match(line)
        if found and found[1] in table():
            yield from ["</div>", ""] if fill else []
            yield from ['<div class="problem" markdown="1">', ""]
            fill = _fill(found[1])
        if fill and "«" in line:
            indent = line[:len(line) - len(line.lstrip())]
            line = SLOT.sub(fill, line).replace("\n", f"\n{indent}")
        yield from line.split("\n")
    yield from ["", "</div>"] if fill else []


def _fill(name: str) -> Callable[[re.Match[str]], str]:
    """A negative number stands in brackets after a sign."""
    known = numbers(name)

    def fill(slot: re.Match[str]) -> str:
        sign, expression = slot[1] or "", slot[2]
        if expression == "given":
            return given(known)
        try:
            value = shown(eval(expression, dict(known)))
        except Exception as error:
            raise ValueError(f"«{expression}» in {name}: {error}") from error
        if sign and value.startswith("-"):
            value = rf"\left({value}\right)"
        return sign + value

    return fill


class Slots(Preprocessor):
    def run(self, lines: list[str]) -> list[str]:
        return filled("\n".join(lines)).split("\n")


class Problems(Extension):
    def extendMarkdown(self, md: Markdown) -> None:
        md.preprocessors.register(Slots(md), "problems", 100)


def makeExtension(**_: Any) -> Problems:
    return Problems()
