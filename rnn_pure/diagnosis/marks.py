"""A mark in a submission, and what each of its lines means at each step."""

import ast
from dataclasses import dataclass, field
from dataclasses import fields as dataclass_fields
from typing import Any

from rnn_pure.diagnosis.candidates import Event, Recording
from rnn_pure.diagnosis.places import targets_of
from rnn_pure.diagnosis.wrapping import Submission

Cell = tuple[str, bool | None]  # whose value it is, and whether it is right


@dataclass
class Row:
    """A line and, for each step, whose value it makes, and whether rightly."""

    line: int
    text: str
    cells: list[Cell]


@dataclass
class Mark:
    """An expression, what it computes, and what belongs there.

    kind is value, or what else is to be changed: a section of ownline.ini.
    With that alone changed, repaired of the wrong gradients are right.
    """

    kind: str
    line: int
    column: int = 0
    end_line: int = 0
    end_column: int = 0
    expression: str = ""
    computes: str = ""
    belongs: str = ""
    alone: bool = False  # right by itself, and something is missing
    repaired: int = 0
    wrong: int = 0
    steps: list[int] = field(default_factory=list)
    at: int = 0  # the first of them at which that line is not right
    rows: list[Row] = field(default_factory=list)

    @property
    def whole(self) -> bool:
        """Whether nothing is wrong with it put right."""
        return self.repaired == self.wrong > 0

    @classmethod
    def of(cls, json: dict[str, Any]) -> "Mark":
        """The mark that asdict made a dict of.

        It comes from where the submission runs: any error for what is none.
        """
        plain: dict[str, Any] = {
            f.name: f.type(json[f.name]) for f in dataclass_fields(cls)
            if isinstance(f.type, type) and f.type in (int, str, bool)
        }
        rows = [
            Row(int(row["line"]), str(row["text"]), [
                (str(name), right if right is None else bool(right))
                for name, right in row["cells"]
            ]) for row in json["rows"]
        ]
        return cls(**plain, steps=[*map(int, json["steps"])], rows=rows)


def put_rows(mark: Mark, made: Submission, seen: Recording) -> None:
    """Put into the mark the lines about it, and what they mean.

    They are those of the loop through time, and of a function in which the
    mark is. Without such a loop a line has one meaning.
    """
    T = seen.bank.T
    loop, way = loop_over_time(made, seen)
    within = [loop] if loop else []
    if not any(s.lineno <= mark.line <= s.end_lineno for s in within):
        within += [
            (place.loops or place.functions[::-1])[0] for place in made.places
            if place.statement.lineno == mark.line
        ][:1]
    meant, last = _meant(made, seen, loop)
    if loop:
        mark.steps = [T - i if way < 0 else 1 + i for i in range(last + 1)]
    mark.at = next((i for i in range(len(mark.steps)) if meant.get(
        (mark.line, i), ("", True))[1] is not True), 0)
    lines = made.text.splitlines()
    shown = {n for s in within for n in range(s.lineno, s.end_lineno + 1)}
    for n in sorted(shown | {*range(mark.line, mark.end_line + 1)}):
        if lines[n - 1].strip():
            cells = [meant.get((n, i), ("", None)) for i in range(last + 1)]
            mark.rows.append(Row(n, lines[n - 1].rstrip(), cells))


def loop_over_time(made: Submission, seen: Recording) -> tuple[Any, int]:
    """The loop whose rounds are the steps of most deltas; −1 if from T."""
    T = seen.bank.T
    rounds: dict[Any, int] = {}
    votes: dict[tuple[Any, int], int] = {}
    for e in seen.events:
        place = made.places[e.place]
        if place.kind == "turn":
            rounds[place.node] = rounds.get(place.node, 0) + 1
        elif e.value and e.value.t and "δ" in e.value.name:
            for loop, k in rounds.items():
                for way, t in (-1, T + 1 - k), (1, k):
                    key = loop, way
                    votes[key] = votes.get(key, 0) + (e.value.t == t)
    found = [key for key in votes if T - 1 <= rounds[key[0]] <= T + 1]
    return max(found[::-1], key=lambda key: votes[key], default=(None, -1))


def _meant(
    made: Submission, seen: Recording, loop: Any
) -> tuple[dict[tuple[int, int], Cell], int]:
    """By line and round the value that a statement stores, or returns; and
    the last round."""
    found: dict[tuple[int, int], tuple[int, Event]] = {}
    k = -1
    for e in seen.events:
        place = made.places[e.place]
        k += place.node is loop
        s: Any = place.statement
        several = any(isinstance(target, ast.Tuple) for target in
                      targets_of(s))
        rank = 2 * (not several) if place.kind == "after" else int(
            place.kind == "value" and place.node is getattr(s, "value", None))
        if rank and len(e.numbers) > 1:
            rank += 2 * (e.value is not None)
            key = s.lineno, max(k, 0)
            if key not in found or rank >= found[key][0]:
                found[key] = rank, e
    return {key: _cell(e) for key, (_, e) in found.items()}, max(k, 0)


def _cell(e: Event) -> Cell:
    if e.value:
        return e.value.name, e.right
    return ("", None) if e.right else ("?", None)
