"""One walk over every page: what must hold of all of them, however one looks.

In both languages each is opened once, driven through its widths and printed.
The Korean one is read by axe, in light and dark, and opened without scripts:
what axe sees there the two have in common, but for the names of things.
"""

import pytest
from browsing import (
    EVERY_PAGE,
    LOOKS_WRONG,
    PAGES,
    PEN,
    axe,
    source,
    unreadable,
)

HIGHEST = 6200  # px, of what is to be learned on a page; and one to write in
WRITING = 2400


def types(where, text):
    def do(page):
        page.locator(where).first.fill(text)
        page.locator(where).first.press("Enter")

    return do


def presses(where):
    return lambda page: page.locator(where).first.click()


ANSWER = "[data-exercise=predict] [name=answer]"
FIRST = {  # what is done on a page before one looks
    "learn/rnn/": types(ANSWER, "-77"),
    "learn/bptt/": types(ANSWER, "16"),
    "learn/bptt-check/": presses("[data-exercise=predict] .md-button"),
    "step/": lambda page: (types(".st-own [name=b]", "1" * 1001)(page),
                           presses(".st-own .md-button--primary")(page)),
    "coursework/diagnose/": presses("[data-example]"),
    "practice/reading/": types(".reader input", "30000112"),
}

DRAWN = ".drawing[data-drawing]"
OPENED = """for (const fold of document.querySelectorAll("details"))
  fold.open = true;"""

NAMES = {"runOnly": [  # that are words of a language
    "aria-command-name", "aria-input-field-name", "aria-toggle-field-name",
    "button-name", "document-title", "html-has-lang", "image-alt", "label",
    "link-name", "select-name", "summary-name", "svg-img-alt",
]}

SHOWN = """(width) => {
  const found = [], all = (where) => [...document.querySelectorAll(where)];
  const root = document.documentElement;
  if (root.scrollWidth > width) found.push(`${root.scrollWidth} px wide`);
  for (const part of all("msub, msup, mfrac, munder, msubsup, munderover"))
    if (part.childElementCount !== 2 + /subsup|underover/.test(part.tagName))
      found.push(`is no MathML: ${part.outerHTML}`);
  if (width < 390) return found;
  for (const math of all(".md-content span.math")) {
    const block = math.closest("p, li, td, th, dd, summary, h1, h2, h3");
    const { left, right } = math.getBoundingClientRect();
    if (!block || right === left) continue;
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
  const block = ".md-content__inner > .highlight";
  for (const printed of all(`${block} + .highlight`)) {
    const code = printed.previousElementSibling;
    if (code.matches(".highlight + .highlight"))
      found.push(`a third block: ${printed.textContent.slice(0, 40)}`);
    const [a, b] = [code, printed].map((one) => one.getBoundingClientRect());
    if (a.left !== b.left || a.right !== b.right || a.bottom > b.top)
      found.push("what is printed is misplaced");
  }
  if (width > 390) {
    for (const stop of all(".ex-code :is(pre[tabindex], code[tabindex='0'])"))
      found.push(`a stop for nothing: ${stop.textContent}`);
    for (const box of all(".md-typeset__scrollwrap[tabindex]"))
      if (box.scrollWidth <= box.clientWidth)
        found.push(`a stop for nothing: ${box.textContent.slice(0, 40)}`);
    return found;
  }
  for (const part of all("article :is(button, [type=range], .ex label, "
    + ".lv-row label):not(.md-code__button, .tabbed-button)")) {
    const { width, height } = part.getBoundingClientRect();
    if (width && Math.min(width, height) < 24)
      found.push(`too small for a finger: ${part.outerHTML.slice(0, 80)}`);
  }
  for (const one of all(".problem .md-code__nav"))
    if (one.checkVisibility()) found.push("a button on a problem's code");
  for (const box of all(".mistake pre code, .problem pre > code, "
    + ".problem div.math, .plotted, .reader-steps"))
    if (box.scrollWidth > box.clientWidth + 1)
      found.push(`is cut: ${box.textContent.slice(0, 40)}`);
  for (const text of all(".plotted text")) {
    const picture = text.closest("svg"), { a } = picture.getScreenCTM();
    if (text.getBoundingClientRect().right
      > picture.getBoundingClientRect().right)
      found.push(`leaves its picture: ${text.textContent}`);
    if (a * parseFloat(getComputedStyle(text).fontSize) < 11)
      found.push(`is too small to read: ${text.textContent}`);
  }
  return found;
}"""

FONTS = """document.fonts.ready.then((fonts) => [...fonts]
  .filter(({ family, status }) => status === "error" || status !== "loaded"
    && family.includes("STIX") && document.querySelector("article math"))
  .map(({ family }) => family))"""

# Material's script looks at each new width.
REACHED = """() => [...document.querySelectorAll("pre > code")].every(
  (code) => code.scrollWidth <= code.clientWidth || code.tabIndex === 0)"""

