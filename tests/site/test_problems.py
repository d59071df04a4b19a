"""The problems on paper, solved again from what is written on their page.

A question's network is read from its TeX alone. What its solution says is
read, too: all sides of an equation must be equal, and a symbol is worth what
autograd, or a formula written here, finds for it.
"""

import io
import re
import unicodedata
from dataclasses import replace
from fractions import Fraction
from itertools import count
from math import isqrt
from pathlib import Path

import pytest
from conftest import needed

pytest.importorskip("math_core", reason="needs the docs extra")

from docs.build.pages import problems as page
from docs.build.pages import solved as numbers
from rnn_pure import RNN, autograd, identity, relu, softsign

PAGES = Path(__file__).resolve().parents[2] / "docs" / "pages" / "coursework"
LANGS = "ko", "en"
SOURCE = {
    lang: (PAGES / f"problems.{lang}.md").read_text(encoding="utf-8")
    for lang in LANGS
}
TEXT = {lang: page.filled(text) for lang, text in SOURCE.items()}
MATHS = re.compile(r"\$([^$]+)\$")
F = {r"\max(0,u)": relu, r"\frac{u}{1+|u|}": softsign, "u": identity}


def parts(lang):
    """The question and the solution of each problem, by its name."""
    _, *sections = re.split(r"^## .*\{ #(.*) \}$", TEXT[lang], flags=re.M)
    return {
        name: section.split("\n??? ")
        for name, section in zip(sections[::2], sections[1::2])
    }


def maths(text):
    """Its equations; one that goes on after a break is one."""
    return MATHS.findall(text.replace("$ $=", "="))


# --- TeX as numbers ---------------------------------------------------------


class Unknown(Exception):
    """It has a symbol without a value."""


TOKEN = re.compile(
    r"\\(?:begin|end)\{pmatrix\}|\\(?:left|right)(?=[()])|\\[A-Za-z]+|\\.|"
    r"\d|\S"
)


class Reader:
    """Sums, products, powers and matrices; a number is a matrix of one."""

    def __init__(self, text, known):
        self.tokens = [
            token for token in TOKEN.findall(text)
            if token not in (r"\,", r"\;", r"\left", r"\right")
        ]
        self.known, self.named = known, False

    def value(self):
        found = self.sum()
        if self.tokens:
            raise Unknown(self.tokens)
        return found

    def takes(self, *wanted):
        if self.tokens[:len(wanted)] == [*wanted]:
            del self.tokens[:len(wanted)]
            return True
        return False

    def take(self, *wanted):
        if not self.takes(*wanted):
            raise Unknown(f"{self.tokens}, not {wanted}")

    def sum(self):
        sign = -1 if self.takes("-") else 1
        total = scaled(sign, self.term())
        while self.tokens[:1] in (["+"], ["-"]):
            sign = -1 if self.tokens.pop(0) == "-" else 1
            total = plus(total, scaled(sign, self.term()))
        return total

    def term(self):
        product = self.factor()
        while self.tokens and self.tokens[0] not in [
            *"+-)}&", r"\\", r"\end{pmatrix}"
        ]:
            self.takes(r"\cdot")
            product = times(product, self.factor())
        return product

    def factor(self):
        found = self.bare()
        if self.takes("^", "{", r"\top", "}"):
            return [*map(list, zip(*found))]
        if self.takes("^"):
            [[n]] = self.group()
            return [[found[0][0] ** int(n)]]
        return found

    def bare(self):
        if not self.tokens:
            raise Unknown("nothing")
        if self.tokens[0].isdigit():
            digits = ""
            while self.tokens and self.tokens[0].isdigit():
                digits += self.tokens.pop(0)
            return [[Fraction(digits)]]
        if self.takes("("):
            found = self.sum()
            self.take(")")
            return found
        if self.takes(r"\sqrt"):
            [[square]] = self.group()
            assert isqrt(int(square)) ** 2 == square
            return [[Fraction(isqrt(int(square)))]]
        if self.takes(r"\begin{pmatrix}"):
            return self.matrix()
        if self.tokens[:3] != [r"\frac", "{", r"\partial"] and self.takes(
            r"\frac"
        ):
            [[above]], [[below]] = self.group(), self.group()
            return [[above / below]]
        return self.name()

    def group(self):
        if self.tokens[:1] and self.tokens[0].isdigit():
            return [[Fraction(self.tokens.pop(0))]]
        self.take("{")
        found = self.sum()
        self.take("}")
        return found

    def matrix(self):
        rows = [[]]
        while True:
            rows[-1] += self.sum()[0]
            if self.takes(r"\end{pmatrix}"):
                return rows
            if self.takes(r"\\"):
                rows.append([])
            else:
                self.take("&")

    def name(self):
        """The longest that is known."""
        for n in range(min(len(self.tokens), 30), 0, -1):
            name = "".join(self.tokens[:n])
            if name in self.known:
                del self.tokens[:n]
                found = self.known[name]
                self.named |= not callable(found)
                return found(self.bare()) if callable(found) else found
        raise Unknown("".join(self.tokens))


