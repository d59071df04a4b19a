"""What several tests do with a page in the browser."""

import io
import re
import unicodedata

from conftest import ADDRESS, SETTINGS, needed

HOME = {"ko": "", "en": "en/"}
PHONE = {"width": 390, "height": 800}
WIDTH = "document.documentElement.scrollWidth"

NAV = SETTINGS.partition("\nnav:\n")[2]
PAGES = {  # where a page lies, and what it is made of
    re.sub(r"index$", "", name) + "/" * (not name.endswith("index")): name
    for name in re.findall(r"(\S+)\.md$", NAV, re.M)
}
EVERY_PAGE = [home + page for home in HOME.values() for page in PAGES]


def source(path):
    """The file of a page."""
    lang = "en" if path.startswith("en/") else "ko"
    return f"docs/pages/{PAGES[path.removeprefix('en/')]}.{lang}.md"


# Into a script: a pen of one pixel, and the relative luminance of a colour,
# as WCAG 2 defines it.
PEN = """
  const pen = document.createElement("canvas").getContext(
    "2d", { willReadFrequently: true });
  pen.canvas.width = pen.canvas.height = 1;
  const light = (rgb) => rgb
    .map((c) => c / 255)
    .map((c) => (c <= 0.04045 ? c / 12.92 : ((c + 0.055) / 1.055) ** 2.4))
    .reduce((sum, c, k) => sum + c * [0.2126, 0.7152, 0.0722][k], 0);
"""

# --- what cannot be read or reached -----------------------------------------


def axe(page, options, part=None):
    """What axe finds there: rules, and where they are broken."""
    if not page.evaluate("'axe' in window"):
        page.evaluate(needed("axe_playwright_python.base").AXE_SCRIPT)
    return page.evaluate(
        """([part, options]) => axe.run(part ?? document, options).then(
            ({ violations }) => violations.map(({ id, nodes }) =>
              [id, ...nodes.map(({ html }) => html.slice(0, 120))]))""",
        [part, {"resultTypes": ["violations"], **options}])


def violations(page):
    """What axe finds, but for colours."""
    return axe(page, {"rules": {"color-contrast": {"enabled": False}}})


# Marks a text of each look that has not been seen: its colour and size, and
# what it stands on.
LOOKS = """([part, seen]) => {
  for (const node of document.querySelectorAll("[data-look]"))
    delete node.dataset.look;
  seen = new Set(seen);
  const known = seen.size;
  const texts = document.createTreeWalker(
    document.querySelector(part), NodeFilter.SHOW_TEXT);
  for (let text; (text = texts.nextNode()); ) {
    const parent = text.parentElement;
    if (!text.data.trim() || !parent.checkVisibility()) continue;
    const { color, fontSize, fontWeight } = getComputedStyle(parent);
    const look = [color, fontSize, fontWeight,
      parent.closest("[disabled], [inert]") ? "off" : "on"];
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
  return [...seen].slice(known);
}"""
SEEN = []  # looks: axe takes long for each, and one text of each will do


def in_bad_contrast(page, part="body"):
    """What axe finds in the colours that no page has had before."""
    found = []
    for scheme in "default", "slate":
        page.evaluate(f"document.body.dataset.mdColorScheme = '{scheme}'")
        if new := page.evaluate(LOOKS, [part, SEEN]):
            SEEN.extend(new)
            found += axe(page, {"runOnly": ["color-contrast"]}, "[data-look]")
    page.evaluate("document.body.dataset.mdColorScheme = 'default'")
    return found


def unreadable(page):
    """Whatever axe finds."""
    return violations(page) + in_bad_contrast(page)


def on_phone(page):
    """It is as wide as the page then."""
    page.set_viewport_size(PHONE)
    assert page.evaluate(WIDTH) <= PHONE["width"]


