"""The boxes of the exercises and of the diagnosis: typed in, judged, kept.

What is said of which lines is tested without a browser, in tests/site.
"""

import hashlib
import json
import re
import sys
import zipfile
from unittest.mock import Mock

import pytest
from browsing import ended, forbids, on_phone, pyodide_at, unreadable, workers
from conftest import Elsewhere, read, serving

pytest.importorskip("math_core", reason="needs the docs extra")

from docs.browser.diagnose import diagnosed
from docs.browser.exercise.blank import blank
from docs.build.boxes.diagnose import EXAMPLE
from docs.common.words import words

# --- a number is asked ------------------------------------------------------

TRY = """(text) => {
  const form = document.querySelector("[data-exercise=predict]");
  const field = form.elements.answer;
  if (field instanceof RadioNodeList) {
    if (text) field[text].checked = true;
    else form.reset();
  } else field.value = text;
  form.requestSubmit();
  const said = form.querySelector(".ex-said");
  const why = form.querySelector(".ex-why");
  const found = [said.classList.contains("right"), said.textContent, why.open];
  why.open = false;
  return found;
}"""
RIGHT = [  # 21/16
    "21/16", "1.3125", "1.31", " = 21/16 ", "(21/16).", "２１／１６", "1,3125",
    "δ = 21/16", "5/16 + 1", "69/16 - 3", "69/16 − 3", "21 ⁄ 16", "1 5/16",
    "-1/2 + 29/16", "−½ + 29/16",
]
UNREAD = "", "?", "1/0/2", "one", "1//2", "(3,2)", "3, 2", "3 2", "-"


@pytest.mark.parametrize(("path", "right", "unread", "not_yet"), [
    ("learn/bptt-paths/", RIGHT, UNREAD, "-77"),
    ("learn/bptt-check/", ["2"], [""], None)])  # of three one is chosen
def test_an_answer_is_read_and_each_slip_has_its_own_reply(
    open_page, path, right, unread, not_yet
):
    page, says = open_page(path), words("exercise", "ko")
    data = page.locator("[data-exercise=predict] script").first.text_content()
    slips = {f"{slip['is']:g}": re.sub("<[^>]+>", "", slip["says"])
             for slip in json.loads(data)["slips"]}
    due = dict.fromkeys(right, says["right"]) | slips | dict.fromkeys(
        unread, says["unread" if not_yet else "unchosen"])
    if not_yet:
        due[not_yet] = says["not_yet"]
    for text, told in due.items():
        is_ = text in right
        assert page.evaluate(TRY, text) == [is_, told, is_], text


# --- lines are asked --------------------------------------------------------

WRITE, DIAGNOSE = "[data-exercise=write]", "[data-exercise=diagnose]"


def form(page, kind):
    """Where lines are written, the button, what is told."""
    return [page.locator(f"{kind} {part}")
            for part in ("textarea", ".md-button", ".ex-said")]


def active(page):
    return page.evaluate("document.activeElement.tagName")


def test_the_field_keeps_its_indentation_its_text_and_the_keyboards_ways(
    open_page
):
    page = open_page("learn/rnn/")
    area, *_ = form(page, WRITE)
    again = page.locator(f"{WRITE} [data-again]")
    assert area.input_value() == "u[t] = ..."
    assert not again.is_visible()
    for first, rest in ("  for i in b:", "      "), ("\tif x:", "\t\t"):
        area.fill(first)
        for letter in "ab":
            area.press("Enter")
            page.keyboard.type(letter)
        assert area.input_value() == f"{first}\n{rest}a\n{rest}b"
        height = "area => area.scrollHeight <= area.clientHeight + 1"
        assert area.evaluate(height)
        area.press("Control+z")
        assert area.input_value() != f"{first}\n{rest}a\n{rest}b"
    composed = """area => area.dispatchEvent(new KeyboardEvent("keydown",
        { key: "Enter", isComposing: true, cancelable: true }))"""
    assert area.evaluate(composed)  # not prevented: Hangul is being composed
    for leaves in "Shift+Tab", "Tab":
        area.press(leaves)
        assert active(page) != "TEXTAREA"
    area.fill("u[t] = b")
    page.reload()
    assert area.input_value() == "u[t] = b"
    again.click()
    assert area.input_value() == "u[t] = ..."
    page.keyboard.press("Control+z")
    assert area.input_value() == "u[t] = b"
    again.click()
    page.reload()
    assert area.input_value() == "u[t] = ..."
    assert workers(page) == []


