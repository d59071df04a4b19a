"""Whatever is put in: a message that says what to change, nothing changed."""

import inspect
import math
import sys
from collections import deque
from dataclasses import replace
from decimal import Decimal
from fractions import Fraction
from functools import partial

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from rnn_pure import (
    RNN,
    Activation,
    Adam,
    Diverged,
    ErrorFunction,
    States,
    autograd,
    bptt,
    clip_norm,
    descend,
    fcnn,
    fit,
    forward,
    identity,
    numerical,
    record,
    relu,
    rtrl,
    rtrl_steps,
    sigmoid,
    softmax_cross_entropy,
    softsign,
    squared_error,
    tanh,
    total_error,
    truncated_bptt,
)
from rnn_pure.training import mean_error

inf, nan = math.inf, math.nan
HUGE = Fraction(10**400)  # and no float
XS = [[1.0, 0.0], [0.5, -1.0], [0.25, 0.5]]
DS = [[0.5], None, [-1.0]]
move = partial(descend, alpha=0.01)


def net(**parts):
    """n_in = 2, n_re = 3, n_out = 1."""
    return RNN(**{
        "W_in": [[0.1, -0.2], [0.3, 0.4], [-0.5, 0.6]],
        "W_re": [[0.1, 0.2, -0.3], [-0.4, 0.5, 0.6], [0.7, -0.8, 0.9]],
        "b": [0.1, 0.0, -0.1],
        "W_out": [[1.0, -0.5, 0.25]],
        "b_out": [0.5],
    } | parts)


def gradients_of(rnn):
    return bptt(rnn, forward(rnn, XS), DS)


def iterator(values):
    return (value for value in values)


WAYS = {  # every door that xs goes through; ds too, but for the first two
    "forward": lambda rnn, xs, ds: forward(rnn, xs),
    "unrolled": lambda rnn, xs, ds: fcnn.unrolled(rnn, xs),
    "rtrl": rtrl,
    "rtrl_steps": rtrl_steps,
    "truncated_bptt": lambda rnn, xs, ds: truncated_bptt(rnn, xs, ds, 1, 2),
    "autograd": autograd.gradients,
    "numerical": numerical.gradients,
    "fit": lambda rnn, xs, ds: fit(rnn, [(XS, DS), (xs, ds)], 1, move),
    "held_out": lambda rnn, xs, ds: fit(
        rnn, [(XS, DS)], 1, move, held_out=[(xs, ds)]
    ),
}
WITH_TARGETS = {name: WAYS[name] for name in [*WAYS][2:]} | {
    "bptt": lambda rnn, xs, ds: bptt(rnn, forward(rnn, xs), ds),
    "total_error": lambda rnn, xs, ds: total_error(rnn, forward(rnn, xs), ds),
}


# --- the network ------------------------------------------------------------


@pytest.mark.parametrize(
    ("parts", "error", "words"),
    [
        ({"W_in": 3}, TypeError, "W_in is 3, .* matrix"),
        ({"W_in": [0.1, 0.2, 0.3]}, TypeError, r"W_in\[0\] is 0.1, .* vector"),
        ({"W_re": None}, TypeError, "W_re is None, .* matrix"),
        ({"W_in": "abc"}, TypeError, "W_in is 'abc'"),
        ({"W_in": ["ab", "cd", "ef"]}, TypeError, r"W_in\[0\] is 'ab'"),
        ({"W_in": []}, ValueError, "W_in is empty"),
        ({"W_in": [[], [], []]}, ValueError, r"W_in\[0\] is empty"),
        ({"W_in": [[1.0], [1.0, 2.0], [1.0]]}, ValueError,
         r"W_in\[1\] has 2 entries, but W_in\[0\] has 1"),
        ({"W_in": [[0.1, 0.2, 0.3], [0.4, 0.5, 0.6]]}, ValueError,  # W_inᵀ
         r"W_re has 3 rows, but W_in has 2 rows \(n_re\)"),
        ({"W_re": [[0.1, 0.2]] * 3}, ValueError,
         r"W_re\[0\] has 2 entries, but W_in has 3 rows"),
        ({"W_out": [[0.1], [0.2], [0.3]]}, ValueError,  # W_outᵀ
         r"W_out\[0\] has 1 entry, but W_in has 3 rows"),
        ({"b": [0.0, 0.0]}, ValueError, "b has 2 entries, but W_in has 3"),
        ({"b_out": [0.0, 0.0]}, ValueError,
         r"b_out has 2 entries, but W_out has 1 row \(n_out\)"),
        ({"b_out": 0.5}, TypeError, r"b_out is 0.5, .* write \[0.5\]"),
        ({"b_out": "ab"}, TypeError, "b_out is 'ab', .* list of numbers$"),
        ({"b": [[0.0], [0.0], [0.0]]}, TypeError, r"b\[0\] is \[0.0\]"),
        ({"b": [0.0, nan, 0.0]}, ValueError, r"b\[1\] is nan, .* finite"),
        ({"W_out": [[0, 0, -inf]]}, ValueError, r"W_out\[0\]\[2\] is -inf"),
        ({"b": [0, 10**5000, 0]}, ValueError, r"b\[1\] is too large"),
        ({"b": [0, HUGE, 0]}, ValueError, r"b\[1\] is too large"),
        ({"b": ["1", 0, 0]}, TypeError, r"b\[0\] is '1', .* number"),
        ({"b": [None, 0, 0]}, TypeError, r"b\[0\] is None"),
        ({"b": [0, 1j, 0]}, TypeError, r"b\[1\] is 1j"),
        ({"b": [0, Decimal(1), 0]}, TypeError, r"b\[1\] is Decimal"),
        ({"b": {1.0, 2.0, 3.0}}, TypeError, "b is {1.0"),  # in what order?
        ({"b": frozenset([1.0, 2.0, 3.0])}, TypeError, "b is frozenset"),
        ({"b": {0: 1.0, 1: 2.0, 2: 3.0}}, TypeError, "b is {0: 1.0"),
        ({"b": bytearray(b"abc")}, TypeError, "b is bytearray"),
        ({"b": iterator([0, 0, 0])}, TypeError, "b is <generator"),
        ({"f": "tanh"}, TypeError, "f is 'tanh', .* .prime, such as rnn_pure"),
        ({"f": math.tanh}, TypeError, "f is <built-in function tanh>"),
        ({"g": None}, TypeError, "g is None"),
        ({"g": Activation}, TypeError, "g is <class"),
        ({"error": "mse"}, TypeError, "error is 'mse', .* .gradient"),
    ],
)
def test_a_network_that_does_not_fit_together(parts, error, words):
    with pytest.raises(error, match=words):
        net(**parts)


