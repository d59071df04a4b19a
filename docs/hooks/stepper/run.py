"""The stepper: a run of forward, total_error and bptt, step by step.

The first part turns a recorded run into plain lists and dicts. It needs only
rnn_pure and drawings.py, so that the page runs it in the browser too, on the
reader's numbers (answer). The second part, from stepper on, makes the HTML
while the site is built.
"""

import json
import re
from fractions import Fraction
from html import escape
from pathlib import Path
from typing import Any
from urllib.parse import urlencode

from docs.hooks.drawings.kit import arrow, box, node, svg, text
from rnn_pure import RNN, bptt, forward, record, total_error
from rnn_pure.checks import WEIGHTS
from rnn_pure.examples import on_paper, on_screen
from rnn_pure.matrix import transpose
from rnn_pure.storage import FUNCTIONS

Run = dict[str, Any]
ROOT = Path(__file__).resolve().parents[3]
PHASES = ("forward", "error", "bptt")
MOST = {"T": 6, "n_re": 4, "n_in": 4, "n_out": 3}  # what fits on the page

# What each line computes, in numbers: names with a value, and signs between.
FORMULAS = {
    "u": "u[t] = W_in x[t] + W_re z[t-1] + b",
    "z": "z[t] = f( u[t] )",
    "v": "v[t] = W_out z[t] + b_out",
    "y": "y[t] = g( v[t] )",
    "E": "E = E-before + ½‖ y[t] − d[t] ‖²",
    "no_error": "E = E-before + 0",
    "start": "delta_re[t] = 0",
    "dE_dy": "dE_dy[t] = y[t] − d[t]",
    "no_target": "dE_dy[t] = 0",
    "delta_out": "delta_out[t] = dE_dy[t] ⊙ g'(v[t])",
    "dE_dz": "dE_dz[t] = W_out^T delta_out[t] + W_re^T delta_re[t+1]",
    "delta_re": "delta_re[t] = dE_dz[t] ⊙ f'(u[t])",
    "dE_dx": "dE_dx[t] = W_in^T delta_re[t]",
    "dE_dz_0": "dE_dz[0] = W_re^T delta_re[1]",
    "dE_dW_out": "dE_dW_out = Σ delta_out[t] z[t]^T",
    "dE_dW_re": "dE_dW_re = Σ delta_re[t] z[t-1]^T",
    "dE_dW_in": "dE_dW_in = Σ delta_re[t] x[t]^T",
    "dE_db": "dE_db = Σ delta_re[t]",
    "dE_db_out": "dE_db_out = Σ delta_out[t]",
}
FORMULAS["last"] = FORMULAS["only_back"] = FORMULAS["dE_dz"]
FORMULAS["first"] = FORMULAS["u"]

# Where it happens in the drawing: the nodes it computes, the arrows to them.
PLACES = {
    "u": ("u[t]", "x[t]>u[t] z[t-1]>u[t]"),
    "z": ("z[t]", "u[t]>z[t]"),
    "v": ("v[t]", "z[t]>v[t]"),
    "y": ("y[t]", "v[t]>y[t]"),
    "E": ("E", "y[t]>E"),
    "no_error": ("E", ""),
    "start": ("", ""),
    "dE_dy": ("y[t]", "E>y[t]"),
    "no_target": ("y[t]", ""),
    "delta_out": ("v[t]", "y[t]>v[t]"),
    "dE_dz": ("z[t]", "v[t]>z[t] u[t+1]>z[t]"),
    "only_back": ("z[t]", "u[t+1]>z[t]"),
    "last": ("z[t]", "v[t]>z[t]"),
    "delta_re": ("u[t]", "z[t]>u[t]"),
    "dE_dx": ("x[t]", "u[t]>x[t]"),
    "dE_dz_0": ("z[0]", "u[1]>z[0]"),
    "dE_dW_out": ("v[t] z[t]", "z[t]>v[t]"),
    "dE_dW_re": ("u[t] z[t-1]", "z[t-1]>u[t]"),
    "dE_dW_in": ("u[t] x[t]", "x[t]>u[t]"),
    "dE_db": ("u[t]", ""),
    "dE_db_out": ("v[t]", ""),
}
PLACES["first"] = PLACES["u"]

# Which part of an equation with several parts, counted from 0.
PARTS = {
    "u": 0, "first": 0, "z": 1, "v": 0, "y": 1,
    "dE_dz": 0, "only_back": 0, "last": 0, "delta_re": 0, "start": 1,
    "dE_dx": 0, "dE_db": 1, "dE_dz_0": 2, "dE_db_out": 3,
}

