"""The heart in a debugger: pdb, and what VS Code does with launch.json."""

import functools
import inspect
import json
import os
import queue
import re
import subprocess
import sys
import threading
from itertools import pairwise
from pathlib import Path

import pytest
from conftest import ROOT, python, read
from terminal import on_terminal

from rnn_pure import bptt, debug, forward
from rnn_pure.examples import on_screen
from rnn_pure.matrix import matvec
from rnn_pure.walkthrough import statements

NAMES = {  # the derivation's, in its order of appearance
    "forward": "rnn xs z_0 x T W_in W_re b f W_out b_out g u z v y t",
    "bptt": "rnn states ds d T x u z v y W_in_T W_re_T f W_out_T g dE_dy "
    "dE_dz dE_dx delta_out delta_re t dE_dW_out dE_dW_re dE_dW_in dE_db "
    "dE_db_out",
}
FIRST = {"forward": "# eq 1", "bptt": "# eq 5"}  # in the loop, and before it
MOST = {"forward": 8, "bptt": 9}  # Step Intos from the stop to the first
AT_ONCE = ["n"] if sys.version_info >= (3, 13) else []  # at breakpoint()
SECONDS = 60


# --- pdb --------------------------------------------------------------------


run = functools.partial(  # without .pdbrc
    python, "-S", HOME=os.devnull, PYTHONBREAKPOINT="", typed="")
HERE = "-m", "rnn_pure.debug"


def pdb(*typed, command=HERE):
    """What pdb says at first, then to each line typed."""
    done = run(*command, typed="".join(f"{each}\n" for each in typed))
    assert (done.returncode, done.stderr) == (0, "") or "-c" in command
    return done.stdout.split("(Pdb) ")


@functools.cache
def through(function):
    """What pdb says before function, in it, and to n and p, one by one."""
    there = ["c", "c"] * (function == "bptt") + [*AT_ONCE, "s"]
    said = pdb(*there, *["n", "p [*locals()]"] * 80, "q")
    return said[len(there) - 1:]


@pytest.mark.parametrize("function", NAMES)
def test_one_step_leads_from_the_stop_into_the_heart(function):
    before, inside, *_ = through(function)
    assert re.search(rf"-> \w+ = {function}\(", before)
    assert "--Call--" in inside
    assert f"){function}()" in inside


@pytest.mark.parametrize("function", NAMES)
def test_anywhere_in_the_heart_only_the_derivations_names(function):
    named = [
        names for stop, names in pairwise(through(function))
        if f"){function}()\n" in stop and names.startswith("[")]
    assert len(named) > 20
    seen = {*re.findall(r"'(\w+)'", "".join(named))}
    assert seen == {*NAMES[function].split()}


def test_one_key_leads_to_the_first_equation_of_each():
    stops = pdb("c", "c", "c", "q")
    assert "# eq 1\n" in stops[1]
    assert "= bptt(" in stops[2] or "breakpoint()" in stops[2]
    assert "# eq E'\n" in stops[3]


def test_in_a_terminal_n_stays_in_the_heart():
    status, screens = on_terminal(
        *HERE, ask="(Pdb) ", keys=[b"n\n"] * 200, HOME=os.devnull, TERM="dumb")
    said = "".join(screens)
    stops = re.findall(r"> .*?(\w+)\.py\(\d+\)(\w+)\(\)", said)
    assert {*stops} == {
        ("debug", "main"), ("rnn", "forward"), ("backprop", "bptt")}
    assert len(stops) > 40
    assert (status, "Traceback" in said) == (0, False)


def test_it_ends_with_q_behind_the_last_line_too():
    *_, last, end = pdb("c", "c", "c", "r", "n", "n", "q")
    assert "return gradients" in last + end


def test_its_help_opens_no_debugger():
    done = run(*HERE, "--help")
    assert (done.returncode, done.stderr) == (0, "")
    assert done.stdout.startswith("usage: ")


def test_it_ends_politely_where_input_ends():
    assert "forward(rnn, xs)" in pdb(*AT_ONCE)[len(AT_ONCE)]


