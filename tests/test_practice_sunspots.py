"""Part B on real data: python -m rnn_pure.practice.sunspots.

The networks here are tiny: nothing is said about how well the real ones do.
"""

import codecs
import functools
import hashlib
import io
import json
import platform
import sys
from dataclasses import replace
from fractions import Fraction
from math import sqrt
from pathlib import Path
from statistics import pvariance
from xml.etree import ElementTree

import pytest

from rnn_pure import RNN, bptt, forward, identity, numerical
from rnn_pure.console import Console
from rnn_pure.practice.sunspots import (
    __main__ as sunspots,
)
from rnn_pure.practice.sunspots import (
    choice,
    forecasts,
    lesson,
    networks,
    report,
    series,
)
from rnn_pure.practice.sunspots.networks import (
    FIRST,
    LINEAR,
    MODELS,
    PLAIN,
    train,
)
from rnn_pure.practice.sunspots.series import SPANS, TRAINING, arv, years

RECORDS = Path(__file__).parents[1] / "docs" / "records"
LEARNED = years(TRAINING)
SVG = "{http://www.w3.org/2000/svg}"


@pytest.fixture(scope="module")
def record():
    return series.read()


@functools.cache
def remembered(record, learned, *arguments):
    return train(dict(record), learned, *arguments)


def trained(record, learned, *arguments):
    """What train gives; the second time without the work."""
    key = learned if isinstance(learned, range) else frozenset(learned)
    return remembered(tuple(record.items()), key, *arguments)


def run(
    monkeypatch, *arguments, encoding="utf-8", terminal=False, status=0,
    stop=None, of=trained,
):
    """What a short run prints; Ctrl-C comes at the network of that number.

    A character that the encoding lacks is an error.
    """
    calls = []

    def counted(*given):
        calls.append(given)
        if len(calls) == stop:
            raise KeyboardInterrupt
        return of(*given)

    monkeypatch.setattr(networks, "train", counted)
    monkeypatch.setattr(lesson, "train", counted)
    stream = io.TextIOWrapper(io.BytesIO(), encoding, "strict", newline="")
    monkeypatch.setattr(stream, "isatty", lambda: terminal, raising=False)
    monkeypatch.setattr(sys, "stdout", stream)
    try:
        assert sunspots.main([*arguments, "--quick"]) == status
    finally:
        monkeypatch.undo()
    stream.flush()
    return stream.buffer.getvalue().decode(encoding)


# The data and the linear models


def test_the_file_is_the_one_whose_source_is_told():
    folder = Path(series.__file__).parent
    lines = (folder / "sunspots.csv").read_text(encoding="ascii").split()
    text = "\n".join([*lines, ""]).encode("ascii")  # however it is checked out
    digest = hashlib.sha256(text).hexdigest()
    assert digest in (folder / "README.md").read_text(encoding="utf-8")


def test_the_record_is_whole(record):
    assert list(record) == list(range(1700, 1980))
    assert pvariance(record.values()) == pytest.approx(1495.6, abs=0.05)


@pytest.mark.parametrize(("name", "spans", "expected"), [
    ("persistence", (TRAINING, *SPANS[1:]), (0.2903248, 0.4267943, 0.9646748)),
    ("ar12", SPANS, (0.1318703, 0.1295591, 0.3678883)),
    ("ar12_roots", SPANS, (0.1148212, 0.1235796, 0.2503685)),
    ("ar9_roots", SPANS, (0.1153028, 0.1199525, 0.2433444)),
])
def test_linear_models_are_as_computed_elsewhere(
    record, name, spans, expected
):
    """By NumPy's mean, var and lstsq, from the file itself."""
    forecast = forecasts.baselines(record)[name]
    figures = [arv(forecast, record, span) for span in spans]
    assert figures == pytest.approx(expected, abs=1e-6)


def test_arv_by_hand():
    truth = {1: 2.0, 2: 4.0, 3: 9.0}  # the variance is 26 / 3
    assert arv({2: 5.0, 3: 6.0, 4: 0.0}, truth, (1, 3)) == 5 / (26 / 3)