SENTENCES = {
    "ko": {
        "u": "t = {t}: 입력 x와 앞 시점의 상태 z에 저마다 가중치를 곱해 "
        "더하고, 편향까지 더하면 셀의 가중합 u가 됩니다.",
        "first": "t = {t}: 입력 x와 초기 상태 z₀에 저마다 가중치를 곱해 "
        "더하고, 편향까지 더하면 셀의 가중합 u가 됩니다.",
        "z": "t = {t}: 가중합 u가 활성화 함수 f({f})를 지나 새 상태 z가 "
        "됩니다.",
        "v": "t = {t}: 상태 z에 출력 가중치를 곱하고 편향을 더하면 출력층의 "
        "가중합 v가 됩니다.",
        "y": "t = {t}: 가중합 v가 출력층의 활성화 함수 g({g})를 지나 출력 "
        "y가 됩니다.",
        "E": "t = {t}: 출력 y와 목표 d의 차를 제곱한 것의 절반을 오차 E에 "
        "더합니다.",
        "no_error": "t = {t}: 이 시점에는 목표가 없으므로 오차 E에 더할 것이 "
        "없습니다.",
        "start": "델타(δ)는 가중합이 조금 변할 때 오차 E가 변하는 "
        "비율입니다. 셀의 델타는 ∂E/∂u입니다. 마지막 시점 뒤에는 시점이 "
        "없으므로 t = {t}의 델타는 0으로 둡니다.",
        "dE_dy": "t = {t}: 이 시점의 오차를 출력 y로 미분한 값 ∂E/∂y는 "
        "y − d입니다.",
        "no_target": "t = {t}: 이 시점에는 목표가 없으므로 ∂E/∂y는 0입니다.",
        "delta_out": "t = {t}: ∂E/∂y에 g′(v)를 곱하면 출력층의 델타 "
        "∂E/∂v입니다.",
        "dE_dz": "t = {t}: 상태 z는 이 시점의 출력과 다음 시점의 셀, 두 곳에 "
        "쓰였습니다. 그래서 ① 출력이 내려보낸 것과 ② 다음 시점이 되돌려보낸 "
        "것을 더합니다. 그 합이 식 5의 괄호 안, ∂E/∂z입니다.",
        "only_back": "t = {t}: 상태 z는 이 시점의 출력과 다음 시점의 셀, 두 "
        "곳에 쓰였습니다. 이 시점에는 목표가 없어 ① 출력이 내려보낸 것은 "
        "0이므로, ∂E/∂z는 모두 ② 다음 시점이 되돌려보낸 것입니다.",
        "last": "t = {t}: 마지막 상태는 출력에만 쓰였으므로 ② 되돌아오는 것은 "
        "0입니다. ① 출력이 내려보낸 것이 그대로 식 5의 괄호 안, "
        "∂E/∂z입니다.",
        "delta_re": "t = {t}: ∂E/∂z에 f′(u)를 곱하면 셀의 델타 ∂E/∂u입니다.",
        "dE_dx": "t = {t}: 셀의 델타에 입력 가중치의 전치를 곱하면 입력 x의 "
        "기울기입니다. 가중치를 배우는 데에는 쓰이지 않습니다.",
        "dE_dz_0": "t = 1의 셀의 델타가 순환 가중치를 한 번 더 거슬러 가면 "
        "초기 상태의 기울기가 됩니다.",
        "dE_dW_out": "같은 가중치를 모든 시점이 썼으므로 모두 더합니다. 출력 "
        "가중치의 기울기는 시점마다 출력층의 델타에 상태 "
        "z를 곱해 모두 더한 값입니다.",
        "dE_dW_re": "순환 가중치의 기울기는 시점마다 셀의 델타에 앞 시점의 "
        "상태 z를 곱해 모두 더한 값입니다.",
        "dE_dW_in": "입력 가중치의 기울기는 시점마다 셀의 델타에 입력 x를 "
        "곱해 모두 더한 값입니다.",
        "dE_db": "편향은 늘 1에 곱해지므로, 그 기울기는 셀의 델타를 모든 "
        "시점에 대해 더한 값입니다.",
        "dE_db_out": "출력 편향의 기울기는 출력층의 델타를 모든 시점에 대해 "
        "더한 값입니다. 이로써 모든 기울기를 구했습니다.",
    },
    "en": {
        "u": "t = {t}: the cell's weighted sum is the input and the state of "
        "the step before, each times its weights, plus the bias.",
        "first": "t = {t}: the cell's weighted sum is the input and the "
        "initial state, each times its weights, plus the bias.",
        "z": "t = {t}: the weighted sum goes through the activation f ({f}) "
        "and is the new state.",
        "v": "t = {t}: the output's weighted sum is the state times the "
        "output weights, plus the bias.",
        "y": "t = {t}: the weighted sum goes through the output's activation "
        "g ({g}) and is the output.",
        "E": "t = {t}: half the squared difference between the output and "
        "its target is added to the error.",
        "no_error": "t = {t}: this step has no target, so nothing is added to "
        "the error.",
        "start": "A delta (δ) is how fast the error E changes with a weighted "
        "sum; the cell's delta is ∂E/∂u. No step follows the last, so the "
        "delta of t = {t} is set to zero.",
        "dE_dy": "t = {t}: the derivative of this step's error by the "
        "output, ∂E/∂y, is y − d.",
        "no_target": "t = {t}: this step has no target, so ∂E/∂y is zero.",
        "delta_out": "t = {t}: ∂E/∂y, times the slope g′(v), is the output's "
        "delta, ∂E/∂v.",
        "dE_dz": "t = {t}: the state was used twice, by this step's output "
        "and by the next step's cell. So ① what the output sends down and ② "
        "what the next time step sends back are added. Their sum is ∂E/∂z, "
        "the bracket of equation 5.",
        "only_back": "t = {t}: the state was used twice, by this step's "
        "output and by the next step's cell. This step has no target, so ① "
        "what the output sends down is zero, and all of ∂E/∂z is ② what the "
        "next time step sends back.",
        "last": "t = {t}: the last state was used by the output only, so ② "
        "what comes back is zero. ∂E/∂z, the bracket of equation 5, is just ① "
        "what the output sends down.",
        "delta_re": "t = {t}: ∂E/∂z, times the slope f′(u), is the cell's "
        "delta, ∂E/∂u.",
        "dE_dx": "t = {t}: the cell's delta times the transposed input "
        "weights is the gradient of the input. Learning the weights does not "
        "need it.",
        "dE_dz_0": "The cell's delta of t = 1, sent back through the "
        "recurrent weights once more, is the gradient of the initial state.",
        "dE_dW_out": "Every time step used the same weights, so all are "
        "added: the gradient of the output weights is the output's "
        "delta times the state, added up over all time steps.",
        "dE_dW_re": "The gradient of the recurrent weights is the cell's "
        "delta times the state of the step before, added up over all time "
        "steps.",
        "dE_dW_in": "The gradient of the input weights is the cell's delta "
        "times the input, added up over all time steps.",
        "dE_db": "A bias is always multiplied by 1, so its gradient is the "
        "cell's delta, added up over all time steps.",
        "dE_db_out": "The gradient of the output bias is the output's delta, "
        "added up over all time steps. That is every gradient.",
    },
}

