"""What the pages' blocks call: what would be wrong on a page is refused.

What a page shows of Python runs as a reader copies it.
"""

import re
import shutil
import subprocess
import sys
from pathlib import Path
from textwrap import dedent

import pytest

from docs.build.pages import api, transcripts

BACKPROP = {"bptt": "", "truncated_bptt": ""}


def test_a_public_name_without_its_meaning_is_refused():
    with pytest.raises(ValueError, match="the API page lacks truncated_bptt"):
        api.names("backprop", ("name", "what it does"), bptt="")


def test_a_meaning_without_its_name_is_refused():
    with pytest.raises(ValueError, match=r"rnn_pure\.backprop lacks rtrl"):
        api.names("backprop", ("name", "what it does"), **BACKPROP, rtrl="")


def test_a_command_that_pdb_refuses_is_not_shown():
    with pytest.raises(ValueError, match="NameError: name 'h' is not defined"):
        transcripts.pdb(*transcripts.INTO["forward"], "p h")


# --- what a reader copies ---------------------------------------------------

PAGES = Path(__file__).resolve().parents[2] / "docs" / "pages"
BLOCK = re.compile(
    r'^( *)```python exec="1" source="above".*\n((?s:.*?))^\1```$', re.M
)
SHOWN = [
    page.relative_to(PAGES).as_posix() for page in sorted(PAGES.rglob("*.md"))
    if 'source="above"' in page.read_text(encoding="utf-8")
]


@pytest.fixture(scope="module")
def beside(tmp_path_factory):
    """A folder with the package in it and nothing else."""
    folder = tmp_path_factory.mktemp("reader")
    shutil.copytree(PAGES.parents[1] / "rnn_pure", folder / "rnn_pure")
    return folder


@pytest.mark.parametrize("page", SHOWN)
def test_what_a_page_shows_runs_as_it_is_copied(page, beside):
    command = [sys.executable, "-E", "-S", "-X", "utf8", "-c"]
    blocks = BLOCK.findall((PAGES / page).read_text(encoding="utf-8"))
    run = subprocess.run(
        [*command, "".join(dedent(code) for _, code in blocks)],
        cwd=beside,
        capture_output=True,
        encoding="utf-8",
    )
    assert not run.returncode, run.stderr
    markdown = re.findall(r"^(?:\||#|[-*] ).*", run.stdout, re.M)
    assert not markdown, "it prints what only the site can show"
