"""STIX Two Math, cut down to the glyphs that the site's equations use."""

import re
from html import unescape
from importlib.resources import files
from io import BytesIO
from pathlib import Path

from fontTools import subset

from docs.build.live.numbers import RAISED
from docs.common.kit import italic

NAME = "assets/stix-two-math.woff2"


def characters(site: Path) -> set[str]:
    """Every character that <math> on any page draws, a root's sign too."""
    found: set[str] = set()
    for page in site.rglob("*.html"):
        html = page.read_text(encoding="utf-8")
        for math in re.findall(r"<math.*?</math>", html, re.S):
            found |= set(unescape(re.sub(r"<[^>]+>", "", math)))
            found |= {"√"} if "<msqrt>" in math else set()
    return found


def write(site: Path) -> None:
    """Write the font that assets/site.css names (SIL OFL 1.1)."""
    source = files("ziamath") / "fonts" / "STIXTwoMath-Regular.ttf"
    used = characters(site)
    styled = {*italic("".join(used))}  # what MathML draws for <mi>
    options = subset.Options(flavor="woff2", layout_features=["*"])
    found = subset.load_font(BytesIO(source.read_bytes()), options)
    cutter = subset.Subsetter(options)
    powers = {*map(chr, RAISED.values())}  # 10⁻⁵ in a live drawing
    cutter.populate(text="".join(used | styled | powers))
    cutter.subset(found)
    subset.save_font(found, site / NAME, options)
