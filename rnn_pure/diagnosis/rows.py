"""A verdict as data: a line of JSON, a row of a table; the same fields."""

from typing import Any

from rnn_pure.checks import WEIGHTS
from rnn_pure.diagnosis import shown
from rnn_pure.diagnosis.judge import Verdict
from rnn_pure.diagnosis.words import word

FIELDS = (
    "verdict", "function", "equations", "lines", *WEIGHTS, "mistakes",
    "line", "column", "computes", "belongs", "seconds", "note",
)


def fields(
    v: Verdict, lang: str = "en", tell: bool = False
) -> dict[str, Any]:
    """What a verdict says, by FIELDS.

    equations: those that are wrong; lines: how many of the six are right.
    mistakes: lists of numbers, of which each acts the same. line: the
    student's own, or the one that raised; belongs only if tell. seconds: of
    the student's code.
    """
    said = dict.fromkeys(("line", "column", "computes", "belongs"))
    if v.own:
        said = shown.fields(v.own, lang, tell)
    elif v.answer.line:
        said["line"] = v.answer.line
    return {
        "verdict": v.status,
        "function": v.plan.name if v.plan else None,
        "equations": v.equations,
        "lines": 6 if v.right else v.lines.right if v.lines else None,
        **{name: v.fields.get(name) for name in WEIGHTS},
        "mistakes": v.numbers,
        **said,
        "seconds": round(v.seconds, 2),
        "note": note(v),
    }


def unjudged(why: str) -> dict[str, Any]:
    """The fields of what could not be opened."""
    return dict.fromkeys(FIELDS) | {
        "verdict": "unjudged", "equations": [], "mistakes": [], "note": why,
    }


def note(v: Verdict) -> str:
    """In a few words what the other fields do not say."""
    notes, error = v.notes, v.world.error if v.world else ""
    draft = notes.get("draft")
    left = [name for name, _ in draft.questions] if draft else []
    said = (
        v.answer.what,
        "own" in notes and "if f, g and E are what the file computes",
        notes.get("own E") == "?" and (
            f"if E is {error}, which the file's is not"),
        "in batch" in notes and "in a batch: " + ", ".join(
            f"{name} is {word('en', f'batch {what}').rstrip('.')}"
            for name, what in notes["in batch"].items()),
        v.status == "right_if" and f"if E is {v.factor} times {error}",
        "missing" in notes and f"not returned: {', '.join(notes['missing'])}",
        "; ".join(f"{name} is {has}, not {due}"
                  for name, (has, due) in v.answer.shapes.items()),
        "unfilled" in notes and (
            f"open in the adapter: {'; '.join(notes['unfilled'])}"),
        v.status == "refused" and f"open: {', '.join(left) or 'what to call'}",
        "uses" in notes and f"uses rnn_pure's {', '.join(notes['uses'])}",
        v.right and v.plan and v.plan.given and (
            "what hands over the slope was not judged"),
    )
    return str(next(filter(None, said), ""))


def cells(found: dict[str, Any]) -> dict[str, Any]:
    """The same for a table: 4 + 13, or 1 | 10 where both act the same."""
    marks = {True: "right", False: "wrong", None: ""}
    told = [" + ".join(map(str, some)) for some in found["mistakes"]]
    return {
        name: _harmless("" if value is None else value)
        for name, value in (found | {
            "equations": ", ".join(found["equations"]),
            "mistakes": " | ".join(told),
            **{name: marks[found[name]] for name in WEIGHTS},
        }).items()
    }


def _harmless(value: Any) -> Any:
    """A cell that no spreadsheet takes for a formula."""
    if isinstance(value, str) and value.startswith(("=", "+", "-", "@")):
        return f"'{value}"
    return value
