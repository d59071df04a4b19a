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
FAULTS = (  # of the other examples, each put into the right code
    ("db[i] += delta[i]", "db[i] = delta[i]"),
    ("1 - zs[t + 1][i] ** 2", "1 - zs[t][i] ** 2"),
    ("range(T - 1, -1, -1)", "range(T)"),
)
TOLD = (
    "download", "judging", "packages", "endless", "empty", "file", "done",
    "meaning", "once", "open",
)


def examples() -> list[str]:
    """Files with one fault each."""
    text = EXAMPLE.read_text("utf-8")
    right = text.replace("W_re[i][j] * delta", "W_re[j][i] * delta")
    return [text, *(right.replace(*fault) for fault in FAULTS)]


def diagnose(name: str, lang: str, root: str) -> str:
    """The HTML; root leads to the site's own files.

    The one named empty begins with a file to be filled, and gives it to take
    along; any other is for the reader's own.
    """
    empty = name == "empty"
    files = [EMPTY.read_text("utf-8")] if empty else examples()
    own, python = words("diagnose", lang), words("python", lang)
    data = {
        "examples": files,
        "pages": root if lang == "ko" else f"{root}en/",
        "says": python | {key: own[key] for key in TOLD},
    }
    save = (
        f'<a class="di-file" download="bptt.py" href="data:text/x-python;'
        f'charset=utf-8,{quote(files[0])}">{own["save"]}</a>'
    )
    inside = (
        f"<noscript>{marked(own['without'])}</noscript>"
        f'<div class="ex-do">{marked(own["fill" if empty else "ask"])}'
        f'<textarea name="code" rows="10" aria-label="{own["code"]}" '
        f'spellcheck="false" autocapitalize="off" autocorrect="off" '
        f'wrap="off" dir="ltr">{escape(files[0]) * empty}</textarea>'
        f'<div class="ex-row"><button class="md-button md-button--primary">'
        f'{own["diagnose"]}</button>'
        f'<label class="di-file">{own["choose"]}<input type="file" '
        f'name="file" accept=".py,.ipynb" class="ex-unseen"></label>'
        f'<button type="button" data-example>'
        f'{own["again" if empty else "example"]}</button>{save * empty}'
        f'{busy("ex", python)}</div><div class="ex-said" role="status"></div>'
        f'<div class="di-found" role="region" tabindex="-1" '
        f'aria-label="{own["told"]}" hidden><pre class="di-told"></pre>'
        f'<div class="di-own"><div class="di-steps">'
        f'<button type="button" data-by="-1" aria-label="{own["back"]}">←'
        f'</button><output></output>'
        f'<button type="button" data-by="1" aria-label="{own["on"]}">→'
        f'</button></div><table class="di-lines" aria-label="{own["own"]}">'
        f'</table><p class="di-says" tabindex="-1"></p>'
        f'<button type="button" data-tell>{own["tell"]}</button></div>'
        f'<pre class="di-told"></pre><div class="di-draft">'
        f'<p>{own["draft"]}</p><pre></pre><button type="button" '
        f'data-through>{own["through"]}</button></div></div></div>'
    )
    return form("diagnose", name, lang, root, inside, data)
