"""What a reader types into the search leads where it should."""

import re

import pytest
from browsing import HOME, search
from conftest import needed

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


@pytest.mark.parametrize("lang", HOME)
def test_the_words_people_use_and_an_equations_number_lead_there(
    open_page, lang
):
    """Words to the best or the second page, numbers to the best section."""
    table = needed("docs.common.table")
    called = {"ko": {"eq": "식", "def": "정의"},
              "en": {"eq": "equation", "def": "definition"}}[lang]
    numbers = {}
    for row in table.equations().values():
        kind, number = row.tag.split()
        numbers[f"{called[kind]} {number}"] = row.anchor
    page = open_page(f"{HOME[lang]}learn/rnn/")
    found = page.evaluate(ASK, [*WORDS[lang], *numbers])
    assert {
        word: found[word][:2]
        for word, there in WORDS[lang].items()
        if there not in [place for page in found[word][:2] for place in page]
    } == {}
    assert {
        word: next(place for place in found[word][0] if "#" in place)
        .partition("#")[2]
        for word in numbers
    } == numbers


@pytest.mark.parametrize(("path", "words"), [
    ("", "식 5"), ("en/learn/rtrl/", "equation 5"),
])
def test_typing_an_equations_number_offers_the_equation(
    open_page, path, words
):
    page = open_page(path)
    found = search(page, words)
    first = page.locator(".md-search-result__item").first
    section = first.locator("a:visible").nth(1)
    needed("playwright.sync_api").expect(section).to_have_attribute(
        "href", re.compile("#eq-5$"), timeout=10_000  # at first that of 식
    )
    links = found.evaluate_all("links => links.map(a => a.href)")
    assert {"/en/" in link for link in links} == {"en/" in path}
    section.click()
    page.wait_for_url("**/learn/bptt-units/**#eq-5")
