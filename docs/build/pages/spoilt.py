"""The ways of making each mistake, and the gradients that each way spoils.

A mistake is a row of rnn_pure/mistakes.ini. Nothing here says which gradients
it spoils: each way of making it is compiled and run.
"""

import re
from dataclasses import replace
from functools import cache

from rnn_pure.diagnosis.nets import Shape, inputs
from rnn_pure.mistakes import Variant, changes_of, variants
from rnn_pure.stand import FIELDS, World, run, same, truth

LENGTHS = 12, 1  # a network at T > 1 and at T = 1
Variants = tuple[Variant, ...]  # made together: in every sum, say
Spoilt = frozenset[str]


@cache
def ways(number: int) -> tuple[Variants, ...]:
    """The ways of making it; of those that differ by a number, the middle."""
    by_key: dict[str, list[Variant]] = {}
    for variant in variants():
        if variant.number == number:
            by_key.setdefault(variant.key, []).append(variant)
    alike: dict[tuple[str, str], list[Variants]] = {}
    for key, way in by_key.items():
        family = re.sub(r"\d+", "", key), way[0].changes[0][0]
        alike.setdefault(family, []).append(tuple(way))
    return tuple(family[len(family) // 2] for family in alike.values())


@cache
def spoilt(way: Variants) -> tuple[Spoilt, ...]:
    """The gradients that are wrong, at each of LENGTHS.

    The network is a random one with z_0 ≠ 0 and g ≠ identity. Only a large
    error is clipped, only a softmax is mistaken for g, and only a step without
    a target, or with the target 0, is taken for the other: these have networks
    of their own.
    """
    number, world = way[0].number, World("tanh", "tanh")
    if number == 14:
        world = World(error="softmax_cross_entropy")
    given = inputs("zero" if number == 31 else "long", Shape())
    if number == 13:
        ds = [[300 * d_k for d_k in d] for d in given.ds]
        given = replace(given, ds=ds)
    if number == 31:
        given = replace(given, ds=[given.ds[0], None, *given.ds[2:]])
    found = []
    for T in LENGTHS:
        part = replace(given, xs=given.xs[:T], ds=given.ds[:T])
        right, other = truth(part, world), run(part, world, changes_of(*way))
        if not other:
            raise ValueError(f"{way[0].key}: two changes need one place")
        found.append(frozenset(
            name for name in FIELDS if not same(other[name], right[name])
        ))
    return tuple(found)
