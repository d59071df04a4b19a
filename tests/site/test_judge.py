"""The exercises: what is asked, what is right, what each slip is told."""

import html
import json
import re

import pytest
from conftest import ROOT

pytest.importorskip("math_core", reason="needs the docs extra")

from docs.browser.exercise import blank as blanks
from docs.browser.exercise.blank import blank, row, rows
from docs.browser.exercise.judge import answer, judge
from docs.browser.exercise.slips import named, slips
from docs.build.boxes.parts import marked
from docs.build.boxes.predict import values
from docs.build.boxes.write import write
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
    home = site if lang == "ko" else site / "en"
    for name, page in ASKING.items():
        text = (home / page / "index.html").read_text("utf-8")
        forms = {kind: (there, json.loads(data))
                 for kind, there, data in FORM.findall(text)}
        assert {kind: there for kind, (there, _) in forms.items()} == {
            kind: name for kind in ("predict", "write") if name in rows(kind)}
        assert "assets/exercise.css" in text
        right, wrong = values(name)
        _, given = forms["predict"]
        assert given["answer"] == pytest.approx(float(right))
        assert given["slips"] == [
            {"is": pytest.approx(float(value)), "says": marked(slip[lang])}
            for value, slip in zip(wrong, row("predict", name)["slips"])
        ]
    assert {*rows("predict")} == {*ASKING}
    assert {"forward", "bptt-units", "bptt-check", "rtrl"} <= {*WRITTEN}


def texts(part, lang):
    """Every text of a row in one language."""
    if isinstance(part, dict):
        for key, value in part.items():
            if key == lang:
                yield value
            else:
                yield from texts(value, lang)
    elif isinstance(part, list):
        for value in part:
            yield from texts(value, lang)


@pytest.mark.parametrize("kind", ["predict", "write"])
def test_each_language_is_its_own_and_korean_is_polite(kind):
    for name, given in rows(kind).items():
        ko, en = [*texts(given, "ko")], [*texts(given, "en")]
        assert len(ko) == len(en) >= 4, name
        for ours, theirs in zip(ko, en):
            assert re.search("[가-힣]", ours)
            assert not re.search("[가-힣]", theirs)
            for end in re.findall(r"([가-힣]+)[.?](?=\s|$)", ours):
                assert end[-1] in "다오까요", ours


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
    "forward": [
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
        "u.__setitem__(t, add(matvec(W_in, x[t]), matvec(W_re, z[t-1]), b))",
    ],
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
        "\tdelta_re[t].append(f.prime(u[t])[j] * back)",
    ],
    "rtrl": [
        "[f_k * (dot(row, p_ij) + (s_j if k == i else 0))\n"
        " for k, (f_k, row) in enumerate(zip(f_prime, W_re))]",
        "hadamard（f_prime，add(matvec(W_re, p_ij), kappa(i, s_j, n_re)))",
    ],
    "truncated": [
        "states = forward(z_0=z[s], rnn=rnn, xs=[xs[t - 1]\n"
        "                 for t in range(s + 1, t_1 + 1)])",
    ],
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
    text = blank("bptt-units").answer.replace("t + 1", "min(t + 2, T + 1)")
    says = judge("bptt-units", text, "en")["says"]
    assert re.search(r"`dE_dz\[\d\]` is the first that differs: it should "
                     r"be \[.*\], and here it is \[.*\]\.$", says)
    assert "acts like" not in says