def plus(A, B):
    assert [*map(len, A)] == [*map(len, B)]
    return [[a + b for a, b in zip(*rows)] for rows in zip(A, B)]


def scaled(number, A):
    return [[number * a for a in row] for row in A]


def times(A, B):
    for one, other in (A, B), (B, A):
        if len(one) == len(one[0]) == 1:
            return scaled(one[0][0], other)
    assert len(A[0]) == len(B)
    return [
        [sum(a * b for a, b in zip(row, column)) for column in zip(*B)]
        for row in A
    ]


def test_the_reader_reads():
    known = {"z_1": [[2], [3]], "f": lambda A: scaled(10, A)}
    for text, value in {
        r"-\frac12\cdot\left(-4\right)+3^{2}": [[11]],
        r"\begin{pmatrix}1&-1\end{pmatrix}z_1": [[-1]],
        r"z_1\begin{pmatrix}1&0\end{pmatrix}": [[2, 0], [3, 0]],
        r"z_1^{\top}": [[2, 3]],
        r"f\left(1+1\right)+\sqrt{3^2+4^2}": [[25]],
    }.items():
        assert Reader(text, known).value() == value
    for text in r"z_{t-1}", r"z_1\le2", "2)":
        with pytest.raises(Unknown):
            Reader(text, known).value()


# --- a problem from its question --------------------------------------------


def network(question):
    """What the question gives, and nothing else: rnn, xs, ds, z_0."""
    said = {}
    for equation in maths(question.split("{ .given }")[0]):
        *names, value = equation.split("=")
        said |= dict.fromkeys(names, value)

    def number(name):
        return Reader(said[name], {}).value()

    def vector(name, n):
        [[same]] = number(name)  # a vector is given only where it is 0
        assert n == 1 or same == 0
        return [same] * n

    w = "w" if "w_{in}" in said else "W"
    W_in, W_re, W_out = (number(f"{w}_{{{at}}}") for at in ("in", "re", "out"))
    assert said["g(v)"] == "v"
    rnn = RNN(W_in, W_re, vector("b", len(W_re)), W_out,
              vector("b_{out}", len(W_out)), F[said["f(u)"]], identity)
    xs = [number(f"x_{t}")[0] for t in range(1, 4) if f"x_{t}" in said]
    ds = targets(said, said["E"], len(xs))
    return rnn, xs, ds, vector("z_0", len(W_re))


def targets(said, E, T):
    """A target for each step whose error is in E, and no other."""
    steps = [int(t) for t in re.findall(r"\(y_(\d)-d_\1\)\^2", E)]
    if every := re.search(r"\\sum_\{t=1\}\^\{(\d)\}\(y_t-d_t\)\^2", E):
        steps = [*range(1, int(every[1]) + 1)]
    assert [f"d_{t}" for t in steps] == [key for key in said if "d_" in key]
    there = {t: Reader(said[f"d_{t}"], {}).value()[0] for t in steps}
    return [there.get(t) for t in range(1, T + 1)]


