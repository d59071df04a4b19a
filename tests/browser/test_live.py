"""The live drawings: their numbers are the package's, whatever one does."""

import random
import re
from fractions import Fraction

import pytest
from browsing import HOME, LOOKS_WRONG, WIDTH
from conftest import read
from networks import flat, weights

from docs.build.live.page import MODES, live
from rnn_pure import RNN, bptt, forward, total_error
from rnn_pure.activations import identity, relu, tanh
from rnn_pure.checks import WEIGHTS

WHERE = {
    "home": "", "forward": "learn/rnn/", "guess": "learn/bptt/",
    "paths": "learn/bptt-paths/", "two": "learn/bptt-units/",
    "train": "learn/bptt-check/", "log": "learn/vanishing/",
    "cut": "learn/truncated/",
}

# --- the network of the page -------------------------------------------------

NET = """async (cases) => {
  const { forward, total_error, bptt } = await import(
    `${location.origin}/assets/net.js`);
  return cases.map(({ net, xs, ds }) => {
    const states = forward(net, xs);
    return { ...states, ...bptt(net, states, ds),
      E: total_error(states, ds) };
  });
}"""


def test_its_network_is_the_package(open_page):
    draw, cases, wanted = random.Random(0), [], []

    def vector(n, deviation=1):
        return [draw.gauss(0, deviation) for _ in range(n)]

    for seed in range(200):
        n_in, n_re, n_out, T = (draw.randint(1, most) for most in (4, 4, 3, 9))
        f = (relu, tanh, identity)[seed % 3]
        rnn = RNN.random(n_in, n_re, n_out, seed=seed, f=f)
        rnn.b, rnn.b_out = vector(n_re, 0.3), vector(n_out, 0.3)
        xs = [vector(n_in) for _ in range(T)]
        ds = [None if draw.random() < 0.4 else vector(n_out) for _ in xs]
        states = forward(rnn, xs)
        made = bptt(rnn, states, ds)
        net = {**dict(zip(WEIGHTS, weights(rnn))), "f": str(f)}
        cases.append({"net": net, "xs": xs, "ds": ds})
        wanted.append(dict(zip(WEIGHTS, weights(made))) | {
            "u": states.u, "z": states.z, "y": states.y,
            "E": total_error(rnn, states, ds),
            "delta_re": made.delta_re[:T + 1],
            "delta_out": made.delta_out})
    for found, want in zip(open_page("").evaluate(NET, cases), wanted):
        for name, values in want.items():
            assert flat(found[name]) == pytest.approx(
                flat(values), rel=1e-12, abs=1e-12), name


# --- what is drawn -----------------------------------------------------------


def drawn(mode):
    """The text of each place on every sheet, by its name."""
    found = {}
    place = r'<tspan class="lv-n[^>]*data-n="([^"]+)"[^>]*>([^<]*)<'
    for name, text in re.findall(place, live(mode, "en", "")):
        found.setdefault(name, set()).add(text)
    return found


@pytest.mark.parametrize("mode", ["home", "forward", "guess", "paths", "two"])
def test_every_number_of_a_small_network_is_its_fraction(mode):
    rnn, xs, ds = MODES[mode].network
    states, found = forward(rnn, xs), drawn(mode)
    made = bptt(rnn, states, ds)
    wanted = {"E": total_error(rnn, states, ds)}
    for t in range(1, 4):
        for name, vector in ("u", states.u), ("z", states.z), (
                "y", states.y), ("delta_re", made.delta_re):
            for i, value in enumerate(vector[t], 1):
                wanted[f"{name}[{i},{t}]"] = value
    if mode == "paths":
        wanted["sum"] = made.W_re[0][0]
    for name, value in wanted.items():
        if mode == "forward" and (name == "E" or name.startswith("delta")):
            assert name not in found
        else:
            assert found[name] == {str(Fraction(value)).replace("-", "−")}


DRAWN = """() => [...document.querySelectorAll(
    ".live :is([data-n], [data-bar], [data-edit], [data-dot])")].map(
  (node) => [node.dataset.n ?? node.dataset.bar ?? node.className,
    node.matches("rect") ? ["x", "y", "width", "height"].map(
      (name) => Number(node.getAttribute(name)).toFixed(4)).join() : "",
    node.matches("[data-n]") ? node.textContent : "",
    node.getAttribute("aria-valuetext")])"""


@pytest.mark.parametrize("mode", WHERE)
def test_with_the_script_it_is_the_same_drawing(open_page, mode):
    """Until one moves a number."""
    pages = [open_page(WHERE[mode], java_script_enabled=on,
                       reduced_motion="reduce") for on in (False, True)]
    before, after = (page.evaluate(DRAWN) for page in pages)
    asked = "delta_re[1,1]" if mode == "guess" else None
    assert [one for one in before if one[0] != asked] == [
        one for one in after if one[0] != asked]


