"""What a function knows where the reader's lines end: what is compared first.

Its values come at every t, before a later line can fail for want of them.
"""

import contextlib
from collections.abc import Iterator, Mapping
from typing import Any

from docs.browser.exercise.blank import Blank
from docs.browser.exercise.readings import Reading, same
from rnn_pure.rnn import RNN, States

WEIGHTS = "W_in", "W_re", "b", "W_out", "b_out"


def seen(here: Blank, known: Mapping[str, Any]) -> Iterator[Reading]:
    """What is not the reader's to change, then what the lines assign."""
    entries = {target.partition("[")[0]: target for target in here.targets}
    for name in here.known:
        value = known.get(name)
        if name not in entries:
            yield Reading(name, _kept(value), "changed")
        elif entries[name] != name and isinstance(value, list):
            others = [*value[:known["t"]], *value[known["t"] + 1:]]
            yield Reading(name, _kept(others), "changed")
    if isinstance(rnn := known.get("rnn"), RNN):
        for name in WEIGHTS:
            value = getattr(rnn, name)
            yield Reading(f"rnn.{name}", _kept(value), "changed")
    for target in here.targets:
        value = None
        with contextlib.suppress(Exception):  # a list of another length
            value = eval(target, {}, dict(known))
        name = target.replace("[t]", f"[{known.get('t')}]")
        if isinstance(value, States):
            window = _window(value.x[1:], known["xs"])
            yield Reading(name, "States", code=target)
            yield Reading(name, window, "window")
            yield Reading(f"{name}.z[0]", _kept(value.z[0]))
        else:
            yield Reading(name, _kept(value), code=target)


def _window(part: list[Any], xs: list[Any]) -> str:
    """The first and the last t of a part of the inputs; — if it is none."""
    for s in range(len(xs)):
        if part and same(part, xs[s:s + len(part)]):
            return f"{s + 1}, …, {s + len(part)}"
    return "—"


def _kept(value: Any) -> Any:
    """A copy of numbers and lists; of all else what it is."""
    if isinstance(value, list | tuple):
        return [*map(_kept, value)]
    if value is None or isinstance(value, int | float):
        return value
    return "function" if callable(value) else type(value).__name__
