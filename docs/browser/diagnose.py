"""What python -m rnn_pure diagnose FILE prints, of a text in the page.

There is no other process here: the text runs in the page's own Python, in a
Worker that the page ends where a call takes too long (python.js, loader.js).
"""

import contextlib
import io
import json
import os
import re
import sys
from collections.abc import Iterator
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any, Protocol

from docs.common.words import words
from rnn_pure.console import Console
from rnn_pure.diagnosis.answers import Answer
from rnn_pure.diagnosis.arguments import Unfit
from rnn_pure.diagnosis.calling import Submission, failed
from rnn_pure.diagnosis.cases import World
from rnn_pure.diagnosis.command import not_imported, unfitting
from rnn_pure.diagnosis.judge import judge
from rnn_pure.diagnosis.layouts import Layout
from rnn_pure.diagnosis.process import Broken, imported
from rnn_pure.diagnosis.telling import tell
from rnn_pure.diagnosis.words import Page


class Clock(Protocol):
    """Whoever ends what takes too long."""

    def calling(self) -> None:
        """From now on the reader's own lines run."""

    def judging(self) -> None:
        """From now on the judge's."""


class Timed(Submission):
    """A submission whose every call the clock hears of."""

    def __init__(self, submission: Submission, clock: Clock) -> None:
        super().__init__(submission.function)
        self.clock = clock

    def ask(
        self, world: World, name: str, seed: int, layout: Layout
    ) -> Answer:
        self.clock.calling()
        try:
            return super().ask(world, name, seed, layout)
        finally:
            self.clock.judging()


class Paper(Console):
    """Text of so many columns."""

    def __init__(self, lang: str, columns: int) -> None:
        self.text = io.StringIO()
        self.columns = columns
        super().__init__(lang, self.text)


def answer(question: str) -> str:
    """What the page asks in the browser, and gets back, as JSON."""
    import page  # type: ignore[import-not-found]  # from python.js

    made = diagnosed(**json.loads(question), clock=page)
    return json.dumps(made, ensure_ascii=False)


def diagnosed(
    text: str, name: str, lang: str, columns: int, clock: Clock
) -> dict[str, Any]:
    """{right, text} of the Python in a file of that name.

    right is None where there is no verdict.
    """
    out = Paper(lang, columns)
    page = Page(out)
    right: bool | None = None
    with TemporaryDirectory() as folder, alone():
        path = Path(folder, name)
        path.write_text(text, encoding="utf-8")
        try:
            submission = _imported(path)
            found = judge(Timed(submission, clock), 0)
        except ModuleNotFoundError as error:
            why = words("diagnose", lang)["lacking"]
            _paragraphs(page, why.format(name=_lacking(error)))
        except Unfit as unfit:
            _paragraphs(page, unfitting(page, *unfit.args))
        except Broken as broken:
            _paragraphs(page, not_imported(page, broken))
        else:
            if found.verdict != "uncallable":
                right = found.right
            page.print(f"{submission.function.__name__}, {name}")
            tell(found, out)
    return {"right": right, "text": out.text.getvalue().rstrip()}


def _imported(path: Path) -> Submission:
    try:
        return imported(path, None)
    except (Unfit, ModuleNotFoundError):
        raise
    except BaseException as error:
        raise Broken(failed(error, str(path))) from error


def _paragraphs(page: Page, text: str) -> None:
    for paragraph in text.split("\n"):
        page.print(paragraph)


def _lacking(error: ModuleNotFoundError) -> str:
    """The module that is not there; Pyodide gives its name in the text."""
    said = re.search(r"'([\w.]+)'", str(error))
    return error.name or (said[1] if said else str(error))


@contextlib.contextmanager
def alone() -> Iterator[None]:
    """What is printed goes nowhere, nothing comes in, no path stays."""
    path, modules, stdin = sys.path[:], {*sys.modules}, sys.stdin
    sys.stdin = io.StringIO()
    try:
        with (
            open(os.devnull, "w", encoding="utf-8", errors="replace") as null,
            contextlib.redirect_stdout(null),
            contextlib.redirect_stderr(null),
        ):
            yield
    finally:
        sys.path[:], sys.stdin = path, stdin
        for name in {*sys.modules} - modules:
            if name.startswith("submission_"):
                del sys.modules[name]
