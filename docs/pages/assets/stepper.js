/* The stepper: replays a recorded run of forward and bptt, line by line.

   Python recorded the run (docs/browser/stepper/run.py): every step says which
   lines, equation, nodes, arrows and values belong to it. This script only
   shows step number `now`. own.js gives it other runs. */

const root = document.querySelector("[data-stepper]"), app = root.querySelector(".st-app");
const $ = (where) => root.querySelector(where), all = (where) => [...root.querySelectorAll(where)];
const { words, ...recorded } = JSON.parse($("script").textContent);
recorded.svg = $(".st-net").innerHTML;
let run, now = 0; // the run shown, and its step, counted from 0
let timer = null; // set while it plays

/* --- one step on the page ----------------------------------------------- */

function show(n) {
  now = Math.max(0, Math.min(n, run.steps.length - 1));
  const step = run.steps[now];
  if (step.aside) press("aside", true);
  const shown = numbersShown();
  app.dataset.phase = step.phase;
  $("[type=range]").max = shown.length;
  $("[type=range]").value = shown.indexOf(now) + 1;
  $("[type=range]").ariaValueText = $("output").textContent = `${shown.indexOf(now) + 1} / ${shown.length}`;
  $("select").value = [...$("select").options].findLast(({ value }) => value <= now).value;
  for (const part of [lightCode, lightEquation, lightNetwork, showNumbers, say, showKnown]) part(step);
  fitAll();
  app.dispatchEvent(new Event("moved")); // site.js lights again what is kept lit
}

function go(n, playing = false) { // show, and remember in the address
  if (!playing) play(false);
  show(n);
  const address = `${location.pathname}${location.search}#step-${now + 1}`;
  if (location.hash !== `#step-${now + 1}`) history.replaceState(null, "", address);
}

/* What does not fit is written smaller, until it does. */
const LARGEST = { numbers: 1.3, equation: 1.2 };

const fitAll = () => all("[data-part], .st-say").forEach(fit);

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

function mark(node, write, read) { // what is assigned, what is used
  node.classList.toggle("write", write);
  node.classList.toggle("read", read && !write);
}

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
  const known = new Set(Object.keys(valuesAt(now))), terms = step.rows.filter(([left]) => left in TERMS);
  app.classList.toggle("adds", group(now).some((n) => run.steps[n].rows[0][0] in TERMS));
  for (const node of all("[data-node], [data-badge]")) nameIt(node, node.dataset.node ?? node.dataset.badge, step);
  for (const { classList, dataset } of all("[data-node]")) {
    classList.toggle("on", step.nodes.includes(dataset.node));
    classList.toggle("todo", !known.has(dataset.node));
  }
  for (const { classList, dataset } of all("[data-badge]")) classList.toggle("known", known.has(dataset.badge));
  for (const edge of all("[data-edge]")) {
    const k = step.arrows.indexOf(edge.dataset.edge);
    edge.firstElementChild.classList.toggle("flow", edge.classList.toggle("on", k >= 0));
    put(edge, "role", k < 0 ? null : TERMS[terms[k]?.[0]] ?? step.roles[0] ?? (step.t === null ? "sum" : null));
    edge.querySelector(".term").textContent = terms[k]?.[0] ?? "";
    edge.querySelector(".hit")?.remove();
    if (k >= 0) edge.append(hit(edge.querySelector("path")));
  }
}

/* --- numbers ------------------------------------------------------------ */

/* The rows of this statement and of those that share its equation and time:
   what is still to come keeps its place, unseen. */
function showNumbers() {
  $(".st-numbers").replaceChildren(...group(now).flatMap((n) => run.steps[n].rows.map(([left, , ...right]) => {
    const { values, changed } = run.steps[n], known = { ...valuesAt(n), ...values };
    const hue = left in TERMS ? `hue-${HUES[right[0].replace("^T", "")]}` : "";
    const part = (name) => (name in run.labels ? term(name, known[name], name === changed ? "write" : "")
      : make("span", "st-sign", name));
    const sum = run.steps[n].t === null; // each + stays with what it adds
    const added = right.flatMap((name, k) => (sum && name === "+" ? [] : sum && right[k - 1] === "+"
      ? make("span", "st-added", part("+"), part(name)) : part(name)));
    const row = left in TERMS
      ? make("div", hue, make("b", "", left), ...right.map(part), part("="), term(left, known[left]))
      : make("div", sum ? "sum" : "", part(left), part("="), ...added);
    row.classList.add("st-row", n < now ? "done" : n > now ? "todo" : "now");
    put(row, "role", sum ? "sum" : TERMS[left]);
    return row;
  })));
}

