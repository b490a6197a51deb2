// Moves about the grid as in a spreadsheet: arrow keys and Enter between cells, Escape takes back what is being typed.

const entryKeys = (() => {
  const FIELDS = "[data-field=numerator], [data-field=denominator], [data-field=marker]";

  function go(field) {
    if (!field) return false;
    field.focus();
    if (field.select) field.select();
    return true;
  }

  // The same field of the same column, so many rows further on; rows without it are passed over.
  function vertical(field, step) {
    const { inColumn } = field.closest("[data-cell]").dataset;
    const rows = [...field.closest("table").querySelectorAll("tr[data-row]")];
    for (let at = rows.indexOf(field.closest("tr")) + step; rows[at]; at += step) {
      const found = rows[at].querySelector(`[data-in-column="${inColumn}"] [data-field=${field.dataset.field}]`);
      if (found) return found;
    }
    return null;
  }

  function horizontal(field, step) {
    const fields = [...field.closest("tr").querySelectorAll(FIELDS)];
    return fields[fields.indexOf(field) + step] ?? null;
  }

  function isAtEdge(field, step) {
    if (field.tagName === "SELECT") return true;
    const { selectionStart: start, selectionEnd: end, value } = field;
    if (start === 0 && end === value.length) return true;
    return start === end && (step < 0 ? start === 0 : end === value.length);
  }

  function onKey(event) {
    const field = event.target;
    if (!field.matches?.(FIELDS) || event.ctrlKey || event.metaKey || event.altKey || event.isComposing) return;
    let moved = false;
    if (event.key === "Enter") moved = go(vertical(field, event.shiftKey ? -1 : 1)) || true;
    else if (event.shiftKey) return;
    else if (event.key === "Escape" && field.tagName === "INPUT") {
      field.value = field.dataset.before ?? field.value;
      field.dispatchEvent(new Event("input", { bubbles: true }));
      field.select();
      moved = true;
    } else if (event.key === "ArrowDown" && field.tagName === "INPUT") moved = go(vertical(field, 1)) || true;
    else if (event.key === "ArrowUp" && field.tagName === "INPUT") moved = go(vertical(field, -1)) || true;
    else if (event.key === "ArrowRight" && isAtEdge(field, 1)) moved = go(horizontal(field, 1)) || field.tagName === "SELECT";
    else if (event.key === "ArrowLeft" && isAtEdge(field, -1)) moved = go(horizontal(field, -1)) || field.tagName === "SELECT";
    if (moved) event.preventDefault();
  }

  function listen(table) {
    let byPointer = false;
    table.addEventListener("pointerdown", () => { byPointer = true; });
    table.addEventListener("keydown", (event) => { byPointer = false; onKey(event); });
    table.addEventListener("focusin", (event) => {
      if (!event.target.matches("input[data-field]")) return;
      event.target.dataset.before = event.target.value;
      if (!byPointer) event.target.select();
      byPointer = false;
    });
  }

  return { listen };
})();
globalThis.entryKeys = entryKeys;
