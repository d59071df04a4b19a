"""Each Learn page as a notebook: whole, and run where there is no rnn_pure."""

import inspect
import json
import os
import re
import subprocess
import sys
import sysconfig
from contextlib import redirect_stdout
from io import StringIO
from pathlib import PurePosixPath
from textwrap import dedent, indent
from urllib.parse import urlsplit

import pytest
from conftest import ROOT, needed

if sys.version_info < (3, 11):
    pytest.skip("the site needs Python 3.11", allow_module_level=True)
pytest.importorskip("mkdocs", reason="needs the docs extra")
from docs.hooks import built
from docs.hooks.equations.mathml import lit
from docs.hooks.equations.table import Misfit, equations
from docs.hooks.exercise.blank import blank, rows
from docs.hooks.exercise.slips import slips
from docs.hooks.exercise.write import start
from docs.hooks.notebook import exercise, files, package, source
from docs.hooks.notebook.terms import signed
from docs.hooks.notebook.text import Where, converted

nbformat, *_ = map(needed, ("nbformat", "nbclient", "ipykernel"))

LEARN = ROOT / "docs" / "pages" / "learn"
NAMES = sorted(path.name.split(".")[0] for path in LEARN.glob("*.en.md"))
WRITTEN = [name for name in NAMES if name in rows("write")]
HERE = Where("bptt", "en", "")


@pytest.fixture(scope="module")
def notebooks(site):
    """What the site offers, by name and language."""
    return {
        (name, lang): nbformat.read(
            site / files.file(f"learn/{name}.{lang}.md"), as_version=4
        )
        for name in NAMES for lang in ("ko", "en")
    }


def code(notebook):
    return [cell for cell in notebook.cells if cell.cell_type == "code"]


def text(notebook):
    """Its Markdown without code."""
    told = [
        cell.source for cell in notebook.cells if cell.cell_type == "markdown"
    ]
    return re.sub(r"(`+)(?s:.+?)\1", "", "\n".join(told))


def printed(cell):
    """A kernel may hand out what was printed in several parts."""
    assert {out.output_type for out in cell.outputs} <= {"stream"}
    return "".join(out.text for out in cell.outputs)


# --- as it is offered -------------------------------------------------------


@pytest.mark.parametrize("lang", ["ko", "en"])
@pytest.mark.parametrize("name", NAMES)
def test_it_is_a_notebook_and_nothing_of_the_site_is_left_in_it(
    notebooks, site, name, lang
):
    notebook = notebooks[name, lang]
    nbformat.validate(notebook)
    assert (notebook.nbformat, notebook.nbformat_minor) == (4, 5)
    assert "docs.hooks" not in json.dumps(notebook)
    left = re.findall(
        r"```(?!python\n|\n|$).*|\{ #.*|markdown>|</?div|\{=.*|\.md\b",
        "\n".join(
            cell.source for cell in notebook.cells
            if cell.cell_type == "markdown"
        ),
        re.M,
    )
    assert left == []
    page = site / f"{'en/' * (lang == 'en')}learn/{name}/index.html"
    heads = re.findall(r"<h[123] id", page.read_text(encoding="utf-8"))
    assert len(re.findall("^#{1,3} ", text(notebook), re.M)) == len(heads)


def test_both_languages_have_one_code(notebooks):
    for name in NAMES:
        ko, en = (
            [(cell.source, printed(cell)) for cell in code(its)]
            for its in (notebooks[name, "ko"], notebooks[name, "en"])
        )
        assert ko == en


def test_a_fence_that_no_notebook_has_is_refused(tmp_path, monkeypatch):
    monkeypatch.setattr(source, "LEARN", tmp_path)
    (tmp_path / "new.en.md").write_text("```sheet\na\n```\n", "utf-8")
    with pytest.raises(Misfit, match="a notebook has no ```sheet"):
        files.notebook("new", "en")


