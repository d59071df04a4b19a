"""The stepper: what it says, shows and computes, in a real browser.

The tests that run Python in the browser take Pyodide from its npm package, by
npm or from the folder PYODIDE, and hand it out by request interception.
"""

import json
import os
import re
import shutil
import subprocess
import sys
import tarfile
from fractions import Fraction
from operator import add, mul, sub
from pathlib import Path

import pytest

if sys.version_info < (3, 11):
    pytest.skip("the site needs Python 3.11", allow_module_level=True)
import test_browser  # skips where there is no browser

from docs.hooks.stepper import run as stepper
from rnn_pure import (
    RNN,
    bptt,
    forward,
    identity,
    record,
    softsign,
    tanh,
    total_error,
)
from rnn_pure.examples import on_paper, on_screen

ROOT = Path(__file__).resolve().parent.parent
SETTINGS = (ROOT / "mkdocs.yml").read_text(encoding="utf-8")
ADDRESS = re.search(r"^  pyodide: (\S+)$", SETTINGS, re.M)[1]
VERSION = re.search(r"/v([\d.]+)/", ADDRESS)[1]
PAGES = "step/", "en/step/"


# --- the recording ----------------------------------------------------------


def recorded(rnn, xs, ds):
    """(line, name, value) of every step that computes an equation."""
    states, first = record(forward, rnn, xs)
    _, second = record(total_error, rnn, states, ds)
    _, third = record(bptt, rnn, states, ds)
    E, made = 0, []
    for step in first + second + third:
        E = step.values.get("E", E)  # a step without target adds nothing
        if step.equation:
            values = step.values or {"E": E}
            made += [(step.line, *named) for named in values.items()]
    return made


@pytest.mark.parametrize("lang", ["ko", "en"])
def test_the_steps_are_those_of_record(lang):
    rnn, xs, ds = on_screen(float)
    steps = stepper.run(rnn, xs, ds, lang)["steps"]
    assert [
        (step["lines"][0], step["changed"], step["values"][step["changed"][0]])
        for step in steps
    ] == [(line, [name], value) for line, name, value in recorded(rnn, xs, ds)]
    assert [step["n"] for step in steps] == [*range(1, len(steps) + 1)]


def evaluate(formula, values):
    """A step's formula computed from its values: left and right side.

    Names side by side are a product of matrices, ⊙ is one of entries.
    """
    def number(part):
        value = values[part]
        return value if isinstance(value, list) else [value]

    def column(value):
        return [row if isinstance(row, list) else [row] for row in value]

    def product(A, B):
        return [[sum(a * b for a, b in zip(row, other)) for other in zip(*B)]
                for row in A]

    def entrywise(operator, A, B):
        return [[*map(operator, *rows)] for rows in zip(A, B)]

    signs = {"+": add, "−": sub, "⊙": mul}
    total, term, sign = None, None, None
    for part in [*formula[2:], "+"]:
        if part in signs:
            total = entrywise(signs[sign], total, term) if sign else term
            term, sign = None, part
        else:
            value = column(number(part))
            term = value if term is None else product(term, value)
    return column(number(formula[0])), total


def test_a_formula_of_sums_and_products_is_true_of_its_numbers():
    rnn, xs, [d_1, _, d_3] = on_screen(Fraction)
    run = stepper.run(rnn, xs, [d_1, None, d_3], "en")
    keys = {*stepper.FORMULAS} - {"z", "y", "E", "start"}
    found = set()
    for step in run["steps"]:
        if step["key"] not in keys:
            continue
        found.add(step["key"])
        values = json.loads(json.dumps(step["values"]), parse_int=Fraction)
        values = {name: fractions(value) for name, value in values.items()}
        left, right = evaluate(step["formula"], values)
        assert left == right, step["formula"]
    assert found == keys


def fractions(value):
    return [*map(fractions, value)] if type(value) is list else Fraction(value)


def test_both_languages_have_every_sentence_and_word():
    ko, en = stepper.SENTENCES["ko"], stepper.SENTENCES["en"]
    assert ko.keys() == en.keys() == stepper.FORMULAS.keys()
    assert stepper.PLACES.keys() == stepper.FORMULAS.keys()
    assert stepper.WORDS["ko"].keys() == stepper.WORDS["en"].keys()
    assert all(re.search("[가-힣].*니다\\.$", text) for text in ko.values())