def in_place(*vectors):
    vectors[0][0] -= 1
    return vectors[0]


CUSTOM = [  # what is in the place of a function of vectors
    (math.tanh, TypeError, "must work on vectors"),
    (lambda: [], TypeError, "must work on vectors"),
    (lambda *_: None, TypeError, r"\) is None, .* vector"),
    (lambda *_: "abc", TypeError, r"\) is 'abc'"),
    (lambda u, *_: iterator(u), TypeError, r"\) is <generator"),
    (lambda u, *_: u[:-1], ValueError, r"\) has \d entr.*, but . has \d"),
    (lambda u, *_: [*u, 0.0], ValueError, r"\) has \d entr.*, but . has \d"),
    (lambda u, *_: ["a"] * len(u), TypeError, r"\)\[0\] is 'a'"),
    (lambda u, *_: [nan] * len(u), ValueError, r"\)\[0\] is nan"),
    (in_place, ValueError, "changes the vector it is given"),
    (lambda u, *_: u, ValueError, "returns its argument"),
    (lambda u, *_: [u[9]], ValueError, "fails on .*IndexError"),
    (lambda u, *_: [1 / 0], ValueError, "fails on .*ZeroDivisionError"),
    (lambda u, *_: [math.sqrt(-1)], ValueError, "fails on .*math domain"),
]


@pytest.mark.parametrize(("function", "error", "words"), CUSTOM)
def test_custom_functions_are_tried_at_the_door(function, error, words):
    fine = tanh.function
    for custom in (
        {"f": Activation("f", function, fine)},
        {"f": Activation("f", fine, function)},
        {"g": Activation("g", function, fine)},
        {"g": Activation("g", fine, function)},
        {"error": ErrorFunction("error", squared_error, function)},
    ):
        (name,) = custom
        with pytest.raises(error, match=f"^{name}.*{words}"):
            net(**custom)
    layer = {"W": [[[1.0, 2.0]] * 2], "b": [[0.0, 0.0]]}
    with pytest.raises(error, match=rf"^f\[0\].*{words}"):
        fcnn.FCNN(**layer, f=[Activation("f", function, fine)])


@pytest.mark.parametrize(
    ("function", "error", "words"),
    [
        (lambda u: [u_i**0.5 for u_i in u], TypeError, r"is \(.*j\), .* num"),
        (lambda u: in_place(u) if u[0] < 0 else [*u], ValueError, "changes"),
    ],
)
def test_an_f_is_tried_below_zero_too_and_whatever_it_makes(
    function, error, words
):
    with pytest.raises(error, match=words):
        net(f=Activation("f", function, tanh.prime))


def test_numbers_of_numpys_beyond_every_float():
    numpy = pytest.importorskip("numpy")
    with pytest.raises(ValueError, match=r"b\[0\] is (inf|too large)"):
        net(b=[numpy.longdouble("1e4000"), 0, 0])


def test_an_f_with_a_pole_elsewhere_is_an_f():
    pole = Activation(
        "1/(u − ½)", lambda u: [1 / (u_i - 0.5) for u_i in u],
        lambda u: [-1 / (u_i - 0.5) ** 2 for u_i in u],
    )
    rnn = net(f=pole)
    assert bptt(rnn, forward(rnn, XS), DS).W_re


@pytest.mark.parametrize("E", [None, [0.5], "0.5", 1j])
def test_an_error_is_one_number(E):
    with pytest.raises(TypeError, match=r"error\(y, d\) is .* number"):
        net(error=ErrorFunction("E", lambda y, d: E, squared_error.gradient))


def test_the_weights_and_the_functions_arguments_are_the_networks_own():
    row, b = [0.1, 0.2, 0.3], (0.1, 0.2, 0.3)
    W_re = [row] * 3
    rnn = net(W_re=W_re, b=b)
    descend(rnn, gradients_of(rnn), 0.1)
    assert W_re == [[0.1, 0.2, 0.3]] * 3
    assert rnn.W_re[0] != rnn.W_re[1]  # three rows, not one
    assert b == (0.1, 0.2, 0.3)
    xs, z_0 = [[1.0, 2.0]] * 2, [0.5] * 3
    states = forward(rnn, xs, z_0)
    xs[0][0] = z_0[0] = 9.0
    assert states.x[1:] == [[1.0, 2.0]] * 2
    assert states.x[1] is not states.x[2]
    assert states.z[0] == [0.5] * 3


@pytest.mark.parametrize(
    ("arguments", "error", "words"),
    [
        ((0, 1, 1), ValueError, "n_in is 0, but it must be at least 1"),
        ((1, -2, 1), ValueError, "n_re is -2"),
        ((1, 1, 2.0), TypeError, "n_out is 2.0, but it must be an int"),
        ((1, True, 1), TypeError, "n_re is True"),
        (("1", 1, 1), TypeError, "n_in is '1'"),
    ],
)
def test_sizes_are_whole_numbers(arguments, error, words):
    with pytest.raises(error, match=words):
        RNN.random(*arguments)


