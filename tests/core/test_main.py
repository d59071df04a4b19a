"""python -m rnn_pure, as a student sees it: languages, encodings, status."""

import io
import locale
import os
import re
import shlex
import subprocess
import sys
from fractions import Fraction
from itertools import pairwise

import pytest
from conftest import ROOT, python, read
from networks import one_float
from screen import ENCODINGS, LANGS, fits, shown, width
from terminal import on_terminal

import rnn_pure.__main__ as walk
from rnn_pure import bptt, forward, proof, total_error
from rnn_pure.console import PLAIN, Console, language
from rnn_pure.examples import on_screen
from rnn_pure.practice import names
from rnn_pure.walkthrough import TAG

CODE = r"(?m)^[\w′ ]{8} *(\d+)  (.+)$"
STEP = r"(?m)^(?:식|정의|eq|def) \S+ +\d+  "
NUMBER = r"-?\d+\.\d+(?:e[+-]\d+)?"
VARIABLES = ("LC_ALL", "LC_MESSAGES", "LANG")
ASK = {"ko": "Enter: 다음 줄, q: 끝 ", "en": "Enter: next line, q: quit "}
END = {"ko": "여기서 마칩니다.", "en": "Stopped here."}
posix = pytest.mark.skipif(os.name == "nt", reason="needs a POSIX shell")


def shell(command, **environment):
    """What a shell makes of it; PYTHON there is python -S -m rnn_pure."""
    python = f"{shlex.quote(sys.executable)} -S -m rnn_pure"
    unset = (*VARIABLES, "PYTHONPATH", "PYTHONUNBUFFERED")
    clean = {k: v for k, v in os.environ.items() if k not in unset}
    return subprocess.run(
        command.replace("PYTHON", python), shell=True, cwd=ROOT,
        env={**clean, "PYTHONIOENCODING": "utf-8", **environment},
        capture_output=True, encoding="utf-8", timeout=60)


@ENCODINGS
@LANGS
def test_every_language_in_every_encoding(lang, encoding):
    out = shown("--lang", lang, encoding=encoding)
    ambiguous = 2 if encoding == "cp949" else 1
    fits(out, lang, encoding, 80 if ambiguous == 1 else 100)
    table = re.search(r"(?ms)^[^\n]*BPTT.*?(?=\r?\n\r?\n)", out)[0]
    widths = [width(line, ambiguous) for line in table.splitlines()]
    assert widths == [77] * 13  # the heads, 11 weights, the differences


SPOKEN = {
    "ko": ["LANG=ko_KR.UTF-8", "LANG=ko", "LANG=ko-KR", "LANG=ko.UTF-8",
           "LANG=ko@euro", "LANG=Korean_Korea", "LC_ALL=ko_KR LANG=en_US",
           "LC_MESSAGES=ko_KR LANG=en_US.UTF-8", "LC_ALL= LANG=ko_KR.UTF-8",
           "system=Korean_Korea.949"],
    "en": ["LANG=kok_IN", "LANG=kok",  # Konkani
           "LANG=en_US.UTF-8 system=ko_KR", "LC_ALL=C system=ko_KR",
           "system=Konkani_India.1252", "system=C"],
}


@pytest.mark.parametrize(("variables", "lang"), [
    (variables, lang) for lang in SPOKEN for variables in SPOKEN[lang]])
def test_the_locale_decides_where_no_language_is_given(
    monkeypatch, variables, lang
):
    for name in VARIABLES:
        monkeypatch.delenv(name, raising=False)
    given = dict(each.split("=") for each in variables.split())
    system = given.pop("system", "C")
    for name, value in given.items():
        monkeypatch.setenv(name, value)
    monkeypatch.setattr(locale, "setlocale", lambda _: system)
    monkeypatch.setattr(sys, "stdout", io.StringIO())
    assert language([]) == lang
    assert language(["--lang=en"]) == "en"
    assert language(["--step", "--la", "ko"]) == "ko"
    stream = io.TextIOWrapper(io.BytesIO(), "ascii")  # it has no Hangul
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


@LANGS
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
    heads = usage.split(":")[0] + options.split(":")[0]
    assert heads == {"ko": "사용법옵션", "en": "usageoptions"}[lang]


@LANGS
@pytest.mark.parametrize(("main", "words"), [
    (walk.main, ["derive"]), (walk.main, ["diagnose"]), (proof.main, []),
    (names.work, [])], ids=["derive", "diagnose", "proof", "names"])
