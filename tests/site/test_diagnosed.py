"""What the page says of a function that is pasted: as the terminal does."""

import html
import re
import sys
from unittest.mock import patch

import pytest

pytest.importorskip("math_core", reason="needs the docs extra")
from browsing import HOME
from conftest import python_m

from docs.browser.diagnose import diagnosed
from docs.build.boxes.diagnose import EXAMPLE
from docs.common.words import words

WRONG = EXAMPLE.read_text("utf-8")
RIGHT = WRONG.replace("W_re[i][j] * delta_next", "W_re[j][i] * delta_next")


class Clock:
    def __init__(self):
        self.told = []

    def calling(self):
        self.told.append("calling")

    def judging(self):
        self.told.append("judging")


def said(text, lang="en", columns=88, name="bptt.py"):
    with patch.dict(sys.modules):
        for module in [*sys.modules]:  # another test's, not the text's
            if module.partition(".")[0] == "numpy":
                del sys.modules[module]
        return diagnosed(text, name, lang, columns, Clock())


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
    assert here["text"] == done.stdout.rstrip()
    assert {True: 0, False: 1, None: 2}[here["right"]] == done.returncode


def test_it_is_as_wide_as_the_page_has_room_for():
    narrow, wide = ([
        line for line in text.splitlines() if line[:1] not in (" ", "▶")
    ] for text in (said(WRONG, columns=40)["text"], said(WRONG)["text"]))
    assert max(len(line) for line in narrow if line[:1].isalpha()) <= 40
    assert " ".join(narrow).split() == " ".join(wide).split()


def test_the_clock_hears_of_every_call():
    clock = Clock()
    diagnosed(RIGHT, "bptt.py", "en", 88, clock)
    assert len(clock.told) > 10
    assert {*clock.told[::2]} == {"calling"}
    assert {*clock.told[1::2]} == {"judging"}


@pytest.mark.parametrize("lang", ["ko", "en"])
def test_a_module_that_is_not_there_leads_to_the_terminal(lang):
    made = said("import nowhere_at_all.deep as np\n" + RIGHT, lang)
    assert made["right"] is None
    assert "nowhere_at_all" in made["text"]
    assert "python -m rnn_pure diagnose FILE" in made["text"]


def test_a_text_leaves_nothing_behind(capsys):
    before = sys.path[:], sys.stdin, {*sys.modules}
    noise = "print('x' * 10 ** 6)\nimport sys\nsys.stderr.write('x')\n"
    assert said(noise + RIGHT, name="my rnn.py")["right"]
    assert capsys.readouterr() == ("", "")
    assert before[:2] == (sys.path, sys.stdin)
    assert not [name for name in {*sys.modules} - before[2]
                if "submission" in name]
    assert said(RIGHT)["text"].startswith("bptt, bptt.py\n")


@pytest.mark.parametrize("lang", HOME)
def test_the_page_shows_what_a_function_takes_and_returns(site, lang):
    """And what makes one of a class; and where to go without scripts."""
    path = site / HOME[lang] / "coursework/diagnose/index.html"
    text = html.unescape(re.sub("<[^>]+>", "", path.read_text("utf-8")))
    begins, *_, returned = (
        line for line in WRONG.splitlines() if "def bptt" in line
        or "return" in line)
    assert begins in text
    assert returned in text
    assert "A = ?  # what is it: W_in, W_re," in text
    without = words("diagnose", lang)["without"].split("`")
    assert all(part in text for part in without)
