"""The problems on paper, solved again from what is written on their page.

No program has put a number there. A question's network is read from its TeX
alone. What its solution says is read, too: all sides of an equation must be
equal, and a symbol is worth what it is in the world of that network
(docs/build/equations/worlds.py). What no symbol vouches for is found here
once more, and the other language must say the same.
"""

import re
from dataclasses import replace
from fractions import Fraction
from itertools import count
from math import isqrt
from textwrap import indent

import pytest
from conftest import read

pytest.importorskip("math_core", reason="needs the docs extra")

from docs.build.equations.algebra import Refused, times
from docs.build.equations.tex import LETTERS, Reader, World, split, tokens
from docs.build.equations.truth import wrong
from docs.build.equations.worlds import world
from rnn_pure import RNN, autograd, bptt, forward
from rnn_pure.activations import identity, relu, softsign
from rnn_pure.walkthrough import TAG

LANGS = "ko", "en"
TEXT = {lang: read(f"docs/pages/coursework/problems.{lang}.md")
        for lang in LANGS}
MATHS = re.compile(r"\$([^$]+)\$")
F = {r"\max(0,u)": relu, r"\frac{u}{1+|u|}": softsign, "u": identity}
NOTHING = World({})  # where no name means anything


def parts(lang):
    """The question and the solution of each problem, by its name."""
    _, *sections = re.split(r"^## .*\{ #(.*) \}$", TEXT[lang], flags=re.M)
    return {
        name: section.split("\n??? ")
        for name, section in zip(sections[::2], sections[1::2])}


def maths(text):
    """Its equations; one that goes on after a break is one."""
    return MATHS.findall(text.replace("$ $=", "="))


def begun(text, start):
    """Its equations that begin so."""
    return [one for one in maths(text) if one.startswith(start) and "=" in one]


def worth(tex, there=NOTHING):
    """What it is worth: a number, or a matrix as a tuple of rows."""
    [(_, [value])] = Reader(tokens(tex), there).values()
    return value


def worths(side, there):
    """What it is worth at every index; nothing where a name has no value."""
    try:
        return [value for _, [value] in Reader(side, there).values()]
    except Refused:
        return []


def test_the_reader_reads():
    there = World({"z": {(1, 1): 2, (2, 1): 3}},
                  {"f": {(): lambda u: [10 * u_i for u_i in u]}})
    for text, value in {
        r"-\frac12\cdot\left(-4\right)+3^{2}": 11,
        r"\begin{pmatrix}1&-1\end{pmatrix}z_1": -1,
        r"z_1\begin{pmatrix}1&0\end{pmatrix}": ((2, 0), (3, 0)),
        r"z_1^{\top}": ((2, 3),),
        r"f\left(1+1\right)+\sqrt{3^2+4^2}": 25,
    }.items():
        assert worth(text, there) == value
    for text in r"z_{t-1}", r"z_1\le2", "2)", "y_1":
        with pytest.raises(Refused):
            worth(text, there)


# --- a problem from its question --------------------------------------------


def network(question):
    """What the question gives, and nothing else: rnn, xs, ds, z_0."""
    said = {}
    for equation in maths(question.split("{ .given }")[0]):
        *names, value = equation.split("=")
        said |= dict.fromkeys(names, value)

    def matrix(name):
        value = worth(said[name])
        rows = value if isinstance(value, tuple) else ((value,),)
        return [*map(list, rows)]

    def vector(name, n):
        same = worth(said[name])  # a vector is given only where it is 0
        assert n == 1 or same == 0
        return [same] * n

    w = "w" if "w_{in}" in said else "W"
    W_in, W_re, W_out = (matrix(f"{w}_{{{at}}}") for at in ("in", "re", "out"))
    assert said["g(v)"] == "v"
    rnn = RNN(W_in, W_re, vector("b", len(W_re)), W_out,
              vector("b_{out}", len(W_out)), F[said["f(u)"]], identity)
    xs = [[worth(said[f"x_{t}"])] for t in range(1, 4) if f"x_{t}" in said]
    ds = targets(said, said["E"], len(xs))
    return rnn, xs, ds, vector("z_0", len(W_re))


def targets(said, E, T):
    """A target for each step whose error is in E, and no other."""
    steps = [int(t) for t in re.findall(r"\(y_(\d)-d_\1\)\^2", E)]
    if every := re.search(r"\\sum_\{t=1\}\^\{(\d)\}\(y_t-d_t\)\^2", E):
        steps = [*range(1, int(every[1]) + 1)]
    assert [f"d_{t}" for t in steps] == [key for key in said if "d_" in key]
    there = {t: [worth(said[f"d_{t}"])] for t in steps}
    return [there.get(t) for t in range(1, T + 1)]


