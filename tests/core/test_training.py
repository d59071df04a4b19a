"""Equation 6, Adam, clipping, and fit: what it leaves, whatever happens.

Ctrl-C at any line of it: test_bad_input.py.
"""

import copy
import math
import pickle
import random
from fractions import Fraction
from functools import partial

import pytest
from networks import flat, one_exact, one_float

from rnn_pure import RNN, bptt, checks, forward, squared_error, truncated_bptt
from rnn_pure.activations import identity, relu, sigmoid
from rnn_pure.descent import Adam, Diverged, clip_norm, descend, norm
from rnn_pure.losses import ErrorFunction
from rnn_pure.training import fit, mean_error

down = partial(descend, alpha=0.05)


def small(**parts):
    return RNN.random(1, 3, 1, seed=0, **parts)


def gradients_of(rnn, xs, ds, z_0=None):
    return bptt(rnn, forward(rnn, xs, z_0), ds)


def first_bit(n, T, seed):
    """n sequences of T bits; the only target, at T, is the first bit."""
    draw = random.Random(seed)
    every = [[[float(draw.randint(0, 1))] for _ in range(T)] for _ in range(n)]
    return [(xs, [None] * (T - 1) + [xs[0]]) for xs in every]


# --- a step -----------------------------------------------------------------


def test_equation_6_is_exact_and_in_place():
    rnn, xs, ds, z_0 = one_exact()
    gradients, alpha = gradients_of(rnn, xs, ds, z_0), Fraction(1, 10)
    rows, before = rnn.rows(), flat(rnn.rows())
    descend(rnn, gradients, alpha)
    assert all(a is b for a, b in zip(rnn.rows(), rows))
    assert flat(rnn.rows()) == [
        w - alpha * dE_dw for w, dE_dw in zip(before, flat(gradients.rows()))]


def test_adam_is_the_papers_algorithm():
    rnn, xs, ds, z_0 = one_float(0)
    adam = Adam(alpha=0.01, beta_1=0.8, beta_2=0.9, eps=1e-6)
    w = flat(rnn.rows())
    m, v = [0.0] * len(w), [0.0] * len(w)
    for t in range(1, 6):
        gradients = gradients_of(rnn, xs, ds, z_0)
        adam(rnn, gradients)
        for k, g in enumerate(flat(gradients.rows())):
            m[k] = 0.8 * m[k] + 0.2 * g
            v[k] = 0.9 * v[k] + 0.1 * g**2
            m_hat, v_hat = m[k] / (1 - 0.8**t), v[k] / (1 - 0.9**t)
            w[k] -= 0.01 * m_hat / (math.sqrt(v_hat) + 1e-6)
        assert flat(rnn.rows()) == pytest.approx(w, rel=1e-12)


def test_clipping_keeps_the_direction_and_what_it_was_given():
    gradients = gradients_of(*one_float(0))
    before, length = repr(gradients), norm(gradients)
    assert length == math.hypot(*flat(gradients.rows()))
    clipped = clip_norm(gradients, length / 4)
    assert norm(clipped) == pytest.approx(length / 4, rel=1e-14)
    times_4 = [4 * g for g in flat(clipped.rows())]
    assert times_4 == pytest.approx(flat(gradients.rows()))
    assert clip_norm(gradients, length * 4).rows() == gradients.rows()
    assert repr(gradients) == before
    gradients.b[:2] = [1.7e308, 1.7e308]  # not clipped to nothing
    with pytest.raises(Diverged, match="length"):
        clip_norm(gradients, 1.0)


@pytest.mark.parametrize(("gradient", "step"), [
    (1e10, partial(descend, alpha=1e308)),
    (10**200, partial(descend, alpha=1e200)),
    (Fraction(10**300), partial(descend, alpha=Fraction(10**149))),
    (10**200, Adam),
    (Fraction(10**300), Adam)])
def test_a_step_beyond_every_float_moves_nothing(gradient, step):
    rnn, xs, ds, z_0 = one_float(0)
    gradients = gradients_of(rnn, xs, ds, z_0)
    gradients.b_out[-1] = gradient
    step = Adam() if step is Adam else step
    before = repr((rnn, step))
    with pytest.raises(Diverged, match="NaN or infinity"):
        step(rnn, gradients)
    assert repr((rnn, step)) == before


