"""The steps that the stepper is given, and the numbers that a reader gives."""

import json
import re
from fractions import Fraction
from operator import add, mul, sub

import pytest
from conftest import ROOT, read
from networks import one_exact
from stepping import PASTED, first, preset, recorded

from docs.browser.stepper import numbers
from docs.browser.stepper import run as stepper
from docs.build.boxes import own
from docs.common.words import words
from rnn_pure import RNN, bptt, forward, identity, total_error
from rnn_pure.examples import on_screen
from rnn_pure.walkthrough import statements

# --- the recording ----------------------------------------------------------


@pytest.mark.parametrize("lang", ["ko", "en"])
def test_the_steps_are_those_of_record(lang):
    rnn, xs, ds = on_screen(float)
    steps = stepper.run(rnn, xs, ds, lang)["steps"]
    assert [
        (step["lines"][0], step["changed"], step["values"][step["changed"]])
        for step in steps
    ] == recorded(rnn, xs, ds)
    said = {(re.sub(r"^t = .*?: ", "", step["say"]), step["writes"])
            for step in steps}
    assert len({sentence for sentence, _ in said}) == len(said)


def evaluate(row, values):
    """A row computed from its values: left and right side.

    Names side by side are a product of matrices, ⊙ is one of entries.
    """
    def column(part):
        value = fractions(values[part])
        value = value if isinstance(value, list) else [value]
        return [row if isinstance(row, list) else [row] for row in value]

    def product(A, B):
        return [[sum(map(mul, row, other)) for other in zip(*B)] for row in A]

    def entrywise(operator, A, B):
        return [[*map(operator, *rows)] for rows in zip(A, B)]

    signs = {"+": add, "−": sub, "⊙": mul}
    total, term, sign = None, None, None
    for part in [*row[2:], "+"]:
        if part in signs:
            total = entrywise(signs[sign], total, term) if sign else term
            term, sign = None, part
        else:
            value = column(part)
            term = value if term is None else product(term, value)
    return column(row[0]), total


def test_a_row_is_true_of_its_numbers():
    rnn, xs, [d_1, _, d_3], _ = one_exact()
    run = stepper.run(rnn, xs, [d_1, None, d_3], "en")
    values, found = dict(run["given"]), set()
    for step in run["steps"]:
        values |= step["values"]
        for row in step["rows"]:
            if row[2:] == ["0"]:
                continue
            known = {part: fractions(values[part])
                     for part in row if part in values}
            if row[2] in ("f(", "g("):
                assert row[2] == {"z": "f(", "y": "g("}[row[0][0]]
                right = getattr(rnn, row[2][0])(known[row[3]])
            elif "½‖" in row:
                right = known[row[2]] + rnn.error(known[row[5]], known[row[7]])
            else:
                known[row[0]], right = evaluate(row, values)
            left = known[row[0]]
            assert left == right, row
            found.add(re.sub(r"\[.*", "", row[0]))
    assert found == {
        "①", "②", "u", "z", "v", "y", "E", "dE_dy", "delta_out", "dE_dz",
        "delta_re", "dE_dx", "dE_dW_out", "dE_dW_re", "dE_dW_in", "dE_db",
        "dE_db_out"}


def fractions(value):
    return [*map(fractions, value)] if type(value) is list else Fraction(value)


def test_a_statement_without_its_row_is_refused_by_name(monkeypatch):
    rows = {**stepper.table()}
    del rows["dE_dz[t]"]
    monkeypatch.setattr(stepper, "table", lambda: rows)
    with pytest.raises(LookupError, match=r"steps\.toml.*dE_dz\[t\]"):
        stepper.run(*on_screen(float), "en")


def test_every_row_has_its_statement():
    computed = {
        stepper.TARGET.match(statement.code)[1]
        for function in (forward, total_error, bptt)
        for statement in statements(function)
        if statement.equation}
    assert stepper.table().keys() == computed


def test_nodes_and_arrows_are_in_the_drawing():
    """Every one of them, but for those of the step after the last."""
    rnn = RNN.random(2, 4, 3, seed=1)
    for T in range(1, 7):
        ds = [None if t % 2 else [1, 0, 1] for t in range(T)]
        run = stepper.run(rnn, [[1, 2]] * T, ds, "ko")
        for kind in "node", "arrow":
            drawn = {*re.findall(f'data-{kind}="(.+?)"', run["svg"])}
            names = {name.replace(">", "&gt;")
                     for step in run["steps"] for name in step[f"{kind}s"]}
            assert {one for one in names ^ drawn if f"{T + 1}]" not in one
                    } == set(), T


def test_infinity_is_json():
    rnn = RNN([[1e300]], [[1e300]], [0], [[1e300]], [0], f=identity)
    run = stepper.run(rnn, [[1.0]] * 3, [[0.0]] * 3, "en")
    assert "inf" in json.dumps(run, allow_nan=False)


# --- what is read and what is refused ---------------------------------------


def refused(field, text, lang):
    asked = {"fields": first(**{field: text}), "lang": lang}
    error = json.loads(numbers.answer(json.dumps(asked)))["error"]
    return error["field"], error["says"]


