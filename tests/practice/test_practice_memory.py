"""What python -m rnn_pure.practice.memory learns, says and keeps."""

import io
import json
import random
from dataclasses import replace
from xml.etree import ElementTree

import pytest
from programs import printed, recorded, same

from rnn_pure import RNN, identity, relu, softmax_cross_entropy
from rnn_pure.console import Console
from rnn_pure.practice.memory import __main__ as program
from rnn_pure.practice.memory import picture, task, trials
from rnn_pure.practice.memory.reach import reach, steps_back
from rnn_pure.practice.memory.trials import QUICK, Results, right, solved

TINY = replace(QUICK, share=0.01, judged=4, on=5, back=3, adding=(2, 3))
SVG = "{http://www.w3.org/2000/svg}"
EVEN, ODD = task.EVEN, task.ODD


class Drawn:
    """A random.Random that draws what it is given."""

    def __init__(self, *values):
        self.values = iter(values)

    def randrange(self, *bounds):
        value = next(self.values)
        assert value in range(*bounds)
        return value

    def random(self):
        return next(self.values)


def run(monkeypatch, *arguments, encoding="utf-8", plan=TINY, stop=None):
    """Status and output of a tiny run; what the encoding lacks is an error.

    Ctrl-C comes in the training number stop.
    """
    learn, calls = task.Task.learn, []

    def interrupted(self, rnn, T, draw):
        calls.append(T)
        history = learn(self, rnn, T, draw)
        history.interrupted = len(calls) == stop
        return history

    with monkeypatch.context() as patch:
        patch.setattr(program, "QUICK", plan)
        patch.setattr(task.Task, "learn", interrupted)
        return printed(patch, program.main, [*arguments, "--quick"],
                       encoding)


# --- the tasks --------------------------------------------------------------


def test_parity_by_hand():
    xs, ds = task.parity(5, Drawn(1, 0, 1, 1, 0))
    assert xs == [[1.0], [-1.0], [1.0], [1.0], [-1.0]]
    assert ds == [ODD, ODD, EVEN, ODD, ODD]


def test_one_target_is_the_last_of_the_same_sequence():
    every = task.parity(6, random.Random(3))
    xs, ds = task.parity_at_T(6, random.Random(3))
    assert xs == every[0]
    assert ds == [None] * 5 + every[1][5:]


def test_adding_by_hand():
    xs, ds = task.adding(4, Drawn(0.5, 0.25, 0.75, 0.125, 1, 3))
    assert xs == [[0.5, 0.0], [0.25, 1.0], [0.75, 0.0], [0.125, 1.0]]
    assert ds == [None, None, None, [0.375]]


def test_chance_is_the_error_of_always_saying_1():
    draw = random.Random(1)
    sums = [task.adding(4, draw)[1][-1][0] for _ in range(9_000)]
    error = sum((d - 1) ** 2 for d in sums) / len(sums)
    assert error == pytest.approx(task.CHANCE, rel=0.05)


# --- what judges ------------------------------------------------------------


def test_right_counts_step_by_step():
    rnn = RNN([[0.0]], [[0.0]], [0.0], [[0.0], [0.0]], [0.0, 1.0])  # "odd"
    pairs = [([[1.0]] * 3, [ODD, EVEN, ODD]), ([[1.0]] * 3, [EVEN, None, ODD])]
    assert right(rnn, pairs) == [0.5, 0.0, 1.0]
    assert solved([0.95, 1.0, 0.94]) == 2


def test_reach_is_rho_for_every_step_of_an_identity():
    rnn = RNN([[1.0]], [[-0.5]], [0.0], [[3.0], [1.0]], [0.0, 0.0],
              f=identity, error=softmax_cross_entropy)
    left = reach(task.EVERY, [rnn] * 2, 6, 3, seed=1)
    assert left == pytest.approx([0.5**k for k in range(6)])
    assert steps_back(left, 0.2) == 3
    assert steps_back(left, 0.001) is None


