/* A field for code: what is put there can be undone, and a new line stands
   below the one before. Tab leaves the field. */

export function put(area, text) { // in place of what is selected
  if (document.execCommand("insertText", false, text)) return;
  area.setRangeText(text, area.selectionStart, area.selectionEnd, "end");
  area.dispatchEvent(new Event("input"));
}

export function indents(area) {
  area.addEventListener("keydown", (event) => {
    if (event.key === "Enter" && (event.ctrlKey || event.metaKey)) return area.form.requestSubmit();
    if (event.key !== "Enter" || event.isComposing || event.shiftKey) return;
    const line = area.value.slice(0, area.selectionStart).split("\n").at(-1);
    const [before] = line.match(/^[ \t]*/), step = before.startsWith("\t") ? "\t" : "    ";
    event.preventDefault();
    put(area, `\n${before}${line.trimEnd().endsWith(":") ? step : ""}`);
  });
}
