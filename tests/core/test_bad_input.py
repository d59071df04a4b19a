"""Whatever is put in: a message that says what to change, nothing changed."""

import inspect
import math
import re
import sys
from collections import deque
from dataclasses import replace
from decimal import Decimal
from fractions import Fraction
from functools import partial
from reprlib import repr as short

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import rnn_pure
from rnn_pure import RNN, Adam, bptt, descend, fcnn, fit, forward, tanh
from rnn_pure.training import History, mean_error

inf, nan = math.inf, math.nan
HUGE, ONE = Fraction(10**400), Decimal(1)  # no float, and no number here
XS = [[1.0, 0.0], [0.5, -1.0], [0.25, 0.5]]
DS = [[0.5], None, [-1.0]]
DEQUES = deque(map(deque, XS))
CLASSES = rnn_pure.softmax_cross_entropy
net, move = partial(RNN.random, 2, 3, 1, seed=0), partial(descend, alpha=0.01)
custom = partial(rnn_pure.Activation, "f")
erf = custom(lambda u: [*map(math.erf, u)], tanh)
pole = custom(lambda u: [1 / (u_i - 0.5) for u_i in u],
              lambda u: [-1 / (u_i - 0.5) ** 2 for u_i in u])


def gradients_of(rnn, ds=DS):
    return bptt(rnn, forward(rnn, XS), ds)


def once(values, *_):
    return (value for value in values)


def refuse(*_):
    raise RuntimeError("from update")


def halfway(rnn, gradients):
    rnn.W_in[0][0] = rnn.b[0] = nan
    refuse()


def in_place(*vectors):
    vectors[0][0] -= 1
    return vectors[0]


# --- what is refused --------------------------------------------------------


def fresh(rnn=None, first=DS):
    """What is well, by name, to be spoilt and given to a door."""
    rnn, adam = rnn or net(), Adam()
    adam(rnn, gradients_of(rnn, first))
    xs, z_0, ds = [*map(list, XS)], [0.0] * 3, [d and [*d] for d in first]
    states, gradients = forward(rnn, xs), gradients_of(rnn, ds)
    W_in, W_re, b, W_out, b_out, f, g, error = vars(net()).values()
    n_in, n_re, n_out, k1, k2, truncate, number = 2, 3, 1, 1, 2, (1, 2), 1
    epochs, update, patience, report, pairs = 2, refuse, 1, None, [(xs, ds)]
    function, E, W, B, F = tanh.function, 1.0, [[[1, 2]]], [[0.0]], [tanh]
    layers, x, d, beta = fcnn.cell(rnn), [1.0, 2.0], ds[0], 0.5
    by_layers, of_adam = fcnn.forward(layers, x), vars(adam)
    return {**vars(rnn_pure), **globals(), **locals()}


DOORS = """\
RNN(W_in, W_re, b, W_out, b_out, f, g, error)
RNN.random(n_in, n_re, n_out)
forward(rnn, xs, z_0)
total_error(rnn, states, ds)
bptt(rnn, states, ds)
truncated_bptt(rnn, xs, ds, k1, k2, z_0)
rtrl(rnn, xs, ds, z_0)
rtrl_steps(rnn, xs, ds, z_0)
autograd.gradients(rnn, xs, ds, z_0)
numerical.gradients(rnn, xs, ds, z_0)
fcnn.unrolled(rnn, xs)
fcnn.cell(rnn)
descend(rnn, gradients, 0.1)
adam(rnn, gradients)
clip_norm(gradients, 1.0)
fit(rnn, [(XS, first), (xs, ds)], 1, move)
fit(rnn, [(XS, first)], 1, move, held_out=[(xs, ds)])
fit(rnn, [(XS, DS)], epochs, update, truncate=(k1, k2))
fit(rnn, [(XS, DS)], 2, refuse, truncate=truncate)
fit(rnn, [(XS, DS)], 2, refuse, patience=patience, report=report)
fit(rnn, pairs, 2, refuse) | sequences
fit(rnn, [(XS, DS)], 2, refuse, held_out=pairs) | held_out
descend(net(), gradients, number) | alpha
fit(net(), [(XS, DS)], 2, refuse, max_norm=number) | max_norm
clip_norm(gradients, number) | max_norm
numerical.gradients(net(), XS, DS, eps=number) | eps
Adam(alpha=number) | alpha
Adam(eps=number) | eps
Adam(beta_1=beta) | beta_1
Adam(beta_2=beta) | beta_2
net(f=custom(function, tanh.prime)) | f
net(f=custom(tanh.prime, function)) | f.prime
net(g=custom(function, tanh.prime)) | g
net(g=custom(tanh.prime, function)) | g.prime
net(error=ErrorFunction("", squared_error, function)) | error.gradient
net(error=ErrorFunction("", lambda *_: E, squared_error.gradient)) | error
fcnn.FCNN([[[1, 2]]], [[0]], [custom(function, tanh.prime)]) | f[0]
fcnn.FCNN(W, B, F, error)
fcnn.forward(layers, x)
fcnn.backward(layers, by_layers, d)
"""


