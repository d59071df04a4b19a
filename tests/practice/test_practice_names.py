"""What python -m rnn_pure.practice.names learns, says and keeps."""

import hashlib
import io
import json
import math
import os
import random
import subprocess
import sys
import unicodedata
import zipfile
from pathlib import Path

import pytest
from programs import printed, record, recorded, same

import rnn_pure
from rnn_pure import RNN, forward
from rnn_pure.console import Console
from rnn_pure.practice.names import (
    __main__ as program,
)
from rnn_pure.practice.names import (
    jamo,
    kneser_ney,
    report,
    source,
    task,
    trial,
)

FOLDER = Path(task.__file__).parent
FEW = [
    "강남구", "강릉시", "고성군", "서구", "동구", "의왕시", "중구", "곡성군",
]


def run(monkeypatch, *arguments, names=FEW, encoding="utf-8",
        terminal=False):
    """Status and output of a tiny run; what the encoding lacks is an error."""
    with monkeypatch.context() as patch:
        if names:
            patch.setattr(program, "read", lambda: names)
        return printed(patch, program.main, [*arguments, "--quick"],
                       encoding, terminal)


# --- Hangul -----------------------------------------------------------------


def test_a_syllable_by_hand():
    assert jamo.apart("강") == ["ㄱ", "ㅏ", "_ㅇ"]
    assert jamo.apart("의왕시") == ["ㅇ", "ㅢ", "ㅇ", "ㅘ", "_ㅇ", "ㅅ", "ㅣ"]
    assert ord("강") == 0xAC00 + (0 * 21 + 0) * 28 + 21


def test_every_syllable_as_unicode_takes_it_apart():
    """Its canonical decomposition has letters of their own blocks."""
    assert len(jamo.INITIALS + jamo.MEDIALS + jamo.FINALS) == 19 + 21 + 28
    for code in range(0xAC00, 0xD7A4):
        ours, theirs = jamo.apart(chr(code)), [
            ord(c) for c in unicodedata.normalize("NFD", chr(code))
        ]
        blocks = zip(theirs, (0x1100, 0x1161, 0x11A7))
        assert [kind.index(s) for kind, s in zip(
            (jamo.INITIALS, jamo.MEDIALS, jamo.FINALS), ours
        )] == [letter - first for letter, first in blocks]
        assert jamo.together(ours) == chr(code)
    for letter in jamo.INITIALS + jamo.MEDIALS + jamo.FINALS[1:]:
        name = unicodedata.name(letter.removeprefix(jamo.MARK))
        assert name.startswith("HANGUL LETTER ")


@pytest.mark.parametrize("symbols", [
    [], ["ㄱ"], ["ㅏ"], ["_ㅇ"], ["ㄱ", "ㅏ", "ㅏ"], ["ㄱ", "_ㅇ"],
    ["ㄱ", "ㅏ", "_ㅇ", "_ㅇ"], ["ㄱ", "ㄱ", "ㅏ"],
])
def test_what_makes_no_syllables(symbols):
    assert jamo.together(symbols) is None


@pytest.mark.parametrize("text", ["A구", "서 구", "ㄱ구"])
def test_what_is_no_syllable_is_named(text):
    with pytest.raises(ValueError, match=f"'{text}': '.' is no Hangul"):
        jamo.apart(text)


def test_latin_letters_are_one_by_one():
    assert len(jamo.ROMAN) == 19 + 21 + 28
    assert jamo.roman(jamo.apart("강릉시")) == "gangreungsi"
    assert jamo.roman(jamo.apart("왜곡삯앓")) == "waegoksakal"


# --- the list ---------------------------------------------------------------


def test_the_file_is_the_one_whose_source_is_told():
    names = task.read()
    text = "\n".join([*names, ""]).encode()  # however it is checked out
    digest = hashlib.sha256(text).hexdigest()
    assert digest in (FOLDER / "README.md").read_text(encoding="utf-8")
    assert names == sorted({*names})
    assert {name[-1] for name in names} == {*"시군구"}
    assert f"{len(names)} different names" in (
        FOLDER / "README.md").read_text(encoding="utf-8")
    symbols = record("names")["figures"]["symbols"]
    assert len(task.symbols_of(names)) == symbols == 38


