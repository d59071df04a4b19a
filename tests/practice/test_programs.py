"""The three programs: their tasks, what judges them, what they print."""

import io
import json
import math
import platform
import random
import sys
from itertools import count
from types import SimpleNamespace
from unicodedata import normalize
from unittest.mock import Mock

import pytest
from conftest import read
from screen import ENCODINGS, LANGS

from rnn_pure import RNN, forward, identity, softmax_cross_entropy
from rnn_pure.console import Console
from rnn_pure.practice import frame, memory, names, reading

PROGRAMS = {"reading": reading, "memory": memory, "names": names}
EACH = pytest.mark.parametrize("name", PROGRAMS)
FEW = "강남구\n강릉시\n고성군\n서구\n동구\n의왕시\n중구\n곡성군\n"


def record(name):
    """The recorded run of a program."""
    return json.loads(read(f"docs/records/{name}.json"))


def printed(patch, name, *arguments, encoding="utf-8", terminal=False):
    """Figures and output; what the encoding lacks is an error."""
    stream = io.TextIOWrapper(io.BytesIO(), encoding, "strict", newline="")
    patch.setattr(stream, "isatty", lambda: terminal, raising=False)
    patch.setattr(sys, "stdout", stream)
    found = PROGRAMS[name].work(arguments)
    stream.flush()
    return found, stream.buffer.getvalue().decode(encoding)


@pytest.fixture
def tiny(monkeypatch, tmp_path):
    """Runs that end at once."""
    for program, constants in {
        reading: {"SEEN": 12, "HELD_OUT": 8, "EPOCHS": 2},
        memory: {"SEQUENCES": 4, "JUDGED": 4, "ON": 5, "SEEDS": 2, "BACK": 3},
        names: {"LIST": tmp_path / "few.txt", "EPOCHS": 3, "SPLITS": 2},
    }.items():
        for name, value in constants.items():
            monkeypatch.setattr(program, name, value)
    names.LIST.write_text(FEW, encoding="utf-8")


# --- what was recorded ------------------------------------------------------


@EACH
def test_a_record_was_made_with_the_constants_that_stand(name):
    """Where not: python -m docs.build.record NAME."""
    kept = record(name)["figures"]
    for key, value in vars(PROGRAMS[name]).items():
        if key.isupper() and isinstance(value, int | float | tuple):
            value = [*value] if isinstance(value, tuple) else value
            assert kept[key.lower()] == value


@pytest.mark.once
@EACH
def test_the_short_run_prints_what_was_recorded(monkeypatch, name):
    kept = record(name)
    here, there = platform.python_version(), kept["python"]
    if here.split(".")[:2] != there.split(".")[:2]:
        pytest.skip("sums differ between Python versions, from 3.12 on")
    _, text = printed(monkeypatch, name, "--lang", "en")
    made, recorded = (  # but for how long
        each.strip("\n").partition("It took ")[0]
        for each in (text, kept["printed"]["en"]))
    assert made == recorded


# --- how they print ---------------------------------------------------------


@LANGS
@ENCODINGS
@pytest.mark.parametrize("columns", [frame.WIDTH, 40])
@EACH
def test_output_survives_and_fits(
    monkeypatch, tiny, name, lang, encoding, columns
):
    monkeypatch.setattr(frame, "WIDTH", columns)
    found, text = printed(monkeypatch, name, "--more", "--lang", lang,
                          encoding=encoding)
    out = Console(lang, io.TextIOWrapper(io.BytesIO(), encoding))
    assert found
    assert not {"\r", "\x1b"} & set(text)
    assert max(map(out.width, text.splitlines())) <= columns
    hangul = any("가" <= c <= "힣" for c in text)
    assert hangul == (lang == "ko" and encoding != "ascii")


@pytest.mark.parametrize("more", [[], ["--more"]])
@pytest.mark.parametrize("columns", [20, 50])
@EACH
def test_a_terminal_has_its_own_width(monkeypatch, tiny, name, columns, more):
    """Not under 40; a bar where there is something to wait for."""
    monkeypatch.setenv("TERM", "xterm")
    monkeypatch.setenv("COLUMNS", f"{columns}")
    _, text = printed(monkeypatch, name, "--lang", "en", *more, terminal=True)
    bar = "1/2\r" in text and "2/2\r" in text
    assert bar == ("\r" in text) == (name == "names" and more != [])
    rows = text.replace("\r", "\n").splitlines()
    assert 30 < max(map(len, rows)) < max(columns, 40)
    assert ("--more: " in text) == (more == [])


