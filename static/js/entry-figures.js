// How a figure is written: a number, with or without separators between groups of three digits, or a marker that says why
// there is none. The same rule as the server's (programmes/checks/typed.py), which hands over how markers are written.

const entryFigures = (() => {
  const BLANK = "[ \\t\\r\\n\\u00a0\\u2007\\u2008\\u2009\\u200a\\u202f\\u3000]";
  const NUMBER = new RegExp(
    `^[-\\u2212]?([0-9]+|[1-9][0-9]{0,2}(,[0-9]{3})+|[1-9][0-9]{0,2}(${BLANK}[0-9]{3})+)(\\.[0-9]+)?$`,
  );
  const SEPARATORS = new RegExp(`${BLANK}|,`, "g");
  const AROUND = new RegExp(`^${BLANK}+|${BLANK}+$`, "g");
  const SHOWN_DIGITS = 15;

  // Without blanks around it, and without what nobody sees: joiners, marks of order and of direction.
  const visible = (text) => text.replace(/\p{Cf}/gu, "").replace(AROUND, "");

  const isNumber = (text) => NUMBER.test(visible(text));

  // The digits of a number, as one would type them; null where there is none to read.
  function digits(text) {
    if (!isNumber(text)) return null;
    const bare = visible(text).replace(SEPARATORS, "").replace("\u2212", "-");
    if (!bare.includes(".") || bare.replace(/\D/g, "").length <= SHOWN_DIGITS) return bare;
    // What a double holds beyond the digits that a spreadsheet shows is noise.
    const shown = Number(bare).toPrecision(SHOWN_DIGITS);
    return shown.includes("e") ? bare : shown.replace(/\.?0+$/, "");
  }

  const numberIn = (text) => (isNumber(text) ? Number(digits(text)) : null);

  const folded = (text) =>
    visible(text)
      .normalize("NFKC")
      .replace(/[\u2010-\u2015\u2212\ufe58]/g, "-")
      .replace(/[\u2217\u204e]/g, "*")
      .replace(/[\u2044\u2215\\]/g, "/")
      .toLowerCase()
      .replace(/\s+/g, "");

  // A marker of a page: `marks` are its writings, in small letters and without blanks, with what each means.
  const markerOf = (text, marks) => (Object.hasOwn(marks, folded(text)) ? marks[folded(text)] : "");

  const isFigure = (text, marks) => isNumber(text) || markerOf(text, marks) !== "";

  return { visible, isNumber, digits, numberIn, markerOf, isFigure };
})();
globalThis.entryFigures = entryFigures;
