/* The reader's own numbers: a form, examples, and Python in the browser. */

const form = $("form");
const PYODIDE = document.querySelector("meta[name=pyodide]").content;
let machine = null; // the promise of Python, once asked for
let asked = location.search && location.hash; // the step that came with the numbers

async function loadPython() {
  const home = new URL(root.dataset.home, location), address = new URL(PYODIDE, home).href;
  const { loadPyodide } = await import(`${address}pyodide.mjs`);
  const pyodide = await loadPyodide({ indexURL: address });
  for (const folder of ["rnn_pure", "docs/hooks/stepper", "docs/hooks/drawings"]) pyodide.FS.mkdirTree(folder);
  for (const name of files) {
    const file = await fetch(new URL(`assets/python/${name}`, home));
    if (!file.ok) throw new Error(name);
    pyodide.FS.writeFile(name, await file.text());
  }
  return pyodide.pyimport("docs.hooks.stepper.run");
}

const tell = (message, wrong = "") =>
  Object.assign($(".st-message"), { textContent: message, className: `st-message ${wrong}` });

async function askPython(event) {
  event.preventDefault();
  const fields = Object.fromEntries(new FormData(form));
  try {
    if (!machine) tell(words.loading);
    await (machine ??= loadPython());
  } catch {
    machine = null;
    return tell(`${words.offline} ${PYODIDE}`, "wrong");
  }
  const made = JSON.parse((await machine).answer(JSON.stringify({ fields, lang: root.lang })));
  if (made.error) return tell(`${words.wrong} ${made.error}`, "wrong");
  const lines = Object.entries(fields).map(([name, text]) => [name, text.trim().split(/\s*\n\s*/).join(";")]);
  history.replaceState(null, "", `?${new URLSearchParams(lines)}${asked}`);
  play(false);
  start(made);
  fromAddress();
  asked = "";
  tell(words.ran);
  root.scrollIntoView();
}

const write = (name, rows) =>
  Object.assign(form.elements[name], { value: rows.map((row) => row.join(" ")).join("\n"), rows: rows.length });
const read = (name) => form.elements[name].value.trim().split("\n").map((row) => row.trim().split(/[\s,]+/));

function fill(fields) {
  for (const field of form.querySelectorAll("[name]"))
    field.value = (fields[field.name] ?? field.value).replaceAll(";", "\n");
  for (const area of form.querySelectorAll("textarea")) write(area.name, read(area.name));
  count();
  tell(words.filled);
  form.scrollIntoView();
}

const count = () =>
  [form.elements.T.value, form.elements.n_re.value] = [read("x").length, read("W_re").length];

/* Another T or n_re: rows are cut, or filled up with 0.1. */
function resize() {
  const cut = (list, n, more) => [...list, ...Array(n).fill(more)].slice(0, n);
  const T = +form.elements.T.value, n = +form.elements.n_re.value;
  for (const name of ["x", "d"]) write(name, cut(read(name), T, read(name)[0].map(() => "0.1")));
  for (const name of ["W_re", "b", "W_out"]) write(name, read(name).map((row) => cut(row, n, "0.1")));
  for (const name of ["W_re", "W_in"]) write(name, cut(read(name), n, read(name)[0].map(() => "0.1")));
}