def doors_of(name):
    """The calls that this goes into, and what it is called there."""
    doors = (line.partition(" | ")[::2] for line in DOORS.splitlines())
    used = re.compile(rf"(?<!\.)\b{name}\b(?!=)")
    return [door for door in doors if used.search(door[0])]


# A line is a call, or else a name with one thing or several that are wrong
# with it, and what every door of that name says then: … is any text, ^ and $
# are the message's ends, VALUE is what is wrong, NAME what it is called there.
REFUSED = """\
TypeError
# the network
W_in = 3 | None | "abc" | ^W_in is VALUE, … matrix
W_in[0] = 0.1 | "ab" | None | ^W_in[0] is VALUE, … vector
b_out = 0.5 | ^b_out is VALUE, … write [0.5]
b_out = "ab" | ^b_out is VALUE, … list of numbers$
b = {1.0, 2.0, 3.0} | frozenset([1, 2, 3]) | bytearray(b"abc") | ^b is VALUE
b = {0: 1.0, 1: 2.0, 2: 3.0} | once([1, 2, 3]) | ^b is VALUE
b[0] = [0.0] | "1" | None | 1j | ONE | ^b[0] is VALUE, … number
f = "tanh" | math.tanh | Activation | ^f is VALUE, … .prime, such as rnn_pure
g = None | Activation | ^g is VALUE, … .prime, such as rnn_pure
error = "mse" | None | ^error is VALUE, … .gradient
net(f=custom(lambda u: [u_i**0.5 for u_i in u], tanh.prime)) | (…j), … num
function = math.tanh | lambda: [] | ^NAME must work on vectors
function = lambda *_: None | lambda *_: "abc" | once | ^NAME(…) is … vector
function = lambda u, *_: ["a"] * len(u) | ^NAME(…)[0] is 'a'
E = None | [0.5] | "0.5" | 1j | ^NAME(y, d) is VALUE, … number
n_in = "1" | ^n_in is VALUE
n_re = True | ^n_re is VALUE
n_out = 2.0 | ^n_out is VALUE, but it must be an int
rnn = None | "rnn" | RNN | XS | layers | gradients | ^rnn is VALUE… be an RNN
rnn, states = states, rnn | ^rnn is States
rnn.b = 0.0 | "abc" | b is VALUE
rnn.b = tuple("abc") | b[0] is 'a'
rnn.b[1] = ONE | "a" | b[1] is VALUE
rnn.b = tuple(rnn.b) | must be lists… dataclasses.replace
rnn.W_re = [tuple(row) for row in rnn.W_re] | be lists… dataclasses.replace
rnn.W_in = None | W_in is VALUE
rnn.W_in[0] = 1.0 | W_in[0] is VALUE
rnn.W_out[0][0] = "a" | W_out[0][0] is VALUE
rnn.f = "relu" | f is VALUE
rnn.g = math.tanh | g is VALUE
rnn.error = "mse" | error is VALUE
# sequences and states
xs = None | 3 | "ab" | {1: XS} | once(XS) | xs is VALUE, … list of input vec
xs[0] = 1.0 | "ab" | {1.0, 2.0} | x at t = 1 (xs[0]) is VALUE, … vector
xs[1] = "ab" | None | x at t = 2 (xs[1]) is VALUE
xs[0][0] = [1.0] | "1" | 1j | x at t = 1 (xs[0])[0] is VALUE, … number
xs[0][1] = None | ONE | x at t = 1 (xs[0])[1] is VALUE, … number
ds = None | 3 | once(DS) | ds is VALUE, … list of targets
ds[0] = 0.5 | 0 | d at t = 1 (ds[0]) is VALUE, … write [VALUE]
ds[1] = "a" | d at t = 2 (ds[1]) is VALUE, … list of numbers$
ds[0][0] = None | "1" | d at t = 1 (ds[0])[0] is VALUE
z_0 = 0 | "abc" | z_0 is VALUE, … vector
z_0[2] = None | z_0[2] is VALUE
states = None | XS | states.y | rnn | ^states is VALUE, … forward
states.made_by = None | ^states is … forward
autograd.gradients(net(f=erf), XS, DS) | Values… rnn_pure.activations
record(forward(rnn, XS)) | ^States… not a plain
# training
gradients = None | rnn | gradients.rows() | ^gradients is VALUE, … must
gradients = type(gradients) | ^gradients is VALUE, … must
gradients = fcnn.backward(layers, by_layers, d) | ^gradients is VALUE, … must
gradients.b_out[0] = "1" | None | 1j | ONE | lists of numbers
gradients.W_in = None | lists of numbers
gradients.b = 0.0 | lists of numbers
number = "1" | 1j | ^NAME is VALUE
beta = "1" | None | 1j | ^NAME is VALUE
Adam(alpha=None) | ^alpha is None
Adam(t=3) | unexpected keyword argument 't'
k1 = 1.0 | True | k1 is VALUE, but it must be an int
k2 = 2.0 | None | k2 is VALUE
truncate = 5 | truncate is 5, … pair (k1, k2)
epochs = 2.0 | epochs is VALUE
patience = "3" | patience is VALUE
report = True | report is VALUE
update = None | "adam" | Adam | lambda rnn: None | ^update is VALUE, … Adam()
update = descend | update is VALUE, … functools.partial(descend
pairs = None | 3 | "ab" | {"xs": XS} | ^NAME is VALUE, … pairs (xs, ds)
pairs = zip([XS], [DS]) | once([XS] * 3) | ^NAME is VALUE, … list of pairs
pairs = [(XS, DS), None] | ^NAME[1] is None, … pair
pairs = [(once(XS), DS)] | ^NAME[0]: xs is <generator
# layers
W = None | ^W is VALUE, … one entry a layer
F = tanh | ^f is VALUE, … one entry a layer
F[0] = "tanh" | ^f[0] is VALUE
W[0][0] = 1.0 | ^W[0][0] is VALUE
layers = net() | must be an FCNN
layers.f[1] = None | f[1] is None
d = 1.0 | d is 1.0, … write [1.0]
by_layers = None | states is None
ValueError
# the network
W_in = [] | ^W_in is empty
W_in = [[], [], []] | ^W_in[0] is empty
W_in = [[1], [1, 2], [1]] | ^W_in[1] has 2 entries, but W_in[0] has 1
W_in = [[1, 2, 3], [4, 5, 6]] | ^W_re has 3 rows, but W_in has 2 rows (n_re)
W_re = [[1, 2]] * 3 | ^W_re[0] has 2 entries, but W_in has 3 rows
W_out = [[1], [2], [3]] | ^W_out[0] has 1 entry, but W_in has 3 rows
b = [0.0, 0.0] | ^b has 2 entries, but W_in has 3
b_out = [0, 0] | ^b_out has 2 entries, but W_out has 1 row (n_out)
b[1] = nan | ^b[1] is nan, … finite
W_out[0][2] = -inf | ^W_out[0][2] is -inf
b[1] = 10**400 | HUGE | ^b[1] is too large
replace(rnn, b=[0, 10**5000, 0]) | ^b[1] is too large
function = lambda u, *_: u[1:] | lambda u, *_: [*u, 0] | ^NAME(…) has …, but
function = lambda u, *_: [nan] * len(u) | ^NAME(…)[0] is nan
function = in_place | ^NAME changes the vector it is given
function = lambda u, *_: u | ^NAME returns its argument
function = lambda *_: [][0] | lambda *_: [1 / 0] | ^NAME fails on …Error(
function = lambda *_: [math.sqrt(-1)] | ^NAME fails on …ValueError(
net(f=custom(lambda u: in_place(u) if u[0] < 0 else [*u], identity)) | changes
n_in = 0 | ^n_in is 0, but it must be at least 1
n_re = -2 | ^n_re is -2
rnn.b.append(0.0) | b has 4 entries
rnn.b.pop() | b has 2 entries
rnn.b_out.append(0.0) | b_out has 2 entries
rnn.W_re.pop() | W_re has 2 rows
rnn.W_in.append([0, 0]) | W_re has 3 rows, but W_in has 4
rnn.W_re[1].append(0.0) | W_re[1] has 4 entries, but W_in
rnn.W_re = [[0.0, 0.0]] * 3 | W_re[0] has 2
rnn.W_in[2].pop() | W_in[2] has 1
rnn.W_in.clear() | W_in is empty
rnn.W_in, rnn.W_re, rnn.b, rnn.W_out, rnn.b_out = [[]] * 5 | W_in is empty,
rnn.W_out.clear() | W_out is empty
rnn.W_out[0].append(0.0) | W_out[0] has 4
rnn.b[0] = nan | b[0] is nan
rnn.W_re[2][1] = inf | W_re[2][1] is inf
rnn.b[2] = 10**400 | b[2] is too large
# sequences and states
xs = [] | xs is empty, … x_1
xs[0] = [] | x at t = 1 (xs[0]) has 0 entries, but W_in
xs[2] = [1.0] | x at t = 3 (xs[2]) has 1 entry, but W_in has 2 columns
xs[0] = [1, 2, 3] | XS | (xs[0]) has 3 entries, but W_in has 2 columns
xs[0][1] = nan | -inf | x at t = 1 (xs[0])[1] is VALUE
xs[0] = [inf, -inf] | x at t = 1 (xs[0])[0] is inf
xs[0] = [10**400, -(10**400)] | [HUGE, 0.0] | (xs[0])[0] is too large
ds = [[0.5]] * 2 | DS[:2] | ds has 2 entries, but T = 3… or None
ds = [*DS, None] | ds has 4 entries, but T = 3
ds = [0.5] | ds has 1 entry, but T = 3
ds = [[0.5, 0.5]] * 3 | (ds[0]) has 2 entries, but W_out has 1 row
ds[2][0] = nan | d at t = 3 (ds[2])[0] is nan
ds[0][0] = HUGE | d at t = 1 (ds[0])[0] is too large
z_0 = [0.0, 0.0] | z_0 has 2 entries, but W_re has 3 columns
z_0 = [[0.0, 0.0, 0.0]] | z_0 has 1 entry
z_0[1] = inf | z_0[1] is inf
states = fcnn.forward(fcnn.cell(rnn), XS[0]) | of another size
states = forward(RNN.random(2, 4, 1), XS) | of another size
states = forward(net(), XS) | moved, or by another network
states = forward(replace(rnn, f=relu), XS) | moved, or by another network
states = forward(rnn, XS); move(rnn, gradients) | before the weights moved
# training
adam = Adam(); adam(net(), gradients) | another network's: make a new
adam = Adam(); o = RNN.random(2, 4, 1); adam(o, gradients_of(o)) | another net
number = 0 | -1 | nan | inf | ^NAME is VALUE
number = HUGE | ^NAME is too large
beta = 1 | 1.0 | -0.1 | ^NAME is VALUE, … below 1
beta = nan | inf | ^NAME is VALUE
beta = HUGE | ^NAME is too large
descend(rnn, gradients_of(RNN.random(2, 4, 1)), 1) | network of another size
descend(rnn, replace(gradients, W_in=[[1] * 3] * 2), 1) | of another size
Adam()(rnn, gradients_of(RNN.random(2, 4, 1))) | network of another size
Adam()(rnn, replace(gradients, W_in=[[1] * 3] * 3)) | of another size
k1 = 0 | k1 is 0, but it must be at least 1
k1 = 3 | k2 is 2, but it must be at least 3
truncate = () | truncate has 0 entries
truncate = 1, 2, 3 | truncate has 3 entries
epochs = 0 | epochs is 0
patience = 0 | patience is 0
update = partial(descend, alpha=-1) | alpha is -1
pairs = (XS, DS) | [XS] | ^NAME[0] has 3 entries, … pair (xs, ds
pairs = [(XS, DS), (XS,)] | ^NAME[1] has 1 entry
pairs = [(XS, DS), ([], [])] | ^NAME[1]: xs is empty
pairs = [(XS, DS), (XS, DS[:2])] | ^NAME[1]: ds has 2 entries
pairs = [(XS, DS), ([[1, nan]], [[1]])] | ^NAME[1]: x … (xs[0])[1] is nan
fit(rnn, [], 1, move) | sequences is empty
pairs = [(XS, [None] * 3)] | no target in any
# layers
fcnn.FCNN([], [], []) | have 0, 0 and 0
B = [] | have 1, 0 and 1
B = [[0.0, 0.0]] | ^b[0] has 2 entries, but W[0] has 1 row
W *= 2; B *= 2; F *= 2 | ^W[1][0] has 2 entries, but W[0] has 1 row
layers.W[0][1] = [0.2] | W[0][1] has 1
layers.b[0] = [0.1] * 4 | b[0] has 4
layers.b.append([0.0]) | have 2, 3 and 2
layers.W.append([[0.1]]) | have 3, 2 and 2
x = [1.0] | x has 1 entry, but W[0] has 2 columns
x = [1.0, nan] | x[1] is nan
d = [1.0, 2.0] | d has 2 entries, but W[1] has 1 row
d = [0.5]; layers.error = softmax_cross_entropy | sum to 1
by_layers = forward(net(), XS) | another size
by_layers = fcnn.forward(replace(layers, f=[relu] * 2), x) | weights moved
by_layers = fcnn.forward(layers, x); layers.b[0][0] += 1 | before the weights
Diverged
gradients.b[0] = nan | HUGE | 10**400 | NaN or inf… a smaller
gradients.W_re[2][2] = -inf | NaN or infinity
fit(rnn, pairs, 9, partial(descend, alpha=1e200)) | in epoch 1 (NaN… smaller al
fit(rnn, pairs, 9, Adam(1e308), truncate=(1, 2)) | in epoch 1 (NaN… smaller al
RuntimeError
fit(rnn, pairs, 1, halfway) | from update
KeyError
rnn_pure.checks.checked(lambda rnn, k_1: 0) | k_1
"""


