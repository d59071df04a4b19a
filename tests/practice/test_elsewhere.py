"""The same network in other tools: live where they are, else as recorded.

RNN_PURE_TORCH=required, as in a job of .ci/run, demands PyTorch.
"""

import functools
import importlib
import json
import os
import subprocess
import sys
from types import SimpleNamespace

import pytest
from conftest import ROOT

from docs.elsewhere import compare
from rnn_pure import (
    RNN,
    Adam,
    bptt,
    forward,
    softmax_cross_entropy,
    squared_error,
    total_error,
)

NEEDS = {"numpy_minibatch": "numpy", "pytorch": "torch"}
NEAR = 1e-12


@functools.cache
def kept():
    """The recorded figures."""
    path = ROOT / "docs" / "records" / "elsewhere.json"
    return json.loads(path.read_text("utf-8"))["figures"]


def live(way):
    """The file, where its library is installed."""
    required = os.environ.get("RNN_PURE_TORCH") == "required"
    if way == "pytorch" and required:
        importlib.import_module("torch")
    pytest.importorskip(NEEDS[way], reason=f"there is no {NEEDS[way]} here")
    return importlib.import_module(f"docs.elsewhere.{way}")


@pytest.mark.parametrize("way", NEEDS)
def test_y_E_and_all_gradients_are_equal(way):
    live(way)
    off = compare.largest(way)
    assert off.keys() == {"y", "E", "gradients"}
    assert max(off.values()) < NEAR


@pytest.mark.parametrize("part", ["y", "E", *compare.WEIGHTS, "x", "z_0"])
def test_the_comparison_sees_a_difference(part):
    problem = compare.problem(1, squared_error)

    def spoilt(rnn, sequences, starts):
        y, E, dE = compare.of_rnn_pure(rnn, sequences, starts)
        parts = {"y": y, "E": E, **dE}
        at = parts[part] if part != "E" else None
        while at and isinstance(at[-1], list):
            at = at[-1]
        if at:
            at[-1] += 1
        return y, E + (part == "E"), dE

    found = compare.differences(spoilt, *problem)
    assert {name for name, off in found.items() if off} == {part}


@pytest.mark.parametrize("way", NEEDS)
def test_the_weights_come_home_and_json_does_for_a_network(way):
    there = live(way)
    rnn, *_ = compare.problem(3, softmax_cross_entropy)
    text = SimpleNamespace(**json.loads(rnn.to_json()))
    for given in rnn, text:
        home = there.to_rnn(there.from_rnn(given))
        assert RNN(**home, error=softmax_cross_entropy) == rnn


def test_the_second_bias_of_another_network_comes_home_in_the_sum():
    there = live("pytorch")
    network = there.Network(2, 3, 1).double()
    network.cell.bias_hh_l0.fill_(0.25)
    b = network.cell.bias_ih_l0 + 0.25
    assert there.to_rnn(network)["b"] == b.tolist()


def test_padding_gets_no_gradient_and_the_mean_is_the_sum_by_n():
    there = live("numpy_minibatch")
    rnn, *_ = compare.problem(1, squared_error)
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
    assert twice == pytest.approx(dE(short, long)["W_re"] / 2, abs=NEAR)


@pytest.mark.parametrize("way", NEEDS)
def test_the_file_alone_beside_the_package_prints_the_same_twice(way):
    live(way)
    done = subprocess.run(
        [sys.executable, ROOT / f"docs/elsewhere/{way}.py"],
        env={**os.environ, "PYTHONPATH": str(ROOT)}, check=True,
        stdout=subprocess.PIPE, encoding="utf-8",
    )
    its, ours = (
        json.loads(line[line.index("["):]) for line in done.stdout.splitlines()
    )
    assert its == pytest.approx(ours, abs=NEAR)


def test_each_file_was_recorded_printing_the_same_twice():
    assert len(kept()["printed"]) == 4
    for printed in kept()["printed"].values():
        its, ours = (json.loads(line[line.index("["):])
                     for line in printed.splitlines())
        assert its == pytest.approx(ours, abs=NEAR)


