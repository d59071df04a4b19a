"""Kneser–Ney: how probable a symbol is after the n − 1 before it, by counts.

What a context has seen gives up a share, D of each count; what it has not
seen gets it, as the shorter context would have it (Kneser & Ney 1995). There
a symbol counts once for each different symbol before it: a final ㅇ after
many letters goes further than one seen often, but always after ㅕ.
"""

import math
from collections import Counter, defaultdict
from collections.abc import Sequence

D = 0.75  # taken off every count


class KneserNey:
    """An n-gram model of lines, each a list of symbols that ends with end.

    Before a line stand as many ends as the context needs. known is how many
    symbols there are.
    """

    def __init__(
        self, n: int, lines: Sequence[Sequence[str]], end: str, known: int
    ) -> None:
        self.n, self.end, self.known = n, end, known
        grams = Counter(g for line in lines for g in self.grams(line))
        self.after = list[dict[tuple[str, ...], Counter[str]]]()
        for _ in range(n):  # n symbols, n − 1, …, 1
            after = defaultdict[tuple[str, ...], Counter[str]](Counter)
            for (*context, symbol), count in grams.items():
                after[tuple(context)][symbol] = count
            self.after.insert(0, dict(after))
            grams = Counter(gram[1:] for gram in grams)

    def grams(self, line: Sequence[str]) -> list[tuple[str, ...]]:
        """Every symbol of a line with the n − 1 before it."""
        padded = [self.end] * (self.n - 1) + [*line]
        return [tuple(padded[k:k + self.n]) for k in range(len(line))]

    def share(self, gram: tuple[str, ...]) -> float:
        """The probability of the last symbol of gram after the others."""
        p = 1 / self.known
        for n, contexts in enumerate(self.after, 1):
            after = contexts.get(gram[-n:-1])
            if after:
                left = max(0.0, after[gram[-1]] - D)
                p = (left + D * len(after) * p) / sum(after.values())
        return p

    def nats(self, lines: Sequence[Sequence[str]]) -> float:
        """−log p a symbol, over lines."""
        grams = [gram for line in lines for gram in self.grams(line)]
        return -sum(math.log(self.share(g)) for g in grams) / len(grams)