SPOILT = {  # after the network was made
    "b has 4 entries": lambda rnn: rnn.b.append(0.0),
    "b has 2 entries": lambda rnn: rnn.b.pop(),
    "b_out has 2 entries": lambda rnn: rnn.b_out.append(0.0),
    "b is 0.0": lambda rnn: setattr(rnn, "b", 0.0),
    "b is 'abc'": lambda rnn: setattr(rnn, "b", "abc"),
    r"b\[0\] is 'a'": lambda rnn: setattr(rnn, "b", tuple("abc")),
    "W_re has 2 rows": lambda rnn: rnn.W_re.pop(),
    "W_re has 3 rows, but W_in has 4": lambda rnn: rnn.W_in.append([0, 0]),
    r"W_re\[1\] has 4 entries, but W_in": lambda rnn: rnn.W_re[1].append(0.0),
    r"W_re\[0\] has 2": lambda rnn: setattr(rnn, "W_re", [[0.0, 0.0]] * 3),
    r"W_in\[2\] has 1": lambda rnn: rnn.W_in[2].pop(),
    r"W_in\[0\] is 1.0": lambda rnn: rnn.W_in.__setitem__(0, 1.0),
    "W_in is None": lambda rnn: setattr(rnn, "W_in", None),
    "W_in is empty": lambda rnn: rnn.W_in.clear(),
    "W_in is empty, ": lambda rnn: [part.clear() for part in vars(rnn).values()
                                    if type(part) is list],
    "W_out is empty": lambda rnn: rnn.W_out.clear(),
    r"W_out\[0\] has 4": lambda rnn: rnn.W_out[0].append(0.0),
    "f is 'relu'": lambda rnn: setattr(rnn, "f", "relu"),
    "g is <built-in": lambda rnn: setattr(rnn, "g", math.tanh),
    "error is 'mse'": lambda rnn: setattr(rnn, "error", "mse"),
    r"b\[0\] is nan": lambda rnn: rnn.b.__setitem__(0, nan),
    r"W_re\[2\]\[1\] is inf": lambda rnn: rnn.W_re[2].__setitem__(1, inf),
    r"W_out\[0\]\[0\] is 'a'": lambda rnn: rnn.W_out[0].__setitem__(0, "a"),
    r"b\[1\] is Decimal": lambda rnn: rnn.b.__setitem__(1, Decimal(1)),
    r"b\[2\] is too large": lambda rnn: rnn.b.__setitem__(2, 10**400),
}


@pytest.mark.parametrize("words", SPOILT)
def test_a_network_spoilt_afterwards_is_refused_at_every_door(words):
    rnn = net()
    states, gradients = forward(rnn, XS), gradients_of(rnn)
    doors = [partial(way, rnn, XS, DS) for way in WAYS.values()]
    doors += [
        partial(bptt, rnn, states, DS),
        partial(total_error, rnn, states, DS),
        partial(descend, rnn, gradients, 0.1),
        partial(Adam(), rnn, gradients),
        partial(fcnn.cell, rnn),
    ]
    SPOILT[words](rnn)
    spoilt = repr(rnn)
    for door in doors:
        with pytest.raises((TypeError, ValueError), match=words):
            door()
        assert repr(rnn) == spoilt


def test_weights_may_be_replaced_by_others_that_fit():
    rnn = net()
    rnn.b = [0.5, 0.5, 0.5]
    rnn.f = relu
    descend(rnn, gradients_of(rnn), 0.1)
    assert rnn.b != [0.5] * 3


@pytest.mark.parametrize(
    ("name", "weight"),
    [("b", (0.5, 0.5, 0.5)), ("W_re", [(0.1, 0.2, 0.3)] * 3),
     ("W_out", ((0.1, 0.2, 0.3),))],
)
def test_but_not_by_rows_that_training_cannot_move(name, weight):
    rnn = net()
    setattr(rnn, name, weight)
    with pytest.raises(TypeError, match=r"must be lists.*dataclasses\.repl"):
        forward(rnn, XS)
    assert getattr(rnn, name) is weight  # no door assigns to what it checks
    forward(replace(rnn), XS)  # and what it advises helps


def test_rows_that_are_one_list_are_never_moved_twice():
    of_one = net(W_re=[[0.1, 0.2, 0.3]] * 3)
    for share in (
        lambda rnn: setattr(rnn, "W_re", [[0.1, 0.2, 0.3]] * 3),
        lambda rnn: setattr(rnn, "W_out", [rnn.b]),
        lambda rnn: rnn.W_re.__setitem__(1, rnn.W_re[2]),
    ):
        rnn = net()
        share(rnn)
        gradients = gradients_of(rnn)
        before = repr(rnn)
        for door in (
            partial(descend, rnn, gradients, 0.1),
            partial(Adam(), rnn, gradients),
            partial(fit, rnn, [(XS, DS)], 1, refuse),
        ):
            with pytest.raises(ValueError, match=r"two rows .* one list"):
                door()
            assert repr(rnn) == before
        of_graph = autograd.gradients(rnn, XS, DS)
        for ours, theirs in zip(gradients.rows(), of_graph.rows()):
            assert theirs == pytest.approx(ours, rel=1e-12)
    descend(of_one, gradients_of(of_one), 0.1)  # RNN has copied the row


@pytest.mark.parametrize("rnn", [
    None, "rnn", RNN, XS, lambda: fcnn.cell(net()),
    lambda: gradients_of(net()),
])
def test_what_is_no_network(rnn):
    rnn = rnn() if inspect.isfunction(rnn) else rnn
    states, gradients = forward(net(), XS), gradients_of(net())
    for door in (
        *(partial(way, rnn, XS, DS) for way in WAYS.values()),
        partial(bptt, rnn, states, DS),
        partial(total_error, rnn, states, DS),
        partial(descend, rnn, gradients, 0.1),
        partial(Adam(), rnn, gradients),
        partial(fcnn.cell, rnn),
    ):
        with pytest.raises(TypeError, match=r"^rnn is .*must be an RNN"):
            door()


