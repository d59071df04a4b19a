/* A network that learns in the page, with a mistake or without: the error falls, and
   beside the deltas stands what a nudge of every u_t and of every weight measures. */

import { bptt, forward, total_error } from "./net.js";

const H = 1e-5, RATE = 0.08, MOST = 1200, TOGETHER = 4; // updates, and of them a picture
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
const moved = (net, name, i, j, by) => ({ ...net, [name]: net[name].map((row, a) => row.map((w, b) => w + by * (a === i && b === j))) });
const flat = (rows) => rows.flat();

export function off(a, b) { // how far a parts from b, of b's length
  const [x, y] = [flat(a), flat(b)];
  return Math.hypot(...x.map((value, k) => value - y[k])) / (Math.hypot(...y) || 1);
}

/* ∂E/∂u_t and ∂E/∂W_re, measured: no delta is asked. */
export function measured(net, xs, ds) {
  const E = (nudge, other = net) => total_error(forward(other, xs, nudge), ds), units = net.b.map((_, i) => i);
  const slope = (of) => (of(H) - of(-H)) / (2 * H);
  const one = (i, h) => units.map((k) => (k === i ? h : 0));
  return {
    delta_re: xs.map((_, k) => units.map((i) => slope((h) => E({ t: k + 1, u: one(i, h) })))),
    W_re: units.map((i) => units.map((j) => slope((h) => E({}, moved(net, "W_re", i, j, h))))),
  };
}

export class Learner {
  constructor(net, T, seed = 1) {
    Object.assign(this, { T, seed, first: net, sequences: Array.from({ length: 2 ** T }, (_, n) => Array.from({ length: T }, (__, k) => [((n >> k) & 1) * 2 - 1])) });
    this.again(net);
  }

  again(net = this.first) { // the same weights, or other ones
    Object.assign(this, { net: structuredClone(net), n: 0, draw: random(this.seed) });
    this.curve = [this.loss()];
  }

  anew() { // other weights: Glorot's, biases of 0
    this.seed += 1;
    const draw = random(-this.seed), glorot = (w, n) => each(w, w, () => (draw() * 2 - 1) * Math.sqrt(6 / n));
    const { W_in, W_re, W_out } = this.first, n = W_re.length;
    this.first = { ...this.first, W_in: glorot(W_in, n + 1), W_re: glorot(W_re, 2 * n), W_out: glorot(W_out, n + 1) };
    this.again();
  }

  targets(xs) { return xs.map((_, k) => xs[k - 1] ?? null); } // what was heard a step ago

  loss() { // the mean over all sequences and steps
    const of = (xs) => total_error(forward(this.net, xs), this.targets(xs));
    return this.sequences.reduce((sum, xs) => sum + of(xs), 0) / this.sequences.length / (this.T - 1);
  }

  learn(wrong) { // some updates, each from one sequence
    for (let k = 0; k < TOGETHER; k += 1) {
      const xs = this.sequences[Math.floor(this.draw() * this.sequences.length)];
      const slopes = bptt(this.net, forward(this.net, xs), this.targets(xs), { wrong });
      for (const name of WEIGHTS) this.net[name] = each(this.net[name], slopes[name], (w, d) => w - RATE * Math.max(-1, Math.min(1, d)));
    }
    this.n += TOGETHER;
    this.curve.push(this.loss());
    return this.n < MOST;
  }

  get path() { // of the curve, in a field of 1 × 1: four powers of ten
    const y = (loss) => Math.max(0, Math.min(1, -Math.log10(loss) / 4)), all = MOST / TOGETHER;
    return `M${this.curve.map((loss, k) => `${(k / all).toFixed(4)},${y(loss).toFixed(4)}`).join("L")}`;
  }
}
