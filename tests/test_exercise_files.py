"""The exercises as files: what they say, open, solved and with a mistake."""

import subprocess
import sys
import zipfile
from io import BytesIO

import pytest

if sys.version_info < (3, 11):
    pytest.skip("the site needs Python 3.11", allow_module_level=True)
pytest.importorskip("math_core", reason="needs the docs extra")
from conftest import ROOT

from docs.hooks.equations.table import Misfit
from docs.hooks.exercise import files, slips
from docs.hooks.exercise.blank import blank, rows
from docs.hooks.exercise.judge import judge
from docs.hooks.words import words
from rnn_pure import backprop, bptt, forward, mistakes
from rnn_pure.realtime import rtrl_steps

NAMES = [*rows("file")]
LANGS = ["ko", "en"]
CLASSIC = [
    (name, slip)
    for name in NAMES
    for slip in slips.slips(name)
    if slip.number
]


def checked(name, lang, text):
    """What the file's own check says of that text."""
    module = {"__name__": name}
    exec(files.filled(name, lang, [text]), module)
    return module["check"]()


def ran(folder, *how):
    """Its exit status, and what it says in one line."""
    it = subprocess.run(
        [sys.executable, "-X", "utf8", *how], cwd=folder,
        capture_output=True, encoding="utf-8",
    )
    lines = it.stdout.splitlines()
    said = " ".join(line.removeprefix("E").strip() for line in lines)
    return it.returncode, said


@pytest.mark.parametrize("lang", LANGS)
def test_untouched_it_fails_with_its_hint_in_a_terminal_and_in_pytest(
    lang, tmp_path
):
    for name, file in files.files().items():
        (tmp_path / file).write_text(files.made(name, lang), encoding="utf-8")
    names = [*files.files().values()]
    _, by_pytest = ran(
        tmp_path, "-m", "pytest", "-q", "-p", "no:cacheprovider", *names)
    assert f"{len(names)} failed" in by_pytest
    for name, file in files.files().items():
        hint = rows("file")[name]["hint"][lang]
        status, said = ran(tmp_path, "-I", file)
        assert status == 1
        assert hint in said
        assert hint in by_pytest
        assert words("judge", lang)["dots"].replace("`", "") in said
        assert not judge(name, "...", lang)["right"]


@pytest.mark.parametrize("lang", LANGS)
def test_solved_it_passes_in_a_terminal_in_pytest_and_in_the_page(
    lang, tmp_path
):
    right = words("judge", lang)["right"]
    for name, file in files.files().items():
        answer = blank(name).answer
        text = files.filled(name, lang, [answer])
        (tmp_path / file).write_text(text, encoding="utf-8")
        status, said = ran(tmp_path, "-I", file)
        assert (status, said[:len(right)]) == (0, right)
        assert judge(name, answer, lang)["says"] == right
    names = [*files.files().values()]
    status, said = ran(
        tmp_path, "-m", "pytest", "-q", "-p", "no:cacheprovider", *names)
    assert status == 0
    assert f"{len(names)} passed" in said


@pytest.mark.parametrize(
    ("name", "slip"), CLASSIC, ids=lambda it: getattr(it, "number", it)
)
def test_a_mistake_of_the_table_is_named_in_the_file_and_in_the_page(
    name, slip
):
    for lang in LANGS:
        right, said = checked(name, lang, slip.text)
        named = words("judge", lang)["like_mistake"].format(
            number=slip.number, name=dict(slip.name)[lang]
        )
        page = judge(name, slip.text, lang)
        assert not right
        assert not page["right"]
        for text in said, page["says"]:
            text = " ".join(text.replace("`", "").split())
            assert named in text


def test_every_way_that_stands_in_an_exercise_is_tried():
    text = mistakes.source()
    for name in "delta-out", "delta-re", "sums":
        for line in blank(name).answer.splitlines():
            assert line.strip() in text
    inside = {
        variant.key
        for variant in mistakes.variants()
        if any(
            all(blank(name).answer.count(right) == 1
                for right, _ in variant.changes)
            for name in ("delta-out", "delta-re", "sums")
        )
    }
    assert len(CLASSIC) >= len(inside) > 45
    assert {slip.number for _, slip in CLASSIC} >= {
        1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 13, 14, 16, 24, 26, 27, 28, 30, 33
    }


