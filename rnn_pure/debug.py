"""python -m rnn_pure.debug: your debugger stops just before the heart.

In pdb type s to go into forward or bptt, n for the next line there,
p z[t - 1] to see a value, c to go on to the next stop, q to end. Python 3.13
and later stop at breakpoint() itself: n first.
"""

from bdb import BdbQuit
from contextlib import suppress

from rnn_pure.backprop import bptt
from rnn_pure.examples import on_screen
from rnn_pure.rnn import Gradients, forward


def main() -> Gradients:
    """The walkthrough's network, called directly: record displaces pdb."""
    rnn, xs, ds = on_screen(float)
    breakpoint()
    states = forward(rnn, xs)
    breakpoint()
    gradients = bptt(rnn, states, ds)
    return gradients


if __name__ == "__main__":
    with suppress(BdbQuit):  # q in pdb
        main()
