"""The copy of the site that opens from a folder, as files."""

import json
import re
import shutil

import pytest
from conftest import python_m, read

pytest.importorskip("mkdocs", reason="needs the docs extra")


@pytest.mark.parametrize("home", ["", "en/"])
def test_what_search_finds_is_a_file(site, folder, home):
    script = read(folder / home / "search/search_index.js")
    docs = json.loads(script.removeprefix("var __index = "))["docs"]
    places = [doc["location"].split("#")[0] for doc in docs]
    assert "index.html" in places
    assert all((folder / home / place).is_file() for place in places)
    was = site / home / "search/search_index.json"
    assert len(docs) == len(json.loads(read(was))["docs"])


def test_nobody_is_sent_to_look_at_the_network(folder):
    for path in folder.rglob("*.html"):
        html = read(path)
        found = re.search("네트워크를 확인|[Cc]heck the network", html)
        assert not found, path


def test_a_link_to_no_file_is_refused(deep, tmp_path):
    shutil.copytree(deep, tmp_path / "site")
    (tmp_path / "site" / "lost.html").write_text('<a href="no/">', "utf-8")
    archive = tmp_path / "a.zip"
    done = python_m("docs.build.offline", tmp_path / "site", archive)
    assert done.returncode != 0
    assert "lost.html: the link 'no/' leads nowhere" in done.stderr
    assert not archive.exists()
