"""diagnose FOLDER --csv FILE: a row for everything that was handed in.

Two are judged at a time, each in a process of its own and in a copy of its
own folder: what one prints, writes or spoils stays there. Nothing keeps it
from files elsewhere, or from the network. A row is written as soon as it is
known, in its place; also for what cannot be judged, and why.
"""

import csv
import shutil
import tempfile
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor, as_completed
from pathlib import Path
from typing import Any

from rnn_pure.diagnosis.adapter import path_of
from rnn_pure.diagnosis.files import KINDS, judged
from rnn_pure.diagnosis.judge import NO_VERDICT
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
) -> tuple[list[str], bool]:
    """Judge all and write the table: the verdicts, and whether that is all.

    Ctrl-C ends it; what was judged so far is in the table.
    """
    live: set[Process] = set()
    rows: dict[Path, dict[str, Any]] = {}
    with table.open("w", encoding="utf-8-sig", newline="") as file:
        writer = csv.DictWriter(file, ("submission", "file", *FIELDS))

        def write() -> None:
            """All rows in their order: there is only ever more of them."""
            file.seek(0)
            writer.writeheader()
            writer.writerows(cells(rows[path]) for path in sorted(rows))
            file.flush()

        write()
        pool = ThreadPoolExecutor(AT_ONCE)
        futures = {
            pool.submit(_row, page, path, seed, only, live, tell): path
            for path in _submissions(folder, table)
        }
        try:
            for future in as_completed(futures):
                rows[futures[future]] = future.result()
                write()
                page.out.progress(len(rows), len(futures))
        except KeyboardInterrupt:
            write()
            pool.shutdown(wait=False, cancel_futures=True)
            while not all(future.done() for future in futures):
                for process in {*live}:
                    process.close()
                time.sleep(0.05)
    pool.shutdown()
    verdicts = [row["verdict"] for row in rows.values()]
    return verdicts, len(rows) == len(futures)


def spoils(table: Path, folder: Path) -> bool:
    """Whether a table there may be something that was handed in."""
    to = table.resolve()
    return folder.resolve() in to.parents and to.suffix.lower() != ".csv"


def _submissions(folder: Path, table: Path) -> Iterator[Path]:
    """All that is in the folder, but for adapters and the table itself."""
    for path in sorted(folder.iterdir()):
        if not path.name.startswith((".", "__")) and not _adapts(path) and (
            path.resolve() != table.resolve()
        ):
            yield path


def _adapts(path: Path) -> bool:
    """Whether it is the adapter of what stands beside it."""
    return path.stem.endswith("_adapter") and any(
        path_of(own) == path for own in path.parent.iterdir()
        if own.suffix.lower() in KINDS)


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
                if row["verdict"] in NO_VERDICT:
                    row = {"file": name if path.is_dir() else ""} | found
                if found["verdict"] not in NO_VERDICT:
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
        files = [p for p in of.rglob("*") if not _adapts(p)]
    else:
        of.mkdir()
        if path_of(path).exists():
            shutil.copy(path_of(path), of)
        files = [Path(shutil.copy(path, of))]
    files = [p for p in files if p.suffix.lower() in KINDS]
    yield from sorted(files, key=lambda file: (
        "bptt" not in file.stem.lower(), "rnn" not in file.stem.lower(),
        "test" in file.stem.lower(), len(file.parts), file.name,
    ))[:MOST_FILES]
