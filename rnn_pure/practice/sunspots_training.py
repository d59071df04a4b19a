"""Networks that forecast next year's sunspots, one or several averaged.

What is seen and wanted in year t, in standard units after a square root:

    x_t = numbers of the years t, t − 1, …, one an input      (n_in)
    y_t = forecast of the year t + 1;  d_t = its true number  (1)

One year ahead: forward runs over the record, and y_t knows no later year.
"""

import json
import math
import random
from collections.abc import Iterable
from dataclasses import dataclass
from statistics import fmean, pstdev

from rnn_pure import RNN, Adam, forward, truncated_bptt
from rnn_pure.matrix import Matrix
from rnn_pure.practice.sunspots_data import Years


@dataclass(frozen=True)
class Settings:
    """Every choice that was made; --choose shows on what grounds."""

    n_in: int = 4  # this year and the three before it
    n_re: int = 5
    power: float = 0.5  # the transform: 0.5 is the square root, 1 is none
    noise: float = 0.25  # added to the inputs, in standard deviations
    k: int = 55  # truncated BPTT in pieces of about five solar cycles
    epochs: int = 50
    alpha: float = 0.02
    networks: int = 10  # averaged


CHOSEN = Settings()


@dataclass
class Network:
    """An RNN with the units it counts in; what --save keeps."""

    rnn: RNN
    power: float
    mean: float
    deviation: float

    def unit(self, number: float) -> float:
        """A sunspot number in standard units."""
        return (math.pow(number, self.power) - self.mean) / self.deviation

    def number(self, unit: float) -> float:
        """And back; there are no negative sunspot numbers."""
        return math.pow(
            max(0.0, unit * self.deviation + self.mean), 1 / self.power
        )

    def inputs(self, record: Years) -> dict[int, list[float]]:
        """x for every year of record that has n_in − 1 years before it."""
        n_in = len(self.rnn.W_in[0])
        unit = {y: self.unit(number) for y, number in record.items()}
        return {
            y: [unit[y - lag] for lag in range(n_in)]
            for y in record
            if y - n_in + 1 in record
        }

    def forecast(self, record: Years) -> Years:
        """Each year from the years before it; the last one is yet to come."""
        x = self.inputs(record)
        _, *y = forward(self.rnn, list(x.values())).y
        return {t + 1: self.number(y_t[0]) for t, y_t in zip(x, y)}


def train(record: Years, last: int, settings: Settings, seed: int) -> Network:
    """A network fitted to the years up to last; later ones are not read.

    The inputs get fresh noise in every epoch, which works as a penalty on
    steep functions (Bishop, Neural Computation 7(1), 1995). So this is its
    own loop: fit would take the same inputs every time.
    """
    record = {y: number for y, number in record.items() if y <= last}
    powers = [number**settings.power for number in record.values()]
    draw = random.Random(seed)
    rnn = RNN.random(
        settings.n_in, settings.n_re, 1, seed=draw.getrandbits(32)
    )
    network = Network(rnn, settings.power, fmean(powers), pstdev(powers))
    x = network.inputs(record)
    del x[last]  # the year after it is not known
    ds = [[network.unit(record[t + 1])] for t in x]
    update = Adam(settings.alpha)
    for _ in range(settings.epochs):
        xs = noisy(x.values(), settings.noise, draw)
        for gradients in truncated_bptt(rnn, xs, ds, settings.k, settings.k):
            update(rnn, gradients)
    return network


def noisy(
    xs: Iterable[list[float]], noise: float, draw: random.Random
) -> Matrix:
    """xs with normal noise of that deviation on every entry."""
    return [[x_i + draw.gauss(0, noise) for x_i in x] for x in xs]


def averaged(networks: Iterable[Network], record: Years) -> Years:
    """The mean of the networks' forecasts, year by year."""
    forecasts = [network.forecast(record) for network in networks]
    return {y: fmean(f[y] for f in forecasts) for y in forecasts[0]}


def to_json(networks: Iterable[Network]) -> str:
    """Every network with its units; RNN.from_json reads each "rnn"."""
    return json.dumps([
        {**vars(network), "rnn": json.loads(network.rnn.to_json())}
        for network in networks
    ], indent=1)
