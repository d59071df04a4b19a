/* A number read aloud: equations 1 and 1′ with the recorded run's weights. */

(({ currentScript }) => {
  const box = currentScript.closest(".reader"), form = box.querySelector("form");
  const { W_in, W_re, b, W_out, b_out, words, roman, seen, says } = JSON.parse(box.querySelector("script").textContent);
  const latin = (said) => said.map((word) => [...word].map((one) => ({ ...roman, 영: "yeong", 억: "eok", 조: "jo" })[one]).join("")).filter(Boolean).join(" ");
  const dot = (w, a) => w.reduce((sum, w_j, j) => sum + w_j * a[j], 0);

  function forward(digits) {
    let z = b.map(() => 0);
    return digits.map((digit) => { // x_t is 1 at the digit, else 0
      z = b.map((b_i, i) => Math.tanh(W_in[i][digit] + dot(W_re[i], z) + b_i)); // eq 1
      const y = b_out.map((b_k, k) => dot(W_out[k], z) + b_k); // eq 1'
      const most = Math.max(...y), k = y.indexOf(most);
      return { z, word: words[k], share: 1 / y.reduce((sum, y_k) => sum + Math.exp(y_k - most), 0) };
    });
  }

  /* What is due: the rule that the network was never told. */
  function due(digits) {
    if (!digits.some(Boolean)) return digits.map((_, k) => (k === digits.length - 1 ? "영" : ""));
    return digits.map((digit, k) => {
      const left = digits.length - 1 - k, place = ["", "십", "백", "천"][left % 4], big = left % 4 ? "" : ["", "만", "억", "조"][left / 4];
      const four = digits.slice(k > 3 ? k - 3 : 0, k + 1).some(Boolean), alone = big === "만" && Number(digits.slice(0, k + 1).join("")) === 1;
      return (digit === 1 && (place || alone) ? "" : " 일이삼사오육칠팔구"[digit].trim()) + (digit ? place : "") + (four ? big : "");
    });
  }

  const make = (kind, text, css = "", lang = "") => Object.assign(document.createElement(kind), { textContent: text, className: css, lang });

  function strip(z) { // a cell a unit: red above 0, blue below
    const cells = z.map((a, i) => `<rect class="hue-${a > 0 ? "delta" : "in"}" y="${i}" width="6" height="1" fill-opacity="${Math.abs(a).toFixed(2)}"/>`);
    return Object.assign(make("td"), { innerHTML: `<svg viewBox="0 0 6 ${z.length}" preserveAspectRatio="none" aria-hidden="true">${cells.join("")}</svg>` });
  }

  function show() {
    const typed = form.elements.number.value.normalize("NFKC").replace(/[\s,_]/g, "").replace(/^0+(?=\d)/, ""); // １２ is 12
    const [said, steps] = box.querySelectorAll(".reader-said, .reader-steps");
    if (!/^\d+$/.test(typed)) return steps.replaceChildren(), said.replaceChildren(make("p", says.none));
    const digits = [...typed.padStart(8, "0")].map(Number), read = forward(digits), right = due(digits);
    const aloud = read.map(({ word }) => word), wrong = aloud.map((word, k) => word !== right[k]), missed = wrong.some(Boolean);
    const answer = right.join("") + (says.latin && ` (${latin(right)})`), verdict = missed ? says.wrong : seen.includes(Number(typed)) ? says.seen : says.right;
    said.replaceChildren(
      make("p", aloud.join("") || says.silent, "reader-aloud", "ko"), make("p", says.latin && latin(aloud), "reader-latin"),
      make("p", `${verdict.replace("{due}", answer)}${typed.length > 8 ? ` ${says.long}` : ""}`, missed ? "wrong" : "right"));
    const table = make("table", "", "reader-table");
    for (const [head, cell] of Object.entries({
      digit: (_, k) => make("td", digits[k]), said: ({ word }, k) => make("td", word || "–", wrong[k] ? "wrong" : "", "ko"),
      latin: ({ word }) => make("td", [...word].map((one) => roman[one]).join("\n"), "reader-syllables"),
      due: (_, k) => make("td", wrong[k] ? right[k] || "–" : "", "", "ko"), share: ({ share }) => make("td", `${Math.floor(100 * share)}%`), state: ({ z }) => strip(z),
    })) if (head === "latin" ? says.latin : head !== "due" || missed) table.insertRow().append(make("th", says[head]), ...read.map(cell));
    steps.replaceChildren(table);
  }

  form.addEventListener("input", show);
  form.addEventListener("submit", (event) => event.preventDefault());
  form.addEventListener("click", ({ target }) => {
    if (target.value && target.type === "button") form.elements.number.value = target.value, show();
  });
  show();
})(document);
