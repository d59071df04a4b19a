"""The site as files: it builds strictly, its languages are twins, it is whole.

Needs the docs extra; without it these tests are skipped with that reason.
"""

import re
import shutil
import xml.etree.ElementTree as ET
from html import unescape
from urllib.parse import urljoin

import pytest
from conftest import ROOT, build, python_m, read, small, spoil

pytest.importorskip("math_core", reason="needs the docs extra")

from markdown import Markdown

from docs.build import built
from docs.build import search as korean
from docs.build.equations import mathml
from docs.build.equations import pair as pairs
from docs.build.equations.sheet import sheet
from docs.build.glue import lacking
from docs.common import table
from docs.common.words import words
from rnn_pure.walkthrough import TAG

PAGES = ROOT / "docs" / "pages"
KOREAN_PAGES = sorted(PAGES.rglob("*.ko.md"))


def pages(site):
    return sorted(site.rglob("*.html"))


# --- the build --------------------------------------------------------------


def test_the_files_to_copy_are_in_it_and_on_their_page(site):
    for name in "rnn.py", "rnn_short.py":
        text = (site / "assets" / name).read_bytes().decode()
        assert text == read(f"docs/onefile/{name}")
        for page in "coursework", "en/coursework":
            html = read(site / page / "index.html")
            shown = unescape(re.sub("<[^>]+>", "", html))
            assert text in shown
            assert f'assets/{name}" download' in html


def test_no_page_is_heavier_than_450_kilobytes(site):
    for path in pages(site):
        page, size = path.relative_to(site).parent, path.stat().st_size
        assert size < 450_000, f"docs/pages/{page}: {size} bytes"


def test_the_equations_font_has_every_glyph(site):
    from fontTools.ttLib import TTFont

    font = site / "assets" / "stix-two-math.woff2"
    assert font.stat().st_size < 60_000
    known = set(map(chr, TTFont(font).getBestCmap()))
    for path in pages(site):
        html = read(path)
        for math in re.findall(r"<math.*?</math>", html, re.S):
            letters = set(re.sub(r"<[^>]+>|&\w+;|\s", "", math))
            letters |= {"√"} if "<msqrt" in math else set()
            hangul = {c for c in letters if "가" <= c <= "힣"}
            assert letters - known - hangul <= {"\u2062", "\u2061"}, path


# --- twins ------------------------------------------------------------------


def outline(path):
    """What twins share: headings, pairs, drawings, code, in their order.

    Code that is run and not shown makes words: those may differ.
    """
    text = read(path)
    found = []
    fence, hidden = None, False
    for line in text.splitlines():
        if fence is not None and line.strip() == fence:
            fence = None
        elif fence is not None and hidden:
            continue
        elif fence is not None:
            found.append(re.sub(r'".*?"|\'.*?\'|#.*', "…", line).rstrip())
        elif opened := re.match(r"\s*(`{3,}|~{3,})(.*)", line):
            fence = opened[1]
            found.append(opened[2])
            hidden = "exec" in opened[2] and "source" not in opened[2]
        elif heading := re.match(r"(#+) .*?((\{ #[\w-]+).*)?$", line):
            found.append(f"{heading[1]} {heading[3]}")
    return found


@pytest.mark.parametrize("path", KOREAN_PAGES, ids=lambda p: p.stem)
def test_twins(path):
    twin = path.with_name(path.name.replace(".ko.md", ".en.md"))
    assert twin.exists()
    korean_part, english_part = outline(path), outline(twin)
    assert len(korean_part) == len(english_part)
    for ours, theirs in zip(korean_part, english_part):
        assert ours == theirs or re.search("[가-힣]", ours)  # words of a table


def prose(path):
    text = read(path)
    text = re.sub(r"(?ms)^( *)(`{3,}).*?^\1\2$", "", text)
    return re.sub(r"`[^`]*`|\$[^$]*\$|\]\([^)]*\)|\{[^}]*\}|^---.*?^---",
                  "", text, flags=re.S | re.M)


