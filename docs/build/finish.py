"""What comes after the build, whichever program has built the pages.

python -m docs.build.finish site/ refuses a site in which something does not
fit, and gives it the files to copy, the package in a zip, the font, the search
indexes and the browser's Python. Where mkdocs.yml gives the site an address,
each page tells search engines which is its twin.
"""

import re
import sys
from pathlib import Path

from docs.build import archives, built, font, onefile, search
from docs.build.equations import truth
from docs.common import lines
from docs.common.table import Misfit


def finish(site: Path) -> None:
    """Finish the site in that folder; Misfit says all that is wrong."""
    refuse(*lines.lost(), *truth.false())
    archives.write(site)
    pages = built.pages(site)
    onefile.write(site / "assets")  # pages link to them
    home = built.address(pages)
    mend_sitemap(site / "sitemap.xml", known=bool(home))
    refuse(*built.not_shown(pages), *built.lost(site, pages))
    font.write(site)
    for path, page in pages.items():
        twins = alternates(page.address, home)
        mend_head(site, site / path, built.root(pages), twins)
    search.write_search_indexes(site, pages)


def refuse(*wrong: str) -> None:
    if wrong:
        raise Misfit("\n".join(wrong))


def alternates(address: str, home: str) -> str:
    """The page in each language; English for whoever reads neither.

    The space in "alternate " hides the link from Material's script, which
    would ask for a sitemap that is not there.
    """
    if not address:
        return ""
    page = address.removeprefix(home).removeprefix("en/")
    found = {"ko": page, "en": f"en/{page}", "x-default": f"en/{page}"}
    return "".join(
        f'<link rel="alternate " hreflang="{lang}" href="{home}{there}">\n'
        for lang, there in found.items()
    )


ALTERNATE = re.compile(  # Material's, or put there when it was finished before
    r'\s*<link rel="alternate[^>]*>'
)


def mend_sitemap(path: Path, known: bool) -> None:
    """The day of the build goes, and the sitemap where it says None for the
    site's address."""
    path.with_name("sitemap.xml.gz").unlink(missing_ok=True)
    if not known:
        path.unlink(missing_ok=True)
    elif path.exists():
        xml = path.read_text(encoding="utf-8")
        xml = re.sub(r"\s*<lastmod>.*?</lastmod>", "", xml)
        path.write_text(xml, encoding="utf-8")


def mend_head(site: Path, path: Path, root: str, twins: str) -> None:
    """Mend four things that Material has written; twins are for the head.

    - The alternates go: for each its script asks for a sitemap that is not
      there.
    - So does the attribute that makes it ask GitHub for the repository's
      stars.
    - The first page's switch of languages leads from the page, not from the
      server's root: the site may lie deeper.
    - Below en/ the base is en/, where the English search index lies.
    """
    html = path.read_text(encoding="utf-8")
    html = ALTERNATE.sub("", html)
    html = html.replace("</head>", f"{twins}</head>", 1)
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
