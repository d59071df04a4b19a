"""The reader's own numbers in the stepper: read, refused, run, kept."""

import functools
import json
import re
import time
from urllib.parse import quote

import pytest
from conftest import ADDRESS, pyodide_at
from test_stepper import ALL_STEPS, PAGES, ROOT, recorded, same, step_of

from docs.browser.stepper import numbers
from docs.build.boxes import own
from docs.common.words import words
from rnn_pure import RNN, bptt, forward, tanh
from rnn_pure.examples import on_screen

FIELDS = numbers.as_text(*on_screen(float))
CASES = {
    name: {key: text.replace(";", "\n") for key, text in case.items()}
    for name, case in own.PRESETS.items()
}


# --- what is read and what is refused ---------------------------------------


def refused(field, text, lang):
    asked = {"fields": {**FIELDS, field: text}, "lang": lang}
    error = json.loads(numbers.answer(json.dumps(asked)))["error"]
    return error["field"], error["says"]


@pytest.mark.parametrize(("field", "text", "ko", "en"), [
    ("W_in", "0.5 a\n0.2 0.8\n-0.6 0.4", "1행 2열의 ‘a’ 대신",
     "‘a’ in row 1, column 2 is no number"),
    ("W_re", "1 2 3\n4 5 6", "2행이 있습니다. 상태의 크기 n_re = 3이므로",
     "needed: 3, the size of the state n_re"),
    ("W_re", " \n", "비어 있습니다", "Nothing is written here"),
    ("b", "1 2", "수가 2개 있습니다. 상태의 크기 n_re = 3", "needed: 3"),
    ("b", "1 zero 3", "2번째 자리의 ‘zero’", "‘zero’ in place 2"),
    ("x", "1 0\n1\n1 1", "2행에 수가 1개 있습니다. 입력의 크기 n_in = 2",
     "in row 2: 1. The numbers needed: 2, the size of the input"),
    ("x", "1 0\n" * 7, "시점의 수 T = 7인데", "at most 6"),
    ("d", "0.5\n0.5", "2행이 있습니다. 시점의 수 T = 3", "needed: 3"),
    ("d", "0.5\nnan\n1", "2행 1열의 ‘nan’", "‘nan’ in row 2, column 1"),
    ("d", "1/0\n0\n0", "1행 1열의 ‘1/0’", "‘1/0’ in row 1, column 1"),
    ("d", "1\n2\n3 4", "출력의 크기 n_out = 1", "size of the output n_out"),
    ("b_out", "1e999", "‘1e999’처럼 큰 수로는", "‘1e999’ in place 1 is too"),
    ("b_out", "x" * 99, "x…’ 대신", "x…’ in place 1"),
    ("x", "1 0\n" * 20_000, "1000자까지", "at most 1000 characters"),
    ("f", "cos", "‘cos’ 대신 tanh, ", "‘cos’ is unknown here"),
])
def test_what_is_wrong_is_said_in_the_pages_language(field, text, ko, en):
    for lang, part in ("ko", ko), ("en", en):
        where, says = refused(field, text, lang)
        assert where == field
        assert part in says
        assert not re.search(r"\b(xs|ds|None)\b|\[\d", says)
        assert bool(re.search("[가-힣]", says)) == (lang == "ko")


def test_what_the_package_says_has_words_before_it(monkeypatch):
    def fails(*args):
        raise ValueError("as it says")

    monkeypatch.setattr(numbers, "run", fails)
    assert refused("b", FIELDS["b"], "ko") == (
        None, words("own", "ko")["package"].format(error="as it says")
    )


@pytest.mark.parametrize("lang", ["ko", "en"])
def test_fractions_commas_and_full_width_signs_are_read(lang):
    written = {**FIELDS, "b": "1/2, −0.25 ,1e-1", "W_out": "－１．５，　½ 0"}
    rnn, _, _ = numbers.numbers(written, lang)
    assert rnn.b == [0.5, -0.25, 0.1]
    assert rnn.W_out == [[-1.5, 0.5, 0.0]]


@pytest.mark.parametrize("d", [
    "-\n1\n-", "\n1\n", "None\n1\nnone", "없음;1;–", "\n1\n\n\n", "－\n1\n—"])
def test_a_step_without_target(d):
    _, _, ds = numbers.numbers({**FIELDS, "d": d}, "ko")
    assert ds == [None, [1.0], None]


