"""What the practice programs have in common: options, Ctrl-C, --save."""

import json
import re
from dataclasses import dataclass

import pytest
from programs import FOLDER, PAGES
from test_practice_names import run as run_names
from test_practice_reading import run as run_reading

from rnn_pure.practice import program
from rnn_pure.practice.names import __main__ as names
from rnn_pure.practice.reading import __main__ as reading

PROGRAMS = {
    "reading": (run_reading, reading, "seeds"),
    "names": (run_names, names, "splits"),
}


@pytest.fixture(params=PROGRAMS)
def each(request):
    """How it is run, its module, and what it repeats."""
    return PROGRAMS[request.param]


def interrupt_at(monkeypatch, module, call):
    """Ctrl-C where an epoch is told for that time."""
    told = []

    def interrupt(*_):
        told.append(1)
        if len(told) == call:
            raise KeyboardInterrupt

    monkeypatch.setattr(module.report, "epoch", interrupt)


@pytest.mark.parametrize("lang", ["ko", "en"])
def test_ctrl_c_reports_and_replaces_no_file(
    monkeypatch, tmp_path, each, lang
):
    run, module, _ = each
    there, drawing = tmp_path / "a.json", tmp_path / "a.svg"
    there.write_text("mine", encoding="utf-8")
    interrupt_at(monkeypatch, module, 2)
    status, text = run(monkeypatch, "--lang", lang, "--save", str(there),
                       "--svg", str(drawing))
    assert status == 0
    assert "Ctrl-C" in text
    assert there.read_text(encoding="utf-8") == "mine"
    assert (tmp_path / "a.partial.json").exists()
    assert drawing.exists()


def test_ctrl_c_before_anything_is_learned(monkeypatch, tmp_path, each):
    run, module, _ = each
    interrupt_at(monkeypatch, module, 1)
    path = tmp_path / "a.json"
    status, text = run(monkeypatch, "--lang", "en", "--save", str(path))
    assert (status, path.exists()) == (130, False)
    assert "Ended by Ctrl-C" in text


@pytest.mark.parametrize("training", [True, False])
def test_ctrl_c_in_a_later_trial_keeps_the_whole_ones(
    monkeypatch, tmp_path, each, training
):
    """In its training, and before or after that."""
    run, module, repeated = each
    whole = module.trial

    def cut(seed, *rest):
        if seed == 3 and not training:
            raise KeyboardInterrupt
        one = whole(seed, *rest)
        one.interrupted = seed == 3
        return one

    monkeypatch.setattr(module, "trial", cut)
    path = tmp_path / "a.json"
    status, text = run(monkeypatch, "--lang", "en", f"--{repeated}", "4",
                       "--save", str(path))
    kept = json.loads(path.read_text(encoding="utf-8"))
    assert status == 0
    assert "Ctrl-C" in text
    assert kept["figures"][repeated] == 2


def test_a_cut_trial_counts_only_where_there_is_no_other():
    @dataclass
    class Trial:
        n: int
        interrupted: bool

    for cut, expected in (0, [(0, True)]), (2, [(0, False), (1, True)]):
        kept = program.trials(range(4), lambda n, cut=cut: Trial(n, n == cut))
        assert [(one.n, one.interrupted) for one in kept] == expected


def test_save_replaces_a_file_of_a_whole_run(monkeypatch, tmp_path, each):
    run, _, _ = each
    path = tmp_path / "a.json"
    path.write_text("old", encoding="utf-8")
    run(monkeypatch, "--save", str(path))
    assert json.loads(path.read_text(encoding="utf-8"))["figures"]["seed"] == 1


@pytest.mark.parametrize(("lang", "least", "no_folder"), [
    ("ko", "이상", "없습니다"), ("en", "at least", "no such"),
])
def test_bad_options_end_it_before_any_work(
    capsys, each, lang, least, no_folder
):
    _, module, repeated = each
    for arguments, why in (
        ([f"--{repeated}", "0"], least), (["--seed", "-1"], least),
        (["--save", "missing/a.json"], no_folder),
    ):
        with pytest.raises(SystemExit) as ended:
            module.main([*arguments, "--lang", lang])
        said = capsys.readouterr()
        assert (ended.value.code, said.out) == (2, "")
        assert why in said.err


@pytest.mark.parametrize("lang", ["ko", "en"])
@pytest.mark.parametrize("name", ["reading", "memory", "names"])
def test_what_a_page_says_to_set_is_a_line_of_its_program(name, lang):
    page = (PAGES / f"{name}.{lang}.md").read_text(encoding="utf-8")
    code = "\n".join(
        file.read_text(encoding="utf-8")
        for file in (FOLDER / name).glob("*.py")
    )
    _, change = page.split("{ #change }")
    asked = re.findall(r"`(\w+)(?:: \w+)? = ", change)
    assert asked
    for variable in asked:
        assert re.search(rf"^ *{variable}(: [^=]*)? = ", code, re.M), variable
