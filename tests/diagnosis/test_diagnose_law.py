"""diagnose is never wrong: what others' functions once made it say."""

import re

import pytest
import zoo
from test_diagnose import judged, loaded

from rnn_pure.diagnosis.calling import find
from rnn_pure.diagnosis.judge import judge
from rnn_pure.diagnosis.telling import told


def of(source):
    """What is found of a source of its own."""
    source = zoo.dedent(source)
    return judge(find(loaded(f"{hash(source)}", source), None), 0)


# With ways to end it, in order: W, R and V may be weights of anything.
LETTERS = """
    def bptt(rnn, states, ds):
        n, m = len(rnn.b), len(rnn.b_out)
        dW = [[0.0] * len(rnn.W_in[0]) for _ in range(n)]
        dR = [[0.0] * n for _ in range(n)]
        dV = [[0.0] * n for _ in range(m)]
        db, dc, after = [0.0] * n, [0.0] * m, [0.0] * n
        dx = [None] * (states.T + 1)
        for t in range(states.T, 0, -1):
            slope = rnn.error_slope(states.y[t], ds[t - 1])
            o = [p * q for p, q in zip(slope, rnn.g.prime(states.v[t]))]
            f = rnn.f.prime(states.u[t])
            r = [f[j] * (after[j] + sum(
                rnn.W_out[k][j] * o[k] for k in range(m)))
                for j in range(n)]
            for i in range(n):
                db[i] += r[i]
                for j in range(len(dW[0])):
                    dW[i][j] += r[i] * states.x[t][j]
                for j in range(n):
                    dR[i][j] += r[i] * states.z[t - 1][j]
            for k in range(m):
                dc[k] += o[k]
                for j in range(n):
                    dV[k][j] += o[k] * states.z[t][j]
            dx[t] = [sum(rnn.W_in[i][j] * r[i] for i in range(n))
                     for j in range(len(dW[0]))]
            after = [sum(rnn.W_re[i][j] * r[i] for i in range(n))
                     for j in range(n)]
        return dW, dR, db, dV, dc
    """
RETURN = "return dW, dR, db, dV, dc"


@pytest.mark.parametrize("ending", [
    RETURN,
    "return dW, dR, [*db], dV, [c + 0 for c in dc]",
    "return dW, dR, db, dV, dc, dx, after",
    "return dR, dW, dV, dc, db",
    "return dict(W=dW, R=dR, V=dV, b=db, c=dc) and [dW, dR, dV, db, dc]",
    "return {'dU': dR, 'dW': dW, 'dV': dV, 'db': db, 'dc': dc}",
    "dU = dR; return dW, dU, db, dV, dc",
    "return {'Wxh': rnn.W_in, 'by': rnn.b_out, 'dWxh': dW, 'dWhh': dR, "
    "'dbh': db, 'dWhy': dV, 'dby': dc}",
    "h0 = states.z[-1]; return dW, dR, dV, db, dc, h0",
])
def test_where_names_and_shapes_disagree_shapes_are_believed(ending):
    found = of(LETTERS.replace(RETURN, ending))
    assert found.right
    assert all(found.fields.values())


def test_a_key_that_says_more_than_a_letter_is_believed():
    found = of(LETTERS.replace(RETURN, "return {'dW_in': dR, 'dW_re': dW, "
                               "'db': db, 'dW_out': dV, 'db_out': dc}"))
    assert found.verdict == "shape"


def test_the_seventh_of_seven_is_the_gradient_of_the_first_state():
    found = of(LETTERS.replace(RETURN, RETURN + ", dx, r"))
    assert found.fields["z_0"] is False
    assert not found.right


@pytest.mark.parametrize("name", ["the package's objects", "states given"])
def test_the_identity_is_not_assumed_where_the_states_are_given(name):
    changes = {
        "the package's objects": [
            "delta[t].append(f[j] * s)", "delta[t].append(s)",
            "f = rnn.f.prime(states.u[t])", "",
        ],
        "states given": ["*(1-hs[t]**2)", ""],
    }[name]
    found = judged(name, *changes)
    assert found.mistakes == [{6}]
    assert "Or f is the identity" in re.sub(r"\s+", " ", told(found, "en"))


# --- right or wrong ---------------------------------------------------------