def rows(table):
    found, error = [], ""
    for line in table.splitlines():
        *wrong, said = line.split(" | ")
        if not wrong and line[0] != "#":
            error = line
        start, equals, _ = line.partition(" = ")
        for k, value in enumerate(wrong):
            done = f"{start}{equals}{value}" if k else value
            found.append(pytest.param(done, error, said, id=done))
    return found


def refused(done, error, said, names):
    """Do it, and see what every door says and that it changes nothing."""
    def seen():
        return repr([names[name] for name in fresh.__code__.co_varnames])
    name, doors = re.match(r"\w+", done)[0], [(done, "")]
    if name in fresh.__code__.co_varnames:
        exec(done, names)
        doors = doors_of(name)
    assert doors
    if "VALUE" in said:
        said = said.replace(
            "VALUE", short(eval(done.partition(" = ")[0], names)))
    before = seen()
    for call, there in doors:
        with pytest.raises(eval(error, names)) as caught:
            eval(call, names)
        assert caught.type.__name__ == error
        parts = map(re.escape, said.replace("NAME", there).split("…"))
        pattern = ".*".join(parts).replace(r"\^", "^").replace(r"\$", "$")
        assert re.search(pattern, str(caught.value))
        assert len(str(caught.value)) < 400
        assert seen() == before
    if inspect.isgenerator(names.get(name)):
        assert len([*names[name]]) == 3  # nobody has used it up


