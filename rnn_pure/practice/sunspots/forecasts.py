"""What is computed of the forecasts: ARV, the highest year, the pairs."""

from collections.abc import Sequence
from math import sqrt
from statistics import fmean, median, stdev
from typing import Any

from rnn_pure.practice.sunspots.series import (
    SPANS,
    TESTED,
    TRAINING,
    Years,
    arv,
    autoregression,
    between,
    persistence,
    squared_errors,
    variance,
    years,
)

Seeds = dict[str, list[Years]]  # a model's forecasts, one a seed


def baselines(record: Years) -> dict[str, Years]:
    """What needs no seed."""
    learned = years(TRAINING)
    return {
        "persistence": persistence(record),
        "ar12": autoregression(record, learned),
        "ar12_roots": autoregression(record, learned, 12, 0.5),
        "ar9_roots": autoregression(record, learned, 9, 0.5),
    }


def with_mean(seeds: Seeds, ar12: Years) -> Seeds:
    """And the mean of the plain networks' forecasts and AR(12)'s."""
    return {**seeds, "mean": [
        {y: (n + ar12[y]) / 2 for y, n in forecast.items() if y in ar12}
        for forecast in seeds["plain"]
    ]}


def figures(record: Years, seeds: Seeds) -> dict[str, Any]:
    """Every number that the page tells, by name; seeds may be empty lists."""
    known = baselines(record)
    ran = {k: v for k, v in with_mean(seeds, known["ar12"]).items() if v}
    every = {**{name: [f] for name, f in known.items()}, **ran}
    top = max(between(record, TESTED), key=record.__getitem__)
    return {
        "seeds": len(seeds["plain"]),
        "variance": variance(record),
        "arv": {name: of_spans(record, of) for name, of in every.items()},
        "top": {
            "year": top, "record": record[top],
            "learned": max(between(record, TRAINING).values()),
            **{name: median(f[top] for f in of) for name, of in every.items()},
        },
        "years": len(years(TESTED)),
        "paired": {
            name: paired(record, known["ar12"], of)
            for name, of in every.items()
            if name not in ("persistence", "ar12")
        },
    }


def of_spans(record: Years, forecasts: Sequence[Years]) -> dict[str, Any]:
    """The seeds' ARV on each of SPANS: median, lowest and highest."""
    spans = [[arv(f, record, span) for f in forecasts] for span in SPANS]
    return {
        of.__name__: [of(values) for values in spans]
        for of in (median, min, max)
    }


def paired(
    record: Years, ar12: Years, forecasts: Sequence[Years]
) -> dict[str, float]:
    """AR(12)'s squared error minus the model's, year by year.

    A model's is the mean over its seeds. mean is in ARV; t = mean / (s / √n);
    half: so few years make up half of all the differences' absolute values.
    """
    tested = years(TESTED)
    ours = [squared_errors(f, record, tested) for f in forecasts]
    theirs = squared_errors(ar12, record, tested)
    gain = [theirs[y] - fmean(each[y] for each in ours) for y in tested]
    sizes, half = sorted(map(abs, gain), reverse=True), 1
    while sum(sizes[:half]) < sum(sizes) / 2:
        half += 1
    return {
        "mean": fmean(gain) / variance(record),
        "t": fmean(gain) / (stdev(gain) / sqrt(len(gain))),
        "nearer": sum(g > 0 for g in gain),
        "half": half,
    }
