/* Lines of the package that the reader writes: docs/browser/exercise/judge.py
   judges them, in Python in a Worker (loader.js), on a click and not before. */

import { indents, put } from "./code.js";
import { pythonFor, size } from "./loader.js";

const LIMIT = 8; // seconds for the reader's own code

for (const form of document.querySelectorAll('[data-exercise="write"]')) {
  const { start, says } = JSON.parse(form.querySelector("script").textContent);
  const $ = (where) => form.querySelector(where), area = form.elements.lines, said = $(".ex-said");
  const again = $("[data-again]"), done = $(".ex-done"), key = `rnn_pure.${form.dataset.name}`;
  const python = pythonFor(form, "docs.browser.exercise.judge", says, tell, LIMIT);

  function tell(bad, text) { // `code` is code
    said.replaceChildren(...text.split("`").map((part, k) =>
      k % 2 ? Object.assign(document.createElement("code"), { textContent: part }) : part));
    said.classList.toggle("bad", bad);
    said.classList.remove("right");
    done.hidden = true;
  }

  function grow() {
    area.rows = Math.max(start.split("\n").length, area.value.split("\n").length);
    again.hidden = area.value === start;
  }

  function typed() { // kept where the browser allows it
    grow();
    if (!python.busy) tell(false, "");
    try {
      if (area.value === start) localStorage.removeItem(key);
      else localStorage.setItem(key, area.value);
    } catch {}
  }

  form.addEventListener("submit", (event) => {
    event.preventDefault();
    if (python.busy) return;
    tell(false, says.judging);
    python.ask({ page: form.dataset.name, text: area.value, lang: form.lang }, ({ right, says: text }) => {
      tell(!right, text);
      said.classList.toggle("right", right);
      done.hidden = !right;
    });
  });
  form.addEventListener("click", ({ target }) => {
    if (target.matches("[data-stop]")) {
      python.stop();
      $(".md-button").focus();
    } else if (target.matches("[data-again]")) {
      area.focus();
      area.select();
      put(area, start);
    } else if (target.matches("[data-more]")) {
      const next = $("li[hidden]");
      next.hidden = false;
      target.hidden = !$("li[hidden]");
      if (target.hidden) $(".ex-hint summary").focus();
    }
  });

  indents(area);
  area.addEventListener("input", typed);
  area.addEventListener("blur", () => { area.scrollLeft = 0; });

  for (const hint of [...form.querySelectorAll(".ex-hint li")].slice(1)) hint.hidden = true;
  $("[data-more]").hidden = !$("li[hidden]");
  try { area.value = localStorage.getItem(key) ?? start; } catch {}
  grow();
  said.textContent = says.download.replace("{mb}", size);
}
