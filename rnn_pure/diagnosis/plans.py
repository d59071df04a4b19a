"""Every way to call what is in a file, by its names; the likeliest first."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from itertools import permutations
from typing import Any

from rnn_pure.checks import WEIGHTS
from rnn_pure.diagnosis.answers import shape_of
from rnn_pure.diagnosis.calling import STATES, Plan, Step
from rnn_pure.diagnosis.names import (
    FORWARD,
    GRAD,
    LIKELY,
    LOSS,
    NOT,
    TRAINING,
    in_order,
    is_named,
    key_role,
    role,
)
from rnn_pure.diagnosis.nets import SIZES

OF_SIZES = {"n_in", "n_re", "n_out", "vocab", "T", "sizes"}
IN_ORDER = ("xs", "ds", "W_in", "W_re", "b", "W_out", "b_out", "z_0")
Signature = list[list[Any]]  # name, whether it waits, whether it must
Leaves = dict[str, tuple[str, int]]


@dataclass
class File:
    """What about.about says, and a way to ask."""

    about: dict[str, Any]
    ask: Callable[[dict[str, Any]], dict[str, Any]] = lambda question: {}

    def returned(self, name: str) -> list[str]:
        names: list[str] = self.about["returned"].get(name, [])
        return names

    def keys(self) -> dict[str, str]:
        """What the weights are called in the file's own mapping."""
        quoted, attributes = self.about["quoted"], self.about["attributes"]
        for words, meant in (
            (quoted, role), (attributes, role), (quoted, key_role),
        ):
            found = {
                of: word for word in words[::-1]
                if (of := meant(word)) in WEIGHTS and of
            }
            if found.keys() >= {"W_in", "W_re"}:
                return found
        used = self.about["used"]
        return dict(zip(in_order(used), used))


def plans(file: File, only: str | None = None) -> list[Plan]:
    """Every way that the names allow; of that function or class alone."""
    functions = file.about["functions"]
    apart = [n for n in functions if n[0] == "_" or is_named(n, NOT)]
    names = sorted((n for n in functions if n not in apart), key=_rank)
    likely = [n for n in names if is_named(n, LIKELY)]
    found: list[Plan] = []
    for some, make in (
        (likely, of_function), (file.about["classes"], of_class),
        (names, of_function), (apart, of_function),
    ):
        for name in some:
            if only in (None, name):
                found += make(file, name)
        if some is not likely and any(plan.sure for plan in found):
            break
    return [
        replace(plan, keys=file.keys(), packing=file.about["unpacked"])
        if "params" in plan.has else plan
        for plan in found
    ]


def _rank(name: str) -> list[bool]:
    """bptt first, then as LIKELY."""
    return [name != "bptt", *(not is_named(name, (w,)) for w in LIKELY)]


def settled(signature: Signature) -> tuple[dict[str, str], bool]:
    """The roles that names say; whether all that must be given have one.

    What may mean one thing or another is settled by what else is there.
    """
    of = {
        n: r for n, waits, _ in signature
        if waits and (r := "params" if waits == "params" and (
            role(n) != "rnn") else role(n))
    }
    if [*of.values()].count("W_re") > 1 and of.get("W") == "W_re":
        of["W"] = "W_in"  # W and R
    for stand_in, meant in ("y", "ds"), ("T", "ds"), ("z", "z_0"):
        for name, r in of.items():
            many = name.lower() in ("hs", "zs", "as", "hiddens", "h_seq")
            if r == stand_in and meant not in of.values() and not (
                many and meant == "z_0"
            ):
                of[name] = meant
                break
    needed = [n for n, _, must in signature if must]
    weights = [n for n in needed if of.get(n, "W_in") in WEIGHTS]
    if not {*needed} <= of.keys():
        of |= zip(weights, in_order(weights))
        left = [n for n in needed if n not in of]
        free = [r for r in IN_ORDER[:4] if r not in of.values()]
        of |= zip(left, free) if len(left) == len(free) == 1 else ()
    return of, {*needed} <= of.keys()


# --- functions --------------------------------------------------------------


