"""What a reader types into the search leads where it should."""

import re

import pytest
from browsing import HOME, search
from conftest import needed

from docs.common.table import equations

UNITS = "learn/bptt-units/#"
# In the glossary, by anchor.
GLOSSARY = {
    "ko": {
        "lstm": "LSTM", "fcnn": "MLP", "numpy": "numpy|넘파이",
        "batch": "배치", "time-step": "타임스텝", "state": "은닉 상태",
        "sequence": "순차", "exam": "시험", "exercise": "연습|예제",
        "elementwise-product": "아다마르", "chain-rule": "체인룰",
        "weight": "가중치 공유", "gradient-check": "gradient check",
        "download": "다운로드", "error-function": "손실 함수",
        "gradient": "그래디언트", "rnn": "recurrent",  # behind a bracket
    },
    "en": {
        "lstm": "LSTM", "fcnn": "MLP", "numpy": "numpy", "batch": "batch",
        "time-step": "timestep", "state": "hidden state",
        "sequence": "sequential", "exam": "exam", "exercise": "exercise",
        "elementwise-product": "hadamard", "weight": "weight sharing",
        "download": "download", "error-function": "loss function",
        "gradient-check": "gradient check"},
}
ELSEWHERE = {
    "ko": {
        "learn/bptt/#last-step": "체인룰", "learn/bptt/#tanh": "시그모이드",
        "learn/bptt-paths/#three-sums": "예제|BPTT 예제",
        "learn/bptt-paths/#a-copy-at-every-step": "가중치 공유",
        f"{UNITS}deltas": "아다마르|hadamard",
        "learn/bptt-check/#nudge": "기울기 검사|수치 미분",
        "reference/symbols/#pytorch": "파이토치",
        "practice/memory/#keras": "케라스",
        "learn/vanishing/": "기울기 폭발",
        "reference/symbols/#from-scratch-2": "밑바닥부터 시작하는 딥러닝 2",
        "reference/symbols/#wikidocs": "위키독스",
        f"{UNITS}eq-5": "식5|eq 5", f"{UNITS}def-3": "정의3|def 3",
        f"{UNITS}eq-1p": "식 1'", f"{UNITS}eq-1": "eq 1"},
    "en": {
        "learn/bptt/#last-step": "chain rule", "learn/bptt/#tanh": "sigmoid",
        "learn/bptt-paths/#a-copy-at-every-step": "weight sharing",
        f"{UNITS}deltas": "hadamard",
        "learn/bptt-check/#nudge": "gradient check|finite difference",
        "reference/symbols/#pytorch": "PyTorch",
        "practice/elsewhere/#keras": "Keras", "#three-ways": "BPTT code",
        f"{UNITS}eq-5": "eq5|eq 5", f"{UNITS}def-3": "definition3|def 3",
        f"{UNITS}eq-1p": "equation 1'", f"{UNITS}eq-1": "eq 1"},
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
    called = {"ko": {"eq": "식", "def": "정의"},
              "en": {"eq": "equation", "def": "definition"}}[lang]
    numbers = {}
    for row in equations().values():
        kind, number = row.tag.split()
        numbers[f"{called[kind]} {number}"] = row.anchor
    page = open_page(f"{HOME[lang]}learn/rnn/", search=True)
    words = {
        word: there
        for there, all_ in [
            *((f"reference/glossary/#{anchor}", said)
              for anchor, said in GLOSSARY[lang].items()),
            *ELSEWHERE[lang].items()]
        for word in all_.split("|")}
    found = page.evaluate(ASK, [*words, *numbers, *"0123456789wx"])
    assert [] not in found.values()
    assert {
        word: found[word][:2]
        for word, there in words.items()
        if there not in [place for page in found[word][:2] for place in page]
    } == {}
    assert {
        word: next(place for place in found[word][0] if "#" in place)
        .partition("#")[2]
        for word in numbers} == numbers


@pytest.mark.parametrize(("path", "words"), [
    ("", "식 5"), ("en/learn/rtrl/", "equation 5")])
def test_typing_an_equations_number_offers_the_equation(
    open_page, path, words
):
    page = open_page(path, search=True)
    found = search(page, words)
    first = page.locator(".md-search-result__item").first
    section = first.locator("a:visible").nth(1)
    needed("playwright.sync_api").expect(section).to_have_attribute(
        "href", re.compile("#eq-5$"), timeout=30_000  # at first that of 식
    )
    links = found.evaluate_all("links => links.map(a => a.href)")
    assert {"/en/" in link for link in links} == {"en/" in path}
    section.click()
    page.wait_for_url("**/learn/bptt-units/**#eq-5")
