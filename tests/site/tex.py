r"""The TeX of docs/equations.toml, read: a small language, and nothing else.

    chain    sum = sum = …, also with \approx or \leftarrow
    sum      terms with + and - between them
    term     factors side by side, and \odot between two such products
    factor   a number, a name, (sum), f(sum), f'(sum), \frac, \min, \max,
             \mathrm{diag}, cases, \cdots, or \sum with the rest of its term;
             ^{\top} behind it
    name     a letter with in, re or out and with indices, as p^k_{ij}(t)

Whatever else stands there raises Refused. Trees are named tuples.
"""

import re
from functools import cache
from typing import Any, NamedTuple, NoReturn

LETTERS = {letter: letter for letter in "ETWbdfgijklmnpstuvwxyz"} | {
    r"\delta": "delta",
    r"\kappa": "kappa",
    r"\alpha": "alpha",
    r"\varepsilon": "eps",
    r"\mathrm{softmax}": "softmax",
}
LABELS = {"{in}": "_in", "{re}": "_re", "{out}": "_out"}
INDICES = tuple("ijklmt")
FUNCTIONS = ("f", "g", "softmax")
RELATIONS = ("=", r"\approx", r"\leftarrow")
ENDS = ("", "+", "-", ")", "}", ",", r"\odot", r"\\", r"\end{cases}")
TOP = r"^{\top}"
SPACE = (r"\,", r"\quad", r"\big", r"\Big")
TOKEN = re.compile(
    r"\\(?:begin|end|mathrm)\{\w+\}|\^\{\\top\}|\{(?:in|re|out)\}"
    r"|\\[A-Za-z]+|\\.|\d+|\S"
)


class Refused(ValueError):
    """This TeX makes no sense."""


class Name(NamedTuple):
    """δ^{re}_{j,t} is delta_re with two indices."""

    base: str
    indices: tuple = ()


class Apply(NamedTuple):
    """f(argument) or f′(argument); f may have an index too."""

    function: Name
    primed: bool
    argument: Any


class Sum(NamedTuple):
    """Σ from first to last; None: over all that the index can be."""

    index: str
    first: Any
    last: Any
    body: Any


class Operation(NamedTuple):
    """+ - · ⊙ / ⊤ min max diag cases, or ∂: ∂of/∂by."""

    sign: str
    operands: tuple


DOTS = Name("…")


def lines(tex: str) -> list[tuple[str, ...]]:
    """The tokens of each equation: of each row, split at every second &.

    A row that begins with = goes on with the one before.
    """
    tokens = [token for token in TOKEN.findall(tex) if token not in SPACE]
    if tokens[:1] == [r"\begin{aligned}"] and tokens[-1] == r"\end{aligned}":
        tokens = tokens[1:-1]
    found: list[tuple[str, ...]] = []
    for row in split(tokens, r"\\"):
        cells = split(row, "&")
        for left, right in zip(cells[::2], cells[1::2] + [[]]):
            line = (*left, *right)
            if line[:1] == ("=",) and found:
                line = found.pop() + line
            found.append(line)
    return found


def split(tokens: list[str], at: str) -> list[list[str]]:
    """What stands between one `at` and the next, cases left whole."""
    parts: list[list[str]] = [[]]
    depth = 0
    for token in tokens:
        depth += token.startswith(r"\begin") - token.startswith(r"\end")
        if token == at and depth == 0:
            parts.append([])
        else:
            parts[-1].append(token)
    return parts


@cache
def parse(line: tuple[str, ...]) -> tuple[list[Any], list[str]]:
    """The parts of a chain, and the relations between them."""
    return Parser(line).chain()


