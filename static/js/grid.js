// Saves each cell of the entry grid by itself, says how it stands, and keeps what is not saved on this computer.
// Without this script the page is a form that saves all cells together. A column is an indicator; in a turned grid it is a
// quarter, and each cell says where it is saved.

const form = document.querySelector("form[data-save]");
if (form) startGrid(form);

function startGrid(form) {
  const FIELDS = ["numerator", "denominator", "marker", "note", "explanation", "reason"];
  const WORDS = {
    saved: "Saved", accepted: "Accepted before", empty: "Empty", typing: "Being typed", checking: "Checking", problem: "Problem",
    explain: "Needs an explanation", returned: "Returned: see the comment", refused: "Not saved", conflict: "Changed by somebody else",
    unsaved: "Not saved, trying again", waiting: "Offline and waiting",
  };
  const WITHOUT_NUMBER = ["c", "x", "z"];
  const PAUSE = 2500;
  const PATIENCE = 15000;
  const LONGEST_WAIT = 30000;

  const table = form.querySelector("[data-grid]");
  const problemList = form.querySelector("[data-problem-list]");
  const footWords = form.querySelector("[data-foot-words]");
  const cells = new Map();
  const queue = new Set();
  const columnProblems = new Map();
  let wait = 0;
  let timer = null;
  let isSending = false;
  let stopped = "";
  let pasting = null;
  let hasSaved = footWords.textContent.startsWith("All saved");

  const text = (tag, words, attributes = {}) => {
    const made = document.createElement(tag);
    made.textContent = words;
    for (const [name, value] of Object.entries(attributes)) made.setAttribute(name, value);
    return made;
  };
  const marks = JSON.parse(form.dataset.marks);
  const plural = (count, one, many) => `${count} ${count === 1 ? one : many}`;

  // --- Cells ----------------------------------------------------------------------------------------------------

  for (const element of table.querySelectorAll("[data-cell]")) {
    const fields = {};
    for (const field of element.querySelectorAll("[data-field]")) fields[field.dataset.field] = field;
    if (!fields.numerator) continue;
    const cell = { element, fields, key: element.dataset.cell, column: element.dataset.inColumn, state: element.dataset.state, problems: [], pause: null, sent: "", typedMarker: "" };
    cell.isOpen = ["problem", "explain", "returned"].includes(cell.state);
    cells.set(cell.key, cell);
  }
  for (const item of problemList.querySelectorAll("li")) {
    const words = item.textContent.slice(item.querySelector("a").textContent.length + 2);
    const cell = cells.get(item.dataset.of);
    if (item.hasAttribute("data-of-column") && cell) {
      columnProblems.set(cell.column, [...(columnProblems.get(cell.column) ?? []), { message: words, answered: false }]);
    } else if (cell) cell.problems.push({ message: words, answered: false, severity: cell.state === "problem" ? "refusal" : "warning" });
  }

  const read = (cell) => FIELDS.map((name) => (cell.fields[name]?.value ?? "").trim());
  const print = (values) => JSON.stringify(values);
  const isTouched = (cell) => ![cell.fields.was.value, cell.sent].includes(print(read(cell)));
  const versionOf = (cell) => Number(cell.fields.version.value);

  // What is being typed in is left as it is; a list is not typed in, and is where Tab leads from a marker that was typed.
  function write(cell, values) {
    FIELDS.forEach((name, at) => {
      const field = cell.fields[name];
      if (!field || field.value.trim() === values[at]) return;
      if (field !== document.activeElement || field.tagName === "SELECT") field.value = values[at];
    });
  }

  function show(cell, state, messages) {
    cell.state = state;
    cell.element.dataset.state = state;
    cell.element.querySelector("use").setAttribute("href", `#mark-${{ unsaved: "checking" }[state] ?? state}`);
    cell.element.querySelector("[data-state-words]").textContent = WORDS[state];
    const isWrong = ["refused", "conflict", "problem"].includes(state);
    for (const name of ["numerator", "denominator"]) {
      if (isWrong) cell.fields[name]?.setAttribute("aria-invalid", "true");
      else cell.fields[name]?.removeAttribute("aria-invalid");
    }
    if (messages) {
      const list = cell.element.querySelector("[data-problems]");
      const comment = list.querySelector(".entry-problem--comment");
      list.replaceChildren(...messages, ...(comment ? [comment] : []));
    }
    tell();
    pasting?.changed(cell);
  }

  const asItem = (problem) =>
    text("li", problem.answered && problem.severity === "warning" ? `${problem.message} Explained.` : problem.message, {
      class: `entry-problem${problem.answered ? " entry-problem--answered" : problem.severity === "refusal" ? " entry-problem--refusal" : ""}`,
    });

  // --- What is not saved yet is kept on this computer ----------------------------------------------------------------

  const keptAs = (cell) => {
    const { kept = form.dataset.kept, indicator, area } = cell.element.dataset;
    return `${kept} ${indicator}.${area}`;
  };
  let canKeep = true;

  function keep(cell) {
    try {
      localStorage.setItem(keptAs(cell), JSON.stringify({ values: read(cell), version: versionOf(cell), at: Date.now() }));
    } catch {
      canKeep = false;
    }
  }
  function forget(cell) {
    try {
      localStorage.removeItem(keptAs(cell));
    } catch {
      canKeep = false;
    }
  }
  function takeUp() {
    for (const cell of cells.values()) {
      let kept = null;
      try {
        kept = JSON.parse(localStorage.getItem(keptAs(cell)));
      } catch {
        continue;
      }
      if (!kept || !Array.isArray(kept.values) || kept.values.length !== FIELDS.length) continue;
      if (print(kept.values) === cell.fields.was.value) { forget(cell); continue; }
      write(cell, kept.values.map(String));
      cell.fields.version.value = kept.version;
      send(cell);
    }
  }

  // A cell is about to be changed: how it stood is how it stands again when the change is taken back.
  function begin(cell) {
    if (["typing", "checking", "unsaved", "waiting", "refused"].includes(cell.state)) return;
    [cell.settled, cell.stood] = [cell.state, cell.problems];
  }

  function stands(cell) {
    cell.problems = cell.stood ?? cell.problems;
    return cell.problems.map(asItem);
  }

  // A marker that was typed where a number belongs gives way to what is typed there next, and is back when that is taken
  // back. One that was chosen in the list, or that stood there when the page was opened, is changed in the list alone.
  function giveWay(cell) {
    const { numerator, denominator, marker } = cell.fields;
    if (!cell.typedMarker) return;
    const typed = [numerator, denominator].filter(Boolean).map((field) => field.value);
    const isFigure = typed.some((words) => entryFigures.isFigure(words, marks));
    if (isFigure && marker.value === cell.typedMarker) marker.value = "";
    else if (!marker.value && typed.every((words) => !words.trim())) marker.value = cell.typedMarker;
  }

  function noteTyped(cell, values, marker) {
    const isTyped = values.slice(0, 2).some((words) => entryFigures.markerOf(words, marks));
    if (isTyped && ["", cell.typedMarker].includes(values[2])) cell.typedMarker = marker;
    else if (marker !== cell.typedMarker) cell.typedMarker = "";
  }

  // Values into a cell as if they were typed, by the names of fields or all in their order.
  function enter(cell, values) {
    cell.typedMarker = WITHOUT_NUMBER.includes(values.marker) ? values.marker : "";
    FIELDS.forEach((name, at) => {
      const value = Array.isArray(values) ? values[at] : values[name];
      if (cell.fields[name] && value !== undefined) cell.fields[name].value = value;
    });
    total(cell.column);
    if (cell.state !== "conflict") { begin(cell); cell.state = "typing"; }
    send(cell);
  }

  // --- Saving ---------------------------------------------------------------------------------------------------

  function send(cell) {
    clearTimeout(cell.pause);
    if (cell.state === "conflict") { keep(cell); return; }
    if (!isTouched(cell)) {
      forget(cell);
      queue.delete(cell);
      if (cell.state === "typing") show(cell, cell.settled ?? (cell.fields.version.value === "0" ? "empty" : "saved"), stands(cell));
      return;
    }
    keep(cell);
    queue.add(cell);
    show(cell, navigator.onLine ? "checking" : "waiting");
    drain();
  }

  async function drain() {
    if (isSending || stopped) return;
    isSending = true;
    clearTimeout(timer);
    while (queue.size) {
      const [cell] = queue;
      if (await put(cell)) { wait = 0; continue; }
      wait = Math.min(LONGEST_WAIT, wait ? wait * 2 : 1000);
      for (const each of queue) show(each, navigator.onLine ? "unsaved" : "waiting");
      timer = setTimeout(drain, wait);
      break;
    }
    isSending = false;
    tell();
  }

  // One cell to the server. False when it could not be reached: then it is tried again.
  async function put(cell) {
    const values = read(cell);
    show(cell, "checking");
    let answer;
    let said = {};
    try {
      answer = await fetch(cell.element.dataset.save ?? form.dataset.save, {
        method: "PUT",
        redirect: "manual",
        headers: { "Content-Type": "application/json", "X-CSRFToken": form.elements.csrfmiddlewaretoken.value },
        body: JSON.stringify({
          indicator: cell.element.dataset.indicator, area: cell.element.dataset.area, version: versionOf(cell),
          ...Object.fromEntries(FIELDS.map((name, at) => [name, values[at]])),
        }),
        signal: AbortSignal.timeout(PATIENCE),
      });
      if (answer.headers.get("Content-Type")?.includes("json")) said = await answer.json();
    } catch {
      return false;
    }
    if (answer.status === 200) return saved(cell, values, said);
    if (answer.status === 409) return changed(cell, said.current);
    if (answer.status === 422) return refused(cell, values, said.problems);
    if (answer.status === 403 && said.message) return refused(cell, values, [{ message: said.message, severity: "refusal" }]);
    if (answer.type === "opaqueredirect" || answer.status === 401 || answer.status === 403) return signedOut();
    if (answer.status === 400 || answer.status === 404) return refused(cell, values, [{ message: "This could not be saved. Reload the page: what you typed is kept.", severity: "refusal" }]);
    return false;
  }

  function saved(cell, values, said) {
    hasSaved = true;
    const stands = FIELDS.map((name) => said.cell[name]);
    const isSame = print(read(cell)) === print(values);
    cell.fields.version.value = said.cell.version;
    cell.fields.was.value = print(stands);
    cell.sent = print(values);
    noteTyped(cell, values, said.cell.marker);
    cell.problems = said.cell.problems;
    columnProblems.set(cell.column, said.column);
    queue.delete(cell);
    if (!isSame) { keep(cell); queue.add(cell); return true; }
    forget(cell);
    write(cell, stands);
    [cell.settled, cell.stood] = [said.cell.state, cell.problems];
    show(cell, said.cell.state, said.cell.problems.map(asItem));
    if (said.cell.problems.some((problem) => !problem.answered)) cell.element.querySelector("[data-words]").open = true;
    total(cell.column);
    return true;
  }

  function refused(cell, values, problems) {
    queue.delete(cell);
    if (print(read(cell)) !== print(values)) { queue.add(cell); return true; }
    cell.problems = problems;
    show(cell, "refused", problems.map(asItem));
    return true;
  }

  function changed(cell, current) {
    queue.delete(cell);
    const theirs = [current.numerator, current.denominator].filter((each) => each !== "").join(" of ");
    const marker = current.marker && ` [${current.marker}]`;
    const at = current.at && new Date(current.at).toLocaleString("en-GB", { dateStyle: "long", timeStyle: "short" });
    const words = `${current.by || "Somebody"} saved ${`${theirs}${marker}`.trim() || "an empty cell"}${at ? ` on ${at}` : ""}. Yours is not saved.`;
    const item = text("li", words, { class: "entry-problem entry-problem--refusal" });
    const label = ` for ${cell.element.dataset.label}`;
    const mine = choice("Keep mine", label, () => {
      cell.fields.version.value = current.version;
      cell.state = "typing";
      cell.sent = "";
      send(cell);
      cell.fields.numerator.focus();
    });
    const other = choice("Take theirs", label, () => {
      const stands = FIELDS.map((name) => current[name]);
      FIELDS.forEach((name, at) => { if (cell.fields[name]) cell.fields[name].value = stands[at]; });
      cell.fields.version.value = current.version;
      cell.fields.was.value = print(stands);
      cell.sent = cell.typedMarker = "";
      cell.problems = current.problems;
      [cell.settled, cell.stood] = [current.state, current.problems];
      forget(cell);
      show(cell, current.state, current.problems.map(asItem));
      total(cell.column);
      cell.fields.numerator.focus();
    });
    item.append(document.createElement("br"), mine, " ", other);
    cell.problems = [{ message: words, severity: "refusal" }];
    show(cell, "conflict", [item]);
    return true;
  }

  function choice(words, hidden, act) {
    const button = text("button", words, { type: "button", class: "nhsuk-button nhsuk-button--secondary nhsuk-button--small" });
    button.append(text("span", hidden, { class: "nhsuk-u-visually-hidden" }));
    button.addEventListener("click", act);
    return button;
  }

  // The session is over, or begun anew elsewhere: a fresh copy of this page says which, and brings a fresh token.
  async function signedOut() {
    try {
      const answer = await fetch(location.href, { redirect: "manual" });
      const page = answer.ok ? new DOMParser().parseFromString(await answer.text(), "text/html") : null;
      const fresh = page?.querySelector("form[data-save]");
      if (fresh?.dataset.kept === form.dataset.kept) {
        const token = fresh.elements.csrfmiddlewaretoken.value;
        const isNew = token !== form.elements.csrfmiddlewaretoken.value;
        form.elements.csrfmiddlewaretoken.value = token;
        stopped = "";
        // A token is masked anew in every page, so that another refusal is waited out and not tried at once.
        return isNew && wait === 0;
      }
    } catch {
      return false;
    }
    for (const each of queue) show(each, "unsaved");
    stopped = "you are signed out";
    tell();
    setTimeout(() => { stopped = ""; drain(); }, 10000);
    return false;
  }

  // --- Totals, problems, the bar at the foot --------------------------------------------------------------------------

  const numberIn = (field) => (field ? entryFigures.numberIn(field.value) : null);
  const written = (number) => number.toLocaleString("en-GB", { maximumFractionDigits: 4 });

  function total(column) {
    const sums = [0, 0];
    let filled = 0;
    let withoutNumber = 0;
    const of = [...cells.values()].filter((cell) => cell.column === column);
    const shown = table.querySelectorAll(`[data-in-column="${column}"]`).length;
    for (const cell of of) {
      const [first, second] = [numberIn(cell.fields.numerator), numberIn(cell.fields.denominator)];
      const marker = entryFigures.markerOf(cell.fields.numerator.value, marks) || cell.fields.marker.value;
      if (first !== null || second !== null || WITHOUT_NUMBER.includes(marker)) filled += 1;
      if (first === null && WITHOUT_NUMBER.includes(marker)) withoutNumber += 1;
      sums[0] += first ?? 0;
      sums[1] += second ?? 0;
    }
    const place = table.querySelector(`[data-total="${column}"]`);
    if (!place || of.length !== shown) return;
    const head = table.querySelector(`[data-column="${column}"]`).dataset;
    let words = written(sums[0]);
    if (head.denominator) {
      words += ` of ${written(sums[1])}`;
      if (sums[1]) words += head.unit === "percent" ? ` (${(100 * sums[0] / sums[1]).toFixed(1)}%)` : ` (${(sums[0] / sums[1]).toFixed(2)})`;
    }
    if (!filled) words = "Nothing yet";
    else if (filled < of.length) words += ` so far, ${of.length - filled} missing`;
    else if (withoutNumber) words += `, ${withoutNumber} without a number`;
    place.textContent = words;
  }

  const open = (problems) => problems.filter((problem) => !problem.answered);

  function listProblems() {
    const items = [];
    const add = (cell, words, problem) => {
      const item = text("li", "");
      item.append(text("a", words, { href: `#numerator-${cell.key}` }), `: ${problem.message}`);
      items.push(item);
    };
    for (const [column, problems] of columnProblems) {
      const cell = [...cells.values()].find((each) => each.column === column);
      const head = table.querySelector(`[data-column="${column}"]`).dataset;
      for (const problem of open(problems)) if (cell) add(cell, head.short, problem);
    }
    for (const cell of cells.values()) for (const problem of open(cell.problems)) add(cell, cell.element.dataset.label, problem);
    problemList.replaceChildren(...items);
    problemList.closest("aside").hidden = items.length === 0;
    return items.length;
  }

  function footSays() {
    const count = (...states) => [...cells.values()].filter((cell) => states.includes(cell.state)).length;
    const trying = count("unsaved");
    const parts = [];
    if (stopped) return `Not saved: ${stopped}. What you typed is kept on this computer. Sign in in another window; it is then saved.`;
    if (count("waiting")) parts.push(`Offline: ${count("waiting")} waiting${canKeep ? ", kept on this computer" : ""}`);
    if (trying) parts.push(`${trying} not saved, trying again`);
    if (count("refused")) parts.push(`${plural(count("refused"), "figure cannot", "figures cannot")} be saved like this`);
    if (count("conflict")) parts.push(`${count("conflict")} changed by somebody else: choose which stands`);
    if (!parts.length && count("checking")) return "Saving";
    if (!parts.length && count("typing")) return "Being typed";
    if (!parts.length) parts.push(hasSaved ? "All saved" : "Nothing typed yet");
    const explain = [...cells.values()].reduce((sum, cell) => sum + (cell.state === "explain" ? 1 : 0), 0)
      + [...columnProblems.values()].reduce((sum, problems) => sum + open(problems).length, 0);
    if (explain) parts.push(`${explain} ${explain === 1 ? "needs" : "need"} an explanation`);
    if (count("problem")) parts.push(plural(count("problem"), "has a problem", "have a problem"));
    if (count("returned")) parts.push(`${count("returned")} returned`);
    return parts.join(". ");
  }

  let telling = null;
  function tell() {
    // Once for all that happens in one go, so that the bar is never behind and never speaks twice.
    telling ??= setTimeout(() => {
      telling = null;
      listProblems();
      const words = footSays();
      if (footWords.textContent !== words) footWords.textContent = words;
      footWords.closest("[data-foot]").dataset.state = /not saved|Offline|cannot|Not saved|changed by/i.test(words) ? "unsaved" : "saved";
    }, 0);
  }

  // --- Listening ---------------------------------------------------------------------------------------------------------

  const cellOf = (target) => cells.get(target.closest("[data-cell]")?.dataset.cell);

  table.addEventListener("input", (event) => {
    const cell = cellOf(event.target);
    if (!cell) return;
    if (event.target === cell.fields.marker) cell.typedMarker = "";
    else giveWay(cell);
    total(cell.column);
    if (cell.state === "conflict") { keep(cell); return; }
    begin(cell);
    keep(cell);
    show(cell, "typing");
    clearTimeout(cell.pause);
    cell.pause = setTimeout(() => send(cell), PAUSE);
  });
  table.addEventListener("change", (event) => {
    const cell = cellOf(event.target);
    if (cell) send(cell);
  });
  table.addEventListener("focusout", (event) => {
    const cell = cellOf(event.target);
    if (cell && cell.state === "typing") send(cell);
  });
  addEventListener("online", () => { wait = 0; drain(); });
  addEventListener("offline", () => { for (const cell of queue) show(cell, "waiting"); tell(); });

  const settle = async () => {
    for (const cell of cells.values()) if (isTouched(cell) && cell.state !== "conflict" && cell.state !== "refused") send(cell);
    // A form cannot be submitted anew while its submit event is still going round, so this always takes a turn.
    await new Promise((resolve) => { setTimeout(resolve, 0); });
    for (let turns = 0; (queue.size || isSending) && wait === 0 && turns < 200; turns += 1) {
      await new Promise((resolve) => { setTimeout(resolve, 50); });
    }
    return [...cells.values()].find((cell) => ["refused", "conflict", "unsaved", "waiting", "checking"].includes(cell.state));
  };
  form.addEventListener("submit", async (event) => {
    const button = event.submitter;
    if (form.dataset.isSettled || !button?.hasAttribute("data-send")) return;
    event.preventDefault();
    if (pasting.isWaiting()) return;
    const inTheWay = await settle();
    if (inTheWay) {
      inTheWay.fields.numerator.focus();
      tell();
      return;
    }
    form.dataset.isSettled = "yes";
    form.requestSubmit(button);
  });
  addEventListener("pageshow", () => { delete form.dataset.isSettled; });
  addEventListener("beforeunload", (event) => {
    if (!canKeep && queue.size) event.preventDefault();
  });

  entryKeys.listen(table);
  pasting = entryPasting.listen({ form, table, marks, cells, read, enter });
  form.querySelector("[data-without-scripts]").hidden = true;
  for (const hint of form.querySelectorAll("[data-with-scripts]")) hint.hidden = false;
  takeUp();
  form.dataset.isReady = "yes";
}
