"""Find my bug: a pasted function, diagnosed in the page's own Python."""

import functools
import hashlib
import http.server
import json
import re
import subprocess
import sys
import threading
import zipfile
from unittest.mock import patch

import pytest

pytest.importorskip("math_core", reason="needs the docs extra")
from conftest import ROOT, Elsewhere, pyodide_at
from test_browser import (  # skips where there is no browser
    in_bad_contrast,
    violations,
)

from docs.browser.diagnose import diagnosed
from docs.build.boxes.diagnose import EXAMPLE
from docs.common.words import words
from rnn_pure.diagnosis.command import TEMPLATE

WRONG = EXAMPLE.read_text("utf-8")
RIGHT = WRONG.replace("W_re[i][j] * delta_next", "W_re[j][i] * delta_next")
PAGE = {"ko": "coursework/diagnose/", "en": "en/coursework/diagnose/"}
HOME = {"ko": "/", "en": "/en/"}


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


# --- without a browser -------------------------------------------------------


@pytest.mark.parametrize("lang", ["ko", "en"])
@pytest.mark.parametrize("text", [
    WRONG, RIGHT, "def bptt(xs): return 1", "def f(x): pass", "1 / 0",
    "x = (", "raise SystemExit", RIGHT.replace("return", "return 1 / 0,"),
    WRONG.replace("for t", "input()\n    for t"),
], ids=["wrong", "right", "unfit", "none", "raises", "syntax", "exits",
        "fails", "asks"])
def test_it_says_what_the_terminal_says(text, lang, tmp_path):
    path = tmp_path / "bptt.py"
    path.write_text(text, encoding="utf-8")
    done = subprocess.run(
        [sys.executable, "-X", "utf8", "-m", "rnn_pure", "diagnose", path,
         "--lang", lang],
        cwd=ROOT, capture_output=True, encoding="utf-8",
    )
    here = said(text, lang)
    assert here["text"] == done.stdout.rstrip()
    assert {True: 0, False: 1, None: 2}[here["right"]] == done.returncode


def test_it_is_as_wide_as_the_page_has_room_for():
    narrow = said(WRONG, columns=40)["text"]
    told = [line for line in narrow.splitlines() if line[:1].isalpha()]
    assert max(map(len, told)) <= 40
    assert narrow.split() == said(WRONG)["text"].split()


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
    assert not [name for name in sys.modules if "submission" in name]
    assert said(RIGHT)["text"].startswith("bptt, bptt.py\n")


# --- in a browser, without Python --------------------------------------------


def field(page):
    return page.locator("[data-exercise=diagnose] textarea")


def told(page):
    return page.locator(".di-told")


def workers(page):
    return [one for one in page.workers if one.url.endswith("/python.js")]


@pytest.mark.parametrize("lang", ["ko", "en"])
def test_without_javascript_the_terminal_is_named(open_page, lang):
    page = open_page(PAGE[lang], java_script_enabled=False)
    note = page.locator("[data-exercise=diagnose] noscript:has(p)")
    assert "python -m rnn_pure diagnose FILE" in note.inner_text()
    assert not field(page).is_visible()
    assert "diagnose --template" in page.locator("article").inner_text()


@pytest.mark.parametrize("lang", ["ko", "en"])
def test_the_page_shows_what_a_function_takes_and_returns(open_page, lang):
    """And what makes one of a class, for those who have no package."""
    page = open_page(PAGE[lang])
    [example, adapters] = page.locator("article pre:not(.di-told)").all()[:2]
    begins, *_, returned = example.inner_text().split("\n")
    assert begins in WRONG.split("\n")
    assert returned in WRONG.split("\n")
    assert adapters.text_content() == TEMPLATE.read_text("utf-8")
    assert not adapters.is_visible()


