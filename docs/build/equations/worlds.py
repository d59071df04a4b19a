"""What the names in the printed equations mean: what the package computes.

States are forward's; deltas, and ∂E by weights, x_t and z_0, are bptt's; ∂E_t
by weights is rtrl_steps'. All other derivatives come from a graph of
operations in which every step has its own copy of the weights. So ∂u_t/∂w, by
step t's copy, is the immediate one: z_{t−1} is held fixed. Numbers are random,
and f, g and E_t are tables of random answers (rnn_pure.proof): no sign and no
function passes for another, and no index, as no two sizes are the same.
"""

import random
from collections import defaultdict
from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from fractions import Fraction
from functools import cache
from itertools import chain, product
from typing import Any, TypeAlias

from docs.build.equations.algebra import At, Entries
from docs.build.equations.tex import Slopes, Tokens, World, no_slopes
from rnn_pure import (
    RNN,
    Activation,
    bptt,
    descend,
    fcnn,
    forward,
    numerical,
    rtrl_steps,
    softmax_cross_entropy,
    squared_error,
    total_error,
    truncated_bptt,
)
from rnn_pure.autograd import Value, data_of
from rnn_pure.checks import WEIGHTS
from rnn_pure.examples import on_paper
from rnn_pure.losses import softmax
from rnn_pure.matrix import from_1
from rnn_pure.proof import drawn, network

Case: TypeAlias = tuple[RNN, list[Any], list[Any], list[Any]]


# --- quantities -------------------------------------------------------------


def entries(lists: Any, *behind: int) -> Entries:
    """{(i, j, …): entry} of lists in lists; units count from 1."""
    if not isinstance(lists, list):
        return {behind: lists}
    return {
        (i, *at): entry
        for i, part in enumerate(lists, start=1)
        for at, entry in entries(part, *behind).items()
    }


def over_time(lists: list[Any]) -> Entries:
    """{(i, …, t): entry} of a list over time; None stands for nothing."""
    return {
        at: entry
        for t, part in enumerate(lists) if part is not None
        for at, entry in entries(part, t).items()
    }


def by_weights(of: Any) -> dict[str, Entries]:
    """Each weight's entries, and those of w: the weights into unit i side by
    side, W_re's, then W_in's, then b's (equation 8)."""
    found = {name: entries(getattr(of, name)) for name in WEIGHTS}
    w = [[*re, *into, b] for re, into, b in zip(of.W_re, of.W_in, of.b)]
    return found | {"w": entries(w)}


def values(lists: Any) -> Any:
    """Lists of numbers as lists of Values."""
    return [*map(values, lists)] if isinstance(lists, list) else Value(lists)


# --- derivatives ------------------------------------------------------------


def slopes_of(
    nodes: dict[str, Entries],
    package: dict[Any, dict[str, Entries]],
    copies: Sequence[str] = (),
) -> Slopes:
    """The derivatives of nodes by nodes; those that the package has are its.

    The last index of those in copies is the step whose copy it is: of u and v
    only their own step's counts, else the sum.
    """

    @cache
    def slopes(of: str, at: At) -> dict[str, Entries]:
        if at not in nodes.get(of, {}):
            no_slopes(of, at)
        for node in chain(*(part.values() for part in nodes.values())):
            node.grad = 0
        nodes[of][at].backward()
        found: dict[str, Entries] = defaultdict(lambda: defaultdict(int))
        for by, part in nodes.items():
            for key, node in part.items():
                if by not in copies:
                    found[by][key] = node.grad
                elif of not in ("u", "v") or key[-1] == at[-1]:
                    found[by][key[:-1]] += node.grad
        for by, part in package.get((of, at), {}).items():
            found[by] |= part
        return found

    return slopes


