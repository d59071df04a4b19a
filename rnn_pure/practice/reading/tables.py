"""Readers without a network: they look up what was said before.

Each is a list of contexts, the most telling first; where one was never seen
the next one is asked.
"""

from collections import Counter
from collections.abc import Callable, Sequence
from typing import TypeAlias

from rnn_pure.practice.reading.task import digits, words

Context: TypeAlias = Callable[[list[int], int], object]  # of digits, at k


def ngram(n: int) -> list[Context]:
    """The last n digits and whether the number starts there; then fewer."""

    def last(m: int) -> Context:
        return lambda d, k: (*"^" * (k < m - 1), *d[max(0, k - m + 1):k + 1])

    return [last(m) for m in range(n, 0, -1)]


PLACE: list[Context] = [lambda d, k: (d[k], k)]
"""The digit, and its place, which the network is not given."""

PLACE_AND_BEFORE: list[Context] = [lambda d, k: (d[k], k, any(d[:k])), *PLACE]
"""And whether a digit other than 0 stood before it."""


def reader(
    seen: Sequence[int], contexts: Sequence[Context]
) -> Callable[[int], list[str]]:
    """Reads with the word that was most often said in that context."""
    counts = [dict[object, Counter[str]]() for _ in contexts]
    for number in seen:
        d = digits(number)
        for k, word in enumerate(words(number)):
            for count, context in zip(counts, contexts):
                count.setdefault(context(d, k), Counter())[word] += 1

    def read(number: int) -> list[str]:
        d = digits(number)
        return [
            next((
                count[context(d, k)].most_common(1)[0][0]
                for count, context in zip(counts, contexts)
                if context(d, k) in count
            ), "")
            for k in range(len(d))
        ]

    return read
