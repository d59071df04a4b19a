"""What the program says: in Korean or English, for a terminal."""

from collections.abc import Sequence
from typing import Any

from rnn_pure import RNN
from rnn_pure.console import Console
from rnn_pure.practice.reading.memory import LAST, Knows
from rnn_pure.practice.reading.task import MYRIAD, ROMAN, read, words
from rnn_pure.practice.reading.trial import Trial

ALOUD = 12_345_678  # read after every epoch
SHOWN, WIDTH = 5, 100  # misread numbers at most; columns
NGRAMS = range(1, 5)
EXAMPLES = (17, 2026, 10_000, 110_000, 1_001_000, 30_000_005, 99_999_999)


def roman(word: str) -> str:
    """A word in Latin letters, syllable by syllable: 이백 is ibaek."""
    return "".join(ROMAN.get(syllable, syllable) for syllable in word)


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
        f"수 {seen}개로 한국어로 읽는 법을 학습합니다. 숫자는 앞에서부터 "
        f"하나씩 들어오고, 그때마다 말할 것을\n맞혀야 합니다. 지금이 몇째 "
        f"자리인지는 알려 주지 않습니다.",
        f"A network learns to read numbers aloud in Korean, from {seen} "
        f"examples. The digits come one by one,\nand it is not told which "
        f"place each has. The rule, for eight digits in two groups of four: "
        f"each\ndigit is said with its place in its group (cheon 1000, baek "
        f"100, sip 10, nothing for ones); after\nthe first group comes man "
        f"(10,000), unless it is all zeros. 0 is silent; so is 1 (il) before "
        f"cheon,\nbaek and sip, and before man where the first group is "
        f"0001.",
    ))
    out.print(out.say(
        f"\n에포크  정답률   {ALOUD} 읽기",
        f"\nepoch   right   how it reads {ALOUD}",
    ))
    out.print(out.right(out.say("옳은 답", "due"), 13) + "   "
              + aloud(out, words(ALOUD)))


def epoch(out: Console, rnn: RNN, right: Sequence[float]) -> None:
    """A line for an epoch: how many are right, and one number read."""
    said = read(rnn, ALOUD)
    out.print(f"{len(right) - 1:>5}  {right[-1]:>6.1%}   "
              + marked(out, aloud(out, said), said == words(ALOUD)))


def aloud(out: Console, said: Sequence[str]) -> str:
    """What is said, in the letters of the reader's language."""
    return hangul(out, said) if out.lang == "ko" else latin(said)


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
    text, further = hangul(out, said), ""
    if out.lang == "en" and text != latin(said):
        further = f"({latin(said)})"
    text = text or out.say("(침묵)", "(silence)")
    if right is not None:
        text = marked(out, text, right)
    fits = out.width(f"{head}  {''.join(said)} x  {further}") <= WIDTH
    if further:
        text += f"  {further}" if fits else f"\n{' ' * 12}{further}"
    out.print(f"{head}  {text}")


def examples(out: Console, one: Trial) -> None:
    """A handful of numbers that were not seen, and some misread ones."""
    say, share = out.say, f"{one.final:.1%}"
    out.print(say("\n학습에 쓰지 않은 수를 읽어 봅니다.",
                  "\nNumbers that it has not seen:"))
    for number in EXAMPLES:
        if number not in one.seen:
            reading(out, one.rnn, number)
    n, of = len(one.wrong), len(one.held_out)
    out.print(say(
        f"\n학습에 쓰지 않은 수 {of}개 가운데 {of - n}개를 맞게 "
        f"읽었습니다({share}).",
        f"\nOf {of} numbers that were held out it reads {of - n} right "
        f"({share}).",
    ) + (say(" 틀린 것:", " Misread:") if n else ""))
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
    out.print(say("\n신경망 없이, 학습한 수에서 본 대로 읽는 표와 비교합니다.",
                  "\nBeside tables that look up what was heard:"))
    for label, share in (
        (say("이 신경망", "this network"), final),
        (say(f"최근 숫자 1~4개로 찾는 표(가장 나은 {n}개)",
             f"best table of the last 1–4 digits ({n})"), best),
        (say("숫자와 자리로 찾는 표(자리를 알려 줍니다)",
             "table of digit and place, the place given"), tables["place"]),
        (say("앞에 0이 아닌 숫자가 있었는지도 알려 준 표",
             "… and whether a digit other than 0 came before, given"),
         tables["place_and_before"]),
    ):
        out.print(f"  {out.left(label, 56)}{share:>7.1%}")


def state(out: Console, best: Knows, unit: dict[str, Any]) -> None:
    """What can be seen in the picture of z_t."""
    name = f"z[{best.unit}]"
    limit, *values = (
        f"{z:.2f}".replace("-", "−") for z in (best.limit, *unit["values"])
    )
    sides = ("크고", "작습니다"), ("작고", "큽니다")
    ko, en = sides[not best.above], ("below", "above")[best.above]
    out.print(out.say(
        f"\n두 수 모두 {LAST}번째 숫자가 0이지만 오른쪽 수에서만 거기서 "
        f"“{MYRIAD}”을 말해야 합니다.\n그러려면 앞의 숫자를 기억해야 합니다. "
        f"거기서 {name}의 값: {', '.join(values)}.\n앞에 0이 아닌 숫자가 "
        f"있으면 {limit}보다 {ko[0]}, 없으면 {ko[1]}. {LAST}번째 숫자가 0인 "
        f"학습하지 않은\n수 {unit['asking']}개의 {best.right:.1%}에서 "
        f"그렇습니다(더 많은 쪽으로만 답하면 {unit['guess']:.1%}).",
        f"\nThe digit at step {LAST} is 0 in both, yet {latin([MYRIAD])} is "
        f"due on the right only: the state has to remember.\n"
        f"There {name} is {values[0]} on the left and {values[-1]} on the "
        f"right. It is {en} {limit} where a digit\nother than 0 came "
        f"before, and not where none did, in {best.right:.1%} of the "
        f"{unit['asking']} held-out numbers\nwith 0 at that step (the "
        f"likelier guess, always: {unit['guess']:.1%}).",
    ))


def seeds(out: Console, trials: Sequence[Trial]) -> None:
    """How far the seeds lie apart."""
    finals = sorted(each.final for each in trials)
    each = ", ".join(f"{final:.1%}" for final in finals)
    out.print(out.say(f"\n시드 {len(trials)}개의 정답률: {each}",
                      f"\nRight, {len(trials)} seeds: {each}"))
