"""diagnose FOLDER --csv FILE: a row for every submission.

Two are judged at a time, each in processes of its own and in a folder of its
own, to which it was copied: what one prints, writes, spoils or never ends
stays there. Nothing keeps it from files elsewhere, or from the network.
"""

import csv
import json
import os
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from pathlib import Path
from typing import Any

from rnn_pure.checks import WEIGHTS
from rnn_pure.console import Console
from rnn_pure.diagnosis.found import Diagnosis
from rnn_pure.diagnosis.process import ROOT

AT_ONCE, SECONDS = 2, 120
HEAD = ("submission", "verdict", "mistakes", *WEIGHTS, "lines", "note")
TOO_LARGE = 20 << 20  # bytes, of a submission that is a folder


def row(found: Diagnosis) -> dict[str, Any]:
    """What a diagnosis says, in a row of the table.

    mistakes: 4 + 13, or 1 | 10 where they cannot be told apart; lines: how
    many of the six are right; note: the line to look at, or what failed.
    """
    marks = {True: "right", False: "wrong", None: ""}
    told = [" + ".join(map(str, sorted(each))) for each in found.mistakes]
    lines = found.lines
    note = found.answer.what or " ".join(lines.wrong)
    known = found.right or found.lines.right or found.lines.wrong
    return {
        "verdict": found.verdict,
        "mistakes": " | ".join(told),
        **{name: marks[found.fields.get(name)] for name in WEIGHTS},
        "lines": lines.right if known else "",
        "note": note,
    }


def mark(
    out: Console, folder: Path, table: Path, seed: int, function: str | None
) -> list[dict[str, Any]]:
    """Judge every submission, and write the table: its rows."""
    submissions = [*_submissions(folder)]
    done: list[dict[str, Any]] = []
    with ThreadPoolExecutor(AT_ONCE) as pool:
        for result in pool.map(
            lambda path: _judged(path, seed, function), submissions
        ):
            done.append(result)
            out.progress(len(done), len(submissions))
    with table.open("w", encoding="utf-8-sig", newline="") as file:
        writer = csv.DictWriter(file, HEAD)
        writer.writeheader()
        writer.writerows(
            {name: _harmless(value) for name, value in result.items()}
            for result in done
        )
    return done


def _submissions(folder: Path) -> Iterator[Path]:
    """The Python files, and the folders that hold some."""
    for path in sorted(folder.iterdir()):
        if path.name.startswith((".", "_")):
            continue
        if path.suffix == ".py" or (path.is_dir() and any(path.glob("*.py"))):
            yield path


def _judged(
    path: Path, seed: int, function: str | None
) -> dict[str, Any]:
    """A row, whatever happens."""
    with tempfile.TemporaryDirectory(
        prefix="rnn_pure-", ignore_cleanup_errors=True
    ) as made:
        found: dict[str, Any] = {"verdict": "unjudged"}
        for file in _copied(path, Path(made)):
            found = _asked(file, seed, function)
            if found["verdict"] != "unjudged":
                break
        return {"submission": path.name, **found}


def _copied(path: Path, folder: Path) -> Iterator[Path]:
    """The copies of its Python files, the likeliest first."""
    if path.is_dir():
        sizes = [p.stat().st_size for p in path.rglob("*") if p.is_file()]
        if sum(sizes) > TOO_LARGE:
            return
        shutil.copytree(path, folder / "of", symlinks=True)
        files = [*(folder / "of").glob("*.py")]
    else:
        (folder / "of").mkdir()
        files = [Path(shutil.copy(path, folder / "of"))]
    yield from sorted(files, key=lambda file: (
        "bptt" not in file.stem.lower(), "rnn" not in file.stem.lower(),
        file.name,
    ))


def _asked(file: Path, seed: int, function: str | None) -> dict[str, Any]:
    """What python -m rnn_pure diagnose says of a file."""
    command = [
        sys.executable, "-m", "rnn_pure", "diagnose", str(file), "--json",
        "--seed", str(seed), "--lang", "en",
        *(["--function", function] if function else []),
    ]
    process = subprocess.Popen(
        command,
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        env={**os.environ, "PYTHONPATH": str(ROOT), "PYTHONUTF8": "1"},
        cwd=ROOT,
        encoding="utf-8",
    )
    try:
        said, _ = process.communicate(timeout=SECONDS)
    except subprocess.TimeoutExpired:
        process.kill()
        process.communicate()
        return {"verdict": "time", "note": f"{SECONDS} s"}
    with suppress(ValueError):
        found: dict[str, Any] = json.loads(said)
        return found
    return {"verdict": "unjudged", "note": "no verdict came"}


def _harmless(value: Any) -> Any:
    """A cell that no spreadsheet takes for a formula."""
    if isinstance(value, str) and value.startswith(("=", "+", "-", "@")):
        return f"'{value}"
    return value
