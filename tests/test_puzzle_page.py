"""The page of puzzles: what it tells and replies, in both languages."""

import html
import random
import re
import sys
from pathlib import Path

import pytest

if sys.version_info < (3, 11):
    pytest.skip("the site needs Python 3.11", allow_module_level=True)
pytest.importorskip("math_core", reason="needs the docs extra")
from test_browser import (  # skips where there is no browser
    in_bad_contrast,
    violations,
)
from test_mistakes_page import flat, network

from docs.hooks.built import pages
from docs.hooks.mistakes.spoilt import spoilt
from docs.hooks.puzzle import page
from docs.hooks.words import words
from rnn_pure import autograd, forward
from rnn_pure.diagnosis import diagnose
from rnn_pure.mistakes import source, wrong_bptt
from rnn_pure.puzzle import listing, puzzle

PAGES = Path(__file__).resolve().parents[1] / "docs" / "pages" / "coursework"
PAGE = {"ko": "coursework/puzzles/", "en": "en/coursework/puzzles/"}
LANGS = pytest.mark.parametrize("lang", PAGE)


def seeds(lang):
    text = (PAGES / f"puzzles.{lang}.md").read_text(encoding="utf-8")
    [found] = re.findall(r"^```puzzles\n(.*?)\n```$", text, re.M | re.S)
    return found


ASKED = [
    (int(seed), two)
    for two, line in enumerate(seeds("ko").splitlines())
    for seed in line.split()
]
EACH = pytest.mark.parametrize("n", range(len(ASKED)))


def made(lang="en"):
    """The HTML of each puzzle."""
    whole = page.puzzles(seeds(lang), lang, "../../", "../../")
    return re.findall(r'<details class="mistake".*?</form></details>', whole,
                      re.S)


# --- which puzzles ----------------------------------------------------------


def test_ten_puzzles_the_same_in_both_languages():
    assert seeds("ko") == seeds("en")
    assert [two for _, two in ASKED] == [0] * 8 + [1] * 2
    assert len(made()) == 10


def test_the_eight_are_of_eight_numbers_and_the_two_of_four():
    ones, twos = [
        [way for seed, both in ASKED if both == two
         for way in puzzle(seed, both)[1]]
        for two in (0, 1)
    ]
    for ways in ones, twos:
        assert len({way.number for way in ways}) == len(ways)
    assert len({way.key for way in ones + twos}) == len(ones + twos) == 12


def test_they_grow_harder():
    """More mistakes, then more gradients that are wrong, is harder."""
    hard = [
        (two, len(spoilt(puzzle(seed, two)[1], anywhere=True)[0]))
        for seed, two in ASKED
    ]
    assert hard == sorted(hard)
    assert len({*hard}) >= 4


# --- what each says ---------------------------------------------------------


def strip(planted):
    """✓ and ✗, T > 1 and T = 1, against autograd on another network."""
    rnn, xs, ds, z_0 = network(0, random.Random(7))
    for T in 12, 1:
        right = autograd.gradients(rnn, xs[:T], ds[:T], z_0)
        wrong = wrong_bptt(*planted)(rnn, forward(rnn, xs[:T], z_0), ds[:T])
        for name in "W_in", "W_re", "b", "W_out", "b_out", "x", "z_0":
            p, q = (flat(getattr(each, name)) for each in (right, wrong))
            same = pytest.approx(p, rel=1e-6, abs=1e-9) == q
            yield "✓" if same else "✗"


@EACH
def test_its_clues_are_what_a_recomputation_says(n):
    said = re.findall("<td[^>]*>([✓✗])</td>", made()[n])
    assert said == [*strip(puzzle(*ASKED[n])[1])]


@EACH
@LANGS
def test_its_code_is_the_files_and_one_line_of_it_is_the_answer(n, lang):
    file, planted = puzzle(*ASKED[n])
    lines, right = file.splitlines(), listing(source())
    row = r'<span class="line" data-line="(\d+)">(.*?)\n</span>'
    choices = [
        (int(value), re.findall(row, label, re.S))
        for value, label in re.findall(
            r'value="(\d+)"><span>(.*?)</span></label>', made(lang)[n], re.S)
    ]
    for value, shown in choices:
        assert value == int(shown[0][0])
        for number, code in shown:
            text = html.unescape(re.sub("<[^>]+>", "", code))
            assert "    " + text == re.sub(r"  # \S+ \S+$", "",
                                           lines[int(number) - 1])
    assert [int(number) for _, shown in choices for number, _ in shown] == [
        k for k, line in enumerate(lines, 1)
        if re.search(r"  # (eq|def) ", line) or " = add(" in line
        or "for t in" in line
    ]
    [answers] = re.findall('data-lines="([^"]*)"', made(lang)[n])
    differs = [
        str(k) for k, (a, b) in enumerate(zip(right.splitlines(), lines), 1)
        if a != b
    ]
    assert answers.split() == [
        str(value) for value, shown in choices
        if {*differs} & {number for number, _ in shown}
    ]
    assert len(answers.split()) == len(planted)


@EACH
def test_its_copied_code_is_named_by_the_judge(n):
    [copied] = re.findall('data-clipboard-text="([^"]*)"', made()[n])
    names = {}
    exec(html.unescape(copied), names)
    numbers = {way.number for way in puzzle(*ASKED[n])[1]}
    assert diagnose(names["bptt"]).mistakes == [numbers]


@EACH
@LANGS
def test_its_answer_names_the_mistake_and_both_lines(n, lang):
    said = made(lang)[n].partition('class="puzzle-answer"')[2]
    plain = html.unescape(re.sub("</?mark>", "", said))
    for way in puzzle(*ASKED[n])[1]:
        assert f'coursework/mistakes/#mistake-{way.number}"' in said
        for text in way.lines():
            assert f"<code>{text}</code>" in plain
    assert page.command(*ASKED[n]) in said


