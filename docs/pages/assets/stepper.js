/* The stepper: replays a recorded run of forward and bptt, line by line.

   Python recorded the run (docs/browser/stepper/run.py): every step says which
   lines, equation, nodes, arrows and values belong to it. This script only
   shows step number `now`. own.js gives it other runs. */

import {
  $, HUES, TERMS, all, app, make, mark, matrix, nameIt, now, put, run, showKnown, spoken, stand, term, valuesAt, written,
} from "./numbers.js";

export const { words, ...recorded } = JSON.parse($("script").textContent);
recorded.svg = $(".st-net").innerHTML;
let timer = null, sheet; // set while it plays; how large the drawing is

/* --- one step on the page ----------------------------------------------- */

function show(n) {
  stand(run, Math.max(0, Math.min(n, run.steps.length - 1)));
  const step = run.steps[now];
  app.dataset.phase = step.phase;
  $("[type=range]").max = run.steps.length;
  $("[type=range]").value = now + 1;
  $("[type=range]").ariaValueText = $("output").textContent = `${now + 1} / ${run.steps.length}`;
  $("select").value = [...$("select").options].findLast(({ value }) => value <= now).value;
  for (const part of [lightCode, lightEquation, lightNetwork, showNumbers, say, showKnown]) part(step);
  fitAll();
  app.dispatchEvent(new Event("moved")); // site.js lights again what is kept lit
}

function go(n, playing = false) {
  if (!playing) play(false);
  show(n);
  remember();
}

function remember() { // in the address, whose number is the step's
  const address = `${location.pathname}${location.search}#step-${now + 1}`;
  if (location.hash !== `#step-${now + 1}`) history.replaceState(null, "", address);
}

/* What does not fit is written smaller, until it does. */
const LARGEST = { numbers: 1.2, equation: 1.2 };

function fitAll() {
  all("[data-part]:not(.st-net), .st-say").forEach(fit);
  look();
}

function fit(box) {
  for (let size = LARGEST[box.dataset.part] ?? 1; size > 0.5; size -= 0.05) {
    box.style.setProperty("--fit", size);
    if (box.scrollHeight <= box.clientHeight && box.scrollWidth <= box.clientWidth) return;
  }
}

/* One step belongs to the next where they share equation and time. */
function group(n) {
  const same = (a, b) => a && b && a.equation === b.equation && a.t === b.t && a.t !== null && a.phase === b.phase;
  const steps = run.steps, numbers = [n];
  while (same(steps[numbers[0] - 1], steps[n])) numbers.unshift(numbers[0] - 1);
  while (same(steps[numbers.at(-1) + 1], steps[n])) numbers.push(numbers.at(-1) + 1);
  return numbers;
}

/* The same symbol at the same time: delta_re@t+1 is not delta_re@t. */
const keyOf = ({ dataset }) => (dataset.at ? `${dataset.sym}@${dataset.at}` : dataset.sym);

function lightCode(step) {
  const [first, last] = step.lines;
  for (const block of all(".st-code > *")) block.hidden = block.dataset.phase !== step.phase;
  for (const line of all(".st-code .line")) {
    const n = Number(line.dataset.line), lit = n >= first && n <= last;
    line.classList.toggle("now", lit);
    line.hidden = n < first - 1 || n > last + 1;
  }
  const written = $(".st-code > :not([hidden]) .now .sym");
  for (const symbol of all(".st-code .sym"))
    mark(symbol, symbol === written, symbol.closest(".now") && step.reads.includes(keyOf(symbol)));
}

function lightEquation(step) {
  for (const equation of all(".st-eq")) equation.hidden = equation.dataset.tag !== step.equation;
  const cells = all(".st-eq:not([hidden]) mtd");
  for (const [k, cell] of cells.entries()) cell.classList.toggle("now", step.cells.includes(k));
  for (const cell of cells.length > 4 ? cells : [])
    cell.toggleAttribute("hidden", !cell.matches(".now")); // of several equations, this one
  for (const symbol of all(".st-eq:not([hidden]) .sym")) {
    const cell = symbol.closest("mtd"), inside = !cell || !step.cells.length || cell.classList.contains("now");
    mark(symbol, inside && keyOf(symbol) === step.writes, inside && step.reads.includes(keyOf(symbol)));
  }
  for (const term of all(".st-eq:not([hidden]) [data-role]"))
    term.classList.toggle("write", step.roles.includes(term.dataset.role) && (!term.closest("mtd") || term.closest("mtd").matches(".now")));
}

