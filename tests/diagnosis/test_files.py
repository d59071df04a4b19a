"""diagnose FILE, diagnose FOLDER: whatever a file does, and what it is."""

import csv
import json
import os
import re
import signal
import subprocess
import sys
import time

import pytest
from conftest import ROOT, python, python_m, read
from judging import RIGHT, changed, dedent

from rnn_pure.__main__ import main
from rnn_pure.diagnosis import child, marking, process
from rnn_pure.diagnosis.adapter import path_of
from rnn_pure.diagnosis.command import status as status_of
from rnn_pure.diagnosis.process import Process
from rnn_pure.diagnosis.rows import FIELDS

WRONG = changed(
    "nested loops", ["W_re[j][i] * after[j]", "W_re[i][j] * after[j]"])
OURS = """
    {before}
    from rnn_pure import bptt as right
    def bptt(rnn, states, ds):
        {first}
        made = right(rnn, states, ds)
        {then}
        return made
    """


def ours(before="", first="", then=""):
    """The package's own bptt, with more around it."""
    return OURS.format(before=before, first=first, then=then)


FILES = {  # the status, what is said, the file
    "right": (0, "Right: every gradient", RIGHT["nested loops"]),
    "wrong": (1, "mistake 4", WRONG),
    "ours": (0, "uses the package's own bptt", ours()),
    "hangs": (1, "does not come to an end", ours(first="while True: pass")),
    "hangs when imported": (2, "__main__", "while True: pass"),
    "exits": (1, "line 5: sys.exit(3)", ours("import sys", "sys.exit(3)")),
    "exits when imported": (2, "ends the program", "raise SystemExit(3)"),
    "dies": (1, "Its process died", ours("import os", "os._exit(0)")),
    "prints": (0, "Right: every gradient", ours(
        "import sys; print('x' * 10 ** 7)", "print('y' * 10 ** 5)",
        "print('z', file=sys.stderr)")),
    "leaves one that holds the pipe": (0, "Right: every gradient", ours(
        "import subprocess, sys; subprocess.Popen([sys.executable, '-c', "
        "'import time; time.sleep(20)'], start_new_session=True)")),
    "looks for the judge": (0, "Right: every gradient", ours(
        "import sys", "assert 'rnn_pure.diagnosis.nets' not in sys.modules")),
    "raises": (1, "line 5: states.z[99]", ours(first="states.z[99]")),
    "a name": (1, "It raises: NameError: name 'zz'", ours(first="zz")),
    "an entry that is None": (1, "(d[t + 1] is None, t = 3)", ours(
        first="d, t = [None] * 9, 3; d[t + 1][0]")),
    "a package": (2, "ModuleNotFoundError: nowhere", "import nowhere"),
    "draws, without the package": (0, "Right: every gradient", ours(
        "import matplotlib.pyplot as plt", "plt.figure()")),
    "tells of what it does not take": (0, "Right: every gradient", RIGHT[
        "nested loops"].replace("def bptt", "def inner") + """
def bptt(xs, ds, W_in, W_re, b, W_out, b_out, z_0=None):
    start = [0.0] * len(b)  # and no z_0
    return inner(xs, ds, W_in, W_re, b, W_out, b_out, start)
"""),
    "returns nothing": (1, "no gradients, but a NoneType", ours(
        first="return")),
    "moves the weights": (1, "mistake 35", ours(
        "from rnn_pure import descend", then="descend(rnn, made, 0.1)")),
    "changes its input": (1, "mistake 32", ours(then="states.y[1][0] -= 1")),
    "takes no None": (0, "Right: every gradient", ours(
        first="[*map(len, ds)]")),
    "no Python": (2, "cannot be imported: SyntaxError", "def bptt(:"),
    "a class": (2, "Open: depth", """
        class MyRNN:
            def __init__(self, n_in, n_re, n_out, depth):
                pass
            def backward(self, xs, ds):
                pass
        """),
    "parameters": (2, "Understood: xs, ds Open: A, B, C", """
        def bptt(xs, ds, A, B, C):
            pass
        """),
}


def written(folder, name, text=None):
    path = folder / f"{name}.py"
    path.write_text(dedent(text or FILES[name][2]), encoding="utf-8")
    return path


@pytest.fixture
def diagnose(capsys, monkeypatch):
    """diagnose(path, …) → its status and what it prints, in one line."""
    monkeypatch.setattr(process, "WALL", 20)  # no longer than it must

    def run(*arguments, lang="en"):
        status = main(["diagnose", *map(str, arguments), "--lang", lang])
        out, err = capsys.readouterr()
        assert err == ""
        return status, re.sub(r"\s+", " ", out)

    return run


