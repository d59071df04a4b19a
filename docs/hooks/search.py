"""Search: an index for each language, and word ends that Korean needs."""

import json
import re
from pathlib import Path
from typing import Any


def split_search_index(site: Path) -> None:
    """Give English its own index, and Korean words their ends.

    Material matches the beginnings of words between spaces: 역전파 would find
    역전파를, but 전파 would not. Each Korean entry gets one more field with
    every word's ends, 전파를 and 파를. An index without English is split.
    """
    path = site / "search" / "search_index.json"
    index = json.loads(path.read_text(encoding="utf-8"))
    docs = index["docs"]
    english = [
        {**doc, "location": doc["location"].removeprefix("en/")}
        for doc in docs
        if doc["location"].startswith("en/")
    ]
    if not english:
        return
    korean = [
        {**doc, "ends": word_ends(f"{doc['title']} {doc['text']}")}
        for doc in docs
        if not doc["location"].startswith("en/")
    ]
    config = index["config"]
    _write(
        path,
        {
            "config": {
                **config,
                "lang": ["ko"],
                "fields": {**config["fields"], "ends": {"boost": 0.5}},
            },
            "docs": korean,
        },
    )
    _write(
        site / "en" / "search" / "search_index.json",
        {"config": {**config, "lang": ["en"]}, "docs": english},
    )


def word_ends(text: str) -> str:
    """The ends of the Korean words in a text, each once."""
    words = set(re.findall(r"[가-힣]{3,}", re.sub(r"<[^>]+>", " ", text)))
    ends = {word[k:] for word in words for k in range(1, len(word) - 1)}
    return " ".join(sorted(ends - words))


def _write(path: Path, index: dict[str, Any]) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    text = json.dumps(index, ensure_ascii=False, separators=(",", ":"))
    path.write_text(text, encoding="utf-8")
