"""Where a line of a page may break, which no style sheet can say."""

import re

# To be copied, read or looked for as it is, the name of an equation as well.
KEPT = "<pre", "<script", "<textarea", '<p class="pair-head'
PARTS = re.compile(
    rf"(?={'|'.join(KEPT)})"
    r"|(?<=</pre>)|(?<=</script>)|(?<=</textarea>)|(?<=</p>)"
)
CELL = re.compile(r"<td\b.*?</td>", re.S)
CODE = re.compile(r"(?<=<code>)[^<]+(?=</code>)")
TAKES = re.compile(r"(?<=\w\()(?=\w)|(?<=\w{9}=)(?=\w)|(?<=\w{5}=)(?=\w{5})")
# What stays on one line: -m and --tell in code, a key and what it touches,
# the number in a Korean link.
NOWRAP = re.compile(
    r"(?<![\w-])--?\w[\w-]*(?=[^<]*</code>)"
    r"|\(?<kbd>[^<]*</kbd>(?:\+<kbd>[^<]*</kbd>)*\)?[가-힣]*"
    r"|(?<=>)[가-힣]{1,2} [\dA-Z]+′?(?=</a>)"
)
# A particle stays with the bracket or the quotation before it, a dot with the
# words beside it; in an attribute nothing is done.
PARTICLE = re.compile(
    r"([)\]’”](?:</\w+>)*)(?=[가-힣])(?![^<]*>)|(?<=[가-힣])(·)(?=[가-힣])"
)


def broken(html: str) -> str:
    """A page's HTML that breaks between words, and in a table's long code."""
    return "".join(
        part if part.startswith(KEPT) else _text(part)
        for part in PARTS.split(html)
    )


def _text(html: str) -> str:
    html = NOWRAP.sub(r'<span class="nowrap">\g<0></span>', html)
    html = CELL.sub(lambda cell: CODE.sub(_long, cell[0]), html)
    html = html.replace("→ <a ", "→&nbsp;<a ")
    return PARTICLE.sub(
        lambda found: f"{found[1]}\u2060" if found[1] else "\u2060·\u2060",
        html,
    )


def _long(code: re.Match[str]) -> str:
    return TAKES.sub("<wbr>", code[0]) if len(code[0]) > 14 else code[0]
