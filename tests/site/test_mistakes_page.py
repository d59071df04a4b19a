"""The page of common mistakes: what it says of each is true, in both
languages.
"""

import html
import re

import pytest
from conftest import read
from networks import flat, one_float

pytest.importorskip("math_core", reason="needs the docs extra")

from docs.build.pages import mistakes as page
from docs.build.pages import transcripts
from docs.build.pages.spoilt import ways
from rnn_pure import autograd, forward, softmax_cross_entropy
from rnn_pure.activations import identity, sigmoid
from rnn_pure.mistakes import changes_of, mistakes, variants
from rnn_pure.stand import changed, replaced

LANGS = "ko", "en"
FENCE = re.compile(r"^```mistake\n(.*?)\n```$", re.M | re.S)


def with_strips():
    return [number for number in mistakes() if ways(number)]


def all_ways():
    return [way for number in mistakes() for way in ways(number)]


def anchors(lang):
    """The number of every mistake of the page, as it stands there."""
    text = read(f"docs/pages/coursework/mistakes.{lang}.md")
    made = FENCE.sub(
        lambda found: page.mistake(found[1], lang, "../../"), text)
    return [*map(int, re.findall(r'id="mistake-(\d+)"', made))]


@pytest.mark.parametrize("lang", LANGS)
def test_every_mistake_is_there_once_and_symptoms_lead_to_what_shows(lang):
    assert sorted(anchors(lang)) == [*range(1, max(mistakes()) + 1)]
    assert anchors(lang) == anchors("en")
    table = page.symptoms(lang)
    linked = {*map(int, re.findall(r'href="#mistake-(\d+)"', table))}
    assert linked == {*with_strips()} <= {*anchors(lang)}


def network(number):
    """Not the page's own: its rnn, xs, ds and z_0."""
    outputs = {"g": sigmoid}
    if number == 14:
        outputs = {"g": identity, "error": softmax_cross_entropy}
    rnn, xs, ds, z_0 = one_float(number, n_re=3, T=12, **outputs)
    ds[1] = ds[0]
    if number == 13:
        ds = [[300 * d_k for d_k in d] for d in ds]
    if number == 31:
        ds[1:3] = None, [0.0] * 3
    return rnn, xs, ds, z_0


def strip(way):
    """✓ and ✗ of a way, T > 1 and T = 1, against autograd."""
    rnn, xs, ds, z_0 = network(way[0].number)
    for T in 12, 1:
        right = autograd.gradients(rnn, xs[:T], ds[:T], z_0)
        states = forward(rnn, xs[:T], z_0)
        wrong = replaced(changes_of(*way))(rnn, states, ds[:T])
        for name in "W_in", "W_re", "b", "W_out", "b_out", "x", "z_0":
            p, q = (flat(getattr(each, name)) for each in (right, wrong))
            same = pytest.approx(p, rel=1e-6, abs=1e-9) == q
            yield "✓" if same else "✗"


def test_a_strip_is_what_a_recomputation_says():
    for way in all_ways():
        said = re.findall("<td[^>]*>([✓✗])</td>", page.shown(way, "en"))
        assert said == [*strip(way)], way[0].key


def test_no_way_is_left_out_but_the_same_with_another_number():
    shown = {way[0].key for way in all_ways()}
    left = {variant.key for variant in variants()} - shown
    assert {key.split()[0] for key in left} == {"13", "16"}
    assert {"8 in equation 2", "8 in equation 3"} <= shown


def test_both_lines_stand_there_as_the_table_has_them():
    for way in all_ways():
        lines = page.marked(*way[0].lines())
        for line, text in zip(lines, way[0].lines()):
            assert html.unescape(re.sub("</?mark>", "", line)) == text
        assert "<mark>" in "".join(lines)


@pytest.mark.parametrize(("right", "wrong", "marked"), [
    ("a(W_T, d[t + 1])", "a(W, d[t + 1])", "a(<mark>W</mark>, d[t + 1])"),
    ("(d[1:T], z[1:T])", "(d[1:T][:1], z[1:T][:1])",
     "(d[1:T]<mark>[:1]</mark>, z[1:T]<mark>[:1]</mark>)"),
    ("z[0:T]", "z[1:T + 1]", "z[<mark>1:T + 1</mark>]")])
def test_only_the_words_that_differ_are_marked(right, wrong, marked):
    assert page.marked(right, wrong)[1] == marked


def test_indices_are_lowered_code_is_code_and_where_it_was_asked_a_link():
    assert page.symbols("δre_{t-1}과 W_in이, a<b") == (
        '<span class="nowrap"><i>δ</i><span class="mistake-both">'
        "<sup>re</sup><sub>t−1</sub></span></span>"
        "과 <i>W</i><sub>in</sub>이, a&lt;b")
    assert page.symbols("if t > 0: 뒤에 z_0") == (
        "<code>if t &gt; 0:</code> 뒤에 <i>z</i><sub>0</sub>")
    assert page.linked("a/b; stats.SE 12; SO 345") == (
        'a/b; <a href="https://stats.stackexchange.com/q/12">stats.SE 12</a>; '
        '<a href="https://stackoverflow.com/q/345">SO 345</a>')
    said = " ".join(
        getattr(row, name) for row in (*mistakes().values(), *variants())
        for name in ("ko", "en", "ko_why", "en_why") if hasattr(row, name))
    for code in page.CODE.pattern.replace("\\", "").split("|"):
        assert code in said


def test_no_two_ways_of_a_mistake_look_the_same():
    for number in with_strips():
        lines = [way[0].lines() for way in ways(number)]
        assert len({*lines}) == len(lines), number
        if len(lines) > 1:
            assert all(way[0].ko and way[0].en for way in ways(number))


@pytest.mark.parametrize("lang", LANGS)
def test_a_symptom_leads_to_the_way_that_has_it(lang):
    """Under the link's anchor stands the strip that the row tells of."""
    whole = "".join(page.folded(n, lang, "") for n in with_strips())
    for row in re.findall("<tr>(<td>.*?)</tr>", page.symptoms(lang)):
        long, *_ = re.findall("<td>(.*?)</td>", row)
        for at in re.findall('href="#([^"]+)"', row):
            there = whole.partition(f'id="{at}"')[2]
            strip = re.findall("<td[^>]*>([✓✗])</td>", there)[:7]
            spoilt = {f for f, sign in zip(page.FIELDS, strip) if sign == "✗"}
            assert page.wrong(frozenset(spoilt), lang) == long, at


@pytest.mark.parametrize(("lang", "says"), [
    ("ko", "실수 4"), ("en", "mistake 4")])
def test_diagnose_says_what_the_page_says(lang, says):
    right = read("docs/onefile/rnn_short.py")
    [wrong] = [v for v in variants() if v.key == "4 in the recursion"]
    text = changed(right, wrong.changes)
    assert says in transcripts.diagnosed("rnn_short.py", text, lang)
    with pytest.raises(ValueError, match="nothing wrong"):
        transcripts.diagnosed("rnn_short.py", right, lang)