def test_the_numbers_of_a_step_are_pythons_own():
    numpy = pytest.importorskip("numpy")
    rnn, *given = one_float(0)
    gradients = gradients_of(rnn, *given)
    gradients.W_re = numpy.array(gradients.W_re)
    descend(rnn, gradients, numpy.float64(0.1))
    Adam(alpha=numpy.float64(0.1), beta_1=numpy.float32(0.5))(rnn, gradients)
    gradients.W_re = gradients.W_re.tolist()
    clipped = clip_norm(gradients, numpy.float64(1e-3))
    assert {*map(type, flat(rnn.rows()) + flat(clipped.rows()))} == {float}
    for alpha in numpy.array([0.1]), numpy.ones(2), numpy.complex128(1):
        for door in partial(descend, rnn, gradients), Adam:
            with pytest.raises(TypeError, match="alpha is"):
                door(alpha)
        with pytest.raises(TypeError, match="max_norm is"):
            clip_norm(gradients, alpha)
    gradients.W_re = numpy.array(gradients.W_re) * 1j
    with pytest.raises(TypeError, match="numbers"):
        descend(rnn, gradients, 0.1)


# --- fit --------------------------------------------------------------------


def test_it_learns_what_only_the_way_back_through_time_can_teach():
    T, train, test = 6, first_bit(16, 6, seed=1), first_bit(32, 6, seed=2)
    right = {}
    for truncate in None, (1, 1):  # one step back never reaches the first bit
        rnn = RNN.random(1, 3, 1, seed=3, g=sigmoid)
        fit(rnn, train, 40, Adam(0.1), seed=0, truncate=truncate)
        right[truncate] = sum(
            round(forward(rnn, xs).y[T][0]) == ds[-1][0] for xs, ds in test)
    assert right[None] >= 30
    assert right[1, 1] <= 24


def test_the_same_seed_the_same_weights_and_nobody_elses_numbers():
    def trained(seed):
        rnn = small()
        fit(rnn, first_bit(5, 4, seed=1), 3, Adam(), seed=seed)
        return rnn

    random.seed(7)
    state = random.getstate()
    assert trained(1) == trained(1)
    assert trained(1) != trained(2)  # the order of the sequences
    assert RNN.random(2, 3, 1) != RNN.random(2, 3, 1)
    assert random.getstate() == state


def test_patience_ends_it_with_the_best_weights():
    rnn, held_out = small(), first_bit(8, 4, seed=2)
    history = fit(  # it does overfit four sequences
        rnn, first_bit(4, 4, seed=1), 500, Adam(0.1), held_out=held_out,
        patience=7, seed=0)
    assert len(history.errors) == len(history.held_out) == history.best + 8
    assert history.watched is history.held_out
    assert history.held_out[history.best] == min(history.held_out)
    assert mean_error(rnn, held_out) == history.held_out[history.best]


def test_an_error_in_report_leaves_the_best_weights_too():
    rnn, pairs, best = small(), first_bit(4, 4, seed=1), []

    def report(history):
        best[:] = [min(history.errors)]
        if len(history.errors) == 5:
            raise RuntimeError

    with pytest.raises(RuntimeError):
        fit(rnn, pairs, 100, down, report=report)
    assert [mean_error(rnn, pairs)] == best


def test_truncated_pieces_move_the_weights_in_between():
    numpy = pytest.importorskip("numpy")
    xs, ds = [[0.5], [-1.0], [0.25], [1.0]], [[1.0], [0.0], [0.5], [0.0]]
    twin = small()
    for piece in truncated_bptt(twin, xs, ds, 2, 3):
        down(twin, piece)
    for window in (2, 3), numpy.array([2, 3]), [numpy.int64(2), numpy.int8(3)]:
        rnn = small()
        fit(rnn, [(xs, ds)], 1, down, truncate=window)
        assert rnn == twin


def test_mean_error_is_per_target():
    rnn, xs, ds, _ = one_float(0)
    ys = forward(rnn, xs).y[1:]
    E = sum(rnn.error(y, d) for y, d in zip(ys, ds) if d is not None)
    assert mean_error(rnn, [(xs, ds)] * 2) == pytest.approx(E / 3)


@pytest.mark.parametrize("max_norm", [None, 1e-3])
def test_fit_clips(max_norm):
    rnn, pairs = small(), first_bit(1, 4, seed=1)
    length, before = norm(gradients_of(rnn, *pairs[0])), flat(rnn.rows())
    fit(rnn, pairs, 1, down, max_norm=max_norm)
    moved = math.dist(flat(rnn.rows()), before) / 0.05
    assert moved == pytest.approx(max_norm or length, rel=1e-6)


def test_fit_works_on_copies_of_what_it_is_given():
    pairs, held_out = first_bit(3, 4, seed=1), first_bit(2, 4, seed=2)
    before = repr((pairs, held_out))

    def meddle(rnn, gradients):
        for xs, ds in pairs + held_out:
            xs[0][0] = math.nan
            ds.append(None)

    fit(small(), pairs, 2, meddle, held_out=held_out)
    assert repr((pairs, held_out)) != before  # and nobody was disturbed


