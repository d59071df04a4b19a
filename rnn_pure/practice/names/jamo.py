"""Hangul by arithmetic: a syllable is its letters' numbers in one.

A syllable has one of 19 initials, one of 21 medials and one of 28 finals, of
which the first is none. Unicode has all 11,172 in the order of a dictionary:

    code = 0xAC00 + (initial · 21 + medial) · 28 + final

A letter is a symbol here, and a final is marked: 강 is ㄱ, ㅏ, _ㅇ.
"""

import re
from collections.abc import Sequence

FIRST = 0xAC00  # 가
MARK = "_"
INITIALS = [*"ㄱㄲㄴㄷㄸㄹㅁㅂㅃㅅㅆㅇㅈㅉㅊㅋㅌㅍㅎ"]
MEDIALS = [*"ㅏㅐㅑㅒㅓㅔㅕㅖㅗㅘㅙㅚㅛㅜㅝㅞㅟㅠㅡㅢㅣ"]
FINALS = ["", *(
    MARK + letter
    for letter in "ㄱㄲㄳㄴㄵㄶㄷㄹㄺㄻㄼㄽㄾㄿㅀㅁㅂㅄㅅㅆㅇㅈㅊㅋㅌㅍㅎ"
)]
ROMAN = dict(zip(INITIALS + MEDIALS + FINALS, (
    "g kk n d tt r m b pp s ss - j jj ch k t p h "
    "a ae ya yae eo e yeo ye o wa wae oe yo u wo we wi yu eu ui i "
    "- k k k n n n t l k m l l l p l m p p t t ng t t k t p t"
).replace("-", "").split(" ")))


def apart(text: str) -> list[str]:
    """The symbols of a text of Hangul syllables; ValueError for others."""
    symbols = []
    for syllable in text:
        if not "가" <= syllable <= "힣":
            raise ValueError(f"{text!r}: {syllable!r} is no Hangul syllable")
        rest, final = divmod(ord(syllable) - FIRST, len(FINALS))
        initial, medial = divmod(rest, len(MEDIALS))
        symbols += [INITIALS[initial], MEDIALS[medial]]
        if final:
            symbols.append(FINALS[final])
    return symbols


def together(symbols: Sequence[str]) -> str | None:
    """The text of these symbols; None where they make no syllables."""
    kinds = "".join(
        "i" if s in INITIALS else "m" if s in MEDIALS else "f"
        for s in symbols
    )
    if not re.fullmatch("(imf?)+", kinds):
        return None
    text = ""
    for found in re.finditer("imf?", kinds):
        initial, medial, *final = symbols[found.start():found.end()]
        code = INITIALS.index(initial) * len(MEDIALS) + MEDIALS.index(medial)
        code = code * len(FINALS) + FINALS.index("".join(final))
        text += chr(FIRST + code)
    return text


def letters(symbols: Sequence[str]) -> str:
    """As they stand, without the marks: ㄱㅏㅇ."""
    return "".join(symbols).replace(MARK, "")


def roman(symbols: Sequence[str]) -> str:
    """In Latin letters, one symbol after the other."""
    return "".join(ROMAN[symbol] for symbol in symbols)