def test_years_after_the_record_change_no_figure_before(monkeypatch, record):
    """The test years that the page says to add."""
    added = [*series.TESTS, (1980, 2008)]
    monkeypatch.setattr(series, "TESTED", (added[0][0], added[-1][1]))
    longer = series.read()
    assert list(longer) == list(range(1700, 2009))
    before, after = (forecasts.figures(r, {"plain": []})
                     for r in (record, longer))
    assert before["variance"] == after["variance"]
    assert before["arv"] == after["arv"]
    assert before["paired"] == after["paired"]


def test_the_file_may_begin_as_a_spreadsheet_begins_it(
    monkeypatch, tmp_path, record
):
    data = (series.files(series.__package__) / "sunspots.csv").read_bytes()
    (tmp_path / "sunspots.csv").write_bytes(codecs.BOM_UTF8 + data)
    monkeypatch.setattr(series, "files", lambda _: tmp_path)
    assert series.read() == record


def test_least_squares_leaves_an_error_at_right_angles():
    """In exact fractions: Aᵀ(A w − b) = 0, with a pivot that is 0 at first."""
    A = [[0, 1, 2], [0, 3, 1], [1, 1, 1], [2, 5, 0], [4, 1, 7]]
    A = [[Fraction(a) for a in row] for row in A]
    b = [Fraction(n) for n in (3, 1, 4, 1, 5)]
    w = series.least_squares(A, b)
    error = [sum(map(lambda a, w: a * w, row, w)) - n for row, n in zip(A, b)]
    assert any(error)
    assert [sum(map(lambda a, e: a * e, c, error)) for c in zip(*A)] == [0] * 3


def test_the_paired_differences_by_hand(monkeypatch):
    """Squared errors 4, 4, 9 against 1, 4, 1 of one seed and 1, 0, 1."""
    monkeypatch.setattr(forecasts, "TESTED", (1, 3))
    truth = {1: 0.0, 2: 0.0, 3: 0.0, 4: 4.0}  # the variance is 3
    seeds = [{1: 1.0, 2: 2.0, 3: 1.0}, {1: -1.0, 2: 0.0, 3: -1.0}]
    of = forecasts.paired(truth, {1: 2.0, 2: -2.0, 3: 3.0}, seeds)
    assert of == {  # the gains: 3, 2, 8
        "mean": pytest.approx(13 / 3 / 3), "nearer": 3, "half": 1,
        "t": pytest.approx(13 / 3 / sqrt(31 / 3 / 3)),
    }


# The networks


@pytest.mark.parametrize("settings", [
    FIRST, PLAIN, LINEAR, replace(LINEAR, tanh=0)
])
def test_the_gradient_is_that_of_differences(record, settings):
    """Also through the squared output and the linear cells."""
    network = networks.untrained(record, LEARNED, settings, seed=3)
    x = network.inputs(record)
    xs = [x[t] for t in range(1770, 1778)]
    ds = [network.target(record[t + 1]) for t in range(1770, 1778)]
    ds[3] = None
    gradients = bptt(network.rnn, forward(network.rnn, xs), ds)
    expected = numerical.gradients(network.rnn, xs, ds)
    for ours, other in zip(gradients.rows(), expected.rows()):
        assert ours == pytest.approx(other, rel=1e-6, abs=1e-5)
    assert any(map(any, gradients.rows()))


def test_autoregression_is_a_network_of_linear_cells(record):
    """Cells that pass on what the one before held; the last weights are w."""
    order = 12
    past, now = series.lagged(record, order)
    seen = [y for y in past if y <= 1920]
    c, *w = series.least_squares(
        [past[y] for y in seen], [now[y] for y in seen]
    )
    rnn = RNN(
        W_in=[[1.0], *[[0.0]] * (order - 1)],
        W_re=[[float(j == i - 1) for j in range(order)]
              for i in range(order)],
        b=[0.0] * order, W_out=[w], b_out=[c], f=identity,
    )
    y = forward(rnn, [[n] for n in record.values()]).y
    ours = {1700 + t: y[t][0] for t in range(order, len(y))}
    linear = series.autoregression(record, LEARNED, order)
    assert {t: ours[t] for t in linear} == pytest.approx(linear, abs=1e-9)