def solved(rnn, xs, ds, z_0):
    """Its world, where f' and p(t) are what they are for one unit."""
    states = forward(rnn, xs, z_0)
    assert bptt(rnn, states, ds) == autograd.gradients(rnn, xs, ds, z_0)
    there = world(rnn, xs, ds, z_0)
    slopes = {slope for u in states.u[1:] for slope in rnn.f.prime(u)}
    p = {(t,): there.slopes("z", (1, t))["W_re"][1, 1]
         for t in range(1, len(xs) + 1)}
    there.quantities["p"] = {(0,): 0, **p}
    if len(slopes) == 1:
        there.quantities["f'"] = {(): slopes.pop()}
    return there


# --- what a text says -------------------------------------------------------

NO_VALUE = re.compile(r"^(t|k_\d)=|<|\\le(?!ft)|/")


def loose(text, there):
    """The numbers that no symbol vouches for, once all equations hold."""
    found = []
    for equation in maths(text):
        if NO_VALUE.search(equation):
            continue
        known = {side: worths(side, there)
                 for side in split(tokens(equation), "=")}
        sides = [side for side, values in known.items() if values]
        line = tokens("=".join(map(" ".join, sides)))
        assert len(sides) < 2 or not wrong(line, there), equation
        if sides and not {*line} & ({*LETTERS, "'"} - {"f"}):
            found.append(known[sides[-1]][0])
    return found


# The numbers that a solution does not name, from k, what TeX is worth, and q,
# the numbers of its question.


def clip(k, c, c_large):
    slopes = [k(rf"\frac{{\partial E}}{{\partial w_{{{at}}}}}")
              for at in ("in", "re", "out")]
    length = isqrt(int(sum(slope**2 for slope in slopes)))
    assert length**2 == sum(slope**2 for slope in slopes)
    assert c < length < c_large
    scale = Fraction(c, length)
    return [length, length, c, scale, *(scale * n for n in slopes), c_large]


def rho(k, rho, turn, small, large):
    assert times(rho, turn) == k("W_{re}")
    squares = [
        k(rf"\delta^{{re}}_{t}^{{\top}}\delta^{{re}}_{t}") for t in (3, 2, 1)]
    first = isqrt(int(squares[0]))
    lengths = [first * rho**n for n in (0, 1, 2)]
    assert squares == [length**2 for length in lengths]
    n = next(n for n in count() if rho**n < small)
    return [*lengths, rho, rho ** (n - 1), rho**n, n, first * large**2]


LOOSE = {
    "states": lambda k: [k("z_2"), k(r"\delta^{re}_1")],
    "one-step": lambda k: [],
    "deltas": lambda k, nudge: [k(r"\delta^{re}_1") * nudge],
    "three-sums": lambda k: [
        k(r"\delta^{re}_1z_1+\delta^{re}_2z_2"), k(r"\delta^{re}_2z_1")],
    "bias": lambda k, alpha: [
        k("b") - alpha * k(r"\frac{\partial E}{\partial b}")],
    "many-to-one": lambda k: [*{k(rf"\delta^{{out}}_{t}") for t in (1, 2, 3)}],
    "cut": lambda k: [*map(k, [
        r"\delta^{re}_3z_2", r"\delta^{re}_3x_3",
        r"\delta^{re}_3z_2+\delta^{re}_2z_1",
        r"\delta^{re}_3x_3+\delta^{re}_2x_2"])],
    "clip": clip,
    "rtrl": lambda k, *q: [],
    "which": lambda k: [],
    "mistake": lambda k: [k(r"W_{re}\delta^{re}_2")],  # for its transpose
    "rho": rho,
}


@pytest.mark.parametrize("lang", LANGS)
@pytest.mark.parametrize("name", LOOSE)
def test_a_solution_says_what_another_way_finds(name, lang):
    question, solution = parts(lang)[name]
    case = rnn, xs, _, z_0 = network(question)
    there, asked, q = solved(*case), without_given(question), []
    assert_error(question.removesuffix(asked), there)
    if name == "many-to-one":
        before, solution = solution.split("\n    2. ")
        assert loose(before, there) == []
        said = dict(one.split("=") for one in begun(asked, "d_"))
        [E] = begun(asked, "E=")
        there = solved(rnn, xs, targets(said, E, len(xs)), z_0)
        assert_error(asked, there)
    elif name not in ("mistake", "one-step"):
        q = loose(asked, NOTHING)

    def k(tex):
        return worth(tex, there)

    if name == "which":
        assert q == choices(k)
        q = []
    assert loose(solution, there) == LOOSE[name](k, *q)


def assert_error(text, there):
    [E] = begun(text, "E=")
    assert not wrong(tokens(E), there), E


def without_given(question):
    """What it asks, and what it gives besides the network."""
    return question.split("{ .given }")[1]


