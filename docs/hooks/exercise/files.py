"""Exercises to download: a file each, with lines to write and a check.

A program of docs/exercises/ and the package's functions in it, as onefile.py
makes them one; the lines of the exercise's blank are left open. While the
site is made the file is run with the answer and with every slip, so that it
knows by their numbers what is right and what went wrong: the answer itself
is nowhere in it.
"""

import ast
import re
import subprocess
import sys
from collections.abc import Iterable
from functools import cache
from itertools import zip_longest
from math import isclose
from pathlib import Path
from pprint import pformat
from tempfile import TemporaryDirectory
from textwrap import fill, indent
from typing import Any

from docs.hooks.doorless import Text
from docs.hooks.equations.table import ROOT, Misfit
from docs.hooks.exercise.blank import blank, rows
from docs.hooks.exercise.slips import Slip, slips, told
from docs.hooks.onefile import assembled
from docs.hooks.packed import packed
from docs.hooks.words import words
from rnn_pure import backprop, descent, losses

PROGRAMS = ROOT / "docs" / "exercises"
ASSETS = "assets/exercises"
SHARED = "columns", "joined", "operator", "beyond", "no_name", "raised"
OWN = ("open", "shape", "large", "line", "at", "none", "grown", "lengths",
       "no_list")
DATA = "SAYS, MARK, RIGHT, LIKE = {}, 0, {}, []"  # where it will stand
FAILS = (TypeError, ValueError, IndexError)  # a slip that gives no numbers
SMALL = 2, 3, 4, 4  # check.py's small(): n_in, n_re, n_out, T
COLUMNS = {"ko": 48, "en": 79}  # a Korean letter is two columns wide
WHOLE = re.compile(r"\w+\([ -~]*?\)|\w+ [=+] \w+")  # in a text: unbroken
HEADS = {"needs": "what it needs", "rest": "the check: there is nothing to "
         "write from here on"}  # what stands over the parts of the program


def files() -> dict[str, str]:
    """The name of each exercise, and that of its file."""
    return {
        name: f"{number}_{name.replace('-', '_')}.py"
        for number, name in enumerate(rows("file"), 1)
    }


@cache
def made(name: str, lang: str) -> str:
    """The file, its lines open."""
    opened = [f"{target} = ..." for target in blank(name).targets]
    return filled(name, lang, opened or ["..."])


def filled(name: str, lang: str, texts: Iterable[str]) -> str:
    """The file with a text for each statement of the blank."""
    whole = put(name, texts)
    about, data = docstring(name, lang), known(name, lang)
    for key, head in HEADS.items():
        whole = re.sub(
            f"^# --- {head} -+$",
            f"# --- {words('files', lang)[key]} ".ljust(COLUMNS[lang], "-"),
            whole, flags=re.M,
        )
    return whole.replace("{about}", about).replace(DATA, data)


@cache
def program(name: str) -> str:
    """The file solved, without what it says and knows."""
    file = rows("file")[name]["program"]
    text = "".join(
        (PROGRAMS / part).read_text(encoding="utf-8")
        for part in (file, "check.py")
    )
    return assembled(text, f"docs/exercises/{file}")


def put(name: str, texts: Iterable[str]) -> str:
    """The solved file with these texts instead of the blank's statements."""
    here, edits = Text(program(name)), []
    for node, text in zip_longest(nodes(name), texts):
        margin = " " * node.col_offset
        edits.append(
            here.without(node) if text is None
            else here.instead(node, indent(text, margin).lstrip())
        )
    return here.edited(*edits)


@cache
def nodes(name: str) -> list[Any]:
    """The statements of the blank in the solved file, or its expression."""
    body: list[Any] = ast.parse(blank(name).answer).body
    there, found = [*ast.walk(ast.parse(program(name)))], []
    for want in body if blank(name).whole else [body[0].value]:
        same = [
            node for node in there
            if type(node) is type(want) and ast.dump(node) == ast.dump(want)
        ]
        if len(same) != 1:
            raise Misfit(f"[file.{name}]: {len(same)} times in the file: "
                         f"{ast.unparse(want)}")
        found += same
    return found


def run(name: str, text: str) -> dict[str, Any]:
    """The names of the file with that text in it."""
    module = vars(backprop) | vars(losses) | vars(descent)
    module["__name__"] = name
    exec(put(name, [text]), module)
    return module


