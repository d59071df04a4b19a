r"""The TeX of an equation, read and computed.

    chain    sum = sum = …, also with \approx or \leftarrow
    sum      terms with + and - between them
    term     factors side by side or with \cdot, and \odot between two such
             products; A_t \cdots A_{T-1} is written out
    factor   a number, a name, (sum), f(sum), f'(sum), \frac, \sqrt, \min,
             \max, \mathrm{diag}, a pmatrix, cases, or \sum with the rest of
             its term; ^{\top} behind it, or a power behind a number or bracket
    name     a letter with in, re or out and with indices, as p^k_{ij}(t)

A World says what the names mean; nothing is guessed: what else stands there
raises Refused, and a vector where a number belongs raises TypeError.
"""

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from functools import reduce
from itertools import product
from typing import Any, NoReturn, TypeAlias

from docs.build.equations.algebra import (
    At,
    Entries,
    Refused,
    applied,
    diagonal,
    hadamard,
    look,
    matrix,
    negative,
    opened,
    plus,
    root,
    same,
    times,
    transposed,
    whole,
)
from rnn_pure.activations import ratio

Tokens: TypeAlias = tuple[str, ...]
Slopes: TypeAlias = Callable[[str, At], dict[str, Entries]]
Indices: TypeAlias = dict[str, int]  # what the indices are: {"t": 3}
Meaning: TypeAlias = Callable[[Indices], Any]  # of a part: its value there

LETTERS = {letter: letter for letter in "ETWbdfgijklmnpstuvwxyz"} | {
    r"\delta": "delta",
    r"\kappa": "kappa",
    r"\alpha": "alpha",
    r"\varepsilon": "eps",
    r"\mathrm{softmax}": "softmax",
}
LABELS = {"{in}": "_in", "{re}": "_re", "{out}": "_out"}
INDICES = tuple("ijklmt")
RELATIONS = ("=", r"\approx", r"\leftarrow")
ENDS = ("", *"+-)},&", r"\odot", r"\\", *RELATIONS)
TOP = r"^{\top}"
SPACE = (r"\,", r"\;", r"\quad", r"\big", r"\Big", r"\left", r"\right")
TOKEN = re.compile(
    r"\\(?:begin|end|mathrm)\{\w+\}|\^\{\\top\}|\{(?:in|re|out)\}"
    r"|\\[A-Za-z]+|\\.|\S"
)


def no_slopes(of: str, at: At) -> dict[str, Entries]:
    raise Refused(f"there is no {of} at {at} to differentiate")


@dataclass
class World:
    """What the names mean.

    quantities: by all their indices; with fewer the first are left open, so
        that x_t is a column and W_re a matrix
    functions: by their indices, () where f has none; f.prime is f′
    slopes: slopes("u", (i, t))["z"] is ∂u_{i,t} by z
    ranges: what an index runs over where what it counts does not say so
    relations: = and the like, and what each asks of its two sides
    case: which line of cases it is
    idle_sums: whether Σ may repeat what has not got its index
    """

    quantities: dict[str, Entries]
    functions: dict[str, Entries] = field(default_factory=dict)
    slopes: Slopes = no_slopes
    ranges: dict[str, range] = field(default_factory=dict)
    relations: dict[str, Callable[[Any, Any], Any]] = field(
        default_factory=lambda: {"=": same}
    )
    case: int = 0
    idle_sums: bool = False


# --- an equation ------------------------------------------------------------


def tokens(tex: str) -> Tokens:
    return tuple(token for token in TOKEN.findall(tex) if token not in SPACE)


def lines(tex: str) -> list[Tokens]:
    """The tokens of each equation: of each row, split at every second &.

    A row that begins with = goes on with the one before.
    """
    found: list[Tokens] = []
    for row in split(tokens(re.sub(r"\\\w+\{aligned\}", "", tex)), r"\\"):
        cells = split(row, "&")
        for left, right in zip(cells[::2], [*cells[1::2], ()]):
            goes_on = left[:1] == ("=",) and found
            found.append((found.pop() if goes_on else ()) + left + right)
    return found