def test_no_target_at_all():
    _, _, ds = numbers.numbers({**FIELDS, "d": " \n "}, "ko")
    assert ds == [None] * 3


def test_the_fields_hold_the_same_numbers_back():
    assert numbers.numbers(FIELDS, "en") == on_screen(float)


@pytest.mark.parametrize("name", own.PRESETS)
def test_the_presets_show_what_they_are_named_after(name):
    rnn, xs, ds = numbers.numbers(CASES[name], "en")
    gradients = bptt(rnn, forward(rnn, xs), ds)
    first, last = (
        max(map(abs, gradients.delta_re[t])) for t in (1, len(xs)))
    if name == "vanishing":
        assert first < last / 100
    elif name == "exploding":
        assert first > last * 100
    elif name == "many-to-one":
        assert [d is None for d in ds] == [True] * (len(ds) - 1) + [False]
    else:
        assert (name, len(xs)) == ("fcnn", 1)


# --- the form and the address, without Python -------------------------------


def field(page, name):
    return page.locator(f".st-own [name={name}]")


def search_of(fields):
    lines = {name: text.replace("\n", ";") for name, text in fields.items()}
    return "?" + "&".join(f"{n}={quote(line)}" for n, line in lines.items())


def choose(page, name):
    page.locator(f".own-examples [value='{name}']").click()


def run(page, where=".st-own"):
    page.locator(f"{where} .md-button--primary").click()


def workers(page):
    return [one for one in page.workers if one.url.endswith("/python.js")]


MINE = {**FIELDS, "x": "1 0\n0.25 1", "d": "-\n2", "f": "tanh"}


@pytest.mark.parametrize(("path", "lang"), [*zip(PAGES, ("ko", "en"))])
def test_the_presets_play_without_a_network(open_page, path, lang):
    page = open_page(path)
    page.wait_for_load_state("networkidle")
    page.context.set_offline(True)
    for name, fields in CASES.items():
        button = page.locator(f".own-examples [value={name}]")
        assert button.inner_text() == words("presets", lang)[name]
        choose(page, name)
        assert page.url.endswith(f"{path}?preset={name}#step-1")
        assert button.get_attribute("aria-pressed") == "true"
        assert {n: field(page, n).input_value() for n in fields} == fields
        assert page.evaluate("document.activeElement === app")
        said = page.locator(".st-say").text_content()
        assert bool(re.search("[가-힣]", said)) == (lang == "ko")
        if lang == "en":
            same(page.evaluate(ALL_STEPS),
                 recorded(*numbers.numbers(fields, lang)))
    choose(page, "")
    assert page.url.endswith(f"{path}#step-1")
    assert step_of(page)[0] == 1
    assert page.locator("[data-node='x[3]']").count() == 1
    assert page.locator("[data-node='x[4]']").count() == 0
    # Chromium asks for the page's icon again at every address
    assert [what for what in page.wrong if "logo.svg" not in what] == []


def test_a_link_to_a_presets_step_and_to_none(open_page):
    page = open_page("step/?preset=exploding#step-9")
    assert step_of(page)[0] == 9
    assert page.url.endswith("step/?preset=exploding#step-9")
    page = open_page("step/?preset=exploding#step-67")  # a longer run
    assert page.url.endswith("#step-67")
    assert field(page, "f").input_value() == "identity"
    for name in "constructor", "own":
        page = open_page(f"step/?preset={name}")
        text = page.locator(".st-own .own-status").inner_text()
        assert text == words("own", "ko")["no_example"]
        assert page.wrong == []


def test_what_was_typed_is_got_back_and_kept_over_a_reload(open_page):
    page = open_page("en/step/")
    assert page.locator(".own-examples [value=own]").is_disabled()
    field(page, "b").fill("7 8 9")
    choose(page, "vanishing")
    assert field(page, "b").input_value() == "0 0"
    choose(page, "own")
    assert field(page, "b").input_value() == "7 8 9"
    field(page, "b").fill("7 8")
    page.reload()
    assert field(page, "b").input_value() == "7 8"
    choose(page, "")
    page.reload()
    choose(page, "own")
    assert field(page, "b").input_value() == "7 8"
    assert page.wrong == []


def test_it_works_where_the_browser_keeps_nothing(open_page):
    page = open_page("en/step/", before=lambda page: page.add_init_script(
        "Object.defineProperty(window, 'sessionStorage',"
        "{ get() { throw new Error('forbidden') } })"))
    field(page, "b").fill("7 8 9")
    choose(page, "vanishing")
    choose(page, "own")
    assert field(page, "b").input_value() == "7 8 9"
    assert page.wrong == []


