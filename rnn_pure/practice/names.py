"""A network learns a list of names, letter by letter, and invents new ones.

    python -m rnn_pure.practice.names [FILE]

FILE is any text, a name a line; without it, names.txt: Korea's cities (시),
counties (군) and districts (구) of 2018, from Statistics Korea's SGIS (Korea
Open Government License, type 1), by way of southkorea-maps on GitHub.
"""

import math
import random
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path
from statistics import fmean
from typing import Any
from unicodedata import lookup, name, normalize

from rnn_pure import RNN, Adam, forward, softmax_cross_entropy, truncated_bptt
from rnn_pure.losses import softmax
from rnn_pure.practice.frame import Frame, main, marks
from rnn_pure.training import Pair, falling, mean_error

LIST = Path(__file__).with_name("names.txt")
HELD_OUT, LEAST, MOST, LONGEST = 40, 4, 2000, 40  # names, and letters of one
ENOUGH = 60  # names: with fewer, counting mostly wins
N_RE, EPOCHS, ALPHA, ALPHA_END, K = 16, 16, 0.015, 0.001, 20
TEMPERATURE, INVENTED, SPLITS = 0.8, 24, 10

# --- the task ---------------------------------------------------------------

END = "\n"


def different(text: str) -> tuple[list[str], int]:
    """The names of a text, a line each and each once; how many were too many.

    Those are lines longer than LONGEST, and all but MOST from all over the
    list.
    """
    lines = (normalize("NFC", " ".join(line.split()))
             for line in text.splitlines())
    every = [*dict.fromkeys(filter(None, lines))]
    short = [line for line in every if len(line) <= LONGEST]
    n = min(len(short), MOST)
    return [short[k * len(short) // n] for k in range(n)], len(every) - n


def spelt(text: str) -> list[str]:
    """Its symbols, with the end mark: those of 강 are the letters ᄀ ᅡ ᆼ.

    NFD takes a Hangul syllable apart, and NFC puts it together again; a final
    is another letter than an initial. Other scripts stay letter by letter.
    """
    return [*(symbol for c in text for symbol in (
        normalize("NFD", c) if "가" <= c <= "힣" else c)), END]


def symbols_of(names: Iterable[str]) -> list[str]:
    """The symbols that these names need: the end, finals, and all else."""
    needed = {symbol for each in names for symbol in spelt(each)} | {END}
    # any order that does not change: it says which unit is which symbol
    return sorted(needed, key=lambda s: (s != END, not "ᆨ" <= s <= "ᇿ", s))


def vector(symbol: str, symbols: list[str]) -> list[float]:
    return [float(symbol == each) for each in symbols]


def stream(names: Iterable[str], symbols: list[str]) -> Pair:
    """xs and ds of names in a row: each symbol, and the one after it."""
    row = [END, *(symbol for each in names for symbol in spelt(each))]
    vectors = [vector(symbol, symbols) for symbol in row]
    return vectors[:-1], vectors[1:]


def split(names: list[str], seed: int) -> tuple[RNN, list[str], list[str]]:
    """An untrained network, names for it to learn, and names that judge."""
    draw, n = random.Random(seed), len(symbols_of(names))
    rnn = RNN.random(n_in=n, n_re=N_RE, n_out=n, seed=draw.getrandbits(32),
                     error=softmax_cross_entropy)
    drawn, k = draw.sample(names, len(names)), min(HELD_OUT, len(names) // 4)
    return rnn, drawn[k:], drawn[:k]


# --- how it learns, and what it invents -------------------------------------


def learn(rnn: RNN, seen: list[str], symbols: list[str]) -> Iterator[int]:
    """The epochs that are over, after each. A piece is about two names long.
    """
    adam, (xs, ds) = Adam(ALPHA), stream(seen, symbols)
    for epoch, alpha in enumerate(falling(ALPHA, ALPHA_END, EPOCHS), 1):
        adam.alpha = alpha
        for gradients in truncated_bptt(rnn, xs, ds, k1=K, k2=K):
            adam(rnn, gradients)
        yield epoch


def invent(rnn: RNN, symbols: list[str], draw: random.Random) -> str:
    """Symbols drawn one by one, each the next input, up to the end mark.

    An end with no letter before it is passed over, as between two names.
    """
    said, z = [END], None
    while len(said) <= LONGEST and (said[-1] != END or {*said} == {END}):
        states = forward(rnn, [vector(said[-1], symbols)], z)
        z, y = states.z[1], states.y[1]
        p = softmax([y_k / TEMPERATURE for y_k in y])
        said += draw.choices(symbols, p)
    return normalize("NFC", "".join(said).strip(END))


# --- counting, without a network --------------------------------------------

D = 0.75  # taken off every count


class KneserNey:
    """How probable a symbol is after the n − 1 before it, by counts.

    A context gives D of each count to what it has not seen, as the shorter
    context would have it; there a symbol counts once for each different one
    before it (Kneser & Ney 1995).
    """

    def __init__(self, n: int, names: Iterable[str], known: int) -> None:
        self.n, self.p_0 = n, 1 / known
        self.after = list[dict[tuple[str, ...], Counter[str]]]()
        grams = Counter(gram for each in names for gram in self.grams(each))
        for _ in range(n):  # n symbols, n − 1, …, 1
            after = defaultdict[tuple[str, ...], Counter[str]](Counter)
            for (*context, symbol), count in grams.items():
                after[tuple(context)][symbol] = count
            self.after.insert(0, dict(after))
            # abc five times and bbc once: bc counts 2, for a and b before it
            grams = Counter(gram[1:] for gram in grams)

    def grams(self, text: str) -> list[tuple[str, ...]]:
        row = [END] * (self.n - 1) + spelt(text)
        return [tuple(row[k:k + self.n]) for k in range(len(spelt(text)))]

    def p(self, gram: tuple[str, ...]) -> float:
        p = self.p_0
        for n, contexts in enumerate(self.after, 1):
            if after := contexts.get(gram[-n:-1]):
                left = max(0.0, after[gram[-1]] - D)
                p = (left + D * len(after) * p) / sum(after.values())
        return p

    def nats(self, names: Iterable[str]) -> float:
        """−log p a symbol, over names."""
        return -fmean(math.log(self.p(gram))
                      for each in names for gram in self.grams(each))


def counted(seen: list[str], held: list[str], n: int) -> dict[str, float]:
    """Nats a symbol by counting two, three and four at a time."""
    return {f"{k}-gram": KneserNey(k, seen, n).nats(held) for k in (2, 3, 4)}


def trial(names: list[str], symbols: list[str], seed: int) -> dict[str, float]:
    """The errors for one split of the list, of a network and of counting."""
    rnn, seen, held = split(names, seed)
    list(learn(rnn, seen, symbols))
    return {"network": mean_error(rnn, [stream(held, symbols)]),
            **counted(seen, held, len(symbols))}


# --- the program ------------------------------------------------------------


def latin(text: str) -> str:
    """Hangul in Latin letters, as Unicode names a syllable: 강 is gang."""
    return "".join(name(c).split()[-1].lower().replace("c", "ch")
                   if "가" <= c <= "힣" else c for c in text)


def alone(c: str) -> str:
    """A letter of Hangul as it stands alone: ㅇ for a final ᆼ."""
    if not "ᄀ" <= c <= "ᇿ":
        return c
    try:
        return lookup("HANGUL LETTER " + name(c).split(" ", 2)[2])
    except KeyError:  # many an old letter never does
        return c


def read(frame: Frame) -> str:
    """The text of the file, in UTF-8 or as Windows writes Korean."""
    path = Path(frame.asked.file or LIST)
    why = frame.say("그런 파일이 없습니다", "there is no such file")
    for encoding in ("utf-8-sig", "cp949") if path.exists() else ():
        try:
            return path.read_text(encoding)
        except UnicodeDecodeError:
            why = frame.say("텍스트를 UTF-8로 저장하십시오",
                            "save it as text in UTF-8")
    raise OSError(f"{path}: {why}")


def compare(frame: Frame, found: list[dict[str, float]]) -> dict[str, Any]:
    """Tell the means of errors over splits; the figures."""
    mean = {label: fmean(each[label] for each in found) for label in found[0]}
    better = sum(each["network"] == min(each.values()) for each in found)
    frame.tell(f"목록을 {len(found)}번 나누어 신경망이 {better}번 가장 "
               "나았습니다. 오차의 평균(내트):",
               f"Splits of the list: {len(found)}. The network is best in "
               f"{better}. Mean error (nats):")
    for label, error in mean.items():
        label = frame.say("신경망", label) if label == "network" else label
        frame.row((label, 10), (f"{error:.3f}", 8))
    return {"mean": mean, "better": better}


def work(arguments: Sequence[str] | None = None) -> dict[str, Any]:
    """Run it; returns its figures."""
    frame = Frame("names", arguments,
                  ("신경망이 이름을 배워 새 이름을 짓습니다.",
                   "A network learns names and invents new ones."),
                  (f"한 번이 아니라 {SPLITS}번 나눈 평균",
                   f"the mean of {SPLITS} splits, not one"),
                  file=("한 줄에 이름 하나인 텍스트 파일",
                        "a text file, a name a line"))
    (names, left_out), first = different(read(frame)), frame.asked.seed
    if len(names) < LEAST:
        raise OSError(frame.say(f"이름이 {LEAST}개 이상 있어야 합니다",
                                f"there must be at least {LEAST} names"))
    symbols = symbols_of(names)
    rnn, seen, held = split(names, first)
    counts = counted(seen, held, len(symbols))
    best, nats = min(counts.values()), list[float]()
    plot = (frame.columns - 15) * 2 // 5  # the names have more of a row

    def shown(names: Iterable[str]) -> str:
        texts = ["".join(map(alone, each)) for each in names]
        return ", ".join(map(latin, texts) if frame.say("", "en") else texts)

    def epoch(k: int) -> None:
        """A row: the error, where it stands, and three names."""
        voice = random.Random(f"{first} {k}")
        nats.append(mean_error(rnn, [stream(held, symbols)]))
        # the plot's line begins at 0.7 of the error of counting, ends at 2
        o, line = ((each / best - 0.7) / 1.3 for each in (nats[-1], best))
        frame.row((f"{k}", 5), (f"{nats[-1]:.3f}", 8),
                  last=marks({"|": line, "o": o}, plot) + "  "
                  + shown(invent(rnn, symbols, voice) for _ in range(3)))

    frame.tell(
        f"이름 {len(seen)}개를 배우고 나머지 {len(held)}개로 시험합니다. "
        f"기호 하나의 오차(내트)가 신경망은 o, 세기만 하는 Kneser–Ney는 |, "
        f"겹치면 @입니다. 왼쪽이 낫습니다.",
        f"It learns {len(seen)} names and is judged on the other {len(held)}. "
        f"o is the network's error for a symbol (nats), | that of counting "
        f"(Kneser–Ney), @ both. Left is better.")
    if left_out:
        frame.tell(f"너무 길거나 {MOST}개를 넘는 {left_out}줄은 뺐습니다.",
                   f"Lines left out, too long or over {MOST}: {left_out}.")
    if len(names) < ENOUGH:
        frame.tell(f"이름이 적으면 대개 세는 것이 낫습니다(시·군·구라면 "
                   f"{ENOUGH}개 아래에서).",
                   f"With so few names counting mostly wins (with places, "
                   f"below {ENOUGH}).")
    found, splits = list[dict[str, float]](), range(1, SPLITS)
    try:
        epoch(0)
        for k in learn(rnn, seen, symbols):
            epoch(k)
        found.append({"network": nats[-1], **counts})
        for k in splits if frame.asked.more else ():
            frame.out.progress(k, SPLITS)
            found.append(trial(names, symbols, first + k))
            frame.out.progress(k + 1, SPLITS)
        frame.out.print()
    except KeyboardInterrupt:
        frame.stopped()
    means = compare(frame, found) if found else {}
    draw = random.Random(first)
    made = dict.fromkeys(invent(rnn, symbols, draw) for _ in range(INVENTED))
    new = [each for each in made if each not in names]
    frame.out.print()
    frame.tell(f"새로 지은 이름: {shown(new)}", f"Invented: {shown(new)}")
    frame.ended()
    return means | {
        "nats": nats, "new": new, "names": len(names),
        "symbols": len(symbols), "weights": sum(map(len, rnn.rows())),
    }


if __name__ == "__main__":
    main(work)
