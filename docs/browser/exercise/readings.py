"""What is compared: small networks, and what a function makes of each.

A reading is a name as the code has it, such as delta_re[2], and its value;
they come in the order in which they are computed, so that the first that is
wrong is where it went wrong.
"""

import contextlib
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from math import isclose
from typing import Any, NamedTuple

from docs.browser.exercise.blank import Blank
from rnn_pure import RNN, States, forward
from rnn_pure.diagnosis.nets import Shape, inputs
from rnn_pure.examples import on_screen
from rnn_pure.matrix import Matrix, Vector
from rnn_pure.stand import World, network


class Reading(NamedTuple):
    """A name, its value, and what is said where that differs.

    says is a key of [judge] in docs/words.toml, code the name as the
    function's lines have it.
    """

    name: str
    value: Any
    says: str = "differs"
    code: str = ""


@dataclass(frozen=True)
class Network:
    """A network and what is put in."""

    rnn: RNN
    xs: Matrix
    ds: list[Any]
    z_0: Vector

    @property
    def sizes(self) -> dict[str, int]:
        rnn = self.rnn
        return {"n_in": len(rnn.W_in[0]), "n_re": len(rnn.b),
                "n_out": len(rnn.b_out), "T": len(self.xs)}


@cache
def networks() -> list[Network]:
    """The one of the pages, and some of those that the judge of bptt has.

    The first has a z_0 after which z_1 and all else are those of the pages.
    Where sizes are equal no shape clashes. All that a slip could hide behind
    is away: z_0 is not 0, f and g bend, a step has no target. The last have
    large errors, and more steps: it is seen where something is cut off.
    """
    rnn, xs, ds = on_screen(float)
    others = [inputs(name, Shape())
              for name in ("unequal", "missing", "large", "long")]
    return [Network(rnn, xs, ds, [0.5, -1.0])] + [
        Network(network(it, World("tanh", "sigmoid")), it.xs, it.ds, it.z_0)
        for it in others
    ]


def same(have: Any, need: Any) -> bool:
    """Whether two values are one, but for the rounding of floats."""
    if isinstance(need, list | tuple):
        return (
            isinstance(have, list | tuple) and len(have) == len(need)
            and all(map(same, have, need))
        )
    if isinstance(need, int | float) and isinstance(have, int | float):
        return isclose(have, need, rel_tol=1e-9, abs_tol=1e-12)
    return bool(have is need or (isinstance(need, str) and have == need))


# --- where the reader's lines end --------------------------------------------


def seen(here: Blank, known: Mapping[str, Any]) -> Iterator[Reading]:
    """What the reader's lines have assigned where they end.

    It is compared first: at every t, before a later line can fail for want
    of it.
    """
    for target in here.targets:
        value = None
        with contextlib.suppress(Exception):  # a list of another length
            value = eval(target, {}, dict(known))
        name = target.replace("[t]", f"[{known.get('t')}]")
        if isinstance(value, States):
            window = _window(value.x[1:], known["xs"])
            yield Reading(name, "States", code=target)
            yield Reading(name, window, "window")
            yield Reading(f"{name}.z[0]", _kept(value.z[0]))
        else:
            yield Reading(name, _kept(value), code=target)


def _window(part: list[Any], xs: list[Any]) -> str:
    """The first and the last t of a part of the inputs; — if it is none."""
    for s in range(len(xs)):
        if part and same(part, xs[s:s + len(part)]):
            return f"{s + 1}, …, {s + len(part)}"
    return "—"


def _kept(value: Any) -> Any:
    """A copy of numbers and lists; of all else what it is."""
    if isinstance(value, list | tuple):
        return [*map(_kept, value)]
    if value is None or isinstance(value, int | float):
        return value
    return "function" if callable(value) else type(value).__name__


# --- one for each function that has a blank ---------------------------------


def _of_forward(module: dict[str, Any], net: Network) -> Iterator[Reading]:
    states = module["forward"](net.rnn, net.xs, net.z_0)
    for t in range(1, states.T + 1):
        for name in "uzvy":
            yield Reading(f"{name}[{t}]", getattr(states, name)[t])


def _of_bptt(module: dict[str, Any], net: Network) -> Iterator[Reading]:
    states = forward(net.rnn, net.xs, net.z_0)
    made = module["bptt"](net.rnn, states, net.ds)
    for t in range(states.T, 0, -1):
        yield Reading(f"delta_out[{t}]", made.delta_out[t])
        yield Reading(f"delta_re[{t}]", made.delta_re[t])
    yield from _weights(made)


def _of_rtrl(module: dict[str, Any], net: Network) -> Iterator[Reading]:
    steps = module["rtrl_steps"](net.rnn, net.xs, net.ds, net.z_0)
    for t, made in enumerate(steps, 1):
        yield from _weights(made, f" (t = {t})")


def _of_pieces(module: dict[str, Any], net: Network) -> Iterator[Reading]:
    for k1, k2 in (1, 2), (2, 3):
        pieces = module["truncated_bptt"](
            net.rnn, net.xs, net.ds, k1, k2, net.z_0
        )
        for n, made in enumerate(pieces, 1):
            t = min(n * k1, len(net.xs))
            yield Reading(f"delta_out[{t}]", made.delta_out[t])
            yield Reading(f"delta_re[{t}]", made.delta_re[t])
            yield from _weights(made)


def _weights(made: Any, when: str = "") -> Iterator[Reading]:
    for weight in "W_re", "W_in", "b", "W_out", "b_out":
        value = getattr(made, weight)
        if weight.startswith("W"):
            for i, row in enumerate(value):
                yield Reading(f"dE_d{weight}[{i}]{when}", row)
        else:
            yield Reading(f"dE_d{weight}{when}", value)


READINGS: dict[str, Callable[[dict[str, Any], Network], Any]] = {
    "rnn_pure.rnn:forward": _of_forward,
    "rnn_pure.backprop:bptt": _of_bptt,
    "rnn_pure.realtime:rtrl_steps": _of_rtrl,
    "rnn_pure.backprop:truncated_bptt": _of_pieces,
}
