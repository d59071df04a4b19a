"""What the page's fences are in a notebook: Markdown, with its equations."""

import html
import inspect
import re
from base64 import b64encode
from functools import cache
from pathlib import Path

from docs.hooks.drawings.kit import drawn
from docs.hooks.equations.lines import function, indent, spaced, tagged
from docs.hooks.equations.table import ROOT, equation
from docs.hooks.exercise.blank import row
from docs.hooks.exercise.predict import tex, values
from docs.hooks.figure.kinds import KINDS
from docs.hooks.notebook.source import folded
from docs.hooks.notebook.terms import signed
from docs.hooks.notebook.text import Where
from docs.hooks.words import words
from rnn_pure.walkthrough import Statement

CSS = ROOT / "docs" / "pages" / "assets" / "site.css"
# in <img> a drawing does not see the page's colours: it stands on white
SHEET = """svg { background: #fff; color: #1f2430; font-size: 15px; }
text { fill: currentColor; font-family: var(--md-text-font); }
:root { --md-default-bg-color: #fff; """


def pair(tag: str, here: Where) -> str:
    """An equation in its forms, then the lines that compute it."""
    shown = equation(tag)
    head = f"**{shown.label(here.lang)}** {shown.title[here.lang]}"
    made = [f"{head} {{ #{shown.anchor} }}"]
    said = words("forms", here.lang) if len(shown.forms) > 1 else {"tex": ""}
    for form, label in said.items():
        made += [f"*{label}*"] * bool(label)
        tex = shown.forms.get(form, shown.forms["tex"])
        made.append(f"$$\n{signed(tex)}\n$$")
    made += [code(name, its) for name, its in tagged(shown).items()]
    if not shown.functions:
        made.append(words("pair", here.lang)["defines"])
    return "\n\n".join(made)


def code(name: str, lines: list[Statement]) -> str:
    """Statements of a function as they stand in the file, and where."""
    path = name.partition(":")[2]
    file = Path(inspect.getfile(function(name))).relative_to(ROOT).as_posix()
    made = [f"# {file}:{lines[0].line} · {path}"]
    for its in spaced(lines):
        whole = its.code.splitlines() if its else []
        made += [line[indent(lines):] for line in whole] or ["⋮"]
    return "```python\n" + "\n".join(made) + "\n```"


def drawing(name: str, here: Where) -> str:
    """An image within the text: Jupyter shows no SVG as an attachment."""
    said = words(f"drawings.{name}", here.lang)
    [svg] = re.findall("<svg(?s:.*)</svg>", drawn(here.name, name, said))
    _, _, width, height = svg.split('"')[1].split()
    svg = svg.replace(
        "<svg", f'<svg xmlns="http://www.w3.org/2000/svg" lang="{here.lang}" '
        f'width="{width}" height="{height}"', 1,
    ).replace("<title", f"<style>{html.escape(style())}</style><title", 1)
    data = b64encode(svg.encode()).decode()
    return (f'<img alt="{html.escape(said["description"])}" '
            f'src="data:image/svg+xml;base64,{data}">')


@cache
def style() -> str:
    """What site.css says of drawings, for one that stands alone."""
    css = CSS.read_text(encoding="utf-8")
    [colours] = re.findall(r"^:root \{((?s:.*?))^\}", css, re.M)
    hues = re.findall(r"^\.hue-\w+ \{.*?\}$", css, re.M)
    rules = re.findall(r"^\.drawing (?=\.)((?s:.*?)\})$", css, re.M)
    text = "\n".join([f"{SHEET}{colours}}}", *hues, *rules])
    return re.sub(r"/\*.*?\*/|\.drawing ", "", text)


def figure(kind: str, here: Where) -> str:
    """The figure's numbers as a table; on the page it can be moved."""
    made = KINDS[kind](words(f"figure.{kind}", here.lang))
    return f"{words('notebook', here.lang)['figure']}\n\n{made.table}"


def stepper(_: str, here: Where) -> str:
    return words("notebook", here.lang)["stepper"]


def predict(name: str, here: Where) -> str:
    """The question; hint and answer are folded."""
    given, says = row("predict", name), words("exercise", here.lang)
    answer, _ = values(name)
    choices = [choice[here.lang] for choice in given.get("choices", ())]
    right = choices[answer] if choices else f"${tex(answer)}$"
    return "\n\n".join([
        f"**{says['predict']}**",
        given["ask"][here.lang],
        "\n".join(f"- {choice}" for choice in choices),
        folded(says["hint"], given["hint"][here.lang]),
        folded(says["why"], f"{right}\n\n{given['why'][here.lang]}"),
    ])
