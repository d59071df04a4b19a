"""python -m rnn_pure, as a student sees it: languages, encodings, status."""

import io
import locale
import os
import re
import shlex
import subprocess
import sys
from pathlib import Path

import pytest
from screen import shown, width

import rnn_pure.__main__ as walk
from rnn_pure import bptt, forward
from rnn_pure.console import PLAIN, Console, language
from rnn_pure.examples import on_screen
from rnn_pure.walkthrough import TAG

ROOT = Path(__file__).resolve().parents[2]
CODE = r"(?m)^[\w′ ]{8} *(\d+)  (.+)$"
NUMBER = r"-?\d+\.\d+(?:e[+-]\d+)?"
VARIABLES = ("LC_ALL", "LC_MESSAGES", "LANG")
posix = pytest.mark.skipif(os.name == "nt", reason="needs a POSIX shell")


def shell(command, **environment):
    """What a shell makes of it; PYTHON there is python -S -m rnn_pure."""
    python = f"{shlex.quote(sys.executable)} -S -m rnn_pure"
    unset = (*VARIABLES, "PYTHONPATH", "PYTHONUNBUFFERED")
    clean = {k: v for k, v in os.environ.items() if k not in unset}
    return subprocess.run(
        command.replace("PYTHON", python),
        shell=True,
        cwd=ROOT,
        env={**clean, "PYTHONIOENCODING": "utf-8", **environment},
        capture_output=True,
        encoding="utf-8",
        timeout=60,
    )


@pytest.mark.parametrize("encoding", ["utf-8", "cp949", "ascii"])
@pytest.mark.parametrize("lang", ["ko", "en"])
def test_every_language_in_every_encoding(lang, encoding):
    out = shown("--lang", lang, encoding=encoding)
    ambiguous = 2 if encoding == "cp949" else 1
    assert max(width(line, ambiguous) for line in out.splitlines()) <= 100
    assert "\x1b" not in out  # no colour where there is no terminal
    assert "?" not in out
    korean = lang == "ko" and encoding != "ascii"
    assert bool(re.search("[가-힣]", out)) == korean


@pytest.mark.parametrize("encoding", ["utf-8", "cp949"])
@pytest.mark.parametrize("lang", ["ko", "en"])
def test_the_columns_of_the_table_stand_below_one_another(lang, encoding):
    out = shown("--lang", lang, encoding=encoding).splitlines()
    ambiguous = 2 if encoding == "cp949" else 1
    head = next(k for k, line in enumerate(out) if "BPTT" in line)
    last = next(k for k in range(head, len(out)) if not out[k])
    assert last - head == 24  # the heads, 22 weights, the differences
    assert {width(line, ambiguous) for line in out[head:last]} == {77}


@pytest.fixture
def unset(monkeypatch):
    for name in VARIABLES:
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setattr(sys, "stdout", io.StringIO())


@pytest.mark.parametrize(
    ("variables", "korean"),
    [
        ({"LANG": "ko_KR.UTF-8"}, True),
        ({"LANG": "ko"}, True),
        ({"LANG": "ko-KR"}, True),
        ({"LANG": "ko.UTF-8"}, True),
        ({"LANG": "ko@euro"}, True),
        ({"LANG": "Korean_Korea"}, True),
        ({"LANG": "kok_IN"}, False),  # Konkani
        ({"LANG": "kok"}, False),
        ({"LC_ALL": "ko_KR", "LANG": "en_US.UTF-8"}, True),
        ({"LC_MESSAGES": "ko_KR", "LANG": "en_US.UTF-8"}, True),
        ({"LANG": "en_US.UTF-8"}, False),
        ({"LC_ALL": "C"}, False),
        ({"LC_ALL": "", "LANG": "ko_KR.UTF-8"}, True),
    ],
    ids=str,
)
def test_the_locale_decides_where_no_language_is_given(
    monkeypatch, unset, variables, korean
):
    for name, value in variables.items():
        monkeypatch.setenv(name, value)
    assert language([]) == ("ko" if korean else "en")
    assert language(["--lang=en"]) == "en"
    assert language(["--step", "--la", "ko"]) == "ko"


@pytest.mark.parametrize(
    ("name", "lang"),
    [("Korean_Korea.949", "ko"), ("Konkani_India.1252", "en"), ("C", "en")],
)
def test_without_a_variable_the_system_decides(
    monkeypatch, unset, name, lang
):
    monkeypatch.setattr(locale, "setlocale", lambda _: name)
    assert language([]) == lang


def test_where_there_is_no_hangul_the_language_is_english(monkeypatch):
    monkeypatch.setenv("LC_ALL", "ko_KR")
    stream = io.TextIOWrapper(io.BytesIO(), "ascii")
    monkeypatch.setattr(sys, "stdout", stream)
    assert language([]) == language(["--lang", "ko"]) == "en"


@posix
def test_a_clone_runs_and_speaks_the_language_of_the_system():
    done = shell("PYTHON", LANG="ko_KR.UTF-8")
    assert done.stdout == shown("--lang", "ko")
    assert (done.returncode, done.stderr) == (0, "")


@pytest.mark.parametrize(("typed", "name"), [
    ("/usr/bin/rnn-pure", "rnn-pure"),
    ("rnn-pure.exe", "rnn-pure"),
    ("/rnn_pure/__main__.py", "python -m rnn_pure"),
    ("", "python -m rnn_pure"),  # in a browser
])
@pytest.mark.parametrize("what", [[], ["diagnose"]])
def test_the_help_says_what_the_reader_has_typed(
    monkeypatch, capsys, typed, name, what
):
    monkeypatch.setattr(sys, "argv", [typed])
    with pytest.raises(SystemExit):
        walk.main([*what, "--help"])
    usage = " ".join(["usage:", name, *what, "[-h]"])
    assert capsys.readouterr().out.startswith(usage)


