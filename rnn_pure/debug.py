"""python -m rnn_pure.debug: your debugger stops just before the heart.

In pdb c goes on to forward's first equation, c again to the stop before bptt,
and c to its first equation. n is the next line there, p z[t - 1] shows a
value, s goes into a function, q ends it.
"""

import os
import sys
from bdb import BdbQuit
from collections.abc import Callable, Iterator
from functools import partial
from importlib import import_module
from inspect import getfile, unwrap
from pdb import Pdb
from typing import Any

from rnn_pure.backprop import bptt
from rnn_pure.console import Console, language, options
from rnn_pure.examples import on_screen
from rnn_pure.rnn import Gradients, forward
from rnn_pure.walkthrough import statements

# what s and n pass by: the doors and isinstance there, the algebra, the start
ASIDE = [*(f"rnn_pure.{module}" for module in ("checks", "shapes", "matrix")),
         "abc", "__main__", "runpy"]


def main() -> Gradients:
    """Called directly: under record a debugger sees nothing."""
    rnn, xs, ds = on_screen(float)
    breakpoint()
    states = forward(rnn, xs)
    breakpoint()
    gradients = bptt(rnn, states, ds)
    return gradients


def stop(coming: Iterator[Callable[..., Any]]) -> None:
    """Stop in pdb, where c leads to the first equation of what is coming.

    A new one each time: told to go on to the next line, it would stop in
    itself.
    """
    pdb, function = Pdb(skip=ASIDE), next(coming)
    first = next(s for s in statements(function) if s.equation and s.over_time)
    pdb.set_break(getfile(unwrap(function)), first.line, temporary=True)
    pdb.set_trace(sys._getframe(1))


def prepare() -> None:
    """Read the options, set the stops; another debugger has its own."""
    out = Console(language())
    options(out, "python -m rnn_pure.debug", out.say(
        "첫 식 바로 앞에서 디버거를 엽니다. pdb에서는 c로 첫 식까지, n으로 "
        "다음 줄로 갑니다.",
        "Your debugger opens just before the first equation: in pdb c goes on "
        "to it, n to the next line.",
    )).parse_args()
    ours = sys.breakpointhook is sys.__breakpointhook__
    if ours and not os.environ.get("PYTHONBREAKPOINT"):
        sys.breakpointhook = partial(stop, iter([forward, bptt]))


if __name__ == "__main__":
    debug = import_module("rnn_pure.debug")  # not __main__, which is ASIDE
    debug.prepare()
    try:  # noqa: SIM105 (suppress would be one more place to stop)
        debug.main()
    except BdbQuit:  # q in pdb
        pass
    sys.settrace(None)
