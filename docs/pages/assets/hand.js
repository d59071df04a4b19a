/* The reader's hand on a number: dragged sideways, moved by arrow keys, or typed.

   [data-edit] names a number; data-min, -max, -step and -empty say what it may be. on
   has get(name) and set(name, value), and is told held(name), done(name) and refused(edit). */

import { read, shown } from "./number.js";

const FAR = 9, STILL = 4; // px of a step; and as far as a finger shakes

export function hand(frame, on) {
  let grip = null, still = false; // since it was let go
  const find = ({ target }) => target.closest?.("[data-edit]");
  const seen = (where) => [...frame.querySelectorAll(where)].find((node) => node.getClientRects().length);
  const slot = (name) => seen(`[data-edit="${name}"][role=slider]`) ?? seen(`[data-edit="${name}"]`);
  const limits = ({ dataset }) => ["min", "max", "step"].map((key) => Number(dataset[key]));

  function move(edit, value) {
    const [min, max] = limits(edit);
    on.set(edit.dataset.edit, Math.min(max, Math.max(min, Number(value.toFixed(9)))));
  }

  frame.addEventListener("pointerdown", (event) => {
    const edit = find(event), name = edit?.dataset.edit;
    if (!edit || event.button || grip) return;
    slot(name).focus({ preventScroll: true }); // takes what was being typed
    grip = { id: event.pointerId, edit, name, x: event.clientX, from: on.get(name) ?? 0, moved: false };
    edit.setPointerCapture(event.pointerId);
    event.preventDefault(); // or the text is selected
  });
  const other = ({ pointerId }) => pointerId !== grip?.id; // a second finger
  frame.addEventListener("pointermove", (event) => {
    if (!grip) still = false;
    if (other(event)) return;
    const far = event.clientX - grip.x;
    if (!event.buttons) return release(); // let go outside
    if (!grip.moved && Math.abs(far) < STILL) return;
    if (!grip.moved) on.held(grip.name);
    grip.moved = true;
    move(grip.edit, grip.from + Math.round(far / FAR) * Number(grip.edit.dataset.step));
  });
  function release(tap = false) {
    const { moved, name, edit } = grip;
    grip = null;
    still = moved;
    if (moved) on.done(name);
    else if (tap) type(name, edit);
  }
  frame.addEventListener("pointerup", (event) => { if (!other(event)) release(true); });
  frame.addEventListener("pointercancel", (event) => { if (!other(event)) release(); }); // the page scrolls

  frame.addEventListener("keydown", (event) => {
    const edit = find(event), name = edit?.dataset.edit, { key } = event;
    if (!edit || event.ctrlKey || event.metaKey || event.altKey) return;
    const [min, max, step] = limits(edit);
    const by = { ArrowRight: 1, ArrowUp: 1, ArrowLeft: -1, ArrowDown: -1, PageUp: 4, PageDown: -4 }[key];
    const to = by ? (on.get(name) ?? 0) + by * step : { Home: min, End: max }[key];
    const none = "empty" in edit.dataset && ["Backspace", "Delete"].includes(key);
    if (to !== undefined || none) {
      if (!event.repeat) on.held(name);
      if (none) on.set(name, null);
      else move(edit, to);
    } else if (key === "Enter" || key === "F2") type(name, edit);
    else if (/^[-−+.,\p{N}]$/u.test(key) && !event.isComposing) type(name, edit, key);
    else return;
    event.preventDefault();
    event.stopPropagation(); // the page has shortcuts of its own
  });
  frame.addEventListener("keyup", (event) => { if (find(event) && /Arrow|Page|Home|End|Back|Del/.test(event.key)) on.done(find(event).dataset.edit); });

  function type(name, edit, first = "") { // an input where the number stands
    const input = document.createElement("input"), place = edit.getBoundingClientRect(), around = frame.getBoundingClientRect();
    Object.assign(input, { className: "lv-type", value: first || shown(on.get(name)).replace("–", ""), autocomplete: "off", enterKeyHint: "done" });
    input.ariaLabel = slot(name).ariaLabel;
    input.dataset.like = name; // its copies stay lit
    frame.append(input);
    const half = input.offsetWidth / 2, middle = place.x - around.x + half; // what is before the number can be read
    input.style.left = `${Math.min(around.width - half, middle)}px`;
    input.style.top = `${place.y + place.height / 2 - around.y}px`;
    const { value: opened } = input, wide = innerWidth;
    let done = false;
    const end = (take) => {
      if (done) return;
      done = true;
      removeEventListener("resize", turned);
      const value = read(input.value), [min, max] = limits(edit);
      input.remove();
      if (!take || (!first && input.value === opened) || (value === null && !("empty" in edit.dataset))) return;
      if (value === undefined || value < min || value > max) return on.refused(edit);
      on.held(name);
      on.set(name, value);
      on.done(name);
    };
    input.addEventListener("keydown", (event) => {
      event.stopPropagation();
      if (event.isComposing || !["Enter", "Escape"].includes(event.key)) return;
      event.preventDefault();
      end(event.key === "Enter");
      slot(name)?.focus();
    });
    input.addEventListener("blur", () => end(true));
    function turned() { if (innerWidth !== wide) end(true); } // another sheet is shown
    addEventListener("resize", turned);
    input.focus();
    if (!first) input.select();
  }

  const nameAt = (node) => node?.closest?.("[data-edit]")?.dataset.edit ?? node?.closest?.("[data-like]")?.dataset.like;
  for (const kind of ["pointerover", "pointerleave", "focusin"]) // every copy of one weight lights up
    frame.addEventListener(kind, ({ target, type }) => {
      if (still && type === "pointerover") return; // what was moved stays lit, not what is below the pointer
      const name = (type !== "pointerleave" && nameAt(target)) || (frame.contains(document.activeElement) && nameAt(document.activeElement));
      for (const node of frame.querySelectorAll("[data-edit], [data-like]"))
        node.classList.toggle("same", (node.dataset.edit ?? node.dataset.like) === name);
    });
}
