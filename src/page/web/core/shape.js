// From arcs to outlines.
import {NONE} from "./units.js";

// Half-arcs by unit: the boundary of each. Half h runs along arc h >> 1, backwards if h is odd, its unit to the left.
export function boundaries(borders, unitOfFace, n) {
  const lists = Array.from({length: n}, () => []);
  const unitOf = (face) => (face === NONE ? NONE : unitOfFace[face]);
  for (let a = 0; a < borders.n; a++) {
    const left = unitOf(borders.side[2 * a]), right = unitOf(borders.side[2 * a + 1]);
    if (left === right) continue;
    if (left !== NONE) lists[left].push(2 * a);
    if (right !== NONE) lists[right].push(2 * a + 1);
  }
  for (const {half, face} of borders.claims) if (unitOf(face) !== NONE) lists[unitOf(face)].push(half);
  return lists;
}

function ends(borders) {
  return (borders.ends ??= borders.arcs.map((xy) => [`${xy[0]},${xy[1]}`, `${xy.at(-2)},${xy.at(-1)}`]));
}

// Rings of [lat, lng]; where more than two half-arcs meet any will do, since they are filled even-odd.
export function chain(borders, halves) {
  const ends_ = ends(borders), from = new Map(), rings = [], used = new Set();
  for (const h of halves) {
    const at = ends_[h >> 1][h & 1];
    if (!from.has(at)) from.set(at, []);
    from.get(at).push(h);
  }
  for (const start of halves) {
    if (used.has(start)) continue;
    const ring = [];
    for (let h = start; h !== undefined;) {
      used.add(h);
      addArc(ring, borders.arcs[h >> 1], h & 1);
      h = from.get(ends_[h >> 1][1 - (h & 1)])?.find((next) => !used.has(next));
    }
    rings.push(ring);
  }
  return rings;
}

function addArc(ring, xy, backwards) {
  const n = xy.length / 2;
  for (let k = 0; k + 1 < n; k++) {
    const i = backwards ? n - 1 - k : k;
    ring.push([xy[2 * i + 1], xy[2 * i]]);
  }
}

// Which units touch: arrays of indices.
export function neighbours(borders, unitOfFace, n) {
  const sets = Array.from({length: n}, () => new Set());
  const join = (x, y) => {
    const a = x === NONE ? NONE : unitOfFace[x], b = y === NONE ? NONE : unitOfFace[y];
    if (a === b || a === NONE || b === NONE) return;
    sets[a].add(b);
    sets[b].add(a);
  };
  for (let a = 0; a < borders.n; a++) join(borders.side[2 * a], borders.side[2 * a + 1]);
  for (const [x, y] of borders.conflicts) join(x, y);
  return sets;
}

// A colour for each unit, other than its neighbours': the least used of those that none has. keep: colours to start
// from, which stay where they can, so that a change does not repaint the map.
export function colour(sets, nColours, keep = null) {
  const colours = new Int16Array(sets.length).fill(-1), count = new Uint32Array(nColours);
  const order = sets.map((_, i) => i).sort((a, b) => sets[b].size - sets[a].size || a - b);
  for (const u of order) {
    const taken = new Set([...sets[u]].map((v) => colours[v]));
    let best = keep && keep[u] >= 0 && !taken.has(keep[u]) ? keep[u] : -1;
    for (let c = 0; best < 0 && c < nColours; c++) {
      if (taken.has(c)) continue;
      best = c;
      for (let d = c + 1; d < nColours; d++) if (!taken.has(d) && count[d] < count[best]) best = d;
    }
    colours[u] = best < 0 ? u % nColours : best;
    count[colours[u]]++;
  }
  return colours;
}

export function boxOf(rings) {
  let s = Infinity, w = Infinity, n = -Infinity, e = -Infinity;
  for (const ring of rings)
    for (const [lat, lng] of ring) {
      s = Math.min(s, lat);
      n = Math.max(n, lat);
      w = Math.min(w, lng);
      e = Math.max(e, lng);
    }
  return [[s, w], [n, e]];
}