@pytest.mark.parametrize("name", [
    pytest.param(name, marks=pytest.mark.seldom) if "imported" in name
    else name for name in FILES])
def test_a_file(name, tmp_path, diagnose):
    begin = time.monotonic()
    status, out = diagnose(written(tmp_path, name))
    assert status == FILES[name][0]
    assert FILES[name][1] in out
    if "pipe" in name:
        assert time.monotonic() - begin < 15


def test_a_sleeper_meets_the_wall(tmp_path, diagnose, monkeypatch):
    monkeypatch.setattr(process, "WALL", 3)
    text = ours("import time", "time.sleep(60)")
    status, out = diagnose(written(tmp_path, "sleeps", text))
    assert status == 1
    assert "does not come to an end" in out


@pytest.mark.skipif(not hasattr(signal, "SIGPROF"), reason="no such limit")
def test_seconds_are_the_files_own(tmp_path):
    assert child.TO_ANSWER < process.WALL < process.LONGEST
    text = ours("import time", "time.sleep(0.05)")
    with Process(written(tmp_path, "sleeps", text)) as asked:
        begin = time.monotonic()
        for _ in range(20):
            asked.ask({"steps": [["bptt", {
                "rnn": None, "states": None, "ds": None}]]})
        assert asked.seconds < 2
        assert asked.waited > 1  # all of them
        assert time.monotonic() - begin < 20


def test_other_files_are_not_taken_for_pythons_own(
    tmp_path, diagnose, monkeypatch
):
    """json.py and random.py beside it; a path to more modules is kept."""
    for name in sys.stdlib_module_names:
        written(tmp_path, name, "raise OSError")
    (tmp_path / "more").mkdir()
    written(tmp_path / "more", "helper", "factor = 2")
    monkeypatch.setenv("PYTHONPATH", str(tmp_path / "more"))
    path = written(tmp_path, "own", ours("from helper import factor"))
    assert diagnose(path)[0] == 0


def test_the_function_can_be_chosen(tmp_path, diagnose):
    path = written(tmp_path, "two", RIGHT["nested loops"].replace(
        "def bptt", "def one_bptt") + WRONG.replace("def bptt", "def other"))
    assert diagnose(path)[0] == 0
    for status, name in (1, "other"), (2, "third"):
        assert diagnose(path, "--function", name)[0] == status
    status, out = diagnose("not/there.py")
    assert status == 2
    assert "no such file" in out


def test_in_korean(tmp_path, diagnose):
    _, out = diagnose(written(tmp_path, "wrong"), lang="ko")
    assert "여섯 식 가운데 다섯은 맞습니다." in out
    assert "실수 4처럼 동작합니다: W_re를 전치하지 않았습니다." in out
    assert "확인할 식: 식 5" in out


@pytest.mark.parametrize("arguments", [
    [], [str(ROOT / "tests")], [__file__, "--csv", "marks.csv"],
    ["none.py", "--adapter", "--json"]])
def test_arguments_that_do_not_go_together(arguments, capsys):
    with pytest.raises(SystemExit) as exit_:
        main(["diagnose", *arguments])
    assert exit_.value.code == 2
    capsys.readouterr()


def test_a_line_of_json(tmp_path):
    path = written(tmp_path, "wrong")
    made = python("-S", "-m", "rnn_pure", "diagnose", path, "--json", "--tell",
                  PYTHONIOENCODING="cp1252")  # Windows' pipe: it has no ᵀ
    assert (made.returncode, made.stderr) == (1, "")
    found = json.loads(made.stdout)
    assert [*found] == [*FIELDS]
    assert found | {
        "verdict": "wrong", "equations": ["eq 5"], "mistakes": [[4]],
        "belongs": "W_reᵀ", "W_in": False, "W_out": True, "lines": 5} == found
    assert found["seconds"] > 0


def test_the_package_does_not_import_the_judge():
    code = ("import rnn_pure, sys\n"
            "print([name for name in sys.modules if 'diag' in name])")
    assert python("-c", code).stdout == "[]\n"


# --- an adapter -------------------------------------------------------------

# of two that nothing tells apart, the last is drafted
NAMELESS = "def scaled(k, v): return k * v\n" + RIGHT["nested loops"].replace(
    "def bptt(xs, ds, W_in, W_re, b, W_out, b_out, z_0):",
    "def go(seq, goal, A, B, C, k1, k2, start):\n"
    "    xs, ds, W_in, W_re, b, W_out, b_out, z_0 = "
    "seq, goal, A, B, k1, C, k2, start")
FILLED = dict(A="W_in", B="W_re", C="W_out", k1="b", k2="b_out", start="z_0")


