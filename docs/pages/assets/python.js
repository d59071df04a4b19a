/* Python in a Web Worker of its own, so that the page never stands still.

   The page posts { pyodide, archive, held, module, question, text }: two addresses,
   what of them it holds, what answer() of that Python module is to answer, and a text
   whose imports it needs. It gets { bytes } as they come in, { held }, a file that has
   come whole, { starting }, { asking } and then { answer }; or { failed }, the address
   to blame, or { why }. Python itself can tell of { asking }, page.calling(), and of
   { starting }, page.judging(). */

const PARTS = ["pyodide.asm.mjs", "pyodide.asm.wasm", "python_stdlib.zip", "pyodide-lock.json"];
let machine, python = null; // the module, once it is there

const blame = (failed, promise) => promise.catch(() => { throw { failed }; });

async function download(address) {
  const response = await fetch(address), parts = [];
  if (!response.ok) throw new Error(`HTTP ${response.status}`);
  const reader = response.body.getReader();
  for (let part = await reader.read(); !part.done; part = await reader.read()) {
    parts.push(part.value);
    postMessage({ bytes: part.value.length });
  }
  return new Blob(parts, { type: address.endsWith(".wasm") ? "application/wasm" : "" });
}

async function load({ pyodide, archive, held, module }) {
  const script = `${pyodide}pyodide.mjs`;
  async function hold(address) {
    if (held.has(address)) return;
    held.set(address, await blame(address, download(address)));
    postMessage({ held: [address, held.get(address)] });
  }
  const [{ loadPyodide }] = await Promise.all(
    [blame(script, import(script)), hold(archive), ...PARTS.map((name) => hold(pyodide + name))]);
  postMessage({ starting: "starting" });
  const real = fetch, { instantiateStreaming } = WebAssembly; // Pyodide gets what is here,
  self.fetch = async (address, ...how) =>
    held.has(String(address)) ? new Response(held.get(String(address))) : real(address, ...how);
  WebAssembly.instantiateStreaming = (...what) => // and does not tell of a wasm that was cut off
    instantiateStreaming(...what).catch(() => postMessage({ failed: `${pyodide}pyodide.asm.wasm` }));
  machine = await blame(script, loadPyodide({ indexURL: pyodide }));
  return blame(archive, (async () => {
    machine.registerJsModule("page", {
      calling: () => postMessage({ asking: true }), judging: () => postMessage({ starting: "judging" }),
    });
    machine.unpackArchive(await held.get(archive).arrayBuffer(), "zip");
    return machine.pyimport(module);
  })());
}

/* What of Pyodide's packages a text imports: what does not come is missed by Python. */
async function packages(text) {
  const messageCallback = () => postMessage({ starting: "packages" }); // of each that is loaded
  await machine.loadPackagesFromImports(text, { messageCallback, errorCallback() {} }).catch(() => {});
  postMessage({ starting: "judging" });
}

onmessage = async ({ data }) => {
  try {
    python ??= await load(data);
    if (data.text) await packages(data.text);
    postMessage({ asking: true });
    postMessage({ answer: python.answer(data.question) });
  } catch (error) {
    postMessage(error.failed ? error : { why: String(error) });
  }
};
