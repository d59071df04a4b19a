"""The zoo of zoo.toml, and a verdict of a source in this process."""

import functools
import linecache
import re
import sys
import tomllib
import types
from pathlib import Path
from textwrap import dedent

import pytest

from rnn_pure.diagnosis.here import Here
from rnn_pure.diagnosis.judge import judge
from rnn_pure.diagnosis.telling import told

ZOO = tomllib.loads(Path(__file__).with_name("zoo.toml").read_text("utf-8"))
RIGHT, WRONG = ZOO["right"], ZOO["wrong"]


def changed(name, changes):
    """A source of the zoo, changed; each change must be one."""
    source = RIGHT[name]
    for old, new in zip(changes[::2], changes[1::2]):
        assert old in source, old
        source = source.replace(old, new)
    return source


@functools.cache
def of(source, seed=0):
    """The verdict of a source."""
    source = dedent(source)
    if "numpy" in source:
        pytest.importorskip("numpy")
    file = f"<{hash(source)}>"
    lines = source.splitlines(keepends=True)
    linecache.cache[file] = len(source), None, lines, file
    module = types.ModuleType(f"submission_{abs(hash(source))}")
    sys.modules[module.__name__] = module
    module.__file__ = file
    exec(compile(source, file, "exec"), vars(module))
    return judge(Here(module, file), seed)


def judged(name, *changes):
    return of(changed(name, changes))


def marked_apart(row, found):
    """Whether the own line is one that the row did not change."""
    old = RIGHT[row["of"]].splitlines()
    new = changed(row["of"], row["change"]).splitlines()
    return found.own is not None and all(
        line in old for line in new[found.own.line - 1:found.own.end_line])


def english(verdict):
    return re.sub(r"\s+", " ", told(verdict, "en"))
