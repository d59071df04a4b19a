"""A verdict in words: how it was called first, one line to look at last."""

import io
from collections.abc import Callable

from rnn_pure.checks import WEIGHTS
from rnn_pure.console import Console
from rnn_pure.diagnosis import shown
from rnn_pure.diagnosis.adapter import Draft
from rnn_pure.diagnosis.answers import Answer
from rnn_pure.diagnosis.calling import Plan
from rnn_pure.diagnosis.child import TO_ANSWER, TO_IMPORT
from rnn_pure.diagnosis.clock import LINES
from rnn_pure.diagnosis.judge import Verdict
from rnn_pure.diagnosis.looking import heading, last, name_of, named, why_of
from rnn_pure.diagnosis.marks import Mark
from rnn_pure.diagnosis.nets import SIZES
from rnn_pure.diagnosis.words import Page
from rnn_pure.mistakes import mistakes

FAILED = ("raises", "exits", "time", "died", "nothing", "import")


def told(verdict: Verdict, lang: str, belongs: bool = False) -> str:
    """All of it as text."""
    stream = io.StringIO()
    tell(verdict, Console(lang, stream), belongs=belongs)
    return stream.getvalue().rstrip()


def tell(
    v: Verdict, out: Console, file: str = "", belongs: bool = False,
    tell_own: Callable[[Mark, Page, bool], None] = shown.tell,
) -> None:
    """Print all of it; with what belongs where it is wrong?

    tell_own prints that line, where it is known.
    """
    page = Page(out)
    if file:
        head = f"{v.plan.name}, {file}" if v.plan and v.judged else file
        page.print(head, colour="bold")
    if "adapter" in v.notes and "unfilled" not in v.notes:
        page.say("with adapter", path=v.notes["adapter"].name)
    if v.status in FAILED and not v.right_on:
        _problem(page, v.answer, v.status)  # their line, before all else
        page.print()
    if v.plan and v.status != "refused":
        _how(page, v)
    if v.fields:
        headless = {"W_out", "b_out"} if v.plan and v.plan.headless else {}
        page.marks({
            f"∂E/∂{n}": ok for n, ok in v.fields.items() if n not in headless
        }, "−")
        page.print()
    # of an f or E that is not known the line is, and the equations are not
    found = v.status == "unknown" and v.own is not None and (
        v.own.whole or v.own.kind == "missed")
    if v.right:
        _right(page, v)
    elif v.status == "refused":
        _refused(page, v)
    elif v.status in FAILED:
        if v.right_on:
            where, answer = v.notes["fails"]
            fails, right = page(f"net {where}"), _listed(page, v.right_on)
            page.say("partly", colour="bold", right=right, fails=fails)
            _problem(page, answer, v.status)
    else:
        if v.own:
            tell_own(v.own, page, belongs)
            page.print()
        if "cut" in v.notes and not (v.own and v.own.whole):
            page.say("cut")
            page.print()
        if not found:
            _wrong(page, v, belongs)
    _notes(page, v)
    if not (v.right or found or v.status == "import"):
        last(page, v)


# --- how it was called ------------------------------------------------------


def called(plan: Plan) -> str:
    """Model(n_x=n_in).forward(X=xs).backward(targets=ds)."""
    made = _call(plan.make[0], plan.make[1]) if plan.make else ""
    steps = [_call(name, given) for name, given in plan.steps]
    if all(step.startswith(".") for step in steps):
        return made + "".join(steps)
    return "; ".join(filter(None, [made, *steps]))


def _call(name: str, given: dict[str, str]) -> str:
    said = [
        n if n == r or r[0] in "@$" else f"{n}={r}" for n, r in given.items()
    ]
    return f"{name}({', '.join(said)})"


def _how(page: Page, v: Verdict) -> None:
    """What it was taken for: first of all, for a right one, too."""
    assert v.plan
    assert v.layout
    page.print(called(v.plan), colour="dim")
    others = {**v.plan.globals, **{p: r for p, (r, _) in (
        v.plan.leaves.items())}}
    if others:
        page.print(", ".join(f"{n}={r}" for n, r in others.items()), 4, "dim")
    if not v.plan.package:
        layout = page(v.layout.vectors)
        if not v.plan.has <= {"rnn", "states", "ds"}:
            layout += page("x W" if v.layout.rows else "W x")
        for key in "ints", "hot", "last", "packed":
            if of := getattr(v.layout, key):
                layout += page(key, of=" ".join(str(of)))
        page.say("read as", layout=layout)
    if v.world:
        world = str(v.world) if v.status != "right_if" else str(
            v.world).partition(" · ")[0]
        if v.plan.given:
            world = f"f = {v.world.f}; {page(v.plan.given)}"
        any_world = v.right and v.plan.package and len(v.answer.read) > 1
        page.print(page("any") if any_world else world, colour="dim")
    order = [name or "−" for name in v.answer.order]
    weights = [name for name in order if name in WEIGHTS]
    if v.answer.clash or weights != [w for w in WEIGHTS if w in weights]:
        page.say("clash" if v.answer.clash else "order",
                 colour="bold" * v.answer.clash, names=", ".join(order))
    page.print()


