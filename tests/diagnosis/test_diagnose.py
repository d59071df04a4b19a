"""diagnose: a zoo of gradient functions, right, wrong in known ways, wrong."""

import csv
import functools
import io
import json
import linecache
import re
import subprocess
import sys
import types
from itertools import combinations

import pytest
import zoo
from conftest import ROOT
from screen import width

import rnn_pure
from rnn_pure import bptt, diagnose, mistakes
from rnn_pure.__main__ import main
from rnn_pure.activations import softsign, tanh
from rnn_pure.checks import WEIGHTS
from rnn_pure.console import Console
from rnn_pure.diagnosis import marking, process
from rnn_pure.diagnosis.calling import find
from rnn_pure.diagnosis.cases import SIZES, World, case
from rnn_pure.diagnosis.judge import judge
from rnn_pure.diagnosis.seen import flat, same
from rnn_pure.diagnosis.telling import told
from rnn_pure.losses import ERRORS

ALIKE = [{1, 10, 29}]  # what no number tells apart
TABLE = mistakes.TABLE.read_text("utf-8")
NUMBERS = [*map(int, re.findall(r"(?m)^\[(\d+)\]", TABLE))]


@functools.cache
def variants():
    return {f"{way.key} ({way.stage})": way for way in mistakes.variants()}


def loaded(name, source):
    """The source as a module, whose lines inspect finds."""
    if "numpy" in source:
        pytest.importorskip("numpy")
    file = f"<{name}>"
    lines = source.splitlines(keepends=True)
    linecache.cache[file] = len(source), None, lines, file
    module = types.ModuleType("zoo_of_" + re.sub(r"\W", "_", name))
    sys.modules[module.__name__] = module
    exec(compile(source, file, "exec"), vars(module))
    return module


def changed(name, changes):
    """A source of the zoo, changed; each change must be one."""
    source = zoo.RIGHT[name]
    for old, new in zip(changes[::2], changes[1::2]):
        assert old in source, old
        source = source.replace(old, new)
    return source


@functools.cache
def judged(name, *changes):
    source = changed(name, changes)
    module = loaded(f"{name} {hash(changes)}", source)
    return judge(find(module, None), 0)


# --- the zoo ----------------------------------------------------------------


@pytest.mark.parametrize("name", zoo.RIGHT)
def test_a_right_one_is_right(name):
    found = judged(name)
    no_None = name == "the package's objects in NumPy"
    assert found.verdict == ("raises" if no_None else "right")
    assert found.failing == (["missing"] if no_None else [])
    assert found.single == (name in ("float32", "finite differences"))
    assert all(found.fields.values())


@pytest.mark.once
@pytest.mark.parametrize(
    ("name", "changes", "numbers"), zoo.NAMED,
    ids=[f"{k}-{name}" for k, (name, _, _) in enumerate(zoo.NAMED)],
)
def test_a_known_mistake_is_named(name, changes, numbers):
    found = judged(name, *changes)
    assert numbers in found.mistakes
    alike = next((each for each in ALIKE if each & numbers), numbers)
    for others in found.mistakes:
        assert others == numbers or others ^ numbers <= alike
    assert not found.right


@pytest.mark.once
@pytest.mark.parametrize(
    ("name", "changes", "lines"), zoo.UNKNOWN,
    ids=[f"{k}-{name}" for k, (name, _, _) in enumerate(zoo.UNKNOWN)],
)
def test_an_unknown_mistake_has_no_name_but_a_line(name, changes, lines):
    found = judged(name, *changes)
    assert found.mistakes == []
    assert found.lines.wrong == lines
    assert found.verdict == "line"
    assert "no name" in told(found, "en")


# --- the table --------------------------------------------------------------


def test_bptt_itself_is_right_for_any_f_g_and_E():
    found = diagnose(bptt)
    assert found.right
    assert found.general
    assert "any f, g and E" in str(found)


@pytest.mark.once
@pytest.mark.parametrize("number", NUMBERS)
def test_every_way_of_the_table_is_named(number):
    alike = next((a for a in ALIKE if number in a), {number})
    for key, way in variants().items():
        if way.number == number:
            found = diagnose(mistakes.wrong_bptt(way))
            assert {number} in found.mistakes, key
            assert {*map(frozenset, found.mistakes)} <= {
                frozenset([other]) for other in alike
            }, key


