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