WORDS = {
    "ko": {
        "name": "한 줄씩 보기", "first": "처음", "previous": "앞 줄",
        "play": "재생", "pause": "멈춤", "next": "다음 줄", "last": "끝",
        "equation": "다음 식", "time": "다음 시점", "fast": "빠르게",
        "slider": "단계", "link": "주소 복사", "copied": "복사됨",
        "forward": "순전파", "error": "오차", "bptt": "역전파",
        "sums": "기울기",
        "numbers": "이 줄의 숫자", "code": "코드",
        "known": "지금까지의 값", "table": "전체를 표로",
        "step": "단계", "what": "하는 일", "eq": "식", "def": "정의",
        "line": "줄", "new": "새 값",
        "heard": "{n} / {all}단계. {eq}, {line}번 줄. {say} 새 값: {new}",
        "written": "지금 계산하는 것", "read": "쓰이는 것",
        "own": "내 숫자로 해 보기",
        "hint": "행렬은 한 줄에 한 행씩, 벡터는 한 줄에 적습니다. x와 d는 한 "
        "줄이 한 시점이고, 목표가 없는 시점에는 - 를 적습니다. 1/2처럼 "
        "적어도 됩니다. T는 시점의 수, n_re는 상태의 크기입니다. 처음 실행할 "
        "때 인터넷에서 파이썬을 내려받습니다.",
        "run": "이 숫자로 실행", "presets": "예제",
        "loading": "파이썬을 내려받고 있습니다. 처음에는 10 MB쯤 됩니다.",
        "offline": "파이썬을 내려받지 못했습니다. 네트워크를 확인하고 다시 "
        "눌러 주십시오. 주소:",
        "wrong": "숫자를 확인해 주십시오. 패키지가 이렇게 알려 왔습니다:",
        "ran": "이 숫자로 실행했습니다. 주소창의 주소에 숫자가 들어 있습니다.",
        "filled": "숫자를 채웠습니다. 실행을 누르면 파이썬이 이 페이지 "
        "안에서 계산합니다.",
    },
    "en": {
        "name": "Stepper", "first": "First", "previous": "Previous line",
        "play": "Play", "pause": "Pause", "next": "Next line", "last": "Last",
        "equation": "Next equation", "time": "Next time step",
        "fast": "Fast", "slider": "Step", "link": "Copy link",
        "copied": "Copied",
        "forward": "Forward", "error": "Error", "bptt": "Backward",
        "sums": "gradients", "code": "Code",
        "numbers": "The numbers of this line",
        "known": "Values so far",
        "table": "The whole run as a table",
        "step": "Step", "what": "What it does", "eq": "Equation",
        "def": "Definition", "line": "Line", "new": "New value",
        "heard": "Step {n} of {all}. {eq}, line {line}. {say} New: {new}",
        "written": "being computed", "read": "being used",
        "own": "With your own numbers",
        "hint": "One row of a matrix a line; a vector on one line. In x and d "
        "each line is a time step; write - where a step has no target. "
        "Fractions such as 1/2 are fine. T is the number of time steps, n_re "
        "the size of the state. The first run downloads Python.",
        "run": "Run with these numbers", "presets": "Examples",
        "loading": "Downloading Python: about 10 MB the first time.",
        "offline": "Python could not be downloaded. Check the network and "
        "press again. The address:",
        "wrong": "Please check the numbers. The package says:",
        "ran": "This is the run with these numbers. The address bar holds "
        "them.",
        "filled": "The numbers are filled in. Press Run, and Python computes "
        "inside this page.",
    },
}


