"""What the program says: in Korean or English, for a terminal."""

from collections.abc import Sequence

from rnn_pure import RNN
from rnn_pure.console import Console
from rnn_pure.practice.reading.memory import LAST, Knows
from rnn_pure.practice.reading.task import MYRIAD, read, words
from rnn_pure.practice.reading.trial import Trial

ROMAN = {
    "일": "il", "이": "i", "삼": "sam", "사": "sa", "오": "o", "육": "yuk",
    "칠": "chil", "팔": "pal", "구": "gu",
    "천": "cheon", "백": "baek", "십": "sip", "만": "man",
}
ALOUD = 12_345_678  # read after every epoch
SHOWN, WIDTH = 5, 100  # misread numbers at most; columns
NGRAMS = range(1, 5)
EXAMPLES = (17, 2026, 10_000, 110_000, 1_001_000, 30_000_005, 99_999_999)


def roman(word: str) -> str:
    """A word in Latin letters, syllable by syllable: 이백 is ibaek."""
    return "".join(ROMAN[syllable] for syllable in word)


def latin(said: Sequence[str]) -> str:
    """What is said, in Latin letters."""
    return " ".join(roman(word) for word in said if word)


def hangul(out: Console, said: Sequence[str]) -> str:
    """What is said; in Latin letters where the stream has no Hangul."""
    text = "".join(said)
    return text if out.plain(text) == text else latin(said)


def task(out: Console, seen: int) -> None:
    """What is to be learned."""
    out.print(out.say(
        f"수 {seen}개를 들려주고 읽는 법을 배우게 합니다. 숫자는 앞에서부터 "
        f"하나씩 들어오고,\n지금이 몇째 자리인지는 알려 주지 않습니다.",
        f"A network learns to read numbers aloud in Korean, from {seen} "
        f"examples. The digits come one by one,\nand it is not told which "
        f"place each has. The rule: every digit is said with its place "
        f"(cheon 1000,\nbaek 100, sip 10), the first four digits end in man "
        f"(10,000), 0 is silent, and so is 1 (il)\nbefore a place, and "
        f"before man where no other digit comes first.",
    ))
    out.print(out.say(
        f"\n에포크    맞힘   {ALOUD}을 읽으면",
        f"\nepoch   right   how it reads {ALOUD}",
    ))


def epoch(out: Console, rnn: RNN, right: Sequence[float]) -> None:
    """A line for an epoch: how many are right, and one number read."""
    said = read(rnn, ALOUD)
    text = hangul(out, said) if out.lang == "ko" else latin(said)
    out.print(f"{len(right) - 1:>5}  {right[-1]:>6.1%}   "
              + marked(out, text, said == words(ALOUD)))


def marked(out: Console, text: str, right: bool) -> str:
    """In green, or in red with a cross."""
    return out.colour("green" if right else "red",
                      text if right else f"{text} ✗")


def reading(out: Console, rnn: RNN, number: int) -> None:
    """A number read aloud; what was due, too, where that is wrong."""
    said, due = read(rnn, number), words(number)
    line(out, f"{number:>10,}", said, said == due)
    if said != due:
        line(out, out.right(out.say("옳은 답", "due"), 10), due)


def line(
    out: Console, head: str, said: Sequence[str], right: bool | None = None
) -> None:
    """A reading, in English in Latin letters, too: below, if it is long."""
    text, further = hangul(out, said) or "–", ""
    if out.lang == "en" and text != latin(said):
        further = f"({latin(said)})"
    if right is not None:
        text = marked(out, text, right)
    out.print(f"{head}  {text}", end="")
    fits = out.width(f"{head}  {''.join(said)} x {further}") <= WIDTH
    out.print(f"  {further}" if fits else f"\n{' ' * 12}{further}")


def examples(out: Console, one: Trial) -> None:
    """A handful of numbers that were not seen, and some misread ones."""
    say, share = out.say, f"{one.final:.1%}"
    out.print(say("\n배우지 않은 수를 읽습니다.",
                  "\nNumbers that it has not seen:"))
    for number in EXAMPLES:
        if number not in one.seen:
            reading(out, one.rnn, number)
    n, of = len(one.wrong), len(one.held_out)
    out.print(say(
        f"\n따로 남겨 둔 수 {of}개 가운데 {of - n}개를 맞혔습니다({share}).",
        f"\nOf {of} numbers that were held out it reads {of - n} right "
        f"({share}).",
    ) + (say(" 틀린 것은 이렇습니다.", " Misread:") if n else ""))
    for number in one.wrong[:SHOWN]:
        reading(out, one.rnn, number)
    if n > SHOWN:
        out.print(say(f"           그리고 {n - SHOWN}개 더",
                      f"            and {n - SHOWN} more"))


def comparison(
    out: Console, final: float, tables: dict[str, float]
) -> None:
    """The network beside readers that look up what they have heard."""
    say = out.say
    n, best = max(
        ((n, tables[f"ngram_{n}"]) for n in NGRAMS), key=lambda pair: pair[1]
    )
    out.print(say("\n외운 것을 찾아 읽는 표와 비교합니다.",
                  "\nBeside tables that look up what was heard:"))
    for label, share in (
        (say("이 신경망", "this network"), final),
        (say(f"직전 숫자 1~4개의 표 가운데 가장 나은 것({n}개)",
             f"best table of the last 1–4 digits ({n})"), best),
        (say("숫자와 자리의 표. 자리를 알려 줍니다",
             "table of digit and place, the place given"), tables["place"]),
        (say("앞에 0 아닌 숫자가 있었는지도 알려 줍니다",
             "… and whether a digit other than 0 came before, given"),
         tables["place_and_before"]),
    ):
        out.print(f"  {out.left(label, 56)}{share:>7.1%}")


def state(out: Console, best: Knows, base: float) -> None:
    """What can be seen in the picture of z_t."""
    name = f"z[{best.unit}]"
    than = out.say("크고" if best.above else "작고",
                   "above" if best.above else "below")
    other = out.say("작습니다" if best.above else "큽니다",
                    "below" if best.above else "above")
    out.print(out.say(
        f"\n두 수는 {LAST}번째 숫자가 똑같이 0이지만 한쪽에서만 {MYRIAD}을 "
        f"말해야 합니다. 상태가 기억해야 합니다.\n"
        f"{name}: 앞에 0 아닌 숫자가 있었다면 {best.limit:+.2f}보다 {than}, "
        f"없었다면 {other}.\n"
        f"따로 남겨 둔 수의 {best.right:.1%}에서 그렇습니다"
        f"(많은 쪽으로만 찍으면 {base:.1%}).",
        f"\nThe digit at step {LAST} is 0 in both, yet {latin([MYRIAD])} is "
        f"due in one only: the state has to remember.\n"
        f"{name} is {than} {best.limit:+.2f} where a digit other than 0 came "
        f"before, and {other} where none did,\n"
        f"in {best.right:.1%} of the held-out numbers (always the likelier "
        f"guess: {base:.1%}).",
    ))


def seeds(out: Console, trials: Sequence[Trial]) -> None:
    """How far the seeds lie apart."""
    finals = [each.final for each in trials]
    out.print(out.say(
        f"\n시드 {len(trials)}개: {min(finals):.1%}–{max(finals):.1%}",
        f"\n{len(trials)} seeds: {min(finals):.1%}–{max(finals):.1%}",
    ))