def test_nodes_and_arrows_are_in_the_drawing():
    rnn = RNN.random(2, 4, 3, seed=1)
    for T in range(1, 7):
        ds = [None if t % 2 else [1, 0, 1] for t in range(T)]
        run = stepper.run(rnn, [[1, 2]] * T, ds, "ko")
        for step in run["steps"]:
            for name in step["nodes"]:
                assert f'data-node="{name}"' in run["svg"], step["key"]
            for name in step["arrows"]:
                edge = name.replace(">", "&gt;")
                assert f'data-edge="{edge}"' in run["svg"], step["key"]


def test_infinity_is_json():
    rnn = RNN([[1e300]], [[1e300]], [0], [[1e300]], [0], f=identity)
    run = stepper.run(rnn, [[1.0]] * 3, [[0.0]] * 3, "en")
    assert "inf" in json.dumps(run, allow_nan=False)


# --- the page ---------------------------------------------------------------


def step_of(page):
    """The number of the step shown, and of all steps."""
    return tuple(map(int, page.locator(".stepper output").inner_text()
                     .split(" / ")))


ALL_STEPS = """() => {
  const value = (box) => {
    const numbers = [...box.querySelectorAll("[data-value]")]
      .map((entry) => Number(entry.dataset.value));
    return [box.dataset.name, numbers];
  };
  const steps = [];
  document.querySelector("[data-do=first]").click();
  const all = document.querySelector("output").textContent.split("/")[1];
  for (let n = 1; n <= Number(all); n += 1) {
    steps.push({
      line: Number(document.querySelector(".st-code .now").dataset.line),
      formula: Object.fromEntries(
        [...document.querySelectorAll(".st-formula [data-name]")].map(value)),
      marked: Object.fromEntries([...document.querySelectorAll(
        ".st-grid .write [data-name], .st-once .write [data-name]")]
        .map(value)),
      known: Object.fromEntries([...document.querySelectorAll(
        ".st-grid [data-name], .st-once [data-name]")].map(value)),
      nodes: [...document.querySelectorAll("[data-node].lit")]
        .map((node) => node.dataset.node),
      equation: document.querySelectorAll(".st-eq:not([hidden])").length,
      written: [...document.querySelectorAll(
        ".st-eq:not([hidden]) .write")].length,
      code: [...document.querySelectorAll(".st-code .write")].length,
    });
    document.querySelector("[data-do=next]").click();
  }
  return steps;
}"""


def flat(value):
    if isinstance(value, list):
        return [entry for part in value for entry in flat(part)]
    return [value]


def same(shown, wanted, digits=None):
    """The shown steps against (line, name, value); exact without digits."""
    assert len(shown) == len(wanted)
    known = {}
    for step, (line, name, value) in zip(shown, wanted):
        known[name] = flat(value)
        assert step["line"] == line
        for place in step["marked"], step["formula"], step["known"]:
            if digits is None:
                assert place[name] == flat(value)
            else:
                assert place[name] == pytest.approx(
                    flat(value), rel=10**-digits, abs=10**-digits)
        assert [*step["marked"]] == [name]
        for before, entries in known.items():
            assert step["known"][before] == pytest.approx(
                entries, rel=1e-12, abs=1e-12)


@pytest.mark.parametrize("path", PAGES)
def test_every_step_shows_the_packages_values(open_page, path):
    page = open_page(path)
    shown = page.evaluate(ALL_STEPS)
    same(shown, recorded(*on_screen(float)))
    for step in shown:
        assert step["equation"] == step["code"] == 1
        [name] = step["marked"]
        bracket = name in ("dE_dz[1]", "dE_dz[2]", "dE_dz[3]")
        assert (step["written"] == 0) == bracket  # equation 5 has no name
    assert [step["nodes"] == [] for step in shown].count(True) == 1  # the zero
    assert page.wrong == []


