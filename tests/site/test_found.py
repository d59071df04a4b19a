"""How a reader finds a page: by the site's search, or by a search engine.

Needs the docs extra; without it these tests are skipped with that reason.
"""

import html
import json
import re
import xml.etree.ElementTree as ET
from collections import Counter

import pytest

pytest.importorskip("mkdocs", reason="needs the docs extra")
pytest.importorskip("math_core", reason="needs the docs extra")
from conftest import needed

from docs.build.equations.mathml import mathml
from docs.build.search import Sections, plain
from docs.common.table import equations

FOLDERS = {"ko": "", "en": "en/"}
LANGS = pytest.mark.parametrize("lang", FOLDERS)


def index(site, lang):
    path = site / FOLDERS[lang] / "search" / "search_index.json"
    return json.loads(path.read_text(encoding="utf-8"))


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
    (r"\binom{5}{1}", "(5, 1)"),
])
def test_an_equation_is_a_line_of_text(tex, text):
    assert plain(ET.fromstring(mathml(tex))) == text


def test_sections_are_what_a_reader_reads():
    page = """<body>before<article class="x"><p>the page's
      <em>own</em> text</p><h1 id="a">Page<a class="headerlink">#</a></h1>
    <div data-search-exclude><div>inner</div>rest<h2 id="b">In it</h2>more
    </div><p>still the page's</p><style>p{}</style>
    <h2 id="c">One &amp; <code>two</code></h2><pre><code>a  b
    </code></pre><p><span><math><mi>z</mi></math></span>, &lt;</p>
    <table><tr><td>1</td><td>2<br>3</td></tr></table><ul><li></li></ul>
    <div class="pair" id="eq-1"><div><p class="pair-head"><a>Equation 1</a>
    Name</p></div><div data-search-exclude><p>by entry</p><div class="pair-eq">
    <math><msub><mi>z</mi><mi>t</mi></msub></math></div></div>
    <div><span class="filename">file</span><pre>code</pre></div></div>
    <p>after</p></article>behind"""
    found = [
        (section.id, section.is_pair, section.title,
         re.sub(r"\s+", " ", section.text))
        for section in Sections(page).found
    ]
    assert found == [
        ("", False, "Page", "<p>the page's own text</p> "
         "<p>still the page's</p>"),
        ("b", False, "In it", ""),
        ("c", False, "One &amp; two", "<pre><code>a b </code></pre>"
         "<p>z, &lt;</p> <p> 1 2 3 </p> <p>after</p>"),
        ("eq-1", True, "Equation 1 Name", "<p> z_t</p><p>file</p>"),
    ]


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
            re.sub("<(pre|code)>.*?</\\1>", "code", text, flags=re.S)))
    ]
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
        if anchor.startswith(("eq-", "def-"))
    }
    rows = equations().values()
    assert {
        row.anchor: f"{row.label(lang)}: {row.title[lang]}".replace("′:", "':")
        for row in rows
    } == {anchor: title for anchor, (title, _) in entries.items()}
    assert all(page.startswith("learn/") for _, page in entries.values())
    assert entries["eq-5"][1] == "learn/bptt-units/"


# --- the words people use ---------------------------------------------------

