"""The student's own expression that is to blame, and what is said of it."""

import io
import re
import sys
from types import SimpleNamespace

import pytest
from judging import RIGHT, changed, dedent, judged, of
from screen import width

from rnn_pure.console import Console
from rnn_pure.diagnosis.blame import Budget
from rnn_pure.diagnosis.candidates import LOOPS as LOOPS_OF
from rnn_pure.diagnosis.child import answer
from rnn_pure.diagnosis.files import judged as judged_file
from rnn_pure.diagnosis.judge import own_line
from rnn_pure.diagnosis.marks import Mark, Row
from rnn_pure.diagnosis.ownline import mark
from rnn_pure.diagnosis.shown import _table, fields, sentence
from rnn_pure.diagnosis.telling import told
from rnn_pure.diagnosis.words import _table as words_table

COLUMNS, LOOPS, ROWS = "columns", "nested loops", "rows"
PAIR, CLASS = "CS231n's pair", "WildML's class"


@pytest.mark.parametrize(("name", "right", "wrong", "kind", "due"), [
    (COLUMNS, "Whh.T @ dhraw", "Whh @ dhraw", "W_re δre_4", "W_reᵀ δre_4"),
    (COLUMNS, "Whh.T @ dhraw", "dhraw", "δre_4", "W_reᵀ δre_4"),
    (COLUMNS, "ys[t] - targets[t]", "targets[t] - ys[t]", "−δout_4",
     "δout_4"),
    (COLUMNS, "ys[t] - targets[t]", "targets[t]", "d_4", "δout_4"),
    (COLUMNS, "hs[t - 1].T", "hs[t].T", "z_4", "z_3"),
    (COLUMNS, "Why.T @ dy + dhnext", "Why @ dy + dhnext", "W_out δout_4",
     "W_outᵀ δout_4"),
    (COLUMNS, "dWxh += dhraw", "dWxh = dhraw", "added", ""),
    (COLUMNS, "dhnext = Whh.T", "dhnext += Whh.T", "stored", ""),
    (COLUMNS, "dby += dy", "dby += dy; dby += dy", "skipped", ""),
    (COLUMNS, "    return dWxh", "    np.clip(dWhh, -1, 1, out=dWhh)\n"
     "    return dWxh", "skipped", ""),
    (COLUMNS, "reversed(range(len(inputs)))", "range(len(inputs))",
     "reversed", ""),
    (COLUMNS, "dWhh += dhraw", "if t > 0: dWhh += dhraw", "compared",
     "t >= 0"),
    (ROWS, "range(T - 1, -1, -1)", "range(T - 1, 0, -1)",
     "one more at the end", ""),
    (LOOPS, "W_re[j][i] * after[j]", "W_re[i][j] * after[j]", "W_re",
     "W_reᵀ"),
    (LOOPS, "gW_re = [[0.0] * n for _ in range(n)]",
     "gW_re = [[0.0] * n] * n", "rows", ""),
    (LOOPS, "gb[i] += d_re[i]", "gb[i] -= d_re[i]", "plus", ""),
    (PAIR, "prev_h.T.dot(da)", "next_h.T.dot(da)", "z_4", "z_3"),
    ("a batch", "dh_next = dt @ Wh.T", "dh_next = dt @ Wh", "W_re δre_4",
     "W_reᵀ δre_4"),
    ("a batch", "db += dt.sum(0)", "db += dt.mean(0)", "½ × Σ δre_4",
     "Σ δre_4"),
    ("a batch", "db += dt.sum(0)", "db += dt.sum()", "", "δre_4"),
    ("every error by itself", "range(t, 0, -1)",
     "range(t, max(0, t - 5), -1)", "down to 1", ""),
])
def test_a_fault_is_found_in_its_line(name, right, wrong, kind, due):
    before = RIGHT[name].partition(right)[0]
    own = judged(name, right, wrong).own
    assert own.line == before.count("\n") + 1
    assert (own.computes or own.kind) == (kind or "value")
    assert (own.belongs, own.repaired) == (due, own.wrong)


def test_a_step_without_a_target_that_is_left_out_is_marked():
    found = judged(COLUMNS, "        dy = ys", """\
        if targets[t] is None: continue
        dy = ys""")
    own, said = found.own, told(found, "en")
    assert (own.kind, own.belongs, own.expression) == (
        "missed", "3", "targets[t] is None")
    assert "At t = 3 there is no target" in said
    assert "no name" not in said


def test_of_a_call_and_the_function_called_the_function_is_to_blame():
    own = judged(
        COLUMNS, "import numpy as np", """import numpy as np
saved = []
def back(d):
    return d * (1 - saved[-1] ** 2)""",
        "        ys[t] =", "        saved.append(hs[t])\n        ys[t] =",
        "(1 - hs[t] * hs[t]) * dh", "back(dh)").own
    assert (own.expression, own.computes, own.belongs) == (
        "saved[-1]", "z_4", "z_3")


def engine(source, **budget):
    """What the engine says of a source, whatever the verdict."""
    found = of(source)
    module = sys.modules[f"submission_{abs(hash(dedent(source)))}"]
    return mark(
        dedent(source), module, lambda asked: answer(module, asked),
        found.plan, found.layout, found.world, Budget(**budget),
    )


@pytest.mark.parametrize("name", [
    COLUMNS, LOOPS, PAIR, CLASS, "a batch", "einsum", "the package's objects"])
def test_nothing_is_marked_in_a_right_one(name):
    assert judged(name).own is None
    assert engine(RIGHT[name]) is None


