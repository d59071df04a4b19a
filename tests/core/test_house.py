"""What the package is made of: nothing but Python, and arrows down only."""

import ast
import functools
import re
import runpy
import sys
from graphlib import TopologicalSorter

import pytest
from conftest import ROOT, python, read, tracked

import rnn_pure

MODULES = sorted((ROOT / "rnn_pure").rglob("*.py"))
NAMES = {
    ".".join(path.relative_to(ROOT).with_suffix("").parts)
    .removesuffix(".__init__"): path
    for path in MODULES
}


@functools.cache
def floors():
    """The floor of every module and folder: the package's docstring drawn."""
    head, *rooms = rnn_pure.__doc__.split("\n\n")[-1].splitlines()
    groups = [group.start() for group in re.finditer(r"\S+( \S+)*", head)]
    found = {}
    for line in rooms:
        for word in re.finditer(r"[^\s/]+", line):
            if word[0].isdecimal():
                floor = int(word[0])
            else:
                assert word.start() in groups
                assert word[0] not in found
                found[word[0]] = floor
    return found


def imports(path):
    """The modules that it names, at its top, late or for types only."""
    for node in ast.walk(ast.parse(read(path))):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            for alias in node.names:
                whole = f"{node.module}.{alias.name}"
                if whole in NAMES:
                    yield whole
                elif node.module == "rnn_pure":
                    yield from (
                        "rnn_pure", getattr(rnn_pure, alias.name).__module__
                    )
                else:
                    yield node.module


def test_an_older_python_is_told_at_once():
    made = python("-c", "import sys; sys.version_info = 3, 10, 13\n"
                  "import rnn_pure")
    assert "ImportError: rnn_pure needs Python 3.11 or newer" in made.stderr


def test_every_module_stands_in_one_group():
    assert {*floors()} == {name.split(".")[1] for name in [*NAMES][1:]}


@pytest.mark.parametrize("name", [*NAMES][1:])  # but for rnn_pure itself
def test_only_the_standard_library_and_arrows_down(name):
    here = name.split(".")[1]
    for used in imports(NAMES[name]):
        top, _, rest = used.partition(".")
        if top != "rnn_pure":
            assert top in sys.stdlib_module_names
            continue
        there = rest.split(".")[0]
        inside = here == there and here in ("diagnosis", "practice")
        assert inside or floors().get(there, 0) < floors()[here]


def test_no_circle():
    uses = {name: {*imports(path)} for name, path in NAMES.items()}
    TopologicalSorter(uses).prepare()


def test_no_module_bears_the_name_of_an_exported_function():
    functions = {
        name for name in rnn_pure.__all__ if callable(getattr(rnn_pure, name))}
    assert not functions & {path.stem for path in MODULES}


@pytest.mark.parametrize("name", rnn_pure.__all__)
def test_every_public_name_says_what_it_is(name):
    doc = getattr(rnn_pure, name).__doc__
    assert doc
    assert not doc.startswith(f"{name}(")  # which dataclass itself puts there


@pytest.mark.parametrize("name", NAMES)
def test_of_two_texts_the_first_is_korean_and_the_second_is_not(name):
    for node in ast.walk(ast.parse(read(NAMES[name]))):
        texts = getattr(node, "args", None) or getattr(node, "elts", None)
        if isinstance(texts, list) and len(texts) == 2 and all(
                isinstance(text, ast.Constant | ast.JoinedStr)
                for text in texts):
            korean = [bool(re.search("[가-힣]", ast.unparse(text)))
                      for text in texts]
            assert korean in ([True, False], [False, False]), node.lineno


def test_who_made_it_and_its_licence_are_the_same_everywhere():
    said, cited, licence = map(
        read, ("pyproject.toml", "CITATION.cff", "LICENSE"))
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


def test_its_types_ship_and_nothing_has_to_be_installed():
    assert read("rnn_pure/py.typed") == ""
    assert "\ndependencies = []\n" in read("pyproject.toml")


def test_a_script_as_a_reader_may_write_it_runs(capsys):
    script = runpy.run_path(str(ROOT / "tests" / "typed_user.py"))
    script["main"]()
    assert capsys.readouterr().out.count(" True\n") == 3