def test_in_40_columns_a_row_has_its_plot_and_a_name(monkeypatch, tiny):
    monkeypatch.setattr(frame, "WIDTH", 40)
    _, text = printed(monkeypatch, "names", "--lang", "ko")
    row = next(row for row in text.splitlines() if row.startswith("    3 "))
    assert {*row[13:25]} & {*"o|@"}
    assert sum("가" <= c <= "힣" for c in row[25:]) >= 2


def interrupted(patch, program, step, at):
    """Ctrl-C comes at the step that is so many times called."""
    real, calls = getattr(program, step), count(1)

    def stepping(*arguments, **more):
        if next(calls) == at:
            raise KeyboardInterrupt
        return real(*arguments, **more)

    patch.setattr(program, step, stepping)


STEP = {"reading": "bptt", "memory": "fit", "names": "truncated_bptt"}


@LANGS
@pytest.mark.parametrize("call", [1, 2, 20])
@EACH
def test_ctrl_c_tells_what_there_is_so_far(
    monkeypatch, tiny, name, lang, call
):
    """At the first step or training, at the second, at a later one."""
    more = ["--more"] * (call == 20)
    call = {("memory", 20): 6, ("names", 20): 4}.get((name, call), call)
    interrupted(monkeypatch, PROGRAMS[name], STEP[name], call)
    _, text = printed(monkeypatch, name, *more, "--lang", lang)
    assert "Ctrl-C" in text
    before, after = text.split("Ctrl-C")
    assert before.count("\n") > 3
    assert ("초" if lang == "ko" else " s of") in after
    assert "--more" not in after
    assert ("δ" in after) == (name == "memory" and call > 1)


@pytest.mark.parametrize(("effect", "status", "said"), [
    (None, 0, ""), (KeyboardInterrupt, 130, "\nCtrl-C\n")])
def test_a_ctrl_c_that_nobody_tells_of_ends_it(capsys, effect, status, said):
    with pytest.raises(SystemExit) as ended:
        frame.main(Mock(side_effect=effect))
    assert (ended.value.code, capsys.readouterr().out) == (status, said)


def test_marks_stand_where_their_shares_are():
    assert frame.marks({"|": 0.5, "o": 0.0}, 5) == "o |  "
    assert frame.marks({"|": 9.0, "o": -9.0}, 3) == "o |"
    assert frame.marks({"|": 0.5, "o": 0.5}, 3) == " @ "
    assert [len(frame.bar(share, 10)) for share in (0, 0.5, 1)] == [0, 5, 10]


# --- reading ----------------------------------------------------------------


READ = {
    12_345_678: "천이백삼십사만오천육백칠십팔", 1: "일", 10: "십", 11: "십일",
    1_000: "천", 2_026: "이천이십육", 10_000: "만", 11_111: "만천백십일",
    20_000: "이만", 110_000: "십일만", 1_010_000: "백일만",
    1_001_000: "백만천", 10_000_000: "천만", 10_010_000: "천일만",
    30_000_005: "삼천만오", 99_999_999: "구천구백구십구만구천구백구십구",
}


def test_a_number_is_read_as_koreans_read_it():
    """And each word is said at its digit; those of the list are needed."""
    assert {n: "".join(reading.words(n)) for n in READ} == READ
    assert reading.words(120_003) == ["", "", "십", "이만", "", "", "", "삼"]
    needed = {word for number in reading.draw(0, 1000)
              for word in reading.words(number)}
    assert {*reading.WORDS} == needed
    assert len(reading.WORDS) == len(needed) == 47


def test_numbers_are_drawn_once_and_of_every_length():
    seen, held = reading.numbers(3)
    assert (len(seen), len(held)) == (reading.SEEN, reading.HELD_OUT)
    drawn = seen + held
    assert seen != reading.numbers(4)[0]
    assert len({*drawn}) == len(drawn)  # none is learned and judges
    assert {len(str(number)) for number in drawn} == {*range(1, 9)}
    later = "".join(str(number)[1:] for number in drawn)
    assert 0.45 < later.count("0") / len(later) < 0.55


def test_a_table_by_hand():
    by_place = reading.table([12, 13, 3_000_012])
    assert by_place(12) == ["", "", "", "", "", "", "십", "이"]
    assert by_place(3_000_013)[1:4] == ["삼백", "", ""]  # 만 once of three
    assert by_place(19)[7] == ""  # a 9 was never heard there
    assert reading.misread(by_place, [12, 3_000_012]) == [3_000_012]


# --- memory -----------------------------------------------------------------


