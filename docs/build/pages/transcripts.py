"""What a reader sees who types the same: sessions of pdb, a diagnosis, a run.

They are run while the page is built; a command at which pdb answers with an
error stops the build.
"""

import os
import re
import subprocess
import sys
from functools import cache
from pathlib import Path
from tempfile import TemporaryDirectory

from docs.build.archives import COPIES
from docs.common.table import ROOT
from rnn_pure import bptt
from rnn_pure.walkthrough import statements

LINE = {  # of bptt, by what is computed there
    statement.code.split(" = ")[0].strip(): statement.line
    for statement in statements(bptt)
}
BPTT = ("c ", "c ", "c ")  # leads to its first equation


def pdb(*commands: str) -> str:
    """A session. A command that ends in a space is not shown."""
    said = subprocess.run(
        [sys.executable, "-m", "rnn_pure.debug"],
        cwd=ROOT,
        env={
            **os.environ,
            "HOME": os.devnull,  # no .pdbrc
            "PYTHONBREAKPOINT": "",
            "PYTHONIOENCODING": "utf-8",
        },
        input="\n".join([*commands, "c", "c", "c", ""]),
        stdout=subprocess.PIPE,
        encoding="utf-8",
        check=True,
        timeout=60,
    ).stdout
    if "***" in said:
        raise ValueError(f"pdb refuses a command:\n{said}")
    said = re.sub(
        r"(> |at ).*rnn_pure[\\/](?=\w+\.py[(:])", r"\1rnn_pure/", said
    )
    first, *answers = said.split("(Pdb) ")
    shown = ["", first]
    for command, answer in zip(commands, answers):
        if command.endswith(" "):
            shown[-1] = answer
        else:
            shown += [f"(Pdb) {command}\n", answer]
    return "".join(shown)


@cache
def printed(name: str) -> str:
    """What a file to copy prints, with nothing beside it."""
    command = [sys.executable, "-I", str(COPIES[name])]
    return subprocess.run(
        command, stdout=subprocess.PIPE, encoding="utf-8", check=True
    ).stdout


def diagnosed(name: str, text: str, lang: str) -> str:
    """What python -m rnn_pure diagnose says of a file that is not right."""
    with TemporaryDirectory() as folder:
        path = Path(folder) / name
        path.write_text(text, encoding="utf-8")
        done = subprocess.run(
            [sys.executable, "-m", "rnn_pure", "diagnose", str(path),
             "--lang", lang],
            cwd=ROOT,
            env={**os.environ, "PYTHONIOENCODING": "utf-8"},
            stdout=subprocess.PIPE,
            encoding="utf-8",
            timeout=60,
        )
    if done.returncode != 1:
        raise ValueError(f"diagnose finds nothing wrong:\n{done.stdout}")
    return done.stdout
