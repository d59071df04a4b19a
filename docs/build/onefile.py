"""One file to copy: a program of docs/onefile/ with the package inside it.

Where the program imports from rnn_pure, or from another program, the file has
what it imports, as doorless.py makes it, with the equations above the tagged
statements and named tuples for dataclasses. What is left out or written out
stands behind the name:

    descend,  # without check_positive, check_gradients
    zeros,  # written out

A door that is left out and not named there, or a name that is not met, stops
the build; so does a file that has a name too few or too many.

python -m docs.build.onefile > rnn.py prints one; into a folder go all of them.
"""

import ast
import builtins
import re
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from tempfile import TemporaryDirectory
from textwrap import dedent
from typing import TypeAlias

from docs.build.doorless import Doorless, Expression, wrapped
from docs.build.equations.plain import Place, commented, listed
from docs.common.table import FILE, ROOT, Misfit
from rnn_pure.walkthrough import TAG

PROGRAMS = ROOT / "docs" / "onefile"
INSIDE = ("rnn_pure.", "docs.onefile.")  # what becomes part of the file
EQUATIONS = "{equations}"  # where a program's docstring has them
OLDEST = (3, 7)  # the Python that the files run on
Definition: TypeAlias = ast.FunctionDef | ast.ClassDef


@dataclass
class Part:
    """A definition that becomes part of a file, and what is said of it.

    met and places are known once its text is made: what was left out and what
    was written out, and where the tagged statements are.
    """

    module: str
    source: str
    node: Definition
    new_name: str
    without: set[str] = field(default_factory=set)
    written: dict[str, Expression] = field(default_factory=dict)
    met: set[str] = field(default_factory=set)
    places: list[Place] = field(default_factory=list)

    def text(self, written: dict[str, Expression]) -> str:
        """It in the file, where these functions are written out."""
        if isinstance(self.node, ast.ClassDef):
            text = self.named_tuple()
        else:
            lines, self.places = commented(
                self.module, self.source.splitlines(), self.node
            )
            whole = re.sub(r" +# type: .*", "", "\n".join(lines))
            doorless = Doorless(self.without, written)
            text, self.met = doorless(dedent(whole)), doorless.met
        if wrong := (self.met - {*written}) ^ self.without:
            raise Misfit(
                f"{self.module}:{self.node.name}: what is left out is not "
                f"what is said to be: {', '.join(sorted(wrong))}"
            )
        return text

    def named_tuple(self) -> str:
        """A class as a named tuple; what else it has is left out."""
        doc = (ast.get_docstring(self.node) or "").splitlines()[0]
        fields = []
        for child in self.node.body[1:]:
            match child:
                case ast.AnnAssign(ast.Name(name)) if name not in self.without:
                    fields.append(name)
                case ast.AnnAssign(ast.Name(name)) | ast.FunctionDef(name):
                    self.met.add(name)
                case ast.Assign([ast.Name(name)]):
                    self.met.add(name)
        self.met -= {*self.written}  # met where they are called
        name = self.node.name
        quoted = f'"{name}", "{" ".join(fields)}"'
        text = wrapped(f"{name} = namedtuple(", quoted, ")")
        return f"# {doc}\n{text}"


def words(text: str) -> set[str]:
    return {*re.findall(r"\w+", text)}


def part_of(module: str, alias: ast.alias, comment: str) -> Part:
    """What the program imports there, as the comment says."""
    path = ROOT / f"{module.replace('.', '/')}.py"
    source = path.read_text(encoding="utf-8")
    found = [
        node
        for node in ast.walk(ast.parse(source))
        if isinstance(node, Definition) and node.name == alias.name
    ]
    if not found:
        raise Misfit(f"there is no {module}:{alias.name}")
    node = found[-1]  # the last needs no newer Python
    made = Part(module, source, node, alias.asname or alias.name)
    for clause in filter(None, map(str.strip, comment.split(";"))):
        if clause.endswith("written out"):
            names = words(clause) - {"written", "out"} or {alias.name}
            made.written |= expressions(node, names)
        else:
            made.without |= words(clause) - {"without"}
    return made