# --- sequences --------------------------------------------------------------

BAD_XS = [
    (None, TypeError, "xs is None, .* list of input vectors"),
    (3, TypeError, "xs is 3"),
    ("ab", TypeError, "xs is 'ab'"),
    ({1: [1.0, 2.0]}, TypeError, "xs is {1"),
    ([], ValueError, "xs is empty, .* x_1"),
    ([1.0, 2.0], TypeError, r"x at t = 1 \(xs\[0\]\) is 1.0, .* vector"),
    ([[1.0, 2.0], "ab"], TypeError, r"x at t = 2 \(xs\[1\]\) is 'ab'"),
    ([[1.0, 2.0], None], TypeError, r"x at t = 2 \(xs\[1\]\) is None"),
    ([[1.0, 2.0], {1.0, 2.0}], TypeError, r"x at t = 2 \(xs\[1\]\) is {1.0"),
    ([[]], ValueError, r"x at t = 1 \(xs\[0\]\) has 0 entries, but W_in"),
    ([[1.0, 2.0]] * 2 + [[1.0]], ValueError,
     r"x at t = 3 \(xs\[2\]\) has 1 entry, but W_in has 2 columns"),
    ([[1.0, 2.0, 3.0]], ValueError, "has 3 entries, but W_in has 2 columns"),
    ([XS, XS], ValueError, "has 3 entries, but W_in has 2"),  # a batch
    ([[[1.0], [2.0]]], TypeError, r"x at t = 1 \(xs\[0\]\)\[0\] is \[1.0\]"),
    ([[1.0, nan]], ValueError, r"x at t = 1 \(xs\[0\]\)\[1\] is nan"),
    ([[inf, -inf]], ValueError, r"x at t = 1 \(xs\[0\]\)\[0\] is inf"),
    ([[10**400, -(10**400)]], ValueError, r"\(xs\[0\]\)\[0\] is too large"),
    ([[HUGE, 0.0]], ValueError, r"\(xs\[0\]\)\[0\] is too large"),
    ([[1.0, None]], TypeError, r"\(xs\[0\]\)\[1\] is None, .* number"),
    ([["1", 2.0]], TypeError, r"\(xs\[0\]\)\[0\] is '1'"),
    ([[Decimal(1), 2.0]], TypeError, r"\(xs\[0\]\)\[0\] is Decimal"),
    ([[1j, 2.0]], TypeError, r"\(xs\[0\]\)\[0\] is 1j"),
]


@pytest.mark.parametrize("way", WAYS.values(), ids=WAYS)
def test_inputs(way):
    for xs, error, words in BAD_XS:
        rnn, before = net(), repr((net(), xs))
        with pytest.raises(error, match=words):
            way(rnn, xs, DS)
        assert repr((rnn, xs)) == before
    used_once = iterator(XS)
    with pytest.raises(TypeError, match="xs is <generator"):
        way(net(), used_once, DS)
    assert len([*used_once]) == 3


BAD_DS = [
    (None, TypeError, "ds is None, .* list of targets"),
    (3, TypeError, "ds is 3"),
    ([[0.5]] * 2, ValueError, "ds has 2 entries, but T = 3"),
    (DS[:2], ValueError, "ds has 2 entries, but T = 3.* or None"),
    ([*DS, None], ValueError, "ds has 4 entries, but T = 3"),
    ([0.5], ValueError, "ds has 1 entry, but T = 3"),  # d_3 only
    ([0.5] * 3, TypeError, r"d at t = 1 \(ds\[0\]\) is 0.5, .* write \[0.5\]"),
    ([None, 0, None], TypeError, r"d at t = 2 \(ds\[1\]\) is 0, .* \[0\]"),
    ([None, "a", None], TypeError, r"d at t = 2 .* list of numbers$"),
    ([[0.5, 0.5]] * 3, ValueError,
     r"d at t = 1 \(ds\[0\]\) has 2 entries, but W_out has 1 row"),
    ([None, None, [nan]], ValueError, r"d at t = 3 \(ds\[2\]\)\[0\] is nan"),
    ([[None]] * 3, TypeError, r"d at t = 1 \(ds\[0\]\)\[0\] is None"),
    ([["1"]] * 3, TypeError, r"d at t = 1 \(ds\[0\]\)\[0\] is '1'"),
    ([[HUGE]] * 3, ValueError, r"d at t = 1 \(ds\[0\]\)\[0\] is too large"),
]


@pytest.mark.parametrize("way", WITH_TARGETS.values(), ids=WITH_TARGETS)
def test_targets(way):
    for ds, error, words in BAD_DS:
        rnn, before = net(), repr((net(), ds))
        with pytest.raises(error, match=words):
            way(rnn, XS, ds)
        assert repr((rnn, ds)) == before
    with pytest.raises(TypeError, match="ds is <generator"):
        way(net(), XS, iterator(DS))


@pytest.mark.parametrize("way", WITH_TARGETS.values(), ids=WITH_TARGETS)
def test_targets_of_a_classification(way):
    rnn = RNN.random(2, 3, 3, seed=0, error=softmax_cross_entropy)
    if way in (WAYS["fit"], WAYS["held_out"]):
        return  # their other sequence has targets for n_out = 1
    for ds, error, words in [
        ([0, 2, 1], TypeError, r"d at t = 1 .* is 0, .* 1 at k and 0 else"),
        ([[0], [2], [1]], ValueError, "has 1 entry, but W_out has 3 rows"),
        ([None, [1, 1, 0], None], ValueError,
         r"d at t = 2 .* is \[1, 1, 0\], .* sum to 1"),
        ([[2, -1, 0]] * 3, ValueError, "not negative"),
    ]:
        with pytest.raises(error, match=words):
            way(rnn, XS, ds)
    way(rnn, XS, [[True, False, False], None, [Fraction(1, 3)] * 3])