def test_what_is_pasted_is_kept_and_tab_leaves_it(open_page):
    page = open_page(PAGE["en"])
    assert "up to 13.5 MB" in page.locator(".ex-said").inner_text()
    field(page).fill("def bptt(): pass")
    field(page).press("Tab")
    assert page.evaluate("document.activeElement.tagName") == "BUTTON"
    page.reload()
    assert field(page).input_value() == "def bptt(): pass"
    page.locator("[data-example]").click()
    assert field(page).input_value() == WRONG
    field(page).fill("")
    page.locator(".md-button").click()
    assert page.locator(".ex-said").inner_text() == words(
        "diagnose", "en")["empty"]
    page.reload()
    assert field(page).input_value() == ""
    assert workers(page) == []
    assert page.wrong == []


def test_enter_keeps_the_indentation(open_page):
    page = open_page(PAGE["en"])
    area = field(page)
    area.fill("    for t in x:")
    area.press("Enter")
    page.keyboard.type("a")
    area.press("Enter")
    page.keyboard.type("b")
    assert area.input_value() == "    for t in x:\n        a\n        b"
    page.reload()  # what Enter puts there is kept, too
    assert area.input_value() == "    for t in x:\n        a\n        b"
    area.fill("\tif x:")  # as it was pasted
    area.press("Enter")
    page.keyboard.type("a")
    assert area.input_value() == "\tif x:\n\t\ta"
    area.press("Control+z")
    assert area.input_value() != "\tif x:\n\t\ta"
    composed = """area => area.dispatchEvent(new KeyboardEvent("keydown",
        { key: "Enter", isComposing: true, cancelable: true }))"""
    assert area.evaluate(composed)  # not prevented: Hangul is being composed
    area.press("Shift+Tab")
    assert page.evaluate("document.activeElement.tagName") != "TEXTAREA"


def test_it_works_where_the_browser_keeps_nothing(open_page):
    page = open_page(PAGE["en"], before=lambda page: page.add_init_script(
        "Object.defineProperty(window, 'localStorage',"
        "{ get() { throw new Error('forbidden') } })"))
    page.locator("[data-example]").click()
    assert field(page).input_value() == WRONG
    assert [what for what in page.wrong if "diagnose.js" in what] == []


DROP = """([name, bytes]) => {
  const data = new DataTransfer();
  data.items.add(new File([new Uint8Array(bytes)], name));
  for (const kind of ["dragover", "drop"])
    document.querySelector("[name=code]").dispatchEvent(new DragEvent(
      kind, { dataTransfer: data, bubbles: true, cancelable: true }));
}"""


def test_a_file_is_chosen_or_dropped(open_page):
    page = open_page(PAGE["ko"])
    page.locator("[name=file]").set_input_files({
        "name": "a.py", "mimeType": "text/x-python",
        "buffer": "# 기울기\n".encode()})
    page.wait_for_function("document.querySelector('[name=code]').value")
    assert field(page).input_value() == "# 기울기\n"
    old = [*"# 옛 파일".encode("cp949")]
    page.evaluate(DROP, ["b.py", old])
    page.wait_for_function(
        "document.querySelector('[name=code]').value.includes('옛 파일')")
    for bad in [255, 255, 0], 1_000_001:  # bytes, or so many that are 0
        page.evaluate(DROP, ["c.py", bad])
        page.locator(".ex-said.bad").wait_for()
        assert field(page).input_value() == "# 옛 파일"
        assert "읽을 수 없습니다" in page.locator(".ex-said").inner_text()
    assert page.wrong == []


# --- with Python -------------------------------------------------------------


def diagnose(page, text, told_as):
    field(page).fill(text)
    page.locator("[data-exercise=diagnose] .md-button").click()
    page.locator(".ex-said").filter(has_text=told_as).wait_for(
        timeout=120_000)


STILL = """Promise.allSettled(
    document.getAnimations().map((one) => one.finished)).then(() => 0)"""