def test_parity_by_hand():
    odd, even = memory.ODD, memory.EVEN
    for task, targets in (
        (memory.parity, [odd, odd, even, odd, even]),
        (memory.parity_at_T, [None, None, None, None, even]),
    ):
        bits, draw = iter([1, 0, 1, 1, 1]), random.Random()
        draw.randrange = lambda _, bits=bits: next(bits)
        xs, ds = task(5, draw)
        assert xs == [[1.0], [-1.0], [1.0], [1.0], [1.0]]
        assert ds == targets


def test_right_counts_step_by_step():
    odd, even = memory.ODD, memory.EVEN
    rnn = RNN([[0.0]], [[0.0]], [0.0], [[0.0], [0.0]], [0.0, 1.0])  # "odd"
    pairs = [([[1.0]] * 3, [odd, even, odd]), ([[1.0]] * 3, [even, None, odd])]
    assert memory.right(rnn, pairs) == [0.5, 0.0, 1.0]


def test_reach_is_rho_for_every_step_of_an_identity():
    rnn = RNN([[1.0]], [[-0.5]], [0.0], [[3.0], [1.0]], [0.0, 0.0],
              f=identity, error=softmax_cross_entropy)
    left = memory.reach([rnn] * 2, seed=1)
    assert left == pytest.approx([0.5**k for k in range(memory.BACK + 1)])
    assert memory.steps_back(left) == 7
    assert memory.steps_back([1.0, 0.5]) == 2  # not within these


def test_a_delta_that_never_vanishes_is_told(monkeypatch, tiny):
    monkeypatch.setattr(memory, "reach", lambda *given: [1.0] * 4)
    for lang, told in ("en", "more than 3 steps"), ("ko", "3시점 넘게"):
        _, text = printed(monkeypatch, "memory", "--lang", lang)
        assert told in " ".join(text.split())


# --- names ------------------------------------------------------------------


def test_the_list_that_comes_with_it():
    every, left_out = names.different(read(names.LIST))
    assert (len(every), left_out) == (236, 0)
    assert every == sorted(every)
    assert {each[-1] for each in every} == {*"시군구"}


@pytest.mark.parametrize("data", [
    "사과\n배\n감\n귤".encode("utf-8-sig"),  # as some editors begin it
    "사과\r\n 배\r\n\r\n감\r\n귤\r\n".encode(),
    normalize("NFD", "사과\n배\n감\n귤").encode(),
    "사과\n배\n사과\n감\n배\n귤\n".encode(),  # none is held out and seen
    "사과\n배\n감\n귤".encode("cp949")])
def test_a_list_of_ones_own(monkeypatch, tiny, tmp_path, data):
    path, symbols_of = tmp_path / "mine.txt", Mock(wraps=names.symbols_of)
    path.write_bytes(data)
    monkeypatch.setattr(names, "symbols_of", symbols_of)
    printed(monkeypatch, "names", str(path))
    assert symbols_of.call_args_list[0].args == (["사과", "배", "감", "귤"],)


def test_too_many_and_too_long_are_told(monkeypatch, tiny, tmp_path):
    lines = [f"{k:04}" for k in range(9)] + ["a" * 41]
    monkeypatch.setattr(names, "MOST", 5)
    some = [lines[k] for k in (0, 1, 3, 5, 7)]
    assert names.different("\n".join(lines)) == (some, 5)
    assert names.different("\n" + "a" * 41) == ([], 1)
    path = tmp_path / "mine.txt"
    path.write_text("\n".join(lines), encoding="utf-8")
    _, text = printed(monkeypatch, "names", str(path), "--lang", "en")
    assert "over 5: 5." in text
    assert f"below {names.ENOUGH}" in text


@LANGS
@pytest.mark.parametrize(("data", "why"), [
    (b"", "4"), ("사과\n배\n감\n배".encode(), "4"),
    (b"\x89PNG\r\n\xff\xff\xff", "UTF-8"), (None, "few.txt: ")])
def test_a_list_that_is_of_no_use_is_told(
    monkeypatch, tiny, capsys, lang, data, why
):
    names.LIST.unlink()
    if data is not None:
        names.LIST.write_bytes(data)
    monkeypatch.setattr(sys, "argv", ["names", "--lang", lang])
    with pytest.raises(SystemExit) as ended:
        frame.main(names.work)
    said = capsys.readouterr()
    assert (ended.value.code, said.out) == (2, "")
    assert why in said.err
    assert said.err.count("\n") == 1


