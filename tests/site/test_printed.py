"""A slip of the pen in a printed equation is noticed: the build would stop.

docs/build/equations/truth.py computes every equation as it is printed. Here
each is spoilt in every way, one at a time. What the source of the derivation
prints is computed in the same worlds: it is wrong where the errata say so.
"""

import math
import re
import tomllib
from collections import Counter
from dataclasses import replace

import pytest
from conftest import read
from networks import one_float

pytest.importorskip("math_core", reason="needs the docs extra")

from docs.build.equations import tex as grammar
from docs.build.equations import truth, worlds
from docs.build.equations.tex import ENDS, LABELS, RELATIONS, TOP, Reader
from docs.build.equations.truth import wrong
from docs.build.equations.worlds import case, here, world
from docs.common.table import equations
from rnn_pure import Activation
from rnn_pure.losses import softmax

TABLE = tomllib.loads(read("docs/equations.toml"))
EVERY_LINE = [
    (tag, line)
    for tag, row in equations().items()
    for _, line in truth.printed(row)
]


# --- slips of the pen -------------------------------------------------------

FAMILIES = [  # each stands for any other
    [*"ijklm"],
    [*"xuzvyd"],
    [*"fg"],
    [*LABELS],
    ["+", "-"],
    [r"\min", r"\max"],
    [*RELATIONS],
]


def slips(line, there):
    """The line with one slip of the pen, for every slip."""

    def spoilt(start, end, *new):
        return line[:start] + new + line[end:]

    reader = Reader(line, there)
    [*reader.values()]
    padded = (*line, "")
    for start, end in reader.spans:  # a factor left out; a term, its sign too
        signed = line[start - 1] in ("+", "-") and padded[end] in ENDS
        yield spoilt(start - signed, end)
        if line[start] == "(":
            yield spoilt(start, end, *line[start + 1:end - 1])
    for k, token in enumerate(line):
        before, after = padded[k - 1], padded[k + 1]
        for family in FAMILIES:
            if token in family:
                yield from (spoilt(k, k + 1, other) for other in family)
        if token in [*"ijklm"] and after in [*"ijklm"]:
            yield spoilt(k, k + 2, after, token)
        if token in [*"tTk"] and after not in ("_", "="):
            for sign in "+-":
                near = (token, sign, "1")
                inside = ("{", *near, "}") if before in ("_", "^") else near
                yield spoilt(k, k + 1, *inside)
        if token.isdigit():
            yield spoilt(k, k + 1, str(int(token) + 1))
            yield spoilt(k, k + 1, str(abs(int(token) - 1)))
        if token in (TOP, "'", r"\odot"):
            yield spoilt(k, k + 1)
        if line[k - 2:k] == ("W", "_") and after != TOP:
            yield spoilt(k + 1, k + 1, TOP)
        if token in ("f", "g") and after == "(":
            yield spoilt(k + 1, k + 1, "'")
        if token in ("(", *RELATIONS):
            yield spoilt(k + 1, k + 1, "-")
        if token == "E" and after == "_":
            yield spoilt(k, k + 3, "E")
        if token == "E" and after == "}":
            yield spoilt(k, k + 1, "E", "_", "t")


def change(line, slip):
    """What stands only in the one and what only in the other."""
    for end in -1, 0:
        while line and slip and line[end] == slip[end]:
            line, slip = (it[1 + end:len(it) + end] for it in (line, slip))
    return " ".join(line), " ".join(slip)


TRUE = {  # slips that say the same, and how often in each equation
    # y_t and v_t stand in no other E than E_t
    ("", "_ t"): {"eq E'": 1, "def 3": 6, "def 4": 1, "eq 2": 1},
    ("_ t", ""): {"eq E'": 1},
    # the delta of T + 1 is 0
    ("", "+ 1"): {"eq 3": 4, "eq 4": 1, "eq 5'": 4},
    # nothing else bears the index
    **{("j", index): {"eq 5": 1} for index in "iklm"},
    # -0 is 0
    ("", "-"): {"eq 5": 3, "eq 7": 2},
    # Kronecker's delta is symmetric
    ("k i", "i k"): {"eq 8": 1},
    # p does not depend on m: it may stand in the sum
    (r"( \sum _ m w ^ {out} _ { m k } \delta ^ {out} _ { m , t } )",
     r"\sum _ m w ^ {out} _ { m k } \delta ^ {out} _ { m , t }"): {"eq 8": 1},
}