GLOSSARY, SYMBOLS = "reference/glossary/#", "reference/symbols/#"
UNITS = "learn/bptt-units/#"
BOTH = {
    "LSTM": f"{GLOSSARY}lstm",
    "MLP": f"{GLOSSARY}fcnn",
    "numpy": f"{GLOSSARY}numpy",
    "eq 5": f"{UNITS}eq-5",
    "eq 1": "learn/forward/#eq-1",
    "def 3": f"{UNITS}def-3",
}
WORDS = {
    "ko": BOTH | {
        "파이토치": f"{SYMBOLS}pytorch",
        "케라스": "practice/memory/#keras",
        "넘파이": f"{GLOSSARY}numpy",
        "배치": f"{GLOSSARY}batch",
        "타임스텝": f"{GLOSSARY}time-step",
        "은닉 상태": f"{GLOSSARY}state",
        "순차": f"{GLOSSARY}sequential",
        "시험": f"{GLOSSARY}exam",
        "연습": f"{GLOSSARY}exercise",
        "다운로드": f"{GLOSSARY}download",
        "기울기 폭발": "learn/vanishing/",
        "손실 함수": f"{GLOSSARY}error-function",
        "그래디언트": f"{GLOSSARY}gradient",
        "밑바닥부터 시작하는 딥러닝 2": f"{SYMBOLS}from-scratch-2",
        "위키독스": f"{SYMBOLS}wikidocs",
        "recurrent": f"{GLOSSARY}rnn",  # behind a bracket
        "식5": f"{UNITS}eq-5",
        "식 1'": "learn/forward/#eq-1p",
        "정의3": f"{UNITS}def-3",
    },
    "en": BOTH | {
        "PyTorch": f"{SYMBOLS}pytorch",
        "Keras": "practice/elsewhere/#keras",
        "batch": f"{GLOSSARY}batch",
        "timestep": f"{GLOSSARY}time-step",
        "hidden state": f"{GLOSSARY}state",
        "sequential": f"{GLOSSARY}sequential",
        "exam": f"{GLOSSARY}exam",
        "exercise": f"{GLOSSARY}exercise",
        "download": f"{GLOSSARY}download",
        "loss function": f"{GLOSSARY}error-function",
        "BPTT code": f"{GLOSSARY}bptt",
        "eq5": f"{UNITS}eq-5",
        "equation 1'": "learn/forward/#eq-1p",
        "definition3": f"{UNITS}def-3",
    },
}

ASK = """words => new Promise(done => {
  const config = JSON.parse(document.querySelector("#__config").text);
  const worker = new Worker(new URL(config.search, location));
  const home = new URL(config.base + "/", location);
  const found = {};
  const ask = () => worker.postMessage({ type: 2, data: words[0] });
  worker.onmessage = ({ data: { type, data } }) => {
    if (type === 3) found[words.shift()] = data.items.map(
        page => page.map(({ location }) => location));
    if (words.length) ask(); else done(found);
  };
  fetch(new URL("search/search_index.json", home))
    .then(answer => answer.json()).then(index => worker.postMessage(
        { type: 0, data: { ...index, options: { suggest: true } } }));
})"""  # types: 0 set up, 1 ready, 2 query, 3 result


@LANGS
def test_the_words_people_use_lead_somewhere(open_page, lang):
    """To the best or to the second page, at the section that serves."""
    page = open_page(f"{FOLDERS[lang]}learn/rnn/")
    found = page.evaluate(ASK, [*WORDS[lang]])
    astray = {
        word: found[word][:2]
        for word, there in WORDS[lang].items()
        if there not in [place for page in found[word][:2] for place in page]
    }
    assert astray == {}


@LANGS
def test_an_equation_is_found_by_its_number(open_page, lang):
    called = {"ko": {"eq": "식", "def": "정의"},
              "en": {"eq": "equation", "def": "definition"}}[lang]
    words = {}
    for row in equations().values():
        kind, number = row.tag.split()
        words[f"{called[kind]} {number}"] = row.anchor
    page = open_page(f"{FOLDERS[lang]}learn/rnn/")
    found = page.evaluate(ASK, [*words])
    assert {  # the best section of the best page
        word: next(place for place in found[word][0] if "#" in place)
        .partition("#")[2]
        for word in words
    } == words


@pytest.mark.parametrize(("path", "words"), [
    ("", "식 5"), ("en/learn/rnn/", "equation 5"),
])
def test_typing_an_equations_number_offers_the_equation(
    open_page, path, words
):
    page = open_page(path)
    page.locator(".md-search__input").click()
    page.locator(".md-search__input").type(words, delay=30)
    page.keyboard.press("End")  # Hangul is inserted without a key of its own
    first = page.locator(".md-search-result__item").first
    section = first.locator("a:visible").nth(1)
    needed("playwright.sync_api").expect(section).to_have_attribute(
        "href", re.compile("#eq-5$"), timeout=10_000  # at first that of 식
    )
    section.click()
    page.wait_for_url("**/learn/bptt-units/**#eq-5")
    assert page.wrong == []


# --- search engines ---------------------------------------------------------


def heads(site):
    """Language, title and description of every page."""
    for path in sorted(site.rglob("index.html")):
        text = path.read_text(encoding="utf-8")
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
