// Reads a block copied from a spreadsheet, and says which figure goes into which field of the grid, and what does not fit.

const entryPaste = (() => {
  const NUMBER = /^[-−]?(\d+|\d{1,3}(,\d{3})+)(\.\d+)?$/;
  const MARKERS = { "*": "c", c: "c", "[c]": "c", x: "x", "[x]": "x", "n/a": "z", z: "z", "[z]": "z" };

  const bare = (text) => text.replace(/[\s\u00a0\u2009\u202f]+/g, "");
  const isNumber = (text) => NUMBER.test(bare(text));
  const markerOf = (text) => MARKERS[text.trim().toLowerCase()] ?? "";
  const isFigure = (text) => text.trim() === "" || isNumber(text) || markerOf(text) !== "";

  // Words by which two writings of one name are the same.
  const plain = (text) =>
    text.toLowerCase().replace(/&/g, "and").replace(/\b(nhs|icb|integrated care board|the)\b/g, " ").replace(/[^a-z0-9]+/g, " ").trim();

  // Tabs and lines; a cell in quotes may hold both.
  function readBlock(text) {
    const rows = [[""]];
    let quoted = false;
    for (let place = 0; place < text.length; place += 1) {
      const letter = text[place];
      const row = rows[rows.length - 1];
      if (quoted) {
        if (letter === '"' && text[place + 1] === '"') { row[row.length - 1] += '"'; place += 1; }
        else if (letter === '"') quoted = false;
        else row[row.length - 1] += letter;
      } else if (letter === '"' && row[row.length - 1] === "") quoted = true;
      else if (letter === "\t") row.push("");
      else if (letter === "\n") rows.push([""]);
      else if (letter !== "\r") row[row.length - 1] += letter;
    }
    return rows.map((row) => row.map((cell) => cell.trim())).filter((row) => row.some((cell) => cell !== ""));
  }

  // How many columns on the left hold names or codes of areas.
  function nameColumns(rows, areas) {
    const known = (text) => areas.some((area) => area.names.includes(plain(text)));
    let count = 0;
    while (count < Math.max(...rows.map((row) => row.length))) {
      const held = rows.map((row) => row[count] ?? "").filter((cell) => cell !== "");
      if (!held.some((cell) => known(cell) || (!isFigure(cell) && count < 2))) break;
      if (held.filter((cell) => isFigure(cell) && !known(cell)).length > held.length / 2) break;
      count += 1;
    }
    return count;
  }

  // layout: {slots: [{column, field, names}], areas: [{names, cells: {column: {key, fields}}}]}; at: {area, slot}.
  function place(text, layout, at) {
    const block = readBlock(text);
    const fills = [];
    const misfits = [];
    if (!block.length) return { fills, misfits };
    const slotNamed = (cell) => layout.slots.findIndex((slot) => slot.names.includes(plain(cell)));
    const first = block[0];
    const isHeading = block.length > 1
      && first.some((cell) => cell !== "" && !isFigure(cell))
      && !first.some((cell) => isNumber(cell))
      && (first.some((cell) => slotNamed(cell) >= 0) || !first.some((cell) => layout.areas.some((area) => area.names.includes(plain(cell)))));
    const body = isHeading ? block.slice(1) : block;
    const before = isHeading ? 1 : 0;
    const names = nameColumns(body, layout.areas);
    const heading = isHeading ? first.slice(names) : [];
    const byName = heading.some((cell) => slotNamed(cell) >= 0);

    body.forEach((row, number) => {
      const line = number + 1 + before;
      let area = at.area + number;
      if (names) {
        const said = row.slice(0, names).filter((cell) => cell !== "");
        area = layout.areas.findIndex((one) => said.some((cell) => one.names.includes(plain(cell))));
        if (area < 0) {
          misfits.push(`Row ${line}, “${said.join(" ")}”: no such area here.`);
          return;
        }
      }
      row.slice(names).forEach((cell, across) => {
        if (cell === "") return;
        const column = across + names + 1;
        const slot = byName ? slotNamed(heading[across] ?? "") : at.slot + across;
        const target = layout.slots[slot];
        const owner = layout.areas[area];
        const where = `Row ${line}, column ${column}, “${cell.slice(0, 40)}”`;
        if (!owner) misfits.push(`${where}: below the last area.`);
        else if (!target) misfits.push(`${where}: ${byName ? `no column here is called “${heading[across] ?? ""}”` : "right of the last column"}.`);
        else if (!isFigure(cell)) misfits.push(`${where}: not a number.`);
        else if (!owner.cells[target.column]?.includes(target.field)) misfits.push(`${where}: ${owner.title} gives no such figure here.`);
        else fills.push({ area, column: target.column, field: target.field, value: markerOf(cell) ? "" : bare(cell).replace("−", "-"), marker: markerOf(cell) });
      });
    });
    return { fills, misfits };
  }

  return { place, plain, isNumber, markerOf };
})();
globalThis.entryPaste = entryPaste;