def column(vector):
    return [[entry] for entry in vector]


def solved(rnn, xs, ds, z_0):
    """What every symbol is worth: the run by hand, the rest by autograd."""
    found = autograd.gradients(rnn, xs, ds, z_0)
    known = {
        "f": lambda u: column(rnn.f([entry for [entry] in u])),
        "z_0": column(z_0), "E": [[Fraction(0)]],
    }
    w = "w" if len(rnn.W_re) == 1 else "W"
    for at in "in", "re", "out":
        W = known[f"{w}_{{{at}}}"] = getattr(rnn, f"W_{at}")
        known[by(f"{w}_{{{at}}}")] = getattr(found, f"W_{at}")
        assert len(W[0]) == len(known[by(f"{w}_{{{at}}}")][0])
    b, b_out = column(rnn.b), column(rnn.b_out)
    known |= {"b": b, "b_{out}": b_out, by("b"): column(found.b),
              by("b_{out}"): column(found.b_out),
              by("z_0"): column(found.z_0)}
    slopes = set()
    for t, (x_t, d_t) in enumerate(zip(xs, ds), start=1):
        x = column(x_t)
        u = plus(plus(times(rnn.W_in, x), b),
                 times(rnn.W_re, known[f"z_{t - 1}"]))
        z = known["f"](u)
        y = plus(times(rnn.W_out, z), b_out)
        slope = rnn.f.prime([entry for [entry] in u])
        slopes |= {*slope}
        known |= {f"x_{t}": x, f"u_{t}": u, f"z_{t}": z, f"y_{t}": y,
                  f"f'(u_{t})": column(slope),
                  rf"\delta^{{out}}_{t}": column(found.delta_out[t]),
                  rf"\delta^{{re}}_{t}": column(found.delta_re[t])}
        if d_t:
            known[f"d_{t}"] = column(d_t)
            [[e]] = plus(y, scaled(-1, column(d_t)))
            known["E"] = plus(known["E"], [[e * e / 2]])
    if len(slopes) == 1:
        known["f'"] = [[*slopes]]
    return known


def by(name):
    return rf"\frac{{\partialE}}{{\partial{name}}}"


def with_p(known, rnn, xs, ds, z_0):
    """p(t) by central differences: exact, as z_t has no third power of w."""
    assert rnn.f is identity
    assert len(xs) <= 3
    [[w]] = rnn.W_re
    up, down = (
        solved(replace(rnn, W_re=[[w + step]]), xs, ds, z_0)
        for step in (1, -1)
    )
    for t in range(len(xs) + 1):
        [[above]], [[below]] = up[f"z_{t}"], down[f"z_{t}"]
        known[f"p({t})"] = [[(above - below) / 2]]


# --- what a text says -------------------------------------------------------

NO_VALUE = re.compile(r"^(t|k_\d)=|<|\\le(?!ft)|/")


def loose(text, known):
    """The numbers that no symbol vouches for, once all equations hold."""
    found = []
    for equation in maths(text):
        if NO_VALUE.search(equation):
            continue
        values, named = [], False
        for side in equation.split("="):
            reader = Reader(side, known)
            try:
                values.append(reader.value())
            except Unknown:
                continue
            named |= reader.named
        assert all(same(value, values[-1]) for value in values), equation
        if values and not named:
            [[value]] = values[-1] if len(values[-1]) == 1 == len(
                values[-1][0]) else [[values[-1]]]
            found.append(value)
    return found


def same(A, B):
    """0 stands for a matrix of zeros, too."""
    if [[0]] in (A, B):
        return not any(entry for row in A + B for entry in row)
    return A == B


def one(A):
    [[entry]] = A
    return entry


# The numbers that a solution does not name, from q, those of its question,
# and k, what the symbols are worth.

def states(q, k):
    return [one(k["z_2"]), one(k[r"\delta^{re}_1"])]


def deltas(q, k):
    [nudge] = q
    return [one(k[r"\delta^{re}_1"]) * nudge]


