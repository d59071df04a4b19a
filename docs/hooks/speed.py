"""How long it takes, measured once for the page on speed.

python -m docs.hooks.speed, with NumPy, PyTorch and micrograd installed, runs
tests/benchmark.py's race, then each algorithm at growing sizes, and writes
docs/records/speed.json: machine and versions, the times, the exponents.
"""

import gc
import io
import json
import math
import platform
import sys
import time
import timeit
from collections.abc import Callable, Sequence
from datetime import datetime, timezone
from importlib import import_module
from importlib.metadata import version
from pathlib import Path
from typing import Any

from docs.hooks.record import RECORDS, ROOT
from docs.hooks.words import words
from rnn_pure import autograd, bptt, forward, rtrl
from rnn_pure.console import Console
from rnn_pure.practice import plot
from rnn_pure.practice.sunspots import online

RACE = (3, 4, 6, 8, 12, 16, 24, 32, 48, 64, 100)  # n_re
N_IN, N_OUT, TURNS = 3, 2, 40
# n_re at which each algorithm's time is measured, and what theory says of it
GROWTH: dict[str, tuple[Sequence[int], int]] = {
    "bptt": ((32, 48, 64, 96, 128), 2),
    "graph": ((8, 12, 16, 24, 32), 2),
    "rtrl": ((8, 12, 16, 24, 32), 4),
}


def benchmark() -> Any:
    """tests/benchmark.py, as a module."""
    sys.path.insert(0, str(ROOT / "tests"))
    return import_module("benchmark")


def race(bench: Any) -> list[dict[str, float]]:
    """Microseconds of forward + bptt, a row a size."""
    rows = []
    for n_re in RACE:
        T = 4 if n_re == 3 else 10
        contest = bench.contestants(bench.problem(N_IN, n_re, N_OUT, T))
        rows.append({"n_re": n_re, "T": T, **bench.race(contest, TURNS)})
        print(rows[-1], flush=True)
    return rows


def milliseconds(bench: Any, name: str, n_re: int, T: int) -> float:
    """What one gradient takes that way, at best."""
    rnn, xs, ds, z_0 = bench.problem(N_IN, n_re, N_OUT, T)
    runs: dict[str, Callable[[], Any]] = {
        "bptt": lambda: bptt(rnn, forward(rnn, xs, z_0), ds),
        "graph": lambda: autograd.gradients(rnn, xs, ds, z_0),
        "rtrl": lambda: rtrl(rnn, xs, ds, z_0),
    }
    gc.collect()
    return min(timeit.repeat(runs[name], gc.enable, number=1, repeat=9)) * 1e3


def exponent(points: Sequence[tuple[float, float]]) -> float:
    """The slope of log y over log x, by least squares."""
    logs = [(math.log(x), math.log(y)) for x, y in points]
    mean_x = sum(x for x, _ in logs) / len(logs)
    return (sum((x - mean_x) * y for x, y in logs)
            / sum((x - mean_x) ** 2 for x, _ in logs))


def growth(bench: Any) -> dict[str, Any]:
    """Each algorithm's times over n_re, T = 10, and over T, n_re = 8."""
    found = {}
    for name, (sizes, theory) in GROWTH.items():
        over_n = [(n, milliseconds(bench, name, n, 10)) for n in sizes]
        over_T = [(T, milliseconds(bench, name, 8, T)) for T in (40, 80, 160)]
        found[name] = {
            "times": over_n,
            "n_re": exponent(over_n),
            "T": exponent(over_T),
            "theory": theory,
            "at_8": milliseconds(bench, name, 8, 10),
            "at_32": milliseconds(bench, name, 32, 10),
        }
        print(name, found[name], flush=True)
    return found


def picture(rows: list[dict[str, float]], lang: str) -> str:
    """Microseconds over n_re, who is who in the legend."""
    said = words("speed", lang)
    names = ("rnn_pure", "NumPy", "NumPy*", "PyTorch", "micrograd")
    curves = [
        plot.Curve(name, [(row["n_re"], row[name]) for row in rows
                          if name in row])
        for name in names
    ]
    return plot.svg(said["title"], curves, plot.Axis("n_re", log=True),
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


def printed(found: dict[str, online.Row], lang: str) -> str:
    """The table of learning while the years go by."""
    stream = io.StringIO()
    online.table(Console(lang, stream), found)
    return stream.getvalue().rstrip()


def write() -> Path:
    """Measure all and keep it."""
    bench = benchmark()
    started, found = time.process_time(), online.compared()
    sys.setrecursionlimit(10**5)  # micrograd's backward is recursive
    gc.freeze()
    grown = growth(bench)  # first: what a race leaves behind slows it down
    rows = race(bench)
    path = RECORDS / "speed.json"
    path.write_text(json.dumps({
        "command": "python -m docs.hooks.speed",
        "date": f"{datetime.now(timezone.utc):%Y-%m-%d}",
        "python": platform.python_version(),
        "figures": {
            "machine": machine(),
            "versions": {name: version(name)
                         for name in ("numpy", "torch", "micrograd")},
            "race": {
                str(row["n_re"]): {
                    name.replace("NumPy*", "tuned"): us
                    for name, us in row.items()
                }
                for row in rows
            },
            "growth": grown,
        },
        "seconds": time.process_time() - started,
        "printed": {lang: printed(found, lang) for lang in ("ko", "en")},
        "svg": {lang: picture(rows, lang) for lang in ("ko", "en")},
    }, ensure_ascii=False, indent=1) + "\n", encoding="utf-8")
    return path


if __name__ == "__main__":
    Console("en").print(str(write().relative_to(ROOT)))
