/* The live drawings: docs/build/live/ has drawn them with the package's numbers; here
   they are computed again as the reader moves one, and put in their places. */

import { F, bptt, forward, total_error, transpose } from "./net.js";
import { shown, signed } from "./number.js";
import { hand } from "./hand.js";
import { Learner, measured, off } from "./train.js";

const BEAT = 330; // ms
const CURVE = Object.fromEntries(Object.entries(F).map(([name, f]) => [name,
  `M${Array.from({ length: 41 }, (_, k) => [k / 10 - 2, Math.max(-1.4, Math.min(1.4, f.of([k / 10 - 2])[0]))]).join("L")}`]));

function live(root) {
  const mode = root.dataset.live, all = (where) => root.querySelectorAll(where), $ = (where) => root.querySelector(where);
  const { net, xs, ds, chosen, says } = JSON.parse($("script").textContent), T = xs.length, steps = [...xs.keys()].map((k) => k + 1);
  const state = { net: { ...net, f: chosen.f }, xs, ds, ...chosen, guess: null, sent: false, told: false };
  const start = structuredClone(state), places = new Map(), bars = new Map();
  for (const node of all("[data-n]")) places.set(node.dataset.n, [...places.get(node.dataset.n) ?? [], node]);
  for (const node of all("[data-bar]")) bars.set(node.dataset.bar, [...bars.get(node.dataset.bar) ?? [], node]);
  const learner = mode === "train" && new Learner(state.net, T);
  let before = null, timer; // what was shown when the hand took hold

  /* --- the numbers by name ------------------------------------------------ */

  function where(name) { // W_re[2,1], x[1,2], d[1,3], W_re[2]: a list, and which of it
    const [, key, i, t] = name.match(/^(\w+)(?:\[(\d)(?:,(\d))?\])?$/);
    if (key in state.net) return [state.net[key][t ? i - 1 : 0], t ? t - 1 : 0];
    if (key === "x") return [state.xs[t - 1], i - 1];
    return key === "d" ? [state.ds, t - 1] : [state, key];
  }

  function get(name) {
    const [list, k] = where(name);
    return Array.isArray(list[k]) ? list[k][0] : list[k] ?? null;
  }

  function set(name, value) {
    const [list, k] = where(name);
    list[k] = list === state.ds && value !== null ? [value] : value;
    if (name !== "guess" && mode === "guess") Object.assign(state, { guess: null, sent: false, told: false });
    if (name === "guess") state.told = value !== null && Math.abs(value - compute().full.delta_re[1][0]) < 1e-9;
    to(Infinity);
    fill();
  }

  function compute() {
    const { xs, ds, eps } = state, rest = forward(state.net, xs), E = total_error(rest, ds);
    if (mode === "log") ds[T - 1] = rest.y[T].map((y) => y - 1); // the error's slope is 1
    const full = bptt(state.net, rest, ds, { wrong: state.wrong }), W_re = [[state.net.W_re[0][0] + eps]], t = Number(state.moved);
    const now = state.moved === "all" ? forward({ ...state.net, W_re }, xs)
      : t ? forward(state.net, xs, { t, W_re }) : state.sent ? forward(state.net, xs, { t: 1, u: [eps] }) : rest;
    return { rest, now, full, E, dE: total_error(now, ds) - E };
  }

  /* --- put in their places ------------------------------------------------- */

  function put(name, value) {
    for (const node of places.get(name) ?? []) {
      const text = shown(value, Number(node.dataset.room));
      if (node.textContent !== text) node.textContent = text;
    }
  }

  const dim = (where, css, on) => { for (const node of all(where)) node.classList.toggle(css, on); };

  function bar(name, value, from = 0) {
    for (const node of bars.get(name) ?? []) {
      const most = Number(node.dataset.most), [a, b] = [from, from + value].map((v) => Math.max(-most, Math.min(most, v))).sort((a, b) => a - b);
      const [at, size] = node.dataset.lying === undefined ? ["y", "height"] : ["x", "width"];
      node.setAttribute(at, a);
      node.setAttribute(size, b - a);
    }
  }

  function vectors(values, of, names) { // z[2,3] is unit 2's at t = 3
    for (const name of names)
      for (const [at, t] of [...steps.map((t) => [t, t]), ["t", state.t], ["t+1", state.t + 1]])
        for (const [i] of of[name][1].entries()) values[`${name}[${i + 1},${at}]`] = of[name][t]?.[i] ?? 0;
  }

  function all_values({ rest, now, full, E, dE }) {
    const values = { E, guess: state.guess ?? "?" };
    vectors(values, now, ["u", "z", "y", "x"]);
    vectors(values, full, ["prime", "one", "two", "delta_re", "delta_out"]);
    for (const name of ["W_in", "W_re", "W_out"])
      for (const [i, row] of state.net[name].entries()) for (const [j, w] of row.entries()) {
        values[`${name}[${i + 1},${j + 1}]`] = w;
        values[`dE_d${name}[${i + 1},${j + 1}]`] = full[name][i][j];
      }
    for (const t of steps) {
      const d = state.ds[t - 1];
      values[`d[1,${t}]`] = d && d[0];
      if (!d) for (const i of [1, 2]) values[`delta_out[${i},${t}]`] = values[`one[${i},${t}]`] = "";
      values[`part[1,${t}]`] = full.delta_re[t][0] * rest.z[t - 1][0];
      values[`W_re[${t}]`] = state.net.W_re[0][0] + (moves(t) ? state.eps : 0);
    }
    return values;
  }

  const moves = (t) => state.moved === "all" || Number(state.moved) === t;

  function fill() {
    const made = compute(), { rest, now, full, dE } = made, values = all_values(made);
    for (const name in values) put(name, values[name]);
    put("dE", !dE ? "" : ` ${dE < 0 ? "−" : "+"} ${shown(Math.abs(dE), 6)}`);
    let sum = 0;
    for (const t of steps) {
      const far = (of) => Math.abs(now[of][t][0] - rest[of][t][0]) > 1e-12;
      dim(`.lv-one[data-t="${t}"]`, "none", !state.ds[t - 1]);
      for (const of of "uzy") for (const node of places.get(`${of}[1,${t}]`) ?? []) node.classList.toggle("moved", far(of));
      for (const node of places.get(`W_re[${t}]`) ?? []) node.classList.toggle("moved", moves(t));
      bar(`part[1,${t}]`, values[`part[1,${t}]`]);
      const kept = mode === "cut" && t <= T - state.k ? 0 : values[`part[1,${t}]`];
      bar(`sum${t}`, kept, sum);
      sum += kept;
      bar(`log${t}`, Math.log10(Math.abs(full.delta_re[t][0]) || 1e-9));
      for (const part of [".lv-delta", ".lv-back", ".lv-bar.t"]) dim(part === ".lv-bar.t" ? `${part}${t}` : `${part}[data-t="${t}"]`, "off", mode === "cut" && t <= T - state.k);
      dim(`.lv-cut[data-t="${t}"]`, "none", t !== T - state.k);
      curve(t, now);
    }
    const whole = values["dE_dW_re[1,1]"];
    put("sum", values.sum = sum);
    bar("whole", mode === "cut" ? whole : state.moved === "none" ? 0 : dE / state.eps);
    bar("said", state.sent ? state.guess ?? 0 : 0);
    bar("ratio", state.sent ? dE / state.eps : 0);
    put("said_dE", state.sent && state.guess !== null ? state.guess * state.eps : "");
    put("ratio_dE", state.sent ? dE : "");
    root.classList.toggle("asks", mode === "guess" && !state.told);
    if (says.send) $('[data-do="send"]').textContent = state.sent ? says.back : says.send;
    for (const edit of all("[data-edit][role]")) {
      const value = get(edit.dataset.edit);
      Object.assign(edit, { ariaValueNow: value ?? 0, ariaValueText: value === null && edit.dataset.edit === "guess" ? "?" : shown(value) });
    }
    if (learner) fill_bars(made, values);
    say(values, made);
  }

  function curve(t, { u, z }) { // f, the point (u, f(u)) and its slope
    const slope = F[state.net.f].prime(u[t])[0], run = 0.9 / Math.hypot(1, slope);
    const [x, y] = [[u, 2], [z, 1.4]].map(([of, most]) => Math.max(-most, Math.min(most, of[t][0])));
    for (const node of all(`[data-slope="${t}"]`)) node.setAttribute("d", `M${x - run},${y - run * slope}L${x + run},${y + run * slope}`);
    for (const node of all(`[data-dot="${t}"]`)) { node.setAttribute("cx", x); node.setAttribute("cy", y); }
    for (const node of all("[data-curve]")) node.setAttribute("d", CURVE[state.net.f]);
  }

  function fill_bars({ full, rest }, values) { // in parts of the longest, and what is true beside them
    const truth = measured(state.net, state.xs, state.ds), deltas = full.delta_re.slice(1);
    for (const [name, mine, theirs] of [["delta_re", transpose(deltas), transpose(truth.delta_re)], ["dE_dW_re", full.W_re, truth.W_re]]) {
      const most = Math.max(1e-9, ...theirs.flat().map(Math.abs));
      for (const [i, row] of theirs.entries()) for (const [j, value] of row.entries()) {
        bar(`${name}[${i + 1},${j + 1}]`, mine[i][j] / most);
        bar(`true ${name}[${i + 1},${j + 1}]`, value / most);
      }
    }
    for (const node of all("[data-loss]")) node.setAttribute("d", learner.path);
    Object.assign(values, { off: off(deltas, truth.delta_re), part: off(full.W_re, truth.W_re) });
  }

  /* --- one sentence --------------------------------------------------------- */

  const phrase = (sentence, values) => sentence.replace(/\{(\w+)\}/g, (_, name) => values[name]);
  const letter = (name) => name.replace(/^W/, "w").replace(/delta_re/, "δ").replace(/^(.)(?:_(\w+))?(?:\[(.*)\])?$/,
    (_, of, layer, index = "") => `<i>${of}</i>${layer || index ? `<sub>${layer ? [layer, ...(mode === "two" ? [index] : [])].join(" ") : mode === "two" ? index : index.split(",").at(-1)}</sub>` : ""}`);

  function changes(values) { // since the hand took hold
    const back = [...steps].reverse(), names = mode === "forward" ? steps.map((t) => `z[1,${t}]`)
      : ["E", ...(mode === "two" ? back.flatMap((t) => [`delta_re[1,${t}]`, `delta_re[2,${t}]`]) : back.map((t) => `delta_re[1,${t}]`))];
    return names.filter((name) => Math.abs(values[name] - before.values[name]) > 1e-12).map((name) =>
      `<span class="nowrap">${letter(name)} ${shown(before.values[name], 6)} → <b>${shown(values[name], 6)}</b></span>`).join(", ");
  }

  function sentence(values, { full, dE, rest }) {
    const { eps, guess, moved } = state, ratio = shown(dE / eps, 6), facts = { eps, ratio, dE: signed(dE), sum: shown(values["dE_dW_re[1,1]"]) };
    if (mode === "guess") {
      const truth = shown(full.delta_re[1][0]);
      if (state.told) {
        const after = total_error(forward(state.net, state.xs, { t: 1, u: [eps] }), state.ds) - values.E;
        Object.assign(facts, { truth, dE: signed(after), ratio: shown(after / eps, 6) });
        return phrase(guess === null ? says.told : says.right, facts);
      }
      if (state.sent) return phrase(guess === null ? says.unsaid : says.sent, { ...facts, guess: shown(guess) });
      return says.rest;
    }
    if (mode === "paths" && moved !== "none") {
      const t = Number(moved), truth = shown(t ? values[`part[1,${t}]`] : values["dE_dW_re[1,1]"]);
      return phrase(says.nudged, { ...facts, truth, copy: t ? phrase(says.one, { t }) : says.each });
    }
    if (learner) {
      const percent = (part) => `<b>${part < 1e-4 ? 0 : part < 0.1 ? (100 * part).toFixed(1) : Math.round(100 * part)} %</b>`;
      return learner.n || state.wrong !== "right" ? phrase(says.learned, { n: learner.n, loss: `<b>${shown(learner.curve.at(-1), 6)}</b>`, off: percent(values.off), part: percent(values.part) }) : says.rest;
    }
    if (before && !["paths", "cut", "log"].includes(mode)) {
      const { name } = before, found = changes(values), [from, now] = [before.value, get(name)].map((value) => shown(value));
      return phrase(found ? says.changed : says.stays, { name: letter(name), from, to: now, all: found });
    }
    const { k } = state, first = full.delta_re[1][0] / full.delta_re[T][0];
    return phrase(says.rest, { ...facts, k, sum: shown(values.sum), whole: shown(values["dE_dW_re[1,1]"]), w: shown(state.net.W_re[0][0]), ...(mode === "log" && { ratio: shown(Math.abs(first), 6) }) });
  }

  function say(values, made) {
    const html = sentence(values, made);
    if ($(".lv-say").innerHTML !== html) $(".lv-say").innerHTML = html;
  }

  /* --- it plays itself once, and the reader's hand ---------------------------- */

  function to(n) { // what comes after that beat is not there yet
    clearTimeout(timer);
    for (const node of all("[data-beat]")) node.classList.toggle("todo", Number(node.dataset.beat) > n);
  }

  function play(n = 0) {
    to(n);
    if (n < 6 * T + 2) timer = setTimeout(play, BEAT, n + 1);
  }

  const heard = () => { $(".lv-heard").textContent = $(".lv-say").textContent; };
  hand($(".lv-frame"), {
    get, set, done: heard,
    held: (name) => { before = { name, value: get(name), values: all_values(compute()) }; },
  });

  const doing = {
    play() { Object.assign(state, structuredClone(start)); before = null; play(); },
    send() { state.sent = !state.sent; },
    tell() { state.told = true; play(3 * T + 1); },
    go() { run(!state.on); },
    anew() { learner.anew(); state.net = learner.net; },
  };
  function run(on) { // as long as the reader looks on
    state.on = on;
    $('[data-do="go"]').textContent = on ? says.stop : says.go;
    if (on) requestAnimationFrame(frame);
  }

  function frame() {
    if (!state.on || !root.isConnected) return;
    const more = learner.learn(state.wrong);
    fill();
    if (more) requestAnimationFrame(frame);
    else { run(false); heard(); }
  }

  function flip(target) {
    const t = target.closest?.("[data-flip]")?.dataset.flip;
    if (!t) return false;
    state.xs = state.xs.map((x, k) => (k === t - 1 ? [-x[0]] : x));
    state.ds = learner.targets(state.xs);
    for (const node of all(`[data-flip="${t}"]`)) node.ariaChecked = state.xs[t - 1][0] > 0;
    fill();
    return true;
  }

  root.addEventListener("keydown", (event) => { if ([" ", "Enter"].includes(event.key) && flip(event.target)) event.preventDefault(); });
  root.addEventListener("click", ({ target }) => {
    if (flip(target)) return;
    const what = target.dataset.do;
    if (!(what in doing)) return;
    doing[what]();
    if (what === "play") for (const radio of all("[data-set]")) radio.checked = radio.defaultChecked;
    fill();
    heard();
  });
  root.addEventListener("change", ({ target: { dataset, value } }) => {
    if (!dataset.set) return;
    if (dataset.set === "f") { state.net.f = value; Object.assign(state, { told: false, sent: false, guess: null }); }
    else state[dataset.set] = ["eps", "k", "t"].includes(dataset.set) ? Number(value) : value;
    if (learner) { learner.again(); state.net = learner.net; }
    to(Infinity);
    fill();
    heard();
  });
  root.live = { to, set: (values) => { Object.assign(state, values); fill(); } };

  fill();
  if (!$('[data-do="play"]') || matchMedia("(prefers-reduced-motion: reduce)").matches) return;
  new IntersectionObserver(([at], watch) => { if (at.isIntersecting) { watch.disconnect(); play(); } }).observe(root);
}

for (const root of document.querySelectorAll("[data-live]")) live(root);
