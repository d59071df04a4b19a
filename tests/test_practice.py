"""Part B on real data: python -m rnn_pure.practice.sunspots.

The networks here are tiny: nothing is said about how well the real ones do.
"""

import errno
import functools
import hashlib
import io
import json
import os
import stat
import sys
from dataclasses import replace
from fractions import Fraction
from pathlib import Path
from statistics import pvariance
from xml.etree import ElementTree

import pytest

from rnn_pure import RNN
from rnn_pure.console import Console
from rnn_pure.practice import (
    sunspots,
    sunspots_choice,
    sunspots_data,
    sunspots_picture,
    sunspots_report,
    sunspots_training,
)
from rnn_pure.practice.sunspots_data import TESTS, TRAINING, arv
from rnn_pure.practice.sunspots_training import CHOSEN, Network, train

TINY = replace(CHOSEN, epochs=1, networks=2)
SEEDS = 2
NEXT_IS_THIS = (0.2903248, 0.4267943, 0.9646748)
AR_12 = (0.1318703, 0.1295591, 0.3678883)
SVG = "{http://www.w3.org/2000/svg}"
POSIX = pytest.mark.skipif(os.name != "posix", reason="not so on Windows")


@pytest.fixture(scope="module")
def record():
    return sunspots_data.read()


@functools.cache
def remembered(record, *arguments):
    return train(dict(record), *arguments)


def trained(record, *arguments):
    """What train gives; the second time without the work."""
    return remembered(tuple(record.items()), *arguments)


def run(
    monkeypatch, *arguments, encoding="utf-8", terminal=False, status=0
):
    """What a tiny run prints; a character the encoding lacks is an error."""
    for module in sunspots_training, sunspots_choice:
        if module.train is train:
            monkeypatch.setattr(module, "train", trained)
    stream = io.TextIOWrapper(io.BytesIO(), encoding, "strict", newline="")
    monkeypatch.setattr(stream, "isatty", lambda: terminal, raising=False)
    monkeypatch.setattr(sys, "stdout", stream)
    try:
        assert sunspots.main(arguments, TINY, SEEDS) == status
    finally:
        monkeypatch.undo()
    stream.flush()
    return stream.buffer.getvalue().decode(encoding)


def stop_at(monkeypatch, call):
    """Ctrl-C while the network of that call is trained."""
    calls = []

    def interrupted(*arguments):
        calls.append(arguments)
        if len(calls) == call:
            raise KeyboardInterrupt
        return trained(*arguments)

    monkeypatch.setattr(sunspots_training, "train", interrupted)
    monkeypatch.setattr(sunspots_choice, "train", interrupted)


# The data and the baselines


def test_the_file_is_the_one_whose_source_is_told():
    folder = Path(sunspots_data.__file__).parent
    lines = (folder / "sunspots.csv").read_text(encoding="ascii").split()
    text = "\n".join([*lines, ""]).encode("ascii")  # however it is checked out
    digest = hashlib.sha256(text).hexdigest()
    assert digest in (folder / "README.md").read_text(encoding="utf-8")


def test_the_record_is_whole(record):
    assert list(record) == list(range(1700, 1980))
    assert pvariance(record.values()) == pytest.approx(1495.6, abs=0.05)


def test_baselines_are_the_figures_computed_elsewhere(record):
    """By NumPy's mean, var and lstsq, from the file itself."""
    same = sunspots_data.persistence(record)
    fitted = sunspots_data.autoregression(record, 1920)
    for forecast, spans, expected in (
        (same, (TRAINING, *TESTS), NEXT_IS_THIS),
        (fitted, ((1712, 1920), *TESTS), AR_12),
    ):
        figures = [arv(forecast, record, span) for span in spans]
        assert figures == pytest.approx(expected, abs=1e-6)


def test_arv_by_hand():
    truth = {1: 2.0, 2: 4.0, 3: 9.0}  # the variance is 26 / 3
    assert arv({2: 5.0, 3: 6.0, 4: 0.0}, truth, (1, 3)) == 5 / (26 / 3)


