"""Runs of the practice programs, kept for the pages that tell of them.

python -m docs.build.record NAME runs rnn_pure.practice.NAME in both languages
and writes docs/records/NAME.json: the command, when and with what it ran, what
it printed and drew, and the figures of its --save, with the network where it
has one; the figures of --quick too, which a test runs again.
"""

import json
import os
import platform
import re
import subprocess
import sys
from datetime import UTC, datetime
from functools import cache
from html import escape
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from docs.common.table import ROOT
from docs.common.words import words

RECORDS = ROOT / "docs" / "records"
# {=reading.seconds:.0f} on a page: a figure of a record, in Python's format
FIGURE = re.compile(r"\{=([a-z_]+)\.([\w.]+)(?::([^}]+))?\}")
WITHIN = re.compile(r"<svg [^>]*class=(?s:.*?)</svg>")  # a drawing of several


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


def recorded(line: str, lang: str) -> str:
    """A fence: "NAME printed" or "NAME picture", and how it was made.

    "NAME picture 2 3" is the second and third of several drawings in one.
    """
    name, what, *which = line.split()
    kept = record(name)
    if what == "picture":
        drawn = kept["svg"][lang]
        if which:
            several = WITHIN.findall(drawn)
            drawn = "".join(several[int(k) - 1] for k in which)
        shown = f'<div class="plotted">{drawn}</div>'
    elif what == "printed":
        shown = f"<pre><code>{escape(kept['printed'][lang])}</code></pre>"
    else:
        raise ValueError(f"{what}: printed or picture")
    told = words("record", lang)["made"].format(
        command=f"<code>{kept['command']}</code>",
        date=kept["date"],
        python=f"CPython {kept['python']}",
        seconds=f"{kept['seconds']:.0f}",
    )
    return (f'<figure class="recorded">{shown}'
            f"<figcaption>{told}</figcaption></figure>")


def run(name: str, lang: str, *options: str) -> dict[str, Any]:
    """What the program prints, draws and keeps."""
    with TemporaryDirectory() as folder:
        svg, saved = Path(folder) / "svg", Path(folder) / "saved.json"
        before = os.times()
        done = subprocess.run(
            [sys.executable, "-X", "utf8", "-m", f"rnn_pure.practice.{name}",
             "--lang", lang, "--svg", str(svg), "--save", str(saved),
             *options],
            cwd=ROOT, stdout=subprocess.PIPE, encoding="utf-8", check=True,
        )
        after = os.times()  # not the clock: the machine may have other work
        return {
            "seconds": sum(after[2:4]) - sum(before[2:4]),
            # all but where the files were kept
            "printed": "\n".join(
                line for line in done.stdout.splitlines() if folder not in line
            ).strip("\n"),
            "svg": svg.read_text(encoding="utf-8"),
            "saved": json.loads(saved.read_text(encoding="utf-8")),
        }


def write(name: str) -> Path:
    """Run the program and keep its record."""
    runs = {lang: run(name, lang) for lang in ("ko", "en")}
    saved = runs["en"]["saved"]
    if runs["ko"]["saved"] != saved:
        raise ValueError(f"{name} is not deterministic")
    path = RECORDS / f"{name}.json"
    path.parent.mkdir(exist_ok=True)
    path.write_text(json.dumps({
        "command": f"python -m rnn_pure.practice.{name}",
        "date": f"{datetime.now(UTC):%Y-%m-%d}",
        "python": platform.python_version(),
        "seconds": min(each["seconds"] for each in runs.values()),
        "figures": saved["figures"],
        # a text: one line of the file
        **({"network": json.dumps(saved["network"])}
           if "network" in saved else {}),
        "quick": run(name, "en", "--quick")["saved"]["figures"],
        "printed": {lang: each["printed"] for lang, each in runs.items()},
        "svg": {lang: each["svg"] for lang, each in runs.items()},
    }, ensure_ascii=False, indent=1) + "\n", encoding="utf-8")
    return path


if __name__ == "__main__":
    print(write(sys.argv[1]).relative_to(ROOT))
