/* Lights a symbol or a term in the equation, the code and the legend of its
   pair. δ_t and δ_{t+1} are two things: a symbol is known by its time too. */

const nameOf = (part) =>
  part && [part.dataset.role, part.dataset.sym, part.dataset.at].join();

/* Where the mouse is: at rest it points at nothing that scrolls under it. */
let mouse = "";
const placeOf = ({ clientX, clientY }) => `${clientX},${clientY}`;
addEventListener("pointermove", (event) => { mouse = placeOf(event); });

for (const pair of document.querySelectorAll(".pair, .st-app")) {
  let kept = null; // what a tap or a key keeps lit
  const pointed = ({ target }) => // the innermost: a symbol before its term
    nameOf(target.closest?.("[data-sym], [data-role]"));
  const light = (name) => {
    for (const part of pair.querySelectorAll("[data-sym], [data-role]")) {
      const lit = nameOf(part) === name;
      part.classList.toggle("lit", lit);
      if (part.matches("button")) part.setAttribute("aria-pressed", lit);
    }
  };

  const rest = () => // what the keyboard is at, or what is kept
    light(nameOf(pair.querySelector("button:is([data-sym], [data-role]):focus-visible")) || kept);

  light(null);
  pair.addEventListener("pointerover", (event) => {
    if (event.pointerType === "touch" || placeOf(event) === mouse) return;
    if (pointed(event)) light(pointed(event));
    else rest();
  });
  pair.addEventListener("pointerleave", rest);
  pair.addEventListener("moved", () => light(kept)); // the stepper's next step
  pair.addEventListener("focusin", (event) => {
    if (pointed(event)) light(pointed(event));
  });
  pair.addEventListener("focusout", () => light(kept));
  pair.addEventListener("keydown", (event) => { // ↑ and ↓ go through an equation
    const math = event.target, step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
    if (!step || !math.matches(".pair-eq, .st-math")) return;
    const names = [...new Set([...math.querySelectorAll("[data-sym], [data-role]")].map(nameOf))];
    kept = names.at((names.indexOf(kept) + step) % names.length);
    light(kept);
    event.preventDefault();
  });
  pair.addEventListener("click", (event) => {
    const name = pointed(event);
    if (!name && event.target.closest("a, button")) return;
    kept = name === kept ? null : name;
    light(kept);
  });
}

/* Material leaves its search dialog without a name, and makes a landmark of
   every copy button. */
const korean = document.documentElement.lang === "ko";
document
  .querySelector('.md-search[role="dialog"]')
  ?.setAttribute("aria-label", korean ? "검색" : "Search");
const unmark = () => {
  for (const nav of document.querySelectorAll("nav.md-code__nav:not([role])"))
    nav.setAttribute("role", "presentation");
};
new MutationObserver(unmark).observe(document.body, { childList: true, subtree: true });
unmark();

/* A table wider than the screen is scrolled by keyboard, too. */
const reach = new ResizeObserver(() => {
  for (const box of document.querySelectorAll(".md-typeset__scrollwrap"))
    if (box.scrollWidth > box.clientWidth) box.tabIndex = 0;
    else box.removeAttribute("tabindex");
});
addEventListener("load", () => {
  for (const part of document.querySelectorAll(
    ".md-typeset__scrollwrap, .md-typeset__table")) reach.observe(part);
});

/* The other language keeps the place, and what the address holds. */
for (const kind of ["pointerover", "focusin", "click"])
  document.addEventListener(kind, ({ target }) => {
    const link = target.closest?.(".md-select a[hreflang]");
    if (link) link.href = link.href.split(/[?#]/)[0] + location.search + location.hash;
  }, true);

/* A fold that a link leads into opens. */
function open_fold() {
  const there = document.getElementById(decodeURIComponent(location.hash.slice(1)));
  const folds = [];
  for (let node = there; node; node = node.parentElement) if (node.matches("details:not([open])")) folds.push(node);
  for (const fold of folds) fold.open = true;
  if (folds.length) there.scrollIntoView();
}
addEventListener("hashchange", open_fold);
document.addEventListener("click", ({ target }) => { // once more to the same place
  if (target.closest?.("a")?.hash === location.hash) open_fold();
});
open_fold();