def test_a_table_that_is_measured_is_the_same_everywhere(notebooks, site):
    tables = [
        re.findall(r"^\| \d+ \|(.+)\|$", text(notebooks["rtrl", lang]), re.M)
        for lang in ("ko", "en")
    ]
    assert len(tables[0]) == 4
    assert tables[0] == tables[1]
    for page in "learn/rtrl/index.html", "en/learn/rtrl/index.html":
        html = (site / page).read_text(encoding="utf-8")
        for row in tables[0]:
            cells = [cell.strip() for cell in row.split("|")]
            assert re.search(r"</td>\s*<td>".join(cells), html)


def test_links_lead_to_the_site_where_its_address_is_known(site):
    pages, root = built.pages(site), "https://a.b/c/"
    for name in NAMES:
        for lang, home in ("ko", ""), ("en", "en/"):
            made = json.dumps(files.notebook(name, lang, root))
            told = text(nbformat.reads(made, as_version=4))
            targets = [*map(urlsplit, re.findall(r"\]\((.+?)\)", told))]
            for to in targets:
                if not to.scheme:
                    assert f'<a id="{to.fragment}"></a>' in told
                elif to.netloc == "a.b":
                    assert to.path.startswith(f"/c/{home}")
                    path = PurePosixPath(to.path.removeprefix("/c/"))
                    ids = pages[path / "index.html"].ids
                    assert not to.fragment or to.fragment in ids
            assert urlsplit(f"{root}{home}learn/{name}/") in targets


def test_without_an_address_no_link_leads_nowhere(notebooks):
    for notebook in notebooks.values():
        for target in re.findall(r"\]\((.+?)\)", text(notebook)):
            assert target.startswith(("#", "https://")), target


def test_the_page_offers_it_and_paper_does_not(open_page):
    for path, link in (
        ("learn/bptt/", "Jupyter 노트북 받기"),
        ("en/learn/bptt/", "Get as Jupyter notebook"),
    ):
        page = open_page(path)
        offered = page.get_by_role("link", name=link)
        offered.focus()
        with page.expect_download() as download:
            page.keyboard.press("Enter")
        lang = "en" if path.startswith("en/") else "ko"
        assert download.value.suggested_filename == f"bptt.{lang}.ipynb"
        page.emulate_media(media="print")
        assert offered.is_hidden()
    assert open_page("coursework/").locator(".notebook").count() == 0


# --- in a kernel ------------------------------------------------------------

# No site-packages but by this path: what is installed by a .pth, as this
# package is for its tests, is not there.
BARE = f"""\
import sys
sys.path += {[*{sysconfig.get_path("purelib"), sysconfig.get_path("platlib")}]}
from ipykernel.kernelapp import launch_new_instance
launch_new_instance()
"""
FRESH = """\
import gc, sys
from importlib.util import find_spec
for name in [name for name in sys.modules if name.startswith("rnn_pure")]:
    del sys.modules[name]
if "rnn_pure_files" in globals():
    sys.path.remove(rnn_pure_files.name)
    rnn_pure_files.cleanup()
get_ipython().reset(new_session=False)
from importlib.util import find_spec
assert not find_spec("rnn_pure")
"""


def test_it_runs_and_prints_what_is_stored(notebooks, tmp_path):
    """All of them in one kernel, which forgets each before the next."""
    spec = tmp_path / "kernels" / "bare" / "kernel.json"
    spec.parent.mkdir(parents=True)
    spec.write_text(json.dumps({
        "argv": [sys.executable, "-I", "-S", "-c", BARE, "-f",
                 "{connection_file}"],
        "display_name": "bare", "language": "python",
    }))
    runs, stored = [], []
    for name in NAMES:
        runs += [FRESH, *(cell.source for cell in code(notebooks[name, "en"]))]
        stored += ["", *map(printed, code(notebooks[name, "en"]))]
    path = tmp_path / "reader" / "all.ipynb"
    path.parent.mkdir()
    nbformat.write(nbformat.v4.new_notebook(
        cells=[*map(nbformat.v4.new_code_cell, runs)]
    ), path)
    done = subprocess.run(
        [sys.executable, "-X", "utf8", "-c",
         "from nbclient.cli import main; main()", str(path), "--inplace",
         "--kernel_name=bare", "--timeout=60"],
        env={**os.environ, "JUPYTER_PATH": str(tmp_path)},
        capture_output=True, encoding="utf-8",
    )
    assert done.returncode == 0, done.stderr
    ran = nbformat.read(path, as_version=4).cells
    for cell, kept in zip(ran, stored, strict=True):
        if cell.source.startswith("# @title check"):
            kept = "There is still a ... in it.\n"
        assert printed(cell) == kept, cell.source
    assert [*path.parent.iterdir()] == [path]


