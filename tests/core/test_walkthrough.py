"""record: statements, copies of values, and the tracer that was there."""

import json
import sys
from pathlib import Path

import pytest
from networks import one_float

from rnn_pure import bptt, forward, record
from rnn_pure.walkthrough import statements


def loop(n):
    """A docstring is no statement that runs."""
    total, seen = 0, []
    for t in range(n):
        total += t
        seen.append(
            [
                t,
                total,
            ]
        )
    if total > 100:
        total = 0
    return seen


def lines_of(steps):
    return [step.code.strip().split("\n")[0] for step in steps]


def test_each_statement_is_one_step_in_the_order_of_the_run():
    result, steps = record(loop, 2)
    assert result == [[0, 0], [1, 1]]
    assert lines_of(steps) == [
        "total, seen = 0, []",
        "for t in range(n):",
        "total += t",
        "seen.append(",
        "for t in range(n):",
        "total += t",
        "seen.append(",
        "for t in range(n):",
        "if total > 100:",
        "return seen",
    ]


def test_a_step_spans_its_statement_and_knows_its_time():
    _, steps = record(loop, 2)
    append = steps[3]
    source = Path(__file__).read_text(encoding="utf-8").splitlines()
    assert source[append.line - 1] == "        seen.append("
    assert source[append.last_line - 1] == "        )"
    assert append.code == "\n".join(source[append.line - 1:append.last_line])
    times = [None, None, 0, 0, None, 1, 1, None, None, None]
    assert [step.t for step in steps] == times


def test_values_are_what_changed_and_copies():
    result, steps = record(loop, 2)
    result[0][0] = "spoilt"
    assert [step.values for step in steps] == [
        {"total": 0, "seen": []},
        {"t": 0},
        {},
        {"seen[0]": [0, 0]},
        {"t": 1},
        {"total": 1},
        {"seen[1]": [1, 1]},
        {},
        {},
        {},
    ]


def nested():
    total = [sum(k for k in range(n)) for n in range(3)]
    square = {k: (lambda n: n * n)(k) for k in total}

    def inner(k):
        k += 1
        return k

    with open(__file__, encoding="utf-8") as file:
        first = file.readline()
    try:
        total[5] = 0
    except IndexError:
        total.pop()
    return inner(square[1]), first


def test_only_the_functions_own_frame_is_seen():
    result, steps = record(nested)
    assert result[0] == 2
    assert result[1].startswith('"""record:')
    seen = lines_of(steps)
    assert "k += 1" not in seen
    assert seen.count(lines_of(steps)[0]) == 1
    assert {"total": [0, 0, 1]} in [step.values for step in steps]
    assert {"total": [0, 0]} in [step.values for step in steps]


def contains_itself():
    a = [1]
    a.append(a)
    b = {"a": a}
    b["b"] = b
    a[0] = 2
    return len(a)


def nested_deep():
    deep = 0
    for _ in range(3000):
        deep = [deep]
    return len(deep)


def takes_its_locals():
    a = 1
    d = locals()
    e = [d, d]
    return len(e)


@pytest.mark.parametrize(
    ("function", "returned", "last"),
    [
        (contains_itself, 2, {"a[0]", "a[1]", "b"}),
        (nested_deep, 1, {"deep[0]"}),
        (takes_its_locals, 2, {"e"}),
    ],
    ids=lambda value: getattr(value, "__name__", ""),
)
def test_no_depth_of_nesting_disturbs_the_run(function, returned, last):
    result, steps = record(function)
    assert result == returned
    changed = [{*step.values} - {"_", "d"} for step in steps]  # d: its own
    assert [*filter(None, changed)][-1] == last


def changes_below(depth):
    inner = [0]
    outer = inner
    for _ in range(depth - 1):
        outer = [outer]
    inner[0] = 1
    return outer


@pytest.mark.parametrize("depth", [1, 5, 6])
def test_changes_are_seen_five_deep_and_no_deeper(depth):
    _, steps = record(changes_below, depth)
    assert ("outer[0]" in steps[-2].values) == (depth <= 5)


def not_a_number():
    a = float("nan")
    b = [a, 0]
    b[1] = 1
    c = a
    a = float("nan")
    return b, c


def test_nan_changes_where_it_is_assigned_and_nowhere_else():
    changes = [[*step.values] for step in record(not_a_number)[1]]
    assert changes == [["a"], ["b"], ["b[1]"], ["c"], ["a"], []]


class Refuses:
    def __ne__(self, other):
        raise ValueError("neither true nor false")


def compares_nothing():
    a = Refuses()
    b = [a]
    a = Refuses()
    b[0] = a
    return b


def test_what_refuses_to_be_compared_changes_where_it_is_another():
    changes = [[*step.values] for step in record(compares_nothing)[1]]
    assert changes == [["a"], ["b"], ["a"], ["b[0]"], []]


def grows(xs, by):
    xs.append(by)
    pair = (xs[1], by["k"])
    by["k"].append(2)
    by["m"] = 3
    return pair


def test_arguments_change_where_something_is_done_to_them():
    _, steps = record(grows, [1], {"k": []})
    two, three = {"k": [2]}, {"k": [2], "m": 3}
    assert [step.values for step in steps] == [
        {"xs[1]": {"k": []}},
        {"pair": ({"k": []}, [])},
        {"xs[1]": two, "by": two, "pair": (two, [2])},
        {"xs[1]": three, "by": three, "pair": (three, [2])},
        {},
    ]


def countdown(n):
    while n > 0: n -= 1  # noqa: E701
    return n


def drained(xs):
    try:
        while True:
            xs.pop()
    except IndexError:
        return xs


def factorial(n):
    if n == 0:
        return 1
    return n * factorial(n - 1)


