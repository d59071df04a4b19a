"""Draws a part of the walkthrough as a picture of the terminal.

python -m docs.hooks.terminal writes docs/pages/assets/walkthrough.LANG.svg.
"""

import io
import re
from html import escape
from pathlib import Path

from rnn_pure import __main__ as walkthrough
from rnn_pure.console import Console

ROOT = Path(__file__).resolve().parents[2]
ASSETS = ROOT / "docs" / "pages" / "assets"
COLUMN, LINE, MARGIN = 8.4, 20, 18
COLOURED = re.compile("\x1b\\[(\\d+)m([^\x1b]+)")
STYLE = """
text { font: 14px ui-monospace, Consolas, "D2Coding", monospace; fill: #1f2430;
  white-space: pre }
.c1 { font-weight: bold } .c2 { fill: #767d8c } .c31 { fill: #b3261e }
.c32 { fill: #1a7f37 } .c36 { fill: #0b6e99 } rect { fill: #f7f8fa }
@media (prefers-color-scheme: dark) {
  text { fill: #e4e7ee } rect { fill: #171b24 } .c2 { fill: #8d95a6 }
  .c31 { fill: #ff8a80 } .c32 { fill: #6fdc8c } .c36 { fill: #6cc7ec } }
"""


def titles() -> dict[str, str]:
    """What the README says of the picture, by language."""
    readme = (ROOT / "README.md").read_text(encoding="utf-8")
    pictures = re.findall(r"!\[(.+)\]\(\S+/walkthrough\.(\w+)\.svg\)", readme)
    return {lang: title for title, lang in pictures}


def part(lines: list[str]) -> list[str]:
    """Of the walkthrough's lines, one step backward and the verdict."""
    backward = next(k for k, ln in enumerate(lines) if "backprop.py" in ln)
    steps = [k for k in range(backward, len(lines)) if "t = " in lines[k]]
    return [
        *lines[backward:backward + 2],
        *lines[steps[1]:steps[2]],
        "",
        *lines[-3:],
    ]


def svg(lang: str) -> str:
    """The picture: text stays text, and follows the reader's dark mode."""
    stream = io.StringIO()
    out = Console(lang, stream)
    out.coloured = True
    walkthrough.show_all(out)
    lines = part(stream.getvalue().splitlines())
    width = max(out.width(re.sub("\x1b.*?m", "", line)) for line in lines)
    rows = []
    for k, line in enumerate(lines):
        at, before, spans = 0, "  ", ""
        for colour, text in COLOURED.findall("\x1b[0m" + line):
            x = ""
            if before.endswith("  "):  # a column begins; else the text flows
                x = f' x="{MARGIN + COLUMN * at:.1f}"'
            spans += f'<tspan class="c{colour}"{x}>{escape(text)}</tspan>'
            at, before = at + out.width(text), text
        y = MARGIN + LINE * (k + 0.75)
        rows.append(f'<text y="{y:.0f}">{spans}</text>')
    w, h = 2 * MARGIN + COLUMN * width, 2 * MARGIN + LINE * len(lines)
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {w:.0f} '
        f'{h:.0f}" width="{w:.0f}" height="{h:.0f}" role="img" '
        f'lang="{lang}"><title>{titles()[lang]}</title><style>{STYLE}</style>'
        f'<rect width="100%" height="100%" rx="8"/>\n'
        + "\n".join(rows)
        + "\n</svg>\n"
    )


if __name__ == "__main__":
    for lang in titles():
        path = ASSETS / f"walkthrough.{lang}.svg"
        path.write_text(svg(lang), encoding="utf-8")
        print(path.relative_to(ROOT))