def expressions(node: Definition, names: set[str]) -> dict[str, Expression]:
    """The function itself, or members of the class, as expressions."""
    found = {}
    for child in [node, *node.body]:
        match child:
            case ast.FunctionDef(name, args, [*said, ast.Return(result)]) if (
                result and all(isinstance(it, ast.Expr) for it in said)
            ):
                takes = [arg.arg for arg in args.args]
                found[name] = Expression(takes, ast.unparse(result))
            case ast.Assign([ast.Name(name)], ast.Name(function)):
                found[name] = Expression(["self"], f"{function}(self)")
    if lost := names - {*found}:
        which = ", ".join(sorted(lost))
        raise Misfit(f"{node.name}: {which} is not one expression")
    return {name: found[name] for name in names}


def imported(program: str) -> Iterator[tuple[ast.ImportFrom, list[Part]]]:
    """The imports that become parts of the file."""
    lines = program.splitlines()
    for node in ast.parse(program).body:
        module = getattr(node, "module", None) or ""
        if isinstance(node, ast.ImportFrom) and module.startswith(INSIDE):
            begins = [alias.lineno for alias in node.names]
            ends = [*begins[1:], (node.end_lineno or begins[-1]) + 1]
            yield node, [
                part_of(module, alias, " ".join(
                    line.partition("#")[2] for line in lines[begin - 1:end - 1]
                ))
                for alias, begin, end in zip(node.names, begins, ends)
            ]


@cache
def made(name: str) -> str:
    """The file that docs/onefile/NAME becomes; Misfit if it would not do."""
    program = (PROGRAMS / name).read_text(encoding="utf-8")
    lines, imports = program.splitlines(), [*imported(program)]
    parts = [part for _, its in imports for part in its]
    written: dict[str, Expression] = {}
    for part in parts:
        written |= part.written
    for node, its in reversed(imports):
        lines[node.lineno - 1:node.end_lineno] = [joined([
            part.text(written)
            for part in its
            if part.node.name not in part.written
        ])]
    names = {part.node.name: part.new_name for part in parts}
    text = re.sub(
        r"\w+", lambda it: names.get(it[0], it[0]), "\n".join([*lines, ""])
    )
    places = [place for part in parts for place in part.places]
    text = text.replace(EQUATIONS, listed(places))
    met = {it for part in parts for it in part.met}
    wrong = [f"{it} is nowhere written out" for it in {*written} - met]
    wrong += unfit(text)
    if wrong:
        raise Misfit("\n".join(f"docs/onefile/{name}: {it}" for it in wrong))
    return text


def joined(texts: list[str]) -> str:
    """Two empty lines between functions, one between named tuples."""
    whole = "\n\n\n".join(texts)
    return re.sub(r"\n\n\n(?=#.*\n\w+ = )", "\n\n", whole)


def unfit(text: str) -> Iterator[str]:
    """What a file to copy must not have."""
    tree = ast.parse(text, feature_version=OLDEST)
    for number, line in enumerate(text.splitlines(), start=1):
        if len(line) > 79:
            yield f"line {number} has {len(line)} columns"
        if TAG.search(line):
            yield f"line {number} has its tag still: {FILE} has no plain text"
    nodes = [*ast.walk(tree)]
    names = [node for node in nodes if isinstance(node, ast.Name)]
    loaded = {it.id for it in names if isinstance(it.ctx, ast.Load)}
    stored = {it.id for it in names if not isinstance(it.ctx, ast.Load)}
    stored |= {it.arg for it in nodes if isinstance(it, ast.arg)}
    defined = {it.name for it in nodes if isinstance(it, Definition)}
    defined |= {
        alias.asname or alias.name
        for it in nodes
        if isinstance(it, ast.Import | ast.ImportFrom)
        for alias in it.names
    }
    for name in loaded - stored - defined - {*dir(builtins), "__name__"}:
        yield f"there is no {name}"
    for name in defined - loaded:
        yield f"nothing uses {name}"


def write(folder: Path) -> None:
    """Put the files there."""
    for program in sorted(PROGRAMS.glob("*.py")):
        text = made(program.name)
        (folder / program.name).write_text(text, "utf-8", newline="\n")


@cache
def printed(name: str) -> str:
    """What the file prints where nothing else is."""
    with TemporaryDirectory() as folder:
        write(Path(folder))
        return subprocess.run(
            [sys.executable, "-I", name],
            cwd=folder,
            stdout=subprocess.PIPE,
            encoding="utf-8",
            check=True,
        ).stdout


if __name__ == "__main__":
    try:
        if sys.argv[1:]:
            write(Path(sys.argv[1]))
        else:
            sys.stdout.buffer.write(made("rnn.py").encode())
    except Misfit as error:
        sys.exit(str(error))