@pytest.mark.parametrize("path", KOREAN_PAGES, ids=lambda p: p.stem)
def test_korean_is_korean_and_polite(path):
    text = prose(path)
    hangul = len(re.findall("[가-힣]", text))
    latin = len(re.findall("[A-Za-z]", text))
    if path.stem not in ("api.ko", "symbols.ko"):
        assert hangul > 2 * latin
    sentences = re.findall(r"([가-힣]+)\.(?=\s|$)", text)
    polite = re.compile(r"(다|오|까|요)$")
    assert [end for end in sentences if not polite.search(end)] == []
    assert not re.search(r"(?<=[가-힣])(이다|한다|된다|있다|없다)\.", text)
    # quoted as ‘…’; a title of a folded part stands between "…" for Markdown
    text = re.sub(r"(?m)^ *[?!]{3}.*", "", text)
    assert not re.search('[“”「」『』]|[가-힣]"|"[가-힣]', text)


WRONG_TERMS = {  # and what is said instead
    "타임스텝|타임 스텝": "시점",
    "활성 함수": "활성화 함수",
    "그라디언트|그래디언트": "기울기",
    "시간에 대한 역전파": "시간에 따른 역전파",
    "몫|quotient": "기여, contribution",
    "(?<!한)마디": "노드",
    "어림": "근사",
    "낱말": "단어",
    "멈춰 (둔|두)": "고정한",
    "인수": "두 미분의 곱",
    "빛(납|나)|불이 들어": "밝아집니다",
    "더 해 보기": "해 보기",
}
SAID = [
    *sorted(PAGES.rglob("*.md")),
    *sorted((ROOT / "docs").glob("*.toml")),
    *sorted((ROOT / "rnn_pure").rglob("*.py")),
]


@pytest.mark.parametrize("path", SAID, ids=lambda path: path.name)
def test_one_word_for_one_thing(path):
    """The glossary may name the other word, where it says the right one."""
    md = path.suffix == ".md"
    text = prose(path) if md else read(path)
    for entry in text.split("\n### "):
        for wrong, right in WRONG_TERMS.items():
            named = path.stem == "glossary.ko" and entry.startswith(right)
            assert named or not re.search(wrong, entry), right


def test_the_switcher_stays_on_the_page(site):
    for page in pages(site):
        path = page.relative_to(site).as_posix().removesuffix("index.html")
        if path == "404.html":
            continue
        twin = path.removeprefix("en/") if path.startswith("en/") else (
            f"en/{path}")
        lang = "ko" if path.startswith("en/") else "en"
        link = re.search(rf'href="([^"]*)" hreflang="{lang}"', read(page))
        assert urljoin(f"/{path}", link[1]) == f"/{twin}"
        assert not link[1].startswith("/")  # the site may lie deeper


# --- equations and tags -----------------------------------------------------


def test_only_definitions_have_no_code():
    rows = table.equations().values()
    without = {row.tag for row in rows if not row.functions}
    assert without == {"def 4"}


def test_the_lines_of_a_pair_are_the_lines_of_the_file():
    html = pairs.pair("eq 5", "en")
    lines = read("rnn_pure/backprop.py").splitlines()
    rows = re.findall(r'data-line="(\d+)">(.*?)\n</span>', html)
    assert len(rows) == 4  # before the loop, two for ∂E/∂z_t, one for δ_t
    for number, row in rows:
        text = re.sub(r"<[^>]+>", "", row)
        line = lines[int(number) - 1]
        assert text.strip() == TAG.sub("", line).strip()


def marked(html):
    """A pair's marks, as delta_re@t-1 for a symbol and :1 for a term."""
    return [
        f":{name}" if kind == "role" else f"{name}@{at}" if at else name
        for kind, name, at in pairs.marked(html)]


def code_of(tag):
    html = pairs.pair(tag, "en").split('<div class="pair-code">')[1]
    return html.split('<ul class="pair-symbols"')[0]


@pytest.mark.parametrize(("tag", "names"), [
    ("eq 1", "u@t :1 W_in x@t :2 W_re z@t-1 :3 b z@t f"),
    ("eq 5", "delta_re@t :slope f u@t :1 W_out delta_out@t :2 W_re "
             "delta_re@t+1 delta_re@T+1"),
    ("eq 7", "t_1 t_0 k_1 T s k_2"),
    ("eq 8", "p@t :slope f u@t :1 W_re p@t-1 :2 kappa s@t dE_dw W_out "
             "delta_out@t")])
