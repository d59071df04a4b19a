"""python -m rnn_pure.practice.sunspots: next year's sunspots from the past.

Trains on 1700–1920 and forecasts 1921–1955 and 1956–1979 one year ahead: in
each of these years the network has seen every year before it, but its weights
stay as they were in 1920. Data, sources and choices: README.md beside this.
"""

import argparse
import sys
from collections.abc import Sequence
from pathlib import Path

from rnn_pure.console import Console, add_language, console
from rnn_pure.practice import sunspots_choice as choice
from rnn_pure.practice import sunspots_data as data
from rnn_pure.practice import sunspots_report as report
from rnn_pure.practice import sunspots_training as training
from rnn_pure.practice.sunspots_training import CHOSEN, Settings

SEEDS = 5
NAME = "python -m rnn_pure.practice.sunspots"


def main(
    arguments: Sequence[str] | None = None,
    settings: Settings = CHOSEN,
    seeds: int = SEEDS,
) -> int:
    """Run the command with these options; returns its exit status."""
    options, out = read_options(arguments)
    record = data.read()
    if options.choose:
        # No choice can see a test year: the record ends where training does.
        choice.show(out, data.between(record, data.TRAINING), options.seed)
        return 0
    total = seeds * settings.networks
    out.progress(0, total)
    ensembles, interrupted = training.train_seeds(
        record,
        data.TRAINING[1],
        settings,
        range(options.seed, options.seed + seeds),
        lambda done: out.progress(done, total),
    )
    if interrupted and out.terminal:
        out.print()  # leaves the line of the bar and of ^C
    if not ensembles:
        out.print(out.say(
            "Ctrl-C를 누르기 전에 학습을 마친 신경망이 없습니다.",
            "No network was ready when Ctrl-C came.",
        ))
        return 130
    forecasts = [training.averaged(e, record) for e in ensembles.values()]
    report.what_was_done(out, settings, ensembles, seeds, interrupted)
    report.table(out, record, forecasts)
    report.picture(out, record, forecasts)
    report.verdict(out, record, forecasts)
    if options.svg:
        text = report.svg(out, record, forecasts)
        options.svg.write_text(text, encoding="utf-8")
    if options.save:
        text = training.to_json(ensembles)
        options.save.write_text(text, encoding="utf-8")
    return 0


def read_options(
    arguments: Sequence[str] | None,
) -> tuple[argparse.Namespace, Console]:
    """The options, and the console in the language that they ask for.

    Ends the program with status 2 and a message for what cannot be done,
    before any work.
    """
    language = argparse.ArgumentParser(NAME, add_help=False)
    add_language(language)
    lang = language.parse_known_args(arguments)[0].lang
    out = console(lang)

    def say(ko: str, en: str) -> str:
        return out.plain(out.say(ko, en))

    parser = argparse.ArgumentParser(NAME, description=say(
        "1700–1920년으로 학습하고 1921–1979년의 흑점 수를 한 해 앞서 "
        "예측합니다. 10초쯤 걸립니다.",
        "Trains on 1700–1920 and forecasts the sunspot numbers of 1921–1979 "
        "one year ahead. Takes about 10 s.",
    ))
    add_language(parser)
    parser.add_argument("--seed", type=int, default=1, metavar="N", help=say(
        f"시드 {SEEDS}개 중 첫째 (기본값 1)",
        f"the first of the {SEEDS} seeds (default 1)",
    ))
    parser.add_argument("--svg", type=Path, metavar="FILE", help=say(
        "예측을 SVG 그림으로 저장합니다",
        "draw the forecast as SVG",
    ))
    parser.add_argument("--save", type=Path, metavar="FILE", help=say(
        "학습한 가중치를 JSON으로 저장합니다",
        "keep the trained weights as JSON",
    ))
    parser.add_argument("--choose", action="store_true", help=say(
        "설정을 어떻게 골랐는지 보여 줍니다. 학습 연도만 씁니다. "
        "1분쯤 걸립니다",
        "show how the settings were chosen, on training years only; takes "
        "about a minute",
    ))
    options = parser.parse_args(arguments)
    if complaint := _complaint(out, options):
        Console(out.lang, sys.stderr).print(f"{NAME}: {complaint}")
        raise SystemExit(2)
    return options, out


def _complaint(out: Console, options: argparse.Namespace) -> str | None:
    """What is wrong with the options, if anything is."""
    if options.seed < 0:
        return out.say("--seed는 0 이상이어야 합니다",
                       "--seed must be at least 0")
    if options.choose and (options.svg or options.save):
        return out.say(
            "--choose는 --svg, --save와 함께 쓸 수 없습니다",
            "--choose cannot be used with --svg or --save",
        )
    files = [path for path in (options.svg, options.save) if path]
    if len({path.resolve() for path in files}) < len(files):
        return out.say("--svg와 --save에 서로 다른 파일이 필요합니다",
                       "--svg and --save need two different files")
    for path in files:
        try:
            if path.exists():
                path.open("a").close()
            else:
                path.open("x").close()
                path.unlink()
        except OSError as error:
            return out.say(f"{path}에 쓸 수 없습니다: {error.strerror}",
                           f"cannot write {path}: {error.strerror}")
    return None


if __name__ == "__main__":
    sys.exit(main())
