"""One seed's trial: numbers drawn, a network trained, and judged."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from rnn_pure import RNN, History
from rnn_pure.practice.reading.task import draw, learn, network, read, words

Tell = Callable[[RNN, list[float]], None]


@dataclass
class Trial:
    """What a seed led to.

    right[e] is the share of held-out numbers read right after epoch e, final
    that of the weights that were kept; wrong are those misread by them.
    """

    seed: int
    rnn: RNN
    seen: list[int]
    held_out: list[int]
    right: list[float]
    wrong: list[int]
    interrupted: bool

    @property
    def final(self) -> float:
        return 1 - len(self.wrong) / len(self.held_out)


def misread(
    reader: Callable[[int], list[str]], numbers: Sequence[int]
) -> list[int]:
    """The numbers in which a word is not the one that is due."""
    return [n for n in numbers if reader(n) != words(n)]


def trial(
    seed: int, seen: int, held_out: int, epochs: int, tell: Tell
) -> Trial:
    """Train on so many numbers; tell(rnn, right) is called at each epoch.

    Held-out numbers only judge: they choose neither weights nor settings.
    """
    drawn = draw(seed, seen + held_out)
    judges, rnn, right = drawn[seen:], network(seed), list[float]()

    def judge(_: History | None = None) -> None:
        right.append(1 - len(misread(lambda n: read(rnn, n), judges))
                     / len(judges))
        tell(rnn, right)

    judge()
    history = learn(rnn, drawn[:seen], epochs, seed, judge)
    wrong = misread(lambda n: read(rnn, n), judges)
    return Trial(seed, rnn, drawn[:seen], judges, right, wrong,
                 history.interrupted)