@pytest.mark.parametrize(
    ("z_0", "error", "words"),
    [
        (0, TypeError, "z_0 is 0, .* vector"),
        ("abc", TypeError, "z_0 is 'abc'"),
        ([0.0, 0.0], ValueError, "z_0 has 2 entries, but W_re has 3 columns"),
        ([[0.0, 0.0, 0.0]], ValueError, "z_0 has 1 entry"),
        ([0.0, inf, 0.0], ValueError, r"z_0\[1\] is inf"),
        ([0.0, 0.0, None], TypeError, r"z_0\[2\] is None"),
    ],
)
def test_the_initial_state(z_0, error, words):
    rnn = net()
    for way in (
        partial(forward, rnn, XS),
        partial(rtrl_steps, rnn, XS, DS),
        partial(truncated_bptt, rnn, XS, DS, 1, 2),
        partial(autograd.gradients, rnn, XS, DS),
        partial(numerical.gradients, rnn, XS, DS),
    ):
        with pytest.raises(error, match=words):
            way(z_0=z_0)


@pytest.mark.parametrize(
    ("change", "xs"),
    [
        (tuple, (tuple(XS[0]), tuple(XS[1]), tuple(XS[2]))),
        (list, deque(deque(x) for x in XS)),
        (list, [tuple(XS[0]), [Fraction(1, 2), -1], [0.25, Fraction(1, 2)]]),
        (list, [[True, False], *XS[1:]]),
    ],
)
def test_other_sequences_of_other_numbers_do_as_well(change, xs):
    rnn = net(**{name: change(getattr(net(), name)) for name in ("W_re", "b")})
    assert rnn == net()
    assert gradients_of(rnn) == bptt(rnn, forward(rnn, xs), change(DS))


def test_numpys_arrays_become_lists_of_floats():
    numpy = pytest.importorskip("numpy")
    rnn = net(W_in=numpy.array(net().W_in), b=numpy.array(net().b))
    assert repr(rnn) == repr(net())
    array = numpy.array(XS)
    for xs in array, [*array], [[*x] for x in array]:
        assert repr(forward(rnn, xs).x) == repr(forward(rnn, XS).x)
    rnn.W_re = numpy.array(rnn.W_re)
    with pytest.raises(TypeError, match="must be lists"):
        forward(rnn, XS)
    rnn = replace(rnn)
    assert repr(gradients_of(rnn)) == repr(gradients_of(net()))
    states, rnn.b = forward(rnn, XS), array[0]
    with pytest.raises(ValueError, match="b has 2 entries"):
        bptt(rnn, states, DS)
    rnn.b = numpy.zeros(3)
    with pytest.raises(TypeError, match="must be lists"):
        bptt(rnn, states, DS)
    rnn = replace(rnn)
    with pytest.raises(ValueError, match="before the weights moved"):
        bptt(rnn, states, DS)
    float32 = forward(rnn, [[*x] for x in numpy.array(XS, numpy.float32)])
    assert {type(x) for x in float32.x[1]} == {float}
    for xs, words in [
        (numpy.zeros(2), r"xs\[0\]\) is 0.0"),
        (numpy.float64(1.0), "xs is 1.0"),
        (numpy.array(1.0), "xs is 1.0"),
        (numpy.ones((1, 2, 1)), r"\[0\] is \[1.0\]"),
        (numpy.array(XS) * 1j, r"\[0\] is 1j"),
        (numpy.array([[None, 1.0]]), r"\[0\] is None"),
        (numpy.array([["2026", "2027"]], "M8[ns]"), r"xs is array\("),
        (numpy.array([[1, 2]], "m8[s]"), r"xs is array\("),
    ]:
        with pytest.raises(TypeError, match=words):
            forward(rnn, xs)


JUNK = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.fractions()
    | st.text(max_size=3) | st.binary(max_size=3) | st.complex_numbers()
    | st.decimals() | st.just(HUGE) | st.just(print),
    lambda inner: st.lists(inner, max_size=3)
    | st.lists(inner, max_size=3).map(tuple)
    | st.dictionaries(st.integers(0, 2), inner, max_size=2),
    max_leaves=9,
)


def complaint(door):
    try:
        door()
    except (TypeError, ValueError) as error:
        return str(error)
    return None


@given(JUNK)
@settings(deadline=None)
def test_junk_is_refused_by_name_or_it_works(junk):
    rnn = net()
    for name, door in (
        ("x", lambda: forward(rnn, junk)),
        ("x", lambda: forward(rnn, [[1.0, 2.0], junk])),
        ("d", lambda: total_error(rnn, forward(rnn, XS[:1]), junk)),
        ("d at t = 2", lambda: rtrl(rnn, XS[:2], [None, junk])),
        ("z_0", lambda: forward(rnn, XS, junk)),
        ("W_", lambda: forward(net(W_re=junk), XS)),
        ("b", lambda: forward(net(b=junk), XS)),
        ("W_", lambda: forward(net(W_out=[junk]), XS)),
        ("sequences", lambda: fit(rnn, junk, 1, move)),
        ("f is", lambda: net(f=junk)),
        ("error is", lambda: net(error=junk)),
        ("k1", lambda: truncated_bptt(rnn, XS, DS, junk, 2)),
        ("alpha", lambda: descend(net(), gradients_of(net()), junk)),
    ):
        words = complaint(door)
        if words:
            assert words.startswith((name, "k2", "there is no target"))
            assert "operand" not in words
    assert rnn == net()


# --- states -----------------------------------------------------------------


