"""A pair with its numbers: equation, lines and one time step of a run."""

from typing import Any

from docs.browser.stepper.rows import TERM
from docs.browser.stepper.run import SIGNS, run
from docs.build.equations.mathml import role_marks
from docs.build.equations.pair import pair, span
from docs.build.equations.symbols import Names, Symbol
from docs.common.table import equation
from docs.common.words import words
from rnn_pure import relu
from rnn_pure.examples import Example, on_paper


def example() -> Example:
    """The network on paper with relu, and a target at t = 2 as well."""
    rnn, xs, [first, _, last] = on_paper(f=relu)
    return rnn, xs, [first, [0], last]


def worked(tag: str, t: int, lang: str, api: str) -> str:
    """The pair of that equation with its numbers at t, for one unit.

    api is the address of the API page. The numbers are the stepper's rows,
    and light up with the equation's terms and symbols.
    """
    made = run(*example(), lang)
    known: dict[str, Any] = dict(made["given"])
    rows = ""
    for step in made["steps"]:
        known |= step["values"]
        if (step["equation"], step["t"]) == (tag, t):
            rows += "".join(
                _row(row, known, made["labels"], equation(tag).names, t)
                for row in step["rows"]
            )
    if not rows:
        raise ValueError(f"nothing computes {tag} at t = {t}")
    head = words("worked", lang)["numbers"].format(t=t)
    numbers = (
        f'<div class="wk" data-search-exclude><p class="wk-head">{head}</p>'
        f"{rows}</div>"
    )
    return pair(tag, lang, api, "vector", numbers)


def _row(
    row: list[str],
    known: dict[str, Any],
    labels: dict[str, str],
    names: Names,
    t: int,
) -> str:
    """① = W δ as numbers, the result last: 1/2 × 1/4 = 1/8."""
    left, equals, *right = row
    parts, before = "", ""
    for part in [*right, equals, left]:
        if part in SIGNS:
            parts += _sign(part)
        else:
            beside = before and before not in SIGNS
            parts += _sign("×") * bool(beside) + (
                f"{span(_marks(part, names, t))}<b>{_number(known[part])}</b>"
                f"<small>{labels[part]}</small></span>"
            )
        before = part
    role = role_marks(str(TERM.index(left) + 1)) if left in TERM else {}
    sign = f"<i>{left}</i>" if role else ""
    css = f"wk-row {role.pop('class', '')}".strip()
    return f"{span({**role, 'class': css}, 'div')}{sign}{parts}</div>"


def _sign(sign: str) -> str:
    """For one unit ⊙ is the product of two numbers."""
    return f'<span class="wk-sign">{sign.replace("⊙", "×")}</span>'


def _marks(name: str, names: Names, t: int) -> dict[str, str]:
    """What lights up with it: delta_re[3] is δ at t+1 where t is 2."""
    if name in TERM:
        return role_marks(str(TERM.index(name) + 1))
    if "'" in name:
        return role_marks("slope")
    base, _, index = name.removesuffix("^T").partition("[")
    at = {f"{t - 1}]": "t-1", f"{t}]": "t", f"{t + 1}]": "t+1"}.get(index, "")
    return Symbol(base, at).marks(names)


def _number(value: Any) -> str:
    """The one number of a vector or matrix of one unit."""
    while isinstance(value, list):
        [value] = value
    return str(value).replace("-", "−")
