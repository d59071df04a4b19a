"""How fast: forward + bptt beside the floor, NumPy, PyTorch and micrograd.

    python tests/benchmark.py [--n-in N] [--n-out N] [--n-re N ...]

--record keeps the times in docs/records/speed.json, for the page on Practice.

The floor is the same dot products, at their own lengths, and nothing else.
All others compute the same seven gradients of the same numbers; the script
exits with 1 where they do not agree. They take turns, and the best turn of
each counts, so that a hiccup of the machine hits all alike; the garbage
collector is on, as it is in any program.
"""

import argparse
import gc
import json
import math
import random
import sys
import timeit
from collections.abc import Callable
from contextlib import suppress
from datetime import date
from functools import partial
from importlib import import_module
from importlib.metadata import version
from operator import mul
from pathlib import Path
from platform import python_version
from typing import Any, TypeAlias

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

from rnn_pure import RNN, bptt, forward
from rnn_pure.checks import WEIGHTS
from rnn_pure.matrix import transpose

Problem: TypeAlias = tuple[RNN, list, list, list]  # rnn, xs, ds, z_0
Run: TypeAlias = Callable[[], Any]


def installed(module: str) -> Any:
    """The module, or None where it is not installed."""
    with suppress(ImportError):
        return import_module(module)


np, torch = installed("numpy"), installed("torch")
micrograd = installed("micrograd.engine")
RIVALS = {"NumPy": np, "NumPy*": np, "PyTorch": torch, "micrograd": micrograd}
RECORD = Path(__file__).resolve().parents[1] / "docs/records/speed.json"
THREADS = torch.get_num_threads() if torch else 1
LARGEST_GRAPH = 32  # micrograd makes an object of every scalar operation
TURN = 0.01  # seconds: a turn is as many calls as fit, but at least one


def problem(n_in: int, n_re: int, n_out: int, T: int) -> Problem:
    """Random numbers, always the same ones for the same sizes."""
    draw = random.Random(n_re).uniform

    def matrix(m: int, n: int) -> list[list[float]]:
        return [[draw(-1, 1) for j in range(n)] for i in range(m)]

    rnn = RNN.random(n_in, n_re, n_out, seed=n_re)
    [rnn.b] = matrix(1, n_re)
    [rnn.b_out] = matrix(1, n_out)
    return rnn, matrix(T, n_in), matrix(T, n_out), [0.0] * n_re


def weights(rnn: Any) -> list[Any]:
    """The five weights, or the five gradients."""
    return [getattr(rnn, name) for name in WEIGHTS]


def of_rnn_pure(rnn: RNN, xs: list, ds: list, z_0: list) -> Run:
    """All of it, the checks at the door included."""
    return lambda: bptt(rnn, forward(rnn, xs), ds)


def of_floor(rnn: RNN, xs: list, ds: list, z_0: list) -> Run:
    """The last products are dE by W_out, W_re, W_in and z_0, row by row."""
    states = forward(rnn, xs, z_0)
    x, z, gradients = states.x, states.z, bptt(rnn, states, ds)
    delta_out, delta_re = gradients.delta_out, gradients.delta_re
    W_in, W_re, W_out = rnn.W_in, rnn.W_re, rnn.W_out
    W_in_T, W_re_T, W_out_T = map(transpose, (W_in, W_re, W_out))
    todo = []  # a matrix and the vector that it meets
    for t in range(1, len(x)):
        todo += [(W_in, x[t]), (W_re, z[t - 1]), (W_out, z[t]),
                 (W_out_T, delta_out[t]), (W_re_T, delta_re[t + 1]),
                 (W_in_T, delta_re[t])]
    for deltas, met in ((delta_out[1:], z[1:]), (delta_re[1:-1], z[:-1]),
                        (delta_re[1:-1], x[1:])):
        met_T = list(zip(*met))
        todo += [(met_T, delta_i) for delta_i in zip(*deltas)]
    todo.append((W_re_T, delta_re[1]))
    pairs = [(row, vector) for W, vector in todo for row in W]
    if sys.version_info < (3, 12):
        return lambda: [sum(map(mul, a, b)) for a, b in pairs]
    dot = math.sumprod
    return lambda: [dot(a, b) for a, b in pairs]


