"""Where a network learns the reader's own names, before the reader's eyes.

docs/pages/assets/names.js asks docs/browser/names.py for an epoch at a time.
"""

from html import escape

from docs.build.boxes.parts import busy, form, marked
from docs.common.words import words
from rnn_pure.practice.names import LIST, LONGEST, MOST

TOLD = ("download", "file", "least", "judged", "few", "left_out", "better",
        "worse", "go", "pause", "on")


def names(lang: str, root: str) -> str:
    """The HTML; root leads to the site's own files."""
    own, python = words("names", lang), words("python", lang)
    ask = marked(own["ask"].format(most=f"{MOST:,}", longest=LONGEST))
    heads = "".join(f"<th>{own[key]}</th>" for key in (
        "epoch", "network", "where", "invented"))
    inside = (
        f"<noscript>{marked(own['without'])}</noscript>"
        f'<div class="ex-do">{ask}'
        f'<textarea name="text" rows="6" aria-label="{own["list"]}" '
        f'spellcheck="false" autocapitalize="off" autocorrect="off">'
        f'{escape(LIST.read_text("utf-8"))}</textarea>'
        f'<div class="ex-row"><button class="md-button md-button--primary" '
        f'name="go">{own["go"]}</button>'
        f'<label class="di-file">{own["choose"]}<input type="file" '
        f'name="file" accept=".txt,text/plain" class="ex-unseen"></label>'
        f'<button type="button" data-clear>{own["clear"]}</button>'
        f'{busy("ex", python)}</div><div class="ex-said" role="status"></div>'
        f'<div class="na-rows" role="region" tabindex="0" hidden '
        f'aria-label="{own["rows"]}"><table><thead><tr>{heads}</tr></thead>'
        f"<tbody></tbody></table></div></div>"
    )
    data = python | {key: own[key] for key in TOLD}
    return form("names", "own", lang, root, inside, data)
