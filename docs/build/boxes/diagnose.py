"""Where a reader pastes a gradient function, and gets it diagnosed.

docs/pages/assets/diagnose.js asks docs/browser/diagnose.py.
"""

from html import escape
from pathlib import Path
from urllib.parse import quote

from docs.build.boxes.parts import busy, form, marked
from docs.common.words import words

EXAMPLE = Path(__file__).with_name("example.txt")
EMPTY = Path(__file__).with_name("empty.txt")  # to be filled
TOLD = ("download", "judging", "packages", "endless", "empty", "file", "done")


def diagnose(name: str, lang: str, root: str) -> str:
    """The HTML; root leads to the site's own files.

    The one named empty begins with a file to be filled, and gives it to take
    along; any other is for the reader's own.
    """
    empty = name == "empty"
    example = (EMPTY if empty else EXAMPLE).read_text("utf-8")
    own, python = words("diagnose", lang), words("python", lang)
    data = {
        "example": example,
        "pages": root if lang == "ko" else f"{root}en/",
        "says": python | {key: own[key] for key in TOLD},
    }
    save = (
        f'<a class="md-button" download="bptt.py" href="data:text/x-python;'
        f'charset=utf-8,{quote(example)}">{own["save"]}</a>'
    )
    inside = (
        f"<noscript>{marked(own['without'])}</noscript>"
        f'<div class="ex-do">{marked(own["fill" if empty else "ask"])}'
        f'<textarea name="code" rows="10" aria-label="{own["code"]}" '
        f'spellcheck="false" autocapitalize="off" autocorrect="off" '
        f'wrap="off" dir="ltr">{escape(example) * empty}</textarea>'
        f'<div class="ex-row"><button class="md-button md-button--primary">'
        f'{own["diagnose"]}</button>'
        f'<label class="di-file">{own["choose"]}<input type="file" '
        f'name="file" accept=".py,text/x-python" class="ex-unseen"></label>'
        f'<button type="button" data-example>'
        f'{own["again" if empty else "example"]}</button>{save * empty}'
        f'{busy("ex", python)}</div><div class="ex-said" role="status"></div>'
        f'<pre class="di-told" role="region" tabindex="0" '
        f'aria-label="{own["told"]}" hidden></pre></div>'
    )
    return form("diagnose", name, lang, root, inside, data)
