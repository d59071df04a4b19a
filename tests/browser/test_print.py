"""What a reader prints: the one sheet, and a sheet that a button asks for."""

import pytest
from browsing import HOME, printed
from conftest import needed


@pytest.mark.parametrize(("lang", "backgrounds"), [
    ("ko", False), ("en", False), ("ko", True)])
def test_every_equation_is_on_one_printed_sheet(open_page, lang, backgrounds):
    table = needed("docs.common.table")
    page = open_page(f"{HOME[lang]}reference/sheet/", color_scheme="dark",
                     reduced_motion="reduce")
    sheets, text = printed(page, print_background=backgrounds)
    assert sheets == 1
    for row in table.equations().values():
        assert f"{row.label(lang)} {row.title[lang]}" in text, row.tag
    numbers = page.locator(".sheet .line").evaluate_all(
        "lines => lines.map((line) => line.dataset.line)")
    assert len(numbers) > 40
    assert all(number in text for number in numbers)


@pytest.mark.parametrize(("lang", "viva", "others"), [
    ("ko", ("구술 시험지", "메모", "왜 전치할까요?"), "GitHub Classroom"),
    ("en", ("Viva sheet", "notes", "Why transposed?"), "GitHub Classroom")])
def test_the_button_prints_the_sheet_only_and_the_next_print_is_whole(
    open_page, lang, viva, others
):
    page = open_page(f"{HOME[lang]}coursework/teachers/")
    assert not page.get_by_text(viva[1], exact=True).first.is_visible()
    page.evaluate("window.print = () => {}")
    page.click("[data-sheet=viva]")
    sheets, text = printed(page)
    assert sheets == 1
    assert all(word in text for word in viva)
    assert others not in text
    page.evaluate("dispatchEvent(new Event('afterprint'))")
    sheets, text = printed(page)
    assert sheets > 1
    assert all(word in text for word in (*viva, others))


@pytest.mark.parametrize(("lang", "solution"), [
    ("ko", "연쇄 법칙"),
    pytest.param("en", "chain rule", marks=pytest.mark.seldom)])
def test_problems_are_printed_without_solutions_and_with_them(
    open_page, lang, solution
):
    path = f"{HOME[lang]}coursework/problems/"
    sheets, text = printed(open_page(path))
    assert all(f"{n}. " in text for n in range(1, 13))
    assert solution not in text
    assert sheets <= 10, f"docs/pages/coursework/problems.{lang}.md"
    page = open_page(f"{path}?solutions")
    assert page.locator(".problem > details[open]").count() == 12
    _, solved = printed(page)
    assert solution in solved
    page.evaluate("""() => {
      window.prints = [];
      window.print = () => {
        prints.push(document.documentElement.matches(".solutions"));
        dispatchEvent(new Event("afterprint"));
      };
    }""")
    page.click("[data-sheet=questions]")
    page.click("[data-sheet=solutions]")
    assert page.evaluate("window.prints") == [False, True]
    assert page.locator("html.solutions").count() == 1  # as it was opened


def test_the_step_that_is_looked_at_is_printed_whole(open_page):
    """From a phone, too, which shows a part of the drawing."""
    page = open_page("en/step/#step-24",
                     viewport={"width": 360, "height": 640})
    _, text = printed(page)
    for part in "add(matvec(W_out_T", "Equation 5", "Backward t = 2", "37":
        assert part in text
    assert text.count("⊙ f′") == 3  # the drawing's columns
    page.evaluate("dispatchEvent(new Event('beforeprint'))")
    whole = page.locator(".st-net svg").get_attribute("viewBox")
    page.evaluate("dispatchEvent(new Event('afterprint'))")
    part = page.locator(".st-net svg").get_attribute("viewBox")
    assert whole.startswith("0 0 ")
    assert float(part.split()[2]) < 360 < float(whole.split()[2])
