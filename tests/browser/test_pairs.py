"""A pair answers: what is pointed at lights in equation, code and legend."""

import pytest
from browsing import PHONE, in_bad_contrast, lit

SECOND = "matvec(W_re_T, delta_re[t + 1])"  # the second term
UNITS, EQ, CODE = "learn/bptt-units/", "#eq-5 .pair-eq", "#eq-5 .pair-code"


def test_pointing_at_a_symbol_lights_it_in_equation_and_code(open_page):
    page = open_page(UNITS)
    for here in ".pair-eq", ".pair-code":
        page.locator(f'#eq-5 {here} [data-sym="W_re"]').first.hover()
        assert lit(page, EQ) == lit(page, CODE) == ["W_re"]
    page.locator("h1").first.hover()
    assert lit(page, "#eq-5") == []


def test_tapping_a_symbol_keeps_it_lit(open_page):
    page = open_page(UNITS, has_touch=True, viewport=PHONE)
    page.locator(f'{EQ} [data-sym="delta_out"]').first.tap()
    assert lit(page, CODE) == ["delta_out@t"]
    page.locator(f'{CODE} [data-sym="W_out"]').first.tap()
    assert lit(page, EQ) == ["W_out"]
    page.locator(f'{CODE} [data-sym="W_out"]').first.tap()
    assert lit(page, "#eq-5") == []


def test_the_keyboard_lights_symbols_by_the_legend(open_page):
    page = open_page("en/learn/bptt-units/")
    button = page.locator('#eq-5 button[data-at="t+1"]')
    button.focus()
    here = lit(page, EQ)
    assert here == lit(page, CODE) == ["delta_re@t+1"]
    page.keyboard.press("Enter")
    assert button.get_attribute("aria-pressed") == "true"
    page.keyboard.press("Tab")
    assert lit(page, EQ) == ["delta_re@T+1"]


def test_what_is_read_lights_what_comes_back_from_there(open_page):
    """Derived: of z[t - 1], a term of dE_dz[t], and ∂E/∂z_0 in the fold."""
    page = open_page("learn/bottom/")
    row = page.locator(".derived").first.locator(".de-row")
    row.get_by_text("z[t - 1]", exact=True).hover()
    found = page.locator(".derived .sym.lit").all_text_contents()
    assert found == ["z[t - 1]", SECOND, "matvec(W_re_T, delta_re[1])"]


def test_pointing_at_a_term_lights_it_and_its_symbols_light_themselves(
    open_page
):
    page = open_page(UNITS, has_touch=True)
    code, button = (page.locator(f'{where}[data-role="2"]')
                    for where in (f"{CODE} ", "#eq-5 button"))
    start = {"position": {"x": 4, "y": 8}}  # of matvec
    term, product = page.locator(f'{EQ} [data-role="2"]').all()  # both forms
    page.evaluate("document.fonts.ready")  # then nothing moves
    for point in (
        term.locator("mtext").hover, term.locator("munderover").hover,
        product.locator("mtext").hover, lambda: code.hover(**start),
        button.focus, term.locator("mtext").tap,
    ):
        point()
        assert lit(page, EQ) == lit(page, CODE) == ["2"]
        assert page.locator(f"{CODE} .lit").inner_text() == SECOND
        assert page.locator(f"{EQ} .lit").count() == 2  # forms
        page.mouse.move(0, 0)  # on the bar, under which nothing scrolls
    assert button.get_attribute("aria-pressed") == "true"
    code.tap(**start)
    assert lit(page, "#eq-5") == []
    for side in term, product, code:
        side.locator('[data-sym="delta_re"]').hover()
        here = lit(page, EQ)
        assert here == lit(page, CODE) == ["delta_re@t+1"]


def test_what_is_lit_can_be_read(open_page):
    page = open_page(UNITS, reduced_motion="reduce")
    for part in '[data-role="2"]', '[data-sym="W_out"]', ".hue-delta":
        page.locator(f"#eq-5 button{part}").first.focus()
        assert in_bad_contrast(page, "#eq-5") == []