# --- how it looks ------------------------------------------------------------


@pytest.fixture
def open_mode(open_page, site, address):
    """open_mode(mode, lang, **context) → a page of the site with that alone.
    """
    def open_(mode, lang="en", **options):
        path = f"{HOME[lang]}learn/bptt/"
        html = read(site / path / "index.html")
        before, _, rest = html.partition("</h1>")
        root = "../" * path.count("/")
        html = before + "</h1>" + live(mode, lang, root) + rest[
            rest.index("</article>"):]

        def serve(page):
            page.route(f"{address}{path}", lambda route: route.fulfill(
                body=html, content_type="text/html; charset=utf-8"))

        options = {"reduced_motion": "reduce", **options}
        page = open_page(path, before=serve, **options)
        page.evaluate("document.fonts.ready")
        return page

    return open_


STANDS = """() => [...document.querySelectorAll(
    ".live svg :is(.symbol, rect:not(.lv-bar), .arrow), .live, .lv-row > *")]
  .filter((node) => node.getClientRects().length).map((node) => {
    const { x, y, height } = node.getBoundingClientRect();
    return [x, y + scrollY, node.matches(".live") ? height : 0]
      .map(Math.round);
  })"""
AWKWARD = {
    "W_re[1,1]": "-0.83", "W_re[1]": "-0.83", "W_re[2,1]": "-1.37",
    "W_re[1,2]": "1.234", "W_out[1,1]": "-1.25", "W_in[1,1]": "0.77",
    "x[1,2]": "-0.6", "d[1,1]": "-0.37",
}


def types(page, name, text):
    """Whether there is such a number, to type it."""
    edit = page.locator(f'[data-edit="{name}"][role=slider]:visible')
    if not edit.count():
        return False
    edit.focus()
    page.keyboard.press("Enter")
    page.keyboard.type(text)
    page.keyboard.press("Enter")
    return True


@pytest.mark.parametrize("width", [1280, 390, 320])
@pytest.mark.parametrize("mode", MODES)
def test_nothing_overlaps_or_jumps(open_mode, mode, width):
    for lang in HOME:
        page = open_mode(mode, lang, viewport={"width": width, "height": 900})
        assert page.evaluate(LOOKS_WRONG, ".live") == []
        assert page.evaluate(WIDTH) <= width
        before = page.evaluate(STANDS)
        if mode == "train":
            page.locator("input[value=transpose]").check(force=True)
            page.locator("[data-do=go]").click()
            page.wait_for_timeout(500)
            page.locator("[data-do=go]").click()
        else:
            page.locator("input[value=tanh]").check(force=True)
            typed = [name for name in AWKWARD
                     if types(page, name, AWKWARD[name])]
            assert typed
        if mode == "guess":
            types(page, "guess", "-0.123")
            page.locator("[data-do=send]").click()
        if mode == "paths":
            page.locator("input[value=all]").check(force=True)
        assert page.evaluate(LOOKS_WRONG, ".live") == []
        assert [[one, was] for one, was in zip(
            page.evaluate(STANDS), before) if one != was] == []


# --- the reader's hand -------------------------------------------------------

W_RE = '[data-edit="W_re[1,1]"][role=slider]:visible'


def value(page, where=W_RE):
    return page.locator(where).get_attribute("aria-valuetext")


def middle(page):
    """Where W_re stands."""
    box = page.locator(W_RE).bounding_box()
    return box["x"] + box["width"] / 2, box["y"] + box["height"] / 2


def test_a_number_is_dragged_and_moved_by_keys(open_mode):
    page = open_mode("home")
    x, y = middle(page)
    page.mouse.click(x, y, button="right")  # the browser's own menu
    assert page.locator(".lv-type").count() == 0
    page.mouse.move(x, y)
    page.mouse.down()
    page.mouse.move(x + 20, y, steps=4)
    deltas = page.locator('.lv-720 [data-n^="delta_re"]').all_text_contents()
    assert value(page) == "3/4"
    assert deltas == ["0.8789", "1.1719", "0.5625"]  # in the same frame
    assert "δ" not in page.locator(".lv-heard").inner_text()
    said = page.locator(".lv-say").text_content()
    assert all(part in said for part in (
        "0.5 → 0.75", "0.1563 → ", "0.25 → 0.5625"))
    page.mouse.up()
    assert page.locator(".lv-heard").inner_text() == said
    for key, text in [("ArrowLeft", "5/8"), ("ArrowUp", "3/4"),
                      ("PageDown", "1/4"), ("End", "4"), ("Home", "−4")]:
        page.keyboard.press(key)
        assert value(page) == text
    target = '[data-edit="d[1,1]"][role=slider]:visible'
    assert value(page, target) == "–"
    page.locator(target).press("ArrowRight")  # a target is added,
    assert page.locator(".lv-one[data-t='1']:visible").count() == 1
    page.keyboard.press("Delete")  # and taken away
    assert value(page, target) == "–"
    assert page.locator(".lv-one[data-t='1']:visible").count() == 0


