"""The backward pass is the forward pass, read from the bottom.

From lines  name[t] = expression  and a last one,  E += error(y[t], d[t]),
follow those of the backward pass: ∂E/∂name for each name, in the opposite
order. back is what has come back to a line, ∂E by the name that it sets:

    it reads          comes back
    add(a, b)         to a: back                   to b: back
    subtract(a, b)    to a: back                   to b: −back
    hadamard(a, b)    to a: hadamard(back, b)      to b: hadamard(back, a)
    matvec(W, a)      to a: matvec(W_T, back)      to W: back aᵀ, summed over t
    f(a)              to a: hadamard(back, f.prime(a))
    error(y, d)       to y: error.gradient(y, d)

What is read in two places gets two shares, added; z[t - 1] in the line of
u[t] is z[t] in the line of u[t + 1]. That is all: read so, the lines of
forward and total_error give those of bptt.
"""

import ast
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from importlib.resources import files
from pathlib import Path
from typing import Any, NoReturn

from rnn_pure.activations import ACTIVATIONS
from rnn_pure.losses import ERRORS
from rnn_pure.matrix import Vector
from rnn_pure.rnn import forward, total_error
from rnn_pure.walkthrough import TAG, statements

SLOPES = {str(error): f"{error}.gradient" for error in ERRORS}
SLOPES["rnn.error_at"] = "rnn.error_slope"
LAST = "E += squared_error(y[t], d[t])"
DELTAS = {"v": "delta_out", "u": "delta_re"}  # ∂E/∂v and ∂E/∂u in bptt
TWO = "벡터 둘", "two vectors"
ONE = "u[t] 하나(식은 먼저 u[t] = …로 적습니다)", "one u[t], set in a line"
FORMS = "matvec(W, a), add(a, b), subtract(a, b), hadamard(a, b), tanh(u[t])"
TAKES = {
    "add": ("벡터 둘이나 셋", "two or three vectors"),
    "subtract": TWO, "hadamard": TWO,
    "matvec": ("행렬의 이름과 벡터", "the name of a matrix, and a vector"),
    **dict.fromkeys(["f", "g", *map(str, ACTIVATIONS)], ONE),
}


def negative(a: Vector) -> Vector:
    """−a, entry by entry: for what is only subtracted."""
    return [-a_i for a_i in a]


class NotUnderstood(ValueError):
    """What cannot be read: where, counted from 1, and why."""

    def __init__(self, line: int, column: int, ko: str, en: str) -> None:
        super().__init__(f"line {line}, column {column}: {en}")
        self.line, self.column, self.ko, self.en = line, column, ko, en


def refuse(node: Any, ko: str, en: str) -> NoReturn:
    raise NotUnderstood(node.lineno, node.col_offset + 1, ko, en)


@dataclass
class Use:
    """One place where a name is read, and what comes back from there."""

    line: str  # the name that this line sets
    back: str
    name: str = ""
    k: int | None = None  # as name[t + k]; None: a weight, without an index
    met: str = ""  # what a matrix is multiplied by
    node: Any = None  # where it stands
    minus: bool = False
    ways: tuple[str, ...] = ()  # on the way back: "W_reᵀ", "⊙ f′", "−"


@dataclass
class Cell:
    """A forward pass: the names that its lines set, E last, and every use."""

    sets: list[str]
    uses: list[Use]
    deltas: Mapping[str, str]  # own names of some ∂E/∂name

    def grad(self, name: str) -> str:
        """What ∂E/∂name is called."""
        return self.deltas.get(name, f"dE_d{name}")

    def places(self, *ks: int | None) -> dict[str, list[Use]]:
        """Where each name is read as name[t + k]; those of its own t first."""
        found: dict[str, list[Use]] = {}
        for use in sorted(self.uses, key=lambda use: -(use.k or 0)):
            if use.k in ks:
                found.setdefault(use.name, []).append(use)
        return found


@dataclass
class Derived:
    """A line of the backward pass, and the places that it comes from."""

    name: str
    at: str  # "[t]", "[0]", or of a weight, a sum over time, ""
    code: str
    uses: list[Use]


# --- reading the forward pass -----------------------------------------------


def of_package() -> str:
    """The lines in the time loops of forward and total_error."""
    return "\n".join(
        TAG.sub("", s.code.strip())
        for function in (forward, total_error)
        for s in statements(function) if s.equation and s.over_time
    )


def text_of(file: str) -> str:
    """The lines in a file, or in the package's own cells/FILE.txt."""
    own = files("rnn_pure") / "cells" / f"{file}.txt"
    path = own if own.is_file() else Path(file)
    return path.read_text(encoding="utf-8-sig")


