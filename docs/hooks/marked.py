"""A folder of submissions, marked while the site is built: once for both
languages, since the table's own words are English in either.
"""

import csv
from functools import cache
from io import StringIO
from pathlib import Path
from tempfile import TemporaryDirectory

from docs.hooks import onefile
from docs.hooks.diagnose.page import EXAMPLE
from rnn_pure.console import Console
from rnn_pure.diagnosis.marking import mark
from rnn_pure.diagnosis.words import word
from rnn_pure.mistakes import changed, variants

FOLDER, TABLE, SEED = "submissions", "marks.csv", 7
COMMAND = (
    f"python -m rnn_pure diagnose {FOLDER}/ --csv {TABLE} --seed {SEED}"
)
Row = dict[str, str]


def submissions() -> Row:
    """Their texts by their names: one never ends, one raises, one is right.

    They are the short file to copy, with and without mistakes, and loops that
    somebody else wrote.
    """
    short = onefile.made("rnn_short.py")
    ways = {way.key: way for way in variants()}
    turned, late = ways["4 in the recursion"], ways["8 in equation 3"]
    loop = "    for t in range(T, 0, -1):"
    texts = {
        "baek": short.replace(loop, "    t = T\n    while t > 0:"),
        "choi": changed(short, (late,)),
        "han": short,
        "jung": EXAMPLE.read_text(encoding="utf-8"),
        "lee": changed(short, (turned, late)),
        "yoon": short.replace("for t in range(T, 0, -1)", "for t in T"),
    }
    same = [name for name, text in texts.items() if text in (None, short)]
    if same != ["han"]:
        raise ValueError(f"rnn_short.py has no place for {same}")
    return {f"{name}.py": str(text) for name, text in texts.items()}


@cache
def marks() -> list[Row]:
    """The rows of the table that the command writes."""
    with TemporaryDirectory() as place:
        folder, table = Path(place, FOLDER), Path(place, TABLE)
        folder.mkdir()
        for name, text in submissions().items():
            (folder / name).write_text(text, encoding="utf-8")
        mark(Console("en", StringIO()), folder, table, SEED, None)
        with table.open(encoding="utf-8-sig", newline="") as file:
            return [*csv.DictReader(file)]


def said(lang: str) -> str:
    """What the command prints in that language."""
    right = sum(row["verdict"] == "right" for row in marks())
    return word(lang, "marked", done=len(marks()), right=right, table=TABLE)