def test_no_slip_passes():
    differ, passed = 0, Counter()
    for tag, line in EVERY_LINE:
        there = worlds.worlds(tag, line)
        for slip in {*slips(line, there[0])} - {line}:
            why = next(filter(None, (wrong(slip, it) for it in there)), "")
            differ += "differ" in why
            if not why:
                passed[*change(line, slip), tag] += 1
    assert passed == {
        (*changed, tag): count
        for changed, tags in TRUE.items()
        for tag, count in tags.items()}
    assert differ > 900  # not only do they make no sense


# --- what makes no sense ----------------------------------------------------


@pytest.mark.parametrize(("tex", "why"), [
    (r"z_t", "nothing is said to be equal"),
    (r"z_t = f(u_t))", "here must stand ="),
    (r"z_t = f u_t", "f means nothing"),
    (r"z_t = h_t", "no name that is known"),
    (r"z_t_t = f(u_t)", "a second index"),
    (r"z_t = f(u_t')", "u' means nothing"),
    (r"\delta^{re}_{j,t} = w^{re}_{ij}", "bound by no sum"),
    (r"E = \sum_{t=1}^{T} E", "the sum over t has no t in it"),
    (r"b_i = \sum_{i=1}^{n_{re}} b_i", "i means something else"),
    (r"E = \sum_{t=2}^{1} E_t", "the sum over t is empty"),
    (r"E = \sum_{t=1} E_t", "both bounds or none"),
    (r"b_i = b^{out}_i", "i counts"),
    (r"u_t = x_t", "the shapes differ"),
    (r"u_t = W_{in}z_t", "cannot be multiplied"),
    (r"z_T = z_{T+1}", r"there is nothing at \(6,\)"),
    (r"z_T = z_{\frac12}", "no name that is known"),
    (r"E = \frac{E}{0}", "Fraction"),
    (r"b_i = b_i^{\top}", "no transpose"),
    (r"z_t = \frac{z_t}{z_t}", "for /"),
    (r"z_t = \mathrm{diag}W_{re}z_t", "diag needs a vector"),
    (r"z_t = \frac{\partial W_{re}}{\partial E}", "no W_re .* to diff"),
    (r"z_t = W_{re}\cdots W_{re}z_t", "one index must differ"),
    (r"z_t \approx f(u_t)", "approx means nothing here")])
def test_what_makes_no_sense_is_refused(tex, why):
    [line] = grammar.lines(tex)
    assert re.search(why, wrong(line, here()))


# --- the errata -------------------------------------------------------------


def printed(number):
    """The tokens of what the source prints."""
    [line] = grammar.lines(TABLE[f"printed {number}"]["tex"])
    return line


def sides(number, there):
    return Reader(printed(number), there).values()


def also(there, **meant):
    """The world, where some names mean something else."""
    return replace(there, quantities=there.quantities | meant)


def turned(there, *names):
    """Columns as rows, matrices transposed."""
    return also(there, **{
        name: {
            (j[0], i) if len(j) == 1 and name[0] == "W" else (1, i, *j): entry
            for (i, *j), entry in there.quantities[name].items()}
        for name in names})


def test_1_rows_beside_the_w_ij_below_transpose_W_re():
    for n_re in 1, 2, 3:
        there = world(*case(n_re=n_re, T=3))
        rows = turned(there, *"xzb")
        assert wrong(printed(1), there)  # no column stands before a matrix
        assert wrong(printed(1), rows)  # W_in's shape gives it away
        assert (not wrong(printed(1), turned(rows, "W_in"))) == (n_re == 1)
        assert not wrong(printed(1), turned(rows, "W_in", "W_re"))