def test_every_option_is_explained(capsys, main, words, lang):
    with pytest.raises(SystemExit):
        main([*words, "--help", "--lang", lang])
    rows = re.findall(r"(?m)^  -?-?\w.*(?:\n {4}.*)*", capsys.readouterr().out)
    assert len(rows) >= 3
    for row in rows:
        assert bool(re.search("[가-힣]", row)) == (lang == "ko"), row


def test_the_code_on_the_screen_is_the_code_in_the_files():
    out, lines_shown = shown("--lang", "en"), 0
    for file in "rnn_pure/rnn.py", "rnn_pure/backprop.py":
        lines = read(file).splitlines()
        section = out[out.index(file):].split("\nBackward")[0]
        for number, code in re.findall(CODE, section):
            line = lines[int(number) - 1].strip()
            assert TAG.sub("", line) == code.strip()
            lines_shown += 1
    assert lines_shown >= 40


@pytest.mark.parametrize("network", [on_screen(float), one_float(0)[:3]])
def test_the_screen_shows_the_packages_numbers(monkeypatch, capsys, network):
    monkeypatch.setattr(walk, "on_screen", lambda number: network)
    walk.show_all(Console("en"))
    out, (rnn, xs, ds) = capsys.readouterr().out, network
    states = forward(rnn, xs)
    gradients = bptt(rnn, states, ds)
    for name, vector in (
        ("u[2]", states.u[2]),
        ("y[1]", states.y[1]),
        ("delta_re[1]", gradients.delta_re[1]),
        ("dE_dx[2]", gradients.x[2]),
        ("dE_db", gradients.b),
        ("dE_dz[0]", gradients.z_0),
        ("E", [total_error(rnn, states, ds)]),
        *((f"W_re[{i}][{j}]", [entry] * 4)
          for i, row in enumerate(gradients.W_re)
          for j, entry in enumerate(row)),
    ):
        start = rf"(?m)^ *{re.escape(name)} (?:= )?(?=[-\d\[ ])(.+)$"
        *_, line = re.findall(start, out)
        found = [*map(float, re.findall(NUMBER, line))]
        assert found == pytest.approx(vector, abs=5e-7)
    for above, row in pairwise(out.splitlines()):
        if re.match(r" +\[", row):  # of a matrix
            assert re.sub("[^.]", " ", above) == re.sub("[^.]", " ", row)


@pytest.mark.parametrize(("factor", "wrong"), [
    (1, 0),
    (1 + Fraction(1, 10**50), 1),  # only the exact comparison sees it
    (1 + Fraction(1, 10**6), 2)])
def test_the_status_says_whether_all_agree(capsys, monkeypatch, factor, wrong):
    def off(*args, right=walk.rtrl):
        gradients = right(*args)
        gradients.b_out[0] *= factor
        return gradients

    monkeypatch.setattr(walk, "rtrl", off)
    for lang in "ko", "en":
        assert walk.main(["--lang", lang]) == bool(wrong)
        out = capsys.readouterr().out
        assert (out.count("✓"), out.count("✗")) == (3 - wrong, wrong)
        assert out.count("DISAGREE") == wrong * (lang == "en")


@posix
def test_a_reader_may_leave_early():
    done = shell("PYTHON | head -n 2", PYTHONUNBUFFERED="1")
    assert len(done.stdout.splitlines()) == 2
    assert not done.stderr


@posix
@pytest.mark.parametrize(("redirected", "said"), [
    (">&-", "no standard output"), (">&- 2>&-", ""),
    (">/dev/full", "No space left"), ("--help >/dev/full", "No space left"),
    ("--lang ko >/dev/full", "더 진행할 수 없습니다")],
    ids=["closed", "both closed", "full", "help", "ko"])
def test_output_that_fails_is_one_line_and_a_status(redirected, said):
    if "full" in redirected and not os.path.exists("/dev/full"):
        pytest.skip("needs /dev/full")
    done = shell(f"PYTHON {redirected}")
    assert done.returncode == 2
    assert said in done.stderr
    assert len(done.stderr.splitlines()) == bool(said)


@pytest.mark.parametrize(("error", "ours"), [("OSError", 0), ("KeyError", 1)])
def test_what_fails_has_a_status_of_its_own(error, ours):
    done = python("-c", "from rnn_pure.console import run\n"
                  f"def main(): raise {error}('x')\nrun(main)")
    assert done.returncode == 2
    assert ("Traceback" in done.stderr) == ours


@pytest.mark.parametrize("arguments", [["--lang", "de"], ["--lang"]])
def test_an_unknown_language_is_refused(capsys, arguments):
    with pytest.raises(SystemExit) as ended:
        walk.main(arguments)
    assert ended.value.code == 2
    usage, *_, error = capsys.readouterr().err.splitlines()
    assert "--step" in usage
    assert "--lang" in error