# --- the run ----------------------------------------------------------------


def run(
    rnn: RNN, xs: Any, ds: Any, lang: str, phases: tuple[str, ...] = PHASES
) -> Run:
    """forward, total_error and bptt on these numbers, as JSON can hold it.

    given holds the values known before the first step, by name: "W_in",
    "x[1]". Each step has the values that its formula names; changed names
    the one it computes.
    """
    states, forward_steps = record(forward, rnn, xs)
    _, error_steps = record(total_error, rnn, states, ds)
    _, bptt_steps = record(bptt, rnn, states, ds)
    T = states.T
    known: dict[str, Any] = {name: getattr(rnn, name) for name in WEIGHTS}
    known |= {"E": 0, "0": 0, "z[0]": states.z[0]}
    for t in range(1, T + 1):
        known[f"x[{t}]"] = states.x[t]
        if ds[t - 1] is not None:
            known[f"d[{t}]"] = list(ds[t - 1])
    given: dict[str, Any] = {}
    steps: list[Run] = []
    for phase, recorded in zip(
        PHASES, (forward_steps, error_steps, bptt_steps)
    ):
        shown = phase in phases
        if shown and not steps:
            given = {name: plain(value) for name, value in known.items()}
        for one in recorded:
            if one.equation is None:
                continue
            step = _step(one, phase, rnn, known, T, lang)
            if shown:
                steps.append({"n": len(steps) + 1, **step})
    _group(steps, lang)
    names = [name for step in steps for name in step["values"]]
    return {
        "T": T,
        "f": rnn.f.name,
        "given": given,
        "steps": steps,
        "labels": {
            name: label(name)
            for one in [*given, *names]
            for name in (one, re.sub(r"\[\d+\]", "[t]", one))
        },
        "svg": network(T, lang, [d is not None for d in ds]),
    }


def _group(steps: list[Run], lang: str) -> None:
    """Group the steps by phase and t; say where each is, and what is heard."""
    words = WORDS[lang]
    before: Run = {}
    for step in steps:
        same = all(before.get(k, "") == step[k] for k in ("phase", "t"))
        step["group"] = before["group"] if same else step["n"]
        t = step["t"]
        step["time"] = words["sums"] if t is None else f"t = {t}"
        kind, number = step["equation"].replace("'", "′").split(" ")
        step["heard"] = words["heard"].format(
            n=step["n"],
            all=len(steps),
            eq=f"{words[kind]} {number}",
            line=step["lines"][0],
            say=step["say"],
            new=shown(step["values"][step["changed"][0]]).strip("()"),
        )
        before = step


def _step(
    one: Any, phase: str, rnn: RNN, known: dict[str, Any], T: int, lang: str
) -> Run:
    """A recorded step as a dict; known gets the value that it computes."""
    target = re.match(r"\s*(\w+)(?:\[(.+?)\])? \+?= ", one.code)
    assert target
    base, index = target[1], target[2]
    t = {"T + 1": T + 1, "0": 0}.get(index, one.t)
    name = f"{base}[{t}]" if index else base
    known["E-before"] = known["E"]
    known[name] = one.values.get(name, known.get(name))
    key = base
    if base == "u" and t == 1:
        key = "first"
    elif base in ("E", "dE_dy") and f"d[{t}]" not in known:
        key = "no_error" if base == "E" else "no_target"
    elif base == "delta_re" and t > T:
        key = "start"
    elif base == "dE_dz" and t in (0, T):
        key = "last" if t else "dE_dz_0"
    elif base == "dE_dz" and f"d[{t}]" not in known:
        key = "only_back"
    formula = _at(FORMULAS[key], t, T).split()
    values = {
        part: plain(value_of(part, rnn, known))
        for part in formula
        if part not in "=+−⊙()" and not part.endswith(("(", "‖", "²"))
    }
    nodes, arrows = PLACES[key]
    reads = set(re.findall("[A-Za-z_]+", " ".join(formula[2:])))
    return {
        "phase": phase,
        "t": t,
        "equation": one.equation,
        "part": PARTS.get(key),
        "lines": [one.line, one.last_line],
        "code": " ".join(
            line.split("  # ")[0].strip() for line in one.code.splitlines()
        ).replace("( ", "(").replace(" )", ")"),
        "key": key,
        "say": _whole(SENTENCES[lang][key].format(t=t, f=rnn.f, g=rnn.g)),
        "writes": base,
        "reads": sorted(reads),
        "formula": formula,
        "values": values,
        "changed": [name],
        "nodes": _over_time(nodes, t, T),
        "arrows": _over_time(arrows, t, T),
    }


def _whole(sentence: str) -> str:
    """The sentence, in which no line ends inside ∂E/∂z or y − d."""
    return sentence.replace("E/", "E/\u2060").replace(" − ", "\xa0−\xa0")


