"""A run of forward, total_error and bptt, step by step, as JSON can hold it.

Numbers, nodes and arrows of a step follow from its statement's own text;
docs/steps.toml says the rest.
"""

import re
import tomllib
from fractions import Fraction
from functools import cache
from typing import Any

from docs.browser.stepper.network import network
from docs.browser.stepper.rows import TERM, at_time, patterns, places
from docs.common.table import ROOT
from rnn_pure import RNN, bptt, forward, record, total_error
from rnn_pure.checks import WEIGHTS
from rnn_pure.matrix import matvec, transpose
from rnn_pure.walkthrough import Step

Run = dict[str, Any]
PHASES = ("forward", "error", "bptt")
TABLE = ROOT / "docs" / "steps.toml"
MADE = re.compile(r"[①②]|\w+.*['^-]")  # by the row, not by a statement
SIGNS = ("=", "+", "−", "⊙", ")")
TARGET = re.compile(r"\s*((\w+)(?:\[(.+?)\])?) \+?= ")


@cache
def table() -> dict[str, Run]:
    """The rows of docs/steps.toml: what is shown of a statement."""
    return tomllib.loads(TABLE.read_text(encoding="utf-8"))


def run(rnn: RNN, xs: Any, ds: Any, lang: str) -> Run:
    """forward, total_error and bptt on these numbers.

    given holds the values known before the first step, by name: "W_in",
    "x[1]". Each step has the value that it computes, named by changed, and
    those that only its rows name: "W_re^T", "①".
    """
    states, forward_steps = record(forward, rnn, xs)
    _, error_steps = record(total_error, rnn, states, ds)
    _, bptt_steps = record(bptt, rnn, states, ds)
    known: dict[str, Any] = {name: getattr(rnn, name) for name in WEIGHTS}
    known |= {"E": 0, "0": 0, "z[0]": states.z[0]}
    for t in range(1, states.T + 1):
        known[f"x[{t}]"] = states.x[t]
        if ds[t - 1] is not None:
            known[f"d[{t}]"] = list(ds[t - 1])
    given = {name: as_json(value) for name, value in known.items()}
    steps: list[Run] = []
    recorded = zip(PHASES, (forward_steps, error_steps, bptt_steps))
    for phase, statements in recorded:
        for statement in statements:
            if statement.equation is not None:
                step = _step(statement, rnn, known, states.T, lang)
                steps.append({"phase": phase, **step})
    names = [part for step in steps for row in step["rows"]
             for both in row for part in both.split("·")]
    return {
        "T": states.T,
        "given": given,
        "steps": steps,
        "labels": {
            name: label(name)
            for one in [*given, *names]
            if one not in SIGNS and not one.endswith(("(", "‖", "²"))
            for name in (one, re.sub(r"\[\d+\]", "[t]", one))
        },
        "svg": network(rnn, [d is not None for d in ds], lang),
    }


def _step(
    statement: Step, rnn: RNN, known: dict[str, Any], T: int, lang: str
) -> Run:
    """A recorded statement as a dict; known gets the value it computes."""
    target = TARGET.match(statement.code)
    assert target
    written, base, index = target.groups()
    t = {"T + 1": T + 1, "0": 0}.get(index, statement.t)
    name = f"{base}[{t}]" if index else base
    known["E-before"] = known["E"]
    known[name] = statement.values.get(name, known.get(name))
    there = f"d[{t}]" in known
    row = _row(written, t, T, there)
    over_time = patterns(statement.code, written, there)
    rows = [at_time(pattern, t, T).split() for pattern in over_time]
    nodes, arrows = places(name, t, rows)
    values = {}
    for left, _, *right in rows:
        if left in TERM:
            W, x = (value_of(part, rnn, known) for part in right)
            known[left] = matvec(W, x)
        for part in (left, *right):
            if part == name or MADE.match(part):
                values[part] = as_json(value_of(part, rnn, known))
    return {
        "t": t,
        "equation": statement.equation,
        "cells": [int(k) for k in row.get("cells", "").split()],
        "roles": row.get("roles", "").split(),
        "lines": [statement.line, statement.last_line],
        "say": _whole(row[lang].format(t=t, f=rnn.f, g=rnn.g)),
        "writes": _keys(written)[0],
        "reads": _keys(" ".join(line.split("=")[1] for line in over_time)),
        "rows": rows,
        "values": values,
        "changed": name,
        "nodes": nodes,
        "arrows": arrows,
    }


