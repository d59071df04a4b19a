"""Equation 6, Adam, clipping, and fit: what it leaves, whatever happens."""

import copy
import math
import pickle
import random
from fractions import Fraction
from functools import partial

import pytest
from networks import one_exact, one_float

from rnn_pure import (
    RNN,
    Activation,
    Adam,
    Diverged,
    History,
    bptt,
    checks,
    clip_norm,
    descend,
    fit,
    forward,
    identity,
    relu,
    sigmoid,
    squared_error,
    tanh,
    truncated_bptt,
)
from rnn_pure.descent import norm
from rnn_pure.training import mean_error


def gradients_of(rnn, xs, ds, z_0=None):
    return bptt(rnn, forward(rnn, xs, z_0), ds)


def test_equation_6_is_exact_and_in_place():
    rnn, xs, ds, z_0 = one_exact()
    gradients = gradients_of(rnn, xs, ds, z_0)
    rows, before = rnn.rows(), [row[:] for row in rnn.rows()]
    alpha = Fraction(1, 10)
    descend(rnn, gradients, alpha)
    assert all(a is b for a, b in zip(rnn.rows(), rows))
    for row, was, dE_dw in zip(rows, before, gradients.rows()):
        for k in range(len(row)):
            assert row[k] == was[k] - alpha * dE_dw[k]


def test_adam_is_the_papers_algorithm():
    rnn, xs, ds, z_0 = one_float(0)
    adam = Adam(alpha=0.01, beta_1=0.8, beta_2=0.9, eps=1e-6)
    w, m, v = rnn.W_re[1][2], 0.0, 0.0
    for t in range(1, 6):
        gradients = gradients_of(rnn, xs, ds, z_0)
        g = gradients.W_re[1][2]
        adam(rnn, gradients)
        m = 0.8 * m + 0.2 * g
        v = 0.9 * v + 0.1 * g**2
        m_hat, v_hat = m / (1 - 0.8**t), v / (1 - 0.9**t)
        w -= 0.01 * m_hat / (math.sqrt(v_hat) + 1e-6)
        assert rnn.W_re[1][2] == pytest.approx(w, rel=1e-12)


def test_adams_first_step_has_the_length_alpha_everywhere():
    rnn, xs, ds, z_0 = one_float(0)
    before = [row[:] for row in rnn.rows()]
    Adam(alpha=0.01)(rnn, gradients_of(rnn, xs, ds, z_0))
    for row, was in zip(rnn.rows(), before):
        for a, b in zip(row, was):
            assert abs(a - b) == pytest.approx(0.01, rel=1e-4)


def test_clipping_keeps_the_direction_and_what_it_was_given():
    gradients = gradients_of(*one_float(0))
    before, length = repr(gradients), norm(gradients)
    clipped = clip_norm(gradients, length / 4)
    assert norm(clipped) == pytest.approx(length / 4)
    for row, whole in zip(clipped.rows(), gradients.rows()):
        assert [4 * g for g in row] == pytest.approx(whole)
    assert clip_norm(gradients, length * 4).rows() == gradients.rows()
    assert repr(gradients) == before


# --- fit ----------------------------------------------------------------


def first_bit(n, T, seed):
    """n sequences of T bits; the only target, at T, is the first bit."""
    draw = random.Random(seed)
    pairs = []
    for _ in range(n):
        xs = [[float(draw.randint(0, 1))] for _ in range(T)]
        pairs.append((xs, [None] * (T - 1) + [xs[0]]))
    return pairs


def test_it_learns_what_only_the_way_back_through_time_can_teach():
    T, train, test = 12, first_bit(32, 12, seed=1), first_bit(32, 12, seed=2)
    right = {}
    for truncate in None, (1, 1):  # one step back never reaches the first bit
        rnn = RNN.random(1, 3, 1, seed=3, g=sigmoid)
        fit(rnn, train, 60, Adam(0.1), seed=0, truncate=truncate)
        right[truncate] = sum(
            round(forward(rnn, xs).y[T][0]) == ds[-1][0] for xs, ds in test
        )
    assert right[None] >= 30
    assert right[1, 1] <= 24