# Equations and lines of pairs that are cut, and buttons that cover code.
CUT = """() => {
  const cut = [...document.querySelectorAll(".pair-eq, .pair-code code")]
    .filter((part) => part.scrollWidth > part.clientWidth + 1);
  const rows = (code) => {
    const range = document.createRange(), box = code.getBoundingClientRect();
    range.selectNodeContents(code);
    return [...range.getClientRects()].map((row) => ({ top: row.top,
      bottom: row.bottom, right: Math.min(row.right, box.right) }));
  };
  const covered = [...document.querySelectorAll("pre")].filter((pre) => {
    const nav = pre.querySelector("nav")?.getBoundingClientRect();
    return nav?.width && rows(pre.querySelector("code")).some((row) =>
      row.right > nav.left + 1 && row.top < nav.bottom - 1
      && row.bottom > nav.top + 1);
  });
  return [...cut, ...covered].map((part) => part.outerHTML.slice(0, 80));
}"""


@pytest.mark.parametrize(("path", "beside"), [
    (UNITS, "#eq-5 .pair-grid > .pair-form"),  # both forms over their lines
    ("learn/vanishing/", "#eq-9 .pair-code")])
def test_a_pair_is_two_columns_where_there_is_room_and_one_on_a_phone(
    open_page, path, beside
):
    page = open_page(path)
    for width, two in (1280, True), (390, False):
        page.set_viewport_size({"width": width, "height": 800})
        math = page.locator(f"{beside[:5]} .pair-math").bounding_box()
        second = page.locator(beside).bounding_box()
        assert (second["x"] >= math["x"] + math["width"] - 2) == two
        assert page.evaluate(CUT) == []


def test_on_a_phone_the_end_of_an_equation_and_of_a_line_can_be_reached(
    open_page
):
    page = open_page("learn/rtrl/", viewport=PHONE)
    pair = page.locator("#eq-8").bounding_box()
    for part in ".pair-eq", ".pair-code pre":
        box = page.locator(f"#eq-8 {part}").first.bounding_box()
        assert box["x"] + box["width"] <= pair["x"] + pair["width"]


SCROLL = """(top) => new Promise((done) => {
  addEventListener("pointerover", done, { capture: true, once: true });
  scrollBy({ top, behavior: "instant" });
}).then(() => 0)"""  # the browser says so when the page has come to rest


def test_a_mouse_at_rest_says_nothing(open_page):
    """The page scrolls under it while the keyboard is at a button."""
    page = open_page(UNITS)
    page.evaluate("document.fonts.ready")
    button = page.locator('#eq-5 button[data-sym="W_out"]')
    button.focus()
    page.keyboard.press("Shift+Tab")
    page.keyboard.press("Tab")  # by keyboard
    symbol = page.locator('#eq-5 .pair-code [data-sym="delta_re"]').first
    symbol.hover()
    assert lit(page, CODE) == ["delta_re@T+1"]
    box = page.locator("#eq-5 .pair-head").bounding_box()
    page.mouse.move(box["x"] + 5, box["y"] + 5)
    assert lit(page, CODE) == ["W_out"]
    box = symbol.bounding_box()
    page.mouse.move(box["x"] + 5, box["y"] + 105)  # where it will be
    page.mouse.move(box["x"] + 5, box["y"] - 95)
    for far in 100, -400:
        page.evaluate(SCROLL, far)
        assert lit(page, CODE) == ["W_out"]


INDEX = """letter => {
  const bases = [...document.querySelectorAll(".pair-eq msub mi")];
  const base = bases.find((mi) => mi.textContent === letter);
  const index = base.closest("msub").lastElementChild;
  return index.getBoundingClientRect().top - base.getBoundingClientRect().top;
}"""


def test_the_index_of_y_stands_as_high_as_that_of_v(open_page):
    page = open_page(UNITS)
    high = [page.evaluate(INDEX, letter) for letter in "yv"]
    assert high[0] == pytest.approx(high[1], abs=0.5)


def test_a_link_opens_both_folds_that_it_leads_into(open_page):
    page = open_page("en/coursework/mistakes/")
    there = "mistake-5-outer-product-of-w_in"
    for _ in range(2):  # the address changes, and stays
        page.locator(f'a[href="#{there}"]').click()
        page.locator(f"[id='{there}'] dl").wait_for()
        page.evaluate("document.querySelectorAll('details').forEach("
                      "(fold) => { fold.open = false; })")
