// Text: order, CSV, the language that is on.

// Order of bytes in UTF-8, which is order of code points: what strcmp gives.
export function compareText(a, b) {
  const n = Math.min(a.length, b.length);
  for (let i = 0; i < n; i++) {
    let x = a.charCodeAt(i), y = b.charCodeAt(i);
    if (x === y) continue;
    // A surrogate stands for a code point above all others of 16 bits.
    if (x >= 0xd800 && y >= 0xd800) {
      x = x >= 0xe000 ? x - 0x800 : x + 0x2000;
      y = y >= 0xe000 ? y - 0x800 : y + 0x2000;
    }
    return x < y ? -1 : 1;
  }
  return a.length - b.length;
}

function runsAsFormula(s) {
  return /^[=+\-@\t\r]/.test(s) && !/^[+-]?\d+(\.\d+)?$/.test(s);
}

// One field, quoted where RFC 4180 wants it; what a spreadsheet would run gets an apostrophe in front.
export function csvField(s) {
  if (s === null || s === undefined) return "";
  const formula = runsAsFormula(s);
  if (!formula && !/[",\r\n]/.test(s) && !s.startsWith(" ")) return s;
  return '"' + (formula ? "'" : "") + s.replaceAll('"', '""') + '"';
}

export function csvText(rows) {
  return rows.map((row) => row.map(csvField).join(",") + "\n").join("");
}

// Rows of fields; a byte order mark goes, empty lines go.
export function csvParse(text) {
  const rows = [];
  let row = [], field = "", quoted = false;
  const s = text.replace(/^\ufeff/, "");
  const endRow = () => {
    row.push(field);
    if (row.length > 1 || row[0] !== "") rows.push(row);
    row = [];
    field = "";
  };
  for (let i = 0; i < s.length; i++) {
    const c = s[i];
    if (quoted) {
      if (c !== '"') field += c;
      else if (s[i + 1] === '"') field += s[++i];
      else quoted = false;
    } else if (c === '"' && field === "") {
      quoted = true;
    } else if (c === ",") {
      row.push(field);
      field = "";
    } else if (c === "\n") {
      endRow();
    } else if (c !== "\r") {
      field += c;
    }
  }
  if (field !== "" || row.length) endRow();
  return rows;
}