def test_a_joined_name_is_two_and_each_counts_once(
    monkeypatch, tmp_path, capsys
):
    path = tmp_path / "map.json"
    path.write_text(json.dumps({"objects": {"layer": {"geometries": [
        {"properties": {"code": code, "name": name}} for code, name in (
            ("11020", "중구"), ("21010", "중구"), ("29010", "세종시"),
            ("31011", "수원시장안구"), ("31012", "수원시권선구"),
            ("31120", "구리시"), ("32400", "고성군"), ("39010", "제주시"),
            ("21310", "기장군"),
        )
    ]}}}), encoding="utf-8")
    places = source.municipalities(path.read_text(encoding="utf-8"))
    found = ["고성군", "구리시", "권선구", "기장군", "세종시", "수원시",
             "장안구", "제주시", "중구"]
    assert source.names(places) == found
    assert source.counts(places) == {
        "시": 2, "군": 2, "자치구": 2, "세종시": 1, "행정시": 1, "일반구": 2,
    }
    assert source.main([str(path), "--lang", "en"]) == 1
    monkeypatch.setattr(source, "read", lambda: found)
    assert source.main([str(path), "--lang", "ko"]) == 0
    said = capsys.readouterr().out
    assert "others" in said
    assert "시·군·자치구 6," in said


@pytest.mark.parametrize("data", [
    "사과\n배\n감\n귤".encode("utf-8-sig"),  # as some editors begin it
    "사과\r\n 배\r\n\r\n감\r\n귤\r\n".encode(),
    unicodedata.normalize("NFD", "사과\n배\n감\n귤").encode(),
    "사과\n배\n사과\n감\n배\n귤\n".encode(),  # none is held out and seen
])
def test_a_list_of_ones_own(monkeypatch, tmp_path, data):
    monkeypatch.setattr(task, "NAMES", tmp_path / "names.txt")
    task.NAMES.write_bytes(data)
    assert task.read() == ["사과", "배", "감", "귤"]


@pytest.mark.parametrize("lang", ["ko", "en"])
@pytest.mark.parametrize(("data", "why"), [
    (b"", "0 < 4"), ("사과\n배\n감\n배".encode(), "3 < 4"),
    (b"Ada\nBob\nEve\nJoe", "'Ada': 'A' is no Hangul syllable"),
    ("사과\n배\n감\n귤".encode("cp949"), "can't decode"),
])
def test_a_list_that_is_of_no_use_is_told(
    monkeypatch, tmp_path, lang, data, why
):
    monkeypatch.setattr(task, "NAMES", tmp_path / "names.txt")
    task.NAMES.write_bytes(data)
    status, text = run(monkeypatch, "--lang", lang, names=None)
    [line] = text.splitlines()
    assert status == 1
    assert line.startswith("names.txt")
    assert "UTF-8" in line
    assert why in line


def test_it_runs_from_a_zip(tmp_path):
    with zipfile.ZipFile(tmp_path / "a.zip", "w") as packed:
        for file in Path(rnn_pure.__file__).parent.rglob("*"):
            if file.suffix in (".py", ".txt"):
                packed.write(file, file.relative_to(FOLDER.parents[2]))
    ran = subprocess.run(
        [sys.executable, "-m", "rnn_pure.practice.names", "--quick"],
        cwd=tmp_path, env={**os.environ, "PYTHONPATH": "a.zip"},
        capture_output=True,
    )
    assert (ran.returncode, ran.stderr) == (0, b"")


# --- the task ---------------------------------------------------------------


def test_names_stand_in_a_row():
    symbols = task.symbols_of(["강남구"])
    xs, ds = task.stream(["강남구", "남구"], symbols)
    row = [symbols[x.index(1)] for x in xs]
    assert "".join(row) == ".ㄱㅏ_ㅇㄴㅏ_ㅁㄱㅜ.ㄴㅏ_ㅁㄱㅜ"
    assert xs[1:] == ds[:-1]
    assert ds[-1] == task.vector(".", symbols)
    assert all(sum(x) == 1 and len(x) == len(symbols) for x in xs)


def test_nats_are_minus_log_p():
    symbols = task.symbols_of(FEW)
    rnn = task.network(symbols, 1)
    rnn.W_out = [[0.0] * task.N_RE for _ in symbols]
    assert task.nats(rnn, FEW, symbols) == pytest.approx(
        math.log(len(symbols)))
    rnn.b_out[symbols.index(".")] = math.log(len(symbols) - 1)  # p = 1/2
    each = [0.5 if s == "." else 0.5 / (len(symbols) - 1)
            for name in FEW for s in task.spelt(name)]
    assert task.nats(rnn, FEW, symbols) == pytest.approx(
        -sum(map(math.log, each)) / len(each))