@pytest.mark.parametrize("name", NAMES)
def test_a_slip_of_its_own_gets_the_same_answer_in_file_and_page(name):
    for slip in slips.slips(name):
        if slip.number is None:
            try:
                right, said = checked(name, "en", slip.text)
            except ValueError:  # as Python says it, with the reader's line
                right, said = False, None
            page = judge(name, slip.text, "en")
            assert right == page["right"], slip
            if said and not right:
                named = words("judge", "en")["like"].format(
                    name=dict(slip.name)["en"]
                ).replace("`", "")
                assert named in " ".join(said.split())
                assert named in page["says"].replace("`", "")


@pytest.mark.parametrize(("text", "part"), [
    ("delta_re[t] = dE_dz[t] = 1", "TypeError"),
    ("dE_dz[t] = [0, 0, 0]\ndelta_re[t] = [0.0] * 3",
     "and here it is [0, 0, 0]"),
    ("dE_dz[t] = [0, 0, 0]\ndelta_re[t] = [float('nan')] * 3",
     "and here it is [nan, nan, nan]"),
    ("delta_re[t] = dE_dz[t] = tuple([0] * len(rnn.b))",
     "and here it is [0, 0, 0]"),
])
def test_what_no_slip_explains_is_shown_or_raised(text, part):
    try:
        right, said = checked("delta-re", "en", text)
    except Exception as error:
        right, said = False, repr(error)
    assert not right
    assert part in said


def test_any_form_that_computes_the_same_is_right():
    right, said = checked(
        "delta-re", "en",
        "dE_dz[t] = [\n"
        "    sum(rnn.W_out[k][j] * delta_out[t][k]\n"
        "        for k in range(len(rnn.b_out)))\n"
        "    + sum(rnn.W_re[i][j] * delta_re[t + 1][i]\n"
        "          for i in range(len(rnn.b)))\n"
        "    for j in range(len(rnn.b))]\n"
        "delta_re[t] = tuple(hadamard(dE_dz[t], f.prime(u[t])))",
    )
    assert right, said


def test_the_numbers_that_are_right_are_the_packages():
    module = {"__name__": "none"}
    exec(files.made("sums", "en"), module)
    rnn, xs, ds, z_0 = module["drawn"](2, 3, 4, 4, 1)
    from rnn_pure import RNN, tanh
    theirs = RNN(*rnn[:5], f=tanh, g=tanh)
    made = bptt(theirs, forward(theirs, xs, z_0), ds)
    for t in range(1, 5):
        for name in "delta_out", "delta_re":
            need = module["RIGHT"][f"{name}[{t}]"]
            assert getattr(made, name)[t] == pytest.approx(need, 1e-8, 1e-12)
    for name in "W_out", "W_re", "W_in":
        for i, row in enumerate(getattr(made, name)):
            need = module["RIGHT"][f"dE_d{name}[{i}]"]
            assert row == pytest.approx(need, 1e-8)
    exec(files.made("rtrl", "en"), module)
    for t, made in enumerate(rtrl_steps(theirs, xs, ds, z_0), 1):
        need = module["RIGHT"][f"dE_{t}_dW_re[0]"]
        assert made.W_re[0] == pytest.approx(need, 1e-8, 1e-12)


def test_the_answer_is_nowhere_in_the_file():
    for name in NAMES:
        for line in blank(name).answer.splitlines():
            if name != "truncated" or "states" in line:
                assert line.strip() not in files.made(name, "en"), name


def test_a_program_in_which_the_lines_are_not_once_is_refused(monkeypatch):
    monkeypatch.setattr(files, "program", lambda name: "x = 1\n")
    with pytest.raises(Misfit, match="0 times in the file: u"):
        files.nodes.__wrapped__("forward")


@pytest.mark.parametrize("lang", LANGS)
def test_the_site_has_the_files_and_one_archive(site, lang):
    folder = site / "assets" / "exercises" / lang
    packed = zipfile.ZipFile(BytesIO(
        (folder / "exercises.zip").read_bytes()
    ))
    names = [*files.files().values()]
    assert packed.namelist() == [f"exercises/{name}" for name in names]
    page = site / lang.replace("ko", "") / "coursework" / "exercises"
    html = (page / "index.html").read_text("utf-8")
    for name, file in files.files().items():
        text = (folder / file).read_text("utf-8")
        assert packed.read(f"exercises/{file}").decode() == text
        assert text == files.made(name, lang)
        assert f'assets/exercises/{lang}/{file}" download' in html
        assert f'data-exercise="write" data-name="{name}"' in html
        assert max(map(len, text.splitlines())) < 80


def test_programs_are_the_files_and_the_check():
    there = {path.name for path in (ROOT / "docs" / "exercises").glob("*")}
    used = {row["program"] for row in rows("file").values()} | {"check.py"}
    assert {name for name in there if name.endswith(".py")} == used
    assert backprop.bptt is bptt
