"""Lines of the package that the reader writes in a notebook, and a check."""

import ast
from textwrap import indent

from docs.hooks.doorless import wrapped
from docs.hooks.equations.lines import function
from docs.hooks.exercise.blank import Blank, blank, row
from docs.hooks.exercise.write import start
from docs.hooks.notebook.source import folded
from docs.hooks.notebook.text import Where
from docs.hooks.words import words

# How each function is called with the names of CHECK
CALLS = {
    "rnn_pure.rnn:forward": "{}(rnn, xs, z_0)",
    "rnn_pure.backprop:bptt": "{}(rnn, states, ds)",
    "rnn_pure.backprop:_pieces": "[*{}(rnn, xs, ds, 2, 3, z_0)]",
    "rnn_pure.realtime:_steps": "[*{}(rnn, xs, ds, z_0)]",
}
CHECK = """\
# @title check
from inspect import getsource
from random import Random

import {module}
from rnn_pure.proof import drawn, table

draw = Random(0)  # whole numbers: there is no rounding
def matrix(m, n):
    return [drawn(draw, n) for i in range(m)]

rnn = rnn_pure.RNN(
    matrix(3, 2), matrix(3, 3), *matrix(1, 3), matrix(2, 3), *matrix(1, 2),
    f=table("any f", draw), g=table("any g", draw),
)
xs, ds, [z_0] = matrix(12, 2), matrix(12, 2), matrix(1, 3)
ds[1] = None
states = rnn_pure.forward(rnn, xs, z_0)
if "..." in getsource({name}):
    print("There is still a ... in it.")
else:
    mine = {mine}
    package = {package}
    print("the numbers of the package:", mine == package)
"""


def ask(name: str, here: Where) -> str:
    """What is to be written, and how it is checked."""
    return "\n\n".join([
        f"**{words('exercise', here.lang)['write']}**",
        row("write", name)["ask"][here.lang],
        words("notebook", here.lang)["write"],
    ])


def opened(name: str) -> str:
    """The function with its lines left open, after the imports it needs."""
    its = blank(name)
    module, _, path = its.function.partition(":")
    source = [*its.source]
    [node] = [
        node for node in ast.parse("\n".join(source)).body
        if isinstance(node, ast.FunctionDef) and node.name == path
    ]
    known = function(its.function).__globals__
    needs = sorted({
        part.id for part in ast.walk(node)
        if isinstance(part, ast.Name) and part.id in known
    })
    space = " " * its.indent
    lines = [
        *source[node.lineno - 1:its.first - 1],
        indent(start(its), space),
        *source[its.last:node.end_lineno],
    ]
    imports = wrapped(f"from {module} import (", ", ".join(needs), ")")
    return "\n".join([imports, "", *lines])


def check(name: str) -> str:
    """Whether it does what the package's own does."""
    its: Blank = blank(name)
    module, _, path = its.function.partition(":")
    call = CALLS[its.function]
    return CHECK.format(
        module=module, name=path, mine=call.format(path),
        package=call.format(f"{module}.{path}"),
    )


def folds(name: str, here: Where) -> str:
    """Hints and the answer."""
    given, says = row("write", name), words("exercise", here.lang)
    hints = "\n".join(f"1. {hint[here.lang]}" for hint in given["hints"])
    answer = f"```python\n{blank(name).answer}\n```"
    return "\n\n".join([
        folded(says["hint"], hints), folded(says["solution"], answer)
    ])
