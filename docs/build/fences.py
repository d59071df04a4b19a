"""What stands between ``` on a page and is made into HTML.

mkdocs.yml names fence by its import path, a formatter of SuperFences, and
MAKERS has what makes each. What one raises stops the build. Only page_of
knows MkDocs.
"""

from collections.abc import Callable
from importlib import import_module
from traceback import extract_tb
from typing import Any, NamedTuple

from markdown import Markdown
from pymdownx.superfences import SuperFencesException

from docs.build.archives import get
from docs.build.boxes.diagnose import diagnose
from docs.build.boxes.names import names
from docs.build.boxes.predict import predict
from docs.build.boxes.reader import reader
from docs.build.boxes.stepper import stepper
from docs.build.boxes.write import write
from docs.build.equations.pair import pair
from docs.build.equations.sheet import sheet
from docs.build.equations.worked import worked
from docs.build.live.page import live
from docs.build.pages.derived import derived
from docs.build.pages.mistakes import mistake
from docs.build.record import recorded
from docs.common.table import Misfit
from docs.common.words import words


class Spot(NamedTuple):
    """Where a fence stands: its file, its language, the way home.

    repo is the address of the repository, "" where mkdocs.yml has none.
    """

    uri: str
    lang: str
    repo: str

    @property
    def name(self) -> str:
        """bptt for learn/bptt.ko.md."""
        return self.uri.split("/")[-1].split(".")[0]

    @property
    def home(self) -> str:
        """The way to the first page in the page's language."""
        deep = self.uri.count("/") + (self.name != "index")
        return "../" * deep or "./"

    @property
    def root(self) -> str:
        """The way to the site's own files: English lies one deeper."""
        return self.home if self.lang == "ko" else f"{self.home}../"

    @property
    def api(self) -> str:
        return f"{self.home}reference/api/"


def page_of(md: Markdown) -> Spot:
    """The page that is being rendered, from MkDocs' own link processor."""
    relpath = md.treeprocessors["relpath"]
    file, repo = relpath.file, relpath.config.repo_url
    return Spot(file.src_uri, file.locale or "ko", repo or "")


def worked_at(tag_and_t: str, page: Spot) -> str:
    """As in eq 5, t = 2."""
    tag, _, t = tag_and_t.partition(", t = ")
    return worked(tag, int(t), page.lang, page.api)


def drawing(name: str, page: Spot) -> str:
    """The drawing of that name in the file named as the page."""
    file, function = page.name.replace("-", "_"), name.replace("-", "_")
    draw = getattr(import_module(f"docs.build.drawings.{file}"), function)
    return str(draw(words(f"drawings.{name}", page.lang)))


MAKERS: dict[str, Callable[[str, Spot], str]] = {
    "pair": lambda tag, page: pair(tag, page.lang, page.api),
    "worked": worked_at,
    "get": lambda lines, page: get(lines, page.root, page.repo),
    "drawing": drawing,
    "stepper": lambda _, page: stepper(page.lang, page.home, page.root),
    "derived": lambda name, page: derived(name, page.lang),
    "live": lambda mode, page: live(mode, page.lang, page.root),
    "predict": lambda name, page: predict(name, page.lang, page.root),
    "write": lambda name, page: write(name, page.lang, page.root),
    "diagnose": lambda name, page: diagnose(name, page.lang, page.root),
    "names": lambda _, page: names(page.lang, page.root),
    "sheet": lambda rows, page: sheet(rows, page.lang, page.home),
    "mistake": lambda asked, page: mistake(asked, page.lang, page.home),
    "recorded": lambda line, page: recorded(line, page.lang),
    "reader": lambda _, page: reader(page.lang, page.root),
}


def fence(
    source: str, name: str, css: str, options: Any, md: Markdown, **_: Any
) -> str:
    """The HTML of a fence of that name."""
    page = page_of(md)
    try:
        return MAKERS[name](source.strip(), page)
    except Misfit as error:
        raise SuperFencesException(f"{page.uri}: {error}") from error
    except Exception as error:  # in what the fence runs
        last = extract_tb(error.__traceback__)[-1]
        raise SuperFencesException(
            f"{page.uri}: {error} ({last.filename}:{last.lineno})"
        ) from error
