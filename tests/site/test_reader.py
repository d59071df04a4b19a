"""The page on reading numbers has what was recorded, and rounds it."""

import json
import re

import pytest
from browsing import HOME

pytest.importorskip("math_core", reason="needs the docs extra")

from docs.build.boxes.reader import weights
from docs.build.record import record
from docs.common.words import words
from rnn_pure import RNN
from rnn_pure.practice.reading import __main__ as reading
from rnn_pure.practice.reading import task


def test_rounding_the_weights_changes_no_answer():
    figures = record("reading")["figures"]
    network = RNN.from_json(record("reading")["network"])
    rounded = RNN(**weights())
    seen, held_out = figures["seen"], figures["held_out"]
    numbers = task.draw(figures["seed"], seen + held_out)[seen:]
    misread = []
    for n in numbers:
        said = task.read(network, n)
        assert task.read(rounded, n) == said
        if said != task.words(n):
            misread.append(n)
    assert misread == [each["number"] for each in figures["misread"]]


def test_the_page_shows_what_was_recorded(site):
    figures = record("reading")["figures"]
    for lang, home in HOME.items():
        path = site / home / "practice" / "reading" / "index.html"
        text = path.read_text(encoding="utf-8")
        assert f"{figures['final']:.1%}" in text
        assert record("reading")["command"] in text
        drawn = re.findall(r'<div class="plotted".*?<svg [^>]*class="(.*?)"',
                           text, re.S)
        assert drawn == ["plot", "plot state"]
        assert text.count('class="plot state"') == len(reading.PAIR)
        assert words("reader", lang)["without"] in text  # scripts
        [packed] = re.findall(
            r'<script type="application/json">(\{"W_in.*?)</script>', text)
        assert json.loads(packed)["says"] == words("reader", lang)
