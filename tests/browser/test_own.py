"""The reader's own numbers in the stepper: typed, run, kept.

How they are read, and what of them is refused, is in tests/site.
"""

import functools
import re
from urllib.parse import quote

import pytest
from browsing import ended, forbids, pyodide_at, to_english, workers
from conftest import ADDRESS, SETTINGS, read
from stepping import ALL_STEPS, PASTED, first, preset, recorded, same, step_of

from docs.browser.stepper import numbers
from docs.common.words import words
from rnn_pure import RNN, tanh

# --- the form and the address, without Python -------------------------------


def field(page, name):
    return page.locator(f".st-own [name={name}]")


def search_of(fields):
    lines = {name: text.replace("\n", ";") for name, text in fields.items()}
    return "?" + "&".join(f"{n}={quote(line)}" for n, line in lines.items())


def held(page):
    """What the form holds."""
    return {name: field(page, name).input_value() for name in first()}


def fill(page, fields):
    """Type that; of two fields one chooses instead."""
    for name, text in fields.items():
        there = field(page, name)
        (there.select_option if name == "f" else there.fill)(text)


def pressable(page, name):
    return page.locator(f".own-examples [value='{name}']")


def choose(page, name):
    pressable(page, name).click()


def run(page, where=".st-own"):
    page.locator(f"{where} .md-button--primary").click()


def mine():
    return first(x="1\n0.25", d="-\n2", f="tanh")


def test_the_presets_play_without_a_network(open_page):
    page = open_page("en/step/")
    page.wait_for_load_state("networkidle")
    page.context.set_offline(True)
    for name, says in words("presets", "en").items():
        button, fields = pressable(page, name), preset(name)
        assert button.inner_text() == says
        button.click()
        assert page.url.endswith(f"en/step/?preset={name}#step-1")
        assert button.get_attribute("aria-pressed") == "true"
        assert held(page) == fields
        assert page.locator(".st-app:focus").count() == 1
        same(page.evaluate(ALL_STEPS),
             recorded(*numbers.numbers(fields, "en")))
    choose(page, "")
    assert page.url.endswith("en/step/#step-1")
    assert step_of(page)[0] == 1
    assert page.locator("[data-node='x[3]']").count() == 1
    assert page.locator("[data-node='x[4]']").count() == 0
    # Chromium asks for the page's icon again at every address
    assert [what for what in page.wrong if "logo.svg" not in what] == []
    page.wrong.clear()


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


def test_what_was_typed_is_got_back_and_kept_over_a_reload(open_page):
    """Got back also where the browser keeps nothing."""
    for before in forbids("sessionStorage"), None:
        page = open_page("en/step/", before=before)
        assert pressable(page, "own").is_disabled()
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


def test_t_and_n_re_cut_and_give_back(open_page):
    page = open_page("en/step/")
    field(page, "d").fill("1\n-\n0.25")
    before = held(page)
    for size in "T", "n_re":
        field(page, size).select_option("1")
    assert [*held(page).values()] == ["1", "1", "0", "1", "0", "1", "1",
                                      "relu"]
    page.reload()
    for size, full in ("T", "3"), ("n_re", "2"):
        field(page, size).select_option(full)
    assert held(page) == before
    field(page, "T").select_option("6")
    field(page, "n_re").select_option("4")
    rnn, xs, ds = numbers.numbers(held(page), "en")
    assert (len(xs), len(rnn.b)) == (6, 4)
    assert ds[3:] == [None] * 3
    field(page, "x").fill("1\n0")
    assert field(page, "T").input_value() == "2"


def test_rows_that_are_pasted_are_counted_as_they_are_read(open_page):
    page = open_page("en/step/")
    for text, rows in PASTED.items():
        choose(page, "")
        field(page, "d").fill(text)
        field(page, "T").select_option("6")
        written = field(page, "d").input_value().split("\n")
        assert written[:len(rows)] == rows
        field(page, "x").fill(text)
        assert field(page, "T").input_value() == f"{len(rows)}"


@pytest.mark.parametrize("search", ["?h=gradient", "?utm_source=a&T=4", "?"])
def test_other_names_in_the_address_do_nothing(open_page, search):
    page = open_page(f"en/step/{search}#step-5")
    assert not page.locator(".own-link").is_visible()
    page.locator("[data-do=next]").click()
    assert page.url.endswith(f"{search.strip('?')}#step-6")


def test_a_link_with_numbers_shows_no_other_run(open_page):
    search = search_of(mine())
    page = open_page(f"en/step/{search}#step-20")
    here = page.url
    assert page.locator(".own-link").is_visible()
    assert "MB" in page.locator(".own-link .md-button--primary").inner_text()
    assert page.locator(".own-examples [aria-pressed=true]").count() == 0
    assert field(page, "x").input_value() == mine()["x"]
    page.keyboard.press("ArrowRight")
    page.evaluate("document.querySelector('[data-do=next]').focus()")
    page.keyboard.press("ArrowRight")  # nor can anything be pressed
    assert page.locator(".st-app[inert]").count() == 1
    assert page.url == here
    choose(page, "fcnn")
    choose(page, "link")  # and what came by the link is not lost
    assert field(page, "x").input_value() == mine()["x"]
    page = open_page(f"en/step/{search}#step-20")
    page.locator("[data-instead]").click()
    assert page.url.endswith("/en/step/#step-1")