def test_least_squares_leaves_an_error_at_right_angles():
    """In exact fractions: Aᵀ(A w − b) = 0, with a pivot that is 0 at first."""
    A = [[0, 1, 2], [0, 3, 1], [1, 1, 1], [2, 5, 0], [4, 1, 7]]
    A = [[Fraction(a) for a in row] for row in A]
    b = [Fraction(n) for n in (3, 1, 4, 1, 5)]
    w = sunspots_data.least_squares(A, b)
    error = [sum(map(lambda a, w: a * w, row, w)) - n for row, n in zip(A, b)]
    assert any(error)
    assert [sum(map(lambda a, e: a * e, c, error)) for c in zip(*A)] == [0] * 3


# No leakage


@pytest.mark.parametrize("power", [0.5, 1.0])
def test_later_years_change_neither_weights_nor_units(record, power):
    settings = replace(TINY, power=power)
    changed = {y: n if y <= 1920 else 7 * n + 3 for y, n in record.items()}
    network = train(record, 1920, settings, seed=1)
    assert train(changed, 1920, settings, seed=1) == network
    earlier = {y: n + 1 if y == 1920 else n for y, n in record.items()}
    assert train(earlier, 1920, settings, seed=1) != network


def forecasters(record):
    network = trained(record, 1920, TINY, 1)
    return {
        "network": network.forecast,
        "averaged": lambda r: sunspots_training.averaged([network] * 2, r),
        "AR(12)": lambda r: sunspots_data.autoregression(r, 1920),
        "persistence": sunspots_data.persistence,
    }


@pytest.mark.parametrize("name", ["network", "averaged", "AR(12)",
                                  "persistence"])
@pytest.mark.parametrize("year", [1921, 1950, 1979])
def test_a_forecast_knows_the_years_before_and_no_other(record, name, year):
    forecast = forecasters(record)[name]
    before = forecast(record)
    later = {y: n if y < year else 300 - n for y, n in record.items()}
    after = forecast(later)
    assert all(after[y] == before[y] for y in before if y <= year)
    last = {y: n if y != year - 1 else 300 - n for y, n in record.items()}
    if year > 1921 or name != "AR(12)":  # 1920 is a year AR(12) is fitted to
        assert forecast(last)[year] != before[year]


def test_the_choice_never_sees_a_test_year(record, monkeypatch):
    seen = []

    def watch(record, settings, seed):
        seen.append(max(record))
        return [0.0] * len(sunspots_data.HELD_OUT)

    monkeypatch.setattr(sunspots_choice, "judge", watch)
    run(monkeypatch, "--choose", "--lang", "en")
    assert len(seen) == len(sunspots_choice.CANDIDATES)
    assert set(seen) == {1920}


def test_the_choice_trains_on_the_years_before_the_span(record, monkeypatch):
    calls = []

    def watch(seen, last, settings, seed):
        calls.append((max(seen), last))
        return train(seen, last, settings, seed)

    monkeypatch.setattr(sunspots_choice, "train", watch)
    training_years = sunspots_data.between(record, TRAINING)
    sunspots_choice.judge(training_years, TINY, seed=1)
    assert calls == [(1880, 1840)] * 2 + [(1920, 1880)] * 2


# The network


def test_units_go_there_and_back(record):
    network = trained(record, 1920, TINY, 1)
    for number in record.values():
        assert network.number(network.unit(number)) == pytest.approx(number)
    assert network.number(-100.0) == 0
    in_units = [network.unit(record[y]) for y in range(1700, 1921)]
    assert sum(in_units) == pytest.approx(0, abs=1e-9)
    assert sum(u * u for u in in_units) == pytest.approx(len(in_units))


