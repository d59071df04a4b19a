"""Where a reader pastes a gradient function, and gets it diagnosed.

docs/pages/assets/diagnose.js asks docs/browser/diagnose.py.
"""

from pathlib import Path

from docs.build.boxes.parts import busy, form, marked
from docs.common.words import words

EXAMPLE = Path(__file__).with_name("example.txt")
TOLD = ("download", "judging", "packages", "endless", "empty", "file", "done")


def diagnose(name: str, lang: str, root: str) -> str:
    """The HTML; root leads to the site's own files."""
    own, python = words("diagnose", lang), words("python", lang)
    data = {
        "example": EXAMPLE.read_text("utf-8"),
        "pages": root if lang == "ko" else f"{root}en/",
        "says": python | {key: own[key] for key in TOLD},
    }
    inside = (
        f"<noscript>{marked(own['without'])}</noscript>"
        f'<div class="ex-do">{marked(own["ask"])}'
        f'<textarea name="code" rows="10" aria-label="{own["code"]}" '
        f'spellcheck="false" autocapitalize="off" autocorrect="off" '
        f'wrap="off" dir="ltr"></textarea>'
        f'<div class="ex-row"><button class="md-button md-button--primary">'
        f'{own["diagnose"]}</button>'
        f'<label class="di-file">{own["choose"]}<input type="file" '
        f'name="file" accept=".py,text/x-python" class="ex-unseen"></label>'
        f'<button type="button" data-example>{own["example"]}</button>'
        f'{busy("ex", python)}</div><div class="ex-said" role="status"></div>'
        f'<pre class="di-told" role="region" tabindex="0" '
        f'aria-label="{own["told"]}" hidden></pre></div>'
    )
    return form("diagnose", name, lang, root, inside, data)
