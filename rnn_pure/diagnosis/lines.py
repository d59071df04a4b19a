"""Each line judged with the student's own deltas: the clock.

With n_in = T and x_t = e_t, column t of ∂E/∂W_in is δre_t, if equation 4 is
right. As z_0 … z_{T-1} are T vectors of T entries, ∂E/∂W_re can be solved for
δre too, if equation 3 is right, and ∂E/∂W_out for δout. Each of these is one
reading of the answer. The one in which most lines are right is believed, and
only where a line confirms it that was not used to read it.
"""

from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass, field
from functools import reduce
from itertools import product
from operator import and_

from rnn_pure.diagnosis.cases import Case, solve
from rnn_pure.diagnosis.seen import Seen, flat, same, value_of
from rnn_pure.matrix import (
    Matrix,
    add,
    hadamard,
    matvec,
    sum_outer,
    sum_over_time,
    transpose,
    zeros,
)

LINES = ("def 3", "eq 2", "eq 5", "eq 3", "eq 4", "eq 5'")
Verdicts = dict[str, bool | None]


@dataclass
class Lines:
    """Whether each of LINES is right; None where nothing can be said.

    before_T and at_T are equation 5's two parts. factors: what all entries of
    a wrong line are multiplied by, where they are.
    """

    verdicts: Verdicts
    at_T: bool | None = None
    before_T: bool | None = None
    factors: dict[str, float] = field(default_factory=dict)
    hollow: bool = False

    @property
    def right(self) -> int:
        return sum(verdict is True for verdict in self.verdicts.values())

    def __and__(self, other: "Lines") -> "Lines":
        """What both say; None where they do not agree."""
        agreed: Verdicts = {
            line: self.verdicts[line]
            if self.verdicts[line] == other.verdicts[line]
            and same(self._factor(line), other._factor(line), 1e-6)
            else None
            for line in LINES
        }
        return Lines(agreed, self.at_T, self.before_T, self.factors)

    def _factor(self, line: str) -> list[float]:
        return [self.factors.get(line, 0.0)]

    @property
    def wrong(self) -> list[str]:
        return [line for line in LINES if self.verdicts[line] is False]


@dataclass
class Reading:
    """Deltas over time, from 1 to T, and the line that gave them."""

    deltas: Matrix
    used: str


def judge_lines(seen: Seen) -> Lines:
    """Every line, by the answer on the clock."""
    readings = [
        _lines(seen, out, re)
        for out, re in product(_outs(seen), _res(seen))
    ]
    most = max(lines.right for lines in readings)
    best = [lines for lines in readings if lines.right == most]
    agreed = reduce(and_, best)
    if any(lines.hollow for lines in best):
        agreed.verdicts |= dict.fromkeys(("eq 3", "eq 4", "eq 5'"))
    return agreed


def _outs(seen: Seen) -> Iterator[Reading]:
    """The right δout, and those that ∂E/∂W_out tells."""
    case = seen.case
    assert case.right.delta_out is not None
    yield Reading(case.right.delta_out[1:], "")
    if "W_out" in seen.fields:
        z = case.states.z[1:]
        dE_dW_out = _matrix(seen, "W_out", len(case.rnn.b))
        # Σ_t δout_t z_tᵀ = W: its transpose is Zᵀ Δ, with a row for each t
        yield Reading(solve(transpose(z), transpose(dE_dW_out)), "eq 2")


def _res(seen: Seen) -> Iterator[Reading]:
    """Those δre that ∂E/∂W_in and ∂E/∂W_re tell."""
    case = seen.case
    if "W_in" in seen.fields:
        hours = [x.index(1.0) for x in case.states.x[1:]]
        if len({*hours}) == len(hours):
            columns = transpose(_matrix(seen, "W_in", len(case.xs[0])))
            yield Reading([columns[hour] for hour in hours], "eq 4")
    if "W_re" in seen.fields:
        z = case.states.z[0:-1]
        dE_dW_re = _matrix(seen, "W_re", len(case.rnn.b))
        with suppress(ZeroDivisionError):  # z_0 = 0
            yield Reading(solve(transpose(z), transpose(dE_dW_re)), "eq 3")
    assert case.right.delta_re is not None
    yield Reading(case.right.delta_re[1:-1], "")


def _matrix(seen: Seen, field: str, columns: int) -> Matrix:
    entries = seen.fields[field]
    starts = range(0, len(entries), columns)
    return [entries[k:k + columns] for k in starts]


