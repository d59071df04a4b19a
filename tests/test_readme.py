"""The README shows what the package does, in both languages."""

import re
from pathlib import Path

import pytest

from docs.hooks import terminal

ROOT = Path(__file__).resolve().parent.parent
README = (ROOT / "README.md").read_text(encoding="utf-8")
ENGLISH, KOREAN = README.split("\n---\n")


def blocks(text):
    return re.findall(r"(?ms)^```\w*\n(.*?)^```", text)


def test_both_languages_have_the_same_commands_files_and_pictures():
    assert blocks(ENGLISH) == blocks(KOREAN)
    links = re.compile(r"\]\((\w[^)]*)\)")
    english, korean = links.findall(ENGLISH), links.findall(KOREAN)
    assert [link.replace(".en.", ".ko.") for link in english] == korean


@pytest.mark.parametrize("link", set(re.findall(r"\]\((\w[^)]*)\)", README)))
def test_every_link_leads_somewhere(link):
    path, _, heading = link.partition("#")
    assert (ROOT / path).exists()
    if heading:
        assert f"{{ #{heading} }}" in (ROOT / path).read_text("utf-8")


@pytest.mark.parametrize("text", [ENGLISH, KOREAN], ids=["en", "ko"])
def test_the_example_runs(text, capsys):
    (example,) = (block for block in blocks(text) if "import" in block)
    made = {}
    exec(example, made)
    states, gradients = made["states"], made["gradients"]
    printed = f"{states.y[3]} {gradients.W_re} {gradients.delta_re[1]}\n"
    assert capsys.readouterr().out == printed


@pytest.mark.parametrize("lang", ["en", "ko"])
def test_the_picture_is_what_the_walkthrough_prints(lang):
    picture = terminal.ASSETS / f"walkthrough.{lang}.svg"
    assert picture.read_text(encoding="utf-8") == terminal.svg(lang)
