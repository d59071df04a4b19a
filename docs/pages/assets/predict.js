/* Predict, then check: the answer and the typical slips lie in the page. */

for (const form of document.querySelectorAll('[data-exercise="predict"]')) {
  const { answer, slips, says } = JSON.parse(form.querySelector("script").textContent);
  const field = form.elements.answer, said = form.querySelector(".ex-said"), why = form.querySelector(".ex-why");

  /* 1/8, −0.125, ½, １／８, 0,125 or δ = 1/8; NaN for what is no number. */
  const number = (text) => {
    const plain = text.normalize("NFKC").replace(/[−–—﹣]/g, "-").replace(/[⁄∕÷]/g, "/").replace(/[\s()]|\.$/g, "");
    const one = String.raw`([+-]?(?:\d+\.?\d*|\.\d+))`;
    const found = plain.split("=").at(-1).replace(/(\d),(?=\d)/g, "$1.").match(`^${one}(?:/${one})?$`);
    return found ? found[1] / (found[2] ?? 1) : NaN;
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
