"""What is pointed at, focused or pressed can be seen, in forced colours too.

The states are forced by the browser's own tools: no mouse has to move.
"""

import pytest
from browsing import PEN, search

PAGES = ["", "learn/bptt-units/", "learn/truncated/", "step/",
         "reference/sheet/", "reference/api/"]
STATES = {
    "rest": [],
    "hover": ["hover"],
    "focus": ["focus", "focus-visible"],
    "active": ["active", "hover"],
}
PARTS = (
    "a[href], button:enabled, summary, select, textarea, label[for], "
    "label:has(input)"
)
STILL = "*, ::before, ::after { transition: none !important; }"
# A text needs 4.5 to 1, a shape 3, and so does the line around what has the
# focus. Each as painted: through every opacity, over every background.
WEAK = """([parts, chosen, state]) => {""" + PEN + """
  const over = (colour, [r, g, b], share = 1) => {
    for (const [paint, alpha] of [[`rgb(${r} ${g} ${b})`, 1], [colour, share]])
    {
      pen.globalAlpha = alpha;
      pen.fillStyle = paint;
      pen.fillRect(0, 0, 1, 1);
    }
    return [...pen.getImageData(0, 0, 1, 1).data].slice(0, 3);
  };
  const ratio = (...both) => {
    const [a, b] = both.map(light).sort((a, b) => b - a);
    return (a + 0.05) / (b + 0.05);
  };
  const weakness = (part) => {
    let paper = [255, 255, 255], around = paper, share = 1;
    const chain = [];
    for (let node = part; node; node = node.parentElement) chain.unshift(node);
    for (const node of chain) {
      const style = getComputedStyle(node);
      if (style.opacity === "0" && !node.matches(".md-select__inner")) return;
      around = paper;
      share *= +style.opacity || 1;
      paper = over(style.backgroundColor, paper, share);
    }
    const style = getComputedStyle(part), text = part.innerText.trim();
    const found = ratio(over(style.color, paper, share), paper);
    if (found < (text && text !== "¶" ? 4.5 : 3)) return found.toFixed(2);
    if (state !== "focus" || part.matches("label")) return;
    const line = style.outlineStyle === "none" ? 0
      : parseFloat(style.outlineWidth);
    const under = parseFloat(style.outlineOffset) < 0 ? paper : around;
    const seen = ratio(over(style.outlineColor, under, share), under);
    if (!line || seen < 3) return `its line ${line && seen.toFixed(2)}`;
  };
  const all = document.querySelectorAll(parts);
  return chosen.map((k) => weakness(all[k]));
}"""
KINDS = """(parts) => [...document.querySelectorAll(parts)].map((part) => {
  if (!part.getClientRects().length) return null;
  const { tagName, className, parentElement, dataset, ariaPressed } = part;
  return [tagName, className, parentElement.className, dataset.do,
    ariaPressed].join(" ");
})"""


def weak(page, session, seen):
    """What cannot be seen well in a state; one of each kind is looked at."""
    root = session.send("DOM.getDocument", {"depth": 0})["root"]["nodeId"]
    nodes = session.send("DOM.querySelectorAll", {
        "nodeId": root, "selector": PARTS})["nodeIds"]
    kinds = page.evaluate(KINDS, PARTS)
    chosen = {kind: k for k, kind in reversed([*enumerate(kinds)])
              if kind is not None and kind not in seen}
    seen.update(chosen)
    for state, forced in [*STATES.items(), ("", [])]:
        for k in chosen.values():
            session.send("CSS.forcePseudoState", {
                "nodeId": nodes[k], "forcedPseudoClasses": forced})
        if state:
            found = page.evaluate(WEAK, [PARTS, [*chosen.values()], state])
            yield from ((kind, state, what)
                        for kind, what in zip(chosen, found) if what)


@pytest.mark.parametrize(("scheme", "width"), [
    ("light", 1280), ("light", 390),
    pytest.param("dark", 1280, marks=pytest.mark.seldom)])
