"""Search: an index for each language, made of the pages as they were built.

Material matches the beginnings of words and knows no word ends: 역전파 would
find 역전파를, but 전파 would not. So an entry has three more fields:

    besides  the ends of its Korean words, and an equation's other names
    taught   what its heading has as data-taught: words that readers type for
             what is explained there
    number   an equation's number, so that 식 1 is not 식 10
"""

import json
import re
from collections.abc import Iterator
from pathlib import Path

from docs.build.built import Pages, is_english
from docs.build.sections import Section, Sections
from docs.common.table import Misfit

# lunr knows a state of its automaton by its letters and numbers in one text,
# and where the letters are digits takes two for one: then "eq 1" and "x" find
# nothing (github.com/olivernn/lunr.js/issues/503).
WORKER = "assets/javascripts/workers/search.*.min.js"
STATE = re.compile(r"(\w)=\1\+\w\+\w\.id\b")

FIELDS = {
    "number": {"boost": 5000.0},
    "taught": {"boost": 5000.0},
    "besides": {"boost": 0.5},
}


def write_search_indexes(site: Path, pages: Pages) -> None:
    """Write both over what MkDocs has written; Misfit if lunr is another."""
    for worker in site.glob(WORKER):
        script = worker.read_text(encoding="utf-8")
        script, states = STATE.subn(r'\g<0>+" "', script)
        if states != 1:
            raise Misfit(f"{worker.name}: {states} states, not 1")
        worker.write_text(script, encoding="utf-8")
    path = site / "search" / "search_index.json"
    config = json.loads(path.read_text(encoding="utf-8"))["config"]
    config["fields"] = {**config["fields"], **FIELDS}
    for lang, folder in ("ko", site), ("en", site / "en"):
        docs: list[dict[str, str]] = []
        for page in pages:
            if is_english(page) == (lang == "en") and page.name != "404.html":
                location = (site / page).relative_to(folder).as_posix()
                html = (site / page).read_text(encoding="utf-8")
                html = html.replace("\u2060", "")  # nobody types it
                docs += entries(location.removesuffix("index.html"), html)
        index = {"config": {**config, "lang": [lang]}, "docs": docs}
        path = folder / "search" / "search_index.json"
        path.parent.mkdir(exist_ok=True)
        path.write_text(
            json.dumps(index, ensure_ascii=False, separators=(",", ":")),
            encoding="utf-8",
        )


def entries(location: str, html: str) -> Iterator[dict[str, str]]:
    """What a page has to be found: itself, its sections, its equations.

    An equation is found where it is taught, and not where it stands again.
    """
    for section in Sections(html).found:
        if section.is_pair and not location.startswith("learn/"):
            continue
        entry = {
            "location": location + (section.id and f"#{section.id}"),
            "title": section.title,
            "text": section.text,
            "taught": section.taught,
            "besides": word_ends(f"{section.title} {section.text}"),
        }
        yield {**entry, **named(section)} if section.is_pair else entry


def named(pair: Section) -> dict[str, str]:
    """What one types to find an equation: 5, 식5, eq 5.

    A number with which others begin counts for more, and its names twice: who
    types 1 looks for neither 1′ nor 10.
    """
    called, number, title = pair.title.split(" ", 2)
    tag = pair.id.partition("-")[0]
    number = number.replace("′", "'")  # as it is typed
    short = number if re.fullmatch(r"\d|[A-Z]+", number) else ""
    joined = [f"{called}{number} {tag}{number}"] * (2 if short else 1)
    return {
        "title": f"{called} {number}: {title}",
        "number": short,
        "besides": " ".join([word_ends(title), tag, number, *joined]),
    }


def word_ends(text: str) -> str:
    """The ends of the Korean words in a text, each once."""
    words = set(re.findall(r"[가-힣]{3,}", re.sub(r"<[^>]+>", " ", text)))
    ends = {word[k:] for word in words for k in range(1, len(word) - 1)}
    return " ".join(sorted(ends - words))
