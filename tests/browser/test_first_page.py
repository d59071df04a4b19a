"""The first page: what is on its first screen, and its drawing that plays."""

import pytest
from browsing import HOME

from docs.common.words import words

SCREENS = {(1280, 720): [".hero", ".pair-grid", ".wk"], (390, 844): [".hero"]}


@pytest.mark.parametrize("lang", HOME)
def test_what_it_is_that_it_moves_and_where_to_go(open_page, lang):
    page = open_page(HOME[lang])
    page.evaluate("document.fonts.ready")
    for (width, height), parts in SCREENS.items():
        page.set_viewport_size({"width": width, "height": height})
        for part in [*parts, "h1", ".md-button >> nth=2", ".drawing"]:
            box = page.locator(part).first.bounding_box()
            assert box["y"] + box["height"] <= height, part
            assert box["width"] > 50


PLAYED = """() => document.getAnimations().filter(({ animationName }) =>
    ["appear", "draw", "flash"].includes(animationName))"""
HIDDEN = """() => [...document.querySelectorAll(".beat")].filter(
    (part) => getComputedStyle(part).opacity < 1).length"""


def test_the_run_plays_once_and_is_halted_and_played_again(open_page):
    page = open_page("en/")
    ends = page.evaluate(f"""() => Math.max(...({PLAYED})().map((part) =>
        part.effect.getComputedTiming().endTime))""")
    assert 2000 < ends < 5000
    says = words("drawings.forward-backward", "en")
    button = page.locator(".drawing button")
    assert button.get_attribute("aria-label") == says["pause"]
    button.click()
    assert button.get_attribute("aria-label") == says["again"]
    assert page.evaluate(HIDDEN) > 0
    states = f"() => [...new Set(({PLAYED})().map((a) => a.playState))]"
    assert page.evaluate(states) == ["paused"]  # all that had not ended
    button.click()
    assert page.evaluate(f"() => ({PLAYED})()[0].playState") == "running"
    page.wait_for_function(f"() => ({PLAYED})().length === 0")
    assert page.evaluate(HIDDEN) == 0
    assert button.get_attribute("aria-label") == says["again"]
    button.click()
    page.wait_for_function(f"() => ({HIDDEN})() > 10")


def test_where_nothing_may_move_the_picture_is_whole(open_page):
    page = open_page("", reduced_motion="reduce")
    assert page.evaluate(f"({PLAYED})().length") == 0
    assert page.evaluate(HIDDEN) == 0
    assert not page.locator(".drawing button").is_visible()


def test_pointing_at_a_number_lights_equation_and_code(open_page):
    page = open_page("", reduced_motion="reduce")
    number = page.locator('.wk [data-sym="delta_re"][data-at="t+1"]')
    number.hover()
    lit = page.locator(".pair .lit").evaluate_all(
        """parts => parts.map((part) => part.closest(
            ".pair-eq, .pair-code, .wk, .pair-symbols").className)"""
    )
    assert {*lit} == {"pair-eq", "pair-code", "wk", "pair-symbols"}
    page.locator('.wk [data-role="2"] > i').hover()
    assert page.locator('.pair-code [data-role="2"].lit').count() == 1
