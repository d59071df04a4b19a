"""The first page: its numbers, its drawing that plays, and what it hands out.

Needs the docs extra; without it these tests are skipped with that reason.
"""

import re
import shutil
import subprocess
import sys
from fractions import Fraction
from io import BytesIO
from pathlib import Path
from zipfile import ZipFile

import pytest
from conftest import tracked

pytest.importorskip("mkdocs", reason="needs the docs extra")
pytest.importorskip("math_core", reason="needs the docs extra")

from docs.build import archives
from docs.build.drawings import index
from docs.build.equations.pair import marked
from docs.build.equations.worked import example, worked
from docs.common.words import words
from rnn_pure import bptt, forward

ROOT = Path(__file__).resolve().parents[2]
HOME = {"ko": "", "en": "en/"}


def both(site):
    for lang, folder in HOME.items():
        yield lang, (site / folder / "index.html").read_text(encoding="utf-8")


def test_it_has_a_title_and_a_description_of_its_own(site):
    titles, said = set(), set()
    for lang, html in both(site):
        [title] = re.findall("<title>(.*?)</title>", html)
        [shared] = re.findall('og:title" content="(.*?)"', html)
        [text] = re.findall('<meta name="description" content="(.*?)"', html)
        assert "BPTT" in title
        assert title.replace(" - ", " · ") == shared
        assert bool(re.search("[가-힣]", title)) == (lang == "ko")
        assert 50 <= len(text) <= 160
        titles.add(title)
        said.add(text)
    assert len(titles) == len(said) == 2


# --- an equation, its lines, its numbers ------------------------------------


def rows(html):
    """A row of the numbers as text: its sign, its numbers and signs."""
    numbers = html.split('<div class="wk"')[1].split('<ul class="pair-')[0]
    return [
        re.sub(r"<small>.*?</small>|<[^>]+>", " ", row).split()
        for row in re.findall(r'<div [^>]*class="wk-row.*?</div>', numbers)
    ]


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


def test_at_t_2_none_of_the_numbers_is_0():
    for row in rows(worked("eq 5", 2, "en", "")):
        assert "0" not in row


def test_every_number_lights_its_code_and_what_the_equation_has_of_it():
    html = worked("eq 5", 2, "ko", "")
    pair, numbers = html.split('<div class="wk"')
    equation, code = pair.split('<div class="pair-code">')
    numbers = marked(numbers.split('<ul class="pair-')[0])
    assert {(kind, name) for kind, name, _ in numbers} == {
        *(("role", role) for role in ("1", "2", "slope")),
        *(("sym", name) for name in (
            "W_out", "W_re", "delta_out", "delta_re", "dE_dz")),
    }
    assert {*numbers} <= {*marked(code)}
    assert {*numbers} - {*marked(equation)} == {("sym", "dE_dz", "t")}


def test_a_step_that_is_not_there_is_refused():
    with pytest.raises(ValueError, match="nothing computes eq 5 at t = 5"):
        worked("eq 5", 5, "ko", "")


def test_the_drawing_has_the_same_run():
    rnn, xs, ds = example()
    states = forward(rnn, xs)
    found = bptt(rnn, states, ds)
    drawn = index.forward_backward(words("drawings.forward-backward", "en"))
    texts = [
        re.sub(r"<[^>]+>|&#8203;", "", text)
        for text in re.findall("<text.*?</text>", drawn)
    ]
    for t in 1, 2, 3:
        assert f"z{t} = {states.z[t][0]}" in texts
        assert f"δ{t} = {found.delta_re[t][0]}" in texts
        assert str(states.y[t][0]) in texts


# --- the door ---------------------------------------------------------------


def commands(lang):
    page = ROOT / "docs" / "pages" / f"index.{lang}.md"
    [block] = re.findall("```sh\n(.*?)```", page.read_text("utf-8"), re.S)
    return [line.split() for line in block.splitlines()]