def test_a_low_temperature_takes_the_most_probable():
    """And each drawn symbol is the next input."""
    symbols = task.symbols_of(FEW)
    rnn = task.network(symbols, 3)
    said = task.invent(rnn, symbols, 1e-6, random.Random(1))
    row = [task.END, *said]
    y = forward(rnn, [task.vector(s, symbols) for s in row]).y[1:]
    best = [symbols[y_t.index(max(y_t))] for y_t in y]
    assert best[:len(said)] == said
    assert len(said) == task.LONGEST or best[-1] == task.END


def test_held_out_names_are_not_trained_on(monkeypatch):
    trained, real = [], trial.learn
    monkeypatch.setattr(trial, "learn", lambda rnn, names, *rest: (
        trained.extend(names), real(rnn, names, *rest))[1])
    one = trial.trial(1, FEW, 2, 1, lambda *_: None)
    assert sorted(one.seen + one.held_out) == sorted(FEW)
    assert (trained, len(one.held_out)) == (one.seen, 2)
    assert (len(one.trained), len(one.held)) == (2, 2)
    assert one.final == one.held[1] != one.held[0]


# --- what it is compared with -----------------------------------------------


def test_kneser_ney_by_hand():
    """ab., ab., cb., a.: D = 3/4 and three letters besides the end."""
    lines = [[*"ab."], [*"ab."], [*"cb."], [*"a."]]
    model = kneser_ney.KneserNey(2, lines, ".", 4)
    # Different symbols before each: . after b and a; a, c after .; b after
    # a and c: of six pairs two each end in . and b, one each in a and c.
    alone = {s: (count - 0.75 + 0.75 * 4 / 4) / 6
             for s, count in {".": 2, "b": 2, "a": 1, "c": 1}.items()}
    assert sum(alone.values()) == pytest.approx(1)
    assert model.share(("a", "b")) == pytest.approx(
        (2 - 0.75 + 0.75 * 2 * alone["b"]) / 3)
    assert model.share(("a", "c")) == pytest.approx(
        0.75 * 2 * alone["c"] / 3)
    assert model.share((".", "a")) == pytest.approx(
        (3 - 0.75 + 0.75 * 2 * alone["a"]) / 4)


@pytest.mark.parametrize("n", [1, 2, 3, 4])
def test_kneser_ney_shares_make_one(n):
    names = task.read()
    symbols, lines = task.symbols_of(names), [*map(task.spelt, names[:150])]
    model = kneser_ney.KneserNey(n, lines, task.END, len(symbols))
    for name in names[150:155]:
        for gram in model.grams(task.spelt(name)):
            shares = [model.share((*gram[:-1], s)) for s in symbols]
            assert sum(shares) == pytest.approx(1)
            assert min(shares) > 0


# --- the program ------------------------------------------------------------


def test_a_shortened_run_gives_the_recorded_figures(monkeypatch, tmp_path):
    figures = recorded("names")
    path = tmp_path / "kept.json"
    run(monkeypatch, "--save", str(path), names=None)
    kept = json.loads(path.read_text(encoding="utf-8"))
    assert same(kept["figures"], figures)
    rnn = RNN.from_json(json.dumps(kept["network"]))
    draw = random.Random(1)
    draw.getrandbits(32)
    held_out = draw.sample(task.read(), 236)[:40]
    assert task.nats(rnn, held_out, kept["symbols"]) == pytest.approx(
        kept["figures"]["nats"]["network"]["first"])


@pytest.mark.parametrize("lang", ["ko", "en"])
@pytest.mark.parametrize("encoding", ["utf-8", "cp949", "ascii"])
def test_output_survives_and_fits(monkeypatch, lang, encoding):
    status, text = run(monkeypatch, "--lang", lang, "--splits", "2",
                       encoding=encoding)
    out = Console(lang, io.TextIOWrapper(io.BytesIO(), encoding))
    assert status == 0
    assert not {"\r", "\x1b"} & set(text)
    assert max(map(out.width, text.splitlines())) <= 100
    latin = lang == "en" or encoding == "ascii"
    assert ("gangnamgu" in text, "강남구" in text) == (latin, not latin)


def test_the_bar_is_for_terminals(monkeypatch):
    monkeypatch.setenv("TERM", "xterm")
    _, text = run(monkeypatch, "--lang", "en", "--splits", "2", terminal=True)
    assert "0/4" in text
    assert "3/4" in text


def test_a_written_name_is_never_wide():
    for lang in "ko", "en":
        out = Console(lang, io.TextIOWrapper(io.BytesIO(), "utf-8"))
        for symbols in [], ["ㅢ"] * 24, ["ㄱ", "ㅏ", "_ㅇ"] * 11:
            text = report.written(out, symbols)
            assert 0 < out.width(text) <= report.SHOWN
            assert text.endswith("…") == bool(symbols)