@pytest.mark.parametrize("lang", ["ko", "en"])
def test_a_pasted_function_is_diagnosed(open_page, elsewhere, lang):
    elsewhere.fails = None
    page = open_page(PAGE[lang], before=pyodide_at(elsewhere.url))
    done = words("diagnose", lang)["done"]
    page.locator("[data-example]").click()
    diagnose(page, field(page).input_value(), done)
    assert told(page).inner_text() == said(WRONG, lang)["text"]
    assert re.search(r"(실수|mistake) 4", told(page).inner_text())
    link = told(page).locator("a")
    place = f"{HOME[lang]}learn/bptt-units/#the-recursion"
    assert link.evaluate("a => a.href").endswith(place)
    for scheme in "default", "slate":
        page.evaluate(f"document.body.dataset.mdColorScheme = '{scheme}'")
        page.evaluate(STILL)
        assert violations(page) == in_bad_contrast(page) == []
    page.set_viewport_size({"width": 390, "height": 800})
    assert page.evaluate("document.documentElement.scrollWidth") <= 390
    diagnose(page, RIGHT, done)
    assert told(page).locator("a").count() == 0
    words_ = said(RIGHT, lang)["text"].split()
    assert told(page).inner_text().split() == words_
    diagnose(page, "def bptt(xs:", done)
    assert "SyntaxError" in told(page).inner_text()
    assert [what for what in page.wrong if elsewhere.url not in what] == []


def test_what_does_not_end_is_stopped_and_numpy_is_told_of(
    open_page, elsewhere
):
    elsewhere.fails = None
    page = open_page(PAGE["en"], before=pyodide_at(elsewhere.url))
    diagnose(page, "import numpy as np\n" + RIGHT, "Here is the diagnosis")
    assert "The module numpy is not in this page" in told(page).inner_text()
    page.clock.install()
    endless = RIGHT.replace("# backward", "while True: pass")
    diagnose(page, endless, "Running your function")
    page.wait_for_timeout(1_000)
    assert not told(page).is_visible()
    assert page.locator("[data-stop]").is_visible()
    page.clock.run_for(11_000)
    page.locator(".ex-said").filter(has_text="after 10 seconds").wait_for()
    while workers(page):  # it is busy, and ends when it is told
        page.wait_for_timeout(50)
    diagnose(page, endless, "ownload")
    page.locator("[data-stop]").click()
    assert page.locator(".ex-said").inner_text() == words(
        "python", "en")["stopped"]
    assert field(page).input_value() == endless


@pytest.fixture
def with_package(files, tmp_path):
    """The address of a Pyodide whose package six is one of these lines."""
    for path in files.iterdir():
        if path.name != "pyodide-lock.json":
            (tmp_path / path.name).symlink_to(path)
    wheel = tmp_path / "six-1-py3-none-any.whl"
    with zipfile.ZipFile(wheel, "w") as archive:
        archive.writestr("six.py", "here = True")
        archive.writestr("six-1.dist-info/METADATA", "Name: six")
    lock = json.loads((files / "pyodide-lock.json").read_text("utf-8"))
    lock["packages"]["six"] |= {
        "file_name": wheel.name, "depends": [],
        "sha256": hashlib.sha256(wheel.read_bytes()).hexdigest(),
    }
    (tmp_path / "pyodide-lock.json").write_text(json.dumps(lock), "utf-8")
    handler = functools.partial(Elsewhere, directory=str(tmp_path))
    server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), handler)
    server.asked, server.fails = [], None
    threading.Thread(target=server.serve_forever, daemon=True).start()
    yield f"http://127.0.0.1:{server.server_port}/"
    server.shutdown()
    server.server_close()


def test_a_package_of_pyodide_is_loaded_where_it_is_imported(
    open_page, with_package
):
    page = open_page(PAGE["en"], before=pyodide_at(with_package))
    text = "import six\nassert six.here\n" + RIGHT
    diagnose(page, text, words("diagnose", "en")["done"])
    assert told(page).inner_text() == said(RIGHT)["text"]
    assert [what for what in page.wrong if with_package not in what] == []
