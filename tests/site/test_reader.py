"""The page on reading numbers rounds what was recorded, and may."""

import pytest

pytest.importorskip("math_core", reason="needs the docs extra")

from docs.build.boxes.reader import weights
from docs.build.record import figure
from rnn_pure import RNN
from rnn_pure.practice import reading


def test_rounding_the_weights_changes_no_answer():
    network = RNN.from_json(figure("reading", "network"))
    rounded = RNN(**weights())
    _, held = reading.numbers(1)
    misread = []
    for n in held:
        said = reading.read(network, n)
        assert reading.read(rounded, n) == said
        if said != reading.words(n):
            misread.append(n)
    assert misread == [each["number"] for each in figure("reading", "misread")]
