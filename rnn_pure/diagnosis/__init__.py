"""Which mistake does a gradient function make? A judge that says how sure.

cases.py     the networks that a function is tried on
names.py     what people call the things of the derivation
calling.py   a function with its arguments: called, its answer read
process.py   the same in another process, with limits
search.py    the fewest known mistakes that give the same numbers
lines.py     each line judged with the student's own deltas
judge.py     all of it in order: diagnose
telling.py   a diagnosis in words
marking.py   a folder of submissions
command.py   python -m rnn_pure diagnose
"""

from rnn_pure.diagnosis.found import Diagnosis
from rnn_pure.diagnosis.judge import diagnose

__all__ = ["Diagnosis", "diagnose"]
