"""record: statements, copies of values, and the tracer that was there."""

import json
import sys
from pathlib import Path

import pytest
from networks import one_float

from rnn_pure import bptt, forward, record, rtrl_steps, truncated_bptt
from rnn_pure.walkthrough import statements


def loop(n):
    """A docstring is no statement that runs."""
    total, seen = 0, []
    for t in range(n):
        total += t
        seen.append(
            [t,
             total])
    if total > 100:
        total = 0
    return seen


def lines_of(steps):
    return [step.code.strip() for step in steps]


def test_each_statement_is_a_step_with_its_time_and_copies_of_what_changed():
    result, steps = record(loop, 2)
    assert result == [[0, 0], [1, 1]]
    result[0][0] = "spoilt"
    append = "seen.append(\n            [t,\n             total])"
    assert [(s.code.strip(), s.t, s.values) for s in steps] == [
        ("total, seen = 0, []", None, {"total": 0, "seen": []}),
        ("for t in range(n):", None, {"t": 0}),
        ("total += t", 0, {}),
        (append, 0, {"seen[0]": [0, 0]}),
        ("for t in range(n):", None, {"t": 1}),
        ("total += t", 1, {"total": 1}),
        (append, 1, {"seen[1]": [1, 1]}),
        ("for t in range(n):", None, {}),
        ("if total > 100:", None, {}),
        ("return seen", None, {})]
    source = Path(__file__).read_text(encoding="utf-8").splitlines()
    for step in steps:
        lines = source[step.line - 1:step.last_line]
        assert step.code == "\n".join(lines)


# --- what changes -----------------------------------------------------------


class Refuses:
    def __ne__(self, other):
        raise ValueError("neither true nor false")


def never_equal(make):
    a = make()
    b = [a, 0]
    b[1] = 1
    c = a
    a = make()
    b[0] = a
    return b, c


def grows(xs, by):
    xs.append(by)
    pair = (xs[1], by["k"])
    by["k"].append(2)
    by["m"] = 3
    return pair


def countdown(n):
    while n > 0: n -= 1  # noqa: E701
    return n


def drained(xs):
    xs.pop()
    xs.pop()
    return xs


def factorial(n):
    if n == 0:
        return 1
    return n * factorial(n - 1)


def own_frame():
    total = [sum(k for k in range(n)) for n in range(3)]
    square = {k: (lambda n: n * n)(k) for k in total}

    def inner(k):
        k += 1
        return k

    with open(__file__, encoding="utf-8"):
        total.pop()
    return inner(square[1])


TWO, THREE = {"k": [2]}, {"k": [2], "m": 3}
CHANGES = [  # by statement: the names, or the values too
    *((never_equal, [make], [
        ["a"], ["b"], ["b[1]"], ["c"], ["a"], ["b[0]"], []])
      for make in (Refuses, lambda: float("nan"))),
    (grows, ([1], {"k": []}), [
        {"xs[1]": {"k": []}},
        {"pair": ({"k": []}, [])},
        {"xs[1]": TWO, "by": TWO, "pair": (TWO, [2])},
        {"xs[1]": THREE, "by": THREE, "pair": (THREE, [2])},
        {}]),
    (countdown, (3,), [{"n": 0}, {}]),
    (drained, ([1, 2],), [{"xs": [1]}, {"xs": []}, {}]),
    (factorial, (5,), [{}, {}]),
    (own_frame, (), [
        {"total": [0, 0, 1]}, {"square": {0: 0, 1: 1}}, ["inner"], {},
        {"total": [0, 0]}, {}, {}]),
]


@pytest.mark.parametrize(("function", "arguments", "changes"), CHANGES)
def test_each_statement_changes_what_it_changes(function, arguments, changes):
    steps = record(function, *arguments)[1]
    kinds = [*map(type, changes)]
    assert len(steps) == len(kinds)
    assert [as_(s.values) for as_, s in zip(kinds, steps)] == changes


def contains_itself():
    a = [1]
    a.append(a)
    b = {"a": a}
    b["b"] = b
    a[0] = 2
    return len(a)


def takes_its_locals():
    a = 1
    d = locals()
    e = [d, d]
    return len(e)


@pytest.mark.parametrize(("function", "last"), [
    (contains_itself, {"a[0]", "a[1]", "b"}), (takes_its_locals, {"e"})])
def test_what_holds_itself_does_not_disturb_the_run(function, last):
    result, steps = record(function)
    assert result == 2
    changed = [{*step.values} - {"d"} for step in steps]  # d: its own
    assert [*filter(None, changed)][-1] == last


def changes_below(depth):
    inner = [0]
    outer = inner
    for _ in range(depth - 1):
        outer = [outer]
    inner[0] = 1
    return outer