def test_on_a_phone_the_field_shows_all_and_nothing_zooms(open_page):
    page = open_page("learn/bptt-check/")
    on_phone(page)
    area, *_ = form(page, WRITE)
    area.fill("delta_out[t] = " + "a" * 80)
    assert area.evaluate("""({ clientWidth, scrollWidth, clientHeight,
      scrollHeight }) => clientWidth === scrollWidth
        && clientHeight === scrollHeight""")
    size = area.evaluate("field => getComputedStyle(field).fontSize")
    assert float(size.removesuffix("px")) >= 16


def test_a_hint_more_at_each_click(open_page):
    page, seen = open_page("learn/bptt-check/"), []
    hints, more = (page.locator(f"{WRITE} {part}")
                   for part in (".ex-hint li:visible", "[data-more]"))
    page.locator(f"{WRITE} .ex-hint summary").click()
    for _ in range(2):
        seen.append(hints.count())
        more.click()
    assert [*seen, hints.count()] == [1, 2, 3]
    assert not more.is_visible()
    assert active(page) == "SUMMARY"


@pytest.mark.parametrize(("path", "kind"), [
    ("learn/bptt-check/", WRITE), ("coursework/diagnose/", DIAGNOSE)])
def test_it_works_where_the_browser_keeps_nothing(open_page, path, kind):
    page = open_page(path, before=forbids("localStorage"))
    area, *_ = form(page, kind)
    area.fill("a\nb\nc\nd")
    assert area.input_value() == "a\nb\nc\nd"
    # Material's own script complains
    ours = ("write.js", "diagnose.js", "code.js", "loader.js")
    assert not [what for what in page.wrong if what.endswith(ours)]
    page.wrong.clear()


def test_what_is_pasted_is_kept_and_an_example_is_there(open_page):
    page, says = open_page("en/coursework/diagnose/"), words("diagnose", "en")
    area, button, said = form(page, DIAGNOSE)
    assert "up to 13.5 MB" in said.inner_text()
    area.fill("def bptt(): pass")
    page.reload()
    assert area.input_value() == "def bptt(): pass"
    page.locator("[data-example]").click()
    assert area.input_value() == read(EXAMPLE)
    area.fill("")
    button.click()
    assert said.inner_text() == says["empty"]
    page.reload()
    assert area.input_value() == ""
    assert workers(page) == []


DROP = """([name, bytes]) => {
  const data = new DataTransfer();
  data.items.add(new File([new Uint8Array(bytes)], name));
  for (const kind of ["dragover", "drop"])
    document.querySelector("[name=code]").dispatchEvent(new DragEvent(
      kind, { dataTransfer: data, bubbles: true, cancelable: true }));
}"""


def test_a_file_is_chosen_or_dropped(open_page):
    page = open_page("coursework/diagnose/")
    area, _, said = form(page, DIAGNOSE)
    holds = "said => document.querySelector('[name=code]').value === said"
    page.locator("[name=file]").set_input_files({
        "name": "a.py", "mimeType": "text/x-python",
        "buffer": "# 기울기\n".encode()})
    page.wait_for_function(holds, arg="# 기울기\n")
    page.evaluate(DROP, ["b.py", [*"# 옛 파일".encode("cp949")]])
    page.wait_for_function(holds, arg="# 옛 파일")
    for bad in [255, 255, 0], 1_000_001:  # bytes, or so many that are 0
        page.evaluate(DROP, ["c.py", bad])
        page.locator(".ex-said.bad").wait_for()
        assert area.input_value() == "# 옛 파일"
        assert said.inner_text() == words("diagnose", "ko")["file"]