@pytest.mark.parametrize(("page", "text", "ko", "en"), [
    ("forward", "", "아직 아무것도", "Nothing is written"),
    ("forward", "a = 1\nu[t] = ...", "2번째 줄: 아직 `...`이 남아",
     "Line 2 of your code: `...` is still there"),
    ("forward", "\nx[t]\nu[t] = (b", "2번째 줄: 괄호 `(`를 닫지 않았",
     "Line 2 of your code: A `(` is never closed"),
    ("forward", "u[t] = (b))", "`)`가 하나 남", "There is one `)` too"),
    ("forward", "  u[t] = b\n    u[t] = b", "2번째 줄: 파이썬이 읽을 수",
     "Line 2 of your code: Python"),
    ("forward", "a = 1\nu[t] = matvec(Win, x[t])",
     "2번째 줄: 여기에는 없는 이름입니다: `Win`. 혹시 이것입니까? `W_in`",
     "There is no `Win` here. Did you mean `W_in`?"),
    ("forward", "u[t] = qqq", "쓸 수 있는 이름: `rnn`, `xs`, `z_0`, `x`, ",
     "The names that exist: `rnn`, `xs`, `z_0`, `x`, "),
    ("forward", "U[t] = b", "이것입니까? `u`", "Did you mean `u`?"),
    ("bptt-units", "dE_dz[t] = W_out", "이것입니까? `W_out_T`",
     "Did you mean `W_out_T`"),
    ("forward", "u[t] = add(x[t], b)", "성분 수가 다릅니다(2개와 3개)",
     "`add`: the two vectors have 2 and 3 entries"),
    ("forward", "u[t] = matvec(W_in, z[t - 1])", "열은 2개인데",
     "`matvec`: the matrix has 2 columns, the vector 3 entries"),
    ("forward", "u[t] = matvec(W_re, z[t])", "아직 없습니다(`None`)",
     "`matvec` was given a value that is not there yet"),
    ("forward", "u[t] = [2 * a for a in u[t - 1]]", "아직 없습니다(`None`)",
     "Line 1 of your code: A value in it is not there yet (`None`)"),
    ("forward", "a = b", "`u[t]`에 아무 값도", "Nothing was assigned to `u["),
    ("bptt-check", "delta_out[t] = hadamard(dE_dy[t], g.prime(v[t]))",
     "`dE_dz[t]`에 아무 값도", "Nothing was assigned to `dE_dz[t]`"),
    ("forward", "u[t] = x[t]", "`u[1]`부터 다릅", "`u[1]` is the first"),
    ("bptt-units", "dE_dz[t] = [0] * 5", "이 코드로는 [0, 0, 0, 0, 0]",
     "here it is [0, 0, 0, 0, 0]"),
    ("rtrl", "[0, *p_ij]", "코드에서 막혔습니다", "`dot`: the two vectors"),
    ("forward", "u[t] = 1", "이 코드로는 1입니다", "here it is 1."),
    ("forward", "u[t] = [1 / 0]", "1번째 줄: 실행할 때 오류가 났습니다. Zero",
     "Line 1 of your code: It fails when it is run. ZeroDivisionError: "),
    ("forward", "def a(): return a()\nu[t] = a()", "RecursionError", "Recurs"),
    ("forward", "raise SystemExit", "SystemExit", "SystemExit"),
    ("forward", "u[t] = b\nreturn u", "2번째 줄: 여기에는 `return` 문을",
     "Line 2 of your code: No `return` here"),
    ("forward", "for _ in b: break\nu[t] = b\ncontinue", "`continue` 문을",
     "No `continue` here"),
    ("forward", "u[t] = [float('nan')] * len(b)", "`u[1]`부터", "`u[1]` is"),
    ("forward", "u = add(matvec(W_in, x[t]), matvec(W_re, z[t - 1]), b)",
     "`u[t]`라고 쓰십시오", "Write `u[t]`. Without `[t]` you replace all of"),
    ("forward", "u[t] = ㅁㅇㅇ(b, b)", "자판이 한글", "The keyboard is set"),
    ("rtrl", "matvec(W, p_ij)", "`W`. 쓸 수 있는 이름", "There is no `W`"),
    ("rtrl", "[j]", "없는 이름입니다: `j`", "There is no `j`"),
    ("rtrl", "a b", "파이썬이 읽을 수", "Line 1 of your code: Python cannot"),
    ("rtrl", "p = 1", "식 하나만 씁니다", "One expression stands here"),
    ("rtrl", "p_ij,", "마지막 쉼표", "Line 1 of your code: Take away the l"),
    ("rtrl", "add(p_ij, p_ij))", "`)`가 하나 남", "There is one `)` too"),
    ("truncated", "states = forward(rnn, xs[t_0:t_1], z[t_0])",
     "`t`가 1, …, 2이어야 하는데, 이 코드로는 2, …, 2",
     "its steps should be `t` = 1, …, 2, and here they are 2, …, 2"),
    ("truncated", "states = forward(rnn, xs[s + 1:t_1 + 1], z[s])",
     "창이 다릅니다", "should be `t` = 1, …, 1, and here they are 2, …, 2"),
    ("truncated", "states = xs", "`states`부터",
     "it should be States, and here it is [["),
])
def test_what_goes_wrong_is_told_in_the_pages_language(page, text, ko, en):
    for lang, part in ("ko", ko), ("en", en):
        made = judge(page, text, lang)
        assert not made["right"]
        assert part in made["says"]
        assert bool(re.search("[가-힣]", made["says"])) == (lang == "ko")


