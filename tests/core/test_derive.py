"""bptt is forward read from the bottom, and so is any cell's backward pass.

Derived lines are run, and judged by the graph of operations that the forward
lines make, which knows none of the rules, and by finite differences.
"""

import inspect
import random
import re
from fractions import Fraction
from importlib.resources import files

import pytest
from screen import ENCODINGS, LANGS, fits, shown

from rnn_pure import activations, autograd, losses, matrix, mirror
from rnn_pure.__main__ import main
from rnn_pure.backprop import bptt
from rnn_pure.mirror import DELTAS, NotUnderstood, backward, of_package, read
from rnn_pure.walkthrough import TAG


def codes(forward):
    return [d.code for d in backward(read(forward, DELTAS))]


def test_bptt_is_forward_read_from_the_bottom():
    source = TAG.sub("", inspect.getsource(bptt))
    start, end = source.index("        dE_dy[t] ="), source.index("    return")
    assert source[start:end] == "\n".join(codes(of_package())) + "\n"


# --- cells of one's own -----------------------------------------------------

CELLS = {
    path.name: re.sub("#.*", "", path.read_text(encoding="utf-8"))
    for path in (files("rnn_pure") / "cells").iterdir()
} | {
    "leaky": """
u[t] = add(matvec(W_in, x[t]), matvec(W_re, z[t - 1]), b)
n[t] = tanh(u[t])
z[t] = add(z[t - 1], hadamard(a, subtract(n[t], z[t - 1])))
y[t] = add(matvec(W_out, z[t]), b_out)
E += squared_error(y[t], d[t])""",
    "peepholes": """
u_f[t] = add(add(matvec(W_f, x[t]), matvec(R_f, h[t - 1])),
             hadamard(p_f, c[t - 1]), b_f)
f[t] = sigmoid(u_f[t])
n[t] = tanh(c[t - 1])
c[t] = add(hadamard(f[t], c[t - 1]), subtract(matvec(W_n, x[t]), n[t]))
u_o[t] = add(matvec(W_o, x[t]), hadamard(p_o, c[t]), b_o)
o[t] = sigmoid(u_o[t])
h[t] = hadamard(o[t], c[t])
E += squared_error(h[t], d[t])""",
    "tied": """
z[t] = subtract(matvec(W, x[t]), hadamard(w, z[t - 1]))
p[t] = z[t - 1]
k[t] = subtract(hadamard(w, p[t - 1]), matvec(R, hadamard(z[t], k[t - 1])))
y[t] = subtract(b, add(matvec(R, k[t]), k[t]))
E += squared_error(y[t], d[t])""",
}


END = "\nE += squared_error(y[t], d[t])"


def drawn(seed):
    """The lines of a cell: each line reads what it likes, y all that is left.
    """
    draw = random.Random(seed)
    names = [f"a{i}" for i in range(draw.randint(2, 5))]

    def vector(known, deep):
        kind = draw.randrange(6) if deep else 0
        if kind == 0:
            return draw.choice(["x[t]", *(f"{name}[t]" for name in known),
                                *(f"{name}[t - 1]" for name in names)])
        if kind == 1:
            return f"tanh({vector(known, 0)})"
        if kind == 2:
            return f"hadamard(w{draw.randrange(2)}, {vector(known, deep - 1)})"
        if kind == 3:
            return f"matvec(W{draw.randrange(2)}, {vector(known, deep - 1)})"
        operation = draw.choice(["add", "subtract", "hadamard"])
        return (f"{operation}({vector(known, deep - 1)}, "
                f"{vector(known, deep - 1)})")

    lines = [f"{name}[t] = {vector(names[:i], 3)}"
             for i, name in enumerate(names)]
    all_of_them = "b"
    for name in names:
        all_of_them = f"subtract({all_of_them}, {name}[t])"
    return "\n".join([*lines, f"y[t] = {all_of_them}"]) + END


def started(cell, number, T, seed=0):
    """Numbers for the weights, the inputs, the initial states and d."""
    draw, n = random.Random(seed), 2

    def vector():
        return [number(Fraction(draw.randint(-9, 9), 8)) for _ in range(n)]

    weights, given = cell.places(None), {}
    for name, uses in weights.items():
        given[name] = [vector(), vector()] if uses[0].met else vector()
    for name in cell.places(0, -1):
        if name not in cell.sets:
            given[name] = [None, *(vector() for t in range(T))]
        elif name in cell.places(-1):
            given[name] = [vector(), *[None] * T]
    return given | {"d": [None, *(vector() for t in range(T))]}


