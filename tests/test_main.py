"""python -m rnn_pure, as a student sees it: languages, encodings, status."""

import os
import re
import subprocess
import sys
from pathlib import Path
from unicodedata import east_asian_width

import pytest

import rnn_pure.__main__ as walk
from rnn_pure import bptt, forward
from rnn_pure.console import PLAIN, Console

ROOT = Path(__file__).resolve().parent.parent
CODE = r"(?m)^[\w′ ]{8} *(\d+)  (.+)$"
NUMBER = r"-?\d+\.\d+(?:e[+-]\d+)?"


def run(*arguments, python=("-S",), **environment):
    clean = {
        name: value
        for name, value in os.environ.items()
        if name not in ("LC_ALL", "LC_MESSAGES", "LANG", "PYTHONPATH")
    }
    return subprocess.run(
        [sys.executable, *python, "-m", "rnn_pure", *arguments],
        cwd=ROOT,
        env={**clean, "PYTHONIOENCODING": "utf-8", **environment},
        capture_output=True,
        timeout=60,
    )


def text(*arguments, encoding="utf-8", **environment):
    done = run(*arguments, PYTHONIOENCODING=encoding, **environment)
    assert done.returncode == 0, done.stderr.decode()
    assert not done.stderr
    return done.stdout.decode(encoding)


def width(line, ambiguous=1):
    wide = {"W": 2, "F": 2, "A": ambiguous}
    return sum(wide.get(east_asian_width(c), 1) for c in line)


@pytest.mark.parametrize("encoding", ["utf-8", "cp949", "ascii"])
@pytest.mark.parametrize("lang", ["ko", "en"])
def test_every_language_in_every_encoding(lang, encoding):
    out = text("--lang", lang, encoding=encoding)
    ambiguous = 2 if encoding == "cp949" else 1
    assert max(width(line, ambiguous) for line in out.splitlines()) <= 100
    assert "\x1b" not in out  # no colour where there is no terminal
    if encoding != "ascii":
        assert bool(re.search("[가-힣]", out)) == (lang == "ko")
    elif lang == "en":
        assert "?" not in out


@pytest.mark.parametrize("encoding", ["utf-8", "cp949"])
@pytest.mark.parametrize("lang", ["ko", "en"])
def test_the_columns_of_the_table_stand_below_one_another(lang, encoding):
    out = text("--lang", lang, encoding=encoding).splitlines()
    ambiguous = 2 if encoding == "cp949" else 1
    head = next(k for k, line in enumerate(out) if "BPTT" in line)
    last = next(k for k in range(head, len(out)) if not out[k])
    assert last - head == 24  # the heads, 22 weights, the differences
    assert {width(line, ambiguous) for line in out[head:last]} == {79}


@pytest.mark.parametrize(
    ("variables", "korean"),
    [
        ({"LANG": "ko_KR.UTF-8"}, True),
        ({"LC_ALL": "ko_KR", "LANG": "en_US.UTF-8"}, True),
        ({"LANG": "en_US.UTF-8"}, False),
        ({"LC_ALL": "C"}, False),
        ({"LC_ALL": "", "LANG": "ko_KR.UTF-8"}, True),
        ({"LANG": "ko_KR.UTF-8", "encoding": "ascii"}, False),
    ],
)
def test_the_locale_decides_where_no_language_is_given(variables, korean):
    assert ("순전파" in text(**variables)) == korean


def test_the_code_on_the_screen_is_the_code_in_the_files():
    out, shown = text("--lang", "en"), 0
    for file in "rnn.py", "backprop.py":
        source = (ROOT / "rnn_pure" / file).read_text(encoding="utf-8")
        lines = source.splitlines()
        section = out[out.index(f"rnn_pure/{file}"):]
        section = section.split("\nBackward")[0]
        for number, code in re.findall(CODE, section):
            line = lines[int(number) - 1].strip()
            assert line.split("  # ")[0] == code.strip()
            shown += 1
    assert shown > 40


