"""What comes after the build, whichever program has built the pages.

python -m docs.build.finish site/ refuses a site in which something does not
fit, and gives it the files to copy, the package in a zip, the font, the search
indexes and the browser's Python.
"""

import sys
from pathlib import Path

from docs.build import archives, built, font, search
from docs.build.equations import truth
from docs.common import lines
from docs.common.table import Misfit


def finish(site: Path) -> None:
    """Finish the site in that folder; Misfit says all that is wrong."""
    refuse(*lines.lost(), *truth.false())
    (site / "sitemap.xml.gz").unlink(missing_ok=True)  # it bears the time
    archives.write(site)
    pages = built.pages(site)
    refuse(*built.not_shown(pages), *built.lost(site, pages))
    font.write(site)
    search.write_search_indexes(site, pages)


def refuse(*wrong: str) -> None:
    if wrong:
        raise Misfit("\n".join(wrong))


if __name__ == "__main__":
    try:
        finish(Path(sys.argv[1]))
    except Misfit as error:
        sys.exit(str(error))