# In print; a browser leaves out what lies behind a text, as a button's colour.
PRINTED = """() => {""" + PEN + """
  const found = new Set(), of = (node) => getComputedStyle(node);
  const shown = (where) => [...document.querySelectorAll(where)].filter(
    (node) => node.checkVisibility());
  const inks = {};
  const paint = (colour) => {
    for (const one of ["white", colour]) {
      pen.fillStyle = one;
      pen.fillRect(0, 0, 1, 1);
    }
    return light([...pen.getImageData(0, 0, 1, 1).data].slice(0, 3));
  };
  const texts = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
  while (texts.nextNode()) {
    const text = texts.currentNode.data.trim();
    const parent = texts.currentNode.parentElement;
    if (!text || !parent.checkVisibility() || parent.closest(".md-button"))
      continue;
    const ink = parent.closest("svg") ? of(parent).fill : of(parent).color;
    if (1.05 / ((inks[ink] ??= paint(ink)) + 0.05) < 4.5)
      found.add(`faint: ${text} ${ink}`);
  }
  for (const box of shown(
    ".pair-eq, .math, pre > code, .md-typeset__scrollwrap"))
    if (box.clientWidth && box.scrollWidth > box.clientWidth + 1)
      found.add(`is cut: ${box.textContent.slice(0, 60)}`);
  if (of(document.documentElement).backgroundColor !== "rgb(255, 255, 255)")
    found.add("the margins are not white");
  for (const one of shown(":is(button, nav, header, footer, input, select, "
    + "textarea):not([aria-hidden=true], .tabbed-set > input)"))
    found.add(`is printed: ${one.outerHTML.slice(0, 80)}`);
  for (const whole of shown(".pair, .drawing"))
    if (of(whole).breakInside !== "avoid")
      found.add(`is cut in two: ${whole.className}`);
  for (const kept of document.querySelectorAll(
    ".question p:not(:empty, .problem p), .st-whole table, .lv-say, "
    + ".ex-fold"))
    if (!kept.checkVisibility()) found.add(`is lost: ${kept.className}`);
  return [...found];
}"""

# Without scripts, all folds being open and what is to appear having appeared.
WITHOUT = """() => {
  const found = [];
  for (const one of document.getAnimations())
    if (isFinite(one.effect.getComputedTiming().endTime)) one.finish();
  for (const one of document.querySelectorAll("article :is(button, select, "
    + "input):not(.pair-symbols button, .tabbed-set > input)"))
    if (one.checkVisibility()) found.push(`is of no use: ${one.outerHTML}`);
  const texts = document.createTreeWalker(
    document.querySelector("article"), NodeFilter.SHOW_TEXT);
  while (texts.nextNode()) {
    const { data, parentElement: parent } = texts.currentNode;
    const sheet = parent.closest(".lv-frame svg, .tabbed-block");
    if (sheet && !sheet.checkVisibility()) continue; // one of some is seen
    if (data.trim() && parent.closest("details, .live, .st-whole")
      && !parent.checkVisibility({ opacityProperty: true })
      && !parent.closest("button, script, noscript, [hidden], .headerlink, "
        + ".st-app, .st-known, .lv-row, .lv-ask, .lv-say, .lv-hand"))
      found.push(`is lost: ${data.trim()}`);
  }
  return found;
}"""


def wrong(open_page, path):
    """What is wrong with a page, and how one has to look."""
    page = open_page(path, color_scheme="light", reduced_motion="reduce")
    page.evaluate("document.fonts.ready")
    height = page.locator("article").bounding_box()["height"]
    most = HIGHEST + WRITING * path.endswith("bptt-units/")
    if "learn/" in path and height > most:
        yield "its height", f"{height}, and the most is {most}"
    if path in FIRST:
        FIRST[path](page)
    page.evaluate(OPENED)
    yield "its fonts", page.evaluate(FONTS)
    if "learn/" in path and page.locator(DRAWN).count():
        yield "its drawing", page.evaluate(LOOKS_WRONG, DRAWN)
    yield "to axe", unreadable(page) if path in PAGES else axe(page, NAMES)
    for width in 1280, 390, 320:
        page.set_viewport_size({"width": width, "height": 800})
        yield f"{width} px wide", page.evaluate(SHOWN, width)
        if width == 390 and path in PAGES:
            page.wait_for_function(REACHED)
            only = {"runOnly": ["scrollable-region-focusable"]}
            yield "to the keyboard of a phone", axe(page, only)
    page.set_viewport_size({"width": 688, "height": 1000})  # A4
    page.evaluate("document.body.dataset.mdColorScheme = 'slate'")
    page.emulate_media(media="print", color_scheme="dark")
    yield "printed", page.evaluate(PRINTED)
    if path in PAGES:
        page = open_page(path, java_script_enabled=False)
        page.evaluate(OPENED)
        yield "without scripts", page.evaluate(WITHOUT)


@pytest.mark.parametrize("path", EVERY_PAGE)
def test_every_page_holds_however_one_looks(open_page, path):
    found = [(how, what) for how, what in wrong(open_page, path) if what]
    assert found == [], source(path)
