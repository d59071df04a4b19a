"""What goes wrong in Keras, each with its number.

python -m docs.elsewhere.traps_keras prints them as JSON.
"""

import json
import random

from docs.elsewhere import keras_simple_rnn as there
from docs.elsewhere.keras_simple_rnn import keras, layers, np, tf
from rnn_pure import RNN, bptt, forward, softmax_cross_entropy

T, n_in, n_re, n_out = 5, 2, 3, 3


def small(error=None):
    """rnn, xs, ds and the arrays of the same; a target at every step."""
    draw = random.Random(1)
    rnn = RNN.random(n_in, n_re, n_out, seed=1)
    xs = [[draw.uniform(-1, 1) for _ in range(n_in)] for _ in range(T)]
    ds = [[draw.uniform(-1, 1) for _ in range(n_out)] for _ in range(T)]
    if error:
        rnn.error = error
        ds = [[float(i == t % n_out) for i in range(n_out)] for t in range(T)]
    return rnn, xs, ds, *there.side_by_side([(xs, ds)])


def right(rnn, xs):
    return np.array(forward(rnn, xs).y[1:])


def off(y, y_right):
    return float(np.abs(np.array(y) - y_right).max())


def ratio(loss, rnn, xs, ds, sample_weight=None):
    """∂loss/∂W_re as a multiple of that of bptt."""
    x, d, _ = there.side_by_side([(xs, ds)])
    model = there.from_rnn(rnn)
    with tf.GradientTape() as tape:
        E = loss(d, model(x), sample_weight=sample_weight)
    dE_dW_re = tape.gradient(E, model.trainable_weights)[1].numpy().T
    return float(dE_dW_re[0, 0]) / bptt(rnn, forward(rnn, xs), ds).W_re[0][0]


def W_re_not_transposed():
    """The one square matrix fits either way: largest error of y."""
    rnn, xs, _, x, _, _ = small()
    model = there.from_rnn(rnn)
    arrays = model.get_weights()
    arrays[1] = np.array(rnn.W_re)
    model.set_weights(arrays)
    return off(model(x)[0], right(rnn, xs))


def set_weights_with_lists():
    """What Keras says of lists."""
    rnn = small()[0]
    model = there.from_rnn(rnn)
    try:
        model.set_weights([w.tolist() for w in model.get_weights()])
    except Exception as error:
        return f"{type(error).__name__}: {error}"
    raise ValueError("no error")


def return_sequences_is_false():
    """SimpleRNN and Dense with the defaults: y's shape, and fit's verdict."""
    rnn, _, _, x, d, _ = small()
    model = keras.Sequential([
        keras.Input((None, n_in)), layers.SimpleRNN(n_re),
        layers.Dense(n_out),
    ])
    model.set_weights(there.from_rnn(rnn).get_weights())
    model.compile("sgd", "mse")
    loss = model.fit(x, d, verbose=0).history["loss"][0]
    return {"y": str(model(x).shape), "d": str(d.shape), "loss": loss}


def mse():
    """The gradient of "mse" over ours, and 2 / (T n_out)."""
    rnn, xs, ds, *_ = small()
    return {
        "ratio": ratio(keras.losses.MeanSquaredError(), rnn, xs, ds),
        "law": 2 / (T * n_out), "T": T, "n_out": n_out,
    }


def cross_entropy():
    """The gradient of CategoricalCrossentropy over ours, and 1 / T."""
    rnn, xs, ds, *_ = small(softmax_cross_entropy)
    loss = keras.losses.CategoricalCrossentropy(from_logits=True)
    return {"ratio": ratio(loss, rnn, xs, ds), "law": 1 / T, "T": T}


def sample_weight_divides_by_all():
    """Two of T targets are None: the gradient over ours, and 2 / (T n_out).

    A mean over what is known would be 2 / (3 n_out).
    """
    rnn, xs, ds, *_ = small()
    ds = [None, *ds[1:3], None, ds[4]]
    known = np.array([[d is not None for d in ds]], float)
    return {
        "ratio": ratio(keras.losses.MeanSquaredError(), rnn, xs, ds, known),
        "over_all": 2 / (T * n_out),
        "over_known": 2 / (known.sum() * n_out), "known": int(known.sum()),
    }


def from_logits_is_false():
    """E where y goes into CategoricalCrossentropy() as if it were a softmax.
    """
    rnn, _, _, x, d, _ = small(softmax_cross_entropy)
    loss = keras.losses.CategoricalCrossentropy
    y = there.from_rnn(rnn)(x)
    return {
        "wrong": float(loss(reduction="sum")(d, y)),
        "right": float(loss(from_logits=True, reduction="sum")(d, y)),
    }


TRAPS = [
    W_re_not_transposed, set_weights_with_lists, return_sequences_is_false,
    mse, cross_entropy, sample_weight_divides_by_all, from_logits_is_false,
]

if __name__ == "__main__":
    print(json.dumps({trap.__name__: trap() for trap in TRAPS}, indent=1))