def _at(pattern: str, t: int | None, T: int) -> str:
    """u[t-1] as u[2]; behind Σ once for each time step, if t is None."""
    if "Σ" in pattern:
        left, term = pattern.split("Σ")
        return left + " + ".join(_at(term, k, T) for k in range(1, T + 1))
    if t is None:
        return pattern
    for index, number in ("t-1", t - 1), ("t+1", t + 1), ("t", t):
        pattern = pattern.replace(f"[{index}]", f"[{number}]")
    return pattern


def _over_time(pattern: str, t: int | None, T: int) -> list[str]:
    times = range(1, T + 1) if t is None else [t]
    return list(
        dict.fromkeys(p for k in times for p in _at(pattern, k, T).split())
    )


def value_of(name: str, rnn: RNN, known: dict[str, Any]) -> Any:
    """The value of a name in a formula; W^T and f'(u) are computed."""
    if name.endswith("^T"):
        value = known[name[:-2]]
        return transpose(value if name.startswith("W") else
                         [[entry] for entry in value])
    if slope := re.match(r"([fg])'\((.+)\)", name):
        return getattr(rnn, slope[1]).prime(known[slope[2]])
    return known[name]


def plain(value: Any) -> Any:
    """Lists of floats as JSON knows them; fractions and infinity as text."""
    if isinstance(value, list):
        return [*map(plain, value)]
    if isinstance(value, Fraction):
        return value.numerator if value.denominator == 1 else str(value)
    return value if abs(value) < float("inf") else str(value)


def shown(value: Any) -> str:
    """A value in a line of text, to four decimals."""
    if isinstance(value, list):
        return f"({', '.join(map(shown, value))})"
    if isinstance(value, float):
        value = f"{value:.4f}".rstrip("0").rstrip(".")
    return str(value).replace("-", "−")


def label(name: str) -> str:
    """W_re^T, z[2] or dE_dx[1] as MathML; nothing for 0."""
    if name == "0":
        return ""
    if slope := re.match(r"([fg])'\((.+)\)", name):
        inner = label(slope[2]).replace("<math>", "").replace("</math>", "")
        return (f"<math><mi>{slope[1]}</mi><mo lspace='0' rspace='0'>′</mo>"
                f"<mo>(</mo>{inner}<mo>)</mo></math>")
    return f"<math>{_symbol(name)}</math>"


def _symbol(name: str) -> str:
    name = name.removesuffix("-before")
    if name.startswith("dE_d"):
        below = _symbol(name[4:])
        return (f"<mfrac><mrow><mi>∂</mi><mi>E</mi></mrow>"
                f"<mrow><mi>∂</mi>{below}</mrow></mfrac>")
    found = re.fullmatch(r"([A-Za-z]+)_?(\w+)?(?:\[(\d+|t)\])?(\^T)?", name)
    assert found, name
    letter, layer, t, turned = found.groups()
    base = f"<mi>{'δ' if letter == 'delta' else letter}</mi>"
    low = f"<mi>{layer}</mi>" if layer else ""
    time = f"<mi>{t}</mi>" if t else ""
    above = "<mi>⊤</mi>" if turned else ""
    if letter == "delta":
        low, above = "", low
    low = low + time
    if low and above:
        return f"<msubsup>{base}{low}{above}</msubsup>"
    if low:
        return f"<msub>{base}{low}</msub>"
    return f"<msup>{base}{above}</msup>" if above else base


# --- the drawing ------------------------------------------------------------

LEVELS = {"x": 286, "u": 233, "z": 180, "v": 127, "y": 74}
HUES = {"x": "in", "u": "re", "z": "re", "v": "out", "y": "out"}
GAP, R = 100, 17