@functools.cache
def shown_by(way, seed):
    """All the numbers that a wrong bptt gives, in every case of two worlds."""
    seen = []
    for error in ERRORS:
        for name in SIZES:
            at = case(World(tanh, softsign, error), name, seed)
            try:
                gradients = mistakes.wrong_bptt(way)(at.rnn, at.states, at.ds)
            except (ArithmeticError, TypeError, ValueError) as failure:
                seen.append(type(failure))
            else:
                parts = [*gradients.rows(), *(gradients.x or [None])[1:]]
                seen.append(flat([*parts, *(gradients.z_0 or [])]))
    return seen


@pytest.mark.once
@pytest.mark.parametrize("seed", [0, 1])
def test_the_networks_tell_any_two_mistakes_apart(seed):
    for a, b in combinations(variants().values(), 2):
        pair = {a.number, b.number}
        if len(pair) == 1 or any(pair <= alike for alike in ALIKE):
            continue
        assert any(
            p != q if not (isinstance(p, list) and isinstance(q, list))
            else not same(p, q, 1e-6)
            for p, q in zip(shown_by(a, seed), shown_by(b, seed))
        ), (a.key, b.key)


def test_what_a_gradient_can_show_is_in_the_table():
    named = {way.number for way in variants().values()}
    assert named == {*range(1, 15), 16, 17, *range(22, 32), 33}
    assert {*mistakes.mistakes()} == named | {18, 32, 34, 35}


def test_a_table_that_no_longer_fits_bptt_is_refused(monkeypatch):
    text = mistakes.source().replace("f.prime(u[t])", "f.prime(u[t + 0])")
    monkeypatch.setattr(mistakes, "source", lambda: text)
    with pytest.raises(ValueError, match="does not occur once in bptt"):
        mistakes.variants.__wrapped__()


def test_two_ways_that_need_one_place_are_no_bptt():
    a = variants()["4 in the recursion (re)"]
    b = variants()["24 no W_re (re)"]
    assert mistakes.wrong_bptt(a, b) is None


# --- what is said -----------------------------------------------------------

TRANSPOSED = ("columns", "Whh.T @ dhraw", "Whh @ dhraw")


def test_what_is_right_comes_first_and_one_line_to_look_at_last():
    lines = told(judged(*TRANSPOSED), "en").splitlines()
    text = "\n".join(lines)
    begins = text.index("Five of your six equations are right")
    assert begins < text.index("✗ eq")
    assert "acts like mistake 4: W_re is not transposed" in text
    assert "you wrote" not in text
    right = lines.index(
        "    right             matvec(W_re_T, delta_re[t + 1])"
    )
    assert lines[right + 1] == (
        "    yours acts like   matvec(rnn.W_re, delta_re[t + 1])"
    )
    assert lines[-3] == "The line to look at: equation 5"
    assert lines[-1].startswith("Why: learn/bptt-units/#the-recursion")


@pytest.mark.parametrize("encoding", ["utf-8", "cp949", "ascii"])
@pytest.mark.parametrize("lang", ["ko", "en"])
@pytest.mark.parametrize("asked", [
    TRANSPOSED,
    ("columns", "dhnext = Whh.T @ dhraw", "pass"),
    ("the package's objects", "b=[sum(delta[t][i] for t in steps) for i in "
     "range(n)]", "b=None"),
    ("columns", "Why.T @ dy + dhnext", "Why @ dy + dhnext"),
    ("min-char-rnn", "        pass\n",
     "        np.clip(dparam, -5, 5, out=dparam)\n"),
    ("columns", "dhnext = Whh.T @ dhraw", "dhnext = Whh @ dhraw",
     "dWhy += dy @ hs[t].T", "dWhy += hs[t] @ dy.T"),
    ("float32",),
    zoo.UNKNOWN[5][:1] + tuple(zoo.UNKNOWN[5][1]),
], ids=str)
def test_it_is_read_at_100_columns(asked, lang, encoding):
    from rnn_pure.diagnosis.telling import tell

    stream = io.TextIOWrapper(io.BytesIO(), encoding, newline="")
    tell(judged(*asked), Console(lang, stream))
    stream.flush()
    text = stream.buffer.getvalue().decode(encoding)
    ambiguous = 2 if encoding == "cp949" else 1
    assert max(width(line, ambiguous) for line in text.splitlines()) <= 100
    if encoding != "ascii":
        assert "?" not in re.sub(r"[nm]\?", "", text)  # NumPy's own words
        assert bool(re.search("[가-힣]", text)) == (lang == "ko")


def test_what_numbers_cannot_tell_apart_is_all_told():
    found = judged("columns", "dhnext = Whh.T @ dhraw", "pass")
    assert found.mistakes == [{1}, {10}, {29}]
    text = told(found, "en")
    assert "Its numbers are also those of" in text
    assert "mistake 10" in text
    assert "mistake 29" in text


