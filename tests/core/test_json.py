"""to_json and from_json: every bit comes back, and nothing else gets in."""

import json
import math
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st
from networks import networks

from rnn_pure import RNN, Activation, relu, softsign
from rnn_pure.activations import ACTIVATIONS
from rnn_pure.checks import WEIGHTS
from rnn_pure.losses import ERRORS, ErrorFunction

FLOATS = st.floats(allow_nan=False, allow_infinity=False)
EDGES = [-0.0, 5e-324, -2.2250738585072009e-308, 1.7976931348623157e308, 0.1]


@given(networks(FLOATS, st.integers(1, 3), ACTIVATIONS, ACTIVATIONS, ERRORS))
def test_what_went_in_comes_out(rnn):
    text = rnn.to_json()
    again = RNN.from_json(text)
    assert repr(again) == repr(rnn)  # == would take −0.0 for 0.0
    assert (again.f, again.g, again.error) == (rnn.f, rnn.g, rnn.error)
    assert again.to_json() == text
    assert text.isascii()


def test_the_edges_of_the_floats_and_whole_numbers():
    rnn = RNN([EDGES], [[0]], [1], [[-1]], [2**53])
    before = [rnn.W_in, *rnn.rows()]
    assert repr(RNN.from_json(rnn.to_json())) == repr(rnn)
    assert all(a is b for a, b in zip([rnn.W_in, *rnn.rows()], before))
    assert RNN.from_json(TEXT).to_json() == TEXT


# --- to_json ----------------------------------------------------------------


@pytest.mark.parametrize("name", ["f", "g", "error"])
def test_custom_functions_are_refused_by_name(name):
    another = Activation("relu", softsign.function, softsign.prime)
    custom = ErrorFunction("squared_error", lambda y, d: 0, pytest.fail)
    rnn = RNN.random(2, 3, 1, seed=0)
    setattr(rnn, name, custom if name == "error" else another)
    with pytest.raises(TypeError, match=f"^{name} is .*custom .*keeps .*s"):
        rnn.to_json()


@pytest.mark.parametrize(("entry", "error", "words"), [
    (Fraction(1, 2), TypeError, r"holds Fraction.* floats and ints only"),
    (True, TypeError, r"holds True \(bool\)"),
    ("0.5", TypeError, "is '0.5', .* number"),
    (None, TypeError, "is None, .* number"),
    (math.nan, ValueError, "is nan, .* finite"),
    (-math.inf, ValueError, "is -inf"), (10**400, ValueError, "is too large")])
def test_weights_that_are_no_floats_are_refused_by_name(entry, error, words):
    for name in WEIGHTS:
        rnn = RNN.random(2, 3, 2, seed=0, f=relu)
        weight = getattr(rnn, name)
        row = weight[1] if name.startswith("W") else weight
        row[1] = entry
        with pytest.raises(error, match=rf"^{name}.* {words}"):
            rnn.to_json()
    rnn.b.append(0.0)  # a spoilt shape
    with pytest.raises(ValueError, match="b has 4 entries"):
        rnn.to_json()


# --- from_json --------------------------------------------------------------

FIELDS = {
    "W_in": [[0.5, -0.25], [1.0, 2.0], [0.0, -1.5]],
    "W_re": [[0.5, 1.0, 0.25], [0.0, -0.5, 1.0], [2.0, 0.125, -1.0]],
    "b": [0.0, 0.5, 1.0],
    "W_out": [[1.0, -1.0, 0.5]],
    "b_out": [0.25],
    "f": "tanh", "g": "identity", "error": "squared_error",
}
TEXT = json.dumps(FIELDS)


def with_field(name, text):
    """TEXT with the JSON text of one field replaced."""
    others = {key: value for key, value in FIELDS.items() if key != name}
    return f'{json.dumps(others)[:-1]}, "{name}": {text}}}'


@pytest.mark.parametrize("text", [None, TEXT.encode(), FIELDS, 3])
def test_it_takes_a_str(text):
    with pytest.raises(TypeError, match="from_json needs a str, not"):
        RNN.from_json(text)


