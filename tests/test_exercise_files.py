"""The exercises as files: what they say, open, solved and with a mistake."""

import linecache
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
from rnn_pure import RNN, backprop, bptt, forward, mistakes, sigmoid, tanh
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
    return asked(files.filled(name, lang, [text]), name)


def asked(whole, name="file"):
    """What a file says, whose lines can be looked up."""
    linecache.cache[name] = len(whole), None, whole.splitlines(True), name
    module = {"__name__": name}
    exec(compile(whole, name, "exec"), module)
    return module["check"]()


def flat(text):
    """In one line, without the marks of code."""
    return " ".join(text.replace("`", "").split())


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
        lines = files.made(name, lang).splitlines()
        still = [n for n, line in enumerate(lines, 1) if line.endswith("...")]
        assert still
        for n in still:
            opened = words("files", lang)["open"].format(
                n=n, code=lines[n - 1].strip())
            assert opened in said
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
    ("name", "slip", "lang"),
    [(*each, LANGS[k % 2]) for k, each in enumerate(CLASSIC)],
    ids=lambda it: getattr(it, "number", it),
)
def test_a_mistake_of_the_table_is_named_in_the_file_and_in_the_page(
    name, slip, lang
):
    right, said = checked(name, lang, slip.text)
    page = judge(name, slip.text, lang)
    assert not right
    assert not page["right"]
    for part in slips.named(slip, lang):
        assert flat(part) in flat(said)
        assert flat(part) in flat(page["says"])


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
            and not slips.NOT_HERE.search(str(variant.changes))
            for name in ("delta-out", "delta-re", "sums")
        )
    }
    assert len(CLASSIC) >= len(inside) > 45
    assert {slip.number for _, slip in CLASSIC} >= {
        1, 2, 3, 4, 5, 6, 7, 8, 9, 13, 16, 24, 26, 27, 28, 30, 33
    }


@pytest.mark.parametrize("name", NAMES)
def test_a_slip_of_its_own_gets_the_same_answer_in_file_and_page(name):
    numbered = {
        flat(slips.named(slip, "en")[0])
        for slip in slips.slips(name) if slip.number
    }
    for slip in slips.slips(name):
        if slip.number is None:
            right, said = checked(name, "en", slip.text)
            page = judge(name, slip.text, "en")
            assert right == page["right"], slip
            named = flat(slips.named(slip, "en")[0])
            if not right and named not in flat(said):
                stopped = words("files", "en")["line"].split("{")[0]
                mistake = any(one in flat(said) for one in numbered)
                assert mistake or said.startswith(stopped), slip
            elif not right:
                assert named in flat(page["says"])


SLOPES = [
    ("delta-out", "delta_out[t] = hadamard(dE_dy[t], {}.prime(v[t]))"),
    ("delta-re", "dE_dz[t] = add(matvec(W_out_T, delta_out[t]), "
     "matvec(W_re_T, delta_re[t + 1]))\n"
     "delta_re[t] = hadamard(dE_dz[t], {}.prime(u[t]))"),
]


@pytest.mark.parametrize(("name", "text"), SLOPES)
def test_f_and_g_are_told_apart(name, text):
    right = "g" if name == "delta-out" else "f"
    for other in "fg":
        its, said = checked(name, "en", text.format(other))
        assert its == (other == right)
        assert judge(name, text.format(other), "en")["right"] == its
    wrong = {"f": "g", "g": "f"}[right]
    _, said = checked(name, "en", text.format(wrong))
    assert f"by {wrong}′ instead of {right}′" in flat(said)


TWO = "dE_dz[t] = {}\ndelta_re[t] = hadamard(dE_dz[t], f.prime(u[t]))"
OUT, BACK = "matvec(W_out_T, delta_out[t])", "matvec(W_re_T, delta_re[t + 1])"


