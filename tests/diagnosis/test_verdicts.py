"""A verdict is true: of a zoo of functions, and of the table of mistakes."""

import functools
import io
import json
import re
from dataclasses import asdict
from itertools import combinations

import pytest
from conftest import read
from judging import RIGHT, WRONG, changed, english, judged, marked_apart, of
from screen import ENCODINGS, LANGS, fits

import rnn_pure
from rnn_pure import bptt, diagnose, mistakes
from rnn_pure.checks import WEIGHTS
from rnn_pure.console import Console
from rnn_pure.diagnosis.calling import Plan
from rnn_pure.diagnosis.layouts import Layout
from rnn_pure.diagnosis.nets import SIZES, Shape, inputs
from rnn_pure.diagnosis.telling import tell, told
from rnn_pure.stand import World, replaced, run, same, source

ALIKE = {1, 10, 29}  # what no number tells apart
NUMBERS = [*map(int, re.findall(r"(?m)^\[(\d+)\]", read(mistakes.TABLE)))]

# --- the zoo ----------------------------------------------------------------


@pytest.mark.parametrize("name", RIGHT)
def test_a_right_one_is_right(name):
    found = judged(name)
    factor = {"its own mean error": "2/(T n_out)"}.get(name, "1")
    mean = name == "the mean of a batch"
    assert found.status == ("right_if" if mean else "right"), told(found, "en")
    assert found.world.factor == factor
    assert ("single" in found.notes) == (name == "float32")
    assert ("calls" in found.notes) == (name == "finite differences")
    assert False not in found.fields.values()
    assert ("Right from there on" in told(found, "en")) == bool(
        found.plan.given)


@pytest.mark.once
@pytest.mark.parametrize("row", WRONG, ids=[
    f"{k}-{row['of']}" for k, row in enumerate(WRONG)])
def test_a_wrong_one_is_named_or_its_equations_are(row):
    found = judged(row["of"], *row["change"])
    if "factor" in row:
        assert (found.status, found.world.factor) == (
            "right_if", row["factor"])
        assert f"if your E is {row['factor']} times" in english(found)
        return
    assert found.status in ("wrong", "missing")
    assert marked_apart(row, found) == row.get("apart", False)
    if "equations" in row:
        assert (found.numbers, found.equations) == ([], row["equations"])
        assert "no name" in told(found, "en")
        return
    due = row["mistakes"]
    assert due in found.numbers
    for others in found.numbers:
        assert others == due or {*others} ^ {*due} <= ALIKE


@pytest.mark.parametrize("name", ["CS231n's pair", "modules", "WildML"])
def test_how_it_is_called_goes_through_json(name):
    """Another process can ask as the judge did."""
    found = judged(name)
    plan, layout, world = (json.loads(json.dumps(asdict(part))) for part in (
        found.plan, found.layout, found.world))
    given = inputs("unequal", found.plan.shape(found.layout))
    again = Plan(**plan).question([given], Layout(**layout), World(**world))
    question = found.plan.question([given], found.layout, found.world)
    assert json.loads(json.dumps(again)) == json.loads(json.dumps(question))


# --- the table --------------------------------------------------------------


@functools.cache
def variants():
    return {f"{way.key} ({way.stage})": way for way in mistakes.variants()}


def test_bptt_itself_is_right_for_any_f_g_and_E():
    assert "any f, g and E" in str(diagnose(bptt))
    assert rnn_pure.diagnose is diagnose


@pytest.mark.once
@pytest.mark.parametrize("number", NUMBERS)
def test_every_way_of_the_table_is_named_and_costs_one_point(number):
    """Of six; a length that is clipped costs none."""
    alike = ALIKE if number in ALIKE else {number}
    for key, way in variants().items():
        if way.number == number:
            found = diagnose(replaced(way.changes))
            assert [number] in found.numbers, key
            assert {n for some in found.numbers for n in some} <= alike, key
            right = 6 if key.startswith("13 the length") else 5
            assert (found.status, found.lines.right) == ("wrong", right), key


@functools.cache
def shown_by(way, seed):
    """All the numbers that a wrong bptt gives, in two worlds."""
    worlds = World(g="softsign"), World(error="softmax_cross_entropy")
    return [run(inputs(name, Shape(), seed), world, way.changes)
            for world in worlds for name in SIZES]


@pytest.mark.once
@pytest.mark.parametrize("seed", [0, 1])
def test_the_networks_tell_any_two_mistakes_apart(seed):
    for a, b in combinations(variants().values(), 2):
        if a.number != b.number and not {a.number, b.number} <= ALIKE:
            assert any(
                not same([*p.values()], [*q.values()], 1e-6)
                for p, q in zip(shown_by(a, seed), shown_by(b, seed))
            ), (a.key, b.key)