def test_inputs_are_this_year_and_those_before(record):
    network = trained(record, 1920, TINY, 1)
    x = network.inputs(record)
    assert list(x) == list(range(1703, 1980))
    years = 1850, 1849, 1848, 1847
    assert x[1850] == [network.unit(record[y]) for y in years]


def test_training_learns(record):
    """On held-out training years, better than next year = this year."""
    seen = sunspots_data.between(record, TRAINING)
    span = 1881, 1920
    settings = replace(CHOSEN, epochs=25)
    network = train(seen, 1880, settings, seed=1)
    same = arv(sunspots_data.persistence(seen), seen, span)
    assert arv(network.forecast(seen), seen, span) < 0.8 * same


def test_same_seed_same_result(record):
    def text(seed):
        network = train(record, 1920, TINY, seed)
        return sunspots_training.to_json([network])

    assert text(3) == text(3)
    assert text(3) != text(4)


def test_average_is_of_the_forecasts(record):
    networks = [trained(record, 1920, TINY, seed) for seed in (1, 2)]
    one, other = (network.forecast(record) for network in networks)
    assert sunspots_training.averaged(networks, record) == pytest.approx(
        {y: (one[y] + other[y]) / 2 for y in one}
    )


# The command


@pytest.mark.parametrize("lang", ["ko", "en"])
@pytest.mark.parametrize("encoding", ["utf-8", "cp949", "ascii"])
def test_output_survives_and_is_aligned(monkeypatch, lang, encoding):
    text = run(monkeypatch, "--lang", lang, encoding=encoding)
    out = Console(lang, io.TextIOWrapper(io.BytesIO(), encoding))
    assert not {"\r", "\x1b"} & set(text)
    assert all(out.width(line) <= 100 for line in text.splitlines())
    lines = text.splitlines()
    head = next(n for n, line in enumerate(lines) if "1920*" in line)
    rows = [lines[head], *lines[head + 2:head + 6]]  # down to AR(12)
    assert [out.width(row) for row in rows] == [out.width(rows[0])] * 5
    assert "(12)" in rows[-1]
    assert rows[-1].split()[-2:] == ["0.130", "0.368"]
    assert "1495.6" in text
    for *_, published in sunspots_data.PUBLISHED:
        cells = [out.plain(cell).strip() for cell in published]
        assert any(line.split()[-3:] == cells for line in lines)
    assert "1957" in lines[-1]


@pytest.mark.parametrize("lang", ["ko", "en"])
@pytest.mark.parametrize("encoding", ["cp949", "ascii"])
@pytest.mark.parametrize("call", [1, 2])
def test_choose_survives(monkeypatch, lang, encoding, call):
    """And Ctrl-C keeps the rows that are there."""
    tiny = [replace(CHOSEN, epochs=1, networks=1)] * 2
    monkeypatch.setattr(sunspots_choice, "CANDIDATES", tiny)
    if call == 2:
        stop_at(monkeypatch, 3)
    text = run(monkeypatch, "--choose", "--lang", lang, encoding=encoding)
    assert text.count("epochs = 1") == (2 if call == 1 else 1)
    assert ("Ctrl-C" in text) == (call == 2)


def test_help_survives(monkeypatch):
    stream = io.TextIOWrapper(io.BytesIO(), "ascii", "strict")
    monkeypatch.setattr(sys, "stdout", stream)
    with pytest.raises(SystemExit) as ended:
        sunspots.main(["--help"])
    assert ended.value.code == 0


@pytest.mark.parametrize("lang", ["ko", "en"])
@pytest.mark.parametrize(("call", "done"), [(2, 1), (3, 2), (4, 2)])
def test_ctrl_c_still_reports(monkeypatch, tmp_path, lang, call, done):
    stop_at(monkeypatch, call)
    files = [str(tmp_path / "a.svg"), str(tmp_path / "a.json")]
    text = run(monkeypatch, "--lang", lang, "--svg", files[0],
               "--save", files[1])
    first = text.splitlines()[1]
    assert all(word in first for word in ("Ctrl-C", str(done), "4"))
    assert "0.097" in text
    ElementTree.parse(files[0])
    assert len(json.loads(Path(files[1]).read_text("utf-8"))) == done


