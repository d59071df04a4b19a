"""Puzzles: a planted mistake, the same for a seed; the judge names it."""

import inspect
import itertools
import random
import re

import pytest

from rnn_pure import __main__ as walk
from rnn_pure import backprop
from rnn_pure.diagnosis import diagnose
from rnn_pure.mistakes import changed, source, variants
from rnn_pure.puzzle import hidden, listing, puzzle

WAYS = [way for ways in hidden().values() for way in ways]
PUZZLES = [(seed, two) for two in (False, True) for seed in range(12)]


def differing(file):
    """The lines that are not those of the right file, by number."""
    right, here = listing(source()).splitlines(), file.splitlines()
    assert len(right) == len(here)
    return {n: b for n, (a, b) in enumerate(zip(right, here), 1) if a != b}


def loaded(file):
    names = {}
    exec(file, names)
    return names["bptt"]


def test_a_seed_gives_the_same_puzzle_on_every_python():
    assert [puzzle(seed)[1][0].key for seed in (1, 2, 3, 5, 7, 14, 23)] == [
        "6 no slope of f", "4 in the recursion", "7 f at z",
        "31 the last at every step", "11 only this step's output", "5 W_in",
        "8 in equation 3",
    ]
    assert [[way.key for way in puzzle(seed, True)[1]] for seed in (2, 4)] == [
        ["4 in the recursion", "5 outer product of W_re"],
        ["7 f at z", "8 in equation 2"],
    ]


@pytest.mark.once
@pytest.mark.parametrize(("seed", "two"), PUZZLES)
def test_only_the_planted_lines_differ_and_the_judge_names_the_mistakes(
    seed, two
):
    file, planted = puzzle(seed, two)
    lines = differing(file)
    assert len(planted) == len(lines) == 1 + two
    for (n, line), way in zip(lines.items(), planted):
        right, wrong = way.lines()
        assert wrong in line
        assert listing(source()).splitlines()[n - 1] == line.replace(
            wrong, right)
    numbers = {way.number for way in planted}
    assert len(numbers) == 1 + two
    found = diagnose(loaded(file))
    assert found.verdict == "named"
    assert found.mistakes == [numbers]


@pytest.mark.parametrize("way", WAYS, ids=lambda way: way.key)
def test_every_way_that_can_be_drawn_is_named(way):
    file = listing(changed(source(), (way,)))
    assert diagnose(loaded(file)).mistakes == [{way.number}]
    assert listing(source()).index("for t in") < file.index(
        next(iter(differing(file).values())))


def test_the_right_file_is_the_package_without_its_docstring():
    file = listing(source())
    assert '"""' not in file
    assert diagnose(loaded(file)).right
    kept = file.partition("\n\n\n")[2]
    doc = re.search(r'    """.*?"""\n', inspect.getsource(backprop.bptt), re.S)
    assert kept == inspect.getsource(backprop.bptt).replace(doc[0], "")


def test_a_planted_line_does_not_stick_out():
    """It is drawn by a rule: here is what comes of it."""
    keys = {way.key for way in WAYS}
    assert {way.number for way in WAYS} == {4, 5, 6, 7, 8, 11, 24, 25, 28, 31}
    assert {"4 in the recursion", "5 W_out", "8 in equation 3"} <= keys
    assert not keys & {"1 no second term", "9 the last state", "10 read as 0",
                       "2 step 1 is left", "12 b forgotten", "14 no target",
                       "22 of the error", "33 reversed"}
    for way in WAYS:
        assert not re.search(r" for | if | or |\*|zeros|\]\[", way.lines()[1])
        assert way.shown == ("", "")
        assert len(way.changes) == 1
    assert len(keys) < len({way.key for way in variants()})


def test_any_two_numbers_can_be_drawn_together():
    """So the drawing of two ends."""
    place = source().index
    for ours, theirs in itertools.combinations(hidden().values(), 2):
        assert any(
            changed(source(), tuple(sorted(
                pair, key=lambda way: place(way.changes[0][0]))))
            for pair in itertools.product(ours, theirs)
        )


def test_every_number_is_as_likely():
    drawn = [puzzle(seed)[1][0].number for seed in range(300)]
    for number in hidden():
        assert 12 <= drawn.count(number) <= 48  # of 30


def test_a_puzzle_leaves_the_readers_own_random_numbers_alone():
    random.seed(1)
    first = random.random()
    random.seed(1)
    puzzle(3)
    assert random.random() == first


# --- in a terminal -----------------------------------------------------------


def said(capsys, *arguments):
    assert walk.main(["puzzle", *arguments]) == 0
    return capsys.readouterr().out


def test_the_command_prints_the_file(capsys):
    assert said(capsys, "--seed", "7") == puzzle(7)[0]
    assert said(capsys, "--seed", "7", "--two") == puzzle(7, True)[0]
    assert said(capsys) == puzzle(0)[0]
    assert puzzle(7)[0].isascii()  # the same bytes in any terminal


@pytest.mark.parametrize(("lang", "names"), [
    ("ko", "실수 {}처럼"), ("en", "like mistake {}"),
])
def test_the_solution_is_the_diagnosis(capsys, lang, names):
    for two in False, True:
        arguments = ["--seed", "7", "--solution", "--lang", lang]
        told = said(capsys, *arguments, *["--two"] * two)
        for way in puzzle(7, two)[1]:
            assert names.format(way.number) in told
            assert way.lines()[1] in told


@pytest.mark.parametrize("lang", ["ko", "en"])
def test_help_is_in_the_readers_language(capsys, lang):
    with pytest.raises(SystemExit) as ended:
        walk.main(["puzzle", "--help", "--lang", lang])
    assert ended.value.code == 0
    told = capsys.readouterr().out
    for option in "--seed", "--two", "--solution":
        [line] = [line for line in told.splitlines()
                  if line.lstrip().startswith(option)]
        assert bool(re.search("[가-힣]", line)) == (lang == "ko")