@pytest.mark.parametrize("lang", ["", "en/"])
@pytest.mark.parametrize("name", ["forward", "bptt"])
def test_the_small_steppers_show_the_fractions_on_paper(
    open_page, lang, name
):
    page = open_page(f"{lang}learn/{name}/")
    page.locator("[data-do=last]").click()
    shown = dict(page.locator(
        ".st-grid [data-name], .st-once [data-name]"
    ).evaluate_all("""boxes => boxes.map(box => [box.dataset.name,
      [...box.querySelectorAll("[data-value]")]
        .map(entry => entry.dataset.value)])"""))
    rnn, xs, ds = on_paper()
    states = forward(rnn, xs)
    values = {f"z[{t}]": states.z[t] for t in range(4)}
    values["E"] = total_error(rnn, states, ds)
    if name == "bptt":
        gradients = bptt(rnn, states, ds)
        values |= {f"delta_re[{t}]": gradients.delta_re[t]
                   for t in (1, 2, 3, 4)}
        values["dE_dz[0]"] = gradients.z_0
        values["dE_dW_re"] = gradients.W_re
    for key, value in values.items():
        assert [*map(Fraction, shown[key])] == flat(value), key
    assert page.wrong == []


def test_forward_lights_from_left_to_right_and_backward_back(open_page):
    page = open_page("en/step/")
    shown = page.evaluate(ALL_STEPS)
    lit = [step["nodes"][0] for step in shown if len(step["nodes"]) == 1]
    forth = [f"{node}[{t}]" for t in (1, 2, 3) for node in "uzvy"]
    back = [f"{node}[{t}]" for t in (3, 2, 1) for node in "yvzux"]
    assert lit == [*forth, "E", "E", "E", *back, "z[0]"]


def test_what_equation_5_gives_is_not_shown_as_used_in_its_bracket(open_page):
    page = open_page("en/step/#step-24")
    row = page.locator(".st-eq:not([hidden]) mtr").first
    assert row.locator("mtd").first.locator(".read").count() == 0
    assert row.locator("mtd").last.locator(".read").evaluate_all(
        "marked => marked.map(symbol => symbol.dataset.sym)"
    ) == ["W_out", "delta_out", "W_re", "delta_re"]


def test_every_control(open_page):
    page = open_page("en/step/")
    _, last = step_of(page)

    def press(what):
        page.locator(f"[data-do={what}]").click()
        return step_of(page)[0]

    assert step_of(page)[0] == 1
    assert press("previous") == 1
    assert press("next") == 2
    assert press("equation") == 3  # from u and z on to v: equation 1'
    assert press("time") == 5
    assert press("last") == last
    assert press("next") == last
    assert press("time") == last
    assert press("previous") == last - 1
    assert press("first") == 1
    page.locator(".st-groups button", has_text="gradients").click()
    assert step_of(page)[0] == last - 4
    page.locator(".stepper input[type=range]").fill("7")
    assert step_of(page)[0] == 7
    assert page.url.endswith("#step-7")


def test_it_plays_at_two_speeds_and_stops_at_the_end(open_page):
    page = open_page(
        "en/step/", before=lambda page: page.clock.install()
    )
    play, fast = page.locator("[data-do=play]"), page.locator("[data-do=fast]")
    play.click()
    assert play.inner_text() == "Pause"
    page.clock.run_for(2000)
    assert step_of(page)[0] == 2
    fast.click()
    assert fast.get_attribute("aria-pressed") == "true"
    page.clock.run_for(2000)
    assert step_of(page)[0] == 5
    play.click()
    page.clock.run_for(5000)
    assert step_of(page)[0] == 5
    play.click()
    page.clock.run_for(60_000)
    n, last = step_of(page)
    assert n == last
    assert play.inner_text() == "Play"


def test_the_keyboard(open_page):
    page = open_page("en/step/")
    for key, n in ("ArrowRight", 2), ("ArrowLeft", 1):  # before any click
        page.keyboard.press(key)
        assert step_of(page)[0] == n
    page.locator(".st-app").focus()
    _, last = step_of(page)
    for key, n in (("ArrowRight", 2), ("ArrowRight", 3), ("ArrowLeft", 2),
                   ("End", last), ("Home", 1)):
        page.keyboard.press(key)
        assert step_of(page)[0] == n
    page.keyboard.press(" ")
    assert page.locator("[data-do=play]").inner_text() == "Pause"
    page.keyboard.press(" ")
    assert page.locator("[data-do=play]").inner_text() == "Play"
    page.locator("[data-do=next]").focus()
    page.keyboard.press(" ")  # presses the button, once
    assert step_of(page)[0] == 2


@pytest.mark.parametrize(("path", "words"), [
    ("step/", "역전파 · t = 3"), ("en/step/", "Backward · t = 3")])