def of_function(file: File, name: str) -> Iterator[Plan]:
    """A function of the module."""
    signature = file.about["functions"][name]
    of, known = settled(signature)
    there = {*of.values()}
    needed = [n for n, _, must in signature if must]

    def plan(given: dict[str, str], sure: bool = True, **more: Any) -> Plan:
        named = file.returned(name)
        return Plan([(name, given)], returned=named, sure=sure, **more)

    made = {n for f in file.about["functions"] if is_named(f, FORWARD)
            for n in file.returned(f)}  # by what comes before
    if not {"xs", "ds"} <= there or not known or there & {*STATES} or (
        made & {n for n, _, _ in signature}
    ):
        yield from _after_forward(file, name)
    if known:
        yield from _with_made(file, plan(of))
    of_module: dict[str, str] = {}
    weights = there & {"params", *WEIGHTS}
    if not weights:
        keyed, most = file.about["keyed"], {*WEIGHTS, *OF_SIZES, "params"}
        of_module = {
            n: r for n in file.about["globals"]
            if (r := "params" if n in keyed else role(n)) in most - there
        }
        weights = {*of_module.values()}
    fits = known and {"xs", "ds"} <= there and not there & {
        "E", "states", "rnn", "dh", "dy", "cache"
    } and ("params" in weights or {"W_in", "W_re", "W_out"} <= weights)
    if fits:
        yield plan(of, globals=of_module)
    elif len(needed) in (7, 8) and len(weights) < 3:
        yield plan(dict(zip(needed, IN_ORDER)), sure=False)
    if {"rnn", "xs", "ds"} <= there <= {"rnn", "xs", "ds", "z_0"}:
        yield plan(of)
        yield plan({n: "params" if r == "rnn" else r for n, r in of.items()})
    elif len(needed) == 3 and not fits:
        given = dict(zip(needed, ("rnn", "states", "ds")))
        sure = all(role(n) == r for n, r in given.items())
        if sure or "z" in file.about["attributes"]:  # it reads states.z
            yield plan(given, sure)


def _after_forward(file: File, name: str) -> Iterator[Plan]:
    """A function that takes what another has returned."""
    for first, signature in file.about["functions"].items():
        given, known = settled(signature)
        if first == name or not is_named(first, FORWARD) or (
            is_named(first, NOT) or not known or "xs" not in given.values()
        ):
            continue
        before = file.returned(first)
        of = _after(file.about["functions"][name], before)
        open_ = [n for n in of if role(n) is None and n not in before]
        if of and len(open_) < 2:
            found = Plan([(first, given), (name, of)],
                         returned=file.returned(name))
            yield from _with_made(file, found)
            yield from _with_slopes(found)


def _with_made(file: File, plan: Plan) -> Iterator[Plan]:
    """The plan with an object of each class that can hold the weights."""
    if not plan.has & {"rnn", "params"}:
        return
    steps = [(name, {n: "@" if r in ("rnn", "params") else r
                     for n, r in given.items()}) for name, given in plan.steps]
    for cls in file.about["classes"]:
        for make, leaves in _made(file, cls):
            yield from _with_slopes(
                replace(plan, steps=steps, make=make, leaves=leaves))


def _after(signature: Signature, before: list[str]) -> dict[str, str]:
    """The roles of what may be given what step 0 returned; {} for none.

    A name that was returned is that entry; a cache is the last.
    """
    of, _ = settled([p for p in signature if p[0] not in before])
    found = {}
    for name, waits, must in signature:
        if name in before:
            found[name] = f"$0.{before.index(name)}"
        elif of.get(name) in ("cache", "states") or (must and name not in of):
            found[name] = f"$0.{len(before) - 1}" if before else "$0"
        elif waits and name in of:
            found[name] = of[name]
    return found if any(r[0] == "$" for r in found.values()) else {}


def _with_slopes(plan: Plan) -> Iterator[Plan]:
    """The plan, if it has targets; or is handed the slope of E.

    A slope by the outputs may be one by the states, where there is none.
    """
    slopes = plan.has & {"dh", "dy"}
    if "xs" not in plan.has or bool(slopes) == ("ds" in plan.has):
        return
    if not slopes:
        yield plan
        return
    if slopes == {"dy"} and "W_out" in plan.has:
        yield replace(plan, given="dy")
    yield replace(plan, given="dh")


# --- classes ----------------------------------------------------------------