def test_a_factor_is_told():
    found = judged(*zoo.UNKNOWN[5][:1], *zoo.UNKNOWN[5][1])
    assert "0.5 times what it should be" in told(found, "en")


def test_clipping_of_any_kind_is_seen_where_errors_are_large():
    found = judged("columns", "dhraw = (1 - hs[t] * hs[t]) * dh",
                   "dhraw = np.clip((1 - hs[t] * hs[t]) * dh, -0.6, 0.6)")
    assert found.mistakes == [{13}]


def only(**fields):
    """A bptt that returns these: functions of the right gradients."""

    def wrapped(rnn, states, ds):
        right = bptt(rnn, states, ds)
        return {name: make(right) for name, make in fields.items()}

    return wrapped


OWN = {name: lambda right, name=name: getattr(right, name)
       for name in WEIGHTS}


def test_a_bias_that_is_not_returned_is_forgotten():
    found = diagnose(only(**{n: OWN[n] for n in ("W_in", "W_re", "W_out")}))
    assert (found.verdict, found.mistakes) == ("lacking", [{12}])
    assert found.fields["b"] is None
    found = diagnose(only(W_in=OWN["W_in"], W_re=OWN["W_re"]))
    assert (found.verdict, found.mistakes) == ("lacking", [])
    assert "Not returned: b, W_out, b_out" in told(found, "en")


@pytest.mark.parametrize("make", [
    lambda k: 0.0, lambda k: 1.0, lambda k: k % 7 - 3.0,
], ids=["zeros", "ones", "numbers"])
def test_of_nonsense_no_line_is_right_and_none_is_named(make):
    def nonsense(rnn, states, ds):
        sizes = [(len(rnn.b), len(rnn.W_in[0])), (len(rnn.b),) * 2,
                 (len(rnn.b_out), len(rnn.b))]
        W_in, W_re, W_out = (
            [[make(i + j * j) for j in range(n)] for i in range(m)]
            for m, n in sizes
        )
        return W_in, W_re, W_in and [make(i) for i in range(len(rnn.b))], (
            W_out), [make(3)] * len(rnn.b_out)

    found = diagnose(nonsense)
    assert found.mistakes == []
    assert found.lines.right == 0
    assert not found.right


def test_a_column_without_its_transpose_is_an_exception_not_a_line():
    """It runs on flat vectors, but then every product is one number."""
    found = judged("columns", "dWxh += dhraw @ inputs[t].T",
                   "dWxh += dhraw @ inputs[t]")
    assert found.verdict == "uncallable"
    assert "dhraw @ inputs[t]" in found.answer.code
    assert found.lines.wrong == []


def test_where_every_state_is_meant_for_another_f_its_lines_are_judged():
    found = judged("forward with a sigmoid",
                   "(ys[t] - ts[t]) * ys[t] * (1 - ys[t])",
                   "(ys[t] - ts[t]) * ys[t] * (2 - ys[t])")
    assert found.lines.wrong == ["def 3"]
    assert found.setup.world.f.name == "sigmoid"


@pytest.mark.once
def test_what_cannot_be_told_is_left_open():
    """x two steps late in equation 4: or all deltas turned in equation 5."""
    found = judged("many to one", "np.outer(da, X[t - 1])",
                   "np.outer(da, X[t - 2])", "np.outer(da, s[t - 1])",
                   "np.outer(do, s[t - 1])")
    assert found.lines.verdicts["eq 4"] is None
    assert found.lines.verdicts["eq 5"] is None
    assert found.lines.wrong == ["eq 3"]


def test_a_function_whose_parameters_say_nothing_is_refused():
    with pytest.raises(TypeError, match="W1"):
        diagnose(lambda xs, ds, W1, W2: None)


@pytest.mark.parametrize("seed", [1, 2, 3])
def test_other_networks_tell_the_same(seed):
    way = variants()["27 dE_dz carried (re)"]
    assert diagnose(bptt, seed).right
    found = diagnose(mistakes.wrong_bptt(way), seed)
    assert found.mistakes == [{27}]


# --- files ------------------------------------------------------------------