def network(T: int, lang: str, targets: list[bool]) -> str:
    """The unrolled network: data-node and data-edge name its parts."""
    ko = lang == "ko"
    width = max(376, 84 + GAP * T)
    left = (width - GAP * T) / 2  # where z_0 stands

    def place(name: str) -> tuple[float, float]:
        letter, t = name[0], int(name[2:-1])
        return left + GAP * t, LEVELS[letter]

    def edge(start: str, end: str, hue: str) -> str:
        """An arrow from node to node; a delta's runs beside the way."""
        (x1, y1), (x2, y2) = (
            (place(other)[0], 22) if name == "E" else place(name)
            for name, other in ((start, end), (end, start))
        )
        dx, dy = x2 - x1, y2 - y1
        length = (dx * dx + dy * dy) ** 0.5
        dx, dy = dx / length, dy / length
        side = 10 if hue == "delta" else 0
        x1, y1 = x1 + R * dx - side * dy, y1 + R * dy + side * dx
        x2, y2 = x2 - (R + 1) * dx - side * dy, y2 - (R + 1) * dy + side * dx
        css = f"hue-{hue} back" if hue == "delta" else f"hue-{hue}"
        return (
            f'<g data-edge="{start}&gt;{end}">'
            f"{arrow(x1, y1, x2, y2, css)}</g>"
        )

    edges, nodes = [], [_node("z[0]", *place("z[0]"), "re")]
    for t in range(1, T + 1):
        ways = [("x", "u", "in"), ("u", "z", "re"), ("z", "v", "out"),
                ("v", "y", "out")]
        for low, high, hue in ways:
            edges += [
                edge(f"{low}[{t}]", f"{high}[{t}]", hue),
                edge(f"{high}[{t}]", f"{low}[{t}]", "delta"),
            ]
        edges += [
            edge(f"z[{t - 1}]", f"u[{t}]", "re"),
            edge(f"u[{t}]", f"z[{t - 1}]", "delta"),
        ]
        if targets[t - 1]:
            edges += [
                edge(f"y[{t}]", "E", "out"), edge("E", f"y[{t}]", "delta")
            ]
        nodes += [
            _node(f"{name}[{t}]", *place(f"{name}[{t}]"), HUES[name])
            for name in LEVELS
        ]
        nodes.append(text(left + GAP * t, 320, f"t = {t}", "small"))
    middle = left + GAP * (T + 1) / 2
    nodes.append(
        f'<g data-node="E">'
        f"{box(middle, 22, GAP * (T - 1) + 60, 30, 'E_{}', 'hue-delta')}</g>"
    )
    return svg(
        "stepper",
        "펼친 신경망" if ko else "The unrolled network",
        "시점마다 아래에서 위로 x, u, z, v, y가 놓이고 맨 위에 오차 E가 "
        "있습니다. 지금 계산하는 곳과 그리로 가는 화살표가 밝아집니다."
        if ko
        else "At each time step, from the bottom up: x, u, z, v, y, and the "
        "error E on top. What is being computed and the arrows that lead "
        "there are lit.",
        width,
        332,
        *edges,
        *nodes,
    )


def _node(name: str, x: float, y: float, hue: str) -> str:
    """A node, and a small δ that shows once its delta is known."""
    delta = {"u": "delta_re", "v": "delta_out"}.get(name[0])
    badge = ""
    if delta:
        badge = (f'<g class="badge hue-delta" data-badge="{delta}{name[1:]}">'
                 f'<circle cx="{x - 20}" cy="{y - 13}" r="9"/>'
                 f'{text(x - 20, y - 13, "δ", "small")}</g>')
    shown = node(x, y, R, f"{name[0]}_{name[2:-1]}", f"hue-{hue}")
    return f'<g data-node="{name}">{shown}</g>{badge}'


# --- the reader's numbers ---------------------------------------------------


def answer(question: str) -> str:
    """What the page asks in the browser, and gets back, as JSON."""
    asked = json.loads(question)
    try:
        rnn, xs, ds = numbers(asked["fields"])
        made = run(rnn, xs, ds, asked["lang"])
    except (TypeError, ValueError, OverflowError) as error:
        made = {"error": str(error)}
    return json.dumps(made, ensure_ascii=False)


def numbers(fields: dict[str, str]) -> tuple[RNN, Any, Any]:
    """rnn, xs and ds from text: a line is a row, - a step without target.

    Raises as the package does, and ValueError for what is too large here.
    """
    rows = {name: _rows(fields[name]) for name in (*WEIGHTS, "x", "d")}
    f = fields["f"]
    if f not in FUNCTIONS["f"]:
        raise ValueError(
            f"f is {f!r}, which is unknown: use one of "
            + ", ".join(sorted(FUNCTIONS["f"]))
        )
    rnn = RNN(
        W_in=rows["W_in"],
        W_re=rows["W_re"],
        b=[entry for row in rows["b"] for entry in row],
        W_out=rows["W_out"],
        b_out=[entry for row in rows["b_out"] for entry in row],
        f=FUNCTIONS["f"][f],
    )
    sizes = {"T": len(rows["x"]), "n_re": len(rnn.b),
             "n_in": len(rnn.W_in[0]), "n_out": len(rnn.b_out)}
    for name, size in sizes.items():
        if size > MOST[name]:
            raise ValueError(
                f"{name} is {size}, but on this page it may be at most "
                f"{MOST[name]}"
            )
    ds = [None if row in (["-"], ["–"]) else row for row in rows["d"]]
    return rnn, rows["x"], ds


def _rows(written: str) -> list[list[Any]]:
    lines = written.replace("−", "-").replace(";", "\n").splitlines()
    rows = [re.split(r"[\s,]+", line.strip(" ,\t")) for line in lines]
    return [[*map(_number, row)] for row in rows if row != [""]]


def _number(word: str) -> Any:
    """0.5 or 1/2; what is no number stays text, for the package to refuse."""
    try:
        over, _, under = word.partition("/")
        return float(over) / float(under) if under else float(word)
    except (ValueError, ZeroDivisionError):
        return word


def as_text(rnn: RNN, xs: Any, ds: Any) -> dict[str, str]:
    """The other way round: the fields that hold these numbers."""
    def lines(rows: Any) -> str:
        return "\n".join(
            "-" if row is None else " ".join(f"{entry:g}" for entry in row)
            for row in rows
        )

    return {
        "W_in": lines(rnn.W_in), "W_re": lines(rnn.W_re), "b": lines([rnn.b]),
        "W_out": lines(rnn.W_out), "b_out": lines([rnn.b_out]),
        "x": lines(xs), "d": lines(ds), "f": rnn.f.name,
    }


