"""What a teacher is told: that the command marks so, that a sheet prints so.

A folder is marked for each language, which takes some seconds.
"""

import csv
import re
import shlex
import textwrap
from pathlib import Path

import pytest
from conftest import needed, python, read

pytest.importorskip("math_core", reason="needs the docs extra")

from docs.build import archives
from docs.build.boxes.diagnose import EXAMPLE
from docs.build.pages.tables import table
from rnn_pure import bptt, diagnose
from rnn_pure.__main__ import main
from rnn_pure.mistakes import variants
from rnn_pure.stand import changed, replaced, source

PAGE = {lang: read(f"docs/pages/coursework/teachers.{lang}.md")
        for lang in ("ko", "en")}

SHOWN = ("submission", "verdict", "equations", "lines", "mistakes", "line",
         "note")

# --- marks ------------------------------------------------------------------


def submitted():
    """The functions that the page's class has handed in."""
    short, loop = read("docs/onefile/rnn_short.py"), "for t in range(T, 0, -1)"
    by_key = {way.key: way for way in variants()}
    turned, late = by_key["4 in the recursion"], by_key["8 in equation 3"]
    return {
        "baek": short.replace(f"    {loop}:", "    t = T\n    while t > 0:"),
        "choi": changed(short, late.changes),
        "han": short,
        "jung": read(EXAMPLE),
        "lee": changed(short, turned.changes + late.changes),
        "yoon": short.replace(loop, "for t in T")}


@pytest.mark.seldom
@pytest.mark.parametrize("lang", PAGE)
def test_the_page_shows_what_the_command_does(
    tmp_path, monkeypatch, capsys, lang
):
    monkeypatch.chdir(tmp_path)
    (tmp_path / "submissions").mkdir()
    for name, text in submitted().items():
        Path("submissions", f"{name}.py").write_text(text, encoding="utf-8")
    command = "python -m rnn_pure diagnose submissions/ --csv marks.csv"
    assert main([*shlex.split(command)[3:], "--seed", "7",
                 "--lang", lang]) == 1
    assert f"{command} --seed 7\n" in PAGE[lang]
    assert capsys.readouterr().out.strip() in PAGE[lang]
    with open("marks.csv", encoding="utf-8-sig", newline="") as file:
        rows = [*csv.DictReader(file)]
    shown = table(SHOWN, ([row[name] for name in SHOWN] for row in rows))
    assert shown in PAGE[lang]


def test_answers_for_one_seed_are_wrong_for_another():
    known = {}

    def key(rnn, states, ds):
        return repr((states.x, states.y, ds, rnn.error.name))

    def seen_bptt(rnn, states, ds):
        known[key(rnn, states, ds)] = bptt(rnn, states, ds)
        return known[key(rnn, states, ds)]

    def learnt_bptt(rnn, states, ds):
        wrong = replaced(variants()[0].changes)(rnn, states, ds)
        return known.get(key(rnn, states, ds), wrong)

    assert diagnose(seen_bptt, seed=0).right
    assert diagnose(learnt_bptt, seed=0).right
    assert not diagnose(learnt_bptt, seed=7).right


# --- variants ---------------------------------------------------------------

BLOCK = re.compile(
    r'^```python .*source="above" session="variants".*\n((?s:.*?))^```$', re.M
)


@pytest.mark.parametrize("seed", [7, 20, 23])
def test_every_student_gets_a_bug_that_shows_and_can_be_named(seed, capsys):
    code = "".join(BLOCK.findall(PAGE["en"]))
    assert code.count("seed = 7") == 1
    names = {}
    exec(code.replace("seed = 7", f"seed = {seed}"), names)
    assert capsys.readouterr().out.endswith("right: False\n")
    assert changed(source(), names["way"].changes) in names["text"]
    module = {}
    exec(names["text"], module)
    told = diagnose(module["bptt"]).numbers
    assert any(names["way"].number in numbers for numbers in told)


# --- GitHub Classroom -------------------------------------------------------


def workflow(lang):
    [text] = re.findall(r"^ +```yaml\n((?s:.*?))^ +```$", PAGE[lang], re.M)
    return textwrap.dedent(text)


def test_the_workflows_differ_in_their_language_only():
    ko, en = workflow("ko"), workflow("en")
    assert ko.replace('"ko"', '"en"') == en != ko
    assert len(ko.splitlines()) <= 25


def test_the_workflow_tells_right_from_wrong(tmp_path):
    """Its steps, in a folder like a student's repository."""
    job = needed("yaml").safe_load(workflow("ko"))["jobs"]["diagnose"]
    runs = [step["run"] for step in job["steps"] if "run" in step]
    (tmp_path / "rnn_pure.zip").write_bytes(archives.archive("rnn_pure.zip"))
    for name, status in ("han", 0), ("jung", 1), ("yoon", 1):
        (tmp_path / "bptt.py").write_text(submitted()[name], encoding="utf-8")
        for run in runs:
            word, *arguments = shlex.split(run)
            assert word == "python"
            done = python("-X", "utf8", *arguments, cwd=tmp_path)
            expected = status if run == runs[-1] else 0
            assert done.returncode == expected, done.stderr
        assert "bptt.py" in done.stdout
    there = "import rnn_pure; print(rnn_pure.__file__)"
    made = python("-c", there, cwd=tmp_path).stdout
    assert Path(made).is_relative_to(tmp_path)  # not this one


# --- the viva ---------------------------------------------------------------


def asked(lang):
    """Its rows: the equation, the line, the question, where the answer is."""
    return re.findall(r"^\| (.*?) \| `(.*?)` \| \[(.*)\]\((.*)\) \|  \|$",
                      PAGE[lang], re.M)


def test_both_languages_ask_about_lines_of_the_file():
    rows = zip(asked("ko"), asked("en"), strict=True)
    for (_, line, _, there), (_, same, _, also) in rows:
        assert (line, there) == (same, also)
        assert line in read("docs/onefile/rnn.py")
    assert len(asked("ko")) >= 10