@pytest.mark.parametrize(("done", "error", "said"), rows(REFUSED))
def test_it_is_refused(done, error, said):
    refused(done, error, said, fresh())


@pytest.mark.parametrize(("done", "error", "said"), rows("""\
TypeError
ds = [0, 2, 1] | d at t = 1 … is 0, … 1 at k and 0 else
ValueError
ds = [[0], [2], [1]] | has 1 entry, but W_out has 3 rows
ds[1] = [1, 1, 0] | d at t = 2 … is [1, 1, 0], … sum to 1
ds = [[2, -1, 0]] * 3 | not negative
"""))
def test_targets_of_a_classification(done, error, said):
    given = [[True, False, False], None, [Fraction(1, 3)] * 3]
    of_classes = RNN.random(2, 3, 3, seed=0, error=CLASSES)
    refused(done, error, said, fresh(of_classes, given))
    for call, _ in doors_of("ds"):
        eval(call, fresh(of_classes, given))  # these are none of those


def test_numpys_arrays_become_lists_of_floats():
    numpy = pytest.importorskip("numpy")
    array, rnn = numpy.array, net()
    of_arrays = replace(rnn, W_in=array(rnn.W_in), b=array(rnn.b))
    assert repr(of_arrays) == repr(rnn)
    for xs in array(XS), [*array(XS)], [[*x] for x in array(XS, "float32")]:
        assert repr(forward(rnn, xs).x) == repr(forward(rnn, XS).x)
    for row in rows("""\
ValueError
rnn.b = numpy.zeros(2) | b has 2 entries
b[0] = numpy.longdouble("1e4000") | ^b[0] is
TypeError
rnn.b = numpy.zeros(3) | must be lists
rnn.W_re = numpy.array(rnn.W_re) | must be lists
xs = numpy.zeros(2) | (xs[0]) is 0.0
xs = numpy.float64(1.0) | numpy.array(1.0) | xs is 1.0
xs = numpy.ones((3, 2, 1)) | (xs[0])[0] is [1.0]
xs = numpy.array(XS) * 1j | (xs[0])[0] is 1j
xs = numpy.array([[None, 1.0]]) | (xs[0])[0] is None
xs = numpy.array([["2026", "2027"]], "M8[ns]") | xs is array(
xs = numpy.array([[1, 2]], "m8[s]") | xs is array(
"""):
        refused(*row.values, fresh() | {"numpy": numpy})