def test_a_link_to_a_step(open_page, path, words):
    page = open_page(f"{path}#step-17")
    assert step_of(page)[0] == 17
    assert page.locator(".st-where").inner_text() == words
    page.evaluate("location.hash = '#step-4'")
    page.wait_for_function(
        "document.querySelector('output').textContent.startsWith('4 ')")
    page.goto(page.url.split("#")[0] + "#step-999")
    page.wait_for_function(
        "document.querySelector('output').textContent.startsWith('37 ')")


@pytest.mark.parametrize(("path", "lang"), [*zip(PAGES, ("ko", "en"))])
def test_it_says_each_step_in_the_pages_language(open_page, path, lang):
    page = open_page(path)
    said = page.evaluate("""() => {
      const said = [];
      document.querySelector("[data-do=first]").click();
      for (let n = 1; n <= 37; n += 1) {
        said.push([document.querySelector(".st-sentence").textContent,
          document.querySelector(".st-live").textContent]);
        document.querySelector("[data-do=next]").click();
      }
      return said;
    }""")
    assert page.locator(".st-live").get_attribute("aria-live") == "polite"
    for sentence, heard in said:
        assert sentence in heard
        assert bool(re.search("[가-힣]", heard)) == (lang == "ko")
    assert len({heard for _, heard in said}) == 37


def test_a_copied_address_leads_to_the_step(open_page):
    page = open_page(
        "en/step/", permissions=["clipboard-read", "clipboard-write"])
    page.locator("[data-do=time]").click()
    page.locator("[data-do=link]").click()
    page.wait_for_function(
        "document.querySelector('.st-live').textContent === 'Copied'")
    copied = page.evaluate("navigator.clipboard.readText()")
    assert copied == page.url
    assert copied.endswith("/en/step/#step-5")


@pytest.mark.parametrize("path", PAGES)
def test_without_javascript_the_whole_run_is_a_table(open_page, path):
    page = open_page(path, java_script_enabled=False)
    rows = page.locator(".st-table tbody tr")
    assert rows.count() == len(recorded(*on_screen(float)))
    assert rows.nth(16).is_visible()
    assert rows.nth(16).get_attribute("id") == "step-17"
    assert not page.locator(".st-app").is_visible()
    assert not page.locator(".st-own").is_visible()


def test_nothing_moves_where_motion_is_not_wanted(open_page):
    page = open_page("en/step/#step-20", reduced_motion="reduce")
    assert page.locator("[data-edge].lit .flow").count()
    assert page.evaluate("document.getAnimations().length") == 0


def test_on_a_phone_the_controls_stay_in_sight(open_page):
    page = open_page(
        "step/#step-20", viewport={"width": 390, "height": 800})
    controls = page.locator(".st-controls").bounding_box()
    assert controls["y"] + controls["height"] <= 801
    assert controls["x"] + controls["width"] <= 390


def test_the_script_and_the_style_stay_small():
    for name in "stepper.js", "stepper.css":
        path = ROOT / "docs" / "pages" / "assets" / name
        assert len(path.read_text(encoding="utf-8").splitlines()) < 300


def test_only_pages_with_a_stepper_load_it(site):
    for path in site.rglob("*.html"):
        html = path.read_text(encoding="utf-8")
        assert ('class="stepper"' in html) == ("stepper.js" in html), path


# --- the reader's own numbers -----------------------------------------------


FIELDS = stepper.as_text(*on_screen(float))


@pytest.mark.parametrize(("field", "text", "words"), [
    ("W_in", "0.5 a\n0.2 0.8\n-0.6 0.4", "W_in[0][1] is 'a'"),
    ("W_re", "1 2\n3 4", "W_re has 2 rows, but W_in has 3 rows (n_re)"),
    ("W_re", "", "W_re is empty"),
    ("b", "1 2", "b has 2 entries"),
    ("x", "1 0\n1\n1 1", "x at t = 2 (xs[1]) has 1 entry"),
    ("x", "", "xs is empty"),
    ("x", "1 0\n" * 7, "T is 7, but on this page it may be at most 6"),
    ("d", "0.5\n0.5", "ds has 2 entries, but T = 3"),
    ("d", "0.5\nnan\n1", "d at t = 2 (ds[1])[0] is nan"),
    ("d", "1/0\n0\n0", "d at t = 1 (ds[0])[0] is '1/0'"),
    ("b_out", "1e999", "b_out[0] is inf"),
    ("f", "cos", "f is 'cos'"),
])
def test_wrong_numbers_are_named(field, text, words):
    asked = {"fields": {**FIELDS, field: text}, "lang": "en"}
    assert words in json.loads(stepper.answer(json.dumps(asked)))["error"]


