"""What is known to go wrong in a blank, and what is said of it.

Of the page's own row, and of the classic mistakes those whose texts all stand
in the blank.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache

from docs.hooks.exercise.blank import blank, row
from docs.hooks.words import words
from rnn_pure.mistakes import changed, variants

SOFTMAX = "from rnn_pure.losses import softmax\n"  # where the text needs it


@dataclass(frozen=True)
class Slip:
    """The wrong lines, the number of the mistake, what it is in a language."""

    text: str
    number: int | None
    name: tuple[tuple[str, str], ...]


def told(found: list[Slip], lang: str) -> str:
    """What lines act like, and what else that may be."""
    says = words("judge", lang)
    names = dict.fromkeys(
        says["like" if slip.number is None else "like_mistake"].format(
            number=slip.number, name=dict(slip.name)[lang]
        ) for slip in found
    )
    keys = ["acts"] + ["or"] * len(names)
    return " ".join(
        says[key].format(like=name) for key, name in zip(keys, names)
    )


@cache
def slips(page: str) -> tuple[Slip, ...]:
    """All that are known for that page's blank."""
    return (*_own(page), *_classic(page))


def _own(page: str) -> Iterator[Slip]:
    """Those of its row; of another row's those that have a place here."""
    answer, given = blank(page).answer, row("write", page)["slips"]
    others = isinstance(given, str)
    for slip in row("write", given)["slips"] if others else given:
        text = answer
        for right, instead in slip["code"]:
            if answer.count(right) != 1:
                if others:
                    break
                raise ValueError(f"not once in [write.{page}]: {right}")
            text = text.replace(right, instead)
        else:
            yield Slip(text, None, (("ko", slip["ko"]), ("en", slip["en"])))


def _classic(page: str) -> Iterator[Slip]:
    if not blank(page).function.endswith(":bptt"):
        return
    for variant in variants():
        if text := changed(blank(page).answer, (variant,)):
            mistake = variant.mistake
            name = {"ko": variant.ko or mistake.ko,
                    "en": variant.en or mistake.en}
            before = SOFTMAX if "softmax(" in text else ""
            yield Slip(before + text, variant.number, (*name.items(),))