def of_class(file: File, name: str) -> Iterator[Plan]:
    """A class with a method that goes back, alone or after others."""
    methods = file.about["classes"][name]
    backs = [m for m in methods if is_named(m, LIKELY)]
    backs = [m for m in backs if not is_named(m, NOT)]
    sure = bool(backs)
    if not sure:  # what takes all that it needs may leave gradients behind
        backs = [m for m, signature in methods.items()
                 if {"xs", "ds"} <= {*settled(signature)[0].values()}
                 and not is_named(m, (*NOT, *TRAINING))]
    for make, leaves in _made(file, name) if backs else ():
        for back in backs:
            for steps in _ways_back(file, name, methods, back):
                yield from _with_slopes(Plan(
                    [(f".{step}", given) for step, given in steps], make,
                    leaves=leaves, returned=file.returned(f"{name}.{back}"),
                    sure=sure,
                ))


def _made(file: File, name: str) -> Iterator[tuple[Step, Leaves]]:
    """How to make an object of a class; which attributes are its weights."""
    signature = file.about["classes"][name].get("__init__", [])
    given = {
        n: r for n, waits, must in signature if (r := _size(n) or role(n))
        and (must or r in OF_SIZES or (waits and r in WEIGHTS))
    }
    needed = [n for n, _, must in signature if must or n in given]
    there, known = {*given.values()}, len(given) == len(needed)
    if known and ({"W_in", "W_re"} <= there or "params" in there):
        yield (name, given), {}
        return
    some = [given]
    if not known or not there <= OF_SIZES:
        orders = permutations(("n_in", "n_re", "n_out"))
        some = [dict(zip(needed, order)) for order in orders]
    for given in some:
        leaves = weights_of(file, name, given) if (
            len(given) == len(needed)) else {}
        if {r for r, _ in leaves.values()} >= {"W_in", "W_re"}:
            yield (name, given), leaves
            break


def _size(name: str) -> str:
    """A size that is called by what it is of: hidden."""
    return "n_re" if len(name) > 1 and role(name) in ("z", "z_0") else ""


def _ways_back(
    file: File, name: str, methods: dict[str, Signature], back: str
) -> Iterator[list[Step]]:
    """The method itself; after forward; after forward and a loss."""
    of, known = settled(methods[back])
    if known and "xs" in of.values():
        yield [(back, of)]
    for first in methods:
        given, fits = settled(methods[first])
        through = is_named(first, FORWARD) or (
            is_named(first, LOSS) and "ds" in given.values())
        if first == back or not through or is_named(first, NOT) or (
            not fits or "xs" not in given.values()
        ):
            continue
        before = file.returned(f"{name}.{first}")
        if known and "xs" not in of.values():
            yield [(first, given), (back, of)]
        if after := _after(methods[back], before):
            yield [(first, given), (back, after)]
        for loss in methods:
            then = _after(methods[loss], before) or settled(methods[loss])[0]
            apart = is_named(loss, LOSS) and loss not in (first, back)
            if known and apart and "ds" in then.values():
                yield [(first, given), (loss, then), (back, of)]


def weights_of(file: File, name: str, given: dict[str, str]) -> Leaves:
    """Which attribute is which weight, by the shapes of a small object."""
    n_in, n_re, n_out, T = SIZES["unequal"]
    vocab = "vocab" in given.values()
    n_in = n_out if vocab else n_in
    sizes = dict(n_in=n_in, n_re=n_re, n_out=n_out, vocab=n_out, T=T,
                 sizes=(n_in, n_re, n_out))
    said = file.ask({"make": [name, {n: sizes[r] for n, r in given.items()}]})
    of: dict[tuple[int, ...], tuple[str, int]] = {}
    if not vocab:
        of |= {(n_in, n_re): ("W_in", True), (n_re, n_out): ("W_out", True)}
    of |= {
        (n_re, n_in): ("W_in", False), (n_out, n_re): ("W_out", False),
        (n_re, n_re): ("W_re", False),
    }
    for bias, n in ("b", n_re), ("b_out", n_out):
        for k, shape in enumerate([(n,), (n, 1), (1, n)]):
            of[shape] = bias, k
    found = {}
    for path, value in said.get("leaves", {}).items():
        last = path.split(".")[-1]
        bare = GRAD.sub("", last)
        slope = bare != last and (
            path.removesuffix(last) + bare in said["leaves"])
        fitting = of.get(shape_of(value))
        if fitting and (role(last) or "b")[0] == "W" != fitting[0][0]:
            return {}  # a vector for a matrix
        if fitting and not (
            slope or "grad" in path or role(last) in ("z", "z_0")
        ):
            found[path] = fitting
    turned = any(k for r, k in found.values() if r[0] == "W")
    return {
        path: (r, turned if r[0] == "W" else k)
        for path, (r, k) in found.items()
    }
