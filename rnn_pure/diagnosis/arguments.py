"""What a function wants, by the names of its parameters, and giving it that.

A function may want the package's objects, (rnn, states, ds), or the sequence
and the weights themselves, in any order and under any usual name, also as
globals of its module: lists, or arrays in one of several layouts.
"""

import inspect
import sys
from collections.abc import Callable
from copy import deepcopy
from dataclasses import dataclass
from typing import Any

from rnn_pure.checks import WEIGHTS
from rnn_pure.diagnosis.cases import SIZES, SMALL, Case, World
from rnn_pure.diagnosis.layouts import Layout
from rnn_pure.diagnosis.names import ROLES, role
from rnn_pure.diagnosis.params import Keys, Parameters, by_name
from rnn_pure.rnn import RNN

PACKAGE = ("rnn", "states", "ds")


class Unfit(Exception):
    """A function that cannot be called, and the parameter that is why."""


@dataclass(frozen=True)
class Wants:
    """What a function is given: a role for each parameter and each global."""

    parameters: dict[str, str]
    globals: dict[str, str]
    takes_rnn: bool
    takes_states: bool
    one_target: bool
    without: frozenset[str]

    @property
    def goes_forward(self) -> bool:
        """Whether it has the states from its own forward pass."""
        given = {*self.parameters.values()}
        return not given & {"rnn", "states", "z", "u"}

    @property
    def is_sure(self) -> bool:
        """Whether the names themselves say (rnn, states, ds)."""
        return self.takes_states and all(
            role(name) == said for name, said in self.parameters.items()
        )


def readings(function: Callable[..., Any]) -> list[Wants]:
    """By the names, the likeliest first; three may be the package's own.

    Raises Unfit where a name says nothing and has no default.
    """
    try:
        given = inspect.signature(function).parameters
    except (TypeError, ValueError) as error:
        raise Unfit(str(error)) from error
    named = [
        p for p in given.values()
        if p.kind not in (p.VAR_POSITIONAL, p.VAR_KEYWORD)
    ]
    if any(p.name == "self" for p in named):
        raise Unfit("self")
    needed = [p.name for p in named if p.default is p.empty]
    # a default stays, but for None, which waits for something
    free = {
        p.name: role(p.name) for p in named
        if p.default is p.empty or p.default is None
    }
    asked = [needed[:3], [p.name for p in named][:3]]
    of_package = [dict(zip(three, PACKAGE)) for three in asked
                  if len(three) == len(needed) == 3]
    found = [_settled(free)]
    if of_package and not _is_free(found[0], needed):
        found = [of_package[0], *found]
    else:
        found += of_package[:1]
    fitting, first = [], None
    for roles in found:
        try:
            fitting.append(_wants(function, roles, needed))
        except Unfit as unfit:
            first = first or unfit
    if first and not fitting:
        raise first
    return fitting


def _wants(
    function: Callable[..., Any], found: dict[str, str], needed: list[str]
) -> Wants:
    """With these roles; raises Unfit where one is lacking."""
    unknown = [name for name in needed if name not in found]
    if unknown:
        raise Unfit(unknown[0])
    there = {*found.values()}
    if "ds" not in there or ("states" in there and "rnn" not in there):
        raise Unfit("ds" if "ds" not in there else "states")
    of_module: dict[str, str] = {}
    if not there & {"rnn", "params"}:
        of_module = _of_module(function, there)
        there |= {*of_module.values()}
        lacking = [w for w in ("W_in", "W_re", "W_out") if w not in there]
        if lacking:
            raise Unfit(lacking[0])
    has_states = "states" in there
    without = {"b", "b_out", "z_0"} - there
    if there & {"rnn", "params"}:
        without &= set() if has_states else {"z_0"}
    one = [name for name, r in found.items() if r == "ds"]
    return Wants(
        found, of_module, "rnn" in there, has_states,
        one[0].lower().rstrip("_") in ("target", "label", "d_last", "d_t"),
        frozenset(without),
    )


def _is_free(found: dict[str, str], needed: list[str]) -> bool:
    """Whether three parameters are known, and not those of the package."""
    roles = [found.get(name) for name in needed]
    return None not in roles and "ds" in roles and "xs" in roles


