// Which share of each unit went where. The rules of simulate/step/crosswalk.
import {nearest, rescale} from "./number.js";
import {NONE, DECIMAL, findColumn} from "./units.js";

const compareRows = (a, b) => a.source - b.source || a.target - b.target;

// Sorted by source and target, equal pairs added up.
export function settle(rows) {
  const out = [];
  for (const r of rows.sort(compareRows)) {
    const last = out[out.length - 1];
    if (!last || compareRows(r, last) !== 0) out.push(r);
    else out[out.length - 1] = {...last, area: last.area + r.area, people: last.people + r.people};
  }
  return out;
}

export function compose(a, b) {
  const first = new Map(), out = [];
  b.forEach((r, i) => first.has(r.source) || first.set(r.source, i));
  for (const r of a) {
    if (r.target === NONE) out.push(r);
    else
      for (let i = first.get(r.target) ?? b.length; i < b.length && b[i].source === r.target; i++)
        out.push({source: r.source, target: b[i].target, area: r.area * b[i].area, people: r.people * b[i].people});
  }
  return settle(out);
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

function addPeople(s, level, rows) {
  const total = new Float64Array(s.before[level].units.n), added = [];
  s.parts.forEach((part, i) => {
    let from = part.unit, to = part.target;
    for (let l = s.level; l < level; l++) {
      from = from === NONE ? NONE : s.before[l].units.parent[from];
      to = to === NONE ? NONE : s.after[l].units.parent[to];
    }
    if (from === NONE) return;
    let whole = partPeople(s, part);
    if (part.child === NONE)
      for (let k = s.partAt[part.unit]; k < i && s.parts[k].child !== NONE; k++) whole -= partPeople(s, s.parts[k]);
    const people = whole < 0 ? NaN : whole * nearest(part.share, 1n, part.scale);
    if (people > 0 || Number.isNaN(people) || level === s.level) added.push({source: from, target: to, area: 0, people});
    total[from] += people;
  });
  for (const r of settle(added)) rows.push({...r, people: total[r.source] > 0 ? r.people / total[r.source] : NaN});
}

function addAreas(s, level, rows) {
  const before = s.before[level].faces, after = s.after[level].faces, areas = [];
  const total = new Float64Array(s.before[level].units.n), faceArea = s.project.borders?.faceArea;
  for (let f = 0; before && after && f < before.length; f++) {
    if (before[f] === NONE) continue;
    const area = Number(faceArea[f]);
    total[before[f]] += area;
    areas.push({source: before[f], target: after[f], area, people: 0});
  }
  for (const r of settle(areas)) rows.push({...r, area: total[r.source] > 0 ? r.area / total[r.source] : NaN});
  return settle(rows.map((r) => (total[r.source] > 0 ? r : {...r, area: NaN})));
}

function settleWhole(rows) {
  return rows.map((r, i) => {
    const only = rows[i - 1]?.source !== r.source && rows[i + 1]?.source !== r.source;
    return only ? {...r, area: 1, people: 1} : r;
  });
}

// The crosswalk of one level through a step that was advanced and carried.
export function crosswalk(s, level) {
  const n = s.before[level].units.n, map = s.oldToNew[level], rows = [];
  const stays = (i) => ({source: i, target: map[i], area: 1, people: 1});
  if (level < s.level) return Array.from({length: n}, (_, i) => stays(i));
  addPeople(s, level, rows);
  const settled = settleWhole(addAreas(s, level, rows)), seen = new Set(settled.map((r) => r.source));
  for (let i = 0; i < n; i++) if (!seen.has(i)) settled.push(stays(i));
  return settle(settled);
}
