// The units of the next state: identities, attributes, parents, land. The rules of simulate/step/advance.
import {compareText} from "./text.js";
import {NONE, findColumn, findUnit, copyUnit, newUnits, indexUnits} from "./units.js";
import {UNNAMED, Refusal} from "./resolve.js";

function peopleOf(s, unit) {
  const c = findColumn(s.old, s.project.population);
  return c && c.type === 0 && c.values[unit] !== null ? c.values[unit] : -1n;
}

function trace(s) {
  const line = s.targets.map(() => ({continued: NONE, heir: NONE}));
  for (const part of s.parts) {
    if (part.target === NONE) continue;
    const l = line[part.target];
    if (s.old.code[part.unit] === s.targets[part.target]) l.continued = part.unit;
    const people = peopleOf(s, part.unit), most = l.heir === NONE ? -2n : peopleOf(s, l.heir);
    if (people > most || (people === most && compareText(s.old.code[part.unit], s.old.code[l.heir]) < 0)) l.heir = part.unit;
  }
  s.targets.forEach((code, t) => {
    const from = s.given[t]?.continues;
    if (!from) return;
    line[t].continued = findUnit(s.old, from);
    if (line[t].continued === NONE)
      throw new Refusal(`new unit "${code}" continues "${from}", which is not known`, `新单元“${code}”承继的“${from}”不存在`, from);
  });
  return line;
}

function makeTargets(s) {
  const u = newUnits(s.targets.length), line = trace(s);
  s.continued = new Uint32Array(u.n);
  s.heirs = Uint32Array.from(line, (l) => l.heir);
  for (let t = 0; t < u.n; t++) {
    const given = s.given[t] ?? {}, from = line[t].continued !== NONE ? line[t].continued : line[t].heir;
    s.continued[t] = line[t].continued;
    copyUnit(u, t, s.old, from);
    u.code[t] = s.targets[t];
    u.name[t] = given.name ?? u.name[t];
    u.kind[t] = given.kind ?? u.kind[t];
    u.parentCode[t] = given.parent ?? u.parentCode[t];
    u.seat[t] = given.seat ?? u.seat[t];
  }
  s.after[s.level].units = s.fresh = indexUnits(u);
}

// Where all units stay and stand in order, what does not change is shared with the state before.
function keepUnits(s, level, stays) {
  const old = s.before[level].units, order = [];
  let same = true;
  for (let i = 0; i < old.n; i++) {
    if (stays(i)) order.push(i);
    else same = false;
    same &&= i === 0 || compareText(old.code[i - 1], old.code[i]) < 0;
  }
  const map = (s.oldToNew[level] = new Uint32Array(old.n).fill(NONE));
  if (same) {
    for (let i = 0; i < old.n; i++) map[i] = i;
    s.after[level].units = {...old, kind: old.kind.slice(), parentCode: old.parentCode.slice(), parent: old.parent.slice(), columns: [],
                            estimated: old.estimated?.slice() ?? null};
    return;
  }
  order.sort((a, b) => compareText(old.code[a], old.code[b]));
  const u = newUnits(order.length);
  order.forEach((from, i) => {
    copyUnit(u, i, old, from);
    map[from] = i;
  });
  if (old.estimated) u.estimated = Uint8Array.from(order, (i) => old.estimated[i]);
  s.after[level].units = indexUnits(u);
}

function childTarget(s, child) {
  if (s.childTarget[child] !== UNNAMED) return s.childTarget[child];
  const parent = s.below.parent[child];
  return parent === NONE ? UNNAMED : s.largest[parent];
}

function makeFiner(s) {
  for (let l = s.level; l-- > 0;) {
    const old = s.before[l].units, direct = l + 1 === s.level;
    keepUnits(s, l, (i) => direct ? childTarget(s, i) !== NONE
      : old.parent[i] === NONE || s.oldToNew[l + 1][old.parent[i]] !== NONE);
    const u = s.after[l].units;
    for (let i = 0; direct && i < old.n; i++) {
      const to = s.oldToNew[l][i], target = childTarget(s, i);
      if (to !== NONE && target !== UNNAMED) u.parentCode[to] = s.fresh.code[target];
    }
  }
}

function makeCoarser(s, level) {
  const old = s.before[level].units, had = new Uint8Array(old.n), stays = new Uint8Array(old.n);
  for (const p of s.before[level - 1].units.parent) if (p !== NONE) had[p] = 1;
  for (const code of s.after[level - 1].units.parentCode) {
    const parent = findUnit(old, code);
    if (parent !== NONE) stays[parent] = 1;
  }
  keepUnits(s, level, (i) => stays[i] || !had[i]);
}

export function setParents(levels) {
  levels.forEach(({units: u}, l) => {
    for (let i = 0; i < u.n; i++) u.parent[i] = l + 1 < levels.length ? findUnit(levels[l + 1].units, u.parentCode[i]) : NONE;
  });
}

function passKindsDown(s) {
  for (let l = s.after.length - 1; l-- > 0;) {
    const u = s.after[l].units, up = s.after[l + 1].units;
    const child = new Map(s.project.levels[l + 1].kinds.filter((k) => k.child).map((k) => [k.name, k.child]));
    for (let i = 0; child.size && i < u.n; i++) {
      const kind = u.parent[i] === NONE ? null : child.get(up.kind[u.parent[i]]);
      if (kind) u.kind[i] = kind;
    }
  }
}

function faceTarget(s, f) {
  const u = s.before[s.level].faces[f], child = s.level && s.before[s.level - 1].faces ? s.before[s.level - 1].faces[f] : NONE;
  if (child !== NONE && s.childTarget[child] !== UNNAMED) return s.childTarget[child];
  return u === NONE ? NONE : s.largest[u];
}

// The land of the planned level; the same array where the same parts move the same land.
const moved = new WeakMap();

function targetFaces(s) {
  const faces = s.before[s.level].faces, was = moved.get(s.parts);
  if (was && was.faces === faces && !s.below) return was.out;
  const out = faces.map((_, f) => faceTarget(s, f));
  moved.set(s.parts, {faces, out});
  return out;
}

function moveFaces(s) {
  const base = s.project.base;
  if (base === null || !s.before[base].faces) return;
  const n = s.before[base].faces.length;
  for (let l = base; l < s.after.length; l++)
    s.after[l].faces = l === s.level ? targetFaces(s) : s.after[l].units.code === s.before[l].units.code ? s.before[l].faces
      : s.before[l].faces.map((u) => (u === NONE ? NONE : s.oldToNew[l][u]));
  for (let l = Math.max(s.level, base) + 1; l < s.after.length; l++) {
    const below = s.after[l - 1], faces = (s.after[l].faces = new Uint32Array(n));
    for (let f = 0; f < n; f++) faces[f] = below.faces[f] === NONE ? NONE : below.units.parent[below.faces[f]];
  }
}

// After resolve(): makes s.after[...].units and faces, s.continued, s.oldToNew.
export function advance(s) {
  s.after = s.before.map(() => ({units: null, faces: null}));
  s.oldToNew = s.before.map(() => null);
  s.oldToNew[s.level] = new Uint32Array(s.old.n).fill(NONE);
  makeTargets(s);
  for (let t = 0; t < s.targets.length; t++) if (s.continued[t] !== NONE) s.oldToNew[s.level][s.continued[t]] = t;
  makeFiner(s);
  for (let l = s.level + 1; l < s.before.length; l++) makeCoarser(s, l);
  setParents(s.after);
  passKindsDown(s);
  moveFaces(s);
}
