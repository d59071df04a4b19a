"""Every page is two files, NAME.ko.md and NAME.en.md."""

from collections.abc import Iterator
from pathlib import Path


def missing(pages: Path) -> Iterator[str]:
    """What to say of each page in that folder that one language lacks."""
    for lang, other in ("ko", "en"), ("en", "ko"):
        for path in sorted(pages.rglob(f"*.{lang}.md")):
            name = path.name.removesuffix(f"{lang}.md") + f"{other}.md"
            if not path.with_name(name).exists():
                page = path.relative_to(pages).as_posix()
                yield f"docs/pages/{page} has no twin {name}"
