/* The reader's own numbers: the form, the examples, and the address that holds them.

   stepper.js shows a run: start(run, n). An example's run lies in the page; for other
   numbers Python (loader.js) records one, as docs/browser/stepper/numbers.py has it. */

import { pythonFor, size } from "./loader.js";
import { $, all, app, now, root } from "./numbers.js";
import { play, recorded, start, stepOfAddress } from "./stepper.js";

const own = JSON.parse($(".own-data").textContent), { says, cases, shapes } = own;
const form = $(".st-own"), link = $(".own-link"), field = form.elements;
const FIELDS = [...Object.keys(shapes), "f"];

const phrase = (key, values) => says[key].replace(/\{(\w+)\}/g, (_, name) => values[name]);
const pressable = (name) => form.querySelector(`.own-examples [value="${name}"]`);
for (const { run } of Object.values(cases)) if (run) run.labels = own.labels;
cases[""].run = recorded;

/* --- the fields --------------------------------------------------------- */

let spare = {}; // rows and columns that a smaller T or n_re has cut

/* What the reader typed, and at which address; the browser may forbid to keep it. */
const kept = () => { try { return JSON.parse(sessionStorage.getItem("rnn_pure")); } catch { return null; } };

function keep() {
  cases.own = { fields: typed(), spare };
  pressable("own").disabled = false;
  try { sessionStorage.setItem("rnn_pure", JSON.stringify({ ...cases.own, search: location.search })); } catch {}
}

const typed = () => Object.fromEntries(FIELDS.map((name) => [name, field[name].value]));

