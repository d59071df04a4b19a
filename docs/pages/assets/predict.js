/* Predict, then check: the answer and the typical slips lie in the page. */

import { read } from "./number.js";

for (const form of document.querySelectorAll('[data-exercise="predict"]')) {
  const { answer, slips, says } = JSON.parse(form.querySelector("script").textContent);
  const field = form.elements.answer, said = form.querySelector(".ex-said"), why = form.querySelector(".ex-why");

  const near = (a, b) => Math.abs(a - b) <= 0.005 * Math.abs(b); // 1.06 is 17/16

  form.addEventListener("submit", (event) => {
    event.preventDefault();
    const chosen = field instanceof RadioNodeList, value = read(field.value) ?? NaN;
    const right = near(value, answer), slip = slips.find((one) => near(value, one.is));
    said.classList.toggle("right", right);
    if (right) said.textContent = says.right;
    else if (slip) said.innerHTML = slip.says;
    else said.textContent = Number.isNaN(value) ? (chosen ? says.unchosen : says.unread) : says.not_yet;
    if (right) why.open = true;
  });
  form.addEventListener("input", () => { said.textContent = ""; });
}