def test_every_mistake_has_a_way_or_is_seen_without_one():
    named = {way.number for way in variants().values()}
    assert {*mistakes.mistakes()} - named == {18, 32, 34, 35}


@LANGS
def test_every_way_says_why(lang):
    for key, way in variants().items():
        why = way.why(lang)
        assert why, key
        assert bool(re.search("[가-힣]", why)) == (lang == "ko"), key


def test_a_table_that_no_longer_fits_bptt_is_refused(monkeypatch):
    text = source().replace("f.prime(u[t])", "f.prime(u[t + 0])")
    monkeypatch.setattr(mistakes, "source", lambda: text)
    with pytest.raises(ValueError, match="does not occur once in bptt"):
        mistakes.variants.__wrapped__()


def test_two_ways_that_need_one_place_are_no_bptt():
    a, b = (variants()[f"{key} (re)"].changes
            for key in ("4 in the recursion", "24 no W_re"))
    assert replaced(a + b) is None


@pytest.mark.parametrize("seed", [1, 2, 3])
def test_other_networks_tell_the_same(seed):
    way = variants()["27 dE_dz carried (re)"]
    assert diagnose(bptt, seed).right
    assert diagnose(replaced(way.changes), seed).numbers == [[27]]


# --- shapes of answers ------------------------------------------------------

# With ways to end it, in order: W, R and V may be weights of anything.
LETTERS = changed("nested loops", [
    "gW_in", "dW", "gW_re", "dR", "gW_out", "dV", "gb_out", "dc", "gb", "db"])
LETTERS = LETTERS[:LETTERS.index("    return {")]


@pytest.mark.parametrize(("ending", "status"), [
    ("return dW, dR, db, dV, dc", "right"),
    ("return dR, dW, dV, dc, db", "right"),
    ("return dW, dR, db, dV, dc, after", "wrong"),  # the seventh is ∂E/∂z_0
    ("return dict(dU=dR, dW=dW, dV=dV, db=db, dc=dc)", "right"),
    ("return dict(A=dW, B=dR, C=dV, p=db, q=dc)", "right"),
    ("return 0.5, dict(dW_in=dW, dW_re=dR, db=db, dW_out=dV, db_out=dc)",
     "right"),
    ("return dict(Wxh=W_in, by=b_out, dWxh=dW, dWhh=dR, dbh=db, dWhy=dV, "
     "dby=dc)", "right"),
    ("return dict(dW_in=dR, dW_re=dW, db=db, dW_out=dV, db_out=dc)", "shape"),
    ("return dW, dR, dV", "missing"),
    ("return dW[0][0]", "nothing"), ("return [None] * 5", "nothing"),
    ("return {'a': {'b': dW}}", "nothing"), ("return dW, 'x', dV", "missing"),
    ("return dW, dR, db, dV, dc, {1: after}, {2: y}", "right"),
    ("return dict(zip('abcde', (dW, dR, dV, db, dc)))", "right"),
    ("dU = dR; return dW, dU, db, dV, dc", "right")])
def test_names_and_shapes_say_what_is_what(ending, status):
    found = of(f"{LETTERS}    {ending}\n")
    assert found.status == status, english(found)
    if "dW, dU" in ending:
        assert "names and the shapes of what it returns disagree" in english(
            found)


@pytest.mark.parametrize(("change", "said"), [
    (["d_out = [y[t][o] - ds[t][o] for o in range(k)]",
      "d_out = [y[t][o] - ds[t][o] if ds[t] else 0 for o in range(k)]"],
     "Right:"),
    (["y[t][o] - ds[t][o]", "y[t][o] - (ds[t] or [0] * k)[o]"], "mistake 31"),
    (["y[t][o] - ds[t][o]", "(y[t][o] - ds[t][o]) * any(ds[t])"],
     "mistake 31"),
    (["after = d_re", "after = d_re if t % 5 else [0.0] * n"],
     "every gradient is right.$"),  # and of lines and names nothing
    (["d_re[i] = s * (", "d_re[i] = max(-.6, min(.6, s)) * ("], "no name"),
    (["y[t][o] - ds[t][o]", "float('nan')"], "NaN"),
    (["    return {", "    if n == m: return\n    return {"],
     "there is no answer with T = 4"),
    (["range(T - 1, -1, -1)", "range([0, T][T > 1] - 1, -1, -1)"], "T = 1"),
    (["after = d_re", "after = d_ree"], "It raises: NameError"),
    (["    return {", "    def cut(w):\n        return [*map(cut, w)] if type("
      "w) is list else max(-2.5, min(2.5, w))\n    gW_in, gW_re, gb, gW_out, "
      "gb_out = map(cut, (gW_in, gW_re, gb, gW_out, gb_out))\n    return {"],
     "at ±2.5"),
    (["    return {", "    b[0] += 1\n    return {"], "mistake 35"),
    (["    return {", "    xs[0][0] += 1\n    return {"], "mistake 32"),
    (["def bptt", "seen = []\ndef bptt", "    return {", "    seen.append(1)\n"
      "    gb[0] += len(seen)\n    return {"], "mistake 32"),
    (["    return {", "    E = sum((p - q) ** 2 for v, d in zip(y, ds) for "
      "p, q in zip(v, d))\n    return E, {"], "E in your file is 2 times")])
