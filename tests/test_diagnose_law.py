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
    assert "or f is the identity" in re.sub(r"\s+", " ", told(found, "en"))