# --- Python in the page judges them -----------------------------------------


@pytest.fixture
def python(files, tmp_path):
    """The address of a Pyodide whose package six is one of these lines."""
    for path in files.iterdir():
        if path.name != "pyodide-lock.json":
            (tmp_path / path.name).symlink_to(path)
    wheel = tmp_path / "six-1-py3-none-any.whl"
    with zipfile.ZipFile(wheel, "w") as archive:
        archive.writestr("six.py", "here = True")
        archive.writestr("six-1.dist-info/METADATA", "Name: six")
    lock = json.loads(read(files / "pyodide-lock.json"))
    lock["packages"]["six"] |= {
        "file_name": wheel.name, "depends": [],
        "sha256": hashlib.sha256(wheel.read_bytes()).hexdigest()}
    (tmp_path / "pyodide-lock.json").write_text(json.dumps(lock), "utf-8")
    with serving(tmp_path, Elsewhere) as server:
        yield server.url


def judged(page, kind, text, told):
    area, button, said = form(page, kind)
    area.fill(text)
    button.click()
    said.filter(has_text=told).wait_for(timeout=120_000)


def stops(page, kind, endless, says, seconds):
    """What does not end is stopped: by the clock, and by its button."""
    page.clock.install()
    judged(page, kind, endless, says["judging"])
    page.locator(f"{kind} [data-stop]").wait_for()
    page.clock.run_for(1000 * seconds + 1000)
    _, button, said = form(page, kind)
    told = says["endless"].partition("\n")[0].format(seconds=seconds)
    said.filter(has_text=told).wait_for()
    ended(page)
    button.click()
    page.locator(f"{kind} [data-stop]").click()
    assert said.inner_text() == says["stopped"]
    ended(page)


def test_an_exercise_is_judged_and_what_does_not_end_is_stopped(
    open_page, python
):
    page = open_page("learn/bptt-check/", pyodide_at(python), also=python)
    says = words("exercise", "ko") | words("python", "ko")
    area, _, said = form(page, WRITE)
    done, right = page.locator(".ex-done"), words("judge", "ko")["right"]
    assert not done.is_visible()
    assert workers(page) == []
    told = said.evaluate_handle("""said => {
      const told = [];
      new MutationObserver(() => told.push(said.textContent))
        .observe(said, { childList: true });
      return told;
    }""")
    answer = blank("bptt-check").answer
    area.fill(answer)
    area.press("Control+Enter")
    said.filter(has_text=right).wait_for(timeout=120_000)
    assert told.json_value()[-4:] == [
        says["loading"], says["starting"], says["judging"], right]
    next_ = done.locator("a").get_attribute("href")
    assert next_ == "../../learn/vanishing/"
    assert done.is_visible()
    turned = answer.replace("W_re_T", "rnn.W_re")
    judged(page, WRITE, turned, "실수 4 ‘W_re를 전치하지 않았습니다’의 결과")
    assert not done.is_visible()
    assert said.locator("code").first.inner_text().startswith("dE_dz")
    stops(page, WRITE, "while True: pass", says, 8)


