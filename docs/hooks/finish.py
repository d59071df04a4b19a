"""What comes after the build, whichever program has built the pages.

python -m docs.hooks.finish site/ refuses a site in which something does not
fit, and gives it the files to copy, the notebooks, the package in a zip, the
font, the search indexes and the browser's Python; and what a site with an
address says of it.
"""

import re
import sys
from pathlib import Path

from docs.hooks import (
    address,
    built,
    bundle,
    card,
    download,
    elsewhere,
    font,
    onefile,
    search,
)
from docs.hooks.equations import lines
from docs.hooks.equations.table import Misfit
from docs.hooks.notebook import files as notebooks


def finish(site: Path) -> None:
    """Finish the site in that folder; Misfit says all that is wrong."""
    download.write(site)
    pages = built.pages(site)
    refuse(*lines.lost())
    onefile.write(site / "assets")  # pages link to them
    elsewhere.write(site)
    home = built.address(pages)
    notebooks.write(site, home)
    refuse(*built.not_shown(pages), *built.lost(site, pages))
    font.write(site)
    pictured = bool(home) and card.write(site)
    for path, page in pages.items():
        more = address.head(page, home, pictured)
        mend_head(site, site / path, built.root(pages), more)
    bundle.write(site)
    search.write_search_indexes(site, pages)
    address.write(site, home)


def refuse(*wrong: str) -> None:
    if wrong:
        raise Misfit("\n".join(wrong))


MORE = re.compile(  # put there by Material, or when it was finished before
    r'\s*<(link rel="alternate|meta (property="og:(url|image)|name="twitter))'
    "[^>]*>"
)


def mend_head(site: Path, path: Path, root: str, more: str) -> None:
    """Mend four things that Material has written; more is for the head.

    - The alternates go: for each its script asks for a sitemap that is not
      there.
    - So does the attribute that makes it ask GitHub for the repository's
      stars.
    - The first page's switch of languages leads from the page, not from the
      server's root: the site may lie deeper.
    - Below en/ the base is en/, where the English search index lies.
    """
    html = path.read_text(encoding="utf-8")
    html = MORE.sub("", html)
    html = html.replace("</head>", f"{more}</head>", 1)
    html = html.replace(' data-md-component="source"', "")
    here = path.relative_to(site)
    if here.name != "404.html":  # which is shown at any address
        home = "../" * (len(here.parts) - 1) or "./"
        html = re.sub(
            rf'href="{re.escape(root)}([^"]*)" hreflang',
            rf'href="{home}\1" hreflang',
            html,
        )
    if built.is_english(here):
        up = len(path.parent.relative_to(site / "en").parts)
        base = "/".join([".."] * up) or "."
        html = re.sub(r'"base": "[^"]*"', f'"base": "{base}"', html, count=1)
    path.write_text(without_indentation(html), encoding="utf-8")


def without_indentation(html: str) -> str:
    """Space before a line goes, but where it is shown, or an attribute has it.

    Pages are lighter without.
    """
    parts = re.split(
        r'(?s)(<(pre|textarea|script|style)\b.*?</\2>|[\w-]+="[^"<>]*")',
        html,
    )
    for k in range(0, len(parts), 3):
        parts[k] = re.sub(r"\n\s+", "\n", parts[k])
    del parts[2::3]
    return "".join(parts)


if __name__ == "__main__":
    try:
        finish(Path(sys.argv[1]))
    except Misfit as error:
        sys.exit(str(error))