FILES = {  # the status, what is said, the file
    "right": (0, "Right: every gradient", zoo.RIGHT["nested loops"]),
    "wrong": (1, "mistake 4", changed(
        "nested loops", ["W_re[j][i] * after[j]", "W_re[i][j] * after[j]"]
    )),
    "hangs": (1, "does not come to an end in 1 s", """
        def bptt(rnn, states, ds):
            while True:
                pass
        """),
    "hangs when imported": (2, "__main__", "while True: pass"),
    "exits": (1, "line 4: sys.exit(3)", """
        import sys
        def bptt(rnn, states, ds):
            sys.exit(3)
        """),
    "dies": (1, "Its process died", """
        import os
        def bptt(rnn, states, ds):
            os._exit(0)
        """),
    "prints": (0, "Right: every gradient", """
        import sys
        from rnn_pure import bptt as right
        print("x" * 10_000_000)
        def bptt(rnn, states, ds):
            print("y" * 100_000)
            print("z", file=sys.stderr)
            return right(rnn, states, ds)
        """),
    "raises": (1, "line 3: return states.z[99]", """
        def bptt(rnn, states, ds):
            return states.z[99]
        """),
    "returns nothing": (1, "no gradients, but a NoneType", """
        def bptt(rnn, states, ds):
            pass
        """),
    "moves the weights": (1, "mistake 35", """
        from rnn_pure import bptt as right, descend
        def bptt(rnn, states, ds):
            gradients = right(rnn, states, ds)
            descend(rnn, gradients, 0.1)
            return gradients
        """),
    "changes its input": (1, "mistake 32", """
        from rnn_pure import bptt as right
        def bptt(rnn, states, ds):
            gradients = right(rnn, states, ds)
            states.y[1][0] -= 1
            return gradients
        """),
    "adds up": (1, "Every call adds as much again", """
        from rnn_pure import bptt as right
        total = {}
        def bptt(rnn, states, ds):
            b = right(rnn, states, ds).b
            key = len(ds), len(b)
            before = total.get(key, [0] * len(b))
            total[key] = [p + q for p, q in zip(before, b)]
            return {"W_in": right(rnn, states, ds).W_in, "b": total[key]}
        """),
    "no Python": (2, "cannot be imported: SyntaxError", "def bptt(:"),
    "a class": (2, "python -m rnn_pure diagnose --template", """
        class MyRNN:
            def backward(self, xs, ds):
                pass
        """),
    "a parameter": (2, "what W1 is is not known", """
        def bptt(xs, ds, W1, W2, W3):
            pass
        """),
    "two": (2, "one_bptt, other_bptt", """
        def one_bptt(rnn, states, ds):
            pass
        def other_bptt(rnn, states, ds):
            pass
        """),
}


def written(folder, name):
    path = folder / f"{name}.py"
    path.write_text(zoo.dedent(FILES[name][2]), encoding="utf-8")
    return path


@pytest.mark.parametrize("name", FILES)
def test_a_file(name, tmp_path, capsys, monkeypatch):
    """Only what never ends meets a limit, however slow the computer is."""
    status, said, _ = FILES[name]
    for limit, meets in ("TO_ANSWER", "hangs"), ("TO_IMPORT", "hangs when im"):
        seconds = 1 if name.startswith(meets) else 600
        monkeypatch.setattr(process, limit, seconds)
    path = written(tmp_path, name)
    assert main(["diagnose", str(path), "--lang", "en"]) == status
    out, err = capsys.readouterr()
    assert said in re.sub(r"\s+", " ", out)
    assert err == ""


def test_files_beside_it_may_be_named_as_pythons_own(tmp_path):
    """Such as json.py and random.py: the judge does not import them."""
    for name in sys.stdlib_module_names:
        (tmp_path / f"{name}.py").write_text("raise OSError", "utf-8")
    path = written(tmp_path, "right")
    assert main(["diagnose", str(path), "--lang", "en"]) == 0


def test_the_function_can_be_chosen(tmp_path, capsys):
    path = written(tmp_path, "two")
    asked = ["diagnose", str(path), "--lang", "en", "--function"]
    assert main([*asked, "one_bptt"]) == 1
    assert main([*asked, "third"]) == 2
    assert "There is no function third" in capsys.readouterr().out


@pytest.mark.parametrize(("path", "said"), [
    ("not/there.py", "no such file"),
    (str(ROOT / "README.md"), "not a Python file"),
])
def test_no_file(capsys, path, said):
    assert main(["diagnose", path, "--lang", "en"]) == 2
    assert said in " ".join(capsys.readouterr().out.split())


def test_in_korean(tmp_path, capsys):
    path = written(tmp_path, "wrong")
    main(["diagnose", str(path), "--lang", "ko"])
    out = capsys.readouterr().out
    assert "여섯 식 가운데 다섯은 맞습니다." in out
    assert "실수 4처럼 동작합니다: W_re를 전치하지 않았습니다." in out
    assert "확인할 줄: 식 5" in out