def three_sums(q, k):
    z_1, z_2, delta_1, delta_2 = (
        one(k[name])
        for name in ("z_1", "z_2", r"\delta^{re}_1", r"\delta^{re}_2")
    )
    return [delta_1 * z_1 + delta_2 * z_2, delta_2 * z_1]


def bias(q, k):
    [alpha] = q
    return [one(k["b"]) - alpha * one(k[by("b")])]


def many_to_one(q, k):
    errors = {one(k[rf"\delta^{{out}}_{t}"]) for t in (1, 2, 3)}
    return [*errors] * 2


def cut(q, k):
    delta = [None, *(one(k[rf"\delta^{{re}}_{t}"]) for t in (1, 2, 3))]
    z, x = ([one(k[f"{name}_{max(t, 1)}"]) for t in range(4)] for name in "zx")
    last = delta[3] * z[2], delta[3] * x[3]
    return [*last, last[0] + delta[2] * z[1], last[1] + delta[2] * x[2]]


def clip(q, k):
    c, c_large = q
    slopes = [one(k[by(f"w_{{{at}}}")]) for at in ("in", "re", "out")]
    length = isqrt(int(sum(slope**2 for slope in slopes)))
    assert length**2 == sum(slope**2 for slope in slopes)
    assert c < length < c_large
    scale = c / length
    return [length, length, c, scale, *(scale * n for n in slopes), c_large]


def mistake(q, k):
    return [times(k["W_{re}"], k[r"\delta^{re}_2"])]  # for its transpose


def rho(q, k):
    rho, turn, small, large = q
    assert scaled(rho, turn) == k["W_{re}"]
    squares = [
        one(times([*zip(*k[delta])], k[delta]))
        for delta in (rf"\delta^{{re}}_{t}" for t in (3, 2, 1))
    ]
    first = isqrt(int(squares[0]))
    assert squares == [(first * rho**n) ** 2 for n in (0, 1, 2)]
    lengths = [first * rho**n for n in (0, 1, 2)]
    n = next(n for n in count() if rho**n < small)
    return [*lengths, rho, rho ** (n - 1), rho**n, n, first * large**2]


LOOSE = {
    "states": states, "one-step": None, "deltas": deltas,
    "three-sums": three_sums, "bias": bias, "many-to-one": many_to_one,
    "cut": cut, "clip": clip, "rtrl": None, "which": None,
    "mistake": mistake, "rho": rho,
}


@pytest.mark.parametrize("lang", LANGS)
@pytest.mark.parametrize("name", LOOSE)
def test_a_solution_says_what_another_way_finds(name, lang):
    question, solution = parts(lang)[name]
    rnn, xs, ds, z_0 = network(question)
    known = solved(rnn, xs, ds, z_0)
    asked, q = without_given(question), []
    if name == "rtrl":
        with_p(known, rnn, xs, ds, z_0)
    if name == "many-to-one":
        before, solution = solution.split("\n    2. ")
        assert loose(before, known) == []
        said = dict(e.split("=") for e in maths(asked) if e.startswith("d_"))
        [E] = [e for e in maths(asked) if e.startswith("E=")]
        ds = targets(said, E, len(xs))
        known = solved(rnn, xs, ds, z_0)
    elif name not in ("mistake", "one-step"):
        q = loose(asked, {})
    found = loose(solution, known)
    if name == "which":
        assert q == choices(known)
        assert found == []
    else:
        assert found == (LOOSE[name](q, known) if LOOSE[name] else [])


def without_given(question):
    """What it asks, and what it gives besides the network."""
    return question.split("{ .given }")[1]


def choices(k):
    """The transposed product, both steps with z_t, the right one, z_2."""
    z_1, z_2, delta_1, delta_2 = (
        k[name]
        for name in ("z_1", "z_2", r"\delta^{re}_1", r"\delta^{re}_2")
    )
    late = times(delta_2, [*zip(*z_2)])
    right = times(delta_2, [*zip(*z_1)])
    assert right == k[by("W_{re}")]
    both = plus(times(delta_1, [*zip(*z_1)]), late)
    found = [times(z_1, [*zip(*delta_2)]), both, right, late]
    (a,), (b,) = z_1
    can = [all(p * b == q * a for p, q in rows) for rows in found]
    assert can == [False, False, True, False]  # it is (c) indeed
    return found


