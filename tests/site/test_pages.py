"""What the pages' blocks call: what would be wrong on a page is refused.

What a page shows of Python runs as a reader copies it.
"""

import re
import shutil
from textwrap import dedent

import pytest
from conftest import ROOT, python, read

pytest.importorskip("mkdocs", reason="needs the docs extra")

from docs.build import breaks
from docs.build.pages import api, transcripts


@pytest.mark.parametrize(("names", "said"), [
    (["bptt"], "the API page lacks truncated_bptt"),
    (["bptt", "truncated_bptt", "rtrl"], "backprop lacks rtrl")])
def test_a_name_without_its_meaning_or_the_reverse_is_refused(names, said):
    with pytest.raises(ValueError, match=said):
        api.names("en", "backprop", **dict.fromkeys(names, ""))


def test_a_command_that_pdb_refuses_is_not_shown():
    with pytest.raises(ValueError, match="NameError: name 'h' is not defined"):
        transcripts.pdb("c ", "p h")


# --- what a reader copies ---------------------------------------------------

BLOCK = re.compile(
    r'^( *)```python exec="1" source="above".*\n((?s:.*?))^\1```$', re.M
)


def test_what_a_page_shows_runs_as_it_is_copied(tmp_path):
    """Beside the package and nothing else; its twin has the same code."""
    shutil.copytree(ROOT / "rnn_pure", tmp_path / "rnn_pure")
    for page in (ROOT / "docs/pages").rglob("*.en.md"):
        if blocks := BLOCK.findall(read(page)):
            code = "".join(dedent(code) for _, code in blocks)
            run = python("-E", "-S", "-X", "utf8", "-c", code, cwd=tmp_path)
            assert not run.returncode, f"{page.name}: {run.stderr}"
            # what only the site can show
            assert not re.search(r"^(?:\||#|[-*] )", run.stdout, re.M), page


# --- where a line may break -------------------------------------------------


@pytest.mark.parametrize(("html", "kept"), [
    ("(RNN)입니다 a(b)", "(RNN)\u2060입니다 a(b)"),
    ("<code>z[t]</code>로", "<code>z[t]</code>\u2060로"),
    ('<a title="(b)는">시·군</a>', '<a title="(b)는">시\u2060·\u2060군</a>'),
    ("<pre>(b)<i>는</i> (c)는</pre>", "<pre>(b)<i>는</i> (c)는</pre>"),
    ("<code>python -m a</code>",
     '<code>python <span class="nowrap">-m</span> a</code>'),
    ("<td><code>sum_over_time(deltas)</code>",
     "<td><code>sum_over_time(deltas)</code>"),
    ("<td><code>sum_over_time(deltas)</code></td>",
     "<td><code>sum_over_time(<wbr>deltas)</code></td>")])
def test_a_line_breaks_between_words(html, kept):
    assert breaks.broken(html) == kept
