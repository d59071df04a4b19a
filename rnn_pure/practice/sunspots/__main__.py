"""python -m rnn_pure.practice.sunspots: next year's sunspots from the past.

Learns from 1700–1920 and forecasts 1921–1955 and 1956–1979 one year ahead: in
each of these years a model has seen every year before it, but its weights
stay as they were in 1920. Data, sources and choices: README.md beside this.
"""

import argparse
import json
from collections.abc import Sequence
from dataclasses import replace

from rnn_pure.console import Console, run
from rnn_pure.practice import plot, program
from rnn_pure.practice.sunspots import forecasts as made
from rnn_pure.practice.sunspots import lesson, networks, report, series
from rnn_pure.practice.sunspots.networks import MODELS, Network

SEEDS, NETWORKS = 5, 3


def main(arguments: Sequence[str] | None = None) -> int:
    """Run the command with these options; returns its exit status."""
    out, parser = program.parser(
        arguments, "sunspots",
        "1700~1920년의 흑점 수로 배워 1921~1979년을 한 해씩 앞서 예측합니다. "
        "20초쯤 걸립니다.",
        "Learns from the sunspot numbers of 1700 to 1920 and forecasts 1921 "
        "to 1979 one year ahead. Takes about 20 s.",
    )
    parser.add_argument("--choose", action="store_true", help=out.say(
        "설정을 고르는 네 방법을 학습 연도만으로 견줍니다. 90초쯤 걸립니다",
        "compare four ways to choose the settings, on training years only; "
        "takes about 90 s",
    ))
    asked = program.read(out, parser, arguments)
    work = lesson.choose if asked.choose else forecast
    return program.guarded(out, lambda: work(out, asked))


def forecast(out: Console, asked: argparse.Namespace) -> int:
    """Train, forecast, tell; the exit status."""
    record, learned = series.read(), series.years(series.TRAINING)
    seeds, size = (2, 1) if asked.quick else (SEEDS, NETWORKS)
    models = {
        name: replace(each, epochs=5) if asked.quick else each
        for name, each in MODELS.items()
    }
    kept: dict[str, list[list[Network]]] = {name: [] for name in models}
    done, total = 0, seeds * size * len(models)
    try:
        out.progress(done, total)
        for seed in range(asked.seed, asked.seed + seeds):
            trained: dict[str, list[Network]] = {name: [] for name in models}
            for name, settings in models.items():
                for each in range(seed * size, (seed + 1) * size):
                    trained[name].append(
                        networks.train(record, learned, settings, each)
                    )
                    done += 1
                    out.progress(done, total)
            for name, ensemble in trained.items():
                kept[name].append(ensemble)
    except KeyboardInterrupt:
        whole = len(kept["plain"])
        out.print(out.colour("yellow", out.say(
            f"\nCtrl-C로 학습을 끝냈습니다. 시드 {seeds}개 중 {whole}개의 "
            f"결과만 보입니다.\n",
            f"\nCtrl-C ended the training: this is of {whole} seeds, not of "
            f"{seeds}.\n",
        )))
    return tell(out, asked, record, kept, seeds, size)


def tell(
    out: Console,
    asked: argparse.Namespace,
    record: series.Years,
    kept: dict[str, list[list[Network]]],
    seeds: int,
    size: int,
) -> int:
    """What came of it; the exit status."""
    ran = {
        name: [networks.averaged(each, record) for each in ensembles]
        for name, ensembles in kept.items()
    }
    figures = {
        "networks": size, "looks": report.LOOKS, **made.figures(record, ran)
    }
    lines = {**made.baselines(record), **{
        name: report.middle(of) for name, of in ran.items() if of
    }}
    drawing = report.curves(out, record, lines)
    report.table(out, figures)
    out.print()
    plot.characters(out, *drawing[1:])
    report.top(out, figures)
    out.print()
    report.paired(out, figures)
    well = program.leave(
        out, asked, lambda: plot.svg(*drawing),
        lambda: json.dumps({"figures": figures, "networks": {
            name: [[networks.to_dict(one) for one in each] for each in of]
            for name, of in kept.items()
        }}, indent=1),
        whole=len(kept["plain"]) == seeds,
    )
    return 1 if not well else 0 if kept["plain"] else 130


if __name__ == "__main__":
    run(main)