@pytest.mark.parametrize(("field", "text", "key", "parts"), [
    ("W_in", "0.5 a\n0.2 0.8\n-0.6 0.4", "number", "a 1 2"),
    ("W_re", "1 2", "rows", "1 2 n_re"),
    ("W_re", " \n", "empty", ""),
    ("b", "1 2 3", "entries", "3 2 n_re"),
    ("b", "1 zero", "number", "zero 2"),
    ("b", "[1, sqrt(2)]", "number", "sqrt(2) 2"),
    ("W_re", "[[1, 2],\n [4, x]]", "number", "x 2 2"),
    ("x", "1\n1 0\n1", "columns", "2 1 n_in"),
    ("x", "1\n" * 7, "most", "T 7 6"),
    ("d", "0.5\n0.5", "rows", "2 3 T"),
    ("d", "0.5\nnan\n1", "number", "nan 2 1"),
    ("d", "1/0\n0\n0", "number", "1/0 1 1"),
    ("d", "1\n2\n3 4", "columns", "3 2 1 n_out"),
    ("b_out", "1e999", "large", "1e999 1"),
    ("b_out", "x" * 99, "number", "x… 1"),
    ("x", "1\n" * 20_000, "long", "1000"),
    ("f", "cos", "unknown", "cos tanh,")])
def test_what_is_wrong_is_said_in_the_pages_language(field, text, key, parts):
    """By a sentence of words.toml; parts of it are the same in both."""
    for lang in "ko", "en":
        where, says = refused(field, text, lang)
        assert where == field
        sentence = re.escape(words("own", lang)[key])
        assert re.fullmatch(re.sub(r"\\{\w+\\}", ".*", sentence), says)
        assert all(part in says for part in parts.split())
        assert not re.search(r"\b(xs|ds|None)\b|\[\d", says)
        assert bool(re.search("[가-힣]", says)) == (lang == "ko")


def test_what_the_package_says_has_words_before_it(monkeypatch):
    def fails(*args):
        raise ValueError("as it says")

    monkeypatch.setattr(numbers, "run", fails)
    assert refused("b", first()["b"], "ko") == (
        None, words("own", "ko")["package"].format(error="as it says"))


QUIET = {  # one unit that does nothing in two steps
    "W_in": "0", "W_re": "0", "b": "0", "W_out": "0", "b_out": "0",
    "x": "0\n0", "d": "-\n-", "f": "identity",
}


@pytest.mark.parametrize(("fields", "where"), [
    ({}, None),
    ({"x": "1e200\n1e200", "W_in": "1e108"}, None),
    ({"x": "0\n1e200", "W_in": "1e109"}, (2, "u")),
    ({"x": "1\n0", "W_in": "1e200", "W_re": "-1e200"}, (2, "u")),
    ({"b": "1e200", "W_out": "1e200"}, (1, "v")),
    ({"b_out": "1e200", "d": "-\n0"}, (2, "E")),
    ({"W_out": "1e200", "W_re": "1e200", "d": "-\n1"}, (1, "dE_dz")),
    ({"W_out": "1e200", "x": "1e200\n1e200", "d": "-\n1"},
     (None, "dE_dW_in"))])
def test_what_overflows_first_is_said(fields, where):
    for lang in "ko", "en":
        asked = {"fields": QUIET | fields, "lang": lang}
        made = json.loads(numbers.answer(json.dumps(asked)))
        assert made["steps"]
        if where is None:
            assert made["overflow"] is None
            continue
        t, name = where
        says = words("own", lang)
        assert made["overflow"] == says["overflow"].format(
            at=says["at"].format(t=t) if t else "", name=stepper.label(name))


@pytest.mark.parametrize("lang", ["ko", "en"])
def test_fractions_commas_and_full_width_signs_are_read(lang):
    written = first(b="[1/2,\n −0.25 ]", b_out="1e-1", W_out="－１．５，　½")
    rnn, _, _ = numbers.numbers(written, lang)
    assert (rnn.b, rnn.b_out) == ([0.5, -0.25], [0.1])
    assert rnn.W_out == [[-1.5, 0.5]]


@pytest.mark.parametrize(("text", "rows"), PASTED.items())
def test_what_is_pasted_is_read_in_rows(text, rows):
    assert [" ".join(row) for row in numbers.rows_of(text)] == rows


@pytest.mark.parametrize("d", [
    "-\n1\n-", "\n1\n", "None\n1\nnone", "없음;1;–", "\n1\n\n\n", "－\n1\n—",
    "[None, [1], None]", "[[],\n [1.0],\n []]", "-\n[1]\n-", " \n "])
def test_a_step_without_target(d):
    _, _, ds = numbers.numbers(first(d=d), "ko")
    assert ds == [None, [1.0] if d.strip() else None, None]


def test_the_fields_hold_the_same_numbers_back():
    assert numbers.numbers(first(), "en") == on_screen(float)


@pytest.mark.parametrize("name", own.PRESETS)
def test_the_presets_show_what_they_are_named_after(name):
    rnn, xs, ds = numbers.numbers(preset(name), "en")
    gradients = bptt(rnn, forward(rnn, xs), ds)
    first, last = (max(map(abs, gradients.delta_re[t])) for t in (1, len(xs)))
    if name == "vanishing":
        assert first < last / 100
    elif name == "exploding":
        assert first > last * 100
    elif name == "many-to-one":
        assert [d is None for d in ds] == [True] * (len(ds) - 1) + [False]
    else:
        assert (name, len(xs)) == ("fcnn", 1)


# --- what is loaded ----------------------------------------------------------


def test_scripts_and_styles_stay_small():
    """A file of more is two."""
    for path in (ROOT / "docs" / "pages" / "assets").iterdir():
        if path.suffix in (".js", ".css"):
            lines = read(path).count("\n")
            assert lines <= 270, f"docs/pages/assets/{path.name}: {lines}"


def test_only_pages_with_a_stepper_load_it(site):
    for path in site.rglob("*.html"):
        html = read(path)
        assert ('class="stepper"' in html) == ("stepper.js" in html), path

