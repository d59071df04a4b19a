"""The numbers of a live drawing: by the names of their places, and as text."""

from decimal import ROUND_HALF_UP, Decimal
from fractions import Fraction
from typing import Any

from rnn_pure import RNN, Gradients, States, bptt, forward, total_error
from rnn_pure.matrix import matvec, transpose

RAISED = str.maketrans("-0123456789", "⁻⁰¹²³⁴⁵⁶⁷⁸⁹")
MATRICES = "W_in", "W_re", "W_out"


def values(rnn: RNN, xs: Any, ds: Any) -> dict[str, Any]:
    """Every number of a run: z[2,3] is unit 2's at t = 3.

    A missing target is None. With t for a number it is the step before the
    last.
    """
    states = forward(rnn, xs)
    made = bptt(rnn, states, ds)
    T = states.T
    times = [(t, f"{t}") for t in range(1, T + 1)]
    found = {"E": total_error(rnn, states, ds), "dE": "", "guess": "?"}
    for t, at in *times, (T - 1, "t"), (T, "t+1"):
        found |= {
            f"{name}[{i},{at}]": value
            for name, entries in step(rnn, states, made, ds, t).items()
            for i, value in enumerate(entries, 1)
        }
        found[f"W_re[{at}]"] = rnn.W_re[0][0]  # the copy of that step
    for name in MATRICES:
        for i, row in enumerate(getattr(rnn, name)):
            for j, w in enumerate(row):
                at = f"{name}[{i + 1},{j + 1}]"
                found |= {at: w, f"dE_d{at}": getattr(made, name)[i][j]}
    return found


def step(
    rnn: RNN, states: States, made: Gradients, ds: Any, t: int
) -> dict[str, Any]:
    """The vectors of one step; one and two are equation 5's ① and ②."""
    assert made.delta_out
    assert made.delta_re
    d, out, delta = ds[t - 1], made.delta_out[t], made.delta_re[t]
    later = made.delta_re[t + 1]
    u, z = states.u[t], states.z[t]
    return {
        "x": states.x[t], "u": u, "z": z, "y": states.y[t],
        "d": d or [None] * len(out),
        "prime": rnn.f.prime(u),
        "delta_out": out, "one": matvec(transpose(rnn.W_out), out),
        "two": matvec(transpose(rnn.W_re), later),
        "delta_re": delta,
        "part": [a * b for a, b in zip(delta, states.z[t - 1])],
    }


def exact(value: Any, room: int) -> bool:
    """Whether it is no number, or a small fraction that has room."""
    if value is None or isinstance(value, str):
        return True
    below = Fraction(value).denominator
    small = below <= 64 or below in (128, 256)
    return small and len(str(Fraction(value))) <= room


def shown(value: Any, room: int = 9, fractions: bool = True) -> str:
    """5/8 where it is a small fraction, else decimals: as number.js does.

    In a room of so many characters, with as many decimals as a negative
    number has there. None is a dash, a text what it is.
    """
    if value is None or isinstance(value, str):
        return "–" if value is None else value
    size = abs(Fraction(value))
    texts = [str(size)] if fractions and exact(value, room) else []
    most = max(0, room - 3)
    for digits in *range(most, -1, -1), *range(most + 1, 7):
        place = Decimal(1).scaleb(-digits)
        text = f"{Decimal(float(size)).quantize(place, ROUND_HALF_UP):f}"
        if float(text) == round(float(size), 9) and "." in text:
            text = text.rstrip("0").rstrip(".")
        if float(text) or not size:
            texts.append(text)
    digit, _, power = f"{float(size):.0e}".partition("e")
    raised = f"{int(power)}".translate(RAISED)
    sign = "−" * (value < 0)
    made = [f"{sign}{text}" for text in (
        *texts, *[f"{digit}·10{raised}"] * (digit != "1"), f"10{raised}")]
    made += ["≈0"] * (size < 1)
    return next((text for text in made if len(text) <= room), made[-1])
