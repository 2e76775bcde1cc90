// A plan that is being changed: rows and new units, with a way back and forth. Every version is kept whole; none is
// changed once it is there.
import {csvParse, csvText, compareText} from "./text.js";
import {readShare} from "./data.js";
import {decimalText} from "./number.js";
import {Refusal} from "./resolve.js";
import {NONE} from "./units.js";

const NEW_UNIT = ["code", "name", "kind", "parent", "seat", "continues"];

export class Plan {
  constructor(moves, newUnits) {
    this.start = {moves, newUnits, what: null};
    this.versions = [this.start];
    this.at = 0;
  }
  get now() {
    return this.versions[this.at];
  }
  get canUndo() {
    return this.at > 0;
  }
  get canRedo() {
    return this.at + 1 < this.versions.length;
  }
  get changed() {
    return this.at > 0;
  }
  undo() {
    if (this.canUndo) this.at--;
  }
  redo() {
    if (this.canRedo) this.at++;
  }
  // what: [en, zh], said of the change.
  put(moves, newUnits, what) {
    this.versions = this.versions.slice(0, this.at + 1);
    this.versions.push({moves, newUnits, what});
    this.at++;
  }
}

// Sends units (codes) whole to `to`; rows that they had go.
export function assign(moves, units, to, level) {
  const gone = new Set(units);
  const needsLevel = moves.some((m) => m.level) ? level : null;
  return moves.filter((m) => !gone.has(m.unit) || (m.level !== null && m.level !== level))
    .concat(units.map((unit) => ({unit, to, share: null, level: needsLevel})));
}

// What is known of a new unit, with some of it changed; null takes a value out.
export function describeUnit(newUnits, code, changes) {
  const had = newUnits.find((u) => u.code === code);
  const unit = {...(had ?? Object.fromEntries(NEW_UNIT.map((k) => [k, null]))), code, ...changes};
  return had ? newUnits.map((u) => (u === had ? unit : u)) : [...newUnits, unit];
}

// A code for a unit that is split off: its own if nothing else goes there, else the next free one after it.
export function freeCode(own, taken) {
  if (!taken.has(own)) return own;
  const tail = /\d+$/.exec(own)?.[0] ?? "", head = own.slice(0, own.length - tail.length);
  for (let i = 1n; ; i++) {
    const code = tail ? head + (BigInt(tail) + i).toString().padStart(tail.length, "0") : `${own}-${i}`;
    if (!taken.has(code)) return code;
  }
}

export function planText(moves) {
  const shares = moves.some((m) => m.share), levels = moves.some((m) => m.level);
  const rows = [["unit", "to", ...(shares ? ["share"] : []), ...(levels ? ["level"] : [])]];
  for (const m of [...moves].sort((a, b) => compareText(a.unit, b.unit) || compareText(a.to, b.to)))
    rows.push([m.unit, m.to, ...(shares ? [m.share ? decimalText(m.share.value, m.share.scale) : ""] : []), ...(levels ? [m.level ?? ""] : [])]);
  return csvText(rows);
}

// Only units that something goes to: simulate calls the others an error.
export function newUnitsText(newUnits, targets) {
  const kept = newUnits.filter((u) => targets.has(u.code)).sort((a, b) => compareText(a.code, b.code));
  return csvText([NEW_UNIT, ...kept.map((u) => NEW_UNIT.map((k) => u[k] ?? ""))]);
}

function table(text) {
  const [head = [], ...rows] = csvParse(text), names = head.map((h) => h.trim().toLowerCase());
  const read = (row, name) => {
    const at = names.indexOf(name), value = at < 0 ? "" : (row[at] ?? "").trim();
    return /^'[=+\-@]/.test(value) ? value.slice(1) : value;
  };
  return {names, rows: rows.map((row) => (name) => read(row, name))};
}

// "plan" or "units", by what stands in the header.
export function kindOfTable(text) {
  const {names} = table(text);
  if (names.includes("unit") && names.includes("to")) return "plan";
  if (names.includes("code")) return "units";
  throw new Refusal("neither a plan (unit,to) nor new units (code,name)", "既不是方案（unit,to）也不是新单元表（code,name）", "");
}

export function readPlan(text) {
  return table(text).rows.map((row) => {
    const share = row("share");
    if (share && !/^(1(\.0*)?|0?\.\d+)$/.test(share))
      throw new Refusal(`share "${share}" of unit ${row("unit")} is not in (0, 1]`, `份额“${share}”（单元 ${row("unit")}）不在 (0, 1] 之内`, row("unit"));
    return {unit: row("unit"), to: row("to"), share: share ? readShare(share) : null, level: row("level") || null};
  });
}

export function readNewUnits(text) {
  return table(text).rows.map((row) => Object.fromEntries(NEW_UNIT.map((k) => [k, row(k) || null])));
}

// Parents that new units of a step were given though they would have inherited them: code -> parent. They say nothing
// of their own, and would tie finer units to a coarser one that a changed plan has given up.
export function redundantParents(s) {
  const out = new Map();
  s.given.forEach((given, t) => {
    if (!given?.parent) return;
    let from = s.continued[t];
    if (from === NONE) from = s.heirs[t];
    if (s.old.parentCode[from] === given.parent) out.set(given.code, given.parent);
  });
  return out;
}

const freed = new WeakMap();

// The same rows with such parents left blank; the same array for the same rows.
export function inheritParents(newUnits, redundant) {
  if (!redundant.size) return newUnits;
  if (!freed.has(newUnits))
    freed.set(newUnits, newUnits.map((u) => (u.parent !== null && redundant.get(u.code) === u.parent ? {...u, parent: null} : u)));
  return freed.get(newUnits);
}
