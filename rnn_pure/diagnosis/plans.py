"""Every way to call what is in a file, by its names; the likeliest first."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from itertools import permutations
from typing import Any

from rnn_pure.checks import WEIGHTS
from rnn_pure.diagnosis.answers import shape_of
from rnn_pure.diagnosis.calling import STATES, Plan
from rnn_pure.diagnosis.names import gradient_role, plain, role
from rnn_pure.diagnosis.nets import SIZES

LIKELY = (
    "bptt", "backprop", "backward", "lossfun", "grad", "역전파", "기울기"
)
FORWARD = ("forward", "순전파", "call", "predict")
LOSS = ("loss", "error", "cost", "손실", "오차")
NOT = (
    "truncated", "numeric", "check", "test", "clip", "update", "cell", "step",
    "수치", "검사",
)
OF_SIZES = ("n_in", "n_re", "n_out", "vocab", "T", "far")
IN_ORDER = ("xs", "ds", "W_in", "W_re", "b", "W_out", "b_out", "z_0")
SLOPES = {"dh": "dh", "dy": "dy"}
MOST_ORDERS = 24
Signature = list[list[Any]]
Ask = Callable[[dict[str, Any]], dict[str, Any]]


@dataclass
class File:
    """What child.about says, and a way to ask."""

    about: dict[str, Any]
    ask: Ask = lambda question: {}

    @property
    def functions(self) -> dict[str, Signature]:
        of: dict[str, Signature] = self.about["functions"]
        return of

    def returned(self, name: str) -> list[str]:
        names: list[str] = self.about["returned"].get(name, [])
        return names

    def keys(self) -> dict[str, str]:
        """What the weights are called in the file's own mapping."""
        for words in self.about["quoted"], self.about["attributes"]:
            found = {
                of: word for word in words[::-1]
                if (of := role(word)) in WEIGHTS and of
            }
            if found.keys() >= {"W_in", "W_re"}:
                return found
        return {}


def plans(file: File, only: str | None = None) -> list[Plan]:
    """Every way that the names allow; of that function or class alone."""
    apart = [n for n in file.functions if n[0] == "_" or is_named(n, NOT)]
    names = sorted((n for n in file.functions if n not in apart), key=rank)
    likely = [n for n in names if is_named(n, LIKELY)]
    found: list[Plan] = []
    for some, make in (
        (likely, of_function), (file.about["classes"], of_class),
        (names, of_function), (apart, of_function), (names, _guessed),
    ):
        for name in some:
            if only in (None, name):
                found += make(file, name)
        if some is not likely and any(plan.sure for plan in found):
            break
    return [
        replace(plan, keys=file.keys()) if "params" in plan.has else plan
        for plan in found
    ]


def is_named(name: str, words: tuple[str, ...]) -> bool:
    return any(word in plain(name).lower() for word in words)


def rank(name: str) -> list[bool]:
    """bptt first, then as LIKELY."""
    return [name != "bptt", *(not is_named(name, (w,)) for w in LIKELY)]


def settled(signature: Signature) -> tuple[dict[str, str], list[str]]:
    """The roles that the names say, and the parameters that must be given.

    What may mean one thing or another is settled by what else is there.
    """
    of = {
        name: meant for name, waits, _ in signature
        if waits and (meant := role(name))
    }
    for stand_in, meant in ("y", "ds"), ("T", "ds"), ("z", "z_0"):
        for name, r in of.items():
            many = name.lower() in ("hs", "zs", "as", "hiddens", "h_seq")
            if r == stand_in and meant not in of.values() and not (
                many and meant == "z_0"
            ):
                of[name] = meant
                break
    return of, [name for name, _, must in signature if must]


