"""Which f, g and E a submission computes: read off its own run.

The states, outputs and slopes of a world that is known pass somewhere in the
run. Where none does, f is measured: what comes of u ± h; and where the file
has an E, its slope is: what comes of v ± h.
"""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from typing import Any

from rnn_pure.activations import Activation
from rnn_pure.diagnosis.blame import Trial
from rnn_pure.diagnosis.calling import Plan
from rnn_pure.diagnosis.candidates import Put, like
from rnn_pure.diagnosis.nets import FS, OUTPUTS
from rnn_pure.diagnosis.values import close, flat
from rnn_pure.losses import ErrorFunction, softmax
from rnn_pure.matrix import Vector, add, hadamard, matvec
from rnn_pure.stand import NAMED, Inputs, World, states

H = 1e-5
Numbers = list[float]
Table = list[tuple[float, float, float]]  # at u: f(u), and its slope


def own_world(trial: Trial, losses: list[Plan]) -> World:
    """The world of a trial's case, or another that fits it better."""
    case, world = trial.case, trial.case.world
    if case.plan.in_world or len(case.many) > 1:
        return world
    given, streams = case.many[0], _Streams(trial)
    fs = dict.fromkeys((world.f, *FS))
    f = next((f for f in fs if streams.has(
        states(given, replace(world, f=f)).z[1:])), "")
    f = f or _own_f(streams, given) or world.f
    known = trial.ok.get("W_out") or trial.ok.get("b_out")
    if world.error == "given" or (known and f == world.f):
        return replace(world, f=f)
    some = [replace(world, f=f), *(World(f, g, E) for g, E in OUTPUTS)]
    due = _own_slopes(streams, given, some[0], losses)
    if due is None:
        return max(some, key=lambda w: _passing(streams, given, w))
    for w in some:
        if _proportional(_slopes(given, w), due):
            return w
    return replace(some[0], g="identity", error="own E", factor="1")


class _Streams:
    """All the numbers that pass each place, one after another."""

    def __init__(self, trial: Trial) -> None:
        self.trial = trial
        self.of: dict[int, Numbers] = {}
        self.run({k: None for k, place in enumerate(trial.places)
                  if place.kind in ("value", "after")})

    def run(self, puts: dict[int, Put | None], plan: Plan | None = None) -> (
        float | None
    ):
        """Run, and keep what passes; with another plan its E."""
        times, case = dict.fromkeys(puts, 0), self.trial.case
        kept: dict[int, Numbers] = {}  # what comes first stands first

        def hook(k: int, value: Any) -> Any:
            if put := puts[k]:
                value = put(times[k], value)
            times[k] += 1
            kept.setdefault(k, []).extend(flat(value))
            return value

        said, error = self.trial.asked(hook, puts, plan)
        self.of |= kept
        return None if error or not plan else plan.read(
            said, case.many[0], case.layout).E

    def has(self, vectors: Sequence[Vector]) -> int | None:
        """Where these pass, but for the last; or the last first."""
        for way in vectors, vectors[::-1]:
            due = [k for vector in way[:-1] for k in vector]
            for k, stream in self.of.items():
                if len(stream) >= len(due) and close(stream[:len(due)], due):
                    return k
        return None


def _passing(streams: _Streams, given: Inputs, world: World) -> float:
    """Which part of what this world computes passes."""
    y, out = states(given, world).y[1:], _slopes(given, world)
    through = [[*map(softmax, y)]] * (world.error[:4] == "soft")
    through += [[*map(NAMED["sigmoid"], y)]] * (world.error[:4] == "sigm")
    some = [y, out, *through]
    return sum(streams.has(v) is not None for v in some) / len(some)


def _slopes(given: Inputs, world: World) -> list[Vector]:
    """∂E/∂v_t of a world; its E may not be asked of such targets."""
    made = states(given, world)
    return [
        hadamard(NAMED[world.error].gradient(y, d), NAMED[world.g].prime(v))
        if d else [0.0] * len(y)
        for y, v, d in zip(made.y[1:], made.v[1:], given.ds)
    ]


def _own_f(streams: _Streams, given: Inputs) -> str:
    """Measured at the place of u, by what comes where z is."""
    n, T = len(given.b), len(given.xs)
    for k, stream in [*streams.of.items()]:
        z = [stream[i:i + n] for i in range(0, n * T, n)]
        if len(stream) < n * T or not any(stream):
            continue
        u = [add(add(matvec(given.W_in, x), matvec(given.W_re, before)),
                 given.b) for x, before in zip(given.xs, [given.z_0, *z])]
        at = streams.has(u)
        if at is None or at == k:
            continue
        found = []
        for h in H, -H:
            streams.run({at: _moved(u, h), k: None})
            found.append(streams.of[k][:n * T])
        slopes = [(p - q) / (2 * H) for p, q in zip(*found)]
        table = [*zip((k for vector in u for k in vector), stream, slopes)]
        NAMED["own f"] = Activation("own f", _nearest(table, 1),
                                    _nearest(table, 2))
        return "own f"
    return ""


def _own_slopes(
    streams: _Streams, given: Inputs, world: World, losses: list[Plan]
) -> list[Vector] | None:
    """∂E/∂v_t of the E that the file has, if it has one."""
    v = states(given, world).v[1:]
    at = streams.has(v)
    loss = next((p for p in losses if streams.run({}, p) is not None), None)
    if at is None or not loss:
        return None
    passing, table = streams.of[at][:sum(map(len, v))], []
    for i, k in enumerate(passing):
        E = [streams.run({at: _moved([passing], h, i)}, loss)
             for h in (H, -H)]
        if None in E:
            return None
        slope = (E[0] - E[1]) / (2 * H)  # type: ignore[operator]
        table.append((k, slope, slope))
    nearest = _nearest(table, 1)
    NAMED["own E"] = ErrorFunction(
        "own E", lambda y, d: 0.0, lambda y, d: nearest(y))
    return [*map(nearest, v)]


def _moved(vectors: Sequence[Vector], h: float, only: int = -1) -> Put:
    """All the numbers of a stream moved by h; or one of them."""
    due = [k for vector in vectors for k in vector]
    rest: Iterator[tuple[int, float]] = iter(())

    def put(i: int, value: Any) -> Any:
        nonlocal rest
        numbers = []
        for _ in flat(value):
            j, k = next(rest, (-1, 0.0))
            if j < 0:
                rest = enumerate(due)
                j, k = next(rest)
            numbers.append(k + h if only in (-1, j) else k)
        return like(value, tuple(numbers))
    return put


def _nearest(table: Table, which: int) -> Callable[[Vector], Vector]:
    def at(u: Vector) -> Vector:
        return [min(table, key=lambda row: abs(row[0] - k))[which] for k in u]
    return at


def _proportional(a: Sequence[Vector], b: Sequence[Vector]) -> bool:
    p, q = [k for v in a for k in v], [k for v in b for k in v]
    i = max(range(len(q)), key=lambda i: abs(q[i]))
    return bool(p[i]) and close([k * q[i] / p[i] for k in p], q, 1e-4)