@pytest.mark.parametrize(("page", "text", "part"), [
    ("bptt-check", "ANSWER\ndE_dz[t] = [0] * len(rnn.b)", "`dE_dz[3]` is"),
    ("bptt-check", "ANSWER\ndE_dy[t] = [0] * len(dE_dy[t])",
     "change the numbers in `dE_dy`"),
    ("bptt-check", "ANSWER\ndelta_re[t + 1] = [1] * len(rnn.b)",
     "change the numbers in `delta_re`"),
    ("forward", "ANSWER\nfor i in range(len(b)): b[i] = 0",
     "change the numbers in `b`"),
    ("forward", "for i in range(len(b)): b[i] = 0\nANSWER",
     "change the numbers in `b`"),
    ("forward", "u[t] = b\nfor i, row in enumerate(W_in):\n"
     "    u[t][i] += dot(row, x[t])", "There is no `dot`"),
    ("forward", "u[t] = b\nfor i in range(len(b)):\n"
     "    u[t][i] += matvec(W_in, x[t])[i] + matvec(W_re, z[t - 1])[i]",
     "change the numbers in `b`"),
    ("forward", "rnn.W_out[0][0] = 9.0\nANSWER", "change the numbers in"),
    ("bptt-units", "d = 0\nANSWER", "give `d` another meaning"),
    ("bptt-units", "for f in rnn.b: pass\nANSWER", "give `f` another mean"),
    ("bptt-units", "T = 0\nANSWER", "give `T` another meaning"),
    ("bptt-units", "u = matvec(W_out_T, delta_out[t])\nANSWER",
     "give `u` another meaning"),
    ("bptt-units", "ANSWER\nlen = 3", "give `len` another meaning"),
    ("bptt-units", "ANSWER\ndef zeros(n): return 1", "give `zeros` another"),
])
def test_what_is_not_the_readers_to_change_is_seen(page, text, part):
    made = judge(page, text.replace("ANSWER", blank(page).answer), "en")
    assert not made["right"]
    assert part in made["says"]


def test_a_name_of_the_lists_own_and_another_right_value_harm_nothing():
    for text in ("T = states.T\nANSWER", "a = [d for d in y]\nANSWER",
                 "for k in 1, 2:\n    if k > 1: break\nANSWER"):
        text = text.replace("ANSWER", blank("bptt-units").answer)
        assert judge("bptt-units", text, "en")["right"], text


def test_the_names_are_those_that_exist_where_the_lines_stand():
    assert not {"j", "row", "from_1"} & {*blank("rtrl").names}
    assert {"p_ij", "s_j", "i", "kappa", "W_re"} <= {*blank("rtrl").names}
    for page in WRITTEN:
        assert not [name for name in blank(page).names if name[0] == "_"]


def test_what_a_reader_prints_or_changes_spoils_nothing(capsys):
    here = blank("forward")
    spoilt = "print('hi')\nrnn.W_re[0][0] = 9.0\nadd = None\nu[t] = b"
    assert not judge("forward", spoilt, "en")["right"]
    assert judge("forward", here.answer, "en")["right"]
    assert judge("bptt-check", blank("bptt-check").answer, "en")["right"]
    assert capsys.readouterr().out == ""