@pytest.mark.parametrize("name", ["own.py", "my.own.PY"])
def test_an_adapter_is_drafted_filled_in_and_used(tmp_path, diagnose, name):
    path = written(tmp_path, "own", NAMELESS).rename(tmp_path / name)
    status, out = diagnose(path)
    assert status == 2
    assert "--adapter" in out
    assert diagnose(path, "--adapter")[0] == 0
    there = path_of(path)
    lines = read(there).splitlines()
    assert 4 <= len(lines) <= 9
    assert (
        "    A = ?  # what is it: W_in, W_re, b, W_out, b_out, z_0?" in lines)
    assert read(path) == NAMELESS
    status, out = diagnose(path)
    assert status == 2
    assert "still has open questions" in out
    text = re.sub(r"(\w+) = \?.*", lambda name: (
        f"{name[1]} = {FILLED[name[1]]}"), read(there))
    there.write_text(text, "utf-8")
    status, out = diagnose(path)
    assert status == 0
    assert f"through {there.name}" in out
    assert diagnose(path, "--adapter")[0] == 2
    assert read(there) == text
    there.write_text(text.replace("A = W_in", "A = W_re"), "utf-8")
    assert diagnose(path)[0] == 1


@pytest.mark.parametrize(("name", "status", "said"), [
    ("no Python", 2, "cannot be imported: SyntaxError"),
    ("wrong", 1, "It needs no adapter"), ("right", 0, "It needs no adapter")])
def test_what_needs_no_adapter(tmp_path, diagnose, name, status, said):
    found, out = diagnose(written(tmp_path, name), "--adapter")
    assert (found, said in out) == (status, True)
    assert len([*tmp_path.iterdir()]) == 1


def test_a_class_is_drafted_by_its_attributes(tmp_path, diagnose):
    path = written(tmp_path, "own", """
        class Net:
            def __init__(self, n_in, n_re, depth, lr=1):
                self.Whh, self.K, self.L = [], [], []
            def forward(self, xs, h0):
                pass
            def backward(self, ds):
                pass
        """)
    assert diagnose(path, "--adapter")[0] == 0
    assert path_of(path).read_text("utf-8") == dedent("""\
        from own import Net
        def bptt(xs, ds, W_in, W_re, W_out, b=None, b_out=None, z_0=None):
            depth = ?  # what is it: len(W_in[0]), len(W_re), len(W_out), \
len(xs), W_in, W_re, b, W_out, b_out?
            net = Net(n_in=len(W_in[0]), n_re=len(W_re), depth=depth)
            net.Whh = W_re
            net.? = W_in  # which of yours is W_in: K, L?
            net.? = W_out  # which of yours is W_out: K, L?
            net.forward(xs=xs, h0=z_0)
            made = net.backward(ds=ds)
            return vars(net) if made is None else made
        """)


# --- folders ----------------------------------------------------------------


def notebook(*cells):
    return json.dumps({"cells": [
        {"cell_type": kind, "source": source} for kind, source in cells]})


@pytest.mark.parametrize("text", [
    "[1]", "{}", '{"cells": null}', '{"cells": [1]}', "[" * 10**5,
    '{"cells": [{"cell_type": "code", "source": null}]}'])
def test_what_is_no_notebook_is_said(tmp_path, diagnose, text):
    path = tmp_path / "book.ipynb"
    path.write_text(text, "utf-8")
    status, out = diagnose(path)
    assert (status, "book.ipynb: no notebook" in out) == (2, True)


@pytest.mark.parametrize(("verdicts", "status"), [
    ([], 2), (["unjudged", "import", "refused"], 2), (["right", "import"], 1),
    (["right", "wrong"], 1), (["right", "right_if"], 0)])
def test_the_status_of_a_folder(verdicts, status):
    assert status_of(verdicts) == status


def test_all_that_was_handed_in_gets_a_row(tmp_path):
    due = ["MOON.PY", "_kim.py", "all.zip", "jung_adapter.py", "lee.ipynb"]
    for name in *due, "lee_adapter.py", "MOON_adapter.py", "t.csv", ".a.py":
        (tmp_path / name).touch()
    (tmp_path / "__pycache__").mkdir()
    table = tmp_path / ".." / tmp_path.name / "t.csv"
    found = [p.name for p in marking._submissions(tmp_path, table)]
    assert found == due