def test_every_button_and_link_is_seen_in_every_state(
    open_page, scheme, width
):
    found, seen = [], set()
    for path in PAGES if width == 1280 else PAGES[:1]:
        page = open_page(
            path, search=not path, color_scheme=scheme,
            reduced_motion="reduce", viewport={"width": width, "height": 800})
        page.add_style_tag(content=STILL)
        session = page.context.new_cdp_session(page)
        session.send("DOM.enable")
        session.send("CSS.enable")
        found += weak(page, session, seen)
        if not path:  # and the search, opened
            page.locator("#__search").evaluate("box => box.click()")
            search(page, "rnn")
            page.wait_for_function(  # each letter has found something else
                """() => {
                  const before = window.found;
                  window.found = document.querySelector(
                    ".md-search-result").innerHTML;
                  return before === window.found;
                }""", polling=300)
            found += weak(page, session, seen)
    assert len(seen) > (40 if width == 1280 else 15)
    assert found == []


FORCED = [  # page, part, and a class there that is to be seen
    ("learn/bptt-units/", "#eq-5 .pair-code", ".sym", "lit"),
    ("learn/bptt-units/", "#eq-5 .pair-eq", ".role", "lit"),
    ("reference/sheet/", ".sheet .pair-code", ".sym", "lit"),
    ("learn/truncated/", ".lv-frame", ".lv-720 .off", "off"),
    ("step/#step-20", ".st-code", ".now .sym.write", "write"),
    ("step/#step-20", ".st-code", ".now .sym.read", "read"),
    ("step/#step-20", ".st-code", ".line.now", "now"),
    ("step/#step-20", ".st-math:visible", ".sym.write", "write"),
    ("step/#step-20", ".st-math:visible", "mtd.now", "now"),
    ("step/#step-20", ".st-numbers", ".now .st-term.write", "write"),
    ("step/#step-20", ".st-numbers", ".st-matrix", "st-matrix"),
    ("step/#step-20", ".st-net", ".on", "on"),
]


def test_forced_colours_hide_no_state(open_page):
    """Neither what is lit, nor the line of now, nor the brackets."""
    pages = {}
    for path, where, inside, kind in FORCED:
        if path not in pages:
            pages[path] = open_page(
                path, color_scheme="dark", forced_colors="active",
                reduced_motion="reduce")
        part = pages[path].locator(where).first
        part.scroll_into_view_if_needed()
        before = part.screenshot()
        part.evaluate("(part, [inside, kind]) => part.querySelector(inside)"
                      ".classList.toggle(kind)", [inside, kind])
        assert part.screenshot() != before, (where, inside)


WORDLESS = """() => {
  const paper = getComputedStyle(document.body).backgroundColor;
  return [...document.querySelectorAll(".md-button, .stepper button")]
    .filter((node) => {
      node.focus();
      return node.checkVisibility() && getComputedStyle(node).color === paper;
    }).map((node) => node.textContent);
}"""


@pytest.mark.parametrize("path", ["", "learn/rnn/", "step/"])
def test_forced_colours_leave_a_button_its_words(open_page, path):
    page = open_page(path, forced_colors="active", reduced_motion="reduce")
    assert page.evaluate(WORDLESS) == []


INK = """node => {""" + PEN + """
  return ["text", "circle, rect"].map((part) => {
    pen.fillStyle = getComputedStyle(node.querySelector(part)).fill;
    pen.fillRect(0, 0, 1, 1);
    return pen.getImageData(0, 0, 1, 1).data[1];
  });
}"""


@pytest.mark.parametrize(("scheme", "page_is"), [
    ("light", "slate"), ("dark", "default")])
def test_a_drawings_letters_stand_out_from_their_circles(
    open_page, scheme, page_is
):
    """Though the page is dark and the reader's own paper is white."""
    page = open_page(
        "learn/fcnn/", color_scheme=scheme, forced_colors="active")
    page.evaluate(f"document.body.dataset.mdColorScheme = '{page_is}'")
    ink, paper = page.locator(".drawing .node").first.evaluate(INK)
    assert abs(ink - paper) > 150