def test_the_same_seed_the_same_weights():
    def trained(seed):
        rnn = RNN.random(1, 3, 1, seed=0)
        fit(rnn, first_bit(5, 4, seed=1), 3, Adam(), seed=seed)
        return rnn

    assert trained(1) == trained(1)
    assert trained(1) != trained(2)  # the order of the sequences


def test_the_best_weights_are_left_and_history_says_which():
    rnn = RNN.random(1, 3, 1, seed=0)
    held_out = first_bit(8, 4, seed=2)
    history = fit(
        rnn,
        first_bit(4, 4, seed=1),
        40,
        Adam(0.1),
        held_out=held_out,
        seed=0,
    )
    assert len(history.errors) == len(history.held_out) == 41
    assert history.watched is history.held_out
    assert history.held_out[history.best] == min(history.held_out)
    assert history.best < 40  # it does overfit four sequences
    assert mean_error(rnn, held_out) == history.held_out[history.best]


def test_patience_ends_it():
    rnn = RNN.random(1, 3, 1, seed=0)
    history = fit(
        rnn,
        first_bit(4, 4, seed=1),
        500,
        Adam(0.1),
        held_out=first_bit(8, 4, seed=2),
        patience=7,
        seed=0,
    )
    assert len(history.errors) - 1 == history.best + 7


def test_report_is_called_after_every_epoch():
    seen = []
    rnn = RNN.random(1, 2, 1, seed=0)
    fit(
        rnn,
        first_bit(2, 3, seed=0),
        3,
        Adam(),
        report=lambda history: seen.append(len(history.errors)),
    )
    assert seen == [2, 3, 4]


class StopsAt:
    """An update that a reader interrupts, half of the weights moved."""

    def __init__(self, step):
        self.left = step

    def __call__(self, rnn, gradients):
        self.left -= 1
        if self.left == 0:
            rnn.W_in[0][0] = 1e9
            raise KeyboardInterrupt
        descend(rnn, gradients, 0.05)


@pytest.mark.parametrize("step", [1, 2, 9, 10])
def test_ctrl_c_leaves_the_best_weights_so_far(step):
    rnn, pairs = RNN.random(1, 3, 1, seed=0), first_bit(4, 4, seed=1)
    history = fit(rnn, pairs, 100, StopsAt(step), seed=0)
    assert history.interrupted
    assert len(history.errors) - 1 == (step - 1) // 4
    assert mean_error(rnn, pairs) == min(history.errors)


def test_an_error_in_report_leaves_the_best_weights_too():
    rnn, pairs = RNN.random(1, 3, 1, seed=0), first_bit(4, 4, seed=1)
    best = []

    def report(history):
        best[:] = [min(history.errors)]
        if len(history.errors) == 5:
            raise RuntimeError

    with pytest.raises(RuntimeError):
        fit(rnn, pairs, 100, partial(descend, alpha=0.05), report=report)
    assert [mean_error(rnn, pairs)] == best


@pytest.mark.parametrize("f", [relu, identity])
def test_divergence_stops_with_the_epoch_and_what_to_try(f):
    rnn = RNN.random(1, 3, 1, seed=0, f=f)
    xs = [[1.0], [2.0]] * 10
    pairs = [(xs, xs)]
    with pytest.raises(
        Diverged, match=r"epoch \d+ \(NaN or infinity\).*smaller alpha.*clip"
    ) as caught:
        fit(rnn, pairs, 500, partial(descend, alpha=10.0))
    history = caught.value.history
    assert all(map(math.isfinite, history.errors))
    assert mean_error(rnn, pairs) == min(history.errors)


