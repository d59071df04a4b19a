"""The classic mistakes in BPTT, each as the text that differs from the heart.

mistakes.ini is the table. There is no copy of bptt here: rnn_pure.stand puts
the wrong text in the place of the right one in bptt's own source.
"""

import re
from collections.abc import Iterator, Mapping
from configparser import ConfigParser
from dataclasses import dataclass
from functools import cache
from importlib.resources import files

from rnn_pure.stand import Changes, changed, source
from rnn_pure.walkthrough import TAG

TABLE = files("rnn_pure") / "mistakes.ini"


@dataclass(frozen=True, eq=False)
class Mistake:
    """What is said about a mistake in either language, and where it was seen.

    read is the page and the heading, below the site's address, that explain
    the right line.
    """

    number: int
    ko: str
    en: str
    ko_why: str
    en_why: str
    ko_source: str
    en_source: str
    read: str


@dataclass(frozen=True, eq=False)
class Variant:
    """One way of making a mistake: each right text, and what stands for it.

    stage is what it spoils first: "out" for δout, "re" for δre, or the name
    of a gradient. tag is the equation of the first line that differs.
    """

    mistake: Mistake
    key: str
    changes: Changes
    stage: str
    tag: str
    ko: str
    en: str
    shown: tuple[str, str]
    own_why: tuple[str, str]

    def why(self, lang: str) -> str:
        """Why it is wrong: the mistake's text, but for one of its own."""
        ko, en = self.own_why
        if lang == "ko":
            return ko or self.mistake.ko_why
        return en or self.mistake.en_why

    @property
    def number(self) -> int:
        return self.mistake.number

    @property
    def line(self) -> str:
        """The line of the derivation that it spoils; E′ is definition 3's."""
        return "def 3" if self.tag == "eq E'" else self.tag

    def lines(self) -> tuple[str, str]:
        """The text that is right, and the one that stands in its place."""
        right, wrong = self.changes[0]
        return self.shown[0] or right, self.shown[1] or wrong


@cache
def sums() -> dict[str, tuple[str, ...]]:
    """The sums of equations 2-4 and 5′: the weight, and the lists summed."""
    found = re.findall(r"^    dE_d(\w+) = sum_\w+\((.+)\)", source(), re.M)
    return {name: tuple(lists.split(", ")) for name, lists in found}


def changes_of(*variants: Variant) -> Changes:
    """All that these change, for rnn_pure.stand."""
    return tuple(change for variant in variants for change in variant.changes)


@cache
def mistakes() -> dict[int, Mistake]:
    """Every mistake by its number."""
    return {
        int(name): Mistake(
            int(name),
            rows["ko"],
            rows["en"],
            rows["ko.why"],
            rows["en.why"],
            rows.get("ko.source", rows.get("source", "")),
            rows.get("en.source", rows.get("source", "")),
            rows["read"],
        )
        for name, rows in _table().items()
        if name.isdecimal()
    }


@cache
def variants() -> tuple[Variant, ...]:
    """Every way of making one.

    Raises ValueError where a right text does not occur once in bptt.
    """
    return tuple(
        variant
        for name, rows in _table().items()
        if not name.isdecimal()
        for k in rows.get("k", "-").split()
        for variant in variants_of(name, k)
    )


@cache
def _table() -> dict[str, Mapping[str, str]]:
    parser = ConfigParser(delimiters="=", interpolation=None)
    parser.read_string(TABLE.read_text(encoding="utf-8"))
    return {name: parser[name] for name in parser.sections()}


def variants_of(name: str, k: str) -> Iterator[Variant]:
    """That of a section with k for {k}, or one for each sum."""
    rows = _table()[name]
    mistake = mistakes()[int(name.split()[0])]
    key = name.replace(" k ", f" {k} ")
    for changes in _changes(rows):
        filled = tuple(
            (right, wrong.replace("{k}", k)) for right, wrong in changes
        )
        stage, tag = _place(filled[0][0])
        said = {
            row: rows.get(row, "").replace("{k}", k)
            for row in (
                "ko", "en", "shown right", "shown", "ko.why", "en.why",
            )
        }
        variant = Variant(
            mistake,
            key if k in ("-", *key.split()) else f"{key} {k}",
            filled,
            rows.get("stage", stage),
            tag,
            said["ko"],
            said["en"],
            (said["shown right"], said["shown"]),
            (said["ko.why"], said["en.why"]),
        )
        if changed(source(), filled) is None:
            raise ValueError(
                f"[{name}] in mistakes.ini: a right text does not occur once "
                f"in bptt: {filled}"
            )
        yield variant


def _changes(rows: Mapping[str, str]) -> Iterator[list[tuple[str, str]]]:
    """The texts as they stand, or those of each sum."""
    if "right" in rows:
        yield [
            (rows[f"right{n}"], rows[f"wrong{n}"])
            for n in ("", " 2", " 3")
            if f"right{n}" in rows
        ]
        return
    for weight, lists in sums().items():
        inner = ", ".join(lists)
        call = f"sum_{'outer' if len(lists) == 2 else 'over_time'}({inner})"
        whole = rows.get("matrix" if len(lists) == 2 else "vector")
        if "steps" in rows:
            some = ", ".join(part + rows["steps"] for part in lists)
            yield [(f"({inner})", f"({some})")]
        elif "deltas" in rows:
            deltas = rows["deltas"].replace("{deltas}", lists[0])
            yield [(f"({inner})", f"({', '.join([deltas, *lists[1:]])})")]
        elif whole:
            out = "rnn.b_out" if "out" in weight else "rnn.b"
            wrong = whole.replace("{sum}", call).replace("{rows}", out)
            yield [(call, wrong)]


def _place(right: str) -> tuple[str, str]:
    """The stage in which bptt has this text, and the equation of its line."""
    before, _, after = source().partition(right)
    tag = TAG.search(after.partition("\n")[0])
    line = before.rpartition("\n")[2] + right
    weight = re.match(r" +dE_d(\w+)(\[0\]|\[t\])? = ", line)
    stage = weight[1] if weight else "re"
    if stage == "y" or "delta_out[t] =" in line:
        stage = "out"
    if stage == "z":
        stage = "z_0" if "[0]" in line else "re"
    if line.startswith("    return"):
        return stage, ""
    return stage, tag[1] if tag else "eq 5"
