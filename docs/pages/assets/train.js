/* A network that learns in the page, with a mistake or without: the error falls, and
   beside the deltas stands what a nudge of every u_t and of every weight measures. */

import { bptt, forward, total_error, transpose } from "./net.js";
import { shown } from "./number.js";
import { phrase } from "./told.js";

const H = 1e-5, RATE = 0.08, TOGETHER = 4; // updates that a picture has
const WEIGHTS = ["W_in", "W_re", "b", "W_out", "b_out"];

function random(seed) { // mulberry32
  return () => {
    seed = (seed + 0x6d2b79f5) | 0;
    let r = Math.imul(seed ^ (seed >>> 15), 1 | seed);
    r = (r + Math.imul(r ^ (r >>> 7), 61 | r)) ^ r;
    return ((r ^ (r >>> 14)) >>> 0) / 2 ** 32;
  };
}

const each = (w, d, of) => (Array.isArray(w) ? w.map((w_i, i) => each(w_i, d[i], of)) : of(w, d));
const targets = (xs) => xs.map((_, k) => xs[k - 1] ?? null); // what was heard a step ago

/* ∂E/∂u_t and ∂E/∂W_re, measured: no delta is asked. */
export function measured(net, xs, ds) {
  const E = (nudge, other = net) => total_error(forward(other, xs, nudge), ds), units = [...net.b.keys()];
  const slope = (of) => (of(H) - of(-H)) / (2 * H), one = (i, h) => units.map((k) => (k === i ? h : 0));
  const moved = (i, j, h) => ({ ...net, W_re: net.W_re.map((row, a) => row.map((w, b) => w + h * (a === i && b === j))) });
  return {
    delta_re: xs.map((_, k) => units.map((i) => slope((h) => E({ t: k + 1, u: one(i, h) })))),
    W_re: units.map((i) => units.map((j) => slope((h) => E({}, moved(i, j, h))))),
  };
}

function off(a, b) { // how far a parts from b, of b's length
  const [x, y] = [a.flat(), b.flat()], part = Math.hypot(...x.map((value, k) => value - y[k])) / (Math.hypot(...y) || 1);
  return `<b>${part < 1e-4 ? 0 : part < 0.1 ? (100 * part).toFixed(1) : Math.round(100 * part)}%</b>`;
}

export function learning(root, says, state, { bar, fill, heard }) {
  const T = state.xs.length, go = root.querySelector('[data-do="go"]');
  const { updates, powers } = root.querySelector("[data-updates]").dataset; // what the curve has room for
  const sequences = Array.from({ length: 2 ** T }, (_, n) => Array.from({ length: T }, (__, k) => [((n >> k) & 1) * 2 - 1]));
  let first = state.net, seed = 1, on = false, n, draw, losses = [], past = [], told = {};

  const loss = () => sequences.reduce((sum, xs) => sum + total_error(forward(state.net, xs), targets(xs)), 0) / sequences.length / (T - 1);

  function again() { // the same weights, not learned yet
    if (losses.length > 1) past = losses;
    [n, draw, state.net] = [0, random(seed), structuredClone(first)];
    losses = [loss()];
  }

  function anew() { // other weights: Glorot's
    seed += 1;
    const other = random(-seed), { length } = first.b, glorot = (w, sum) => each(w, w, () => (other() * 2 - 1) * Math.sqrt(6 / sum));
    first = { ...first, W_in: glorot(first.W_in, length + 1), W_re: glorot(first.W_re, 2 * length), W_out: glorot(first.W_out, length + 1) };
    again();
    past = [];
  }

  function update() { // from one sequence, its slopes clipped
    const { net, wrong } = state, xs = sequences[Math.floor(draw() * sequences.length)];
    const slopes = bptt(net, forward(net, xs), targets(xs), { wrong });
    for (const name of WEIGHTS) net[name] = each(net[name], slopes[name], (w, d) => w - RATE * Math.max(-1, Math.min(1, d)));
  }

  function run(now) { // as long as the reader looks on
    if (on && !now) heard();
    cancelAnimationFrame(on);
    on = now && requestAnimationFrame(frame);
    go.textContent = on ? says.stop : says.go;
  }

  function frame() {
    if (!on || !root.isConnected) return;
    for (let k = 0; k < TOGETHER; k += 1) update();
    losses.push(loss());
    n += TOGETHER;
    fill();
    if (n < updates) on = requestAnimationFrame(frame);
    else run(false);
  }

  function show({ full }) { // in parts of the longest, and what is true beside them
    const truth = measured(state.net, state.xs, state.ds), deltas = full.delta_re.slice(1);
    for (const [name, mine, theirs] of [["delta_re", transpose(deltas), transpose(truth.delta_re)], ["dE_dW_re", full.W_re, truth.W_re]]) {
      const most = Math.max(1e-9, ...theirs.flat().map(Math.abs));
      for (const [i, row] of theirs.entries()) for (const [j, value] of row.entries()) {
        bar(`${name}[${i + 1},${j + 1}]`, mine[i][j] / most);
        bar(`true ${name}[${i + 1},${j + 1}]`, value / most);
      }
    }
    const y = (one) => Math.max(0, Math.min(1, -Math.log10(one) / powers));
    const path = (all) => all.length && `M${all.map((one, k) => `${((k * TOGETHER) / updates).toFixed(4)},${y(one).toFixed(4)}`).join("L")}`;
    for (const node of root.querySelectorAll("[data-loss]")) node.setAttribute("d", path(node.dataset.loss === "now" ? losses : past) || "");
    told = { n, loss: `<b>${shown(losses.at(-1), 6)}</b>`, off: off(deltas, truth.delta_re), part: off(full.W_re, truth.W_re) };
  }

  function flip(target) { // an input, from 1 to −1
    const t = target.closest?.("[data-flip]")?.dataset.flip;
    if (!t) return false;
    state.xs = state.xs.map((x, k) => (k === t - 1 ? [-x[0]] : x));
    state.ds = targets(state.xs);
    for (const node of root.querySelectorAll(`[data-flip="${t}"]`)) node.ariaChecked = String(state.xs[t - 1][0] > 0);
    fill();
    return true;
  }

  root.addEventListener("keydown", (event) => {
    if ([" ", "Enter"].includes(event.key) && flip(event.target)) event.preventDefault();
  });
  root.addEventListener("click", ({ target }) => {
    if (flip(target)) return;
    if (target.dataset.do === "anew") { run(false); anew(); fill(); heard(); }
    if (target.dataset.do !== "go") return;
    if (n >= updates) again();
    run(!on);
  });
  again();
  function sentence() {
    const wrong = state.wrong !== "right";
    if (!n) return wrong ? phrase(says.planted, told) : says.rest;
    const says_it = phrase(wrong && losses.at(-1) < 0.01 ? says.deceived : says.learned, told);
    return past.length ? `${says_it} ${says.pale}` : says_it;
  }

  return { show, sentence, again() { run(false); again(); } };
}