def test_a_table_is_opened_first_and_over_no_submission(
    tmp_path, diagnose, monkeypatch, capsys
):
    monkeypatch.setattr(marking, "_row", None)  # it judges nothing
    path = written(tmp_path, "right")
    with pytest.raises(SystemExit):
        diagnose(tmp_path, "--csv", path)
    assert "it may be a submission" in capsys.readouterr().err
    assert read(path) == RIGHT["nested loops"]
    with pytest.raises(FileNotFoundError):
        diagnose(tmp_path, "--csv", tmp_path / "none" / "t.csv")


def test_a_folder_is_marked_and_none_spoils_another(tmp_path, diagnose):
    folder = tmp_path / "submissions"
    folder.mkdir()
    for name in "right", "exits", "dies", "prints", "no Python", "parameters":
        written(folder, name)
    (folder / "=formula.py").write_text(FILES["wrong"][2], "utf-8")
    written(folder, "writes", ours("""\
import pathlib
    here = pathlib.Path(__file__).parent
    for path in [*here.glob("*.py"), *here.parent.glob("*.py")]:
        path.write_text("nothing", "utf-8")"""))
    deep = folder / "a folder" / "src"
    deep.mkdir(parents=True)
    (deep / "helper.py").write_text("factor = 2", "utf-8")
    written(deep, "my_bptt", "from helper import factor\n" + FILES["right"][2])
    (folder / "book.ipynb").write_text(notebook(
        ("markdown", "# mine"), ("code", ["%matplotlib inline\n", "!ls\n"]),
        ("code", "%%bash\nls"), ("code", RIGHT["nested loops"]),
    ), "utf-8-sig")
    (folder / "broken.ipynb").write_text("{", "utf-8")
    (folder / "all.zip").write_bytes(b"PK")
    before = {p: p.read_bytes() for p in folder.rglob("*.*")}
    table = tmp_path / "marks.csv"
    status, out = diagnose(folder, "--csv", table, "--seed", 5)
    assert status == 1
    assert "5 of 12 submissions are right" in out
    assert "Stopped" not in out
    with table.open(encoding="utf-8-sig", newline="") as file:
        rows = {row["submission"]: row for row in csv.DictReader(file)}
    assert [*rows] == sorted(rows, key=lambda name: name.lstrip("'"))
    assert {name: row["verdict"] for name, row in rows.items()} == {
        "'=formula.py": "wrong", "a folder": "right", "dies.py": "died",
        "exits.py": "exits", "no Python.py": "import", "prints.py": "right",
        "right.py": "right", "writes.py": "right", "book.ipynb": "right",
        "broken.ipynb": "unjudged", "all.zip": "unjudged",
        "parameters.py": "refused"}
    assert rows["'=formula.py"].items() >= {
        "mistakes": "4", "lines": "5", "equations": "eq 5", "W_in": "wrong",
        "W_out": "right"}.items()
    assert rows["a folder"]["file"] == os.path.join("src", "my_bptt.py")
    assert rows["parameters.py"]["note"] == "open: A, B, C"
    assert "no Python" in rows["all.zip"]["note"]
    assert before == {p: p.read_bytes() for p in folder.rglob("*.*")}


@pytest.mark.skipif(os.name == "nt", reason="Ctrl-C is no signal there")
def test_control_c_loses_nothing(tmp_path):
    folder = tmp_path / "submissions"
    folder.mkdir()
    written(folder, "a", RIGHT["nested loops"])
    for name in "bcd":
        written(folder, name, ours("import time", "time.sleep(60)"))
    table = tmp_path / "marks.csv"
    running = subprocess.Popen(
        [sys.executable, "-m", "rnn_pure", "diagnose", folder, "--csv", table,
         "--lang", "en"], cwd=ROOT, stdout=subprocess.PIPE,
        encoding="utf-8",  # a shell's & has the signal ignored
        preexec_fn=lambda: signal.signal(signal.SIGINT, signal.SIG_DFL))
    end = time.monotonic() + 60
    while time.monotonic() < end and (
            not table.exists() or "a.py" not in read(table)):
        time.sleep(0.1)
    running.send_signal(signal.SIGINT)
    out, _ = running.communicate(timeout=30)
    assert running.returncode == 2
    assert "1 of 1 submissions" in out
    assert "Stopped" in out
    assert "a.py,,right" in read(table)


def test_a_process_can_be_closed_as_soon_as_it_is_noted(tmp_path):
    class Closing(set):
        def add(self, process):
            process.close()

    file = written(tmp_path, "a", RIGHT["nested loops"])
    with Process(file, live=Closing()) as process:
        assert process.about == {"problem": "died"}


def test_help_says_what_it_does_not_protect_from():
    said = python_m("rnn_pure", "diagnose", "--help", "--lang", "en").stdout
    assert "no security sandbox" in re.sub(r"\s+", " ", said)