def test_t_and_n_re_cut_and_give_back(open_page):
    page = open_page("en/step/")
    field(page, "d").fill("1\n-\n0.25")
    before = {name: field(page, name).input_value() for name in FIELDS}
    for size in "T", "n_re":
        field(page, size).select_option("1")
    assert [field(page, name).input_value() for name in FIELDS] == [
        "0.5 -0.3", "0.1", "0.1", "0.9", "0.1", "1 0", "1", "softsign"]
    page.reload()
    for size in "T", "n_re":
        field(page, size).select_option("3")
    after = {name: field(page, name).input_value() for name in FIELDS}
    assert after == before
    field(page, "T").select_option("6")
    field(page, "n_re").select_option("4")
    made = {name: field(page, name).input_value() for name in FIELDS}
    rnn, xs, ds = numbers.numbers(made, "en")
    assert (len(xs), len(rnn.b)) == (6, 4)
    assert ds[3:] == [None] * 3
    field(page, "x").fill("1 0\n1 1")
    assert field(page, "T").input_value() == "2"


@pytest.mark.parametrize("search", ["?h=gradient", "?utm_source=a&T=4", "?"])
def test_other_names_in_the_address_do_nothing(open_page, search):
    page = open_page(f"en/step/{search}#step-5")
    assert not page.locator(".own-link").is_visible()
    page.locator("[data-do=next]").click()
    assert page.url.endswith(f"{search.strip('?')}#step-6")
    assert page.wrong == []


def test_a_link_with_numbers_shows_no_other_run(open_page):
    search = search_of(MINE)
    page = open_page(f"en/step/{search}#step-20")
    here = page.url
    assert page.locator(".own-link").is_visible()
    assert "MB" in page.locator(".own-link .md-button--primary").inner_text()
    assert page.locator(".own-examples [aria-pressed=true]").count() == 0
    assert field(page, "x").input_value() == MINE["x"]
    page.keyboard.press("ArrowRight")
    page.evaluate("document.querySelector('[data-do=next]').focus()")
    page.keyboard.press("ArrowRight")
    with pytest.raises(Exception, match="Timeout"):
        page.locator("[data-do=next]").click(timeout=300)
    assert page.url == here
    choose(page, "fcnn")
    choose(page, "link")  # and what came by the link is not lost
    assert field(page, "x").input_value() == MINE["x"]
    page = open_page(f"en/step/{search}#step-20")
    page.locator("[data-instead]").click()
    assert page.url.endswith("/en/step/#step-1")
    assert page.wrong == []


@pytest.mark.parametrize("search", [search_of(MINE), "?preset=vanishing"])
def test_the_other_language_keeps_numbers_and_step(open_page, search):
    page = open_page(f"step/{search}#step-20")
    held = page.url.split("/step/")[1]
    page.locator(".md-select").hover()
    page.locator('.md-select a[hreflang="en"]').click()
    page.wait_for_url(lambda url: url.endswith(f"/en/step/{held}"))
    assert field(page, "x").input_value() == (
        MINE if "x=" in search else CASES["vanishing"])["x"]


def test_an_unknown_f_is_said_at_once(open_page):
    page = open_page("step/?f=bogus#step-3")
    told = page.locator(".own-link .own-status").text_content()
    assert "셀의 활성화 함수" in told
    assert "‘bogus’ 대신 tanh" in told
    assert field(page, "f").get_attribute("aria-invalid") == "true"
    run(page, ".own-link")
    assert page.evaluate("document.activeElement.name") == "f"
    assert workers(page) == []


def test_what_is_too_long_freezes_nothing(open_page):
    began = time.monotonic()
    page = open_page("en/step/?x=" + "1;" * 20_000)
    told = page.locator(".own-link .own-status").text_content()
    assert "at most 1000 characters" in told
    page = open_page("en/step/")
    page.evaluate("""() => {
      const area = document.querySelector(".st-own [name=x]");
      area.value = "1" + " ".repeat(100000) + "2";
      area.dispatchEvent(new Event("input", { bubbles: true }));
    }""")
    run(page)
    told = page.locator("#own-x-wrong").text_content()
    assert "at most 1000 characters" in told
    assert workers(page) == []
    assert time.monotonic() - began < 15
    began = time.monotonic()
    refused("x", "1" + " " * 100_000 + "2", "en")
    assert time.monotonic() - began < 1


