"""The first page: its numbers, its drawing, and what it hands out.

Needs the docs extra; without it these tests are skipped with that reason.
"""

import re
import shutil
from fractions import Fraction
from functools import partial
from io import BytesIO
from zipfile import ZipFile

import pytest
from browsing import HOME
from conftest import ROOT, python, read, tracked

pytest.importorskip("math_core", reason="needs the docs extra")

from docs.build import archives
from docs.build.equations.pair import marked
from docs.build.equations.worked import example, worked
from rnn_pure import bptt, forward

# --- an equation, its lines, its numbers ------------------------------------


def rows(html):
    """A row of the numbers as text: its sign, its numbers and signs."""
    numbers = html.split('<div class="wk"')[1].split('<ul class="pair-')[0]
    return [
        re.sub(r"<small>.*?</small>|<[^>]+>", " ", row).split()
        for row in re.findall(r'<div [^>]*class="wk-row.*?</div>', numbers)]


def value(parts):
    one, sign, two = parts
    one, two = Fraction(one), Fraction(two)
    return one * two if sign == "×" else one + two


def test_the_numbers_are_those_of_bptt_and_true():
    rnn, xs, ds = example()
    found = bptt(rnn, forward(rnn, xs), ds)
    for t in 1, 2, 3:
        first, second, total, delta = rows(worked("eq 5", t, "ko", ""))
        assert [first.pop(0), second.pop(0)] == ["①", "②"]
        for *right, equals, left in (first, second, total, delta):
            assert equals == "="
            assert value(right) == Fraction(left.replace("−", "-"))
        assert [Fraction(delta[-1])] == found.delta_re[t]
        assert [total[0], total[2]] == [first[-1], second[-1]]


def test_every_number_lights_its_code_and_what_the_equation_has_of_it():
    html = worked("eq 5", 2, "ko", "")
    pair, numbers = html.split('<div class="wk"')
    equation, code = pair.split('<div class="pair-code">')
    numbers = marked(numbers.split('<ul class="pair-')[0])
    assert {(kind, name) for kind, name, _ in numbers} == {
        *(("role", role) for role in ("1", "2", "slope")),
        *(("sym", name) for name in (
            "W_out", "W_re", "delta_out", "delta_re", "dE_dz"))}
    assert {*numbers} <= {*marked(code)}
    assert {*numbers} - {*marked(equation)} == {("sym", "dE_dz", "t")}


# --- the door ---------------------------------------------------------------


def commands(lang):
    page = read(f"docs/pages/index.{lang}.md")
    [block] = re.findall("```sh\n(.*?)```", page, re.S)
    return [line.split() for line in block.splitlines()]


def test_the_commands_run_in_an_empty_folder(site, tmp_path):
    assert commands("ko") == commands("en")
    archive = site / "assets" / "rnn_pure.zip"
    shutil.copy(archive, tmp_path)
    alone = partial(python, "-E", "-S", "-X", "utf8", cwd=tmp_path)
    heard = []
    for word, *command in commands("en"):
        assert word == "python"
        done = alone(*command, typed="q\n")
        assert (done.returncode, done.stderr) == (0, "")
        heard.append(done.stdout)
    unpacked, run, step = heard
    assert unpacked == ""
    assert {path.name for path in tmp_path.iterdir()} == {
        "rnn_pure", "rnn_pure.zip"}
    assert (tmp_path / "rnn_pure" / "LICENSE").exists()
    assert len(step) < len(run)
    there = "from rnn_pure.practice import names; print(names.__file__)"
    assert str(tmp_path) in alone("-c", there).stdout


def test_the_archive_has_what_a_clone_runs_and_always_the_same_bytes():
    made = archives.archive("rnn_pure.zip")
    assert archives.archive("rnn_pure.zip") == made
    with ZipFile(BytesIO(made)) as archive:
        names = archive.namelist()
        assert {info.date_time for info in archive.infolist()} == {
            (1980, 1, 1, 0, 0, 0)}
        for name in names:
            path = ROOT / name
            if name.removeprefix("rnn_pure/") in (
                "LICENSE", "README.md", "README.ko.md"
            ):
                path = ROOT / path.name
            assert archive.read(name) == path.read_bytes()
    data = "rnn_pure/practice/names.txt"
    assert {"rnn_pure/py.typed", data} < {*names}
    assert not any("__pycache__" in name for name in names)


def test_the_other_archive_has_all_that_git_has():
    assert {
        name.removeprefix("rnn_pure-source/") for name in archives.source()
    } >= {*tracked()}
    made = BytesIO(archives.archive("rnn_pure-source.zip"))
    with ZipFile(made) as archive:
        for name, runs in (".ci/run", True), ("README.md", False):
            mode = archive.getinfo(f"rnn_pure-source/{name}").external_attr
            assert bool(mode >> 16 & 0o100) == runs


def test_the_page_says_where_the_archives_are_and_how_large(site):
    for folder in HOME.values():
        links = re.findall(
            r'href="([^"]+\.zip)" download>.*?\(([\d]+) KB\)',
            read(site / folder / "index.html"))
        paths = [(site / folder / link).resolve() for link, _ in links]
        assert [path.name for path in paths] == [
            "rnn_pure.zip", "rnn_pure-source.zip"]
        for path, (_, size) in zip(paths, links):
            assert abs(int(size) - path.stat().st_size / 1000) <= 0.5


LINES = """a <a href="{assets}rnn_pure.zip">{size[rnn_pure.zip]}</a>
b <a href="{repo}">{repo}</a>"""


def test_a_repository_without_address_is_not_spoken_of():
    assert archives.get(LINES, "../", "").count("<li>") == 1
    html = archives.get(LINES, "../", "https://example.org/r")
    assert 'b <a href="https://example.org/r">https://example.org' in html
    assert 'href="../assets/rnn_pure.zip"' in html