def of_numpy(rnn: RNN, xs: list, ds: list, z_0: list) -> Run:
    """As min-char-rnn and most courses write it: a line an equation."""
    W_in, W_re, b, W_out, b_out = map(np.array, weights(rnn))
    x, d, T = [None, *map(np.array, xs)], [None, *map(np.array, ds)], len(xs)

    def run() -> Any:
        u, z, y, dE_dx = {}, {0: np.array(z_0)}, {}, {}
        for t in range(1, T + 1):
            u[t] = W_in @ x[t] + W_re @ z[t - 1] + b
            z[t] = np.tanh(u[t])
            y[t] = W_out @ z[t] + b_out
        dE_dW_in, dE_dW_re, dE_db, dE_dW_out, dE_db_out, delta_re = map(
            np.zeros_like, (W_in, W_re, b, W_out, b_out, b))
        for t in range(T, 0, -1):
            delta_out = y[t] - d[t]
            dE_dz = W_out.T @ delta_out + W_re.T @ delta_re
            delta_re = (1 - z[t] ** 2) * dE_dz
            dE_dW_out += np.outer(delta_out, z[t])
            dE_dW_re += np.outer(delta_re, z[t - 1])
            dE_dW_in += np.outer(delta_re, x[t])
            dE_db_out += delta_out
            dE_db += delta_re
            dE_dx[t] = W_in.T @ delta_re
        dE_dz_0 = W_re.T @ delta_re
        return [dE_dW_in, dE_dW_re, dE_db, dE_dW_out, dE_db_out,
                [dE_dx[t] for t in range(1, T + 1)], dE_dz_0]

    return run


def of_tuned_numpy(rnn: RNN, xs: list, ds: list, z_0: list) -> Run:
    """Every array and view made beforehand, one product for all steps."""
    add, dot, multiply = np.add, np.dot, np.multiply
    subtract, tanh = np.subtract, np.tanh
    W_in, W_re, b, W_out, b_out = map(np.array, weights(rnn))
    x, d, z = np.array(xs), np.array(ds), np.array([z_0] * (len(xs) + 1))
    z_before, z_now, delta_out, work = z[:-1], z[1:], d.copy(), b.copy()
    u, slope, delta_re = (np.empty_like(z_now) for _ in range(3))
    W_in_T, W_out_T = W_in.T, W_out.T
    delta_out_T, delta_re_T = delta_out.T, delta_re.T
    dE = [np.empty_like(a) for a in (W_in, W_re, b, W_out, b_out, x, b)]
    dE_dW_in, dE_dW_re, dE_db, dE_dW_out, dE_db_out, dE_dx, dE_dz_0 = dE
    there = list(zip(u, z_before, z_now))
    back = list(zip(delta_re, delta_re[1:], slope))[::-1]
    delta_1, delta_T, slope_T = delta_re[0], delta_re[-1], slope[-1]

    def run() -> Any:
        add(dot(x, W_in_T, u), b, u)
        for u_t, z_t_before, z_t in there:
            tanh(add(u_t, dot(W_re, z_t_before, work), work), z_t)
        add(dot(z_now, W_out_T, delta_out), b_out, delta_out)
        subtract(delta_out, d, delta_out)
        subtract(1, multiply(z_now, z_now, slope), slope)
        dot(delta_out, W_out, delta_re)
        multiply(delta_T, slope_T, delta_T)
        for delta_t, delta_after, slope_t in back:
            add(delta_t, dot(delta_after, W_re, work), work)
            multiply(work, slope_t, delta_t)
        dot(delta_out_T, z_now, dE_dW_out)
        dot(delta_re_T, z_before, dE_dW_re)
        dot(delta_re_T, x, dE_dW_in)
        add.reduce(delta_re, 0, None, dE_db)
        add.reduce(delta_out, 0, None, dE_db_out)
        dot(delta_re, W_in, dE_dx)
        dot(delta_1, W_re, dE_dz_0)
        return dE

    return run


