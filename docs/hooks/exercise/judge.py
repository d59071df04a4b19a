"""Whether the lines that a reader wrote do what the package's lines do.

The text takes the place of those lines in the package's own source; that
module is compiled once more, and runs on small networks beside the package.
It judges what comes out: any form that computes the same is right.
"""

import contextlib
import io
import json
from itertools import zip_longest
from typing import Any

from docs.hooks.exercise.blank import Blank, blank, row
from docs.hooks.exercise.readings import READINGS, Network, networks, same
from docs.hooks.exercise.running import Mishap, compiled, names, run
from docs.hooks.words import words

Outcome = list[tuple[str, Any]] | Mishap


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
            module = compiled(here, text)
        except Mishap as mishap:
            return {"right": False, "says": mishap.told(says)}
        tried = networks()
        mine = [outcome(here, module, net) for net in tried]
        wanted = [outcome(here, names(here), net) for net in tried]
        if all(map(alike, mine, wanted)):
            return {"right": True, "says": says["right"]}
        told = next(
            difference(net, own, need, says)
            for net, own, need in zip(tried, mine, wanted)
            if not alike(own, need)
        )
        if slip := acts_like(page, here, tried, mine):
            told += " " + says["acts_like"].format(slip=slip[lang])
    return {"right": False, "says": told}


def outcome(here: Blank, module: dict[str, Any], net: Network) -> Outcome:
    """What comes out of it, in the order in which it is computed."""
    readings = READINGS[here.function]
    try:
        made: Outcome = run(here, module, lambda: [*readings(module, net)])
        return made
    except Mishap as mishap:
        return mishap


def alike(mine: Outcome, other: Outcome) -> bool:
    if isinstance(mine, Mishap) or isinstance(other, Mishap):
        return (
            isinstance(mine, Mishap) and isinstance(other, Mishap)
            and (mine.key, mine.values) == (other.key, other.values)
        )
    return len(mine) == len(other) and all(
        same(a, b) for (_, a), (_, b) in zip(mine, other)
    )


def acts_like(
    page: str, here: Blank, tried: list[Network], mine: list[Outcome]
) -> dict[str, str] | None:
    """The slip of the page's row that does the same, if one does."""
    if all(isinstance(one, Mishap) for one in mine):
        return None  # an error alone has too many causes
    for slip in row("write", page)["slips"]:
        module = compiled(here, wrong(here, slip))
        if all(alike(one, outcome(here, module, net))
               for net, one in zip(tried, mine)):
            return dict(slip)
    return None


def wrong(here: Blank, slip: dict[str, str]) -> str:
    """The package's lines with that slip in them."""
    if here.answer.count(slip["right"]) != 1:
        raise ValueError(f"not once in {here.function}: {slip['right']}")
    return here.answer.replace(slip["right"], slip["wrong"])


def difference(
    net: Network, mine: Outcome, wanted: Outcome, says: dict[str, str]
) -> str:
    """Where it first differs from the package, with both numbers."""
    if isinstance(mine, Mishap):
        return mine.told(says)
    assert not isinstance(wanted, Mishap)
    none: tuple[str, Any] = ("", None)
    pairs = zip_longest(wanted, mine, fillvalue=none)
    name, need, have = next(
        (name, need, have) for (name, need), (_, have) in pairs
        if not same(have, need)
    )
    if have is None:
        return says["unassigned"].format(name=name)
    return says["differs"].format(
        where=says["network"].format(**net.sizes),
        name=name, need=written(need), have=written(have),
    )


def written(value: Any) -> str:
    """A number to four digits, a vector in brackets."""
    if isinstance(value, list | tuple):
        return f"[{', '.join(map(written, value))}]"
    if isinstance(value, int | float):
        return f"{value:.4g}".replace("-", "−")
    text = repr(value)
    return text if len(text) < 40 else text[:39] + "…"
