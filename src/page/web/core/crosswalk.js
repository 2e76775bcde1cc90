// Which share of each unit went where. The rules of simulate/step/crosswalk.
import {nearest, rescale} from "./number.js";
import {NONE, DECIMAL, findColumn} from "./units.js";

// Rows of a crosswalk as they are gathered: one a pair, whatever is added to it adds up.
class Rows {
  constructor() {
    this.byKey = new Map();
    this.inOrder = true;
    this.last = -1;
  }
  add(source, target, area, people) {
    const key = source * 4294967296 + target, had = this.byKey.get(key);
    if (had) {
      had.area += area;
      had.people += people;
      return;
    }
    this.inOrder &&= key > this.last;
    this.last = key;
    this.byKey.set(key, {source, target, area, people});
  }
  // Sorted by source and target.
  settle() {
    const rows = [...this.byKey.values()];
    return this.inOrder ? rows : rows.sort((a, b) => a.source - b.source || a.target - b.target);
  }
}

// Composed once for each pair of crosswalks.
const composed = new WeakMap();

export function compose(a, b) {
  const was = composed.get(b);
  if (was?.a === a) return was.out;
  const out = product(a, b);
  composed.set(b, {a, out});
  return out;
}

function product(a, b) {
  const first = new Map(), out = new Rows();
  for (let i = b.length; i-- > 0;) first.set(b[i].source, i);
  for (const r of a) {
    if (r.target === NONE) out.add(r.source, NONE, r.area, r.people);
    else
      for (let i = first.get(r.target) ?? b.length; i < b.length && b[i].source === r.target; i++)
        out.add(r.source, b[i].target, r.area * b[i].area, r.people * b[i].people);
  }
  return out.settle();
}

export function identity(n) {
  return Array.from({length: n}, (_, i) => ({source: i, target: i, area: 1, people: 1}));
}

function partPeople(s, part) {
  const c = findColumn(s.old, s.project.population);
  if (!c || c.type !== DECIMAL || c.values[part.unit] === null) return -1;
  if (part.child === NONE) return Number(c.values[part.unit]);
  const below = findColumn(s.below, s.project.population);
  if (!below || below.type !== DECIMAL || below.values[part.child] === null) return -1;
  return Number(rescale(below.values[part.child], below.scale, c.scale));
}

// People of each part, what its named siblings have taken out of it.
function peopleOfParts(s) {
  if (s.people) return s.people;
  return (s.people = Float64Array.from(s.parts, (part, i) => {
    let whole = partPeople(s, part);
    if (part.child === NONE)
      for (let k = s.partAt[part.unit]; k < i && s.parts[k].child !== NONE; k++) whole -= partPeople(s, s.parts[k]);
    return whole < 0 ? NaN : part.whole ? whole : whole * nearest(part.share, 1n, part.scale);
  }));
}

function addPeople(s, level, out) {
  const total = new Float64Array(s.before[level].units.n), added = new Rows(), all = peopleOfParts(s);
  s.parts.forEach((part, i) => {
    let from = part.unit, to = part.target;
    for (let l = s.level; l < level; l++) {
      from = from === NONE ? NONE : s.before[l].units.parent[from];
      to = to === NONE ? NONE : s.after[l].units.parent[to];
    }
    if (from === NONE) return;
    const people = all[i];
    if (people > 0 || Number.isNaN(people) || level === s.level) added.add(from, to, 0, people);
    total[from] += people;
  });
  for (const r of added.settle()) out.add(r.source, r.target, 0, total[r.source] > 0 ? r.people / total[r.source] : NaN);
}

function addAreas(s, level, out) {
  const before = s.before[level].faces, after = s.after[level].faces, areas = new Rows();
  const total = new Float64Array(s.before[level].units.n), faceArea = s.project.borders?.faceAreaReal;
  for (let f = 0; before && after && f < before.length; f++) {
    if (before[f] === NONE) continue;
    total[before[f]] += faceArea[f];
    areas.add(before[f], after[f], faceArea[f], 0);
  }
  for (const r of areas.settle()) out.add(r.source, r.target, total[r.source] > 0 ? r.area / total[r.source] : NaN, 0);
  const rows = out.settle();
  for (const r of rows) if (!(total[r.source] > 0)) r.area = NaN;
  return rows;
}

// A unit that went whole went whole, whatever is known of its people and land.
function settleWhole(rows) {
  rows.forEach((r, i) => {
    if (rows[i - 1]?.source !== r.source && rows[i + 1]?.source !== r.source) r.area = r.people = 1;
  });
}

// Rows that lead to the state before a step, followed through it.
export function follow(rows, s, level) {
  const same = level < s.level && s.after[level].units.code === s.before[level].units.code;
  return same ? rows : compose(rows, crosswalk(s, level));
}

// The crosswalk of one level through a step that was advanced and carried.
const found = new WeakMap();

export function crosswalk(s, level) {
  if (level !== s.level) return find(s, level);
  const was = found.get(s.parts), faces = s.before[level].faces, people = findColumn(s.old, s.project.population)?.values;
  if (was && was.faces === faces && was.people === people && !s.below) return was.rows;
  const rows = find(s, level);
  found.set(s.parts, {faces, people, rows});
  return rows;
}

function find(s, level) {
  const n = s.before[level].units.n, map = s.oldToNew[level], out = new Rows(), seen = new Uint8Array(n);
  if (level < s.level) return Array.from({length: n}, (_, i) => ({source: i, target: map[i], area: 1, people: 1}));
  addPeople(s, level, out);
  const rows = addAreas(s, level, out);
  settleWhole(rows);
  for (const r of rows) seen[r.source] = 1;
  for (let i = 0; i < n; i++) if (!seen[i]) out.add(i, map[i], 1, 1);
  return out.settle();
}
