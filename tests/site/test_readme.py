"""README and CONTRIBUTING say the same in both languages, and it is so."""

import re
from pathlib import Path

import pytest
from screen import shown

ROOT = Path(__file__).resolve().parents[2]
DOCUMENTS = {
    name: (ROOT / f"{name}.md").read_text(encoding="utf-8")
    for name in ("README", "CONTRIBUTING")
}
LINK = re.compile(r"\]\((\w[^)]*)\)")
ENGLISH, KOREAN = DOCUMENTS["README"].split("\n---\n")


def fenced(text):
    return re.findall(r"(?ms)^```(\w*)\n(.*?)^```$", text)


def blocks(text):
    """Those to type: what a program prints is ```text."""
    return [block for kind, block in fenced(text) if kind != "text"]


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
    _, example = (block for block in blocks(text) if "import" in block)
    made = {}
    exec(example, made)
    states, gradients = made["states"], made["gradients"]
    printed = f"{states.y[3]} {gradients.W_re} {gradients.delta_re[1]}\n"
    assert capsys.readouterr().out == printed


@pytest.mark.parametrize("text", [ENGLISH, KOREAN], ids=["en", "ko"])
def test_the_example_of_training_learns_its_task(text, capsys):
    example, _ = (block for block in blocks(text) if "import" in block)
    exec(example, {})
    errors, heard, said = capsys.readouterr().out.splitlines()
    before, after = map(float, errors.split(": ")[1].split(", "))
    assert after < before / 100
    heard, said = heard.split()[1:], said.split()[1:]
    assert len({*heard}) == 3
    assert said == [".", ".", *heard[:-2]]


@pytest.mark.parametrize(
    ("lang", "text"), [("en", ENGLISH), ("ko", KOREAN)], ids=["en", "ko"]
)
def test_what_the_program_prints_is_so(lang, text):
    """A ⋮ stands for lines left out: what is between two is one passage."""
    [printed] = (block for kind, block in fenced(text) if kind == "text")
    screen = shown("--lang", lang).replace("\r\n", "\n")
    for passage in printed.split("⋮\n")[1:]:
        _, found, screen = screen.partition(passage)
        assert found
    assert screen == ""
