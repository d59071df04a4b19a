"""python -m rnn_pure.practice.names.source FILE: where names.txt is from.

FILE is the map of municipalities that README.md names. Says how many of each
kind it has, and whether names.txt holds its names and no others.
"""

import json
import re
from collections import Counter
from collections.abc import Sequence
from pathlib import Path

from rnn_pure.console import Console, language, options, run
from rnn_pure.practice.names.jamo import apart, roman
from rnn_pure.practice.names.task import read

# The first two digits of a code are the province's.
KINDS = {
    "시": r"3[1-8]\d+ .+시",
    "군": r"\d+ .+군",
    "자치구": r"(11|2[1-6])\d+ .+구",
    "세종시": r"29\d+ .+시",
    "행정시": r"39\d+ .+시",
    "일반구": r"3[1-8]\d+ .+시.+구",
}
LOCAL = ("시", "군", "자치구")  # they have a government of their own


def municipalities(text: str) -> list[str]:
    """Code and name of each, as "31011 수원시장안구"."""
    return [
        "{code} {name}".format(**each["properties"])
        for layer in json.loads(text)["objects"].values()
        for each in layer["geometries"]
    ]


def parts(name: str) -> tuple[str, ...]:
    """수원시 and 장안구 of 수원시장안구; else the name itself."""
    joined = re.fullmatch("(.+시)(.+구)", name)
    return joined.groups() if joined else (name,)


def names(places: Sequence[str]) -> list[str]:
    """Each name once, sorted."""
    return sorted({part for each in places for part in parts(each[6:])})


def counts(places: Sequence[str]) -> dict[str, int]:
    """How many of each kind; a 시 that is all districts is one more."""
    of = Counter(kind for each in places for kind, pattern in KINDS.items()
                 if re.fullmatch(pattern, each))
    of["시"] += len({parts(each[6:])[0] for each in places
                    if re.fullmatch(KINDS["일반구"], each)})
    return {kind: of[kind] for kind in KINDS}


def main(arguments: Sequence[str] | None = None) -> int:
    """Run the command; 1 where names.txt is another list."""
    out = Console(language(arguments))
    parser = options(out, "python -m rnn_pure.practice.names.source", out.say(
        "names.txt가 원자료와 같은지 봅니다.",
        "Compares names.txt with its source.",
    ))
    parser.add_argument("file", type=Path)
    places = municipalities(
        parser.parse_args(arguments).file.read_text(encoding="utf-8")
    )
    of, found = counts(places), names(places)
    for kind, count in of.items():
        label = out.say(kind, roman(apart(kind)))
        out.print(f"{out.right(label, 14)} {count:>4}")
    local = sum(of[kind] for kind in LOCAL)
    same = found == read()
    out.print(out.say(
        f"시·군·자치구 {local}, 서로 다른 이름 {len(found)}개. names.txt와 "
        + ("같습니다." if same else "다릅니다."),
        f"{local} si, gun and jachigu; {len(found)} different names. "
        f"names.txt has " + ("just these." if same else "others."),
    ))
    return 0 if same else 1


if __name__ == "__main__":
    run(main)
