"""The page on reading numbers has what was recorded, and rounds it."""

import json
import re

import pytest
from browsing import HOME
from conftest import read

pytest.importorskip("math_core", reason="needs the docs extra")

from docs.build.boxes.reader import weights
from docs.build.record import figure, record
from docs.common.words import words
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


def test_the_page_shows_what_was_recorded(site):
    for lang, home in HOME.items():
        text = read(site / home / "practice/reading/index.html")
        assert record("reading")["command"] in text
        assert words("reader", lang)["without"] in text  # scripts
        [packed] = re.findall(
            r'<script type="application/json">(\{"W_in.*?)</script>', text)
        assert json.loads(packed)["says"] == words("reader", lang)
