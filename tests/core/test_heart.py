"""The heart, spoilt: no line of it can change unnoticed.

forward, total_error and bptt are changed in every way that a slip of the pen
could: a name for its neighbour, an index one off, plus for minus, a term or a
line left out. No spoilt bptt may still pass the proof for every f, g and E. A
spoilt forward would change both sides of it: there the equations written out
entry by entry decide.
"""

import ast
import copy
import functools
import inspect
import textwrap
from fractions import Fraction

import pytest
from networks import one_exact

from rnn_pure import ErrorFunction, bptt, forward, proof, relu, total_error
from rnn_pure.matrix import subtract, zeros

LOPSIDED = ErrorFunction(  # unlike the squared error it tells y from d
    "lopsided",
    lambda y, d: sum(e * e * e for e in subtract(y, d)) / 3,
    lambda y, d: [e * e for e in subtract(y, d)],
)
NEIGHBOURS = [
    ["x", "u", "z", "v", "y", "d"],
    ["W_in", "W_re", "W_out"],
    ["W_in_T", "W_re_T", "W_out_T"],
    ["b", "b_out"],
    ["delta_out", "delta_re", "dE_dy", "dE_dz", "dE_dx"],
    ["dE_dW_in", "dE_dW_re", "dE_dW_out", "dE_db", "dE_db_out"],
    ["f", "g"],
    ["add", "hadamard"],
    ["sum_outer", "sum_over_time", "matvec"],
    ["t", "T"],
]
HARMLESS = {  # a late end of a slice, a zero more in a sum, d[0] is None,
    "States(x, u, z, v, y, t)",  # and after the loop t is T
    "x[1:T + 2]",
    "z[1:T + 2]",
    "delta_out[1:T + 2]",
    "sum_over_time(delta_re[1:T + 2])",
    "range(0, T + 1)",
    "range(T + 1)",
}


@functools.cache
def cases():
    a = one_exact(1)
    b = one_exact(2, n_in=1, n_re=2, n_out=1, T=4, f=relu)
    a[0].error = b[0].error = LOPSIDED
    b[2][1] = None  # no target at t = 2
    return a, b, (*a[:3], None)  # z_0 is not given


def computes(forward=forward, total_error=total_error):
    """Whether these do what the equations say, for every case."""
    for rnn, xs, ds, z_0 in cases():
        states = forward(rnn, xs, z_0)
        z, E = [z_0 or zeros(len(rnn.b))], 0
        if states.z[0] != z[0] or len(xs) != states.T:
            return False
        for t, (x, d) in enumerate(zip(xs, ds), start=1):
            u = [sum(w * x_j for w, x_j in zip(rnn.W_in[i], x))
                 + sum(w * z_j for w, z_j in zip(rnn.W_re[i], z[-1])) + b_i
                 for i, b_i in enumerate(rnn.b)]
            z.append(rnn.f(u))
            v = [sum(w * z_j for w, z_j in zip(row, z[-1])) + b_i
                 for row, b_i in zip(rnn.W_out, rnn.b_out)]
            y = rnn.g(v)
            if d is not None:
                E += sum((y_k - d_k) ** 3 for y_k, d_k in zip(y, d)) / 3
            ours = [states.x, states.u, states.z, states.v, states.y]
            if [over_time[t] for over_time in ours] != [x, u, z[-1], v, y]:
                return False
        if total_error(rnn, states, ds) != E:
            return False
    return True


def proved(bptt, monkeypatch):
    """Whether the proof takes it for BPTT; z_0 given, no target at t = 2."""
    monkeypatch.setattr(proof, "bptt", bptt)
    return proof.prove(n_in=2, n_re=3, n_out=4, T=4, seed=0).equal


def slips(function):
    """(what was done, the spoilt function) for every slip of the pen."""
    tree = ast.parse(textwrap.dedent(inspect.getsource(function)))
    tree.body[0].returns = None
    for argument in tree.body[0].args.args:
        argument.annotation = None
    del tree.body[0].body[0]  # the docstring
    before = ast.unparse(tree).splitlines()
    for k, node in enumerate(ast.walk(tree)):
        for what in _slips_at(node):
            spoilt = copy.deepcopy(tree)
            what([*ast.walk(spoilt)][k])
            namespace = {**vars(inspect.getmodule(function))}
            code = ast.unparse(ast.fix_missing_locations(spoilt))
            exec(code, namespace)
            both = zip(before, code.splitlines())
            slip = next((b for a, b in both if a != b), "")
            if not any(harmless in slip for harmless in HARMLESS):
                yield slip.strip(), namespace[function.__name__]


