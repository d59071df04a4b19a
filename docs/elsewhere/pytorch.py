"""The network of rnn_pure as nn.RNN and nn.Linear. MIT-0: copy it.

x is N × T × n_in. known is N × T, False where a step has no target or a
sequence has ended: E leaves those out.
"""

import torch
from torch import nn
from torch.nn.functional import cross_entropy, mse_loss
from torch.nn.utils.rnn import pad_sequence


class Network(nn.Module):
    def __init__(self, n_in, n_re, n_out):
        super().__init__()
        self.cell = nn.RNN(n_in, n_re, batch_first=True)
        self.cell.bias_hh_l0.requires_grad_(False).zero_()  # one b is enough
        self.linear = nn.Linear(n_re, n_out)

    def forward(self, x, z_0=None):
        """y, N × T × n_out; z_0 is 1 × N × n_re."""
        z, _ = self.cell(x, z_0)
        return self.linear(z)


def parameters(network):
    """The five by the names of rnn_pure; all in the same shapes."""
    cell, linear = network.cell, network.linear
    return {
        "W_in": cell.weight_ih_l0, "W_re": cell.weight_hh_l0,
        "b": cell.bias_ih_l0, "W_out": linear.weight, "b_out": linear.bias,
    }


def from_rnn(rnn):
    """The network with the weights of an RNN, in float64."""
    n_in, n_re, n_out = len(rnn.W_in[0]), len(rnn.b), len(rnn.b_out)
    network = Network(n_in, n_re, n_out).double()
    for name, weight in parameters(network).items():
        values = torch.tensor(getattr(rnn, name), dtype=torch.float64)
        weight.data.copy_(values)
    return network


def to_rnn(network):
    """RNN(**to_rnn(network)) is the network again, with f, g, error."""
    lists = {name: w.tolist() for name, w in parameters(network).items()}
    cell = network.cell  # its second bias is 0, if it was made above
    return lists | {"b": (cell.bias_ih_l0 + cell.bias_hh_l0).tolist()}


def side_by_side(sequences):
    """x, d and known of N pairs (xs, ds), short ones padded with zeros."""
    targets = [d_t for xs, ds in sequences for d_t in ds if d_t is not None]
    none = [0] * len(targets[0])
    x = [torch.tensor(xs, dtype=torch.float64) for xs, ds in sequences]
    d = [torch.tensor([none if d_t is None else d_t for d_t in ds],
                      dtype=torch.float64) for xs, ds in sequences]
    known = [torch.tensor([d_t is not None for d_t in ds])
             for xs, ds in sequences]
    return [pad_sequence(part, batch_first=True) for part in (x, d, known)]


def squared_error(y, d, known):
    return mse_loss(y[known], d[known], reduction="sum") / 2


def softmax_cross_entropy(y, d, known):
    return cross_entropy(y[known], d[known], reduction="sum")


def train(network, batch, error, alpha, epochs):
    """Adam on E, the sum over the batch of side_by_side; E of each epoch."""
    optimizer = torch.optim.Adam(network.parameters(), alpha)
    x, d, known = batch
    history = []
    for _ in range(epochs):
        optimizer.zero_grad()
        E = error(network(x), d, known)
        E.backward()
        optimizer.step()
        history.append(E.item())
    return history


if __name__ == "__main__":
    import rnn_pure

    rnn = rnn_pure.RNN.random(n_in=2, n_re=3, n_out=1, seed=1)
    xs, ds = [[1, 0], [0, 1], [1, 1]], [None, [0.5], [1]]
    network, (x, d, known) = from_rnn(rnn), side_by_side([(xs, ds)])
    squared_error(network(x), d, known).backward()
    dE = rnn_pure.bptt(rnn, rnn_pure.forward(rnn, xs), ds)
    print("PyTorch ", network.cell.weight_hh_l0.grad[0].tolist())
    print("rnn_pure", dE.W_re[0])
