"""The worlds in which the printed equations are computed.

What a name means comes from the package: the states are forward's, the deltas
and ∂E by weights, x_t and z_0 are bptt's, ∂E_t by weights is rtrl_steps'. All
other derivatives come from a graph of operations in which every step has its
own copy of the weights. So ∂u_t/∂w, by step t's copy, is the immediate one:
z_{t−1} is held fixed.
"""

import math
import operator
from dataclasses import replace
from fractions import Fraction
from itertools import product

from networks import WEIGHTS, one_exact
from printed import Quantity, World, no_slopes

from rnn_pure import (
    Activation,
    bptt,
    descend,
    fcnn,
    forward,
    numerical,
    rtrl_steps,
    softmax_cross_entropy,
    softsign,
    squared_error,
    total_error,
    truncated_bptt,
)
from rnn_pure.autograd import Value

# two functions, rational and neither odd nor even: no sign can go unnoticed
THIRD = Fraction(1, 3)
SHIFTED = Activation(
    "softsign(u + 1/3)",
    lambda u: softsign([u_i + THIRD for u_i in u]),
    lambda u: softsign.prime([u_i + THIRD for u_i in u]),
)
PARABOLA = Activation(
    "v + v²",
    lambda v: [v_k + v_k * v_k for v_k in v],
    lambda v: [1 + 2 * v_k for v_k in v],
)


def network(seed=0, n_in=4, n_re=2, n_out=3, T=5):
    """No two sizes are the same: no index can pass for another."""
    return one_exact(seed, n_in, n_re, n_out, T, SHIFTED, PARABOLA)


def by_index(lists, *behind):
    """{(i, j, …): entry} of lists in lists; units count from 1."""
    if not isinstance(lists, list):
        return {behind: lists}
    entries = {}
    for i, part in enumerate(lists, start=1):
        for at, entry in by_index(part, *behind).items():
            entries[(i, *at)] = entry
    return entries


def over_time(lists, times):
    """{(i, …, t): entry} of a list over time."""
    entries = {}
    for t in times:
        entries |= by_index(lists[t], t)
    return entries


def quantities(**meant):
    """Lists may be open at all indices, what is over time not at the last."""

    def quantity(it):
        if isinstance(it, Quantity):
            return it
        is_over_time = isinstance(it, dict)
        return Quantity(it if is_over_time else by_index(it), is_over_time)

    return {name: quantity(it) for name, it in meant.items()}


def also(world, **meant):
    """The world, where some names mean something else."""
    return replace(world, quantities=world.quantities | quantities(**meant))


def each_number(function, lists):
    """The function on every number of lists in lists."""
    if isinstance(lists, list):
        return [each_number(function, part) for part in lists]
    return function(lists)


# --- derivatives ------------------------------------------------------------


class Graph:
    """The derivatives of nodes by nodes: {name: {indices: Value}}.

    The last index of those in copies is the step whose copy it is.
    """

    def __init__(self, nodes, copies=()):
        self.nodes, self.copies, self.known = nodes, copies, {}

    def slopes(self, of, at):
        if at not in self.nodes.get(of, ()):
            no_slopes(of, at)
        if (of, at) not in self.known:
            for entries in self.nodes.values():
                for node in entries.values():
                    node.grad = 0
            self.nodes[of][at].backward()
            only = at[-1] if of in ("u", "v") else None
            self.known[of, at] = {
                by: Quantity(self.grads(by, only), by not in self.copies)
                for by in self.nodes
            }
        return self.known[of, at]

    def grads(self, by, only):
        """By weights: of the only step's copy, or the sum of all."""
        grads = {at: node.grad for at, node in self.nodes[by].items()}
        if by not in self.copies:
            return grads
        total = {at[:-1]: 0 for at in grads}
        for at, grad in grads.items():
            total[at[:-1]] += grad if only in (None, at[-1]) else 0
        return total


def affine(b, *pairs):
    """W x + … + b."""
    return [
        sum((w * e for W, x in pairs for w, e in zip(W[i], x)), b_i)
        for i, b_i in enumerate(b)
    ]