def test_symbols_and_terms_stand_in_an_equation_in_their_order(tag, names):
    html = pairs.pair(tag, "en")
    form = re.search('<div class="pair-eq".*?</math>', html, re.S)[0]
    code = marked(code_of(tag))
    assert [name for name in marked(form) if name in code] == names.split()


@pytest.mark.parametrize("lang", ["ko", "en"])
def test_an_equation_of_two_forms_is_shown_in_both(lang):
    """The sums over i, then the transposes; one form has no label."""
    labels = words("forms", lang)
    for row in table.equations().values():
        html = pairs.pair(row.tag, lang)
        shown = re.findall("<p>([^<]+)</p><div class=\"pair-eq\"", html)
        assert shown == [*labels.values()] * (len(row.forms) > 1), row.tag
        assert html.count("pair-eq") == (len(shown) or 1), row.tag
    entries, vectors = pairs.forms(table.equation("eq 5"), lang)
    assert ["∑" in entries, "⊤" in entries] == [True, False]
    assert ["∑" in vectors, "⊤" in vectors] == [False, True]


CANNOT = {  # light no code, though their equation has code
    "eq 7": {"delta_re@t_1+1"},  # each piece is a bptt, which sets its zero
    "eq 9": {"u@T-1", "delta_re@T"},  # the loop comes there by t and t + 1
}


def test_every_symbol_and_term_lights_code_and_is_in_the_legend():
    for tag, row in table.equations().items():
        if row.functions:
            code = {*marked(code_of(tag))}
            dark, shown = set(), set()
            for form in row.forms:
                names = {*marked(mathml.lit(row, form))}
                assert names & code
                dark |= names - code
                shown |= names & code
            assert dark == CANNOT.get(tag, set()), tag
            html = pairs.pair(tag, "en").split('<ul class="pair-symbols"')
            assert {*marked(html[1])} == {
                one for one in shown
                if row.signs or one not in (":1", ":2", ":3")}, tag


def terms(html, tag):
    """The text of each term in a piece of HTML, by its role."""
    found = {}
    for node in ET.fromstring(re.search(f"<{tag}.*</{tag}>", html, re.S)[0]
                              ).iter():
        if "data-role" in node.attrib:
            text = "".join(node.itertext())
            found.setdefault(node.get("data-role"), []).append(text)
    return found


@pytest.mark.parametrize(("tag", "code", "equation"), [
    ("eq 1", {"1": ["matvec(W_in, x[t])"], "2": ["matvec(W_re, z[t - 1])"],
              "3": ["b"]},
     {"1": ["Winxt①"], "2": ["Wrezt−1②"], "3": ["b③"]}),
    ("eq 5", {"1": ["matvec(W_out_T, delta_out[t])"],
              "2": ["matvec(W_re_T, delta_re[t + 1])"],
              "slope": ["f.prime(u[t])"]},
     {"slope": ["f′(uj,t)"], "1": ["∑i=1noutwijoutδi,tout①"],
      "2": ["∑i=1nrewijreδi,t+1re②"]}),
    ("eq 8", {"slope": ["f_prime", "rnn.f.prime(u)", "f_prime"],
              "1": ["matvec(W_re, p_ij)"], "2": ["kappa(i, s_j, n_re)"]},
     {"slope": ["f′(uk,t)"], "1": ["∑lwklrepijl(t−1)①"], "2": ["κkisj(t)②"]})])
def test_a_term_is_the_same_in_the_code_and_in_the_equation(
    tag, code, equation
):
    assert terms(code_of(tag), "code") == code
    row = table.equation(tag)
    assert terms(mathml.lit(row, signs=3), "math") == equation


def test_a_sheet_that_leaves_an_equation_out_is_refused():
    with pytest.raises(table.Misfit, match=r"names eq 1', eq E, .* eq FCNN'$"):
        sheet("| a | b\ncell | eq 1 | eq 5", "en", "../../")