def _problem(page: Page, answer: Answer, status: str) -> None:
    """What was raised, and their own line."""
    key = {"import": answer.problem + " importing"}.get(status, status)
    limit = TO_IMPORT if status == "import" else TO_ANSWER
    page.say(key, colour="bold", what=answer.what, limit=limit)
    if answer.line:
        page.say("line", 4, line=answer.line, code=answer.code)


def _refused(page: Page, v: Verdict) -> None:
    if left := v.notes.get("unfilled"):
        page.say("unfilled", colour="bold", path=v.notes["adapter"].name)
        for line in left:
            page.print(line, 4)
        return
    page.say("refused", colour="bold")
    if v.answer.own:
        _problem(page, v.answer, v.answer.problem)


def _drafted(page: Page, draft: Draft) -> None:
    """What was understood, what not, and what to do."""
    if draft.understood:
        page.say("understood", names=", ".join(
            name if name == r else f"{name} = {r}"
            for name, r in draft.understood.items()
        ))
    if draft.questions:
        page.say("open", names=", ".join(
            name for name, _ in draft.questions
        ))
    page.say("write adapter")


# --- right ------------------------------------------------------------------


def _right(page: Page, v: Verdict) -> None:
    """Nothing is wrong: for which E, and how exactly."""
    if not v.world:
        page.say("right of own", colour="bold")
        return
    if _in_batch(page, v):
        return
    own, single = v.notes.get("own E"), mistakes()[18]
    another = own and own != v.world.factor
    key = next(key for key, holds in (
        ("other E", own == "?"),
        ("right of another E", v.status == "right_if" and another),
        ("right if", v.status == "right_if"), ("nearly", "nearly" in v.notes),
        ("single", "single" in v.notes),
        ("right so far", v.plan and v.plan.given), ("right", True),
    ) if holds)
    page.say(
        key, colour="bold", own=own, T=SIZES["long"][-1],
        factor=v.world.factor if another else v.factor,
        name=name_of(page, single), number=single.number,
    )
    if own and own == v.world.factor != "1":
        page.say("own E", factor=own)
    if v.world.error == "sigmoid_cross_entropy":
        page.say("logistic")


# --- wrong ------------------------------------------------------------------


def _wrong(page: Page, v: Verdict, belongs: bool) -> None:
    """What is wrong, line by line; and which mistake it acts like."""
    for name, (has, due) in v.answer.shapes.items():
        page.say("shape", name=name, has=has, due=due)
    if "equal" in v.notes:
        if v.answer.problem:
            _problem(page, v.answer, v.answer.problem)
        page.say("of equal sizes")
    if v.answer.shapes or "equal" in v.notes:
        page.print()
    if v.lines and v.lines.right < len(LINES) and (
        v.lines.right or v.lines.wrong
    ):
        n = v.lines.right
        key = "lines" if n > 1 else "one line" if n else "no line"
        page.say(key, count=page("counts").split()[n])
        page.marks({page(k): v.lines.verdicts[k] for k in LINES})
        page.print()
    if v.mistakes:
        if 0 < len(v.wrong_on) < 3:
            page.say("where", right=_listed(page, v.right_on),
                     wrong=_listed(page, v.wrong_on))
            page.print()
        named(page, v, belongs)
        return
    if v.beside:
        mistake = mistakes()[v.beside]
        heading(page, mistake)
        if v.status == "state" and v.answer.changed:
            page.say("changes", 2, names=", ".join(v.answer.changed))
        page.print(why_of(page, mistake))
        page.print()
    if missing := v.notes.get("missing"):
        page.say("lacking", names=", ".join(f"∂E/∂{n}" for n in missing))
    if _in_batch(page, v):
        return
    if v.lines or v.status == "unknown":
        page.say("no name")
        if v.right_on:
            page.say("where", right=_listed(page, v.right_on),
                     wrong=_listed(page, v.wrong_on))
        if not v.equations:
            page.say("no line known")
            if not any(v.fields.values()):
                page.say("forward")


def _in_batch(page: Page, v: Verdict) -> bool:
    """What two sequences at once get instead of their sums."""
    for name, what in v.notes.get("in batch", {}).items():
        page.say("in batch", name=name, what=page(f"batch {what}"))
    return "in batch" in v.notes


def _listed(page: Page, names: list[str]) -> str:
    return ", ".join(page(f"net {name}") for name in names)


# --- besides ----------------------------------------------------------------


def _notes(page: Page, v: Verdict) -> None:
    """What else was seen; none of it makes a file wrong."""
    if v.right and v.notes.get("batch"):
        page.say(f"batch of 2 {v.notes['batch']}")
    if endless := v.answer.endless:
        page.say("nan", fields=", ".join(f"∂E/∂{name}" for name in endless))
    if uses := v.notes.get("uses"):
        page.say("uses", names=", ".join(uses))
    if calls := v.notes.get("calls"):
        page.say("calls", calls=calls)
    if draft := v.notes.get("draft"):
        page.print()
        _drafted(page, draft)
