"""The tables tell the truth: what is said of a row is about that row."""

import re
from collections import Counter
from collections.abc import Mapping
from configparser import ConfigParser
from tomllib import loads

import pytest

pytest.importorskip("math_core", reason="needs the docs extra")
from conftest import read

from docs.browser.exercise.blank import blank, rows
from docs.browser.exercise.slips import slips
from docs.build.boxes.predict import values
from rnn_pure.mistakes import mistakes

# --- both languages ---------------------------------------------------------

TABLES = ["docs/words.toml", "docs/exercises.toml", "docs/equations.toml",
          "docs/steps.toml", "rnn_pure/mistakes.ini",
          "rnn_pure/diagnosis/words.ini"]
# placeholders, code, TeX, links, W_in, f′, z, 3, not s for seconds
NAMED = re.compile(
    r"\{\w*\}|`[^`]+`|\$[^$]+\$|\]\(\S+?\)|[A-Za-zδΣκ]+_(?:\{[^}]+\}|\w+)"
    r"|[A-Za-z]′|[①②½₀₁]|(?<![\w'’])[B-HJ-Zb-rt-z]\b|(?<!\w)\d+", re.A,
)
TERMS = {"입력": "input", "출력(?!합)": "(?<!desired )output", "셀": r"\bcell",
         "순환": "recurren", "조각": "piece", "(?<!소)창": r"\bwindow"}


def told(part, where):
    """(where, ko, en) of all that a table says."""
    pairs = part.items() if isinstance(part, Mapping) else enumerate(part)
    for key, value in pairs:
        if isinstance(value, Mapping | list):
            yield from told(value, f"{where} {key}")
        elif str(key).startswith("ko"):
            yield f"{where} {key}", value, part[f"en{key[2:]}"]


@pytest.mark.parametrize("file", TABLES)
def test_both_languages_name_the_same(file):
    text, made = read(file), ConfigParser(delimiters="=", interpolation=None)
    if file.endswith(".ini"):
        made.read_string(text)
    for where, ko, en in told(made if made.sections() else loads(text), file):
        ours, theirs = ({part.rstrip(".,;") for part in NAMED.findall(text)}
                        for text in (ko, en))
        assert ours == theirs, where
        for ours, theirs in TERMS.items():
            found = re.search(ours, ko), re.search(theirs, en.lower())
            assert all(found) or not any(found), (where, ours)
        assert re.search("[가-힣]", ko) or ko in ("", en), where
        assert not re.search("[가-힣]", en), where
        for end in re.findall(r"([가-힣]+)[.?](?=\s|$)", ko):
            assert end[-1] in "다오까요", where


# --- slips ------------------------------------------------------------------

SAID = r"""rnn: 5 $y_3=5$ | 2 That is $z_2$ | 5/4 with $w_{re}= | 4 $x_3=1$
bptt: 16 $\delta_1=16$ | 1 the old | 4 Go two | 8 Go one | 1/4 _3$ | 1/16 _1$
bptt-paths: 21/16 Together | 1 ① alone | 5/16 ② alone
bptt-paths-sum: 3/4 still $\frac34$ | 7/4 $1$ that came by ① | 25/16 That is
bptt-units: 3 together | 2 before the | 5/2 ② alone | 5 without the transpose
bptt-check: 2 another way | 0 its shape fits | 1 error falls
bottom: 2 One from the line of `a[t]` | 1 its own step only
fcnn: 15 $1+2+3+4+5$ | 5 ends at the last step | 25 not five
proof: 3 Only at | 0 $a=1$ | 1 any one factor
truncated: 2 steps 3 and 2 | 1 gradient of $W_{re}$ is right | 3 shorter
rtrl: 125 each of the 5 | 25 one for each weight | 625 products each step
autograd: 8/27 multiply by $\frac49$ | 4/27 one way only | 2/3 is `z.grad`
vanishing: 1/16 four times | 1/32 five times
elsewhere: 21 3 more | 18 18 is right"""