def of_pytorch(rnn: RNN, xs: list, ds: list, z_0: list) -> Run:
    """With one thread or with its own choice, whichever is faster."""
    x, d, z_0, *values = (
        torch.tensor(numbers, dtype=torch.float64)
        for numbers in (xs, ds, [z_0], *weights(rnn)))
    x, d, z_0 = x[:, None].clone(), d[:, None], z_0[:, None].clone()
    cell = torch.nn.RNN(len(xs[0]), len(rnn.b), dtype=torch.float64)
    layer = torch.nn.Linear(len(rnn.b), len(ds[0]), dtype=torch.float64)
    cell.bias_hh_l0.requires_grad_(False).zero_()  # a second b: not needed
    leaves = [cell.weight_ih_l0, cell.weight_hh_l0, cell.bias_ih_l0,
              layer.weight, layer.bias]
    for leaf, value in zip(leaves, values):
        leaf.data.copy_(value)
    leaves += [x.requires_grad_(), z_0.requires_grad_()]
    squares = torch.nn.functional.mse_loss

    def run() -> Any:
        for leaf in leaves:
            leaf.grad = None
        z, _ = cell(x, z_0)
        (0.5 * squares(layer(z), d, reduction="sum")).backward()
        return [leaf.grad for leaf in leaves]

    def seconds(threads: int) -> float:
        torch.set_num_threads(threads)
        return min(timeit.repeat(run, number=5, repeat=40))

    torch.set_num_threads(min({1, THREADS}, key=seconds))
    return run


def of_micrograd(rnn: RNN, xs: list, ds: list, z_0: list) -> Run:
    """A neuron as in micrograd.nn, and the tanh of its author's lecture."""
    Value = micrograd.Value
    W_in, W_re, [b], W_out, [b_out], x, [z_0] = leaves = [
        [[Value(number) for number in row] for row in matrix]
        for matrix in (rnn.W_in, rnn.W_re, [rnn.b], rnn.W_out, [rnn.b_out],
                       xs, [z_0])]
    every_leaf = entries(leaves)

    def tanh(a: Any) -> Any:
        out = Value(math.tanh(a.data), (a,), "tanh")

        def _backward() -> None:
            a.grad += (1 - out.data**2) * out.grad

        out._backward = _backward
        return out

    def neuron(row: list, x: list, b: Any) -> Any:
        return sum((w_j * x_j for w_j, x_j in zip(row, x)), b)

    def run() -> Any:
        for leaf in every_leaf:
            leaf.grad = 0
        z, E = z_0, 0
        for x_t, d_t in zip(x, ds):
            u = [neuron(row, x_t, b_i) for row, b_i in zip(W_in, b)]
            u = [neuron(row, z, u_i) for row, u_i in zip(W_re, u)]
            z = [tanh(u_i) for u_i in u]
            y = [neuron(row, z, b_i) for row, b_i in zip(W_out, b_out)]
            E += sum((y_k - d_k) ** 2 for y_k, d_k in zip(y, d_t))
        (E * 0.5).backward()
        return leaves

    return run


def entries(numbers: Any) -> list[Any]:
    """Every number in lists, arrays or tensors, however deep, in one list."""
    if hasattr(numbers, "tolist"):
        numbers = numbers.tolist()
    if isinstance(numbers, list):
        return [entry for part in numbers for entry in entries(part)]
    return [numbers]


def contestants(p: Problem) -> dict[str, Run]:
    """Who computes this; exits with 1 unless all compute the same."""
    runs = {"floor": of_floor(*p), "rnn_pure": of_rnn_pure(*p)}
    if np:
        runs["NumPy"] = of_numpy(*p)
        runs["NumPy*"] = of_tuned_numpy(*p)
    if torch:
        runs["PyTorch"] = of_pytorch(*p)
    if micrograd and len(p[3]) <= LARGEST_GRAPH:
        runs["micrograd"] = of_micrograd(*p)
    results = {name: run() for name, run in runs.items()}
    dE = results.pop("rnn_pure")
    right = [*weights(dE), dE.x[1:], dE.z_0]
    products = entries([dE.W_out, dE.W_re, dE.W_in, dE.z_0])
    check("floor", results.pop("floor")[-len(products):], products)
    for name, result in results.items():
        for found, expected in zip(result, right):
            check(name, entries(found), entries(expected))
    return runs