def test_linear_cells_hold_this_year_and_the_one_before(record):
    network = trained(record, LEARNED, replace(LINEAR, epochs=2), 1)
    x = [x_t for x_t, in network.inputs(record).values()]
    z = forward(network.rnn, [[x_t] for x_t in x]).z
    assert [z_t[0] for z_t in z[1:]] == x
    assert [z_t[1] for z_t in z[2:]] == x[:-1]
    assert any(network.rnn.W_re[5][:2])  # the others hear of them


def test_units_go_there_and_back(record):
    settings = replace(FIRST, epochs=1)
    network = trained(record, LEARNED, settings, 1)
    for number in record.values():
        unit = network.unit(number)
        assert network.number(unit) == pytest.approx(number)
        g = networks.squared(network.mean, network.deviation)
        assert g([unit]) == pytest.approx([number])
    assert network.number(-100.0) == 0
    in_units = [network.unit(record[y]) for y in LEARNED]
    assert sum(in_units) == pytest.approx(0, abs=1e-9)
    assert sum(u * u for u in in_units) == pytest.approx(len(in_units))
    x = network.inputs(record)
    assert list(x) == list(range(1703, 1980))
    assert x[1850] == [network.unit(record[1850 - lag]) for lag in range(4)]


def test_training_learns(record):
    """On hidden training years, better than next year = this year."""
    seen = series.between(record, TRAINING)
    settings = replace(PLAIN, epochs=15)
    network = train(seen, range(1700, 1881), settings, seed=1)
    same = arv(series.persistence(seen), seen, (1881, 1920))
    assert arv(network.forecast(seen), seen, (1881, 1920)) < 0.8 * same


def test_what_save_keeps_is_the_networks(monkeypatch, tmp_path):
    path = tmp_path / "a.json"
    run(monkeypatch, "--save", str(path), "--seed", "5")
    kept = json.loads(path.read_text("utf-8"))
    for name, settings in MODELS.items():
        for seed, [one] in zip((5, 6), kept["networks"][name]):
            network = networks.from_dict(one)
            short = replace(settings, epochs=5)
            expected = trained(series.read(), LEARNED, short, seed)
            assert networks.to_dict(network) == networks.to_dict(expected)
            assert network.forecast(series.read()) == expected.forecast(
                series.read())


# No leakage


@pytest.mark.parametrize("settings", [FIRST, LINEAR])
def test_later_years_change_neither_weights_nor_units(record, settings):
    settings = replace(settings, epochs=1)
    changed = {y: n if y <= 1920 else 7 * n + 3 for y, n in record.items()}
    network = networks.to_dict(trained(record, LEARNED, settings, 1))
    assert networks.to_dict(train(changed, LEARNED, settings, 1)) == network
    earlier = {y: n + 1 if y == 1920 else n for y, n in record.items()}
    assert networks.to_dict(train(earlier, LEARNED, settings, 1)) != network


@pytest.mark.parametrize("year", [1921, 1979])
@pytest.mark.parametrize("name", [*MODELS, "ar12", "ar9_roots"])
def test_a_forecast_knows_the_years_before_and_no_other(record, name, year):
    def forecast(record):
        if name in MODELS:
            return network.forecast(record)
        return forecasts.baselines(record)[name]

    if name in MODELS:
        settings = replace(MODELS[name], epochs=1)
        network = trained(record, LEARNED, settings, 1)
    before = forecast(record)
    after = forecast({y: n if y < year else 300 - n
                      for y, n in record.items()})
    assert all(after[y] == before[y] for y in before if y <= year)
    last = {y: n if y != year - 1 else 300 - n for y, n in record.items()}
    assert forecast(last)[year] != before[year]


def test_the_questions_hide_what_they_ask(record):
    seen = series.between(record, TRAINING)
    asked = choice.questions(seen)
    assert [len(q.folds) for q in asked.values()] == [2, 6, 19, 1]
    for question in asked.values():
        for learned, judged in question.folds:
            assert not {*learned} & {*judged}
            assert {*learned, *judged} <= seen.keys()
    rolling, cycle, higher = [
        {y for _, judged in asked[name].folds for y in judged}
        for name in ("rolling", "cycle", "higher")
    ]
    assert rolling == {*range(1801, 1921)}
    assert cycle == {*range(1712, 1921)}
    rest = cycle - higher
    tops = [max(seen[y] for y in part) for part in choice.cycles(seen)
            if part[0] in higher]
    assert len(tops) == choice.HIGHER
    assert min(tops) > max(seen[y] for y in rest)
    minima = [part[0] for part in choice.cycles(seen)]
    assert minima[1:4] == [1723, 1733, 1744]  # as tables of cycles have them


