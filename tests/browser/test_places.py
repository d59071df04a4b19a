"""The site where else it may lie: in a folder, or below a server's root.

With the reader's own numbers, from a folder, see test_own.py.
"""

import re

import pytest
from browsing import HOME, search, to_english
from conftest import serving

# --- from file:// -----------------------------------------------------------


ALIVE = [
    "", "learn/bptt-check/", "learn/truncated/", "step/", "reference/sheet/",
    "coursework/diagnose/", "coursework/problems/", "practice/reading/",
]


def test_what_has_scripts_opens_and_has_its_font(open_file, folder):
    page = open_file("en/index.html")
    for path in ALIVE:
        page.goto((folder / path / "index.html").as_uri())
        fonts = page.evaluate(
            "document.fonts.ready.then(() =>"
            " [...document.fonts].map(({ status }) => status))")
        assert fonts
        assert "error" not in fonts


@pytest.mark.parametrize(("lang", "words", "there"), [
    ("ko", "전파", "역전파"), ("en", "truncated", "runcated")])
def test_search_finds_and_opens_a_page(open_file, lang, words, there):
    page = open_file(f"{HOME[lang]}learn/rtrl/index.html")
    found = search(page, words)
    assert there in page.locator(".md-search-result__list").inner_text()
    found.first.click()
    page.wait_for_url(re.compile(r"\.html\?h="))
    assert there in page.locator("article").inner_text()
    assert ("/rnn_pure-site/en/" in page.url) == (lang == "en")


def test_steps_examples_and_the_other_language(open_file):
    page = open_file("step/index.html")
    page.locator("[data-do=next]").click()
    assert page.url.endswith("step/index.html#step-2")
    page.locator(".own-examples [value=vanishing]").click()
    page.locator("[data-do=next]").click()
    to_english(page)
    page.wait_for_url(
        lambda url: url.endswith("en/step/index.html?preset=vanishing#step-2"))
    assert page.locator("output").inner_text().startswith("2 /")


def test_a_drawing_answers_a_symbol_lights_and_a_number_is_read(open_file):
    page = open_file("learn/vanishing/index.html")
    drawing = page.locator(".live").first
    said = drawing.locator(".lv-say").inner_text()
    drawing.locator("[data-edit]:visible").press("End")
    assert drawing.locator(".lv-say").inner_text() != said
    page.locator('#eq-9 [data-sym="W_re"]').first.hover()
    assert page.locator("#eq-9 .lit").count() > 1
    page = open_file("practice/reading/index.html")
    aloud = page.locator(".reader-aloud")
    assert aloud.inner_text() == "천이백삼십사만오천육백칠십팔"


# --- from a server ----------------------------------------------------------


def test_the_copy_can_be_served_as_well(open_page, folder):
    with serving(folder) as server:
        page = open_page("en/", home=server.url, search=True)
        assert search(page, "backpropagation").count() > 1


def test_below_a_servers_root_it_works(open_page, deep):
    """Also a page that is not there, and without asking anyone else."""
    with serving(deep.parent) as server:
        home = f"{server.url}rnn_pure/"
        page = open_page("learn/all/", home=home, search=True)
        page.locator(".md-tabs a").first.click()
        page.wait_for_url(home)
        to_english(page)
        page.wait_for_url(f"{home}en/")
        search(page, "equation 5")
        there = f".md-search-result__item a[href^='{home}en/learn/']"
        page.locator(there).first.wait_for()
        assert page.wrong == []
        page.goto(f"{home}nowhere/at/all/")
        colour = "header => getComputedStyle(header).backgroundColor"
        header = page.locator(".md-header")
        assert header.evaluate(colour) == "rgb(33, 68, 61)"  # it has its style
        page.get_by_text("Go to the start").click()
        page.wait_for_url(f"{home}en/")
        assert len(page.wrong) == 1  # the page that is not there
        page.wrong.clear()