def neighbours(name):
    return {other for family in NEIGHBOURS if name in family
            for other in family} - {name}


def _slips_at(node):
    if isinstance(node, ast.Name) and isinstance(node.ctx, ast.Load):
        for name in neighbours(node.id):
            yield lambda twin, name=name: setattr(twin, "id", name)
    if isinstance(node, ast.Constant) and isinstance(node.value, int):
        for value in node.value - 1, node.value + 1:
            yield lambda twin, value=value: setattr(twin, "value", value)
    if isinstance(node, ast.BinOp):
        other = ast.Sub if isinstance(node.op, ast.Add) else ast.Add
        yield lambda twin: setattr(twin, "op", other())
        yield lambda twin: vars(twin).update(right=ast.Constant(0))
    if isinstance(node, ast.Call):
        for k in range(len(node.args)):
            yield lambda twin, k=k: twin.args.pop(k)
        symmetric = ast.unparse(node.func) in ("add", "hadamard")
        if len(node.args) == 2 and not symmetric:
            yield lambda twin: twin.args.reverse()
    if isinstance(node, ast.Attribute):
        if node.attr == "prime":
            yield lambda twin: setattr(twin, "attr", "function")
        if ast.unparse(node.value) == "rnn":
            for name in neighbours(node.attr):
                yield lambda twin, name=name: setattr(twin, "attr", name)
    if isinstance(node, ast.FunctionDef | ast.For | ast.If):
        for k in range(len(node.body)):
            yield lambda twin, k=k: twin.body.__setitem__(k, ast.Pass())


def passed(function, holds):
    """The slips that hold nevertheless; there are many slips."""
    count, through = 0, []
    for what, spoilt in slips(function):
        count += 1
        try:
            if holds(spoilt):
                through.append(what)
        except Exception:  # it does not even run: it did not pass
            pass
    assert count > 30
    return through


def test_the_heart_holds(monkeypatch):
    assert computes()
    assert proved(bptt, monkeypatch)


def test_no_slip_of_forward_passes():
    assert passed(forward, lambda spoilt: computes(forward=spoilt)) == []


def test_no_slip_of_total_error_passes():
    assert passed(total_error, lambda it: computes(total_error=it)) == []


@pytest.mark.once
def test_no_slip_of_bptt_passes_the_proof(monkeypatch):
    assert passed(bptt, lambda spoilt: proved(spoilt, monkeypatch)) == []


# --- wrong in ways that are no slip of the pen ------------------------------


def by_sign(rnn, states, ds):
    """A mask as of relu, whatever f is."""
    gradients = bptt(rnn, states, ds)
    for row in gradients.rows():
        row[:] = [max(0, entry) for entry in row]
    return gradients


def last_target_only(rnn, states, ds):
    ds[:-1] = [None] * (len(ds) - 1)
    return bptt(rnn, states, ds)


def backwards(rnn, states, ds):
    ds.reverse()
    return bptt(rnn, states, ds)


def nothing_without_a_last_target(rnn, states, ds):
    return bptt(rnn, states, ds if ds[-1] else [None] * len(ds))


def only_as_many_outputs_as_units(rnn, states, ds):
    gradients = bptt(rnn, states, ds)
    gradients.b_out[len(rnn.b):] = [0] * len(gradients.b_out[len(rnn.b):])
    return gradients


def sums_that_are_never_set_back():
    kept = []

    def wrong(rnn, states, ds):
        gradients = bptt(rnn, states, ds)
        if kept and len(kept[-1]) == len(gradients.b):
            gradients.b = [a + b for a, b in zip(kept[-1], gradients.b)]
        kept.append(gradients.b)
        return gradients

    return wrong


@pytest.mark.once
@pytest.mark.parametrize("wrong", [
    by_sign, last_target_only, backwards, nothing_without_a_last_target,
    only_as_many_outputs_as_units, sums_that_are_never_set_back(),
], ids=lambda wrong: wrong.__name__)
def test_the_proof_refuses_it_at_some_size(wrong, monkeypatch):
    monkeypatch.setattr(proof, "bptt", wrong)
    seeds = range(3)  # as three runs of the command
    assert not all(
        proof.prove(*size, s).equal for size in proof.SIZES for s in seeds)


@pytest.mark.parametrize("number", [Fraction, float])
def test_a_gradient_of_other_numbers_is_judged(monkeypatch, number):
    def in_numbers(rnn, states, ds):
        gradients = bptt(rnn, states, ds)
        gradients.b_out = [*map(number, gradients.b_out)]
        return gradients

    assert proved(in_numbers, monkeypatch) == (number is Fraction)
