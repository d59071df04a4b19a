/* A network learns the reader's names: docs/browser/names.py, in Python in a
   Worker (loader.js), answers an epoch at a time; the page shows it and asks on. */

import { takesFiles } from "./file.js";
import { pythonFor, size } from "./loader.js";

const form = document.querySelector('[data-exercise="names"]');
const says = JSON.parse(form.querySelector("script").textContent);
const $ = (where) => form.querySelector(where), area = form.elements.text, go = form.elements.go;
const said = $(".ex-said"), shown = $(".na-rows"), body = $("tbody");
const python = pythonFor(form, "docs.browser.names", says, tell);
let state = "new"; // "going", "paused"; what the next click on go does

function tell(bad, text) {
  if (bad || !text || text === says.stopped) become("new");
  if (said.textContent !== text) said.textContent = text;
  said.classList.toggle("bad", bad);
}

function become(what) {
  state = what;
  const going = form.classList.contains("here") ? says.pause : says.go; // while Python loads Stop is beside it
  go.textContent = { new: says.go, going, paused: says.on }[what];
}

const fill = (text, known) => text.replace(/\{(\w+)\}/g, (_, key) => known[key]);

function plot({ network, counting }) { // as the program's marks: left is better
  const at = (nats) => Math.min(Math.max((nats / counting - 0.7) / 1.3, 0), 1) * 96 + 2;
  return `<svg viewBox="0 0 100 12" preserveAspectRatio="none" aria-hidden="true">
    <path d="M${at(counting)} 0v12" class="na-line"/><circle cx="${at(network)}" cy="6" r="3" class="na-dot"/></svg>`;
}

function add(row) {
  if (row.least) return tell(true, fill(says.least, row));
  const cells = body.insertRow(), cell = (text) => Object.assign(cells.insertCell(), { textContent: text });
  cell(row.epoch);
  cell(row.network.toFixed(3));
  cells.insertCell().innerHTML = plot(row);
  cell(row.names.join(", "));
  shown.hidden = false;
  form.classList.add("here"); // nothing more has to come
  become(state);
  const told = [fill(says.judged, { ...row, counting: row.counting.toFixed(3) })];
  if (row.left_out) told.push(fill(says.left_out, row));
  if (row.few) told.push(fill(says.few, row));
  if (row.epoch) told.push(row.network < row.counting ? says.better : says.worse);
  tell(false, told.join(" "));
  if (row.epoch === row.epochs) become("new");
  else if (state === "going") python.ask(null, add);
}

function begin() {
  body.replaceChildren();
  shown.hidden = true;
  form.classList.remove("here");
  become("going");
  python.ask(area.value, add);
}

function renew(text) {
  if (python.busy) python.stop("");
  area.value = text;
  become("new");
}

form.addEventListener("submit", (event) => {
  event.preventDefault();
  if (state === "going") form.classList.contains("here") && become("paused"); // the epoch that runs is still shown
  else if (state === "new") begin();
  else {
    become("going");
    if (!python.busy) python.ask(null, add);
  }
});
form.addEventListener("click", ({ target }) => {
  if (target.matches("[data-stop]")) python.stop(), go.focus();
  else if (target.matches("[data-clear]")) renew(""), area.focus();
});
area.addEventListener("input", () => renew(area.value));
takesFiles(form, renew, () => tell(true, says.file));

said.textContent = says.download.replace("{mb}", size);
