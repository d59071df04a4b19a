"""The exercises: what is asked, what is right, what each slip is told."""

import html
import json
import re

import pytest
from conftest import ROOT, read

pytest.importorskip("math_core", reason="needs the docs extra")

from docs.browser.exercise import blank as blanks
from docs.browser.exercise.blank import blank, row, rows
from docs.browser.exercise.judge import answer, judge
from docs.browser.exercise.slips import named, slips
from docs.build.boxes.parts import marked
from docs.build.boxes.predict import values
from docs.build.boxes.write import write
from docs.build.breaks import broken
from docs.common.table import Misfit
from docs.common.words import words

LEARN = (ROOT / "docs" / "pages" / "learn").glob("*.ko.md")
NAMES = sorted(path.name.removesuffix(".ko.md") for path in LEARN)
ASKING = {name: f"learn/{name}" for name in NAMES}  # a row, and its page
ASKING["elsewhere"] = "practice/elsewhere"
WRITTEN = sorted(rows("write"))


FORM = re.compile(
    r'<form [^>]*data-exercise="(\w+)" data-name="(.*?)".*?'
    r'<script type="application/json">(.*?)</script>', re.S)


@pytest.mark.parametrize("lang", ["ko", "en"])
def test_every_page_asks_what_its_row_says_and_knows_each_slip(site, lang):
    home, asked = site if lang == "ko" else site / "en", set()
    for name, page in ASKING.items():
        text = read(home / page / "index.html")
        forms = {(kind, there): json.loads(data)
                 for kind, there, data in FORM.findall(text)}
        assert {*forms} >= {(kind, name) for kind in ("predict", "write")
                            if name in rows(kind)}
        assert "assets/exercise.css" in text
        asked |= {there for kind, there in forms if kind == "predict"}
        for (kind, there), given in forms.items():
            if kind != "predict":
                continue
            right, wrong = values(there)
            assert given["answer"] == pytest.approx(float(right))
            assert given["slips"] == [
                {"is": pytest.approx(float(value)), "says": marked(slip[lang])}
                for value, slip in zip(wrong, row("predict", there)["slips"])]
            hint = marked(row("predict", there)["hint"][lang])
            assert broken(f'<div class="ex-fold">{hint}</div>') in text
    assert {*rows("predict")} == asked >= {*ASKING}
    assert {"rnn", "bptt-check", "rtrl"} <= {*WRITTEN}


def test_one_answer_twice_and_a_choice_that_is_not_there_are_refused(
    monkeypatch
):
    for slip, choices in (("2", []), ("3", [{}, {}, {}])):
        spoilt = {"answer": "1 + 1", "slips": [{"is": slip}],
                  "choices": choices}
        monkeypatch.setattr(blanks, "rows", lambda kind, x=spoilt: {"a": x})
        with pytest.raises(Misfit):
            values("a")


# --- the judge, without a browser -------------------------------------------

RIGHT = {
    "rnn": [
        "u[t] = add(add(matvec(W_re, z[t - 1]), matvec(W_in, x[t])), b)",
        "u[t] = []\n"
        "for i in range(len(b)):\n"
        "    total = b[i]\n"
        "    for j in range(len(x[t])):\n"
        "        total += W_in[i][j] * x[t][j]\n"
        "    for j in range(len(b)):\n"
        "        total += W_re[i][j] * z[t - 1][j]\n"
        "    u[t].append(total)",
        "    from math import fsum\n"
        "    row = lambda W, a, i: fsum(w * c for w, c in zip(W[i], a))\n"
        "    u[t] = [row(W_in, x[t], i) + row(W_re, z[t-1], i) + b_i\n"
        "            for i, b_i in enumerate(b)]\n",
        "u.__setitem__(t, add(matvec(W_in, x[t]), matvec(W_re, z[t-1]), b))"],
    "bptt-check": [
        "delta_out[t] = hadamard(dE_dy[t], g.prime(v[t]))\n"
        "back = matvec(W_re_T, delta_re[t + 1])\n"
        "dE_dz[t] = add(back, matvec(W_out_T, delta_out[t]))\n"
        "delta_re[t] = hadamard(f.prime(u[t]), dE_dz[t])",
        "delta_out[t] = [e * s for e, s in zip(dE_dy[t], g.prime(v[t]))]\n"
        "n, dE_dz[t], delta_re[t] = len(rnn.b), [], []\n"
        "for j in range(n):\n"
        "\tback = sum(rnn.W_out[k][j] * delta_out[t][k]\n"
        "\t           for k in range(len(rnn.b_out)))\n"
        "\tback += sum(rnn.W_re[i][j] * delta_re[t + 1][i]\n"
        "\t            for i in range(n))\n"
        "\tdE_dz[t].append(back)\n"
        "\tdelta_re[t].append(f.prime(u[t])[j] * back)"],
    "rtrl": [
        "[f_k * (dot(row, p_ij) + (s_j if k == i else 0))\n"
        " for k, (f_k, row) in enumerate(zip(f_prime, W_re))]",
        "hadamard（f_prime，add(matvec(W_re, p_ij), kappa(i, s_j, n_re)))"],
    "truncated": [
        "states = forward(z_0=z[s], rnn=rnn, xs=[xs[t - 1]\n"
        "                 for t in range(s + 1, t_1 + 1)])"],
}