JUNK = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.fractions()
    | st.text(max_size=3) | st.binary(max_size=3) | st.complex_numbers()
    | st.decimals() | st.just(HUGE) | st.just(print),
    lambda inner: st.lists(inner, max_size=3)
    | st.lists(inner, max_size=3).map(tuple)
    | st.dictionaries(st.integers(0, 2), inner, max_size=2),
    max_leaves=9,
)


@given(JUNK)
@settings(deadline=None)
def test_junk_is_refused_by_name_or_it_works(junk):
    well = fresh()
    for name, begins in {
        "xs": "x", "z_0": "z_0", "ds": "d", "W_re": "W_", "b": "b",
        "f": "f is", "error": "error is", "number": "alpha",
        "k1": ("k1", "k2"), "pairs": ("sequences", "there is no target"),
    }.items():
        for wrong in [junk, [junk, [0.5], [0.5]]]:
            said = ""
            try:
                eval(doors_of(name)[0][0], well | {name: wrong})
            except (TypeError, ValueError) as error:
                said = str(error)
            assert not said or said.startswith(begins)
            assert "operand" not in said


# --- what is let in ---------------------------------------------------------


@pytest.mark.parametrize("it_is_so", """\
gradients_of(net(f=pole))
gradients_of(rnn) == bptt(rnn, forward(rnn, tuple(map(tuple, XS))), tuple(DS))
gradients_of(rnn) == bptt(rnn, forward(rnn, DEQUES), DS)
forward(rnn, XS) == forward(rnn, [(1, Fraction(0)), *XS[1:]])
forward(rnn, XS) == forward(rnn, [[True, False], *XS[1:]])
rnn == replace(rnn, b=tuple(rnn.b), W_re=tuple(map(tuple, rnn.W_re)))
clip_norm(replace(gradients, b=[1e200, 0, 0]), 2.0).b == [2, 0, 0]
round(clip_norm(replace(gradients, b=[1.2e308] * 2), 1).b[0] ** 2, 9) == 0.5
move(replace(rnn, W_re=[[0.1, 0.2, 0.3]] * 3), gradients) is None
Adam(beta_1=0, beta_2=0).alpha == Adam().alpha == 0.01
""".splitlines())
def test_it_is_let_in(it_is_so):
    assert eval(it_is_so, fresh())


