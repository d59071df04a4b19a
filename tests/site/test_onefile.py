"""The files to copy: made from the package, run alone, and right."""

import ast
import functools
import re
from dataclasses import replace
from types import SimpleNamespace

import pytest
from conftest import python, python_m, spoil
from networks import one_exact

from docs.build import onefile
from docs.common.table import equations
from rnn_pure import backprop, descent, matrix, rnn, softmax_cross_entropy
from rnn_pure.examples import echo

LONG, SHORT = "rnn.py", "rnn_short.py"
FILES = LONG, SHORT
EACH = pytest.mark.parametrize("name", FILES)
made = functools.cache(onefile.made)


def names_of(name):
    """What a program gets that imports the file."""
    names = {"__name__": name}
    exec(compile(made(name), name, "exec"), names)
    return SimpleNamespace(**names)


def own(file, network, **functions):
    """The same network, as the file has it."""
    fields = vars(network) | functions
    return file.RNN(**{name: fields[name] for name in file.RNN._fields})


# --- to read ----------------------------------------------------------------


@EACH
def test_a_file_is_short_and_its_functions_say_in_one_line_what_they_do(name):
    lines = made(name).count("\n")
    most = {LONG: 360, SHORT: 210}[name]
    assert lines <= most, f"docs/onefile/{name}: {lines} lines"
    for node in ast.parse(made(name)).body:
        if isinstance(node, ast.FunctionDef):
            assert ast.get_docstring(node).count("\n") == 0, node.name


@EACH
def test_nothing_of_the_package_is_left(name):
    left = r"rnn_pure\.|check|shapes|storage|stamp|made_by|# type|->|Raises"
    assert not re.search(left, made(name))


SAID = re.compile(r"^ *# ((?:eq|def) \S+): (.*)\n *(\w+)", re.M)


@EACH
def test_every_statement_has_its_equation_above_it(name):
    said = SAID.findall(made(name))
    of_bptt = "dE_dy delta_out dE_dz delta_re dE_dx dE_dW_out dE_dW_re " \
              "dE_dW_in dE_db dE_db_out"
    computed = {first for _, _, first in said}
    assert {*"uzvyE", *of_bptt.split()} <= computed
    for tag, text, first in said:
        assert text in equations()[tag].plain
        if first.startswith("dE_d"):
            of = text.partition(" = ")[0].rpartition("∂")[2]
            assert re.sub("_[t0]$", "", of) == first.removeprefix("dE_d")


def test_the_header_has_every_equation_once():
    header = ast.get_docstring(ast.parse(made(LONG)), clean=False)
    above = {text for _, text, _ in SAID.findall(made(LONG))}
    shown = [line[12:] for line in header.splitlines() if " = " in line[12:]
             or "≈" in line or "←" in line]
    assert sorted(shown) == sorted(above)


# --- alone in a folder ------------------------------------------------------


def printed(name, folder, text=None):
    (folder / name).write_text(text or made(name), encoding="utf-8")
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
    assert right in made(name)
    spoilt = made(name).replace(right, wrong)
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


# --- what does not fit stops it ---------------------------------------------

STOPS = {
    "a door that is not named": (
        "rnn_pure/descent.py",
        "    move(rnn, check_step(gradients, [], moved))",
        "    check_slopes(gradients)\n"
        "    move(rnn, check_step(gradients, [], moved))",
        "rnn_pure.descent:descend: what is left out is not what is said to "
        "be: check_slopes"),
    "a member that is not named": (
        "rnn_pure/rnn.py", "    rows = rows_of\n\n    def error_at",
        "    rows = rows_of\n\n    def size(self):\n        return 1\n\n"
        "    def error_at", "rnn_pure.rnn:RNN: what is left out is not what "
        "is said to be: size"),
    "a function that is not imported": (
        "rnn_pure/rnn.py", "z[t] = f(u[t])", "z[t] = f(copy(u[t]))",
        "docs/onefile/rnn.py: there is no copy"),
    "a function that nothing uses": (
        "docs/onefile/rnn.py", "    softmax,\n",
        "    softmax,\n    _squared_error as half,  # without exact\n",
        "docs/onefile/rnn.py: nothing uses half"),
    "a statement more than plain lines": (
        "rnn_pure/rnn.py", "E += rnn.error_at(y[t], d[t])  # eq E",
        "E += 0  # eq E\n        E += rnn.error_at(y[t], d[t])  # eq E",
        "docs/equations.toml: ['eq E'] has 1 plain lines, but 2 statements "
        "bear that tag"),
    "an equation without plain text": (
        "docs/equations.toml", 'plain = ["E = Σ_t E_t"]\n', "",
        "has its tag still: docs/equations.toml has no plain text"),
    "a line too long": (
        "docs/onefile/rnn.py", '"""A step of gradient descent after every',
        f'"""{"Step by step, " * 4}one after every', "line 2"),
}


@pytest.mark.once
@pytest.mark.parametrize("what", STOPS)
def test_what_does_not_fit_stops_the_making(what, copy):
    name, old, new, words = STOPS[what]
    spoil(copy / name, old, new)
    run = python_m("docs.build.onefile", cwd=copy)
    assert (run.returncode, run.stdout) == (1, "")
    assert words in run.stderr
    assert "Traceback" not in run.stderr


def test_the_module_prints_and_writes_them(tmp_path):
    assert python_m("docs.build.onefile").stdout == made(LONG)
    assert python_m("docs.build.onefile", tmp_path).returncode == 0
    assert {path.name: path.read_bytes().decode()
            for path in tmp_path.iterdir()} == {
                name: made(name) for name in FILES}
