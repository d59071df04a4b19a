"""Step Into, again and again: a debugger is soon at the first equation."""

import inspect
import json
import os
import queue
import re
import subprocess
import sys
import threading
from pathlib import Path

import pytest

from rnn_pure import forward
from rnn_pure.debug import ASIDE
from rnn_pure.matrix import matvec
from rnn_pure.walkthrough import statements

ROOT = Path(__file__).resolve().parents[2]
LAUNCH = json.loads((ROOT / ".vscode" / "launch.json").read_text("utf-8"))
FIRST = {"forward": "# eq 1", "bptt": "# eq 5"}  # in the loop, and before it
MOST = {"forward": 8, "bptt": 9}
SECONDS = 60
AT_ONCE = ["n"] if sys.version_info >= (3, 13) else []  # at breakpoint()


class Debugpy:
    """What VS Code does with a launch.json: the debug adapter protocol."""

    def __init__(self, launch):
        self.adapter = subprocess.Popen(
            [sys.executable, "-m", "debugpy.adapter"],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
        )
        self.said = queue.Queue()
        threading.Thread(target=self._listen, daemon=True).start()
        self.ask("initialize", adapterID="debugpy", pathFormat="path")
        text = json.dumps(launch).replace("${workspaceFolder}", str(ROOT))
        self.send("launch", **json.loads(text) | {
            "console": "internalConsole", "python": [sys.executable],
        })
        self.hear(event="initialized")
        self.send("configurationDone")

    def _listen(self):
        out = self.adapter.stdout
        while head := out.readline():
            if length := re.match(rb"Content-Length: (\d+)", head):
                out.readline()
                self.said.put(json.loads(out.read(int(length[1]))))

    def send(self, command, **arguments):
        self.sent = getattr(self, "sent", 0) + 1
        body = json.dumps({
            "seq": self.sent, "type": "request", "command": command,
            "arguments": arguments,
        }).encode()
        head = b"Content-Length: %d\r\n\r\n" % len(body)
        self.adapter.stdin.write(head + body)
        self.adapter.stdin.flush()

    def hear(self, **wanted):
        while True:
            message = self.said.get(timeout=SECONDS)
            if wanted.items() <= message.items():
                return message.get("body")

    def ask(self, command, **arguments):
        self.send(command, **arguments)
        return self.hear(request_seq=self.sent, success=True)

    def stop(self):
        """Where it stops next: function and line of code."""
        self.thread = self.hear(event="stopped")["threadId"]
        frame = self.ask("stackTrace", threadId=self.thread)["stackFrames"][0]
        lines = Path(frame["source"]["path"]).read_text("utf-8").splitlines()
        return frame["name"], lines[frame["line"] - 1]

    def into(self):
        self.send("stepIn", threadId=self.thread)
        return self.stop()

    def on(self):
        self.send("continue", threadId=self.thread)
        return self.stop()

    def end(self):
        self.send("disconnect", terminateDebuggee=True)
        for pipe in self.adapter.stdin, self.adapter.stdout:
            pipe.close()
        self.adapter.kill()
        self.adapter.wait(SECONDS)


def steps_into(debugger, function):
    """How many Step Intos lead from the stop to the function's equations."""
    for count in range(1, 100):
        where, line = debugger.into()
        if where == function and FIRST[function] in line:
            return count
    raise AssertionError(where, line)


@pytest.fixture
def debugpy():
    pytest.importorskip("debugpy", reason="needs the dev extra")
    started = []

    def start(launch):
        started.append(Debugpy(launch))
        return started[0]

    yield start
    for debugger in started:
        debugger.end()


def test_vs_code_is_at_the_first_equation_in_a_few_steps(debugpy):
    debugger = debugpy(LAUNCH["configurations"][0])
    for function in FIRST:
        where, line = debugger.on() if function == "bptt" else debugger.stop()
        assert where == "main"
        assert f"= {function}(" in line
        assert steps_into(debugger, function) <= MOST[function]


def test_the_other_configuration_leads_into_the_algebra(debugpy):
    debugger = debugpy(LAUNCH["configurations"][1])
    debugger.stop()
    steps_into(debugger, "forward")
    assert debugger.into()[0] == "matvec"


@pytest.mark.parametrize("launch", LAUNCH["configurations"])
def test_a_breakpoint_stops_only_where_f11_may_go(debugpy, launch):
    matrix = ROOT / "rnn_pure" / "matrix.py"
    code, line = inspect.getsourcelines(matvec)
    debugger = debugpy(launch)
    debugger.stop()
    debugger.ask(
        "setBreakpoints",
        source={"path": str(matrix)},
        breakpoints=[{"line": line + len(code) - 1}],
    )
    left_out = "rnn_pure.matrix" in str(launch["rules"])
    assert debugger.on()[0] == ("main" if left_out else "matvec")


def test_both_configurations_pass_by_the_doors():
    for launch, aside in zip(LAUNCH["configurations"], (ASIDE, ASIDE[:2])):
        assert launch["rules"] == [
            {"module": f"rnn_pure.{module}", "include": False}
            for module in aside
        ]


def pdb(*command, typed):
    """What pdb says at first, then to each line typed."""
    done = subprocess.run(
        [sys.executable, *command],
        cwd=ROOT,
        env={**os.environ, "HOME": os.devnull, "PYTHONBREAKPOINT": ""},
        input="\n".join([*typed, "q", ""]),
        capture_output=True,
        encoding="utf-8",
        timeout=SECONDS,
    )
    return done.stdout.split("(Pdb) ")


@pytest.mark.parametrize("function", FIRST)
def test_pdb_is_at_the_first_equation_in_a_few_steps(function):
    there = [*AT_ONCE, "c", *AT_ONCE] if function == "bptt" else AT_ONCE
    typed = [*there, *["s"] * MOST[function]]
    stops = pdb("-m", "rnn_pure.debug", typed=typed)[len(there) + 1:]
    assert any(FIRST[function] in stop for stop in stops)


def test_pdb_started_otherwise_steps_through_the_algebra():
    start = "from rnn_pure import debug; debug.main()"
    for page in (ROOT / "docs" / "pages" / "step").glob("debugger.*.md"):
        assert f'`python -c "{start}"`' in page.read_text(encoding="utf-8")
    line = next(s.line for s in statements(forward) if s.equation == "eq 1")
    typed = [*AT_ONCE, "s", f"unt {line}", "s", "s"]
    *_, called, inside, _ = pdb("-c", start, typed=typed)
    assert "--Call--" in called
    assert ")matvec()" in inside
