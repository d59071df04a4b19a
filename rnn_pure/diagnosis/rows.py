"""A verdict as data: a line of JSON, a row of a table; the same fields."""

from typing import Any

from rnn_pure.checks import WEIGHTS
from rnn_pure.diagnosis import shown
from rnn_pure.diagnosis.judge import Verdict

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
    if v.answer.what:
        return v.answer.what
    if "own" in v.notes:
        return "if f, g and E are what the file computes"
    if "other E" in v.notes and v.world:
        return f"if E is {v.world.error}, which the file's is not"
    if batch := v.notes.get("in batch"):
        said = {"?": "not the sum", "rows": "not summed"}
        return "in a batch: " + ", ".join(
            f"{name} is {said.get(what, f'the {what}')}"
            for name, what in batch.items()
        )
    if v.status == "right_if" and v.world:
        return f"if E is {v.factor} times {v.world.error}"
    if missing := v.notes.get("missing"):
        return f"not returned: {', '.join(missing)}"
    if v.answer.shapes:
        return "; ".join(
            f"{name} is {has}, not {due}"
            for name, (has, due) in v.answer.shapes.items()
        )
    if unfilled := v.notes.get("unfilled"):
        return f"open in the adapter: {'; '.join(unfilled)}"
    if v.status == "refused":
        draft = v.notes.get("draft")
        names = [name for name, _ in draft.questions] if draft else []
        return f"open: {', '.join(names) or 'what to call'}"
    uses = v.notes.get("uses", [])
    return f"uses rnn_pure's {', '.join(uses)}" if uses else ""


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