def test_truncated_pieces_move_the_weights_in_between():
    xs, ds = [[0.5], [-1.0], [0.25], [1.0]], [[1.0], [0.0], [0.5], [0.0]]
    rnn, twin = RNN.random(1, 3, 1, seed=0), RNN.random(1, 3, 1, seed=0)
    fit(rnn, [(xs, ds)], 1, partial(descend, alpha=0.01), truncate=(2, 3))
    for piece in truncated_bptt(twin, xs, ds, 2, 3):
        descend(twin, piece, 0.01)
    assert rnn == twin


def test_mean_error_is_per_target():
    rnn, xs, ds, _ = one_float(0)
    expected = sum(
        rnn.error(y, d)
        for y, d in zip(forward(rnn, xs).y[1:], ds)
        if d is not None
    )
    assert mean_error(rnn, [(xs, ds)] * 2) == pytest.approx(expected / 3)


# --- what may go wrong on the way -------------------------------------------


def test_divergence_can_be_copied_and_sent_to_another_process():
    history = History([2.0, 1.0], [], best=1)
    told = Diverged("training diverged", history)
    for again in copy.copy(told), pickle.loads(pickle.dumps(told)):
        assert str(again) == "training diverged"
        assert again.history == history
        assert type(again) is Diverged


def test_divergence_says_in_which_epoch():
    rnn, pairs = RNN.random(1, 3, 1, seed=0), first_bit(2, 4, seed=1)
    steps = []

    def explode(rnn, gradients):
        steps.append(1)
        if len(steps) == 5:  # the first of the third epoch
            rnn.W_out[0][0] = math.inf

    with pytest.raises(Diverged, match=r"in epoch 3 .* epoch 0 are kept"):
        fit(rnn, pairs, 9, explode)
    assert rnn == RNN.random(1, 3, 1, seed=0)


def test_a_weight_that_is_infinite_is_never_the_best():
    def lower_and_lower(y, d):  # −inf, once a weight is
        return -abs(y[0])

    lower_and_lower.gradient = lambda y, d: [-1.0]
    rnn = RNN.random(1, 3, 1, seed=0, error=lower_and_lower)
    before = repr(rnn)

    def explode(rnn, gradients):
        rnn.W_out[0][0] = rnn.b_out[0] = math.inf

    with pytest.raises(Diverged, match="in epoch 1 "):
        fit(rnn, [([[1.0]], [[1.0]])], 3, explode)
    assert repr(rnn) == before


def test_a_step_beyond_every_float_moves_nothing():
    big = Fraction(10**300), Fraction(10**149)
    for gradient, alpha in (1e10, 1e308), (10**200, 1e200), big:
        for step in partial(descend, alpha=alpha), Adam():
            rnn, xs, ds, z_0 = one_float(0)
            gradients = gradients_of(rnn, xs, ds, z_0)
            gradients.b_out[-1] = gradient
            before = repr(rnn)
            if step.__class__ is Adam and gradient == 1e10:
                continue  # whose steps have the length alpha
            with pytest.raises(Diverged, match="NaN or infinity"):
                step(rnn, gradients)
            assert repr(rnn) == before


def test_a_gradient_too_long_for_a_float_is_not_clipped_to_nothing():
    gradients = gradients_of(*one_float(0))
    gradients.b[:2] = [1.7e308, 1.7e308]
    with pytest.raises(Diverged, match="length"):
        clip_norm(gradients, 1.0)


def test_clipping_is_exact():
    gradients = gradients_of(*one_float(0))
    assert norm(clip_norm(gradients, 1e-3)) == pytest.approx(1e-3, rel=1e-14)


def test_fit_clips():
    pairs = first_bit(1, 4, seed=1)
    trained = []
    for max_norm in None, 1e-3:
        rnn = RNN.random(1, 3, 1, seed=0)
        before = rnn.rows()
        gradients = gradients_of(rnn, *pairs[0])
        moved = [row[:] for row in before]
        fit(rnn, pairs, 1, partial(descend, alpha=0.1), max_norm=max_norm)
        length = math.hypot(*(
            (a - b) / 0.1 for new, old in zip(rnn.rows(), moved)
            for a, b in zip(new, old)
        ))
        trained.append(length)
        assert length == pytest.approx(max_norm or norm(gradients), rel=1e-6)
    assert trained[1] < trained[0]


