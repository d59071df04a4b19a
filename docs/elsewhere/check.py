"""Whether a file of this folder is the network of rnn_pure, and its traps.

    python -m docs.elsewhere.check numpy_minibatch
    python -m docs.elsewhere.check pytorch             # pip install torch
    python -m docs.elsewhere.check keras_simple_rnn    # … keras tensorflow

Prints the largest differences of y, E and all gradients from forward,
total_error and bptt over 20 random minibatches with sequences of unlike
lengths, steps without a target, and a z_0; then how many numbers it reads
right after each epoch of reading.py, from the same start. Then both again for
each trap: one line of the file is another. Exits with 1 where it is not equal,
or where a network does not come home the same.
--record keeps the numbers for the page.
"""

import argparse
import json
import random
import sys
from importlib.metadata import version
from itertools import islice
from pathlib import Path
from types import ModuleType

from docs.build.record import figure
from rnn_pure import RNN, bptt, forward, total_error
from rnn_pure.checks import WEIGHTS
from rnn_pure.losses import softmax_cross_entropy, squared_error
from rnn_pure.practice import reading

FOLDER = Path(__file__).parent
RECORD = FOLDER.parent / "records" / "elsewhere.json"
NEAR, PROBLEMS, FEW = 1e-12, 20, 2  # FEW epochs tell a trap of training
LIBRARIES = {"numpy_minibatch": ["numpy"], "pytorch": ["torch"],
             "keras_simple_rnn": ["keras", "tensorflow"]}

TRAPS = {  # what it is called on the page: the line, and what it would be
    "numpy_minibatch": {
        "mask": ("delta_out = known * dE_dy", "delta_out = dE_dy"),
    },
    "pytorch": {
        "random_bias": ("requires_grad_(False).zero_()", "detach()"),
        "two_biases": ("requires_grad_(False).zero_()", "data.zero_()"),
        "batch_first": ("n_re, batch_first=True)", "n_re)"),
        "float32": ("set_default_dtype(torch.float64)",
                    "set_default_dtype(torch.float32)"),
        "mean": ('(y[known], d[known], reduction="sum")\n',
                 "(y[known], d[known])\n"),
        "second_axis": ('cross_entropy(y[known], d[known]',
                        "cross_entropy(y, d"),
        "two_softmaxes": ("cross_entropy(y[known]",
                          "cross_entropy(y[known].softmax(-1)"),
        "start": ("weight.data = torch.tensor(getattr(rnn, name))", "pass"),
    },
    "keras_simple_rnn": {
        "transposed": (".T for name in NAMES", '.T if name != "W_re" else '
                       "np.array(rnn.W_re) for name in NAMES"),
        "float32": ('set_floatx("float64")', 'set_floatx("float32")'),
        "mean": ('from_logits=True, reduction="sum"', "from_logits=True"),
        "from_logits": ('from_logits=True, reduction="sum"',
                        'reduction="sum"'),
        "start": ("model.set_weights([np.array(getattr(rnn, name)).T for name "
                  "in NAMES])", "pass"),
    },
}


def problem(seed, error):
    """A network, pairs (xs, ds) of unlike lengths, and a z_0 for each."""
    draw = random.Random(seed)
    n_in, n_re, n_out = draw.randint(1, 4), draw.randint(2, 8), 3

    def vector(n):
        return [draw.uniform(-1, 1) for _ in range(n)]

    def target():
        d = [abs(d_k) for d_k in vector(n_out)]
        return [d_k / sum(d) for d_k in d]

    rnn = RNN.random(n_in, n_re, n_out, seed=seed, error=error)
    rnn.b[:], rnn.b_out[:] = vector(n_re), vector(n_out)
    sequences = []
    for T in (draw.randint(2, 12) for _ in range(draw.randint(1, 5))):
        ds = [None if draw.random() < 0.3 else target() for _ in range(T)]
        ds[-1] = target()
        sequences.append(([vector(n_in) for _ in range(T)], ds))
    return rnn, sequences, [vector(n_re) for _ in sequences]


def of_rnn_pure(rnn, sequences, starts):
    """y of each sequence, E, and the gradients: the sum over sequences."""
    passes = [(forward(rnn, xs, z_0), ds)
              for (xs, ds), z_0 in zip(sequences, starts)]
    dEs = [bptt(rnn, *each) for each in passes]
    dE = {name: added([getattr(each, name) for each in dEs])
          for name in WEIGHTS}
    return ([states.y[1:] for states, _ in passes],
            sum(total_error(rnn, *each) for each in passes),
            dE | {"x": [each.x[1:] for each in dEs],
                  "z_0": [each.z_0 for each in dEs]})


def added(many):
    """The sum of lists of one shape."""
    if isinstance(many[0], list):
        return [added(entries) for entries in zip(*many)]
    return sum(many)


def of_numpy_minibatch(there, rnn, sequences, starts):
    weights, (x, d, known) = (
        there.from_rnn(rnn), there.side_by_side(sequences))
    z, y = there.forward(weights, x, there.np.array(starts).T)
    error = getattr(there, rnn.error.name)
    E, dE = there.bptt(weights, x, z, y, d, known, error)
    return y[1:].transpose(2, 0, 1), E, dE | {
        "x": dE["x"][1:].transpose(2, 0, 1), "z_0": dE["z_0"].T}


