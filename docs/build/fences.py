"""What stands between ``` on a page and is made into HTML: mkdocs.yml names
these functions by their import path. Only page_of knows MkDocs.

Each is a formatter of SuperFences; what it raises stops the build.
"""

from collections.abc import Callable
from importlib import import_module
from traceback import extract_tb
from typing import Any, NamedTuple

from markdown import Markdown
from pymdownx.superfences import SuperFencesException

from docs.build.archives import get as make_get
from docs.build.boxes.diagnose import diagnose as make_diagnose
from docs.build.boxes.predict import predict as make_predict
from docs.build.boxes.reader import reader as make_reader
from docs.build.boxes.stepper import stepper as make_stepper
from docs.build.boxes.write import write as make_write
from docs.build.equations.pair import pair as make_pair
from docs.build.equations.sheet import sheet as make_sheet
from docs.build.equations.worked import worked as make_worked
from docs.build.figure.page import figure as make_figure
from docs.build.pages.mistakes import mistake as make_mistake
from docs.build.record import recorded as make_recorded
from docs.common.table import Misfit
from docs.common.words import words


class Page(NamedTuple):
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


def page_of(md: Markdown) -> Page:
    """The page that is being rendered, from MkDocs' own link processor."""
    relpath = md.treeprocessors["relpath"]
    file, repo = relpath.file, relpath.config.repo_url
    return Page(file.src_uri, file.locale or "ko", repo or "")


def fence(make: Callable[[str, Page], str]) -> Callable[..., str]:
    def formatter(
        source: str, language: str, css: str, options: Any, md: Markdown,
        **_: Any,
    ) -> str:
        page = page_of(md)
        try:
            return make(source.strip(), page)
        except Misfit as error:
            raise SuperFencesException(f"{page.uri}: {error}") from error
        except Exception as error:  # in what the fence runs
            last = extract_tb(error.__traceback__)[-1]
            raise SuperFencesException(
                f"{page.uri}: {error} ({last.filename}:{last.lineno})"
            ) from error

    return formatter


@fence
def pair(tag: str, page: Page) -> str:
    return make_pair(tag, page.lang, f"{page.home}reference/api/")


@fence
def worked(tag_and_t: str, page: Page) -> str:
    """As in eq 5, t = 2."""
    tag, _, t = tag_and_t.partition(", t = ")
    return make_worked(tag, int(t), page.lang, f"{page.home}reference/api/")


@fence
def get(lines: str, page: Page) -> str:
    return make_get(lines, page.root, page.repo)


@fence
def drawing(name: str, page: Page) -> str:
    """The drawing of that name in the file named as the page."""
    file, function = page.name.replace("-", "_"), name.replace("-", "_")
    draw = getattr(import_module(f"docs.build.drawings.{file}"), function)
    return str(draw(words(f"drawings.{name}", page.lang)))


@fence
def stepper(kind: str, page: Page) -> str:
    return make_stepper(kind, page.lang, page.home)


@fence
def figure(kind: str, page: Page) -> str:
    return make_figure(kind, page.lang, page.home)


@fence
def predict(name: str, page: Page) -> str:
    return make_predict(name, page.lang, page.root)


@fence
def write(name: str, page: Page) -> str:
    return make_write(name, page.lang, page.root)


@fence
def diagnose(name: str, page: Page) -> str:
    return make_diagnose(name, page.lang, page.root)


@fence
def sheet(source: str, page: Page) -> str:
    return make_sheet(source, page.lang, page.home, page.root)


@fence
def mistake(asked: str, page: Page) -> str:
    return make_mistake(asked, page.lang, page.home)


@fence
def recorded(line: str, page: Page) -> str:
    return make_recorded(line, page.lang)


@fence
def reader(_: str, page: Page) -> str:
    return make_reader(page.lang, page.root)
