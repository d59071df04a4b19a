"""Sessions of pdb and --step: what a reader sees who types the same.

They are run while the page is built; a command at which pdb answers with an
error stops the build.
"""

import os
import re
import subprocess
import sys
from collections.abc import Mapping
from pathlib import Path
from tempfile import TemporaryDirectory

from docs.common.table import ROOT, equation
from rnn_pure import bptt, forward
from rnn_pure.walkthrough import statements

HEART = {  # the statements of both functions, by what they compute
    function.__name__: {
        statement.code.split(" = ")[0].strip(): statement
        for statement in statements(function)
    }
    for function in (forward, bptt)
}
LINE = {
    computed: statement.line
    for function in HEART.values()
    for computed, statement in function.items()
}
INTO = {"forward": ("c ",), "bptt": ("c ", "c ", "c ")}  # the first equation


def typed(command: str, *lines: str) -> str:
    """What python -m command prints to these lines; long decimals rounded."""
    shown = subprocess.run(
        [sys.executable, "-m", *command.split()],
        cwd=ROOT,
        env={
            **os.environ,
            "HOME": os.devnull,  # no .pdbrc
            "PYTHONBREAKPOINT": "",
            "PYTHONIOENCODING": "utf-8",
        },
        input="\n".join(lines) + "\n",
        stdout=subprocess.PIPE,
        encoding="utf-8",
        check=True,
        timeout=60,
    ).stdout
    shown = re.sub(
        r"(> |at ).*rnn_pure[\\/](?=\w+\.py[(:])", r"\1rnn_pure/", shown
    )
    if "***" in shown:
        raise ValueError(f"pdb refuses a command:\n{shown}")
    return re.sub(
        r"-?\d+\.\d{7,}(e-\d+)?",
        lambda number: str(round(float(number[0]), 6)),
        shown,
    )


def answers(*commands: str) -> list[str]:
    """What pdb says at first, then to each command."""
    return typed("rnn_pure.debug", *commands, "c", "c", "c").split("(Pdb) ")


def pdb(*commands: str) -> str:
    """A session. A command that ends in a space is not shown."""
    first, *rest = answers(*commands)
    shown = ["", first]
    for command, answer in zip(commands, rest):
        if command.endswith(" "):
            shown[-1] = answer
        else:
            shown += [f"(Pdb) {command}\n", answer]
    return "".join(shown)


def step(lang: str) -> str:
    """The first lines of --step, with the last question only."""
    shown = typed(f"rnn_pure --step --lang {lang}", "", "", "", "q")
    lines = shown.splitlines()
    asked = [k for k, line in enumerate(lines) if line.startswith("Enter:")]
    begin = next(k for k, line in enumerate(lines) if "rnn.py" in line)
    return "\n".join(
        lines[k] for k in range(begin, asked[-1] + 1) if k not in asked[:-1]
    )


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


def watch(words: Mapping[str, Mapping[str, str]], lang: str) -> str:
    """What to watch before a statement runs, and its value there.

    words has the expressions and what they mean, by what is computed.
    """
    out = []
    for computed, meanings in words.items():
        function = "forward" if computed in HEART["forward"] else "bptt"
        statement = HEART[function][computed]
        condition = ", t == 2" if statement.over_time else ""
        stop = f"tbreak {statement.line}{condition}"
        there = [*INTO[function], stop, "c"]
        said = answers(*there, *(f"p {name}" for name in meanings))
        before, *values = said[len(there):]
        [(file, line)] = re.findall(r"> (\S+\.py)\((\d+)\)", before)
        shown = equation(statement.equation or "")
        link = f"../../learn/bptt-units/#{shown.anchor}"
        out.append(f"\n**[{shown.label(lang)}]({link})** `{file}:{line}`\n")
        for (name, meaning), value in zip(meanings.items(), values):
            value = value.strip().replace("], [", "],`<br>`[")
            out.append(f"- `{name}` {meaning}<br>`{value}`")
    return "\n".join(out)