@pytest.mark.parametrize("page", WRITTEN)
def test_any_right_form_is_right_and_what_stands_there_at_first_is_not(page):
    here = blank(page)
    for text in [here.answer, *RIGHT.get(page, [])]:
        told = {"right": True, "says": words("judge", "ko")["right"]}
        assert judge(page, text, "ko") == told, text
    asked = {"page": page, "text": here.answer, "lang": "en"}
    assert json.loads(answer(json.dumps(asked)))["right"]
    for name in here.targets or ("x",):
        for text in f"{name} = ...", "...", "", "# nothing":
            assert not judge(page, text, "en")["right"]


@pytest.mark.parametrize("page", WRITTEN)
def test_the_answer_is_shown_as_it_stands(page):
    fold = write(page, "en", "").partition('class="ex-why"')[2]
    shown = "".join(re.findall('data-line="\\d+">(.*?\n)</span>', fold, re.S))
    text = html.unescape(re.sub("<[^>]+>", "", shown))
    assert text.strip() == blank(page).answer.strip()


@pytest.mark.parametrize("page", WRITTEN)
def test_every_slip_is_named_by_what_it_does(page):
    """In English, and the first of them in Korean, too."""
    for k, slip in enumerate(slips(page)):
        for lang in ["en"] if k else ["en", "ko"]:
            made = judge(page, slip.text, lang)
            like, way = named(slip, lang)
            mistake = {"ko": "실수 ", "en": "mistake "}[lang]
            if slip.number or mistake not in made["says"]:
                assert like in made["says"]
                assert way in made["says"]
            assert made["says"].count("acts like" if lang == "en"
                                      else "의 결과와 같습니다") == 1


def test_a_mistake_without_a_name_shows_both_numbers_and_no_name():
    text = blank("bptt-check").answer.replace("t + 1", "min(t + 2, T + 1)")
    says = judge("bptt-check", text, "en")["says"]
    assert re.search(r"`dE_dz\[\d\]` is the first that differs: it should "
                     r"be \[.*\], and here it is \[.*\]\.$", says)
    assert "acts like" not in says


