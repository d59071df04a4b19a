"""The modules of docs/: arrows down only, short, what they say in a table."""

import ast
import re
import sys
from graphlib import TopologicalSorter

import pytest
from conftest import ROOT, read

FLOORS = ["common", "browser", "build", "elsewhere"]  # each: those before it
MODULES = {
    ".".join(path.relative_to(ROOT).with_suffix("").parts): path
    for floor in FLOORS
    for path in sorted((ROOT / "docs" / floor).rglob("*.py"))
}


def arrows():
    """Every module of docs/ and one that it imports, late imports too."""
    for here, path in MODULES.items():
        for node in ast.walk(ast.parse(read(path))):
            if isinstance(node, ast.Import):
                names = [alias.name for alias in node.names]
            elif isinstance(node, ast.ImportFrom):
                names = [f"{node.module}.{alias.name}" for alias in node.names]
                names.append(node.module)
            else:
                continue
            yield from ((here, there) for there in names if there in MODULES)


@pytest.mark.parametrize("depth", [2, 3, 4])  # floors, rooms, modules
def test_arrows_point_down_only(depth):
    above = {}
    for arrow in arrows():
        here, there = (".".join(m.split(".")[:depth]) for m in arrow)
        above.setdefault(here, set()).update({there} - {here})
    order = [*TopologicalSorter(above).static_order()]  # raises at a circle
    assert len(order) >= len(FLOORS)
    if depth == 2:
        assert order == [f"docs.{floor}" for floor in FLOORS]


ONE_GRAMMAR = {"docs.build.equations.tex", "docs.build.equations.worlds"}


@pytest.mark.parametrize("name", MODULES)
def test_a_module_is_short(name):
    lines = read(MODULES[name]).count("\n")
    most = 500 if name in ONE_GRAMMAR else 260
    assert lines < most, f"{name} has {lines} lines: it is probably two"


def test_none_bears_the_name_of_a_standard_module():
    """A program that runs one of them has their folder first on its path."""
    top = {path.stem for path in (ROOT / "docs" / "build").glob("*.py")}
    assert not top & sys.stdlib_module_names


@pytest.mark.parametrize("path", MODULES.values(), ids=MODULES)
def test_what_the_site_says_stands_in_a_table(path):
    tree = ast.parse(read(path))
    explained = {
        ast.get_docstring(node, clean=False)
        for node in ast.walk(tree)
        if isinstance(node, (ast.Module, ast.ClassDef, ast.FunctionDef))}
    said = [
        node.value
        for node in ast.walk(tree)
        if isinstance(node, ast.Constant) and isinstance(node.value, str)
        and node.value not in explained
        and re.search("(?<!-)[가-힣](?!-)", node.value)  # not a range of it
    ]
    assert said == []