def test_a_sign_between_two_is_no_larger_than_they_are():  # in Firefox
    assert 'largeop="false">⊙' in mathml.mathml(r"a \odot b")


def test_an_equation_keeps_what_it_touches():
    markdown = Markdown(extensions=["tables", "docs.build.equations.inline"])
    html = markdown.convert("($z_t$)에서는 **$u_t$** `$x$`\n\n$$v$$")
    begin, end = html.index('<span class="nowrap">('), html.index("</math>")
    assert begin < end == html.index("</math></span>)에서는</span>")
    assert "<strong><span" in html
    assert "<code>$x$</code>" in html
    assert '<math display="block"' in html
    html = markdown.convert("| | $z_t$ | $a$ b |\n|-|-|-|\n| 1 | 2 | 3 |")
    (corner, _), *heads = re.findall("<(t[hd])>(.*)</t[hd]>", html)[:3]
    assert corner == "td"
    assert ["aria-label" in head for _, head in heads] == [True, False]


# --- what does not fit is refused -------------------------------------------


@pytest.mark.seldom
def test_its_own_source_builds_the_same_site(site, tmp_path):
    """In another folder, and where sets have another order."""
    shutil.unpack_archive(site / "assets" / "rnn_pure-source.zip", tmp_path)
    again = tmp_path / "again"
    done = build(tmp_path / "rnn_pure-source", again, PYTHONHASHSEED="1")
    assert done.returncode == 0, done.stderr
    ours, theirs = (
        {path.relative_to(root): path.read_bytes()
         for path in root.rglob("*") if path.is_file()}
        for root in (site, again)
    )
    assert ours.keys() == theirs.keys()
    assert [path for path in ours if ours[path] != theirs[path]] == []


STOPS_THE_BUILD = {
    "bad TeX": (
        "docs/equations.toml", r"\leftarrow", r"\leftarow",
        "learn/all.ko.md: bad TeX"),
    "bad TeX in the text": (
        "docs/pages/index.ko.md", "$z_t$", r"$\zz_t$",
        "index.ko.md': bad TeX"),
    "an unknown pair": (
        "docs/pages/learn/all.ko.md", "```pair\neq 4\n", "```pair\neq 44\n",
        "learn/all.ko.md: no equation 'eq 44' in docs/equations.toml"),
    "a missing translation": (
        "docs/pages/learn/all.en.md", None, None,
        "docs/pages/learn/all.ko.md has no twin all.en.md"),
}


@pytest.mark.parametrize("what", STOPS_THE_BUILD)
def test_what_does_not_fit_stops_the_build(tmp_path, what):
    name, old, new, words = STOPS_THE_BUILD[what]
    folder = small(tmp_path)
    if old:
        spoil(folder / name, old, new)
    else:
        (folder / name).unlink()
    done = build(folder, folder / "site")
    assert done.returncode != 0
    assert words in done.stderr + done.stdout


@pytest.mark.parametrize("lang", ["ko", "en"])
def test_a_missing_translation_is_seen_in_both_languages(tmp_path, lang):
    (tmp_path / f"a.{lang}.md").touch()
    [told] = lacking(tmp_path)
    other = {"ko": "en", "en": "ko"}[lang]
    assert told == f"docs/pages/a.{lang}.md has no twin a.{other}.md"


def test_a_finished_site_can_be_finished_again(deep, tmp_path):
    again = tmp_path / "site"
    shutil.copytree(deep, again)
    done = python_m("docs.build.finish", again)
    assert (done.returncode, done.stderr) == (0, "")
    for path in deep.rglob("*.*"):
        if path.suffix in (".html", ".json"):
            there = again / path.relative_to(deep)
            assert there.read_bytes() == path.read_bytes()


