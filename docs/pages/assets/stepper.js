/* The stepper: replays a recorded run of forward and bptt, line by line.

   Python recorded the run (docs/hooks/stepper/run.py): every step says which lines,
   equation, nodes, arrows and values belong to it. This script only shows step
   number `now`. On the reader's own numbers the same Python records the run
   inside the browser: see askPython. */

const root = document.querySelector(".stepper");
const $ = (where) => root.querySelector(where), all = (where) => [...root.querySelectorAll(where)];
const { words, files, ...recorded } = JSON.parse($("script").textContent);
let run = Object.assign(recorded, { svg: $(".st-net").innerHTML });
let now = 0, timer = null; // the step shown, counted from 0; set while it plays

/* --- one step on the page ----------------------------------------------- */

function show(n) {
  now = Math.max(0, Math.min(n, run.steps.length - 1));
  const step = run.steps[now];
  $(".st-app").dataset.phase = step.phase;
  $(".st-where").textContent = `${words[step.phase]} · ${step.time}`;
  $(".st-sentence").textContent = step.say;
  $("input").value = now + 1;
  $("output").textContent = `${now + 1} / ${run.steps.length}`;
  for (const button of all(".st-groups button"))
    button.ariaCurrent = Number(button.dataset.to) === step.group ? "step" : "false";
  for (const part of [lightCode, lightEquation, lightNetwork, showFormula, showKnown]) part(step);
  bringIntoView($(".st-groups [aria-current=step]"), $(".st-groups"));
}

function go(n, playing = false) { // show, say, and remember in the address
  if (!playing) play(false);
  show(n);
  $(".st-live").textContent = $("input").ariaValueText = run.steps[now].heard;
  if (location.hash !== `#step-${now + 1}`) history.replaceState(null, "", `#step-${now + 1}`);
}

/* Scrolls the box, and only it; scrollIntoView would move the page too. */
function bringIntoView(part, box) {
  if (!part) return; // before anything is lit
  const a = part.getBoundingClientRect(), b = box.getBoundingClientRect();
  box.scrollTop += a.y - b.y - b.height / 3;
  if (a.width < b.width) box.scrollLeft += a.x + a.width / 2 - b.x - b.width / 2;
}

/* What is assigned gets the class write, what is used the class read. */
function mark(node, write, read) {
  node.classList.toggle("write", write);
  node.classList.toggle("read", read && !write);
}

function lightCode(step) {
  for (const block of all(".st-code > *")) block.hidden = block.dataset.phase !== step.phase;
  const [first, last] = step.lines;
  const symbols = [];
  for (const line of all(".st-code .line")) {
    const lit = !line.closest("[hidden]") && line.dataset.line >= first && line.dataset.line <= last;
    line.classList.toggle("now", lit);
    for (const symbol of line.querySelectorAll(".sym")) {
      if (lit) symbols.push(symbol);
      mark(symbol, lit && symbol === symbols[0], lit && step.reads.includes(symbol.dataset.sym));
    }
  }
  const line = $(".st-code .line.now");
  bringIntoView(line, line.closest("pre"));
}

function lightEquation(step) {
  for (const equation of all(".st-eq")) equation.hidden = equation.dataset.tag !== step.equation;
  const equation = $(".st-eq:not([hidden])"), cells = [...equation.querySelectorAll("mtd")];
  const inPart = (cell) => step.part === null || cells.indexOf(cell) >> 1 === step.part;
  for (const cell of cells) cell.classList.toggle("now", inPart(cell));
  for (const symbol of equation.querySelectorAll(".sym")) {
    const cell = symbol.closest("mtd"), name = symbol.dataset.sym;
    const left = step.part !== null && cells.indexOf(cell) % 2 === 0; // of the equals sign
    mark(symbol, inPart(cell) && name === step.writes && (left || !cell), inPart(cell) && step.reads.includes(name) && !left);
  }
}

function lightNetwork(step) {
  const known = new Set(Object.keys(valuesSoFar()));
  for (const { classList, dataset } of all("[data-node]")) {
    classList.toggle("lit", step.nodes.includes(dataset.node));
    classList.toggle("todo", !known.has(dataset.node));
  }
  for (const { classList, dataset } of all("[data-badge]")) classList.toggle("known", known.has(dataset.badge));
  for (const { classList, dataset, firstElementChild: arrow } of all("[data-edge]"))
    arrow.classList.toggle("flow", classList.toggle("lit", step.arrows.includes(dataset.edge)));
  bringIntoView($(".st-net .lit"), $(".st-net"));
}

/* --- numbers ------------------------------------------------------------ */

function make(kind, css, ...parts) {
  const node = document.createElement(kind);
  node.className = css;
  node.append(...parts);
  return node;
}

const labelOf = (name, kind = "span") => Object.assign(make(kind, "st-label"),
  { innerHTML: `<span role="img" aria-label="${name}">${run.labels[name]}</span>` });

