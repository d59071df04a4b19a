/* A sheet to print, as its button says: the problems on paper, alone or with
   solutions (the address …/?solutions opens them all), or a viva's questions. */
{
  const asked = new URLSearchParams(location.search).has("solutions");
  const { classList } = document.documentElement;
  const choose = (sheet) => {
    for (const each of ["solutions", "viva"]) classList.toggle(each, each === sheet);
  };
  const first = asked ? "solutions" : "questions";

  choose(first);
  for (const solution of document.querySelectorAll(".problem > details"))
    solution.open ||= asked;
  addEventListener("afterprint", () => choose(first));
  for (const button of document.querySelectorAll("[data-sheet]"))
    button.addEventListener("click", () => {
      choose(button.dataset.sheet);
      print();
    });
  document.querySelector(".sheets").hidden = false;
}
