"""What the tests of the practice programs share."""

import io
import json
import math
import platform
import sys
from pathlib import Path

import pytest
from conftest import ROOT

from rnn_pure.practice import program

RECORDS, PAGES = ROOT / "docs/records", ROOT / "docs/pages/practice"
FOLDER = Path(program.__file__).parent


def record(name):
    """The recorded run of a program."""
    return json.loads((RECORDS / f"{name}.json").read_text(encoding="utf-8"))


def recorded(name):
    """The figures of its shortened run, where Python is the one of then."""
    kept = record(name)
    then, now = kept["python"].split("."), platform.python_version_tuple()
    if (*then[:2],) != now[:2]:
        pytest.skip("sums differ between Python versions, from 3.12 on")
    return kept["quick"]


def same(a, b):
    """Equal, floats within 1e-9."""
    if isinstance(a, dict):
        return a.keys() == b.keys() and all(same(a[k], b[k]) for k in a)
    if isinstance(a, list):
        return len(a) == len(b) and all(map(same, a, b))
    return math.isclose(a, b, abs_tol=1e-9) if type(a) is float else a == b


def printed(patch, main, arguments, encoding="utf-8", terminal=False):
    """main's status and output; what the encoding lacks is an error."""
    stream = io.TextIOWrapper(io.BytesIO(), encoding, "strict", newline="")
    patch.setattr(stream, "isatty", lambda: terminal, raising=False)
    patch.setattr(sys, "stdout", stream)
    status = main(arguments)
    stream.flush()
    return status, stream.buffer.getvalue().decode(encoding)
