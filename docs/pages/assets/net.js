/* forward, total_error and bptt of rnn_pure, line by line, for small matrices.

   Lists over time are indexed by t = 1 … T, and z[0] is the initial state. */

const entrywise = (of, prime) => ({ of: (u) => u.map(of), prime: (u) => u.map(prime) });
export const F = {
  relu: entrywise((u) => Math.max(0, u), (u) => Number(u > 0)),
  tanh: entrywise(Math.tanh, (u) => 1 - Math.tanh(u) ** 2),
  identity: entrywise((u) => u, () => 1),
};

const zeros = (n) => Array(n).fill(0);
const add = (...vectors) => vectors[0].map((_, i) => vectors.reduce((sum, a) => sum + a[i], 0));
const hadamard = (a, b) => a.map((a_i, i) => a_i * b[i]);
const dot = (a, b) => a.reduce((sum, a_i, i) => sum + a_i * b[i], 0);
const matvec = (W, x) => W.map((row) => dot(row, x));
export const transpose = (W) => W[0].map((_, j) => W.map((row) => row[j]));
const sumOuter = (deltas, zs) => // Σ_t δ_t z_tᵀ
  transpose(deltas).map((a) => transpose(zs).map((b) => dot(a, b)));

/* nudge.t: at this step alone W_re is nudge.W_re, or u grows by nudge.u. */
export function forward({ W_in, W_re, b, W_out, b_out, f }, xs, nudge = {}) {
  const T = xs.length, x = [null, ...xs], u = [null], z = [zeros(b.length)], y = [null];
  for (let t = 1; t <= T; t += 1) {
    const here = nudge.t === t ? nudge : {};
    u[t] = add(matvec(W_in, x[t]), matvec(here.W_re ?? W_re, z[t - 1]), b, here.u ?? zeros(b.length)); // eq 1
    z[t] = F[f].of(u[t]); // eq 1
    y[t] = add(matvec(W_out, z[t]), b_out); // eq 1', g = identity
  }
  return { x, u, z, y, T };
}

export function total_error({ y, T }, ds) { // eq E; null: no target
  let E = 0;
  for (let t = 1; t <= T; t += 1)
    if (ds[t - 1]) E += y[t].reduce((sum, y_k, k) => sum + (y_k - ds[t - 1][k]) ** 2 / 2, 0);
  return E;
}

/* wrong is a mistake: "transpose", "future" or "state". */
export function bptt(net, { x, u, z, y, T }, ds, { wrong } = {}) {
  const W_out_T = transpose(net.W_out), W_re_T = wrong === "transpose" ? net.W_re : transpose(net.W_re);
  const nothing = zeros(net.b.length), prime = u.map((u_t) => u_t && F[net.f].prime(u_t));
  const delta_out = [null], one = [null], two = [null], dE_dz = [null], delta_re = [null];
  delta_re[T + 1] = nothing; // eq 5
  for (let t = T; t > 0; t -= 1) {
    const d = ds[t - 1];
    delta_out[t] = y[t].map((y_k, i) => (d ? y_k - d[i] : 0)); // eq E', def 3
    one[t] = matvec(W_out_T, delta_out[t]); // eq 5, ①
    two[t] = wrong === "future" ? nothing : matvec(W_re_T, delta_re[t + 1]); // eq 5, ②
    dE_dz[t] = add(one[t], two[t]); // eq 5
    delta_re[t] = hadamard(dE_dz[t], prime[t]); // eq 5
  }
  const deltas = delta_re.slice(1, T + 1), outs = delta_out.slice(1);
  return {
    prime, delta_out, one, two, dE_dz, delta_re: [null, ...deltas],
    W_out: sumOuter(outs, z.slice(1)), // eq 2
    W_re: sumOuter(deltas, wrong === "state" ? z.slice(1) : z.slice(0, T)), // eq 3
    W_in: sumOuter(deltas, x.slice(1)), // eq 4
    b: add(...deltas), b_out: add(...outs), // eq 5'
  };
}
