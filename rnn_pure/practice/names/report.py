"""What the program says: in Korean or English, for a terminal."""

from collections.abc import Sequence
from typing import Any

from rnn_pure.console import Console
from rnn_pure.practice.names.jamo import letters, roman, together
from rnn_pure.practice.names.task import spelt
from rnn_pure.practice.names.trial import ORDERS, Sample, Trial
from rnn_pure.practice.plot import Axis, Curve

EXAMPLE = "강남구"
SHOWN = 20  # columns of an invented name at most
LINE = 96


def written(out: Console, symbols: Sequence[str]) -> str:
    """An invented name: Hangul, or its letters where they make none.

    In Latin letters for English, and where the stream has no Hangul.
    """
    text, plain = together(symbols), letters(symbols)
    if out.lang == "en" or out.plain(plain) != plain:
        shown = roman(symbols) if text else f"*{roman(symbols)}"
    else:
        shown = text or plain or "(빈 이름)"
    while out.width(shown) > SHOWN:
        shown = shown.rstrip("…")[:-1] + "…"
    return shown


def task(out: Console, names: int, held_out: int) -> None:
    """What is to be learned."""
    symbols = spelt(EXAMPLE)
    out.print(out.say(
        f"시·군·구 이름 {names}개 가운데 {names - held_out}개로 학습하고 "
        f"{held_out}개는 남겨 둡니다. 이름을 자모로 풀어\n한 줄로 잇고, "
        f"다음 기호를 맞히게 합니다. _는 받침, .은 이름의 끝입니다.",
        f"There are {names} names of Korean cities (si), counties (gun) and "
        f"districts (gu). The network trains on\n{names - held_out} of them, "
        f"spelt letter by letter and put in a row: at each letter it guesses "
        f"the next one.\n{held_out} are held out. Here every letter has "
        f"Latin ones; - is a silent one, . the end of a name.",
    ))
    latin = "  ".join(roman([symbol]) for symbol in symbols[:-1])
    hangul = f"{EXAMPLE}: {'  '.join(symbols)}"
    latin = f"{roman(symbols[:-1])}: {latin}  ."
    korean = out.lang == "ko" and out.plain(hangul) == hangul
    out.print("\n  " + (hangul if korean else latin))
    out.print(out.say(
        "\n에포크    학습  남겨 둔 이름   지금 짓는 이름(온도 0.8)",
        "\nepoch   training  held out   what it invents now (temperature "
        "0.8; * is no legal Hangul)",
    ))


def epoch(
    out: Console, trained: Sequence[float], held: Sequence[float],
    invented: Sequence[Sequence[str]],
) -> None:
    """A line for an epoch: nats a symbol, and some names."""
    some = "".join(
        out.left(written(out, symbols), SHOWN + 2) for symbols in invented
    )
    columns = (6, 8, 14) if out.lang == "ko" else (5, 11, 10)
    numbers = "".join(
        out.right(each, width) for each, width in zip(
            (str(len(held) - 1), f"{trained[-1]:.2f}", f"{held[-1]:.2f}"),
            columns,
        )
    )
    out.print(f"{numbers}   {some}".rstrip())


def comparison(out: Console, found: dict[str, Any]) -> None:
    """Nats a symbol of the network and of counting."""
    say, splits = out.say, found["splits"]
    labels = {
        "network": say("이 신경망", "this network"),
        **{f"ngram_{n}": f"Kneser–Ney {n}-gram" for n in ORDERS},
        "uniform": say("모두 똑같이", "all equally likely"),
    }
    head = ["", say("내트", "nats"), say("선택지", "choices")]
    if splits > 1:
        head += [say("평균", "mean"), say("최소–최대", "lowest–highest")]
    rows = [head]
    for name, label in labels.items():
        each = found["nats"][name]
        cells = [label, f"{each['first']:.3f}", f"{each['choices']:.1f}"]
        if splits > 1:
            cells += [f"{each['mean']:.3f}",
                      f"{each['lowest']:.3f}–{each['highest']:.3f}"]
        rows.append(cells)
    out.print(say(
        "\n남겨 둔 이름에서 기호 하나의 오차(작을수록 좋습니다)",
        "\nThe error per symbol on held-out names (smaller is better)",
    ))
    for label, *cells in rows:
        out.print("  " + out.left(label, 22) + "".join(
            out.right(cell, width)
            for cell, width in zip(cells, (8, 10, 10, 18))
        ))
    if splits > 1:
        out.print(say(
            f"내트와 선택지는 처음 나눈 것, 나머지는 새로 나눈 {splits}번의 "
            f"것입니다.\n신경망이 세 n-gram보다 모두 나은 것: "
            f"{found['better']}번.",
            f"Nats and choices are the first split's, the rest is over "
            f"{splits} fresh splits. In {found['better']} of them\nthe "
            f"network is better than all three n-grams.",
        ))


def samples(out: Console, drawn: Sequence[Sample], shown: int = 16) -> None:
    """How many invented names are legal, known, new; and some new ones."""
    for each in drawn:
        n = len(each.invented)
        out.print(out.say(
            f"\n온도 {each.temperature}: {n}개 가운데 한글이 되는 이름 "
            f"{each.legal}개, 학습한 이름 {each.seen}개. 새 이름은",
            f"\nTemperature {each.temperature}: of {n} names {each.legal} "
            f"are legal Hangul, {each.seen} were trained on. New ones:",
        ))
        cells = [written(out, symbols) for symbols in each.new[:shown]]
        width = max(map(out.width, cells), default=0) + 2
        size = LINE // max(width, 1)
        for k in range(0, len(cells), size):
            row = "".join(out.left(c, width) for c in cells[k:k + size])
            out.print(f"  {row}".rstrip())
    met = [*dict.fromkeys(name for each in drawn for name in each.met)]
    names = ", ".join(written(out, spelt(name)[:-1]) for name in met[:6])
    if met:
        out.print(out.say(
            f"\n남겨 둔 이름 가운데 {len(met)}개는 본 적도 없이 "
            f"지어냈습니다: {names}",
            f"\nHeld-out names that it invented without having seen them "
            f"({len(met)} in all):\n  {names}",
        ))


def curves(
    out: Console, first: Trial
) -> tuple[str, list[Curve], Axis, Axis]:
    """Nats a symbol over the epochs, as plot takes it."""
    say, last = out.say, len(first.held) - 1
    start = min(1, last)  # before training it is far above the rest

    def from_start(nats: Sequence[float]) -> list[tuple[float, float]]:
        return [(e, each) for e, each in enumerate(nats) if e >= start]

    flat = [
        Curve(f"KN {n}-gram", [(start, nats), (last, nats)], dashed=True)
        for n, nats in first.by_counts.items() if n in ORDERS[:2]
    ]
    return (
        say("기호 하나의 오차", "The error per symbol"),
        [Curve(say("학습한 이름", "trained on"), from_start(first.trained)),
         Curve(say("남겨 둔 이름", "held out"), from_start(first.held)),
         *flat],
        Axis(say("에포크", "epochs"), low=start, high=last),
        Axis(say("기호 하나의 오차(내트)", "error per symbol (nats)")),
    )