# --- Python in the browser --------------------------------------------------


@pytest.fixture
def open_python(open_page, elsewhere):
    """open_page where Pyodide's address answers; elsewhere.fails is reset."""
    elsewhere.fails = None
    yield functools.partial(open_page, before=pyodide_at(elsewhere.url))
    elsewhere.fails = None


MOST = re.compile(r"^[34]\.\d / 13\.5 MB$")  # all but pyodide.asm.wasm


def told(page, text):
    """Waits until the page says so."""
    page.locator(".st-own .own-status", has_text=text).wait_for(
        timeout=60_000)


@pytest.fixture(scope="module")
def loaded(browser, address, elsewhere):
    """A Korean page where Python has been loaded."""
    page = browser.new_page(viewport={"width": 1280, "height": 900})
    pyodide_at(elsewhere.url)(page)
    page.goto(address + "step/")
    field(page, "b").fill("0 0 0")
    run(page)
    field(page, "f").select_option("relu")  # while Python is on its way
    told(page, "실행했습니다")
    yield page
    page.close()


def test_the_readers_numbers_as_cpython_has_them(loaded):
    fields = {
        "W_in": "0.7", "W_re": "1.1", "b": "-0.2", "W_out": "0.3\n-1.5",
        "b_out": "0 1/3", "x": "1\n0.5\n-2\n3", "d": "없음\n1 0\n\n0.25 -0.5",
    }
    for name, text in fields.items():
        field(loaded, name).fill(text)
    field(loaded, "f").select_option("tanh")
    loaded.locator("[data-do=next]").click(click_count=11)
    before = step_of(loaded)[0]
    run(loaded)
    loaded.wait_for_url("**/step/?W_in=0.7*")
    assert step_of(loaded)[0] == before == 12  # it stays where one is
    assert loaded.url.endswith("#step-12")
    assert loaded.evaluate("document.activeElement === app")
    rnn = RNN([[0.7]], [[1.1]], [-0.2], [[0.3], [-1.5]], [0, 1 / 3], f=tanh)
    xs = [[1.0], [0.5], [-2.0], [3.0]]
    ds = [None, [1.0, 0.0], None, [0.25, -0.5]]
    same(loaded.evaluate(ALL_STEPS), recorded(rnn, xs, ds), digits=12)
    assert loaded.locator("[data-node='u[4]']").count() == 1
    here = loaded.url
    choose(loaded, "fcnn")
    choose(loaded, "own")  # its run is still there
    assert loaded.url.split("#")[0] == here.split("#")[0]
    assert loaded.locator("[data-node='u[4]']").count() == 1


def test_a_wrong_number_is_shown_at_its_field(loaded):
    choose(loaded, "")
    field(loaded, "W_re").fill("0.1 0.4 -0.2\n0 a 0\n0 0 0")
    before = loaded.url, loaded.evaluate("scrollY")
    height = loaded.evaluate("document.documentElement.scrollHeight")
    run(loaded)
    loaded.locator("#own-W_re-wrong", has_text="2행 2열의 ‘a’").wait_for()
    box, message = field(loaded, "W_re"), loaded.locator("#own-W_re-wrong")
    assert message.text_content().startswith("순환 가중치 Wre: ")
    assert message.locator("math").count() == 1  # as the field's own name
    assert message.get_attribute("role") == "alert"
    assert box.get_attribute("aria-describedby") == "own-W_re-wrong"
    assert box.get_attribute("aria-invalid") == "true"
    assert loaded.evaluate("document.activeElement.name") == "W_re"
    assert loaded.url == before[0]
    assert loaded.evaluate(
        "document.documentElement.scrollHeight") == height
    box.fill("0.1 0.4 -0.2\n0 0 0\n0 0 0")
    assert message.text_content() == ""
    assert box.get_attribute("aria-invalid") == "false"
    run(loaded)
    told(loaded, "실행했습니다")


def test_python_lies_in_a_worker_and_shows_how_much_has_come(
    open_python, elsewhere
):
    page = open_python("en/step/")
    field(page, "T").select_option("2")
    assert workers(page) == []  # nothing is loaded before it is asked for
    elsewhere.fails = "silent"
    run(page)
    told(page, "Downloading Python")
    page.locator(".st-own .own-mb", has_text=MOST).wait_for()
    assert len(workers(page)) == 1
    page.locator("[data-do=next]").click()
    assert step_of(page)[0] == 2
    page.locator(".st-own [data-stop]").click()
    told(page, "Stopped")
    assert workers(page) == []
    assert page.evaluate("document.activeElement.textContent") == (
        words("own", "en")["run"])
    assert not page.locator(".st-own [data-stop]").is_visible()


