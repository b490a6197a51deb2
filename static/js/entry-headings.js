// Finds the row of headings in a block, and says of each column what stands in it: areas, a period, a measure of the grid,
// or what is not known and has to be asked. A row is one of headings only where something in it is known.

const entryHeadings = (() => {
  const AREA = new RegExp(
    "^(local |nhs |responsible )?(area|ccg|clinical commissioning group|icb|integrated care board|stp|sub icb|sub icb location"
      + "|sub icb loc|sicb|sicbl|board|place|locality|location|commissioner|organisation|organization|org|ods|ons|gss|region)s?"
      + "( (name|code|id|ods code|ons code|gss code|code and name|name and code|area code|area name))?$"
      + "|^(name|names|code|codes|ods|area)( (of )?(area|ccg|icb|board|place|organisation|location|code|name))?$",
  );
  const PERIOD = /^(period|quarter|qtr|financial (quarter|year)|fy|year|month|(reporting )?period( (start|end)( date)?)?|quarter end(ing|ed)?)$/;
  const PLACEHOLDER = /^(tb[acd]|n\/?k|nil|none|not (yet )?known|unknown|pending|awaited|awaiting data|late|missing|error|true|false)$/i;
  const FIRST_ROWS = 20;
  const plainNames = new WeakMap();

  // Words by which two writings of one heading are the same.
  const plain = (text) =>
    text.toLowerCase()
      .replace(/&/g, " and ").replace(/%/g, " percent ")
      .replace(/\((n|no|number|count|#)\.?\)|\[(n|no)\.?\]/g, " ")
      .replace(/\b(number|numbers|no|count|#)\.? of\b/g, " ")
      .replace(/[^\p{L}\p{N}]+/gu, " ")
      .replace(/^ ?the /, " ").trim();

  const isArea = (text) => AREA.test(plain(text));

  // Which slots bear a name, of those with one strength: by their own names first, then by what their numbers count.
  function named(text, slots) {
    const said = plain(text);
    if (!said) return [];
    if (!plainNames.has(slots)) {
      plainNames.set(slots, slots.map((slot) => ({ names: (slot?.names ?? []).map(plain), counts: (slot?.counts ?? []).map(plain) })));
    }
    const found = (kind) => plainNames.get(slots).flatMap((slot, at) => (slot[kind].includes(said) ? [at] : []));
    const own = found("names");
    return own.length ? own : found("counts");
  }

  // A slot of a turned grid bears the name of its quarter; without it, what is left says which of its numbers is meant.
  const inQuarter = (layout, quarter) =>
    layout.slots.map((slot) => (slot.period === quarter ? { ...slot, names: slot.measures, counts: slot.parts } : null));

  // What a heading says: {slot}, {isArea}, {isPeriod}, {refused: words} or {unknown: true}; `time` is what it says of time.
  function meaning(text, layout) {
    const known = named(text, layout.slots);
    if (known.length === 1) return { slot: known[0] };
    if (isArea(text)) return { isArea: true };
    if (PERIOD.test(plain(text))) return { isPeriod: true };
    const time = entryPeriods.find(text);
    if (!time) return { unknown: true };
    // Of areas a time says which borders they have.
    if (isArea(time.bare)) return { isArea: true };
    const quarters = layout.period ? [layout.period] : [...new Set(layout.slots.map((slot) => slot.period))];
    const meant = quarters.filter((quarter) => entryPeriods.against(time, quarter) === "is");
    if (!meant.length) return { time, refused: true };
    if (meant.length > 1) return { time, unknown: true };
    const slots = layout.period ? layout.slots : inQuarter(layout, meant[0]);
    const held = slots.flatMap((slot, at) => (slot ? [at] : []));
    const byRest = () => (named(time.rest, slots).length ? named(time.rest, slots) : named(time.bare, slots));
    const found = time.rest === "" ? (held.length === 1 ? held : []) : byRest();
    return found.length === 1 ? { time, slot: found[0] } : { time, unknown: true };
  }

  const isWholePeriod = (text) => !entryFigures.isNumber(text) && entryPeriods.find(text)?.rest === "";

  const isWords = (text) => /\p{L}{3}/u.test(text) && !PLACEHOLDER.test(text);

  // Which row is the one of headings, of which something is known, or which stands above names of areas; -1 where there is none. Rows above it may only hold words.
  function rowOf(rows, layout, areasNamed) {
    for (let at = 0; at < Math.min(rows.length, FIRST_ROWS); at += 1) {
      const cells = rows[at].filter((cell) => cell !== "");
      if (cells.some((cell) => isMeasure(cell, layout))) return at;
      const hasAreas = cells.some((cell) => areasNamed(cell).length > 0);
      if (cells.some((cell) => isArea(cell)) && !hasAreas) return at;
      if (cells.some((cell) => isFigure(cell, layout)) || hasAreas) return aboveNames(rows, at, areasNamed);
      if (cells.some((cell) => isWholePeriod(cell))) return at;
    }
    return -1;
  }

  // Words in several columns above a column of areas: a row of headings that are all unknown.
  function aboveNames(rows, first, areasNamed) {
    const at = rows.findLastIndex((row, number) => number < first && !entryBlock.isEmpty(row));
    if (at < 0 || said(rows[at]).length < 2 || !said(rows[at]).every(isWords)) return -1;
    const isColumn = (column) => most(rows.slice(at + 1).map((row) => row[column] ?? ""), (cell) => areasNamed(cell).length > 0);
    return rows[first].some((cell, column) => cell !== "" && isColumn(column)) ? at : -1;
  }

  const isFigure = (text, layout) => entryFigures.isFigure(text, layout.marks);

  // Whether a cell names a measure, and not a quarter alone, which may stand in a row of figures too.
  function isMeasure(text, layout) {
    if (text === "" || isFigure(text, layout) || isWholePeriod(text)) return false;
    return named(text, layout.slots).length > 0 || meaning(text, layout).slot !== undefined;
  }

  // A row below the headings, or in a block without, in which a measure is named again.
  const secondRow = (rows, after, layout) =>
    rows.findIndex((row, at) => at > after && row.some((cell) => isMeasure(cell, layout)));

  const said = (cells) => cells.filter((cell) => cell !== "");
  const most = (cells, test) => said(cells).filter(test).length * 2 > said(cells).length;

  // What each column holds: {kind: "area" | "period" | "slot" | "empty" | "out" | "unknown" | "refused", slot, heading, time}.
  function columns(heading, body, layout, areasNamed, choices) {
    const roles = [];
    for (let at = 0; at < entryBlock.width([heading, ...body]); at += 1) {
      const words = heading[at] ?? "";
      const cells = body.map((row) => row[at] ?? "");
      roles.push({ ...roleOf(words, cells, layout, areasNamed, choices[at]), heading: words, at });
    }
    const times = new Map();
    for (const role of roles) if (role.kind === "slot") times.set(role.slot, (times.get(role.slot) ?? 0) + 1);
    return roles.map((role) => (role.kind === "slot" && times.get(role.slot) > 1 ? { ...role, kind: "unknown", isTwice: true } : role));
  }

  function roleOf(words, cells, layout, areasNamed, chosen) {
    if (chosen === "out") return { kind: "out" };
    if (chosen === "area") return { kind: "area" };
    if (chosen !== undefined) return { kind: "slot", slot: Number(chosen), isChosen: true };
    const isNamed = (cell) => areasNamed(cell).length > 0;
    if (words === "") {
      if (!said(cells).length) return { kind: "empty" };
      if (most(cells, isNamed)) return { kind: "area" };
      return most(cells, isWholePeriod) ? { kind: "period" } : { kind: "unknown" };
    }
    const found = meaning(words, layout);
    if (found.refused) return { kind: "refused", time: found.time };
    if (found.slot !== undefined) return { kind: "slot", slot: found.slot, time: found.time };
    if (found.isArea) return { kind: "area" };
    if (found.isPeriod || (!found.time && most(cells, isWholePeriod))) return { kind: "period" };
    return { kind: "unknown", time: found.time };
  }

  return { rowOf, secondRow, columns, isWholePeriod, isWords, most, said };
})();
globalThis.entryHeadings = entryHeadings;
