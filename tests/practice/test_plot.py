"""Curves as SVG and in characters: every point is where its number says."""

import io
import re
from xml.etree import ElementTree

import pytest

from rnn_pure.console import Console
from rnn_pure.practice import plot
from rnn_pure.practice.plot import Axis, Curve

RISING = Curve("rising", [(0, 0.0), (5, 5.0), (10, 10.0)])
FALLING = Curve("falling <&>", [(0, 10.0), (10, 0.0)], dashed=True,
                band=[(0, 8.0, 10.0), (10, 0.0, 2.0)])
X, Y = Axis("steps"), Axis("error")


def printed(*arguments):
    stream = io.StringIO()
    plot.characters(Console("en", stream), *arguments)
    return stream.getvalue().splitlines()


def test_the_drawing_is_whole_and_its_points_are_in_place():
    tree = ElementTree.fromstring(plot.svg("t", [RISING, FALLING], X, Y))
    lines = [e for e in tree.iter() if e.get("class", "").startswith("line")
             and e.tag.endswith("polyline")]
    rising = [tuple(map(float, point.split(",")))
              for point in lines[0].get("points").split()]
    (x0, y0), (x1, y1), (x2, y2) = rising
    assert (x1, y1) == pytest.approx(((x0 + x2) / 2, (y0 + y2) / 2), abs=0.1)
    assert x0 == plot.LEFT
    assert y2 == plot.ROW + plot.TOP  # the legend is one row
    assert "dashed" in lines[1].get("class")
    assert len([e for e in tree.iter() if e.get("class") == "band"]) == 1


def test_a_logarithm_gives_each_power_of_ten_the_same_room():
    scale = Axis("E", log=True).over([0.001, 0.0, 1.0, float("nan")])
    assert scale.ticks == pytest.approx([0.001, 0.01, 0.1, 1.0])
    assert [scale.share(t) for t in scale.ticks] == pytest.approx(
        [0, 1 / 3, 2 / 3, 1]
    )
    assert scale.share(0.0) == 0.0


def test_ticks_are_round_numbers_that_hold_the_curves():
    assert Axis("").over([0.13, 7.4]).ticks == [0, 2, 4, 6, 8]
    assert Axis("").over([3.0, 3.0]).ticks[0] == 3
    share = Axis("", percent=True, low=0, high=1).over([0.2])
    assert share.written(share.ticks[1]) == "20%"


def test_characters_rise_where_the_curve_rises():
    head, *rows, _, below = printed([RISING, FALLING], X, Y)
    assert re.search(r"\[o\] rising   \[\*\] falling", head)
    rows = [row[10:].ljust(plot.COLUMNS) for row in rows]
    height = {c: max(k for k, row in enumerate(rows) if row[c] == "o")
              for c in range(plot.COLUMNS)}
    assert [*height.values()] == sorted(height.values(), reverse=True)
    assert rows[0][0] == "*"
    assert below.strip() == "steps"
    assert all(len(row.rstrip()) <= plot.COLUMNS for row in rows)


def test_two_drawings_become_one():
    tree = ElementTree.fromstring(plot.together(
        '<svg viewBox="0 0 720 30"></svg>', '<svg viewBox="0 0 360 50"></svg>'
    ))
    assert tree.get("viewBox") == "0 0 720 80"
    assert [[part.get(name) for name in ("y", "width", "height")]
            for part in tree] == [["0", "720", "30"], ["30", "360", "50"]]


def test_the_legend_wraps_and_pushes_the_field_down():
    assert plot.legend(["one", "two"]) == [(8.0, 0), (8.0 + 76.4, 0)]
    labels = ["a label of some length"] * 2 + ["짧은 것"]
    assert [row for _, row in plot.legend(labels)] == [0, 1, 1]
    texts = [e for e in ElementTree.fromstring(plot.svg(
        "t", [Curve(label, [(0, 0), (1, 1)]) for label in labels], X, Y
    )).iter() if e.tag.endswith("text")]
    assert [e.text for e in texts[-3:]] == labels
    y = {e.text: float(e.get("y")) for e in texts[:-3]}
    assert all(float(e.get("y")) < y["error"] < y["1"] for e in texts[-3:])


def test_where_a_curve_was_measured_there_are_ticks_and_dots():
    tree = ElementTree.fromstring(plot.svg(
        "t", [RISING], Axis("steps", ticks=[0, 5, 10]), Y))
    dots = [(e.get("cx"), e.get("cy")) for e in tree.iter()
            if e.get("class") == "dot"]
    line = next(e for e in tree.iter() if e.get("class") == "line")
    assert [",".join(dot) for dot in dots] == line.get("points").split()
    assert [e.text for e in tree.iter() if e.get("text-anchor") == "middle"
            ] == ["0", "5", "10", "steps"]
    plain = ElementTree.fromstring(plot.svg("t", [RISING], X, Y))
    assert not [e for e in plain.iter() if e.get("class") == "dot"]


def test_many_powers_of_ten_are_thinned_and_all_written_alike():
    scale = Axis("E", log=True).over([1.0, 3e-14])
    assert [*map(scale.written, scale.ticks)] == [
        "1e−12", "1e−9", "1e−6", "1e−3", "1"]
    few = Axis("E", log=True).over([0.003, 20])
    assert [*map(few.written, few.ticks)] == ["0.01", "0.1", "1", "10"]