def test_a_package_of_the_readers_own_is_left_alone(tmp_path):
    own = tmp_path / "rnn_pure" / "__init__.py"
    own.parent.mkdir()
    own.write_text("mine = 1\n", encoding="utf-8")
    run = package.cell() + "import rnn_pure\nrnn_pure.mine\n"
    subprocess.run(
        [sys.executable, "-S", "-X", "utf8", "-c", run], cwd=tmp_path,
        check=True, env={"PYTHONDONTWRITEBYTECODE": "1"},
    )
    assert own.read_text(encoding="utf-8") == "mine = 1\n"
    assert [*tmp_path.rglob("*.py")] == [own]


# --- the lines to write -----------------------------------------------------


def checked(name, answer, monkeypatch):
    """What the check prints with these lines in the blank."""
    its = blank(name)
    space = " " * its.indent
    cell, left = exercise.opened(name), indent(start(its), space)
    assert cell.count(left) == 1
    cell = cell.replace(left, indent(dedent(answer), space))
    out = StringIO()
    with monkeypatch.context() as patch, redirect_stdout(out):
        patch.setattr(inspect, "getsource", lambda its: cell)  # no file
        try:
            exec(f"{cell}\n{exercise.check(name)}", {"__name__": "reader"})
        except (TypeError, ValueError) as error:
            return str(error)
    return out.getvalue()


@pytest.mark.parametrize("name", WRITTEN)
def test_the_check_knows_the_answer_from_a_slip(name, monkeypatch):
    right = "the numbers of the package: True\n"
    assert checked(name, blank(name).answer, monkeypatch) == right
    passed = [
        slip.text for slip in slips(name)
        if checked(name, slip.text, monkeypatch) == right
    ]
    # the gradient is right all the same
    assert not [text for text in passed if not text.endswith("= dE_dz[t]")]
    assert len(passed) < len(slips(name)) / 4


# --- equations and words ----------------------------------------------------


def test_terms_have_the_signs_that_the_page_has():
    found = 0
    for row in equations().values():
        for form, tex in row.forms.items():
            signs = re.findall("[①②③]", lit(row, form, signs=True))
            assert re.findall("[①②③]", signed(tex)) == signs, tex
            found += len(signs)
    assert found > 10
    assert signed(r"x = f(a+b) + \min(a+b)") == (
        r"x =\underbrace{f(a+b)}_{\text{①}} + "
        r"\underbrace{\min(a+b)}_{\text{②}}"
    )


@pytest.mark.parametrize(("page", "notebook"), [
    ("**f(x)**는 **x** 하나", "<strong>f(x)</strong>는 **x** 하나"),
    ("이것이 *f(x)*입니다", "이것이 <em>f(x)</em>입니다"),
    ("`a**b(c)**d` $a**b(c)**d$", "`a**b(c)**d` $a**b(c)**d$"),
    ("[RTRL](rtrl.md#eq-8), [a](#b)", "RTRL, [a](#b)"),
    ("[a](../../learn/bptt/#eq-5)", "[a](#eq-5)"),
    ("[`a`](https://a.b/)", "[`a`](https://a.b/)"),
])
def test_markdown_as_a_notebook_reads_it(page, notebook):
    assert converted(page, HERE) == notebook
