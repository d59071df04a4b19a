"""What the package is made of: nothing but Python, and arrows down only."""

import ast
import re
import runpy
import sys
from pathlib import Path

import pytest
from conftest import tracked

import rnn_pure

ROOT = Path(__file__).resolve().parents[2]
MODULES = sorted((ROOT / "rnn_pure").rglob("*.py"))
FLOORS = [  # a module may use those above it in this list
    {"matrix"},
    {"activations", "shapes"},
    {"losses", "checks"},
    {"storage"},
    {"rnn"},
    {"backprop", "realtime", "autograd", "numerical", "fcnn", "console"},
    {"examples", "descent", "walkthrough"},
    {"training", "proof", "mistakes"},
    {"diagnosis"},
    {"practice", "__main__"},
    {"debug"},
]
FLOOR = {name: k for k, names in enumerate(FLOORS) for name in names}


def imports(path):
    tree = ast.parse(path.read_text(encoding="utf-8"))
    for node in {*ast.walk(tree)} - only_for_types(tree):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            if node.module == "rnn_pure":
                yield from (f"rnn_pure.{alias.name}" for alias in node.names)
            else:
                yield node.module


def only_for_types(tree):
    """The imports below "if TYPE_CHECKING:" are no arrows: none runs."""
    return {
        part
        for node in ast.walk(tree)
        if isinstance(node, ast.If)
        and ast.unparse(node.test) == "TYPE_CHECKING"
        for part in ast.walk(node)
    }


@pytest.mark.parametrize("path", MODULES, ids=lambda path: path.stem)
def test_only_the_standard_library_and_arrows_down(path):
    here = path.relative_to(ROOT / "rnn_pure").parts[0].removesuffix(".py")
    for name in imports(path):
        top, _, rest = name.partition(".")
        if top != "rnn_pure":
            assert top in sys.stdlib_module_names
        elif here != "__init__":
            there = rest.split(".")[0]
            if there in rnn_pure.__all__ and there not in FLOOR:
                there = "training"  # the whole package, to its top floor
            assert FLOOR[there] < FLOOR[here] or (
                there == here and here in ("practice", "diagnosis")
            )


def test_no_module_bears_the_name_of_an_exported_function():
    functions = {
        name for name in rnn_pure.__all__ if callable(getattr(rnn_pure, name))
    }
    assert not functions & {path.stem for path in MODULES}


@pytest.mark.parametrize("name", rnn_pure.__all__)
def test_every_public_name_says_what_it_is(name):
    doc = getattr(rnn_pure, name).__doc__
    assert doc
    assert not doc.startswith(f"{name}(")  # which dataclass itself puts there


def test_nothing_has_to_be_installed():
    text = (ROOT / "pyproject.toml").read_text(encoding="utf-8")
    assert "\ndependencies = []\n" in text


def test_who_made_it_and_its_licence_are_the_same_everywhere():
    said, cited, licence = (
        (ROOT / name).read_text(encoding="utf-8")
        for name in ("pyproject.toml", "CITATION.cff", "LICENSE")
    )
    (who,) = re.findall(r'^authors = \[\{name = "(.+)"\}\]$', said, re.M)
    (what,) = re.findall(r'^license = "(.+)"$', said, re.M)
    assert f"\nauthors:\n  - name: {who}\n" in cited
    assert f"\nlicense: {what}\n" in cited
    assert f" {who}\n" in licence
    assert "\nversion:" not in cited  # pyproject alone has it


def test_every_path_can_be_checked_out_on_every_system():
    """Windows and macOS know no case, and Windows some names for devices."""
    paths = tracked()
    assert {"README.md", "rnn_pure/rnn.py"} <= {*paths}
    assert len({path.casefold() for path in paths}) == len(paths)
    assert max(map(len, paths)) < 100
    devices = r"(?i)(con|prn|aux|nul|com\d|lpt\d)(\..*)?"
    for part in {part for path in paths for part in path.split("/")}:
        assert re.fullmatch(r"[\w.-]*[\w-]", part, re.ASCII)
        assert not re.fullmatch(devices, part)


def test_its_types_ship():
    assert (ROOT / "rnn_pure" / "py.typed").read_text("utf-8") == ""


def test_a_script_as_a_reader_may_write_it_runs(capsys):
    script = runpy.run_path(str(ROOT / "tests" / "typed_user.py"))
    script["main"]()
    assert capsys.readouterr().out.count(" True\n") == 3
