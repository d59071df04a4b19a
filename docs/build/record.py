"""Runs of the practice programs, kept for the pages that tell of them.

python -m docs.build.record NAME… runs rnn_pure.practice.NAME in both languages
and writes docs/records/NAME.json: when and with what it ran, what it printed,
the constants of the program and the figures that it found with --more.
"""

import io
import json
import platform
import re
import sys
from contextlib import redirect_stdout
from datetime import UTC, datetime
from functools import cache
from html import escape
from importlib import import_module
from typing import Any

from docs.common.table import ROOT
from docs.common.words import words

RECORDS = ROOT / "docs" / "records"
# {=reading.seconds:.0f} on a page: a figure of a record, in Python's format
FIGURE = re.compile(r"\{=([a-z_]+)\.([\w.]+)(?::([^}]+))?\}")


@cache
def record(name: str) -> dict[str, Any]:
    """The recorded run of that program."""
    text = (RECORDS / f"{name}.json").read_text(encoding="utf-8")
    kept: dict[str, Any] = json.loads(text)
    return kept


def figure(name: str, key: str) -> Any:
    """A figure of a record: key is its name, or a.b for one in a table."""
    at: Any = record(name)["figures"]
    for part in key.split("."):
        try:
            at = at[int(part)] if isinstance(at, list) else at[part]
        except (KeyError, IndexError) as error:
            raise KeyError(f"docs/records/{name}.json: no {key}") from error
    return at


def filled(text: str) -> str:
    """A page's Markdown with its figures of recorded runs in their places."""

    def shown(found: re.Match[str]) -> str:
        value = figure(found[1], found[2])
        made = format(value, found[3] or "")
        return made if isinstance(value, str) else made.replace("-", "−")

    return FIGURE.sub(shown, text)


def recorded(name: str, lang: str) -> str:
    """A fence: what the program printed, and how."""
    kept = record(name)
    told = words("record", lang)["made"].format(
        command=f"<code>{kept['command']}</code>",
        date=f'<span class="nowrap">{kept["date"]}</span>',
        python=f"CPython {kept['python']}",
    )
    return (f'<figure class="recorded"><pre><code>'
            f"{escape(kept['printed'][lang])}</code></pre>"
            f"<figcaption>{told}</figcaption></figure>")


def constants(name: str) -> dict[str, Any]:
    """What stands in capitals in that program: its numbers."""
    program = vars(import_module(f"rnn_pure.practice.{name}"))
    return {key.lower(): value for key, value in program.items()
            if key.isupper() and isinstance(value, int | float | tuple)}


def run(name: str, *options: str) -> tuple[str, dict[str, Any]]:
    """What the program prints, and the figures that it finds."""
    program = import_module(f"rnn_pure.practice.{name}")
    with redirect_stdout(io.StringIO()) as printed:
        found: dict[str, Any] = program.work(options)
    return printed.getvalue().strip("\n"), found


def write(name: str) -> None:
    """Run the program, short and whole, and keep its record."""
    printed = {lang: run(name, "--lang", lang)[0] for lang in ("ko", "en")}
    _, found = run(name, "--more")
    (RECORDS / f"{name}.json").write_text(json.dumps({
        "command": f"python -m rnn_pure.practice.{name}",
        "date": f"{datetime.now(UTC):%Y-%m-%d}",
        "python": platform.python_version(),
        "figures": constants(name) | found,
        "printed": printed,
    }, ensure_ascii=False, indent=1) + "\n", encoding="utf-8")


if __name__ == "__main__":
    for each in sys.argv[1:]:
        write(each)
