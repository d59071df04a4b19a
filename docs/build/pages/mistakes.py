"""Common mistakes as HTML: a table of symptoms, and each mistake's right and
wrong lines beside what its gradients look like.
"""

import re
from difflib import SequenceMatcher
from html import escape

from docs.build.pages.spoilt import Spoilt, Variants, spoilt, ways
from docs.common.words import words
from rnn_pure.mistakes import mistakes
from rnn_pure.stand import FIELDS


def mistake(asked: str, lang: str, home: str) -> str:
    """The HTML of what a fence asks for: "symptoms", or some numbers.

    home is the way to the first page in that language.
    """
    if asked == "symptoms":
        return symptoms(lang)
    return "".join(folded(int(number), lang, home) for number in asked.split())


def symptoms(lang: str) -> str:
    """Which gradients are wrong, and the mistakes that spoil just these."""
    said = words("mistakes", lang)
    candidates: dict[tuple[Spoilt, ...], dict[int, Variants]] = {}
    for number in mistakes():
        for way in ways(number):
            candidates.setdefault(spoilt(way), {}).setdefault(number, way)
    heads = "".join(
        f"<th>{symbols(said[head])}</th>" for head in ("long", "one", "who")
    )
    rows = ""
    for (long, one), found in sorted(candidates.items(), key=order):
        at_one = said["same"] if one == long else wrong(one, lang)
        links = ", ".join(
            f'<a href="#{anchor(way)}" title="{escape(told(way, lang))}">'
            f"{number}</a>"
            for number, way in found.items()
        )
        rows += (
            f"<tr><td>{wrong(long, lang)}</td><td>{at_one}</td>"
            f"<td>{links}</td></tr>"
        )
    return (
        f"<table><thead><tr>{heads}</tr></thead>"
        f"<tbody>{rows}</tbody></table>"
    )


def anchor(way: Variants) -> str:
    """Where it stands: a mistake's first way stands at the mistake."""
    number = way[0].number
    if way == ways(number)[0]:
        return f"mistake-{number}"
    return "mistake-" + "-".join(re.findall(r"\w+", way[0].key.lower()))


def told(way: Variants, lang: str) -> str:
    """The mistake's name, and what this way does."""
    name, own = (getattr(said, lang) for said in (way[0].mistake, way[0]))
    return f"{name}: {own}" if own else str(name)


def order(row: tuple[tuple[Spoilt, ...], object]) -> list[object]:
    """Few wrong gradients first; then as FIELDS, and right at T = 1 last."""
    long, one = row[0]
    return [len(long), [name not in long for name in FIELDS], -len(one)]


def wrong(names: Spoilt, lang: str) -> str:
    """only W_in; all but W_out, b_out; nothing."""
    said = words("mistakes", lang)
    if len(names) in (0, len(FIELDS)):
        return said["all" if names else "none"]
    but = len(names) > 3
    listed = [name for name in FIELDS if (name in names) != but]
    which = ", ".join(map(field, listed))
    return said["but" if but else "only"].format(which)


def folded(number: int, lang: str, home: str) -> str:
    """A mistake under its name."""
    row, said = mistakes()[number], words("mistakes", lang)
    first, *others = [shown(way, lang) for way in ways(number)] or [""]
    sign = more = ""
    for way in ways(number)[:1]:
        which = wrong(spoilt(way)[0], lang)
        besides = said["besides"].format(len(others)) if others else ""
        sign = f'<span class="mistake-sign">✗ {which}{besides}</span>'
    if others:
        ids = [anchor(way) for way in ways(number)[1:]]
        each = "".join(
            f'<div id="{way}">{html}</div>' for way, html in zip(ids, others)
        )
        more = (
            f"<details><summary>{said['others'].format(len(others))}"
            f"</summary>{each}</details>"
        )
    seen = getattr(row, f"{lang}_source")
    seen = seen and f" · {said['seen'].format(linked(seen))}"
    return (
        f'<details class="mistake" id="mistake-{number}"><summary>'
        f"<b>{number}</b> {symbols(getattr(row, lang))}{sign}</summary>"
        f"{first}<p>{symbols(getattr(row, f'{lang}_why'))}</p>{more}"
        f'<p class="mistake-more"><a href="{home}{row.read}">{said["read"]}'
        f'</a> · <a href="{home}coursework/diagnose/">{said["find"]}</a>{seen}'
        f"</p></details>"
    )


ASKED = re.compile(r"(?:(math|stats|datascience)\.SE|SO) (\d+)")


def linked(source: str) -> str:
    """With questions of Stack Exchange and Stack Overflow as links."""

    def link(found: re.Match[str]) -> str:
        site = f"{found[1]}.stackexchange" if found[1] else "stackoverflow"
        return f'<a href="https://{site}.com/q/{found[2]}">{found[0]}</a>'

    return ASKED.sub(link, escape(source))


