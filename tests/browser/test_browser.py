"""The site in a real headless Chromium: what a reader sees and does."""

import pytest
from conftest import needed

PAGES = [
    "",
    "learn/rnn/",
    "learn/forward/",
    "learn/bptt/",
    "learn/bptt-paths/",
    "learn/bptt-units/",
    "learn/bptt-check/",
    "learn/fcnn/",
    "learn/truncated/",
    "learn/rtrl/",
    "learn/autograd/",
    "learn/vanishing/",
    "step/",
    "step/debugger/",
    "coursework/",
    "reference/sheet/",
    "coursework/diagnose/",
    "coursework/problems/",
    "coursework/mistakes/",
    "coursework/teachers/",
    "practice/reading/",
    "practice/memory/",
    "practice/names/",
    "practice/elsewhere/",
    "practice/",
    "reference/symbols/",
    "reference/glossary/",
    "reference/errata/",
    "reference/api/",
]
EVERY_PAGE = [lang + page for lang in ("", "en/") for page in PAGES]


@pytest.fixture(scope="module", params=EVERY_PAGE)
def each_page(keep_open, request):
    """Every page of the site, opened once for the tests of each."""
    page = keep_open(
        request.param, color_scheme="light", reduced_motion="reduce"
    )
    page.evaluate("document.fonts.ready")
    yield page
    page.context.close()


def at_both_widths(page):
    for width in 1280, 390:
        page.set_viewport_size({"width": width, "height": 800})
        yield width


def test_no_error_no_outside_request_and_no_sideways_scrolling(each_page):
    for width in at_both_widths(each_page):
        wide = each_page.evaluate("document.documentElement.scrollWidth")
        assert wide <= width
    assert each_page.wrong == []


def test_axe_finds_nothing(each_page):
    """In the dark only the colours are others, on a phone what scrolls.

    Colours are the same in both languages; to look at them takes longest.
    """
    each_page.set_viewport_size({"width": 1280, "height": 800})
    each_page.wait_for_function(  # Material's script looks at each new width
        """() => [...document.querySelectorAll("pre > code")].every((code) =>
            code.scrollWidth <= code.clientWidth || code.tabIndex === 0)"""
    )
    found = violations(each_page)
    if "/en/" not in each_page.url:
        found += in_bad_contrast(each_page)
        each_page.evaluate("document.body.dataset.mdColorScheme = 'slate'")
        found += in_bad_contrast(each_page)
    each_page.set_viewport_size({"width": 390, "height": 800})
    found += axe(each_page, {"runOnly": ["scrollable-region-focusable"]})
    assert found == []


# Marks a text of each look: its colour and size, and what it stands on.
LOOKS = """() => {
  for (const node of document.querySelectorAll("[data-look]"))
    delete node.dataset.look;
  const seen = new Set();
  const texts = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
  for (let text; (text = texts.nextNode()); ) {
    const parent = text.parentElement;
    if (!text.data.trim() || !parent.checkVisibility()) continue;
    const { color, fontSize, fontWeight } = getComputedStyle(parent);
    const look = [color, fontSize, fontWeight];
    for (let node = parent; node; node = node.parentElement) {
      const { opacity, backgroundColor, backgroundImage } =
        getComputedStyle(node);
      if (opacity < 1) look.push(opacity);
      if (backgroundColor !== "rgba(0, 0, 0, 0)") look.push(backgroundColor);
      if (backgroundImage !== "none") look.push(backgroundImage);
    }
    if (!seen.has(look.join())) parent.dataset.look = "";
    seen.add(look.join());
  }
}"""


def violations(page, part=None, but=()):
    """What axe finds there, but for these rules and for colours."""
    no = {rule: {"enabled": False} for rule in ("color-contrast", *but)}
    return axe(page, {"rules": no}, part)


def in_bad_contrast(page, part=""):
    """What axe finds in colours; on each text it takes long, so on LOOKS."""
    page.evaluate(LOOKS)
    only = {"runOnly": ["color-contrast"]}
    return axe(page, only, f"{part} [data-look]")


