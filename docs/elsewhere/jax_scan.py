"""The network of rnn_pure in JAX: a step, lax.scan, grad, jit. MIT-0.

One sequence; jax.vmap makes a minibatch of it. known[t] is 0 where there is
no target.
"""

import jax
import jax.numpy as jnp

jax.config.update("jax_enable_x64", True)  # else all of it is float32
NAMES = "W_in", "W_re", "b", "W_out", "b_out"


def from_rnn(rnn):
    return {name: jnp.array(getattr(rnn, name)) for name in NAMES}


def to_rnn(weights):
    """RNN(**to_rnn(weights)) is the network again, with f, g, error."""
    return {name: w.tolist() for name, w in weights.items()}


def forward(w, x, z_0):
    """y, T × n_out, of x, T × n_in."""
    def step(z, x_t):
        z = jnp.tanh(w["W_in"] @ x_t + w["W_re"] @ z + w["b"])
        return z, w["W_out"] @ z + w["b_out"]

    return jax.lax.scan(step, z_0, x)[1]


def squared_error(y, d):
    return ((y - d) ** 2).sum(-1) / 2


def softmax_cross_entropy(y, d):
    return -(d * jax.nn.log_softmax(y)).sum(-1)


def E(w, x, z_0, d, known, error):
    return (known * error(forward(w, x, z_0), d)).sum()


gradients = jax.jit(jax.grad(E), static_argnames="error")


if __name__ == "__main__":
    import rnn_pure

    rnn = rnn_pure.RNN.random(n_in=2, n_re=3, n_out=1, seed=1)
    xs, ds = [[1, 0], [0, 1], [1, 1]], [None, [0.5], [1]]
    d, known = jnp.array([[0.0], [0.5], [1.0]]), jnp.array([0, 1, 1])
    x, z_0 = jnp.array(xs, float), jnp.zeros(3)
    its = gradients(from_rnn(rnn), x, z_0, d, known, squared_error)
    dE = rnn_pure.bptt(rnn, rnn_pure.forward(rnn, xs), ds)
    print("JAX     ", its["W_re"][0].tolist())
    print("rnn_pure", dE.W_re[0])
