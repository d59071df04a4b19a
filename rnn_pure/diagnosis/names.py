"""What people call the things of the derivation, and what they mean by it.

Capitals and underscores do not matter, but where a letter alone stands for a
matrix. The words, in names.ini, are those of books, courses and public code.
"""

import re
from collections.abc import Iterator
from configparser import ConfigParser
from importlib.resources import files

from rnn_pure.checks import WEIGHTS

LETTERS = {  # where capitals tell them apart
    "U": "W_in", "W": "W_re", "V": "W_out", "X": "xs", "D": "ds", "T": "T",
    "Y": "y", "H": "z", "Z": "z", "b": "b", "c": "b_out", "t": "ds",
    "R": "W_re", "P": "params",
}
PREFIXES = (  # what says "gradient of"; the longest first
    "gradients", "gradient", "grads", "grad", "nabla", "delta", "기울기",
    "dedd", "dldd", "ded", "dld", "djd", "de", "dl", "dj", "d", "g",
)
KINDS = {  # what functions are for, by words in their names; first to last
    "apart": "truncated numeric numgrad compare check test clip update cell "
             "step 수치 검사",
    "back": "bptt backprop backward lossf grad 역전파 기울기 뒤로",
    "forward": "forward 순전파 앞으로 call predict run unroll activate",
    "loss": "loss error cost 손실 오차",
    "training": "train fit learn 학습",
}
ORDERS = [some.split() for some in (  # in which weights are given
    "W_in W_re b W_out b_out", "W_in W_re W_out b b_out",
    "W_re W_in b W_out b_out", "W_in W_re b W_out", "W_in W_re W_out b",
    "W_in W_re W_out",
)]
GRAD = re.compile("_?grad(ient)?s?_?|^[dg]_?(?=.)", re.IGNORECASE)
MANY = re.compile("(들|열|목록|시퀀스)$")
_TABLE = ConfigParser(delimiters="=")
_TABLE.optionxform = str  # type: ignore[assignment, method-assign]
_TABLE.read_string(
    (files("rnn_pure.diagnosis") / "names.ini").read_text("utf-8")
)
_ROLE, _KEY = (
    {name.replace("_", ""): role for role, names in _TABLE[section].items()
     for name in names.split()}
    for section in ("roles", "keys")
)


def plain(name: str) -> str:
    return re.sub(r"\W|_", "", name)


def kind(name: str) -> str:
    """What a function of that name is for: one of KINDS, or nothing."""
    lower = plain(name).lower()
    return next((kind for kind, words in KINDS.items()
                 if any(word in lower for word in words.split())), "")


def role(name: str) -> str | None:
    """What a name stands for: a role of names.ini, or None."""
    if len(name) == 1 and name.isupper():
        return LETTERS.get(name)
    lower = plain(name).lower()
    return LETTERS.get(name) or _ROLE.get(lower) or _ROLE.get(
        MANY.sub("", lower))


def key_role(name: str) -> str | None:
    """What it stands for as a key among weights."""
    found = role(name)
    return found if found in WEIGHTS else _KEY.get(plain(name).lower())


def in_order(names: list[str], hints: int = 2) -> list[str]:
    """The roles of weights by their order, if so many names hint at one."""
    known = [role(name) for name in names]
    hinting = [name for name, r in zip(names, known) if r or name[0] in "wW"]
    return next((
        order for order in ORDERS
        if len(order) == len(names) and len(hinting) >= hints and all(
            said in (None, r) and (name[0] != "b" or r[0] == "b")
            for name, said, r in zip(names, known, order)
        )), [])


def says_gradient(name: str) -> bool:
    """Whether a name says that it is a gradient: dW, grad_b."""
    lower = plain(name).lower()
    return name.startswith(("dW", "dU", "dV", "db", "d_")) or (
        role(name) is None and lower.startswith(PREFIXES)
    )


def gradient_role(name: str) -> str | None:
    """What it is a gradient of: dWxh, dE_dW_in, grad_b, W_in; or None."""
    whole = re.sub("(?<=.)(_?[Gg]rad(ient)?|기울기)$", "", plain(name))
    if role(name) in ("delta_out", "delta_re"):
        return role(name)
    for start in _starts(whole.lower()):
        rest = whole[start:]
        alone = len(rest) == 1 and (start or rest.isupper())
        found = (alone and LETTERS.get(rest)) or _ROLE.get(rest.lower())
        if found in (*WEIGHTS, "z_0"):
            return found
        if found == "xs" and (start or whole in ("x", "xs")):
            return "x"
        if found == "E" and not start:
            return "E"
    return None


def _starts(lower: str) -> Iterator[int]:
    """Where a name may begin: at 0, or after what says gradient of."""
    yield 0
    for prefix in PREFIXES:
        if lower.startswith(prefix):
            yield len(prefix)
