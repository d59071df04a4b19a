"""The reader's numbers: from text, and back."""

import json
import re
from math import isfinite, isnan
from typing import Any, NoReturn
from unicodedata import normalize

from docs.browser.stepper.run import Run, label, run
from docs.common.words import words
from rnn_pure import RNN
from rnn_pure.storage import FUNCTIONS

MOST = {"T": 6, "n_re": 4, "n_in": 4, "n_out": 3}  # what fits on the page
LONGEST = 1000  # characters of a field
SHAPES = {  # rows and columns; a vector has columns only
    "W_in": ("n_re", "n_in"), "W_re": ("n_re", "n_re"), "b": ("n_re",),
    "W_out": ("n_out", "n_re"), "b_out": ("n_out",),
    "x": ("T", "n_in"), "d": ("T", "n_out"),
}
NO_TARGET = {"", "-", *(words("own", lang)["none"] for lang in ("ko", "en"))}
SIGNS = str.maketrans("−–—⁄;", "---/\n", "\u200b\u2060\ufeff")


class Wrong(ValueError):
    """What the reader has to change: in which field, and a sentence."""

    def __init__(self, field: str, says: str) -> None:
        super().__init__(field, says)
        self.field, self.says = field, says


def answer(question: str) -> str:
    """What the page asks in the browser, and gets back, as JSON."""
    asked = json.loads(question)
    lang = asked["lang"]
    try:
        made = run(*numbers(asked["fields"], lang), lang)
        made["overflow"] = overflow(made, lang)
    except Wrong as wrong:
        made = {"error": {"field": wrong.field, "says": wrong.says}}
    except (TypeError, ValueError) as error:
        says = words("own", lang)["package"].format(error=error)
        made = {"error": {"field": None, "says": says}}
    return json.dumps(made, ensure_ascii=False)


def overflow(made: Run, lang: str) -> str | None:
    """Where a run first leaves what a float can hold, as HTML; else None."""
    says = words("own", lang)
    for step in made["steps"]:
        name, t = step["changed"], step["t"]
        if re.search("inf|nan", str(step["values"][name])):
            at = "" if t is None else says["at"].format(t=t)
            symbol = label(re.sub(r"\[\d+\]", "", name))
            return says["overflow"].format(at=at, name=symbol)
    return None


def numbers(fields: dict[str, str], lang: str) -> tuple[RNN, Any, Any]:
    """rnn, xs and ds from text: a line is a row, - a step without target.

    Raises Wrong for what is no number, does not fit together or is too large
    for the page.
    """
    sizes: dict[str, int] = {}
    made: dict[str, Any] = {}
    for name, shape in SHAPES.items():
        made[name] = _Field(name, lang, sizes).read(fields[name], shape)
    f = FUNCTIONS["f"].get(fields["f"])
    if f is None:
        _Field("f", lang, sizes).refuse(
            "unknown",
            word=_short(fields["f"]),
            choices=", ".join(FUNCTIONS["f"]),
        )
    xs, ds = made.pop("x"), made.pop("d")
    return RNN(**made, f=f), xs, ds


class _Field:
    """A field that is read: what it has to fit to stands in sizes."""

    def __init__(self, name: str, lang: str, sizes: dict[str, int]) -> None:
        self.name, self.sizes = name, sizes
        self.words = words("own", lang)

    def refuse(self, key: str, **values: Any) -> NoReturn:
        raise Wrong(self.name, self.words[key].format(**values))

    def read(self, text: str, shape: tuple[str, ...]) -> Any:
        if len(text) > LONGEST:
            self.refuse("long", most=LONGEST)
        rows = rows_of(text)
        if self.name == "d":
            return self._targets(rows)
        rows = [row for row in rows if row]
        if not rows:
            self.refuse("empty")
        if len(shape) == 1:
            [columns] = shape
            entries = [entry for row in rows for entry in row]
            self._fit("entries", columns, len(entries))
            return self._row(entries, "place")
        self._fit("rows", shape[0], len(rows))
        return [
            self._matrix_row(row, i, shape[1]) for i, row in enumerate(rows, 1)
        ]

    def _targets(self, rows: list[list[str]]) -> list[Any]:
        T = self.sizes["T"]
        if not any(rows):
            rows = [[]] * T
        while len(rows) > T and not rows[-1]:
            rows.pop()
        self._fit("rows", "T", len(rows))
        return [
            None if " ".join(row).lower() in NO_TARGET
            else self._matrix_row(row, i, "n_out")
            for i, row in enumerate(rows, 1)
        ]

    def _matrix_row(self, row: list[str], i: int, size: str) -> list[float]:
        self._fit("columns", size, len(row), row=i)
        return self._row(row, "cell", row=i)

    def _fit(self, key: str, size: str, have: int, **where: int) -> None:
        name = f"{self.words[size]} {size}"
        need = self.sizes.setdefault(size, have)
        if have != need:
            self.refuse(key, have=have, need=need, size=name, **where)
        if have > MOST[size]:
            self.refuse("most", size=name, have=have, most=MOST[size])

    def _row(self, entries: list[str], key: str, **where: int) -> list[float]:
        return [
            self._number(word, self.words[key].format(column=j, **where))
            for j, word in enumerate(entries, 1)
        ]

    def _number(self, word: str, where: str) -> float:
        """0.5 or 1/2."""
        over, slash, under = word.partition("/")
        try:
            value = float(over) / (float(under) if slash else 1)
        except (ValueError, ZeroDivisionError):
            self.refuse("number", where=where, word=_short(word))
        if isnan(value):
            self.refuse("number", where=where, word=_short(word))
        if not isfinite(value):
            self.refuse("large", where=where, word=_short(word))
        return value


def rows_of(text: str) -> list[list[str]]:
    """The words of each row: a line, or in a list of lists each of these.

    own.js reads rows as this does.
    """
    plain = normalize("NFKC", text).translate(SIGNS)
    plain = re.sub(r"[\w.]*array\(([^()]*)\)", r"\1", plain)
    rows = plain.split("\n")
    if re.search(r"\[[^]]*\[", plain):
        rows = re.findall(r"\[[^][]*\]|[^][,\s]+", plain)
    return [re.sub(r"[][,]", " ", row).split() for row in rows]


def _short(word: str) -> str:
    return word if len(word) <= 20 else word[:19] + "…"


def as_text(rnn: RNN, xs: Any, ds: Any) -> dict[str, str]:
    """The other way round: the fields that hold these numbers."""
    def lines(rows: Any) -> str:
        return "\n".join(
            "-" if row is None else " ".join(f"{entry:g}" for entry in row)
            for row in rows
        )

    return {
        "W_in": lines(rnn.W_in), "W_re": lines(rnn.W_re), "b": lines([rnn.b]),
        "W_out": lines(rnn.W_out), "b_out": lines([rnn.b_out]),
        "x": lines(xs), "d": lines(ds), "f": rnn.f.name,
    }
