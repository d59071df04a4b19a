"""The network of rnn_pure as nn.RNN and nn.Linear. MIT-0: copy it.

x is N × T × n_in. known is N × T, False where a step has no target or a
sequence has ended: E leaves those out. Below it stands what reading.py does
with its network, line for line.
"""

import random

import torch
from torch import nn
from torch.nn.functional import cross_entropy, mse_loss
from torch.nn.utils.rnn import pad_sequence

from rnn_pure import RNN, identity, tanh
from rnn_pure.practice import reading
from rnn_pure.training import falling

torch.set_default_dtype(torch.float64)  # as Python's floats


class Network(nn.Module):
    def __init__(self, n_in, n_re, n_out):
        super().__init__()
        self.cell = nn.RNN(n_in, n_re, batch_first=True)
        self.cell.bias_hh_l0.requires_grad_(False).zero_()  # one b is enough
        self.linear = nn.Linear(n_re, n_out)

    def forward(self, x, z_0=None):
        """y, N × T × n_out; z_0 is 1 × N × n_re."""
        z, _ = self.cell(x, z_0)  # every z_t, and z_T again
        return self.linear(z)  # at every step by itself


def parameters(network):
    """The five by the names of rnn_pure; all in the same shapes."""
    cell, linear = network.cell, network.linear
    return {
        "W_in": cell.weight_ih_l0, "W_re": cell.weight_hh_l0,
        "b": cell.bias_ih_l0, "W_out": linear.weight, "b_out": linear.bias,
    }


def from_rnn(rnn):
    """The network with the weights of an RNN."""
    if (rnn.f, rnn.g) != (tanh, identity):
        raise ValueError("f has to be tanh, and g identity")
    network = Network(len(rnn.W_in[0]), len(rnn.b), len(rnn.b_out))
    for name, weight in parameters(network).items():
        weight.data = torch.tensor(getattr(rnn, name))
    return network


def to_rnn(network, error):
    """The RNN again: error is rnn_pure's, for no tensor holds it."""
    five = {name: w.tolist() for name, w in parameters(network).items()}
    b = network.cell.bias_ih_l0 + network.cell.bias_hh_l0
    return RNN(**five | {"b": b.tolist()}, error=error)


def side_by_side(sequences):
    """x, d and known of N pairs (xs, ds), short ones padded with zeros."""
    known = [torch.tensor([d is not None for d in ds]) for _, ds in sequences]
    n_out = next(len(d) for _, ds in sequences for d in ds if d is not None)
    d = [torch.tensor([d or [0.0] * n_out for d in ds]) for _, ds in sequences]
    x = [torch.tensor(xs) for xs, _ in sequences]
    return [pad_sequence(each, batch_first=True) for each in (x, d, known)]


def squared_error(y, d, known):
    return mse_loss(y[known], d[known], reduction="sum") / 2


def softmax_cross_entropy(y, d, known):
    return cross_entropy(y[known], d[known], reduction="sum")


# --- reading.py with it -----------------------------------------------------


def learn(network, seen, seed):
    adam = torch.optim.Adam(network.parameters(), reading.ALPHA)
    order, shuffle = [*seen], random.Random(seed).shuffle
    heard = 0
    for alpha in falling(reading.ALPHA, reading.ALPHA_END, reading.EPOCHS):
        shuffle(order)
        adam.param_groups[0]["lr"] = alpha
        for number in order:
            pair = reading.inputs(number), reading.targets(number)
            x, d, known = side_by_side([pair])
            adam.zero_grad()
            softmax_cross_entropy(network(x), d, known).backward()
            adam.step()
            heard += 1
            yield heard


def read(network, numbers):
    """What it says at each digit of each number: all of them at once."""
    y = network(torch.tensor([*map(reading.inputs, numbers)]))
    return [[reading.WORDS[k] for k in each] for each in y.argmax(-1)]


if __name__ == "__main__":
    network, (seen, held) = from_rnn(reading.network(1)), reading.numbers(1)
    for heard in learn(network, seen, 1):
        if heard % len(seen) == 0:
            said = read(network, held)
            right = sum(map(list.__eq__, said, map(reading.words, held)))
            print(right, "of", len(held), flush=True)
