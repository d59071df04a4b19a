"""What python -m rnn_pure.practice.reading learns, says and keeps."""

import io
import json
import subprocess
import sys
from xml.etree import ElementTree

import pytest
from programs import printed, recorded, same

from rnn_pure import RNN
from rnn_pure.console import Console
from rnn_pure.practice.reading import (
    __main__ as program,
)
from rnn_pure.practice.reading import (
    memory,
    picture,
    report,
    tables,
    task,
    trial,
)

SVG = "{http://www.w3.org/2000/svg}"


def run(monkeypatch, *arguments, encoding="utf-8", terminal=False, seen=12,
        held_out=8):
    """Status and output of a tiny run; what the encoding lacks is an error."""
    with monkeypatch.context() as patch:
        patch.setattr(program, "SEEN", seen)
        patch.setattr(program, "QUICK", held_out)
        return printed(patch, program.main, [*arguments, "--quick"],
                       encoding, terminal)


# --- the task ---------------------------------------------------------------


@pytest.mark.parametrize(("number", "said"), [
    (12_345_678, "천이백삼십사만오천육백칠십팔"),
    (1, "일"), (10, "십"), (11, "십일"), (1_000, "천"), (2_026, "이천이십육"),
    (10_000, "만"), (11_111, "만천백십일"), (20_000, "이만"),
    (110_000, "십일만"), (1_010_000, "백일만"), (1_001_000, "백만천"),
    (10_000_000, "천만"), (10_010_000, "천일만"), (30_000_005, "삼천만오"),
    (99_999_999, "구천구백구십구만구천구백구십구"),
])
def test_a_number_is_read_as_koreans_read_it(number, said):
    assert "".join(task.words(number)) == said


def test_a_word_is_said_at_its_digit():
    assert task.words(120_003) == ["", "", "십", "이만", "", "", "", "삼"]


def test_the_words_are_those_that_numbers_need_and_no_others():
    needed = {word for number in task.draw(0, 1000)
              for word in task.words(number)}
    assert {*task.WORDS} == needed
    assert len(task.WORDS) == len(needed) == 47


def test_every_word_has_its_latin_letters():
    assert [report.roman(word) for word in task.words(12_345_678)] == [
        "cheon", "ibaek", "samsip", "saman", "ocheon", "yukbaek", "chilsip",
        "pal",
    ]
    assert all(report.roman(word).isascii() for word in task.WORDS)


def test_numbers_are_drawn_once_and_of_every_length():
    drawn = task.draw(3, 1125)
    assert drawn == task.draw(3, 1125) != task.draw(4, 1125)
    assert len({*drawn}) == 1125
    assert {len(str(number)) for number in drawn} == {*range(1, 9)}
    later = "".join(str(number)[1:] for number in drawn)
    assert 0.45 < later.count("0") / len(later) < 0.55


def test_held_out_numbers_are_not_trained_on(monkeypatch):
    trained = []
    monkeypatch.setattr(trial, "learn", lambda rnn, numbers, *_: (
        trained.extend(numbers), trial.History([], []))[1])
    one = trial.trial(1, 20, 30, 1, lambda *_: None)
    assert trained == one.seen
    assert len(trained) == 20
    assert len(one.held_out) == 30
    assert not {*trained} & {*one.held_out}


# --- what it is compared with -----------------------------------------------


def test_tables_by_hand():
    seen = [12, 13, 3_000_012]
    by_place = tables.reader(seen, tables.PLACE)
    assert by_place(12) == ["", "", "", "", "", "", "십", "이"]
    assert by_place(3_000_013)[1:4] == ["삼백", "", ""]  # 만 once of three
    one = tables.reader(seen, tables.ngram(1))
    assert one(1)[-1] == "십"  # 1 was heard in no other place
    assert one(7)[-1] == ""  # never heard
    context = tables.ngram(3)[0]
    assert context([5, 6, 7, 8], 0) == ("^", 5)
    assert context([5, 6, 7, 8], 1) == ("^", 5, 6)
    assert context([5, 6, 7, 8], 3) == (6, 7, 8)


def test_place_and_what_came_before_are_all_that_is_needed():
    drawn = task.draw(1, 1000)
    reader = tables.reader(drawn[:500], tables.PLACE_AND_BEFORE)
    assert trial.misread(reader, drawn[500:]) == []


def test_the_knowing_unit_by_hand():
    values = [(0.1, False), (0.2, False), (0.5, True), (0.4, False),
              (0.6, True)]
    best = memory._best(7, values)
    assert (best.unit, best.right, best.above) == (7, 1.0, True)
    assert (best.limit, best.gap) == pytest.approx((0.45, 0.1))
    low = memory._best(0, [(0.1, True), (0.2, False), (0.3, True),
                           (0.4, False)])
    assert (low.right, low.above) == (0.75, False)
    assert low.limit == pytest.approx(0.15)


