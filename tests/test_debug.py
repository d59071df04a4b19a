"""The heart in a debugger, and --step: what a student sees who follows it."""

import importlib
import json
import os
import re
import subprocess
import sys
from itertools import pairwise
from pathlib import Path

import pytest

from rnn_pure import bptt, debug, forward, total_error
from rnn_pure.__main__ import example
from rnn_pure.console import PLAIN
from rnn_pure.walkthrough import record, statements

ROOT = Path(__file__).resolve().parent.parent
NAMES = {  # the derivation's, in its order of appearance
    "forward": "rnn xs z_0 x T W_in W_re b f W_out b_out g u z v y t",
    "bptt": "rnn states ds T d x u z v y f g dE_dy W_in_T W_re_T W_out_T "
    "delta_out delta_re dE_dx t dE_dW_out dE_dW_re dE_dW_in dE_db dE_db_out "
    "dE_dz_0",
}
AT_ONCE = ["n"] if sys.version_info >= (3, 13) else []  # at breakpoint()
ASK = {"ko": "Enter: 다음 줄, q: 끝 ", "en": "Enter: next line, q: quit "}
END = {"ko": "여기서 마칩니다.", "en": "Stopped here."}


def run(*arguments, typed="", encoding="utf-8", **environment):
    done = subprocess.run(
        [sys.executable, "-m", *arguments],
        cwd=ROOT,
        env={
            **os.environ,
            "HOME": os.devnull,  # no .pdbrc
            "PYTHONIOENCODING": encoding,
            "PYTHONBREAKPOINT": "",
            **environment,
        },
        input=typed.encode(encoding, "replace"),
        capture_output=True,
        timeout=60,
    )
    assert not done.stderr, done.stderr.decode(encoding)
    assert done.returncode == 0
    return done.stdout.decode(encoding).replace("\r\n", "\n")


# --- pdb --------------------------------------------------------------------


def pdb(*commands):
    """What pdb says at first, then to each command."""
    typed = "".join(f"{command}\n" for command in commands)
    return run("rnn_pure.debug", typed=typed).split("(Pdb) ")


def into(function):
    there = [*AT_ONCE, "s"]
    return there if function == "forward" else [*AT_ONCE, "c", *there]


@pytest.mark.parametrize("function", ["forward", "bptt"])
def test_one_step_leads_from_the_stop_into_the_heart(function):
    *_, before, inside, _ = pdb(*into(function), "q")
    assert re.search(rf"-> \w+ = {function}\(", before)
    assert "--Call--" in inside
    assert f"){function}()" in inside


@pytest.mark.parametrize("function", ["forward", "bptt"])
def test_anywhere_in_the_heart_only_the_derivations_names(function):
    said = pdb(*into(function), *["n", "p [*locals()]"] * 80, "q")
    stops = 0
    seen = set()
    for stop, names in pairwise(said):
        if f"){function}()\n" in stop and names.startswith("["):
            seen |= set(re.findall(r"'(\w+)'", names))
            stops += 1
    assert stops > 20
    assert seen == set(NAMES[function].split())


