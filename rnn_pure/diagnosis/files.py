"""A submission: a Python file, a notebook's code cells, its adapter."""

import json
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory

from rnn_pure.diagnosis.adapter import path_of, unfilled
from rnn_pure.diagnosis.judge import Verdict, judge
from rnn_pure.diagnosis.process import Process

KINDS = (".py", ".ipynb")


def cells(text: str) -> str:
    """The Python in the code cells of a notebook; ValueError if it is none."""
    made = []
    try:
        found = [(cell["cell_type"], "".join(cell["source"]))
                 for cell in json.loads(text)["cells"]]
    except (KeyError, TypeError, RecursionError) as error:
        raise ValueError(f"no notebook: {error!r}") from error
    for kind, source in found:
        if kind != "code" or (source.startswith("%%") and (
            not source.startswith(("%%time", "%%capture"))
        )):
            continue
        made += [
            f"# {line}" if line.lstrip().startswith(("%", "!")) else line
            for line in source.splitlines()
        ]
    return "\n".join(made) + "\n"


def module_of(path: Path) -> str:
    """The file that Python can import: my_bptt.py for my.bptt.PY."""
    return f"{path.stem.replace('.', '_')}.py"


@contextmanager
def python(path: Path) -> Iterator[Path]:
    """The file as Python; a notebook as a file of its cells, elsewhere."""
    if path.name == module_of(path):
        yield path
        return
    with TemporaryDirectory(prefix="rnn_pure-") as folder:
        made = Path(folder, module_of(path))
        if path.suffix.lower() == ".ipynb":
            made.write_text(cells(path.read_text("utf-8-sig")), "utf-8")
        else:
            shutil.copy(path, made)
        if path_of(path).exists():
            shutil.copy(path_of(path), path_of(made))
        yield made


def judged(
    path: Path, seed: int = 0, only: str | None = None,
    live: set[Process] | None = None,
) -> Verdict:
    """The verdict of a file; through the adapter beside it, if there is one.

    live: see Process. Raises ValueError for a notebook that is none.
    """
    with python(path) as file:
        adapter = path_of(file)
        if adapter.exists() and (
            left := unfilled(adapter.read_text("utf-8"))
        ):
            return Verdict(
                "refused", notes={"unfilled": left, "adapter": path_of(path)}
            )
        through = adapter.exists()
        asked = adapter if through else file
        with Process(asked, path.parent, live) as process:
            found = judge(process, seed, only)
        if through:
            found.notes["adapter"] = path_of(path)
        return found
