/* The reader's own lines, the one that is to blame lit, and beside each what it
   means at one step t: ← and → go to t − 1 and t + 1. */

const make = (tag, className, ...inside) => {
  const node = Object.assign(document.createElement(tag), { className });
  node.append(...inside);
  return node;
};

function code({ line, text }, mark) { // with the expression marked
  const letters = [...text], [first, end] = [mark.line, mark.end_line];
  const from = line === first ? mark.column : letters.findIndex((letter) => letter.trim());
  const to = line === end ? mark.end_column : letters.length;
  if (line < first || line > end || !mark.expression) return [text];
  const part = (...places) => letters.slice(...places).join("");
  return [part(0, from), make("mark", "", part(from, to)), part(to)];
}

/* Text with its `code` as code. */
const said = (text) => text.split("`").map((part, k) => (k % 2 ? make("code", "", part) : part));

export function light(root, mark, says) {
  root.hidden = !mark;
  if (!mark) return;
  const $ = (where) => root.querySelector(where), { steps, rows } = mark;
  let now = mark.at; // of steps
  const indent = Math.min(...rows.map(({ text }) => text.search(/\S/)));

  function show() {
    $("output").textContent = steps.length ? says.meaning.replace("{t}", steps[now]) : says.once;
    for (const button of root.querySelectorAll("[data-by]")) {
      button.hidden = !steps.length;
      button.ariaDisabled = !steps.includes(steps[now] + Number(button.dataset.by));
    }
    rows.forEach(({ cells }, k) => {
      const [name, right] = cells[now] ?? ["", null], cell = $("table").rows[k].cells[2];
      cell.replaceChildren(name);
      if (right !== null) cell.append(" ", make("span", right ? "" : "bad", right ? "✓" : "✗"));
    });
  }

  function go(by) {
    const next = steps.indexOf(steps[now] + by);
    if (next < 0) return;
    now = next;
    show();
  }

  $("table").replaceChildren(...rows.map((row) => {
    const here = row.line === mark.line, of = make("td", "", ...code(row, mark));
    of.firstChild.data = of.firstChild.data.slice(indent);
    of.style.setProperty("--in", row.text.search(/\S/) - indent + 2); // where it is broken
    return make("tr", here ? "here" : "", make("th", "", `${here ? "▶ " : ""}${row.line}`), of, make("td", ""));
  }));
  $(".di-steps").hidden = !rows.length;
  show();
  $(".di-says").replaceChildren(...said(mark.says));
  $("[data-tell]").hidden = mark.tells === mark.says;
  root.onclick = ({ target }) => {
    if (target.dataset.by) go(Number(target.dataset.by));
    if (!target.matches("[data-tell]")) return;
    $(".di-says").replaceChildren(...said(mark.tells));
    target.hidden = true;
    $(".di-says").focus();
  };
  root.onkeydown = (event) => {
    const by = { ArrowLeft: -1, ArrowRight: 1 }[event.key];
    if (!by || event.altKey || event.ctrlKey || event.metaKey) return;
    event.preventDefault();
    go(by);
  };
}
