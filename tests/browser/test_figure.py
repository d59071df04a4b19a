"""The figures that answer: their numbers are the package's, at any place."""

from itertools import product

import pytest
from test_browser import (  # skips where there is no browser
    in_bad_contrast,
    violations,
)

from docs.build.figure.page import figure
from rnn_pure import RNN, bptt, forward, identity, relu, tanh, truncated_bptt

KINDS = "nudge", "cut", "rho"
HEAD = """<!doctype html><html lang="{0}"><head>
<meta charset="utf-8"><title>{1}</title>
<meta name="viewport" content="width=device-width">
<link rel="stylesheet" href="/assets/stylesheets/{2}">
<link rel="stylesheet" href="/assets/stylesheets/{3}">
<link rel="stylesheet" href="/assets/site.css">
<link rel="stylesheet" href="/assets/print.css"></head>
<body data-md-color-scheme="default"><main class="md-typeset"><h1>{1}</h1>"""


@pytest.fixture
def show(open_page, site):
    """show(kind, lang, …) → a page with that figure alone."""
    [main, palette] = sorted(
        path.name for path in (site / "assets" / "stylesheets").glob("*.css")
    )

    def show(kind, lang="en", **options):
        html = HEAD.format(lang, kind, main, palette) + figure(
            kind, lang, "/" if lang == "ko" else "/en/"
        )
        return open_page(
            f"alone-{kind}/",
            lambda page: page.route(f"**/alone-{kind}/", lambda route: (
                route.fulfill(body=html, content_type="text/html")
            )),
            **options,
        )

    return show


MOVE = """([chosen, value]) => {
  document.querySelector(`[type=radio][value="${chosen}"]`).click();
  const slider = document.querySelector("[type=range]");
  slider.value = value;
  slider.dispatchEvent(new Event("input", { bubbles: true }));
  const all = document.querySelectorAll("[data-name]");
  const named = [...all].filter((node) => node.dataset.value !== "")
    .map(({ dataset }) => [dataset.name, Number(dataset.value)]);
  const bars = [...document.querySelectorAll("[data-bar]")].map((node) =>
    [`bar ${node.dataset.bar}`, Number(node.getAttribute("height"))]);
  return Object.fromEntries([...named, ...bars]);
}"""


def small(f=relu, w_re=0.5):
    return RNN([[1.0]], [[w_re]], [0.0], [[1.0]], [0.0], f=f)


XS, DS = [[1.0], [0.0], [1.0], [1.0]], [None, None, None, [1.0]]
STEPS = 1, 2, 3, 4


def nudged(moved, eps):
    """u, z, y and E, each step a forward of its own with its own w_re."""
    found, z = {}, None
    for t, x in zip(STEPS, XS):
        w_re = 0.5 + eps * (t in moved)
        states = forward(small(w_re=w_re), [x], z)
        z = states.z[1]
        found |= {f"w[{t}]": w_re, f"u[{t}]": states.u[1][0],
                  f"z[{t}]": z[0], "y": states.y[1][0],
                  "E": small().error(states.y[1], DS[-1])}
    return found


def of_nudge(chosen, eps):
    states = forward(small(), XS)
    made = bptt(small(), states, DS)
    slopes = [made.delta_re[t][0] * states.z[t - 1][0] for t in STEPS]
    moved = STEPS if chosen == "all" else [int(chosen)]
    before, after = nudged([], 0), nudged(moved, eps)
    wanted = {**after, "slope[all]": made.W_re[0][0]}
    dE = after["E"] - before["E"]
    changes = {f"dz[{t}]": after[f"z[{t}]"] - before[f"z[{t}]"]
               for t in STEPS} | {"dE": dE}
    wanted |= {name: a for name, a in changes.items() if a}
    if eps:
        wanted[f"ratio[{chosen}]"] = wanted[f"bar ratio{chosen}"] = dE / eps
    for t, slope in zip(STEPS, slopes):
        wanted |= {f"slope[{t}]": slope, f"bar {t}": slope,
                   f"bar sum{t}": slope}
    return wanted


def of_cut(chosen, k2):
    states = forward(small(), XS)
    full = bptt(small(), states, DS)
    *_, last = truncated_bptt(small(), XS, DS, k1=1, k2=k2)
    by = chosen.replace("w", "W")
    wanted = {"dE_dy": states.y[4][0] - 1, "sum": getattr(last, by)[0][0],
              "bar full": getattr(full, by)[0][0]}
    for t in STEPS:
        seen = states.z[t - 1] if chosen == "w_re" else XS[t - 1]
        slope = full.delta_re[t][0] * seen[0]
        wanted |= {f"seen[{t}]": seen[0], f"slope[{t}]": slope,
                   f"bar {t}": slope}
        if delta := last.delta_re[t]:
            wanted |= {f"delta[{t}]": delta[0], f"bar sum{t}": slope}
    return wanted


