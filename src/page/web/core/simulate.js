// From the state before the step that is being planned to the last one: what hecun simulate computes.
import {NONE} from "./units.js";
import {compareText} from "./text.js";
import {landKey} from "./data.js";
import {resolve} from "./resolve.js";
import {advance} from "./advance.js";
import {carry, joinTables, aggregateLevels} from "./carry.js";
import {crosswalk, follow, identity} from "./crosswalk.js";

// Areas, perimeters and compactness of a level, from its faces. Units whose members overlap, and circles around land
// that no state of hecun's had, are left to hecun: `unsettled` and NaN.
export function measureLevel(project, level) {
  if (!project.borders || !level.faces) return;
  if (!measured.has(level.faces)) measured.set(level.faces, measure(project, level.faces, level.units.n));
  Object.assign(level, measured.get(level.faces));
}

// By the array of faces, which is never changed once it is there.
const measured = new WeakMap();

function measure(project, faces, n) {
  const b = project.borders, unsettled = new Uint8Array(n), land = Array.from({length: n}, () => []);
  faces.forEach((u, f) => u !== NONE && land[u].push(f));
  for (const [x, y] of b.conflicts)
    if (faces[x] !== NONE && faces[x] === faces[y] && land[faces[x]].length > 1) unsettled[faces[x]] = 1;
  // Doubles add whole numbers without error while all of them together are below 2^53.
  const zero = b.exact ? 0 : 0n, areaOf = b.exact ? b.faceAreaReal : b.faceArea;
  return {unsettled, area: land.map((list) => BigInt(list.reduce((sum, f) => sum + areaOf[f], zero))),
          perimeter: perimeters(b, faces, b.exact ? new Float64Array(n) : new Array(n).fill(0n), b.exact ? b.lengthReal : b.length),
          reock: Float64Array.from(land, (list) => project.reockOf.get(landKey(list)) ?? NaN)};
}

function perimeters(b, faces, sum, length) {
  const unitOf = (face) => (face === NONE ? NONE : faces[face]);
  for (let a = 0; a < b.n; a++) {
    const left = unitOf(b.side[2 * a]), right = unitOf(b.side[2 * a + 1]);
    if (left === right) continue;
    if (left !== NONE) sum[left] += length[a];
    if (right !== NONE) sum[right] += length[a];
  }
  for (const {half, face} of b.claims) if (faces[face] !== NONE) sum[faces[face]] += length[half >> 1];
  return Array.from(sum, BigInt);
}

export function polsbyPopper(level, i) {
  if (!level.perimeter || level.perimeter[i] === null || !(level.perimeter[i] > 0n)) return NaN;
  const perimeter = Number(level.perimeter[i]) / 1e6;
  return 4 * Math.PI * (Number(level.area[i]) / 1e5) / perimeter / perimeter;
}

const gathered = new WeakMap();

function countMembers(first, level, rows) {
  if (!gathered.has(rows)) {
    const n = level.units.n, nMembers = new Uint32Array(n), members = Array.from({length: n}, () => []);
    for (const r of rows)
      if (r.target !== NONE) {
        nMembers[r.target]++;
        members[r.target].push(first.code[r.source]);
      }
    for (const list of members) if (list.length > 1) list.sort(compareText);
    gathered.set(rows, {nMembers, members});
  }
  Object.assign(level, gathered.get(rows));
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

// Units that a step puts together from more than one parent: [level][code], for the rule that forbids it. Below the
// step's level nothing is put together.
function acrossParents(s) {
  return s.before.map((b, l) => {
    const first = new Map(), out = new Set();
    if (l < s.level) return [];
    for (const r of crosswalk(s, l)) {
      if (r.target === NONE) continue;
      const parent = b.units.parentCode[r.source] ?? "";
      if (!first.has(r.target)) first.set(r.target, parent);
      else if (first.get(r.target) !== parent) out.add(r.target);
    }
    return [...out].map((t) => ({code: s.after[l].units.code[t], kind: s.after[l].units.kind[t]}));
  });
}

// Takes all steps from `begin` on, with those in `plans` (index -> {moves, newUnits}) in place of the project's.
// starting: a run of the project as it is, from the first state; not needed for begin 0.
export function simulate(project, begin, plans, starting = null) {
  const first = project.states[0].levels;
  let levels = begin ? starting.steps[begin - 1].after : first;
  const run = {steps: [], states: [], unassigned: [], unused: []};
  let fromFirst = begin ? starting.states[begin - 1].fromFirst : first.map((l) => identity(l.units.n));
  const soFar = (key) => project.levels.map((_, l) => (starting?.told ?? []).slice(0, begin).flatMap((t) => t[key][l]));
  const changes = soFar("kinds"), across = soFar("across");
  run.told = (starting?.told ?? []).slice(0, begin);
  for (let i = begin; i < project.steps.length; i++) {
    const step = {...project.steps[i], ...(plans.get(i) ?? {})};
    const s = takeStep(project, levels, step);
    if (!project.states[i + 1].interim) joinTables(project, step.date, s.after);
    aggregateLevels(project, s.after);
    fromFirst = fromFirst.map((rows, l) => follow(rows, s, l));
    const told = {kinds: kindChanges(s), across: acrossParents(s)};
    told.kinds.forEach((list, l) => changes[l].push(...list));
    told.across.forEach((list, l) => across[l].push(...list));
    run.told.push(told);
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
  return Object.assign(run, {levels, fromFirst, kindChanges: changes, acrossParents: across, begin});
}
