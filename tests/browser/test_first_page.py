"""The first page: what is on its first screen."""

import pytest
from browsing import HOME

SCREENS = (1280, 720), (1366, 768), (390, 844)
PARTS = "h1", ".lv-frame", ".lv-say", ".lv-row", ".md-button >> nth=2"


@pytest.mark.parametrize("lang", HOME)
def test_what_it_is_what_one_moves_and_where_to_go(open_page, lang):
    page = open_page(HOME[lang])
    page.evaluate("document.fonts.ready")
    for width, height in SCREENS:
        page.set_viewport_size({"width": width, "height": height})
        for part in PARTS:
            box = page.locator(part).first.bounding_box()
            assert box["y"] + box["height"] <= height, part
            assert box["width"] > 50


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