def test_ctrl_c_before_the_first_network_writes_nothing(
    monkeypatch, capsys, tmp_path
):
    stop_at(monkeypatch, 1)
    path = tmp_path / "a.json"
    arguments = ["--lang", "en", "--save", str(path)]
    assert sunspots.main(arguments, TINY, SEEDS) == 130
    assert "this is of 0 networks" in capsys.readouterr().out
    assert not path.exists()


def test_the_bar_is_for_terminals_only(monkeypatch):
    text = run(monkeypatch, "--lang", "en", terminal=True)
    assert all(bar in text for bar in ("0/4", "3/4", "\r\x1b[K"))


def test_save_keeps_the_networks(record, monkeypatch, tmp_path):
    path = tmp_path / "weights.json"
    run(monkeypatch, "--save", str(path), "--seed", "5")
    kept = [
        Network(**{**each, "rnn": RNN.from_json(json.dumps(each["rnn"]))})
        for each in json.loads(path.read_text("utf-8"))
    ]
    seeds = range(5 * TINY.networks, (5 + SEEDS) * TINY.networks)
    assert kept == [train(record, 1920, TINY, seed) for seed in seeds]


@pytest.mark.parametrize("lang", ["ko", "en"])
def test_svg_is_well_formed(monkeypatch, tmp_path, lang):
    path = tmp_path / "forecast.svg"
    run(monkeypatch, "--svg", str(path), "--lang", lang)
    svg = ElementTree.parse(path).getroot()
    assert svg.tag == f"{SVG}svg"
    assert svg.find(f"{SVG}title").text
    lines = longest(svg)
    assert {kind: len(line) for kind, line in lines.items()} == {
        "record": 59, "forecast": 59, "band": 2 * 59, "grid": 2
    }
    texts = [text.text for text in svg.iter(f"{SVG}text")]
    assert {"1930", "1970", "0", "200"} <= set(texts)


def longest(svg):
    """The points of each kind of line: not those of the legend."""
    lines = {}
    for tag in "polyline", "polygon":
        for line in svg.iter(f"{SVG}{tag}"):
            points, kind = line.get("points").split(), line.get("class")
            lines[kind] = max(lines.get(kind, []), points, key=len)
    return lines


def test_svg_draws_the_numbers(record):
    """The band holds the forecast, and higher numbers are higher up."""
    half = {y: n / 2 for y, n in record.items()}
    stream = io.TextIOWrapper(io.BytesIO(), "utf-8")
    text = sunspots_picture.svg(
        Console("en", stream), record, [record, half, record]
    )
    lines = longest(ElementTree.fromstring(text))
    assert lines["record"] == lines["forecast"]
    assert lines["record"] == lines["band"][:59]
    heights = [float(p.split(",")[1]) for p in lines["record"]]
    years = range(1921, 1980)
    assert min(heights) == heights[years.index(1957)]  # the highest maximum


def test_picture_in_characters(record):
    stream = io.TextIOWrapper(io.BytesIO(), "ascii", newline="")
    sunspots_picture.draw(Console("en", stream), record, [record])
    stream.flush()
    _, _, *rows, ticks = stream.buffer.getvalue().decode().splitlines()
    assert 8 <= len(rows) <= sunspots_picture.ROWS
    assert sum(row.count("o") for row in rows) == 59
    assert rows[0].index("o") - rows[0].index("|") - 1 == 1957 - 1921
    assert ticks.index("1950") - ticks.index("1921") == 1950 - 1921


def refused(monkeypatch, capsys, lang, *arguments):
    """The one line of a run that ended before any training."""
    stop_at(monkeypatch, 1)
    with pytest.raises(SystemExit) as ended:
        sunspots.main([*map(str, arguments), "--lang", lang])
    assert ended.value.code == 2
    captured = capsys.readouterr()
    assert captured.out == ""
    *_, line = captured.err.splitlines()
    return line.partition("error: ")[2]


