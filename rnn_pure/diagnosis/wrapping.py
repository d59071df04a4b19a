"""A submission, watched, and changed in one place at a time.

The file stays imported as it is. A change is made in its syntax tree, and
what is compiled from that is put into the living functions. So nothing is
imported twice, and a class, a closure, a table of functions see it too.
"""

import ast
import pickle
from collections.abc import Callable, Collection
from contextlib import redirect_stdout, suppress
from gc import get_objects
from inspect import isclass, ismodule, isroutine
from io import StringIO
from types import CodeType, FunctionType, ModuleType
from typing import Any, TypeAlias
from warnings import catch_warnings, simplefilter

from rnn_pure.diagnosis.places import (
    HOOK,
    SUM,
    TICK,
    Numbering,
    as_of,
    call,
    instead,
)

Hook: TypeAlias = Callable[[int, Any], Any]
Codes: TypeAlias = dict[tuple[str, int], CodeType | None]
ROUNDS = 3000  # of all while loops in one run
MOST = 1 << 20  # bytes of the module's own data that are put back


class Endless(Exception):
    """A while loop that goes round and round, at this line."""


class Submission:
    """An imported file, its text, and the places in it."""

    def __init__(self, text: str, module: ModuleType) -> None:
        self.text, self.filename = text, str(module.__file__)
        self.names = vars(module)
        self.tree = ast.parse(text)
        for loop in ast.walk(self.tree):
            if isinstance(loop, ast.While):
                tick = ast.Expr(call(TICK, ast.Constant(loop.lineno)))
                loop.body.insert(0, as_of(tick, loop))
        self.places = Numbering(self.tree).places
        self.living = _living(self.filename)
        self.data = _Data(module, [f for some in self.living.values()
                                   for f in some])
        self.names |= {TICK: self._tick, SUM: added}
        self.rounds = 0
        self.codes: dict[tuple[int, ...], Codes] = {}
        self.whole = self._compiled(self.tree.body)
        self.changed = self.whole

    def run(
        self, ask: Callable[[], Any], hook: Hook | None = None,
        places: Collection[int] = (),
    ) -> tuple[Any, BaseException | None]:
        """What ask gives with these places changed, or what was raised."""
        self._live({key: self.whole[key] for key in self.changed})
        self.changed = self._with(sorted(places))
        self._live(self.changed)
        self.names[HOOK] = hook or (lambda k, value: value)
        self.rounds = 0
        try:
            with redirect_stdout(StringIO()), catch_warnings():
                simplefilter("ignore")
                return ask(), None
        except (Exception, SystemExit) as error:
            return None, error
        finally:
            self.data.put_back()

    def source(self, node: Any) -> str:
        """The text of an expression or a statement."""
        return ast.get_source_segment(self.text, node) or ""

    def _with(self, places: Collection[int]) -> Codes:
        """The code of what holds these places, with them changed."""
        if (key := tuple(places)) in self.codes:
            return self.codes[key]
        undo = []
        for k in places:
            place = self.places[k]
            undo.append((place, place.put(instead(place, k))))
        try:
            tops = {id(place.top): place.top for place, _ in undo}
            self.codes[key] = self._compiled([*tops.values()])
            return self.codes[key]
        finally:
            for place, old in reversed(undo):
                place.put(old)

    def _compiled(self, tops: list[ast.stmt]) -> Codes:
        """The functions' code, by name and first line; None for two alike."""
        future = [
            s for s in self.tree.body if s not in tops
            and isinstance(s, ast.ImportFrom) and s.module == "__future__"
        ]
        module = ast.Module([*future, *tops], [])
        found: Codes = {}
        codes = [compile(module, self.filename, "exec", dont_inherit=True)]
        for code in codes:
            for inner in code.co_consts:
                if isinstance(inner, CodeType):
                    codes.append(inner)
                    key = inner.co_qualname, inner.co_firstlineno
                    found[key] = None if key in found else inner
        return found

    def _live(self, codes: Codes) -> None:
        """Put the code into the functions that live."""
        for key, code in codes.items():
            for function in self.living.get(key, ()) if code else ():
                with suppress(ValueError):  # of another closure
                    function.__code__ = code  # type: ignore[assignment]

    def _tick(self, line: int) -> None:
        self.rounds += 1
        if self.rounds > ROUNDS:
            raise Endless(line)


def _living(filename: str) -> dict[tuple[str, int], list[FunctionType]]:
    """All functions that were made from that file."""
    found: dict[tuple[str, int], list[FunctionType]] = {}
    for thing in get_objects():
        if isinstance(thing, FunctionType):
            code = thing.__code__
            if code.co_filename == filename:
                key = code.co_qualname, code.co_firstlineno
                found.setdefault(key, []).append(thing)
    return found


class _Data:
    """What a module keeps between two calls, put back after each."""

    def __init__(self, module: ModuleType, functions: list[Any]) -> None:
        own = [v for v in vars(module).values()
               if isclass(v) and v.__module__ == module.__name__]
        slots = [(owner, name) for owner in [module, *own]
                 for name in vars(owner) if name[:2] != "__"]
        slots += [(f, "__defaults__") for f in functions]
        self.kept = [(*slot, pickled) for slot in slots
                     if (pickled := _pickled(getattr(*slot)))]

    def put_back(self) -> None:
        for owner, name, pickled in self.kept:
            if _pickled(getattr(owner, name, None)) != pickled:
                setattr(owner, name, pickle.loads(pickled))


def _pickled(value: Any) -> bytes:
    """b"" for what is no data, or too much of it."""
    if isclass(value) or isroutine(value) or ismodule(value):
        return b""
    with suppress(Exception):  # whatever a class may raise
        made = pickle.dumps(value)
        return made if len(made) <= MOST else b""
    return b""


def added(a: Any, b: Any) -> Any:
    """The sum, of lists entry by entry."""
    if isinstance(a, list):
        return [added(p, q) for p, q in zip(a, b)]
    return a + b