def read(source: str, deltas: Mapping[str, str]) -> Cell:
    """The cell of these lines; deltas are own names of some ∂E/∂name.

    Raises NotUnderstood for what is no such line, a name that is read before
    it is set, and a line that E does not depend on.
    """
    try:
        body: list[Any] = ast.parse(source).body
    except SyntaxError as error:
        where = error.lineno or 1, error.offset or 1
        why = "파이썬이 아닙니다", f"this is no Python: {error.msg}"
        raise NotUnderstood(*where, *why) from None
    names = [*map(set_by, body)]
    cell = Cell(names, [], deltas)
    for i, (s, name) in enumerate(zip(body, names)):
        if {name, "E"} & {*names[:i]}:
            refuse(s, f"{name}의 줄은 하나이고, E의 줄이 마지막입니다",
                   f"one line sets {name}, and E's is the last")
        start = Use(name, f"{cell.grad(name)}[t]")
        cell.uses += used(s.value, start, names, names[i:])
    if "E" not in names:
        raise NotUnderstood(1, 1, f"{LAST}가 없습니다", f"there is no {LAST}")
    reached = ["E"]
    for name in reached:
        reached += {u.name for u in cell.uses if u.line == name} - {*reached}
    for s, name in zip(body, names):
        if name not in reached:
            refuse(s, f"{name}[t]가 E에 이르지 않습니다",
                   f"{name}[t] never reaches E")
    for name, uses in cell.places(None).items():
        for use in uses:
            if bool(use.met) != bool(uses[0].met):
                refuse(use.node, f"{name}은(는) 행렬입니까, 벡터입니까?",
                       f"is {name} a matrix or a vector? it is read as both")
    return cell


def set_by(s: Any) -> str:
    """The name that a line sets."""
    match s:
        case ast.Assign([ast.Subscript(ast.Name(name), ast.Name("t"))]):
            return name
        case ast.AugAssign(ast.Name("E"), ast.Add(), ast.Call(error)) if (
                ast.unparse(error) in SLOPES):
            return "E"
    refuse(s, f"줄은 name[t] = 식, 마지막 줄은 {LAST} 꼴입니다",
           f"a line is name[t] = expression, the last one {LAST}")


def used(
    node: Any, came: Use, names: list[str], later: list[str]
) -> Iterator[Use]:
    """Every name that an expression reads: the table of rules above."""

    def on(a: Any, way: str = "", back: str = came.back,
           minus: bool = came.minus) -> Iterator[Use]:
        ways = (*came.ways, way) if way else came.ways
        further = replace(came, back=back, minus=minus, ways=ways)
        return used(a, further, names, later)

    back = came.back
    match node:
        case ast.Name(name) if name not in names:
            yield replace(came, name=name, node=node)
        case ast.Subscript(ast.Name(name)):
            place = step(node, names, later)
            yield replace(came, name=name, k=place, node=node)
        case ast.Call(function, args, []):
            f, texts = ast.unparse(function), [*map(ast.unparse, args)]
            match f, args:
                case "add", [_, _] | [_, _, _]:
                    for a in args:
                        yield from on(a)
                case "subtract", [a, b]:
                    yield from on(a)
                    yield from on(b, "−", minus=not came.minus)
                case "hadamard", [a, b]:
                    for part, other in (a, texts[1]), (b, texts[0]):
                        share = f"hadamard({back}, {other})"
                        yield from on(part, f"⊙ {other}", share)
                case "matvec", [ast.Name(W), a] if W not in names:
                    yield from on(a, f"{W}ᵀ", f"matvec({W}_T, {back})")
                    yield replace(came, name=W, met=texts[1], node=args[0])
                case _, [ast.Subscript() as a] if TAKES.get(f) == ONE:
                    slope = f"{f}.prime({texts[0]})"
                    yield from on(a, f"⊙ {f}′", f"hadamard({back}, {slope})")
                case _, [ast.Subscript() as y, ast.Subscript(ast.Name(d))] if (
                        f in SLOPES and came.line == "E" and d not in names):
                    yield from on(y, "", f"{SLOPES[f]}({', '.join(texts)})")
                case _:
                    refuse(node, *not_called(f))
        case _:
            refuse(node, f"읽을 수 없습니다: {ast.unparse(node)}. 읽는 식은 "
                   f"{FORMS}입니다", f"cannot read {ast.unparse(node)}, but "
                   f"{FORMS}")