def test_every_problem_has_its_network_and_its_place():
    for lang in LANGS:
        assert [*parts(lang)] == [*LOOSE] == [*numbers.table()]
        heads = re.findall(r"^## (\d+)\. ", TEXT[lang], re.M)
        assert heads == [str(n) for n in range(1, 13)]


CITED = re.compile(r"/#?[\w./-]*#((?:eq|def)-\w+)\)")
SAID_THERE = {"eq-7", "eq-8", "eq-9"}  # their problems state them


@pytest.mark.parametrize("lang", LANGS)
def test_what_solutions_cite_stands_above_the_problems(lang):
    head, *rest = re.split(r"^## ", SOURCE[lang], flags=re.M)
    assert {*CITED.findall("".join(rest))} <= {
        *CITED.findall(head), "eq-1", "eq-1p", *SAID_THERE,
    }
    for way_back in r"\delta^{re}_{t+1}", r"\delta^{re}_tz_{t-1}":
        assert way_back in head


def test_what_the_words_of_a_solution_say_is_so():
    asked = {name: text for name, (text, _) in parts("en").items()}
    rnn, xs, ds, z_0 = network(asked["states"])
    larger = solved(rnn, [[xs[0][0] + Fraction(1, 9)], *xs[1:]], ds, z_0)
    assert larger["y_3"] == solved(rnn, xs, ds, z_0)["y_3"]

    rnn, xs, ds, z_0 = network(asked["one-step"])
    [other] = [e for e in maths(without_given(asked["one-step"]))
               if e.startswith("w_{re}=")]
    W_re = Reader(other.split("=")[1], {}).value()
    changed = solved(replace(rnn, W_re=W_re), xs, ds, z_0)
    before = solved(rnn, xs, ds, z_0)
    assert {
        name for name in before
        if name != "f" and before[name] != changed[name]
    } == {"w_{re}", by("z_0")}

    k = solved(*network(asked["cut"]))
    assert k["f'"] == [[1]]
    k = solved(*network(asked["mistake"]))
    given = dict(
        e.split("=") for e in maths(without_given(asked["mistake"]))
        if e.startswith(r"\delta") and "=" in e
    )
    student = {name: Reader(e, {}).value() for name, e in given.items()}
    assert student[r"\delta^{re}_2"] == k[r"\delta^{re}_2"]
    assert [student[r"\delta^{re}_1"]] == mistake([], k)
    assert student[r"\delta^{re}_1"] != k[r"\delta^{re}_1"]


# --- both languages ---------------------------------------------------------


NUMBERS = re.compile(r"(?:[-+\d&{}()]|\\(?:frac|cdot|\\|;|\w+\{pmatrix\}))+")


def says(text):
    """Its equations and its numbers; names may stand in another order."""
    return [
        equation
        for equation in maths(text)
        if "=" in equation or NUMBERS.fullmatch(equation)
        if not NO_VALUE.search(equation)
    ]


def test_both_languages_say_the_same_numbers_in_the_same_order():
    korean, english = (
        {name: [*map(says, both)] for name, both in parts(lang).items()}
        for lang in LANGS
    )
    assert korean == english
    assert sum(len(text) for both in korean.values() for text in both) > 250


FIXED = re.compile(  # what is a name, a rule, or the number of a step
    r"«[^»]*»|_\d|\^2|[tk](?:_\d)?=\d|p\(\d\)(?:=0)?|z_0=0|"
    r"\{?t[+-]1\}?|\\frac12(?=\(|\\left|\\sum)|\\frac\{1\}(?=\{\(1\+)|"
    r"\(1\+|\{1\+|[<>]1|\\le1"
)


