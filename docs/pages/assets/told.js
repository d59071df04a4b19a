/* The one sentence below a live drawing: what has changed, or what was measured. */

import { forward, total_error } from "./net.js";
import { shown, signed } from "./number.js";

const ROOM = 6; // characters of a number

export const phrase = (text, values) => text.replace(/\{(\w+)\}/g, (_, name) => values[name]);

function letter(name, units) { // W_re[2,1] as w with its index; of one unit it has none
  const [, of, layer, index = ""] = name.match(/^(\w+?)(?:_(\w+))?(?:\[(.*)\])?$/);
  const unit = units > 1 && !/[xyd]$/.test(of) ? index : of === "W" ? "" : index.split(",").at(-1);
  const low = (of === "delta" ? [unit] : [layer, unit]).filter(Boolean).join(" ");
  return `<i>${{ W: "w", delta: "δ" }[of] ?? of}</i>${low && `<sub>${low}</sub>`}`;
}

/* What has changed since the hand took hold, one by one. */
function changes(mode, at, { values, before, full }) {
  const units = full.delta_re[1].length, T = full.delta_re.length - 1, steps = Array.from({ length: T }, (_, k) => k + 1);
  const each = (name, times) => times.flatMap((t) => full.delta_re[t].map((_, i) => `${name}[${i + 1},${t}]`));
  const names = mode === "forward" ? each("z", steps) : ["E", ...each("delta_re", units > 1 ? [at] : steps.reverse())];
  return names.filter((name) => Math.abs(values[name] - before.values[name]) > 1e-12).map((name) =>
    `<span class="nowrap">${letter(name, units)} ${shown(before.values[name], ROOM)} → <b>${shown(values[name], ROOM)}</b></span>`).join(", ");
}

function guessed(says, { guess, sent, told, eps, net, xs, ds }, { full, E }) {
  const dE = total_error(forward(net, xs, { t: 1, u: [eps] }), ds) - E;
  const facts = { eps, dE: signed(dE), ratio: shown(dE / eps, ROOM), guess: shown(guess), truth: shown(full.delta_re[1][0], ROOM) };
  const key = told || (!sent ? "rest" : guess === null ? "unsaid" : "sent");
  return phrase(says[key], facts) + (told ? ` ${says.told}` : "");
}

export function sentence(mode, says, state, now) {
  const { values, before, get, dE, full } = now, { eps, moved, k } = state;
  if (mode === "guess") return guessed(says, state, now);
  const facts = {
    eps, k, dE: signed(dE), ratio: shown(dE / eps, ROOM), sum: shown(values.sum, ROOM),
    whole: shown(values["dE_dW_re[1,1]"], ROOM), w: shown(values["W_re[1,1]"]),
  };
  if (moved !== "none") {
    const t = Number(moved), truth = t ? values[`part[1,${t}]`] : values["dE_dW_re[1,1]"];
    return phrase(t === 1 ? says.first : says.nudged, { ...facts, truth: shown(truth, ROOM), copy: t ? phrase(says.one, { t }) : says.each });
  }
  if (mode === "cut" && Math.abs(values.sum - values["dE_dW_re[1,1]"]) < 1e-12) return phrase(says.same, facts);
  if (mode === "log") facts.ratio = shown(Math.abs(full.delta_re[1][0] / full.delta_re.at(-1)[0]), ROOM);
  if (!before || ["paths", "cut", "log"].includes(mode)) return phrase(says.rest, facts);
  const list = changes(mode, state.t, now), [from, to] = [before.value, get(before.name)].map((value) => shown(value));
  return phrase(list ? says.changed : says.stays, { name: letter(before.name, full.delta_re[1].length), from, to, list });
}
