"""A file in a process of its own, with limits, asked from here.

It protects from accidents: a hang, a crash, sys.exit, megabytes printed, too
much memory. It is no sandbox: the file runs with your rights. It can read,
write and send what you can, start a process that outlives it, and end yours.
"""

import json
import os
import signal
import subprocess
import sys
import threading
import time
from contextlib import suppress
from pathlib import Path
from queue import Empty, Queue
from typing import Any

from rnn_pure.diagnosis.child import TO_ANSWER

# Seconds of waiting, for what sleeps, in one answer and in all; CPU time in
# all. What computes too long for one answer ends itself (child.py).
WALL, LONGEST, CPU = 60.0, 600.0, 120.0
TO_MARK = TO_ANSWER - 1
ROOT = Path(__file__).resolve().parents[2]
# By -m the submission's folder would come first: it may hold a json.py. So it
# would for what 3.13 imports before -c, but for PYTHONSAFEPATH (3.11 on).
START = """\
import sys
sys.path = [*filter(None, sys.path)]
from rnn_pure.diagnosis.child import serve
from rnn_pure.diagnosis.{} import answer
serve(sys.argv[1], answer)
"""


class Process:
    """about: what is in the file, or which problem there is.

    seconds: the CPU time that the student's code took. live: where it is
    noted as soon as it runs, so that another thread can close it. answers: the
    module that does; in ownline's process the derivation's values are, too.
    """

    def __init__(
        self, path: Path, folder: Path | None = None,
        live: "set[Process] | None" = None, answers: str = "child",
    ) -> None:
        self.path, self.folder = path.resolve(), folder
        self.live, self.answers = live, answers
        self.closed = False
        self.waited = 0.0
        self.ended = 0.0  # seconds of the processes before this one
        self.running = 0.0
        self.start()

    @property
    def seconds(self) -> float:
        return self.ended + self.running

    def start(self) -> None:
        threads = {
            f"{name}_NUM_THREADS": "1" for name in ("OMP", "OPENBLAS", "MKL")
        }
        ways = [str(ROOT), os.environ.get("PYTHONPATH")]
        self.child = subprocess.Popen(
            [sys.executable, "-c", START.format(self.answers),
             str(self.path)],
            stdin=subprocess.PIPE, stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL, cwd=self.folder or self.path.parent,
            env={
                **os.environ, **threads, "PYTHONUTF8": "1",
                "PYTHONPATH": os.pathsep.join(filter(None, ways)),
                "PYTHONSAFEPATH": "1", "MPLBACKEND": "Agg",
            },
            encoding="utf-8", start_new_session=True,
        )
        if self.live is not None:
            self.live.add(self)
        self.ended, self.running = self.seconds, 0.0
        self.lines: Queue[str] = Queue()
        threading.Thread(
            target=_listen, args=(self.child, self.lines), daemon=True
        ).start()
        self.about = self._next()

    def ask(self, question: dict[str, Any]) -> dict[str, Any]:
        """The answer; "time" or "died" where none comes."""
        if self.closed:
            return {"problem": "died"}
        if self.seconds > CPU or self.waited > LONGEST:
            return {"problem": "time"}
        if self.child.poll() is not None:
            self.start()
            if "problem" in self.about:
                return self.about
        try:
            assert self.child.stdin is not None
            self.child.stdin.write(json.dumps(question) + "\n")
            self.child.stdin.flush()
        except (OSError, ValueError):
            return {"problem": "died"}
        return self._next()

    def mark(self, question: dict[str, Any]) -> dict[str, Any]:
        """What ownline.answer says, in a process of its own."""
        with Process(self.path, self.folder, self.live, "ownline") as other:
            return other.ask(question | {"seconds": TO_MARK})

    def _next(self) -> dict[str, Any]:
        begin = time.monotonic()
        said = self._line(begin + WALL)
        self.waited += time.monotonic() - begin
        return said

    def _line(self, end: float) -> dict[str, Any]:
        """The next line. The pipe's end is not waited for: a process that
        the file has started may hold it open."""
        problem = "time"
        while time.monotonic() < end:
            gone = self.child.poll()
            try:
                line = self.lines.get(timeout=0.5 if gone is None else 0.05)
                said: dict[str, Any] = json.loads(line)
                self.running = said.pop("seconds", 0.0)
                return said
            except (ValueError, TypeError, AttributeError):  # no line of ours
                problem = "died"
                break
            except Empty:
                if gone is not None:
                    late = gone == -getattr(signal, "SIGPROF", 0)
                    self.running += TO_ANSWER * late
                    problem = "time" if late else "died"
                    break
        self.end()
        return {"problem": problem}

    def end(self) -> None:
        """End the process, and those that it has started."""
        with suppress(OSError, AttributeError):
            os.killpg(self.child.pid, signal.SIGKILL)
        self.child.kill()
        self.child.wait()
        with suppress(OSError, ValueError):
            if self.child.stdin is not None:
                self.child.stdin.close()

    def close(self) -> None:
        """End it for good: whoever still asks is told that it died."""
        self.closed = True
        self.end()

    def __enter__(self) -> "Process":
        return self

    def __exit__(self, *_: object) -> None:
        self.close()


def _listen(child: "subprocess.Popen[str]", lines: "Queue[str]") -> None:
    assert child.stdout is not None
    with suppress(OSError, ValueError), child.stdout:
        for line in child.stdout:
            lines.put(line)