def test_a_pasted_function_is_diagnosed(open_page, python, monkeypatch):
    """As it is without a browser, and with Pyodide's packages."""
    # the page has no NumPy, and where there is one arrays are tried, too
    monkeypatch.delitem(sys.modules, "numpy", raising=False)
    page = open_page("coursework/diagnose/", pyodide_at(python), also=python,
                     reduced_motion="reduce")
    says = words("diagnose", "ko") | words("python", "ko")
    told, link = page.locator(".di-found"), page.locator(".di-told a")
    wrong = read(EXAMPLE)
    right = wrong.replace("W_re[i][j] * delta_next", "W_re[j][i] * delta_next")

    def as_without(text):
        made = diagnosed(text, "bptt.py", "ko", 88, Mock())["told"]
        shown = page.locator(".di-told").all_inner_texts()
        assert "".join(shown).split() == "".join(made).split()

    judged(page, DIAGNOSE, wrong, says["done"])
    as_without(wrong)
    assert [re.sub(".*?/(?=learn|course)", "", href) for href in (
        link.evaluate_all("all => all.map((a) => a.href)")
    )] == ["coursework/mistakes/#mistake-4", "learn/bptt-units/#the-recursion"]
    assert unreadable(page) == []
    form(page, DIAGNOSE)[0].press("Enter")  # it is another function now
    assert not told.is_visible()
    on_phone(page)
    judged(page, DIAGNOSE, f"import six\nassert six.here\n{right}",
           says["done"])
    as_without(right)
    assert link.count() == 0
    judged(page, DIAGNOSE, "def bptt(xs:", says["done"])
    assert "SyntaxError" in told.inner_text()
    judged(page, DIAGNOSE, f"import numpy as np\n{right}", says["done"])
    lacking = says["lacking"].format(name="numpy").split("\n")[0]
    assert lacking in " ".join(told.inner_text().split())
    endless = right.replace("# backward", "while True: pass")
    stops(page, DIAGNOSE, endless, says, 10)
    assert not told.is_visible()


def test_their_own_line_is_lit_and_each_step_has_its_meaning(
    open_page, python
):
    """By keyboard; what belongs there only on request. What cannot be called
    is asked for."""
    page = open_page("en/coursework/diagnose/", pyodide_at(python),
                     also=python, reduced_motion="reduce")
    says = words("diagnose", "en")
    page.locator("[data-example]").click()
    text = page.locator("[name=code]").input_value()
    judged(page, DIAGNOSE, text, says["done"])
    assert page.locator(".di-lines .here").count() == 1
    assert page.locator(".di-lines mark").inner_text() == "W_re[i][j]"
    at, back = page.locator(".di-steps output"), page.locator("[data-by='-1']")
    line = page.locator(".di-lines tr", has_text="delta_out =")
    back.focus()
    for t, key in zip("4323211", [
            "ArrowLeft", "ArrowLeft", "ArrowRight", *["Enter"] * 4]):
        assert at.inner_text() == f"at t = {t}"
        assert line.locator("td").last.inner_text() == f"δout_{t} ✓"
        page.keyboard.press(key)
    assert back.get_attribute("aria-disabled") == "true"
    told, tell = page.locator(".di-says"), page.locator("[data-tell]")
    assert "W_reᵀ" not in page.locator(".di-own").inner_text()
    tell.press("Enter")
    assert "What belongs there is W_reᵀ." in told.inner_text()
    assert not tell.is_visible()
    assert unreadable(page) == []
    odd = text.replace(
        "bptt(xs, ds, W_in, W_re, b, W_out, b_out):",
        "go_back(seq, goal, A, B, C, b, c, more):\n    more[0][0]\n"
        "    xs, ds, W_in, W_re, W_out, b_out = seq, goal, A, B, C, c")
    judged(page, DIAGNOSE, odd, says["done"])
    through = page.locator("[data-through]")
    through.click()
    assert page.locator(".ex-said").inner_text() == says["open"]
    assert unreadable(page) == []
    for k, role in enumerate(["W_in", "W_re", "W_out", "W_in"]):
        page.locator(".di-draft select").nth(k).select_option(role)
    through.click()
    page.locator(".di-own:visible").wait_for(timeout=60_000)
    assert "W_re[i][j]" in page.locator(".di-lines .here").inner_text()
    assert through.is_visible()
