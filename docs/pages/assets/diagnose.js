/* Which mistake is in a function that the reader pastes: docs/browser/diagnose.py
   says it, in Python in a Worker (loader.js), on a click. */

import { indents } from "./code.js";
import { takesFiles } from "./file.js";
import { pythonFor, size } from "./loader.js";

const LIMIT = 10; // seconds for a call of the reader's function
const NAME = "bptt.py";
const PLACE = /[a-z]+\/[\w-]+\/#[\w-]+/g; // as the diagnosis writes one

const form = document.querySelector('[data-exercise="diagnose"]');
const { example, pages, says } = JSON.parse(form.querySelector("script").textContent);
const KEY = `rnn_pure.diagnose.${form.dataset.name}`;
const $ = (where) => form.querySelector(where), area = form.elements.code;
const said = $(".ex-said"), shown = $(".di-told");
const python = pythonFor(form, "docs.browser.diagnose", says, tell, LIMIT);
let name = NAME; // of the file that the text came from

function tell(bad, text) {
  if (said.textContent !== text) said.textContent = text; // it is read aloud
  said.classList.toggle("bad", bad);
}

function show(text) { // with its places as links
  const places = text.match(PLACE) ?? [];
  shown.replaceChildren(...text.split(PLACE).flatMap((part, k) => k < places.length ? [part,
    Object.assign(document.createElement("a"), { href: pages + places[k], textContent: places[k] })] : [part]));
  shown.hidden = text === "";
}

function columns() { // that the box has room for
  const paper = document.createElement("canvas").getContext("2d"), style = getComputedStyle(area);
  paper.font = `${style.fontSize} ${style.fontFamily}`;
  const wide = area.clientWidth - 2 * parseFloat(style.paddingLeft);
  return Math.max(32, Math.min(88, Math.floor(wide / paper.measureText("0").width)));
}

function typed() { // kept where the browser allows it
  if (!python.busy) tell(false, "");
  show("");
  try {
    if (area.value) localStorage.setItem(KEY, area.value);
    else localStorage.removeItem(KEY);
  } catch {}
}

function fill(text, from = NAME) {
  if (python.busy) python.stop("");
  [area.value, name] = [text, from];
  area.scrollTop = 0;
  typed();
}

form.addEventListener("submit", (event) => {
  event.preventDefault();
  if (python.busy) return;
  show("");
  if (!area.value.trim()) return tell(true, says.empty);
  tell(false, says.judging);
  const question = { text: area.value, name, lang: form.lang, columns: columns() };
  python.ask(question, ({ text }) => {
    tell(false, says.done);
    show(text);
    shown.scrollIntoView({ block: "nearest" });
  }, area.value);
});
form.addEventListener("click", ({ target }) => {
  if (target.matches("[data-stop]")) {
    python.stop();
    $(".md-button").focus();
  } else if (target.matches("[data-example]")) fill(example);
});
indents(area);
area.addEventListener("input", typed);
takesFiles(form, (text, from) => fill(text, /\.py$/i.test(from) ? from.replace(/\.py$/i, ".py") : NAME),
  () => tell(true, says.file));

try { area.value = localStorage.getItem(KEY) ?? area.value; } catch {}
said.textContent = says.download.replace("{mb}", size);
