"""An adapter drafted from a file that cannot be called: a few open questions.

It is a file beside the submission that calls it; a ? stands for each thing
that the names do not say. Filled in, it is what is judged.
"""

import re
from dataclasses import dataclass, field
from pathlib import Path

from rnn_pure.checks import WEIGHTS
from rnn_pure.diagnosis.names import gradient_role, role
from rnn_pure.diagnosis.plans import (
    FORWARD,
    IN_ORDER,
    LIKELY,
    LOSS,
    NOT,
    File,
    Signature,
    is_named,
    settled,
)

SIZE = {
    "n_in": "len(W_in[0])", "n_re": "len(b)", "n_out": "len(b_out)",
    "vocab": "len(b_out)", "T": "len(xs)",
}
OPEN = re.compile(r"\?(?=[ ,)=]|$)")
HEAD = "def bptt(xs, ds, W_in, W_re, b, W_out, b_out, z_0):"


@dataclass
class Draft:
    """lines of Python with a ? for each of questions: what, its choices.

    understood: names of the file, and what they were taken for.
    """

    target: str = ""
    lines: list[str] = field(default_factory=list)
    questions: list[tuple[str, list[str]]] = field(default_factory=list)
    understood: dict[str, str] = field(default_factory=dict)

    @property
    def text(self) -> str:
        return "\n".join(self.lines) + "\n"

    def filled(self, answers: list[str]) -> str:
        """The text with an answer for each question, in their order."""
        left = iter(answers)
        return "\n".join(
            OPEN.sub(lambda _: next(left), line.split("  #")[0])
            if "?" in line else line for line in self.lines
        ) + "\n"


def path_of(path: Path) -> Path:
    """Where the adapter of a file stands."""
    return path.with_name(f"{path.stem}_adapter.py")


def unfilled(text: str) -> list[str]:
    """The lines that still have a question."""
    return [
        line.strip() for line in text.splitlines()
        if OPEN.search(line.split("#")[0])
    ]


def draft(file: File, stem: str) -> Draft:
    """The adapter of the likeliest function, else of a class."""
    made = Draft()
    functions = [
        n for n in file.functions if not is_named(n, (*NOT, *FORWARD))
    ]
    likely = [n for n in functions if is_named(n, LIKELY)]
    classes = [
        c for c, methods in file.about["classes"].items()
        if any(is_named(m, LIKELY) for m in methods)
    ]
    if likely or (not classes and functions):
        some = likely or functions
        _of_function(made, file, max(
            some, key=lambda n: len(settled(file.functions[n])[0])
        ))
    elif classes:
        _of_class(made, file, classes[-1])
    else:
        made.questions.append(("bptt", [*file.functions]))
        made.lines = [HEAD, "    return ?  # call what is yours here"]
    if made.target:
        made.lines.insert(0, f"from {stem} import {made.target}")
    return made


def _call(
    made: Draft, callee: str, signature: Signature, used: set[str]
) -> str:
    """callee(…), with a question before it for each open parameter."""
    of, needed = settled(signature)
    given = []
    free = [r for r in IN_ORDER if r not in {*of.values()} | used]
    for name, _, must in signature:
        meant = SIZE.get(of.get(name, ""), of.get(name, ""))
        if meant == "params":
            made.understood[name] = "dict"
            meant = "{}"
        if meant in (*IN_ORDER, *SIZE.values(), "{}"):
            if name in of:
                given.append(f"{name}={meant}")
                made.understood[name] = of[name]
        elif must:
            choices = ", ".join(free)
            made.lines.append(f"    {name} = ?  # what is it: {choices}?")
            made.questions.append((name, free))
            given.append(f"{name}={name}")
    return f"{callee}({', '.join(given)})"


def _of_function(made: Draft, file: File, name: str) -> None:
    made.target = name
    made.lines = [HEAD]
    call = _call(made, name, file.functions[name], set())
    keys = file.keys()
    if "={}" in call:
        entries = ", ".join(
            f'"{keys[w]}": {w}' if w in keys else f'"?": {w}' for w in WEIGHTS
        )
        made.questions += [
            (w, file.about["quoted"]) for w in WEIGHTS if w not in keys
        ]
        call = call.replace("{}", f"{{{entries}}}")
    made.lines.append(f"    return {call}")


def _of_class(made: Draft, file: File, name: str) -> None:
    """Made, its weights set, its methods called: attributes come back."""
    methods = file.about["classes"][name]
    made.target, made.lines = name, [HEAD]
    make = _call(
        made, name, [s for s in methods.get("__init__", []) if s[2]],
        {"xs", "ds"},
    )
    made.lines.append(f"    net = {make}")
    there = {w for w in WEIGHTS if f"={w}," in make or f"={w})" in make}
    attributes = [
        a for a in file.about["own"]
        if a not in methods and not (gradient_role(a) and not role(a))
    ]
    known = {r: a for a in attributes[::-1] if (r := role(a)) in WEIGHTS}
    made.understood |= {a: r for r, a in known.items() if r}
    if known and not there:
        right = [w for w in WEIGHTS if w in known]
        left = ", ".join(f"net.{known[w]}" for w in right)
        made.lines.append(f"    {left} = {', '.join(right)}")
    for w in WEIGHTS:
        if w not in {*known} | there and w.startswith("W"):
            free = [a for a in attributes if a not in known.values()][:8]
            choices = ", ".join(free)
            made.lines.append(
                f"    net.? = {w}  # which of yours is {w}: {choices}?"
            )
            made.questions.append((w, free))
    calls = [
        next((m for m in methods if is_named(m, words)
              and not is_named(m, NOT)), "")
        for words in (FORWARD, LOSS, LIKELY)
    ]
    if "ds" in settled(methods.get(calls[2], []))[0].values():
        calls[1] = ""
    for m in filter(None, calls):
        call = _call(made, f"net.{m}", methods[m], set())
        made.lines.append(f"    {'made = ' * (m == calls[2])}{call}")
    made.lines.append("    return vars(net) if made is None else made")
