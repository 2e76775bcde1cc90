// A plan resolved to parts: what goes where, whole or by shares. The rules of simulate/step/resolve.
import {compareText} from "./text.js";
import {NONE, findUnit} from "./units.js";

export const UNNAMED = 0xfffffffe;

// A plan that simulate would refuse; message in both languages.
export class Refusal extends Error {
  constructor(en, zh, code) {
    super(en);
    this.text = [en, zh];
    this.code = code;
  }
}

function findMoved(s, m) {
  let here = findUnit(s.old, m.unit), below = s.level > 0 ? findUnit(s.below, m.unit) : NONE;
  if (m.level) {
    const level = s.project.levels.findIndex((l) => l.id === m.level);
    if (level !== s.level) here = NONE;
    if (level + 1 !== s.level) below = NONE;
  }
  if (here !== NONE && below !== NONE)
    throw new Refusal(`unit "${m.unit}" is found at two levels: name its level`, `单元“${m.unit}”在两个层级中都存在，请注明层级`, m.unit);
  if (here === NONE && below === NONE)
    throw new Refusal(`unit "${m.unit}" is not known at this date`, `单元“${m.unit}”在该日期不存在`, m.unit);
  return {unit: here !== NONE ? here : below, finer: here === NONE};
}

function findRows(s) {
  return s.input.moves.map((move) => {
    const row = {move, ...findMoved(s, move)};
    let own = s.old.code[row.finer ? 0 : row.unit];
    if (row.finer) {
      const parent = s.below.parent[row.unit];
      own = parent === NONE ? null : s.old.code[parent];
    }
    row.to = move.to === "-" ? null : move.to || own;
    if (move.to === "") s.unassigned.push(move.unit);
    return row;
  });
}

// Rows of one unit: one without a share, or shares that sum to 1 exactly.
function checkShares(rows) {
  const sums = new Map();
  for (const row of rows) {
    const key = (row.finer ? "f" : "u") + row.unit, share = row.move.share, had = sums.get(key);
    if (had && (!share || !had.share || row.finer))
      throw new Refusal(`unit "${row.move.unit}" stands in two rows without shares`, `单元“${row.move.unit}”出现两次且没有份额`, row.move.unit);
    const scale = Math.max(had?.scale ?? 0, share?.scale ?? 0);
    const mine = share ? share.value * 10n ** BigInt(scale - share.scale) : 1n;
    sums.set(key, {share, scale, sum: (had ? had.sum * 10n ** BigInt(scale - had.scale) : 0n) + mine, unit: row.move.unit});
  }
  for (const {share, scale, sum, unit} of sums.values())
    if (share && sum !== 10n ** BigInt(scale))
      throw new Refusal(`the shares of unit "${unit}" do not sum to 1`, `单元“${unit}”的份额之和不为 1`, unit);
}

// A unit all of whose children go their own ways leaves nothing behind that could stay or move.
function nameEmptied(s, rows, named) {
  if (!s.level) return;
  const staying = new Int32Array(s.old.n), emptied = new Uint8Array(s.old.n);
  for (let i = 0; i < s.below.n; i++) if (s.below.parent[i] !== NONE) staying[s.below.parent[i]]++;
  for (const row of rows) {
    const parent = row.finer ? s.below.parent[row.unit] : NONE;
    if (parent !== NONE && --staying[parent] === 0) emptied[parent] = 1;
  }
  for (const row of rows) if (!row.finer && emptied[row.unit]) row.unit = NONE;
  for (let u = 0; u < s.old.n; u++) named[u] |= emptied[u];
}

function listTargets(s, rows, named) {
  const codes = new Set();
  for (const row of rows) if (row.unit !== NONE && row.to !== null) codes.add(row.to);
  for (let u = 0; u < s.old.n; u++) if (!named[u]) codes.add(s.old.code[u]);
  s.targets = [...codes].sort(compareText);
  s.targetOf = new Map(s.targets.map((code, i) => [code, i]));
}

function compareParts(a, b) {
  if (a.unit !== b.unit) return a.unit - b.unit;
  if (a.child !== b.child) return a.child - b.child;
  const left = a.share * 10n ** BigInt(b.scale), right = b.share * 10n ** BigInt(a.scale);
  return left > right ? -1 : left < right ? 1 : a.target - b.target;
}

function makeParts(s, rows, named) {
  const add = (unit, child, target, share) =>
    s.parts.push({unit, child, target, share: share?.value ?? 1n, scale: share?.scale ?? 0,
                  whole: !share || share.value === 10n ** BigInt(share.scale)});
  for (const row of rows) {
    if (row.unit === NONE) continue;
    const target = row.to === null ? NONE : s.targetOf.get(row.to);
    if (row.finer) {
      s.childTarget[row.unit] = target;
      if (s.below.parent[row.unit] !== NONE) add(s.below.parent[row.unit], row.unit, target, null);
    } else {
      add(row.unit, NONE, target, row.move.share);
    }
  }
  for (let u = 0; u < s.old.n; u++) if (!named[u]) add(u, NONE, s.targetOf.get(s.old.code[u]), null);
  s.parts.sort(compareParts);
  s.partAt = new Uint32Array(s.old.n + 1);
  s.parts.forEach((p, i) => (s.partAt[p.unit + 1] = i + 1));
  for (let u = 0; u < s.old.n; u++) if (s.partAt[u + 1] < s.partAt[u]) s.partAt[u + 1] = s.partAt[u];
}

function findLargest(s) {
  s.largest = new Uint32Array(s.old.n).fill(NONE);
  for (let u = 0; u < s.old.n; u++)
    for (let i = s.partAt[u]; i < s.partAt[u + 1]; i++)
      if (s.parts[i].child === NONE) {
        s.largest[u] = s.parts[i].target;
        break;
      }
}

// What resolving a step gave, by its moves: a step that comes after a changed one mostly meets the same units again.
const resolved = new WeakMap();

function isSame(s, was) {
  return was && was.newUnits === s.input.newUnits && was.code === s.old.code && was.below === s.below?.code;
}

// s: project, level, input {moves, newUnits}, old, below. Fills parts, partAt, targets, largest, childTarget, given.
export function resolve(s) {
  const was = resolved.get(s.input.moves);
  if (isSame(s, was)) return Object.assign(s, was.result);
  const named = new Uint8Array(s.old.n);
  Object.assign(s, {parts: [], unassigned: [], unused: []});
  s.childTarget = new Uint32Array(s.below ? s.below.n : 0).fill(UNNAMED);
  const rows = findRows(s), finer = rows.some((row) => row.finer);
  for (const row of rows) if (!row.finer) named[row.unit] = 1;
  checkShares(rows);
  nameEmptied(s, rows, named);
  listTargets(s, rows, named);
  makeParts(s, rows, named);
  findLargest(s);
  s.given = new Array(s.targets.length).fill(null);
  for (const u of s.input.newUnits) {
    const target = s.targetOf.get(u.code);
    if (target === undefined) s.unused.push(u.code);
    else s.given[target] = u;
  }
  const {parts, partAt, targets, targetOf, largest, childTarget, given, unassigned, unused} = s;
  if (!finer)
    resolved.set(s.input.moves, {newUnits: s.input.newUnits, code: s.old.code, below: s.below?.code,
      result: {parts, partAt, targets, targetOf, largest, childTarget, given, unassigned, unused}});
  return s;
}
