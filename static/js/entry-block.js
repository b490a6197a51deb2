// Reads what was copied from a spreadsheet into rows of cells. Empty rows keep their place; only those at the end go.

const entryBlock = (() => {
  // Tabs and line breaks of any kind; a cell in quotes may hold both, and quotes doubled.
  function read(copied) {
    const text = copied.replace(/^\ufeff/, "").replace(/\r\n?/g, "\n");
    const rows = [[""]];
    let isQuoted = false;
    for (let place = 0; place < text.length; place += 1) {
      const letter = text[place];
      const row = rows[rows.length - 1];
      if (isQuoted) {
        if (letter === '"' && text[place + 1] === '"') { row[row.length - 1] += '"'; place += 1; }
        else if (letter === '"') isQuoted = false;
        else row[row.length - 1] += letter;
      } else if (letter === '"' && row[row.length - 1] === "" && isClosed(text, place)) isQuoted = true;
      else if (letter === "\t") row.push("");
      else if (letter === "\n") rows.push([""]);
      else row[row.length - 1] += letter;
    }
    const tidy = rows.map((row) => row.map((cell) => entryFigures.visible(cell)));
    while (tidy.length && isEmpty(tidy[tidy.length - 1])) tidy.pop();
    return tidy;
  }

  // Whether a quote is ended before a tab or line break; one that is not is a letter like others, and swallows nothing.
  function isClosed(text, start) {
    for (let place = start + 1; place < text.length; place += 1) {
      if (text[place] !== '"') continue;
      if (text[place + 1] === '"') { place += 1; continue; }
      return place + 1 === text.length || text[place + 1] === "\t" || text[place + 1] === "\n";
    }
    return false;
  }

  const isEmpty = (row) => row.every((cell) => cell === "");

  // Whether it is more than one plain cell, which a browser pastes by itself.
  const isBlock = (copied) => /[\t\r\n]/.test(copied.replace(/(\r\n?|\n)$/, ""));

  const width = (rows) => rows.reduce((most, row) => Math.max(most, row.length), 0);

  return { read, isEmpty, isBlock, width };
})();
globalThis.entryBlock = entryBlock;
