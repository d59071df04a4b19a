/* A text file that a reader chooses or drops on a form: in UTF-8, or as Korean
   Windows saved it. take(text, name) gets it; fail() is called where it cannot. */

const LARGEST = 1e6; // bytes

export function takesFiles(form, take, fail) {
  async function read(file) {
    try {
      if (file.size > LARGEST) throw new Error();
      const bytes = await file.arrayBuffer(), as = (code) => new TextDecoder(code, { fatal: true }).decode(bytes);
      let text;
      try { text = as("utf-8"); } catch { text = as("euc-kr"); }
      take(text, file.name);
    } catch {
      fail();
    }
  }

  const files = ({ dataTransfer }) => dataTransfer.types.includes("Files");
  form.elements.file.addEventListener("change", ({ target }) => {
    if (target.files.length) read(target.files[0]);
    target.value = ""; // the same file once more is a change, too
  });
  form.addEventListener("dragover", (event) => { if (files(event)) event.preventDefault(); });
  form.addEventListener("drop", (event) => {
    if (!files(event)) return;
    event.preventDefault();
    read(event.dataTransfer.files[0]);
  });
}