def axe(page, options, part=None):
    results = needed("axe_playwright_python.sync_playwright").Axe().run(
        page, part, {"resultTypes": ["violations"], **options}
    )
    return [
        (violation["id"], [node["html"][:120] for node in violation["nodes"]])
        for violation in results.response["violations"]
    ]


def test_what_is_to_be_learned_on_a_page_is_at_most_6000_pixels_high(
    each_page
):
    each_page.set_viewport_size({"width": 1280, "height": 800})
    if "/learn/" in each_page.url:
        article = each_page.locator("article").bounding_box()
        assert article["height"] <= 6000


def test_a_block_and_what_it_prints_are_two_of_a_kind(each_page):
    """A third block behind them would be taken for what the second prints."""
    blocks = ".highlight + .highlight + .highlight"
    assert each_page.locator(f".md-content__inner > {blocks}").count() == 0


def test_what_a_block_prints_stands_beside_it_or_on_a_phone_below(open_page):
    page = open_page("learn/bptt/")
    code, printed = (
        page.locator(f".md-content__inner > {selector}")
        for selector in (
            ".highlight:has(+ .highlight)", ".highlight + .highlight"
        )
    )
    for width in at_both_widths(page):
        for k in range(printed.count()):
            ours, theirs = code.nth(k), printed.nth(k)
            apart = theirs.bounding_box()["y"] - ours.bounding_box()["y"]
            assert (apart == 0) == (width == 1280)


BADLY_SET = """() => {
  const found = [];
  for (const math of document.querySelectorAll(".md-content span.math")) {
    const block = math.closest("p, li, td, th, dd, summary, h1, h2, h3");
    const { left, right } = math.getBoundingClientRect();
    if (!block || right === left) continue;  // in a closed exercise
    const texts = document.createTreeWalker(block, NodeFilter.SHOW_TEXT);
    texts.currentNode = math.querySelector("math").lastChild;
    let next = texts.nextNode();
    while (next && math.contains(next)) next = texts.nextNode();
    if (next && /^\\S/.test(next.data)) {
      const range = document.createRange();
      range.setStart(next, 0);
      range.setEnd(next, 1);
      if (range.getBoundingClientRect().left < right - 2)
        found.push(`begins a line: ${next.data.slice(0, 20)}`);
    }
    const scrolls = math.closest(".md-typeset__scrollwrap");
    const edge = scrolls ? Infinity : block.getBoundingClientRect().right;
    const whole = math.closest(".nowrap") ?? math;
    if (whole.getBoundingClientRect().right > edge + 1)
      found.push(`sticks out: ${whole.textContent}`);
  }
  return found;
}"""


def test_no_line_begins_with_what_follows_an_equation(each_page):
    """And no equation in a line is wider than the column."""
    each_page.evaluate("""() => {
      for (const closed of document.querySelectorAll("details:not([open])"))
        closed.open = true;
    }""")
    for _ in at_both_widths(each_page):
        assert each_page.evaluate(BADLY_SET) == []


def lit(page, where):
    """What is lit there: W_re, delta_re@t+1, or the role of a term."""
    return page.locator(f"#eq-5 {where} .lit").evaluate_all(
        """nodes => [...new Set(nodes.map(({ dataset: { role, sym, at } }) =>
            role ?? (at ? `${sym}@${at}` : sym)))]"""
    )


def test_pointing_at_a_symbol_lights_it_in_equation_and_code(open_page):
    page = open_page("learn/bptt-units/")
    for here in ".pair-eq", ".pair-code":
        page.locator(f'#eq-5 {here} [data-sym="W_re"]').first.hover()
        assert lit(page, ".pair-eq") == lit(page, ".pair-code") == ["W_re"]
    page.locator("h1").first.hover()
    assert lit(page, "") == []


def test_tapping_a_symbol_keeps_it_lit(open_page):
    page = open_page(
        "learn/bptt-units/",
        has_touch=True,
        viewport={"width": 390, "height": 800},
    )
    symbol = page.locator('#eq-5 .pair-eq [data-sym="delta_out"]').first
    symbol.tap()
    assert lit(page, ".pair-code") == ["delta_out@t"]
    page.locator('#eq-5 .pair-code [data-sym="W_out"]').first.tap()
    assert lit(page, ".pair-eq") == ["W_out"]
    page.locator('#eq-5 .pair-code [data-sym="W_out"]').first.tap()
    assert lit(page, "") == []