def test_2_the_printed_sum_loses_the_first_step():
    deltas, z = (here().quantities[name] for name in ("delta_re", "z"))
    for at, (right, found) in sides(2, here()):
        lost = deltas[at["i"], 1] * z[at["j"], 0]
        assert found != right == found + lost


def test_2_from_a_zero_state_nothing_is_lost():
    rnn, xs, ds, z_0 = case()
    assert not wrong(printed(2), world(rnn, xs, ds, [0] * len(z_0)))


def at_one_step(there, t):
    """v^{out}_i and u^{in}_i, printed without t, are those of one step."""
    meant = {"v_out": "v", "u_in": "u"}

    def of_step(entries):
        return {at[:-1]: e for at, e in entries.items() if at[-1] == t}

    def slopes(of, at):
        if of in meant:
            of, at = meant[of], (*at, t)
        found = there.slopes(of, at)
        return found | {it: of_step(found[meant[it]]) for it in meant}

    found = {it: of_step(there.quantities[meant[it]]) for it in meant}
    return replace(also(there, **found), slopes=slopes, idle_sums=True)


def test_3_the_printed_factor_makes_the_gradient_zero():
    why = wrong(printed(3), at_one_step(here(), 1))
    assert why.startswith("i counts")  # in w^in and in w^out
    there = world(*case(n_in=2, n_out=2, T=1))
    for _, (right, found) in sides(3, at_one_step(there, 1)):
        assert found == 0 != right


@pytest.mark.parametrize("T", [1, 2, 4])
def test_4_the_printed_equation_is_not_solved_and_drops_the_future(T):
    """The right deltas do not solve it; read as code, from nothing."""
    there = world(*case(T=T))
    for _, (right, middle, found) in sides(4, there):
        assert right != middle == found
    deltas = there.quantities["delta_re"]
    unknown = also(there, delta_re=dict.fromkeys(deltas, 0))
    for at, (_, middle, found) in sides(4, unknown):
        assert (found == deltas[at["j"], at["t"]]) == (at["t"] == T)
        assert middle == found


def test_7_times_f_prime_holds_for_an_elementwise_output():
    one_name_for_both = {"f": here().functions["g"]}
    assert not wrong(printed(7), replace(here(), functions=one_name_for_both))


def test_7_times_f_prime_does_not_hold_for_the_softmax():
    """With the softmax in E instead, definition 3 holds: it does for any E."""

    def elementwise(v):
        return [p * (1 - p) for p in softmax(v)]

    g = Activation("softmax", softmax, elementwise)
    there = world(*one_float(0, g=g))
    slope = {}  # it is no function of v_k alone
    for t in there.ranges["t"]:
        v = [there.quantities["v"][k, t] for k in (1, 2, 3)]
        slope |= zip(v, elementwise(v))
    f = Activation("softmax", softmax, lambda v: [slope[v_k] for v_k in v])
    there = replace(there, functions={"f": {(): f}})
    for at, (delta, right, middle, found) in sides(7, there):
        assert math.isclose(delta, found, abs_tol=1e-12)
        assert math.isclose(middle, found, abs_tol=1e-12)
        assert (abs(found - right) > 0.01 * abs(right)) == (at["t"] != 2)


@pytest.mark.parametrize("T", [1, 2, 3])
def test_8_without_t_the_sum_is_T_times_one_step(T):
    there = world(*case(T=T))
    slip_3 = {"{out}": "{in}"}
    mended = tuple(slip_3.get(token, token) for token in printed(3))
    for line in printed(8), mended:
        idle = replace(at_one_step(there, 1), idle_sums=False)
        assert "the sum over t has no t in it" in wrong(line, idle)
        for t in there.ranges["t"]:
            assert (not wrong(line, at_one_step(there, t))) == (T == 1)