def test_where_no_delta_is_none_is_left():
    rnn = RNN([[1.0]], [[1.0]], [-9.0], [[3.0], [1.0]], [0.0, 0.0],
              f=relu, error=softmax_cross_entropy)
    first, *others = reach(task.EVERY, [rnn], 6, 3, seed=1)
    assert (first, max(others) < 1e-99) == (1.0, True)


# --- the program ------------------------------------------------------------


def test_a_shortened_run_gives_the_recorded_figures(monkeypatch, tmp_path):
    figures = recorded("memory")
    path = tmp_path / "kept.json"
    assert run(monkeypatch, "--save", str(path), plan=QUICK)[0] == 0
    kept = json.loads(path.read_text(encoding="utf-8"))
    assert same(kept["figures"], figures)
    rnn, draw = trials.train(QUICK.size(task.EVERY), QUICK.lengths[-1], 1)
    assert RNN.from_json(json.dumps(kept["networks"]["parity"][0])) == rnn
    pairs = [task.parity(QUICK.lengths[-1], draw) for _ in range(QUICK.judged)]
    assert right(rnn, pairs)[-1] == kept["figures"]["every_right"][-1][0]


@pytest.mark.parametrize("lang", ["ko", "en"])
@pytest.mark.parametrize("encoding", ["utf-8", "cp949", "ascii"])
def test_output_survives_and_fits(monkeypatch, lang, encoding):
    status, text = run(monkeypatch, "--lang", lang, encoding=encoding)
    out = Console(lang, io.TextIOWrapper(io.BytesIO(), encoding))
    assert status == 0
    assert not {"\r", "\x1b"} & set(text)
    assert max(map(out.width, text.splitlines())) <= 100
    assert text.count("[o]") == 3
    rows = [line for line in text.splitlines() if line.count(" / 2") == 2]
    assert len({*map(len, rows)}) == 1
    assert len(rows) == len(TINY.lengths)


@pytest.mark.parametrize("lang", ["ko", "en"])
@pytest.mark.parametrize(("stop", "pictures"), [(2, 0), (4, 1), (8, 2)])
def test_ctrl_c_leaves_what_was_done(
    monkeypatch, tmp_path, lang, stop, pictures
):
    """In parity's first, second and the adding problem's training."""
    there, drawing = tmp_path / "a.json", tmp_path / "a.svg"
    there.write_text("mine", encoding="utf-8")
    status, text = run(monkeypatch, "--lang", lang, "--save", str(there),
                       "--svg", str(drawing), stop=stop)
    assert status == 0
    assert "Ctrl-C" in text
    assert there.read_text("utf-8") == "mine"
    kept = json.loads((tmp_path / "a.partial.json").read_text("utf-8"))
    assert len(kept["figures"]["ran_on"]) == (1 if stop == 2 else 2)
    tries = kept["figures"]["at_T_right"] + kept["figures"]["adding"]
    assert sum(map(bool, tries)) == {2: 0, 4: 1, 8: 3}[stop]
    svg = ElementTree.parse(drawing).getroot()
    assert len(svg.findall(f"{SVG}svg")) == pictures


def test_ctrl_c_before_anything_writes_nothing(monkeypatch, tmp_path):
    path = tmp_path / "a.json"
    status, text = run(monkeypatch, "--lang", "en", "--save", str(path),
                       stop=1)
    assert status == 130
    assert "Ctrl-C" in text
    assert not path.exists()


def test_a_bad_option_ends_it_before_training(monkeypatch, capsys, tmp_path):
    with pytest.raises(SystemExit):
        run(monkeypatch, "--seed", "-1")
    with pytest.raises(SystemExit):
        run(monkeypatch, "--lang", "en", "--svg", str(tmp_path))
    assert "it is a folder" in capsys.readouterr().err


def test_pictures_draw_the_numbers():
    results = Results(replace(QUICK, lengths=(2, 4)), 1)
    results.every = [[1.0, 1.0], [1.0, 0.9]]
    results.at_T = [[1.0, 1.0], [0.5, 0.5]]
    found = picture.finding(Console("en", io.StringIO()), results)
    assert [curve.points for curve in found.curves] == [
        [(2, 1.0), (4, 0.0)], [(2, 1.0), (4, 0.5)]
    ]
