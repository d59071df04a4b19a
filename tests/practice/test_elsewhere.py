"""The same network in other tools: NumPy's live, the others as recorded.

python -m docs.elsewhere.check pytorch, or keras_simple_rnn, where they are.
"""

import pytest
from conftest import read

from docs.build.record import figure, filled
from docs.elsewhere import check
from rnn_pure import RNN, sigmoid, squared_error, tanh

WAY = "numpy_minibatch"


@pytest.fixture(scope="module")
def there():
    pytest.importorskip("numpy", reason="there is no numpy here")
    return check.module(WAY)


def test_y_E_and_all_gradients_are_equal(there):
    assert max(check.compared(there, WAY).values()) < check.NEAR


def test_it_learns_to_read_with_the_same_counts(there):
    right = figure("reading", "right")[:check.FEW]
    assert check.counted(there, check.FEW) == right


@pytest.mark.parametrize("part", ["y", "E", *check.WEIGHTS, "x", "z_0"])
def test_the_comparison_sees_a_difference(there, monkeypatch, part):
    real = check.of_numpy_minibatch

    def spoilt(*given):
        y, E, dE = real(*given)
        parts = {"y": y, "E": E, **dE}
        parts[part] = parts[part] + 1e-9
        return parts.pop("y"), parts.pop("E"), parts

    monkeypatch.setattr(check, "of_numpy_minibatch", spoilt)
    monkeypatch.setattr(check, "PROBLEMS", 1)
    off = check.compared(there, WAY)
    kind = part if part in "yE" else "gradients"
    assert {key for key in off if off[key] > check.NEAR} == {kind}


def test_a_network_comes_home(there):
    assert check.comes_home(there)


@pytest.mark.parametrize("other", [{"f": sigmoid}, {"g": tanh}])
def test_a_network_that_the_files_do_not_compute_is_refused(there, other):
    with pytest.raises(ValueError, match="tanh"):
        there.from_rnn(RNN.random(1, 2, 3, **other))


def test_padding_gets_no_gradient_and_the_mean_is_the_sum_by_n(there):
    rnn, *_ = check.problem(1, squared_error)
    n_in = len(rnn.W_in[0])
    short, long = [([[1.0] * n_in] * T, [[1.0] * 3] * T) for T in (2, 5)]
    weights = there.from_rnn(rnn)

    def dE(*sequences):
        x, d, known = there.side_by_side(sequences)
        z, y = there.forward(weights, x)
        return there.bptt(weights, x, z, y, d, known, there.squared_error)[1]

    assert (dE(short, long)["x"][3:, :, 0] == 0).all()
    assert (dE(short, long)["x"][3:, :, 1] != 0).any()
    twice = (dE(long)["W_re"] + dE(short)["W_re"]) / 2
    assert twice == pytest.approx(dE(short, long)["W_re"] / 2, abs=1e-12)


# --- what was recorded ------------------------------------------------------


@pytest.mark.parametrize("way", check.TRAPS)
def test_each_was_recorded_equal_and_each_trap_is_one(way):
    off = figure("elsewhere", f"{way}.off")
    assert max(off.values()) < check.NEAR
    right = figure("reading", "right")
    assert figure("elsewhere", f"{way}.right") == right
    text = read(f"docs/elsewhere/{way}.py")
    for name, (line, _) in check.TRAPS[way].items():
        assert line in text
        trap = figure("elsewhere", f"{way}.{name}")
        apart = max(trap[key] for key in off) > 1e-9
        assert apart or trap["right"] != right[:check.FEW]


def test_a_date_keeps_its_hyphens_and_a_number_gets_its_minus():
    assert filled("{=elsewhere.pytorch.versions.torch}") == figure(
        "elsewhere", "pytorch.versions.torch")
    off = figure("elsewhere", "pytorch.off.y")
    assert filled("{=elsewhere.pytorch.off.y:.0e}") == f"{off:.0e}".replace(
        "-", "−")
