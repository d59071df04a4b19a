"""A Python on a terminal of its own, and what is typed there."""

import os
import select
import subprocess
import sys

import pytest
from conftest import ROOT

SPAWN = """
import os, pty, signal, sys
signal.signal(signal.SIGINT, signal.SIG_DFL)  # a shell's & has it ignored
sys.exit(os.waitstatus_to_exitcode(pty.spawn(sys.argv[1:])))
"""


def on_terminal(*command, ask, keys, **environment):
    """Its status, and what was on the screen from one key to the next.

    A key is pressed where it asks; 20 seconds of silence are its end.
    """
    pytest.importorskip("pty")
    python, keys, seen = [sys.executable, "-S"], iter(keys), [b""]
    with subprocess.Popen(
        [*python, "-c", SPAWN, *python, *command], cwd=ROOT,
        env={**os.environ, "PYTHONIOENCODING": "utf-8", "TERM": "xterm",
             "PYTHONUNBUFFERED": "", **environment},
        stdin=subprocess.PIPE, stdout=subprocess.PIPE,
    ) as process:
        while True:
            if not select.select([process.stdout], [], [], 20)[0]:
                process.kill()
            part = process.stdout.read1()
            if not part:
                break
            seen[-1] += part
            if ask.encode() in seen[-1] and (key := next(keys, b"")):
                process.stdin.write(key)
                process.stdin.flush()
                seen.append(b"")
    return process.returncode, [
        text.decode().replace("\r\n", "\n") for text in seen]