def of_function(file: File, name: str) -> Iterator[Plan]:
    """A function of the module."""
    of, needed = settled(file.functions[name])
    returned, there = file.returned(name), {*of.values()}
    known = of.keys() >= {*needed}
    if not {"xs", "ds"} <= there or not known or there & {*STATES}:
        yield from _after_forward(file, name, file.functions[name])
    if {"rnn", "params", "states"} & there:
        yield from _of_object(file, name, of, needed)
    fits = known and {"xs", "ds"} <= there and not there & {
        "E", "states", "rnn", "dh", "dy", "cache"
    }
    weights = {"params", *WEIGHTS} & there
    of_module = {}
    if fits and not weights:
        of_module = {
            n: r for n in file.about["globals"] if (r := role(n)) in {
                *WEIGHTS, "n_in", "n_re", "n_out", "vocab"
            } - there and r
        }
        weights |= {*of_module.values()}
    if (fits and weights & {"params"}) or {"W_in", "W_re", "W_out"} <= weights:
        if fits:
            yield Plan([(name, of)], globals=of_module, returned=returned)
    elif len(needed) in (7, 8) and len(there & {*WEIGHTS}) < 3:
        in_order = dict(zip(needed, IN_ORDER))
        yield Plan([(name, in_order)], returned=returned, sure=False)
    if {"rnn", "xs", "ds"} <= there <= {"rnn", "xs", "ds", "z_0"}:
        yield Plan([(name, of)], returned=returned)
        as_params = {
            n: "params" if r == "rnn" else r for n, r in of.items()
        }
        yield Plan([(name, as_params)], returned=returned)
    elif len(needed) == 3 and not (fits and weights):
        given = dict(zip(needed, ("rnn", "states", "ds")))
        sure = all(role(n) == r for n, r in given.items())
        yield Plan([(name, given)], returned=returned, sure=sure)


def _guessed(file: File, name: str) -> Iterator[Plan]:
    """The parameters whose names say nothing, in every order."""
    of, needed = settled(file.functions[name])
    unknown = [n for n in needed if n not in of]
    free = [r for r in IN_ORDER if r not in of.values()]
    orders = [*permutations(free, len(unknown))]
    if len(needed) > 4 and len(orders) <= MOST_ORDERS:
        for order in orders:
            given = of | dict(zip(unknown, order))
            if {"xs", "ds", "W_in", "W_re"} <= {*given.values()}:
                yield Plan(
                    [(name, given)], returned=file.returned(name), sure=False
                )


def _forwards(file: File) -> Iterator[tuple[str, dict[str, str]]]:
    """Functions that go forward, and the roles of their parameters."""
    for name, signature in file.functions.items():
        of, needed = settled(signature)
        if is_named(name, FORWARD) and not is_named(name, NOT):
            if of.keys() >= {*needed} and "xs" in of.values():
                yield name, of


def _after(
    signature: Signature, returned: list[str], step: int
) -> dict[str, str] | None:
    """Roles of what may be given what an earlier step returned.

    A name that it returned is that entry; a cache is the last.
    """
    of, needed = settled(signature)
    found = {}
    for name, waits, _ in signature:
        if not waits:
            continue
        entry = f"${step}"
        if name in returned:
            found[name] = f"{entry}.{returned.index(name)}"
        elif of.get(name) in ("cache", "states") or (
            name not in of and name in needed
        ):
            last = f".{len(returned) - 1}" if returned else ""
            found[name] = entry + last
        elif name in of:
            found[name] = of[name]
    fits = found.keys() >= {*needed}
    caches = [r for r in found.values() if r.startswith("$")]
    return found if fits and caches else None


def _after_forward(
    file: File, name: str, signature: Signature
) -> Iterator[Plan]:
    """A function that takes what another has returned."""
    for first, given in _forwards(file):
        if first == name:
            continue
        of = _after(signature, file.returned(first), 0)
        unknown = of is not None and [
            n for n, r in of.items()
            if r.startswith("$") and role(n) is None
            and n not in file.returned(first)
        ]
        if of is None or len(unknown or []) > 1:
            continue
        plan = Plan(
            [(first, given), (name, of)], returned=file.returned(name)
        )
        yield from _with_slopes(plan)


def _with_slopes(plan: Plan) -> Iterator[Plan]:
    """The plan, if it has targets; or is handed the slope of E.

    A slope by the outputs may be one by the states, where there is none.
    """
    there = plan.has
    slopes = there & {*SLOPES}
    if "xs" not in there or bool(slopes) == ("ds" in there):
        return
    if not slopes:
        yield plan
        return
    if slopes == {"dy"} and "W_out" in there:
        yield replace(plan, given="dy")
    yield replace(plan, given="dh")


def _of_object(
    file: File, name: str, of: dict[str, str], needed: list[str]
) -> Iterator[Plan]:
    """A function of an object whose class is in the file, too."""
    for cls in file.about["classes"]:
        for make, leaves in _made(file, cls):
            given = {
                n: "@" if r in ("rnn", "params") else r for n, r in of.items()
            }
            if given.keys() >= {*needed} and "@" in given.values():
                plan = Plan(
                    [(name, given)], make, leaves=leaves,
                    returned=file.returned(name),
                )
                yield from _with_slopes(plan)


