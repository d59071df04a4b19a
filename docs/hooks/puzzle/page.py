"""Puzzles as HTML: a bptt with mistakes planted in it, clues, the answer.

docs/pages/assets/puzzle.js replies to the line that is chosen.
"""

import json
from collections.abc import Iterator
from dataclasses import replace
from html import escape

from docs.hooks.equations.pair import highlighted
from docs.hooks.equations.plain import plain
from docs.hooks.equations.reading import Reading
from docs.hooks.equations.table import equation
from docs.hooks.exercise.parts import fold
from docs.hooks.exercise.write import names
from docs.hooks.mistakes.page import pair, strip, symbols, wrong
from docs.hooks.mistakes.spoilt import Spoilt, Way, spoilt
from docs.hooks.words import words
from rnn_pure.backprop import bptt
from rnn_pure.mistakes import Variant, source
from rnn_pure.puzzle import listing, puzzle
from rnn_pure.walkthrough import Statement, statements

INDENT = 4
EXPLAINED = "learn/bptt-units/#"


def puzzles(seeds: str, lang: str, home: str, root: str) -> str:
    """The HTML of the puzzles of these seeds; the first one is open.

    Those in the first line have one mistake, those in the second two. home is
    the way to the first page, root that to the site's own files.
    """
    asked = [
        (int(seed), two)
        for two, line in zip((False, True), seeds.splitlines())
        for seed in line.split()
    ]
    folds = "".join(
        folded(n, *puzzle(*each), command(*each), lang, home)
        for n, each in enumerate(asked, 1)
    )
    says = words("puzzle", lang)
    data = {
        "right": dict(replies(lang, home)),
        "says": {key: says[key] for key in ("unchosen", "half", "found")},
    }
    packed = json.dumps(data, ensure_ascii=False).replace("<", "\\u003c")
    return (
        f'<div class="puzzles" data-exercise="puzzle" data-search-exclude>'
        f"<noscript><style>.ex-do {{ display: none !important }}</style>"
        f'</noscript>{folds}<script type="application/json">{packed}</script>'
        f'<script src="{root}assets/puzzle.js" defer></script></div>'
    )


def command(seed: int, two: bool) -> str:
    """What prints the same puzzle."""
    return f"python -m rnn_pure puzzle --seed {seed}" + " --two" * two


def folded(
    n: int, file: str, planted: Way, same: str, lang: str, home: str
) -> str:
    """The n-th puzzle: its clue on the fold, and in it all the rest."""
    says, found = words("puzzle", lang), spoilt(planted, anywhere=True)
    wrong_lines = lines_with(file)
    one = len(planted) == 1
    ask = says["choose" if one else "choose_both"]
    answer = "".join(
        told(line, way, lang, home)
        for line, way in zip(wrong_lines, planted)
    ) + f"<p>{says['same']} <code>{same}</code></p>"
    return (
        f'<details class="mistake" id="puzzle-{n}"{" open" * (n == 1)}>'
        f"<summary><b>{n}</b> ✗ {clue(found, lang)}"
        f'<span class="mistake-sign">{says["one" if one else "two"]}</span>'
        f'</summary><form class="ex puzzle" autocomplete="off" '
        f'data-lines="{" ".join(map(str, chosen(file)))}">{strip(found)}'
        f'<fieldset><legend>{ask}</legend>{code(file)}</fieldset>'
        f'<div class="ex-do ex-row">'
        f'<button class="md-button md-button--primary">{says["check"]}'
        f'</button><button type="button" data-clipboard-text="{escape(file)}">'
        f'{says["copy"]}</button><div class="ex-said" role="status"></div>'
        f'</div>{fold(says["answer"], answer, "puzzle-answer")}</form>'
        f"</details>"
    )


def clue(found: tuple[Spoilt, ...], lang: str) -> str:
    """Which gradients are wrong, and whether T = 1 shows it."""
    long, one = found
    if one == long:
        return wrong(long, lang)
    at_one = words("puzzle", lang)["at_one" if one else "right_at_one"]
    return f"{wrong(long, lang)} · {at_one.format(wrong(one, lang))}"


def told(line: int, way: Variant, lang: str, home: str) -> str:
    """The answer: the line, the mistake, right and wrong, and why."""
    head = words("puzzle", lang)["told"].format(
        line=line,
        there=f"{home}coursework/mistakes/#mistake-{way.number}",
        number=way.number,
        name=symbols(getattr(way.mistake, lang)),
    )
    why = symbols(way.why(lang))
    return f"<p>{head}</p>{pair(way, lang)}<p>{why}</p>"


def lines_with(file: str) -> list[int]:
    """The numbers of a file's lines that the right one has otherwise."""
    pairs = zip(listing(source()).splitlines(), file.splitlines())
    return [n for n, (right, here) in enumerate(pairs, 1) if right != here]


def chosen(file: str) -> list[int]:
    """The lines to choose: where the wrong statements begin."""
    wrong_lines = lines_with(file)
    return [
        part.line for part, _ in shown(file)
        if {*wrong_lines} & {*range(part.line, part.last_line + 1)}
    ]


def shown(file: str) -> Iterator[tuple[Statement, int]]:
    """The loop and the sums of a file, each with its line in the package."""
    lines = file.splitlines()
    found = [
        s for s in statements(bptt)
        if s.equation or s.code.lstrip().startswith("for ")
    ]
    further = lines.index(found[0].code.splitlines()[0]) + 1 - found[0].line
    for right in found:
        first, last = right.line + further, right.last_line + further
        code = "\n".join(lines[first - 1:last])
        yield replace(right, line=first, last_line=last, code=code), right.line


def code(file: str) -> str:
    """The loop and the sums of a file, each statement to be chosen."""
    parts = [statement for statement, _ in shown(file)]
    reading = Reading(file, parts, names(parts))
    lines = "".join(
        f'<label><input class="ex-do" type="radio" name="line" '
        f'value="{part.line}"><span>'
        f"{''.join(highlighted(part, INDENT, reading))}</span></label>"
        for part in parts
    )
    return (
        f'<div class="ex-code pair-code"><div class="highlight"><pre><code>'
        f"{lines}</code></pre></div></div>"
    )


def replies(lang: str, home: str) -> Iterator[tuple[int, str]]:
    """What is said of each statement where it is right: its equation."""
    says = words("puzzle", lang)
    for part, line in shown(listing(source())):
        if part.equation:
            row = equation(part.equation)
            text = symbols(plain()["rnn_pure.backprop", line][1])
            said = says["right"].format(
                there=home + EXPLAINED + row.anchor,
                name=row.label(lang),
                equation=text.replace("∂E", "∂<i>E</i>"),
            )
        else:
            said = says["loop"].format(there=f"{home}{EXPLAINED}why-backward")
        yield part.line, said
