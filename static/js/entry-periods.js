// Finds a quarter, month, day or year in the words of a heading, and says whether it is the one that is open.
// A span counts months from year 0: {from, months}; of a quarter or month without its year only its place in a year is known.

const entryPeriods = (() => {
  const MONTHS = ["jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec"];
  const MONTH = "(jan(?:uary)?|feb(?:ruary)?|mar(?:ch)?|apr(?:il)?|may|june?|july?|aug(?:ust)?|sep(?:tember|t)?|oct(?:ober)?"
    + "|nov(?:ember)?|dec(?:ember)?)\\.?";
  const YEAR = "((?:19|20)[0-9]{2}|'?[0-9]{2})";
  const TO = "\\s*(?:-|to|until|till|and|&|/)\\s*";
  const FOUR_WORDS = { first: 1, second: 2, third: 3, fourth: 4 };
  const APRIL = 3;

  const monthOf = (word) => MONTHS.indexOf(word.slice(0, 3).toLowerCase());
  const yearOf = (word) => (word.replace("'", "").length === 4 ? Number(word) : 2000 + Number(word.replace("'", "")));
  const span = (year, month, months) => ({ from: year * 12 + month, months });
  const isNext = (first, second) => (first + 1) % 100 === second % 100;

  function months(first, firstYear, last, lastYear) {
    const [start, end] = [monthOf(first), monthOf(last)];
    const length = ((end - start + 12) % 12) + 1;
    if (!lastYear) return { place: start, months: length };
    const ends = yearOf(lastYear) * 12 + end;
    const from = firstYear ? yearOf(firstYear) * 12 + start : ends - length + 1;
    return { from, months: ends - from + 1 };
  }

  function day(year, month, date) {
    if (month < 1 || month > 12 || date < 1 || date > 31) return null;
    return { ...span(year, month - 1, 1), day: date, isLast: date === new Date(Date.UTC(year, month, 0)).getUTCDate() };
  }

  function years(first, second) {
    const start = yearOf(first);
    return isNext(start, Number(second)) ? { year: start } : null;
  }

  // Each way of writing, the longest first, and what it means; null where the words only look like it.
  const WAYS = [
    [`${MONTH}\\s*-?\\s*${YEAR}${TO}${MONTH}\\s*-?\\s*${YEAR}`, (m) => months(m[1], m[2], m[3], m[4])],
    [`([0-9]{4})-([0-9]{2})-([0-9]{2})(?:[ t][0-9:.]+z?)?`, (m) => day(Number(m[1]), Number(m[2]), Number(m[3]))],
    [`([0-9]{1,2})[/.-]([0-9]{1,2})[/.-]${YEAR}`, (m) => day(yearOf(m[3]), Number(m[2]), Number(m[1]))],
    [`([0-9]{1,2})(?:st|nd|rd|th)?[\\s-]*(?:of )?${MONTH}[\\s-]*${YEAR}`, (m) => day(yearOf(m[3]), monthOf(m[2]) + 1, Number(m[1]))],
    [`${MONTH}${TO}${MONTH}(?:[\\s,-]*${YEAR})?`, (m) => months(m[1], "", m[2], m[3])],
    [`${MONTH}[\\s,/-]*${YEAR}`, (m) => months(m[1], "", m[1], m[2])],
    [`((?:19|20)[0-9]{2})\\s*[-/]\\s*((?:19|20)[0-9]{2}|[0-9]{2})(?![0-9])`, (m) => years(m[1], m[2]) ?? yearMonth(m[1], m[2])],
    [`(0?[1-9]|1[0-2])/((?:19|20)[0-9]{2})`, (m) => span(Number(m[2]), Number(m[1]) - 1, 1)],
    [`(?:fy|financial year)\\s*'?((?:20)?[0-9]{2})(?![0-9/-])`, (m) => ({ year: yearOf(m[1]) - 1 })],
    [`(?<!ages? |aged |of )(?:fy\\s*)?([0-9]{2})\\s*[-/]\\s*([0-9]{2})(?![0-9/])(?!\\s*(?:years?|yrs|weeks|months))`, (m) => years(m[1], m[2])],
    [`(20[0-9]{2})([0-9]{2})(?![0-9])`, (m) => years(m[1], m[2]) ?? yearMonth(m[1], m[2])],
    [`(?:q|quarter|qtr|qu)\\.?\\s*([1-4])(?![0-9])`, (m) => ({ quarter: Number(m[1]) })],
    [`([1-4])(?:st|nd|rd|th)\\s+(?:quarter|qtr|q)`, (m) => ({ quarter: Number(m[1]) })],
    [`(first|second|third|fourth)\\s+quarter`, (m) => ({ quarter: FOUR_WORDS[m[1].toLowerCase()] })],
    [`(?:h|half)\\s*([12])(?![0-9])`, () => ({ half: true })],
    [`(?:m|month)\\s*(0?[1-9]|1[0-2])(?![0-9])`, (m) => ({ month: Number(m[1]) })],
    [`(?:fy|cy|ye|year)?\\s*((?:19|20)[0-9]{2})(?![0-9])`, (m) => ({ calendar: Number(m[1]) })],
  ].map(([way, read]) => [new RegExp(`(?<![a-z0-9])${way}(?![a-pr-z])`, "i"), read]);
  // `May` is a word like others unless it stands alone.
  const MONTH_LAST = new RegExp(`(?:^|[\\s(])(?!may\\)?$)${MONTH}\\)?$|^(may)$`, "i");
  // Words that only lead to a period: `quarter ending 31 March 2025`, `as at Mar-25`.
  const LEADING = /\s*\b(quarters?|qtr|months?|year|period|ending|ended|end|as at|as of|at|to|from|for|in|of|the|fy)$/i;

  const yearMonth = (year, month) => (Number(month) >= 1 && Number(month) <= 12 ? span(Number(year), Number(month) - 1, 1) : null);

  // What a text says of time, and what else it says, with and without words that lead to a time:
  // {words, rest, bare, from, months, ...}; null where it says nothing.
  function find(text) {
    let left = text.replace(/[\u2010-\u2015\u2212]/g, "-").replace(/[\s\u00a0\u2009\u202f_]+/g, " ").replace(/[’‘]/g, "'").trim();
    const pieces = [];
    const words = [];
    for (const [way, read] of WAYS) {
      for (let tries = 0; tries < 4; tries += 1) {
        const match = way.exec(left);
        const piece = match && read(match);
        if (!piece) break;
        pieces.push(piece);
        words.push(match[0].trim());
        left = `${left.slice(0, match.index)} ${left.slice(match.index + match[0].length)}`;
      }
    }
    const last = pieces.length ? null : MONTH_LAST.exec(left);
    if (last) {
      pieces.push({ place: monthOf(last[1] ?? last[2]), months: 1 });
      words.push(last[1] ?? last[2]);
      left = left.slice(0, last.index);
    }
    if (!pieces.length) return null;
    const rest = left.replace(/[()[\],;:]/g, " ").replace(/\s+/g, " ").replace(/^[-/ ]+|[-/ ]+$/g, "").trim();
    let bare = rest;
    while (LEADING.test(bare)) bare = bare.replace(LEADING, "");
    return { ...together(pieces), words: words.join(" "), rest: bare.replace(/[-/ ]/g, "") ? rest : "", bare };
  }

  // Pieces found in one text as one span; one that is no span (`Q4 2024`, two years) stays unclear, and fits nothing.
  function together(pieces) {
    const of = (name) => pieces.filter((piece) => piece[name] !== undefined).map((piece) => piece[name]);
    const [financial, quarters, spans] = [of("year"), of("quarter"), pieces.filter((piece) => piece.from !== undefined)];
    const numbered = of("month");
    const odd = of("calendar").length + of("half").length;
    if (odd) return pieces.length === 1 && of("calendar").length ? { calendar: of("calendar")[0] } : {};
    if (new Set(financial).size > 1 || numbered.length > 1) return {};
    const start = financial.length ? financial[0] * 12 + APRIL : null;
    let own = null;
    if (quarters.length) own = { place: (Math.min(...quarters) * 3) % 12, months: 3 * (Math.max(...quarters) - Math.min(...quarters) + 1) };
    else if (numbered.length) own = { place: (numbered[0] - 1 + APRIL) % 12, months: 1 };
    if (own && start !== null) own = { from: start + ((own.place - APRIL + 12) % 12), months: own.months };
    if (!own && start !== null && !spans.length) return { from: start, months: 12 };
    const placed = pieces.filter((piece) => piece.place !== undefined);
    const all = [...(own ? [own] : []), ...placed, ...spans];
    return all.reduce((one, two) => agree(one, two), all[0] ?? {});
  }

  // Two pieces that say one thing, or the first and last day of a span.
  function agree(one, two) {
    if (one === two) return one;
    if (one.day === 1 && two.isLast && two.from >= one.from) return { from: one.from, months: two.from - one.from + 1 };
    const isSame = (one.months === two.months) && (one.from ?? one.place) % 12 === (two.from ?? two.place) % 12;
    if (isSame && (one.from === undefined || two.from === undefined || one.from === two.from)) return one.from === undefined ? two : one;
    return {};
  }

  // `2023-24-Q4` or `2023-24` as a span.
  function ofCode(code) {
    const [, year, quarter] = /^(\d{4})-\d{2}(?:-Q([1-4]))?$/.exec(code);
    return quarter ? span(Number(year), APRIL + 3 * (quarter - 1), 3) : span(Number(year), APRIL, 12);
  }

  const label = (code) => code.replace("-", "/").replace("-Q", " Q");

  // How what was found stands to a period: `is` it, `holds` it (a year around it), or `other`.
  function against(found, code) {
    const open = ofCode(code);
    const last = open.from + open.months - 1;
    if (found.calendar !== undefined) {
      return [open.from, last].some((month) => Math.floor(month / 12) === found.calendar) ? "holds" : "other";
    }
    if (found.place !== undefined) {
      if (open.months === found.months && open.from % 12 === found.place) return "is";
      return found.months === 1 && last % 12 === found.place ? "is" : "other";
    }
    if (found.from === undefined) return "other";
    if (found.day !== undefined) {
      return (found.from === last && found.isLast) || (found.from === open.from && found.day === 1) ? "is" : "other";
    }
    if (found.from === open.from && found.months === open.months) return "is";
    if (found.months === 1) return found.from === last ? "is" : "other";
    return found.from <= open.from && found.from + found.months > last ? "holds" : "other";
  }

  return { find, against, label };
})();
globalThis.entryPeriods = entryPeriods;