function rowsOf(name) { // words in rows, as numbers.py reads them; in d a line may be empty
  const plain = field[name].value.normalize("NFKC").replace(/[\w.]*array\(([^()]*)\)/g, "$1");
  const lines = /\[[^\]]*\[/.test(plain) ? plain.match(/\[[^[\]]*\]|[^[\],;\s]+/g) ?? [] : plain.split(/[\n;]/);
  const rows = lines.map((line) => line.split(/[\s;,[\]]+/).filter(Boolean));
  return name === "d" ? rows.map((row) => (row.length ? row : ["-"])) : rows.filter((row) => row.length);
}

function fill(one) {
  for (const name of FIELDS) field[name].value = one.fields[name];
  spare = one.spare ?? {};
  for (const name of ["T", "n_re", ...FIELDS]) point(name, "");
  count();
}

function count() {
  [field.T.value, field.n_re.value] = [rowsOf("x").length, rowsOf("W_re").length];
  for (const name of Object.keys(shapes)) field[name].rows = Math.min(8, field[name].value.split("\n").length);
}

/* Another T or n_re: what is cut is kept; what is missing is 0.1, and no target. */
function resize(size) {
  const longest = (now, was, n, more) => Array.from({ length: Math.max(now.length, was.length, n) }, (_, i) => now[i] ?? was[i] ?? more);
  const to = Number(field[size].value);
  for (const [name, shape] of Object.entries(shapes)) {
    if (!shape.includes(size)) continue;
    const rows = shape.length > 1 ? rowsOf(name) : [rowsOf(name).flat()], was = spare[name] ?? [];
    const high = shape.length > 1 && shape[0] === size ? to : rows.length, wide = shape.at(-1) === size ? to : undefined;
    const blank = name === "d" ? ["-"] : Array(rows[0]?.length ?? 1).fill("0.1");
    spare[name] = longest(rows, was, high, blank).map((row, i) => wide ? longest(rows[i] ?? [], was[i] ?? [], wide, "0.1") : row);
    field[name].value = spare[name].slice(0, high).map((row) => row.slice(0, wide).join(" ")).join("\n");
  }
}

/* --- what is told -------------------------------------------------------- */

let here = form, pending = null; // which asked: the form, or the link over the stepper; its numbers

function tell(bad, ...what) {
  const status = here.querySelector(".own-status");
  status.replaceChildren(...what);
  status.classList.toggle("bad", bad);
}

function named(name, text) { // the field as the page calls it, and what is wrong there
  const label = document.createElement("b");
  label.append(...form.querySelector(`[for=own-${name}]`).cloneNode(true).childNodes);
  return [label, `: ${text}`];
}

function point(name, text) { // a field; "" when it is right again
  $(`#own-${name}-wrong`).replaceChildren(...(text && named(name, text)));
  field[name].ariaInvalid = text ? "true" : "false";
}

function refuse([name, text], focus = true) {
  tell(true, ...(!name ? [text] : here === link ? named(name, text) : []));
  if (!name) return;
  point(name, text);
  if (focus) field[name].focus();
}

/* What can be refused before Python is there: [field, why], or nothing. */
function refused(fields) {
  const long = FIELDS.find((name) => fields[name].length > own.longest);
  if (long) return [long, phrase("long", { most: own.longest })];
  const choices = [...field.f.options].map(({ value }) => value);
  if (!choices.includes(fields.f)) return ["f", phrase("unknown", { word: fields.f, choices: choices.join(", ") })];
}

/* --- showing, and the address -------------------------------------------- */

const searchOf = (fields) =>
  `?${new URLSearchParams(FIELDS.map((name) => [name, fields[name].replaceAll("\n", ";")]))}`;
const nameOf = (fields) => Object.keys(cases).find((name) => searchOf(cases[name].fields) === searchOf(fields));
const place = () => (app.inert ? stepOfAddress() ?? 0 : now);

function display(name, fields, run, n, opening = false) {
  for (const button of all(".own-examples button")) button.ariaPressed = String(button.value === name);
  link.hidden = true;
  app.inert = false;
  n = Math.min(n, run.steps.length - 1);
  const search = ["own", "link"].includes(name) ? searchOf(fields) : name && `?preset=${name}`;
  history.replaceState(null, "", `${location.pathname}${search}#step-${n + 1}`);
  play(false);
  start(run, n);
  if (opening) return;
  if (run.overflow) tell(true, document.createRange().createContextualFragment(run.overflow));
  const [seen, block] = run.overflow ? [form.querySelector(".own-status"), "center"] : [app, "start"];
  seen.scrollIntoView({ block });
  app.focus({ preventScroll: true });
}

function choose(name) {
  const { fields, run } = cases[name];
  if (python.busy) python.stop("");
  here = form;
  fill(cases[name]);
  tell(false, run ? "" : says.filled);
  if (run) display(name, fields, run, 0);
}

/* --- Python --------------------------------------------------------------- */

const python = pythonFor(root, "docs.browser.stepper.numbers", says, tell);

function ask(from, fields) {
  if (python.busy) return;
  here = from;
  const name = nameOf(fields), no = refused(fields);
  if (no) return refuse(no);
  if (cases[name]?.run) return display(name, fields, cases[name].run, place());
  python.ask({ fields, lang: root.lang }, (made) => answered(fields, made));
}

function answered(fields, { error, ...run }) {
  const name = nameOf(fields); // none, if it was changed meanwhile
  if (error) {
    if (here === link) fill({ fields });
    return refuse([error.field, error.says]);
  }
  here = form;
  tell(false, says.done);
  if (name !== undefined) cases[name].run = run;
  display(name ?? "own", fields, run, place());
}

/* --- what the reader does, and the address that one comes with ------------- */

root.addEventListener("submit", (event) => {
  event.preventDefault();
  ask(event.target, event.target === link ? pending : typed());
});
root.addEventListener("click", ({ target }) => {
  if (target.closest(".own-examples button, [data-instead]")) choose(target.closest("button").value);
  if (!target.closest("[data-stop]")) return;
  python.stop();
  target.form.querySelector(".md-button--primary").focus();
});
form.addEventListener("input", ({ target }) => {
  if (["T", "n_re"].includes(target.name)) resize(target.name);
  count();
  for (const name of ["T", "n_re", ...FIELDS]) point(name, "");
  if (!python.busy) tell(false);
  keep();
});

{ // the address that the page was opened with
  const search = new URLSearchParams(location.search), given = FIELDS.filter((name) => search.has(name));
  const preset = given.length ? null : search.get("preset"), before = kept();
  let name = preset !== null && Object.hasOwn(cases, preset) ? preset : "";
  if (preset !== null && preset !== name) tell(true, says.no_example);
  if (before) cases.own = before;
  pressable("own").disabled = !before;
  if (given.length) {
    pending = { ...cases[""].fields };
    for (const one of given) pending[one] = search.get(one).replaceAll(";", "\n");
    name = nameOf(pending) ?? "link";
    cases[name] ??= { fields: pending };
    pressable("link").hidden = name !== "link";
  }
  const { fields, run: made } = cases[name];
  fill(before?.search === location.search ? before : cases[name]);
  if (name && made) display(name, fields, made, stepOfAddress() ?? 0, true);
  if (!made) {
    app.inert = true;
    link.hidden = false;
    link.querySelector(".md-button--primary").textContent = phrase("run_link", { mb: size });
    for (const button of all(".own-examples button")) button.ariaPressed = "false";
    here = link;
    if (refused(pending)) refuse(refused(pending), false);
  }
}
