"""What the site says of its own address, where mkdocs.yml gives it one.

Search engines are told which pages there are and which is which in the other
language; whoever is sent a link is shown a picture.
"""

from html import escape
from pathlib import Path

from docs.hooks import built, card


def write(site: Path, home: str) -> None:
    """Write robots.txt, which leads to the sitemap that MkDocs has written.

    Where there is no address there is neither: the sitemap says None for it.
    """
    if home:
        robots = f"User-agent: *\nAllow: /\n\nSitemap: {home}sitemap.xml\n"
        (site / "robots.txt").write_text(robots, encoding="utf-8")
    else:
        for name in "sitemap.xml", "sitemap.xml.gz":
            (site / name).unlink(missing_ok=True)


def alternates(address: str, home: str) -> dict[str, str]:
    """The page in each language; English for whoever reads neither."""
    page = address.removeprefix(home).removeprefix("en/")
    english = f"{home}en/{page}"
    return {"ko": home + page, "en": english, "x-default": english}


def head(page: built.Page, home: str, pictured: bool) -> str:
    """The lines for a page's head; none for one without an address.

    The space in "alternate " hides the link from Material's script, which
    would ask for a sitemap that is not there.
    """
    if not page.address:
        return ""
    found = alternates(page.address, home)
    lines = [
        f'<link rel="alternate " hreflang="{lang}" href="{there}">'
        for lang, there in found.items()
    ]
    said = {"og:url": page.address}
    if pictured:
        lang = "en" if page.address == found["en"] else "ko"
        width, height = map(str, card.SIZE)
        said |= {
            "og:image": home + card.name(lang),
            "og:image:width": width,
            "og:image:height": height,
            "og:image:alt": card.alt(lang),
            "twitter:card": "summary_large_image",
        }
    for key, value in said.items():
        kind = "name" if key.startswith("twitter") else "property"
        lines.append(f'<meta {kind}="{key}" content="{escape(value)}">')
    return "\n".join([*lines, ""])
