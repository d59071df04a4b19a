"""A student's function: found in a module, called on a case, answered."""

import inspect
import traceback
from collections.abc import Callable
from itertools import chain
from types import ModuleType
from typing import Any

from rnn_pure.checks import WEIGHTS
from rnn_pure.diagnosis import answers, params, tuples
from rnn_pure.diagnosis.answers import Answer, snapshot
from rnn_pure.diagnosis.arguments import Unfit, Wants, readings, values
from rnn_pure.diagnosis.cases import Case, World, case
from rnn_pure.diagnosis.layouts import Layout, layouts

LIKELY = ("bptt", "backprop", "backward", "lossfun", "grad")
NOT = ("truncated", "numeric", "check", "test", "clip", "update", "numgrad")


class Submission:
    """A function, and how to call it.

    Raises Unfit where the names of its parameters do not say how.
    """

    def __init__(self, function: Callable[..., Any]) -> None:
        self.function = function
        self.readings: list[Wants] = readings(function)
        self.named = tuples.names_of_returned(function)
        self.keys = params.keys_of(function)
        self.read_as(0)

    def read_as(self, k: int) -> None:
        """Take its parameters for what one of the readings says."""
        self.wants = self.readings[k]
        self.roles: dict[Layout, tuples.Roles] = {}

    def fresh(self) -> Any:
        """None: here there is no process to begin again."""

    @property
    def layouts(self) -> tuple[Layout, ...]:
        return self.layouts_of(self.wants)

    def layouts_of(self, wants: Wants) -> tuple[Layout, ...]:
        """Those to be tried in a reading."""
        if wants.takes_states:
            return (Layout(),)
        names = {*wants.parameters, *wants.globals}
        return layouts(
            letters={"U", "W"} <= names,
            parameters="params" in wants.parameters.values(),
        )

    def ask(
        self, world: World, name: str, seed: int, layout: Layout
    ) -> Answer:
        """Call it on one case; whatever happens is told in the answer."""
        at = case(world, name, seed)
        module = getattr(self.function, "__module__", "") or ""
        given = values(
            self.wants, world, at, layout, name, module, self.keys
        )
        arguments = {
            name: given[role] for name, role in self.wants.parameters.items()
        }
        before = {name: snapshot(arguments[name]) for name in arguments}
        put = {n: given[role] for n, role in self.wants.globals.items()}
        of_module = getattr(self.function, "__globals__", {})
        kept = {n: of_module[n] for n in put}
        of_module.update(put)
        try:
            returned = self._call({**arguments})
            answer = self._read(returned, at, name, layout)
        except KeyboardInterrupt:
            raise
        except BaseException as error:
            code = getattr(self.function, "__code__", None)
            answer = failed(error, code.co_filename if code else "")
        finally:
            of_module.update(kept)
        if not answer.problem:
            answer.changed = [
                name for name, old in before.items()
                if snapshot(arguments[name]) != old
            ]
        if "_read" in getattr(given.get("rnn"), "__dict__", {}):
            answer.read = sorted(vars(given["rnn"])["_read"])
        return answer

    def _call(self, arguments: dict[str, Any]) -> Any:
        signature = inspect.signature(self.function)
        positional = [
            arguments.pop(p.name)
            for p in signature.parameters.values()
            if p.kind is p.POSITIONAL_ONLY and p.name in arguments
        ]
        return self.function(*positional, **arguments)

    def _read(
        self, returned: Any, at: Case, name: str, layout: Layout
    ) -> Answer:
        """The answer; of the tuple's entries the unequal shapes tell most."""
        what = type(returned).__name__
        returned, E = tuples.unwrapped(returned)
        parts = tuples.entries(returned, self.named)
        roles = self.roles.get(layout, {})
        if name == "unequal" or not parts.keys() & roles.keys():
            roles = self.roles[layout] = tuples.roles(parts, at, layout)
        answer = answers.read(parts, roles, at, layout)
        if E is not None and answer.E is None:
            answer.E = answers.number(E)
        if not {*answer.fields, *answer.shapes} & {*WEIGHTS}:
            answer.problem, answer.what = "nothing", what
        return answer


def failed(error: BaseException, file: str) -> Answer:
    """What was raised, and where in a file it was."""
    kind = "exits" if isinstance(error, SystemExit) else "raises"
    what = "".join(traceback.format_exception_only(error)).strip()
    answer = Answer(problem=kind, what=what.splitlines()[-1][:200])
    frames = traceback.extract_tb(error.__traceback__)
    mine = [frame for frame in frames if frame.filename == file]
    if mine:
        answer.line, answer.code = mine[-1].lineno or 0, mine[-1].line or ""
    elif isinstance(error, SyntaxError) and error.filename == file:
        answer.line, answer.code = error.lineno or 0, error.text or ""
    answer.code = answer.code.strip()[:200]
    return answer


def find(module: ModuleType, wanted: str | None) -> Submission:
    """The module's gradient function: the one wanted, or by its name.

    bptt is taken first, then a name with one of LIKELY in it, of functions
    that the module itself defines and whose parameters say what they want.
    Raises Unfit, whose arguments tell what was found.
    """
    there = {
        name: value
        for name, value in vars(module).items()
        if callable(value)
        and getattr(value, "__module__", "") == module.__name__
        and (inspect.isfunction(value) or wanted == name)
    }
    if wanted is not None:
        if wanted not in there:
            raise Unfit("absent", wanted, sorted(there))
        return _fitting(there[wanted], wanted)
    ranked: list[list[str]] = [["bptt"] if "bptt" in there else []]
    for word in LIKELY:
        ranked.append([
            name for name in there
            if word in name.lower().replace("_", "")
            and not any(no in name.lower() for no in NOT)
        ])
    named = {*chain(*ranked)}
    ranked.append([  # whatever its name: that which takes all it needs
        name for name in there
        if not name.startswith("_") and name not in named
        and not any(no in name.lower() for no in NOT)
    ])
    first: Unfit | None = None
    for names in ranked:
        fitting = []
        for name in names:
            try:
                submission = _fitting(there[name], name)
                sure = name in named or not submission.wants.takes_states
                fitting += [submission] * sure
            except Unfit as unfit:
                first = first or (unfit if name in named else None)
        if len(fitting) > 1:
            raise Unfit("several", [s.function.__name__ for s in fitting])
        if fitting:
            return fitting[0]
    classes = [n for n, v in vars(module).items() if inspect.isclass(v)
               and v.__module__ == module.__name__]
    raise first or Unfit("none", sorted(there), sorted(classes))


def _fitting(function: Callable[..., Any], name: str) -> Submission:
    try:
        return Submission(function)
    except Unfit as unfit:
        signature = f"{name}{_signature(function)}"
        raise Unfit("parameter", signature, *unfit.args) from None


def _signature(function: Callable[..., Any]) -> str:
    try:
        names = inspect.signature(function).parameters
    except (TypeError, ValueError):
        return "(…)"
    return f"({', '.join(names)})"
