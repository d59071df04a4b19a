"""The glue between MkDocs and the functions that know no MkDocs."""

import re
import sys
from html import unescape
from importlib import import_module
from pathlib import Path
from typing import Any

HOOKS = Path(__file__).resolve().parent
for folder in (str(HOOKS), str(HOOKS.parents[1])):
    if folder not in sys.path:
        sys.path.insert(0, folder)

import drawings  # noqa: E402
import equations  # noqa: E402
import font  # noqa: E402
import korean  # noqa: E402
import pairs  # noqa: E402
import stepper  # noqa: E402
from mkdocs.exceptions import PluginError  # noqa: E402
from mkdocs.plugins import event_priority  # noqa: E402
from pymdownx.superfences import SuperFencesException  # noqa: E402

for module in sorted(HOOKS.glob("drawings_*.py")):
    import_module(module.stem)

PAGE: dict[str, Any] = {"lang": "ko", "uri": ""}  # the page being rendered
SHOWN: dict[str, set[str]] = {"ko": set(), "en": set()}  # tags shown so far
LANGUAGES = ("ko", "en")
NOT_FOUND: dict[str, str] = {}


def on_config(config: Any) -> Any:
    """Teach the fences: pair, drawing and stepper."""
    PAGE["pyodide"] = config.extra["pyodide"]
    fences = config.mdx_configs.setdefault("pymdownx.superfences", {})
    fences["custom_fences"] = [
        *fences.get("custom_fences", []),
        *({"name": name, "class": name, "format": fence(make)}
        for name, make in FENCES.items()),
    ]
    return config


def fence(make: Any) -> Any:
    """A formatter of SuperFences; what make raises stops the build."""

    def formatter(source: str, *_: Any, **__: Any) -> str:
        try:
            return str(make(source.strip()))
        except Exception as error:
            raise SuperFencesException(f"{PAGE['uri']}: {error}") from error

    return formatter


def make_pair(tag: str) -> str:
    SHOWN[PAGE["lang"]].add(tag)
    return pairs.pair(tag, PAGE["lang"], f"{to_home()}reference/api/")


def make_drawing(name: str) -> str:
    return drawings.drawing(name, PAGE["lang"])


def make_stepper(kind: str) -> str:
    return stepper.stepper(kind, PAGE["lang"], to_home(), PAGE["pyodide"])


FENCES = {"pair": make_pair, "drawing": make_drawing, "stepper": make_stepper}


def to_home() -> str:
    """The way from the page to the home page of its language."""
    *folders, name = PAGE["uri"].split("/")
    return "../" * (len(folders) + (not name.startswith("index."))) or "./"


def on_page_markdown(markdown: str, page: Any, **_: Any) -> str:
    """Remember which page in which language is being rendered."""
    PAGE["uri"] = page.file.src_uri
    PAGE["lang"] = getattr(page.file, "locale", "ko") or "ko"
    return markdown


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
            math = equations.mathml(unescape(found[3]).strip(), display)
        except equations.Misfit as error:
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
    if PAGE["lang"] == "en":
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
    if SHOWN["en"] == set():
        return
    for lang in LANGUAGES:
        missing = set(equations.equations()) - SHOWN[lang]
        if missing:
            raise PluginError(
                f"no page in {lang!r} shows {', '.join(sorted(missing))}"
            )
    site = Path(config.site_dir)
    stepper.copy_python(site)
    font.write(site)
    korean.split_search_index(site)
