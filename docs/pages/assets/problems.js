/* Problems on paper: what is printed, the problems alone or with solutions.
   The address …/?solutions opens them all. */
{
  const asked = new URLSearchParams(location.search).has("solutions");
  const solve = (solutions) => document.documentElement.classList.toggle("solutions", solutions);

  solve(asked);
  for (const solution of document.querySelectorAll(".problem > details"))
    solution.open ||= asked;
  addEventListener("afterprint", () => solve(asked));
  for (const button of document.querySelectorAll("[data-sheet]"))
    button.addEventListener("click", () => {
      solve(button.dataset.sheet === "solutions");
      print();
    });
  document.querySelector(".sheets").hidden = false;
}