def choices(k):
    """The transposed product, both steps with z_t, the right one, z_2."""
    found = [*map(k, [
        r"z_1\left(\delta^{re}_2\right)^{\top}",
        r"\delta^{re}_1z_1^{\top}+\delta^{re}_2z_2^{\top}",
        r"\frac{\partial E}{\partial W_{re}}",
        r"\delta^{re}_2z_2^{\top}"])]
    (a,), (b,) = k("z_1")
    can = [all(p * b == q * a for p, q in rows) for rows in found]
    assert can == [False, False, True, False]  # it is (c) indeed
    return found


def test_every_problem_has_its_network_and_its_place():
    for lang in LANGS:
        assert [*parts(lang)] == [*LOOSE]
        heads = re.findall(r"^## (\d+)\. ", TEXT[lang], re.M)
        assert heads == [str(n) for n in range(1, 13)]


CITED = re.compile(r"/#?[\w./-]*#((?:eq|def)-\w+)\)")
SAID_THERE = {"eq-7", "eq-8", "eq-9"}  # their problems state them


@pytest.mark.parametrize("lang", LANGS)
def test_what_solutions_cite_stands_above_the_problems(lang):
    head, *rest = re.split(r"^## ", TEXT[lang], flags=re.M)
    assert {*CITED.findall("".join(rest))} <= {
        *CITED.findall(head), "eq-1", "eq-1p", *SAID_THERE}
    for way_back in r"\delta^{re}_{t+1}", r"\delta^{re}_tz_{t-1}":
        assert way_back in head


def test_what_the_words_of_a_solution_say_is_so():
    asked = {name: text for name, (text, _) in parts("en").items()}
    rnn, xs, _, z_0 = network(asked["states"])
    larger = [[xs[0][0] + Fraction(1, 9)], *xs[1:]]
    assert forward(rnn, xs, z_0).y[3] == forward(rnn, larger, z_0).y[3]

    rnn, *rest = network(asked["one-step"])
    [other] = begun(without_given(asked["one-step"]), "w_{re}=")
    changed = replace(rnn, W_re=[[worth(other.split("=")[1])]])
    before, after = (
        (there.quantities, there.slopes("E", ()))
        for there in (solved(rnn, *rest), solved(changed, *rest)))
    assert [
        {name for name in known if known[name] != then[name]}
        for known, then in zip(before, after)
    ] == [{"W_re", "w"}, {"z"}]
    assert before[1]["z"][1, 1] == after[1]["z"][1, 1]  # only that by z_0

    assert worth("f'", solved(*network(asked["cut"]))) == 1
    there = solved(*network(asked["mistake"]))
    student = dict(one.split("=") for one in begun(
        without_given(asked["mistake"]), r"\delta"))
    for name, right in (r"\delta^{re}_2", True), (r"\delta^{re}_1", False):
        assert (worth(student[name]) == worth(name, there)) == right
    student_2 = worth(student[r"\delta^{re}_1"])
    assert student_2 == worth(r"W_{re}\delta^{re}_2", there)


@pytest.mark.parametrize("lang", LANGS)
def test_the_students_lines_are_those_of_bptt_but_for_the_transpose(lang):
    [lines] = re.findall("```python\n(.*?)```", TEXT[lang], re.S)
    right = indent(lines.replace("rnn.W_re", "W_re_T"), " " * 8)
    assert lines in TEXT["en"]
    assert right in TAG.sub("", read("rnn_pure/backprop.py"))


# --- both languages ---------------------------------------------------------


NUMBERS = re.compile(r"(?:[-+\d&{}()]|\\(?:frac|cdot|\\|;|\w+\{pmatrix\}))+")


def says(text):
    """Its equations and its numbers; names may stand in another order."""
    return [equation for equation in maths(text)
            if "=" in equation or NUMBERS.fullmatch(equation)
            if not NO_VALUE.search(equation)]


def test_both_languages_say_the_same_numbers_in_the_same_order():
    korean, english = (
        {name: [*map(says, both)] for name, both in parts(lang).items()}
        for lang in LANGS)
    assert korean == english
    assert sum(len(text) for both in korean.values() for text in both) > 250


ENDS = re.compile(
    r"\$[^$]*?(?:(\d)|\\frac\{\d*(\d)\}\{\d+\})\$(은|는|이|가|을|를|과|와)?"
    r"(?![가-힣])|\$[^$]+\$"
)
CLOSED = "013678"  # 영, 일, 삼, 육, 칠, 팔 end in a consonant, 십 and 백 too


def test_korean_particles_fit_the_numbers():
    fit = {True: "은이을과", False: "는가를와"}
    text = TEXT["ko"].split("\n## ", 1)[1]
    found = [match for match in ENDS.findall(text) if match[2]]
    assert len(found) > 20
    for whole, above, particle in found:  # 1/512 is read with its 1 last
        assert particle in fit[(whole or above) in CLOSED]