def test_what_it_shows_there_is_what_the_package_computes():
    rnn, xs, ds = example(float)
    states = forward(rnn, xs)
    gradients = bptt(rnn, states, ds)
    (line,) = (
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
    rnn, xs, ds = example(float)
    assert debug.main() == bptt(rnn, forward(rnn, xs), ds)
    assert run("rnn_pure.debug", PYTHONBREAKPOINT="0") == ""


def test_it_stops_twice_and_records_nothing(monkeypatch):
    stops = []
    monkeypatch.setattr(
        sys, "breakpointhook", lambda: stops.append(sys.gettrace())
    )
    debug.main()
    assert stops == [sys.gettrace()] * 2


def test_vs_code_starts_a_module_that_there_is():
    text = (ROOT / ".vscode" / "launch.json").read_text(encoding="utf-8")
    (launch,) = json.loads(text)["configurations"]
    assert launch["type"] == "debugpy"
    assert launch["request"] == "launch"
    assert launch["stopOnEntry"] is False
    assert importlib.import_module(launch["module"]) is debug


# --- python -m rnn_pure --step ----------------------------------------------


def step(lang, typed, encoding="utf-8"):
    return run("rnn_pure", "--step", "--lang", lang, typed=typed,
               encoding=encoding)


def equations_run():
    rnn, xs, ds = example(float)
    states, forward_steps = record(forward, rnn, xs)
    steps = [
        *forward_steps,
        *record(total_error, rnn, states, ds)[1],
        *record(bptt, rnn, states, ds)[1],
    ]
    return sum(step.equation is not None for step in steps)


def in_encoding(text, encoding):
    return text.encode(encoding, "rnn_pure.plain").decode(encoding)


@pytest.mark.parametrize("encoding", ["utf-8", "cp949", "ascii"])
@pytest.mark.parametrize("lang", ["ko", "en"])
def test_enter_is_waited_for_after_each_step(lang, encoding):
    ask, end = (in_encoding(text[lang], encoding) for text in (ASK, END))
    steps = equations_run()
    out = step(lang, "\n" * steps, encoding)
    assert out.count(ask) == steps
    assert end not in out
    plain = run("rnn_pure", "--lang", lang, encoding=encoding)
    assert out.replace(f"{ask}\n", "") == plain


@pytest.mark.parametrize("encoding", ["utf-8", "cp949", "ascii"])
@pytest.mark.parametrize("lang", ["ko", "en"])
@pytest.mark.parametrize("last", ["q\n", " Q \n", "q", ""])
def test_q_or_the_end_of_input_ends_it(lang, encoding, last):
    ask, end = (in_encoding(text[lang], encoding) for text in (ASK, END))
    out = step(lang, "\n\n" + last, encoding)
    assert out.count(ask) == 3
    assert out.endswith(f"\n{end}\n")


@pytest.mark.parametrize("encoding", ["utf-8", "cp949"])
def test_the_key_of_q_ends_it_while_hangul_is_on(encoding):
    assert step("ko", "\nㅂ\n", encoding).count(ASK["ko"]) == 2


def test_what_the_encoding_cannot_read_is_an_enter():
    done = subprocess.run(
        [sys.executable, "-m", "rnn_pure", "--step", "--lang", "en"],
        cwd=ROOT,
        env={**os.environ, "PYTHONIOENCODING": "ascii"},
        input="ㅂ\n".encode(),
        capture_output=True,
        timeout=60,
    )
    assert (done.returncode, done.stderr) == (0, b"")
    assert done.stdout.count(ASK["en"].encode()) == 2


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
import os, pty, sys
sys.exit(os.waitstatus_to_exitcode(pty.spawn(sys.argv[1:])))
"""


class Terminal:
    """python -m rnn_pure --step on a terminal of its own."""

    def __init__(self, lang, **environment):
        pytest.importorskip("pty")
        command = [sys.executable, "-m", "rnn_pure", "--step", "--lang", lang]
        self.process = subprocess.Popen(
            [sys.executable, "-c", SPAWN, *command],
            cwd=ROOT,
            env={**os.environ, "PYTHONIOENCODING": "utf-8", "TERM": "xterm",
                 **environment},
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
        )
        self.ask = ASK[lang].encode()

    def answer(self, keys):
        """What was on the screen up to the question; keys are pressed."""
        seen = b""
        while self.ask not in seen:
            seen += self.process.stdout.read1()
        self.process.stdin.write(keys)
        self.process.stdin.flush()
        return seen.decode()

    def end(self):
        rest = self.process.stdout.read().decode()
        self.process.stdin.close()
        self.process.stdout.close()
        return self.process.wait(timeout=60), rest.replace("\r\n", "\n")


@pytest.mark.parametrize("keys", [b"q\n", b"\x03", b"\x04"],
                         ids=["q", "ctrl-c", "ctrl-d"])
@pytest.mark.parametrize("lang", ["ko", "en"])
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