def _made(
    file: File, name: str
) -> Iterator[tuple[tuple[str, dict[str, str]], dict[str, Any]]]:
    """How to make an object of a class; which attributes are its weights."""
    signature = [
        [n, waits or role(n) in OF_SIZES, must or role(n) in OF_SIZES]
        for n, waits, must in file.about["classes"][name].get("__init__", [])
    ]
    of, needed = settled(signature)
    if not of.keys() >= {*needed}:
        if len(needed) not in (2, 3):
            return
        of = dict(zip(needed, ("n_in", "n_re", "n_out")))
    given = {n: r for n, r in of.items() if n in needed or r in WEIGHTS}
    there = {*given.values()}
    if {"W_in", "W_re"} <= there or "params" in there:
        yield (name, given), {}
    elif there <= {*OF_SIZES}:
        leaves = weights_of(file, name, given)
        if {r for r, _ in leaves.values()} >= {"W_in", "W_re"}:
            yield (name, given), leaves


def of_class(file: File, name: str) -> Iterator[Plan]:
    """A class with a method that goes back, alone or after others."""
    methods = file.about["classes"][name]
    backs = [m for m in methods if is_named(m, LIKELY)]
    backs = [m for m in backs if not is_named(m, NOT)]
    if not backs:
        return
    for make, leaves in _made(file, name):
        for back in backs:
            for steps in _ways_back(file, name, methods, back):
                plan = Plan(
                    steps, make, leaves=leaves,
                    returned=file.returned(f"{name}.{back}"),
                )
                yield from _with_slopes(plan)


def _ways_back(
    file: File, name: str, methods: dict[str, Signature], back: str
) -> Iterator[list[tuple[str, dict[str, str]]]]:
    """The method itself; after forward; after forward and a loss."""
    of, needed = settled(methods[back])
    if of.keys() >= {*needed} and "xs" in of.values():
        yield [(f".{back}", of)]
    for first in methods:
        there, must = settled(methods[first])
        if first == back or not is_named(first, FORWARD) or is_named(first, NOT) or (
            "xs" not in there.values() or not there.keys() >= {*must}
        ):
            continue
        start = f".{first}", there
        returned = file.returned(f"{name}.{first}")
        if of.keys() >= {*needed} and "xs" not in of.values():
            yield [start, (f".{back}", of)]
        after = _after(methods[back], returned, 0)
        if after is not None:
            yield [start, (f".{back}", after)]
        for loss in methods:
            given = _after(methods[loss], returned, 0) or settled(
                methods[loss])[0]
            if is_named(loss, LOSS) and loss not in (first, back) and (
                "ds" in given.values() and of.keys() >= {*needed}
            ):
                yield [start, (f".{loss}", given), (f".{back}", of)]


def weights_of(
    file: File, name: str, given: dict[str, str]
) -> dict[str, tuple[str, bool]]:
    """Which attribute is which weight, by the shapes of a small object."""
    n_in, n_re, n_out, T = SIZES["unequal"]
    vocab = "vocab" in given.values()
    n_in = n_out if vocab else n_in
    sizes = dict(
        n_in=n_in, n_re=n_re, n_out=n_out, vocab=n_out, T=T, far=1000
    )
    said = file.ask({"make": [name, {n: sizes[r] for n, r in given.items()}]})
    of: dict[tuple[int, ...], tuple[str, bool]] = {
        (n_re, n_re): ("W_re", False)
    }
    for role_, n in ("b", n_re), ("b_out", n_out):
        of |= dict.fromkeys([(n,), (n, 1), (1, n)], (role_, False))
    if not vocab:
        of |= {(n_in, n_re): ("W_in", True), (n_re, n_out): ("W_out", True)}
    of |= {(n_re, n_in): ("W_in", False), (n_out, n_re): ("W_out", False)}
    found = {}
    for path, value in said.get("leaves", {}).items():
        last = path.split(".")[-1]
        is_gradient = "grad" in path or (
            last[0] == "d" and gradient_role(last) and role(last) is None
        )
        if (fits := of.get(shape_of(value))) and not is_gradient:
            if role(last) not in ("z", "z_0"):
                found[path] = fits
    turned = any(rows for _, rows in found.values())
    return {
        path: (r, turned and r.startswith("W"))
        for path, (r, _) in found.items()
    }