/* Numbers that stand together get as many decimals as they need, at most 4. */
function written(numbers) {
  const floats = numbers.filter((a) => typeof a === "number" && a !== 0); // a string is a fraction
  const needed = (a) => [0, 1, 2, 3].find((n) => Math.abs(a - a.toFixed(n)) < 1e-12) ?? 4;
  const decimals = Math.max(0, ...floats.map(needed));
  const plain = floats.every((a) => Math.abs(a) >= 0.001 && Math.abs(a) < 10000);
  const one = (a) => (typeof a === "string" ? a : plain ? a.toFixed(decimals) : a && a.toExponential(2));
  return numbers.map((a) => String(one(a)).replaceAll("-", "−"));
}

/* A vector as a column, a matrix as its rows, in brackets. */
function matrix(name, value) {
  const rows = [value].flat().map((row) => [row].flat()), numbers = rows.flat();
  const box = make("span", Array.isArray(value) ? "st-matrix" : "st-scalar");
  box.dataset.name = name;
  box.style.gridTemplateColumns = `repeat(${rows[0].length}, auto)`;
  for (const [k, text] of written(numbers).entries()) {
    const entry = make("span", "", text);
    entry.dataset.value = entry.title = numbers[k];
    box.append(entry);
  }
  return box;
}

const term = (name, value, write) => make("span", write ? "st-term write" : "st-term", matrix(name, value), labelOf(name));

function showFormula(step) {
  $(".st-formula").replaceChildren(...step.formula.map((part, k) =>
    part in step.values ? term(part, step.values[part], k === 0) : make("span", "st-sign", part)));
}

const valuesSoFar = () => Object.assign({}, run.given,
  ...run.steps.slice(0, now + 1).map(({ changed: [name], values }) => ({ [name]: values[name] })));

const OVER_TIME = ["x", "u", "z", "v", "y", "d", "dE_dy", "delta_out", "dE_dz", "delta_re", "dE_dx"];
const ONCE = ["E", "dE_dW_out", "dE_dW_re", "dE_dW_in", "dE_db", "dE_db_out"];

function showKnown(step) {
  const values = valuesSoFar(), times = [...Array(run.T + 2).keys()];
  const row = (name, ...cells) => make("tr", "", labelOf(name, "th"), ...cells);
  const cell = (name) => {
    const node = make("td", "", name in values ? matrix(name, values[name]) : "");
    mark(node, step.changed.includes(name), name in step.values);
    return node;
  };
  const rows = OVER_TIME.filter((name) => `${name}[t]` in run.labels).map((name) =>
    row(`${name}[t]`, ...times.map((t) => cell(`${name}[${t}]`))));
  $(".st-grid").replaceChildren(
    make("tr", "", make("td", ""), ...times.map((t) => make("th", "", `t = ${t}`))), ...rows);
  $(".st-once").replaceChildren(...ONCE.filter((name) => name in run.labels && name in values).map((name) =>
    term(name, values[name], step.changed.includes(name))));
}

/* --- moving ------------------------------------------------------------- */

const ahead = (same) => // the next step that is not the same
  run.steps.find((step, n) => (n > now && !same(step, run.steps[now])) || n === run.steps.length - 1).n - 1;

function play(on = timer === null) {
  const pause = $("[data-do=fast]").ariaPressed === "true" ? 600 : 1800, last = run.steps.length - 1;
  clearInterval(timer);
  if (on && now === last) go(0);
  timer = on ? setInterval(() => (now < last ? go(now + 1, true) : play(false)), pause) : null;
  $("[data-do=play]").textContent = on ? words.pause : words.play;
}

const moves = {
  first: () => 0, previous: () => now - 1, next: () => now + 1, last: () => run.steps.length - 1,
  equation: () => ahead((a, b) => a.group === b.group && a.equation === b.equation),
  time: () => ahead((a, b) => a.group === b.group),
};
const KEYS = { ArrowLeft: "previous", ArrowRight: "next", Home: "first", End: "last" };

document.addEventListener("keydown", (event) => { // on the stepper's own page: anywhere
  const { target, key } = event, arrow = target === document.body && form && key.startsWith("Arrow");
  if (!(arrow || $(".st-app").contains(target)) || event.altKey || event.ctrlKey || event.metaKey) return;
  const scrolls = target.matches("pre, div") && target.scrollWidth > target.clientWidth + 1;
  if (key === " " && !target.closest("button, a")) play();
  else if (key in KEYS && !scrolls) go(moves[KEYS[key]]());
  else return;
  event.preventDefault();
});

$(".st-app").addEventListener("click", async ({ target }) => {
  const button = target.closest("button"), { do: what, to } = button?.dataset ?? {};
  if (to || what in moves) go(to ? to - 1 : moves[what]());
  else if (what === "play") play();
  else if (what === "fast") {
    button.ariaPressed = String(button.ariaPressed !== "true");
    if (timer !== null) play(true);
  } else if (what === "link") {
    await navigator.clipboard.writeText(location.href);
    $(".st-live").textContent = words.copied;
  }
});
$("input").addEventListener("input", ({ target }) => go(target.value - 1));

