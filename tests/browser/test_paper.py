"""What a reader prints, from dark mode too: the one sheet, the Learn pages."""

import io
import unicodedata

import pytest
from conftest import PEN, needed
from test_browser import EVERY_PAGE

LEARN = [page for page in EVERY_PAGE if "learn/" in page]
DARK = {"color_scheme": "dark", "reduced_motion": "reduce"}
A4 = {"width": 688, "height": 1000}  # less its margins


def printed(page, **options):
    """Its sheets as Chromium would print them."""
    pdf = page.pdf(format="A4", prefer_css_page_size=True, **options)
    return needed("pypdf").PdfReader(io.BytesIO(pdf)).pages


@pytest.mark.parametrize("backgrounds", [False, True])
@pytest.mark.parametrize("lang", ["ko", "en"])
def test_every_equation_is_on_one_printed_sheet(open_page, lang, backgrounds):
    table = needed("docs.common.table")
    where = "" if lang == "ko" else "en/"
    page = open_page(f"{where}reference/sheet/", **DARK)
    [sheet] = printed(page, print_background=backgrounds)
    text = unicodedata.normalize("NFKC", sheet.extract_text())  # no ﬁ
    text = " ".join(text.split())
    for row in table.equations().values():
        assert f"{row.label(lang)} {row.title[lang]}" in text, row.tag
    numbers = page.locator(".sheet .line").evaluate_all(
        "lines => lines.map((line) => line.dataset.line)"
    )
    assert len(numbers) > 40
    assert all(number in text for number in numbers)


def test_the_sheet_leads_to_where_each_equation_is_explained(open_page):
    page = open_page("en/reference/sheet/")
    links = page.locator(".sheet .pair-number").evaluate_all(
        "links => links.map((a) => a.href)"
    )
    assert len(links) == len({*links}) == 20
    page.goto(next(link for link in links if link.endswith("#eq-8")))
    assert page.locator("#eq-8.pair").count() == 1
    assert page.url.endswith("/en/learn/rtrl/#eq-8")


def test_what_no_row_of_a_sheet_names_comes_last():
    sheet = needed("docs.build.equations.sheet").sheet
    rows = needed("docs.common.table").equations().values()
    html = sheet("| a | b\ncell | eq 1 | eq 5", "en", "../../", "")
    at = {row.tag: html.index(f'#{row.anchor}"') for row in rows}
    assert sorted(at, key=at.get)[:3] == ["eq 1", "eq 5", "def 1"]
    assert html.count('class="pair"') == len(rows)


FAINT = """() => {""" + PEN + """
  const paint = (colour) => {
    pen.fillStyle = colour;
    pen.fillRect(0, 0, 1, 1);
    return [...pen.getImageData(0, 0, 1, 1).data].slice(0, 3);
  };
  const texts = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
  const found = new Set();
  while (texts.nextNode()) {
    const parent = texts.currentNode.parentElement;
    if (!texts.currentNode.data.trim() || !parent.checkVisibility()) continue;
    paint("white");
    const style = getComputedStyle(parent);
    const ink = paint(parent.closest("svg") ? style.fill : style.color);
    if (1.05 / (light(ink) + 0.05) < 4.5)
      found.add(`${parent.className} ${texts.currentNode.data.trim()} ${ink}`);
  }
  return [...found];
}"""

CUT = """() => [...document.querySelectorAll(
    ".pair-eq, .math, pre > code, .md-typeset__scrollwrap, .fig-scroll")]
  .filter((box) => box.scrollWidth > box.clientWidth + 1 && box.clientWidth)
  .map((box) => box.textContent.slice(0, 60))"""


@pytest.mark.parametrize("path", LEARN)
def test_a_learn_page_prints_black_on_white_and_whole(open_page, path):
    page = open_page(path, viewport=A4, **DARK)
    assert page.locator("body[data-md-color-scheme=slate]").count() == 1
    page.emulate_media(media="print", color_scheme="dark")
    page.evaluate("document.fonts.ready")
    assert page.evaluate(FAINT) == []
    assert page.evaluate(CUT) == []
    paper = "getComputedStyle(document.documentElement).backgroundColor"
    assert page.evaluate(paper) == "rgb(255, 255, 255)"  # the margins, too
    pressed = "button, nav, input, select, textarea, .st-app"
    assert page.locator(pressed).filter(visible=True).count() == 0
    for whole in page.locator(".pair, .drawing, .fig-app").all():
        inside = whole.evaluate("node => getComputedStyle(node).breakInside")
        assert inside == "avoid" or not whole.is_visible()
    for kept in ".question p:not(:empty)", ".st-whole table", ".fig-table":
        for part in page.locator(kept).all():
            assert part.is_visible(), kept