@pytest.mark.parametrize("door", [bptt, total_error])
def test_states_that_are_not_this_networks(door):
    rnn, other = net(), net(b=[0.2, 0.0, 0.0])
    states = forward(rnn, XS)
    made = vars(states)
    for wrong, error, words in [
        (None, TypeError, "states is None, .* forward"),
        (XS, TypeError, "states is .* forward"),
        (states.y, TypeError, "states is .* forward"),
        (rnn, TypeError, "states is RNN.* forward"),
        (fcnn.forward(fcnn.cell(rnn), XS[0]), ValueError, "of another size"),
        (States(**made | {"made_by": None}), TypeError, "states is .* forwar"),
        (forward(RNN.random(2, 4, 1), XS), ValueError, "of another size"),
        (forward(other, XS), ValueError, "weights moved, or by another"),
        (forward(net(f=relu), XS), ValueError, "weights moved, or by another"),
    ]:
        with pytest.raises(error, match=words):
            door(rnn, wrong, DS)
    with pytest.raises(TypeError, match="rnn is States"):
        door(states, rnn, DS)
    descend(rnn, gradients_of(rnn), 0.1)
    with pytest.raises(ValueError, match="before the weights moved"):
        door(rnn, states, DS)


# --- the ways to the gradient -----------------------------------------------


@pytest.mark.parametrize(
    ("k1", "k2", "error", "words"),
    [
        (0, 1, ValueError, "k1 is 0, but it must be at least 1"),
        (3, 2, ValueError, "k2 is 2, but it must be at least 3"),
        (1.0, 2, TypeError, "k1 is 1.0, but it must be an int"),
        (1, 2.0, TypeError, "k2 is 2.0"),
        (True, 2, TypeError, "k1 is True"),
        (1, None, TypeError, "k2 is None"),
    ],
)
def test_the_window(k1, k2, error, words):
    with pytest.raises(error, match=words):
        truncated_bptt(net(), XS, DS, k1, k2)
    with pytest.raises(error, match=words):
        fit(net(), [(XS, DS)], 1, move, truncate=(k1, k2))


@pytest.mark.parametrize("eps", [0, -1e-5, nan, inf, "1", None])
def test_eps(eps):
    with pytest.raises((TypeError, ValueError), match="eps is"):
        numerical.gradients(net(), XS, DS, eps=eps)


def test_a_network_spoilt_between_two_pieces():
    for steps in truncated_bptt, rtrl_steps:
        rnn = net()
        more = (1, 2) if steps is truncated_bptt else ()
        pieces = steps(rnn, XS, DS, *more)
        next(pieces)
        rnn.b.append(0.0)
        with pytest.raises(ValueError, match="b has 4 entries"):
            next(pieces)


def refuse(*_):
    raise AssertionError


def test_the_graph_needs_neither_slope():
    rnn = net()
    rnn.f = Activation("f", tanh.function, refuse)
    rnn.error = ErrorFunction("E", squared_error.function, refuse)
    assert autograd.gradients(rnn, XS, DS) == autograd.gradients(net(), XS, DS)


def test_a_function_that_the_graph_cannot_see_through():
    erf = Activation("erf", lambda u: [*map(math.erf, u)], identity)
    with pytest.raises(TypeError, match=r"Values.*rnn_pure\.activations"):
        autograd.gradients(net(f=erf), XS, DS)


# --- equation 6 -------------------------------------------------------------

SPOILT_GRADIENTS = [
    (lambda g: g.b.__setitem__(0, nan), ValueError, "NaN or inf.*a smaller"),
    (lambda g: g.W_re[2].__setitem__(2, -inf), ValueError, "NaN or infinity"),
    (lambda g: g.b.__setitem__(0, HUGE), ValueError, "NaN or infinity"),
    (lambda g: g.b.__setitem__(0, 10**400), ValueError, "NaN or infinity"),
    (lambda g: g.b_out.__setitem__(0, "1"), TypeError, "lists of numbers"),
    (lambda g: g.b_out.__setitem__(0, None), TypeError, "lists of numbers"),
    (lambda g: g.b_out.__setitem__(0, 1j), TypeError, "lists of numbers"),
    (lambda g: g.b_out.__setitem__(0, Decimal(1)), TypeError, "numbers"),
    (lambda g: setattr(g, "W_in", None), TypeError, "lists of numbers"),
    (lambda g: setattr(g, "b", 0.0), TypeError, "lists of numbers"),
]


@pytest.mark.parametrize(("spoil", "error", "words"), SPOILT_GRADIENTS)
def test_gradients_that_are_not_finite_numbers(spoil, error, words):
    rnn, adam, gradients = net(), Adam(), gradients_of(net())
    adam(rnn, gradients)
    before = repr((rnn, vars(adam)))
    spoil(gradients)
    for door in move, adam, lambda rnn, g: clip_norm(g, 1.0):
        with pytest.raises(error, match=words):
            door(rnn, gradients)
        assert repr((rnn, vars(adam))) == before


def test_gradients_of_something_else():
    rnn, adam, larger = net(), Adam(), RNN.random(2, 4, 1, seed=0)
    of_larger = gradients_of(larger)
    layers = fcnn.cell(rnn)
    by_layers = fcnn.backward(layers, fcnn.forward(layers, XS[0]), DS[0])
    transposed = gradients_of(rnn)
    transposed.W_in = [*map(list, zip(*transposed.W_in))]
    for door in move, adam:
        for wrong in None, rnn, by_layers, of_larger.rows(), type(of_larger):
            with pytest.raises(TypeError, match=r"gradients is .* must"):
                door(rnn, wrong)
        for wrong in of_larger, transposed:
            with pytest.raises(ValueError, match="network of another size"):
                door(rnn, wrong)
    assert rnn == net()
    assert adam == Adam()
    with pytest.raises(TypeError, match="gradients is None"):
        clip_norm(None, 1.0)


def test_an_adam_that_knows_another_network():
    first, adam = net(), Adam()
    adam(first, gradients_of(first))
    for other in net(), RNN.random(2, 4, 1, seed=0):
        before = repr((other, vars(adam)))
        with pytest.raises(ValueError, match="another network's: make a new"):
            adam(other, gradients_of(other))
        assert repr((other, vars(adam))) == before
    with pytest.raises(TypeError):
        Adam(t=3)


