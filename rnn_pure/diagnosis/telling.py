"""A diagnosis in words: what is right first, one line to look at last."""

import io
from collections.abc import Iterator

from rnn_pure.console import Console
from rnn_pure.diagnosis.judge import Diagnosis
from rnn_pure.diagnosis.lines import LINES
from rnn_pure.diagnosis.search import numbers
from rnn_pure.mistakes import Mistake, Variant, mistakes

COLUMNS = 88
NAMES = {  # of the lines: ko, en, and where the site explains it
    "def 3": ("정의 3", "definition 3", "def-3"),
    "eq 2": ("식 2", "equation 2", "eq-2"),
    "eq 5": ("식 5", "equation 5", "eq-5"),
    "eq 3": ("식 3", "equation 3", "eq-3"),
    "eq 4": ("식 4", "equation 4", "eq-4"),
    "eq 5'": ("식 5′", "equation 5′", "eq-5p"),
}
SAYS = {
    "def 3": "δout_t = ∂E_t/∂y_t ⊙ g′(v_t)",
    "eq 2": "∂E/∂W_out = Σ_t δout_t z_tᵀ",
    "eq 5": "δre_t = f′(u_t) ⊙ (W_outᵀ δout_t + W_reᵀ δre_{t+1})",
    "eq 3": "∂E/∂W_re = Σ_t δre_t z_{t−1}ᵀ",
    "eq 4": "∂E/∂W_in = Σ_t δre_t x_tᵀ",
    "eq 5'": "∂E/∂b = Σ_t δre_t, ∂E/∂b_out = Σ_t δout_t",
}
COUNTS = {
    "ko": ("한 줄도", "한", "두", "세", "네", "다섯", "여섯"),
    "en": ("None", "One", "Two", "Three", "Four", "Five", "Six"),
}
CASES = {
    "clock": ("T = 4", "T = 4"),
    "long": ("T = 12", "T = 12"),
    "large": ("큰 오차", "large errors"),
    "missing": ("목표가 없는 시점", "steps without a target"),
    "unequal": ("서로 다른 층 크기", "layers of different sizes"),
}


def told(found: Diagnosis, lang: str) -> str:
    """All of it as text."""
    stream = io.StringIO()
    tell(found, Console(lang, stream))
    return stream.getvalue().rstrip()


def tell(found: Diagnosis, out: Console) -> None:
    """Print all of it."""
    _Telling(found, out).tell()


