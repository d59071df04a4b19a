"""Is a gradient function right, and if not: which line, which mistake?

    nets.py        the networks that it is tried on
    names.py       what people call the things of the derivation
    layouts.py     how they keep vectors over time, and weights
    answers.py     what came back: gradients by field
    calling.py     one way to call what is in a file: a question, an answer
    plans.py       every way that a file's names allow
    about.py       what is in a file
    child.py       the student's side: it has inputs and nothing else
    process.py     the same in another process, with limits
    here.py        the same in this process: diagnose(function)
    clock.py       each line judged with the student's own deltas
    naming.py      which mistake of the table acts so
    trials.py      which way to call it, and which f, g and E are meant
    judge.py       all of it in order: the verdict
    ownline.py     the student's own expression that is to blame, after that
    blame.py       the search for it in one case: candidates.py, series.py
    wrapping.py    a file run with one place changed (places.py)
    values.py      the derivation's values and their names (formulas.py)
    marks.py       a mark, and what each line means (shown.py, ownline.ini)
    adapter.py     an adapter drafted from a file that cannot be called
    telling.py     a verdict in words (looking.py, words.py, words.ini)
    rows.py        a verdict as data
    files.py       a file, a notebook, and the adapter beside it
    marking.py     a folder of submissions
    command.py     python -m rnn_pure diagnose
"""
