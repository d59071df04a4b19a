"""python -m rnn_pure.debug: your debugger stops just before the heart.

In pdb type s to go into forward or bptt, n for the next line there,
p z[t - 1] to see a value, c to go on to the next stop, q to end. Python 3.13
and later stop at breakpoint() itself: n first.
"""

import os
import sys
from bdb import BdbQuit
from contextlib import suppress
from pdb import Pdb

from rnn_pure.backprop import bptt
from rnn_pure.examples import on_screen
from rnn_pure.rnn import Gradients, forward

ASIDE = ("checks", "shapes", "matrix")  # the doors, and the algebra


def main() -> Gradients:
    """Called directly: under record a debugger sees nothing."""
    rnn, xs, ds = on_screen(float)
    breakpoint()
    states = forward(rnn, xs)
    breakpoint()
    gradients = bptt(rnn, states, ds)
    return gradients


def walk_past_the_doors() -> None:
    """Let pdb's s pass by ASIDE; another debugger has its own settings."""
    ours = sys.breakpointhook is sys.__breakpointhook__
    if ours and not os.environ.get("PYTHONBREAKPOINT"):
        skip = [f"rnn_pure.{module}" for module in ASIDE]
        sys.breakpointhook = Pdb(skip=skip).set_trace


if __name__ == "__main__":
    walk_past_the_doors()
    with suppress(BdbQuit):  # q in pdb
        main()
