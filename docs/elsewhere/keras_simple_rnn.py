"""The network of rnn_pure as SimpleRNN and TimeDistributed(Dense). MIT-0.

For Keras 3 on TensorFlow. x is N × T × n_in. known is N × T, 0 where a step
has no target or a sequence has ended: the sample_weight of fit.
"""

import os

os.environ.setdefault("KERAS_BACKEND", "tensorflow")

import keras
import numpy as np
import tensorflow as tf
from keras import layers

keras.config.set_floatx("float64")
NAMES = "W_in", "W_re", "b", "W_out", "b_out"  # the order of get_weights()


def network(n_in, n_re, n_out):
    return keras.Sequential([
        keras.Input((None, n_in)),
        layers.SimpleRNN(n_re, return_sequences=True),
        layers.TimeDistributed(layers.Dense(n_out)),
    ])


def from_rnn(rnn):
    """The model with the weights of an RNN: each matrix is transposed."""
    model = network(len(rnn.W_in[0]), len(rnn.b), len(rnn.b_out))
    model.set_weights([np.array(getattr(rnn, name)).T for name in NAMES])
    return model


def to_rnn(model):
    """RNN(**to_rnn(model)) is the network again, with f, g, error."""
    return {
        name: w.T.tolist() for name, w in zip(NAMES, model.get_weights())
    }


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


def gradients(model, error, x, d, known):
    """E, and its gradients in the order of NAMES, transposed as those are.

    To train: model.compile("sgd", error) and
    model.fit(x, d, sample_weight=known).
    """
    with tf.GradientTape() as tape:
        E = error(d, model(x), sample_weight=known)
    return E, tape.gradient(E, model.trainable_weights)


if __name__ == "__main__":
    import rnn_pure

    rnn = rnn_pure.RNN.random(n_in=2, n_re=3, n_out=1, seed=1)
    xs, ds = [[1, 0], [0, 1], [1, 1]], [None, [0.5], [1]]
    model, batch = from_rnn(rnn), side_by_side([(xs, ds)])
    E, (_, dE_dW_re, *_) = gradients(model, squared_error, *batch)
    dE = rnn_pure.bptt(rnn, rnn_pure.forward(rnn, xs), ds)
    print("Keras   ", dE_dW_re.numpy().T[0].tolist())
    print("rnn_pure", dE.W_re[0])