@pytest.mark.parametrize(("arguments", "ko", "en"), [
    (["--svg", "{}/missing/a.svg"], "폴더가 없", "no such folder"),
    (["--save", "{}/missing/a.json"], "폴더가 없", "no such folder"),
    (["--svg", "{}"], "폴더입니다", "is a folder"),
    pytest.param(["--svg", __file__ + "/a.svg"],
                 "경로 중간에", "is not a folder", marks=POSIX),
    pytest.param(["--save", "{}/" + 300 * "a"],
                 "너무 깁", "too long", marks=POSIX),
    (["--seed", "-1"], "0 이상", "at least 0"),
    (["--choose", "--svg", "{}/a.svg"], "함께", "cannot be used with"),
])
def test_bad_options_end_before_training(
    monkeypatch, capsys, tmp_path, arguments, ko, en
):
    arguments = [a.format(tmp_path) for a in arguments]
    assert ko in refused(monkeypatch, capsys, "ko", *arguments)
    assert en in refused(monkeypatch, capsys, "en", *arguments)
    assert list(tmp_path.iterdir()) == []


def test_an_old_file_is_kept_until_there_is_a_new_one(
    monkeypatch, tmp_path
):
    path = tmp_path / "a.json"
    path.write_text("old", encoding="utf-8")
    with pytest.raises(SystemExit):
        sunspots.main(["--save", str(path), "--seed", "-1"])
    assert path.read_text(encoding="utf-8") == "old"
    run(monkeypatch, "--save", str(path))
    assert path.read_text(encoding="utf-8") != "old"


@pytest.mark.parametrize(("share", "en", "ko"), [
    (0.08, "0.080, is below all 3 figures to beat.", "3개보다 모두 작습니다"),
    (0.09, "0.090, is below 2 of 3 figures to beat.", "3개 중 2개보다 작"),
    (0.15, "0.150, is above all 3 figures to beat.", "3개보다 모두 큽니다"),
])
def test_the_verdict_counts_the_rungs(record, share, en, ko):
    """Forecasts of a known ARV beside 0.130, 0.097 and 0.086."""
    variance = pvariance(record.values())
    forecasts = [
        {year: n + (each * variance) ** 0.5 for year, n in record.items()}
        for each in (0.05, share, 0.16)
    ]
    for lang, said in ("en", en), ("ko", ko):
        stream = io.TextIOWrapper(io.BytesIO(), "utf-8")
        sunspots_report.verdict(Console(lang, stream), record, forecasts)
        stream.flush()
        text = stream.buffer.getvalue().decode("utf-8")
        assert said in text
        assert "AR(12) 0.130, Tong & Lim 1980 0.097" in text


# The files that it leaves

OLD = 50 * "what was there\n"


@pytest.fixture
def old(tmp_path):
    path = tmp_path / "a.json"
    path.write_text(OLD, encoding="utf-8")
    return path


def new_link(link, target):
    try:
        link.symlink_to(target)
    except (OSError, NotImplementedError):
        pytest.skip("no links here")


def fails(error):
    def function(*arguments, **options):
        raise error

    return function


@pytest.mark.parametrize("lang", ["ko", "en"])
@pytest.mark.parametrize("function", ["fsync", "replace"])
def test_a_failed_write_leaves_the_old_file_and_the_results(
    monkeypatch, tmp_path, old, lang, function
):
    full = OSError(errno.ENOSPC, "No space left on device")
    monkeypatch.setattr(os, function, fails(full))
    text = run(monkeypatch, "--lang", lang, "--save", str(old), status=1)
    assert "0.097" in text
    last = text.splitlines()[-1]
    assert str(old) in last
    assert {"ko": "가득 찼습니다", "en": "disk is full"}[lang] in last
    assert list(tmp_path.iterdir()) == [old]
    assert old.read_text("utf-8") == OLD