@pytest.mark.parametrize("number", [0, -1, nan, inf, "1", None, 1j, HUGE])
def test_step_sizes_are_finite_and_above_zero(number):
    rnn, gradients = net(), gradients_of(net())
    for name, door in (
        ("alpha", lambda: descend(rnn, gradients, number)),
        ("alpha", lambda: Adam(alpha=number)),
        ("eps", lambda: Adam(eps=number)),
        ("max_norm", lambda: clip_norm(gradients, number)),
    ):
        with pytest.raises((TypeError, ValueError), match=f"^{name} is"):
            door()
    for name in "beta_1", "beta_2":
        if number != 0:
            with pytest.raises((TypeError, ValueError), match=f"^{name}"):
                Adam(**{name: number})
    assert rnn == net()


def test_a_gradient_whose_square_is_no_float_is_clipped_all_the_same():
    gradients = gradients_of(net())
    gradients.b[0] = 1e200
    assert clip_norm(gradients, 2.0).b[0] == 2.0
    gradients.b[:] = [1.2e308, 1.2e308, 0.0]  # their sum is no float
    assert clip_norm(gradients, 2.0).b == pytest.approx([2**0.5, 2**0.5, 0])


# --- fit --------------------------------------------------------------------


@pytest.mark.parametrize(
    ("pairs", "error", "words"),
    [
        (None, TypeError, r"NAME is None, .* pairs \(xs, ds\)"),
        (3, TypeError, "NAME is 3"),
        ("ab", TypeError, "NAME is 'ab'"),
        ({"xs": XS, "ds": DS}, TypeError, "NAME is {"),
        ((XS, DS), ValueError, r"NAME\[0\] has 3 entries, .* pair \(xs, ds"),
        ([XS], ValueError, r"NAME\[0\] has 3 entries"),
        ([(XS, DS), (XS,)], ValueError, r"NAME\[1\] has 1 entry"),
        ([(XS, DS), None], TypeError, r"NAME\[1\] is None, .* pair"),
        ([(XS, DS), ([], [])], ValueError, r"NAME\[1\]: xs is empty"),
        ([(XS, DS), (XS, DS[:2])], ValueError, r"NAME\[1\]: ds has 2 entries"),
        ([(XS, DS), ([[1.0, nan]], [[1.0]])], ValueError,
         r"NAME\[1\]: x at t = 1 \(xs\[0\]\)\[1\] is nan"),
        ([(XS, [None] * 3)], ValueError, "no target"),
        ([(iterator(XS), DS)], TypeError, r"NAME\[0\]: xs is <generator"),
    ],
)
def test_the_sequences_of_fit(pairs, error, words):
    for name in "sequences", "held_out":
        rnn, arguments = net(), {"sequences": [(XS, DS)], name: pairs}
        with pytest.raises(error, match=words.replace("NAME", name)):
            fit(rnn, epochs=2, update=refuse, **arguments)
        assert rnn == net()


def test_pairs_that_can_be_read_only_once():
    for pairs in zip([XS], [DS]), iterator([(XS, DS)]):
        with pytest.raises(TypeError, match=r"sequences is <.* list of pairs"):
            fit(net(), pairs, 1, move)
    with pytest.raises(ValueError, match="sequences is empty"):
        fit(net(), [], 1, move)


@pytest.mark.parametrize(
    ("option", "words"),
    [
        ({"epochs": 0}, "epochs is 0"),
        ({"epochs": 2.0}, "epochs is 2.0"),
        ({"max_norm": 0}, "max_norm is 0"),
        ({"max_norm": nan}, "max_norm is nan"),
        ({"patience": 0}, "patience is 0"),
        ({"patience": "3"}, "patience is '3'"),
        ({"truncate": 5}, r"truncate is 5, .* pair \(k1, k2\)"),
        ({"truncate": ()}, "truncate has 0 entries"),
        ({"truncate": (1, 2, 3)}, "truncate has 3 entries"),
        ({"report": True}, "report is True"),
        ({"update": None}, r"update is None, .* Adam\(\)"),
        ({"update": "adam"}, "update is 'adam'"),
        ({"update": Adam}, r"update is <class .* Adam\(\)"),
        ({"update": descend}, r"update is <func.*partial\(descend"),
        ({"update": lambda rnn: None}, "update is <function"),
        ({"update": partial(descend, alpha=-1)}, "alpha is -1"),
    ],
)
def test_the_options_of_fit(option, words):
    rnn = net()
    arguments = {"sequences": [(XS, DS)], "epochs": 2, "update": refuse}
    with pytest.raises((TypeError, ValueError), match=words):
        fit(rnn, **arguments | option)
    assert rnn == net()


@pytest.mark.parametrize("truncate", [None, (1, 2)])
def test_nan_in_training_stops_it_and_the_weights_are_kept(truncate):
    rnn = net(f=relu)
    with pytest.raises(Diverged, match=r"epoch 1 \(NaN.*smaller alpha"):
        fit(rnn, [(XS, DS)], 9, partial(descend, alpha=1e200),
            truncate=truncate)
    assert rnn == net(f=relu)


def halfway(rnn, gradients):
    rnn.W_in[0][0] = rnn.b[0] = nan
    raise RuntimeError("from update")


def test_an_update_that_fails_halfway():
    rnn = net()
    with pytest.raises(RuntimeError, match="from update"):
        fit(rnn, [(XS, DS)], 1, halfway)
    assert rnn == net()


def interrupt_after(lines):
    """A tracer that is Ctrl-C once so many lines of training have run."""
    def trace(frame, event, arg):
        name = frame.f_code.co_filename
        if not name.endswith(("training.py", "descent.py")):
            return None
        nonlocal lines
        lines -= event == "line"
        if lines == 0:
            lines = -1
            raise KeyboardInterrupt
        return trace
    return trace