@pytest.mark.parametrize(("page", "text", "key", "parts"), [
    ("rnn", "", "nothing", ""),
    ("rnn", "a = 1\nu[t] = ...", "dots", "2"),
    ("rnn", "\nx[t]\nu[t] = (b", "unclosed", "2 `(`"),
    ("rnn", "u[t] = (b))", "unmatched", "`)`"),
    ("rnn", "  u[t] = b\n    u[t] = b", "syntax", "2"),
    ("rnn", "a = 1\nu[t] = matvec(Win, x[t])", "near", "2 `Win` `W_in`"),
    ("rnn", "u[t] = qqq", "name", "`rnn`, `xs`, `z_0`, `x`"),
    ("rnn", "U[t] = b", "near", "`u`"),
    ("bptt-check", "dE_dz[t] = W_out", "near", "`W_out_T`"),
    ("rnn", "u[t] = add(x[t], b)", "lengths", "`add` 1 2"),
    ("rnn", "u[t] = matvec(W_in, z[t - 1])", "columns", "`matvec` 1 2"),
    ("rnn", "u[t] = matvec(W_re, z[t])", "not_there", "`matvec`"),
    ("rnn", "u[t] = [2 * a for a in u[t - 1]]", "none", "1"),
    ("rnn", "a = b", "unassigned", "`u[t]`"),
    ("bptt-check", "delta_out[t] = hadamard(dE_dy[t], g.prime(v[t]))",
     "unassigned", "`dE_dz[t]`"),
    ("rnn", "u[t] = x[t]", "differs", "`u[1]` [1, −0.5]"),
    ("bptt-check", "ANSWER\ndE_dz[t] = [0] * 5", "differs",
     "[2, 1] [0, 0, 0, 0, 0]"),
    ("bptt-check", "ANSWER\ndE_dz[t] = [0] * len(rnn.b)", "differs",
     "`dE_dz[3]`"),
    ("rtrl", "[0, *p_ij]", "after", "`dot`"),
    ("rnn", "u[t] = 1", "differs", "1"),
    ("rnn", "u[t] = [1 / 0]", "raised", "1 ZeroDivisionError"),
    ("rnn", "def a(): return a()\nu[t] = a()", "raised", "Recursion"),
    ("rnn", "raise SystemExit", "raised", "SystemExit"),
    ("rnn", "u[t] = b\nreturn u", "leaves", "2 `return`"),
    ("rnn", "for _ in b: break\nu[t] = b\ncontinue", "leaves", "3 `continue`"),
    ("rnn", "u[t] = [float('nan')] * len(b)", "differs", "`u[1]`"),
    ("rnn", "u = add(matvec(W_in, x[t]), matvec(W_re, z[t - 1]), b)",
     "index", "`u[t]` `u`"),
    ("rnn", "u[t] = ㅁㅇㅇ(b, b)", "hangul", ""),
    ("rtrl", "matvec(W, p_ij)", "name", "`W`"),
    ("rtrl", "[j]", "name", "`j`"),
    ("rtrl", "a b", "syntax", "1"),
    ("rtrl", "p = 1", "expression", ""),
    ("rtrl", "p_ij,", "comma", "1"),
    ("rtrl", "add(p_ij, p_ij))", "unmatched", "`)`"),
    ("truncated", "states = forward(rnn, xs[t_0:t_1], z[t_0])", "window",
     "1, …, 2 2, …, 2"),
    ("truncated", "states = forward(rnn, xs[s + 1:t_1 + 1], z[s])", "window",
     "1, …, 1 2, …, 2"),
    ("truncated", "states = xs", "differs", "`states` States [[")])
def test_what_goes_wrong_is_told_in_the_pages_language(page, text, key, parts):
    """By a sentence of words.toml; parts of it are the same in both."""
    text = text.replace("ANSWER", blank(page).answer)
    for lang in "ko", "en":
        made = judge(page, text, lang)
        assert not made["right"]
        sentence = re.escape(words("judge", lang)[key])
        sentence = re.sub(r"\\{\w+\\}", ".*", sentence)
        assert re.search(sentence, made["says"]), made["says"]
        assert all(part in made["says"] for part in parts.split())
        assert bool(re.search("[가-힣]", made["says"])) == (lang == "ko")


def test_a_loop_of_ones_own_may_be_left():
    text = f"for k in 1, 2:\n    if k > 1: break\n{blank('rnn').answer}"
    assert judge("rnn", text, "en")["right"]


def test_the_names_are_those_that_exist_where_the_lines_stand():
    assert not {"j", "row", "from_1"} & {*blank("rtrl").names}
    assert {"p_ij", "s_j", "i", "kappa", "W_re"} <= {*blank("rtrl").names}
    for page in WRITTEN:
        assert not [name for name in blank(page).names if name[0] == "_"]


def test_what_a_reader_prints_or_changes_spoils_nothing(capsys):
    here = blank("rnn")
    spoilt = "print('hi')\nrnn.W_re[0][0] = 9.0\nadd = None\nu[t] = b"
    assert not judge("rnn", spoilt, "en")["right"]
    assert judge("rnn", here.answer, "en")["right"]
    assert judge("bptt-check", blank("bptt-check").answer, "en")["right"]
    assert capsys.readouterr().out == ""
