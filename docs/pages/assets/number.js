/* A number as one writes it by hand, and read again. shown in docs/build/live/numbers.py
   writes the same: what the build has drawn stays as it is until a number changes. */

const RAISED = Object.fromEntries([..."⁻⁰¹²³⁴⁵⁶⁷⁸⁹"].map((sign, k) => ["-0123456789"[k], sign]));

function fraction(x) { // [5, 8], or nothing: a continued fraction
  if (x && x < 1e-9) return null;
  let [p0, q0, p, q] = [0, 1, 1, 0], rest = x;
  for (let k = 0; k < 12; k += 1) {
    const a = Math.floor(rest);
    [p0, q0, p, q] = [p, q, a * p + p0, a * q + q0];
    if (q > 256) return null;
    if (Math.abs(x - p / q) < 1e-11) return q <= 64 || q === 128 || q === 256 ? [p, q] : null;
    rest = 1 / (rest - a);
  }
  return null;
}

const simple = (x) => fraction(Math.abs(x))?.join("/").replace(/\/1$/, "");

/* No number, or a small fraction that has room. */
export const exact = (x, room) => typeof x !== "number" || (simple(x)?.length ?? Infinity) + (x < 0) <= room;

/* In a room of so many characters: nothing moves when it changes, and a number has as many decimals as a
   negative one. Numbers that stand together are all fractions, or none is. */
export function shown(x, room = 9, fractions = true) {
  if (typeof x === "string") return x;
  if (x === null || x === undefined) return "–";
  const size = Math.abs(x), texts = fractions && exact(x, room) ? [simple(x)] : [], most = Math.max(0, room - 3);
  for (const digits of [...Array(most + 1).keys()].reverse().concat([1, 2, 3, 4, 5, 6].filter((more) => more > most))) {
    const text = size.toFixed(digits), whole = Math.abs(size - text) < 1e-9; // 0.840 is rounded, 0.5 is not
    if (Number(text) || !size) texts.push(whole ? String(Number(text)) : text);
  }
  const [digit, power] = size.toExponential(0).replace("+", "").split("e"), raised = [...power].map((sign) => RAISED[sign]).join("");
  const made = [...texts, digit === "1" ? "" : `${digit}·10${raised}`, `10${raised}`].filter(Boolean).map((text) => (x < 0 ? "−" : "") + text);
  return [...made, size < 1 ? "≈0" : ""].find((text) => text && text.length <= room) ?? made.at(-1);
}

export const signed = (x, room) => (x > 0 ? "+" : "") + shown(x, room);

/* 5/8, −.5, ½, 1½, full-width digits, 0,125, δ = 1/8 or 1 + 1/16; null: nothing; undefined: no number. */
export function read(text) {
  const plain = text.replace(/[¼-¾⅐-⅞]/g, " $&").normalize("NFKC").replace(/[−–—﹣]/g, "-").replace(/[⁄∕÷]/g, "/")
    .split("=").at(-1).replace(/\s*([/+-])\s*/g, "$1").trim().replace(/\.$/, "");
  if (!plain) return null;
  const pair = /[(].*,/.test(plain); // (3,2) is two numbers, 3,2 is one
  const mixed = plain.replace(/[()]/g, "").trim().replace(/(\d),(?=\d)/g, "$1.").replace(/^([+-]?)(\d+)\s+(\d+\/\d+)$/, "$1$2$1+$3").replace("-+", "-").replace("++", "+");
  const term = String.raw`(?:\d+\.?\d*|\.\d+)(?:/(?:\d+\.?\d*|\.\d+))?`;
  if (pair || !RegExp(`^[+-]?${term}([+-]${term})*$`).test(mixed)) return undefined;
  const value = mixed.match(/[+-]?[^+-]+/g).reduce((sum, one) => {
    const [above, below = 1] = one.split("/");
    return sum + above / below;
  }, 0);
  return Number.isFinite(value) ? value : undefined;
}
