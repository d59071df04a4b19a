"""What the page on speed says of its recorded measurements."""

import sys
from math import log

import pytest

from rnn_pure.practice.sunspots import online

if sys.version_info < (3, 11):
    pytest.skip("the site needs 3.11", allow_module_level=True)

from docs.hooks import speed
from docs.hooks.record import figure

RACE, GROWTH, ONLINE = (
    figure("speed", name) for name in ("race", "growth", "online")
)


def test_an_exponent_is_the_slope_of_the_logarithms():
    assert speed.exponent([(n, 7 * n**1.5) for n in (2, 3, 9)]) == (
        pytest.approx(1.5)
    )


def test_all_exponents_are_of_the_sizes_that_the_page_names():
    assert (speed.SIZES[0], speed.SIZES[-1]) == (8, 32)
    assert (speed.LARGER[0], speed.LARGER[-1]) == (32, 128)
    for name, of in GROWTH.items():
        fitted = speed.exponent(zip(speed.SIZES, of["times"], strict=True))
        assert of["n_re"] == pytest.approx(fitted)
        ends = log(of["times"][-1] / of["times"][0]) / log(32 / 8)
        assert of["n_re"] == pytest.approx(ends, abs=0.1)
        assert of["n_re"] < speed.THEORY[name]
        assert of["T"] == pytest.approx(1, abs=0.15)
    assert GROWTH["bptt"]["n_re"] < GROWTH["bptt"]["larger"] < 2


def test_who_is_faster_at_which_size():
    ahead = [of["rnn_pure"] < of["PyTorch"] for of in RACE.values()]
    assert ahead == sorted(ahead, reverse=True)  # up to a size, and no further
    for of in RACE.values():
        assert of["tuned"] < of["rnn_pure"] > of["floor"]
    assert RACE["4"]["rnn_pure"] < 1.1 * RACE["4"]["NumPy"]


def test_what_learning_while_the_years_go_by_comes_to():
    same, rtrl, *others = ONLINE.values()
    one, five, *_, whole = others
    learned = [rtrl, *others]
    for k in range(3):
        assert same["errors"][k] < min(of["errors"][k] for of in learned)
    last = [of["errors"][3] for of in learned]
    assert max(last) == one["errors"][3] < same["errors"][3]
    assert five["milliseconds"] < rtrl["milliseconds"] / 2
    for other in five, whole:
        for a, b in zip(other["errors"], rtrl["errors"], strict=True):
            assert a == pytest.approx(b, rel=0.1)


def test_the_recorded_errors_are_those_of_the_program():
    way = "BPTT, k2 = 5"
    every = [
        online.periods(online.learn(way, n)) for n in range(online.SEEDS)
    ]
    means = [sum(of) / len(of) for of in zip(*every)]
    assert means == pytest.approx(ONLINE[way]["errors"])


def test_help_does_not_run_it(monkeypatch, capsys):
    monkeypatch.setattr(online, "compared", None)
    with pytest.raises(SystemExit) as ended:
        online.main(["--help"])
    assert ended.value.code == 0
    assert "sunspots.online" in capsys.readouterr().out


@pytest.mark.parametrize(("lang", "same"), [
    ("ko", "내년 = 올해"), ("en", "next year = this year"),
])
def test_the_table_has_a_row_a_way(monkeypatch, capsys, lang, same):
    found = {way: online.Row(**of) for way, of in ONLINE.items()}
    monkeypatch.setattr(online, "compared", lambda: found)
    assert online.main(["--lang", lang]) == 0
    head, *rows = capsys.readouterr().out.splitlines()
    assert all(span in head for span in online.spans())
    labels = [row[:22].strip() for row in rows]
    assert labels[1:] == [*online.WAYS]
    assert rows[0].startswith(same)


@pytest.mark.parametrize("lang", ["ko", "en"])
def test_the_picture_is_of_the_race(lang):
    drawing = speed.picture(lang)
    assert drawing.count('<g class="hue-') == 5
    assert ">micrograd<" in drawing