def test_the_printed_solution_is_none_of_the_puzzles():
    for lang in PAGE:
        text = (PAGES / f"puzzles.{lang}.md").read_text(encoding="utf-8")
        [seed] = {*re.findall(r"puzzle --seed (\d+)", text)}
        assert not {way.key for way in puzzle(int(seed), True)[1]} & {
            way.key for each in ASKED for way in puzzle(*each)[1]}


@LANGS
def test_every_line_has_its_reply_and_its_link_leads_there(site, lang):
    file, _ = puzzle(*ASKED[0])
    replies = dict(page.replies(lang, ""))
    values = {*map(int, re.findall('name="line" value="(\\d+)"', made()[0]))}
    assert values == {*replies}
    built = {str(path): one for path, one in pages(site).items()}
    for number, said in replies.items():
        [link] = re.findall('href="([^"]+)"', said)
        there, _, anchor = link.partition("#")
        folder = "en/" if lang == "en" else ""
        assert anchor in built[f"{folder}{there}index.html"].ids
        tag = re.search(r"# (eq|def) (\S+)", file.splitlines()[number - 1])
        if tag:
            assert tag[2].replace("'", "′") in said
    loop = file[:file.index("for t in")].count("\n") + 1
    assert words("puzzle", lang)["loop"].split("<")[0] in replies[loop]


# --- in a browser -----------------------------------------------------------


def form(page, n):
    return page.locator(f"#puzzle-{n} form")


def choose(page, n, line):
    form(page, n).locator("label", has=page.locator(
        f"input[value='{line}']")).click()
    assert form(page, n).locator(".ex-said").inner_text() == ""
    form(page, n).locator("button.md-button").click()
    return form(page, n).locator(".ex-said")


@LANGS
def test_a_line_is_chosen_and_the_page_replies(open_page, lang):
    says = words("puzzle", lang)
    page = open_page(PAGE[lang])
    assert page.locator("form.puzzle:visible").count() == 1
    form(page, 1).locator("button.md-button").click()
    said = form(page, 1).locator(".ex-said")
    assert said.inner_text() == says["unchosen"]
    assert choose(page, 1, 22).locator("a").get_attribute("href").endswith(
        "learn/bptt-units/#eq-3")
    assert "right" not in said.get_attribute("class")
    assert choose(page, 1, 19).inner_text() == says["found"]
    assert "right" in said.get_attribute("class")
    answer = form(page, 1).locator(".puzzle-answer")
    assert answer.get_attribute("open") is None
    answer.locator("summary").click()
    assert "rnn.W_in" in answer.inner_text()
    assert page.wrong == []


def test_of_two_mistakes_each_is_found(open_page):
    says = words("puzzle", "en")
    page = open_page(PAGE["en"])
    page.locator("#puzzle-10 > summary").click()
    first, last = form(page, 10).get_attribute("data-lines").split()
    half = says["half"].format(line=last)
    assert choose(page, 10, last).inner_text() == half
    assert "Equation 4" in choose(page, 10, 23).inner_text()
    assert form(page, 10).locator("label.found").count() == 1
    assert choose(page, 10, last).inner_text() == half
    assert choose(page, 10, first).inner_text() == says["found"]


def test_by_keyboard_alone(open_page):
    page = open_page(PAGE["en"])
    page.locator("#puzzle-1 > summary").focus()
    page.keyboard.press("Tab")
    page.keyboard.press("Space")  # the first line
    for _ in range(6):
        page.keyboard.press("ArrowDown")
    page.keyboard.press("Enter")
    said = form(page, 1).locator(".ex-said").inner_text()
    assert said == words("puzzle", "en")["found"]


def test_the_code_is_copied_as_the_command_prints_it(open_page):
    page = open_page(
        PAGE["en"], permissions=["clipboard-read", "clipboard-write"])
    page.locator("#puzzle-3 > summary").click()
    form(page, 3).locator("[data-clipboard-text]").click()
    copied = page.evaluate("navigator.clipboard.readText()")
    assert copied == puzzle(*ASKED[2])[0]


def test_without_javascript_code_clue_and_answer_are_there(open_page):
    page = open_page(PAGE["ko"], java_script_enabled=False)
    page.locator("#puzzle-2 > summary").click()
    assert "sum_outer(delta_re" in form(page, 2).locator("pre").inner_text()
    assert form(page, 2).locator("input:visible, button:visible").count() == 0
    form(page, 2).locator(".puzzle-answer summary").click()
    assert "실수 8" in form(page, 2).locator(".puzzle-answer").inner_text()


@LANGS
def test_axe_finds_nothing_where_all_is_open(open_page, lang):
    page = open_page(PAGE[lang], reduced_motion="reduce")
    choose(page, 1, 19)
    page.evaluate("""() => {
      for (const one of document.querySelectorAll(".puzzles details"))
        one.open = true;
    }""")
    assert violations(page) == []
    if lang == "ko":  # in English the colours are the same
        assert in_bad_contrast(page) == []
        page.evaluate("document.body.dataset.mdColorScheme = 'slate'")
        assert in_bad_contrast(page) == []
    page.set_viewport_size({"width": 390, "height": 800})
    assert page.evaluate("document.documentElement.scrollWidth") <= 390
    assert violations(page, ".puzzles") == []


def test_on_paper_all_puzzles_are_there_and_no_answer(open_page):
    page = open_page(PAGE["ko"])
    page.emulate_media(media="print")
    assert page.locator("form.puzzle pre:visible").count() == 10
    assert page.locator(".puzzle-answer:visible").count() == 0
    assert page.locator(".puzzle input:visible").count() == 0
