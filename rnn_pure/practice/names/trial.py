"""A split of the list: a network trained on one part, judged on the other."""

import math
import random
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

from rnn_pure import RNN
from rnn_pure.practice.names.jamo import together
from rnn_pure.practice.names.kneser_ney import D, KneserNey
from rnn_pure.practice.names.task import (
    END,
    K,
    invent,
    learn,
    nats,
    network,
    spelt,
    symbols_of,
)

ORDERS = (2, 3, 4)  # of Kneser–Ney

Tell = Callable[[RNN, list[str], list[float], list[float]], None]


@dataclass
class Trial:
    """What a seed led to.

    trained[e] and held[e] are nats a symbol after epoch e, over the names
    seen and over those held out; by_counts[n] is Kneser–Ney's over the
    latter, final that of the weights that were kept.
    """

    seed: int
    rnn: RNN
    symbols: list[str]
    seen: list[str]
    held_out: list[str]
    trained: list[float]
    held: list[float]
    final: float
    by_counts: dict[int, float]
    interrupted: bool


def trial(
    seed: int, names: Sequence[str], held_out: int, epochs: int, tell: Tell
) -> Trial:
    """Train on all but held_out names; tell is called at each epoch.

    Held-out names only judge: they choose no weights.
    """
    draw, symbols = random.Random(seed), symbols_of(names)
    rnn = network(symbols, draw.getrandbits(32))
    drawn = draw.sample(names, len(names))
    judges, seen, held = drawn[:held_out], drawn[held_out:], list[float]()

    def judge(trained: list[float]) -> None:
        held.append(nats(rnn, judges, symbols))
        tell(rnn, symbols, trained, held)

    judge([nats(rnn, seen, symbols)])
    history = learn(rnn, seen, symbols, epochs,
                    lambda history: judge(history.errors))
    return Trial(
        seed, rnn, symbols, seen, judges, history.errors, held,
        nats(rnn, judges, symbols), counted(seen, judges, symbols),
        history.interrupted,
    )


def counted(
    seen: list[str], held_out: list[str], symbols: list[str]
) -> dict[int, float]:
    """Nats a symbol by Kneser–Ney, for every order."""
    lines, judges = [*map(spelt, seen)], [*map(spelt, held_out)]
    return {
        n: KneserNey(n, lines, END, len(symbols)).nats(judges)
        for n in ORDERS
    }


@dataclass
class Sample:
    """Names invented at one temperature, as symbols, and what they are."""

    temperature: float
    invented: list[list[str]]
    legal: int  # they make syllables
    seen: int  # they are names trained on
    met: list[str]  # held-out names, each once
    new: list[list[str]]  # of no list, each once


def sample(one: Trial, temperature: float, count: int) -> Sample:
    """Let the network invent so many names."""
    draw = random.Random(one.seed)
    invented = [
        invent(one.rnn, one.symbols, temperature, draw) for _ in range(count)
    ]
    texts = [together(symbols) for symbols in invented]
    listed = {*one.seen, *one.held_out}
    new = {"".join(symbols): symbols
           for symbols, text in zip(invented, texts) if text not in listed}
    return Sample(
        temperature, invented,
        legal=sum(text is not None for text in texts),
        seen=sum(text in {*one.seen} for text in texts),
        met=[name for name in one.held_out if name in texts],
        new=[*new.values()],
    )


def figures(
    trials: Sequence[Trial], samples: Sequence[Sample]
) -> dict[str, Any]:
    """Every number that the page tells, by name."""
    first = trials[0]

    def over(values: Sequence[float]) -> dict[str, float]:
        return {"first": values[0], "choices": math.exp(values[0]),
                "mean": sum(values) / len(values),
                "lowest": min(values), "highest": max(values)}

    ways = {
        "network": over([one.final for one in trials]),
        "uniform": over([math.log(len(one.symbols)) for one in trials]),
        **{f"ngram_{n}": over([one.by_counts[n] for one in trials])
           for n in ORDERS},
    }
    return {
        "seed": first.seed,
        "splits": len(trials),
        "names": len(first.seen) + len(first.held_out),
        "seen": len(first.seen),
        "held_out": len(first.held_out),
        "symbols": len(first.symbols),
        "steps": sum(len(spelt(name)) for name in first.seen),
        "units": len(first.rnn.b),
        "weights": sum(map(len, first.rnn.rows())),
        "window": K,
        "discount": D,
        "epochs": len(first.held) - 1,
        "trained": first.trained,
        "held": first.held,
        "nats": ways,
        "better": sum(
            one.final < min(one.by_counts.values()) for one in trials
        ),
        "samples": [
            {"temperature": each.temperature, "of": len(each.invented),
             "legal": each.legal, "seen": each.seen, "met": each.met,
             "new": [*filter(None, map(together, each.new))],
             "illegal": [" ".join(s) for s in each.new if not together(s)]}
            for each in samples
        ],
    }
