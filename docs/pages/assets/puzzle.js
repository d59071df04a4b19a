/* Puzzles: is the chosen line one of the wrong ones, and if not, what does it do? */

for (const puzzles of document.querySelectorAll(".puzzles")) {
  const { right, says } = JSON.parse(puzzles.querySelector("script").textContent);
  for (const form of puzzles.querySelectorAll("form")) {
    const wrong = form.dataset.lines.split(" "), left = new Set(wrong), said = form.querySelector(".ex-said");
    form.addEventListener("submit", (event) => {
      event.preventDefault();
      const { value } = form.elements.line, found = wrong.includes(value);
      left.delete(value);
      said.classList.toggle("right", found);
      if (found) form.querySelector("label:has(:checked)").classList.add("found");
      if (found) said.textContent = left.size ? says.half.replace("{line}", value) : says.found;
      else said.innerHTML = right[value] ?? says.unchosen;
    });
    form.addEventListener("input", () => {
      said.textContent = "";
      said.classList.remove("right");
    });
  }
}