function lightNetwork(step) {
  const known = valuesAt(now), terms = step.rows.filter(([left]) => left in TERMS);
  for (const place of all("[data-n]")) {
    const name = place.dataset.n, texts = name in known ? written([known[name]].flat(), 4) : [];
    for (const [i, node] of [...place.children].entries()) node.textContent = texts[i] ?? "";
    nameIt(place, name.replace(/^E.*/, "E"), step);
    place.parentNode.classList.toggle("todo", !(name in known));
  }
  for (const node of all("[data-node]")) node.classList.toggle("on", step.nodes.includes(node.dataset.node));
  for (const edge of all("[data-arrow]")) {
    const k = step.arrows.indexOf(edge.dataset.arrow);
    edge.firstElementChild.classList.toggle("flow", edge.classList.toggle("on", k >= 0));
    put(edge, "role", k < 0 ? null : TERMS[terms[k]?.[0]] ?? step.roles[0] ?? (step.t === null ? "sum" : null));
  }
}

/* The drawing is never smaller than it is: where there is no room for it, a window on it shows
   the steps t − 1 and t, going back t and t + 1, or at least what is lit. */
function look() {
  const svg = $(".st-net svg"), { t, phase } = run.steps[now], { width, height } = svg.parentNode.getBoundingClientRect();
  const scale = Math.max(1, Math.min(1.3, width / sheet.width, height / sheet.height)), on = "[data-node].on";
  const at = Math.min(t, run.T), cells = [`z[${at}]`, phase === "bptt" ? `u[${at + 1}]` : `z[${at - 1}]`].map((name) => `[data-node="${name}"]`).join();
  const start = (side, size, room, ...wanted) => {
    for (const where of sheet[size] > room ? wanted : []) {
      const boxes = all(where).map((part) => part.getBBox());
      const a = Math.min(...boxes.map((one) => one[side])), b = Math.max(...boxes.map((one) => one[side] + one[size]));
      if (boxes.length && b - a <= room) return Math.max(0, Math.min(sheet[size] - room, (a + b - room) / 2));
    }
    return Math.min(0, (sheet[size] - room) / 2);
  };
  const x = start("x", "width", width / scale, t === null ? on : cells, on);
  const y = start("y", "height", height / scale, ".on, .st-box:has(.on)", ".st-box:has(.on)", ".on", on, cells);
  svg.setAttribute("viewBox", [x, y, width / scale, height / scale].join(" "));
}

/* --- numbers ------------------------------------------------------------ */

/* The numbers have the equation's form: its line is one row. What a product or a bracket comes to
   stands below its brace; what is still to come keeps its place, unseen. */
function showNumbers() {
  const steps = group(now), lines = [], inside = {};
  let high = 1;
  for (const [k, n] of steps.entries()) {
    const { rows, cells, values, changed, t } = run.steps[n], known = { ...valuesAt(n), ...values };
    const state = n < now ? "done" : n > now ? "todo" : "now", next = run.steps[steps[k + 1]];
    const value = (name) => term(name, known[name], n === now && name === changed ? "write" : "");
    const part = (name) => inside[name] ?? (name.includes("·") ? outer(name) : name in run.labels ? value(name) : make("span", "st-sign", name));
    const outer = (name) => { // a column times a row
      const [delta, other] = name.replace("^T", "").split("·");
      return braced(state, "", [value(delta), term(`${other}^T`, [known[other]])], matrix(name, known[name]));
    };
    for (const [left, , ...right] of rows) {
      const bracket = String(next?.cells) === String(cells) && next.rows.flat().includes(left);
      high = Math.max(high, ...[left, ...right].map((name) => [known[name] ?? 0].flat().length));
      if (right[0] in inside && !(right[0] in TERMS)) right.reverse(); // f′ ⊙ (…), as it is printed
      const parts = right.map(part);
      if (bracket) inside[left] = braced(state, "hue-delta", [part("("), ...parts, part(")")], value(left));
      else if (left in TERMS) inside[left] = braced(state, `hue-${HUES[right[0].replace("^T", "")]}`, parts, make("b", "", left), matrix(left, known[left]));
      else lines.push(make("div", `st-row ${state}`, value(left), part("="), ...parts));
      put(inside[left] ?? lines.at(-1), "role", t === null ? "sum" : TERMS[left]);
    }
  }
  $(".st-numbers").style.setProperty("--high", high);
  $(".st-numbers").replaceChildren(...lines);
}