class _Telling:
    def __init__(self, found: Diagnosis, out: Console) -> None:
        self.found, self.out, self.say = found, out, out.say

    def tell(self) -> None:
        """What is right, what is wrong, and where to look."""
        found = self.found
        if found.fields:
            self.how()
            self.gradients()
        if found.right:
            self.right()
            return
        if found.answer.problem or found.answer.shapes:
            self.failure()
        if found.verdict in ("differs", "changed"):
            self.beside()
        if found.verdict not in ("differs", "changed") or found.explanations:
            self.lines()
            self.named() if found.explanations else self.unnamed()
        self.last()

    def print(self, text: str = "", indent: int = 0) -> None:
        """A paragraph, broken between words."""
        line = ""
        for word in text.split(" "):
            longer = f"{line} {word}" if line else " " * indent + word
            if line and self.out.width(longer) > COLUMNS:
                self.out.print(line)
                longer = " " * indent + word
            line = longer
        self.out.print(line)

    def marks(self, marks: list[str]) -> None:
        """Side by side, on one line where they fit; coloured."""
        half = len(marks) if len(marks) < 7 else 4
        for k in range(0, len(marks), half):
            self.out.print("  " + "   ".join(marks[k:k + half]))

    def how(self) -> None:
        """How it was called, and what f, g and E were."""
        world, wants = self.found.setup.world, self.found.wants
        f, g, error = world.f, world.g, world.error
        if wants.takes_states:
            told = "(rnn, states, ds)"
        else:
            told = str(self.found.setup.layout)
        if self.found.general:
            told += self.say("; f, g, E는 무엇이든", "; any f, g and E")
        else:
            told += f"; f = {f}, g = {g}, E = {error}"
        if world.last:
            told += self.say("; 목표는 마지막 시점에만", "; a target at T only")
        self.print(self.out.colour("dim", told))
        self.out.print()

    def gradients(self) -> None:
        """A mark for each gradient."""
        marks = []
        for name, right in self.found.fields.items():
            mark = "−" if right is None else "✓" if right else "✗"
            colour = "green" if right else "red"
            marks.append(f"∂E/∂{name} {self.out.colour(colour, mark)}")
        self.marks(marks)
        self.out.print()

    def right(self) -> None:
        """Nothing is wrong."""
        self.print(self.out.colour("bold", self.say(
            "맞습니다. 모든 기울기가 맞습니다.",
            "Right: every gradient is as it should be.",
        )))
        if self.found.single:
            self.mistake(mistakes()[18])
        if self.found.needs_targets:
            self.print(self.say(
                "목표가 없는 시점(None)은 받지 못합니다: ",
                "It does not take steps without a target (None): ",
            ) + self.found.needs_targets)
        if not self.found.general:
            self.print(self.say(
                "위에 적은 f, g, E에 대해서입니다. 다른 것을 쓰면 그 미분이 필요합니다.",
                "That is for the f, g and E above; others need their own "
                "slopes.",
            ))

    def failure(self) -> None:
        """What was raised, or which shape does not fit."""
        answer = self.found.answer
        kinds = {
            "raises": ("예외가 났습니다", "It raises"),
            "exits": ("프로그램을 끝냅니다", "It ends the program"),
            "nothing": (
                "기울기를 반환하지 않습니다. 반환한 것",
                "It returns no gradients, but",
            ),
            "time": (
                "끝나지 않습니다. 제한 시간", "It does not come to an end in"
            ),
            "died": (
                "실행 중에 프로세스가 죽었습니다. 메모리를 너무 썼을 수 있습니다",
                "Its process died; it may have used too much memory",
            ),
        }
        if answer.problem:
            self.print(f"{self.say(*kinds[answer.problem])}: {answer.what}")
            if answer.line:
                where = self.say(f"{answer.line}행", f"line {answer.line}")
                self.print(f"{where}: {answer.code}", 4)
        for name, (has, needed) in answer.shapes.items():
            self.print(self.say(
                f"∂E/∂{name}의 모양이 {has}인데, {needed}이어야 합니다.",
                f"∂E/∂{name} is {has}, but it must be {needed}.",
            ))
        if self.found.fields and (answer.problem or answer.shapes):
            self.print(self.say(
                "층의 크기가 서로 다를 때 그렇습니다. 크기가 모두 같으면 아래와 같습니다.",
                "That is so with layers of different sizes. With equal sizes:",
            ))
        self.out.print()

    def lines(self) -> None:
        """How many lines are right, and which."""
        lines = self.found.lines
        if not lines.right and not lines.wrong:
            return
        count = COUNTS[self.out.lang][lines.right]
        self.print(self.say(
            f"여섯 줄 가운데 {count} 줄은 맞습니다." if lines.right
            else "아직 맞는 줄이 없습니다.",
            f"{count} of your six lines {'is' if lines.right == 1 else 'are'}"
            f" right:" if lines.right else "No line is right yet:",
        ))
        marks = []
        for line in LINES:
            verdict = lines.verdicts[line]
            mark = "?" if verdict is None else "✓" if verdict else "✗"
            colour = "green" if verdict else "red"
            name = self.say(*NAMES[line][:2])
            marks.append(f"{self.out.colour(colour, mark)} {name}")
        self.marks(marks)
        self.out.print()

    def named(self) -> None:
        """One explanation in full; what cannot be told apart from it, too."""
        first, *others = self.found.explanations
        for number in sorted(numbers(first)):
            self.mistake(mistakes()[number])
            own = [way for way in first if way.number == number]
            self.ways(own)
            self.print(self.say(own[0].mistake.ko_why, own[0].mistake.en_why))
            if own[0].mistake.source:
                self.print(self.out.colour("dim", self.say(
                    f"다른 사람도 했습니다: {own[0].mistake.source}",
                    f"Others did it too: {own[0].mistake.source}",
                )))
            self.out.print()
        if others:
            self.print(self.out.colour("bold", self.say(
                "숫자로는 다음과 구별할 수 없습니다.",
                "Its numbers are also those of:",
            )))
        for ways in others:
            names = [
                f"{number}, {self.say(mistakes()[number].ko, mistakes()[number].en)}"
                for number in sorted(numbers(ways))
            ]
            self.print(f"· {self.say('실수', 'mistake')} {'; '.join(names)}", 2)
            for way in ways:
                if way.number not in numbers(first):
                    self.side_by_side(*way.lines())
        if others:
            self.out.print()

    def ways(self, own: list[Variant]) -> None:
        """The ways in which one mistake was made, and their lines."""
        for way in _distinct(own):
            if said := self.say(way.ko, way.en):
                self.print(f"· {said}", 2)
            self.side_by_side(*way.lines())
        if len(own) > 2:
            self.print(self.say(
                f"모두 {len(own)}곳에서 그렇습니다.",
                f"So in {len(own)} places.",
            ), 4)

    def mistake(self, mistake: Mistake) -> None:
        """Its number and its name."""
        name = self.say(mistake.ko, mistake.en)
        self.print(self.out.colour("bold", self.say(
            f"실수 {mistake.number}처럼 동작합니다: {name}.",
            f"It acts like mistake {mistake.number}: {name}.",
        )))

    def side_by_side(self, right: str, wrong: str) -> None:
        """The two lines, one under the other."""
        of_right = self.say("맞는 줄", "right")
        of_wrong = self.say("이 함수의 동작", "yours acts like")
        for label, text in (of_right, right), (of_wrong, wrong):
            start = self.out.left(f"    {label}", 22)
            self.out.print(f"{start}{text}")

    def beside(self) -> None:
        """Mistakes that were seen otherwise than by the numbers."""
        for number in sorted(self.found.beside):
            mistake = mistakes()[number]
            self.mistake(mistake)
            if changed := self.found.answer.changed:
                self.print(self.say(
                    f"바뀐 것: {', '.join(changed)}",
                    f"What it changes: {', '.join(changed)}",
                ), 2)
            self.print(self.say(mistake.ko_why, mistake.en_why))
            self.out.print()

    def unnamed(self) -> None:
        """No known mistake."""
        found = self.found
        if found.verdict == "lacking":
            lacking = [n for n, right in found.fields.items() if right is None]
            self.print(self.say(
                f"반환하지 않은 기울기: {', '.join(lacking)}",
                f"Not returned: {', '.join(lacking)}",
            ))
            return
        if found.beside:
            self.beside()
        if found.verdict in ("line", "unknown"):
            self.print(self.say(
                "알려진 실수 가운데 이렇게 동작하는 것은 없습니다. 이름은 모릅니다.",
                "No mistake that is known here acts like this: it has no name.",
            ))
        passing = [c for c in ("clock", "long", "large", "unequal")
                   if c not in found.failing]
        if passing and found.failing:
            self.print(self.say(
                f"맞는 곳: {', '.join(CASES[c][0] for c in passing)}. "
                f"틀린 곳: {', '.join(CASES[c][0] for c in found.failing)}.",
                f"It is right with {', '.join(CASES[c][1] for c in passing)}; "
                f"wrong with {', '.join(CASES[c][1] for c in found.failing)}.",
            ))

    def last(self) -> None:
        """One line to look at, and where it is explained."""
        found, lines = self.found, self.found.lines
        if found.explanations:
            ways = found.explanations[0]
            read = ways[0].mistake.read
            tag = ways[0].tag
            wrong = [tag.replace("eq E'", "def 3")] if tag else []
        else:
            wrong = lines.wrong
            read = f"learn/bptt-units/#{NAMES[wrong[0]][2]}" if wrong else ""
            if not wrong and found.beside:
                read = mistakes()[min(found.beside)].read
        if wrong:
            self.look(wrong[0])
        elif found.verdict == "unknown":
            self.print(self.say(
                "어느 줄인지도 말할 수 없습니다. 순전파부터 손으로 확인하십시오: "
                "z_1, y_1, δout_T, δre_T의 순서입니다.",
                "Which line it is cannot be said. Check by hand, from the "
                "forward pass on: z_1, y_1, δout_T, δre_T.",
            ))
        if read:
            self.print(self.say(f"왜: 사이트의 {read}", f"Why: {read} "
                                "on the site"))

    def look(self, line: str) -> None:
        """The line, what it says, and all that is known of yours."""
        lines, name = self.found.lines, self.say(*NAMES[line][:2])
        where = ""
        if line == "eq 5" and not self.found.explanations:
            if lines.at_T and not lines.before_T:
                where = self.say("의 t = T보다 앞", " before t = T")
            elif lines.before_T and not lines.at_T:
                where = self.say("의 t = T", " at t = T")
        self.print(self.out.colour("bold", self.say(
            f"볼 줄: {name}{where}", f"The line to look at: {name}{where}"
        )) + f"   {SAYS[line]}")
        if lines.factor and not self.found.explanations:
            self.print(self.say(
                f"모든 원소가 {lines.factor:.6g}배입니다.",
                f"Every entry is {lines.factor:.6g} times what it should be.",
            ), 4)


def _distinct(ways: list[Variant]) -> Iterator[Variant]:
    """Not five sums with the same words: two at most."""
    told: dict[str, int] = {}
    for way in ways:
        told[way.en] = told.get(way.en, 0) + 1
        if told[way.en] <= (1 if len(ways) > 2 else 2):
            yield way