def _settled(roles: dict[str, str | None]) -> dict[str, str]:
    """Names that mean one thing or another, by what else is there."""
    found = {name: r for name, r in roles.items() if r is not None}
    for stand_in, meant in (("y", "ds"), ("T", "ds"), ("z", "z_0")):
        if meant in found.values():
            continue
        for name, r in found.items():
            plural = name.lower() in ("hs", "zs", "as", "hseq")
            if r == stand_in and not (meant == "z_0" and plural):
                found[name] = meant
                break
    return found


def _of_module(
    function: Callable[..., Any], there: set[str]
) -> dict[str, str]:
    """The globals of its module that are weights, or sizes."""
    names = getattr(function, "__globals__", {})
    kinds = {*WEIGHTS, "n_in", "n_re", "n_out", "vocab"} - there
    return {
        name: found
        for name, value in names.items()
        if (found := role(name)) in kinds
        and (hasattr(value, "__len__") or isinstance(value, int))
        and not isinstance(value, (str, bool))
        and found is not None
    }


class Spied(RNN):
    """A network that notes which of f, g and error its reader asks for."""

    def __getattribute__(self, name: str) -> Any:
        if name in ("f", "g", "error", "error_slope"):
            asking = sys._getframe(1).f_globals.get("__name__", "")
            own = vars(self).get("_reader") == asking
            if own or not asking.startswith("rnn_pure"):
                vars(self).get("_read", set()).add(name.partition("_")[0])
        return super().__getattribute__(name)

    def __getattr__(self, name: str) -> Any:
        """A weight or a size by another name."""
        return by_name(vars(self).get("_values", {}), name)


def values(
    wanted: Wants, world: World, case: Case, layout: Layout, name: str,
    reader: str, keys: Keys,
) -> dict[str, Any]:
    """Everything that can be given, by role."""
    rnn, states, T = case.rnn, case.states, len(case.xs)
    ds: Any = case.ds
    if wanted.takes_rnn and layout == Layout():
        ds = deepcopy(ds)
    elif world.last and layout.ints:
        ds = layout.sequence([ds[-1]], "d")[0]
    elif world.last:
        ds = layout.state(ds[-1])
    else:
        ds = layout.sequence(ds, "d")
    n_in, n_re, n_out, _ = SIZES[name.removesuffix(SMALL)]
    n_in = len(case.xs[0])
    of = {
        role: layout.matrix(getattr(rnn, role)) for role in WEIGHTS
        if role.startswith("W")
    }
    given = {
        **of,
        "b": layout.vector(rnn.b), "b_out": layout.vector(rnn.b_out),
        "z_0": layout.state(case.z_0),
        "xs": layout.sequence(case.xs, "x"), "ds": ds,
        "u": layout.sequence(states.u[1:]),
        "v": layout.sequence(states.v[1:]),
        "y": layout.sequence(states.y[1:]),
        "z": layout.sequence(
            states.z[1 if "z_0" in wanted.parameters.values() else 0:]
        ),
        "n_in": n_in, "n_re": n_re, "n_out": n_out, "vocab": n_in, "T": T,
    }
    if layout.swapped:
        given |= {"W_in": of["W_re"], "W_re": of["W_in"]}
    given["params"] = Parameters(
        {keys.get(k, k): given[k] for k in WEIGHTS},
        {k: given[k] for k in ROLES if k in given},
    )
    if layout.packed:
        given["params"] = [given[name] for name in WEIGHTS]
    if wanted.takes_states:
        given["states"] = deepcopy(states)
    if wanted.takes_rnn:
        if layout == Layout():
            given["rnn"] = _spied(rnn, given, reader)
        else:
            given["rnn"] = given["params"]
    return given


def _spied(rnn: RNN, given: dict[str, Any], reader: str) -> Spied:
    spied = Spied.__new__(Spied)
    own = {k: deepcopy(getattr(rnn, k)) for k in WEIGHTS}
    vars(spied).update(
        vars(rnn) | own
        | {"_read": set(), "_reader": reader, "_values": given}
    )
    return spied
