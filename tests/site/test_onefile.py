"""The files to copy: the heart's own statements, run alone, and right.

That the equations above the statements are true, the build says.
"""

import ast
import re
from dataclasses import replace
from types import SimpleNamespace

import pytest
from conftest import python, read
from networks import one_exact

from docs.common.table import equations
from rnn_pure import backprop, descent, matrix, rnn, softmax_cross_entropy
from rnn_pure.examples import echo
from rnn_pure.walkthrough import TAG, statements

LONG, SHORT = "rnn.py", "rnn_short.py"
FILES = LONG, SHORT
EACH = pytest.mark.parametrize("name", FILES)
TEXT = {name: read(f"docs/onefile/{name}") for name in FILES}


def names_of(name):
    """What a program gets that imports the file."""
    names = {"__name__": name}
    exec(compile(TEXT[name], name, "exec"), names)
    return SimpleNamespace(**names)


def own(file, network, **functions):
    """The same network, as the file has it."""
    fields = vars(network) | functions
    return file.RNN(**{name: fields[name] for name in file.RNN._fields})


# --- to read ----------------------------------------------------------------


@EACH
def test_a_file_is_short_and_its_functions_say_in_one_line_what_they_do(name):
    lines = TEXT[name].count("\n")
    most = {LONG: 360, SHORT: 210}[name]
    assert lines <= most, f"docs/onefile/{name}: {lines} lines"
    for node in ast.parse(TEXT[name], feature_version=(3, 7)).body:
        if isinstance(node, ast.FunctionDef):
            assert ast.get_docstring(node).count("\n") == 0, node.name


SAID = re.compile(r"^ *# ((?:eq|def) \S+): (.*)\n *(\w+)", re.M)
# What the package calls, and the files write out.
OUT = re.compile(r"zeros|error_at|error_slope|sum_over_time")


@EACH
def test_the_statements_are_the_packages_under_their_equations(name):
    for function in rnn.forward, rnn.total_error, backprop.bptt:
        _, _, text = TEXT[name].partition(f"\ndef {function.__name__}(")
        text = text.partition("\n\n\n")[0]
        own = [s for s in statements(function) if s.equation]
        assert [(tag, first) for tag, _, first in SAID.findall(text)] == [
            (s.equation, re.search(r"\w+", s.code)[0]) for s in own]
        for code in (TAG.sub("", s.code) for s in own):
            assert OUT.search(code) or code in text


@EACH
def test_an_equation_is_about_what_its_statement_computes(name):
    for tag, text, first in SAID.findall(TEXT[name]):
        assert tag in equations()
        if first.startswith("dE_d"):
            of = text.partition(" = ")[0].rpartition("∂")[2]
            assert re.sub("_[t0]$", "", of) == first.removeprefix("dE_d")


def test_the_header_has_every_equation_once():
    header = ast.get_docstring(ast.parse(TEXT[LONG]), clean=False)
    above = {text for _, text, _ in SAID.findall(TEXT[LONG])}
    shown = [line[12:] for line in header.splitlines() if " = " in line[12:]
             or "≈" in line or "←" in line]
    assert sorted(shown) == sorted(above)


# --- alone in a folder ------------------------------------------------------


def printed(name, folder, text=None):
    (folder / name).write_text(text or TEXT[name], encoding="utf-8")
    run = python("-I", "-S", "-W", "error", name, cwd=folder)
    assert (run.returncode, run.stderr) == (0, "")
    assert run.stdout.isascii()
    return run.stdout.splitlines()


def distance(line):
    said, number = line.split(": ")
    assert said == "largest distance from finite differences"
    return float(number)


def test_it_proves_its_gradient_and_learns_its_task(tmp_path):
    first, *epochs, heard, said = printed(LONG, tmp_path)
    assert distance(first) < 1e-7
    errors = [float(line.split(" E ")[1]) for line in epochs]
    assert len(errors) == 5
    assert errors[-1] < errors[0] / 50
    heard, said = heard.split()[1:], said.split()[1:]
    assert len(heard) == 20
    assert {*heard} == {*"abc"}
    assert said == [".", ".", *heard[:-2]]


def test_the_short_one_proves_its_gradient(tmp_path):
    (line,) = printed(SHORT, tmp_path)
    assert distance(line) < 1e-8


@EACH
def test_a_wrong_gradient_shows(name, tmp_path):
    right, wrong = "matvec(W_re_T, delta_re[t + 1])", "delta_re[t + 1]"
    assert right in TEXT[name]
    spoilt = TEXT[name].replace(right, wrong)
    assert distance(printed(name, tmp_path, spoilt)[0]) > 1e-3


# --- as the package ---------------------------------------------------------


def same(ours, theirs):
    """Every field of a named tuple as that of the dataclass."""
    return {
        field: getattr(ours, field) == getattr(theirs, field)
        for field in ours._fields}


@EACH
@pytest.mark.parametrize("missing", [None, 1])
def test_in_fractions_all_is_equal(name, missing):
    file = names_of(name)
    network, xs, ds, z_0 = one_exact(0, n_in=2, n_re=3, n_out=4, T=3)
    if missing:
        ds[missing] = None
    ours = own(file, network)
    states, theirs = file.forward(ours, xs, z_0), rnn.forward(network, xs, z_0)
    assert all(same(states, theirs).values())
    assert file.total_error(ours, states, ds) == rnn.total_error(
        network, theirs, ds)
    gradients = file.bptt(ours, states, ds)
    found = same(gradients, backprop.bptt(network, theirs, ds))
    assert len(found) == 9
    assert all(found.values()), found


def test_in_floats_all_is_equal_to_the_last_digit(monkeypatch):
    """Where the package adds as the file does: 3.12 has its own dot."""
    file = names_of(LONG)
    for module in matrix, rnn, backprop:
        monkeypatch.setattr(module, "matvec", file.matvec)
    network = rnn.RNN.random(3, 8, 3, seed=0, error=softmax_cross_entropy)
    ours = own(
        file, replace(network), f=file.tanh, g=file.identity,
        error=file.cross_entropy)
    xs, ds = echo(10, seed=0)
    for _ in range(3):
        theirs = backprop.bptt(network, rnn.forward(network, xs), ds)
        gradients = file.bptt(ours, file.forward(ours, xs), ds)
        assert all(same(gradients, theirs).values())
        file.descend(ours, gradients, 0.1)
        descent.descend(network, theirs, 0.1)
        assert file.rows_of(ours) == network.rows()