def docstring(name: str, lang: str) -> str:
    """What the file says of itself, without the quotes."""
    given, says = rows("file")[name], words("files", lang)
    title = says["title"].format(
        number=[*files()].index(name) + 1, of=len(files()),
        title=given["title"][lang],
    )
    return "\n\n".join([
        title,
        *(plain(text, lang) for text in (
            given["task"][lang], says["how"].format(file=files()[name]),
            says["signs"], says["licence"],
        )),
    ]) + "\n"


@cache
def known(name: str, lang: str) -> str:
    """What the file knows, as Python."""
    solved = run(name, blank(name).answer)
    right = {
        key: [*map(short, row)]
        for key, row in solved["small"]().items()
    }
    values = {
        "SAYS": says(name, lang), "MARK": short(solved["mark"]()),
        "RIGHT": right,
        "LIKE": [(its, plain(told(those, lang), lang))
                 for its, those in marks(name)],
    }
    return "\n\n".join(
        f"{key} = {pformat(value, width=70, compact=True, sort_dicts=False)}"
        for key, value in values.items()
    )


def says(name: str, lang: str) -> dict[str, str]:
    """What check() says, but for the slips."""
    own, judge = words("files", lang), words("judge", lang)
    sizes = dict(zip(("n_in", "n_re", "n_out", "T"), SMALL))
    later = [*files().values()][[*files()].index(name) + 1:]
    following = own["next"].format(file=later[0]) if later else own["last"]
    where = judge["network"].format(**sizes)
    made = {key: judge[key] for key in SHARED} | {
        key: own[key] for key in OWN
    } | {
        "right": f"{judge['right']} {following}",
        "hint": own["hint"].format(hint=rows("file")[name]["hint"][lang]),
        "differs": own["differs"].replace("{where}", where),
    }
    return {key: plain(text, lang) for key, text in made.items()}


def plain(text: str, lang: str) -> str:
    """Without the marks of code, and in lines that a terminal has room for."""
    whole = WHOLE.sub(lambda it: it[0].replace(" ", "\0"), text)
    return "\n".join(
        fill(line, COLUMNS[lang], break_long_words=False)
        for line in whole.replace("`", "").splitlines()
    ).replace("\0", " ")


@cache
def marks(name: str) -> list[tuple[float, list[Slip]]]:
    """The mark of every slip that gives wrong numbers, and whose it is."""
    found: list[tuple[float, list[Slip]]] = []
    solved = run(name, blank(name).answer)
    right, mark = solved["small"](), solved["mark"]()
    for slip in slips(name):
        made = run(name, slip.text)
        try:
            its = short(made["mark"]())
        except FAILS:
            continue
        if isclose(its, mark, rel_tol=1e-5) and passes(made, right):
            continue
        for other, those in found:
            if isclose(its, other, rel_tol=1e-5):
                those.append(slip)
                break
        else:
            found.append((its, [slip]))
    return found


def passes(made: dict[str, Any], right: dict[str, Any]) -> bool:
    """Whether the small network's numbers are right, too."""
    try:
        small = made["small"]()
    except FAILS:
        return False
    return all(made["close"](small[key], right[key]) for key in right)


def short(number: float) -> float:
    """To nine digits: check() compares six."""
    return float(f"{number:.9g}")


def archive(lang: str) -> bytes:
    """All of them in one archive."""
    return packed({
        f"exercises/{its}": made(name, lang) for name, its in files().items()
    })


def write(site: Path) -> None:
    """Put them into the site's assets/exercises/, for each language."""
    for lang in COLUMNS:
        folder = site / ASSETS / lang
        folder.mkdir(parents=True, exist_ok=True)
        for name, its in files().items():
            (folder / its).write_text(made(name, lang), "utf-8", newline="\n")
        (folder / "exercises.zip").write_bytes(archive(lang))


def printed(name: str, lang: str, text: str | None = None) -> str:
    """What the file prints with that text in it, or as it is handed out."""
    its = made(name, lang) if text is None else filled(name, lang, [text])
    with TemporaryDirectory() as folder:
        (Path(folder) / "file.py").write_text(its, encoding="utf-8")
        return subprocess.run(
            [sys.executable, "-I", "-X", "utf8", "file.py"], cwd=folder,
            stdout=subprocess.PIPE, encoding="utf-8",
        ).stdout