def test_without_stops_it_returns_the_gradients(monkeypatch):
    monkeypatch.setattr(sys, "breakpointhook", lambda: None)
    rnn, xs, ds = on_screen(float)
    assert debug.main() == bptt(rnn, forward(rnn, xs), ds)
    done = run(*HERE, PYTHONBREAKPOINT="0")
    assert (done.returncode, done.stdout, done.stderr) == (0, "", "")


def test_pdb_started_otherwise_steps_through_the_algebra():
    start = "from rnn_pure import debug; debug.main()"
    for page in (ROOT / "docs" / "pages" / "step").glob("debugger.*.md"):
        assert f'`python -c "{start}"`' in read(page)
    line = next(s.line for s in statements(forward) if s.equation == "eq 1")
    file = inspect.getfile(inspect.unwrap(forward))
    typed = [f"tbreak {file}:{line}", "c", "s", "s", "q"]
    *_, called, inside, _ = pdb(*typed, command=("-c", start))
    assert "--Call--" in called
    assert ")matvec()" in inside


# --- VS Code ----------------------------------------------------------------


class Debugpy:
    """What VS Code does with a launch.json: the debug adapter protocol."""

    def __init__(self, launch):
        self.adapter = subprocess.Popen(
            [sys.executable, "-m", "debugpy.adapter"],
            stdin=subprocess.PIPE, stdout=subprocess.PIPE)
        self.said, self.sent = queue.Queue(), 0
        threading.Thread(target=self._listen, daemon=True).start()
        self.ask("initialize", adapterID="debugpy", pathFormat="path")
        text = json.dumps(launch).replace("${workspaceFolder}", str(ROOT))
        self.send("launch", **json.loads(text) | {
            "console": "internalConsole", "python": [sys.executable]})
        self.hear(event="initialized")
        self.send("configurationDone")

    def _listen(self):
        out = self.adapter.stdout
        while head := out.readline():
            if length := re.match(rb"Content-Length: (\d+)", head):
                out.readline()
                self.said.put(json.loads(out.read(int(length[1]))))

    def send(self, command, **arguments):
        self.sent += 1
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

    def stop(self, go=""):
        """Where it stops next: function and line of code."""
        if go:
            self.send(go, threadId=self.thread)
        self.thread = self.hear(event="stopped")["threadId"]
        frame = self.ask("stackTrace", threadId=self.thread)["stackFrames"][0]
        lines = Path(frame["source"]["path"]).read_text("utf-8").splitlines()
        return frame["name"], lines[frame["line"] - 1]

    def steps_into(self, function):
        """How many Step Intos lead from here to the function's equations."""
        for count in range(1, 100):
            where, line = self.stop("stepIn")
            if where == function and FIRST[function] in line:
                return count
        raise AssertionError(where, line)

    def break_at(self, function):
        lines, first = inspect.getsourcelines(function)
        self.ask(
            "setBreakpoints", source={"path": inspect.getsourcefile(function)},
            breakpoints=[{"line": first + len(lines) - 1}])

    def end(self):
        self.send("disconnect", terminateDebuggee=True)
        for pipe in self.adapter.stdin, self.adapter.stdout:
            pipe.close()
        self.adapter.kill()
        self.adapter.wait(SECONDS)


@functools.cache
def launches():
    return json.loads(read(".vscode/launch.json"))["configurations"]


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
    debugger = debugpy(launches()[0])
    for function, go in ("forward", ""), ("bptt", "continue"):
        where, line = debugger.stop(go)
        assert where == "main"
        assert f"= {function}(" in line
        assert debugger.steps_into(function) <= MOST[function]
        debugger.break_at(matvec)  # no stop: it is left out


def test_the_other_configuration_leads_into_the_algebra(debugpy):
    debugger = debugpy(launches()[1])
    debugger.stop()
    debugger.steps_into("forward")
    assert debugger.stop("stepIn")[0] == "matvec"
    debugger.break_at(matvec)
    where, line = debugger.stop("continue")
    assert (where, line.split()[0]) == ("matvec", "return")


def test_both_configurations_pass_by_the_doors():
    for launch, aside in zip(launches(), (debug.ASIDE[:3], debug.ASIDE[:2])):
        assert launch["module"] == debug.__name__
        assert launch["rules"] == [
            {"module": module, "include": False} for module in aside]