@pytest.mark.parametrize("lang", LANGS)
def test_no_number_is_typed(lang):
    typed = [
        equation
        for equation in MATHS.findall(SOURCE[lang].split("\n## ", 1)[1])
        if re.search(r"\d", FIXED.sub("", equation))
    ]
    assert typed == []


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


# --- what does not fit is refused -------------------------------------------


def test_a_page_without_problems_stays_as_it_is():
    text = "## Cut { #cut }\n\n«delta_re[1]»"
    assert page.filled(text) == text
    wrapped = page.filled(text + "\n\n«given»")
    assert wrapped.startswith('<div class="problem"')
    assert wrapped.endswith("</div>")
    assert "«" not in wrapped


@pytest.mark.parametrize(("slot", "why"), [
    ("«delta[1]»", "name 'delta' is not defined"),
    ("«F(1, 7919)»", "is not defined"),
    ("«E / 9001»", "1/18002 is no number for a sheet of paper"),
])
def test_a_slot_without_a_number_is_refused(slot, why):
    with pytest.raises(ValueError, match=f"in states: .*{why}"):
        page.filled(f"## 1. States {{ #states }}\n\n«given»\n\n${slot}$")


def test_a_mistake_that_fits_nowhere_is_refused():
    known = numbers.numbers("mistake")
    with pytest.raises(ValueError, match="does not stand once in equation 5"):
        numbers.mistaken(known, "matvec(W_re_T", "matvec(W_re")


# --- on a phone -------------------------------------------------------------


@pytest.mark.parametrize("path", [
    "coursework/problems/", "en/coursework/problems/",
])
def test_what_a_problem_gives_is_whole_on_a_phone(open_page, path):
    sheet = open_page(path, viewport={"width": 390, "height": 844})
    cut = sheet.evaluate("""() => [...document.querySelectorAll(
        "div.math, .problem pre > code")]
      .filter((box) => box.scrollWidth > box.clientWidth + 1)
      .map((box) => box.textContent)""")
    assert cut == []
    assert not sheet.locator(".problem .md-code__nav").is_visible()


# --- the sheet --------------------------------------------------------------

WORDS = {"ko": ("coursework/problems/", "풀이", "연쇄 법칙"),
         "en": ("en/coursework/problems/", "Solution", "chain rule")}


def printed(sheet):
    pdf = sheet.pdf(format="A4")
    sheets = needed("pypdf").PdfReader(io.BytesIO(pdf)).pages
    text = " ".join(sheet.extract_text() for sheet in sheets)
    return len(sheets), unicodedata.normalize("NFKC", text)


@pytest.mark.parametrize("lang", LANGS)
def test_the_sheet_is_printed_without_solutions_and_with_them(
    open_page, lang
):
    path, solution, said = WORDS[lang]
    number = page.shown(2 ** numbers.numbers("rho")["steps"])
    count, text = printed(open_page(path))
    assert all(f"{n}. " in text for n in range(1, 13))
    assert {"ko": "역전파의 식 모음", "en": "The formulas"}[lang] in text
    assert said not in text
    assert number not in text
    assert count <= 9
    _, solved = printed(open_page(f"{path}?solutions"))
    assert solved.count(solution) == text.count(solution) + 12
    assert said in solved
    assert number in solved


def test_a_button_prints_with_solutions_and_the_next_print_is_without(
    open_page
):
    sheet = open_page("en/coursework/problems/")
    sheet.evaluate("""() => {
      window.prints = [];
      window.print = () => {
        prints.push(document.documentElement.matches(".solutions"));
        dispatchEvent(new Event("afterprint"));
      };
    }""")
    sheet.click("[data-sheet=solutions]")
    sheet.click("[data-sheet=questions]")
    assert sheet.evaluate("window.prints") == [True, False]
    assert sheet.locator("html.solutions").count() == 0
    assert sheet.locator(".md-content details[open]").count() == 0
    sheet = open_page("en/coursework/problems/?solutions")
    assert sheet.locator(".md-content details[open]").count() == 12
    assert sheet.wrong == []