def test_the_recorded_size_is_that_of_what_is_downloaded(files):
    script = (ROOT / "docs/pages/assets/python.js").read_text("utf-8")
    parts = re.findall(r'"(py[\w.-]+)"', script)
    assert len(parts) == 4
    settings = (ROOT / "mkdocs.yml").read_text("utf-8")
    size = int(re.search(r"pyodide_bytes: (\d+)", settings)[1])
    assert size == sum((files / part).stat().st_size for part in parts)


@pytest.mark.parametrize("fails", ["503", "spoilt", "silent"])
def test_a_download_that_fails_is_told_and_can_be_tried_again(
    open_python, elsewhere, fails
):
    page = open_python("en/step/")
    page.clock.install()
    field(page, "T").select_option("2")
    elsewhere.fails = fails
    for _ in range(2):
        run(page)
        if fails == "silent":
            page.locator(".st-own .own-mb", has_text=MOST).wait_for()
            page.clock.run_for(21_000)
            told(page, "Nothing came for 20 seconds")
        else:
            told(page, f"{elsewhere.url}pyodide.asm.wasm")
            told(page, "Python could not be downloaded")
        assert workers(page) == []


def test_what_the_sites_policy_forbids_is_told(open_python):
    page = open_python("en/step/")
    script = (ROOT / "docs/pages/assets/python.js").read_text("utf-8")
    page.route("**/assets/python.js", lambda route: route.fulfill(
        body=script, content_type="text/javascript",
        headers={"Content-Security-Policy": "default-src 'self'"}))
    field(page, "T").select_option("2")
    run(page)
    told(page, "Python could not be downloaded")


@pytest.mark.parametrize("name", ["python.js", "python.zip"])
def test_the_sites_own_file_is_blamed_for_itself(open_python, address, name):
    page = open_python("step/")
    page.route(f"**/assets/{name}", lambda route: route.fulfill(status=404))
    field(page, "T").select_option("2")
    run(page)
    told(page, "이 사이트의 파일을 읽을 수 없습니다")
    told(page, f"{address}assets/{name}")


def test_python_can_lie_on_the_site_itself(open_page, address):
    """pyodide: assets/pyodide/ in mkdocs.yml: from the site's first page."""
    page = open_page("en/step/", before=pyodide_at("assets/pyodide/"))
    field(page, "T").select_option("2")
    run(page)
    told(page, "could not be downloaded")
    told(page, f"{address}assets/pyodide/")


def test_a_link_is_run_at_its_step_at_the_second_try(open_python, elsewhere):
    page = open_python(f"en/step/{search_of(MINE)}#step-20")
    here, elsewhere.fails = page.url, "cut off"
    page.locator(".own-link .md-button--primary").dblclick()
    page.locator(".own-link .own-status", has_text="again").wait_for()
    assert page.url == here
    elsewhere.fails = None
    page.locator(".own-link .md-button--primary").dblclick()
    page.wait_for_function(
        "!document.querySelector('.st-app').inert", timeout=60_000)
    assert page.evaluate("now") + 1 == 20
    assert page.url.endswith("#step-20")
    same(page.evaluate(ALL_STEPS),
         recorded(*numbers.numbers(MINE, "en")), digits=12)


# --- from a folder ----------------------------------------------------------


@pytest.mark.parametrize(("home", "done", "missing"), [
    ("", "실행했습니다", "인터넷에서 내려받아야 하는데, 내려받지 못했습니다"),
    ("en/", "the run with these numbers", "it comes from the internet"),
])
def test_from_a_file_python_comes_if_it_can(
    open_file, folder, elsewhere, home, done, missing
):
    step = folder / home / "step"
    html = (step / "index.html").read_text(encoding="utf-8")
    assert ADDRESS in html
    try:
        for url, told_then in (
            (elsewhere.url, done), ("http://127.0.0.1:9/", missing),
        ):
            (step / "other.html").write_text(
                html.replace(ADDRESS, url), encoding="utf-8"
            )
            page = open_file(f"{home}step/other.html")
            field(page, "T").select_option("2")
            run(page)
            told(page, told_then)
            assert page.url.endswith("#step-1") == (told_then == done)
    finally:
        (step / "other.html").unlink()
