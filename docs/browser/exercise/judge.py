"""Whether the lines that a reader wrote do what the package's lines do.

The text takes the place of those lines in the package's own source; that
module is compiled once more, and runs on small networks beside the package.
It judges what comes out: any form that computes the same is right.
"""

import contextlib
import copy
import io
import json
import sys
from dataclasses import dataclass, field
from functools import cache
from typing import Any

from docs.browser.exercise.blank import AFTER, Blank, blank
from docs.browser.exercise.reader import bound, readable
from docs.browser.exercise.readings import (
    READINGS,
    Network,
    Reading,
    networks,
    same,
    seen,
)
from docs.browser.exercise.running import OWN, Mishap, blamed, compiled, parsed
from docs.browser.exercise.slips import Slip, slips, told
from docs.common.words import words


@dataclass
class Outcome:
    """What came out, in the order it was computed; what stopped it."""

    readings: list[Reading] = field(default_factory=list)
    mishap: Mishap | None = None


def answer(question: str) -> str:
    """What the page asks in the browser, and gets back, as JSON."""
    asked = json.loads(question)
    made = judge(asked["page"], asked["text"], asked["lang"])
    return json.dumps(made, ensure_ascii=False)


def judge(page: str, text: str, lang: str) -> dict[str, Any]:
    """{right, says}: what the reader is told of a text for a page's blank."""
    here, says = blank(page), words("judge", lang)
    with contextlib.redirect_stdout(io.StringIO()):
        try:
            mine = outcomes(here, text)
        except Mishap as mishap:
            return {"right": False, "says": mishap.told(says)}
        if like(mine, here, here.answer):
            return {"right": True, "says": says["right"]}
        own = bound(parsed(here, readable(text)))
        differs = says["differs_none"]
        for k, (net, one) in enumerate(zip(networks(), mine)):
            need = kept(here, here.answer, k)
            if not alike(one, need):
                differs = difference(here, net, one, need, own, says)
                break
        if found := acts_like(page, here, mine):
            differs += f" {told(found, lang)}"
    return {"right": False, "says": differs}


def outcomes(here: Blank, text: str) -> list[Outcome]:
    """What comes out on each network; Mishap where it cannot be run."""
    module = compiled(here, text)
    return [outcome(here, module, net) for net in networks()]


@cache
def kept(here: Blank, text: str, k: int) -> Outcome:
    """What comes out on the k-th, of a text that the site knows."""
    return outcome(here, ready(here, text), networks()[k])


ready = cache(compiled)


def outcome(here: Blank, module: dict[str, Any], net: Network) -> Outcome:
    """What comes out on a copy of this network."""
    made = Outcome()
    module[AFTER] = lambda: made.readings.extend(
        seen(here, sys._getframe(1).f_locals)
    )
    try:
        for reading in READINGS[here.function](module, copy.deepcopy(net)):
            made.readings.append(reading)
    except BaseException as error:
        made.mishap = blamed(here, module[OWN], error)
    return made


def like(mine: list[Outcome], here: Blank, text: str) -> bool:
    """Whether that text does the same, asked until a network says no."""
    return all(alike(one, kept(here, text, k)) for k, one in enumerate(mine))


def alike(mine: Outcome, other: Outcome) -> bool:
    a, b = (
        one.mishap and (one.mishap.key, one.mishap.values)
        for one in (mine, other)
    )
    values = [[it.value for it in one.readings] for one in (mine, other)]
    return a == b and same(*values)


def acts_like(page: str, here: Blank, mine: list[Outcome]) -> list[Slip]:
    """The slips that do the same."""
    if not any(one.readings for one in mine):
        return []  # an error alone has too many causes
    return [slip for slip in slips(page) if like(mine, here, slip.text)]


def difference(
    here: Blank, net: Network, mine: Outcome, wanted: Outcome,
    own: set[str], says: dict[str, str],
) -> str:
    """Where it first differs from the package, with both numbers.

    own are the names to which the reader's lines give a value.
    """
    for target in here.targets:
        if target.endswith("[t]") and target.partition("[")[0] in own:
            return says["index"].format(
                code=target, name=target.partition("[")[0])
    for have, need in zip(mine.readings, wanted.readings):
        if have.name == need.name and same(have.value, need.value):
            continue
        if have.value is None:
            return says["unassigned"].format(name=need.code or need.name)
        return says[need.says].format(
            where=says["network"].format(**net.sizes), name=need.name,
            need=written(need.value), have=written(have.value))
    return mine.mishap.told(says) if mine.mishap else says["differs_none"]


def written(value: Any) -> str:
    """A number to four digits, a vector in brackets; a word as it is."""
    if isinstance(value, str):
        return value
    if isinstance(value, list | tuple):
        return f"[{', '.join(map(written, value))}]"
    if isinstance(value, int | float):
        return f"{value + 0:.4g}".replace("-", "−")
    text = repr(value)
    return text if len(text) < 40 else text[:39] + "…"