@pytest.mark.parametrize(("text", "words"), [
    ("", "not JSON"), (TEXT + "}", "not JSON"), ("\ufeff" + TEXT, "not JSON"),
    ("[]", "not an object"), ("null", "not an object"),
    ("{}", "lacks W_in, W_out, W_re, b, b_out, error, f, g and"),
    (TEXT.replace('"b"', '"bias"'), "lacks b and has unknown bias"),
    (f'{TEXT[:-1]}, "b": [0, 0, 0]}}', "it holds 'b' 2 times"),
    (f'{TEXT[:-1]}, "f": "relu", "f": "tanh"}}', "it holds 'f' 3 times"),
    *((with_field(name, value), words) for name, value, words in [
        ("h", "0", "lacks nothing and has unknown h"),
        ("made_by", "0", "unknown made_by"),
        ("f", '"swish"', "f is 'swish', .* sigmoid, .*tanh"),
        ("g", '"softmax"', "g is 'softmax', .* identity, relu"),
        ("f", '"squared_error"', "f is 'squared_error'"),
        ("error", '"tanh"', "error is 'tanh', .* squared_error"),
        ("f", '"__import__(\'os\')"', "f is .* unknown"),
        ("f", "null", "f is None"), ("f", '["tanh"]', r"f is \['tanh'\]"),
        ("b", "NaN", "NaN, but weights must be finite"),
        ("b", "[0, Infinity, 0]", "Infinity, but weights"),
        ("b", "[0, -Infinity, 0]", "-Infinity, but weights"),
        ("b", "[0, 1e999, 0]", r"b\[1\] is inf, .* finite"),
        ("b", f"[0, 1{'0' * 400}, 0]", r"b\[1\] is too large"),
        ("b", f"[0, 1{'0' * 5000}, 0]", "not JSON: .* limit"),
        ("b", "null", "b is None, .* list of numbers"),
        ("b", "0", "b is 0, .* list of numbers"),
        ("b", '"000"', "b is '000'"), ("b", '{"0": 1}', "b is {'0': 1}"),
        ("b", '["0", 0, 0]', "b holds '0' .str., but JSON"),
        ("b", "[0, true, 0]", "b holds True"),
        ("b", "[0, null, 0]", "b holds None"),
        ("b", "[[0], [0], [0]]", r"b holds \[0\]"),
        ("W_re", "[0, 0, 0]", r"W_re is \[0, 0, 0\], .* of rows"),
        ("W_re", '["000", "000"]', "W_re is .* list of rows"),
        ("W_re", "[[false, 0, 0]]", "W_re holds False"),
        ("b", "[0, 0]", "b has 2 entries, but W_in has 3 rows"),
        ("W_in", "[]", "W_in is empty"),
        ("W_out", "[[0, 0]]", r"W_out\[0\] has 2 entries")])])
def test_what_is_no_network_is_refused(text, words):
    with pytest.raises(ValueError, match=words):
        RNN.from_json(text)


@pytest.mark.parametrize("depth", [500, 5_000, 100_000])
def test_nesting_as_deep_as_you_like(depth):
    for name in "b", "W_in", "f", "h":
        for left, right in ("[", "]"), ('{"a":', "}"):
            text = with_field(name, left * depth + "0" + right * depth)
            words = rf"nested too deep|^{name} (is|holds)|unknown {name}"
            with pytest.raises(ValueError, match=words) as caught:
                RNN.from_json(text)
            assert len(str(caught.value)) < 500


def test_a_message_about_a_long_text_is_short():
    many = {f"field {n} {'x' * 90}": n for n in range(10_000)}
    long = "x" * 1_000_000
    for text in (
        json.dumps(many), json.dumps({long: 0}), "[" + long,
        f'{TEXT[:-1]}, "{long}": 0, "{long}": 1}}', '{"\\ud800": 1}',
        with_field("f", f'"{long}"'), with_field("b", f'["{long}"]'),
    ):
        with pytest.raises(ValueError, match=r"JSON|unknown|number") as caught:
            RNN.from_json(text)
        assert len(str(caught.value).encode()) < 500  # can be printed, too


def test_a_text_cut_short_is_refused_wherever():
    for end in range(len(TEXT)):
        with pytest.raises(ValueError, match="not JSON"):
            RNN.from_json(TEXT[:end])


JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(),
    lambda inner: st.lists(inner, max_size=3)
    | st.dictionaries(st.text(), inner, max_size=3),
    max_leaves=9,
)


@given(st.sampled_from([*FIELDS]), JSON)
def test_any_other_field_is_refused_or_fits(name, value):
    try:
        rnn = RNN.from_json(json.dumps(FIELDS | {name: value}))
    except ValueError:
        return
    again = json.loads(rnn.to_json())
    assert again == FIELDS | {name: value}
