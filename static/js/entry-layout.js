// Describes the grid to whoever places a block in it: its columns and areas under all their names, and which cells there are.

const entryLayout = (() => {
  const said = (...names) => names.filter(Boolean);

  // In a turned grid a column is a quarter, and the words above it begin with it.
  function slotsOf(head, measure) {
    const { column, short, name, numerator, denominator, unit } = head.dataset;
    const make = (field, label) => {
      const title = denominator ? (measure ? label : `${short}: ${label}`) : short;
      const own = field === "numerator" ? said(column, short, name, unit !== "percent" && unit && `${short} ${unit}`) : [];
      const named = [...own, `${short} ${label}`, `${short} ${field}`, `${column} ${field}`];
      if (!measure) return { column, field, title, short, names: named, counts: [label], period: "", measures: [], parts: [] };
      const words = label.startsWith(`${short} `) ? label.slice(short.length + 1) : label;
      const measures = field === "numerator" ? [measure, field] : [field];
      return { column, field, title, short, names: [], counts: [], period: column, measures, parts: [words, `${measure} ${words}`] };
    };
    return [make("numerator", numerator), ...(denominator ? [make("denominator", denominator)] : [])];
  }

  function areaOf(row, cells) {
    const held = {};
    for (const element of row.querySelectorAll("[data-cell]")) {
      const cell = cells.get(element.dataset.cell);
      const isRatio = row.closest("table").querySelector(`[data-column="${element.dataset.inColumn}"]`).dataset.denominator;
      held[element.dataset.inColumn] = { cell, fields: isRatio ? ["numerator", "denominator"] : ["numerator"], isClosed: !cell };
    }
    const { code, name, short, gss } = row.dataset;
    const names = [code, name, short, `${code} ${short}`, `${short} ${code}`, `${code} ${name}`, `${name} ${code}`];
    names.push(...said(...(gss ?? "").split(" ")));
    return { row, title: short, names, cells: held };
  }

  function of({ form, table, marks, cells }) {
    const { period = "", measure = "" } = form.dataset;
    const slots = [...table.querySelectorAll("[data-column]")].flatMap((head) => slotsOf(head, measure));
    const areas = [...table.querySelectorAll("tr[data-row]")].map((row) => areaOf(row, cells));
    return { period, marks, slots, areas };
  }

  // Where a field stands: its area and its slot.
  function placeOf(field, layout) {
    const { inColumn } = field.closest("[data-cell]").dataset;
    return {
      area: layout.areas.findIndex((area) => area.row === field.closest("tr")),
      slot: layout.slots.findIndex((slot) => slot.column === inColumn && slot.field === field.dataset.field),
    };
  }

  return { of, placeOf };
})();
globalThis.entryLayout = entryLayout;