def test_a_write_that_fails_midway_leaves_the_old_file(
    monkeypatch, tmp_path, old
):
    resource = pytest.importorskip("resource")
    limits = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (4096, limits[1]))
    try:
        run(monkeypatch, "--lang", "en", "--save", str(old), status=1)
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, limits)
    assert list(tmp_path.iterdir()) == [old]
    assert old.read_text("utf-8") == OLD


def test_one_file_that_fails_keeps_no_other_from_being_written(
    monkeypatch, tmp_path
):
    folder = tmp_path / "removed"
    folder.mkdir()

    def remove(*arguments):
        if folder.exists():
            folder.rmdir()
        return trained(*arguments)

    monkeypatch.setattr(sunspots_training, "train", remove)
    kept = tmp_path / "a.json"
    text = run(monkeypatch, "--lang", "en", "--save", str(kept),
               "--svg", str(folder / "a.svg"), status=1)
    failed, saved = text.splitlines()[-2:]
    assert "no such folder" in failed
    assert saved == f"Saved in {kept}."
    assert len(json.loads(kept.read_text("utf-8"))) == 4


@pytest.mark.skipif(not os.path.exists("/dev/full"), reason="no such device")
def test_a_device_is_written_to_and_never_replaced(monkeypatch):
    for call in 9, 2:  # with Ctrl-C there, or none
        stop_at(monkeypatch, call)
        monkeypatch.setattr(os, "replace", fails(AssertionError))
        text = run(monkeypatch, "--lang", "en", "--save", "/dev/full",
                   "--svg", "/dev/null", status=1)
        assert text.splitlines()[-2:] == [
            "Saved in /dev/null.", "cannot write /dev/full: the disk is full"
        ]


def test_a_whole_run_replaces_and_says_so(monkeypatch, old):
    text = run(monkeypatch, "--lang", "en", "--save", str(old))
    assert text.splitlines()[-1] == f"Saved in {old}."
    assert len(json.loads(old.read_text("utf-8"))) == 4


@pytest.mark.parametrize("lang", ["ko", "en"])
def test_an_interrupted_run_replaces_nothing(
    monkeypatch, tmp_path, old, lang
):
    for name in "a.partial.json", "a.partial2.json":
        stop_at(monkeypatch, 2)
        text = run(monkeypatch, "--lang", lang, "--save", str(old))
        first, second = text.splitlines()[-2:]
        assert str(tmp_path / name) in first
        assert str(old) in second
        assert len(json.loads((tmp_path / name).read_text("utf-8"))) == 1
    assert old.read_text("utf-8") == OLD
    assert len(list(tmp_path.iterdir())) == 3


def test_an_interrupted_run_leaves_what_a_link_leads_to(
    monkeypatch, tmp_path, old
):
    folder = tmp_path / "folder"
    folder.mkdir()
    new_link(folder / "link", old)
    stop_at(monkeypatch, 2)
    run(monkeypatch, "--save", str(folder / "link"))
    assert old.read_text("utf-8") == OLD
    assert (tmp_path / "a.partial.json").exists()  # where it may write


@pytest.mark.parametrize("call", ["report", "fsync"])
def test_a_later_ctrl_c_is_no_traceback(monkeypatch, tmp_path, old, call):
    if call == "report":
        monkeypatch.setattr(sunspots_report, "table", fails(KeyboardInterrupt))
    else:
        monkeypatch.setattr(os, "fsync", fails(KeyboardInterrupt))
    text = run(monkeypatch, "--lang", "en", "--save", str(old), status=130)
    assert text.endswith("\nEnded by Ctrl-C.\n")
    assert (old.read_text("utf-8") == OLD) == (call == "fsync")
    assert list(tmp_path.iterdir()) == [old]


