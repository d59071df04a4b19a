"""One way to call what is in a file: a question to it, its answer read.

A class, a pair of functions and its cache, a function with its own arguments,
a method that takes what the forward pass returned: all are steps of one small
language (child.py), filled with values by the roles of their parameters.
"""

from dataclasses import dataclass, field, replace
from itertools import product
from typing import Any

from rnn_pure.checks import WEIGHTS
from rnn_pure.diagnosis.answers import (
    Answer,
    Part,
    Roles,
    parts_of,
    put,
    roles_of,
)
from rnn_pure.diagnosis.layouts import AXES, Layout
from rnn_pure.diagnosis.names import GRAD, gradient_role, role
from rnn_pure.diagnosis.nets import Shape
from rnn_pure.stand import Inputs, World, states

Step = tuple[str, dict[str, str]]  # what is called, its parameters' roles
KEYS = dict(zip(WEIGHTS, ("Wxh", "Whh", "bh", "Why", "by")))
STATES = ("z", "u", "v", "y")
PACKAGE = ("rnn", "states")
BIASES = "flat", "side", "row"  # layouts with such biases, by their shapes
ONE_TARGET = {"d", "target", "label", "labels", "y", "목표", "정답"}


@dataclass
class Plan:
    """How to come to the gradients.

    steps: the calls, the last of them for the gradients; a name with a dot
    is a method of what make has made. A parameter has a role, or is "@",
    what was made, or "$0.1", entry 1 of what step 0 returned. globals: names
    of the module, and their roles. leaves: attributes that are weights: the
    role, and whether transposed, or which of BIASES. returned: names of the
    parts of what comes back. keys: what weights are called in a dict.
    packing: what they are called, in the order of a list. order: what parts
    were read as (answers.py). given: "dh" or "dy" where the slope of E by the
    states, or by the outputs, is handed over. sure: whether names say the
    roles, and not places.
    """

    steps: list[Step]
    make: Step | None = None
    globals: dict[str, str] = field(default_factory=dict)
    leaves: dict[str, tuple[str, int]] = field(default_factory=dict)
    returned: list[str] = field(default_factory=list)
    keys: dict[str, str] = field(default_factory=dict)
    packing: dict[str, str] = field(default_factory=dict)
    order: dict[str, Roles] = field(default_factory=dict)
    given: str = ""
    sure: bool = True

    @property
    def name(self) -> str:
        last = self.steps[-1][0]
        made = self.make[0] if self.make and last.startswith(".") else ""
        return f"{made}{last}"

    @property
    def has(self) -> set[str]:
        """The roles that it has a place for."""
        places = [given for _, given in self.steps] + [self.globals]
        if self.make:
            places.append(self.make[1])
        found = {r for place in places for r in place.values()}
        found |= {r for r, _ in self.leaves.values()}
        if "params" in found:
            found |= {*(self.keys or WEIGHTS)}
        return found

    @property
    def package(self) -> bool:
        """Whether it takes the package's own objects."""
        return bool(self.has & {*PACKAGE})

    @property
    def in_world(self) -> bool:
        """Whether what it is given depends on f, g and E."""
        return self.package or bool(self.has & {*STATES})

    @property
    def headless(self) -> bool:
        return self.given == "dh"

    def shape(self, layout: Layout) -> Shape:
        without = {"b", "b_out", "z_0"} - self.has
        if self.package:
            without &= {"z_0"} if "states" not in self.has else set()
        if layout.packed:
            without &= {"z_0"}
        return Shape(
            frozenset(without), layout.ints or layout.hot, layout.last,
            self.headless,
        )

    def layouts(self, numpy: bool) -> list[Layout]:
        """Those to be tried, the likeliest first."""
        if self.package:
            return [Layout("list")]
        parameters = {
            name: r for _, given in self.steps for name, r in given.items()
        } | self.globals
        targets = {
            n.lower().rstrip("_") for n, r in parameters.items() if r == "ds"}
        names = {*parameters, *self.keys.values()}
        turned = [False, True]
        if self.leaves:
            turned = [any(k for r, k in self.leaves.values() if r[0] == "W")]
        ways = [*AXES][::-1 if self.given else 1] if numpy else ["list"]
        return [
            Layout(way, rows, ints, "", last, swapped, packed)
            for last, swapped, packed, ints, way, rows in product(
                [False, True][:1 + bool(targets & ONE_TARGET)],
                [False, True][:1 + ({"U", "W"} <= names)],
                [False, True][:1 + ("params" in parameters.values())],
                ["", "xd", "d"], ways, turned,
            )
        ]

    # --- the question -------------------------------------------------------

    def question(
        self, many: list[Inputs], layout: Layout, world: World | None = None
    ) -> dict[str, Any]:
        """What to ask, of N sequences whose weights are the first's.

        world is needed where in_world.
        """
        values = self._values(many, layout, world)

        def filled(given: dict[str, str]) -> dict[str, Any]:
            return {
                name: r if r[0] in "@$" else values[r]
                for name, r in given.items()
            }

        asked: dict[str, Any] = {
            "steps": [[name, filled(given)] for name, given in self.steps],
            "globals": filled(self.globals),
        }
        if self.make:
            asked["make"] = [self.make[0], filled(self.make[1])]
            asked["set"] = self._set(many[0], layout)
        return asked

    def _set(self, one: Inputs, layout: Layout) -> dict[str, Any]:
        """The attributes that are weights; a second bias is zero."""
        found, seen = {}, set[str]()
        for path, (r, rows) in self.leaves.items():
            value = getattr(one, r)
            if r.startswith("W"):
                found[path] = replace(layout, rows=bool(rows)).matrix(value)
            else:
                own = replace(layout, vectors=BIASES[rows]) if (
                    layout.vectors != "list") else layout
                found[path] = own.bias([0.0] * len(value) if r in seen
                                       else value)
            seen.add(r)
        return found

    def _values(
        self, many: list[Inputs], layout: Layout, world: World | None
    ) -> dict[str, Any]:
        """Everything that can be given, by role."""
        one = many[0]
        n_in, n_re, n_out, T = one.sizes
        sizes = {
            "n_in": n_in, "n_re": n_re, "n_out": n_out, "vocab": n_out,
            "T": T, "sizes": [n_in, n_re, n_out],
        }
        if self.package:
            assert world
            return self._of_package(one, world) | sizes
        values: dict[str, Any] = {
            w: (layout.matrix if w[0] == "W" else layout.bias)(getattr(one, w))
            for w in WEIGHTS
        }
        if layout.swapped:
            values |= {"W_in": values["W_re"], "W_re": values["W_in"]}
        values |= {
            "xs": layout.sequence([each.xs for each in many], "x"),
            "z_0": layout.step([each.z_0 for each in many]),
            **sizes,
        }
        targets = layout.step(
            [each.ds[-1] for each in many], "d",
        ) if layout.last else layout.sequence([each.ds for each in many], "d")
        values |= dict.fromkeys(("ds", "dh", "dy"), targets)
        keys = KEYS | self.keys
        some = [*self.packing.values()] or WEIGHTS
        values["params"] = [values[w] for w in some] if layout.packed else {
            "W": {keys[w]: values[w] for w in WEIGHTS if w in self.has},
            "more": sizes | {"z_0": values["z_0"]},
        }
        if world and self.has & {*STATES}:
            made = [states(each, world) for each in many]
            for r in STATES:
                start = int(r != "z" or "z_0" in self.has)
                vectors = [getattr(each, r)[start:] for each in made]
                values[r] = layout.sequence(vectors, r)
        return values

    def _of_package(self, one: Inputs, world: World) -> dict[str, Any]:
        net = {
            "weights": [getattr(one, w) for w in WEIGHTS], "xs": one.xs,
            "z_0": one.z_0, "f": world.f, "g": world.g, "error": world.error,
        }
        return {
            "rnn": {"net": net, "want": "rnn"},
            "states": {"net": net, "want": "states"},
            "ds": one.ds, "xs": one.xs, "z_0": one.z_0,
        }

    # --- the answer ---------------------------------------------------------

    def read(
        self, said: dict[str, Any], one: Inputs, layout: Layout
    ) -> Answer:
        """The gradients by field, or what went wrong."""
        if "problem" in said:
            return Answer(**{
                key: said[key]
                for key in ("problem", "what", "line", "code", "ours")
                if key in said
            })
        answer = Answer(changed=said["changed"], read=said["read"])
        parts, own = parts_of(said["result"], self.returned)
        meant = self._meant(layout)
        parts = [(meant.get(name, name), v) for name, v in parts]
        roles, answer.clash = roles_of(
            parts, own, one, layout, self.headless, self.order
        )
        if self.make and len({*roles} & {*WEIGHTS}) < 2:
            parts, own = self._of_leaves(said["leaves"]), True
            roles, answer.clash = roles_of(
                parts, own, one, layout, self.headless, self.order
            )
        put(answer, parts, roles, one, layout)
        if answer.E is None and said["alone"]:
            answer.E = said["alone"][-1]
        answer.order = [] if own else roles
        if not {*answer.fields, *answer.shapes} & {*WEIGHTS}:
            answer.problem, answer.what = "nothing", said["type"]
        return answer

    def _meant(self, layout: Layout) -> dict[str, str]:
        """The weights by the file's own names, and with a d before them."""
        meant = {key: w for w, key in self.keys.items()} | self.packing
        if layout.swapped:
            other = {"W_in": "W_re", "W_re": "W_in"}
            meant = {name: other.get(w, w) for name, w in meant.items()}
        meant |= {f"d{name}": w for name, w in meant.items()}
        own = [path.split(".")[-1] for path in self.leaves]
        return meant | {
            name: r for name, (r, _) in zip(own, self.leaves.values())
            if own.count(name) == 1
        }

    def _of_leaves(self, leaves: dict[str, Any]) -> list[Part]:
        """Gradients among the attributes: dWxh, grads.0, Wxh.grad."""
        found: list[Part] = []
        own = {path.split(".")[-1]: r for path, (r, _) in self.leaves.items()}
        for path, value in leaves.items():
            *way, last = path.split(".")
            if path in self.leaves or value is None:
                continue
            beside = {
                other.split(".")[-1]: r
                for other, (r, _) in self.leaves.items()
                if other.split(".")[:-1] == way
            }
            bare = GRAD.sub("", last)
            if way and beside and (  # w_hh_grad, or grad alone
                (bare != last and bare in beside) or "grad" in last.lower()
            ):
                name = beside.get(bare, next(iter(beside.values())))
                if name not in dict(found):
                    found.append((name, value))
            elif any("grad" in part for part in way):
                found.append((last if gradient_role(last) else "", value))
            elif role(last) is None and (
                r := gradient_role(last) or own.get(last[1:])
            ):
                found.append((last if gradient_role(last) else r, value))
        return found