def test_what_is_said_of_a_change(change, said):
    found = english(judged("nested loops", *change))
    assert f"{found}$".count(said)


@pytest.mark.parametrize(("change", "status", "said"), [
    (["db += dt.sum(0)", "db += dt.mean(0)"], "wrong", "∂E/∂b is their mean"),
    (["db += dt.sum(0)", "db += dt[0]"], "wrong",
     "∂E/∂b is that of the first only"),
    (["db += dt.sum(0)", "db += dt.max(0)"], "wrong",
     "∂E/∂b is not their sum"),
    (["db += dt.sum(0)", "db = db + dt"], "right_if",
     "∂E/∂b is a row for each"),
    (["out - y", "out - np.stack(y, 1)"], "right", "targets (T, N, n)")])
def test_two_sequences_at_once_show_what_one_does_not(change, status, said):
    found = judged("a batch", *change)
    assert found.status == status
    assert said in english(found)


@pytest.mark.parametrize(("name", "change"), [
    ("nested loops", ["z_0):", "z_0, /):"]),
    ("nested loops", ["z_0):", "z_0, h=1):\n    assert h == 1"]),
    ("nested loops", [
        "W_in, W_re, b, W_out, b_out, z_0", "weights, z_0", "    T, m,",
        "    W_in, W_re, W_out = (weights[k] for k in ('Wx', 'Wh', 'Wy'))\n"
        "    b, b_out = weights.bh, weights['by']\n    T, m,"]),
    ("a dict of parameters", [  # by their places
        'params["Wx"], params["Wh"], params["Wy"]', '*params[:2], params[3]',
        'params["bh"], params["by"]', 'params[2::2]']),
    ("a dict of parameters", [  # by what they are called among weights
        "dict(Wx=Wx, Wh=Wh, Wy=Wy, bh=bh, by=by)", "params",
        '"Wx"', '"입력"', '"Wh"', '"순환"', '"Wy"', '"출력"']),
    ("columns", [  # what forward returns has names of something else
        "bptt(", "forward(", "    dWxh, dWhh =", """\
    h, p = hs, ys
    return h, p
def bptt(inputs, targets, h, p, Wxh, Whh, bh, Why, by):
    hs, ys = h, p
    dWxh, dWhh ="""]),
    ("WildML", ["delta_o[np.arange(len(y)), y] -= 1.", """\
for t in range(T):  # a class, or None
        if y[t] is None: delta_o[t] = 0
        else: delta_o[t, y[t]] -= 1."""]),
    ("WildML's class", ["def bptt(self", "def run(self"]),  # it takes x and y
    ("forward, loss, backward", [  # its biases are rows
        "(hidden_dim)", "((1, hidden_dim))", "(output_dim)",
        "((1, output_dim))", 'p["bh"])', 'p["bh"][0])', 'p["by"])',
        'p["by"][0])']),
])
def test_it_is_called_as_it_is_meant(name, change):
    assert judged(name, *change).status == "right"


@pytest.mark.parametrize("make", [
    "0.0", "1.0", "(i * i + j) % 7 - 3.0"], ids=["zeros", "ones", "numbers"])
def test_of_nonsense_no_line_is_right_and_none_is_named(make):
    found = of(f"""
        def bptt(rnn, states, ds):
            return {{name: [[{make} for j in range(len(row))] if isinstance(
                row, list) else [{make} for j in range(1)][0]
                for i, row in enumerate(getattr(rnn, name))]
                for name in {WEIGHTS}}}
        """)
    assert (found.right, found.numbers) == (False, [])
    assert not found.lines or found.lines.right == 0


def test_what_nothing_confirms_is_left_open():
    """Every sum over the deltas is wrong: none tells what the deltas are."""
    found = judged(
        "columns", "dhnext = Whh.T @ dhraw", "dhnext = Whh @ dhraw",
        "dWxh += dhraw", "dWxh = dhraw", "dWhh += dhraw", "dWhh = dhraw",
        "dbh += dhraw", "dbh = dhraw", "dWhy += dy @", "dWhy = abs(dy) @")
    assert (found.numbers, found.equations) == ([], ["eq 2"])
    assert found.lines.verdicts["eq 5"] is None


