"""The page on reading numbers: its box says what the package says."""

import random

import pytest
from browsing import HOME

pytest.importorskip("math_core", reason="needs the docs extra")

from docs.build.boxes.reader import TRY, weights
from docs.build.record import figure
from docs.common.words import words
from rnn_pure import RNN, forward
from rnn_pure.losses import softmax
from rnn_pure.practice import reading

LANGS = pytest.mark.parametrize("lang", HOME)
PAGE = "practice/reading/"


def type_in(page, text):
    page.locator(".reader input").fill(text)
    return page.evaluate("""() => ({
      said: document.querySelector(".reader-aloud")?.textContent,
      right: Boolean(document.querySelector(".reader-said .right")),
      told: document.querySelector(".reader-said").innerText,
      rows: [...document.querySelectorAll(".reader tr")].map((row) =>
        [...row.querySelectorAll("td")].map((cell) => cell.textContent)),
    })""")


def test_it_says_what_the_package_says(open_page):
    """Words and probabilities, and whether the whole number is right."""
    page = open_page(PAGE)
    rounded = RNN(**weights())
    draw = random.Random(5)
    misread = [one["number"] for one in figure("reading", "misread")]
    some = [draw.randrange(10**8) for _ in range(24)]
    for number in [*TRY, *misread, *some]:
        shown = type_in(page, f"{number:,}")
        y = forward(rounded, reading.inputs(number)).y[1:]
        said, due = reading.read(rounded, number), reading.words(number)
        assert shown["said"] == "".join(said)
        digits, spoken, *middle, shares, _ = shown["rows"]
        assert digits == [*f"{number:08}"]
        assert spoken == [word or "–" for word in said]
        assert shares == [f"{int(100 * max(softmax(y_t)))}%" for y_t in y]
        assert shown["right"] == (said == due)
        assert bool(middle) == (said != due)
        if middle:
            assert middle[0] == ["" if a == b else b or "–"
                                 for a, b in zip(said, due)]
            assert "".join(due) in shown["told"]


def test_digits_are_read_however_they_are_written(open_page):
    page = open_page(PAGE)
    for text in "２０２６", "2,026", " 2 026\t", "2_026", "0002026":
        assert type_in(page, text)["said"] == "이천이십육"


@LANGS
def test_what_it_has_not_learned_is_told(open_page, lang):
    says, page = words("reader", lang), open_page(HOME[lang] + PAGE)
    before, _, after = says["wrong"].partition("{due}")
    after = {"ko": after, "en": " ("}[lang]  # in Latin letters
    for number, due in (
        ("0", "영"), ("123456789", "일억이천삼백사십오만육천칠백팔십구"),
        ("9010300100010001", "구천십조삼천일억일만일"),
        ("1000020000000", "일조이천만"),
    ):
        shown = type_in(page, number)
        assert before + due + after in shown["told"]
        assert (says["long"] in shown["told"]) == (len(number) > 8)
    for none in "", "-5", "3.14", "1e5", "이천":
        shown = type_in(page, none)
        assert (shown["told"].strip(), shown["rows"]) == (says["none"], [])
    seen = reading.draw(1, 1)[0]
    assert says["seen"] in type_in(page, str(seen))["told"]


def test_the_english_page_tells_it_in_latin_letters(open_page):
    page = open_page(f"en/{PAGE}")
    assert page.locator(".reader-latin").inner_text() == (
        "cheon ibaek samsip saman ocheon yukbaek chilsip pal")
    assert page.locator(".reader-aloud").get_attribute("lang") == "ko"
    fourth = page.locator(".reader-syllables").nth(3)
    assert fourth.text_content() == "sa\nman"  # a line a syllable
    page = open_page(PAGE)
    assert page.locator(".reader-latin").is_hidden()
    assert page.locator(".reader-syllables").count() == 0


def test_by_keyboard_alone(open_page):
    page = open_page(f"en/{PAGE}")
    page.locator(".reader input").focus()
    page.keyboard.press("Control+A")
    page.keyboard.type("2026")
    page.keyboard.press("Enter")
    assert page.locator(".reader-aloud").inner_text() == "이천이십육"
    assert page.url.endswith(f"en/{PAGE}")
    page.keyboard.press("Tab")
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    assert page.locator(".reader input").input_value() == str(TRY[1])
    assert page.locator(".reader-said").get_attribute("role") == "status"
