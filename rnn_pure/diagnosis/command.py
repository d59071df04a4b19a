"""python -m rnn_pure diagnose FILE.

Exit status 0: right, 1: not, 2: no verdict.
"""

import json
import sys
from argparse import Namespace
from pathlib import Path

from rnn_pure.console import Console, language, options, program
from rnn_pure.diagnosis.adapter import path_of
from rnn_pure.diagnosis.files import judged
from rnn_pure.diagnosis.judge import Verdict
from rnn_pure.diagnosis.marking import mark
from rnn_pure.diagnosis.rows import fields, unjudged
from rnn_pure.diagnosis.telling import tell
from rnn_pure.diagnosis.words import Page

RIGHT, WRONG, UNJUDGED = 0, 1, 2
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
    for name in "adapter", "json", "tell":
        parser.add_argument(f"--{name}", action="store_true", help=page(name))
    asked = parser.parse_args(arguments)
    if asked.path is None:
        parser.error(page("no path"))
    if asked.path.is_dir():
        if asked.csv is None:
            parser.error(page("folder without csv"))
        done, right, all_ = mark(
            page, asked.path, asked.csv, asked.seed or 0, asked.function,
            asked.tell,
        )
        page.say("marked", done=done, right=right, table=asked.csv)
        if not all_:
            page.say("stopped", table=asked.csv)
        return RIGHT if all_ else UNJUDGED
    if asked.csv is not None:
        parser.error(page("csv without folder"))
    return one(page, asked)


def one(page: Page, asked: Namespace) -> int:
    """Judge a file, and say it; or draft its adapter."""
    path: Path = asked.path
    found: Verdict | None = None
    why = page("no file", path=path)
    if path.is_file() and path.suffix not in (".py", ".ipynb"):
        why = page("not python", path=path)
    elif path.is_file():
        try:
            found = judged(path, asked.seed or 0, asked.function)
        except ValueError as error:  # a notebook that is none
            why = f"{path}: {error}"
    if asked.json:
        said = fields(found, page.out.lang, asked.tell) if found else (
            unjudged(why))
        sys.stdout.write(json.dumps(said, ensure_ascii=False) + "\n")
    elif found is None:
        page.print(why)
    elif asked.adapter:
        return write_adapter(page, path, found)
    else:
        tell(found, page.out, path.name, asked.tell)
    if found is None or not found.judged:
        return UNJUDGED
    return RIGHT if found.right else WRONG


def write_adapter(page: Page, path: Path, found: Verdict) -> int:
    """A file beside the submission, never over another."""
    draft, to = found.notes.get("draft"), path_of(path)
    if to.exists():
        page.say("adapter there", path=to)
        return UNJUDGED
    if draft is None:
        page.say("no adapter needed")
        return RIGHT
    to.write_text(draft.text, "utf-8")
    page.out.print(draft.text)
    page.say("written", path=to)
    return RIGHT