# --- the page ---------------------------------------------------------------

PRESETS = {
    ("기울기 소실", "gradient vanishes"): {
        "W_in": "1;0.5", "W_re": "0.2 0.1;-0.1 0.2", "b": "0 0",
        "W_out": "1 -1", "b_out": "0", "f": "tanh",
        "x": "1;0;0;0;0;0", "d": "-;-;-;-;-;1",
    },
    ("기울기 폭주", "gradient explodes"): {
        "W_in": "1;0.5", "W_re": "3 1;-1 3", "b": "0 0",
        "W_out": "1 -1", "b_out": "0", "f": "identity",
        "x": "1;0;0;0;0;0", "d": "-;-;-;-;-;1",
    },
    ("T = 1은 FCNN", "T = 1 is the FCNN"): {
        "W_in": "0.5 -0.3;0.2 0.8;-0.6 0.4",
        "W_re": "0.1 0.4 -0.2;-0.5 0.3 0.6;0.7 -0.1 0.2",
        "b": "0.1 -0.4 0.3", "W_out": "0.9 -0.7 0.5", "b_out": "0.1",
        "f": "tanh", "x": "1 0.5", "d": "1",
    },
    ("다대일", "many-to-one"): {
        "W_in": "0.8;-0.4", "W_re": "0.5 -0.6;0.6 0.5", "b": "0 0.1",
        "W_out": "1 0.5", "b_out": "0", "f": "tanh",
        "x": "1;-1;0.5;1", "d": "-;-;-;0.5",
    },
}
FUNCTIONS_OF = {
    "forward": "rnn_pure.rnn:forward",
    "error": "rnn_pure.rnn:total_error",
    "bptt": "rnn_pure.backprop:bptt",
}
KINDS = {"run": PHASES, "forward": PHASES[:2], "bptt": PHASES[2:]}


def stepper(kind: str, lang: str, root: str) -> str:
    """The HTML of a stepper: run (with the reader's numbers), forward, bptt.

    root leads to the site's first page in this language.
    """
    words = WORDS[lang]
    rnn, xs, ds = on_screen(float) if kind == "run" else on_paper()
    made = run(rnn, xs, ds, lang, KINDS[kind])
    home = root if lang == "ko" else f"{root}../"
    data = {**made, "words": words}
    data.pop("svg")
    own = ""
    if kind == "run":
        data["files"] = python_files()
        own = form(as_text(rnn, xs, ds), lang)
    packed = json.dumps(data, ensure_ascii=False).replace("<", "\\u003c")
    return (
        f'<link rel="stylesheet" href="{home}assets/stepper.css">'
        f'<div class="stepper" data-kind="{kind}" lang="{lang}" '
        f'data-home="{home}" data-search-exclude>'
        f'<div class="st-app" tabindex="0" role="group" '
        f'aria-label="{words["name"]}" hidden>'
        f'<div class="st-top"><div class="st-net" tabindex="0">{made["svg"]}'
        f'</div><div class="st-say"><p class="st-where"></p>'
        f'<p class="st-sentence"></p>{legend(words)}'
        f'{maths(made["steps"], lang, root)}</div></div>'
        f'<div class="st-middle"><div class="st-code">'
        f"{code(KINDS[kind], lang, root)}</div>"
        f'<div class="st-numbers"><p class="st-head">{words["numbers"]}</p>'
        f'<div class="st-formula"></div></div></div>'
        f"{controls(words)}"
        f'<div class="st-live" aria-live="polite"></div>'
        f'<div class="st-known"><p class="st-head">{words["known"]}</p>'
        f'<div class="st-scroll" tabindex="0"><table class="st-grid"></table>'
        f'</div><div class="st-once"></div></div></div>{own}'
        f"{whole(made, words)}"
        f'<script type="application/json">{packed}</script></div>'
        f'<script src="{home}assets/stepper.js" defer></script>'
    )


def legend(words: dict[str, str]) -> str:
    return (
        f'<p class="st-legend"><span class="write">{words["written"]}</span> '
        f'<span class="read">{words["read"]}</span></p>'
    )


def maths(steps: list[Run], lang: str, root: str) -> str:
    """Every equation of the steps; the script shows one at a time."""
    from docs.hooks.equations.mathml import lit
    from docs.hooks.equations.table import equation

    found = ""
    for tag in dict.fromkeys(step["equation"] for step in steps):
        shown = equation(tag)
        page = "forward" if tag in ("eq 1", "eq 1'", "eq E") else "bptt"
        found += (
            f'<div class="st-eq" data-tag="{tag}" hidden>'
            f'<p class="st-head"><a class="pair-number" '
            f'href="{root}learn/{page}/#{shown.anchor}">{shown.label(lang)}'
            f"</a> {shown.title[lang]}</p>"
            f'<div class="st-math" tabindex="0">{lit(shown)}</div>'
            f"</div>"
        )
    return found


