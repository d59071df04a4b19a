"""What python -m rnn_pure shows, without another process."""

import functools
import io
import sys
from unicodedata import east_asian_width

import pytest

from rnn_pure.__main__ import main


@functools.cache
def shown(*arguments, typed=b"", encoding="utf-8"):
    """The screen; what encoding lacks is an error, typed is the keyboard."""
    stdout = io.TextIOWrapper(io.BytesIO(), encoding, newline="")
    stdin = io.TextIOWrapper(io.BytesIO(typed), encoding)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(sys, "stdout", stdout)
        patch.setattr(sys, "stdin", stdin)
        assert main([*arguments]) == 0
    stdout.flush()
    return stdout.buffer.getvalue().decode(encoding)


def width(line, ambiguous=1):
    wide = {"W": 2, "F": 2, "A": ambiguous}
    return sum(wide.get(east_asian_width(c), 1) for c in line)
