"""What python -m rnn_pure diagnose FILE prints, of a text in the page.

There is no other process here: the text runs in the page's own Python, in a
Worker that the page ends where a call takes too long (python.js, loader.js).
"""

import contextlib
import io
import json
import os
import sys
from collections.abc import Iterator
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any, Protocol

from docs.common.words import words
from rnn_pure.console import Console
from rnn_pure.diagnosis.here import Here, run_here
from rnn_pure.diagnosis.judge import judge
from rnn_pure.diagnosis.telling import tell
from rnn_pure.diagnosis.words import Page

LACKING = "ModuleNotFoundError: "  # as child.failed says it


class Clock(Protocol):
    """Whoever ends what takes too long."""

    def calling(self) -> None:
        """From now on the reader's own lines run."""

    def judging(self) -> None:
        """From now on the judge's."""


class Timed(Here):
    """Asked here; the clock hears of every call."""

    clock: Clock

    def ask(self, question: dict[str, Any]) -> dict[str, Any]:
        self.clock.calling()
        try:
            return super().ask(question)
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
    with TemporaryDirectory() as folder, alone():
        path = Path(folder, name)
        path.write_text(text, encoding="utf-8")
        asked = run_here(path, Timed)
        asked.clock = clock
        found = judge(asked)
        lacking = found.answer.what.partition(LACKING)[2]
        if found.status == "import" and lacking:
            why = words("diagnose", lang)["lacking"].format(name=lacking)
            for paragraph in why.split("\n"):
                Page(out).print(paragraph)
        else:
            tell(found, out, name)
    right = found.right if found.judged else None
    return {"right": right, "text": out.text.getvalue().rstrip()}


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