def test_an_answer_and_each_slip_are_what_is_said_of_them():
    said = dict(line.split(": ") for line in SAID.splitlines())
    for name, given in rows("predict").items():
        answer, wrong = values(name)
        for value, text, part in zip(
            [answer, *wrong], [given["why"], *given["slips"]],
            said[name].split(" | "), strict=True,
        ):
            number, words = part.split(" ", 1)
            assert str(value) == number, part
            assert words in text["en"], part


CLAIMS = {  # what a name says: what its lines lost (-), gained (+) and are
    r"at the state|back to 0": r"-z ", r"initial state": r"\+0 ",
    r"bias": r"-b ", r"the input$": r"-x ", r"applies f": r"\+f ",
    r"transposes": r"\+zip|\+transpose|-W_out_T -W_re_T ",
    r"`W_re`": r"-W_re|\+(zip|transpose) .*W_re\)",
    r"joins": r"-add \+\+ ", r"① and ②": r"-add \+hadamard ",
    r"either path": r"-delta_out .*-delta_re ",
    r"(without|on) path ①": r"-delta_out ", r"twice": r"\+f\.prime ",
    r"into `dE_dz": r"= hadamard\(f\.prime(.*\n)+.*= dE_dz\[t\]$",
    r"only path ①": r"add\(hadamard\(matvec\(W_out_T, .*f\.prime",
    r"(?:by|takes) `?([\w.]+)\S* instead of `?([\w.]+)": r"-\2 .*\+\1 ",
    r"by 1 − (\w)²": r"\[1 - \1_k \* \1_k ", r"sign": r"\+- ",
    r"by (\w)\(1 − \1\)": r"\[\1_k \* \(1 - \1_k\)",
    r"`t_0`": r"z\[t_0\]", r"one step too early": r"z\[s - 1\]",
    r"one step late": r"xs\[s \+ 1:t_1 \+ 1\]",
    r"carries nothing": r"-p_ij ", r"κ": r"-kappa ",
    r"only the first term": r"add\(hadamard\(f_prime, matvec\(",
    r"without f\.prime": r"-f_prime ",
}


def test_a_slips_name_is_about_its_lines():
    own = [(blank(page).answer, slip) for page in rows("write")
           for slip in slips(page) if not slip.number]
    for right, slip in own:
        lost, gained = (Counter(re.findall(r"\w+(?:\.prime)?|[-+*]", lines))
                        for lines in (right, slip.text))
        made = " ".join([*(f"-{part}" for part in lost - gained),
                         *(f"+{part}" for part in gained - lost), slip.text])
        said = slip.name["en"].replace("′", ".prime")
        found = [*filter(None, (re.search(claim, said) for claim in CLAIMS))]
        assert found, said
        for claim in found:
            pattern = claim.expand(CLAIMS[claim.re.pattern])
            assert re.search(pattern, made), said


# --- where a mistake is explained -------------------------------------------

ABOUT = {  # a heading: what its section and its mistakes speak of
    "why-it-comes-back": "comes back", "why-a-sum": "last",
    "three-sums": r"\bsum\b|\brow|equation 4", "two-paths": "path|W_re",
    "why-the-state-before": "state", "the-gradients": "[Ss]ums|matrix",
    "deltas": "slope|f'|squared error", "the-rest": "input|bias",
    "the-recursion": r"transpose|t\+1|loop", "using-it": "gradient",
    "cross-entropy": "softmax",
    "clipping": "clip", "equation": "BPTT", "eps": "float32",
    "the-error": "target|error", "many-to-one-and-many-to-many": "target",
}


def test_a_mistake_leads_to_a_section_about_it():
    for number, mistake in mistakes().items():
        page, _, heading = mistake.read.partition("/#")
        for lang in "ko", "en":
            text = read(f"docs/pages/{page}.{lang}.md")
            [section] = re.findall(
                rf"^(?:#+ .* {{ #|<details.* id=\"){heading}\b.*\n"
                r"(?:[^#].*\n|\n)*", text, re.M)
        said = f"{mistake.en} {mistake.en_why}".replace("′", "'")
        for about in said, section:
            assert re.search(ABOUT[heading], about), number