def test_a_function_whose_parameters_say_nothing_is_refused():
    with pytest.raises(TypeError, match="--adapter"):
        diagnose(lambda xs, ds, W1, W2: None)


def test_answers_that_cannot_be_told_apart_are_alternatives():
    found = judged("columns", "dhnext = Whh.T @ dhraw", "pass",
                   "dbh += dhraw", "dbh += 2 * dhraw")
    assert [1, 12] in found.numbers
    text = english(found)
    assert text.count("Or one of these") == 1
    assert re.search(r"· mistake 10: .{,99} \+ mistake 12", text)


# --- what is said -----------------------------------------------------------

TRANSPOSED = ("columns", "Whh.T @ dhraw", "Whh @ dhraw")


def test_how_it_was_called_comes_first_and_one_equation_last():
    lines = told(judged(*TRANSPOSED), "en", True).splitlines()
    text = "\n".join(lines)
    assert lines[0].startswith("bptt(inputs=xs, targets=ds, Wxh=W_in,")
    assert "Given as columns (T, n, 1), W x" in text
    assert "Five of your six equations are right" in text
    assert "acts like mistake 4: W_re is not transposed" in text
    right = lines.index(
        "    right             matvec(W_re_T, delta_re[t + 1])")
    assert lines[right + 1] == (
        "    yours acts like   matvec(rnn.W_re, delta_re[t + 1])")
    silent = told(judged(*TRANSPOSED), "en").splitlines()
    assert {*lines} - {*silent} >= {lines[right]}
    assert "W_re_T" not in "\n".join(silent)
    assert lines[-3] == "The equation to look at: equation 5"
    assert lines[-1].startswith("Why: learn/bptt-units/#the-recursion")


@ENCODINGS
@LANGS
@pytest.mark.parametrize("asked", [
    TRANSPOSED, ("columns", "dhnext = Whh.T @ dhraw", "pass"), ("float32",),
    ("columns", "Why.T @ dy + dhnext", "Why @ dy + dhnext"),
    ("CS231n's pair",), ("the mean of a batch",),
    ("a batch", "db += dt.sum(0)", "db += dt.mean(0)"),
    (WRONG[-20]["of"], *WRONG[-20]["change"]),
], ids=str)
def test_it_is_read_at_100_columns(asked, lang, encoding):
    stream = io.TextIOWrapper(io.BytesIO(), encoding, newline="")
    tell(judged(*asked), Console(lang, stream))
    stream.flush()
    text = stream.buffer.getvalue().decode(encoding)
    # but for NumPy's own words, and values that have no name
    lost = r"\?" if encoding == "ascii" else r"[nm]\?|(?<= )\?(?=\s)"
    fits(re.sub(lost, ".", text), lang, encoding, 100)


SOFTPLUS = """
    import numpy as np
    def run(p, x, h0):
        h = [h0]
        for x_t in x:
            h.append(np.log1p(np.exp(
                p["Wxh"] @ x_t + p["Whh"] @ h[-1] + p["bh"])))
        return h, [p["Why"] @ k + p["by"] for k in h[1:]]
    def loss(p, x, d, h0):
        return sum(np.nansum((y - k) ** 2)
                   for y, k in zip(run(p, x, h0)[1], d)) / 2
    def gradients(p, x, d, h0):
        h, ys = run(p, x, h0)
        g, back = {k: 0 * v for k, v in p.items()}, 0 * h0
        for t in range(len(x), 0, -1):
            e = np.nan_to_num(ys[t - 1] - d[t - 1])
            u = (p["Why"].T @ e + back) * (1 - np.exp(-h[t]))
            for k, v in dict(Wxh=np.outer(u, x[t - 1]), bh=u, by=e,
                             Whh=np.outer(u, h[t - 1]),
                             Why=np.outer(e, h[t])).items():
                g[k] += v
            back = p["Whh"].T @ u
        return g
    """


@pytest.mark.parametrize(("old", "new", "status"), [
    ("", "", "right_if"),
    ("ys[t - 1] - d[t - 1])", "ys[t - 1]) - np.nan_to_num(d[t - 1])",
     "wrong"),  # a target that is NaN is taken for zeros
    ('p["Whh"].T @', 'p["Whh"] @', "wrong"),
    ("def loss(", "def other(", "unknown")])
def test_for_an_f_that_is_not_known_the_files_own_E_says_it(old, new, status):
    found = of(SOFTPLUS.replace(old, new, 1))
    assert found.status == status
    assert ("slope of your own E" in english(found)) == (status == "right_if")
