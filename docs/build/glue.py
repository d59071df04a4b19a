"""The events of MkDocs: what they call knows no MkDocs."""

import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from jinja2 import Environment
from mkdocs.config.defaults import MkDocsConfig
from mkdocs.exceptions import PluginError
from mkdocs.plugins import event_priority
from mkdocs.structure.pages import Page

from docs.build.breaks import broken
from docs.build.finish import finish
from docs.build.record import filled
from docs.common.table import Misfit


def on_pre_build(config: MkDocsConfig, **_: Any) -> None:
    """Before all else: later it would be told by many other faults."""
    if wrong := [*lacking(Path(config.docs_dir))]:
        raise PluginError("\n".join(wrong))


def on_page_markdown(markdown: str, page: Page, **_: Any) -> str:
    """Material need not read it for a search index: finish writes that."""
    page.meta["search"] = {"exclude": True}
    return filled(markdown)


def on_page_content(html: str, **_: Any) -> str:
    return broken(html)


def on_env(env: Environment, **_: Any) -> Environment:
    """Pages are lighter without the space around Material's own blocks."""
    env.lstrip_blocks = True
    return env


@event_priority(-100)
def on_page_context(
    context: dict[str, Any], page: Page, config: MkDocsConfig, **_: Any
) -> dict[str, Any]:
    """After the i18n plugin, whose switch of languages leads from the first
    page to the server's root: the site may lie deeper."""
    twins = page.file.alternates  # type: ignore[attr-defined]
    for other in config.extra.alternate:  # type: ignore[attr-defined]
        other["link"] = twins[other["lang"]].url.removeprefix("./")
    return context


def on_post_template(
    output_content: str, template_name: str, config: MkDocsConfig, **_: Any
) -> str:
    """Both languages write the one 404 page: the Korean one stays. A sitemap
    would say None for an address that is not known, and the day of the build.
    """
    english = config.theme["language"] == "en"
    without = {"404.html": english, "sitemap.xml": not config.site_url}
    if without.get(template_name):
        return ""
    return re.sub(r"\s*<lastmod>.*</lastmod>", "", output_content)


@event_priority(-200)
def on_post_build(config: MkDocsConfig, **_: Any) -> None:
    """After the i18n plugin, which builds English inside its own event."""
    if config.plugins["i18n"].building:  # type: ignore[attr-defined]
        return
    try:
        finish(Path(config.site_dir))
    except Misfit as error:
        raise PluginError(str(error)) from error


def lacking(pages: Path) -> Iterator[str]:
    """What to say of each NAME.ko.md without its NAME.en.md, or that alone."""
    for lang, other in ("ko", "en"), ("en", "ko"):
        for path in sorted(pages.rglob(f"*.{lang}.md")):
            name = path.name.removesuffix(f"{lang}.md") + f"{other}.md"
            if not path.with_name(name).exists():
                page = path.relative_to(pages).as_posix()
                yield f"docs/pages/{page} has no twin {name}"