def test_hangul_is_taken_apart_and_all_else_is_left():
    assert [*map(names.alone, names.spelt("의왕")[:-1])] == [*"ㅇㅢㅇㅘㅇ"]
    spelt = names.spelt("강É한")
    assert len(spelt) == 3 + 1 + 3 + 1
    assert spelt[0] != spelt[2] != names.spelt("아")[0]  # ᄀ, a final ᆼ, ᄋ
    assert normalize("NFC", "".join(spelt)) == "강É한\n"
    assert names.latin("충남 É") == "chungnam É"
    assert "".join(map(names.alone, "ᄒᆡᆫA오")) == "ㅎᆡㄴA오"


def test_names_stand_in_a_row():
    symbols = names.symbols_of(["강남구"])
    xs, ds = names.stream(["강남구", "남구"], symbols)
    row = "".join(names.alone(symbols[x.index(1)]) for x in xs)
    assert row == "\nㄱㅏㅇㄴㅏㅁㄱㅜ\nㄴㅏㅁㄱㅜ"
    assert xs[1:] == ds[:-1]
    assert ds[-1] == names.vector(names.END, symbols)
    assert all(sum(x) == 1 and len(x) == len(symbols) for x in xs)


def test_held_out_names_are_not_trained_on():
    every = FEW.split()
    rnn, seen, held = names.split(every, 1)
    assert sorted(seen + held) == sorted(every)
    assert len(held) == 2
    symbols = names.symbols_of(every)
    before = rnn.to_json()
    assert next(names.learn(rnn, seen, symbols)) == 1
    assert rnn.to_json() != before


def test_a_low_temperature_takes_the_most_probable(monkeypatch):
    """And each drawn symbol is the next input."""
    monkeypatch.setattr(names, "TEMPERATURE", 1e-6)
    every = FEW.split()
    symbols, (rnn, _, _) = names.symbols_of(every), names.split(every, 3)
    said = names.spelt(names.invent(rnn, symbols, random.Random(1)))[:-1]
    row = [names.END, *said]
    y = forward(rnn, [names.vector(s, symbols) for s in row]).y[1:]
    best = [symbols[y_t.index(max(y_t))] for y_t in y]
    assert best[:len(said)] == said
    assert len(said) == names.LONGEST or best[-1] == names.END


def test_an_invented_name_has_a_letter():
    drawn = iter(["\n", "\n", "a", "\n", "b"])
    draw = SimpleNamespace(choices=lambda *given: next(drawn))
    rnn, [each], _ = names.split(["ab"], 1)
    assert names.invent(rnn, names.symbols_of([each]), draw) == "a"


def test_of_how_many_splits_a_mean_is(monkeypatch, tiny):
    """Also where Ctrl-C ends the third of them."""
    monkeypatch.setattr(names, "SPLITS", 5)
    interrupted(monkeypatch, names, "learn", 3)
    found, text = printed(monkeypatch, "names", "--more", "--lang", "en")
    assert "Splits of the list: 2." in text
    assert f"best in {found['better']}." in text


def test_kneser_ney_by_hand():
    """ab, ab, cb, a, each with its end: D = 3/4, three letters and the end."""
    model = names.KneserNey(2, ["ab", "ab", "cb", "a"], 4)
    # Different symbols before each: the end after b and a; a, c after the
    # end; b after a and c: of six pairs two each end in the end and b.
    alone = {s: (count - 0.75 + 0.75 * 4 / 4) / 6
             for s, count in {"\n": 2, "b": 2, "a": 1, "c": 1}.items()}
    assert sum(alone.values()) == pytest.approx(1)
    assert model.p(("a", "b")) == pytest.approx(
        (2 - 0.75 + 0.75 * 2 * alone["b"]) / 3)
    assert model.p(("a", "c")) == pytest.approx(0.75 * 2 * alone["c"] / 3)
    assert model.p(("\n", "a")) == pytest.approx(
        (3 - 0.75 + 0.75 * 2 * alone["a"]) / 4)
    assert model.nats(["a"]) == pytest.approx(
        -(math.log(model.p(("\n", "a"))) + math.log(model.p(("a", "\n")))) / 2)


@pytest.mark.parametrize("n", [1, 2, 3, 4])
def test_kneser_ney_shares_make_one(n):
    every, _ = names.different(read(names.LIST))
    symbols = names.symbols_of(every)
    model = names.KneserNey(n, every[:150], len(symbols))
    for gram in model.grams(every[150]):
        shares = [model.p((*gram[:-1], s)) for s in symbols]
        assert sum(shares) == pytest.approx(1)
        assert min(shares) > 0
