// What is drawn of one level at one date: shapes, colours, lines between.
import {NONE} from "../core/units.js";
import {boundaries, chain, neighbours, colour, boxOf} from "../core/shape.js";
import {labelPlace} from "../core/hit.js";

// Neighbours never share one; told apart on a projector and, by lightness, in print.
export const PALETTE = ["#8fc1e3", "#f6c177", "#a8d08d", "#e6a5b8", "#c9b6e4", "#f2e394", "#8fd3c8", "#d9c2a3"];
export const CHANGES = {unchanged: "#eceae4", merged: "#f0a868", grown: "#e7d37f", relabelled: "#8fc1e3", fresh: "#b79ad6"};

// Shapes of units, made anew only where the land of a unit is not what it was.
export class Shapes {
  constructor(borders) {
    this.borders = borders;
    this.known = new Map();
    this.ofFaces = new WeakMap();
  }
  of(level) {
    if (!this.ofFaces.has(level.faces)) this.ofFaces.set(level.faces, this.make(level));
    return this.ofFaces.get(level.faces);
  }
  make(level) {
    const lists = boundaries(this.borders, level.faces, level.units.n);
    return lists.map((halves) => {
      const key = halves.join(",");
      let shape = this.known.get(key);
      if (!shape) {
        const rings = chain(this.borders, halves);
        shape = {rings, box: boxOf(rings), key};
        this.known.set(key, shape);
      }
      return shape;
    });
  }
  // Lines between what belonged to different units before and is one now: the borders that went.
  gone(before, after) {
    const b = this.borders, of = (level, face) => (face === NONE ? NONE : level.faces[face]), out = [];
    b.lines ??= [];
    for (let a = 0; a < b.n; a++) {
      const [x, y] = [b.side[2 * a], b.side[2 * a + 1]], now = of(after, x);
      if (now === NONE || now !== of(after, y) || of(before, x) === of(before, y)) continue;
      out.push((b.lines[a] ??= toLine(b.arcs[a])));
    }
    return out;
  }
  // The outline of the faces for which flag is set.
  around(flag) {
    const one = flag.map((on) => (on ? 0 : NONE));
    return chain(this.borders, boundaries(this.borders, one, 1)[0]);
  }
}

function toLine(xy) {
  const line = [];
  for (let i = 0; i < xy.length; i += 2) line.push([xy[i + 1], xy[i]]);
  return line;
}

// Colours by code, so that units keep theirs through changes.
export class Colours {
  constructor(borders) {
    this.borders = borders;
    this.byCode = new Map();
  }
  of(level) {
    const u = level.units, keep = u.code.map((c) => this.byCode.get(c) ?? -1);
    const sets = neighbours(this.borders, level.faces, u.n), colours = colour(sets, PALETTE.length, keep);
    colours.forEach((c, i) => this.byCode.set(u.code[i], c));
    return Array.from(colours, (c) => PALETTE[c]);
  }
}

// What became of each unit after, for the map of changes.
export function changeOf(before, after, rows) {
  const sources = Array.from({length: after.units.n}, () => []), targets = new Map();
  for (const r of rows) {
    if (r.target !== NONE) sources[r.target].push(r.source);
    targets.set(r.source, (targets.get(r.source) ?? 0) + 1);
  }
  return sources.map((list, i) => {
    if (list.length > 1) return "merged";
    if (!list.length) return "fresh";
    const s = list[0], a = before.units, b = after.units;
    if (targets.get(s) > 1) return "grown";
    return a.code[s] === b.code[i] && a.name[s] === b.name[i] && a.kind[s] === b.kind[i] ? "unchanged" : "relabelled";
  });
}

export function labelsOf(level, shapes, big, side) {
  return shapes.map((s, i) => {
    s.label ??= labelPlace(s.rings);
    return {text: level.units.name[i] ?? level.units.code[i], at: s.label, big, side};
  });
}