@pytest.mark.parametrize("lang", ["ko", "en"])
def test_the_help_is_in_the_readers_language(monkeypatch, capsys, lang):
    monkeypatch.setenv("COLUMNS", "80")
    with pytest.raises(SystemExit) as ended:
        walk.main(["--help", "--lang", lang])
    assert ended.value.code == 0
    usage, about, options, more = capsys.readouterr().out.split("\n\n")
    explained = options.splitlines()[1:]
    assert len(explained) == 3
    for text in about, *explained, more:
        assert bool(re.search("[가-힣]", text)) == (lang == "ko")
        assert all(width(line) <= 80 for line in text.splitlines())
    assert "--step" in usage


def test_the_code_on_the_screen_is_the_code_in_the_files():
    out, lines_shown = shown("--lang", "en"), 0
    for file in "rnn.py", "backprop.py":
        source = (ROOT / "rnn_pure" / file).read_text(encoding="utf-8")
        lines = source.splitlines()
        section = out[out.index(f"rnn_pure/{file}"):]
        section = section.split("\nBackward")[0]
        for number, code in re.findall(CODE, section):
            line = lines[int(number) - 1].strip()
            assert TAG.sub("", line) == code.strip()
            lines_shown += 1
    assert lines_shown >= 40


def test_the_numbers_on_the_screen_are_the_packages():
    out = shown("--lang", "en")
    rnn, xs, ds = on_screen(float)
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
        ("dE_dz[0]", gradients.z_0),
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
    assert out.count("✓") == 3
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


@posix
def test_a_reader_may_leave_early():
    done = shell("PYTHON | head -n 2", PYTHONUNBUFFERED="1")
    assert len(done.stdout.splitlines()) == 2
    assert not done.stderr


@posix
@pytest.mark.parametrize(
    ("redirected", "said"),
    [
        (">&-", "no standard output"),
        (">&- 2>&-", ""),
        (">/dev/full", "No space left"),
        ("--help >/dev/full", "No space left"),
        ("--lang ko >/dev/full", "더 진행할 수 없습니다"),
    ],
    ids=["closed", "both closed", "full", "help", "ko"],
)
def test_output_that_fails_is_one_line_and_a_status(redirected, said):
    if "full" in redirected and not os.path.exists("/dev/full"):
        pytest.skip("needs /dev/full")
    done = shell(f"PYTHON {redirected}")
    assert done.returncode == 1
    assert said in done.stderr
    assert len(done.stderr.splitlines()) == bool(said)


@pytest.mark.parametrize("arguments", [["--lang", "de"], ["--lang"]])
def test_an_unknown_language_is_refused(capsys, arguments):
    with pytest.raises(SystemExit) as ended:
        walk.main(arguments)
    assert ended.value.code == 2
    usage, error = capsys.readouterr().err.splitlines()
    assert "--step" in usage
    assert "--lang" in error


class Written(list):
    """A stream that can write and nothing else; it is false at first."""

    write = list.append


def test_a_stream_need_only_write(monkeypatch):
    stream = Written()
    out = Console("ko", stream)
    monkeypatch.setattr(sys, "stdin", io.StringIO("\n" * 100))
    assert walk.show_all(out, wait=True)
    out.progress(1, 2)
    assert "".join(stream) == shown(
        "--lang", "ko", "--step", typed=b"\n" * 100
    )


def test_without_standard_output_nothing_is_printed(monkeypatch):
    monkeypatch.setattr(sys, "stdout", None)
    assert walk.main(["--lang", "ko"]) == 0


class Terminal:
    encoding = "utf-8"

    def __init__(self):
        self.written = ""

    def isatty(self):
        return True

    def write(self, text):
        self.written += text

    def flush(self):
        self.seen = self.written


def test_colour_only_on_a_terminal_and_where_it_is_wanted(monkeypatch):
    monkeypatch.setenv("TERM", "xterm")
    monkeypatch.delenv("NO_COLOR", raising=False)
    assert Console("en", Terminal()).colour("red", "x") == "\x1b[31mx\x1b[0m"
    monkeypatch.setenv("NO_COLOR", "1")
    assert Console("en", Terminal()).colour("red", "x") == "x"
    monkeypatch.delenv("NO_COLOR")
    monkeypatch.setenv("TERM", "dumb")
    assert Console("en", Terminal()).colour("red", "x") == "x"


def test_a_progress_bar_only_on_a_terminal(monkeypatch, capsys):
    monkeypatch.setenv("TERM", "xterm")
    terminal = Terminal()
    Console("en", terminal).progress(1, 2)
    assert terminal.seen == "\r" + "█" * 15 + "░" * 15 + " 1/2\r"
    Console("en").progress(1, 2)
    assert capsys.readouterr().out == ""


def test_a_bar_of_nothing_is_done(monkeypatch):
    monkeypatch.setenv("TERM", "xterm")
    terminal = Terminal()
    Console("en", terminal).progress(0, 0)
    assert terminal.written.endswith("\r\x1b[K")


def test_no_escape_on_a_terminal_that_knows_none(monkeypatch):
    monkeypatch.setenv("TERM", "dumb")
    terminal = Terminal()
    Console("en", terminal).progress(1, 1)
    assert "\x1b" not in terminal.written


def test_what_stands_for_a_sign_is_plain():
    assert "".join(PLAIN.values()).isascii()