def shown(way: Variants, lang: str) -> str:
    """What this way is, its two lines, and what it spoils."""
    said, name = words("mistakes", lang), symbols(getattr(way[0], lang))
    lines = "".join(
        f'<div class="{which}"><dt>{said[which]}</dt>'
        f"<dd><code>{code}</code></dd></div>"
        for which, code in zip(("right", "wrong"), marked(*way[0].lines()))
    )
    return (
        f"{name and f'<p>{name}</p>'}"
        f'<dl class="mistake-lines">{lines}</dl>{strip(spoilt(way))}'
    )


def strip(found: tuple[Spoilt, ...]) -> str:
    """A ✓ or ✗ for each gradient, at each of LENGTHS."""
    heads = "".join(f'<th scope="col">{field(f)}</th>' for f in FIELDS)
    rows = ""
    for length, names in zip(("T &gt; 1", "T = 1"), found):
        cells = "".join(
            '<td class="spoilt">✗</td>' if name in names else "<td>✓</td>"
            for name in FIELDS
        )
        rows += f'<tr><th scope="row">{length}</th>{cells}</tr>'
    return (
        f'<table class="mistake-strip"><thead><tr><td></td>{heads}</tr>'
        f"</thead><tbody>{rows}</tbody></table>"
    )


def marked(right: str, wrong: str) -> tuple[str, str]:
    """Both as HTML, with the words marked that differ."""
    ours, theirs = (re.findall(WORD, text) for text in (right, wrong))
    matcher = SequenceMatcher(None, ours, theirs, False)
    out = ["", ""]
    for same, i, j, k, m in matcher.get_opcodes():
        some = [ours[i:j], theirs[k:m]]
        if same == "equal":
            both = [escape("".join(part)) for part in some]
        elif len(some[0]) == len(some[1]) == 1:
            both = trimmed(some[0][0], some[1][0])
        else:
            both = [mark("".join(part)) for part in some]
        out = [before + text for before, text in zip(out, both)]
    return out[0], out[1]


WORD = r"[\w.]+(?:\[[^]]*\])*|\s+|."  # with its indices
PART = r"\w+|\s+|."


def trimmed(right: str, wrong: str) -> list[str]:
    """Two words, marked between what they begin and what they end with."""
    parts = [re.findall(PART, word) for word in (right, wrong)]
    most = min(map(len, parts))
    i = next((k for k in range(most) if parts[0][k] != parts[1][k]), most)
    rest = [part[i:] for part in parts]
    most -= i
    j = next(
        (k for k in range(most) if rest[0][-1 - k] != rest[1][-1 - k]), most
    )
    return [
        escape("".join(part[:i]))
        + mark("".join(part[i:len(part) - j]))
        + escape("".join(part[len(part) - j:]))
        for part in parts
    ]


def mark(text: str) -> str:
    return f"<mark>{escape(text)}</mark>" if text else ""


CODE = re.compile("|".join(map(re.escape, (  # what of the names is code
    "[[0] * n for _ in range(m)]", "[[0] * n] * m", "range(T, 0, -1)",
    "range", "if t > 0:", "(n,)", "(n, 1)", "append", "None", "z[-1]",
    "W[i][j]", "[:1]", "[-1:]",
))))
SYMBOL = re.compile(
    r"(?<![A-Za-z_])([A-Za-zΣκ]|δre|δout)_(\{[^}]+\}|[A-Za-z0-9]+)"
    r"|\b(δ)(re|out)\b"
)


def field(name: str) -> str:
    """W_in, or b alone, as a symbol."""
    return symbols(name) if "_" in name else f"<i>{name}</i>"


def symbols(text: str) -> str:
    """z_{t-1}, W_re and δre_1 with their indices lowered, code as code."""

    def lowered(found: re.Match[str]) -> str:
        name = found[1] or found[3] + found[4]
        letter, raised = name[0], name[1:]
        index = (found[2] or "").strip("{}").replace("-", "−")
        both = (
            f"<sup>{raised}</sup>" * bool(raised)
            + f"<sub>{index}</sub>" * bool(index)
        )
        if raised and index:
            return (f'<span class="nowrap"><i>{letter}</i>'
                    f'<span class="mistake-both">{both}</span></span>')
        return f"<i>{letter}</i>{both}"

    coded = CODE.split(text), [*CODE.findall(text), ""]
    return "".join(
        SYMBOL.sub(lowered, escape(words, quote=False))
        + (code and f"<code>{escape(code, quote=False)}</code>")
        for words, code in zip(*coded)
    )