def _whole(sentence: str) -> str:
    """The sentence, in which no line ends inside ∂E/∂z or y − d."""
    return sentence.replace("E/", "E/\u2060").replace(" − ", "\xa0−\xa0")


def _row(written: str, t: int | None, T: int, target: bool) -> Run:
    """A statement's row of the table, as it is at this time."""
    if written not in table():
        raise LookupError(
            f"docs/steps.toml: no [{written!r}], which the heart computes"
        )
    row = table()[written]
    for case, true in (
        ("first", t == 1), ("no_target", not target), ("last", t == T),
        ("nothing", t == T and not target),
    ):
        if true and case in row:
            row = {**row, **row[case]}
    return row


def _keys(text: str) -> list[str]:
    """The symbols in a text, each with its time: W_re, delta_re@t+1."""
    found = re.findall(r"([A-Za-z]\w*)(?:\[([^]]+)\])?", text)
    return [f"{name}@{at}".rstrip("@").replace(" ", "") for name, at in found]


def value_of(name: str, rnn: RNN, known: dict[str, Any]) -> Any:
    """The value of a name in a row: W^T, f'(u) and products are computed."""
    if "·" in name:
        delta, other = name.removesuffix("^T").split("·")
        return [[a * b for b in known[other]] for a in known[delta]]
    if name.endswith("^T"):
        return transpose(known[name[:-2]])
    if slope := re.match(r"([fg])'\((.+)\)", name):
        return getattr(rnn, slope[1]).prime(known[slope[2]])
    return known[name]


# --- names as MathML and values as text --------------------------------------

def label(name: str) -> str:
    """W_re^T, z[2] or dE_dx[1] as MathML; a ① as it is, nothing for 0."""
    if not name[0].isalpha():
        return name.strip("0")
    if slope := re.match(r"([fg])'\((.+)\)", name):
        inner = label(slope[2]).replace("<math>", "").replace("</math>", "")
        return (f"<math><mi>{slope[1]}</mi><mo lspace='0' rspace='0'>′</mo>"
                f"<mo>(</mo>{inner}<mo>)</mo></math>")
    return f"<math>{_symbol(name)}</math>"


def _symbol(name: str) -> str:
    name = name.removesuffix("-before")
    if name.startswith("dE_d"):
        below = _symbol(name[4:])
        return (
            "<mrow><mi>∂</mi><mi>E</mi><mo lspace='0' rspace='0'>/</mo>"
            f"<mi>∂</mi>{below}</mrow>"
        )
    found = re.fullmatch(r"([A-Za-z]+)_?(\w+)?(?:\[(\d+|t)\])?(\^T)?", name)
    assert found, name
    letter, layer, t, turned = found.groups()
    base = f"<mi>{'δ' if letter == 'delta' else letter}</mi>"
    if letter == "y":  # its tail would push the index down
        base = f"<mpadded depth='0'>{base}</mpadded>"
    low = f"<mi>{layer}</mi>" if layer else ""
    time = f"<mi>{t}</mi>" if t else ""
    above = "<mi>⊤</mi>" if turned else ""
    if letter == "delta":
        low, above = "", low
    low = low + time
    if low and above:
        return f"<msubsup>{base}{low}{above}</msubsup>"
    if low:
        return f"<msub>{base}{low}</msub>"
    return f"<msup>{base}{above}</msup>" if above else base


def as_json(value: Any) -> Any:
    """Lists of floats as JSON knows them; fractions and infinity as text."""
    if isinstance(value, list):
        return [*map(as_json, value)]
    if isinstance(value, Fraction):
        return value.numerator if value.denominator == 1 else str(value)
    return value if abs(value) < float("inf") else str(value)


def shown(value: Any) -> str:
    """A value in a line of text, to four decimals."""
    if isinstance(value, list):
        return f"({', '.join(map(shown, value))})"
    if isinstance(value, float):
        value = f"{value:.4f}".rstrip("0").rstrip(".")
    return str(value).replace("-", "−")
