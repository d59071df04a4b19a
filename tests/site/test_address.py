"""The site under an address of its own, as a fork has it, and without one.

Needs the docs extra; without it these tests are skipped with that reason.
"""

import re
import xml.etree.ElementTree as ET

import pytest
from browsing import HOME
from conftest import BELOW, REPO, read

pytest.importorskip("math_core", reason="needs the docs extra")

from docs.build import built, offline

NAMES = {
    "": "http://www.sitemaps.org/schemas/sitemap/0.9",
    "x": "http://www.w3.org/1999/xhtml",
}


def texts(site):
    """Every page but 404: its address, and its HTML."""
    for path in sorted(site.rglob("index.html")):
        end = path.relative_to(site).as_posix().removesuffix("index.html")
        yield BELOW + end, read(path)


def in_each_language(address):
    page = address.removeprefix(BELOW).removeprefix("en/")
    english = f"{BELOW}en/{page}"
    return {"ko": BELOW + page, "en": english, "x-default": english}


# --- search engines ---------------------------------------------------------


def test_the_sitemap_has_every_page_in_both_languages(deep):
    rows = ET.parse(deep / "sitemap.xml").findall("url", NAMES)
    assert not [row for row in rows if row.find("lastmod", NAMES) is not None]
    addresses = [row.find("loc", NAMES).text for row in rows]
    assert sorted(addresses) == sorted(address for address, _ in texts(deep))
    assert len(addresses) == 6
    for address, row in zip(addresses, rows):
        assert {
            link.get("hreflang"): link.get("href")
            for link in row.findall("x:link", NAMES)
        } == {lang: in_each_language(address)[lang] for lang in HOME}


def test_every_page_says_where_it_and_its_twin_are(deep):
    for address, html in texts(deep):
        assert re.findall('<link rel="canonical" href="(.*?)">', html) == [
            address]
        links = re.findall(
            '<link rel="alternate " hreflang="(.*?)" href="(.*?)">', html)
        assert dict(links) == in_each_language(address)
        assert len(links) == 3
        assert "rel=\"alternate\"" not in html  # which Material's script sees


# --- links ------------------------------------------------------------------


def test_a_site_below_the_servers_root_is_whole(deep):
    pages = built.pages(deep)
    assert [*built.lost(deep, pages)] == []
    for folder in HOME.values():
        first = read(deep / folder / "index.html")
        assert f'<a href="{REPO}">{REPO}</a></li>' in first
        assert f'<a href="{REPO}" title=' in first  # in the header


def test_its_copy_that_opens_from_a_folder_is_whole(deep, tmp_path):
    offline.write(deep, tmp_path / "copy")
    assert not (tmp_path / "copy" / "sitemap.xml").exists()


# --- and without an address -------------------------------------------------


def test_without_an_address_nothing_is_said_of_one(site):
    assert [*site.glob("sitemap*")] == []
    for _, html in texts(site):
        for word in "canonical", "alternate", "md-source":
            assert word not in html.split("<article")[0]