def of_rho(chosen, w_re):
    rnn = small({"identity": identity, "tanh": tanh}[chosen], w_re)
    states = forward(rnn, [[1.0]] * 8)
    d = states.y[8][0] - 1
    deltas = bptt(rnn, states, [None] * 7 + [[d]]).delta_re
    wanted = {}
    for t in range(1, 9):
        ratio = deltas[t][0] / deltas[8][0]
        wanted |= {f"ratio[{t}]": ratio, f"bar {t}": abs(ratio)}
    return wanted


PLACES = {
    "nudge": (of_nudge, [*"1234", "all"], [k / 20 for k in range(-5, 6)]),
    "cut": (of_cut, ["w_re", "w_in"], [1, 2, 3, 4]),
    "rho": (of_rho, ["identity", "tanh"], [k / 20 for k in range(-30, 31, 3)]),
}


@pytest.mark.parametrize("kind", KINDS)
def test_every_place_shows_the_packages_numbers(show, kind):
    page, (of, choices, values) = show(kind), PLACES[kind]
    for place in product(choices, values):
        shown, wanted = page.evaluate(MOVE, place), of(*place)
        for name, value in wanted.items():
            assert shown.pop(name) == pytest.approx(
                value, rel=1e-12, abs=1e-12), (place, name)
        assert all(name[:3] == "bar" and not a for name, a in shown.items())
    assert page.wrong == []


@pytest.mark.parametrize("lang", ["ko", "en"])
@pytest.mark.parametrize("kind", KINDS)
def test_nothing_jumps_or_sticks_out_and_all_is_large_enough(
    show, kind, lang
):
    _, choices, values = PLACES[kind]
    for width in 1280, 390, 320:
        page = show(kind, lang, viewport={"width": width, "height": 900})
        page.evaluate("document.fonts.ready")
        heights = set()
        for place in product(choices, values[::5] if values[8:] else values):
            page.evaluate(MOVE, place)
            box = page.locator(".fig").bounding_box()
            heights.add(round(box["height"]))
        assert len(heights) == 1
        assert page.evaluate("document.documentElement.scrollWidth") <= width
        for part in page.locator(".fig :is(label, [type=range])").all():
            box = part.bounding_box()
            assert min(box["width"], box["height"]) >= 24


@pytest.mark.parametrize("kind", KINDS)
def test_axe_finds_nothing(show, kind):
    page = show(kind, reduced_motion="reduce")
    page.locator("summary").click()
    assert violations(page) == in_bad_contrast(page) == []
    page.evaluate("document.body.dataset.mdColorScheme = 'slate'")
    assert in_bad_contrast(page) == []


def test_the_keyboard_moves_it_and_one_sentence_says_what_is_shown(show):
    page = show("nudge")
    page.keyboard.press("Tab")
    page.keyboard.press("ArrowLeft")
    assert page.locator(":checked").get_attribute("value") == "1"
    page.keyboard.press("ArrowLeft")
    page.keyboard.press("Tab")
    page.keyboard.press("Home")
    slider = page.locator("[type=range]")
    assert slider.get_attribute("aria-valuetext") == "−0.25"
    [said] = page.locator("[aria-live]").all_inner_texts()
    for name in "dE", "ratio[all]", "slope[all]":
        shown = page.locator(f'[data-name="{name}"]').text_content()
        assert shown in said


@pytest.mark.parametrize("kind", KINDS)
def test_without_javascript_the_table_has_the_same_numbers(show, kind):
    plain = show(kind, java_script_enabled=False)
    assert not plain.locator(".fig-app").is_visible()
    assert plain.locator("table").is_visible()
    rows = [row.split("\t") for row in
            plain.locator("tbody tr").all_inner_texts()]
    page = show(kind)

    def shown(place, *names):
        page.evaluate(MOVE, place)
        return [page.locator(f'[data-name="{name}"]').text_content()
                for name in names]

    for head, *cells in rows:
        if kind == "nudge":
            wanted = shown((head, 0.2), f"slope[{head}]", f"ratio[{head}]")
            for eps in 0.1, 0.01:
                wanted += shown((head, eps), f"ratio[{head}]")
        elif kind == "cut":
            k2 = int(head[-1])
            deltas = [f"delta[{t}]" for t in range(4, 4 - k2, -1)]
            wanted = [", ".join(shown(("w_re", k2), *deltas)),
                      *shown(("w_re", k2), "sum"), *shown(("w_in", k2), "sum")]
        else:
            f, w_re = head.replace("−", "-").split(", ")
            wanted = shown((f, w_re), *(f"ratio[{t}]" for t in range(1, 9)))
        assert cells == wanted


def test_on_paper_there_is_the_drawing_and_nothing_to_move(show):
    page = show("cut")
    page.emulate_media(media="print")
    assert page.locator(".fig-say").is_visible()
    assert not page.locator(".fig-controls").is_visible()
