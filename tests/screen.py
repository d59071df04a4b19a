"""What python -m rnn_pure shows, without another process."""

import functools
import io
import re
import sys
from unicodedata import east_asian_width

import pytest

from rnn_pure.__main__ import main

LANGS = pytest.mark.parametrize("lang", ["ko", "en"])
ENCODINGS = pytest.mark.parametrize("encoding", ["utf-8", "cp949", "ascii"])


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


def fits(text, lang, encoding, columns):
    """It is in its language, and no sign of it is lost or too far right."""
    korean = lang == "ko" and encoding != "ascii"
    assert bool(re.search("[가-힣]", text)) == korean
    assert not {"\x1b", "?"} & {*text}
    ambiguous = 2 if encoding == "cp949" else 1
    for line in text.splitlines():
        assert width(line, ambiguous) <= columns, line
