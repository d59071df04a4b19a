"""The glue between MkDocs and the functions that know no MkDocs."""

import re
import sys
from html import unescape
from pathlib import Path
from typing import Any

from mkdocs.exceptions import PluginError
from mkdocs.plugins import event_priority

ROOT = str(Path(__file__).resolve().parents[2])
if ROOT not in sys.path:  # for the mkdocs command; python -m mkdocs has it
    sys.path.insert(0, ROOT)

from docs.hooks import fences, font, search  # noqa: E402
from docs.hooks.equations.mathml import mathml  # noqa: E402
from docs.hooks.equations.table import Misfit, equations  # noqa: E402
from docs.hooks.stepper import bundle  # noqa: E402

LANGUAGES = ("ko", "en")
NOT_FOUND: dict[str, str] = {}


MATH = re.compile(
    r'<(span|div) class="arithmatex">\\([\[(])(.*?)\\[\])]</\1>', re.S
)


CODE = re.compile(
    r"(<(?:pre|code|script|style)\b.*?</(?:pre|code|script|style)>)", re.S
)
STAYS = re.compile(r"(</math></span>|\))(?=[가-힣.,:;)])")
MATH_HEAD = re.compile(
    r'(<th[^>]*>)<span class="math"([^>]*)>(<math.*?</math>)</span></th>', re.S
)


def _named_head(found: re.Match[str]) -> str:
    """A head of a table that is all equation, named for screen readers."""
    text = re.sub(r"<[^>]+>", "", found[3])
    return (
        f'{found[1]}<span class="math" role="img" aria-label="{text}"'
        f"{found[2]}>{found[3]}</span></th>"
    )


def on_page_content(html: str, page: Any, **_: Any) -> str:
    """Equations in the text as MathML; the anchors that pairs made."""

    def as_mathml(found: re.Match[str]) -> str:
        try:
            display = found[2] == "["
            math = mathml(unescape(found[3]).strip(), display)
        except Misfit as error:
            raise PluginError(f"{page.file.src_uri}: {error}") from error
        tag = "div" if display else "span"
        return f'<{tag} class="math" data-search-exclude>{math}</{tag}>'

    html = MATH.sub(as_mathml, html)
    html = re.sub(r"<th([^>]*)></th>", r"<td\1></td>", html)  # a corner
    html = MATH_HEAD.sub(_named_head, html)
    # a particle or a full stop stays with the equation before it
    parts = CODE.split(html)
    parts[::2] = [STAYS.sub(r"\1&NoBreak;", part) for part in parts[::2]]
    html = "".join(parts)
    anchors = set(re.findall(r'<div class="pair" id="([^"]+)"', html))
    page.present_anchor_ids = (page.present_anchor_ids or set()) | anchors
    return html


def on_post_page(output: str, page: Any, **_: Any) -> str:
    """No alternates in the head: for each, Material asks for a sitemap.

    English pages search the English index: it lies below en/.
    """
    output = re.sub(r'\s*<link rel="alternate"[^>]*hreflang[^>]*>', "", output)
    if page.file.locale == "en":
        output = re.sub(r'"base": "\.\./?([^"]*)"', _base, output, count=1)
    return output


def _base(found: re.Match[str]) -> str:
    return f'"base": "{found[1] or "."}"'


def on_post_template(
    output_content: str, template_name: str, config: Any, **_: Any
) -> str:
    """Both builds write the one 404 page: the Korean one stays."""
    if template_name == "404.html":
        return str(NOT_FOUND.setdefault("html", output_content))
    return output_content


@event_priority(-200)
def on_post_build(config: Any, **_: Any) -> None:
    """The font of the glyphs used, the search index, and what was not shown.

    The i18n plugin builds the other language inside its own on_post_build:
    this runs after it, once.
    """
    site = Path(config.site_dir)
    bundle.write(site)
    font.write(site)
    search.split_search_index(site)