@pytest.mark.parametrize(("name", "text", "line", "ko", "en"), [
    ("forward", "u[t] = add(matvec(W_in, x[t]), matvec(W_re, z[t]), b)", 1,
     "z[t]에 None이 있습니다", "There is a None in z[t]:"),
    ("forward", "u[t] = matvec(W_in, xs[t])", 1, "끝을 넘었", "beyond the"),
    ("delta-re", "delta_re[t] = dE_dz[t] = 1", 4, "다른 것(int)이",
     "A list is needed, and here it is of type int"),
    ("delta-re", "dE_dz[t] = []\ndelta_re[t] = map(abs, u[t])", 5,
     "map이라면 list(...)로 감싸십시오.", "put list(...) around a map."),
    ("forward", "u[t] = W_in @ x[t]", 1, "@를 쓸 수 없", "no -, * or @"),
    ("forward", "u[t] = [\n    qqq for _ in b]", 2, "없는 이름입니다: qqq",
     "There is no qqq here."),
    ("forward", "u[t] = b\nu[t] = [1 / 0]", 2, "ZeroDivisionError",
     "It fails when it is run. ZeroDivisionError"),
    ("forward", "u[t] = matvec(W_in, x[t]) + b", 5, "u[1]의 길이가 6입니다",
     "the vector 6 entries. u[1] has 6 numbers. + joins two lists"),
    ("delta-re", TWO.format(f"{OUT} + {BACK}"), 2,
     "리스트의 길이가 다릅니다(6, 3). dE_dz[4]의 길이가 6입니다. +는",
     "different lengths (6 and 3). dE_dz[4] has 6 numbers. + joins"),
    ("sums", "dE_dW_out = sum_outer(delta_out[1:T], z[1:T + 1])\n"
     "dE_dW_re = dE_dW_in = []", 1, "길이가 다릅니다(3, 4)",
     "lists of different lengths (3 and 4)"),
    ("sums", "dE_dW_out = sum_outer(delta_out, z)\n"
     "dE_dW_re = dE_dW_in = []", 1, "delta_out에 None", "None in delta_out:"),
    ("rtrl", "hadamard(f_prime, matvec(W_re, p_ij) + kappa(i, 1, n_re))", 1,
     "(3, 6). +는", "(3 and 6). + joins two lists: add adds them."),
])
def test_what_stops_is_told_by_its_line_and_by_no_line_of_the_check(
    name, text, line, ko, en
):
    for lang, part in ("ko", ko), ("en", en):
        right, said = checked(name, lang, text)
        assert not right
        whole = files.filled(name, lang, [text]).splitlines()
        first = next(n for n, its in enumerate(whole)
                     if its.strip() == text.splitlines()[0])
        key = words("files", lang)["line"].split("{n}")[1][:5]
        n = first + line
        assert f"{n}{key}" in said or f"line {n}" in said
        assert whole[n - 1].strip() in said
        assert part in flat(said)
        assert "실수" not in said
        assert "mistake" not in said


@pytest.mark.parametrize(("text", "part"), [
    ("dE_dz[t] = [0, 0, 0]\ndelta_re[t] = [0.0] * 2 + [1 + 0j]",
     "and here it is [0, 0, (1+0j)]"),
    ("dE_dz[t] = [0, 0, 0]\ndelta_re[t] = [0.0] * 3",
     "and here it is [0, 0, 0]"),
    ("dE_dz[t] = [0, 0, 0]\ndelta_re[t] = [float('nan')] * 3",
     "and here it is [nan, nan, nan]"),
    ("delta_re[t] = dE_dz[t] = tuple([0] * len(rnn.b))",
     "and here it is [0, 0, 0]"),
])
def test_what_no_slip_explains_is_shown(text, part):
    right, said = checked("delta-re", "en", text)
    assert not right
    assert part in said


def test_a_slope_that_is_right_for_one_f_only_is_called_so():
    right, said = checked("delta-re", "en", SLOPES[1][1].replace(
        "{}.prime(u[t])", "[1 - a * a for a in z[t]]"))
    assert not right
    assert flat(said).endswith(
        "It acts like code that multiplies by 1 − z², as if f were always "
        "tanh.")


def test_a_map_in_a_right_line_harms_nothing():
    assert checked(
        "delta-out", "en",
        "delta_out[t] = hadamard(dE_dy[t], map(float, g.prime(v[t])))",
    ) == (True, "Right. Next: 3_delta_re.py.")


def test_a_second_gap_is_named_even_where_the_first_is_filled():
    whole = files.made("delta-re", "en")
    first, second = [n for n, line in enumerate(whole.splitlines(), 1)
                     if line.endswith("...")]
    right, said = asked(whole.replace("dE_dz[t] = ...", "dE_dz[t] = u[t]"))
    assert not right
    assert f"Line {second} is still open: delta_re[t] = ..." in said
    assert f"Line {first} " not in said


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
    tanh_, sigmoid_, error = module["WITH"]
    rnn, xs, ds, z_0 = module["drawn"](
        2, 3, 4, 4, 1, [sigmoid_, tanh_, error])
    theirs = RNN(*rnn[:5], f=sigmoid, g=tanh)
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
        need = module["RIGHT"][f"dE_dW_re[0] (t = {t})"]
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
