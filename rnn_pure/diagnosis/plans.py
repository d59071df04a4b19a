"""Every way to call what is in a file, by its names; the likeliest first."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from itertools import permutations
from typing import Any

from rnn_pure.checks import WEIGHTS
from rnn_pure.diagnosis.answers import shape_of, weight_of
from rnn_pure.diagnosis.calling import STATES, Plan, Step
from rnn_pure.diagnosis.names import (
    GRAD,
    KINDS,
    in_order,
    key_role,
    kind,
    plain,
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

    def signatures(self, of: str = "") -> dict[str, Signature]:
        """Of every function; of every .method of that class."""
        if not of:
            return {**self.about["functions"]}
        return {f".{n}": s for n, s in self.about["classes"][of].items()}

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
    functions = sorted(file.about["functions"], key=_rank)
    apart = [n for n in functions if n[0] == "_" or kind(n) == "apart"]
    names = [n for n in functions if n not in apart]
    likely = [n for n in names if kind(n) == "back"]
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
    """bptt first, then in the order of the words."""
    words, lower = KINDS["back"].split(), plain(name).lower()
    return [name != "bptt", *(word not in lower for word in words)]


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

    made = {n for f in file.about["functions"] if kind(f) == "forward"
            for n in file.returned(f)}  # by what comes before
    if not {"xs", "ds"} <= there or not known or there & {*STATES} or (
        made & {n for n, _, _ in signature}
    ):
        for steps in _ways_back(file, "", name):
            found = Plan(steps, returned=file.returned(name))
            yield from _with_made(file, found)
            yield from _with_slopes(found)
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


def _ways_back(file: File, of: str, back: str) -> Iterator[list[Step]]:
    """After forward, whose entries it takes; a method also after a loss."""
    some = file.signatures(of)
    alone, known = settled(some[back])
    for first, signature in some.items():
        given, fits = settled(signature)
        goes = kind(first) == "forward" or (
            of and kind(first) == "loss" and "ds" in given.values())
        if not (goes and fits and "xs" in given.values()) or first == back:
            continue
        before = file.returned(of + first)
        after = _after(some[back], before)
        if sum(role(n) is None and n not in before for n in after) < 2:
            yield from [[(first, given), (back, after)]] * bool(after)
        if not of or not known or "xs" in alone.values():
            continue
        yield [(first, given), (back, alone)]
        for loss in some:
            then = _after(some[loss], before) or settled(some[loss])[0]
            if kind(loss) == "loss" and loss != first and (
                "ds" in then.values()
            ):
                yield [(first, given), (loss, then), (back, alone)]


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
    methods = file.signatures(name)
    settled_ = {m: settled(signature) for m, signature in methods.items()}
    backs = [m for m in methods if kind(m) == "back"]
    sure = bool(backs)
    if not sure:  # what takes all that it needs may leave gradients behind
        backs = [m for m, (of, _) in settled_.items()
                 if {"xs", "ds"} <= {*of.values()}
                 and kind(m) not in ("apart", "training")]
    for make, leaves in _made(file, name) if backs else ():
        for back in backs:
            of, known = settled_[back]
            alone = [[(back, of)]] * (known and "xs" in of.values())
            for steps in [*alone, *_ways_back(file, name, back)]:
                yield from _with_slopes(Plan(
                    steps, make, leaves=leaves, sure=sure,
                    returned=file.returned(name + back),
                ))


def _made(file: File, name: str) -> Iterator[tuple[Step, Leaves]]:
    """How to make an object of a class; which attributes are its weights."""
    signature = file.about["classes"][name].get("__init__", [])
    given = {
        n: r for n, waits, must in signature if (r := size(n) or role(n))
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


def size(name: str) -> str:
    """A size that is called by what it is of: hidden."""
    return "n_re" if len(name) > 1 and role(name) in ("z", "z_0") else ""


def weights_of(file: File, name: str, given: dict[str, str]) -> Leaves:
    """Which attribute is which weight, by the shapes of a small object."""
    n_in, n_re, n_out, T = SIZES["unequal"]
    vocab = "vocab" in given.values()
    n_in = n_out if vocab else n_in
    sizes = dict(n_in=n_in, n_re=n_re, n_out=n_out, vocab=n_out, T=T,
                 sizes=(n_in, n_re, n_out))
    said = file.ask({"make": [name, {n: sizes[r] for n, r in given.items()}]})
    meant, turned = (
        weight_of((n_in, n_re, n_out), rows) for rows in (False, True))
    of = meant if vocab else turned | meant
    found = {}
    for path, value in said.get("leaves", {}).items():
        last, shape = path.split(".")[-1], shape_of(value)
        bare = GRAD.sub("", last)
        slope = bare != last and (
            path.removesuffix(last) + bare in said["leaves"])
        if shape in of and (role(last) or "b")[0] == "W" != of[shape][0]:
            return {}  # a vector for a matrix
        if shape in of and not (
            slope or "grad" in path or role(last) in ("z", "z_0")
        ):
            found[path] = shape
    rows = any(shape not in meant for shape in found.values())
    return {
        path: (of[shape], rows if of[shape][0] == "W" else (
            len(shape) > 1) + (shape[0] == 1))
        for path, shape in found.items()
    }