class Parser:
    """A walk over the tokens; spans: where factors and Σ signs stand."""

    def __init__(self, tokens: tuple[str, ...]) -> None:
        self.tokens, self.at = tokens, 0
        self.spans: list[tuple[int, int]] = []

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

    def chain(self) -> tuple[list[Any], list[str]]:
        parts, relations = [self.sum()], []
        while self.next or not relations:
            relations.append(self.take(*RELATIONS))
            parts.append(self.sum())
        return parts, relations

    def sum(self) -> Any:
        minus = [self.takes("-")]
        terms = [self.term()]
        while self.next in ("+", "-"):
            minus.append(self.take("+", "-") == "-")
            terms.append(self.term())
        signed = tuple(
            Operation("-", (term,)) if negative else term
            for negative, term in zip(minus, terms)
        )
        return Operation("+", signed) if len(signed) > 1 else signed[0]

    def term(self) -> Any:
        factors = [self.factor()]
        while self.next not in ENDS + RELATIONS:
            factors.append(self.factor())
        node = Operation("·", (*factors,)) if len(factors) > 1 else factors[0]
        if self.takes(r"\odot"):
            return Operation("⊙", (node, self.term()))
        return node

    def factor(self) -> Any:
        start = self.at
        node = self.bare_factor()
        if self.takes(TOP):
            node = Operation("⊤", (node,))
        self.spans.append((start, self.at))
        return node

    def bare_factor(self) -> Any:
        if self.next.isdigit():
            return int(self.take(self.next))
        if self.next == "(":
            return self.listed("(", ")", 1)[0]
        if self.takes(r"\frac"):
            return self.fraction()
        if self.takes(r"\partial"):
            return Operation("∂", (self.name(),))
        if self.takes(r"\sum"):
            return self.summation(self.at - 1)
        if self.takes(r"\min"):
            return Operation("min", self.listed("(", ")", 2))
        if self.takes(r"\max"):
            return Operation("max", self.listed("(", ")", 2))
        if self.takes(r"\mathrm{diag}"):
            return Operation("diag", (self.factor(),))
        if self.takes(r"\begin{cases}"):
            cases = [self.sum()]
            while self.take(r"\\", r"\end{cases}") == r"\\":
                cases.append(self.sum())
            return Operation("cases", tuple(cases))
        return DOTS if self.takes(r"\cdots") else self.name()

    def listed(self, opening: str, closing: str, count: int = 0) -> tuple:
        """(sum, …): count of them, or as many as there are."""
        self.take(opening)
        found = [self.sum()]
        while len(found) != count and self.takes(","):
            found.append(self.sum())
        if len(found) < count:
            self.take(",")
        self.take(closing)
        return tuple(found)

    def fraction(self) -> Operation:
        above, below = (self.listed("{", "}", 1)[0] for _ in range(2))
        if [getattr(half, "sign", "") for half in (above, below)] == ["∂"] * 2:
            return Operation("∂", above.operands + below.operands)
        return Operation("/", (above, below))

    def summation(self, start: int) -> Sum:
        first = last = None
        if self.takes("^"):
            (last,) = self.script(1)
        self.take("_")
        braced = self.takes("{")
        index = self.take(*INDICES)
        if braced and self.take("=", "}") == "=":
            first = self.sum()
            self.take("}")
        if last is None and self.takes("^"):
            (last,) = self.script(1)
        if (first is None) != (last is None):
            self.refuse("Σ has one bound, but needs both or none")
        self.spans.append((start, self.at))
        return Sum(index, first, last, self.term())

    def script(self, count: int = 0) -> tuple:
        """The indices in it: i and j of {ij}, j and t-1 of {j,t-1}."""
        if self.next.isdigit():
            return (int(self.take(self.next)),)
        if self.next != "{":
            return (Name(self.letter()),)
        indices: list[Any] = []
        for node in self.listed("{", "}", count):
            several = isinstance(node, Operation) and node.sign == "·"
            indices += node.operands if several else (node,)
        if count and len(indices) != count:
            self.refuse(f"{count} should have been read")
        return tuple(indices)

    def letter(self) -> str:
        if self.next not in LETTERS:
            self.refuse("stands no name that is known")
        return LETTERS[self.take(self.next)]

    def name(self) -> Any:
        base = self.letter()
        label, scripts = "", {"_": (), "^": ()}
        primed = False
        while self.next in ("_", "^", "'"):
            if not primed and self.takes("'"):
                primed = True
                continue
            place = self.take("_", "^")
            if self.next in LABELS and not label:
                label = LABELS[self.take(*LABELS)]
            elif scripts[place]:
                self.refuse("a second index in one place")
            else:
                scripts[place] = self.script()
        indices = scripts["_"] + scripts["^"]
        if base in ("p", "s") and self.next == "(":
            indices += self.listed("(", ")", 1)
        if base in ("t", "k") and indices:  # t_1 and k_2 are names
            base, indices = f"{base}_{indices[0]}", indices[1:]
        if base in ("w", "W") and label:  # w^{re}_{ij} is an entry of W_{re}
            if len(indices) != (2 if base == "w" else 0):
                self.refuse("w has two indices, and W has none")
            base = "W"
        name = Name(base + label, indices)
        if primed and base not in ("f", "g"):
            self.refuse("only f and g have a prime")
        if base in FUNCTIONS or (name == Name("E") and self.next == "("):
            return Apply(name, primed, *self.listed("(", ")", 1))
        return name
