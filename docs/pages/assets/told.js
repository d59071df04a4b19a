/* The one sentence below a live drawing: what has changed, or what was measured. */

import { forward, total_error } from "./net.js";
import { signed } from "./number.js";

export const phrase = (text, values) => text.replace(/\{(\w+)\}/g, (_, name) => values[name]);

function letter(name, units) { // W_re[2,1] as w with its index; of one unit it has none
  const [, of, layer, index = ""] = name.match(/^(\w+?)(?:_(\w+))?(?:\[(.*)\])?$/);
  const unit = units > 1 && !/[xyd]$/.test(of) ? index : of === "W" ? "" : index.split(",").at(-1);
  const low = (of === "delta" ? [unit] : of === "W" && unit ? [layer !== "re" && layer, unit.replace(",", "")] : [layer, unit]).filter(Boolean).join(" ");
  return `<i>${{ W: "w", delta: "δ" }[of] ?? of}</i>${low && `<sub>${low}</sub>`}`;
}

/* What has changed since the hand took hold, one by one. */
function changes(mode, at, { values, before, full, show }) {
  const units = full.delta_re[1].length, T = full.delta_re.length - 1, steps = Array.from({ length: T }, (_, k) => k + 1);
  const each = (name, times) => times.flatMap((t) => full.delta_re[t].map((_, i) => `${name}[${i + 1},${t}]`));
  const names = mode === "forward" ? each("z", steps) : ["E", ...each("delta_re", units > 1 ? [at] : steps.reverse())];
  return names.filter((name) => Math.abs(values[name] - before.values[name]) > 1e-12).map((name) =>
    `<span class="nowrap">${letter(name, units)} ${show(before.values[name])} → <b>${show(values[name])}</b></span>`).join(", ");
}

function guessed(says, { guess, sent, told, eps, net, xs, ds }, { full, E, show }) {
  const dE = total_error(forward(net, xs, { t: 1, u: [eps] }), ds) - E;
  const facts = { eps, dE: signed(dE), ratio: show(dE / eps), guess: show(guess), truth: show(full.delta_re[1][0]) };
  const key = told || (!sent ? "rest" : guess === null ? "unsaid" : "sent");
  return phrase(says[key], facts) + (told ? ` ${says.told}` : "");
}

export function sentence(mode, says, state, now) {
  const { values, before, get, dE, full, show } = now, { eps, moved, k } = state;
  if (mode === "guess") return guessed(says, state, now);
  const facts = {
    eps, k, dE: signed(dE), ratio: show(dE / eps), sum: show(values.sum),
    whole: show(values["dE_dW_re[1,1]"]), w: show(values["W_re[1,1]"]),
  };
  if (moved !== "none") {
    const t = Number(moved), truth = t ? values[`part[1,${t}]`] : values["dE_dW_re[1,1]"];
    return phrase(t === 1 ? says.first : says.nudged, { ...facts, truth: show(truth), copy: t ? phrase(says.one, { t }) : says.each });
  }
  if (mode === "cut" && Math.abs(values.sum - values["dE_dW_re[1,1]"]) < 1e-12) return phrase(says.same, facts);
  if (mode === "log") facts.ratio = show(Math.abs(full.delta_re[1][0] / full.delta_re.at(-1)[0]));
  if (!before || ["paths", "cut", "log"].includes(mode)) return phrase(says.rest, facts);
  const list = changes(mode, state.t, now), [from, to] = [before.value, get(before.name)].map(show);
  return phrase(list ? says.changed : says.stays, { name: letter(before.name, full.delta_re[1].length), from, to, list });
}
