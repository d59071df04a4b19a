"""The site under an address of its own, as a fork has it, and without one.

One build, for a place below the server's root, serves all tests. Needs the
docs extra; without it these tests are skipped with that reason.
"""

import functools
import http.server
import re
import shutil
import threading
import xml.etree.ElementTree as ET

import pytest
from conftest import ROOT, Quiet, build, opener

pytest.importorskip("mkdocs", reason="needs the docs extra")
pytest.importorskip("math_core", reason="needs the docs extra")

from docs.build import built, offline

HOME = "https://someone.github.io/rnn_pure/"
REPO = "https://github.com/someone/rnn_pure"
NAMES = {
    "": "http://www.sitemaps.org/schemas/sitemap/0.9",
    "x": "http://www.w3.org/1999/xhtml",
}
FOLDERS = {"ko": "", "en": "en"}


@pytest.fixture(scope="module")
def deep(tmp_path_factory):
    """The folder of the site on its server, built as site.yml builds it."""
    site = tmp_path_factory.mktemp("server") / "rnn_pure"
    home = HOME.rstrip("/")  # as GitHub may say it
    done = build(ROOT, site, SITE_URL=home, REPO_URL=REPO)
    assert done.returncode == 0, done.stderr
    return site


def texts(site):
    """Every page but 404: its address, and its HTML."""
    for path in sorted(site.rglob("index.html")):
        end = path.relative_to(site).as_posix().removesuffix("index.html")
        yield HOME + end, path.read_text(encoding="utf-8")


def in_each_language(address):
    page = address.removeprefix(HOME).removeprefix("en/")
    english = f"{HOME}en/{page}"
    return {"ko": HOME + page, "en": english, "x-default": english}


# --- search engines ---------------------------------------------------------


def test_the_sitemap_has_every_page_in_both_languages(deep):
    rows = ET.parse(deep / "sitemap.xml").findall("url", NAMES)
    assert not [row for row in rows if row.find("lastmod", NAMES) is not None]
    addresses = [row.find("loc", NAMES).text for row in rows]
    assert sorted(addresses) == sorted(address for address, _ in texts(deep))
    assert len(addresses) > 50
    for address, row in zip(addresses, rows):
        assert {
            link.get("hreflang"): link.get("href")
            for link in row.findall("x:link", NAMES)
        } == {lang: in_each_language(address)[lang] for lang in FOLDERS}


def test_every_page_says_where_it_and_its_twin_are(deep):
    for address, html in texts(deep):
        assert re.findall('<link rel="canonical" href="(.*?)">', html) == [
            address
        ]
        links = re.findall(
            '<link rel="alternate " hreflang="(.*?)" href="(.*?)">', html
        )
        assert dict(links) == in_each_language(address)
        assert len(links) == 3
        assert "rel=\"alternate\"" not in html  # which Material's script sees


# --- links ------------------------------------------------------------------


def test_a_site_below_the_servers_root_is_whole(deep):
    pages = built.pages(deep)
    assert [*built.lost(deep, pages)] == []
    for folder in FOLDERS.values():
        first = (deep / folder / "index.html").read_text("utf-8")
        assert f'<a href="{REPO}">{REPO}</a></li>' in first
        assert f'<a href="{REPO}" title=' in first  # in the header


def test_it_works_there(browser, deep):
    """Also a page that is not there, and without asking anyone else."""
    shutil.copy(deep / "404.html", deep.parent)  # as GitHub answers
    handler = functools.partial(Quiet, directory=str(deep.parent))
    with http.server.ThreadingHTTPServer(("127.0.0.1", 0), handler) as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        address = f"http://127.0.0.1:{server.server_port}/rnn_pure/"
        opened = opener(browser, address)
        page = next(opened)("learn/bptt/")
        page.locator(".md-tabs a").first.click()
        page.wait_for_url(address)
        page.locator(".md-select").hover()
        page.locator('.md-select a[hreflang="en"]').click()
        page.wait_for_url(f"{address}en/")
        page.locator(".md-search__input").click()
        page.locator(".md-search__input").type("equation 5", delay=30)
        page.locator(f".md-search-result__item a[href^='{address}en/learn/']"
                     ).first.wait_for(timeout=10_000)
        page.goto(f"{address}en/step/")
        page.locator("[data-do=next]").click()
        assert page.url == f"{address}en/step/#step-2"
        assert page.wrong == []
        page.goto(f"{address}nowhere/at/all/")
        colour = "header => getComputedStyle(header).backgroundColor"
        header = page.locator(".md-header")
        assert header.evaluate(colour) == "rgb(33, 68, 61)"  # it has its style
        page.get_by_text("Go to the start").click()
        page.wait_for_url(f"{address}en/")
        assert len(page.wrong) == 1  # the page that is not there
        next(opened, None)
        server.shutdown()


def test_its_copy_that_opens_from_a_folder_is_whole(deep, tmp_path):
    offline.write(deep, tmp_path / "copy")
    assert not (tmp_path / "copy" / "sitemap.xml").exists()


# --- and without an address -------------------------------------------------


def test_without_an_address_nothing_is_said_of_one(site):
    assert [*site.glob("sitemap*")] == []
    for _, html in texts(site):
        for word in "canonical", "alternate", "md-source":
            assert word not in html.split("<article")[0]
