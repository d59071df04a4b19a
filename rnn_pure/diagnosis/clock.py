"""Which equation is wrong: the heart run with the student's own deltas.

With n_in = T and x_t = e_t, column t of ∂E/∂W_in is δre_t, if equation 4 is
right. z_0 … z_{T-1} are T vectors of T entries, so ∂E/∂W_re can be solved for
δre, too, and ∂E/∂W_out for δout. Each is a reading of the answer. The one in
which most lines are right is believed, where a line confirms it that was not
used to read it.
"""

from contextlib import suppress
from dataclasses import dataclass
from itertools import product
from typing import Any

from rnn_pure.diagnosis.nets import solve
from rnn_pure.matrix import transpose
from rnn_pure.stand import (
    Deltas,
    Inputs,
    World,
    numbers,
    run,
    same,
    states,
    truth,
)

LINES = ("def 3", "eq 2", "eq 5", "eq 3", "eq 4", "eq 5'")
LINE = {  # of each field, and of the deltas
    "W_out": "eq 2", "W_re": "eq 3", "W_in": "eq 4", "b": "eq 5'",
    "b_out": "eq 5'", "x": "eq 5'", "z_0": "eq 5'", "out": "def 3",
    "re": "eq 5",
}
READ_BY = tuple[Any, str]  # a delta, and the line that it was read by


@dataclass
class Lines:
    """What is known of each line.

    verdicts: by line True, False, or None where nothing can be said. fits:
    by field, and for out and re, whether its line gives it. own: the deltas.
    """

    verdicts: dict[str, bool | None]
    fits: dict[str, bool]
    own: Deltas

    @property
    def right(self) -> int:
        return sum(v is True for v in self.verdicts.values())

    @property
    def wrong(self) -> list[str]:
        return [line for line in LINES if self.verdicts[line] is False]

    @property
    def places(self) -> list[str]:
        """The fields, or deltas, whose own line is wrong."""
        return [
            place for place, fits in self.fits.items()
            if not fits and self.verdicts[LINE[place]] is False
        ]

    def only(self, wrong: set[str]) -> None:
        """These lines are wrong, and all others that can be judged right."""
        judged = {LINE[place] for place in self.fits}
        self.verdicts = {
            line: line not in wrong if line in judged else None
            for line in LINES
        }


def judge_lines(
    given: Inputs, world: World, fields: dict[str, Any], tolerance: float
) -> Lines:
    """The verdicts of the readings in which most lines are right."""
    made = [
        _lines(given, world, fields, tolerance, out, re)
        for out, re in product(*_readings(given, world, fields))
    ]
    most = max(lines.right for lines in made)
    first, *others = [lines for lines in made if lines.right == most]
    for other in others:
        for line in LINES:
            if first.verdicts[line] != other.verdicts[line]:
                first.verdicts[line] = None
    return first


def _readings(
    given: Inputs, world: World, fields: dict[str, Any]
) -> tuple[list[READ_BY], list[READ_BY]]:
    """Of δout and of δre; the right ones are among them."""
    true, z = truth(given, world), states(given, world).z
    T = len(given.xs)
    outs: list[READ_BY] = [(true["out"], "")]
    res: list[READ_BY] = []
    if "W_out" in fields:
        with suppress(ZeroDivisionError):
            by = solve(transpose(z[1:]), transpose(fields["W_out"]))
            outs.append((by, "eq 2"))
    if "W_in" in fields:
        hours = [x.index(1.0) for x in given.xs]
        if len({*hours}) == T:
            columns = transpose(fields["W_in"])
            res.append(([columns[hour] for hour in hours], "eq 4"))
    if "W_re" in fields:
        with suppress(ZeroDivisionError):  # z_0 = 0
            by = solve(transpose(z[0:T]), transpose(fields["W_re"]))
            res.append((by, "eq 3"))
    return outs, [*res, (true["re"], "")]


def _lines(
    given: Inputs, world: World, fields: dict[str, Any], tolerance: float,
    out: READ_BY, re: READ_BY,
) -> Lines:
    """Every line judged, going on from these deltas."""
    own, true = (out[0], re[0]), truth(given, world)
    loose = max(30 * tolerance, 1e-7)
    got = run(given, world, own=own)
    has = fields | {"out": own[0], "re": own[1]}
    fits = {
        place: same(value, got[place], loose, _largest(true[place]))
        for place, value in has.items() if got.get(place) is not None
    }
    verdicts: dict[str, bool | None] = dict.fromkeys(LINES)
    for place, right in fits.items():
        verdicts[LINE[place]] = right and verdicts[LINE[place]] is not False
    confirmed = fits.get("b") or any(
        fits.get(place) for place in ("W_re", "W_in") if LINE[place] != re[1]
    )
    in_doubt: list[str] = []
    if not confirmed and not (fits["re"] and re[1]):
        in_doubt += ["eq 5", "eq 3", "eq 4", "eq 5'"]
    headless = not fields.keys() & {"W_out", "b_out"}
    if not (
        headless or fits.get("b_out") or (fits["re"] and (re[1] or out[1]))
        or (verdicts["eq 2"] and not out[1])
    ):
        in_doubt += ["def 3", "eq 2", "eq 5", "eq 5'"]
    most = max(_largest(got.get("re")), _largest(own[1]))
    if any(
        _largest(mine) <= loose * most < _largest(right)
        for mine, right in zip(own[1], true["re"])
    ):
        in_doubt += ["eq 3", "eq 4", "eq 5'"]  # no delta, so nothing to see
    if not any(numbers(own[0])):
        in_doubt += LINES[1:]
    return Lines(verdicts | dict.fromkeys(in_doubt), fits, own)


def _largest(value: Any) -> float:
    return max(map(abs, numbers(value)), default=0.0)
