"""The command that derives: a backward pass from forward lines, and why.

The rules are those of rnn_pure.mirror.
"""

import re
from textwrap import wrap

from rnn_pure.console import Console, language, options, program
from rnn_pure.mirror import (
    DELTAS,
    Cell,
    Derived,
    NotUnderstood,
    at,
    backward,
    of_package,
    read,
    text_of,
)


def reason(out: Console, d: Derived) -> str:
    """Where the name is read: that is why its line is what it is."""
    places = []
    for use in d.uses:
        t = "t" if use.k != -1 else "1" if d.at == "[0]" else "t + 1"
        place = "E" if use.line == "E" else f"{use.line}[{t}]"
        how = [f"· {use.met}" if use.met else at(" ".join(use.ways), t)]
        if use.k == -1:
            how = [out.say("{}로", "as {}").format(f"{use.name}[t - 1]"), *how]
        told = ", ".join(filter(None, how))
        places.append(f"{place} ({told})" if told else place)
    n, where = len(places), ", ".join(places)
    text = out.say(f"읽는 곳: {where}", f"{d.name}{d.at} is read in {where}")
    if n > 1:
        text += out.say(f". 기여 {n}개를 더합니다", f": {n} shares, added")
    if not d.at:
        text += out.say(". 모든 t에 대해 더합니다", ": summed over t")
    return text


def tell(out: Console, source: str, cell: Cell) -> None:
    """The forward lines; below them the backward ones, with the reasons."""
    derived = [*backward(cell)]
    out.print(out.colour("bold", out.say("순전파 ↓", "forward ↓")))
    out.print("    for t in range(1, T + 1):")
    for line in source.splitlines():
        out.print(f"        {line}")
    out.print("\n" + out.colour("bold", out.say("역전파 ↑", "backward ↑")))
    after = {name for d in derived
             for name in re.findall(r"(\w+\[)t \+ 1\]", d.code)}
    if after:
        names = ", ".join(f"{name}T + 1]" for name in sorted(after))
        print_below(out, out.say(
            f"T 다음 시점이 없으므로 0입니다: {names}",
            f"no step follows T, so these are 0: {names}",
        ))
    out.print("    for t in range(T, 0, -1):")
    for d in derived:
        out.print(d.code)
        print_below(out, reason(out, d))


def print_below(out: Console, text: str) -> None:
    """In lines of their own; an index is not torn apart."""
    whole = re.sub(r"\[.*?\]", lambda at: at[0].replace(" ", "\0"), text)
    for line in wrap(whole, 65):
        line = line.replace("\0", " ")
        out.print(out.colour("dim", f"{'│':>13} {line}"))


def main(arguments: list[str]) -> int:
    """python -m rnn_pure derive [FILE]; 1 where a line cannot be read."""
    out = Console(language(arguments))
    parser = options(out, f"{program()} derive", out.say(
        "순전파의 줄에서 역전파의 줄을 이끌어 냅니다.",
        "Derives the lines of the backward pass from those of the forward "
        "pass.",
    ))
    parser.add_argument("file", nargs="?", metavar="FILE", help=out.say(
        "순전파의 줄이 든 파일, 또는 gru, lstm. 없으면 이 패키지의 forward",
        "a file of forward lines, or gru or lstm; without it, this package's "
        "forward",
    ))
    file = parser.parse_args(arguments).file
    try:
        source = text_of(file) if file else of_package()
        tell(out, source, read(source, {} if file else DELTAS))
    except (OSError, UnicodeDecodeError) as error:
        parser.error(f"{file}: {error}")
    except NotUnderstood as error:
        out.print([*source.splitlines(), ""][error.line - 1])
        out.print(" " * (error.column - 1) + "^")
        out.print(out.say(f"{error.line}번째 줄, {error.column}번째 칸: "
                          f"{error.ko}", str(error)))
        return 1
    return 0
