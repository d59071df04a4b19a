"""What is known to go wrong in a blank, and what is said of it.

Of the page's own row, and of the classic mistakes those whose texts all stand
in the blank.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache

from docs.browser.exercise.blank import blank, row
from docs.common.table import LANGUAGES
from docs.common.words import words
from rnn_pure.mistakes import variants
from rnn_pure.stand import changed

# a softmax, and a delta that is None there: an exercise has neither
NOT_HERE = re.compile(r"softmax\(|delta_re\[t\] or ")


@dataclass(frozen=True)
class Slip:
    """The wrong lines, the number of the mistake, in each language its name.

    way is how it was made, where the name leaves that open.
    """

    text: str
    number: int | None
    name: dict[str, str]
    way: dict[str, str]


def told(found: list[Slip], lang: str) -> str:
    """What lines act like, and what else that may be.

    A mistake of the table says more than a slip that gives the same.
    """
    says = words("judge", lang)
    likes = dict.fromkeys(
        named(slip, lang)
        for slip in [slip for slip in found if slip.number] or found
    )
    keys = ["acts"] + ["or"] * len(likes)
    return " ".join(
        says[key].format(like=like, way=way)
        for key, (like, way) in zip(keys, likes)
    )


def named(slip: Slip, lang: str) -> tuple[str, str]:
    """What it is called, and how it was made."""
    key = "like" if slip.number is None else "like_mistake"
    like = words("judge", lang)[key].format(
        number=slip.number, name=slip.name[lang])
    way = slip.way.get(lang)
    return like, f": {way}" if way else ""


@cache
def slips(page: str) -> tuple[Slip, ...]:
    """All that are known for that page's blank."""
    return (*_own(page), *_classic(page))


def _own(page: str) -> Iterator[Slip]:
    """Those of its row."""
    answer = blank(page).answer
    for slip in row("write", page)["slips"]:
        text = changed(answer, tuple(map(tuple, slip["code"])))
        if text is None:
            raise ValueError(f"not once in [write.{page}]: {slip['code']}")
        yield Slip(text, None, slip, {})


def _classic(page: str) -> Iterator[Slip]:
    if not blank(page).function.endswith(":bptt"):
        return
    for variant in variants():
        text = changed(blank(page).answer, variant.changes)
        if text and not NOT_HERE.search(text):
            name, way = (
                {lang: getattr(said, lang) for lang in LANGUAGES}
                for said in (variant.mistake, variant)
            )
            way = {lang: as_made(way[lang], lang) for lang in LANGUAGES}
            yield Slip(text, variant.number, name, way)


def as_made(way: str, lang: str) -> str:
    """The way without the remark that a table only imitates it."""
    begins = words("judge", lang)["imitated"]
    return re.sub(rf" \({begins}.*\)$", "", way)