def not_called(f: str) -> tuple[str, str]:
    """Why a call of f is none of the rules."""
    if f in TAKES:
        ko, en = TAKES[f]
        return f"{f}에 넣는 것: {ko}", f"{f} takes {en}"
    if f in SLOPES:
        return (f"{f}는 E의 줄에만 씁니다. 넣는 것: y[t]와 정답 d[t]",
                f"{f} stands in E's line and takes y[t] and a target d[t]")
    known = ", ".join(TAKES)
    return (f"모르는 함수입니다: {f}. 아는 함수는 {known}입니다",
            f"{f} is unknown; known are {known}")


def step(node: ast.Subscript, names: list[str], later: list[str]) -> int:
    """k of name[t + k], 0 or −1, where that has been set."""
    name, index = ast.unparse(node.value), ast.unparse(node.slice)
    if index == "t - 1" and name not in names:
        refuse(node, f"{name}[t - 1]: 입력에는 t = 0이 없습니다",
               f"{name} is an input: there is none at t = 0")
    if index == "t" and name in later:
        refuse(node, f"{name}[t]를 정하기 전에 읽습니다. {name}[t - 1]입니까?",
               f"{name}[t] is read before it is set: {name}[t - 1]?")
    if index not in ("t", "t - 1"):
        carried = f"p[t] = {name}[t - 1]"
        refuse(node, f"[t]와 [t - 1]만 읽습니다. 더 앞의 값은 {carried}처럼 "
               f"한 줄로 이어 갑니다", f"only [t] and [t - 1] are read; older "
               f"ones are carried on: {carried}")
    return 0 if index == "t" else -1


# --- writing the backward pass ----------------------------------------------


def backward(cell: Cell) -> Iterator[Derived]:
    """The loop from T to 1, what is left at t = 0, the sums over time."""
    places, weights = cell.places(0, -1), cell.places(None)
    states = [name for name in reversed(cell.sets) if name in places]
    for name in [*states, *(name for name in places if name not in states)]:
        left = f"        {cell.grad(name)}[t] = "
        shares = total(places[name], {0: "t", -1: "t + 1"})
        yield Derived(name, "[t]", left + broken(shares, left), places[name])
    for name, uses in cell.places(-1).items():
        left = f"    {cell.grad(name)}[0] = "
        shares = total(uses, {-1: "1"})
        yield Derived(name, "[0]", left + broken(shares, left), uses)
    vectors = [name for name, uses in weights.items() if not uses[0].met]
    matrices = [name for name in weights if name not in vectors]
    for name in matrices[::-1] + vectors[::-1]:
        left, uses = f"    {cell.grad(name)} = ", weights[name]
        sums = " + ".join(
            over(f"negative({use.back})" if use.minus else use.back)
            for use in uses
        )
        if name in vectors:
            sums = f"sum_over_time({sums})"
        else:
            met = " + ".join(over(use.met) for use in uses)
            sums = f"sum_outer({sums}, {met})"
        yield Derived(name, "", left + broken(sums, left), uses)


def total(uses: list[Use], when: Mapping[int | None, str]) -> str:
    """The sum of what comes back, from each place at its own step."""
    plus, minus = (
        [at(use.back, when[use.k]) for use in uses if use.minus == less]
        for less in (False, True)
    )
    for shares in plus, minus:
        while len(shares) > 1:  # add takes two or three
            shares[:3] = [f"add({', '.join(shares[:3])})"]
    if not minus:
        return plus[0]
    return f"subtract({plus[0]}, {minus[0]})" if plus else (
        f"negative({minus[0]})")


def at(text: str, t: str) -> str:
    """The text with t = "t + 1", or t = "1", for t."""
    before = {"t": "t - 1", "t + 1": "t", "1": "0"}[t]
    return re.sub(r"\[t( - 1)?\]",
                  lambda index: f"[{before if index[1] else t}]", text)


def over(text: str) -> str:
    """The list over time: of z[t] it is z[1:T + 1], of z[t - 1] z[0:T]."""
    if re.fullmatch(r"\w+\[t( - 1)?\]", text):
        return text.replace("[t]", "[1:T + 1]").replace("[t - 1]", "[0:T]")
    return f"[{text} for t in range(1, T + 1)]"


def broken(text: str, left: str) -> str:
    """A call, its arguments on lines of their own where one is too short."""
    node = ast.parse(text, mode="eval").body
    if len(left + text) < 80 or not isinstance(node, ast.Call):
        return text
    inner = " " * (len(left) + node.args[0].col_offset)
    args = [ast.get_source_segment(text, a) or "" for a in node.args]
    return (text[:node.args[0].col_offset]
            + f",\n{inner}".join(broken(a, inner) for a in args) + ")")
