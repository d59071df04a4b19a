"""The ways of making each mistake, and the gradients that each way spoils.

A mistake is a row of rnn_pure/mistakes.ini. Nothing here says which gradients
it spoils: each way of making it is compiled and run.
"""

import re
from functools import cache

from rnn_pure.activations import identity, tanh
from rnn_pure.backprop import bptt
from rnn_pure.checks import WEIGHTS
from rnn_pure.diagnosis.cases import World, case
from rnn_pure.diagnosis.seen import flat, same, value_of
from rnn_pure.losses import softmax_cross_entropy, squared_error
from rnn_pure.mistakes import Variant, variants, wrong_bptt
from rnn_pure.rnn import forward

FIELDS = *WEIGHTS, "x", "z_0"
LENGTHS = 12, 1  # a network at T > 1 and at T = 1
Way = tuple[Variant, ...]  # made together: in every sum, say
Spoilt = frozenset[str]


@cache
def ways(number: int) -> tuple[Way, ...]:
    """The ways of making it; of those that differ by a number, the middle."""
    by_key: dict[str, list[Variant]] = {}
    for variant in variants():
        if variant.number == number:
            by_key.setdefault(variant.key, []).append(variant)
    alike: dict[tuple[str, str], list[Way]] = {}
    for key, way in by_key.items():
        family = re.sub(r"\d+", "", key), way[0].changes[0][0]
        alike.setdefault(family, []).append(tuple(way))
    return tuple(family[len(family) // 2] for family in alike.values())


@cache
def spoilt(way: Way) -> tuple[Spoilt, ...]:
    """The gradients that are wrong, at each of LENGTHS.

    The network is a random one with z_0 ≠ 0 and g ≠ identity. Only a large
    error is clipped, only a softmax is mistaken for g, and only a step without
    a target, or with the target 0, is taken for the other: these have networks
    of their own.
    """
    wrong = wrong_bptt(*way)
    number = way[0].number
    if wrong is None:
        raise ValueError(f"{way[0].key}: two changes need the same place")
    outputs = tanh, squared_error
    if number == 14:
        outputs = identity, softmax_cross_entropy
    shows = {13: "large", 31: "zero"}.get(number, "long")
    tried = case(World(tanh, *outputs), shows, 0)
    found = []
    for T in LENGTHS:
        states = forward(tried.rnn, tried.xs[:T], tried.z_0)
        ds = tried.ds[:T]
        if number == 31:
            ds[1:2] = [None] * len(ds[1:2])
        right = bptt(tried.rnn, states, ds)
        other = wrong(tried.rnn, states, ds)
        found.append(frozenset(
            name for name in FIELDS
            if getattr(other, name) is None or not same(
                flat(value_of(other, name)), flat(value_of(right, name)), 1e-9
            )
        ))
    return tuple(found)