@pytest.mark.parametrize("depth", [1, 5, 6, 3000])
def test_changes_are_seen_five_deep_and_no_deeper(depth):
    result, steps = record(changes_below, depth)
    assert ("outer[0]" in steps[-2].values) == (depth <= 5)
    for _ in range(depth):
        result = result[0]
    assert result == 1


def test_the_equations_of_the_heart_in_their_order():
    rnn, xs, ds, z_0 = one_float(0, T=2)
    states, steps = record(forward, rnn, xs, z_0)
    assert states == forward(rnn, xs, z_0)
    assert [(s.equation, s.t, *s.values) for s in steps if s.equation] == [
        (equation, t, f"{name}[{t}]")
        for t in (1, 2)
        for equation, name in zip(("eq 1", "eq 1", "eq 1'", "eq 1'"), "uzvy")]
    gradients, steps = record(bptt, rnn, states, ds[:2])
    assert gradients == bptt(rnn, states, ds[:2])
    assert [(s.equation, s.t) for s in steps if s.equation] == [
        ("eq 5", None),  # the zero that starts it
        *((tag, t) for t in (2, 1)
          for tag in ("eq E'", "def 3", "eq 5", "eq 5", "eq 5'")),
        *((f"eq {n}", None) for n in ("5'", 2, 3, 4, "5'", "5'"))]  # z_0's
    values = {k: v for s in steps for k, v in s.values.items()}
    for t in 1, 2:
        assert values[f"delta_re[{t}]"] == gradients.delta_re[t]
    assert json.loads(json.dumps(values["dE_dW_re"])) == gradients.W_re


# --- what runs it -----------------------------------------------------------


def fails(error):
    raise error


def settles():
    sys.settrace(None)


@pytest.mark.parametrize(("function", "arguments", "error"), [
    (loop, [3], None), (settles, [], None),
    (fails, [ValueError("x")], ValueError),
    (fails, [KeyboardInterrupt()], KeyboardInterrupt),
    (loop, [], TypeError), (len, [[]], TypeError)])  # one lacks an argument
def test_the_tracer_that_was_there_is_put_back(function, arguments, error):
    def tracer(frame, event, arg):
        return None

    before, caught = sys.gettrace(), None
    sys.settrace(tracer)
    try:
        record(function, *arguments)
    except BaseException as what:
        caught = type(what)
    finally:
        after = sys.gettrace()
        sys.settrace(before)
    assert after is tracer
    assert caught is error


def generator():
    yield 1


async def coroutine():
    return 1


async def both():
    yield 1


class Called:
    def __call__(self):
        return 1


made_by_exec = {}
exec("def made():\n    return 1", made_by_exec)


@pytest.mark.parametrize(("function", "words"), [
    *((it, "not a plain function")
      for it in (len, Called, Called(), Called().__call__, None)),
    (generator, "generator is a generator"),
    (truncated_bptt, "bptt is a generator"),  # behind its doors
    (rtrl_steps, "steps is a generator"),
    (coroutine, "coroutine is a coroutine"), (both, "both is a"),
    (lambda: 1, "define it with def"),
    (made_by_exec["made"], "made has no lines to follow")])
def test_what_is_not_a_plain_function_is_refused(function, words):
    with pytest.raises(TypeError, match=words):
        record(function)


# --- statements -------------------------------------------------------------


def twice(function):
    return lambda k: function(function(k))


def as_it_is(*_):
    return lambda function: function


@as_it_is(1,
          2)
@as_it_is()
def decorated(k):
    @as_it_is(1,
              2)
    @twice
    def inner(k,
              ):
        k += 1
        return k

    @as_it_is()
    class Held:
        k = 1

    async def never():
        await k

    return inner(k) + Held.k


def test_a_decorator_belongs_to_what_it_decorates():
    result, steps = record(decorated, 1)
    assert result == 4
    assert lines_of(steps) == lines_of(statements(decorated)) == [
        "@as_it_is(1,\n              2)\n    @twice\n"
        "    def inner(k,\n              ):",
        "@as_it_is()\n    class Held:",
        "async def never():",
        "return inner(k) + Held.k"]
    assert [[*s.values] for s in steps] == [["inner"], ["Held"], ["never"], []]


def loops(T):
    for k in range(1):
        for t in range(T):
            k += t
            for i in range(1):
                i += 1

            def inner(i):
                i += 1

            try:
                inner(k)
            except ValueError:
                k -= 1
        k += 2
    while T:
        T -= 1


def test_over_time_is_what_a_loop_over_t_repeats():
    over_time = lines_of(s for s in statements(loops) if s.over_time)
    assert over_time == [
        "k += t", "for i in range(1):", "i += 1", "def inner(i):",
        "try:", "inner(k)", "k -= 1"]
    times = {s.code.strip(): s.t for s in record(loops, 2)[1]}
    assert times == {  # no ValueError came
        code: 1 if code in over_time[:-1] else None for code in times}
    assert {*over_time[:-1]} <= {*times}