@pytest.mark.parametrize("error", [squared_error, softmax_cross_entropy])
def test_training_in_pytorch_makes_the_same_steps(error):
    there = live("pytorch")
    rnn, sequences, _ = compare.problem(5, error)
    network, update, history = there.from_rnn(rnn), Adam(0.05), []
    for _ in range(20):
        passes = [(forward(rnn, xs), ds) for xs, ds in sequences]
        history.append(sum(total_error(rnn, *each) for each in passes))
        every = [bptt(rnn, *each) for each in passes]
        for name in compare.WEIGHTS:
            of_all = [getattr(each, name) for each in every]
            setattr(every[0], name, compare.added(of_all))
        update(rnn, every[0])
    batch = there.side_by_side(sequences)
    its = there.train(network, batch, getattr(there, error.name), 0.05, 20)
    assert its == pytest.approx(history, rel=1e-9)
    assert its[-1] < its[0]
    home = there.to_rnn(network)
    for name in compare.WEIGHTS:
        ours = getattr(rnn, name)
        assert compare.farthest(ours, home[name]) < 1e-9


# --- the traps --------------------------------------------------------------


def test_pytorch_still_has_its_traps():
    live("pytorch")
    from docs.elsewhere import traps_pytorch

    found = {trap.__name__: trap() for trap in traps_pytorch.TRAPS}
    lawful(found)
    if importlib.import_module("torch").__version__.startswith(
        kept()["versions"]["torch"]
    ):
        for name, numbers in found.items():
            recorded = kept()["pytorch"][name]
            if not isinstance(recorded, str):
                recorded = pytest.approx(recorded, rel=1e-6, abs=1e-9)
            assert numbers == recorded


def test_the_recorded_traps_are_what_the_page_says():
    lawful(kept()["pytorch"])
    keras = kept()["keras"]
    for name in "mse", "cross_entropy":
        assert keras[name]["ratio"] == pytest.approx(keras[name]["law"])
    weighted = keras["sample_weight_divides_by_all"]
    assert weighted["ratio"] == pytest.approx(weighted["over_all"])
    assert keras["W_re_not_transposed"] > 0.1
    assert "shape" in keras["set_weights_with_lists"]
    assert keras["from_logits_is_false"]["wrong"] > (
        keras["from_logits_is_false"]["right"]
    )
    torch, jax = kept()["backends"]["torch"], kept()["backends"]["jax"]
    assert torch["y"] > 1e-9 < jax["y"]
    assert (jax["says"], jax["is"]) == ("float64", "float32")
    assert kept()["backends"]["jax64"]["error"] == "TypeError"


def lawful(pytorch):
    """The sentences about PyTorch hold for these numbers."""
    assert pytorch["parameters"] == 21
    assert pytorch["second_bias_left_at_its_start"] > 0.1
    for ratio in pytorch["second_bias_trained"].values():
        assert ratio == pytest.approx(2, abs=1e-9)
    assert pytorch["batch_first_forgotten"]["no_memory"] < NEAR
    assert pytorch["batch_first_forgotten"]["off"] > 0.1
    assert 1e-9 < pytorch["without_double"] < 1e-6
    mean = pytorch["mse_loss_means"]
    assert mean["ratio"] == pytest.approx(mean["law"])
    axis = pytorch["cross_entropy_takes_the_second_axis"]
    assert axis["wrong"] != pytest.approx(axis["right"], abs=0.1)
    assert "target size" in pytorch["cross_entropy_with_class_numbers"]
    assert pytorch["softmax_twice"]["right"] == 0
    assert pytorch["softmax_twice"]["twice"] > 0.5
    assert pytorch["largest_y"] > 1
    letters = pytorch["what_a_trained_network_loses"]
    assert letters["whole"] == 1 > letters["second_bias"] > 0.9
    assert letters["chance"] == pytest.approx(1 / 3)
    for name in "batch_first", "W_re_transposed":
        assert letters[name] < letters["chance"]


def test_all_four_were_recorded_equal():
    assert len(kept()["off"]) == 4
    for off in kept()["off"].values():
        assert max(off.values()) < NEAR


# --- the page ---------------------------------------------------------------


def test_a_date_keeps_its_hyphens_and_a_number_gets_its_minus():
    record = importlib.import_module("docs.build.record")
    assert record.filled("{=elsewhere.date}") == kept()["date"]
    filled = record.filled("{=elsewhere.off.pytorch.y:.0e}")
    assert filled == f"{kept()['off']['pytorch']['y']:.0e}".replace("-", "−")
