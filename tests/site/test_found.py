"""How a reader finds a page: by the site's search, or by a search engine.

Needs the docs extra; without it these tests are skipped with that reason.
"""

import html
import json
import re
import xml.etree.ElementTree as ET
from collections import Counter

import pytest

pytest.importorskip("math_core", reason="needs the docs extra")
from browsing import HOME
from conftest import read

from docs.build.equations.mathml import mathml
from docs.build.sections import plain
from docs.common.table import equations

LANGS = pytest.mark.parametrize("lang", HOME)


def index(site, lang):
    return json.loads(read(site / HOME[lang] / "search/search_index.json"))


# --- what is searched -------------------------------------------------------


@pytest.mark.parametrize(("tex", "text"), [
    ("z_t", "z_t"),
    ("u_t=W_{in}x_t+W_{re}z_{t-1}+b", "u_t=W_in x_t+W_re z_(t−1)+b"),
    (r"\dfrac{100}{441}", "100/441"),
    (r"\partial E/\partial w^{re}_{ij}", "∂E/∂w_ij^re"),
    (r"\frac{\partial E}{\partial u_{i,t}}", "∂E/(∂u_(i,t))"),
    (r"W_{re}^{\top}\delta^{re}_{t+1}", "W_re^⊤ δ_(t+1)^re"),
    (r"f'(u_t)", "f′(u_t)"),
    (r"\sum_{t=1}^{T}E_t", "∑_(t=1)^T E_t"),
    (r"\mathrm{diag}f'(u)", "diag f′(u)"),
    (r"\max(0,u)", "max(0,u)"),
    (r"\binom{5}{1}", "(5, 1)")])
def test_an_equation_is_a_line_of_text(tex, text):
    assert plain(ET.fromstring(mathml(tex))) == text


RUBBISH = re.compile(
    r"[\u2061-\u2064¶]"  # invisible signs, and the links of headings
    r"|<(?!/?(?:p|pre|code|li|ol|ul)>)"
    r"|T123456|data-dataclass|module-attribute"  # a form's options, labels
    r"|(?:^|[>\s])[,.](?:\s|<)|>\s*(?:은|는|이고|입니다)\b"  # a lost equation
)


@LANGS
def test_nothing_else_is_searched(site, lang):
    docs = index(site, lang)["docs"]
    wrong = [
        (doc["location"], found[0], found.string[found.start() - 30:][:60])
        for doc in docs
        for text in (doc["title"], doc["text"])
        if (found := RUBBISH.search(
            re.sub("<(pre|code)>.*?</\\1>", "code", text, flags=re.S)))]
    assert wrong == []
    twice = Counter(doc["location"] for doc in docs)
    assert max(twice.values()) == 1
    stepper = next(doc for doc in docs if doc["location"] == "step/")
    assert "total_error" in stepper["text"]  # what the page says
    assert "sum_outer" not in stepper["text"]  # and not the whole run


@LANGS
def test_every_equation_is_found_once_where_it_is_taught(site, lang):
    entries = {
        anchor: (doc["title"], page)
        for doc in index(site, lang)["docs"]
        for page, _, anchor in [doc["location"].partition("#")]
        if anchor.startswith(("eq-", "def-"))}
    rows = equations().values()
    assert {
        row.anchor: f"{row.label(lang)}: {row.title[lang]}".replace("′:", "':")
        for row in rows
    } == {anchor: title for anchor, (title, _) in entries.items()}
    assert all(page.startswith("learn/") for _, page in entries.values())
    assert entries["eq-5"][1] == "learn/bptt-units/"


# --- search engines ---------------------------------------------------------


def heads(site):
    """Language, title and description of every page."""
    for path in sorted(site.rglob("index.html")):
        text = read(path)
        [lang] = re.findall('<html lang="(..)"', text)
        [title] = re.findall("<title>(.*) - rnn_pure</title>", text)
        [said] = re.findall('<meta name="description" content="(.*?)">', text)
        yield path, lang, html.unescape(title), html.unescape(said)


def test_every_page_says_what_it_is_in_its_own_language(site):
    titles, descriptions = {}, {}
    for path, lang, title, said in heads(site):
        assert 50 <= len(said) <= 160, path
        assert bool(re.search("[가-힣]", said)) == (lang == "ko"), path
        assert lang == "ko" or not re.search("[가-힣]", title), path
        assert titles.setdefault(title, path) == path
        assert descriptions.setdefault(said, path) == path
    assert len(descriptions) > 30