def test_the_weights_and_the_functions_arguments_are_the_networks_own():
    three = [0.1, 0.2, 0.3]
    W_re, b = [three[:]] * 3, three[:]
    rnn = replace(net(), W_re=W_re, b=b)
    move(rnn, gradients_of(rnn))
    assert rnn.W_re[0] != rnn.W_re[1]  # three rows, not one
    assert W_re == [three] * 3
    assert rnn.b != b == three
    rnn.b, rnn.f = b, rnn_pure.relu  # others that fit
    move(rnn, gradients_of(rnn))
    assert rnn.b is b != three
    xs, z_0 = [[1.0, 2.0]] * 2, [0.5] * 3
    states = forward(rnn, xs, z_0)
    xs[0][0] = z_0[0] = 9.0
    assert states.x[1:] == [[1.0, 2.0]] * 2
    assert states.x[1] is not states.x[2]
    assert states.z[0] == [0.5] * 3
    W, b, f = [[[1.0, 2.0]], [[3.0]]], [[0.5], [0.25]], [tanh, tanh]
    layers = fcnn.FCNN(W, b, f)
    assert layers == fcnn.FCNN(W, b, f) == replace(layers)
    assert (layers.W, layers.b, layers.f) == (W, b, f)
    layers.W[0][0][0] = layers.b[1][0] = 9.0
    assert (W[0][0][0], b[1][0]) == (1.0, 0.25)