PACKAGE = """
    {before}
    from rnn_pure import Gradients, forward
    from rnn_pure.matrix import *

    def bptt(rnn, s, ds):
        T, delta, out = s.T, [None] * (s.T + 2), [None] * (s.T + 1)
        delta[T + 1] = zeros(len(rnn.b))
        for t in range(T, 0, -1):
            d = ds[t - 1]
            {step}
            e = rnn.error_slope(s.y[t], d)
            out[t] = hadamard(e, rnn.g.prime(s.v[t]))
            back = matvec(transpose(rnn.W_re), delta[t + 1])
            z = add(matvec(transpose(rnn.W_out), out[t]), back)
            delta[t] = hadamard(z, rnn.f.prime(s.u[t]))
        return Gradients(
            sum_outer(delta[1:T + 1], s.x[1:T + 1]),
            sum_outer(delta[1:T + 1], s.z[0:T]),
            sum_over_time(delta[1:T + 1]),
            sum_outer(out[1:T + 1], s.z[1:T + 1]),
            sum_over_time(out[1:T + 1]),
        )
    """


def package(step="pass", before="", **changes):
    """The package's own way, with a statement in its loop."""
    source = PACKAGE.replace("{step}", step).replace("{before}", before)
    for old, new in changes.values():
        assert old in source
        source = source.replace(old, new)
    return source


def english(found):
    return re.sub(r"\s+", " ", told(found, "en"))


def test_s_may_be_the_states():
    """z_0 it is for others; three that begin with the network are ours."""
    assert of(package()).right


def test_a_target_of_zeros_is_no_missing_one():
    found = of(package("d = d if d and any(d) else None"))
    assert found.mistakes == [{31}]


def test_what_cannot_take_None_is_right_only_where_all_have_a_target():
    found = of(package("len(d)"))
    assert found.verdict == "raises"
    assert "Right where every step has a target." in english(found)
    assert "TypeError" in english(found)


def test_where_it_raises_is_told():
    found = of(package("[0, 0][T - 1]"))
    assert found.verdict == "raises"
    assert "right with T = 1." in english(found)
    assert "T = 12" in english(found)


def test_NaN_is_told():
    found = of(package("e = [float('nan') for _ in s.y[t]]", change=(
        "e = rnn.error_slope(s.y[t], d)", "pass")))
    assert "There is NaN" in english(found)
    assert not found.mistakes


@pytest.mark.parametrize("step", [
    "if t % 5 == 0 and t < T: delta[t + 1] = zeros(len(rnn.b))",
    "if T - t > 8: delta[t + 1] = [q / 2 for q in delta[t + 1]]",
    "if d is None: delta[t + 1] = zeros(len(rnn.b))",
])
def test_clipping_is_not_what_only_some_T_show(step):
    found = of(package(step))
    assert found.verdict == "unknown"
    assert not found.mistakes


def test_a_shifted_target_is_no_wrong_equation_5():
    """δout_T is 0 but for what solving for it leaves."""
    found = of(package("d = ds[t] if t < T else None"))
    assert found.lines.wrong == ["def 3"]


def test_no_line_is_blamed_for_another_forward_pass():
    found = judged("columns", "hs[t - 1] + bh)", "hs[t - 1])")
    assert found.verdict == "unknown"
    assert "your forward pass" in english(found)


def test_parameters_may_be_positional_only():
    source = zoo.RIGHT["nested loops"].replace("z_0):", "z_0, /):")
    assert of(source).right


def test_deltas_of_zero_make_no_sum_right():
    found = judged(
        "columns", "dhnext = Whh.T @ dhraw", "dhnext = Whh @ dhraw",
        "dWxh += dhraw", "dWxh = dhraw", "dWhh += dhraw", "dWhh = dhraw",
        "dbh += dhraw", "dbh = dhraw", "dWhy += dy", "dWhy = dy * abs(dy)",
    )
    assert found.lines.verdicts["eq 4"] is not True


@pytest.mark.parametrize(("factor", "scale"), [
    ("2/(T·n_out)", "2 / ds.size"), ("2", "2"), ("1/T", "1 / len(ds)"),
])
def test_an_E_of_another_factor_than_its_gradient_is_told(factor, scale):
    own = ["return gx, gh, gy, gbh, gby",
           f"ds = targets; return {scale} * .5 * np.sum((ys - ds) ** 2), "
           "(gx, gh, gy, gbh, gby)"]
    found = judged("states given", *own)
    assert found.verdict == "loss"
    assert f"is {factor} times" in english(found)
    with_it = judged("states given", *own, "gbh+=a", "gbh+=2*a",
                     "e=ys[t]-targets[t]",
                     f"e=(ys[t]-targets[t])*{scale.replace('ds', 'targets')}")
    assert with_it.mistakes == [{12}]


