/* Predict, then check: the answer and the typical slips lie in the page. */

for (const form of document.querySelectorAll('[data-exercise="predict"]')) {
  const { answer, slips, says } = JSON.parse(form.querySelector("script").textContent);
  const field = form.elements.answer, said = form.querySelector(".ex-said"), why = form.querySelector(".ex-why");

  /* 1/8, −0.125, ½, １／８, 0,125, δ = 1/8, 1 1/16 or 1 + 1/16; NaN for what is no number. */
  const number = (text) => {
    const plain = text.replace(/[¼-¾⅐-⅞]/g, " $&").normalize("NFKC").replace(/[−–—﹣]/g, "-").replace(/[⁄∕÷]/g, "/")
      .split("=").at(-1).replace(/\s*([/+-])\s*/g, "$1").trim().replace(/\.$/, "");
    const pair = /[(].*,/.test(plain); // (3,2) is two numbers, 3,2 is one
    const mixed = plain.replace(/[()]/g, "").trim().replace(/(\d),(?=\d)/g, "$1.").replace(/^([+-]?)(\d+)\s+(\d+\/\d+)$/, "$1$2$1+$3").replace("-+", "-").replace("++", "+");
    const term = String.raw`(?:\d+\.?\d*|\.\d+)(?:/(?:\d+\.?\d*|\.\d+))?`;
    if (pair || !RegExp(`^[+-]?${term}([+-]${term})*$`).test(mixed)) return NaN;
    return mixed.match(/[+-]?[^+-]+/g).reduce((sum, one) => {
      const [above, below = 1] = one.split("/");
      return sum + above / below;
    }, 0);
  };
  const near = (a, b) => Math.abs(a - b) <= 0.005 * Math.abs(b); // 1.06 is 17/16

  form.addEventListener("submit", (event) => {
    event.preventDefault();
    const chosen = field instanceof RadioNodeList, value = chosen && field.value ? Number(field.value) : chosen ? NaN : number(field.value);
    const right = near(value, answer), slip = slips.find((one) => near(value, one.is));
    said.classList.toggle("right", right);
    if (right) said.textContent = says.right;
    else if (slip) said.innerHTML = slip.says;
    else said.textContent = Number.isNaN(value) ? (chosen ? says.unchosen : says.unread) : says.not_yet;
    if (right) why.open = true;
  });
  form.addEventListener("input", () => { said.textContent = ""; });
}
