"""The copy of the site that opens from a folder: whole, and alive on file://.

Its own numbers are in test_own.py, where there is a Pyodide.
"""

import functools
import http.server
import json
import re
import shutil
import subprocess
import sys
import threading

import pytest
from conftest import ROOT, Quiet

pytest.importorskip("mkdocs", reason="needs the docs extra")
from test_browser import EVERY_PAGE

from docs.build import built, offline

# --- as files ---------------------------------------------------------------


def test_every_link_leads_to_a_file(folder):
    pages = built.pages(folder)
    assert len(pages) == len(EVERY_PAGE)
    assert [*built.lost(folder, pages, from_file=True)] == []


@pytest.mark.parametrize("home", ["", "en/"])
def test_what_search_finds_is_a_file(site, folder, home):
    script = (folder / home / "search/search_index.js").read_text("utf-8")
    docs = json.loads(script.removeprefix("var __index = "))["docs"]
    places = [doc["location"].split("#")[0] for doc in docs]
    assert "index.html" in places
    assert all((folder / home / place).is_file() for place in places)
    was = site / home / "search/search_index.json"
    assert len(docs) == len(json.loads(was.read_text("utf-8"))["docs"])


def test_nobody_is_sent_to_look_at_the_network(folder):
    for path in folder.rglob("*.html"):
        html = path.read_text(encoding="utf-8")
        found = re.search("네트워크를 확인|[Cc]heck the network", html)
        assert not found, path


def test_a_link_to_no_file_is_refused(site, tmp_path):
    shutil.copytree(site, tmp_path / "site")
    (tmp_path / "site" / "lost.html").write_text('<a href="no/">', "utf-8")
    done = subprocess.run(
        [sys.executable, "-m", "docs.build.offline",
         str(tmp_path / "site"), str(tmp_path / "a.zip")],
        cwd=ROOT, capture_output=True, encoding="utf-8",
    )
    assert done.returncode != 0
    assert "lost.html: the link 'no/' leads nowhere" in done.stderr
    assert not (tmp_path / "a.zip").exists()


# --- in the browser, from file:// -------------------------------------------


def test_every_page_opens_and_has_its_font(open_file, folder):
    page = open_file("index.html")
    for path in EVERY_PAGE:
        page.goto((folder / path / "index.html").as_uri())
        assert page.locator("h1").count() == 1
        fonts = page.evaluate(
            "document.fonts.ready.then(() =>"
            " [...document.fonts].map(({ status }) => status))"
        )
        assert fonts
        assert "error" not in fonts
    assert page.wrong == []


@pytest.mark.parametrize(("path", "words", "there"), [
    ("index.html", "전파", "역전파"),
    ("learn/bptt/index.html", "역전파", "역전파"),
    ("en/index.html", "backpropagation", "ackpropagation"),
    ("en/learn/rtrl/index.html", "truncated", "runcated"),
])
def test_search_finds_and_opens_a_page(open_file, path, words, there):
    page = open_file(path)
    page.locator(".md-search__input").click()
    page.locator(".md-search__input").type(words, delay=30)
    page.keyboard.press("End")  # Hangul is inserted without a key of its own
    first = page.locator(".md-search-result__item a").first
    first.wait_for(timeout=10_000)
    assert there in page.locator(".md-search-result__list").inner_text()
    first.click()
    page.wait_for_url(re.compile(r"\.html\?h="))
    assert there in page.locator("article").inner_text()
    assert ("/rnn_pure-site/en/" in page.url) == path.startswith("en/")
    assert page.wrong == []


def test_steps_examples_and_the_other_language(open_file):
    page = open_file("step/index.html")
    page.locator("[data-do=next]").click()
    assert page.url.endswith("step/index.html#step-2")
    page.locator(".own-examples [value=vanishing]").click()
    page.locator("[data-do=next]").click()
    page.locator(".md-select").hover()
    page.locator('.md-select a[hreflang="en"]').click()
    page.wait_for_url(
        lambda url: url.endswith("en/step/index.html?preset=vanishing#step-2")
    )
    assert page.locator("output").inner_text().startswith("2 /")
    assert page.wrong == []


def test_a_figure_answers_and_a_symbol_lights(open_file):
    page = open_file("learn/vanishing/index.html")
    said = page.locator(".fig-say").first.inner_text()
    page.locator("[data-figure] [type=range]").first.press("End")
    assert page.locator(".fig-say").first.inner_text() != said
    page.locator('#eq-9 [data-sym="W_re"]').first.hover()
    assert page.locator("#eq-9 .lit").count() > 1
    assert page.wrong == []


def test_a_module_comes_with_what_it_imports(browser, tmp_path):
    for name, text in {
        "a.js": 'import { two } from "./b.js";\ndocument.title += two;',
        "b.js": 'import { one } from "./c.js";\n'
                "export const two = `${one}둘`;",
        "c.js": 'export const one = "하나";',
    }.items():
        (tmp_path / name).write_text(text, encoding="utf-8")
    html = '<script src="a.js" type="module"></script>' * 2  # runs once
    path = tmp_path / "index.html"
    path.write_text(offline.page(html, path, tmp_path), encoding="utf-8")
    page = browser.new_page()
    page.goto(path.as_uri())
    assert page.title() == "하나둘"
    page.close()


def test_the_copy_can_be_served_as_well(browser, folder):
    handler = functools.partial(Quiet, directory=str(folder))
    server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), handler)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    page = browser.new_page()
    page.goto(f"http://127.0.0.1:{server.server_port}/en/")
    page.locator(".md-search__input").click()
    page.locator(".md-search__input").type("backpropagation", delay=30)
    page.locator(".md-search-result__item a").first.wait_for(timeout=10_000)
    page.close()
    server.shutdown()
    server.server_close()
