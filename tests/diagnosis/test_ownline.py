"""The student's own expression that is to blame, and what is said of it."""

import io
import re

import pytest
from judging import RIGHT, WRONG, changed, judged, of
from screen import width

from rnn_pure.console import Console
from rnn_pure.diagnosis.blame import Budget
from rnn_pure.diagnosis.files import judged as judged_file
from rnn_pure.diagnosis.marks import Mark
from rnn_pure.diagnosis.shown import fields, sentence, table
from rnn_pure.diagnosis.values import Bank
from rnn_pure.stand import Inputs, World

COLUMNS, LOOPS, ROWS = "columns", "nested loops", "rows"
PAIR, CLASS, CHARS = "CS231n's pair", "a class", "min-char-rnn"


@pytest.mark.parametrize(("name", "right", "wrong", "computes", "belongs"), [
    (COLUMNS, "Whh.T @ dhraw", "Whh @ dhraw", "W_re δre_4", "W_reᵀ δre_4"),
    (COLUMNS, "Whh.T @ dhraw", "dhraw", "δre_4", "W_reᵀ δre_4"),
    (COLUMNS, "ys[t] - targets[t]", "targets[t] - ys[t]", "−δout_4",
     "δout_4"),
    (COLUMNS, "hs[t - 1].T", "hs[t].T", "z_4", "z_3"),
    (COLUMNS, "Why.T @ dy + dhnext", "Why @ dy + dhnext", "", "∂E/∂z_4"),
    (COLUMNS, "dWxh += dhraw", "dWxh = dhraw", "added", ""),
    (COLUMNS, "dhnext = Whh.T", "dhnext += Whh.T", "stored", ""),
    (COLUMNS, "dby += dy", "dby += dy; dby += dy", "skipped", ""),
    (COLUMNS, "reversed(range(len(inputs)))", "range(len(inputs))",
     "reversed", ""),
    (ROWS, "range(T - 1, -1, -1)", "range(T - 1, 0, -1)",
     "one more at the end", ""),
    (ROWS, "da @ Wh.T", "np.clip(da @ Wh.T, -9, 9)", "W_reᵀ δre_4", ""),
    (LOOPS, "W_re[j][i] * after[j]", "W_re[i][j] * after[j]", "W_re",
     "W_reᵀ"),
    (LOOPS, "gW_re = [[0.0] * n for _ in range(n)]",
     "gW_re = [[0.0] * n] * n", "rows", ""),
    (LOOPS, "gb[i] += d_re[i]", "gb[i] -= d_re[i]", "plus", ""),
    (CHARS, "dy[targets[t]] -= 1", "dy[targets[t]] -= 0.9", "", "δout_4"),
])
def test_a_fault_is_found_in_its_line(name, right, wrong, computes, belongs):
    source = changed(name, [right, wrong])
    mark = judged(name, right, wrong).own
    line = source[:source.index(wrong)].count("\n") + 1
    assert mark.line == line