def check(name: str, found: list[Any], expected: list[float]) -> None:
    """Exit with 1 unless both are the same numbers, up to rounding."""
    found = [getattr(entry, "grad", entry) for entry in found]
    error = math.dist(found, expected)  # at least that of any entry
    if not error <= 1e-9 * max(map(abs, expected)):
        sys.exit(f"{name} and rnn_pure differ by {error}: they compute "
                 f"different things, so they were not timed")


def race(runs: dict[str, Run], turns: int) -> dict[str, float]:
    """The least microseconds that a call took; who is slow skips turns."""
    once = {name: timeit.timeit(run, number=1) for name, run in runs.items()}
    best = dict.fromkeys(runs, math.inf)
    for turn in range(turns):
        for name, run in runs.items():
            if turn % min(math.ceil(once[name] / TURN), turns // 4 + 1) == 0:
                calls = max(1, int(TURN / once[name]))
                seconds = timeit.timeit(run, gc.enable, number=calls) / calls
                best[name] = min(best[name], seconds * 1e6)
        gc.collect()
    return best


def conclude(found: dict[str, list[int]]) -> str:
    """Who it was, and at which sizes, in words."""
    parts = (f"{name} at n_re = {', '.join(map(str, sizes))}"
             for name, sizes in found.items() if sizes)
    return "; ".join(parts) or "none of them"


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    number = partial(parser.add_argument, type=int)
    number("--n-in", default=3, help="inputs")
    number("--n-out", default=2, help="outputs")
    number("--n-re", nargs="+", help="recurrent units",
           default=[3, 8, 16, 32, 100])
    number("--turns", default=120, help="how often each takes its turn")
    parser.add_argument("--record", action="store_true",
                        help="keep the times for the site")
    options = parser.parse_args()
    if min(options.turns, options.n_in, options.n_out, *options.n_re) < 1:
        parser.error("every number must be 1 or more")
    sys.setrecursionlimit(10**5)  # micrograd's backward is recursive
    gc.freeze()
    here = [name for name, module in RIVALS.items() if module]
    versions = {name: version(RIVALS[name].__name__.split(".")[0])
                for name in here if name != "NumPy*"}
    print(f"Python {python_version()}", *(
        f"{name} {versions.get(name, 'not installed')}"
        for name in RIVALS if name != "NumPy*"
    ), sep=", ")
    print(f"forward + bptt in microseconds, n_in = {options.n_in}, n_out = "
          f"{options.n_out}; x: times rnn_pure's\n")
    print("n_re  T   floor rnn_pure /floor",
          *(f"{name:>10}{'x':>6}" for name in here), sep="")
    faster, slower = ({name: [] for name in here} for _ in range(2))
    times: dict[int, dict[str, float]] = {}
    for n_re in options.n_re:
        T = 4 if n_re == 3 else 10
        p = problem(options.n_in, n_re, options.n_out, T)
        best = race(contestants(p), options.turns)
        times[n_re] = dict(best)
        floor, ours = best.pop("floor"), best.pop("rnn_pure")
        row = f"{n_re:4}{T:3}{floor:8.0f}{ours:9.0f}{ours / floor:7.2f}"
        for name in here:
            ratio = best.get(name, math.nan) / ours
            row += f"{ratio * ours:10.0f}{ratio:6.2g}"
            if name in best:
                (faster if ratio > 1 else slower)[name].append(n_re)
        print(row.replace("nan", "  -"), flush=True)
    if here:
        print(f"\nPlain lists are faster than {conclude(faster)}.")
        print(f"Plain lists are no faster than {conclude(slower)}.")
    if np:
        print("NumPy*: all arrays made beforehand, one product for all steps.")
    if micrograd and max(options.n_re) > LARGEST_GRAPH:
        print(f"micrograd is left out above n_re = {LARGEST_GRAPH}: too slow.")
    if options.record:
        RECORD.write_text(json.dumps({
            "command": "python tests/benchmark.py --record",
            "date": date.today().isoformat(),
            "figures": {"python": python_version(), "versions": versions,
                        "times": times},
        }, indent=1) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