def test_fit_works_on_copies_of_what_it_is_given():
    pairs, held_out = first_bit(3, 4, seed=1), first_bit(2, 4, seed=2)
    before = repr((pairs, held_out))

    def meddle(rnn, gradients):
        for xs, ds in pairs + held_out:
            xs[0][0] = math.nan
            ds.append(None)

    rnn = RNN.random(1, 3, 1, seed=0)
    fit(rnn, pairs, 2, meddle, held_out=held_out)
    assert repr((pairs, held_out)) != before  # and nobody was disturbed


def test_the_numbers_of_a_step_are_pythons_own():
    numpy = pytest.importorskip("numpy")
    rnn, xs, ds, z_0 = one_float(0)
    gradients = gradients_of(rnn, xs, ds, z_0)
    descend(rnn, gradients, numpy.float64(0.1))
    Adam(alpha=numpy.float64(0.1), beta_1=numpy.float32(0.5))(rnn, gradients)
    clipped = clip_norm(gradients, numpy.float64(1e-3))
    for row in rnn.rows() + clipped.rows():
        assert {*map(type, row)} == {float}
    for alpha in numpy.array([0.1]), numpy.ones(2), numpy.complex128(1):
        for door in partial(descend, rnn, gradients), Adam:
            with pytest.raises(TypeError, match="alpha is"):
                door(alpha)
        with pytest.raises(TypeError, match="max_norm is"):
            clip_norm(gradients, alpha)


@pytest.mark.parametrize("beta", [1, 1.0, -0.1])
def test_adams_means_must_be_means(beta):
    for name in "beta_1", "beta_2":
        with pytest.raises(ValueError, match=f"{name} is .* below 1"):
            Adam(**{name: beta})
    assert Adam(beta_1=0, beta_2=0).alpha == Adam().alpha == 0.01


def test_random_weights_are_drawn_from_a_generator_of_their_own():
    random.seed(7)
    state = random.getstate()
    assert RNN.random(2, 3, 1, seed=1) == RNN.random(2, 3, 1, seed=1)
    assert RNN.random(2, 3, 1) != RNN.random(2, 3, 1)
    fit(RNN.random(1, 2, 1), first_bit(2, 3, seed=0), 1, Adam(), seed=1)
    assert random.getstate() == state


def test_an_infinite_gradient_stops_it_even_if_the_update_looks_at_signs():
    def steep(y, d):
        return abs(y[0] - d[0])

    steep.gradient = lambda y, d: [math.inf if abs(y[0]) > 3 else 1.0]
    rnn = RNN([[1.0]], [[0.0]], [0.0], [[1.0]], [0.0], identity, error=steep)
    before = repr(rnn)

    def by_sign(rnn, gradients):
        raise AssertionError("no such gradient reaches an update")

    with pytest.raises(Diverged, match="in epoch 1 "):
        fit(rnn, [([[9.0]], [[1.0]])], 3, by_sign)
    assert repr(rnn) == before


def test_the_window_may_come_from_numpy():
    numpy = pytest.importorskip("numpy")
    trained = []
    for window in (1, 2), numpy.array([1, 2]), [numpy.int64(1), numpy.int8(2)]:
        rnn = RNN.random(1, 2, 1, seed=0)
        fit(rnn, first_bit(2, 3, seed=0), 1, Adam(), seed=1, truncate=window)
        trained.append(repr(rnn))
    assert len({*trained}) == 1


def test_what_a_signal_may_come_between_holds_together():
    """Ctrl-C where the copy of better weights is made, not at a line."""
    asked = []

    def f(u):
        asked.append(u)
        if u == [checks.TRIED] * 2 and len(asked) > 2000:
            asked.clear()
            raise KeyboardInterrupt
        return tanh(u)

    f.prime = tanh.prime
    rnn, pairs = RNN.random(1, 2, 1, seed=0, f=f), first_bit(4, 4, seed=1)
    history = fit(rnn, pairs, 500, Adam(0.01), seed=0)
    assert history.interrupted
    assert len(history.errors) > 10
    assert mean_error(rnn, pairs) == history.errors[history.best]
    assert history.errors[history.best] == min(history.errors)