def _lines(seen: Seen, out: Reading, re: Reading) -> Lines:
    """Every line, if these are the student's deltas."""
    case, right = seen.case, seen.case.right
    T, z, x = len(case.xs), case.states.z, case.states.x
    exact = seen.tolerance
    loose = max(exact * 30, 1e-7)  # what is solved for is less exact

    def fits(field: str, value: Matrix | list[float]) -> bool | None:
        if field not in seen.fields:
            return None
        most = size(flat(value_of(right, field)))
        return near(seen.fields[field], flat(value), loose, most)

    assert right.delta_out is not None
    d3 = same(flat(out.deltas), flat(right.delta_out[1:]), loose)
    due = _equation_5(case, out, re)
    most = max(size(flat(due)), size(flat(re.deltas)))
    ok = [near(a, b, loose, most) for a, b in zip(re.deltas, due)]
    b, b_out = (
        fits("b", sum_over_time(re.deltas)),
        fits("b_out", sum_over_time(out.deltas)),
    )
    rest = [
        b, b_out,
        fits("x", [matvec(transpose(case.rnn.W_in), d) for d in re.deltas]),
        fits("z_0", matvec(transpose(case.rnn.W_re), re.deltas[0])),
    ]
    told = [verdict for verdict in rest if verdict is not None]
    verdicts: Verdicts = {
        "def 3": d3,
        "eq 2": fits("W_out", sum_outer(out.deltas, z[1:T + 1])),
        "eq 5": all(ok),
        "eq 3": fits("W_re", sum_outer(re.deltas, z[0:T])),
        "eq 4": fits("W_in", sum_outer(re.deltas, x[1:T + 1])),
        "eq 5'": all(told) if told else None,
    }
    sure_re = (all(ok) and bool(re.used)) or any(
        verdict for line, verdict in
        (("eq 3", verdicts["eq 3"]), ("eq 4", verdicts["eq 4"]), ("b", b))
        if line != re.used
    )
    if not sure_re:
        verdicts |= dict.fromkeys(("eq 5", "eq 3", "eq 4", "eq 5'"))
    sure_out = (
        b_out
        or (all(ok) and bool(re.used or out.used))
        or (verdicts["eq 2"] and not out.used)
    )
    if not sure_out:
        verdicts |= dict.fromkeys(("def 3", "eq 2", "eq 5", "eq 5'"))
    assert right.delta_re is not None
    hollow = any(
        size(d) <= loose * most and size(r) > loose * most
        for d, r in zip(re.deltas, right.delta_re[1:-1])
    )
    if not any(flat(out.deltas)):
        verdicts |= dict.fromkeys(line for line in LINES if line != "def 3")
    factors = {
        "eq 5": factor_of(flat(re.deltas), flat(due)),
        "def 3": factor_of(flat(out.deltas), flat(right.delta_out[1:])),
    }
    return Lines(verdicts, ok[-1], all(ok[:-1]), {
        line: factor for line, factor in factors.items()
        if factor is not None and verdicts[line] is False
    }, hollow)


def _equation_5(case: Case, out: Reading, re: Reading) -> Matrix:
    """δre_t for every t, each from the student's own δre_{t+1} and δout_t."""
    rnn, u = case.rnn, case.states.u
    W_out_T, W_re_T = transpose(rnn.W_out), transpose(rnn.W_re)
    after = [*re.deltas[1:], zeros(len(rnn.b))]
    return [
        hadamard(
            add(matvec(W_out_T, delta_out), matvec(W_re_T, delta_re)),
            rnn.f.prime(u[t]),
        )
        for t, (delta_out, delta_re) in enumerate(zip(out.deltas, after), 1)
    ]


def size(numbers: list[float]) -> float:
    """The largest of them, whatever its sign."""
    return max(map(abs, numbers), default=0.0)


def near(
    a: list[float], b: list[float], tolerance: float, most: float
) -> bool:
    """Whether they differ by no more than a part of what is large here."""
    most = tolerance * max(most, size(b))
    return len(a) == len(b) and all(abs(p - q) <= most for p, q in zip(a, b))


def factor_of(has: list[float], due: list[float]) -> float | None:
    """By how much all of it is multiplied, where it is one number."""
    by = max(due, key=abs)
    if not by:
        return None
    factor = has[due.index(by)] / by
    fits = same(has, [factor * entry for entry in due], 1e-6)
    return factor if fits and abs(factor) > 1e-6 else None
