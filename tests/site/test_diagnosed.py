"""What the page says of a function that is pasted: as the terminal does."""

import html
import json
import re
import sys
from unittest.mock import Mock, patch

import pytest

pytest.importorskip("math_core", reason="needs the docs extra")
from browsing import HOME
from conftest import python_m, read

from docs.browser.diagnose import diagnosed
from docs.build.boxes.diagnose import EXAMPLE, examples
from docs.common.words import words

WRONG = read(EXAMPLE)
RIGHT = WRONG.replace("W_re[i][j] * delta_next", "W_re[j][i] * delta_next")


def said(text, lang="en", columns=88, name="bptt.py"):
    with patch.dict(sys.modules):
        for module in [*sys.modules]:  # another test's, not the text's
            if module.partition(".")[0] == "numpy":
                del sys.modules[module]
        return diagnosed(text, name, lang, columns, Mock())


@pytest.mark.parametrize(("lang", "text"), [
    ("ko", WRONG), ("en", RIGHT), ("ko", "def bptt(xs): return 1"),
    ("en", "def f(x): pass"), ("ko", "1 / 0"), ("en", "x = ("),
    ("ko", "raise SystemExit"),
    ("en", RIGHT.replace("return", "return 1 / 0,")),
    ("ko", WRONG.replace("for t", "input()\n    for t")),
], ids=["wrong", "right", "unfit", "none", "raises", "syntax", "exits",
        "fails", "asks"])
def test_it_says_what_the_terminal_says(text, lang, tmp_path):
    path = tmp_path / "bptt.py"
    path.write_text(text, encoding="utf-8")
    done = python_m("rnn_pure", "diagnose", path, "--lang", lang)
    here = said(text, lang)
    (first, rest), own = here["told"], here["own"]
    whole = done.stdout.rstrip()
    assert whole.startswith(first)
    assert whole.endswith(rest)
    between = " ".join(whole[len(first):len(whole) - len(rest)].split())
    assert between.endswith(own["says"]) if own else not between + rest
    assert {True: 0, False: 1, None: 2}[here["right"]] == done.returncode


def test_the_line_that_was_changed_is_marked_in_each_example():
    """With what it means at every step, and columns in letters."""
    for text in examples():
        own = said(text)["own"]
        lines = text.splitlines()
        assert lines[own["line"] - 1] not in RIGHT.splitlines()
        assert own["steps"] in ([4, 3, 2, 1], [1, 2, 3, 4])
        assert {len(row["cells"]) for row in own["rows"]} == {4}
        assert own["says"] != own["tells"]
    own = said(f"def 기울기(): '한글'; return 0\n{WRONG}".replace(
        "back += sum(", "가 = 0; back += sum("))["own"]
    [text] = (r["text"] for r in own["rows"] if r["line"] == own["line"])
    assert text[own["column"]:own["end_column"]] == "W_re[i][j]"


ODD = RIGHT.replace(
    "bptt(xs, ds, W_in, W_re, b, W_out, b_out):",
    "go_back(seq, goal, A, B, C, b, c, more):\n    more[0][0]\n"
    "    xs, ds, W_in, W_re, W_out, b_out = seq, goal, A, B, C, c",
)


@pytest.mark.parametrize(("text", "right"), [
    (ODD, True), (ODD.replace("+= delta[i]\n", "= delta[i]\n"), False)])
def test_what_cannot_be_called_is_called_through_its_draft(text, right):
    made = said(text, name="mine.ipynb")  # which is none
    assert made["right"] is None
    around, questions = made["draft"].values()
    assert [what for what, _ in questions] == [*"ABC", "more"]
    filled = "".join(a + b for a, b in zip(
        around, ["W_in", "W_re", "W_out", "W_in", ""]))
    with patch.dict(sys.modules):
        made = diagnosed(text, "mine.py", "en", 88, Mock(), filled)
    assert made["right"] is right
    assert "mine_adapter.py" in made["told"][0]
    assert bool(made["own"]) is not right
    assert "mine" not in sys.modules


def test_the_cells_of_a_notebook_are_read():
    cells = [{"cell_type": "code", "source": ["%matplotlib inline\n", RIGHT]},
             {"cell_type": "markdown", "source": "x"}]
    assert said(json.dumps({"cells": cells}), name="a.ipynb")["right"]


def test_it_is_as_wide_as_the_page_has_room_for():
    narrow, wide = (
        "\n".join(said(WRONG, columns=columns)["told"]).splitlines()
        for columns in (40, 88))
    assert max(len(line) for line in narrow if line[:1].isalpha()) <= 40
    assert " ".join(narrow).split() == " ".join(wide).split()


def test_the_clock_hears_of_every_call():
    clock = Mock()
    diagnosed(RIGHT, "bptt.py", "en", 88, clock)
    told = [name for name, *_ in clock.method_calls]
    assert told == ["calling", "judging"] * (len(told) // 2)
    assert len(told) > 10


@pytest.mark.parametrize("lang", ["ko", "en"])
def test_a_module_that_is_not_there_leads_to_the_terminal(lang):
    made = said("import nowhere_at_all.deep as np\n" + RIGHT, lang)
    assert made["right"] is None
    assert "nowhere_at_all" in made["told"][0]
    assert "python -m rnn_pure diagnose FILE" in made["told"][0]


def test_a_text_leaves_nothing_behind(capsys):
    before = sys.path[:], sys.stdin, {*sys.modules}
    noise = "print('x' * 10 ** 6)\nimport sys\nsys.stderr.write('x')\n"
    assert said(noise + RIGHT, name="my rnn.py")["right"]
    assert capsys.readouterr() == ("", "")
    assert before[:2] == (sys.path, sys.stdin)
    assert not [name for name in {*sys.modules} - before[2]
                if "submission" in name]
    assert said(RIGHT)["told"][0].startswith("bptt, bptt.py\n")


@pytest.mark.parametrize("lang", HOME)
def test_the_page_shows_what_a_function_takes_and_returns(site, lang):
    """And what makes one of a class; and where to go without scripts."""
    page = read(site / HOME[lang] / "coursework/diagnose/index.html")
    text = html.unescape(re.sub("<[^>]+>", "", page))
    begins, *_, returned = (
        line for line in WRONG.splitlines() if "def bptt" in line
        or "return" in line)
    assert begins in text
    assert returned in text
    assert "A = ?  # what is it: W_in, W_re," in text
    without = words("diagnose", lang)["without"].split("`")
    assert all(part in text for part in without)
