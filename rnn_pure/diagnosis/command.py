"""python -m rnn_pure diagnose FILE.

Exit status 0: right, of a folder every one, or an adapter is written; 1: not
so; 2: there is no verdict, or the command failed.
"""

import json
from argparse import Namespace
from collections.abc import Collection
from pathlib import Path

from rnn_pure.console import Console, language, options, program
from rnn_pure.diagnosis.adapter import path_of
from rnn_pure.diagnosis.files import KINDS, judged
from rnn_pure.diagnosis.judge import NO_VERDICT, RIGHT, Verdict
from rnn_pure.diagnosis.marking import mark, spoils
from rnn_pure.diagnosis.rows import fields, unjudged
from rnn_pure.diagnosis.telling import tell
from rnn_pure.diagnosis.words import Page

VALUES = {"function": (str, "NAME"), "seed": (int, "N"), "csv": (Path, "FILE")}


def main(arguments: list[str]) -> int:
    """What the arguments ask for, and the exit status."""
    out = Console(language(arguments))
    page = Page(out)
    parser = options(out, f"{program()} diagnose", page("about"))
    parser.add_argument(
        "path", nargs="?", type=Path, metavar="FILE", help=page("path")
    )
    for name, (kind, shown) in VALUES.items():
        parser.add_argument(
            f"--{name}", type=kind, metavar=shown, help=page(name)
        )
    either = parser.add_mutually_exclusive_group()
    for name, to in ("adapter", either), ("json", either), ("tell", parser):
        to.add_argument(f"--{name}", action="store_true", help=page(name))
    asked = parser.parse_args(arguments)
    if asked.path is None:
        parser.error(page("no path"))
    if asked.path.is_dir():
        if asked.csv is None:
            parser.error(page("folder without csv"))
        if spoils(asked.csv, asked.path):
            parser.error(page("csv in folder", path=asked.csv))
        found, all_ = mark(
            page, asked.path, asked.csv, asked.seed or 0, asked.function,
            asked.tell,
        )
        right = sum(verdict in RIGHT for verdict in found)
        page.say("marked", done=len(found), right=right, table=asked.csv)
        if not all_:
            page.say("stopped", table=asked.csv)
        return status(found if all_ else ())
    if asked.csv is not None:
        parser.error(page("csv without folder"))
    return one(page, asked)


def status(verdicts: Collection[str]) -> int:
    """0 for all right, 1 for not, 2 where none is a verdict."""
    if {*verdicts} <= {*NO_VERDICT}:
        return 2
    return int(not {*verdicts} <= {*RIGHT})


def one(page: Page, asked: Namespace) -> int:
    """Judge a file, and say it; or draft its adapter."""
    path: Path = asked.path
    found: Verdict | None = None
    why = page("no file", path=path)
    if path.is_file() and path.suffix.lower() not in KINDS:
        why = page("not python", path=path)
    elif path.is_file():
        try:
            found = judged(path, asked.seed or 0, asked.function)
        except ValueError as error:  # a notebook that is none
            why = f"{path}: {error}"
    if asked.json:
        said = fields(found, page.out.lang, asked.tell) if found else (
            unjudged(why))
        page.out.print(json.dumps(said))
    elif found is None:
        page.print(why)
    elif asked.adapter and found.status != "import":
        return write_adapter(page, path, found)
    else:
        tell(found, page.out, path.name, asked.tell)
    return status([found.status] if found else ())


def write_adapter(page: Page, path: Path, found: Verdict) -> int:
    """A file beside the submission, never over another."""
    draft, to = found.notes.get("draft"), path_of(path)
    if to.exists():
        page.say("adapter there", path=to)
        return 2
    if draft is None:
        page.say("no adapter needed")
        return status([found.status])
    to.write_text(draft.text, "utf-8")
    page.out.print(draft.text)
    page.say("written", path=to)
    return 0