def test_ctrl_c_before_the_first_error_is_known():
    def stop(y, d):
        if d == [0.25]:
            raise KeyboardInterrupt
        return squared_error(y, d)

    stop.gradient = squared_error.gradient
    rnn = RNN.random(1, 2, 1, seed=0, error=stop)
    before = repr(rnn)
    history = fit(rnn, [([[1.0]], [[0.25]])], 3, Adam())
    assert history == History([], [], best=0, interrupted=True)
    assert repr(rnn) == before


def test_an_error_that_is_no_number_before_training_is_told_at_once():
    rnn = RNN([[1.8, -1.8]], [[0.1]], [0.0], [[0.5]], [0.0])
    before = repr(rnn)
    far = [([[1e308, 1e308]], [[0.0]])]
    with pytest.raises(Diverged, match=r"in epoch 0 .* inputs scaled"):
        fit(rnn, [([[1.0, 0.0]], [[0.0]])], 9, Adam(), held_out=far)
    assert repr(rnn) == before


def test_an_f_that_overflows_diverges():
    cube = Activation(
        "cube", lambda u: [a**3 for a in u], lambda u: [3 * a**2 for a in u]
    )
    rnn, pairs = RNN.random(1, 2, 1, seed=0, f=cube), first_bit(3, 9, seed=1)
    with pytest.raises(Diverged, match=r"epoch \d"):
        fit(rnn, pairs, 200, partial(descend, alpha=1e3))


@pytest.mark.parametrize("complex_too", [False, True])
def test_gradients_of_numpys_numbers(complex_too):
    numpy = pytest.importorskip("numpy")
    rnn, xs, ds, z_0 = one_float(0)
    gradients = gradients_of(rnn, xs, ds, z_0)
    gradients.W_re = numpy.array(gradients.W_re)
    if complex_too:
        gradients.W_re = gradients.W_re * 1j
        with pytest.raises(TypeError, match="numbers"):
            descend(rnn, gradients, 0.1)
        return
    descend(rnn, gradients, 0.1)
    assert {type(w) for row in rnn.rows() for w in row} == {float}


@pytest.mark.parametrize("stopped", [False, True])
def test_alpha_falls_by_one_factor_and_is_then_what_it_was(stopped):
    rnn, xs, ds, _ = one_float(0)
    adam, seen = Adam(0.08), []

    def report(history):
        seen.append(adam.alpha)
        if stopped and len(seen) == 2:
            raise KeyboardInterrupt

    fit(rnn, [(xs, ds)], 4, adam, alpha_end=0.01, report=report)
    falling = [0.08, 0.04, 0.02, 0.01]
    assert seen == pytest.approx(falling[:2] if stopped else falling)
    assert adam.alpha == 0.08


def test_one_epoch_has_no_time_for_alpha_to_fall():
    rnn, xs, ds, _ = one_float(0)
    adam, seen = Adam(0.08), []
    fit(rnn, [(xs, ds)], 1, adam, alpha_end=0.01,
        report=lambda _: seen.append(adam.alpha))
    assert seen == [0.08]


@pytest.mark.parametrize(
    ("update", "alpha_end", "error"),
    [
        (partial(descend, alpha=0.1), 0.01, TypeError),
        (lambda rnn, gradients: None, 0.01, TypeError),
        (Adam(), 0, ValueError),
        (Adam(), "0.1", TypeError),
    ],
)
def test_what_cannot_fall_is_refused_before_a_weight_moves(
    update, alpha_end, error
):
    rnn, xs, ds, _ = one_float(0)
    before = [row[:] for row in rnn.rows()]
    with pytest.raises(error, match="alpha_end"):
        fit(rnn, [(xs, ds)], 2, update, alpha_end=alpha_end)
    assert rnn.rows() == before
