/* The live drawings. docs/build/live/ has drawn them with the package's numbers; here
   they are computed again as the reader moves one, and put in their places. */

import { F, bptt, forward, total_error } from "./net.js";
import { exact, shown } from "./number.js";
import { hand } from "./hand.js";
import { phrase, sentence } from "./told.js";
import { learning } from "./train.js";

const BEAT = 220; // ms
const clamp = (value, most) => Math.max(-most, Math.min(most, value));
const CURVES = Object.fromEntries(Object.entries(F).map(([name, f]) => // as far as a cell shows them
  [name, `M${Array.from({ length: 53 }, (_, k) => [k / 10 - 2.6, f.of([k / 10 - 2.6])[0]]).join("L")}`]));

function named(root, key) { // every node by the name of its number
  const found = {};
  for (const node of root.querySelectorAll(`[data-${key}]`)) (found[node.dataset[key]] ??= []).push(node);
  return found;
}

function live(root) {
  const mode = root.dataset.live, all = (where) => root.querySelectorAll(where), $ = (where) => root.querySelector(where);
  const { net, chosen, says, ...given } = JSON.parse($("script").textContent), T = given.xs.length, steps = [...given.xs.keys()].map((k) => k + 1);
  const state = { net: { ...net, f: chosen.f }, ...given, ...chosen, guess: null, sent: false, told: false, calm: false };
  const start = structuredClone(state), places = named(root, "n"), bars = named(root, "bar");
  const sheets = [...all(".lv-frame > svg")].map((sheet) => ({ sheet, nodes: [...sheet.querySelectorAll("[data-n]")] })), below = [...all(".lv-sum [data-n]")];
  for (const edit of all("[data-edit]:not([aria-hidden])")) Object.assign(edit, { role: "slider", tabIndex: 0 });
  let before = null, timer; // what was shown when the hand took hold

  /* --- the numbers --------------------------------------------------------- */

  function where(name) { // W_re[2,1], x[1,2], d[1,3], W_re[2]: a list, and which of it
    const [, key, i, t] = name.match(/^(\w+)(?:\[(\d)(?:,(\d))?\])?$/);
    if (key === "f") return [state.net, key];
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
    if (value === get(name)) return;
    list[k] = list === state.ds && value !== null ? [value] : value;
    if (name !== "guess") ask();
    else state.calm = state.told = judged(value, computed().full.delta_re[1][0]);
    if (state.told) play(3 * T + 1);
    else to(Infinity);
    fill();
  }

  const ask = () => Object.assign(state, { guess: null, sent: false, told: false, calm: false });
  const judged = (guess, truth) => guess !== null && Math.abs(guess - truth) <= 0.02 * Math.abs(truth) + 1e-9
    && (Math.abs(guess - truth) < 1e-9 ? "right" : "near");
  const moves = (t) => t && (state.moved === "all" || Number(state.moved) === t);

  function computed() { // at rest, and now that something is nudged
    const { xs, ds, eps } = state, rest = forward(state.net, xs), W_re = [[state.net.W_re[0][0] + eps]];
    if (mode === "log") ds[T - 1] = [rest.y[T][0] - 1]; // E has the slope 1 there
    const now = state.moved === "all" ? forward({ ...state.net, W_re }, xs)
      : Number(state.moved) ? forward(state.net, xs, { t: Number(state.moved), W_re })
      : state.sent ? forward(state.net, xs, { t: 1, u: [eps] }) : rest;
    const E = total_error(rest, ds), dE = total_error(now, ds) - E; // with the answer the states are back at rest
    return { rest, now: state.calm ? rest : now, E, dE, full: bptt(state.net, rest, ds, { wrong: state.wrong }) };
  }

  function valued({ rest, now, full, E, dE }) { // by the names of their places: z[2,3] is unit 2's
    const values = { E, dE: dE && !state.calm ? `${dE < 0 ? " − " : " + "}${shown(Math.abs(dE))}` : "", guess: state.guess ?? "?" };
    const over_time = { x: now.x, u: now.u, z: now.z, y: now.y, ...Object.fromEntries(["prime", "one", "two", "delta_re", "delta_out"].map((name) => [name, full[name]])) };
    for (const [name, list] of Object.entries(over_time))
      for (const [at, t] of [...steps.map((t) => [t, t]), ["t", state.t], ["t+1", state.t + 1]])
        for (const i of list[1].keys()) values[`${name}[${i + 1},${at}]`] = list[t]?.[i] ?? 0;
    for (const name of ["W_in", "W_re", "W_out"])
      for (const [i, row] of state.net[name].entries()) for (const [j, w] of row.entries())
        Object.assign(values, { [`${name}[${i + 1},${j + 1}]`]: w, [`dE_d${name}[${i + 1},${j + 1}]`]: full[name][i][j] });
    for (const t of steps) Object.assign(values, {
      [`d[1,${t}]`]: state.ds[t - 1]?.[0] ?? null, [`part[1,${t}]`]: full.delta_re[t][0] * rest.z[t - 1][0],
      [`W_re[${t}]`]: state.net.W_re[0][0],
    });
    const { sent, guess, eps } = state;
    return { ...values, said_of: sent && guess !== null ? guess : "", ratio_of: sent && guess !== null ? dE / eps : "" };
  }

  /* --- put in their places --------------------------------------------------- */

  let fractions = true; // on the sheet that is seen all numbers are; else none is
  function put(nodes, values, form) {
    for (const node of nodes) {
      const { n, room } = node.dataset, text = shown(values[n], Number(room), form || n === "guess");
      const nudged = moves(Number(n.match(/^W_re\[(\d)\]$/)?.[1])) ? `${text}+ε` : text;
      const fits = nudged.length <= room ? nudged : text;
      if (node.textContent !== fits) node.textContent = fits;
    }
  }

  function put_all(values) {
    const fit = ({ dataset }) => dataset.n === "ratio_of" || exact(values[dataset.n], Number(dataset.room));
    for (const { sheet, nodes } of sheets) {
      const form = nodes.every(fit) && below.every(fit);
      put(nodes, values, form);
      if (sheet.getClientRects().length) fractions = form;
    }
    put(below, values, fractions);
  }

  let scale = 1; // of the bars that add up: the largest of them, and what they add up to, has room
  function scaled(parts) {
    let sum = 0;
    const all = [0, ...parts, ...parts.map((part) => { sum += part; return sum; })];
    return Math.min(1, 1.1 / Math.max(...all), 0.6 / -Math.min(...all, -1e-9));
  }

  const mark = (nodes, css, on) => { for (const node of nodes ?? []) node.classList.toggle(css, on); };

  function bar(name, value, from = 0) {
    for (const node of bars[name] ?? []) {
      const [least, most] = [node.dataset.least, node.dataset.most].map(Number), to = from + value;
      const [low, high] = [from, to].map((end) => Math.max(least, Math.min(most, end))).sort((a, b) => a - b);
      node.dataset.over = to > most + 1e-9 ? "up" : to < least - 1e-9 ? "down" : "";
      const [at, long] = "lying" in node.dataset ? ["x", "width"] : ["y", "height"];
      node.setAttribute(at, low);
      node.setAttribute(long, high - low);
    }
  }

  function fill() {
    const made = computed(), { rest, now, full, dE } = made, values = valued(made);
    values.sum = 0;
    scale = scaled(steps.map((t) => values[`part[1,${t}]`]));
    const ratio = dE / state.eps, floor = Number(bars.log1?.[0].dataset.most); // decades below 1
    for (const t of steps) {
      const gone = mode === "cut" && t <= T - state.k, kept = gone ? 0 : values[`part[1,${t}]`];
      for (const of of "uzy") mark(places[`${of}[1,${t}]`], "moved", Math.abs(now[of][t][0] - rest[of][t][0]) > 1e-12);
      mark(places[`W_re[${t}]`], "moved", moves(t));
      mark(all(`.lv-one[data-t="${t}"]`), "none", !state.ds[t - 1]);
      mark(all(`.lv-far[data-t="${t}"]`), "off", gone);
      mark(all(`.lv-cut[data-t="${t}"]`), "none", t !== T - state.k);
      bar(`part[1,${t}]`, scale * values[`part[1,${t}]`]);
      bar(`sum${t}`, scale * kept, scale * values.sum);
      bar(`nudge${t}`, Number(state.moved) === t ? scale * ratio : 0);
      if (mode === "log") bar(`log${t}`, Math.log10(Math.abs(full.delta_re[t][0]) || 1e-9) + floor, -floor);
      values.sum += kept;
      curve(t, now);
    }
    put_all(values);
    bar("whole", scale * (mode === "cut" ? values["dE_dW_re[1,1]"] : state.moved === "all" ? ratio : 0));
    bar("said", state.sent ? state.guess ?? 0 : 0);
    bar("ratio", state.sent ? ratio : 0);
    root.classList.toggle("asks", mode === "guess" && !state.told);
    mark(all(".lv-hand"), "none", !state.sent || state.guess === null);
    for (const edit of all("[role=slider]")) {
      const value = get(edit.dataset.edit);
      Object.assign(edit, { ariaValueNow: value ?? 0, ariaValueText: edit.dataset.edit === "guess" ? shown(value ?? "?") : shown(value) });
    }
    learner?.show(made);
    const room = Number(places.E?.find((node) => node.getClientRects().length)?.dataset.room ?? 7);
    const html = learner?.sentence() ?? sentence(mode, says, state, { ...made, values, before, get, show: (x) => shown(x, room, fractions) });
    if ($(".lv-say").innerHTML !== html) $(".lv-say").innerHTML = html;
  }

  function curve(t, { u }) { // f, the point (u, f(u)) and its slope
    const f = F[state.net.f], slope = f.prime(u[t])[0], run = 0.9 / Math.hypot(1, slope), x = clamp(u[t][0], 2), y = f.of([x])[0];
    for (const node of all(`[data-slope="${t}"]`)) node.setAttribute("d", `M${x - run},${y - run * slope}L${x + run},${y + run * slope}`);
    for (const node of all(`[data-dot="${t}"]`)) for (const [key, at] of [["cx", x], ["cy", y]]) node.setAttribute(key, at);
    for (const node of all("[data-curve]")) node.setAttribute("d", CURVES[state.net.f]);
  }

  /* --- it plays, and the reader's hand ------------------------------------------ */

  function to(n) { // what comes after that beat is not there yet
    clearTimeout(timer);
    for (const node of all("[data-beat]")) node.classList.toggle("todo", Number(node.dataset.beat) > n);
  }

  function play(n = 0) {
    to(matchMedia("(prefers-reduced-motion: reduce)").matches ? Infinity : n);
    if (n < 6 * T + 2) timer = setTimeout(play, BEAT, n + 1);
  }

  const heard = () => { $(".lv-heard").textContent = $(".lv-say").textContent; };
  const held = (name) => { before = { name, value: get(name), values: valued(computed()) }; };
  function refused(edit) {
    $(".lv-say").textContent = phrase(says.limits, edit.dataset);
    heard();
  }
  hand($(".lv-frame"), { get, set, held, refused, done: heard });

  const doing = {
    play() {
      Object.assign(state, structuredClone(start));
      for (const radio of all("[data-set]")) radio.checked = radio.defaultChecked;
      before = null;
      play();
    },
    send() { Object.assign(state, { sent: true, calm: false }); },
    tell() { state.calm = state.told = judged(state.guess, computed().full.delta_re[1][0]) || "shown"; play(3 * T + 1); },
  };
  root.addEventListener("click", ({ target: { dataset } }) => {
    if (!(dataset.do in doing)) return;
    doing[dataset.do]();
    fill();
    heard();
  });
  root.addEventListener("change", ({ target: { dataset, value } }) => {
    if (!dataset.set) return;
    before = null;
    if (dataset.set === "f") { held("f"); ask(); state.told = value !== chosen.f && "shown"; }
    (dataset.set === "f" ? state.net : state)[dataset.set] = typeof chosen[dataset.set] === "number" ? Number(value) : value;
    learner?.again();
    to(Infinity);
    fill();
    heard();
  });

  const learner = mode === "train" ? learning(root, says, state, { bar, fill, heard }) : null;
  fill();
}

for (const root of document.querySelectorAll("[data-live]")) live(root);
