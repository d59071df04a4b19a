"""python -m rnn_pure diagnose FILE.

Exit status 0: right, 1: not, 2: no verdict.
"""

import json
import sys
from importlib.resources import files
from pathlib import Path
from typing import Any

from rnn_pure.console import Console, language, options, program
from rnn_pure.diagnosis.arguments import Unfit
from rnn_pure.diagnosis.found import Diagnosis
from rnn_pure.diagnosis.judge import judge
from rnn_pure.diagnosis.marking import mark, row
from rnn_pure.diagnosis.process import Broken, Process
from rnn_pure.diagnosis.telling import tell
from rnn_pure.diagnosis.words import Page

RIGHT, WRONG, UNJUDGED = 0, 1, 2
TEMPLATE = files("rnn_pure.diagnosis") / "template.txt"


def main(arguments: list[str]) -> int:
    """What the arguments ask for, and the exit status."""
    out = Console(language(arguments))
    page = Page(out)
    parser = options(out, f"{program()} diagnose", page("about"))
    parser.add_argument(
        "path", nargs="?", type=Path, metavar="FILE", help=page("path")
    )
    for name in "function", "seed", "csv":
        parser.add_argument(
            f"--{name}",
            type={"seed": int, "csv": Path}.get(name, str),
            default=0 if name == "seed" else None,
            metavar={"seed": "N", "csv": "FILE"}.get(name, "NAME"),
            help=page(name),
        )
    for name in "template", "json":
        parser.add_argument(f"--{name}", action="store_true", help=page(name))
    asked = parser.parse_args(arguments)
    if asked.template:
        out.print(TEMPLATE.read_text("utf-8").rstrip())
        return RIGHT
    if asked.path is None:
        parser.error(page("no path"))
    if asked.path.is_dir():
        if asked.csv is None:
            parser.error(page("folder without csv"))
        done = mark(out, asked.path, asked.csv, asked.seed, asked.function)
        right = sum(each["verdict"] == "right" for each in done)
        page.say("marked", done=len(done), right=right, table=asked.csv)
        return RIGHT
    if asked.csv is not None:
        parser.error(page("csv without folder"))
    return one(page, asked.path, asked.function, asked.seed, asked.json)


def one(
    page: Page, path: Path, function: str | None, seed: int, as_json: bool
) -> int:
    """Judge a file, and say it."""
    found: Diagnosis | None = None
    why = ""
    try:
        if not path.is_file():
            why = page("no file", path=path)
        elif path.suffix != ".py":
            why = page("not python", path=path)
        else:
            with Process(path, function) as process:
                name = process.name
                found = judge(process, seed)
    except Unfit as unfit:
        why = unfitting(page, *unfit.args)
    except Broken as broken:
        why = not_imported(page, broken)
    if as_json:
        said = row(found) if found else {"verdict": "unjudged", "note": why}
        sys.stdout.write(json.dumps(said) + "\n")
    elif found:
        page.print(f"{name}, {path.name}", colour="bold")
        tell(found, page.out)
    else:
        for paragraph in why.split("\n"):
            page.print(paragraph)
    if found is None or found.verdict == "uncallable":
        return UNJUDGED
    return RIGHT if found.right else WRONG


def not_imported(page: Page, broken: Broken) -> str:
    """Why a file cannot be judged."""
    answer = broken.answer
    if answer.problem == "time":
        return page("slow import", what=answer.what)
    if answer.problem == "died":
        return page("died importing")
    where = f" ({answer.line}: {answer.code})" if answer.line else ""
    return page("broken import", what=answer.what, where=where)


def unfitting(page: Page, kind: str, *found: Any) -> str:
    """What was looked for, and what was found."""
    if kind == "absent":
        return page(kind, name=found[0], there=_listed(found[1]))
    if kind == "several":
        return page(kind, names=_listed(found[0]))
    if kind == "parameter":
        what = page(kind, signature=found[0], name=found[1])
    else:
        what = page(
            "none", functions=_listed(found[0]), classes=_listed(found[1])
        )
    return "\n".join([what, page("looked for"), page("see template")])


def _listed(names: list[str]) -> str:
    return ", ".join(names[:20]) or "−"
