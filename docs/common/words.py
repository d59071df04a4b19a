"""The words that the site's parts show: the sections of docs/words.toml."""

import tomllib
from functools import cache
from pathlib import Path
from typing import Any

TABLE = Path(__file__).resolve().parents[1] / "words.toml"


@cache
def _table() -> dict[str, Any]:
    return tomllib.loads(TABLE.read_text(encoding="utf-8"))


@cache
def words(section: str, lang: str) -> dict[str, str]:
    """A section's words in one language: words("pair", "ko")["symbols"].

    "drawings.rolled" is the section [drawings.rolled]. KeyError where a word
    is not there in that language.
    """
    found = _table()
    for part in section.split("."):
        if part not in found:
            raise KeyError(f"docs/words.toml: no [{section}]")
        found = found[part]
    try:
        return {key: row[lang] for key, row in found.items()}
    except KeyError:
        short = [key for key, row in found.items() if lang not in row]
        raise KeyError(
            f"docs/words.toml: [{section}] has no {lang!r} for "
            f"{', '.join(short)}"
        ) from None
