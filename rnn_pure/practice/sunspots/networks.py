"""Networks that forecast next year's sunspots: here is what to change.

What is seen and wanted in year t:

    x_t = √ of the numbers of the years t, t − 1, …, in standard units  (n_in)
    y_t = forecast of year t + 1;  d_t = its true number                (1)

The forecast is squared back by the output's own activation g, so that E is
counted in sunspot numbers, as the forecasts are judged. One year ahead:
forward runs over the record, and y_t knows no later year.
"""

import random
from collections.abc import Collection, Iterable
from dataclasses import asdict, dataclass
from math import sqrt
from statistics import fmean, pstdev
from typing import Any

from rnn_pure import RNN, Activation, Adam, Gradients, forward, truncated_bptt
from rnn_pure.activations import identity, tanh
from rnn_pure.matrix import Vector, zeros
from rnn_pure.practice.sunspots.series import Years


@dataclass(frozen=True)
class Settings:
    """A network and its training."""

    n_in: int = 1  # this year; 2: and the year before
    tanh: int = 8  # units with tanh
    linear: int = 0  # units that hold x_t, x_{t−1}, … as they are
    squared: bool = True  # E in sunspot numbers; False: in square roots
    noise: float = 0.1  # added to the inputs, in standard deviations
    k: int = 55  # truncated BPTT in pieces of about five solar cycles
    epochs: int = 100
    alpha: float = 0.02


FIRST = Settings(n_in=4, tanh=5, squared=False, noise=0.25, epochs=50)
PLAIN = Settings()
LINEAR = Settings(linear=2)
MODELS = {"first": FIRST, "plain": PLAIN, "linear": LINEAR}


def activation(linear: int) -> Activation:
    """f: the first units pass on what they get, the others take its tanh."""
    return tanh if not linear else Activation(
        f"{linear} linear, then tanh",
        lambda u: [*u[:linear], *tanh(u[linear:])],
        lambda u: [*[1.0] * linear, *tanh.prime(u[linear:])],
    )


def squared(mean: float, deviation: float) -> Activation:
    """g: a square root in standard units to the number that it is of."""

    def root(v: Vector) -> Vector:
        return [mean + deviation * v_k for v_k in v]

    return Activation(
        "squared",
        lambda v: [r * r for r in root(v)],
        lambda v: [2 * deviation * r for r in root(v)],
    )


@dataclass
class Network:
    """An RNN with the units of its square roots."""

    rnn: RNN
    settings: Settings
    mean: float
    deviation: float

    def unit(self, number: float) -> float:
        """The square root of a sunspot number in standard units."""
        return (sqrt(number) - self.mean) / self.deviation

    def number(self, y: float) -> float:
        """The sunspot number that an output stands for."""
        root = max(0.0, self.mean + self.deviation * y)
        return y if self.settings.squared else root * root

    def inputs(self, record: Years) -> dict[int, Vector]:
        """x for every year of record that has n_in − 1 years before it."""
        n_in = self.settings.n_in
        unit = {y: self.unit(number) for y, number in record.items()}
        return {
            y: [unit[y - lag] for lag in range(n_in)]
            for y in record
            if y - n_in + 1 in record
        }

    def target(self, number: float) -> Vector:
        """d, in the units of y."""
        return [number if self.settings.squared else self.unit(number)]

    def forecast(self, record: Years) -> Years:
        """Each year from the years before it; the last one is yet to come."""
        x = self.inputs(record)
        _, *y = forward(self.rnn, list(x.values())).y
        return {t + 1: self.number(y_t[0]) for t, y_t in zip(x, y)}


def untrained(
    record: Years, learned: Collection[int], settings: Settings, seed: int
) -> Network:
    """Random weights, and linear units that hold x_t, x_{t−1}, …

    The units are those of the years learned.
    """
    roots = [sqrt(record[y]) for y in learned]
    mean, deviation = fmean(roots), pstdev(roots)
    rnn = RNN.random(
        settings.n_in, settings.linear + settings.tanh, 1, seed,
        f=activation(settings.linear),
        g=squared(mean, deviation) if settings.squared else identity,
    )
    for i in range(settings.linear):
        rnn.W_in[i], rnn.W_re[i] = zeros(settings.n_in), zeros(len(rnn.b))
        if i == 0:
            rnn.W_in[i][0] = 1.0  # the first unit holds x_t
        else:
            rnn.W_re[i][i - 1] = 1.0  # each other what the last one held
    return Network(rnn, settings, mean, deviation)


def train(
    record: Years, learned: Collection[int], settings: Settings, seed: int
) -> Network:
    """A network fitted to the years learned; no other year is a target.

    The inputs get fresh noise in every epoch, which works as a penalty on
    steep functions (Bishop, Neural Computation 7(1), 1995). So this is its
    own loop: fit would take the same inputs every time.
    """
    draw = random.Random(seed)
    network = untrained(record, learned, settings, draw.getrandbits(32))
    record = {y: n for y, n in record.items() if y <= max(learned)}
    x = network.inputs(record)
    del x[max(learned)]  # the year after it is not to be known
    ds = [
        network.target(record[t + 1]) if t + 1 in learned else None for t in x
    ]
    update, k = Adam(settings.alpha), settings.k
    for _ in range(settings.epochs):
        xs = [
            [x_i + draw.gauss(0, settings.noise) for x_i in x_t]
            for x_t in x.values()
        ]
        for gradients in truncated_bptt(network.rnn, xs, ds, k, k):
            hold(gradients, settings.linear)
            update(network.rnn, gradients)
    return network


def hold(gradients: Gradients, linear: int) -> None:
    """Zeros where the linear units' own weights are not to move."""
    for i in range(linear):
        gradients.W_in[i] = zeros(len(gradients.W_in[i]))
        gradients.W_re[i] = zeros(len(gradients.W_re[i]))
        gradients.b[i] = 0.0


def averaged(networks: Iterable[Network], record: Years) -> Years:
    """The mean of the networks' forecasts, year by year."""
    forecasts = [network.forecast(record) for network in networks]
    return {y: fmean(f[y] for f in forecasts) for y in forecasts[0]}


WEIGHTS = "W_in", "W_re", "b", "W_out", "b_out"


def to_dict(network: Network) -> dict[str, Any]:
    """What --save keeps: RNN.to_json knows no f and g but the package's own.

    f and g follow from the settings and the units.
    """
    weights = {name: getattr(network.rnn, name) for name in WEIGHTS}
    return {
        "settings": asdict(network.settings), "mean": network.mean,
        "deviation": network.deviation, **weights,
    }


def from_dict(kept: dict[str, Any]) -> Network:
    """The network of which to_dict gave this."""
    settings = Settings(**kept["settings"])
    mean, deviation = kept["mean"], kept["deviation"]
    g = squared(mean, deviation) if settings.squared else identity
    weights = {name: kept[name] for name in WEIGHTS}
    rnn = RNN(**weights, f=activation(settings.linear), g=g)
    return Network(rnn, settings, mean, deviation)