def test_fractions_commas_and_signs_are_read():
    written = {**FIELDS, "b": "1/2, −0.25 ,1e-1", "d": "-; 1;–"}
    rnn, _, ds = stepper.numbers(written)
    assert rnn.b == [0.5, -0.25, 0.1]
    assert ds == [None, [1.0], None]


def test_the_fields_hold_the_same_numbers_back():
    rnn, xs, ds = on_screen(float)
    assert stepper.numbers(FIELDS) == (rnn, xs, ds)


@pytest.mark.parametrize("preset", stepper.PRESETS, ids=lambda names: names[1])
def test_the_presets_show_what_they_are_named_after(preset):
    rnn, xs, ds = stepper.numbers(stepper.PRESETS[preset])
    gradients = bptt(rnn, forward(rnn, xs), ds)
    first, last = (
        max(map(abs, gradients.delta_re[t])) for t in (1, len(xs)))
    if "vanishes" in preset[1]:
        assert first < last / 100
    elif "explodes" in preset[1]:
        assert first > last * 100
    elif "many" in preset[1]:
        assert [d is None for d in ds] == [True] * (len(ds) - 1) + [False]
    else:
        assert len(xs) == 1


@pytest.fixture(scope="session")
def pyodide(tmp_path_factory):
    """The folder with Pyodide's files."""
    if os.environ.get("PYODIDE"):
        return Path(os.environ["PYODIDE"])
    target, why = tmp_path_factory.mktemp("pyodide"), "there is no npm"
    if shutil.which("npm"):
        done = subprocess.run(
            ["npm", "pack", f"pyodide@{VERSION}"],
            cwd=target, capture_output=True, text=True, timeout=300,
        )
        why = f"npm pack pyodide@{VERSION} failed: {done.stderr[-300:]}"
        if done.returncode == 0:
            with tarfile.open(next(target.glob("*.tgz"))) as package:
                package.extractall(target, filter="data")
            return target / "package"
    assert not test_browser.REQUIRED, why
    pytest.skip(f"Python in the browser needs Pyodide, and {why}")


TYPES = {".mjs": "text/javascript", ".wasm": "application/wasm",
         ".json": "application/json", ".zip": "application/zip"}


@pytest.fixture
def open_python(open_page, pyodide):
    """open_page where Pyodide's address answers."""
    def serve(route):
        path = pyodide / route.request.url.removeprefix(ADDRESS)
        route.fulfill(
            path=path,
            content_type=TYPES.get(path.suffix, "text/plain"),
            headers={"Access-Control-Allow-Origin": "*"},
        )

    def open_(path, **options):
        return open_page(
            path, before=lambda page: page.route(f"{ADDRESS}**", serve),
            **options,
        )

    return open_


def run_in_browser(page):
    page.locator(".st-own .md-button").click()
    message = page.locator(".st-message")
    page.wait_for_function("""() => {
      const text = document.querySelector(".st-message").textContent;
      return text && !/10 MB/.test(text);
    }""", timeout=60_000)
    return message.inner_text()


def test_python_can_lie_on_the_site_itself(open_page, address, pyodide):
    """pyodide: assets/pyodide/ in mkdocs.yml: from the site's first page."""
    asked = []

    def page_with_that(route):
        html = route.fetch().text()
        assert ADDRESS in html
        route.fulfill(
            body=html.replace(ADDRESS, "assets/pyodide/"),
            content_type="text/html",
        )

    def serve(route):
        asked.append(route.request.url)
        path = pyodide / route.request.url.rpartition("/")[2]
        route.fulfill(path=path, content_type=TYPES.get(path.suffix))

    def before(page):
        page.route(f"{address}en/step/", page_with_that)
        page.route(f"{address}assets/pyodide/**", serve)

    page = open_page("en/step/", before=before)
    assert "address bar" in run_in_browser(page)
    assert f"{address}assets/pyodide/pyodide.mjs" in asked
    assert page.wrong == []


