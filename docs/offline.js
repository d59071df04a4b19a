/* Only in the copy of the site that opens from a folder (docs/build/offline.py,
   which adds the call).

   From a file a browser starts no Worker. Material's search gets a hidden frame in
   place of one. Python gets a Worker all the same: its script is in `scripts`, and
   what it would fetch from the folder is in `files`, as data: addresses. */

function fromFile(scripts, files) {
  if (location.protocol !== "file:") return;
  const Real = Worker;

  class Frame extends EventTarget {
    constructor(address) {
      super();
      const frame = Object.assign(document.createElement("iframe"), { hidden: true });
      document.body.append(frame);
      const inside = this.inside = frame.contentWindow, paper = inside.document;
      paper.open(); // else Firefox puts an empty page in its place, later
      paper.write("<body>");
      paper.close();
      const script = new URL(address, document.baseURI);
      const load = (name) => new Promise((resolve, reject) => {
        const src = new URL(name, script).href;
        paper.body.append(Object.assign(paper.createElement("script"), { src, onload: resolve, onerror: reject }));
      });
      inside.importScripts = async (...names) => { for (const name of names) await load(name); };
      inside.postMessage = (data) => this.dispatchEvent(new MessageEvent("message", { data }));
      this.ready = load(script);
    }

    async postMessage(data) {
      await this.ready;
      this.inside.dispatchEvent(new MessageEvent("message", { data }));
    }
  }

  const nameOf = (address) => String(address).split("/").at(-1);

  function fetchFrom(files) { // runs in the Worker
    const real = fetch;
    self.fetch = (address, ...how) => real(files[String(address).split("/").at(-1)] ?? address, ...how);
  }

  window.Worker = function (address, how) {
    const script = scripts[nameOf(address)];
    if (!script) return new Frame(address);
    const text = `(${fetchFrom})(${JSON.stringify(files)});\n${script}`;
    return new Real(`data:text/javascript;charset=utf-8,${encodeURIComponent(text)}`, how);
  };
}