TABLE = "docs/equations.toml"
REFUSED = {
    "a lost tag": (
        "rnn_pure/backprop.py", "  # eq 3", "",
        "rnn_pure/backprop.py: no line of rnn_pure.backprop:bptt bears the "
        "tag '# eq 3'"),
    "a tag without its row": (
        TABLE, '["eq 3"]', '["eq 33"]',
        f"{TABLE}: no ['eq 3'], but rnn_pure/backprop.py has that tag"),
    "a false equation": (
        TABLE, r"\delta^{out}_t+W_{re}", r"\delta^{out}_t-W_{re}",
        f"{TABLE}: ['eq 5'] vector: "),
    "a false equation in plain text": (
        "docs/onefile/rnn.py", "# eq 10: ∂E/∂w ≈ (E(w + ε) − E(w − ε)",
        "# eq 10: ∂E/∂w ≈ (E(w + ε) − E(w + ε)",
        "docs/onefile/rnn.py: eq 10: "),
    "a function that is not there": (
        TABLE, "rnn_pure.descent:descend", "rnn_pure.descent:descent",
        f"{TABLE}: there is no rnn_pure.descent:descent"),
    "an equation without a name": (
        TABLE, 'en = "Gradient descent"', "", f"{TABLE}: [eq 6] has no en"),
    "an equation without a sentence": (
        TABLE, 'says.en = "Both paths, times $f\'$."', "",
        f"{TABLE}: [eq 5] says nothing in 'en'"),
    "a symbol without a name": (
        TABLE, 'ko = "상태의 민감도", ', "",
        f"{TABLE}: [symbols: p] has no ko"),
    "an equation that one language does not show": (
        "site/en/learn/all/index.html", 'id="eq-8"', 'id="eq-88"',
        "docs/pages: no .en.md shows eq 8 as a pair"),
    "a link": (
        "site/index.html", '"learn/all/"', '"learn/none/"',
        "index.html: the link 'learn/none/' leads nowhere"),
    "an id that stands twice": (
        "site/en/learn/all/index.html", 'id="eq-8"', 'id="eq-1"',
        "en/learn/all/index.html: the id 'eq-1' stands there twice"),
}


@pytest.mark.parametrize("what", REFUSED)
def test_what_does_not_fit_is_refused(deep, copy, what):
    shutil.copytree(deep, copy / "site")
    name, old, new, words = REFUSED[what]
    spoil(copy / name, old, new)
    done = python_m("docs.build.finish", "site", cwd=copy)
    assert done.returncode != 0
    assert words in done.stderr


def test_links_that_lead_nowhere(tmp_path):
    whole = ["#a", "", "#", "two/index.html#b", "two/index.html?q=1#b",
             "style.css", "style.css?v=1#x", "%74wo/index.html",
             "two/index.html#step-3", "https://example.org/no", "mailto:a@b",
             "data:,"]
    served = ["two/", "two", "two/?q=1#b", "/two/#b", "%74wo/", ".",
              "/two/index.html", "/style.css"]
    bad = ["#b", "#step-3", "two/index.html#a", "three/", "two/three.html",
           "other.css", "/three"]
    (tmp_path / "two").mkdir()
    (tmp_path / "style.css").touch()
    (tmp_path / "two" / "index.html").write_text(
        '<p id="b"><div data-stepper>', "utf-8")
    links = whole + served + bad
    (tmp_path / "index.html").write_text(
        '<p id="a">' + "".join(f'<a href="{link}">' for link in links),
        "utf-8")
    pages = built.pages(tmp_path)
    for from_file, lost in (False, bad), (True, served + bad):
        assert [*built.lost(tmp_path, pages, from_file)] == [
            f"index.html: the link {link!r} leads nowhere" for link in lost]


def test_korean_words_are_found_by_their_ends():
    assert set(korean.word_ends("역전파를 한다").split()) == {"전파를", "파를"}


# --- the head ---------------------------------------------------------------


def test_the_404_page_is_korean_first(site):
    assert re.search('(?s)<html lang="ko".*페이지', read(site / "404.html"))


def test_a_shared_link_says_what_it_is(site):
    names = {"": "역전파(BPTT) 1: 유닛 하나", "en/": "BPTT 1: one unit"}
    for folder, name in names.items():
        html = read(site / folder / "learn/bptt/index.html")
        assert f'property="og:title" content="{name} · rnn_pure"' in html
        assert '<link rel="icon" href="' in html
