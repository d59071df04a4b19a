"""Each page of docs/pages/learn/ as a Jupyter notebook, in the site's assets.

Nothing in it needs the site, this repository or a network.
"""

import io
import json
import re
from contextlib import redirect_stdout
from pathlib import Path
from typing import Any

from docs.hooks.equations.table import Misfit
from docs.hooks.notebook import exercise, package
from docs.hooks.notebook import parts as fences
from docs.hooks.notebook.source import LEARN, parts
from docs.hooks.notebook.text import Where, anchored, converted
from docs.hooks.words import words

ASSETS = "assets/notebooks"
FOLDED = {"jupyter": {"source_hidden": True}, "cellView": "form"}
FENCES = {
    "pair": fences.pair, "drawing": fences.drawing, "figure": fences.figure,
    "stepper": fences.stepper, "predict": fences.predict,
}
OF_PYTHON = {
    "kernelspec": {
        "display_name": "Python 3", "language": "python", "name": "python3",
    },
    "language_info": {"name": "python"},
}
Cell = dict[str, Any]


class Cells:
    """A notebook's cells in their order; text is gathered until one ends."""

    def __init__(self, here: Where) -> None:
        self.here = here
        self.made: list[Cell] = []
        self.text: list[str] = []
        self.run = 0

    def page(self, text: str) -> None:
        """The page's own text: a heading begins a cell."""
        for k, piece in enumerate(re.split("^(?=#+ )", text, flags=re.M)):
            if k:
                self.close()
            self.write(piece)

    def write(self, text: str) -> None:
        """Markdown as the page has it."""
        self.text.append(converted(text.strip(), self.here))

    def close(self) -> None:
        text = "\n\n".join(filter(None, self.text))
        self.text = []
        if text:
            self.made.append(
                {"cell_type": "markdown", "metadata": {}, "source": text}
            )

    def code(
        self, code: str, out: str | None = None, folded: bool = False
    ) -> None:
        """A cell to run; out is what it printed, None where it has not run."""
        self.close()
        if out is not None:
            self.run += 1
        self.made.append({
            "cell_type": "code", "source": code,
            "metadata": FOLDED if folded else {},
            "execution_count": None if out is None else self.run,
            "outputs": [] if not out else [
                {"output_type": "stream", "name": "stdout", "text": out}
            ],
        })


def cells(name: str, here: Where) -> list[Cell]:
    """The cells of the page's notebook.

    A block of Python that the page shows is a cell to run. What a hidden one
    prints, such as a table, is Markdown here.
    """
    first, *rest = parts(name, here.lang)
    its, known = Cells(here), {"__name__": "__main__"}
    title, _, text = first.text.lstrip().partition("\n")
    about = words("notebook", here.lang)["about"]
    its.write(f"{title}\n\n{about}")
    its.code(package.cell(), folded=True)
    its.page(text)
    for kind, text in rest:
        if kind == "text":
            its.page(text)
        elif kind == "shown":
            its.code(text, printed(text, known))
        elif kind == "hidden":
            its.write(printed(text, known))
        elif kind == "write":
            its.write(exercise.ask(text, here))
            its.code(exercise.opened(text))
            its.code(exercise.check(text), folded=True)
            its.write(exercise.folds(text, here))
            its.close()
        elif kind in FENCES:
            its.write(FENCES[kind](text, here))
        else:
            raise Misfit(f"learn/{name}: a notebook has no ```{kind}")
    its.close()
    return its.made


def printed(code: str, known: dict[str, str]) -> str:
    """What the code prints where these names are known; it adds its own."""
    with redirect_stdout(io.StringIO()) as out:
        exec(code, known)
    return out.getvalue()


def notebook(name: str, lang: str, address: str = "") -> dict[str, Any]:
    """The page's notebook, of format 4.5; address is the site's, if known."""
    made = cells(name, Where(name, lang, address))
    told = [cell for cell in made if cell["cell_type"] == "markdown"]
    for cell, text in zip(told, anchored([cell["source"] for cell in told])):
        cell["source"] = text
    for n, cell in enumerate(made):
        cell["id"] = f"cell-{n}"
        cell["source"] = cell["source"].rstrip("\n").splitlines(keepends=True)
    return {"nbformat": 4, "nbformat_minor": 5, "metadata": OF_PYTHON,
            "cells": made}


def file(uri: str) -> str:
    """Where the site has the notebook of learn/bptt.ko.md; "" if it has none.
    """
    folder, _, page = uri.partition("/")
    made = folder == LEARN.name and page.endswith(".md")
    return f"{ASSETS}/{page[:-3]}.ipynb" if made else ""


def write(site: Path, address: str) -> None:
    """Put them all into the site."""
    (site / ASSETS).mkdir(exist_ok=True)
    for path in sorted(LEARN.glob("*.md")):
        name, lang, _ = path.name.split(".")
        text = json.dumps(notebook(name, lang, address), ensure_ascii=False)
        (site / file(f"learn/{path.name}")).write_text(text, encoding="utf-8")