def graph_of(rnn, xs, ds, z_0):
    """Equations 1, 1′ and E on Values.

    They go on to u_{T+1}, on which E does not depend: definition 4 needs it.
    """
    T = len(xs)
    x = [None, *each_number(Value, [*xs, xs[0]])]
    u, z, v, y, E = {}, {0: each_number(Value, z_0)}, {}, {}, {}
    copies = {name: {} for name in WEIGHTS}
    for t in range(1, T + 2):
        for name in WEIGHTS:
            copies[name][t] = each_number(Value, getattr(rnn, name))
        W_in, W_re, b, W_out, b_out = (copies[name][t] for name in WEIGHTS)
        u[t] = affine(b, (W_in, x[t]), (W_re, z[t - 1]))
        if t <= T:
            z[t] = rnn.f(u[t])
            v[t] = affine(b_out, (W_out, z[t]))
            y[t] = rnn.g(v[t])
            if ds[t - 1]:
                E[(t,)] = rnn.error(y[t], ds[t - 1])
    E[()] = sum(E.values())
    parts = {"u": u, "z": z, "v": v, "y": y, **copies}
    nodes = {name: over_time(part, part) for name, part in parts.items()}
    nodes |= {"E": E, "x": over_time(x, range(1, T + 1))}
    return Graph(nodes, WEIGHTS)


# --- worlds -----------------------------------------------------------------


def world(rnn, xs, ds, z_0):
    """Where most equations belong."""
    states = forward(rnn, xs, z_0)
    gradients = bptt(rnn, states, ds)
    T = len(xs)
    steps = range(1, T + 1)
    E = {(): total_error(rnn, states, ds)}
    for t in steps:
        alone = [d if k == t else None for k, d in enumerate(ds, start=1)]
        E[(t,)] = total_error(rnn, states, alone)
    d = {t: d_t for t, d_t in enumerate(ds, start=1) if d_t}
    meant = {
        "E": E,
        "T": T,
        "n_in": len(xs[0]),
        "n_re": len(z_0),
        "n_out": len(rnn.b_out),
        "x": over_time([None, *xs], steps),
        "d": over_time(d, d),
        "z": over_time(states.z, [0, *steps]),
        "delta_out": over_time(gradients.delta_out, steps),
        "delta_re": over_time(gradients.delta_re, [*steps, T + 1]),
        **{name: over_time(getattr(states, name), steps) for name in "uvy"},
        **{name: getattr(rnn, name) for name in WEIGHTS},
    }
    of_bptt = quantities(
        x=over_time(gradients.x, steps),
        z=over_time([gradients.z_0], [0]),
        **{name: getattr(gradients, name) for name in WEIGHTS},
    )
    graph = graph_of(rnn, xs, ds, z_0)

    def slopes(of, at):
        found = graph.slopes(of, at)
        return found | of_bptt if (of, at) == ("E", ()) else found

    functions = {"f": {(): rnn.f}, "g": {(): rnn.g}}
    return World(quantities(**meant), functions, slopes, {"t": steps})


def error_at_T_only(rnn, xs, ds, z_0):
    """Equation 9."""
    return world(rnn, xs, [None] * (len(ds) - 1) + ds[-1:], z_0)


def softmax(y):
    powers = [e.exp() if isinstance(e, Value) else math.exp(e) for e in y]
    total = sum(powers)
    return [power / total for power in powers]


def is_close(a, b):
    return math.isclose(a, b, rel_tol=1e-12, abs_tol=1e-12)


def in_floats(rnn, *lists):
    named = {name: getattr(rnn, name) for name in WEIGHTS}
    floats = {name: each_number(float, it) for name, it in named.items()}
    return replace(rnn, **floats), *each_number(float, [*lists])


def with_softmax(*case):
    """The cross-entropy's world: exponentials, so in floats."""
    rnn, xs, ds, z_0 = in_floats(*case)
    rnn = replace(rnn, error=softmax_cross_entropy)
    found = world(rnn, xs, [softmax(d) for d in ds], z_0)
    found.functions["softmax"] = {(): softmax}
    return replace(found, case=1, relations={"=": is_close})


