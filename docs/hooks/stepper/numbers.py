"""The reader's numbers: from text, and back."""

import json
import re
from typing import Any

from docs.hooks.stepper.run import run
from rnn_pure import RNN
from rnn_pure.checks import WEIGHTS
from rnn_pure.storage import FUNCTIONS

MOST = {"T": 6, "n_re": 4, "n_in": 4, "n_out": 3}  # what fits on the page


def answer(question: str) -> str:
    """What the page asks in the browser, and gets back, as JSON."""
    asked = json.loads(question)
    try:
        rnn, xs, ds = numbers(asked["fields"])
        made = run(rnn, xs, ds, asked["lang"])
    except (TypeError, ValueError, OverflowError) as error:
        made = {"error": str(error)}
    return json.dumps(made, ensure_ascii=False)


def numbers(fields: dict[str, str]) -> tuple[RNN, Any, Any]:
    """rnn, xs and ds from text: a line is a row, - a step without target.

    Raises as the package does, and ValueError for what is too large here.
    """
    rows = {name: _rows(fields[name]) for name in (*WEIGHTS, "x", "d")}
    f = fields["f"]
    if f not in FUNCTIONS["f"]:
        raise ValueError(
            f"f is {f!r}, which is unknown: use one of "
            + ", ".join(sorted(FUNCTIONS["f"]))
        )
    rnn = RNN(
        W_in=rows["W_in"],
        W_re=rows["W_re"],
        b=[entry for row in rows["b"] for entry in row],
        W_out=rows["W_out"],
        b_out=[entry for row in rows["b_out"] for entry in row],
        f=FUNCTIONS["f"][f],
    )
    sizes = {"T": len(rows["x"]), "n_re": len(rnn.b),
             "n_in": len(rnn.W_in[0]), "n_out": len(rnn.b_out)}
    for name, size in sizes.items():
        if size > MOST[name]:
            raise ValueError(
                f"{name} is {size}, but on this page it may be at most "
                f"{MOST[name]}"
            )
    ds = [None if row in (["-"], ["–"]) else row for row in rows["d"]]
    return rnn, rows["x"], ds


def _rows(written: str) -> list[list[Any]]:
    lines = written.replace("−", "-").replace(";", "\n").splitlines()
    rows = [re.split(r"[\s,]+", line.strip(" ,\t")) for line in lines]
    return [[*map(_number, row)] for row in rows if row != [""]]


def _number(word: str) -> Any:
    """0.5 or 1/2; what is no number stays text, for the package to refuse."""
    try:
        over, _, under = word.partition("/")
        return float(over) / float(under) if under else float(word)
    except (ValueError, ZeroDivisionError):
        return word


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