def test_it_is_asked_where_the_input_is_the_same():
    """Of those with 0 where 만 is said; of two such units the wider gap."""
    assert memory.asking([5, 50_000, 7_000_005]) == [5, 7_000_005]
    assert memory.asking([50_000]) == [50_000]
    rnn = task.network(1)
    units = memory.knowing(rnn, [5, 7_000_005])
    assert {unit.right for unit in units} == {1.0}
    gaps = [unit.gap for unit in units]
    assert gaps == sorted(gaps, reverse=True)


# --- the program ------------------------------------------------------------


def test_a_shortened_run_gives_the_recorded_figures(monkeypatch, tmp_path):
    figures = recorded("reading")
    path = tmp_path / "kept.json"
    run(monkeypatch, "--save", str(path), seen=task.SEEN, held_out=100)
    kept = json.loads(path.read_text(encoding="utf-8"))
    assert same(kept["figures"], figures)
    rnn = RNN.from_json(json.dumps(kept["network"]))
    judged = task.draw(1, task.SEEN + 100)[task.SEEN:]
    right = [task.read(rnn, n) == task.words(n) for n in judged]
    assert sum(right) / 100 == pytest.approx(kept["figures"]["final"])


@pytest.mark.parametrize("lang", ["ko", "en"])
@pytest.mark.parametrize("encoding", ["utf-8", "cp949", "ascii"])
def test_output_survives_and_fits(monkeypatch, lang, encoding):
    status, text = run(monkeypatch, "--lang", lang, "--seeds", "2",
                       encoding=encoding)
    out = Console(lang, io.TextIOWrapper(io.BytesIO(), encoding))
    assert status == 0
    assert not {"\r", "\x1b"} & set(text)
    assert max(map(out.width, text.splitlines())) <= 100
    assert ("십칠" in text) == (encoding != "ascii")
    assert ("sip chil" in text) == (lang == "en" or encoding == "ascii")
    panels = [line for line in text.splitlines() if line.count("|") == 4]
    assert len(panels) >= 1 + task.N_RE
    assert len({*map(out.width, panels)}) == 1


def test_the_bar_and_the_colours_are_for_terminals(monkeypatch):
    monkeypatch.delenv("NO_COLOR", raising=False)
    monkeypatch.setenv("TERM", "xterm")
    _, text = run(monkeypatch, "--lang", "en", "--seeds", "2", terminal=True)
    assert "0/2" in text
    assert "1/2" in text
    assert "\x1b[31m" in text


# --- the picture ------------------------------------------------------------


def test_the_drawing_has_a_cell_for_every_number_of_the_state():
    rnn, units = task.network(1), [*range(task.N_RE)]
    out = Console("en", io.StringIO())
    tree = ElementTree.fromstring(picture.svg(out, rnn, 30_000_005, units))
    cells = [e for e in tree.iter() if e.get("class", "").startswith("hue")]
    states = task.forward(rnn, task.inputs(30_000_005))
    z = [z_i for z_t in states.z[1:] for z_i in z_t]
    value = f"z[0] = {states.z[4][0]:.2f}".replace("-", "−")
    assert [e.text for e in tree.iter(f"{SVG}text")][-1] == value
    assert [float(e.get("fill-opacity")) for e in cells] == pytest.approx(
        [*map(abs, z)], abs=0.006)
    assert [e.get("class") == "hue-delta" for e in cells] == [
        z_i > 0 for z_i in z]


def test_with_more_digits_it_tells_of_the_right_one(tmp_path):
    """In a process of its own: modules take DIGITS when they are read."""
    path = tmp_path / "a.svg"
    ran = subprocess.run([sys.executable, "-c", (
        "from rnn_pure.practice.reading import task\n"
        "task.DIGITS, task.SEEN = 12, 20\n"
        "from rnn_pure.practice.reading import __main__ as program\n"
        "program.main()"
    ), "--quick", "--lang", "en", "--svg", str(path)], capture_output=True)
    assert ran.returncode == 0
    said = ran.stdout.decode()
    assert "The digit at step 8 is 0 in both, yet man is due" in said
    _, *drawings = ElementTree.parse(path).getroot()
    for drawing in drawings:
        rects = [*drawing.iter(f"{SVG}rect")]
        assert len(rects) == 12 * task.N_RE + 3
        assert max(float(rect.get("x", 0)) + float(rect.get("width"))
                   for rect in rects) + picture.LABEL < float(
                       drawing.get("viewBox").split()[2])


def test_shades_go_from_minus_one_to_one():
    shades = [picture.shade(z / 10, True) for z in range(-10, 11)]
    assert "".join(dict.fromkeys(shades)) == picture.SHADES[True]
    assert (shades[0], shades[10], shades[-1]) == (" ", "▒", "█")
