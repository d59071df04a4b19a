"""The first cell of a notebook: what it imports of rnn_pure, as text."""

import ast
from functools import cache

from docs.hooks.equations.table import ROOT, Misfit

CELL = '''\
# @title rnn_pure
import sys
from importlib.util import find_spec
from pathlib import Path
from tempfile import TemporaryDirectory

FILES = {}  # the package: filled in below

{files}
assert sys.version_info >= (3, 10), "rnn_pure needs Python 3.10 or newer"
if not find_spec("rnn_pure"):  # not installed: then it comes from here
    rnn_pure_files = TemporaryDirectory()  # gone when the kernel ends
    sys.path.append(rnn_pure_files.name)
    for name, text in FILES.items():
        path = Path(rnn_pure_files.name, name)
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")
'''


def cell(code: str) -> str:
    """The cell that brings what this code imports.

    Nothing of the reader's is hit: the files go into a folder of their own,
    and only where there is no rnn_pure already.
    """
    files = ""
    for name in sorted(modules(code)):
        text = (ROOT / name).read_text(encoding="utf-8")
        if "'''" in text:
            raise Misfit(f"{name}: ''' cannot stand in a notebook's text")
        files += f"FILES[\"{name}\"] = r'''{text}'''\n\n"
    return CELL.replace("{files}\n", files)


def modules(code: str) -> set[str]:
    """The files of rnn_pure that are read where this code is run.

    An import inside a function is not looked at: it may never run.
    """
    found: set[str] = set()
    texts = [code]
    while texts:
        for name in imports(texts.pop()):
            if name not in found:
                found.add(name)
                texts.append((ROOT / name).read_text(encoding="utf-8"))
    return found


@cache
def imports(code: str) -> frozenset[str]:
    """The files of rnn_pure that this code itself imports."""
    names: list[str] = []
    for node in ast.parse(code).body:
        if isinstance(node, ast.Import):
            names += [alias.name for alias in node.names]
        elif isinstance(node, ast.ImportFrom):
            names += [f"{node.module}.{alias.name}" for alias in node.names]
    stems = {
        "/".join(parts[:k])
        for parts in (name.split(".") for name in names)
        for k in range(1, len(parts) + 1)
        if parts[0] == "rnn_pure"
    }
    return frozenset(
        file for stem in stems
        for file in (f"{stem}.py", f"{stem}/__init__.py")
        if (ROOT / file).is_file()
    )
