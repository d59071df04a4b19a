"""An adapter drafted from a file that cannot be called: a few open questions.

It is a file beside the submission that calls it; a ? stands for each thing
that the names do not say. Filled in, it is what is judged.
"""

import re
from dataclasses import dataclass, field
from pathlib import Path

from rnn_pure.checks import WEIGHTS
from rnn_pure.diagnosis.names import gradient_role, kind, role
from rnn_pure.diagnosis.plans import (
    IN_ORDER,
    File,
    Signature,
    settled,
    size,
)

SIZE = {
    "n_in": "len(W_in[0])", "n_re": "len(W_re)", "n_out": "len(W_out)",
    "vocab": "len(W_out)", "T": "len(xs)",
}
MOST = 12  # names of a file that are offered
OPEN = re.compile(r"\?(?=[ ,)=\"]|$)")
HEAD = "def bptt(xs, ds, W_in, W_re, W_out, b=None, b_out=None, z_0=None):"


@dataclass
class Draft:
    """lines of Python with a ? for each of questions: what, its choices.

    understood: names of the file, and what they were taken for.
    """

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
            if OPEN.search(line) else line for line in self.lines
        ) + "\n"

    def ask(self, line: str, what: str, hint: str, some: list[str]) -> None:
        """A line with a ?, and which of some it may be."""
        self.lines.append(f"    {line}  # {hint}: {', '.join(some)}?")
        self.questions.append((what, some))


def path_of(path: Path) -> Path:
    """Where the adapter of a file stands."""
    return path.with_name(f"{path.stem}_adapter.py")


def unfilled(text: str) -> list[str]:
    """The lines that still have a question."""
    lines = map(str.strip, text.splitlines())
    return [line for line in lines if OPEN.search(line.split("#")[0])]


def draft(file: File, stem: str) -> Draft:
    """The adapter of the likeliest function, else of a class."""
    made = Draft([HEAD])
    signatures = file.about["functions"]
    functions = [
        n for n in [*signatures][::-1] if kind(n) not in ("apart", "forward")]
    functions.sort(key=lambda n: (kind(n) != "back", kind(n) == "loss"))
    classes = [
        c for c, methods in file.about["classes"].items()
        if "back" in map(kind, methods)
    ]
    if functions and (kind(functions[0]) == "back" or not classes):
        target = functions[0]
        call = _call(made, target, signatures[target], bool(file.keys()))
        if "={}" in call:
            call = call.replace("{}", _mapping(made, file))
        made.lines.append(f"    return {call}")
    elif classes:
        target = classes[-1]
        _of_class(made, file, target)
    else:
        target = "*"
        its = [f"{c}().{m}" for c, methods in file.about["classes"].items()
               for m in methods if m[0] != "_"]
        named = [*signatures, *its, *file.about["globals"]][:MOST]
        made.ask("return ?", " / ".join(named) or "bptt",
                 "call what is yours", named)
    if stem.isidentifier():
        made.lines.insert(0, f"from {stem} import {target}")
    else:
        made.lines[:0] = [
            "from importlib import import_module",
            f'globals().update(vars(import_module("{stem}")))',
        ]
    return made


def _call(
    made: Draft, callee: str, signature: Signature, keys: bool = False,
    making: bool = False,
) -> str:
    """callee(…), with a question before it for each open parameter.

    making: it takes sizes or weights. A capital alone says of no matrix which
    it is: the other names have not sufficed.
    """
    of = {
        n: (making and size(n)) or r for n, r in settled(signature)[0].items()
        if (not making or size(n) or r in (*SIZE, *WEIGHTS, "params"))
        and not (len(n) == 1 and n.isupper() and r in WEIGHTS)
    }
    free = [r for r in IN_ORDER if r not in of.values()]
    if making:
        free = [*dict.fromkeys(SIZE.values())] + [
            r for r in free if r in WEIGHTS]
    given = []
    for name, _, must in signature:
        r = of.get(name, "")
        value = "{}" if r == "params" else SIZE.get(r, r)
        if r in (*["params"] * keys, *SIZE, *IN_ORDER):
            made.understood[name] = r
        elif name[0] == "*":
            made.ask(f"{name[1:]} = ?", name, "what is it", free)
            given.append(name)
            continue
        elif must:
            value = name
            made.ask(f"{name} = ?", name, "what is it", free)
        else:
            continue
        star = any(other[0] == "*" for other, _, _ in signature)
        given.append(value if star and must else f"{name}={value}")
    return f"{callee}({', '.join(given)})"


def _mapping(made: Draft, file: File) -> str:
    """The weights under the file's own keys."""
    keys = file.keys()
    made.questions += [
        (w, file.about["quoted"]) for w in WEIGHTS if w not in keys
    ]
    entries = [f'"{keys.get(w, "?")}": {w}' for w in WEIGHTS]
    return f"{{{', '.join(entries)}}}"


def _of_class(made: Draft, file: File, name: str) -> None:
    """Made, its weights set, its methods called: attributes come back."""
    methods = file.about["classes"][name]
    needed = [s for s in methods.get("__init__", []) if s[2]]
    make = _call(made, name, needed, making=True)
    made.lines.append(f"    net = {make}")
    given = {w for w in WEIGHTS if re.search(rf"={w}[,)]", make)}
    own = [
        a for a in file.about["own"]
        if a not in methods and not (gradient_role(a) and not role(a))
    ]
    known = {r: a for a in own[::-1] if (r := role(a)) in WEIGHTS}
    there = [w for w in WEIGHTS if w in known]
    if there and not given:
        left = ", ".join(f"net.{known[w]}" for w in there)
        made.lines.append(f"    {left} = {', '.join(there)}")
        made.understood |= {known[w]: w for w in there}
    sizes = [n for n, _, _ in needed]
    free = [a for a in own if a not in (*known.values(), *sizes)][:8]
    for w in "W_in", "W_re", "W_out":
        if w not in {*known} | given:
            made.ask(f"net.? = {w}", w, f"which of yours is {w}", free)
    calls = [
        next((m for m in methods if kind(m) == of), "")
        for of in ("forward", "loss", "back")
    ]
    if "ds" in settled(methods[calls[2]])[0].values():
        calls[1] = ""
    for m in filter(None, calls):
        call = _call(made, f"net.{m}", methods[m])
        made.lines.append(f"    {'made = ' * (m == calls[2])}{call}")
    made.lines.append("    return vars(net) if made is None else made")
