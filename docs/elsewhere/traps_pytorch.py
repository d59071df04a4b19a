"""What goes wrong without an error in PyTorch, each with its number.

python -m docs.elsewhere.traps_pytorch prints them as JSON.
"""

import json
import random

import torch
from torch import nn
from torch.nn.functional import cross_entropy, mse_loss

from docs.elsewhere import pytorch
from rnn_pure import RNN, Adam, bptt, fit, forward, softmax_cross_entropy
from rnn_pure.examples import echo

T, n_in, n_re, n_out = 5, 2, 3, 3


def small():
    """rnn, xs, ds and the tensors of the same; a target at every step."""
    draw = random.Random(1).uniform
    rnn = RNN.random(n_in, n_re, n_out, seed=1)
    rnn.b[:] = [draw(-1, 1) for _ in range(n_re)]
    xs = [[draw(-1, 1) for _ in range(n_in)] for _ in range(T)]
    ds = [[draw(-1, 1) for _ in range(n_out)] for _ in range(T)]
    return rnn, xs, ds, *pytorch.side_by_side([(xs, ds)])


def right(rnn, xs):
    return torch.tensor(forward(rnn, xs).y[1:], dtype=torch.float64)[None]


def off(y, y_right):
    return (y - y_right).abs().max().item()


def largest_y():
    """What the errors of y below compare with."""
    rnn, xs, *_ = small()
    return right(rnn, xs).abs().max().item()


def parameters():
    """What nn.RNN(2, 3) trains; the RNN here has as many less one bias."""
    return sum(w.numel() for w in nn.RNN(n_in, n_re).parameters())


def second_bias_left_at_its_start():
    """Only the five are copied into a fresh nn.RNN: largest error of y."""
    rnn, xs, _, x, _, _ = small()
    torch.manual_seed(0)
    fresh = nn.RNN(n_in, n_re).double()
    network = pytorch.from_rnn(rnn)
    network.cell.bias_hh_l0.copy_(fresh.bias_hh_l0.data)
    return off(network(x), right(rnn, xs))


def second_bias_trained():
    """How far b moves in a step of descent, as a multiple of what it should.
    """
    rnn, xs, ds, x, d, known = small()
    network, alpha = pytorch.from_rnn(rnn), 0.1
    network.cell.bias_hh_l0.requires_grad_(True)
    pytorch.squared_error(network(x), d, known).backward()
    torch.optim.SGD(network.parameters(), alpha).step()
    dE_db = bptt(rnn, forward(rnn, xs), ds).b
    ratios = [
        (after - before) / (-alpha * slope)
        for after, before, slope in zip(
            pytorch.to_rnn(network)["b"], rnn.b, dE_db
        )
    ]
    return {"least": min(ratios), "most": max(ratios)}


def batch_first_forgotten():
    """Error of y, and how far it is from y without any memory."""
    rnn, xs, _, x, _, _ = small()
    network = pytorch.from_rnn(rnn)
    network.cell.batch_first = False
    y = network(x)
    rnn.W_re = [[0.0] * n_re for _ in range(n_re)]
    no_memory = right(rnn, xs)
    rnn = small()[0]
    return {"off": off(y, right(rnn, xs)), "no_memory": off(y, no_memory)}


def without_double():
    """torch.tensor(list) is float32, whatever it is then copied into."""
    rnn, xs, _, x, _, _ = small()
    network = pytorch.from_rnn(rnn)
    for name, weight in pytorch.parameters(network).items():
        weight.data.copy_(torch.tensor(getattr(rnn, name)))
    return off(network(x), right(rnn, xs))


def gradient_ratio(E, network, rnn, xs, ds):
    """∂E/∂W_re as a multiple of that of bptt."""
    E.backward()
    ours = bptt(rnn, forward(rnn, xs), ds).W_re[0][0]
    return network.cell.weight_hh_l0.grad[0, 0].item() / ours


def mse_loss_means():
    """The gradient of MSELoss() over ours, and 2 / (T n_out)."""
    rnn, xs, ds, x, d, _ = small()
    network = pytorch.from_rnn(rnn)
    E = mse_loss(network(x), d)
    return {
        "ratio": gradient_ratio(E, network, rnn, xs, ds),
        "law": 2 / (T * n_out), "T": T, "n_out": n_out,
    }


def classes():
    """small() with classes as targets: as vectors of 0 and 1, as numbers."""
    rnn, xs, _, x, _, _ = small()
    rnn.error = softmax_cross_entropy
    k = [random.Random(2).randrange(n_out) for _ in range(T)]
    ds = [[float(i == k_t) for i in range(n_out)] for k_t in k]
    return rnn, xs, ds, x, torch.tensor([ds]).double(), torch.tensor([k])


def cross_entropy_takes_the_second_axis():
    """E where y and d are N × T × K as they are, and where they are flat."""
    rnn, _, _, x, d, _ = classes()
    y = pytorch.from_rnn(rnn)(x)
    return {
        "wrong": cross_entropy(y, d, reduction="sum").item(),
        "right": cross_entropy(y[0], d[0], reduction="sum").item(),
    }


def cross_entropy_with_class_numbers():
    """What PyTorch says of N × T × K with class numbers N × T."""
    rnn, _, _, x, _, k = classes()
    try:
        cross_entropy(pytorch.from_rnn(rnn)(x), k)
    except RuntimeError as error:
        return str(error)
    raise ValueError("no error")


def softmax_twice():
    """What is left of E per target where the answer is certain and right."""
    y = torch.tensor([[40.0] + [0.0] * (n_out - 1)]).double()
    k = torch.tensor([0])
    return {
        "K": n_out, "right": cross_entropy(y, k).item(),
        "twice": cross_entropy(y.softmax(-1), k).item(),
    }


def heard():
    """A network trained to say what it heard two steps ago, and an echo."""
    rnn = RNN.random(3, 8, 3, seed=0, error=softmax_cross_entropy)
    train = [echo(T=10, seed=k) for k in range(20)]
    fit(rnn, train, epochs=30, update=Adam(), seed=0)
    return rnn, echo(T=200, seed=20)


def what_a_trained_network_loses():
    """Of 198 letters that it should say: right ones, as it is carried over."""
    rnn, (xs, ds) = heard()
    x, d, known = pytorch.side_by_side([(xs, ds)])
    said = d[known].argmax(-1)

    def share(network):
        return (network(x)[known].argmax(-1) == said).double().mean().item()

    whole, turned, forgot, biased = (pytorch.from_rnn(rnn) for _ in range(4))
    turned.cell.weight_hh_l0.data = turned.cell.weight_hh_l0.data.T.clone()
    forgot.cell.batch_first = False
    torch.manual_seed(0)
    biased.cell.bias_hh_l0.copy_(nn.RNN(3, 8).bias_hh_l0.data)
    return {
        "targets": len(said), "chance": 1 / len(rnn.b_out),
        "whole": share(whole),
        "W_re_transposed": share(turned), "batch_first": share(forgot),
        "second_bias": share(biased),
    }


TRAPS = [
    largest_y, parameters, second_bias_left_at_its_start, second_bias_trained,
    batch_first_forgotten, without_double, mse_loss_means,
    cross_entropy_takes_the_second_axis, cross_entropy_with_class_numbers,
    softmax_twice, what_a_trained_network_loses,
]

if __name__ == "__main__":
    print(json.dumps({trap.__name__: trap() for trap in TRAPS}, indent=1))