# Texts of drawings that are too small, leave it or their frame, or lie on one
# another; arrows that run over a text or into a box; and what is too small for
# a finger.
LOOKS_WRONG = """(root) => {
  const wrong = [];
  root = document.querySelector(root);
  const shown = (where) => [...root.querySelectorAll(where)].filter((node) =>
    node.checkVisibility({ visibilityProperty: true }));
  const field = root.getBoundingClientRect();
  const texts = shown("svg :not(.lv-cut) > text").map((node) => {
    const { left, right, top, bottom, height } = node.getBoundingClientRect();
    return { said: node.textContent.replaceAll("\\u200b", "").trim(), left,
      right, top: top + height * 0.22, bottom: bottom - height * 0.22,
      size: parseFloat(getComputedStyle(node).fontSize) };
  }).filter(({ said }) => said);
  const meet = (a, b, by) => Math.min(a.right, b.right)
    - Math.max(a.left, b.left) > by && Math.min(a.bottom, b.bottom)
    - Math.max(a.top, b.top) > by;
  for (const [k, a] of texts.entries()) {
    if (a.size < 12) wrong.push(`${a.said} is ${a.size} px high`);
    if (a.left < field.left - 2 || a.right > field.right + 2)
      wrong.push(`${a.said} leaves the figure`);
    for (const b of texts.slice(0, k))
      if (meet(a, b, 1.5)) wrong.push(`${a.said} × ${b.said}`);
  }
  const boxes = shown(".lv-frame .box > rect, .node > circle").map((node) => {
    const { left, right, top, bottom } = node.getBoundingClientRect();
    const by = node.matches("circle") ? (right - left) / 6 : 2; // its corners
    return { said: "a box", left: left + by, right: right - by, top: top + by,
      bottom: bottom - by };
  });
  for (const arrow of shown(".arrow path")) {
    const on = arrow.getScreenCTM(), long = arrow.getTotalLength();
    const tip = arrow.nextElementSibling.points[0];
    const along = [0, 0.1, 0.2, 0.3, 0.4, 0.5, 0.6, 0.7, 0.8, 0.9, 1]
      .map((part) => arrow.getPointAtLength(part * long));
    for (const point of [...along, tip]) {
      const { x, y } = point.matrixTransform(on);
      for (const a of [...texts, ...boxes])
        if (meet(a, { left: x, right: x, top: y, bottom: y }, -0.5))
          wrong.push(`${a.said} lies on an arrow`);
    }
  }
  for (const frame of shown(".st-box")) {
    const around = frame.querySelector("rect").getBoundingClientRect();
    for (const one of frame.querySelectorAll("[data-node]")) {
      const { top, bottom } = one.getBoundingClientRect();
      if (top < around.top || bottom > around.bottom)
        wrong.push(`${one.dataset.node} sticks out of its frame`);
    }
  }
  for (const box of root.querySelectorAll(".lv-matrix, .lv-row > *"))
    if (box.getBoundingClientRect().right > field.right + 2)
      wrong.push(`${box.textContent} leaves the figure`);
  for (const edit of shown("[data-edit][role]")) {
    const { width, height } = edit.getBoundingClientRect();
    if (Math.min(width, height) < 24) wrong.push(`${edit.dataset.edit} is
      too small for a finger`);
  }
  return wrong;
}"""


def printed(page, **options):
    """How many sheets it prints, and all that stands on them."""
    pdf = page.pdf(format="A4", prefer_css_page_size=True, **options)
    sheets = needed("pypdf").PdfReader(io.BytesIO(pdf)).pages
    text = " ".join(sheet.extract_text() for sheet in sheets)
    text = unicodedata.normalize("NFKC", text)  # no ﬁ
    return len(sheets), " ".join(text.split())


# --- what several pages have ------------------------------------------------


def lit(page, where):
    """What is lit there: W_re, delta_re@t+1, or the role of a term."""
    return page.locator(f"{where} .lit").evaluate_all(
        """nodes => [...new Set(nodes.map(({ dataset: { role, sym, at } }) =>
            role ?? (at ? `${sym}@${at}` : sym)))]"""
    )


def search(page, words):
    """Type words; the results, when there are some."""
    page.locator(".md-search__input").click()
    page.locator(".md-search__input").type(words, delay=30)
    page.keyboard.press("End")  # Hangul is inserted without a key of its own
    found = page.locator(".md-search-result__item a")
    found.first.wait_for()
    return found


def forbids(storage):
    """before= of open_page: the browser keeps nothing."""
    return lambda page: page.add_init_script(
        f"Object.defineProperty(window, '{storage}',"
        "{ get() { throw new Error('forbidden') } })")


# --- Python in the page -----------------------------------------------------


def pyodide_at(url):
    """before= of open_page: the page finds Pyodide there."""
    def page_with_that(route):
        html = route.fetch().text()
        assert ADDRESS in html
        html = html.replace(ADDRESS, url)
        route.fulfill(body=html, content_type="text/html")

    its_page = re.compile(
        r"/(step|learn/[\w-]+|coursework/diagnose|practice/names)/(\?|$)")
    return lambda page: page.route(its_page, page_with_that)


def to_english(page):
    page.locator(".md-select").hover()
    page.locator('.md-select a[hreflang="en"]').click()


def workers(page):
    return [one for one in page.workers if one.url.endswith("/python.js")]


def ended(page):
    """Waits for it: it is busy, and ends when it is told."""
    while workers(page):
        page.wait_for_timeout(20)
