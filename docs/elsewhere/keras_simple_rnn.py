"""The network of rnn_pure as SimpleRNN and Dense. MIT-0: copy it.

For Keras 3 on TensorFlow. x is N × T × n_in. known is N × T, 0 where a step
has no target or a sequence has ended: the sample_weight of fit. Below it
stands what reading.py does with its network.
"""

import os
import random

os.environ.setdefault("KERAS_BACKEND", "tensorflow")

import keras
import numpy as np
from keras import layers

from rnn_pure import RNN, identity, tanh
from rnn_pure.practice import reading
from rnn_pure.training import falling

keras.config.set_floatx("float64")  # as Python's floats
NAMES = "W_in", "W_re", "b", "W_out", "b_out"  # the order of get_weights()


def network(n_in, n_re, n_out):
    return keras.Sequential([
        keras.Input((None, n_in)),
        layers.SimpleRNN(n_re, return_sequences=True),
        layers.Dense(n_out),  # at every step by itself, as TimeDistributed
    ])


def from_rnn(rnn):
    """The model with the weights of an RNN: each matrix is transposed."""
    if (rnn.f, rnn.g) != (tanh, identity):
        raise ValueError("f has to be tanh, and g identity")
    model = network(len(rnn.W_in[0]), len(rnn.b), len(rnn.b_out))
    model.set_weights([np.array(getattr(rnn, name)).T for name in NAMES])
    return model


def to_rnn(model, error):
    """The RNN again: error is rnn_pure's, for no array holds it."""
    return RNN(*(w.T.tolist() for w in model.get_weights()), error=error)


def side_by_side(sequences):
    """x, d and known of N pairs (xs, ds), short ones padded with zeros."""
    N, T = len(sequences), max(len(xs) for xs, ds in sequences)
    targets = [d_t for xs, ds in sequences for d_t in ds if d_t is not None]
    x = np.zeros((N, T, len(sequences[0][0][0])))
    d, known = np.zeros((N, T, len(targets[0]))), np.zeros((N, T))
    for n, (xs, ds) in enumerate(sequences):
        x[n, :len(xs)] = xs
        for t, d_t in enumerate(ds):
            if d_t is not None:
                d[n, t], known[n, t] = d_t, 1
    return x, d, known


class SquaredError(keras.losses.Loss):
    """E_t; reduction="sum" adds, where Keras would take the mean."""

    def call(self, d, y):
        return keras.ops.sum((y - d) ** 2, axis=-1) / 2


squared_error = SquaredError(reduction="sum")
softmax_cross_entropy = keras.losses.CategoricalCrossentropy(
    from_logits=True, reduction="sum"
)


# --- reading.py with it -----------------------------------------------------


def learn(model, seen, seed):
    adam = keras.optimizers.Adam(reading.ALPHA, epsilon=1e-8)
    model.compile(adam, softmax_cross_entropy)
    order, shuffle = [*seen], random.Random(seed).shuffle
    alphas = falling(reading.ALPHA, reading.ALPHA_END, reading.EPOCHS)
    for epoch, alpha in enumerate(alphas, 1):
        shuffle(order)
        adam.learning_rate = alpha
        x, d, _ = side_by_side(
            [(reading.inputs(n), reading.targets(n)) for n in order])
        model.fit(x, d, batch_size=1, shuffle=False, verbose=0)
        yield len(seen) * epoch


def read(model, numbers):
    """What it says at each digit of each number: all of them at once."""
    y = model(np.array([*map(reading.inputs, numbers)]))
    return [[reading.WORDS[k] for k in each] for each in np.argmax(y, -1)]


if __name__ == "__main__":
    model, (seen, held) = from_rnn(reading.network(1)), reading.numbers(1)
    for heard in learn(model, seen, 1):
        if heard % len(seen) == 0:
            said = read(model, held)
            right = sum(map(list.__eq__, said, map(reading.words, held)))
            print(right, "of", len(held), flush=True)
