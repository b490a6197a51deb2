// The target table without a detour: areas found as one types, and a button that copies the link. Without this file
// the same is done by the form: a search shows its matches on the page.

for (const hidden of document.querySelectorAll("[data-needs-script]")) hidden.hidden = false;

for (const button of document.querySelectorAll("[data-copy]")) {
  const field = document.getElementById(button.dataset.copy);
  const said = button.parentElement.querySelector("[role=status]");
  field.value = new URL(field.value, location.href).href;
  button.addEventListener("click", async () => {
    try {
      await navigator.clipboard.writeText(field.value);
      said.textContent = "Copied";
    } catch {
      field.select();
      said.textContent = "Press Ctrl and C to copy";
    }
  });
}

const finder = document.querySelector(".targets-finder");
if (finder) becomeCombobox(finder, document.getElementById("chosen-areas"));

function becomeCombobox(box, chosen) {
  const MOST = 12;
  const field = box.querySelector("input[type=text]");
  const inside = box.querySelector("input[type=checkbox]");
  const list = document.createElement("ul");
  const said = document.createElement("p");
  let asked = null;
  let areas = [];
  let matches = [];
  let at = -1;

  list.className = "targets-finder__list";
  list.id = "find-area-list";
  list.hidden = true;
  list.setAttribute("role", "listbox");
  list.setAttribute("aria-label", "Areas found");
  said.className = "nhsuk-u-visually-hidden";
  said.setAttribute("role", "status");
  field.after(list);
  box.append(said);
  const roles = { role: "combobox", "aria-autocomplete": "list", "aria-expanded": "false", "aria-controls": list.id };
  for (const [name, value] of Object.entries(roles)) field.setAttribute(name, value);

  field.addEventListener("input", async () => {
    const typed = field.value;
    asked ??= known();
    areas = await asked;
    if (field.value === typed) show(found(typed)); // Else more was typed meanwhile, and shows itself.
  });
  field.addEventListener("keydown", (event) => {
    if (event.key === "ArrowDown" || event.key === "ArrowUp") {
      if (!matches.length) return;
      event.preventDefault();
      point(at + (event.key === "ArrowDown" ? 1 : -1));
    } else if (event.key === "Enter" && at >= 0) {
      event.preventDefault();
      choose(matches[at]);
    } else if (event.key === "Escape") {
      close();
    }
  });
  field.addEventListener("blur", () => setTimeout(() => document.activeElement !== field && close(), 150));
  list.addEventListener("mousedown", (event) => {
    const option = event.target.closest("[role=option]");
    if (!option) return;
    event.preventDefault();
    choose(matches[Number(option.dataset.place)]);
  });

  async function known() {
    try {
      const answer = await fetch(box.dataset.areas);
      const rows = answer.ok ? (await answer.json()).rows : [];
      return rows.map((row) => ({
        code: row.area,
        name: row.short_name,
        words: `${row.name} ${row.short_name} ${row.area} ${row.gss_code ?? ""}`.toLowerCase(),
      }));
    } catch {
      return []; // The form still searches.
    }
  }

  function found(text) {
    const words = text.toLowerCase().split(/\s+/).filter(Boolean);
    if (!words.length) return [];
    const fits = areas.filter((area) => words.every((word) => area.words.includes(word)));
    const near = (area) => (area.code.toLowerCase() === words[0] ? 0 : area.name.toLowerCase().startsWith(words[0]) ? 1 : 2);
    return fits.sort((one, other) => near(one) - near(other)).slice(0, MOST);
  }

  function show(these) {
    matches = these;
    list.replaceChildren(
      ...matches.map((area, place) => {
        const option = document.createElement("li");
        option.id = `find-area-${place}`;
        option.dataset.place = place;
        option.setAttribute("role", "option");
        option.setAttribute("aria-selected", "false");
        option.textContent = `${area.name} (${area.code})`;
        return option;
      }),
    );
    list.hidden = !matches.length;
    field.setAttribute("aria-expanded", String(Boolean(matches.length)));
    at = -1;
    field.removeAttribute("aria-activedescendant");
    said.textContent = field.value ? `${matches.length} found` : "";
  }

  function point(place) {
    list.children[at]?.setAttribute("aria-selected", "false");
    at = (place + matches.length) % matches.length;
    list.children[at].setAttribute("aria-selected", "true");
    list.children[at].scrollIntoView({ block: "nearest" });
    field.setAttribute("aria-activedescendant", list.children[at].id);
  }

  function choose(area) {
    const name = inside.checked ? "within" : "area";
    if (!chosen.querySelector(`input[name=${name}][value="${area.code}"]`)) {
      const item = document.createElement("li");
      const label = document.createElement("label");
      const tick = document.createElement("input");
      const words = document.createElement("span");
      label.className = "targets-check";
      Object.assign(tick, { type: "checkbox", name, value: area.code, checked: true });
      words.textContent = `${area.name} (${area.code})${inside.checked ? " and everything inside" : ""}`;
      label.append(tick, " ", words);
      item.append(label);
      chosen.append(item);
    }
    field.value = "";
    close();
    said.textContent = `${area.name} added`;
  }

  function close() {
    matches = [];
    list.hidden = true;
    field.setAttribute("aria-expanded", "false");
    field.removeAttribute("aria-activedescendant");
    at = -1;
  }
}
