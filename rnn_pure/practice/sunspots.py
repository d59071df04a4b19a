"""python -m rnn_pure.practice.sunspots: next year's sunspots from the past.

Trains on 1700–1920 and forecasts 1921–1955 and 1956–1979 one year ahead: in
each of these years the network has seen every year before it, but its weights
stay as they were in 1920. Data, sources and choices: README.md beside this.
"""

import argparse
from collections.abc import Sequence
from pathlib import Path

from rnn_pure.console import Console, language, options, run
from rnn_pure.practice import saving
from rnn_pure.practice import sunspots_choice as choice
from rnn_pure.practice import sunspots_data as data
from rnn_pure.practice import sunspots_picture as picture
from rnn_pure.practice import sunspots_report as report
from rnn_pure.practice import sunspots_training as training
from rnn_pure.practice.sunspots_training import CHOSEN, Network, Settings

SEEDS = 5


def main(
    arguments: Sequence[str] | None = None,
    settings: Settings = CHOSEN,
    seeds: int = SEEDS,
) -> int:
    """Run the command with these options; returns its exit status."""
    out, asked = read_options(arguments)
    try:
        return carry_out(out, asked, settings, seeds)
    except KeyboardInterrupt:
        out.print(out.say("\nCtrl-C로 끝냈습니다.", "\nEnded by Ctrl-C."))
        return 130


def carry_out(
    out: Console,
    asked: argparse.Namespace,
    settings: Settings,
    seeds: int,
) -> int:
    """What the options ask for; the exit status."""
    record = data.read()
    if asked.choose:
        # No choice can see a test year: the record ends where training does.
        choice.show(out, data.between(record, data.TRAINING), asked.seed)
        return 0
    size, networks = settings.networks, list[Network]()
    total = seeds * size
    try:
        out.progress(0, total)
        for each in range(asked.seed * size, asked.seed * size + total):
            networks.append(
                training.train(record, data.TRAINING[1], settings, each)
            )
            out.progress(len(networks), total)
    except KeyboardInterrupt:
        # Only whole ensembles count; where there is none, what there is.
        del networks[len(networks) // size * size or len(networks):]
        out.print(out.colour("yellow", out.say(
            f"\nCtrl-C로 학습을 끝냈습니다. 신경망 {total}개 중 "
            f"{len(networks)}개의 결과만 보입니다.",
            f"\nCtrl-C ended the training: this is of {len(networks)} "
            f"networks, not of {total}.",
        )))
        if not networks:
            return 130
    ensembles = [networks[k:k + size] for k in range(0, len(networks), size)]
    forecasts = [training.averaged(each, record) for each in ensembles]
    # Written first: whatever ends the printing, they are there.
    kept, whole = [], len(networks) == total
    if asked.svg:
        text = picture.svg(out, record, forecasts)
        kept.append(saving.keep(out, asked.svg, text, whole))
    if asked.save:
        text = training.to_json(networks)
        kept.append(saving.keep(out, asked.save, text, whole))
    report.what_was_done(out, len(ensembles[0]))
    report.table(out, record, forecasts)
    picture.draw(out, record, forecasts)
    report.verdict(out, record, forecasts)
    if kept:
        out.print()
    for well, said in kept:
        out.print(said if well else out.colour("red", said))
    return 0 if all(well for well, _ in kept) else 1


def read_options(
    arguments: Sequence[str] | None,
) -> tuple[Console, argparse.Namespace]:
    """The options; what cannot be done ends the program before any work."""
    (first, last), (then, end) = data.TRAINING, data.TESTED
    out = Console(language(arguments))
    parser = options(out, "python -m rnn_pure.practice.sunspots", out.say(
        f"{first}~{last}년의 흑점 수로 학습해 {then}~{end}년을 한 해 앞서 "
        f"예측합니다. 10초쯤 걸립니다.",
        f"Trains on {first} to {last} and forecasts the sunspot numbers of "
        f"{then} to {end} one year ahead. Takes about 10 s.",
    ))
    parser.add_argument("--seed", type=int, metavar="N", help=out.say(
        f"시드 {SEEDS}개 중 첫째(기본 1)",
        f"the first of {SEEDS} seeds (default 1)",
    ), default=1)
    parser.add_argument("--svg", type=Path, metavar="FILE", help=out.say(
        "예측을 SVG로 그립니다", "draw the forecast as SVG",
    ))
    parser.add_argument("--save", type=Path, metavar="FILE", help=out.say(
        "학습한 가중치를 JSON으로 저장합니다",
        "keep the trained weights as JSON",
    ))
    parser.add_argument("--choose", action="store_true", help=out.say(
        "설정을 어떻게 골랐는지 학습 연도만으로 보여 줍니다. 1분쯤 걸립니다",
        "show how the settings were chosen, on training years only; takes "
        "about a minute",
    ))
    asked = parser.parse_args(arguments)
    if asked.seed < 0:
        parser.error(out.say("--seed는 0 이상이어야 합니다",
                             "--seed must be at least 0"))
    targets = [*filter(None, (asked.svg, asked.save))]
    if asked.choose and targets:
        parser.error(out.say(
            "--choose는 --svg나 --save와 함께 쓸 수 없습니다",
            "--choose cannot be used with --svg or --save",
        ))
    if problem := saving.check_targets(out, *targets):
        parser.error(problem)
    return out, asked


if __name__ == "__main__":
    run(main)