@pytest.mark.parametrize("lang", HOME)
def test_the_commands_run_in_an_empty_folder(site, lang, tmp_path):
    archive = site / "assets" / "rnn_pure.zip"
    shutil.copy(archive, tmp_path)
    heard = []
    for python, *command in commands(lang):
        assert python == "python"
        done = subprocess.run(
            [sys.executable, "-E", "-S", "-X", "utf8", *command],
            cwd=tmp_path, input="q\n", capture_output=True, encoding="utf-8",
        )
        assert (done.returncode, done.stderr) == (0, "")
        heard.append(done.stdout)
    unpacked, run, step = heard
    assert unpacked == ""
    assert {path.name for path in tmp_path.iterdir()} == {
        "rnn_pure", "rnn_pure.zip"}
    assert (tmp_path / "rnn_pure" / "LICENSE").exists()
    assert len(step) < len(run)
    done = subprocess.run(
        [sys.executable, "-E", "-S", "-X", "utf8", "-c",
         "from rnn_pure.practice import names; print(names.__file__)"],
        cwd=tmp_path, capture_output=True, encoding="utf-8",
    )
    assert str(tmp_path) in done.stdout


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
    data = "rnn_pure/practice/names/names.txt"
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
    for lang, html in both(site):
        links = re.findall(
            r'href="([^"]+\.zip)" download>.*?\(([\d]+) KB\)', html
        )
        paths = [(site / HOME[lang] / link).resolve() for link, _ in links]
        assert [path.name for path in paths] == [
            "rnn_pure.zip", "rnn_pure-source.zip",
        ]
        for path, (_, size) in zip(paths, links):
            assert abs(int(size) - path.stat().st_size / 1000) <= 0.5


LINES = """a <a href="{assets}rnn_pure.zip">{size[rnn_pure.zip]}</a>
b <a href="{repo}">{repo}</a>"""


def test_a_repository_without_address_is_not_spoken_of():
    assert archives.get(LINES, "../", "").count("<li>") == 1
    html = archives.get(LINES, "../", "https://example.org/r")
    assert 'b <a href="https://example.org/r">https://example.org' in html
    assert 'href="../assets/rnn_pure.zip"' in html


# --- the first screen -------------------------------------------------------

SCREENS = {(1280, 720): [".hero", ".pair-grid", ".wk"], (390, 844): [".hero"]}


@pytest.mark.parametrize("lang", HOME)
@pytest.mark.parametrize("size", SCREENS, ids=str)
def test_what_it_is_that_it_moves_and_where_to_go(open_page, lang, size):
    width, height = size
    page = open_page(
        HOME[lang], viewport={"width": width, "height": height})
    page.evaluate("document.fonts.ready")
    for part in [*SCREENS[size], "h1", ".md-button >> nth=2", ".drawing"]:
        box = page.locator(part).first.bounding_box()
        assert box["y"] + box["height"] <= height, part
        assert box["width"] > 50


PLAYED = """() => document.getAnimations().filter(({ animationName }) =>
    ["appear", "draw", "flash"].includes(animationName))"""
HIDDEN = """() => [...document.querySelectorAll(".beat")].filter(
    (part) => getComputedStyle(part).opacity < 1).length"""


def test_the_run_plays_once_and_is_halted_and_played_again(open_page):
    page = open_page("en/")
    ends = page.evaluate(f"""() => Math.max(...({PLAYED})().map((part) =>
        part.effect.getComputedTiming().endTime))""")
    assert 2000 < ends < 5000
    button = page.locator(".drawing button")
    assert button.get_attribute("aria-label") == "Pause"
    button.click()
    assert button.get_attribute("aria-label") == "Play again"
    halted = page.evaluate(HIDDEN)
    assert halted > 0
    page.wait_for_timeout(500)
    assert page.evaluate(HIDDEN) == halted
    states = f"() => new Set(({PLAYED})().map((a) => a.playState)).size"
    assert page.evaluate(states) == 1  # all that had not ended are halted
    button.click()
    assert page.evaluate(f"() => ({PLAYED})()[0].playState") == "running"
    page.wait_for_function(f"() => ({PLAYED})().length === 0")
    assert page.evaluate(HIDDEN) == 0
    assert button.get_attribute("aria-label") == "Play again"
    button.click()
    page.wait_for_timeout(100)
    assert page.evaluate(HIDDEN) > 10
    assert page.wrong == []


@pytest.mark.parametrize("how", [
    {"reduced_motion": "reduce"}, {"java_script_enabled": False}], ids=str)
def test_without_motion_or_script_the_picture_is_whole(open_page, how):
    page = open_page("", **how)
    if "reduced_motion" in how:
        assert page.evaluate(f"({PLAYED})().length") == 0
    else:
        page.wait_for_timeout(6000)
    assert page.evaluate(HIDDEN) == 0
    assert not page.locator(".drawing button").is_visible()


def test_pointing_at_a_number_lights_equation_and_code(open_page):
    page = open_page("", reduced_motion="reduce")
    number = page.locator('.wk [data-sym="delta_re"][data-at="t+1"]')
    number.hover()
    lit = page.locator(".pair .lit").evaluate_all(
        """parts => parts.map((part) => part.closest(
            ".pair-eq, .pair-code, .wk, .pair-symbols").className)"""
    )
    assert {*lit} == {"pair-eq", "pair-code", "wk", "pair-symbols"}
    page.locator('.wk [data-role="2"] > i').hover()
    assert page.locator('.pair-code [data-role="2"].lit').count() == 1