@pytest.mark.parametrize("share", [
    "rnn.W_re = [[1, 2, 3]] * 3", "rnn.W_out = [rnn.b]", "rnn.W_re[1] = rnn.b",
])
def test_rows_that_are_one_list_are_never_moved_twice(share):
    names = fresh()
    exec(share, names)
    for door in ("descend(rnn, gradients, 0.1)", "Adam()(rnn, gradients)",
                 "fit(rnn, pairs, 1, refuse)"):
        refused(door, "ValueError", "two rows … one list", names)
    of_graph = rnn_pure.autograd.gradients(names["rnn"], XS, DS).rows()
    for ours, theirs in zip(gradients_of(names["rnn"]).rows(), of_graph):
        assert theirs == pytest.approx(ours, rel=1e-12)


@pytest.mark.parametrize("steps", [
    "truncated_bptt(rnn, XS, DS, 1, 2)", "rtrl_steps(rnn, XS, DS)"])
def test_a_network_spoilt_between_two_pieces(steps):
    names = fresh()
    pieces = eval(steps, names)
    next(pieces)
    names["rnn"].b.append(0.0)
    with pytest.raises(ValueError, match="b has 4 entries"):
        next(pieces)


# --- Ctrl-C -----------------------------------------------------------------


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
            assert history == History([], [], best=0, interrupted=True)
            continue
        assert mean_error(rnn, pairs) == history.errors[history.best]
        seen.append(history.best)
        if not history.interrupted:
            break
    assert len(seen) > 50
    assert {*seen} == {0, 1, 2}
