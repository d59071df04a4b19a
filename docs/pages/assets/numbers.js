/* Numbers of a run as the stepper writes them: names, matrices, what is spoken. */

export const root = document.querySelector("[data-stepper]"), app = root.querySelector(".st-app");
export const $ = (where) => root.querySelector(where), all = (where) => [...root.querySelectorAll(where)];

export let run, now = 0; // the run shown, and its step, counted from 0
export const stand = (made, n) => { [run, now] = [made, n]; };

export const valuesAt = (n) => Object.assign({}, run.given, // E[2] is what E has come to at t = 2
  ...run.steps.slice(0, n + 1).map(({ t, changed, values }) => ({ [changed]: values[changed], ...(changed === "E" && { [`E[${t}]`]: values.E }) })));

export const TERMS = { "①": "1", "②": "2" };
export const HUES = { W_in: "in", W_re: "re", W_out: "out" };

export function make(kind, css, ...parts) {
  const node = document.createElement(kind);
  node.className = css;
  node.append(...parts);
  return node;
}

const labelOf = (name, kind = "span") => Object.assign(make(kind, "st-label"),
  { innerHTML: `<span role="img" aria-label="${name}">${run.labels[name]}</span>` });

/* Numbers that stand together get as many decimals as they need, at most 4, and no more than
   there is room for; a minus is not counted. A string is a fraction, or infinite. */
export function written(numbers, room = Infinity) {
  const fits = (text) => text.replace("-", "").length <= room;
  const value = (a) => (typeof a === "string" && a.includes("/") && !fits(a) ? a.split("/").reduce((over, under) => over / under) : a);
  const values = numbers.map(value), floats = values.filter((a) => typeof a === "number" && a !== 0);
  const needed = (a) => [0, 1, 2, 3].find((n) => Math.abs(a - a.toFixed(n)) < 1e-12) ?? 4;
  const plain = floats.every((a) => Math.abs(a) >= (room < 9 ? 0.005 : 0.001) && Math.abs(a) < 10000);
  for (let n = Math.max(0, ...floats.map(needed)); ; n -= 1) {
    const texts = values.map((a) => String(typeof a === "string" ? a : plain ? a.toFixed(n) : a && a.toExponential(Math.min(n, 2)).replace("e+", "e")));
    if (n === 0 || texts.every(fits)) return texts.map((text) => text.replaceAll("-", "−"));
  }
}

/* A vector as a column, a matrix as its rows, in brackets. */
export function matrix(name, value) {
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

/* The same as text, for who hears it. */
export function spoken(value) {
  const texts = written([value].flat(2));
  const aloud = (part) => (Array.isArray(part) ? `(${part.map(aloud).join(", ")})` : texts.shift());
  return aloud(value);
}

export function term(name, value, css = "") {
  const box = make("span", `st-term ${css}`, labelOf(name), matrix(name, value));
  if (/^[fg]'/.test(name)) box.dataset.role = "slope";
  else nameIt(box, name, run.steps[now]);
  return box;
}

/* What lights up together with it: delta_re[3] is delta_re at t+1 where t is 2. */
export function nameIt(node, name, { t, reads }) {
  const [, sym, index] = name.match(/^(\w+)(?:\[(\d+)\])?/) ?? [];
  put(node, "sym", sym);
  const inSum = reads.find((key) => key.startsWith(`${sym}@`))?.split("@")[1]; // z@t-1 in equation 3
  put(node, "at", index && (t === null ? inSum : { 0: index, [t]: "t", [t + 1]: "t+1", [t - 1]: "t-1" }[t && index] ?? `at ${index}`));
}

export function put({ dataset, classList }, name, value) {
  classList.remove("lit");
  if (value) dataset[name] = value;
  else delete dataset[name];
}

export function mark(node, write, read) { // what is assigned, what is used
  node.classList.toggle("write", write);
  node.classList.toggle("read", read && !write);
}

/* --- values so far -------------------------------------------------------- */

/* What is given and what is computed, each name once: u[t] for every u[1]. */
function names() {
  const over = (all) => [...new Set(all.map((name) => name.replace(/\d+\]/, "t]")))];
  const made = over(run.steps.map(({ changed }) => changed)), all = over(Object.keys(run.given));
  return [...all.filter((name) => /\[|^E$/.test(name) && !made.includes(name)), ...made];
}

export function showKnown(step) {
  const values = valuesAt(now), times = [...Array(run.T + 2).keys()], used = new Set(step.rows.flat());
  const row = (name, ...cells) => make("tr", "", labelOf(name, "th"), ...cells);
  const cell = (name) => {
    const node = make("td", "", name in values ? matrix(name, values[name]) : "");
    mark(node, step.changed === name, used.has(name));
    return node;
  };
  const rows = names().filter((name) => name.includes("[")).map((name) =>
    row(name, ...times.map((t) => cell(name.replace("[t]", `[${t}]`)))));
  $(".st-grid").replaceChildren(
    make("tr", "", make("td", ""), ...times.map((t) => make("th", "", `t = ${t}`))), ...rows);
  $(".st-once").replaceChildren(...names().filter((name) => !name.includes("[") && name in values).map((name) =>
    term(name, values[name], step.changed === name ? "write" : "")));
}
