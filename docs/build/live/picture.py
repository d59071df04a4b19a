"""The network as a picture that stands alone, for README.

python -m docs.build.live.picture writes docs/network.svg, with the numbers of
the home page's drawing and the site's own colours, light and dark.
"""

import re

from docs.build.live.page import at_first, sheet
from docs.common.table import ROOT
from docs.common.words import words

PICTURE = ROOT / "docs" / "network.svg"
ASSETS = ROOT / "docs" / "pages" / "assets"


def picture() -> str:
    """The SVG: neither its numbers nor its look are written anew."""
    site, live = (
        (ASSETS / f"{name}.css").read_text(encoding="utf-8")
        for name in ("site", "live")
    )
    light, dark = re.findall(r"^  --hue-in.*?(?=^\})", site, re.M | re.S)
    rules = site.partition("/* --- drawings")[2].partition("/* --- buttons")[0]
    rules = rules.partition("*/")[2] + live.partition("/* --- the sentence")[0]
    paper = "--md-default-bg-color: #fff; --md-default-fg-color: #1f2328;"
    style = (
        f":root {{ {paper} --paper: var(--md-default-bg-color); {light} }}"
        f"@media (prefers-color-scheme: dark) {{ :root {{ {dark} }} }}"
        f"{rules} svg {{ font-family: sans-serif; }} "
        ".lv-dots { display: none; } "  # nothing can be moved here
        + "".join(f".hue-{name} {{ color: var(--hue-{name}); }}"
                  for name in ("in", "re", "out", "delta"))
    )
    drawn = sheet("home", 720, at_first("home"), words("live.common", "en"))
    start, inside = drawn.removesuffix("</svg>").split(">", 1)
    inside = re.sub(
        r' (data-|role|tabindex|aria-)[\w-]*(="[^"]*")?', "", inside)
    start = start.replace("<svg", '<svg xmlns="http://www.w3.org/2000/svg"')
    return (
        f"{start}><style>{' '.join(style.split())}</style>"
        f'<g class="live drawing lv-frame">{inside}</g></svg>\n'
    )


if __name__ == "__main__":
    PICTURE.write_text(picture(), encoding="utf-8")
