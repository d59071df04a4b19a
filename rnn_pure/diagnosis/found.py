"""What is known about a gradient function, once it is judged."""

from dataclasses import dataclass, field

from rnn_pure.diagnosis.answers import Answer
from rnn_pure.diagnosis.arguments import Wants
from rnn_pure.diagnosis.lines import LINES, Lines
from rnn_pure.diagnosis.search import Ways, numbers
from rnn_pure.diagnosis.trials import Setup


@dataclass
class Diagnosis:
    """What is known about a gradient function.

    verdict: "right"; where numbers are wrong "named", "line" or "unknown";
    "loss": of another E than the one that it returns; "weights": it returns
    those; where none came "uncallable", "raises", "exits", "nothing",
    "time", "died", "shape"; "lacking" where some are not returned;
    "changed", "differs": mistake 32.

    explanations: each holds ways of making known mistakes that act as the
    function does; several, if they cannot be told apart. beside: numbers of
    mistakes that were seen otherwise. fields: which gradients are right, None
    where not returned. lines: which lines are, None where that is not known.
    failing, passing: the cases that are wrong, and right. partly: in those
    that fail there is no answer. endless: gradients that are NaN or infinite.
    factor: what the E that it returns is times that of its gradient, "?"
    where no formula says it. own_E: right for the E that it returns, which is
    a number of times ours. text: all of it in words, where it was judged here.
    """

    verdict: str
    setup: Setup
    wants: Wants
    explanations: list[Ways] = field(default_factory=list)
    beside: frozenset[int] = frozenset()
    fields: dict[str, bool | None] = field(default_factory=dict)
    lines: Lines = field(
        default_factory=lambda: Lines(dict.fromkeys(LINES))
    )
    answer: Answer = field(default_factory=Answer)
    failing: list[str] = field(default_factory=list)
    single: bool = False
    general: bool = False
    passing: list[str] = field(default_factory=list)
    partly: bool = False
    endless: list[str] = field(default_factory=list)
    factor: str = ""
    own_E: bool = False
    lacking: list[str] = field(default_factory=list)
    adds_up: bool = False
    text: str = field(default="", repr=False)

    @property
    def right(self) -> bool:
        return self.verdict == "right"

    @property
    def mistakes(self) -> list[frozenset[int]]:
        """The numbers of the mistakes, of each explanation."""
        named = [numbers(ways) | self.beside for ways in self.explanations]
        return named or ([self.beside] if self.beside else [])

    def __str__(self) -> str:
        return self.text
