"""README and CONTRIBUTING say the same in both languages, and it is so."""

import re
from pathlib import Path

import pytest

from docs.hooks import terminal

ROOT = Path(__file__).resolve().parent.parent
DOCUMENTS = {
    name: (ROOT / f"{name}.md").read_text(encoding="utf-8")
    for name in ("README", "CONTRIBUTING")
}
LINK = re.compile(r"\]\((\w[^)]*)\)")
ENGLISH, KOREAN = DOCUMENTS["README"].split("\n---\n")


def blocks(text):
    return re.findall(r"(?ms)^```\w*\n(.*?)^```", text)


@pytest.mark.parametrize("name", DOCUMENTS)
def test_both_languages_have_the_same_commands_files_and_pictures(name):
    english, korean = DOCUMENTS[name].split("\n---\n")
    assert blocks(english) == blocks(korean)
    assert [
        link.replace(".en.", ".ko.") for link in LINK.findall(english)
    ] == LINK.findall(korean)


@pytest.mark.parametrize(
    "link", sorted({*LINK.findall("".join(DOCUMENTS.values()))})
)
def test_every_link_leads_somewhere(link):
    path, _, heading = link.partition("#")
    assert (ROOT / path).exists()
    if heading:
        assert f"{{ #{heading} }}" in (ROOT / path).read_text("utf-8")


@pytest.mark.parametrize("text", [ENGLISH, KOREAN], ids=["en", "ko"])
def test_the_example_runs(text, capsys):
    example, _ = (block for block in blocks(text) if "import" in block)
    made = {}
    exec(example, made)
    states, gradients = made["states"], made["gradients"]
    printed = f"{states.y[3]} {gradients.W_re} {gradients.delta_re[1]}\n"
    assert capsys.readouterr().out == printed


@pytest.mark.parametrize("text", [ENGLISH, KOREAN], ids=["en", "ko"])
def test_the_example_of_training_learns_its_task(text, capsys):
    _, example = (block for block in blocks(text) if "import" in block)
    exec(example, {})
    errors, heard, said = capsys.readouterr().out.splitlines()
    before, after = map(float, errors.split(": ")[1].split(", "))
    assert after < before / 100
    heard, said = heard.split()[1:], said.split()[1:]
    assert len({*heard}) == 3
    assert said == [".", ".", *heard[:-2]]


@pytest.mark.parametrize("lang", ["en", "ko"])
def test_the_picture_is_what_the_walkthrough_prints(lang):
    picture = terminal.ASSETS / f"walkthrough.{lang}.svg"
    assert picture.read_text(encoding="utf-8") == terminal.svg(lang)