const braced = (state, hue, parts, ...sum) =>
  make("span", `st-made ${state} ${hue}`, make("span", "st-in", ...parts), make("span", "st-out", ...sum));

function say(step) {
  const where = make("b", "st-where", words[step.phase]);
  const heard = make("span", "st-heard", ` ${step.changed} = ${spoken(step.values[step.changed])}`);
  $(".st-say").replaceChildren(make("p", "", where, " ", step.say, heard));
}

/* --- moving ------------------------------------------------------------- */

export function play(on = timer === null) {
  clearInterval(timer);
  if (on && now === last()) go(0);
  const one = () => (now === last() ? play(false) : go(now + 1, true));
  timer = on ? setInterval(one, 1800) : null;
  const button = $("[data-do=play]"), name = on ? words.pause : words.play;
  Object.assign(button, { textContent: on ? "⏸" : "▶", title: name, ariaLabel: name });
}

const last = () => run.steps.length - 1;
const moves = { first: () => 0, previous: () => now - 1, next: () => now + 1, last };
const KEYS = { ArrowLeft: "previous", ArrowRight: "next", Home: "first", End: "last" };

document.addEventListener("keydown", (event) => {
  const { target, key } = event, { top, bottom } = app.getBoundingClientRect();
  const onItsPage = target === document.body && top < innerHeight / 2 && bottom > innerHeight / 2;
  if (app.inert || !(onItsPage || app.contains(target)) || event.altKey || event.ctrlKey || event.metaKey || event.shiftKey) return;
  if (target.matches(key === " " ? "select, input:not([type=range]), button, a" : "select, input")) return;
  if (key === " ") play();
  else if (key in KEYS) go(moves[KEYS[key]]());
  else return;
  event.preventDefault();
});

$(".st-controls").addEventListener("click", ({ target }) => {
  const what = target.closest("button")?.dataset.do;
  if (what in moves) go(moves[what]());
  else if (what === "play") play();
});
$("[type=range]").addEventListener("input", ({ target }) => go(target.value - 1));
$("select").addEventListener("change", ({ target }) => go(Number(target.value)));
addEventListener("resize", fitAll);
addEventListener("beforeprint", () => $(".st-net svg").setAttribute("viewBox", `0 0 ${sheet.width} ${sheet.height}`));
addEventListener("afterprint", look);

export const stepOfAddress = () => { // #step-17 is the 17th step
  const [, n] = location.hash.match(/^#step-(\d+)$/) ?? [];
  return n ? Math.max(0, n - 1) : null;
};
addEventListener("hashchange", () => {
  if (app.inert || stepOfAddress() === null) return;
  go(stepOfAddress());
  app.focus();
});

export function start(made, n = 0) { // a new run: its drawing, and where one can go
  stand(made, 0);
  $(".st-net").innerHTML = run.svg;
  const { width, height } = $(".st-net svg").viewBox.baseVal;
  sheet = { width, height };
  $(".st-whole").hidden = run !== recorded;
  $("select").replaceChildren();
  for (const [k, { phase, equation, t }] of run.steps.entries()) {
    if (group(k)[0] !== k) continue;
    if (phase !== run.steps[k - 1]?.phase) $("select").append(Object.assign(make("optgroup"), { label: words[phase] }));
    const number = $(`[data-tag="${equation}"] .pair-number`).textContent;
    $("select").lastChild.append(new Option(`${number} · ${t === null ? words.sums : `t = ${t}`}`, k));
  }
  show(n);
}

$(".st-whole").addEventListener("click", (event) => {
  const link = event.target.closest("a");
  if (!link) return;
  event.preventDefault(); // no entry in the history: its address would be another run's
  go(link.hash.slice("#step-".length) - 1);
  app.scrollIntoView();
  app.focus({ preventScroll: true });
});

start(recorded, stepOfAddress() ?? 0);
if (stepOfAddress() !== null) app.scrollIntoView();
addEventListener("DOMContentLoaded", () => { // own.js may have begun with another run
  if (stepOfAddress() !== null && !app.inert) remember();
});
