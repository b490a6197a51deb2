// Plans a paste: which figure of a copied block goes into which cell of the grid, what does not fit and where, what has to be
// asked first, and in words what was used. It changes nothing.
//
// layout: {period, marks, slots: [{column, field, title, names, counts, period, measures, parts}],
//          areas: [{title, names, cells: {column: {fields, isClosed}}}]}; at: {area, slot} is where the paste was made;
// choices: what was answered for a column: "out", "area" or the number of a slot.

const entryPaste = (() => {

  const MOST_ROWS = 2000;
  const SEVERAL_ROWS = "this area stands in several rows";
  const ALL_HAVE = /\b(nhs|icb|integrated care board|ccg|clinical commissioning group|sub[- ]icb location|the)\b/g;

  // Words by which two writings of one area are the same.
  const plainArea = (text) =>
    text.toLowerCase().replace(/&/g, " and ").replace(ALL_HAVE, " ").replace(/[^\p{L}\p{N}]+/gu, " ").trim();

  function areaFinder(areas) {
    const known = new Map();
    areas.forEach((area, at) => {
      for (const name of new Set(area.names.map(plainArea))) if (name) known.set(name, [...(known.get(name) ?? []), at]);
    });
    return (text) => (text === "" ? [] : known.get(plainArea(text)) ?? []);
  }

  function place(text, layout, at, choices = {}) {
    const rows = entryBlock.read(text);
    const plan = { used: "", notes: [], refused: [], questions: [], figures: [], misfits: [] };
    const areasNamed = areaFinder(layout.areas);
    if (!rows.length) plan.refused.push("What was copied holds no figure.");
    if (rows.length > MOST_ROWS) {
      const sizes = `What was copied has ${rows.length} rows, and the grid ${layout.areas.length}.`;
      plan.refused.push(`${sizes} Copy the rows of these areas, or upload the file.`);
    }
    if (plan.refused.length) return plan;
    const head = entryHeadings.rowOf(rows, layout, areasNamed);
    const roles = head < 0
      ? rolesByPosition(rows, layout, at, areasNamed, choices)
      : entryHeadings.columns(rows[head], rows.slice(head + 1), layout, areasNamed, choices);
    refuseTimes(rows, head, roles, layout, plan, areasNamed);
    refuseShape(rows, head, roles, layout, plan);
    if (plan.refused.length) return plan;
    ask(rows, head, roles, layout, plan);
    if (plan.questions.length) return plan;
    say(rows, head, roles, layout, at, plan, areasNamed);
    fill(rows, head, roles, layout, at, plan, areasNamed);
    return plan;
  }

  // --- What each column holds where no row names them -------------------------------------------------------------

  function rolesByPosition(rows, layout, at, areasNamed, choices) {
    const count = entryBlock.width(rows);
    const column = (number) => rows.map((row) => row[number] ?? "");
    const kinds = [];
    let isLeft = true;
    for (let number = 0; number < count; number += 1) {
      const cells = entryHeadings.said(column(number));
      let kind = "slot";
      if (isLeft && !cells.length) kind = "empty";
      else if (cells.length && areAreas(cells, layout, areasNamed)) kind = "area";
      else if (isLeft) kind = leftKind(cells, count > 1, layout, areasNamed, choices[number]);
      if (kind === "slot") kind = entryHeadings.most(cells, entryHeadings.isWholePeriod) ? "period" : kind;
      if (kind === "slot") isLeft = false;
      kinds.push(kind);
    }
    // Empty columns move the figures on, as empty rows do, unless they stand before names.
    const names = Math.max(kinds.lastIndexOf("area"), kinds.lastIndexOf("unknown"));
    kinds.forEach((kind, number) => { if (kind === "empty" && number > names) kinds[number] = "slot"; });
    let slot = at.slot;
    return kinds.map((kind, number) => ({ kind, heading: "", at: number, ...(kind === "slot" ? { slot: slot++ } : {}) }));
  }

  // Areas are named, and more cells are words than figures; a code may look like a figure, and alone it is one.
  function areAreas(cells, layout, areasNamed) {
    const figures = cells.filter((cell) => entryFigures.isFigure(cell, layout.marks));
    const words = cells.filter((cell) => !figures.includes(cell));
    return words.some((cell) => areasNamed(cell).length > 0)
      && (words.length > figures.length || entryHeadings.most(cells, (cell) => areasNamed(cell).length > 0));
  }

  function leftKind(cells, hasMore, layout, areasNamed, chosen) {
    if (chosen) return chosen === "area" ? "area" : "slot";
    if (!hasMore) return "slot";
    if (cells.every((cell) => areasNamed(cell).length > 0) && new Set(cells).size === cells.length) return "unknown";
    const areWords = !cells.some((cell) => entryFigures.isFigure(cell, layout.marks)) && cells.some(entryHeadings.isWords);
    return areWords && !cells.some(entryHeadings.isWholePeriod) ? "area" : "slot";
  }

  // --- What keeps the whole block from being placed ---------------------------------------------------------------

  const quoted = (text) => `“${text.replace(/\s+/g, " ").slice(0, 60)}”`;
  const standsFor = (layout) =>
    (layout.period ? `This grid is for ${entryPeriods.label(layout.period)}` : "The quarters here are those above the columns");

  function refuseTimes(rows, head, roles, layout, plan, areasNamed) {
    for (const role of roles.filter((one) => one.kind === "refused")) {
      plan.refused.push(`${quoted(role.heading)}, the heading of column ${role.at + 1}, names another period. ${standsFor(layout)}.`);
    }
    for (const [number, row] of above(rows, layout, areasNamed).entries()) {
      for (const cell of number === head ? [] : row) {
        if (isOther(cell, layout)) plan.refused.push(`Row ${number + 1}, ${quoted(cell)}, names another period. ${standsFor(layout)}.`);
      }
    }
    if (!layout.period && roles.some((role) => role.kind === "period")) {
      plan.refused.push("A column of the block holds quarters. Here each quarter is a column: copy one quarter at a time.");
    }
  }

  // Rows of words before the first figure or area: titles and headings.
  function above(rows, layout, areasNamed) {
    const first = rows.findIndex((row) => row.some((cell) => entryFigures.isFigure(cell, layout.marks) || areasNamed(cell).length > 0));
    return rows.slice(0, Math.max(first, 0));
  }

  function isOther(cell, layout) {
    const time = cell && entryPeriods.find(cell);
    // A day in a title is mostly the one on which it was printed; that of a quarter's end means the quarter.
    if (!time || (time.day !== undefined && !(time.isLast && time.from % 3 === 2))) return false;
    const quarters = layout.period ? [layout.period] : layout.slots.map((slot) => slot.period);
    return quarters.every((quarter) => entryPeriods.against(time, quarter) === "other");
  }

  function refuseShape(rows, head, roles, layout, plan) {
    if (plan.refused.length) return;
    const second = entryHeadings.secondRow(rows, head, layout);
    if (second > 0) {
      const first = head < 0 ? "rows of figures" : `row ${head + 1}, which does so too`;
      plan.refused.push(`Row ${second + 1} names columns, below ${first}. Copy one table with one row of headings.`);
    } else if (head >= 0 && head === rows.length - 1) plan.refused.push("What was copied holds headings and no figure below them.");
    else if (roles.every((role) => ["area", "empty", "period", "out"].includes(role.kind))) {
      plan.refused.push("What was copied holds names and no figure beside them.");
    }
  }

  // --- What has to be asked ---------------------------------------------------------------------------------------

  function ask(rows, head, roles, layout, plan) {
    for (const role of roles.filter((one) => one.kind === "unknown")) {
      const cells = entryHeadings.said(rows.map((row) => row[role.at] ?? ""));
      const example = cells.filter((cell) => cell !== role.heading).slice(0, 3).join(", ");
      const words = role.heading ? quoted(role.heading) : `Column ${role.at + 1}, without a heading`;
      plan.questions.push({ column: role.at, words, example, isTwice: Boolean(role.isTwice), isCodes: head < 0 });
    }
    plan.options = layout.slots.map((slot, at) => ({ value: String(at), words: slot.title }));
  }

  // --- What was used, in words ------------------------------------------------------------------------------------

  function say(rows, head, roles, layout, at, plan, areasNamed) {
    const byName = roles.some((role) => role.kind === "area");
    const [area, slot] = [layout.areas[at.area].title, layout.slots[at.slot].title];
    if (byName && head >= 0) plan.used = "by area name and column heading.";
    else if (byName) plan.used = `by area name; columns by position, starting at ${slot}.`;
    else if (head >= 0) plan.used = `by column heading; rows by position, starting at ${area}.`;
    else plan.used = `by position, starting at ${area}, ${slot}.`;
    rows.slice(0, Math.max(head, 0)).forEach((row, number) => {
      const words = entryHeadings.said(row).join(" ");
      if (words) plan.notes.push(`Row ${number + 1}, ${quoted(words)}, stands above the headings and is left out.`);
    });
    for (const role of roles) {
      if (role.kind === "out") plan.notes.push(`Column ${role.at + 1}, ${quoted(role.heading)}, is left out.`);
      else if (role.kind === "slot" && head >= 0 && (role.isChosen || role.time)) {
        plan.notes.push(`${quoted(role.heading)} is read as ${layout.slots[role.slot].title}.`);
      }
    }
    if (head < 0 && !byName && above(rows, layout, areasNamed).some((row) => row.some(entryHeadings.isWords))) {
      plan.notes.push("The first row holds words only. If it is a heading that is not known here, copy the figures without it.");
    }
  }

  // --- Figures into cells -----------------------------------------------------------------------------------------

  function fill(rows, head, roles, layout, at, plan, areasNamed) {
    const body = rows.slice(head + 1);
    const found = body.map((row, number) => ownerOf(row, number, roles, layout, at, areasNamed));
    const times = new Map();
    for (const [number, owner] of found.entries()) {
      owner.why ||= periodRefusal(body[number], roles, layout);
      if (owner.isNamed && !owner.why) for (const area of owner.areas) times.set(area, (times.get(area) ?? 0) + 1);
    }
    const cells = new Map();
    body.forEach((row, number) => {
      if (entryBlock.isEmpty(row)) return;
      const owner = found[number];
      const line = { row: number + head + 2, owner: owner.areas.length ? layout.areas[owner.areas[0]].title : "" };
      const isTwice = owner.isNamed && owner.areas.length === 1 && times.get(owner.areas[0]) > 1;
      const why = owner.why || (isTwice ? SEVERAL_ROWS : "");
      if (why) { plan.misfits.push({ ...line, text: owner.said || entryHeadings.said(row)[0], why }); return; }
      for (const role of roles) {
        const text = row[role.at] ?? "";
        if (role.kind === "slot" && text !== "") put(cells, { ...line, column: role.at + 1, text }, owner, role.slot, layout, plan);
      }
    });
    for (const cell of cells.values()) keep(cell, plan);
    plan.misfits.sort((one, two) => one.row - two.row || (one.column ?? 0) - (two.column ?? 0));
  }

  // Which areas a row may mean: the one it names, or the one so many rows below where the paste was made.
  function ownerOf(row, number, roles, layout, at, areasNamed) {
    const named = roles.filter((role) => role.kind === "area").map((role) => row[role.at] ?? "");
    if (!named.length && at.area + number < layout.areas.length) return { areas: [at.area + number], why: "" };
    if (!named.length) return { areas: [], why: "below the last area" };
    const said = entryHeadings.said(named);
    const known = said.map(areasNamed).filter((areas) => areas.length);
    const words = said.join(" ");
    if (!said.length) return { areas: [], said: words, why: "no area is named in this row" };
    if (!known.length) return { areas: [], said: words, why: "no such area here" };
    let areas = known.reduce((one, two) => one.filter((area) => two.includes(area)));
    // The board itself may stand in a column beside each of its places.
    if (!areas.length) {
      const below = known.map((some) => some.filter((area) => area !== 0)).filter((some) => some.length);
      areas = below.length ? below.reduce((one, two) => one.filter((area) => two.includes(area))) : [];
    }
    return areas.length ? { areas, said: words, why: "", isNamed: true } : { areas: [], said: words, why: "these are different areas" };
  }

  function periodRefusal(row, roles, layout) {
    const words = roles.filter((role) => role.kind === "period").map((role) => row[role.at] ?? "").join(" ").trim();
    if (!words) return "";
    const time = entryPeriods.find(words);
    if (time && entryPeriods.against(time, layout.period) !== "other") return "";
    return `${quoted(words)} is not ${entryPeriods.label(layout.period)}`;
  }

  // One figure of the block into its cell, or among the misfits at its own place.
  function put(cells, line, owner, at, layout, plan) {
    const slot = layout.slots[at];
    const misfit = (why) => plan.misfits.push({ ...line, measure: slot?.title ?? "", why });
    if (!slot) return misfit("right of the last column");
    const giving = owner.areas.filter((area) => layout.areas[area].cells[slot.column]?.fields.includes(slot.field));
    if (giving.length > 1) return misfit("several areas have this name: give their codes");
    const area = giving[0] ?? owner.areas[0];
    const titled = { ...line, owner: layout.areas[area].title, measure: slot.title };
    if (!entryFigures.isFigure(line.text, layout.marks)) return plan.misfits.push({ ...titled, why: "not a number" });
    if (!giving.length) return plan.misfits.push({ ...titled, why: "this area gives no such figure here" });
    if (layout.areas[area].cells[slot.column].isClosed) return plan.misfits.push({ ...titled, why: "this figure cannot be changed now" });
    const key = `${area} ${slot.column}`;
    const cell = cells.get(key) ?? { area, column: slot.column, lines: [], values: {}, markers: [] };
    if (cell.lines.some((other) => other.row !== line.row)) return plan.misfits.push({ ...titled, why: SEVERAL_ROWS });
    const marker = entryFigures.markerOf(line.text, layout.marks);
    cells.set(key, cell);
    cell.lines.push(titled);
    if (marker) cell.markers.push(marker);
    else cell.values[slot.field] = entryFigures.digits(line.text);
    return cell;
  }

  // A marker stands in place of all numbers of a cell; beside one of them nobody knows which is meant.
  function keep({ area, column, lines, values, markers }, plan) {
    const isMixed = markers.length > 0 && Object.keys(values).length > 0;
    const why = "one half of the figure is a number, the other says that there is none";
    if (isMixed) plan.misfits.push(...lines.map((line) => ({ ...line, why })));
    else plan.figures.push({ area, column, values, marker: markers.includes("c") ? "c" : markers[0] ?? "" });
  }

  return { place };
})();
globalThis.entryPaste = entryPaste;