def of_pytorch(there, rnn, sequences, starts):
    network, (x, d, known) = (
        there.from_rnn(rnn), there.side_by_side(sequences))
    z_0 = there.torch.tensor([starts])
    if not network.cell.batch_first:  # time is taken for the batch
        z_0 = there.torch.zeros(1, x.shape[1], len(rnn.b))
    y = network(x.requires_grad_(), z_0.requires_grad_())
    E = getattr(there, rnn.error.name)(y, d, known)
    E.backward()
    dE = {name: w.grad for name, w in there.parameters(network).items()}
    return y, E, dE | {"x": x.grad, "z_0": z_0.grad[0]}


def of_keras_simple_rnn(there, rnn, sequences, starts):
    import tensorflow as tf
    model, (x, d, known) = (
        there.from_rnn(rnn), there.side_by_side(sequences))
    x, z_0 = (tf.constant(a, there.keras.config.floatx())
              for a in (x, starts))
    cell, dense = model.layers  # Sequential itself takes no initial state
    with tf.GradientTape() as tape:
        tape.watch([x, z_0])
        y = dense(cell(x, initial_state=z_0))
        E = getattr(there, rnn.error.name)(d, y, sample_weight=known)
    *weights, dE_dx, dE_dz_0 = tape.gradient(
        E, [*model.trainable_weights, x, z_0])
    dE = {name: w.numpy().T for name, w in zip(WEIGHTS, weights)}
    return y, E, dE | {"x": dE_dx, "z_0": dE_dz_0}


def farthest(ours, theirs):
    """The largest difference; what padding has added at ends is not seen."""
    for name in "tolist", "numpy", "tolist":  # Keras has the second only
        theirs = getattr(theirs, name, lambda theirs=theirs: theirs)()
    if isinstance(ours, list):
        return max(farthest(*pair) for pair in zip(ours, theirs))
    return abs(ours - theirs)


def compared(there, name):
    """The largest difference of y, of E and of all gradients."""
    off = {"y": 0.0, "E": 0.0, "gradients": 0.0}
    for seed in range(PROBLEMS):
        for error in squared_error, softmax_cross_entropy:
            given = problem(seed, error)
            y, E, dE = of_rnn_pure(*given)
            its_y, its_E, its_dE = globals()[f"of_{name}"](there, *given)
            found = {"y": farthest(y, its_y), "E": farthest(E, its_E),
                     "gradients": max(farthest(dE[key], its_dE[key])
                                      for key in dE)}
            off = {key: max(off[key], found[key]) for key in off}
    return off


def comes_home(there):
    """Whether a network is the same after the way there and back."""
    many = [problem(seed, softmax_cross_entropy)[0] for seed in range(9)]
    return many == [there.to_rnn(there.from_rnn(rnn), rnn.error)
                    for rnn in many]


def counted(there, epochs, seed=1):
    """How many numbers it reads right after each epoch of reading.py."""
    network, right = there.from_rnn(reading.network(seed)), []
    seen, held = reading.numbers(seed)
    ends = (heard for heard in there.learn(network, seen, seed)
            if heard % reading.SEEN == 0)
    for _ in islice(ends, epochs):
        said = there.read(network, held)
        right.append(sum(map(list.__eq__, said, map(reading.words, held))))
    return right


def module(name, old="", new=""):
    """That file, with one piece of it replaced wherever it stands."""
    source = (FOLDER / f"{name}.py").read_text(encoding="utf-8")
    if old not in source:
        raise ValueError(f"{name}.py: no {old!r}")
    there = ModuleType(name)
    exec(source.replace(old, new) if old else source, vars(there))
    if hasattr(there, "torch"):
        there.torch.manual_seed(1)
        there.torch.set_num_threads(1)  # so small is the network
    if hasattr(there, "keras"):
        there.keras.utils.set_random_seed(1)
    return there


def told(label, found):
    """A row: the largest differences, and how many it reads right."""
    *off, right = found.values()
    print(f"{label:16}", *(f"{key} {value:.1e} " for key, value
                           in zip(found, off)), "right", *right, flush=True)


def main(name, record=False):
    """Print all of it; exit with 1 where it is not the same network."""
    there, traps = module(name), {}
    off, right = compared(there, name), counted(there, reading.EPOCHS)
    told(name, off | {"right": right})
    for trap, (old, new) in TRAPS[name].items():
        trapped = module(name, old, new)
        traps[trap] = compared(trapped, name) | {
            "right": counted(trapped, FEW)}
        told(trap, traps[trap])
    same = (right == figure("reading", "right") and comes_home(there)
            and max(off.values()) < NEAR)
    if record:
        kept = json.loads(RECORD.read_text("utf-8"))
        kept["figures"][name] = {
            "versions": {each: version(each).partition("+")[0]
                         for each in LIBRARIES[name]},
            "off": off, "right": right, **traps,
        }
        RECORD.write_text(json.dumps(kept, indent=1) + "\n", "utf-8")
    print("equal" if same else "NOT equal")
    sys.exit(not same)


if __name__ == "__main__":
    parser = argparse.ArgumentParser(prog="python -m docs.elsewhere.check")
    parser.add_argument("name", choices=TRAPS)
    parser.add_argument("--record", action="store_true")
    main(**vars(parser.parse_args()))
