"""README and CONTRIBUTING say the same in both languages, and it is so."""

import re

import pytest
from conftest import ROOT, read
from screen import shown

NAMES = ["README", "README.ko", "CONTRIBUTING", "CONTRIBUTING.ko"]
READMES = [("README", "en"), ("README.ko", "ko")]


def text_of(name):
    return read(f"{name}.md")


def blocks(text, printed=False):
    """Those to type, or what a program prints: that is ```text."""
    found = re.findall(r"(?ms)^ *(`{3,})(\w*)\n(.*?)^ *\1$", text)
    return [block for _, kind, block in found if (kind == "text") == printed]


def links(text):
    """Without the first line's, which leads to the other language."""
    return re.findall(r"\]\(([\w#][^)]*)\)", text.partition("\n")[2])


def headings(text):
    """As a link names them, on GitHub and on the site."""
    for title in re.findall(r"(?m)^#+ (.*)$", text):
        yield re.sub(r"[^\w -]", "", title.lower()).replace(" ", "-")
    yield from re.findall(r"\{ #(\S+)", text)


@pytest.mark.parametrize("name", ["README", "CONTRIBUTING"])
def test_both_languages_have_the_same_commands_and_links(name):
    english, korean = text_of(name), text_of(f"{name}.ko")
    assert f" [한국어]({name}.ko.md)" in english.splitlines()[0]
    assert f" [English]({name}.md)" in korean.splitlines()[0]
    assert blocks(english) == blocks(korean)
    ours, theirs = (
        [re.sub(r"^(?!docs/)(.*)#.*", r"\1", link) for link in links(text)]
        for text in (english, korean))
    assert [
        re.sub(r"(\.en)?\.md\b", ".ko.md", link) for link in ours] == theirs


@pytest.mark.parametrize("name", NAMES)
def test_every_link_leads_somewhere(name):
    for link in links(text_of(name)):
        path, _, heading = link.partition("#")
        file = ROOT / (path or f"{name}.md")
        assert file.exists(), link
        if heading:
            assert heading in headings(read(file)), link


@pytest.mark.parametrize(("name", "lang"), READMES)
def test_what_the_program_prints_is_so(name, lang):
    """A ⋮ stands for lines left out: what is between two is one passage."""
    [printed] = blocks(text_of(name), printed=True)
    screen = shown("--lang", lang).replace("\r\n", "\n")
    for passage in printed.split("⋮\n")[1:]:
        _, found, screen = screen.partition(passage)
        assert found
    assert screen == ""


def test_the_six_groups_name_every_module_once():
    groups = re.findall(r"(?m)^\| \*\*.*$", text_of("README"))
    assert len(groups) == 6
    named = re.findall(r"\[`(\w+)`\]\(rnn_pure/\1\.py\)", str(groups))
    there = {path.stem for path in (ROOT / "rnn_pure").glob("*.py")}
    assert sorted(named) == sorted(there - {"__init__"})


@pytest.mark.parametrize(("name", "lang"), READMES)
def test_the_example_of_training_learns_its_task(name, lang, capsys):
    [example] = (block for block in blocks(text_of(name)) if "import" in block)
    exec(example, {})
    errors, heard, said = capsys.readouterr().out.splitlines()
    before, after = map(float, errors.split(": ")[1].split(", "))
    assert after < before / 100
    heard, said = heard.split()[1:], said.split()[1:]
    assert len({*heard}) == 3
    assert said == [".", ".", *heard[:-2]]


def test_the_picture_is_of_today():
    pytest.importorskip("markdown", reason="needs the docs extra")
    from docs.build.live.picture import PICTURE, picture

    assert read(PICTURE) == picture()
    for name, _ in READMES:
        assert f"](docs/{PICTURE.name})" in text_of(name)
