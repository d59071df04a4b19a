"""What GitHub runs: that it is pinned."""

import re

from conftest import ROOT, read

WORKFLOWS = sorted((ROOT / ".github" / "workflows").glob("*.yml"))
ACTION = re.compile(r"uses: (actions/[\w-]+)@([0-9a-f]{40}  # v(\d+)[.\d]+)\n")


def test_every_action_is_githubs_own_and_pinned_once():
    pins, used = {}, 0
    for path in WORKFLOWS:
        text = read(path)
        used += text.count("uses:")
        for action, pin, _ in ACTION.findall(text):
            assert pins.setdefault(action, pin) == pin
            used -= 1
    assert len(pins) > 4
    assert used == 0


def test_a_classrooms_workflow_takes_the_same_versions():
    text = "".join(read(path) for path in WORKFLOWS)
    here = {action: major for action, _, major in ACTION.findall(text)}
    for page in (ROOT / "docs/pages/coursework").glob("teachers.*.md"):
        found = re.findall(r"uses: (\S+)@v(\d+)\n", read(page))
        assert len(found) > 1
        for action, major in found:
            assert here[action] == major
