"""python -m rnn_pure.practice.names.source FILE: where names.txt is from.

FILE is the map of municipalities that README.md names. Its counts are
printed, and whether names.txt holds its names and no others.
"""

import json
import re
import sys
from collections import Counter
from pathlib import Path

from rnn_pure.practice.names.task import read

KINDS = {  # what a code and a name are
    "시": r"3[1-8]\d+ .+시", "행정시": r"39\d+ .+시",
    "군": r"\d+ .+군", "자치구": r"2[0-8]\d+ .+구|11\d+ .+구",
    "일반구": r"3[1-8]\d+ .+시.+구", "세종시": r"29\d+ 세종시",
}


def municipalities(path: Path) -> list[str]:
    """Code and name of each, as "31011 수원시장안구"."""
    text = path.read_text(encoding="utf-8")
    return [
        "{code} {name}".format(**each["properties"])
        for layer in json.loads(text)["objects"].values()
        for each in layer["geometries"]
    ]


def names(municipalities: list[str]) -> list[str]:
    """Each name once, sorted; 수원시장안구 is 수원시 and 장안구."""
    parts = set[str]()
    for each in municipalities:
        name = each.split()[1]
        joined = re.fullmatch("(.+시)(.+구)", name)
        parts.update(joined.groups() if joined else [name])
    return sorted(parts)


def counts(municipalities: list[str]) -> dict[str, int]:
    """How many of each kind; a 시 that is all districts counts once."""
    kinds = Counter(
        kind for each in municipalities for kind, pattern in KINDS.items()
        if re.fullmatch(pattern, each)
    )
    cities = {each.split()[1].split("시")[0] for each in municipalities
              if re.fullmatch(KINDS["일반구"], each)}
    kinds["시"] += len(cities)
    return dict(kinds)
