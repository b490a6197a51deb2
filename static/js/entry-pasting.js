// Takes what is pasted into the grid, shows it before anything is saved, and puts it into its cells on one press. Until then
// no field is changed, nothing is sent, and nothing is kept on this computer. The paste can be taken back.

const entryPasting = (() => {
  const NUMBERS = ["numerator", "denominator", "marker"];

  // grid: {form, table, marks, cells, read, enter}; `enter` puts values into a cell as if they were typed, and saves them.
  function listen(grid) {
    const section = grid.form.querySelector("[data-pasted]");
    const says = grid.form.querySelector("[data-pasted-says]");
    let shown = null;
    let start = null;

    const say = (words) => { says.textContent = words; };

    function cancel() {
      shown = null;
      entryPreview.close(section);
      say("Nothing was pasted.");
      start.focus();
    }

    function onPaste(event) {
      const field = event.target;
      if (!field.matches?.("[data-field=numerator], [data-field=denominator]")) return;
      const block = event.clipboardData?.getData("text/plain") ?? "";
      if (!entryBlock.isBlock(block)) return;
      event.preventDefault();
      start = field;
      say("");
      look(block, entryLayout.of(grid), {});
    }

    function look(block, layout, choices) {
      shown = null;
      const plan = entryPaste.place(block, layout, entryLayout.placeOf(start, layout), choices);
      if (plan.refused.length) entryPreview.refused(section, plan, { cancel });
      else if (plan.questions.length) {
        const answer = (given) => look(block, layout, { ...choices, ...given });
        entryPreview.questions(section, plan, choices, { answer, cancel });
      } else {
        const fills = plan.figures.map((figure) => ({ figure, cell: layout.areas[figure.area].cells[figure.column].cell, layout }));
        shown = { plan, fills, entries: fills.map(asEntry) };
        shown.renew = entryPreview.preview(section, plan, shown.entries, { save, cancel });
      }
    }

    // --- What stands, and what would ------------------------------------------------------------------------------

    const standing = ({ fields }) => Object.fromEntries(NUMBERS.map((name) => [name, (fields[name]?.value ?? "").trim()]));

    function becoming(stands, { values, marker }) {
      if (marker) return { numerator: "", denominator: "", marker };
      return { ...stands, ...values, marker: stands.marker in entryPreview.MARKERS ? "" : stands.marker };
    }

    const isSameNumber = (one, two) => one === two || (one !== "" && two !== "" && entryFigures.numberIn(one) === entryFigures.numberIn(two));

    function asEntry({ figure, cell, layout }) {
      const stands = standing(cell);
      const becomes = becoming(stands, figure);
      const isSame = NUMBERS.every((name) => isSameNumber(stands[name], becomes[name]));
      const isNew = !stands.numerator && !stands.denominator && !stands.marker;
      const slots = layout.slots.filter((slot) => slot.column === figure.column);
      const notes = isSame ? ["No change"] : unusual(cell, stands, becomes);
      return { area: layout.areas[figure.area].title, measure: slots[0].short, stands, becomes, isSame, isNew, notes };
    }

    function unusual(cell, stands, becomes) {
      const notes = [];
      if (becomes.marker in entryPreview.MARKERS) notes.push(entryPreview.MARKERS[becomes.marker]);
      else if (cell.fields.denominator && (!becomes.numerator || !becomes.denominator)) notes.push("The other number of the two is missing");
      const [before, after] = [entryFigures.numberIn(stands.numerator), entryFigures.numberIn(becomes.numerator)];
      if ([after, entryFigures.numberIn(becomes.denominator)].some((number) => number < 0)) notes.push("Below 0: this cannot be saved");
      else if (before > 0 && after >= 10 * before) notes.push("Ten times what stands now, or more");
      else if (before > 0 && after !== null && after <= before / 10) notes.push("A tenth of what stands now, or less");
      if (cell.state === "conflict") notes.push("Changed by somebody else: choose which stands after saving");
      if (cell.element.dataset.standing) notes.push("Accepted before: a reason will be asked for");
      return notes;
    }

    // A cell that is typed into or saved while the preview is open stands there with what it holds now.
    function changed(cell) {
      const at = shown ? shown.fills.findIndex((fill) => fill.cell === cell) : -1;
      if (at < 0) return;
      const before = shown.entries[at];
      const now = asEntry(shown.fills[at]);
      if (NUMBERS.every((name) => before.stands[name] === now.stands[name]) && before.notes.join() === now.notes.join()) return;
      if (NUMBERS.some((name) => before.stands[name] !== now.stands[name])) say(`${now.area}, ${now.measure} changed while this was open.`);
      shown.entries[at] = now;
      shown.renew(shown.entries, at);
    }

    // --- Saving, and taking back ----------------------------------------------------------------------------------

    function save() {
      const { plan, fills, entries } = shown;
      shown = null;
      say("");
      const before = new Map();
      fills.forEach(({ cell }, at) => { if (!entries[at].isSame) before.set(cell, grid.read(cell)); });
      fills.forEach(({ cell }, at) => { if (before.has(cell)) grid.enter(cell, entries[at].becomes); });
      entryPreview.done(section, before.size, plan, { undo: () => takeBack(before) });
    }

    function takeBack(before) {
      for (const [cell, values] of before) grid.enter(cell, values);
      entryPreview.close(section);
      say("The paste was taken back.");
      start.focus();
    }

    grid.table.addEventListener("paste", onPaste);
    section.addEventListener("keydown", (event) => {
      if (event.key !== "Escape" || event.target.tagName === "SELECT") return;
      const button = section.querySelector("[data-leave]");
      if (button) { event.preventDefault(); button.click(); }
    });

    // Whether something pasted waits for a press; then one is led to it.
    function isWaiting() {
      if (!section.querySelector("[data-leave]")) return false;
      say("What you pasted is not saved yet. Save it or not, then send.");
      section.querySelector("h2").focus();
      return true;
    }
    return { changed, isWaiting };
  }

  return { listen };
})();
globalThis.entryPasting = entryPasting;