def graph(
    rnn: RNN, xs: list[Any], ds: list[Any], z_0: list[Any]
) -> dict[str, Entries]:
    """Equations 1, 1′ and E on Values.

    They go on to u_{T+1}, on which E does not depend: definition 4 needs it.
    """
    f = Activation(  # which is in the graph where it is relu's 0, too
        "f", lambda u: [Value(0) + z_i for z_i in rnn.f(u)], rnn.f.prime
    )
    z = values(z_0)
    nodes: dict[str, Entries] = defaultdict(dict)
    nodes["z"] = entries(z, 0)
    for t, (x_t, d_t) in enumerate(zip([*xs, xs[0]], [*ds, None]), start=1):
        own = {name: values(getattr(rnn, name)) for name in WEIGHTS}
        step = replace(rnn, f=f, **own)
        made = forward(step, [values(x_t)], z)
        z = made.z[1]
        if d_t:
            nodes["E"][(t,)] = rnn.error(made.y[1], d_t)
        for name, part in by_weights(step).items():
            nodes[name] |= {(*at, t): node for at, node in part.items()}
        for name in "xuzvy" if t <= len(xs) else "u":
            nodes[name] |= entries(getattr(made, name)[1], t)
    nodes["E"][()] = sum(nodes["E"].values())
    return nodes


# --- worlds -----------------------------------------------------------------


def world(rnn: RNN, xs: list[Any], ds: list[Any], z_0: list[Any]) -> World:
    """Where most equations belong."""
    states, T = forward(rnn, xs, z_0), len(xs)
    gradients: Any = bptt(rnn, states, ds)
    package: dict[Any, dict[str, Entries]] = {
        ("E", (t,)): by_weights(of_rtrl)
        for t, of_rtrl in enumerate(rtrl_steps(rnn, xs, ds, z_0), start=1)
    }
    package["E", ()] = by_weights(gradients) | {
        "x": over_time(gradients.x), "z": entries(gradients.z_0, 0),
    }
    nodes = graph(rnn, xs, ds, z_0)
    slopes = slopes_of(nodes, package, (*WEIGHTS, "w"))
    units, steps = range(1, len(z_0) + 1), range(1, T + 1)
    p = {(k, *ij, 0): 0 for k in units for ij in by_weights(rnn)["w"]}
    for k, t in product(units, steps):
        w = slopes("z", (k, t))["w"]
        p |= {(k, *ij, t): slope for ij, slope in w.items()}
    quantities: dict[str, Any] = by_weights(rnn) | {
        name: over_time(getattr(states, name)) for name in "xuzvy"
    } | {
        "E": {at: data_of(E) for at, E in nodes["E"].items()},
        "d": over_time(from_1(ds)),
        "delta_out": over_time(gradients.delta_out),
        "delta_re": over_time(gradients.delta_re),
        "T": {(): T},
        "n_in": {(): len(xs[0])},
        "n_re": {(): len(z_0)},
        "n_out": {(): len(rnn.b_out)},
        "p": p,
        "s": over_time(from_1([
            [*z, *x, 1] for z, x in zip(states.z, xs)
        ])),
        "kappa": {(k, i): int(k == i) for k in units for i in units},
    }
    functions = {"f": {(): rnn.f}, "g": {(): rnn.g}}
    return World(quantities, functions, slopes, {"t": steps})


@cache
def case(n_in: int = 4, n_re: int = 2, n_out: int = 3, T: int = 5) -> Case:
    """A network; its sizes all differ, where they are not asked for."""
    draw = random.Random(0)
    rnn, xs, z_0 = network(draw, n_in, n_re, n_out, T)
    return rnn, xs, [drawn(draw, n_out) for t in range(T)], z_0


@cache
def here() -> World:
    return world(*case())


def error_at_T_only() -> Iterator[World]:
    """Equation 9."""
    rnn, xs, ds, z_0 = case()
    yield world(rnn, xs, [None] * (len(ds) - 1) + ds[-1:], z_0)


def of_errors() -> Iterator[World]:
    """Equation E′: the squared error, and the cross-entropy of a softmax."""
    draw, steps = random.Random(0).random, range(1, 4)
    y, d = (
        from_1([[draw(), draw()] for t in steps]) for _ in ("y", "d")
    )
    for k, error in enumerate((squared_error, softmax_cross_entropy)):
        by_y = {(t,): entries(error.gradient(y[t], d[t]), t) for t in steps}

        def slopes(
            of: str, at: At, by_y: Entries = by_y
        ) -> dict[str, Entries]:
            known = of == "E" and at in by_y
            return {"y": by_y[at]} if known else no_slopes(of, at)

        yield World(
            {"y": over_time(y), "d": over_time(d)},
            {"softmax": {(): softmax}}, slopes, {"t": steps}, case=k,
        )