def split(whole: Tokens, at: str) -> list[Tokens]:
    """What stands between one `at` and the next, matrices left whole."""
    parts: list[Tokens] = [()]
    depth = 0
    for token in whole:
        depth += token.startswith(r"\begin") - token.startswith(r"\end")
        if token == at and depth == 0:
            parts.append(())
        else:
            parts[-1] += (token,)
    return parts


def of(function: Callable[..., Any], *parts: Meaning) -> Meaning:
    """The function of what the parts mean."""
    return lambda at: function(*(part(at) for part in parts))


class Reader:
    """A walk over the tokens, in a world.

    relations: those between the sides; spans: where factors and Σ signs stand;
    uses: the indices that no Σ binds, each with what can stand in its place.
    """

    def __init__(self, line: Tokens, world: World) -> None:
        self.tokens, self.world, self.at = line, world, 0
        self.relations: list[str] = []
        self.spans: list[tuple[int, int]] = []
        self.uses: list[tuple[str, frozenset[int]]] = []

    @property
    def next(self) -> str:
        return self.tokens[self.at] if self.at < len(self.tokens) else ""

    def takes(self, *wanted: str) -> bool:
        """Whether one of these is next; if so, it is taken."""
        found = self.next in wanted
        self.at += found
        return found

    def take(self, *wanted: str) -> str:
        """What is next, which must be one of these."""
        if not self.takes(*wanted):
            self.refuse(f"here must stand {' or '.join(wanted)}")
        return self.tokens[self.at - 1]

    def refuse(self, why: str) -> NoReturn:
        read, left = self.tokens[:self.at], self.tokens[self.at:]
        raise Refused(f"{' '.join(read)} ▸ {' '.join(left)}: at ▸ {why}")

    def values(self) -> Iterator[tuple[Indices, list[Any]]]:
        """The values of the sides, at all indices that the first side has."""
        sides, free = [self.sum()], self.free()
        while self.next:
            self.relations.append(self.take(*RELATIONS))
            sides.append(self.sum())
        if unbound := self.free() - free:
            raise Refused(f"{unbound} stands on the right, bound by no sum")
        runs = {index: self.run(index) for index in sorted(free)}
        for numbers in product(*runs.values()):
            at = dict(zip(runs, numbers))
            yield at, [side(at) for side in sides]

    # sums, products, factors

    def sum(self, term: Callable[[], Meaning] | None = None) -> Meaning:
        terms: list[Meaning] = []
        while not terms or self.next in ("+", "-"):
            minus = self.takes("-")
            if terms and not minus:
                self.take("+")
            found = (term or self.term)()
            terms.append(of(negative, found) if minus else found)
        return of(plus, *terms)

    def term(self) -> Meaning:
        start, factors = self.at, [self.factor()]
        while self.next not in ENDS and not self.next.startswith(r"\end"):
            if self.takes(r"\cdots"):
                factors = [self.written_out(start, factors)]
            else:
                self.takes(r"\cdot")
                factors.append(self.factor())
        found = of(lambda *them: reduce(times, them), *factors)
        if self.takes(r"\odot"):
            return of(hadamard, found, self.term())
        return found

    def written_out(self, start: int, factors: list[Meaning]) -> Meaning:
        """A_t ⋯ A_{T-1}: t goes on from where it is until it has become T − 1.

        What stands before ⋯ stands behind it again, with this one difference.
        """
        before, middle = self.tokens[start:self.at - 1], self.at
        for _ in factors:
            self.factor()
        behind = self.tokens[middle:self.at]
        for end in 0, -1:
            while before and behind and before[end] == behind[end]:
                before, behind = (
                    it[1 + end:len(it) + end] for it in (before, behind)
                )
        index, goal = "".join(before), Reader(behind, self.world)
        last = goal.bound() if self.is_index(index) else None
        if last is None or goal.next:
            self.refuse("one index must differ before and behind ⋯")
        return lambda at: reduce(times, (
            factor({**at, index: k})
            for k in range(at[index], last(at) + 1)
            for factor in factors
        ), 1)

    def factor(self) -> Meaning:
        start, power = self.at, self.next.isdigit() or self.next == "("
        found = self.bare_factor()
        if self.takes(TOP):
            found = of(transposed, found)
        elif power and self.takes("^"):
            found = of(pow, found, self.bound())
        self.spans.append((start, self.at))
        return found

    def bare_factor(self) -> Meaning:
        if self.next.isdigit():
            return self.number()
        if self.next == "(":
            [inside] = self.listed()
            return inside
        if self.takes(r"\frac"):
            if self.tokens[self.at:self.at + 2] == ("{", r"\partial"):
                return self.derivative()
            return of(ratio, self.group(), self.group())
        if self.takes(r"\sqrt"):
            return of(root, self.group())
        if self.takes(r"\sum"):
            return self.summation(self.at - 1)
        if self.takes(r"\min"):
            return of(min, *self.listed())
        if self.takes(r"\max"):
            return of(max, *self.listed())
        if self.takes(r"\mathrm{diag}"):
            return of(diagonal, self.factor())
        if self.takes(r"\begin{pmatrix}"):
            rows = [of(lambda *row: row, *row) for row in self.rows("pmatrix")]
            return of(lambda *rows: matrix(rows), *rows)
        if self.takes(r"\begin{cases}"):
            return self.rows("cases")[self.world.case][0]
        return self.value(*self.name())

    def number(self, most: int = 99) -> Meaning:
        digits = ""
        while self.next.isdigit() and len(digits) < most:
            digits += self.take(self.next)
        return lambda _: int(digits)

    def group(self) -> Meaning:
        """{sum}, or one digit."""
        if self.next.isdigit():
            return self.number(1)
        [found] = self.listed("{", "}")
        return found

    def listed(self, opening: str = "(", closing: str = ")") -> list[Meaning]:
        """(sum, …)"""
        self.take(opening)
        found = [self.sum()]
        while self.take(",", closing) == ",":
            found.append(self.sum())
        return found

    def rows(self, name: str) -> list[list[Meaning]]:
        """The cells up to its end."""
        found, end = [[self.sum()]], rf"\end{{{name}}}"
        while (sign := self.take("&", r"\\", end)) != end:
            if sign == r"\\":
                found.append([])
            found[-1].append(self.sum())
        return found

    def summation(self, start: int) -> Meaning:
        last = self.bound() if self.takes("^") else None
        self.take("_")
        braced = self.takes("{")
        index, first = self.take(*INDICES), None
        if braced and self.take("=", "}") == "=":
            first = of(whole, self.sum(self.atom))
            self.take("}")
        if self.takes("^"):
            last = self.bound()
        if (first is None) != (last is None):
            self.refuse("Σ needs both bounds or none")
        self.spans.append((start, self.at))
        n = len(self.uses)
        body = self.term()
        if index not in self.free(n) and not self.world.idle_sums:
            self.refuse(f"the sum over {index} has no {index} in it")
        if first and last:
            steps = of(lambda a, b: range(a, b + 1), first, last)
        else:
            counted = self.run(index, n)
            steps = of(lambda: counted)
        self.uses[n:] = [use for use in self.uses[n:] if use[0] != index]

        def total(at: Indices) -> Any:
            if index in at:
                raise Refused(f"{index} means something else already")
            if not (ks := steps(at)):
                raise Refused(f"the sum over {index} is empty")
            return plus(*(body({**at, index: k}) for k in ks))

        return total

    # names and indices

    def value(
        self, base: str, at: Sequence[Meaning] = (), primed: bool = False
    ) -> Meaning:
        """What a name means that was read."""
        if self.next == "(" and base in self.world.functions:
            functions = self.world.functions[base]

            def applied_there(argument: Any, *at: int) -> Any:
                function = look(functions, at)
                return applied(function.prime if primed else function,
                               argument)

            return of(applied_there, *self.listed(), *at)
        base += "'" * primed
        if not at and self.is_index(base):
            self.uses.append((base, frozenset()))
            return lambda there: there[base]
        entries = look(self.world.quantities, base)
        return of(lambda *at: opened(entries, at), *at)

    def derivative(self) -> Meaning:
        halves = []
        for _ in range(2):
            self.take("{")
            self.take(r"\partial")
            halves.append(self.name())
            self.take("}")
        (above, of_at, _), (below, by_at, _) = halves

        def slope(*at: int) -> Any:
            slopes = self.world.slopes(above, at[:len(of_at)])
            return opened(look(slopes, below), at[len(of_at):])

        return of(slope, *of_at, *by_at)

    def name(self) -> tuple[str, list[Meaning], bool]:
        """delta_re, its indices j and t, and whether it has a prime."""
        base, label, primed = self.letter(), "", False
        scripts: dict[str, list[tuple[Meaning, Tokens]]] = {"_": [], "^": []}
        while self.next in ("_", "^", "'"):
            if not primed and self.takes("'"):
                primed = True
                continue
            place = self.take("_", "^")
            if self.next in LABELS and not label:
                label = LABELS[self.take(*LABELS)]
            elif base in "tk" and self.next.isdigit() and not label:  # t_1
                label = f"_{self.take(self.next)}"
            elif scripts[place]:
                self.refuse("a second index in one place")
            else:
                scripts[place] = self.script()
        indices = scripts["_"] + scripts["^"]
        if base == "p":  # p^k_ij is a column over k
            indices = scripts["^"] + scripts["_"]
        if base in ("p", "s") and self.next == "(":
            indices += self.script()
        if base == "w" and label:  # w^{re}_{ij} is an entry of W_{re}
            base = "W"
        base, n = base + label, len(indices)
        for k, (_, read) in enumerate(indices):
            if len(read) == 1 and self.is_index(read[0]):
                axis = frozenset(
                    key[k - n]
                    for key in self.world.quantities.get(base, ())
                    if len(key) >= n
                )
                self.uses.append((read[0], axis))
        return base, [meaning for meaning, _ in indices], primed

    def letter(self) -> str:
        if self.next not in LETTERS:
            self.refuse("stands no name that is known")
        return LETTERS[self.take(self.next)]

    def script(self) -> list[tuple[Meaning, Tokens]]:
        """The indices in it: i and j of {ij}, j and t-1 of {j,t-1}."""
        if self.next not in ("{", "("):
            token = self.next
            one = self.number(1) if token.isdigit() else self.value(
                self.letter()
            )
            return [(of(whole, one), (token,))]
        self.take("{", "(")
        found: list[tuple[Meaning, Tokens]] = []
        while not found or not self.takes("}", ")"):
            start, meaning = self.at, self.sum(self.atom)
            found.append((of(whole, meaning), self.tokens[start:self.at]))
            self.takes(",")
        return found

    def bound(self) -> Meaning:
        """The only index of a script."""
        (found, _), *others = self.script()
        if others:
            self.refuse("only one number should have been read")
        return found

    def atom(self) -> Meaning:
        if self.next.isdigit():
            return self.number()
        return self.value(*self.name())

    def is_index(self, name: str) -> bool:
        return name in INDICES and name not in self.world.quantities

    def free(self, start: int = 0) -> set[str]:
        return {index for index, _ in self.uses[start:]}

    def run(self, index: str, start: int = 0) -> list[int]:
        """What an index runs over: all that it counts must agree."""
        if index in self.world.ranges:
            return [*self.world.ranges[index]]
        axes = {
            axis for used, axis in self.uses[start:] if used == index and axis
        }
        if len(axes) != 1:
            counts = [*map(sorted, axes)]
            raise Refused(f"{index} counts {counts}: not one thing")
        return sorted(*axes)
