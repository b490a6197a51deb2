// Draws what a paste would do, before anything of it is saved: questions about columns, figures old beside new, what does not
// fit; and afterwards what was done. Draws only: what happens is said by whoever calls.

const entryPreview = (() => {
  const MISFITS_SHOWN = 20;
  const MARKERS = { c: "Confidential", x: "Not available", z: "Not applicable" };

  function make(tag, words, attributes = {}, ...inside) {
    const made = document.createElement(tag);
    if (words) made.textContent = words;
    for (const [name, value] of Object.entries(attributes)) made.setAttribute(name, value);
    made.append(...inside);
    return made;
  }

  const plural = (count, one, many) => `${count} ${count === 1 ? one : many}`;
  const list = (sentences) => make("ul", "", { class: "entry-list" }, ...sentences.map((words) => make("li", words)));

  function button(words, act, isSecondary = true) {
    const made = make("button", words, { type: "button", class: `nhsuk-button nhsuk-button--small${isSecondary ? " nhsuk-button--secondary" : ""}` });
    made.addEventListener("click", act);
    return made;
  }

  // The way out without saving, which Escape takes as well.
  function leaving(words, act) {
    const made = button(words, act);
    made.dataset.leave = "";
    return made;
  }

  // The section anew, with its heading, which takes the focus.
  function open(section, heading, ...parts) {
    const title = make("h2", heading, { id: "pasted-heading", tabindex: "-1" });
    section.replaceChildren(title, ...parts);
    section.hidden = false;
    title.focus({ preventScroll: true });
    title.scrollIntoView({ block: "start" });
  }

  function close(section) {
    section.replaceChildren();
    section.hidden = true;
  }

  // `Row 2, column 1 (County Durham, People accessing IPS), “£1,200”: not a number.`
  function misfitWords({ row, column, owner, measure, text, why }) {
    const place = [owner, measure].filter(Boolean).join(", ");
    return `Row ${row}${column ? `, column ${column}` : ""}${place ? ` (${place})` : ""}, “${text.replace(/\s+/g, " ").slice(0, 40)}”: ${why}.`;
  }

  function misfitList(misfits) {
    if (!misfits.length) return [];
    const sentences = misfits.slice(0, MISFITS_SHOWN).map(misfitWords);
    if (misfits.length > MISFITS_SHOWN) sentences.push(`and ${misfits.length - MISFITS_SHOWN} more.`);
    return [make("h3", `${misfits.length} did not fit`), list(sentences)];
  }

  function refused(section, plan, { cancel }) {
    open(section, "Nothing was pasted", list(plan.refused), leaving("Close", cancel));
  }

  // --- Questions --------------------------------------------------------------------------------------------------

  function questions(section, plan, chosen, { answer, cancel }) {
    const asked = plan.questions.map((question) => asQuestion(question, plan.options, chosen));
    const show = button("Show what would be saved", () => {
      const empty = asked.filter(({ field }) => field.value === "");
      for (const one of asked) mark(one, empty.includes(one));
      if (empty.length) empty[0].field.focus();
      else answer(Object.fromEntries(asked.map(({ column, field }) => [column, field.value])));
    }, false);
    const names = plan.questions.map((question) => question.words).join(", ");
    const words = plan.questions[0].isCodes
      ? "These may be figures, or codes of areas. Nothing is pasted until you say which."
      : `Not recognised: ${names}. Nothing is pasted until you say what ${plan.questions.length === 1 ? "this column is" : "these columns are"}.`;
    open(section, "Which figures are these?", make("p", words),
      make("div", "", { class: "entry-pasted__questions" }, ...asked.map(({ group }) => group)),
      make("div", "", { class: "entry-pasted__buttons" }, show, leaving("Do not paste", cancel)));
  }

  function asQuestion({ column, words, example, isTwice, isCodes }, options, chosen) {
    const id = `pasted-column-${column}`;
    const field = make("select", "", { class: "nhsuk-select", id, "aria-describedby": `${id}-hint` });
    const choices = isCodes
      ? [["area", "Codes of areas"], ["figures", "Figures"]]
      : [...options.map((one) => [one.value, one.words]), ["area", "Names or codes of areas"], ["out", "None: leave it out"]];
    for (const [value, label] of [["", "Choose"], ...choices]) field.append(make("option", label, { value }));
    const isKnown = choices.some(([value]) => value === chosen[column]);
    if (isKnown && !isTwice) field.value = chosen[column];
    const hint = `Column ${column + 1}${example ? `: ${example}` : ""}.${isTwice ? " Another column stands for the same figures." : ""}`;
    const group = make("div", "", { class: "nhsuk-form-group" }, make("label", words, { class: "nhsuk-label", for: id }),
      make("div", hint, { class: "nhsuk-hint", id: `${id}-hint` }), field);
    return { column, group, field, id };
  }

  function mark({ group, field, id }, isEmpty) {
    group.classList.toggle("nhsuk-form-group--error", isEmpty);
    group.querySelector(".nhsuk-error-message")?.remove();
    if (!isEmpty) { field.removeAttribute("aria-invalid"); field.setAttribute("aria-describedby", `${id}-hint`); return; }
    const error = make("span", "", { class: "nhsuk-error-message", id: `${id}-error` },
      make("span", "Error: ", { class: "nhsuk-u-visually-hidden" }), "Choose what this column is");
    field.before(error);
    field.setAttribute("aria-invalid", "true");
    field.setAttribute("aria-describedby", `${id}-hint ${id}-error`);
  }

  // --- Old beside new ---------------------------------------------------------------------------------------------

  const amount = ({ numerator, denominator, marker }) =>
    `${[numerator, denominator].filter((each) => each).join(" of ")}${marker ? ` [${marker}]` : ""}`.trim() || "Empty";

  // entries: [{area, measure, stands, becomes, isSame, isNew, notes, wasChanged}]. Gives back how to draw changed ones again.
  function preview(section, plan, entries, { save, cancel }) {
    const counts = make("p", "", { class: "entry-pasted__counts" });
    const body = make("tbody", "", { class: "nhsuk-table__body", role: "rowgroup" });
    const keep = button("", save, false);
    const leave = leaving("", cancel);
    const rows = entries.map(() => make("tr", "", { class: "nhsuk-table__row", role: "row" }));
    body.append(...rows);
    const renew = (shown, only) => {
      shown.forEach((entry, at) => { if (only === undefined || only === at) rows[at].replaceChildren(...cellsOf(entry)); });
      const changes = shown.filter((entry) => !entry.isSame).length;
      counts.textContent = countWords(shown, plan.misfits.length);
      keep.textContent = `Save ${changes === 1 ? "this figure" : `these ${changes} figures`}`;
      keep.hidden = changes === 0;
      leave.textContent = changes ? "Do not save" : "Close";
    };
    renew(entries);
    const used = plan.notes.length ? [list(plan.notes)] : [];
    const table = make("table", "", { class: "nhsuk-table-responsive entry-pasted__table", role: "table" },
      make("caption", "What stands now, and what would be saved", { class: "nhsuk-table__caption nhsuk-u-visually-hidden" }), head(), body);
    const asRegion = { class: "entry-pasted__scroll", role: "region", "aria-label": "Pasted figures, old beside new", tabindex: "0" };
    const scroll = make("div", "", asRegion, table);
    open(section, entries.length ? "Look before you save" : "Nothing was pasted", counts, make("p", `Read ${plan.used}`), ...used,
      ...misfitList(plan.misfits), ...(entries.length ? [scroll] : []), make("div", "", { class: "entry-pasted__buttons" }, keep, leave));
    return renew;
  }

  function head() {
    const asHeader = (words) => make("th", words, { class: "nhsuk-table__header", role: "columnheader", scope: "col" });
    const cells = ["Area", "Measure", "Stands now", "New", "Note"].map(asHeader);
    return make("thead", "", { class: "nhsuk-table__head", role: "rowgroup" }, make("tr", "", { role: "row" }, ...cells));
  }

  function cellsOf({ area, measure, stands, becomes, notes }) {
    const words = [["Area", area], ["Measure", measure], ["Stands now", amount(stands)], ["New", amount(becomes)], ["Note", notes.join(". ")]];
    return words.map(([name, said]) =>
      make("td", "", { class: "nhsuk-table__cell", role: "cell" },
        make("span", `${name} `, { class: "nhsuk-table-responsive__heading", "aria-hidden": "true" }), said));
  }

  function countWords(entries, misfits) {
    if (!entries.length) return `No figure to save. ${misfits} did not fit.`;
    const [changes, same] = [entries.filter((entry) => !entry.isSame), entries.filter((entry) => entry.isSame).length];
    const fresh = changes.filter((entry) => entry.isNew).length;
    const parts = [`${fresh} new`, `${changes.length - fresh} changed`, `${same} unchanged`, `${misfits} did not fit`];
    return `Nothing is saved yet: ${parts.join(", ")}.`;
  }

  function done(section, count, plan, { undo }) {
    open(section, `${plural(count, "figure", "figures")} pasted`, make("p", `Read ${plan.used}`), ...misfitList(plan.misfits),
      button("Take the paste back", undo));
  }

  return { refused, questions, preview, done, close, MARKERS };
})();
globalThis.entryPreview = entryPreview;
