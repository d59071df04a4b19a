"""Keras in float64 on a backend other than TensorFlow: how far it is off.

KERAS_BACKEND=torch python -m docs.elsewhere.traps_backends, or =jax, prints
it as JSON, with what the dtype of a weight says and what it is.
"""

import json

from docs.elsewhere import keras_simple_rnn as there
from docs.elsewhere.compare import WEIGHTS, farthest, of_rnn_pure, problem
from rnn_pure import squared_error

BACKEND = there.keras.backend.backend()
NETWORKS = {"torch": 20, "jax": 2}[BACKEND]
number = there.keras.ops.convert_to_numpy


def differences(rnn, sequences, starts):
    """The largest of y; on torch of E and of the gradients, too."""
    starts = [[0.0] * len(rnn.b) for _ in starts]
    y, E, dE = of_rnn_pure(rnn, sequences, starts)
    x, d, known = there.side_by_side(sequences)
    model = there.from_rnn(rnn)
    its_y = model(x)
    found = {
        "y": farthest(y, number(its_y)),
        "says": str(model.weights[0].dtype),
        "is": str(number(model.weights[0].value).dtype),
    }
    if BACKEND == "torch":
        its_E = there.squared_error(d, its_y, sample_weight=known)
        its_E.backward()
        found["E"] = farthest(E, its_E)
        found["gradients"] = max(
            farthest(dE[name], number(w.value.grad).T)
            for name, w in zip(WEIGHTS, model.trainable_weights)
        )
    return found


def largest():
    every = [
        differences(*problem(seed, squared_error)) for seed in range(NETWORKS)
    ]
    return {part: max(each[part] for each in every) for part in every[0]}


if __name__ == "__main__":
    try:
        found = largest()
    except TypeError as error:  # SimpleRNN on JAX with JAX_ENABLE_X64=1
        found = {"error": "TypeError", "says": str(error)}
    print(json.dumps(found))
