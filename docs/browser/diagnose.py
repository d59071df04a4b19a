"""What python -m rnn_pure diagnose FILE says, of a text in the page.

There is no other process here: the text runs in the page's own Python, in a
Worker that the page ends where a call takes too long (python.js, loader.js).
"""

import contextlib
import io
import json
import os
import sys
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import asdict
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any, Protocol

from docs.common.words import words
from rnn_pure.console import Console
from rnn_pure.diagnosis.adapter import Draft, path_of
from rnn_pure.diagnosis.files import cells, module_of
from rnn_pure.diagnosis.here import Here, run_here
from rnn_pure.diagnosis.judge import judge
from rnn_pure.diagnosis.marks import Mark
from rnn_pure.diagnosis.shown import sentence
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
    text: str, name: str, lang: str, columns: int, clock: Clock,
    adapter: str = "",
) -> dict[str, Any]:
    """{right, told, own, draft} of the code in a file of that name.

    adapter: the text of one, through which the file is called.
    right is None where there is no verdict. told is what the terminal says,
    in two parts where own belongs in between, a mark as data; draft is that
    of an adapter, where one may be needed.
    """
    out, cut, file = Paper(lang, columns), [0], Path(module_of(Path(name)))
    with TemporaryDirectory() as folder, alone(folder):
        path = Path(folder, file)
        if name.endswith(".ipynb"):
            with suppress(ValueError):
                text = cells(text)
        path.write_text(text, encoding="utf-8")
        if adapter:
            path_of(path).write_text(adapter, encoding="utf-8")
        asked = run_here(path_of(path) if adapter else path, Timed)
        asked.clock = clock
        found = judge(asked)
        if adapter:
            found.notes |= {"adapter": path_of(file)}
        lacking = found.answer.what.partition(LACKING)[2]
        if found.status == "import" and lacking:
            why = words("diagnose", lang)["lacking"].format(name=lacking)
            for paragraph in why.split("\n"):
                Page(out).print(paragraph)
        else:
            tell(found, out, str(file),
                 tell_own=lambda *_: cut.append(out.text.tell()))
    said = out.text.getvalue()
    return {
        "right": found.right if found.judged else None,
        "told": [said[:cut[-1]].rstrip(), said[cut[-1]:].strip()]
        if cut[-1] else [said.rstrip(), ""],
        "own": found.own and lines(found.own, lang),
        "draft": choices(found.notes.get("draft")),
    }


def lines(mark: Mark, lang: str) -> dict[str, Any]:
    """A mark as data, its columns in letters; what is said without what
    belongs there, and with it."""
    texts = {row.line: row.text.encode() for row in mark.rows}

    def letters(line: int, column: int) -> int:
        return len(texts.get(line, b"")[:column].decode(errors="replace"))

    return asdict(mark) | {
        "column": letters(mark.line, mark.column),
        "end_column": letters(mark.end_line, mark.end_column),
        "says": sentence(mark, lang), "tells": sentence(mark, lang, True),
    }


def choices(draft: Draft | None) -> dict[str, Any] | None:
    """What stands around each open place of a draft, and what may fill it."""
    if not draft or not draft.questions:
        return None
    around = draft.filled(["\0"] * len(draft.questions)).split("\0")
    return {"around": around, "questions": draft.questions}


@contextlib.contextmanager
def alone(folder: str) -> Iterator[None]:
    """What is printed goes nowhere, nothing comes in, no path stays, and no
    module of that folder."""
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
            if folder in str(getattr(sys.modules[name], "__file__", "")):
                del sys.modules[name]