def real_time(rnn, xs, ds, z_0):
    """Equation 8: w is W_re, W_in or b, and s is what it multiplies."""
    base = world(rnn, xs, ds, z_0)
    units, steps = range(1, len(z_0) + 1), range(1, len(xs) + 1)
    multiplied = {
        "W_re": [None, *forward(rnn, xs, z_0).z],
        "W_in": [None, *xs],
        "b": [[1]] * (len(xs) + 1),
    }
    of_rtrl = {
        (t,): of_t
        for t, of_t in enumerate(rtrl_steps(rnn, xs, ds, z_0), start=1)
    }
    for name, s in multiplied.items():

        def slopes(of, at, name=name):
            found = base.slopes(of, at)
            by = found[name].entries
            if of == "E" and at in of_rtrl:
                by = by_index(getattr(of_rtrl[at], name))
            # b is a matrix of one column
            w = {(*ij, 1)[:2]: e for ij, e in by.items()}
            return quantities(w=w, z=found["z"])

        w = slopes("E", ())["w"].entries
        p = {(*ij, k, 0): 0 for ij in w for k in units}
        for k, t in product(units, steps):
            by = slopes("z", (k, t))["w"].entries
            p |= {(*ij, k, t): e for ij, e in by.items()}
        s = over_time(s, steps)
        kappa = {(k, i): int(k == i) for k in units for i in units}
        yield also(replace(base, slopes=slopes), w=w, p=p, s=s, kappa=kappa)


def one_weight_each(rnn, xs, ds, z_0):
    """Equations 6 and 10: w is one weight after the other."""
    alpha, eps = Fraction(1, 7), Fraction(1, 10**6)
    gradients = bptt(rnn, forward(rnn, xs, z_0), ds)
    nearly = numerical.gradients(rnn, xs, ds, z_0, eps)
    moved = replace(rnn)
    descend(moved, gradients, alpha)
    rows = zip(*(it.rows() for it in (rnn, moved, gradients, nearly)))
    for i, row in enumerate(rows):
        for j, (w, after, slope, quotient) in enumerate(zip(*row)):

            def E(ws, i=i, j=j):
                other = replace(rnn)
                (other.rows()[i][j],) = ws
                return [total_error(other, forward(other, xs, z_0), ds)]

            def slopes(of, at, slope=slope):
                return quantities(w=slope) if of == "E" else no_slopes(of, at)

            def near(exact, printed, quotient=quotient):
                off = abs(printed - exact)
                return printed == quotient and off <= 1000 * eps * eps

            yield World(
                quantities(w=w, alpha=alpha, eps=eps),
                {"E": {(): E}},
                slopes,
                relations={r"\leftarrow": operator.eq, r"\approx": near},
                after=quantities(w=after),
            )


def pieces(rnn, xs, ds, z_0):
    """Equation 7: every piece, its lists as truncated_bptt gives them."""
    for k_1, k_2 in (2, 3), (2, 4), (3, 5):
        found = truncated_bptt(rnn, xs, ds, k_1, k_2, z_0)
        for n, piece in enumerate(found):
            *window, last = (t for t, row in enumerate(piece.delta_re) if row)
            meant = {
                "T": len(xs),
                "k_1": k_1,
                "k_2": k_2,
                "t_0": n * k_1,
                "t_1": window[-1],
                "s": window[0] - 1,
                "delta_re": over_time(piece.delta_re, [*window, last]),
            }
            yield World(quantities(**meant))


def layers_of(rnn, xs, ds, z_0):
    """W, b, f, x and d of an FCNN made of the same numbers."""
    W, b = [rnn.W_in, rnn.W_re, rnn.W_out], [rnn.b, z_0, rnn.b_out]
    return W, b, [rnn.f, rnn.g, rnn.f], xs[0], ds[0]


def deep(*case):
    """The FCNN's equations."""
    W, b, f, x, d = layers_of(*case)
    net = fcnn.FCNN(W, b, f)
    states = fcnn.forward(net, x)
    K = range(1, len(W) + 1)
    meant = quantities(
        W=over_time([None, *W], K),
        b=over_time([None, *b], K),
        u=over_time(states.u, K),
        z=over_time(states.z, [0, *K]),
        delta=over_time(fcnn.backward(net, states, d).delta, K),
    )
    on_W, on_b = each_number(Value, [W, b])
    u, z = {}, {0: each_number(Value, x)}
    for k in K:
        u[k] = affine(on_b[k - 1], (on_W[k - 1], z[k - 1]))
        z[k] = f[k - 1](u[k])
    nodes = {
        "E": {(): squared_error(z[K[-1]], d)},
        "W": over_time([None, *on_W], K),
        "b": over_time([None, *on_b], K),
        "u": over_time(u, u),
        "z": over_time(z, z),
    }
    functions = {"f": {(k,): f[k - 1] for k in K}}
    return World(meant, functions, Graph(nodes).slopes, {"k": K})