def test_ar_12_answers_1(record):
    seen = series.between(record, TRAINING)

    def forecaster(record, learned, seeds):
        return series.autoregression(record, learned)

    given = choice.answers(seen, choice.questions(seen), forecaster)
    assert [*given.values()] == pytest.approx([1.0] * 5)


def test_the_choice_never_sees_a_test_year(monkeypatch):
    seen = []

    def watch(record, learned, settings, seed):
        seen.append((max(record), max(learned)))
        return trained(record, learned, settings, seed)

    run(monkeypatch, "--choose", "--lang", "en", of=watch)
    assert len(seen) == 14
    assert max(seen) <= (1920, 1920)


# The command


@pytest.mark.parametrize("option", [[], ["--choose"]])
@pytest.mark.parametrize("lang", ["ko", "en"])
@pytest.mark.parametrize("encoding", ["utf-8", "cp949", "ascii"])
def test_output_survives_and_is_aligned(monkeypatch, lang, encoding, option):
    text = run(monkeypatch, "--lang", lang, *option, encoding=encoding)
    out = Console(lang, io.TextIOWrapper(io.BytesIO(), encoding))
    assert not {"\r", "\x1b"} & set(text)
    lines = text.splitlines()
    assert all(out.width(line) <= 100 for line in lines)
    rules = [k for k, line in enumerate(lines) if "---" in line]
    assert len(rules) == (1 if option else 2)
    for k in rules:
        around = {out.width(line) for line in (lines[k - 1], lines[k + 1])}
        assert len(around) == 1
    if not option:
        line = next(line for line in lines if line.startswith("AR(12)  "))
        assert line.split()[1:] == ["0.132", "0.130", "0.368"]
        for *_, published in series.PUBLISHED:
            cells = [out.plain(cell).strip() for cell in published]
            [line] = [each for each in lines if each.split()[-3:] == cells]
            lacks = out.width(lines[rules[0] - 1]) - out.width(line)
            assert lacks == published[-1].endswith(" ")


@pytest.mark.parametrize("lang", ["ko", "en"])
@pytest.mark.parametrize(("stop", "seeds"), [(1, 0), (4, 1), (6, 1)])
def test_ctrl_c_still_reports(monkeypatch, tmp_path, lang, stop, seeds):
    path = tmp_path / "a.json"
    path.write_text("old", encoding="utf-8")
    text = run(monkeypatch, "--lang", lang, "--save", str(path), stop=stop,
               status=0 if seeds else 130)
    assert "Ctrl-C" in text.splitlines()[1]
    assert "0.097" in text
    assert path.read_text("utf-8") == "old"
    kept = json.loads((tmp_path / "a.partial.json").read_text("utf-8"))
    assert len(kept["networks"]["linear"]) == seeds
    assert ("linear" in kept["figures"]["arv"]) == bool(seeds)


@pytest.mark.parametrize(("stop", "rows", "status"),
                         [(2, 1, 130), (9, 2, 0)])
def test_ctrl_c_keeps_the_rows_of_choose(monkeypatch, stop, rows, status):
    text = run(monkeypatch, "--choose", "--lang", "en", stop=stop,
               status=status)
    head, _, after = text.partition("Ended by Ctrl-C.")
    table = head.partition("---\n")[2].strip()
    assert len(table.splitlines()) == rows
    assert "highest before" in after


@pytest.mark.parametrize("option", [[], ["--choose"]])
def test_a_row_needs_no_name_but_that_in_the_code(monkeypatch, option):
    monkeypatch.delitem(report.NAMES, "plain")
    text = run(monkeypatch, "--lang", "en", *option)
    assert "\nplain    " in text
    assert " plain" in text  # in a sentence


