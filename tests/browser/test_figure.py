"""The figures that answer: their numbers are the package's, at any place."""

from itertools import product

import pytest
from browsing import HOME

from rnn_pure import RNN, bptt, forward, identity, relu, tanh, truncated_bptt

PAGE = {"nudge": "learn/bptt-paths/", "cut": "learn/truncated/",
        "rho": "learn/vanishing/"}
MOVE = """([chosen, value]) => {
  const figure = document.querySelector("[data-figure]");
  figure.querySelector(`[type=radio][value="${chosen}"]`).click();
  const slider = figure.querySelector("[type=range]");
  slider.value = value;
  slider.dispatchEvent(new Event("input", { bubbles: true }));
  const all = figure.querySelectorAll("[data-name]");
  const named = [...all].filter((node) => node.dataset.value !== "")
    .map(({ dataset }) => [dataset.name, Number(dataset.value)]);
  const bars = [...figure.querySelectorAll("[data-bar]")].map((node) =>
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


@pytest.mark.parametrize("kind", PAGE)
def test_every_place_and_the_table_show_the_packages_numbers(open_page, kind):
    page, (of, choices, values) = open_page(f"en/{PAGE[kind]}"), PLACES[kind]
    for place in product(choices, values):
        shown, wanted = page.evaluate(MOVE, place), of(*place)
        for name, value in wanted.items():
            assert shown.pop(name) == pytest.approx(
                value, rel=1e-12, abs=1e-12), (place, name)
        assert all(name[:3] == "bar" and not a for name, a in shown.items())

    def shown(place, *names):
        page.evaluate(MOVE, place)
        return [page.locator(f'.fig [data-name="{name}"]').text_content()
                for name in names]

    rows = page.locator(".fig-table tbody tr").evaluate_all(
        "rows => rows.map(row => [...row.cells].map(one => one.textContent))")
    assert rows
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
        assert [*map(str.strip, cells)] == wanted


@pytest.mark.parametrize("lang", HOME)
@pytest.mark.parametrize("kind", PAGE)
def test_nothing_jumps_whatever_is_shown(open_page, kind, lang):
    _, choices, values = PLACES[kind]
    page = open_page(HOME[lang] + PAGE[kind])
    page.evaluate("document.fonts.ready")
    places = [*product(choices, values[::5] if values[8:] else values)]
    for width in 1280, 390, 320:
        page.set_viewport_size({"width": width, "height": 900})
        heights = set()
        for place in places:
            page.evaluate(MOVE, place)
            heights.add(round(page.locator(".fig").bounding_box()["height"]))
            wide = page.evaluate("document.documentElement.scrollWidth")
            assert wide <= width
        assert len(heights) == 1


def test_the_keyboard_moves_it_and_one_sentence_says_what_is_shown(open_page):
    page = open_page(PAGE["nudge"])
    page.locator(".fig :checked").press("ArrowLeft")
    checked = page.locator(".fig :checked")
    before = checked.get_attribute("value")
    page.keyboard.press("ArrowLeft")
    assert checked.get_attribute("value") != before
    slider = page.locator(".fig [type=range]")
    slider.press("Home")
    assert slider.get_attribute("aria-valuetext") == "−0.25"
    [said] = page.locator(".fig [aria-live]").all_inner_texts()
    which = checked.get_attribute("value")
    for name in "dE", f"ratio[{which}]", f"slope[{which}]":
        shown = page.locator(f'.fig [data-name="{name}"]').text_content()
        assert shown in said