def one_weight_each() -> Iterator[World]:
    """Equations 6 and 10: w is one weight after the other."""
    rnn, xs, ds = on_paper()
    alpha: Any = Fraction(1, 7)
    eps: Any = Fraction(1, 10**6)
    gradients = bptt(rnn, forward(rnn, xs), ds)
    moved = replace(rnn)
    descend(moved, gradients, alpha)
    nearly = numerical.gradients(rnn, xs, ds, eps=eps)
    rows = [*zip(rnn.rows(), moved.rows(), gradients.rows(), nearly.rows())]
    for i, [[w], [after], [slope], [quotient]] in enumerate(rows):

        def E(ws: list[Any], i: int = i) -> list[Any]:
            other = replace(rnn)
            other.rows()[i][:] = ws
            return [total_error(other, forward(other, xs), ds)]

        def slopes(of: str, at: At, slope: Any = slope) -> dict[str, Entries]:
            return {"w": {(): slope}} if of == "E" else no_slopes(of, at)

        def moves(a: Any, b: Any, goes: Any = (w, after)) -> Any:
            return (a, b) == goes

        def is_near(a: Any, b: Any, quotient: Any = quotient) -> Any:
            return b == quotient and abs(a - b) <= 1000 * eps * eps

        yield World(
            {"w": {(): w}, "alpha": {(): alpha}, "eps": {(): eps}},
            {"E": {(): E}}, slopes,
            relations={r"\leftarrow": moves, r"\approx": is_near},
        )


def pieces() -> Iterator[World]:
    """Equation 7: every piece, its lists as truncated_bptt gives them."""
    rnn, xs, ds, z_0 = case()
    for k_1, k_2 in (2, 3), (2, 4), (3, 5):
        found: Any = truncated_bptt(rnn, xs, ds, k_1, k_2, z_0)
        for n, piece in enumerate(found):
            delta_re = over_time(piece.delta_re)
            *window, _ = sorted({t for _, t in delta_re})
            meant: dict[str, Any] = {
                "T": len(xs), "k_1": k_1, "k_2": k_2, "t_0": n * k_1,
                "t_1": window[-1], "s": window[0] - 1,
            }
            numbers = {name: {(): number} for name, number in meant.items()}
            yield World(numbers | {"delta_re": delta_re})


def layers() -> Iterator[World]:
    """The FCNN's equations, of the same numbers."""
    rnn, [x, *_], [d, *_], z_0 = case()
    net = fcnn.FCNN(
        [rnn.W_in, rnn.W_re, rnn.W_out], [rnn.b, z_0, rnn.b_out],
        [rnn.f, rnn.g, rnn.f], rnn.error,
    )
    states = fcnn.forward(net, x)
    gradients = fcnn.backward(net, states, d)
    graph = replace(net, W=values(net.W), b=values(net.b))
    made = fcnn.forward(graph, values(x))
    nodes = {
        "E": {(): net.error(made.z[-1], d)},
        "W": over_time(from_1(graph.W)), "b": over_time(from_1(graph.b)),
        "u": over_time(made.u), "z": over_time(made.z),
    }

    package = {
        "W": over_time(gradients.W), "z": entries(gradients.x, 0)
    }
    quantities = {
        "W": over_time(from_1(net.W)), "b": over_time(from_1(net.b)),
        "u": over_time(states.u), "z": over_time(states.z),
        "delta": over_time(gradients.delta),
    }
    functions = {"f": {(k,): f_k for k, f_k in enumerate(net.f, start=1)}}
    slopes = slopes_of(nodes, {("E", ()): package})
    yield World(quantities, functions, slopes, {"k": range(1, 4)})


WORLDS: dict[str, Callable[[], Iterator[World]]] = {
    "eq E'": of_errors,
    "eq 6": one_weight_each,
    "eq 7": pieces,
    "eq 9": error_at_T_only,
    "eq 10": one_weight_each,
    "eq FCNN": layers,
    "eq FCNN'": layers,
}


@cache
def of_tag(tag: str) -> list[World]:
    return [*WORLDS[tag]()] if tag in WORLDS else [here()]


def worlds(tag: str, line: Tokens) -> list[World]:
    """All the worlds in which a line of an equation must hold.

    A comment on equation E′ speaks of one error, or of any.
    """
    if tag != "eq E'" or r"\begin{cases}" in line:
        return of_tag(tag)
    k = line.count(r"\mathrm{softmax}")
    return of_tag(tag)[k:k + 1] if "d" in line else [here()]
