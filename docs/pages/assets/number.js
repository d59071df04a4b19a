/* A number as one writes it by hand, and read again. shown in docs/build/live/marks.py
   writes the same: what the build has drawn stays as it is until a number changes. */

function fraction(x) { // [5, 8], or nothing: a continued fraction
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

/* In a room of so many characters, a minus not counted: nothing moves when it changes. */
export function shown(x, room = 9) {
  if (typeof x === "string") return x;
  if (x === null || x === undefined) return "–";
  const size = Math.abs(x), small = fraction(size), texts = small ? [small.join("/").replace(/\/1$/, "")] : [];
  for (let digits = 6; digits >= 0; digits -= 1) {
    const text = String(Number(size.toFixed(digits)));
    if (text !== "0") texts.push(text);
    if (digits === 2 && size < 1) texts.push(text.replace("0", ""));
  }
  const last = size.toExponential(0).replace("+", "").replace("-", "−");
  const text = texts.find((one) => one && one.length <= room) ?? last;
  return x < 0 && text !== "0" ? `−${text}` : text;
}

export const signed = (x, room) => (x > 0 ? "+" : "") + shown(x, room);

export function read(text) { // 5/8, −.5, ½, full-width digits; null: nothing; undefined: no number
  const plain = text.normalize("NFKC").replace(/[−–]/g, "-").replace("⁄", "/").replace(",", ".").replace(/\s/g, "");
  if (plain === "" || plain === "-") return null;
  const [, over, under] = plain.match(/^([-+]?(?:\d+\.?\d*|\.\d+))(?:\/(\d+\.?\d*))?$/) ?? [];
  const value = over === undefined ? NaN : Number(over) / Number(under ?? 1);
  return Number.isFinite(value) ? value : undefined;
}
