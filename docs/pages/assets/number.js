/* A number as one writes it by hand, and read again. shown in docs/build/live/marks.py
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

/* In a room of so many characters: nothing moves when it changes. */
export function shown(x, room = 9) {
  if (typeof x === "string") return x;
  if (x === null || x === undefined) return "–";
  const size = Math.abs(x), small = fraction(size), texts = small ? [small.join("/").replace(/\/1$/, "")] : [];
  for (let digits = 6; digits >= 0; digits -= 1) {
    const text = size.toFixed(digits).replace(/(\.\d*?)0+$/, "$1").replace(/\.$/, "");
    if (Number(text)) texts.push(text, ...(digits < 4 ? [text.replace(/^0/, "")] : []));
  }
  const [digit, power] = size.toExponential(0).replace("+", "").split("e"), raised = [...power].map((sign) => RAISED[sign]).join("");
  const made = [...texts, `${digit}·10${raised}`, `10${raised}`].map((text) => (x < 0 ? "−" : "") + text);
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