def test_the_adapters_of_the_template_work(capsys):
    pytest.importorskip("numpy")
    assert main(["diagnose", "--template"]) == 0
    template = capsys.readouterr().out
    parts = template.split("# Rows: ")
    columns, rows = parts[0], f'"""\n"""\n# Rows: {parts[1]}'
    for adapter, names in (
        (columns, "Wxh Whh bh Why by"), (rows, "Wx Wh b Wy by"),
    ):
        loops = zoo.RIGHT["rows" if adapter is rows else "columns"]
        inner = "rnn_backward" if adapter is rows else "bptt"
        loops = loops.replace(f"def {inner}(", "def inside(")
        own = names.split()
        order = own if adapter is rows else ["Wxh", "Whh", "Why", "bh", "by"]
        my_class = f"""
class MyRNN:
    def __init__(self, n_in, n_re, n_out):
        pass

    def forward(self, xs, h0):
        self.xs, self.h0 = xs, h0

    def backward(self, targets):
        made = inside(self.xs, targets, {
            ", ".join(f"self.{name}" for name in own)
        }, self.h0)
        for name in {order}:
            made_one = made[name] if isinstance(made, dict) else made[
                {order}.index(name)]
            setattr(self, "d" + name, made_one)

"""
        found = judge(find(loaded(names, loops + my_class + adapter), None), 0)
        assert found.right


# --- folders ----------------------------------------------------------------


def test_a_folder_is_marked_and_none_spoils_another(
    tmp_path, capsys, monkeypatch
):
    monkeypatch.setattr(marking, "SECONDS", 600)
    folder = tmp_path / "submissions"
    folder.mkdir()
    for name in "right", "wrong", "exits", "dies", "prints", "no Python":
        written(folder, name)
    (folder / "=formula.py").write_text(FILES["wrong"][2], "utf-8")
    (folder / "writes.py").write_text(zoo.dedent("""
        import pathlib
        from rnn_pure import bptt
        here = pathlib.Path(__file__).parent
        for path in [*here.glob("*.py"), *here.parent.glob("*.py")]:
            path.write_text("nothing", "utf-8")
        pathlib.Path("written here").write_text("x", "utf-8")
        def my_bptt(rnn, states, ds):
            return bptt(rnn, states, ds)
        """), "utf-8")
    own = folder / "a folder"
    own.mkdir()
    (own / "helper.py").write_text("factor = 2", "utf-8")
    (own / "my_bptt.py").write_text(
        "from helper import factor\n" + FILES["right"][2], "utf-8"
    )
    before = {p: p.read_text("utf-8") for p in folder.rglob("*.py")}
    table = tmp_path / "marks.csv"
    asked = ["diagnose", str(folder), "--csv", str(table), "--lang", "en"]
    assert main([*asked, "--seed", "5"]) == 0
    assert "4 of 9 submissions are right" in capsys.readouterr().out
    with table.open(encoding="utf-8-sig", newline="") as file:
        rows = {row["submission"]: row for row in csv.DictReader(file)}
    assert {name: row["verdict"] for name, row in rows.items()} == {
        "'=formula.py": "named", "a folder": "right", "dies.py": "died",
        "exits.py": "exits", "no Python.py": "unjudged",
        "prints.py": "right", "right.py": "right", "writes.py": "right",
        "wrong.py": "named",
    }
    wrong = rows["wrong.py"]
    assert (wrong["mistakes"], wrong["lines"], wrong["note"]) == (
        "4", "5", "eq 5"
    )
    assert (wrong["W_in"], wrong["W_out"]) == ("wrong", "right")
    assert before == {p: p.read_text("utf-8") for p in folder.rglob("*.py")}
    assert {path.name for path in folder.iterdir()} == {
        *(name.lstrip("'") for name in rows)
    }


@pytest.mark.parametrize("arguments", [
    [], [str(ROOT / "tests")], [__file__, "--csv", "marks.csv"],
])
def test_arguments_that_do_not_go_together(arguments, capsys):
    with pytest.raises(SystemExit) as exit_:
        main(["diagnose", *arguments])
    assert exit_.value.code == 2
    capsys.readouterr()


def test_a_line_of_json(tmp_path):
    path = written(tmp_path, "wrong")
    command = [sys.executable, "-S", "-m", "rnn_pure", "diagnose", str(path)]
    made = subprocess.run(
        [*command, "--json"], capture_output=True, cwd=ROOT, check=False,
        encoding="utf-8",
    )
    assert made.returncode == 1
    assert json.loads(made.stdout)["mistakes"] == "4"
    assert made.stderr == ""


def test_it_is_public():
    assert rnn_pure.diagnose is diagnose