def run(source, cell, given, T, f=None):
    """The names after the forward lines; f stands for every function."""
    names = {
        **vars(matrix), **vars(activations), **vars(losses),
        "negative": mirror.negative, "T": T,
        **{name: [None] * (T + 1) for name in cell.sets}, "E": 0,
        **{name: [*values] for name, values in given.items()}}
    if f:
        names |= dict.fromkeys(("tanh", "sigmoid"), f)
    lines = source.strip().splitlines()
    exec("\n ".join(["for t in range(1, T + 1):", *lines]), names)
    return names


def derived(source, number, T, f=None):
    """∂E by every weight, input and state, as the derived lines say."""
    cell = read(source, {})
    names = run(source, cell, started(cell, number, T), T, f)
    for name in cell.places(0, -1):
        names[name] = [*names[name], [0, 0]]
        names[f"dE_d{name}"] = [None] * (T + 1) + [[0, 0]]
    for name in cell.places(None):
        names[f"{name}_T"] = matrix.transpose(names[name]) if isinstance(
            names[name][0], list) else None
    code = "\n".join(d.code for d in backward(cell))
    exec(f"if 1:\n    for t in range(T, 0, -1):\n{code}", names)
    return {name: names[f"dE_d{name}"] for name in started(cell, number, T)
            if name != "d"}


def of_the_graph(source, number, T, f=None):
    """The same, of the graph: each number that it starts from is a Value."""
    def as_values(numbers):
        if isinstance(numbers, list):
            return [*map(as_values, numbers)]
        return None if numbers is None else autograd.Value(numbers)

    cell = read(source, {})
    given = started(cell, number, T)
    values = {name: as_values(numbers) for name, numbers in given.items()
              if name != "d"} | {"d": given["d"]}
    names = run(source, cell, values, T, f)
    names["E"].backward()
    return {name: autograd._grads(each) for name, each in values.items()
            if name != "d"}


def equal_to_the_graph(source, T, f):
    ours = derived(source, Fraction, T, f)
    for name, right in of_the_graph(source, Fraction, T, f).items():
        for a, b in zip(ours[name], right):
            assert b is None or a == b, name


@pytest.mark.parametrize("name", CELLS)
def test_a_cell_in_fractions_is_equal_to_the_graph(name):
    equal_to_the_graph(CELLS[name], 2, activations.softsign)


@pytest.mark.once
def test_a_hundred_cells_are_equal_to_the_graph():
    for seed in range(100):
        equal_to_the_graph(drawn(seed), 3, activations.relu)


@pytest.mark.parametrize("name", CELLS)
def test_a_cell_in_floats_is_near_its_finite_differences(name):
    source, T, eps = CELLS[name], 4, 1e-6
    cell = read(source, {})
    given, ours = started(cell, float, T), derived(source, float, T)
    for name in ours:
        whole = isinstance(given[name][0], float)  # a vector, no list of them
        rows, slopes = given[name], ours[name]
        for row, right in [(rows, slopes)] if whole else zip(rows, slopes):
            for j in range(len(row or ())):
                kept, ends = row[j], []
                for row[j] in kept + eps, kept - eps:
                    ends.append(run(source, cell, given, T)["E"])
                row[j] = kept
                slope = (ends[0] - ends[1]) / (2 * eps)
                assert right[j] == pytest.approx(slope, rel=1e-6, abs=1e-7)


# --- what is not understood -------------------------------------------------