def test_the_keyboard_lights_symbols_by_the_legend(open_page):
    page = open_page("en/learn/bptt-units/")
    button = page.locator('#eq-5 button[data-at="t+1"]')
    button.focus()
    here = lit(page, ".pair-eq")
    assert here == lit(page, ".pair-code") == ["delta_re@t+1"]
    page.keyboard.press("Enter")
    assert button.get_attribute("aria-pressed") == "true"
    page.keyboard.press("Tab")
    assert lit(page, ".pair-eq") == ["delta_re@T+1"]


SECOND = "matvec(W_re_T, delta_re[t + 1])"


def test_pointing_at_a_term_lights_it_and_its_symbols_light_themselves(
    open_page
):
    page = open_page("learn/bptt-units/", has_touch=True)
    term = page.locator('#eq-5 .pair-eq [data-role="2"]')
    code = page.locator('#eq-5 .pair-code [data-role="2"]')
    button = page.locator('#eq-5 button[data-role="2"]')
    start = {"position": {"x": 4, "y": 8}}  # of matvec
    term, product = term.all()  # by entry, and as vectors
    page.evaluate("document.fonts.ready")  # then nothing moves
    for point in (
        term.locator("mtext").hover,
        term.locator("munderover").hover,
        product.locator("mtext").hover,
        lambda: code.hover(**start),
        button.focus,
        term.locator("mtext").tap,
    ):
        point()
        assert lit(page, ".pair-eq") == lit(page, ".pair-code") == ["2"]
        assert page.locator("#eq-5 .pair-code .lit").inner_text() == SECOND
        assert page.locator("#eq-5 .pair-eq .lit").count() == 2  # forms
        page.mouse.move(0, 0)  # on the bar, under which nothing scrolls
    assert button.get_attribute("aria-pressed") == "true"
    code.tap(**start)
    assert lit(page, "") == []
    for side in term, product, code:
        side.locator('[data-sym="delta_re"]').hover()
        here = lit(page, ".pair-eq")
        assert here == lit(page, ".pair-code") == ["delta_re@t+1"]


def test_what_is_lit_can_be_read(open_page):
    page = open_page("learn/bptt-units/", reduced_motion="reduce")
    for scheme in "default", "slate":
        page.evaluate(f"document.body.dataset.mdColorScheme = '{scheme}'")
        for part in '[data-role="2"]', '[data-sym="W_out"]', ".hue-delta":
            page.locator(f"#eq-5 button{part}").first.focus()
            assert in_bad_contrast(page, "#eq-5") == []


def test_every_button_of_a_legend_is_large_enough_for_a_finger(open_page):
    page = open_page(
        "learn/bptt-units/", viewport={"width": 390, "height": 800}
    )
    sizes = page.locator(".pair-symbols button").evaluate_all(
        "buttons => buttons.map(b => b.getBoundingClientRect())"
        ".map(({ width, height }) => Math.min(width, height))"
    )
    assert min(sizes) >= 24


@pytest.mark.parametrize(
    ("path", "words", "there", "elsewhere"),
    [
        ("", "전파", "역전파", "/en/"),
        ("learn/bptt/", "역전파", "역전파", "/en/"),
        ("en/", "backpropagation", "ackpropagation", None),
        ("en/learn/rtrl/", "truncated", "runcated", None),
    ],
)
def test_search(open_page, path, words, there, elsewhere):
    page = open_page(path)
    page.locator(".md-search__input").click()
    page.locator(".md-search__input").type(words, delay=30)
    page.keyboard.press("End")  # Hangul is inserted without a key of its own
    first = page.locator(".md-search-result__item a").first
    first.wait_for(timeout=10_000)
    links = page.locator(".md-search-result__item a").evaluate_all(
        "links => links.map(a => a.href)"
    )
    text = page.locator(".md-search-result__list").inner_text()
    assert there in text
    assert len(links) >= 2
    if elsewhere:
        assert not any(elsewhere in link for link in links)
    else:
        assert all("/en/" in link for link in links)
    page.goto(links[0].split("?")[0])
    assert page.locator("h1").count() > 0