@pytest.mark.parametrize("search", [None, "?preset=vanishing"])
def test_the_other_language_keeps_numbers_and_step(open_page, search):
    search = search or search_of(mine())
    page = open_page(f"step/{search}#step-20")
    held = page.url.split("/step/")[1]
    to_english(page)
    page.wait_for_url(lambda url: url.endswith(f"/en/step/{held}"))
    assert field(page, "x").input_value() == (
        mine() if "x=" in search else preset("vanishing"))["x"]


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
    page = open_page("en/step/?x=" + "1;" * 20_000)
    says = words("own", "en")["long"].format(most=numbers.LONGEST)
    told = page.locator(".own-link .own-status")
    assert says in told.text_content()
    page = open_page("en/step/")
    field(page, "x").fill("1" + " " * 100_000 + "2")
    run(page)
    assert says in page.locator("#own-x-wrong").text_content()
    assert workers(page) == []


# --- Python in the browser --------------------------------------------------


@pytest.fixture
def open_python(open_page, pyodide):
    """open_page where Pyodide's address answers."""
    pyodide.fails = None
    yield functools.partial(
        open_page, before=pyodide_at(pyodide.url), also=pyodide.url)
    pyodide.fails = None


MOST = re.compile(r"^[34]\.\d / 13\.5 MB$")  # all but pyodide.asm.wasm


def told(page, text, where=".st-own"):
    """Waits until the page says so."""
    page.locator(f"{where} .own-status", has_text=text).wait_for(
        timeout=60_000)


def says(key, lang="en"):
    return (words("python", lang) | words("own", lang))[key]


@pytest.fixture(scope="module")
def loaded(keep_open, pyodide):
    """A Korean page where a link's numbers have been run, at a second try."""
    page = keep_open(f"step/{search_of(mine())}#step-20",
                     pyodide_at(pyodide.url), also=pyodide.url)
    here, pyodide.fails = page.url, "cut off"
    button = page.locator(".own-link .md-button--primary")
    button.dblclick()
    told(page, says("offline", "ko"), ".own-link")
    assert page.url == here
    pyodide.fails = None
    button.dblclick()
    page.wait_for_function(
        "!document.querySelector('.st-app').inert", timeout=60_000)
    return page


def test_a_link_is_run_at_its_step(loaded):
    assert step_of(loaded)[0] == 20
    assert loaded.url.endswith("#step-20")
    same(loaded.evaluate(ALL_STEPS),
         recorded(*numbers.numbers(mine(), "en")), digits=12)


def test_the_readers_numbers_as_cpython_has_them(loaded):
    fields = {
        "W_in": "0.7", "W_re": "1.1", "b": "-0.2", "W_out": "0.3\n-1.5",
        "b_out": "0 1/3", "x": "1\n0.5\n-2\n3", "d": "없음\n1 0\n\n0.25 -0.5",
        "f": "tanh"}
    fill(loaded, fields)
    loaded.locator("[data-do=first]").click()
    loaded.locator("[data-do=next]").click(click_count=11)
    run(loaded)
    loaded.wait_for_url("**/step/?W_in=0.7*")
    assert step_of(loaded)[0] == 12  # it stays where one is
    assert loaded.url.endswith("#step-12")
    assert loaded.locator(".st-app:focus").count() == 1
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


HEIGHT = "document.documentElement.scrollHeight"


def test_a_wrong_number_is_shown_at_its_field(loaded):
    choose(loaded, "")
    field(loaded, "W_re").fill("0.1 0.4\n0 a")
    here, height = loaded.url, loaded.evaluate(HEIGHT)
    run(loaded)
    loaded.locator("#own-W_re-wrong", has_text="2행 2열의 ‘a’").wait_for()
    box, message = field(loaded, "W_re"), loaded.locator("#own-W_re-wrong")
    assert message.text_content().startswith("순환 가중치 Wre: ")
    assert message.locator("math").count() == 1  # as the field's own name
    assert message.get_attribute("role") == "alert"
    assert box.get_attribute("aria-describedby") == "own-W_re-wrong"
    assert box.get_attribute("aria-invalid") == "true"
    assert loaded.evaluate("document.activeElement.name") == "W_re"
    assert loaded.url == here
    assert loaded.evaluate(HEIGHT) == height
    box.fill("0.1 0.4\n0 0")
    assert message.text_content() == ""
    assert box.get_attribute("aria-invalid") == "false"
    run(loaded)
    told(loaded, says("done", "ko"))


