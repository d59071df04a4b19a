"""The first cell of a notebook: rnn_pure as text."""

from docs.hooks.equations.table import ROOT, Misfit

PACKAGE = ROOT / "rnn_pure"
CELL = '''\
# @title rnn_pure
import sys
from importlib.util import find_spec
from pathlib import Path
from tempfile import TemporaryDirectory

FILES = {{}}  # by name, the text

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


def cell() -> str:
    """The cell that brings the package without its programs and the judge.

    No file of the reader's is overwritten: the files go into a folder of
    their own, and only where there is no rnn_pure already.
    """
    files = ""
    for path in [*sorted(PACKAGE.glob("*.py")),
                 PACKAGE / "diagnosis" / "__init__.py"]:
        name = path.relative_to(ROOT).as_posix()
        text = path.read_text(encoding="utf-8")
        if "'''" in text:
            raise Misfit(f"{name}: ''' cannot stand in a notebook's text")
        files += f"FILES[\"{name}\"] = r'''{text}'''\n\n"
    return CELL.format(files=files)
