"""diagnose FOLDER --csv FILE: a row for everything that was handed in.

Two are judged at a time, each in a process of its own and in a copy of its
own folder: what one prints, writes or spoils stays there. Nothing keeps it
from files elsewhere, or from the network. A row is written as soon as it is
known; also for what cannot be judged, and why.
"""

import csv
import shutil
import tempfile
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor, as_completed
from pathlib import Path
from typing import Any

from rnn_pure.diagnosis.files import KINDS, judged
from rnn_pure.diagnosis.process import Process
from rnn_pure.diagnosis.rows import FIELDS, cells, unjudged
from rnn_pure.diagnosis.rows import fields as fields_of
from rnn_pure.diagnosis.words import Page

AT_ONCE = 2
TOO_LARGE = 20 << 20  # bytes, of a submission that is a folder
MOST_FILES = 8  # of a folder, until one can be judged


def mark(
    page: Page, folder: Path, table: Path, seed: int, only: str | None,
    tell: bool = False,
) -> tuple[int, int, bool]:
    """Judge all and write the table: how many, how many right, all of them?

    Ctrl-C ends it; what was judged so far is in the table.
    """
    submissions = [*_submissions(folder, table)]
    live: set[Process] = set()
    done = right = 0
    pool = ThreadPoolExecutor(AT_ONCE)
    futures = {
        pool.submit(_row, page, path, seed, only, live, tell): path
        for path in submissions
    }
    with table.open("w", encoding="utf-8-sig", newline="") as file:
        writer = csv.DictWriter(file, ("submission", "file", *FIELDS))
        writer.writeheader()
        try:
            for future in as_completed(futures):
                row = future.result()
                writer.writerow(cells(row))
                file.flush()
                done += 1
                right += row["verdict"] in ("right", "right_if")
                page.out.progress(done, len(submissions))
        except KeyboardInterrupt:
            pool.shutdown(wait=False, cancel_futures=True)
            while not all(future.done() for future in futures):
                for process in {*live}:
                    process.close()
                time.sleep(0.05)
            return done, right, False
    pool.shutdown()
    return done, right, True


def _submissions(folder: Path, table: Path) -> Iterator[Path]:
    """All that is in the folder, but for adapters and the table itself."""
    for path in sorted(folder.iterdir()):
        if not path.name.startswith((".", "_")) and path != table and not (
            path.stem.endswith("_adapter")
        ):
            yield path


def _row(
    page: Page, path: Path, seed: int, only: str | None, live: set[Process],
    tell: bool,
) -> dict[str, Any]:
    """A row, whatever happens."""
    row: dict[str, Any] = {"file": ""} | unjudged(page("no python"))
    with tempfile.TemporaryDirectory(
        prefix="rnn_pure-", ignore_cleanup_errors=True
    ) as made:
        try:
            for file in _copied(page, path, Path(made)):
                found = fields_of(
                    judged(file, seed, only, live), page.out.lang, tell)
                name = str(file.relative_to(Path(made, "of")))
                if row["verdict"] in ("unjudged", "import", "refused"):
                    row = {"file": name if path.is_dir() else ""} | found
                if found["verdict"] not in ("import", "refused"):
                    break
        except Exception as error:  # a file that is none, a full disk
            row |= unjudged(f"{type(error).__name__}: {error}")
    return {"submission": path.name, **row}


def _copied(page: Page, path: Path, folder: Path) -> Iterator[Path]:
    """The copies of its Python files, the likeliest first."""
    of = folder / "of"
    if path.is_dir():
        sizes = [p.stat().st_size for p in path.rglob("*") if p.is_file()]
        if sum(sizes) > TOO_LARGE:
            raise ValueError(page("too large"))
        shutil.copytree(path, of, symlinks=True)
        files = [p for p in of.rglob("*") if p.suffix in KINDS]
    else:
        of.mkdir()
        beside = path.with_name(f"{path.stem}_adapter.py")
        if beside.exists():
            shutil.copy(beside, of)
        copy = Path(shutil.copy(path, of))
        files = [copy] if path.suffix in KINDS else []
    files = [p for p in files if not p.stem.endswith("_adapter")]
    yield from sorted(files, key=lambda file: (
        "bptt" not in file.stem.lower(), "rnn" not in file.stem.lower(),
        "test" in file.stem.lower(), len(file.parts), file.name,
    ))[:MOST_FILES]