def test_a_later_ctrl_c_is_no_traceback(monkeypatch):
    def interrupted(*arguments):
        raise KeyboardInterrupt

    monkeypatch.setattr(report, "table", interrupted)
    text = run(monkeypatch, "--lang", "en", status=130)
    assert text.endswith("\nEnded by Ctrl-C.\n")


def test_the_bar_is_for_terminals_only(monkeypatch):
    text = run(monkeypatch, "--lang", "en", terminal=True)
    assert all(bar in text for bar in ("0/6", "5/6", "\r\x1b[K"))
    text = run(monkeypatch, "--lang", "en", "--choose", terminal=True)
    assert all(bar in text for bar in ("0/14", "13/14", "\r\x1b[K"))


@pytest.mark.parametrize("option", [[], ["--choose"]])
def test_svg_is_well_formed(monkeypatch, tmp_path, option):
    path = tmp_path / "a.svg"
    run(monkeypatch, "--svg", str(path), "--lang", "ko", *option)
    svg = ElementTree.parse(path).getroot()
    assert svg.find(f"{SVG}title").text.startswith("흑점 수")
    assert len(svg.findall(f".//{SVG}g")) == (3 if option else 4)


def test_help_survives(monkeypatch):
    stream = io.TextIOWrapper(io.BytesIO(), "ascii", "strict")
    monkeypatch.setattr(sys, "stdout", stream)
    with pytest.raises(SystemExit) as ended:
        sunspots.main(["--help"])
    assert ended.value.code == 0


@pytest.mark.parametrize(("name", "option"), [
    ("sunspots", []), ("sunspots_choose", ["--choose"]),
])
def test_the_record_is_of_this_program(monkeypatch, tmp_path, name, option):
    kept = json.loads((RECORDS / f"{name}.json").read_text("utf-8"))
    if kept["python"].split(".")[:2] != platform.python_version().split(
        "."
    )[:2]:
        pytest.skip("sums differ between versions of Python")
    path = tmp_path / "a.json"
    run(monkeypatch, "--save", str(path), *option)
    made = json.loads(path.read_text("utf-8"))["figures"]

    def flat(tree, name=""):
        if isinstance(tree, (dict, list)):
            items = tree.items() if isinstance(tree, dict) else enumerate(tree)
            for key, value in items:
                yield from flat(value, f"{name}.{key}")
        else:
            yield name, tree

    assert dict(flat(made)) == pytest.approx(dict(flat(kept["quick"])),
                                             abs=1e-9)


def test_the_lesson_that_the_page_tells_is_in_the_records():
    run, asked = (
        json.loads((RECORDS / f"{name}.json").read_text("utf-8"))["figures"]
        for name in ("sunspots", "sunspots_choose")
    )
    first, plain, linear = (asked[name] for name in MODELS)
    networks = [asked[name] for name in lesson.CANDIDATES]
    assert first["held_out"] == min(of["held_out"] for of in networks)
    assert first["higher"] > 1 > plain["higher"]
    assert first["mean"] == max(of["mean"] for of in networks)
    assert abs(linear["mean"] - plain["mean"]) < 0.05  # hardly told apart
    ours, ar12, ar9_roots = (
        run["arv"][name]["median"] for name in ("first", "ar12", "ar9_roots")
    )
    assert all(a > b for a, b in zip(ours[1:], ar12[1:]))
    for name in "roots", "noisy":  # each is a step back to the first choice
        assert asked[name]["higher"] > plain["higher"]
        assert asked[name]["held_out"] > plain["held_out"]
    arv = {name: of["median"] for name, of in run["arv"].items()}
    ar12_roots = arv["ar12_roots"]
    for name in "plain", "linear":
        assert arv[name][2] > ar12[2] > ar12_roots[2]
        assert arv[name][1] < ar12_roots[1] < ar12[1]
        for *_, (_, *published) in series.PUBLISHED:
            assert all(there == "–" or float(there) < here for there, here
                       in zip(published, arv[name][1:], strict=True))
    assert [ar9_roots[2], ar12_roots[2]] == sorted(
        median[2] for median in arv.values()
    )[:2]
    assert all(abs(run["paired"][name]["t"]) < 2 for name in MODELS)
    top = run["top"]
    assert (top["first"] < top["learned"] < top["plain"] < top["linear"]
            < top["ar12"] < top["record"])
