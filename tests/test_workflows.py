"""What GitHub runs: that it is pinned, and what it shows of a failure."""

import os
import re
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent
WORKFLOWS = sorted((ROOT / ".github" / "workflows").glob("*.yml"))
ACTION = re.compile(r"uses: (actions/[\w-]+)@([0-9a-f]{40}  # v(\d+)[.\d]+)\n")


def test_every_action_is_githubs_own_and_pinned_once():
    pins, used = {}, 0
    for path in WORKFLOWS:
        text = path.read_text(encoding="utf-8")
        used += text.count("uses:")
        for action, pin, _ in ACTION.findall(text):
            assert pins.setdefault(action, pin) == pin
            used -= 1
    assert len(pins) > 4
    assert used == 0


def test_a_classrooms_workflow_takes_the_same_versions():
    text = "".join(path.read_text(encoding="utf-8") for path in WORKFLOWS)
    here = {action: major for action, _, major in ACTION.findall(text)}
    for page in (ROOT / "docs/pages/coursework").glob("teachers.*.md"):
        found = re.findall(r"uses: (\S+)@v(\d+)\n", page.read_text("utf-8"))
        assert len(found) > 1
        for action, major in found:
            assert here[action] == major


def test_a_failure_is_told_in_one_line(tmp_path):
    (tmp_path / "test_it.py").write_text(
        "import pytest\n"
        "@pytest.fixture\ndef broken():\n    raise OSError('no 100%')\n"
        "def test_one():\n    assert 1 == 2, 'two\\nlines'\n"
        "def test_two(broken):\n    pass\n",
        encoding="utf-8",
    )
    done = subprocess.run(
        [sys.executable, "-m", "pytest", "-p", "conftest", "-p",
         "no:cacheprovider", "-c", os.devnull, f"--rootdir={tmp_path}",
         "test_it.py"],
        cwd=tmp_path, capture_output=True, encoding="utf-8",
        env={**os.environ, "GITHUB_ACTIONS": "true",
             "PYTHONPATH": str(ROOT / "tests")},
    )
    assert done.returncode == 1
    assert [
        line for line in done.stdout.splitlines() if line.startswith("::")
    ] == [
        "::error file=test_it.py,line=5::test_it.py::test_one: "
        "AssertionError: two",
        "::error file=test_it.py,line=7::test_it.py::test_two: "
        "OSError: no 100%25",
    ]


WHY = {
    "a warning of MkDocs": (
        "INFO    -  Building\nWARNING -  Doc file 'a.md' has a link\n"
        "INFO    -  Built\n\nAborted with 1 warnings in strict mode!\n",
        "WARNING -  Doc file 'a.md' has a link"),
    "an exception on a page": (
        "WARNING -  markdown_exec: Execution of python code\n  Traceback\n"
        "  docs.hooks.table.Misfit: no line bears the tag\n\nAborted\n",
        "docs.hooks.table.Misfit: no line bears the tag"),
    "a type": (
        "a.py:3: error: Name is not defined  [name-defined]\n"
        "Found 1 error in 1 file (checked 9 source files)\n",
        "a.py:3: error: Name is not defined  [name-defined]"),
    "a test": (
        "FAILED tests/test_a.py::test_it - assert 1 == 2\n1 failed in 2 s\n",
        "FAILED tests/test_a.py::test_it - assert 1 == 2"),
    "something else": ("it began\nit stopped\n", "it stopped"),
}


@pytest.mark.skipif(os.name == "nt", reason="runs in bash")
@pytest.mark.parametrize("what", WHY)
def test_why_a_job_failed_is_one_line(tmp_path, what):
    log, line = WHY[what]
    (tmp_path / "log").write_text(log, encoding="utf-8")
    done = subprocess.run(
        [ROOT / ".ci" / "why", tmp_path / "log"],
        capture_output=True, encoding="utf-8", check=True,
    )
    assert done.stdout == f"::error::{line}\n"