function fromAddress() { // #step-17 is the 17th step
  const [, n] = location.hash.match(/^#step-(\d+)$/) ?? [];
  if (n) { go(n - 1); root.scrollIntoView(); }
}
addEventListener("hashchange", fromAddress);

function start(made) { // a new run: its drawing, and a button for each time step
  run = made;
  $(".st-net").innerHTML = run.svg;
  $(".st-net").classList.toggle("wide", run.T > 4);
  $("input").max = run.steps.length;
  $(".st-whole").hidden = run !== recorded;
  const phases = [...new Set(run.steps.map((step) => step.phase))];
  const button = ({ n, time }) => `<button type="button" data-to="${n}">${time}</button>`;
  $(".st-groups").innerHTML = phases.map((phase) => `<div>${words[phase]} ${run.steps
    .filter((step) => step.phase === phase && step.group === step.n).map(button).join(" ")}</div>`).join("");
  show(0);
}

/* --- with the reader's own numbers -------------------------------------- */

const form = $("form");
const PYODIDE = document.querySelector("meta[name=pyodide]").content;
let machine = null; // the promise of Python, once asked for
let asked = location.search && location.hash; // the step that came with the numbers

async function loadPython() {
  const home = new URL(root.dataset.home, location), address = new URL(PYODIDE, home).href;
  const { loadPyodide } = await import(`${address}pyodide.mjs`);
  const pyodide = await loadPyodide({ indexURL: address });
  for (const folder of ["rnn_pure", "docs/hooks/stepper", "docs/hooks/drawings"]) pyodide.FS.mkdirTree(folder);
  for (const name of files) {
    const file = await fetch(new URL(`assets/python/${name}`, home));
    if (!file.ok) throw new Error(name);
    pyodide.FS.writeFile(name, await file.text());
  }
  return pyodide.pyimport("docs.hooks.stepper.run");
}

const tell = (message, wrong = "") =>
  Object.assign($(".st-message"), { textContent: message, className: `st-message ${wrong}` });

async function askPython(event) {
  event.preventDefault();
  const fields = Object.fromEntries(new FormData(form));
  try {
    if (!machine) tell(words.loading);
    await (machine ??= loadPython());
  } catch {
    machine = null;
    return tell(`${words.offline} ${PYODIDE}`, "wrong");
  }
  const made = JSON.parse((await machine).answer(JSON.stringify({ fields, lang: root.lang })));
  if (made.error) return tell(`${words.wrong} ${made.error}`, "wrong");
  const lines = Object.entries(fields).map(([name, text]) => [name, text.trim().split(/\s*\n\s*/).join(";")]);
  history.replaceState(null, "", `?${new URLSearchParams(lines)}${asked}`);
  play(false);
  start(made);
  fromAddress();
  asked = "";
  tell(words.ran);
  root.scrollIntoView();
}

const write = (name, rows) =>
  Object.assign(form.elements[name], { value: rows.map((row) => row.join(" ")).join("\n"), rows: rows.length });
const read = (name) => form.elements[name].value.trim().split("\n").map((row) => row.trim().split(/[\s,]+/));

function fill(fields) {
  for (const field of form.querySelectorAll("[name]"))
    field.value = (fields[field.name] ?? field.value).replaceAll(";", "\n");
  for (const area of form.querySelectorAll("textarea")) write(area.name, read(area.name));
  count();
  tell(words.filled);
  form.scrollIntoView();
}

const count = () =>
  [form.elements.T.value, form.elements.n_re.value] = [read("x").length, read("W_re").length];

/* Another T or n_re: rows are cut, or filled up with 0.1. */
function resize() {
  const cut = (list, n, more) => [...list, ...Array(n).fill(more)].slice(0, n);
  const T = +form.elements.T.value, n = +form.elements.n_re.value;
  for (const name of ["x", "d"]) write(name, cut(read(name), T, read(name)[0].map(() => "0.1")));
  for (const name of ["W_re", "b", "W_out"]) write(name, read(name).map((row) => cut(row, n, "0.1")));
  for (const name of ["W_re", "W_in"]) write(name, cut(read(name), n, read(name)[0].map(() => "0.1")));
}

$(".st-app").hidden = false;
$(".st-whole").open = false;
for (const row of all(".st-whole tr")) row.id = ""; // without a script, #step-17 leads there
start(recorded);
if (!location.search) fromAddress();
if (form) {
  form.hidden = false;
  form.addEventListener("submit", askPython);
  form.addEventListener("change", ({ target }) => target.matches("[name=T], [name=n_re]") ? resize() : count());
  if (location.search) fill(Object.fromEntries(new URLSearchParams(location.search)));
}
