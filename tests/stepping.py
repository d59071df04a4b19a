"""The steps of a run, as recorded and as the stepper shows them."""

import pytest
from networks import flat

pytest.importorskip("markdown", reason="needs the docs extra")

from docs.browser.stepper.numbers import as_text
from docs.build.boxes.own import PRESETS
from rnn_pure import bptt, forward, record, total_error
from rnn_pure.examples import on_screen


def first(**changed):
    """The form's fields, with the numbers that the stepper begins with."""
    return as_text(*on_screen(float)) | changed


def preset(name):
    """The form's fields with an example's."""
    return {field: text.replace(";", "\n")
            for field, text in PRESETS[name].items()}


PASTED = {  # what is pasted, and the rows that it is
    "1 0; 0.5,1": ["1 0", "0.5 1"],
    "[0.1, 0.2, 0.3]": ["0.1 0.2 0.3"],
    "[1, 0]\n[0, 1]": ["1 0", "0 1"],
    "[[1, 2], [3, 4]]": ["1 2", "3 4"],
    "［［1， 2］，［3， 4］］": ["1 2", "3 4"],
    "[[1,2],\n [3,4],\n]": ["1 2", "3 4"],
    "[[1.  2. ]\n [3.5 4. ]]": ["1. 2.", "3.5 4."],
    "[\n  [\n    1,\n    2\n  ],\n  [\n    3,\n    4\n  ]\n]": ["1 2", "3 4"],
    "np.array([[1, 2],\n          [3, 4]])": ["1 2", "3 4"],
    "[array([1, 2]), array([3, 4])]": ["1 2", "3 4"],
    "[None, [1], [2, 3]]": ["None", "1", "2 3"],
    "[[1], None,\n None]": ["1", "None", "None"],
    "[[1], sqrt(2)]": ["1", "sqrt(2)"],
}


def recorded(rnn, xs, ds):
    """(line, name, value) of every step that computes an equation."""
    states, first = record(forward, rnn, xs)
    _, second = record(total_error, rnn, states, ds)
    _, third = record(bptt, rnn, states, ds)
    E, made = 0, []
    for step in first + second + third:
        E = step.values.get("E", E)  # a step without target adds nothing
        if step.equation:
            values = step.values or {"E": E}
            made += [(step.line, *named) for named in values.items()]
    return made


def step_of(page):
    """The number of the step shown, and of all steps."""
    return tuple(map(int, page.locator(".stepper output").inner_text()
                     .split(" / ")))


ALL_STEPS = """() => {
  const value = (box) => {
    const numbers = [...box.querySelectorAll("[data-value]")]
      .map((entry) => Number(entry.dataset.value));
    return [box.dataset.name, numbers];
  };
  const values = (where) => Object.fromEntries(
    [...document.querySelectorAll(where)].map(value));
  const steps = [];
  document.querySelector("[data-do=first]").click();
  const all = document.querySelector("output").textContent.split("/")[1];
  for (let n = 1; n <= Number(all); n += 1) {
    const known = ".st-grid [data-name], .st-once [data-name]";
    const marked = ".st-grid .write [data-name], .st-once .write [data-name]";
    steps.push({
      line: Number(document.querySelector(".st-code .now").dataset.line),
      rows: values(".st-numbers .now [data-name]"),
      marked: values(marked),
      known: values(known),
      nodes: [...document.querySelectorAll("[data-node].on")]
        .map((node) => node.dataset.node),
      equation: document.querySelectorAll(".st-eq:not([hidden])").length,
      written: document.querySelectorAll(".st-eq:not([hidden]) .write").length,
      code: document.querySelectorAll(".st-code .write").length,
      said: document.querySelector(".st-say").textContent,
    });
    document.querySelector("[data-do=next]").click();
  }
  return steps;
}"""


def same(shown, wanted, digits=None):
    """The shown steps against (line, name, value); exact without digits."""
    assert len(shown) == len(wanted)
    known = {}
    for step, (line, name, value) in zip(shown, wanted):
        known[name] = flat(value)
        assert step["line"] == line
        for place in step["marked"], step["rows"], step["known"]:
            if digits is None:
                assert place[name] == flat(value)
            else:
                assert place[name] == pytest.approx(
                    flat(value), rel=10**-digits, abs=10**-digits)
        assert [*step["marked"]] == [name]
        for before, entries in known.items():
            assert step["known"][before] == pytest.approx(
                entries, rel=1e-12, abs=1e-12)