def test_the_budget_holds():
    source = changed(LOOPS, ["W_re[j][i]", "W_re[i][j]"])
    assert engine(source).kind == "value"
    assert engine(source, runs=0) is None
    assert engine(source, seconds=0.0) is None


STATE = """
    runs, log = [], {"calls": 0}
    runs.append("imported")
    TOTAL = [0.0]
    """


def test_a_file_is_imported_once_and_its_data_are_put_back():
    source = dedent(STATE) + changed(LOOPS, [
        "W_re[j][i]", "W_re[i][j]",
        "    T, m,", "    TOTAL[0] += 1; log['calls'] += 1\n    T, m,"])
    found = engine(source).line
    module = sys.modules[f"submission_{abs(hash(source))}"]
    assert source.splitlines()[found - 1].strip().startswith("s += W_re[i]")
    assert module.runs == ["imported"]


@pytest.mark.parametrize("name", ["rnn", "numbers"])  # one is also Python's
def test_another_process_marks_the_file_and_its_lines(tmp_path, name):
    pytest.importorskip("numpy")
    path = tmp_path / f"{name}.py"
    path.write_text(changed(COLUMNS, ["Whh.T @ dhraw", "Whh @ dhraw"]),
                    "utf-8")
    own = judged_file(path).own
    text = path.read_text("utf-8").splitlines()[own.line - 1]
    assert text[own.column:own.end_column] == own.expression == "Whh @ dhraw"
    assert own.steps == [4, 3, 2, 1]
    rows = {row.text.strip(): row.cells for row in own.rows}
    assert rows["dy = ys[t] - targets[t]"] == [
        (f"δout_{t}", True) for t in own.steps]
    assert rows[text.strip()][0] == ("W_re δre_4", False)
    assert all(name in ("", "?") for name, _ in rows[text.strip()][1:])


@pytest.mark.parametrize("said", [
    {}, {"mark": None}, {"mark": []}, {"mark": {"line": 1}}, {"problem": "a"},
    {"mark": vars(Mark("value", 1)) | {"line": "x"}},
    {"mark": vars(Mark("value", 1)) | {"rows": [1]}},
])
def test_what_is_no_mark_changes_nothing(said):
    """It comes from the submission's own process."""
    verdict = judged(COLUMNS, "Whh.T @ dhraw", "Whh @ dhraw")
    assert own_line(verdict, SimpleNamespace(
        about={}, mark=lambda asked: said)) is None


def test_that_the_marker_itself_fails_is_not_kept_quiet():
    crashed = {"problem": "raises", "what": "AttributeError: co_qualname"}
    with pytest.warns(UserWarning, match="co_qualname"):
        assert own_line(judged(*TRANSPOSED), SimpleNamespace(
            about={}, mark=lambda asked: crashed)) is None


TRANSPOSED = (COLUMNS, "Whh.T @ dhraw", "Whh @ dhraw")


@pytest.mark.parametrize(("lang", "tell", "said"), [
    ("en", False, "line 20: `Whh @ dhraw` computes W_re δre_4. With that alone"
     " put right, every gradient is right."),
    ("en", True, "What belongs there is W_reᵀ δre_4."),
    ("ko", False, "20행: `Whh @ dhraw`의 값은 W_re δre_4입니다."),
    ("ko", True, "여기에 와야 할 값은 W_reᵀ δre_4입니다."),
])
def test_one_sentence_and_what_belongs_only_if_asked(lang, tell, said):
    own = judged(*TRANSPOSED).own
    assert said in sentence(own, lang, tell)
    assert ("W_reᵀ" in sentence(own, lang, tell)) == tell
    assert fields(own, lang, tell) == {
        "line": 20, "column": 18, "computes": "W_re δre_4",
        "belongs": "W_reᵀ δre_4" if tell else None}


def test_every_kind_of_mark_is_said_in_both_languages():
    kinds = {s[5:] for s in words_table() if s.startswith("mark ")} - {
        "where", "all", "some", "head", "step", "now"}
    assert kinds >= {*LOOPS_OF}
    for kind in kinds:
        for lang in "ko", "en":
            own = Mark(kind, 3, expression="a", computes="b", belongs="c")
            assert len(sentence(own, lang)) > len("3행:")
            assert "{" not in sentence(own, lang, True)


def test_both_languages_fill_in_the_same():
    for row in words_table().values():
        for key in row:
            ko, en = (re.findall(r"{\w+", row[lang + key[2:]])
                      for lang in ("ko", "en"))
            assert {*ko} == {*en}, row.name


@pytest.mark.parametrize("encoding", ["utf-8", "cp949", "ascii"])
@pytest.mark.parametrize("lang", ["ko", "en"])
def test_the_table_is_read_at_100_columns(lang, encoding):
    stream = io.TextIOWrapper(io.BytesIO(), encoding, newline="")
    _table(judged(*TRANSPOSED).own, Console(lang, stream))
    stream.flush()
    lines = stream.buffer.getvalue().decode(encoding).splitlines()
    ambiguous = 2 if encoding == "cp949" else 1
    assert max(width(line, ambiguous) for line in lines) <= 100
    assert re.search(r"20 +dhnext = Whh @ dhraw", "\n".join(lines))


def test_in_ascii_and_behind_tabs_the_caret_is_under_the_expression():
    stream = io.TextIOWrapper(io.BytesIO(), "ascii", newline="")
    rows = [Row(1, "\tfor i in a:", []), Row(2, "\t\ts += W[i]", [])]
    _table(Mark("value", 2, 7, expression="W[i]", rows=rows),
           Console("en", stream))
    stream.flush()
    *_, line, caret = stream.buffer.getvalue().decode().splitlines()
    assert (line[0], caret.index("^")) == (">", line.index("W[i]"))