@pytest.mark.parametrize(("text", "wanted"), [
    ("5/8", "5/8"), ("½", "1/2"), ("−.3", "−3/10"), ("１／４", "1/4"),
    ("1,5", "3/2"), ("1 1/4", "5/4"), ("1½", "3/2"), ("1 2", "1/2"),
    ("-", "1/2"), ("9", "1/2"), ("9x", "1/2"), ("1/0", "1/2"), ("", "1/2")])
def test_a_number_is_typed(open_mode, text, wanted):
    page = open_mode("home")
    page.locator(W_RE).click()
    page.locator(".lv-type").fill(text)
    page.keyboard.press("Enter")
    assert value(page) == wanted
    refused = text in ("1 2", "-", "9", "9x", "1/0")
    heard = page.locator(".lv-heard").inner_text()
    assert ("from -4 to 4" in heard) == refused
    assert page.evaluate("document.activeElement.dataset.edit") == "W_re[1,1]"
    page.keyboard.type("3")  # a digit opens it, too
    page.keyboard.press("Escape")
    assert value(page) == wanted
    assert page.locator(".lv-type").count() == 0


def test_while_an_ime_composes_enter_is_its_own(open_mode):
    page = open_mode("home")
    page.locator(W_RE).focus()
    page.locator(W_RE).dispatch_event("keydown", {"key": "Process"})
    assert page.locator(".lv-type").count() == 0
    page.keyboard.press("Enter")
    page.locator(".lv-type").fill("2")
    page.locator(".lv-type").dispatch_event(
        "keydown", {"key": "Enter", "isComposing": True})
    assert page.locator(".lv-type").count() == 1
    page.keyboard.press("Enter")
    assert value(page) == "2"


def test_a_finger_drags_sideways_and_scrolls_upwards(open_mode):
    page = open_mode("home", viewport={"width": 390, "height": 844},
                     has_touch=True, is_mobile=True)
    page.locator("article").evaluate("node => node.style.height = '3000px'")
    session = page.context.new_cdp_session(page)

    def swipe(dx, dy):
        x, y = middle(page)
        points = [[{"x": x + dx * k / 10, "y": y + dy * k / 10}]
                  for k in range(11)]
        for kind, there in zip(
                ["Start", *["Move"] * 10, "End"], [*points, []]):
            session.send("Input.dispatchTouchEvent", {
                "type": f"touch{kind}", "touchPoints": there})
            page.wait_for_timeout(16)
        page.wait_for_timeout(300)
        return value(page), page.evaluate("scrollY")

    assert swipe(40, 0) == ("1", 0)
    text, scrolled = swipe(0, -150)
    assert text == "1"
    assert scrolled > 50
    page.locator(W_RE).tap()
    page.locator(".lv-type").fill("½")
    page.keyboard.press("Enter")
    assert value(page) == "1/2"


def test_copies_light_together_and_the_tab_key_stops_at_one(open_mode):
    page = open_mode("two")
    page.locator('svg [data-edit="W_re[2,1]"]:visible').first.hover()
    lit = page.locator(".same:visible").evaluate_all(
        "nodes => nodes.map(({ dataset }) => dataset.edit ?? dataset.like)")
    assert {*lit} == {"W_re[2,1]"}
    assert len(lit) == 2 + 2 + 1 + 1 + 1  # numbers, roads, three matrices
    page.locator(".lv-matrix [data-like='W_re[1,2]']").first.hover()
    assert page.locator('.lv-road.same:visible').count() == 2
    stops = page.locator("[data-edit][tabindex='0']:visible")
    names = stops.evaluate_all("nodes => nodes.map((n) => n.dataset.edit)")
    assert len({*names}) == len(names)


# --- what each mode answers --------------------------------------------------


