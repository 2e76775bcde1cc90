// The data of the page, as page/data wrote it, made into what the rest works with.
import {NONE, DECIMAL, REAL, newColumn, newUnits, indexUnits} from "./units.js";

const whole = (v) => (v === null ? null : BigInt(v));
const index = (v) => (v < 0 ? NONE : v);

function readColumn(from) {
  const c = newColumn(from, from.values.length);
  for (let i = 0; i < c.n; i++) {
    const v = from.values[i];
    if (c.type === DECIMAL) c.values[i] = whole(v);
    else if (c.type === REAL) c.values[i] = v ?? NaN;
    else c.values[i] = v;
  }
  return c;
}

function readLevel(from) {
  const u = newUnits(from.code.length);
  Object.assign(u, {code: from.code, name: from.name, kind: from.kind, parentCode: from.parentCode, seat: from.seat});
  u.parent = Uint32Array.from(from.parent, index);
  u.estimated = from.estimated ? Uint8Array.from(from.estimated) : null;
  u.columns = from.columns.map(readColumn);
  indexUnits(u);
  return {
    units: u,
    faces: from.faces ? Uint32Array.from(from.faces, index) : null,
    area: from.area ? from.area.map(whole) : null,
    perimeter: from.perimeter ? from.perimeter.map(whole) : null,
    reock: from.reock ? Float64Array.from(from.reock, (v) => v ?? NaN) : null,
    nMembers: from.nMembers ? Uint32Array.from(from.nMembers) : null,
    members: from.members ? from.members.map((m) => (m === "" ? [] : m.split(";"))) : null,
  };
}

// Vertices of each arc, in degrees: [x0, y0, x1, y1, ...].
function readArcs(b) {
  return b.arcs.map((deltas) => {
    const xy = new Float64Array(deltas.length);
    let x = 0, y = 0;
    for (let i = 0; i < deltas.length; i += 2) {
      x += deltas[i];
      y += deltas[i + 1];
      xy[i] = b.lon0 + x * b.quantum;
      xy[i + 1] = b.lat0 + y * b.quantum;
    }
    return xy;
  });
}

function readBorders(b, base) {
  const n = b.arcs.length, side = Uint32Array.from(b.side, index), claims = [];
  for (let i = 0; i < b.claims.length; i += 2) claims.push({half: b.claims[i], face: b.claims[i + 1]});
  const conflicts = [];
  for (let i = 0; i < b.conflicts.length; i += 2) conflicts.push([b.conflicts[i], b.conflicts[i + 1]]);
  const arcs = readArcs(b), length = b.length.map(BigInt), faceArea = base.area;
  const lengthReal = Float64Array.from(length, Number), faceAreaReal = Float64Array.from(faceArea, Number);
  const all = (list) => list.reduce((sum, v) => sum + Math.abs(v), 0);
  const exact = 2 * all(lengthReal) < 2 ** 52 && all(faceAreaReal) < 2 ** 52;
  return {n, arcs, side, length, lengthReal, claims, conflicts, faceArea, faceAreaReal, exact};
}

function readMove([unit, to, share, level]) {
  return {unit, to, share: share === null ? null : readShare(share), level};
}

export function readShare(text) {
  const [a, b = ""] = text.split(".");
  const rest = b.replace(/0+$/, "");
  return {value: BigInt(a + rest), scale: rest.length};
}

function readNewUnit([code, name, kind, parent, seat, continues]) {
  return {code, name, kind, parent, seat, continues};
}

// A key that tells apart what a unit's land is made of, for circles that only hecun can draw.
export function landKey(faces) {
  return faces.join(",");
}

function rememberReock(project) {
  const known = new Map();
  for (const state of project.states)
    for (const level of state.levels) {
      if (!level.faces || !level.reock) continue;
      const land = Array.from({length: level.units.n}, () => []);
      level.faces.forEach((u, f) => u !== NONE && land[u].push(f));
      land.forEach((faces, u) => known.set(landKey(faces), level.reock[u]));
    }
  return known;
}

export function readProject(json) {
  const p = {...json};
  p.states = json.states.map((s) => ({date: s.date, interim: s.interim, levels: s.levels.map(readLevel)}));
  p.base = json.base < 0 ? null : json.base;
  p.steps = json.steps.map((s) => ({...s, moves: s.moves.map(readMove), newUnits: s.newUnits.map(readNewUnit),
    events: s.events.map((level) => level.map(([type, source, target]) => ({type, source: index(source), target: index(target)})))}));
  p.tables = json.tables.map((t) => ({...t, columns: t.columns.map(readColumn)}));
  p.borders = json.borders ? readBorders(json.borders, p.states[0].levels[p.base]) : null;
  p.reockOf = rememberReock(p);
  p.shown = p.states.map((s, i) => i).filter((i) => !p.states[i].interim);
  return p;
}