class Written(list):
    """A stream that can write and nothing else; it is false at first."""

    write = list.append


class Terminal(Written):
    encoding = "utf-8"

    def isatty(self):
        return True

    def flush(self):
        self.seen = "".join(self)


def test_a_stream_need_only_write(monkeypatch):
    stream = Written()
    out = Console("ko", stream)
    monkeypatch.setattr(sys, "stdin", io.StringIO("\n" * 100))
    assert walk.show_all(out, wait=True)
    out.progress(1, 2)
    assert "".join(stream) == shown(
        "--lang", "ko", "--step", typed=b"\n" * 100)
    monkeypatch.setattr(sys, "stdout", None)
    assert walk.main(["--lang", "ko"]) == 0  # nothing is printed


@pytest.mark.parametrize(("term", "no_color", "red", "bar"), [
    ("xterm", "", "\x1b[31mx\x1b[0m", True),
    ("xterm", "1", "x", True),
    ("dumb", "", "x", False)])
def test_colour_and_bar_only_on_a_terminal_that_can(
    monkeypatch, term, no_color, red, bar
):
    monkeypatch.setenv("TERM", term)
    monkeypatch.setenv("NO_COLOR", no_color)
    out = Console("en", Terminal())
    assert out.colour("red", "x") == red
    out.progress(1, 2)
    half = "\r" + "█" * 15 + "░" * 15 + " 1/2\r"
    assert getattr(out.stream, "seen", "") == half * bar
    out.progress(0, 0)  # is done
    assert "".join(out.stream).endswith("\r\x1b[K") == bar


def test_what_stands_for_a_sign_is_plain():
    assert "".join(PLAIN.values()).isascii()


# --- --step -----------------------------------------------------------------


SCREENS = [("ko", "utf-8"), ("ko", "cp949"), ("en", "utf-8"), ("en", "ascii")]


@pytest.mark.parametrize(("lang", "encoding"), SCREENS)
def test_enter_is_waited_for_after_each_step(lang, encoding):
    plain = shown("--lang", lang, encoding=encoding)
    steps = len(re.findall(STEP, plain))
    assert steps == 37
    out = shown("--step", "--lang", lang, typed=b"\n" * steps,
                encoding=encoding)
    assert out.count(ASK[lang]) == steps
    assert END[lang] not in out
    assert out.replace(f"{ASK[lang]}\n", "") == plain


@pytest.mark.parametrize(("lang", "encoding"), SCREENS)
@pytest.mark.parametrize("last", ["q\n", " Q \n", "q", "", "ㅂ\n"])
def test_q_or_the_end_of_input_ends_it(lang, encoding, last):
    unread = encoding == "ascii" and "ㅂ" in last  # all is one Enter
    typed = ("\n\n" + last).encode("utf-8" if unread else encoding)
    out = shown("--step", "--lang", lang, typed=typed, encoding=encoding)
    assert out.count(ASK[lang]) == 3 - unread
    assert out.endswith(f"\n{END[lang]}\n")


def test_without_an_input_it_ends_at_once(monkeypatch, capsys):
    monkeypatch.setattr(sys, "stdin", None)
    assert walk.main(["--step", "--lang", "en"]) == 0
    assert END["en"] in capsys.readouterr().out


def test_ctrl_c_without_step_is_what_it_always_was(monkeypatch):
    def interrupted(*_):
        raise KeyboardInterrupt

    monkeypatch.setattr(walk, "compare", interrupted)
    with pytest.raises(KeyboardInterrupt):
        walk.main(["--lang", "en"])


@pytest.mark.parametrize(("lang", "keys", "no_color"), [
    ("ko", b"q\n", ""), ("en", b"\x03", ""), ("ko", b"\x04", ""),
    ("en", b"q\n", "1"),
], ids=["q", "ctrl-c", "ctrl-d", "no colour"])
def test_on_a_terminal(lang, keys, no_color):
    status, (first, second, rest) = on_terminal(
        "-m", "rnn_pure", "--step", "--lang", lang, ask=ASK[lang],
        keys=[b"\n", keys], NO_COLOR=no_color)
    assert ("\x1b[A\x1b[K" in second) != bool(no_color)  # the first is gone
    assert status == 0
    assert "Traceback" not in rest
    assert rest.endswith(f"\n{END[lang]}\n")
    assert ("\x1b" in first + second + rest) != bool(no_color)