def test_a_run_that_overflows_is_shown_and_says_so(loaded):
    fields = {
        "W_in": "1", "W_re": "1e200", "b": "0", "W_out": "1", "b_out": "0",
        "x": "[[1], [0], [0]]", "d": "[None, None, [0]]", "f": "identity"}
    choose(loaded, "")
    fill(loaded, fields)
    run(loaded)
    status = loaded.locator(".st-own .own-status")
    for _ in range(2):
        told(loaded, "t = 3에서 u 값이")
        assert status.locator("math").count() == 1
        assert status.evaluate(
            "node => node.getBoundingClientRect().top < innerHeight - 50")
        loaded.locator("[data-do=last]").click()
        assert loaded.locator("[data-name='u[3]'] [data-value=inf]").count()
        choose(loaded, "fcnn")
        assert status.inner_text() == ""
        choose(loaded, "own")  # its run is still there, and what is wrong


# Python starts, and is never there.
SLOW = """() => {
  window.Worker = class extends Worker {
    set onmessage(hear) {
      super.onmessage = (event) => {
        if (!window.slow || !(event.data.asking || event.data.answer))
          hear?.(event);
      };
    }
  };
  window.slow = true;
}"""


def test_in_a_worker_nothing_comes_twice_and_a_slow_start_is_told(
    open_python, pyodide
):
    """How much has come, too; a slow start is no network's fault."""
    page, asked = open_python("en/step/"), []
    page.on("request", lambda request: asked.append(
        request.url.rpartition("/")[2]))
    page.clock.install()
    page.evaluate(SLOW)
    field(page, "T").select_option("2")
    assert workers(page) == []  # nothing is loaded before it is asked for
    pyodide.fails = "silent"
    run(page)
    told(page, says("loading"))
    page.locator(".st-own .own-mb", has_text=MOST).wait_for()
    assert len(workers(page)) == 1
    page.locator("[data-do=next]").click()
    assert step_of(page)[0] == 2
    stop = page.locator(".st-own [data-stop]")
    stop.click()
    told(page, says("stopped"))
    ended(page)
    assert page.evaluate("document.activeElement.textContent") == says("run")
    assert not stop.is_visible()
    pyodide.fails = "503"
    run(page)
    told(page, says("offline"))
    pyodide.fails = None
    run(page)
    told(page, says("starting"))
    page.clock.run_for(290_000)
    told(page, says("starting"))
    page.clock.run_for(11_000)
    told(page, says("slow").format(seconds=300))
    ended(page)
    page.evaluate("window.slow = false")
    run(page)
    told(page, says("done"))
    held = "python_stdlib.zip", "pyodide-lock.json", "python.zip"
    assert [asked.count(name) for name in held] == [1, 1, 1]
    assert asked.count("pyodide.asm.wasm") == 3  # two did not come


def test_the_recorded_size_is_that_of_what_is_downloaded(files):
    script = read("docs/pages/assets/python.js")
    parts = re.findall(r'"(py[\w.-]+)"', script)
    assert len(parts) == 4
    size = int(re.search(r"pyodide_bytes: (\d+)", SETTINGS)[1])
    assert size == sum((files / part).stat().st_size for part in parts)


def test_a_download_that_fails_is_told_and_can_be_tried_again(
    open_python, pyodide
):
    page = open_python("en/step/")
    page.clock.install()
    field(page, "T").select_option("2")
    for pyodide.fails in "503", "503", "silent", "spoilt":
        run(page)
        if pyodide.fails == "silent":
            page.locator(".st-own .own-mb", has_text=MOST).wait_for()
            page.clock.run_for(21_000)
            told(page, says("silent").format(seconds=20))
        else:
            told(page, f"{says('offline')} {pyodide.url}pyodide.asm.wasm")
        ended(page)
    pyodide.fails = None  # and what is spoilt is not kept
    run(page)
    told(page, says("done"))


@pytest.mark.parametrize("name", ["python.js", "python.zip"])
def test_the_sites_own_file_is_blamed_for_itself(open_python, address, name):
    page = open_python("step/")
    page.route(f"**/assets/{name}", lambda route: route.fulfill(status=404))
    field(page, "T").select_option("2")
    run(page)
    told(page, f"{says('site', 'ko')} {address}assets/{name}")
    page.wrong.clear()


# --- from a folder ----------------------------------------------------------


def test_from_a_file_python_comes_if_it_can(open_file, folder, pyodide):
    pyodide.fails = None
    html = read(folder / "step" / "index.html")
    assert ADDRESS in html
    there, nowhere = folder / "step" / "other.html", "http://127.0.0.1:9/"
    for url, told_then in ((pyodide.url, says("done", "ko")),
                           (nowhere, words("offline", "ko")["offline"])):
        there.write_text(html.replace(ADDRESS, url), encoding="utf-8")
        page = open_file("step/other.html", also=url)
        field(page, "T").select_option("2")
        run(page)
        if url != nowhere:  # while Python is on its way
            field(page, "f").select_option("relu")
        told(page, told_then)
        assert page.url.endswith("#step-1") == (url != nowhere)
    there.unlink()