def test_python_is_loaded_only_on_the_click(open_page):
    page = open_page("step/")
    page.wait_for_timeout(300)
    page.locator(".st-own select[name=T]").select_option("5")
    assert page.wrong == []


def test_the_readers_numbers_as_cpython_has_them(open_python):
    page = open_python("en/step/")
    numbers = {
        "W_in": "0.7", "W_re": "1.1", "b": "-0.2", "W_out": "0.3\n-1.5",
        "b_out": "0 1/3", "x": "1\n0.5\n-2\n3", "d": "-\n1 0\n-\n0.25 -0.5",
    }
    for name, text in numbers.items():
        page.locator(f".st-own [name={name}]").fill(text)
    page.locator(".st-own [name=f]").select_option("tanh")
    assert "address bar" in run_in_browser(page)
    rnn = RNN([[0.7]], [[1.1]], [-0.2], [[0.3], [-1.5]], [0, 1 / 3], f=tanh)
    xs = [[1.0], [0.5], [-2.0], [3.0]]
    ds = [None, [1.0, 0.0], None, [0.25, -0.5]]
    same(page.evaluate(ALL_STEPS), recorded(rnn, xs, ds), digits=12)
    assert page.locator("[data-node='u[4]']").count() == 1
    assert not page.locator(".st-whole").is_visible()
    page.locator(".st-groups button", has_text="gradients").click()
    address = page.url
    again = open_python(address.split("/", 3)[3])
    assert again.locator(".st-own [name=x]").input_value() == numbers["x"]
    assert again.locator(".st-own [name=T]").input_value() == "4"
    run_in_browser(again)
    assert step_of(again) == step_of(page)
    same(again.evaluate(ALL_STEPS), recorded(rnn, xs, ds), digits=12)


def test_a_wrong_number_in_the_browser_and_then_a_right_one(open_python):
    page = open_python("step/")
    page.locator(".st-own [name=b]").fill("0.1 zero 0.3")
    message = run_in_browser(page)
    assert "숫자를 확인해" in message
    assert "b[1] is 'zero', but it must be a number" in message
    assert step_of(page) == (1, 37)
    page.locator(".st-own [name=b]").fill("0.1 0 0.3")
    page.locator(".st-own .md-button").click()
    page.locator(".st-message", has_text="실행했습니다").wait_for()
    rnn, xs, ds = on_screen(float)
    rnn.b[1] = 0.0
    same(page.evaluate(ALL_STEPS), recorded(rnn, xs, ds), digits=12)


def test_t_and_n_re_resize_the_fields_and_run(open_python):
    page = open_python("en/step/")
    page.locator(".st-own [name=T]").select_option("6")
    page.locator(".st-own [name=n_re]").select_option("4")
    assert "address bar" in run_in_browser(page)
    fields = {
        name: page.locator(f".st-own [name={name}]").input_value()
        for name in FIELDS
    }
    rnn, xs, ds = stepper.numbers(fields)
    assert (len(xs), len(rnn.b)) == (6, 4)
    assert rnn.f is softsign
    same(page.evaluate(ALL_STEPS), recorded(rnn, xs, ds), digits=12)
    page.locator(".st-own [name=T]").select_option("1")
    page.locator(".st-own [name=n_re]").select_option("1")
    page.locator(".st-own .md-button").click()
    page.wait_for_function("!document.querySelector('[data-node=\"u[2]\"]')")
    assert step_of(page) == (1, 17)


def test_offline_it_says_so_and_tries_again(open_page):
    page = open_page(
        "en/step/",
        before=lambda page: page.route(
            f"{ADDRESS}**", lambda route: route.abort()),
    )
    for _ in range(2):
        message = run_in_browser(page)
        assert "could not be downloaded" in message
        assert ADDRESS in message
    page.locator("[data-do=next]").click()
    assert step_of(page) == (2, 37)


@pytest.mark.parametrize("k", range(len(stepper.PRESETS)))
def test_a_preset_fills_the_fields(open_page, k):
    page = open_page("en/step/")
    page.locator(".st-presets a").nth(k).click()
    page.wait_for_url("**/en/step/?*")
    page.locator(".st-message", has_text="Press Run").wait_for()
    fields = [*stepper.PRESETS.values()][k]
    for name, text in fields.items():
        shown = page.locator(f".st-own [name={name}]").input_value()
        assert shown.replace("\n", ";") == text
