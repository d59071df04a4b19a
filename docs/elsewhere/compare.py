"""How near a framework comes to rnn_pure: y, E and all gradients.

python -m docs.elsewhere.compare NAME, a file's name without .py, prints the
largest differences over random minibatches, in float64, as JSON.
"""

import json
import random
import sys
from importlib import import_module

from rnn_pure import (
    RNN,
    bptt,
    forward,
    softmax_cross_entropy,
    squared_error,
    total_error,
)
from rnn_pure.checks import WEIGHTS

NETWORKS = 20


def problem(seed, error):
    """A network, pairs (xs, ds) of unlike lengths, and a z_0 for each."""
    draw = random.Random(seed)
    n_in, n_re, n_out = draw.randint(1, 4), draw.randint(2, 8), 3

    def vector(n):
        return [draw.uniform(-1, 1) for _ in range(n)]

    def target():
        d = [abs(d_k) for d_k in vector(n_out)]
        if error is softmax_cross_entropy:
            return [d_k / sum(d) for d_k in d]
        return d

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
    y, E, dEs = [], 0, []
    for (xs, ds), z_0 in zip(sequences, starts):
        states = forward(rnn, xs, z_0)
        y.append(states.y[1:])
        E += total_error(rnn, states, ds)
        dEs.append(bptt(rnn, states, ds))
    dE = {
        name: added([getattr(each, name) for each in dEs])
        for name in WEIGHTS
    }
    dE["x"] = [each.x[1:] for each in dEs]
    dE["z_0"] = [each.z_0 for each in dEs]
    return y, E, dE


def added(many):
    """The sum of lists of one shape."""
    if isinstance(many[0], list):
        return [added(entries) for entries in zip(*many)]
    return sum(many)


def of_numpy_minibatch(rnn, sequences, starts):
    there = import_module("docs.elsewhere.numpy_minibatch")
    weights, (x, d, known) = (
        there.from_rnn(rnn), there.side_by_side(sequences)
    )
    z, y = there.forward(weights, x, there.np.array(starts).T)
    error = getattr(there, rnn.error.name)
    E, dE = there.bptt(weights, x, z, y, d, known, error)
    dE["x"] = dE["x"][1:].transpose(2, 0, 1)
    dE["z_0"] = dE["z_0"].T
    return y[1:].transpose(2, 0, 1), E, dE


def of_pytorch(rnn, sequences, starts):
    there = import_module("docs.elsewhere.pytorch")
    network, (x, d, known) = (
        there.from_rnn(rnn), there.side_by_side(sequences)
    )
    z_0 = there.torch.tensor([starts], dtype=there.torch.float64)
    y = network(x.requires_grad_(), z_0.requires_grad_())
    E = getattr(there, rnn.error.name)(y, d, known)
    E.backward()
    dE = {name: w.grad for name, w in there.parameters(network).items()}
    return y, E, dE | {"x": x.grad, "z_0": z_0.grad[0]}


def of_keras_simple_rnn(rnn, sequences, starts):
    there = import_module("docs.elsewhere.keras_simple_rnn")
    model, (x, d, known) = (
        there.from_rnn(rnn), there.side_by_side(sequences)
    )
    error = getattr(there, rnn.error.name)
    x, z_0 = there.tf.constant(x), there.tf.constant(starts, there.tf.float64)
    cell, dense = model.layers  # Sequential itself takes no initial state
    with there.tf.GradientTape() as tape:
        tape.watch([x, z_0])
        y = dense(cell(x, initial_state=z_0))
        E = error(d, y, sample_weight=known)
    *weights, dE_dx, dE_dz_0 = tape.gradient(
        E, [*model.trainable_weights, x, z_0]
    )
    dE = {name: w.numpy().T for name, w in zip(WEIGHTS, weights)}
    return y, E, dE | {"x": dE_dx, "z_0": dE_dz_0}


def of_jax_scan(rnn, sequences, starts):
    there = import_module("docs.elsewhere.jax_scan")
    jax, np = there.jax, there.jnp
    x, d, known = import_module(
        "docs.elsewhere.numpy_minibatch"
    ).side_by_side(sequences)
    x, d = (np.array(a[1:].transpose(2, 0, 1)) for a in (x, d))
    known, z_0 = np.array(known[1:, 0].T), np.array(starts)
    error, w = getattr(there, rnn.error.name), there.from_rnn(rnn)

    def E(w, x, z_0):
        y = jax.vmap(there.forward, (None, 0, 0))(w, x, z_0)
        return (known * error(y, d)).sum(), y

    both = jax.jit(jax.value_and_grad(E, (0, 1, 2), has_aux=True))
    (E, y), (dE, dE_dx, dE_dz_0) = both(w, x, z_0)
    return y, E, dE | {"x": dE_dx, "z_0": dE_dz_0}


WAYS = {
    name.removeprefix("of_"): way
    for name, way in [*globals().items()]
    if name.startswith("of_") and name != "of_rnn_pure"
}


def lists(numbers):
    """Tensors and arrays as lists."""
    for name in "detach", "numpy", "tolist":
        numbers = getattr(numbers, name, lambda numbers=numbers: numbers)()
    return numbers


def farthest(ours, theirs):
    """The largest difference; what padding has added at ends is not seen."""
    if isinstance(ours, list):
        pairs = zip(ours, lists(theirs))
        return max(farthest(*pair) for pair in pairs)
    return abs(ours - lists(theirs))


def differences(way, rnn, sequences, starts):
    """The largest difference of y, of E and of each gradient."""
    y, E, dE = of_rnn_pure(rnn, sequences, starts)
    its_y, its_E, its_dE = way(rnn, sequences, starts)
    return {
        "y": farthest(y, its_y),
        "E": farthest(E, its_E),
        **{name: farthest(dE[name], its_dE[name]) for name in its_dE},
    }


def largest(name):
    """Over the networks and both errors: of y, of E, of all gradients."""
    every = [
        differences(WAYS[name], *problem(seed, error))
        for seed in range(NETWORKS)
        for error in (squared_error, softmax_cross_entropy)
    ]
    worst = {part: max(each[part] for each in every) for part in every[0]}
    slopes = [worst.pop(part) for part in [*worst] if part not in "yE"]
    return {**worst, "gradients": max(slopes)}


if __name__ == "__main__":
    print(json.dumps(largest(sys.argv[1])))
