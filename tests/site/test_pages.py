"""What the pages' blocks call: what would be wrong on a page is refused.

What a page shows of Python runs as a reader copies it.
"""

import re
import shutil
import subprocess
import sys
from textwrap import dedent

import pytest
from conftest import ROOT

pytest.importorskip("mkdocs", reason="needs the docs extra")

from docs.build.pages import api, transcripts

BACKPROP = {"bptt": "", "truncated_bptt": ""}


def test_an_exported_name_without_its_meaning_is_refused():
    with pytest.raises(ValueError, match="the API page lacks truncated_bptt"):
        api.names("en", "backprop", bptt="")


def test_a_meaning_without_its_name_is_refused():
    with pytest.raises(ValueError, match="backprop lacks rtrl"):
        api.names("en", "backprop", **BACKPROP, rtrl="")


def test_a_command_that_pdb_refuses_is_not_shown():
    with pytest.raises(ValueError, match="NameError: name 'h' is not defined"):
        transcripts.pdb("c ", "p h")


# --- what a reader copies ---------------------------------------------------

PAGES = ROOT / "docs" / "pages"
BLOCK = re.compile(
    r'^( *)```python exec="1" source="above".*\n((?s:.*?))^\1```$', re.M
)


@pytest.fixture(scope="module")
def beside(tmp_path_factory):
    """A folder with the package in it and nothing else."""
    folder = tmp_path_factory.mktemp("reader")
    shutil.copytree(PAGES.parents[1] / "rnn_pure", folder / "rnn_pure")
    return folder


def test_what_a_page_shows_runs_as_it_is_copied(beside):
    """Its twin has the same code."""
    command = [sys.executable, "-E", "-S", "-X", "utf8", "-c"]
    for page in PAGES.rglob("*.en.md"):
        blocks = BLOCK.findall(page.read_text(encoding="utf-8"))
        run = subprocess.run(
            [*command, "".join(dedent(code) for _, code in blocks)],
            cwd=beside, capture_output=True, encoding="utf-8",
        ) if blocks else None
        if run:
            assert not run.returncode, f"{page.name}: {run.stderr}"
            # what only the site can show
            assert not re.search(r"^(?:\||#|[-*] )", run.stdout, re.M), page