def test_a_loop_on_one_line_one_of_one_statement_and_recursion():
    result, steps = record(countdown, 3)
    assert result == 0
    assert [step.values for step in steps] == [{"n": 0}, {}]
    changes = [step.values for step in record(drained, [1, 2])[1]]
    assert [*filter(None, changes)] == [{"xs": [1]}, {"xs": []}]
    result, steps = record(factorial, 5)
    assert result == 120
    assert lines_of(steps) == ["if n == 0:", "return n * factorial(n - 1)"]


LOOP = ["eq E'", "def 3", "eq 5", "eq 5", "eq 5'"]


def test_the_equations_of_the_heart_in_their_order():
    rnn, xs, ds, z_0 = one_float(0, T=2)
    states, steps = record(forward, rnn, xs, z_0)
    assert states == forward(rnn, xs, z_0)
    tagged = [(s.equation, s.t, [*s.values]) for s in steps if s.equation]
    assert tagged == [
        (equation, t, [f"{name}[{t}]"])
        for t in (1, 2)
        for equation, name in zip(("eq 1", "eq 1", "eq 1'", "eq 1'"), "uzvy")
    ]
    gradients, steps = record(bptt, rnn, states, ds[:2])
    assert gradients == bptt(rnn, states, ds[:2])
    assert [(s.equation, s.t) for s in steps if s.equation] == [
        ("eq 5", None),  # the zero that starts it
        *((tag, t) for t in (2, 1) for tag in LOOP),
        ("eq 5'", None),  # z_0
        ("eq 2", None), ("eq 3", None), ("eq 4", None),
        ("eq 5'", None), ("eq 5'", None),
    ]
    values = {k: v for s in steps for k, v in s.values.items()}
    for t in 1, 2:
        assert values[f"delta_re[{t}]"] == gradients.delta_re[t]
        assert values[f"delta_out[{t}]"] == gradients.delta_out[t]
    assert values["dE_dW_re"] == gradients.W_re
    json.dumps([v for k, v in values.items() if k.startswith("dE_dW")])


def tracer(frame, event, arg):
    return None


@pytest.fixture
def traced():
    before = sys.gettrace()
    sys.settrace(tracer)
    yield
    sys.settrace(before)


def test_the_tracer_that_was_there_is_put_back(traced):
    record(loop, 3)
    assert sys.gettrace() is tracer


def fails(error):
    raise error


def settles(n):
    sys.settrace(None)
    return n


@pytest.mark.parametrize("error", [ValueError("x"), KeyboardInterrupt()])
def test_it_is_put_back_whatever_happens(traced, error):
    with pytest.raises(type(error)):
        record(fails, error)
    assert sys.gettrace() is tracer
    with pytest.raises(TypeError):
        record(loop)  # an argument is missing
    assert sys.gettrace() is tracer
    with pytest.raises(TypeError):
        record(len, [])
    assert sys.gettrace() is tracer
    record(settles, 1)
    assert sys.gettrace() is tracer


def generator():
    yield 1


async def coroutine():
    return 1


async def both():
    yield 1


class Called:
    def __call__(self):
        return 1

    def method(self):
        return 1


made_by_exec = {}
exec("def made():\n    return 1", made_by_exec)


@pytest.mark.parametrize(
    ("function", "words"),
    [
        (len, "not a plain function"),
        (Called, "not a plain function"),
        (Called(), "not a plain function"),
        (Called().method, "not a plain function"),
        (None, "not a plain function"),
        (generator, "generator is a generator"),
        (coroutine, "coroutine is a coroutine"),
        (both, "both is a"),
        (lambda: 1, "define it with def"),
        (made_by_exec["made"], "made has no lines to follow"),
    ],
)
def test_what_is_not_a_plain_function_is_refused(function, words):
    with pytest.raises(TypeError, match=words):
        record(function)


def test_statements_are_those_of_the_source():
    tags = [s.equation for s in statements(bptt) if s.equation]
    assert tags == [
        "eq 5", *LOOP, "eq 5'", "eq 2", "eq 3", "eq 4", "eq 5'", "eq 5'"
    ]


def twice(function):
    return lambda k: function(function(k))


def as_it_is(*_):
    return lambda function: function


@as_it_is(
    1,
)
@as_it_is()
def decorated(k):
    @as_it_is(
        1
    )
    @twice
    def inner(
        k,
    ):
        k += 1
        return k

    @as_it_is()
    class Held:
        k = 1

    async def never():
        await k

    return inner(k) + Held.k


DECORATED = [
    "@as_it_is(\n        1\n    )\n    @twice\n"
    "    def inner(\n        k,\n    ):",
    "@as_it_is()\n    class Held:",
    "async def never():",
    "return inner(k) + Held.k",
]


def test_a_decorator_belongs_to_what_it_decorates():
    result, steps = record(decorated, 1)
    assert result == 4
    assert [step.code.strip() for step in steps] == DECORATED
    made = [*map(list, (step.values for step in steps))]
    assert made == [["inner"], ["Held"], ["never"], []]


def test_what_is_defined_inside_has_statements_of_its_own():
    assert [s.code.strip() for s in statements(decorated)] == DECORATED


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
    over_time = [s.code.strip() for s in statements(loops) if s.over_time]
    assert over_time == [
        "k += t", "for i in range(1):", "i += 1", "def inner(i):",
        "try:", "inner(k)", "k -= 1",
    ]
    _, steps = record(loops, 2)
    times = {step.code.strip(): step.t for step in steps}
    ran = {code for code, t in times.items() if t == 1}
    assert ran == {*over_time} - {"k -= 1"}
    assert {t for code, t in times.items() if code not in over_time} == {None}
