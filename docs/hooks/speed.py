"""How long it takes, measured once for the page on speed.

python -m docs.hooks.speed, with NumPy, PyTorch and micrograd installed, runs
tests/benchmark.py's race, then each algorithm at growing sizes, and writes
docs/records/speed.json: machine and versions, the times, the exponents.
"""

import gc
import json
import math
import platform
import sys
import timeit
from collections.abc import Callable, Iterable
from datetime import datetime, timezone
from importlib import import_module
from importlib.metadata import version
from pathlib import Path
from typing import Any

from docs.hooks.record import RECORDS, ROOT, figure
from docs.hooks.words import words
from rnn_pure import autograd, bptt, forward, rtrl
from rnn_pure.console import Console
from rnn_pure.practice import plot
from rnn_pure.practice.sunspots import online

RACE = (4, 6, 8, 12, 16, 24, 32, 48, 64, 100)  # n_re
N_IN, N_OUT, T, TURNS = 3, 2, 10, 40
# n_re at which each algorithm is measured, and bptt once more
SIZES, LARGER = (8, 12, 16, 24, 32), (32, 48, 64, 96, 128)
LENGTHS = (40, 80, 160)  # T, with 8 units
THEORY = {"bptt": 2, "graph": 2, "rtrl": 4}  # the exponent of n_re


def benchmark() -> Any:
    """tests/benchmark.py, as a module."""
    sys.path.insert(0, str(ROOT / "tests"))
    return import_module("benchmark")


def race(bench: Any) -> dict[str, dict[str, float]]:
    """Microseconds of forward + bptt by n_re and by who computes it."""
    rows = {}
    for n_re in RACE:
        contest = bench.contestants(bench.problem(N_IN, n_re, N_OUT, T))
        found = bench.race(contest, TURNS)
        found["tuned"] = found.pop("NumPy*")
        rows[str(n_re)] = found
        print(n_re, found, flush=True)
    return rows


def milliseconds(bench: Any, name: str, n_re: int, steps: int) -> float:
    """What one gradient takes that way, at best."""
    rnn, xs, ds, z_0 = bench.problem(N_IN, n_re, N_OUT, steps)
    runs: dict[str, Callable[[], Any]] = {
        "bptt": lambda: bptt(rnn, forward(rnn, xs, z_0), ds),
        "graph": lambda: autograd.gradients(rnn, xs, ds, z_0),
        "rtrl": lambda: rtrl(rnn, xs, ds, z_0),
    }
    gc.collect()
    return min(timeit.repeat(runs[name], gc.enable, number=1, repeat=9)) * 1e3


def exponent(points: Iterable[tuple[float, float]]) -> float:
    """The slope of log y over log x, by least squares."""
    logs = [(math.log(x), math.log(y)) for x, y in points]
    mean_x = sum(x for x, _ in logs) / len(logs)
    return (sum((x - mean_x) * y for x, y in logs)
            / sum((x - mean_x) ** 2 for x, _ in logs))


def growth(bench: Any) -> dict[str, Any]:
    """Each algorithm's times over n_re, and the exponents."""
    found: dict[str, Any] = {}
    for name in THEORY:
        times = [milliseconds(bench, name, n, T) for n in SIZES]
        over_T = [milliseconds(bench, name, 8, steps) for steps in LENGTHS]
        found[name] = {
            "times": times,
            "n_re": exponent(zip(SIZES, times)),
            "T": exponent(zip(LENGTHS, over_T)),
        }
        print(name, found[name], flush=True)
    larger = [milliseconds(bench, "bptt", n, T) for n in LARGER]
    found["bptt"]["larger"] = exponent(zip(LARGER, larger))
    return found


def picture(lang: str) -> str:
    """The recorded race: microseconds over n_re."""
    said, rows = words("speed", lang), figure("speed", "race").items()
    curves = [
        plot.Curve(label, [(int(n_re), row[name]) for n_re, row in rows
                           if name in row])
        for name, label in (
            ("rnn_pure", "rnn_pure"), ("NumPy", "NumPy"), ("tuned", "NumPy*"),
            ("PyTorch", "PyTorch"), ("micrograd", "micrograd"),
        )
    ]
    units = plot.Axis(said["units"], log=True, ticks=(4, 8, 16, 32, 100))
    return plot.svg(said["title"], curves, units,
                    plot.Axis(said["microseconds"], log=True))


def machine() -> str:
    """The processor's own name, where the system tells it."""
    try:
        text = Path("/proc/cpuinfo").read_text(encoding="utf-8")
    except OSError:
        return platform.processor() or platform.machine()
    names = [line.partition(":")[2].strip() for line in text.splitlines()
             if line.startswith("model name")]
    return names[0] if names else platform.machine()


def write() -> Path:
    """Measure all and keep it."""
    bench = benchmark()
    learned = online.compared()
    sys.setrecursionlimit(10**5)  # micrograd's backward is recursive
    gc.freeze()
    grown = growth(bench)  # first: what a race leaves behind slows it down
    path = RECORDS / "speed.json"
    path.write_text(json.dumps({"figures": {
        "date": f"{datetime.now(timezone.utc):%Y-%m-%d}",
        "python": platform.python_version(),
        "machine": machine(),
        "versions": {name: version(name)
                     for name in ("numpy", "torch", "micrograd")},
        "race": race(bench),
        "growth": grown,
        "online": {way: row._asdict() for way, row in learned.items()},
    }}, ensure_ascii=False, indent=1) + "\n", encoding="utf-8")
    return path


if __name__ == "__main__":
    Console("en").print(str(write().relative_to(ROOT)))