REFUSED = [  # the lines, where, and what is said of it
    ("y[t] = x[t + 1]" + END, 1, 8, "only [t] and [t - 1] are read"),
    ("y[t] = y[t - 2]" + END, 1, 8, "carried on: p[t] = y[t - 1]"),
    ("y[t] = x[t - 1]" + END, 1, 8, "x is an input: there is none at t = 0"),
    ("y[t] = add(x[t], y[t])" + END, 1, 18, "before it is set: y[t - 1]?"),
    ("y[t] = z[t]\nz[t] = x[t]" + END, 1, 8, "z[t] is read before it is set"),
    ("y[t] = softmax(x[t])" + END, 1, 8, "softmax is unknown; known are add,"),
    ("y[t] = tanh(add(x[t], b))" + END, 1, 8, "tanh takes one u[t]"),
    ("y[t] = hadamard(a, b, x[t])" + END, 1, 8, "hadamard takes two vectors"),
    ("y[t] = matvec(x[t], W)" + END, 1, 8, "matvec takes the name of a"),
    ("y[t] = add(x[t])" + END, 1, 8, "add takes two or three vectors"),
    ("y[t] = add(x[t], b, c=d[t])" + END, 1, 8, "cannot read add("),
    ("z[t] = x[t]\ny[t] = x[t]\nE += squared_error(y[t], z[t])", 3, 6,
     "in E's line and takes y[t] and a target d[t]"),
    ("y[t] = W @ x[t]" + END, 1, 8, "cannot read W @ x[t]"),
    ("y[t] = 2" + END, 1, 8, "cannot read 2"),
    ("y[t] = add(y, x[t])" + END, 1, 12, "cannot read y"),
    ("y[t] = add(matvec(W, x[t]), W)" + END, 1, 29, "is W a matrix or a"),
    ("y[t] = x[t]\ny[t] = x[t]" + END, 2, 1, "one line sets y, and E's is"),
    ("y[t] = x[t]" + END + END, 3, 1, "one line sets E, and E's is the last"),
    ("y[t] = x[t]" + END + "\nz[t] = x[t]", 3, 1, "and E's is the last"),
    ("z[t] = x[t]\ny[t] = x[t]" + END, 1, 1, "z[t] never reaches E"),
    ("y[t] = x[t]", 1, 1, "there is no E += squared_error(y[t], d[t])"),
    ("y = x[t]" + END, 1, 1, "a line is name[t] = expression"),
    ("y[0] = x[t]" + END, 1, 1, "a line is name[t] = expression"),
    ("y[t] = x[t]\nE += add(y[t], d[t])", 2, 1, "the last one E += squared_"),
    ("y[t] = (x[t]" + END, 1, 8, "this is no Python"),
    ("", 1, 1, "E += squared_error(y[t], d[t])"),
]


@pytest.mark.parametrize(("lines", "line", "column", "told"), REFUSED)
def test_what_cannot_be_read_is_said_where(lines, line, column, told):
    with pytest.raises(NotUnderstood) as caught:
        read(lines, {})
    error = caught.value
    assert (error.line, error.column) == (line, column), error
    assert told in error.en
    assert re.search("[가-힣]", error.ko)


# --- as a command -----------------------------------------------------------


@ENCODINGS
@LANGS
def test_every_line_stands_there_with_its_reason(lang, encoding):
    out = shown("derive", "--lang", lang, encoding=encoding)
    for code in codes(of_package()):
        assert code in out.replace("\r\n", "\n")
    assert out.index("z[t] = f(u[t])") < out.index("dE_dz[t] =")
    fits(out, lang, encoding, 100)
    assert max(map(len, out.splitlines())) < 80


@pytest.mark.parametrize(("lang", "why"), [
    ("en", "u[t + 1] (as z[t - 1], W_reᵀ): 2 shares, added"),
    ("ko", "u[t + 1] (z[t - 1]로, W_reᵀ). 기여 2개를 더합니다")])
def test_it_says_why_two_shares_are_added(lang, why):
    told = " ".join(re.findall("│ (.*)", shown("derive", "--lang", lang)))
    assert f"v[t] (W_outᵀ), {why}" in told


def test_a_file_of_ones_own_and_what_is_wrong_in_it(tmp_path, capsys):
    file = tmp_path / "cell.txt"
    file.write_text("y[t] = x[t]" + END, encoding="utf-8-sig")
    assert main(["derive", str(file), "--lang", "en"]) == 0
    assert "dE_dx[t] = dE_dy[t]\n" in capsys.readouterr().out
    file.write_text("y[t] = x[t - 1]" + END, encoding="utf-8")
    assert main(["--lang", "en", "derive", str(file)]) == 1
    assert capsys.readouterr().out == (
        "y[t] = x[t - 1]\n       ^\nline 1, column 8: x is an input: there is "
        "none at t = 0\n")
    file.write_text("", encoding="utf-8")
    assert main(["--lang", "en", "derive", str(file)]) == 1
    assert "there is no E +=" in capsys.readouterr().out
    with pytest.raises(SystemExit):
        main(["derive", str(tmp_path / "none.txt")])
    assert "none.txt" in capsys.readouterr().err


@pytest.mark.parametrize("name", ["gru", "lstm"])
def test_the_cells_that_come_with_it_have_names(name):
    own = (files("rnn_pure") / "cells" / f"{name}.txt").read_text("utf-8")
    assert own.splitlines()[1] in shown("derive", name)
