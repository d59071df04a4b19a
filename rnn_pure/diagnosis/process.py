"""A submission in a process of its own, with limits.

It protects from accidents: a hang, a crash, sys.exit, megabytes printed, too
much memory. It is no sandbox: the file runs with your rights, and can read,
write and send whatever you can.

The two talk in lines of JSON. The first of the other side is a greeting that
says how the function wants to be called; then an answer to each question.
"""

import importlib.util
import json
import os
import random
import subprocess
import sys
import threading
from contextlib import suppress
from dataclasses import asdict
from pathlib import Path
from queue import Empty, Queue
from typing import Any, TextIO

from rnn_pure.diagnosis.answers import Answer
from rnn_pure.diagnosis.arguments import Unfit, Wants
from rnn_pure.diagnosis.calling import Submission, failed, find
from rnn_pure.diagnosis.cases import FS, OUTPUTS, World
from rnn_pure.diagnosis.layouts import Layout
from rnn_pure.diagnosis.limits import leave_with_parent, limit

TO_ANSWER, TO_IMPORT = 5.0, 10.0  # seconds
ROOT = Path(__file__).resolve().parents[2]
# By -m the submission's folder would come first: it may hold a json.py. So it
# would for what 3.13 imports before -c, but for PYTHONSAFEPATH (3.11 on).
START = """\
import sys
sys.path = [*filter(None, sys.path)]
from rnn_pure.diagnosis.process import serve
serve(*sys.argv[1:])
"""
NAMED = {thing.name: thing for thing in FS}
ERRORS = {error.name: error for _, error in OUTPUTS}


class Broken(Exception):
    """The file could not be imported; its answer says why."""

    def __init__(self, answer: Answer) -> None:
        super().__init__(answer.what)
        self.answer = answer


class Process:
    """The submission in a file, asked from here.

    Raises Unfit where no function fits, Broken where the file does not run.
    """

    def __init__(
        self, path: Path, function: str | None, folder: Path | None = None
    ) -> None:
        self.lines: Queue[str] = Queue()
        one_thread = {
            f"{name}_NUM_THREADS": "1" for name in ("OMP", "OPENBLAS", "MKL")
        }
        self.child = subprocess.Popen(
            [sys.executable, "-c", START, str(path.resolve()), function or ""],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            cwd=folder or path.resolve().parent,
            env={
                **os.environ, **one_thread, "PYTHONUTF8": "1",
                "PYTHONPATH": str(ROOT), "PYTHONSAFEPATH": "1",
                "MPLBACKEND": "Agg",
            },
            encoding="utf-8",
            start_new_session=True,
        )
        threading.Thread(target=self._listen, daemon=True).start()
        greeting = self._next(TO_IMPORT)
        if "unfit" in greeting:
            self.end()
            raise Unfit(*greeting["unfit"])
        if "wants" not in greeting:
            self.end()
            raise Broken(Answer(**greeting))
        self.made_by = path, function, folder
        self.name = str(greeting["name"])
        self.readings = [
            Wants(**{**of, "without": frozenset(of["without"])})
            for of in greeting["wants"]
        ]
        self._layouts = [
            tuple(Layout(**of) for of in each) for each in greeting["layouts"]
        ]
        self.others: list[Process] = []
        self.read_as(0)

    def read_as(self, k: int) -> None:
        """Take its parameters for what one of the readings says."""
        self.reading, self.wants = k, self.readings[k]
        self.layouts = self._layouts[k]

    def fresh(self) -> "Process":
        """Another process, in which nothing has been asked."""
        other = Process(*self.made_by)
        other.read_as(self.reading)
        self.others.append(other)
        return other

    def __enter__(self) -> "Process":
        return self

    def __exit__(self, *_: object) -> None:
        self.end()

    def ask(
        self, world: World, name: str, seed: int, layout: Layout
    ) -> Answer:
        """The answer to one case; "time" or "died" where none comes."""
        question = {
            "f": world.f.name, "g": world.g.name, "error": world.error.name,
            "last": world.last, "without": [*world.without],
            "one_hot": world.one_hot, "name": name, "seed": seed,
            "layout": asdict(layout), "reading": self.reading,
        }
        with suppress(OSError, ValueError):  # it has died: told below
            assert self.child.stdin is not None
            self.child.stdin.write(json.dumps(question) + "\n")
            self.child.stdin.flush()
        return Answer(**self._next(TO_ANSWER))

    def end(self) -> None:
        """End the process, and those that it has started."""
        for other in vars(self).get("others", ()):
            other.end()
        if os.name == "posix":
            with suppress(ProcessLookupError, PermissionError):
                os.killpg(self.child.pid, 9)
        self.child.kill()
        self.child.wait()
        for stream in self.child.stdin, self.child.stdout:
            with suppress(OSError):
                if stream is not None:
                    stream.close()

    def _listen(self) -> None:
        assert self.child.stdout is not None
        with suppress(OSError, ValueError):
            for line in self.child.stdout:
                self.lines.put(line)
        self.lines.put("")

    def _next(self, seconds: float) -> dict[str, Any]:
        try:
            line = self.lines.get(timeout=seconds)
            said: dict[str, Any] = json.loads(line) if line else {}
        except Empty:
            self.end()
            return {"problem": "time", "what": f"{seconds:g} s"}
        except ValueError:
            said = {}
        return said or {"problem": "died"}


# The other side.


def imported(path: Path, function: str | None) -> Submission:
    """The function in a file, which is run as a module."""
    name = f"submission_{path.stem}"
    sys.path.insert(0, str(path.parent))
    spec = importlib.util.spec_from_file_location(name, path)
    assert spec  # it is a .py
    assert spec.loader
    module = importlib.util.module_from_spec(spec)
    sys.modules[name] = module
    spec.loader.exec_module(module)
    return find(module, function)


def serve(path: str, function: str) -> None:
    """Greet, then answer until there are no more questions."""
    questions = os.fdopen(os.dup(0), encoding="utf-8")
    channel = os.fdopen(os.dup(1), "w", encoding="utf-8")
    nowhere = os.open(os.devnull, os.O_RDWR)
    for descriptor in 0, 1, 2:
        os.dup2(nowhere, descriptor)
    limit()
    random.Random("")  # imports hashes, before the submission's folder leads
    if os.name == "posix":
        threading.Thread(target=leave_with_parent, daemon=True).start()
    try:
        submission = imported(Path(path), function or None)
    except Unfit as unfit:
        _say(channel, {"unfit": unfit.args})
        return
    except BaseException as error:
        _say(channel, asdict(failed(error, path)))
        return
    _say(channel, {
        "name": submission.function.__name__,
        "wants": [
            {**asdict(wants), "without": [*wants.without]}
            for wants in submission.readings
        ],
        "layouts": [
            [*map(asdict, submission.layouts_of(wants))]
            for wants in submission.readings
        ],
    })
    for line in questions:
        _say(channel, asdict(_answer(submission, json.loads(line))))


def _answer(submission: Submission, question: dict[str, Any]) -> Answer:
    if submission.wants != submission.readings[question["reading"]]:
        submission.read_as(question["reading"])
    world = World(
        NAMED[question["f"]], NAMED[question["g"]],
        ERRORS[question["error"]], question["last"],
        frozenset(question["without"]), question["one_hot"],
    )
    return submission.ask(
        world, question["name"], question["seed"],
        Layout(**question["layout"]),
    )


def _say(channel: TextIO, what: dict[str, Any]) -> None:
    channel.write(json.dumps(what, default=str) + "\n")
    channel.flush()