@pytest.mark.parametrize(("epochs", "alphas"), [  # Ctrl-C, or no time to fall
    (4, [0.08, 0.04, 0.02, 0.01]), (4, [0.08, 0.04]), (1, [0.08])])
def test_alpha_falls_by_one_factor_and_is_then_what_it_was(epochs, alphas):
    rnn, xs, ds, _ = one_float(0)
    adam, seen = Adam(0.08), []

    def report(history):
        seen.append(adam.alpha)
        assert len(history.errors) == len(seen) + 1
        if len(seen) == len(alphas) < epochs:
            raise KeyboardInterrupt

    fit(rnn, [(xs, ds)], epochs, adam, alpha_end=0.01, report=report)
    assert seen == pytest.approx(alphas)
    assert adam.alpha == 0.08


@pytest.mark.parametrize(("said", "epochs"), [(True, 2), (1, 5), (None, 5)])
def test_report_ends_it_where_it_returns_true(said, epochs):
    rnn, xs, ds, _ = one_float(0)
    history = fit(rnn, [(xs, ds)], 5, down,
                  report=lambda history: len(history.errors) == 3 and said)
    assert len(history.errors) == epochs + 1
    assert not history.interrupted


@pytest.mark.parametrize(("update", "alpha_end", "error"), [
    (down, 0.01, TypeError), (lambda rnn, gradients: None, 0.01, TypeError),
    (None, 0, ValueError), (None, "0.1", TypeError)])
def test_what_cannot_fall_is_refused_before_a_weight_moves(
    update, alpha_end, error
):
    rnn, xs, ds, _ = one_float(0)
    before = repr(rnn)
    with pytest.raises(error, match="alpha_end"):
        fit(rnn, [(xs, ds)], 2, update or Adam(), alpha_end=alpha_end)
    assert repr(rnn) == before


# --- divergence -------------------------------------------------------------


def cube(u):  # OverflowError, not infinity
    return [a**3 for a in u]


cube.prime = lambda u: [3 * a**2 for a in u]


@pytest.mark.parametrize("f", [relu, identity, cube])
def test_divergence_stops_with_the_epoch_and_what_to_try(f):
    rnn, xs = small(f=f), [[1.0], [2.0]] * 2
    said = r"epoch \d+ \(NaN or infinity\).*smaller alpha.*clip"
    with pytest.raises(Diverged, match=said) as caught:
        fit(rnn, [(xs, xs)], 500, partial(descend, alpha=10.0))
    history = caught.value.history
    assert all(map(math.isfinite, history.errors))
    assert mean_error(rnn, [(xs, xs)]) == min(history.errors)
    text = pickle.dumps(caught.value)  # to another process
    for again in copy.copy(caught.value), pickle.loads(text):
        assert type(again) is Diverged
        assert str(again) == str(caught.value)
        assert again.history == history


def test_an_error_that_is_no_number_before_training_is_told_at_once():
    rnn = RNN([[1.8, -1.8]], [[0.1]], [0.0], [[0.5]], [0.0])
    before = repr(rnn)
    far = [([[1e308, 1e308]], [[0.0]])]
    with pytest.raises(Diverged, match=r"in epoch 0 .* inputs scaled"):
        fit(rnn, [([[1.0, 0.0]], [[0.0]])], 9, Adam(), held_out=far)
    assert repr(rnn) == before



def explode(rnn, gradients):
    rnn.W_out[0][0] = rnn.b_out[0] = math.inf


def never(rnn, gradients):
    raise AssertionError("no such gradient reaches an update")


def third_epoch():
    steps = iter([down] * 4 + [explode] * 9)  # two sequences
    return lambda rnn, gradients: next(steps)(rnn, gradients)


# −∞ would be the least of all; and who looks at signs only would go on
least = ErrorFunction("", lambda y, d: -abs(y[0]), lambda y, d: [-1.0])
endless = ErrorFunction("", lambda y, d: abs(y[0]), lambda y, d: [
    1.0 if y[0] == checks.TRIED else math.inf])


@pytest.mark.parametrize(("error", "update", "words"), [
    (squared_error, None, "in epoch 3 .* epoch 2 are kept"),
    (least, explode, "in epoch 1 "), (endless, never, "in epoch 1 ")])
def test_no_infinity_is_kept(error, update, words):
    rnn, pairs = small(error=error), first_bit(2, 4, seed=1)
    before = repr(rnn)
    with pytest.raises(Diverged, match=words) as caught:
        fit(rnn, pairs, 9, update or third_epoch(), seed=0)
    assert mean_error(rnn, pairs) == min(caught.value.history.errors)
    assert (repr(rnn) == before) == (caught.value.history.best == 0)