def test_the_numbers_on_the_screen_are_the_packages():
    out = text("--lang", "en")
    rnn, xs, ds = walk.example(float)
    states = forward(rnn, xs)
    gradients = bptt(rnn, states, ds)
    for name, vector in (
        ("u[2]", states.u[2]),
        ("z[3]", states.z[3]),
        ("y[1]", states.y[1]),
        ("delta_out[3]", gradients.delta_out[3]),
        ("delta_re[1]", gradients.delta_re[1]),
        ("dE_dx[2]", gradients.x[2]),
        ("dE_db", gradients.b),
        ("dE_dz_0", gradients.z_0),
    ):
        (line,) = re.findall(rf"(?m)^ +{re.escape(name)} = (.+)$", out)
        assert [*map(float, re.findall(NUMBER, line))] == pytest.approx(
            vector, abs=5e-7
        )
    for i, row in enumerate(gradients.W_re):
        for j, entry in enumerate(row):
            (line,) = re.findall(rf"(?m)^W_re\[{i}\]\[{j}\] (.+)$", out)
            found = [*map(float, re.findall(NUMBER, line))]
            assert found == pytest.approx([entry] * 4, abs=1e-8)


def test_the_status_is_0_where_all_agree(capsys):
    assert walk.main(["--lang", "en"]) == 0
    out = capsys.readouterr().out
    assert out.count("✓") == 2
    assert "DISAGREE" not in out


def test_the_status_is_1_where_one_way_disagrees(capsys, monkeypatch):
    def off(*args, right=walk.rtrl):
        gradients = right(*args)
        gradients.b_out[0] += 1e-6
        return gradients

    monkeypatch.setattr(walk, "rtrl", off)
    assert walk.main(["--lang", "en"]) == 1
    assert capsys.readouterr().out.count("✗") == 2


def test_the_exact_comparison_has_no_tolerance(capsys, monkeypatch):
    def off_by_little(*args, right=walk.rtrl):
        gradients = right(*args)
        gradients.b_out[0] *= 1 + walk.Fraction(1, 10**50)
        return gradients

    monkeypatch.setattr(walk, "rtrl", off_by_little)
    assert walk.main(["--lang", "ko"]) == 1
    assert capsys.readouterr().out.count("✗") == 1


@pytest.mark.skipif(os.name == "nt", reason="needs a pipe that breaks")
def test_a_reader_may_leave_early():
    done = subprocess.run(
        f"{sys.executable} -u -m rnn_pure | head -n 2",
        shell=True,
        cwd=ROOT,
        capture_output=True,
        timeout=60,
    )
    assert len(done.stdout.splitlines()) == 2
    assert not done.stderr


def test_an_unknown_language_is_refused():
    done = run("--lang", "de")
    assert done.returncode == 2
    assert b"--lang" in done.stderr


class Terminal:
    encoding = "utf-8"

    def __init__(self):
        self.written = ""

    def isatty(self):
        return True

    def write(self, text):
        self.written += text

    def flush(self):
        pass


def test_colour_only_on_a_terminal_and_where_it_is_wanted(monkeypatch):
    monkeypatch.setenv("TERM", "xterm")
    monkeypatch.delenv("NO_COLOR", raising=False)
    assert Console("en", Terminal()).colour("red", "x") == "\x1b[31mx\x1b[0m"
    monkeypatch.setenv("NO_COLOR", "1")
    assert Console("en", Terminal()).colour("red", "x") == "x"
    monkeypatch.delenv("NO_COLOR")
    monkeypatch.setenv("TERM", "dumb")
    assert Console("en", Terminal()).colour("red", "x") == "x"


def test_a_progress_bar_only_on_a_terminal(capsys):
    terminal = Terminal()
    Console("en", terminal).progress(1, 2, "half")
    assert "1/2 half" in terminal.written
    Console("en").progress(1, 2, "half")
    assert capsys.readouterr().out == ""


def test_what_stands_for_a_sign_is_plain():
    assert "".join(PLAIN.values()).isascii()
