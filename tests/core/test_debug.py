"""The heart in a debugger, and --step: what a student sees who follows it."""

import functools
import importlib
import json
import os
import re
import select
import subprocess
import sys
from itertools import pairwise
from pathlib import Path

import pytest
from screen import shown

from rnn_pure import bptt, debug, forward, total_error
from rnn_pure.console import PLAIN
from rnn_pure.examples import on_screen
from rnn_pure.walkthrough import record, statements

ROOT = Path(__file__).resolve().parents[2]
NAMES = {  # the derivation's, in its order of appearance
    "forward": "rnn xs z_0 x T W_in W_re b f W_out b_out g u z v y t",
    "bptt": "rnn states ds d T x u z v y W_in_T W_re_T f W_out_T g dE_dy "
    "dE_dz dE_dx delta_out delta_re t dE_dW_out dE_dW_re dE_dW_in dE_db "
    "dE_db_out",
}
AT_ONCE = ["n"] if sys.version_info >= (3, 13) else []  # at breakpoint()
ASK = {"ko": "Enter: 다음 줄, q: 끝 ", "en": "Enter: next line, q: quit "}
END = {"ko": "여기서 마칩니다.", "en": "Stopped here."}


# --- pdb --------------------------------------------------------------------


def run(typed, breakpoints=""):
    done = subprocess.run(
        [sys.executable, "-S", "-m", "rnn_pure.debug"],
        cwd=ROOT,
        env={
            **os.environ,
            "HOME": os.devnull,  # no .pdbrc
            "PYTHONIOENCODING": "utf-8",
            "PYTHONBREAKPOINT": breakpoints,
        },
        input=typed,
        capture_output=True,
        encoding="utf-8",
        timeout=60,
    )
    assert (done.returncode, done.stderr) == (0, "")
    return done.stdout


def pdb(*commands):
    """What pdb says at first, then to each command."""
    return run("".join(f"{each}\n" for each in commands)).split("(Pdb) ")


def into(function):
    there = [*AT_ONCE, "s"]
    return there if function == "forward" else [*AT_ONCE, "c", *there]


@functools.cache
def through(function):
    """What pdb says before function, in it, and to n and p, one by one."""
    said = pdb(*into(function), *["n", "p [*locals()]"] * 80, "q")
    return said[len(into(function)) - 1:]


@pytest.mark.parametrize("function", ["forward", "bptt"])
def test_one_step_leads_from_the_stop_into_the_heart(function):
    before, inside, *_ = through(function)
    assert re.search(rf"-> \w+ = {function}\(", before)
    assert "--Call--" in inside
    assert f"){function}()" in inside


@pytest.mark.parametrize("function", ["forward", "bptt"])
def test_anywhere_in_the_heart_only_the_derivations_names(function):
    stops = 0
    seen = set()
    for stop, names in pairwise(through(function)):
        if f"){function}()\n" in stop and names.startswith("["):
            seen |= set(re.findall(r"'(\w+)'", names))
            stops += 1
    assert stops > 20
    assert seen == set(NAMES[function].split())


def test_what_it_shows_there_is_what_the_package_computes():
    rnn, xs, ds = on_screen(float)
    states = forward(rnn, xs)
    gradients = bptt(rnn, states, ds)
    line = next(
        statement.line
        for statement in statements(bptt)
        if statement.equation == "eq 5" and statement.over_time
    )
    commands = [*into("bptt"), "n", f"tbreak {line}, t == 2", "c"]
    shown = pdb(*commands, "p delta_out[t]", "p delta_re[t + 1]", "q")
    assert eval(shown[-3]) == gradients.delta_out[2]
    assert eval(shown[-2]) == gradients.delta_re[3]


def test_it_ends_politely_where_input_ends():
    assert "forward(rnn, xs)" in pdb(*AT_ONCE)[-2 if AT_ONCE else 0]


def test_without_stops_it_returns_the_gradients(monkeypatch):
    monkeypatch.setattr(sys, "breakpointhook", lambda: None)
    rnn, xs, ds = on_screen(float)
    assert debug.main() == bptt(rnn, forward(rnn, xs), ds)
    assert run("", breakpoints="0") == ""


def test_it_stops_twice_and_records_nothing(monkeypatch):
    stops = []
    monkeypatch.setattr(
        sys, "breakpointhook", lambda: stops.append(sys.gettrace())
    )
    debug.main()
    assert stops == [sys.gettrace()] * 2


def test_vs_code_starts_a_module_that_there_is():
    text = (ROOT / ".vscode" / "launch.json").read_text(encoding="utf-8")
    launch, _ = json.loads(text)["configurations"]
    assert launch["type"] == "debugpy"
    assert launch["request"] == "launch"
    assert importlib.import_module(launch["module"]) is debug


# --- python -m rnn_pure --step ----------------------------------------------


def step(lang, typed, encoding="utf-8"):
    return shown("--step", "--lang", lang, typed=typed.encode(encoding),
                 encoding=encoding)


