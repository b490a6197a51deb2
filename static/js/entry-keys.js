// Moves about the grid as in a spreadsheet: arrow keys and Enter between cells, Escape takes back what is being typed.

const entryKeys = (() => {
  const FIELDS = "[data-field=numerator], [data-field=denominator], [data-field=marker]";

  function go(field) {
    if (!field) return false;
    field.focus();
    if (field.select) field.select();
    return true;
  }

  const isThere = (cell) => cell.querySelector(FIELDS) !== null;
  const fieldLike = (cell, field) => cell.querySelector(`[data-field=${field.dataset.field}]`) ?? cell.querySelector(FIELDS);
  const namesOf = (table) => [...table.querySelectorAll("[data-column]")].map((head) => head.dataset.column);

  // The same field of the same column, so many rows further on. Rows without it are passed over; where no row has it any
  // more, the nearest cell of the next row that has any.
  function vertical(field, step) {
    const table = field.closest("table");
    const { inColumn } = field.closest("[data-cell]").dataset;
    const rows = [...table.querySelectorAll("tr[data-row]")];
    const at = rows.indexOf(field.closest("tr"));
    const ahead = step > 0 ? rows.slice(at + 1) : rows.slice(0, at).reverse();
    for (const row of ahead) {
      const found = row.querySelector(`[data-in-column="${inColumn}"] [data-field=${field.dataset.field}]`);
      if (found) return found;
    }
    const names = namesOf(table);
    const distance = (cell) => Math.abs(names.indexOf(cell.dataset.inColumn) - names.indexOf(inColumn));
    for (const row of ahead) {
      const [nearest] = [...row.querySelectorAll("[data-in-column]")].filter(isThere).sort((one, other) => distance(one) - distance(other));
      if (nearest) return fieldLike(nearest, field);
    }
    return null;
  }

  // Past the end of a column: the first cell of the next one that has any, or the last of the one before.
  function nextColumn(field, step) {
    const table = field.closest("table");
    const names = namesOf(table);
    const { inColumn } = field.closest("[data-cell]").dataset;
    for (let at = names.indexOf(inColumn) + step; names[at]; at += step) {
      const found = [...table.querySelectorAll(`[data-in-column="${names[at]}"]`)].filter(isThere);
      if (found.length) return fieldLike(found.at(step > 0 ? 0 : -1), field);
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
    if (event.key === "Enter") {
      const step = event.shiftKey ? -1 : 1;
      moved = go(vertical(field, step) ?? nextColumn(field, step)) || true;
    }
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
