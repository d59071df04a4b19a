/* Python on request: a Worker (python.js) that answers one question at a time,
   how much of it has come, and why it stopped.

   root has data-home, .busy while it is at work, and in it <progress> with its
   text behind it. tell(bad, text) is told what happens. */

const { content, dataset } = document.querySelector("meta[name=pyodide]");
const MB = (bytes) => (bytes / 1e6).toFixed(1);
const QUIET = [20, "silent"], SLOW = [300, "slow"]; // seconds without news, and what is told then
const PATIENCE = { starting: SLOW, packages: [60, "silent"], judging: SLOW };
const held = new Map(); // what has come whole, by its address: for a second try, and for every box
export const size = MB(dataset.bytes);

export function pythonFor(root, module, says, tell, limit) {
  const home = new URL(root.dataset.home, location), pyodide = new URL(content, home).href;
  const address = (name) => new URL(`assets/${name}`, home).href, most = Number(dataset.bytes);
  let worker = null, answered = null, clock, bytes, whole;

  function busy(by) {
    clearTimeout(clock);
    answered = by;
    root.classList.toggle("busy", by !== null);
  }

  function wait([seconds, key]) { // for news
    clearTimeout(clock);
    clock = setTimeout(() => stop(says[key].replace("{seconds}", seconds), true), seconds * 1000);
  }

  function stop(why = says.stopped, bad = false) { // the next one begins anew
    if (worker) Object.assign(worker, { onmessage: null, onerror: null }).terminate();
    worker = null;
    busy(null);
    tell(bad, why);
  }

  function failed(file, why) {
    if (whole) held.clear(); // one of them may be spoilt
    const key = !file ? "broke" : file.startsWith(pyodide) || !navigator.onLine ? "offline" : "site";
    stop(`${says[key]} ${file ?? why.trim().split("\n").at(-1)}`, true);
  }

  function progress(more) {
    bytes = Math.min(most, bytes + more);
    for (const bar of root.querySelectorAll("progress")) {
      Object.assign(bar, { max: most, value: bytes });
      bar.nextElementSibling.textContent = `${MB(bytes)} / ${MB(most)} MB`;
    }
  }

  function begin() {
    const script = address("python.js");
    whole = false;
    bytes = 0;
    progress([...held.values()].reduce((sum, { size }) => sum + size, 0));
    tell(false, says.loading);
    try { worker = new Worker(script, { type: "module" }); } catch { return failed(script); }
    worker.onerror = () => failed(script);
    worker.onmessage = ({ data }) => {
      if (data.asking) {
        if (says.judging) tell(false, says.judging);
        return wait(limit ? [limit, "endless"] : SLOW);
      }
      wait(PATIENCE[data.starting] ?? QUIET); // what comes, comes in parts
      whole ||= "starting" in data;
      if (data.bytes) progress(data.bytes);
      else if (data.held) held.set(...data.held);
      else if (data.starting) tell(false, says[data.starting]);
      else if (data.answer) finish(JSON.parse(data.answer));
      else failed(data.failed, data.why);
    };
  }

  function finish(answer) {
    const by = answered;
    busy(null);
    by(answer);
  }

  /* by(answer), unless it is stopped; the packages that a text imports are loaded first. */
  function ask(question, by, text = "") {
    busy(by);
    wait(QUIET);
    if (!worker) begin();
    const archive = address("python.zip");
    worker?.postMessage({ pyodide, module, text, archive, held, question: JSON.stringify(question) });
  }

  return { ask, stop, get busy() { return answered !== null; } };
}