def equations_run():
    rnn, xs, ds = on_screen(float)
    states, forward_steps = record(forward, rnn, xs)
    steps = [
        *forward_steps,
        *record(total_error, rnn, states, ds)[1],
        *record(bptt, rnn, states, ds)[1],
    ]
    return sum(step.equation is not None for step in steps)


SCREENS = [("ko", "utf-8"), ("ko", "cp949"), ("en", "utf-8"), ("en", "ascii")]


@pytest.mark.parametrize(("lang", "encoding"), SCREENS)
def test_enter_is_waited_for_after_each_step(lang, encoding):
    steps = equations_run()
    out = step(lang, "\n" * steps, encoding)
    assert out.count(ASK[lang]) == steps
    assert END[lang] not in out
    plain = shown("--lang", lang, encoding=encoding)
    assert out.replace(f"{ASK[lang]}\n", "") == plain


@pytest.mark.parametrize(("lang", "encoding"), SCREENS)
@pytest.mark.parametrize("last", ["q\n", " Q \n", "q", ""])
def test_q_or_the_end_of_input_ends_it(lang, encoding, last):
    out = step(lang, "\n\n" + last, encoding)
    assert out.count(ASK[lang]) == 3
    assert out.endswith(f"\n{END[lang]}\n")


@pytest.mark.parametrize("encoding", ["utf-8", "cp949"])
def test_the_key_of_q_ends_it_while_hangul_is_on(encoding):
    assert step("ko", "\nㅂ\n", encoding).count(ASK["ko"]) == 2


def test_what_the_encoding_cannot_read_is_an_enter():
    out = shown("--step", "--lang", "en", typed="ㅂ\n".encode(),
                encoding="ascii")
    assert out.count(ASK["en"]) == 2


def test_without_an_input_it_ends_at_once(monkeypatch, capsys):
    from rnn_pure.__main__ import main

    monkeypatch.setattr(sys, "stdin", None)
    assert main(["--step", "--lang", "en"]) == 0
    assert END["en"] in capsys.readouterr().out


def test_ctrl_c_without_step_is_what_it_always_was(monkeypatch):
    import rnn_pure.__main__ as walk

    def interrupted(*_):
        raise KeyboardInterrupt

    monkeypatch.setattr(walk, "compare", interrupted)
    with pytest.raises(KeyboardInterrupt):
        walk.main(["--lang", "en"])


SPAWN = """
import os, pty, signal, sys
signal.signal(signal.SIGINT, signal.SIG_DFL)  # a shell's & has it ignored
sys.exit(os.waitstatus_to_exitcode(pty.spawn(sys.argv[1:])))
"""


class Terminal:
    """python -m rnn_pure --step on a terminal of its own."""

    def __init__(self, lang, **environment):
        pytest.importorskip("pty")
        python = [sys.executable, "-S"]
        command = [*python, "-m", "rnn_pure", "--step", "--lang", lang]
        self.process = subprocess.Popen(
            [*python, "-c", SPAWN, *command],
            cwd=ROOT,
            env={**os.environ, "PYTHONIOENCODING": "utf-8", "TERM": "xterm",
                 "PYTHONUNBUFFERED": "", **environment},
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
        )
        self.ask = ASK[lang].encode()

    def read(self):
        """What came next; nothing is the end, and so are 20 s of silence."""
        if select.select([self.process.stdout], [], [], 20)[0]:
            return self.process.stdout.read1()
        self.process.kill()
        return b""

    def answer(self, keys):
        """What was on the screen up to the question; keys are pressed."""
        seen = b""
        while self.ask not in seen:
            more = self.read()
            if not more:
                pytest.fail(f"{self.end()} after {seen}")
            seen += more
        self.process.stdin.write(keys)
        self.process.stdin.flush()
        return seen.decode()

    def end(self):
        rest = b"".join(iter(self.read, b"")).decode()
        self.process.stdin.close()
        self.process.stdout.close()
        return self.process.wait(timeout=60), rest.replace("\r\n", "\n")


@pytest.mark.parametrize(
    ("lang", "keys"),
    [("ko", b"q\n"), ("en", b"\x03"), ("ko", b"\x04")],
    ids=["q", "ctrl-c", "ctrl-d"],
)
def test_on_a_terminal(lang, keys):
    terminal = Terminal(lang, NO_COLOR="")
    terminal.answer(b"\n")
    assert "\x1b[A\x1b[K" in terminal.answer(keys)  # the first is gone
    status, rest = terminal.end()
    assert status == 0
    assert "Traceback" not in rest
    assert rest.endswith(f"\n{END[lang]}\n")


def test_where_no_colour_is_wanted_no_question_is_taken_back():
    terminal = Terminal("en", NO_COLOR="1")
    seen = terminal.answer(b"\n") + terminal.answer(b"q\n")
    status, rest = terminal.end()
    assert status == 0
    assert "\x1b" not in seen + rest


def test_the_question_is_plain_in_every_encoding():
    assert not set(ASK["en"]) & set(PLAIN)
    assert ASK["en"].isascii()