function say(step) {
  const where = make("b", "st-where", words[step.phase]);
  const heard = make("span", "st-heard", ` ${step.changed} = ${spoken(step.values[step.changed])}`);
  $(".st-say").replaceChildren(make("p", "", where, " ", step.say, heard));
}

const timeOf = (step) => (step.t === null ? words.sums : `t = ${step.t}`);

const valuesAt = (n) => Object.assign({}, run.given,
  ...run.steps.slice(0, n + 1).map(({ changed, values }) => ({ [changed]: values[changed] })));

/* --- moving ------------------------------------------------------------- */

const pressed = (name) => $(`[data-do=${name}]`).ariaPressed === "true";
const press = (name, on) => { $(`[data-do=${name}]`).ariaPressed = String(on); };

/* Every step, or those that learning needs: ∂E/∂x_t is shown on request. */
const numbersShown = () => [...run.steps.keys()].filter((n) => !run.steps[n].aside || pressed("aside"));
const beside = (by) => numbersShown()[numbersShown().indexOf(now) + by] ?? now;

function play(on = timer === null) {
  clearInterval(timer);
  if (on && beside(1) === now) go(0);
  const one = () => (beside(1) === now ? play(false) : go(beside(1), true));
  timer = on ? setInterval(one, pressed("fast") ? 600 : 1800) : null;
  const button = $("[data-do=play]"), name = on ? words.pause : words.play;
  Object.assign(button, { textContent: on ? "⏸" : "▶", title: name, ariaLabel: name });
}

const moves = {
  first: () => 0, previous: () => beside(-1), next: () => beside(1), last: () => run.steps.length - 1,
};
const KEYS = { ArrowLeft: "previous", ArrowRight: "next", Home: "first", End: "last" };

document.addEventListener("keydown", (event) => {
  const { target, key } = event, { top, bottom } = app.getBoundingClientRect();
  const onItsPage = target === document.body && root.dataset.stepper === "run" && top < innerHeight / 2 && bottom > innerHeight / 2;
  if (app.inert || !(onItsPage || app.contains(target)) || event.altKey || event.ctrlKey || event.metaKey || event.shiftKey) return;
  if (target.matches("select, input") || (key === " " && target.closest("button, a"))) return;
  if (key === " ") play();
  else if (key in KEYS) go(moves[KEYS[key]]());
  else return;
  event.preventDefault();
});

$(".st-controls").addEventListener("click", ({ target }) => {
  const what = target.closest("button")?.dataset.do;
  if (what in moves) go(moves[what]());
  else if (what === "play") play();
  else if (what === "link") copyLink(target);
  else if (what) {
    press(what, !pressed(what));
    const playing = timer !== null && beside(1) !== now;
    go(run.steps[now].aside && !pressed("aside") ? now - 1 : now);
    play(playing);
  }
});
$("[type=range]").addEventListener("input", ({ target }) => go(numbersShown()[target.value - 1]));
$("select").addEventListener("change", ({ target }) => go(Number(target.value)));
addEventListener("resize", fitAll);

async function copyLink(button) {
  const done = await navigator.clipboard?.writeText(location.href).then(() => true, () => false);
  button.textContent = done ? words.copied : words.copy_it;
  setTimeout(() => { button.textContent = words.link; }, 3000);
}

const stepOfAddress = () => { // #step-17 is the 17th step
  const [, n] = location.hash.match(/^#step-(\d+)$/) ?? [];
  return n ? n - 1 : null;
};
addEventListener("hashchange", () => {
  if (app.inert || stepOfAddress() === null) return;
  go(stepOfAddress());
  app.focus();
});

function start(made, n = 0) { // a new run: its drawing, and where one can go
  if (run) press("aside", false);
  run = made;
  $(".st-net").innerHTML = run.svg;
  $(".st-whole").hidden = run !== recorded;
  const starts = [...run.steps.keys()].filter((k) => group(k)[0] === k && !run.steps[k].aside);
  $("select").replaceChildren(...starts.map((k) => {
    const { phase, equation } = run.steps[k], number = $(`[data-tag="${equation}"] .pair-number`).textContent;
    return new Option(`${number} · ${timeOf(run.steps[k])} · ${words[phase]}`, k);
  }));
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
