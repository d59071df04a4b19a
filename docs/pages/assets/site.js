/* Lights a symbol in the equation, the code and the legend of its pair. */

function light(pair, symbol) {
  for (const part of pair.querySelectorAll("[data-sym]"))
    part.classList.toggle("lit", part.dataset.sym === symbol);
  for (const button of pair.querySelectorAll("button[data-sym]"))
    button.setAttribute("aria-pressed", button.dataset.sym === symbol);
}

for (const pair of document.querySelectorAll(".pair")) {
  let kept = null; // the symbol that a tap or a key keeps lit
  const symbolOf = (event) =>
    event.target.closest?.("[data-sym]")?.dataset.sym ?? null;

  light(pair, null);
  pair.addEventListener("pointerover", (event) => {
    if (event.pointerType !== "touch") light(pair, symbolOf(event) ?? kept);
  });
  pair.addEventListener("pointerleave", () => light(pair, kept));
  pair.addEventListener("focusin", (event) => {
    if (symbolOf(event)) light(pair, symbolOf(event));
  });
  pair.addEventListener("focusout", () => light(pair, kept));
  pair.addEventListener("click", (event) => {
    const symbol = symbolOf(event);
    if (!symbol && event.target.closest("a")) return;
    kept = symbol === kept ? null : symbol;
    light(pair, kept);
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