@pytest.mark.parametrize(("other", "there"), [
    ("same", True), ("spelling", True), ("link", True), ("hard link", True),
    ("same", False), ("spelling", False), ("link", False),
])
def test_two_names_of_one_file_are_refused(
    monkeypatch, capsys, tmp_path, other, there
):
    one = two = tmp_path / "a"
    if there:
        one.write_text(OLD, encoding="utf-8")
    if other == "spelling":
        two = tmp_path / ".." / tmp_path.name / "a"
    elif other == "link":
        two = tmp_path / "link"
        new_link(two, one)
    elif other == "hard link":
        two = tmp_path / "link"
        os.link(one, two)
    for first, second in (one, two), (two, one):
        arguments = "--svg", first, "--save", second
        line = refused(monkeypatch, capsys, "en", *arguments)
        assert line == f"cannot write {second}: other output goes there"
        line = refused(monkeypatch, capsys, "ko", *arguments)
        assert line.startswith(f"{second}에 쓸 수 없습니다: 다른 출력이 가는")
    assert one.exists() == there
    assert not there or one.read_text("utf-8") == OLD


@POSIX
def test_the_file_that_the_output_goes_to_is_refused(
    monkeypatch, capfd, tmp_path
):
    path, before = tmp_path / "a.txt", os.dup(1)
    with path.open("w", encoding="utf-8") as file:
        os.dup2(file.fileno(), 1)
        try:
            lines = [refused(monkeypatch, capfd, "en", "--save", name)
                     for name in (path, "/dev/stdout")]
        finally:
            os.dup2(before, 1)
            os.close(before)
    assert all("other output goes there" in line for line in lines)


def test_a_link_that_leads_nowhere_creates_what_it_leads_to(
    monkeypatch, tmp_path
):
    link, target = tmp_path / "link", tmp_path / "target"
    new_link(link, "target")
    arguments = ["--save", str(link)]
    stop_at(monkeypatch, 1)
    assert sunspots.main(arguments, TINY, SEEDS) == 130
    assert link.is_symlink()
    assert not target.exists()
    run(monkeypatch, *arguments)
    assert link.is_symlink()
    assert len(json.loads(target.read_text("utf-8"))) == 4


def test_a_link_stays_a_link(monkeypatch, tmp_path, old):
    new_link(tmp_path / "link", old)
    run(monkeypatch, "--save", str(tmp_path / "link"))
    assert (tmp_path / "link").is_symlink()
    assert len(json.loads(old.read_text("utf-8"))) == 4


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="there are none here")
def test_a_pipe_is_refused_at_once(monkeypatch, capsys, tmp_path):
    os.mkfifo(tmp_path / "pipe")
    end = os.open(tmp_path / "pipe", os.O_RDWR)  # so that none can block
    try:
        line = refused(monkeypatch, capsys, "en", "--save", tmp_path / "pipe")
    finally:
        os.close(end)
    assert line.endswith("it is a pipe or the like")


@pytest.mark.parametrize("locked", ["a.json", "."])
def test_what_may_not_be_written_is_refused(
    monkeypatch, capsys, tmp_path, old, locked
):
    """In either case, though renaming over a locked file would succeed."""
    real = os.access

    def access(path, mode):
        return Path(path) != tmp_path / locked and real(path, mode)

    monkeypatch.setattr(os, "access", access)
    line = refused(monkeypatch, capsys, "en", "--save", old)
    assert "no permission" in line
    assert old.read_text("utf-8") == OLD


@POSIX
def test_an_old_file_keeps_its_rights_and_a_new_one_heeds_the_umask(
    monkeypatch, tmp_path, old
):
    old.chmod(0o604)
    before = os.umask(0o027)
    try:
        run(monkeypatch, "--save", str(old), "--svg", str(tmp_path / "new"))
    finally:
        os.umask(before)
    assert stat.S_IMODE(old.stat().st_mode) == 0o604
    assert stat.S_IMODE((tmp_path / "new").stat().st_mode) == 0o640