def code(phases: tuple[str, ...], lang: str, root: str) -> str:
    """The functions' own source, without the docstring."""
    from docs.hooks.equations.lines import function, statements
    from docs.hooks.equations.pair import block

    found = ""
    for phase in phases:
        name = FUNCTIONS_OF[phase]
        lines = [
            statement
            for statement in statements(function(name))
            if '"""' not in statement.code
        ]
        html = block(name, lines, lang, f"{root}reference/api/", ())
        found += f'<div class="pair-code" data-phase="{phase}">{html}</div>'
    return found


def controls(words: dict[str, str]) -> str:
    def button(do: str, sign: str = "", css: str = "") -> str:
        name = f' aria-label="{words[do]}" title="{words[do]}"' if sign else ""
        return (
            f'<button type="button" data-do="{do}"{name}{css}>'
            f"{sign or words[do]}</button>"
        )

    return (
        f'<div class="st-controls"><div class="st-groups"></div>'
        f'<div class="st-slide"><input type="range" min="1" value="1" '
        f'aria-label="{words["slider"]}"><output></output></div>'
        f'<div class="st-buttons">'
        f'{button("first", "⇤")}{button("previous", "←")}'
        f'{button("play")}{button("next", "→")}{button("last", "⇥")}'
        f"""{button("fast", css=' aria-pressed="false"')}"""
        f'{button("equation")}{button("time")}{button("link")}</div></div>'
    )


def whole(made: Run, words: dict[str, str]) -> str:
    """The whole run as a table: what is there without JavaScript."""
    rows = ""
    for step in made["steps"]:
        new = step["changed"][0]
        kind, number = step["equation"].replace("'", "′").split(" ")
        rows += (
            f'<tr id="step-{step["n"]}"><td><a href="#step-{step["n"]}">'
            f'{step["n"]}</a></td><td>{escape(step["say"])}<br>'
            f'<code>{escape(step["code"])}</code></td>'
            f"<td>{words[kind]} {number}</td><td>{step['lines'][0]}</td>"
            f"<td>{made['labels'][new]} = {shown(step['values'][new])}</td>"
            f"</tr>"
        )
    heads = "".join(
        f'<th scope="col">{words[name]}</th>'
        for name in ("step", "what", "eq", "line", "new")
    )
    return (
        f'<details class="st-whole" open><summary>{words["table"]}</summary>'
        f'<div class="st-scroll" tabindex="0"><table class="st-table">'
        f"<thead><tr>{heads}</tr></thead><tbody>{rows}</tbody></table></div>"
        f"</details>"
    )


def form(fields: dict[str, str], lang: str) -> str:
    """The reader's numbers: a field for each weight, x, d and f."""
    from docs.hooks.equations.table import symbols

    words, names = WORDS[lang], symbols()

    def field(name: str) -> str:
        rows = fields[name].count("\n") + 1
        return (
            f'<label><span>{label(name)} {names[name][lang]}</span>'
            f'<textarea name="{name}" rows="{rows}" spellcheck="false" '
            f'autocomplete="off">{fields[name]}</textarea></label>'
        )

    def select(name: str, caption: str, choices: Any, chosen: Any) -> str:
        options = "".join(
            f"<option{' selected' if one == chosen else ''}>{one}</option>"
            for one in choices
        )
        return (
            f"<label><span>{caption}</span>"
            f'<select name="{name}" aria-label="{name}">{options}</select>'
            f"</label>"
        )

    presets = "".join(
        f'<a class="st-button" href="?{escape(urlencode(case))}">'
        f'{both[lang == "en"]}</a>'
        for both, case in PRESETS.items()
    )
    T, n_re = (fields[name].count("\n") + 1 for name in ("x", "W_re"))
    return (
        f'<form class="st-own" hidden><h2 id="own-numbers">{words["own"]}</h2>'
        f"<p>{words['hint']}</p>"
        f'<div class="st-presets" role="group" '
        f'aria-label="{words["presets"]}">{presets}</div>'
        f'<div class="st-fields">'
        f'{select("T", "<i>T</i>", range(1, MOST["T"] + 1), T)}'
        f'{select("n_re", label("n_re"), range(1, MOST["n_re"] + 1), n_re)}'
        f'{select("f", label("f"), FUNCTIONS["f"], fields["f"])}</div>'
        f'<div class="st-fields">{"".join(map(field, WEIGHTS))}'
        f'{field("x")}{field("d")}</div>'
        f'<p><button class="md-button md-button--primary">{words["run"]}'
        f'</button></p><p class="st-message" role="status"></p></form>'
    )


def python_files() -> list[str]:
    """What the browser's Python gets, as it lies in assets/python/."""
    package = ROOT / "rnn_pure"
    return [
        "docs/hooks/stepper/run.py", "docs/hooks/drawings/kit.py",
        *(f"rnn_pure/{path.name}" for path in sorted(package.glob("*.py"))),
    ]


def copy_python(site: Path) -> None:
    """Put these files into the site."""
    for name in python_files():
        target = site / "assets" / "python" / name
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_bytes((ROOT / name).read_bytes())
