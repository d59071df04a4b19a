"""What can be learnt from the built HTML: what is shown, where links lead."""

import re
from collections.abc import Iterator
from html.parser import HTMLParser
from pathlib import Path, PurePath, PurePosixPath
from urllib.parse import unquote, urljoin, urlsplit

from docs.common.table import equations

SITE = "http://site/"  # any: links within it are the site's own


class Page(HTMLParser):
    """A page of the site: the ids of its elements, and its links."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.ids: list[str] = []
        self.pairs: set[str] = set()
        self.links: list[str] = []
        self.steps = False
        self.address = ""  # of the page, where the site knows its own
        self.feed(html)

    def handle_starttag(
        self, tag: str, attrs: list[tuple[str, str | None]]
    ) -> None:
        values = {key: value or "" for key, value in attrs}
        if "id" in values:
            self.ids.append(values["id"])
            if values.get("class") == "pair":
                self.pairs.add(values["id"])
        self.steps |= "data-stepper" in values
        if values.get("rel") == "canonical":
            self.address = values["href"]
        self.links += [values[key] for key in ("href", "src") if key in values]


Pages = dict[PurePosixPath, Page]


def pages(site: Path) -> Pages:
    """Every page by its path in the site."""
    return {
        PurePosixPath(path.relative_to(site).as_posix()): Page(
            path.read_text(encoding="utf-8")
        )
        for path in sorted(site.rglob("*.html"))
    }


def is_english(path: PurePath) -> bool:
    return path.parts[0] == "en"


def root(pages: Pages) -> str:
    """The site's path on its server: / where it does not know its address."""
    first = pages.get(PurePosixPath("index.html"))
    return urlsplit(first.address if first else "").path or "/"


def not_shown(pages: Pages) -> Iterator[str]:
    """The equations that one language's pages do not show."""
    for lang in "ko", "en":
        shown = set()
        for path, page in pages.items():
            if is_english(path) == (lang == "en"):
                shown |= page.pairs
        for row in equations().values():
            if row.anchor not in shown:
                yield f"docs/pages: no .{lang}.md shows {row.tag} as a pair"


def lost(
    site: Path, pages: Pages, from_file: bool = False
) -> Iterator[str]:
    """The links within the site that lead nowhere, and ids that stand twice.

    MkDocs does not see the links that a page's Python has printed. From a
    file, a link to a folder or to the server's root leads nowhere.
    """
    top = root(pages)
    for path, page in pages.items():
        for link in page.links:
            from_top = f"/{link.removeprefix(top)}"
            inside = from_top if link.startswith(top) else link
            if not _leads(site, pages, path, inside, from_file):
                yield f"{path}: the link {link!r} leads nowhere"
        for twice in {id for id in page.ids if page.ids.count(id) > 1}:
            yield f"{path}: the id {twice!r} stands there twice"


def _leads(
    site: Path, pages: Pages, path: PurePosixPath, link: str, from_file: bool
) -> bool:
    whole = urlsplit(urljoin(f"{SITE}{path}", link))
    if f"{whole.scheme}://{whole.netloc}/" != SITE:
        return True
    there = PurePosixPath(unquote(whole.path).lstrip("/"))
    if from_file and (link.startswith("/") or (site / there).is_dir()):
        return False
    if (site / there).is_dir():
        there /= "index.html"
    if there not in pages:
        return (site / there).is_file()
    page, name = pages[there], unquote(whole.fragment)
    if page.steps and re.fullmatch(r"step-\d+", name):
        return True  # no id: the stepper goes to that step
    return not name or name in page.ids