def test_the_weights_are_no_gradients():
    found = of("""
        def bptt(rnn, states, ds):
            return rnn
        """)
    assert found.verdict == "weights"
    assert "the weights themselves" in english(found)


def test_a_default_stays():
    source = package().replace("(rnn, s, ds)", "(rnn, s, ds, h=1)")
    assert of(source + "\n        assert h == 1").right
    assert of(source.replace("T, delta", "assert h == 1; T, delta")).right


def test_weights_come_under_the_keys_that_are_asked_for():
    source = zoo.RIGHT["states given"].replace(
        "def backward(xs, hs, ys, targets, h0, Wxh, Whh, Why):",
        "def compute(weights, xs, hs, ys, targets, h0):\n"
        "    Wxh, Whh, Why = (weights[k] for k in ('Wxh', 'Whh', 'Why'))\n"
        "    from copy import deepcopy; weights = deepcopy(weights)\n"
        "    own = {k: 0 * w for k, w in weights.items()}; own['Why']",
    )
    assert of(source).right


def test_what_cannot_be_called_has_no_verdict(tmp_path, capsys):
    from rnn_pure.__main__ import main

    path = tmp_path / "own.py"
    path.write_text(zoo.dedent("""
        def bptt(xs, ds, W_in, W_re, b, W_out, b_out, z_0):
            return xs.mine, W_in.mine
        """), "utf-8")
    assert main(["diagnose", str(path), "--lang", "en"]) == 2
    out = re.sub(r"\s+", " ", capsys.readouterr().out)
    assert "I cannot call it" in out
    assert "--template" in out


@pytest.mark.parametrize(("source", "said"), [
    (package(before="memo = {}", step="delta[t + 1] = memo.setdefault("
             "(t, T, len(rnn.b)), delta[t + 1])"), "mistake 32"),
    ("""
        import numpy as np
        from rnn_pure import bptt as right
        total = {}
        def bptt(rnn, states, ds):
            made = right(rnn, states, ds)
            for name in "W_in", "W_re", "b", "W_out", "b_out":
                own = np.array(getattr(made, name))
                total[name] = total.get(name, 0) + own
            return total
        """, "mistake 32"),
    (package("while d is None: sleep(1)", before="from time import sleep"),
     "does not come to an end"),
])
def test_what_calls_leave_behind_is_told(
    source, said, tmp_path, capsys, monkeypatch
):
    if "numpy" in source:
        pytest.importorskip("numpy")
    from rnn_pure.__main__ import main
    from rnn_pure.diagnosis import process

    limit = 5 if "sleep" in source else 600  # on a slow computer too
    monkeypatch.setattr(process, "TO_ANSWER", limit)
    path = tmp_path / "own.py"
    path.write_text(zoo.dedent(source), "utf-8")
    assert main(["diagnose", str(path), "--lang", "en"]) == 1
    assert said in re.sub(r"\s+", " ", capsys.readouterr().out)


# --- what is said -----------------------------------------------------------


def test_ties_are_folded_and_pairs_are_pairs():
    found = judged("columns", "dhnext = Whh.T @ dhraw", "pass",
                   "dbh += dhraw", "dbh += 2 * dhraw")
    assert {1, 12} in found.mistakes
    text = english(found)
    assert text.count("Its numbers are also those of") == 1
    assert re.search(r"· mistake 10: .{,99} \+ mistake 12", text)


@pytest.mark.parametrize(("changes", "says"), [
    (["rnn.W_in[i][j] * delta[t][i]", "rnn.W_in[i][j] * delta[t + 1][i]"],
     "∂E/∂x_t = W_inᵀ δre_t"),
    (["b_out=[sum(", "b_out=[2 * sum("], "∂E/∂b_out = Σ_t δout_t"),
    (["steps = range(1, T + 1)", "steps = range(2, T + 1)", "right[1]",
      "right[2]", "left[1]", "left[2]"], "look at: the loop"),
    (["outs[t] = [a * c for a, c in zip(e, g)]", "outs[t] = e"],
     "the output's own slope"),
])
def test_the_line_to_look_at_is_that_of_what_is_wrong(changes, says):
    assert says in english(judged("the package's objects", *changes))


def test_float32_is_not_called_right_in_every_digit():
    text = english(judged("float32"))
    assert "Right to five digits" in text
    assert "every gradient is as it should be" not in text


def test_six_of_six_are_no_news():
    found = of("""
        from rnn_pure import bptt as right
        def bptt(rnn, states, ds):
            made = right(rnn, states, ds)
            states.y[1][0] -= 1
            return made
        """)
    assert "Every gradient is right. But" in english(found)
    assert "of your six equations" not in english(found)
