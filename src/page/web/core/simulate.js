// From the state before the step that is being planned to the last one: what hecun simulate computes.
import {NONE} from "./units.js";
import {compareText} from "./text.js";
import {landKey} from "./data.js";
import {resolve} from "./resolve.js";
import {advance} from "./advance.js";
import {carry, joinTables, aggregateLevels} from "./carry.js";
import {compose, crosswalk, identity} from "./crosswalk.js";

// Areas, perimeters and compactness of a level, from its faces. Units whose members overlap, and circles around land
// that no state of hecun's had, are left to hecun: `unsettled` and NaN.
export function measureLevel(project, level) {
  const n = level.units.n, b = project.borders;
  if (!b || !level.faces) return;
  level.unsettled = new Uint8Array(n);
  const land = Array.from({length: n}, () => []), faces = level.faces;
  faces.forEach((u, f) => u !== NONE && land[u].push(f));
  level.area = land.map((list) => sumOf(b.faceArea, b.faceAreaReal, b.exact, list));
  level.perimeter = perimeters(b, faces, n);
  for (const [x, y] of b.conflicts)
    if (faces[x] !== NONE && faces[x] === faces[y] && land[faces[x]].length > 1) level.unsettled[faces[x]] = 1;
  level.reock = Float64Array.from(land, (list) => project.reockOf.get(landKey(list)) ?? NaN);
}

// Doubles add whole numbers without error while all of them together are below 2^53: `exact`.
function sumOf(whole, real, exact, indices) {
  if (!exact) return indices.reduce((sum, i) => sum + whole[i], 0n);
  let sum = 0;
  for (const i of indices) sum += real[i];
  return BigInt(sum);
}

function perimeters(b, faces, n) {
  const lists = Array.from({length: n}, () => []), unitOf = (face) => (face === NONE ? NONE : faces[face]);
  for (let a = 0; a < b.n; a++) {
    const left = unitOf(b.side[2 * a]), right = unitOf(b.side[2 * a + 1]);
    if (left === right) continue;
    if (left !== NONE) lists[left].push(a);
    if (right !== NONE) lists[right].push(a);
  }
  for (const {half, face} of b.claims) if (faces[face] !== NONE) lists[faces[face]].push(half >> 1);
  return lists.map((list) => sumOf(b.length, b.lengthReal, b.exact, list));
}

export function polsbyPopper(level, i) {
  if (!level.perimeter || level.perimeter[i] === null || !(level.perimeter[i] > 0n)) return NaN;
  const perimeter = Number(level.perimeter[i]) / 1e6;
  return 4 * Math.PI * (Number(level.area[i]) / 1e5) / perimeter / perimeter;
}

function countMembers(first, level, rows) {
  const n = level.units.n;
  level.nMembers = new Uint32Array(n);
  level.members = Array.from({length: n}, () => []);
  for (const r of rows)
    if (r.target !== NONE) {
      level.nMembers[r.target]++;
      level.members[r.target].push(first.code[r.source]);
    }
  for (const list of level.members) list.sort(compareText);
}

function takeStep(project, before, step) {
  const s = {project, level: step.level, input: step, before, old: before[step.level].units,
             below: step.level ? before[step.level - 1].units : null};
  resolve(s);
  advance(s);
  carry(s);
  return s;
}

// Kinds that changed: [level][{was, is}] codes, for the rule that lists what may.
function kindChanges(s) {
  return s.before.map((b, l) => {
    const old = b.units, u = s.after[l].units, out = [];
    const compareKinds = (from, to) => {
      if ((old.kind[from] ?? "") !== (u.kind[to] ?? "")) out.push({was: old.code[from], is: u.code[to]});
    };
    if (l === s.level) s.continued.forEach((from, t) => from !== NONE && compareKinds(from, t));
    else s.oldToNew[l].forEach((to, from) => to !== NONE && compareKinds(from, to));
    return out;
  });
}

// Takes all steps from `begin` on, with those in `plans` (index -> {moves, newUnits}) in place of the project's.
// starting: a run of the project as it is, from the first state; not needed for begin 0.
export function simulate(project, begin, plans, starting = null) {
  const first = project.states[0].levels;
  let levels = begin ? starting.steps[begin - 1].after : first;
  const run = {steps: [], states: [], unassigned: [], unused: []};
  let fromFirst = begin ? starting.states[begin - 1].fromFirst : first.map((l) => identity(l.units.n));
  const changes = project.levels.map(() => []);
  for (let i = begin; i < project.steps.length; i++) {
    const step = {...project.steps[i], ...(plans.get(i) ?? {})};
    const s = takeStep(project, levels, step);
    if (!project.states[i + 1].interim) joinTables(project, step.date, s.after);
    aggregateLevels(project, s.after);
    fromFirst = fromFirst.map((rows, l) => compose(rows, crosswalk(s, l)));
    kindChanges(s).forEach((list, l) => changes[l].push(...list));
    levels = s.after;
    // An interim state is never shown, so nothing is counted in it.
    if (!project.states[i + 1].interim)
      levels.forEach((level, l) => {
        measureLevel(project, level);
        countMembers(first[l].units, level, fromFirst[l]);
      });
    run.steps.push(s);
    run.states.push({index: i + 1, date: step.date, levels, fromFirst});
    run.unassigned.push(...s.unassigned);
    run.unused.push(...s.unused);
  }
  return Object.assign(run, {levels, fromFirst, kindChanges: changes, begin});
}