def test_a_guess_is_sent_through_the_network(open_mode):
    page = open_mode("guess")
    red = page.locator(".lv-720 .lv-red:visible")
    assert red.count() == 0
    page.locator("[data-do=send]").click()
    say = page.locator(".lv-say")
    assert "+0.000628" in say.text_content()  # ((5/4 + ε/4 − 1)² − 1/16)/2
    assert red.count() == 0
    strip = page.locator(".lv-720 .lv-hand")
    assert not strip.is_visible()  # it would tell
    types(page, "guess", "1/8")
    assert strip.is_visible()
    asked = page.locator('.lv-720 [data-n="guess"]')
    assert asked.text_content() == "1/8"
    said, ratio = (
        page.locator(f'.lv-720 [data-bar="{name}"]').bounding_box()["width"]
        for name in ("said", "ratio"))
    assert said == pytest.approx(2 * ratio, rel=0.05)  # it has a stroke
    for guess, answer in ("0.0628", "Nearly: "), ("1/16", "Right: δ1 = 1/16."):
        types(page, "guess", guess)
        assert red.count() > 10
        assert say.text_content().startswith(answer)
        types(page, "W_out[1,1]", "2")  # asked anew
        types(page, "W_out[1,1]", "1")
        assert red.count() == 0
    types(page, "W_in[1,1]", "2")
    types(page, "guess", "9")
    page.locator("[data-do=send]").click()
    u_1 = page.locator('.lv-720 [data-n="u[1,1]"]')
    assert u_1.text_content() == "2.01"
    page.locator("[data-do=tell]").click()
    assert red.count() > 10
    assert u_1.text_content() == "2"  # with the answer, as it was
    assert say.text_content().startswith("The answer is δ1 = 3/8.")


@pytest.mark.parametrize(("copy", "eps"), [("1", .1), ("2", .01), ("3", .001),
                                           ("all", .01)])
def test_a_nudged_copy_changes_E_as_much_as_the_package_says(
    open_mode, copy, eps
):
    page = open_mode("paths")
    page.locator(f'input[data-set=moved][value="{copy}"]').check(force=True)
    page.locator(f'input[data-set=eps][value="{eps}"]').check(force=True)
    rnn, xs, ds = MODES["paths"].network
    rest, z, E = total_error(rnn, forward(rnn, xs), ds), None, 0
    for t, x in enumerate(xs, 1):
        moved = Fraction(str(eps)) * (copy in ("all", str(t)))
        rnn = RNN(rnn.W_in, [[Fraction(1, 2) + moved]], rnn.b, rnn.W_out,
                  rnn.b_out, f=relu)
        states = forward(rnn, [x], z)
        z, E = states.z[1], E + total_error(rnn, states, [ds[t - 1]])
    ratio = float((E - rest) / Fraction(str(eps)))
    said = page.locator(".lv-say").inner_text()
    found = re.search(r"([\d.]+) times ε", said)
    assert (found is None) == (copy == "1")  # it multiplies z_0 = 0
    assert float(found[1] if found else 0) == pytest.approx(ratio, abs=5e-4)
    delta = page.locator('.lv-720 [data-n="delta_re[1,2]"]')
    assert delta.text_content() == (  # red is from before
        "5/8" if copy == "1" else "0.625")


def test_a_wrong_gradient_learns_all_the_same(open_mode):
    page, before = open_mode("train"), ""
    for wrong, delta, weight in [("right", 0, 0), ("transpose", 40, 40),
                                 ("state", 0, 40)]:
        page.locator(f"input[value={wrong}]").check(force=True)
        page.locator("[data-do=go]").click()
        page.wait_for_function("""() => document.querySelector(
            "[data-do=go]").textContent.startsWith("▶")""")
        said = page.locator(".lv-say").text_content()
        loss, off, part = re.search(
            r"is (?:down to )?(\S+?)[.,] .*?([\d.]+)% .*?([\d.]+)%", said
        ).groups()
        assert "·10⁻" in loss or float(loss) < 0.0005
        for found, least in (off, delta), (part, weight):
            assert float(found) >= least if least else float(found) < 1
        assert page.locator(".lv-heard").inner_text() == said
        past, now = page.locator(".lv-720 [data-loss]").evaluate_all(
            "curves => curves.map((curve) => curve.getAttribute('d'))")
        first, *_, last = map(float, re.findall(r",([\d.]+)", now))
        assert first < 0.1  # powers of ten, of six
        assert last > 0.5
        assert past == before
        before = now


TODO = """() => [...document.querySelectorAll(".todo")].length"""


def test_it_plays_when_asked_and_is_the_readers_at_a_touch(open_page):
    page = open_page("en/", before=lambda page: page.clock.install(time=0))
    assert page.evaluate(TODO) == 0
    page.locator("[data-do=play]").click()
    page.wait_for_function(f"({TODO})() > 50")
    page.clock.run_for(3000)
    forth = page.evaluate(TODO)
    page.clock.run_for(5000)
    assert 0 == page.evaluate(TODO) < forth
    page.locator("[data-do=play]").click()
    assert page.evaluate(TODO) > forth
    types(page, "W_re[1,1]", "1")
    page.clock.run_for(1000)
    assert page.evaluate(TODO) == 0


def test_where_nothing_may_move_all_is_there_at_once(open_mode):
    page = open_mode("home")
    page.locator("[data-do=play]").click()
    assert page.evaluate(TODO) == 0
