/* What is wrong in a function that the reader pastes: docs/browser/diagnose.py
   says it, in Python in a Worker (loader.js), on a click. The line that is to
   blame is lit (ownline.js); what cannot be called gets a form of choices. */

import { indents } from "./code.js";
import { takesFiles } from "./file.js";
import { pythonFor, size } from "./loader.js";
import { light } from "./ownline.js";

const LIMIT = 10; // seconds for a call of the reader's function
const NAME = "bptt.py";
const PLACE = /[a-z]+\/[\w-]+\/#[\w-]+|(?:mistake|실수) (\d+)/g; // as the diagnosis writes one

const form = document.querySelector('[data-exercise="diagnose"]');
const { examples, pages, says } = JSON.parse(form.querySelector("script").textContent);
const KEY = `rnn_pure.diagnose.${form.dataset.name}`;
const $ = (where) => form.querySelector(where), area = form.elements.code;
const said = $(".ex-said"), found = $(".di-found"), draft = $(".di-draft");
const python = pythonFor(form, "docs.browser.diagnose", says, tell, LIMIT);
let name = NAME, loaded = 0; // of the file that the text came from; how many examples

function tell(bad, text) {
  if (said.textContent !== text) said.textContent = text; // it is read aloud
  said.classList.toggle("bad", bad);
}

function link(node, text) { // its places and its mistakes as links
  let end = 0;
  node.replaceChildren();
  for (const { 0: place, 1: number, index } of text.matchAll(PLACE)) {
    const href = pages + (number ? `coursework/mistakes/#mistake-${number}` : place);
    node.append(text.slice(end, index), Object.assign(document.createElement("a"), { href, textContent: place }));
    end = index + place.length;
  }
  node.append(text.slice(end));
  node.hidden = text === "";
}

function show({ told, own, draft: open }, asked) {
  form.querySelectorAll(".di-told").forEach((node, k) => link(node, told[k]));
  light($(".di-own"), own, says);
  if (open) ask(open);
  draft.hidden = !open && !asked;
  found.hidden = false;
}

/* The draft of an adapter, with a choice for each open place. */
function ask({ around, questions }) {
  const fields = questions.map(([what, some]) => {
    const field = document.createElement(some.length ? "select" : "input");
    field.ariaLabel = what;
    if (some.length) field.append(new Option("?", ""), ...some.map((each) => new Option(each)));
    return field;
  });
  draft.querySelector("pre").replaceChildren(...around.flatMap((text, k) => [text, fields[k] ?? ""]));
}

function adapter() { // as it is filled in; "" where it is not
  const parts = [...draft.querySelector("pre").childNodes].map((node) => node.value ?? node.data);
  return parts.every((part, k) => part || k === parts.length - 1) ? parts.join("") : "";
}

function diagnose(adapter = "") {
  found.hidden = true;
  tell(false, says.judging);
  const question = { text: area.value, name, lang: form.lang, columns: columns(), adapter };
  python.ask(question, (answer) => {
    tell(false, says.done);
    show(answer, adapter);
    found.scrollIntoView({ block: "nearest" });
  }, area.value);
}

function columns() { // that the box has room for
  const paper = document.createElement("canvas").getContext("2d"), style = getComputedStyle(area);
  paper.font = `${style.fontSize} ${style.fontFamily}`;
  const wide = area.clientWidth - 2 * parseFloat(style.paddingLeft);
  return Math.max(32, Math.min(88, Math.floor(wide / paper.measureText("0").width)));
}

function typed() { // kept where the browser allows it
  if (!python.busy) tell(false, "");
  found.hidden = true;
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
  if (area.value.trim()) return diagnose();
  found.hidden = true;
  tell(true, says.empty);
});
form.addEventListener("click", ({ target }) => {
  if (target.matches("[data-stop]")) {
    python.stop();
    $(".md-button").focus();
  } else if (target.matches("[data-example]")) fill(examples[loaded++ % examples.length]);
  else if (target.matches("[data-through]")) adapter() ? diagnose(adapter()) : tell(true, says.open);
});
indents(area);
area.addEventListener("input", typed);
takesFiles(form, (text, from) => fill(text, /\.(py|ipynb)$/i.test(from) ? from.replace(/\.\w+$/, (end) => end.toLowerCase()) : NAME),
  () => tell(true, says.file));

try { area.value = localStorage.getItem(KEY) ?? area.value; } catch {}
said.textContent = says.download.replace("{mb}", size);