def test_a_pair_is_two_columns_where_there_is_room_and_one_on_a_phone(
    open_page,
):
    for width, columns in (1400, 2), (390, 1):
        page = open_page(
            "learn/bptt-units/", viewport={"width": width, "height": 800}
        )
        math = page.locator("#eq-5 .pair-math").bounding_box()
        code = page.locator("#eq-5 .pair-code").bounding_box()
        beside = code["x"] >= math["x"] + math["width"] - 2
        assert beside == (columns == 2)


def test_on_a_phone_the_end_of_an_equation_and_of_a_line_can_be_reached(
    open_page
):
    page = open_page("learn/rtrl/", viewport={"width": 390, "height": 800})
    pair = page.locator("#eq-8").bounding_box()
    for part in ".pair-eq", ".pair-code pre":
        box = page.locator(f"#eq-8 {part}").bounding_box()
        assert box["x"] + box["width"] <= pair["x"] + pair["width"]


def test_every_link_to_the_api_and_every_anchor_leads_there(
    open_page, address
):
    page = open_page("learn/bptt-units/")
    links = page.locator(".pair .filename a").evaluate_all(
        "links => [...new Set(links.map(a => a.href))]"
    )
    assert links
    for link in links:
        page.goto(link)
        anchor = link.split("#")[1]
        assert page.locator(f'[id="{anchor}"]').count() == 1


def test_without_javascript_all_is_there(open_page):
    page = open_page("learn/bptt-units/", java_script_enabled=False)
    box = page.locator("#eq-5 math").first.bounding_box()
    assert box["width"] > 150
    assert "delta_re" in page.locator("#eq-5 .pair-code").inner_text()


def test_equations_are_set_in_the_sites_own_font(open_page):
    page = open_page("learn/bptt-units/")
    assert page.evaluate(
        "document.fonts.ready.then(() => document.fonts.check("
        "'16px \"STIX Two Math\"'))"
    )


def test_a_lost_reader_is_found_in_both_languages(open_page):
    page = open_page("no/such/page/")
    text = page.locator("main").inner_text()
    assert "페이지" in text
    assert "page" in text.lower()


def test_a_mouse_at_rest_says_nothing(open_page):
    """The page scrolls under it while the keyboard is at a button."""
    page = open_page("learn/bptt-units/")
    page.evaluate("document.fonts.ready")
    button = page.locator('#eq-5 button[data-sym="W_out"]')
    button.focus()
    page.keyboard.press("Shift+Tab")
    page.keyboard.press("Tab")  # by keyboard
    symbol = page.locator('#eq-5 .pair-code [data-sym="delta_re"]').first
    symbol.hover()
    assert lit(page, ".pair-code") == ["delta_re@T+1"]
    box = page.locator("#eq-5 .pair-head").bounding_box()
    page.mouse.move(box["x"] + 5, box["y"] + 5)
    assert lit(page, ".pair-code") == ["W_out"]
    box = symbol.bounding_box()
    page.mouse.move(box["x"] + 5, box["y"] + 105)  # where it will be
    page.mouse.move(box["x"] + 5, box["y"] - 95)
    for far in 100, -400:
        page.evaluate(f"scrollBy({{ top: {far}, behavior: 'instant' }})")
        page.wait_for_timeout(300)  # for the event that follows a scroll
        assert lit(page, ".pair-code") == ["W_out"]


INDEX = """letter => {
  const bases = [...document.querySelectorAll(".pair-eq msub mi")];
  const base = bases.find((mi) => mi.textContent === letter);
  const index = base.closest("msub").lastElementChild;
  return index.getBoundingClientRect().top - base.getBoundingClientRect().top;
}"""


def test_the_index_of_y_stands_as_high_as_that_of_v(open_page):
    page = open_page("learn/forward/")
    high = [page.evaluate(INDEX, letter) for letter in "yv"]
    assert high[0] == pytest.approx(high[1], abs=0.5)