def test_ctrl_c_at_any_line_of_training_leaves_the_best_weights():
    pairs, of_epoch = [(XS[:1], DS[:1])], []

    def trained(report=None):
        rnn = RNN.random(2, 2, 1, seed=0)
        of_epoch.append(repr(rnn))
        return rnn, lambda: fit(rnn, pairs, 2, Adam(0.1), report=report)

    rnn, run = trained(report=lambda _: of_epoch.append(repr(rnn)))
    assert run().best == 2
    seen, before = [], sys.gettrace()
    for lines in range(1, 10_000):
        rnn, run = trained()
        try:
            sys.settrace(interrupt_after(lines))
            history = run()
        except KeyboardInterrupt:  # before it began, or as it ended
            assert repr(rnn) in of_epoch
            continue
        finally:
            sys.settrace(before)
        assert repr(rnn) == of_epoch[history.best]
        if not history.errors:  # before the first was known
            continue
        assert mean_error(rnn, pairs) == history.errors[history.best]
        seen.append(history.best)
        if not history.interrupted:
            break
    assert len(seen) > 50
    assert {*seen} == {0, 1, 2}


# --- the rest ---------------------------------------------------------------


def test_layers():
    one = {"W": [[[1.0, 2.0]]], "b": [[0.0]], "f": [sigmoid]}
    for parts, error, words in [
        ({"W": None}, TypeError, "W is None, .* one entry a layer"),
        ({"W": [], "b": [], "f": []}, ValueError, "have 0, 0 and 0"),
        ({"b": []}, ValueError, "have 1, 0 and 1"),
        ({"f": tanh}, TypeError, "f is tanh, .* one entry a layer"),
        ({"f": ["tanh"]}, TypeError, r"f\[0\] is 'tanh'"),
        ({"W": [[1.0, 2.0]]}, TypeError, r"W\[0\]\[0\] is 1.0"),
        ({"b": [[0.0, 0.0]]}, ValueError,
         r"b\[0\] has 2 entries, but W\[0\] has 1 row"),
        ({"W": [*one["W"], [[1.0, 2.0]]], "b": [[0.0]] * 2, "f": [tanh] * 2},
         ValueError, r"W\[1\]\[0\] has 2 entries, but W\[0\] has 1 row"),
        ({"error": None}, TypeError, "error is None"),
    ]:
        with pytest.raises(error, match=words):
            fcnn.FCNN(**one | parts)
    layers = fcnn.FCNN(**one)
    states = fcnn.forward(layers, [1.0, 2.0])
    for door, error, words in [
        (lambda: fcnn.forward(net(), XS[0]), TypeError, "must be an FCNN"),
        (lambda: fcnn.backward(net(), states, [1]), TypeError, "an FCNN"),
        (lambda: fcnn.forward(layers, [1.0]), ValueError,
         r"x has 1 entry, but W\[0\] has 2 columns"),
        (lambda: fcnn.forward(layers, [1.0, nan]), ValueError, r"x\[1\] is"),
        (lambda: fcnn.backward(layers, states, [1.0, 2.0]), ValueError,
         r"d has 2 entries, but W\[0\] has 1 row"),
        (lambda: fcnn.backward(layers, states, 1.0), TypeError, "d is 1.0"),
        (lambda: fcnn.backward(layers, None, [1]), TypeError, "states is N"),
        (lambda: fcnn.backward(layers, forward(net(), XS), [1]), ValueError,
         "another size"),
        (lambda: fcnn.backward(fcnn.FCNN(**one | {"f": [tanh]}), states, [1]),
         ValueError, "before the weights moved"),
    ]:
        with pytest.raises(error, match=words):
            door()
    layers.b[0][0] += 1.0
    with pytest.raises(ValueError, match="before the weights moved"):
        fcnn.backward(layers, states, [0.5])
    layers = fcnn.FCNN(**one, error=softmax_cross_entropy)
    states = fcnn.forward(layers, [1.0, 2.0])
    with pytest.raises(ValueError, match="sum to 1"):
        fcnn.backward(layers, states, [0.5])


def test_layers_spoilt_afterwards_are_refused():
    def two_layers():
        return fcnn.FCNN(
            [[[0.1, 0.2], [0.3, 0.4]], [[0.5, 0.6]]], [[0.0, 0.0], [0.0]],
            [tanh, identity],
        )

    for spoil, words in [
        (lambda net: net.W[0].__setitem__(1, [0.2]), r"W\[0\]\[1\] has 1"),
        (lambda net: net.b.__setitem__(0, [0.1] * 3), r"b\[0\] has 3"),
        (lambda net: net.b.append([0.0]), "have 2, 3 and 2"),
        (lambda net: net.W.append([[0.1]]), "have 3, 2 and 2"),
        (lambda net: net.f.__setitem__(1, None), r"f\[1\] is None"),
    ]:
        layers = two_layers()
        states = fcnn.forward(layers, [1.0, 2.0])
        spoil(layers)
        for door in (
            lambda net, states: fcnn.forward(net, [1.0, 2.0]),
            lambda net, states: fcnn.backward(net, states, [0.5]),
        ):
            with pytest.raises((TypeError, ValueError), match=words):
                door(layers, states)


def test_an_fcnn_keeps_what_it_was_given_in_lists_of_its_own():
    W, b = [[[1.0, 2.0]], [[3.0]]], [[0.5], [0.25]]
    layers = fcnn.FCNN(W, b, [sigmoid, tanh])
    assert layers == fcnn.FCNN(W, b, [sigmoid, tanh]) == replace(layers)
    assert (layers.W, layers.b, layers.f) == (W, b, [sigmoid, tanh])
    layers.W[0][0][0] = layers.b[1][0] = 9.0
    assert (W[0][0][0], b[1][0]) == (1.0, 0.25)


def test_record_takes_the_function_and_not_its_result():
    with pytest.raises(TypeError, match=r"States.* not a plain") as caught:
        record(forward(net(f=softsign), XS))
    assert len(str(caught.value)) < 200
