"""The box on Names: a network learns the reader's list in the page."""

import pytest
from browsing import on_phone, pyodide_at, unreadable
from conftest import read

pytest.importorskip("math_core", reason="needs the docs extra")

from docs.browser.names import learned
from docs.common.words import words
from rnn_pure.practice import names

PAGE, LIST = "practice/names/", "Ada\nÉve\n강남구\nこはる\n" * 3
LIST += "\n".join("abcdefgh")

# A click on Stop as soon as the third row is there, before the last can be.
STOPS = """() => {
  const form = document.querySelector("[data-exercise=names]");
  new MutationObserver((_, seen) => {
    if (form.querySelectorAll("tbody tr").length < 3) return;
    seen.disconnect();
    form.elements.go.click();
  }).observe(form.querySelector("tbody"), { childList: true });
}"""


def expected(text):
    """The cells of every row, but for the picture."""
    return [[str(row["epoch"]), f"{row['network']:.3f}", "",
             ", ".join(row["names"])] for row in learned(text)]


def test_a_row_before_and_one_after_each_epoch():
    rows = [*learned("\n".join([LIST, "a" * 41]))]
    assert [row["epoch"] for row in rows] == [*range(names.EPOCHS + 1)]
    assert (rows[0]["seen"], rows[0]["held"]) == (9, 3)
    assert rows[0]["left_out"] == 1
    assert rows[0]["few"]
    assert rows[-1]["network"] < rows[0]["network"]
    assert [*learned("Ada\nÉve\n강")] == [{"least": names.LEAST}]


def test_a_file_of_names_is_read(open_page, tmp_path):
    page = open_page(PAGE)
    box = page.locator("[data-exercise=names]")
    area, chosen = box.locator("textarea"), box.locator("[type=file]")
    for code in "utf-8", "cp949":
        path = tmp_path / f"{code}.txt"
        path.write_bytes(f"강남구\n{code}\n".encode(code))
        chosen.set_input_files(path)
        page.wait_for_function(
            "said => document.querySelector('[name=text]').value === said",
            arg=f"강남구\n{code}\n")
    path.write_bytes(b"\xff" * 9)
    chosen.set_input_files(path)
    told = words("names", "ko")["file"]
    box.locator(".ex-said.bad", has_text=told).wait_for()
    box.locator("[data-clear]").click()
    assert area.input_value() == ""


def test_the_page_learns_stops_and_goes_on(open_page, pyodide):
    page = open_page(f"en/{PAGE}", pyodide_at(pyodide.url),
                     also=pyodide.url, reduced_motion="reduce")
    says, box = words("names", "en"), page.locator("[data-exercise=names]")
    area, go = box.locator("textarea"), box.locator("[name=go]")
    said, rows = box.locator(".ex-said"), box.locator("tbody tr")
    assert area.input_value() == read(names.LIST)
    area.fill("Ada\nEve")
    assert go.inner_text() == says["go"]
    go.click()
    told = says["least"].format(least=names.LEAST)
    said.filter(has_text=told).wait_for(timeout=120_000)
    assert go.inner_text() == says["go"]
    area.fill(LIST)
    page.evaluate(STOPS)
    go.click()
    rows.nth(2).wait_for(timeout=120_000)
    page.wait_for_timeout(1500)
    had = rows.count()
    assert go.inner_text() == says["on"]
    page.wait_for_timeout(1500)
    assert rows.count() == had < names.EPOCHS + 1
    go.click()
    rows.nth(names.EPOCHS).wait_for(timeout=120_000)
    assert go.inner_text() == says["go"]
    shown = [row.locator("td").all_inner_texts() for row in rows.all()]
    assert shown == expected(LIST)
    assert says["few"].format(enough=names.ENOUGH) in said.inner_text()
    assert unreadable(page) == []
    on_phone(page)
