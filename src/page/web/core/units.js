// The units of one level at one date, and the columns they have. Indices as in C: NONE is the largest of 32 bits.

export const NONE = 0xffffffff;
export const DECIMAL = 0, REAL = 1, TEXT = 2;

export function newColumn(like, n) {
  const c = {name: like.name, agg: like.agg, weight: like.weight, derived: like.derived ?? false, type: like.type,
             scale: like.scale ?? 0, n};
  if (c.type === REAL) c.values = new Float64Array(n).fill(NaN);
  else c.values = new Array(n).fill(null);
  return c;
}

// What becomes of a column when units are merged: a mean of decimals is a double.
export function columnLike(from, n) {
  return newColumn({...from, type: from.agg === "mean" ? REAL : from.type}, n);
}

// A decimal as a double; NaN if missing.
export function columnReal(c, i, nearest) {
  if (c.type === REAL) return c.values[i];
  if (c.type === TEXT || c.values[i] === null) return NaN;
  return nearest(c.values[i], 1n, c.scale);
}

export function isMissing(c, i) {
  return c.type === REAL ? Number.isNaN(c.values[i]) : c.values[i] === null;
}

export function newUnits(n) {
  const blank = () => new Array(n).fill(null);
  return {n, code: blank(), name: blank(), kind: blank(), parentCode: blank(), seat: blank(),
          parent: new Uint32Array(n).fill(NONE), estimated: null, columns: [], byCode: new Map()};
}

export function indexUnits(u) {
  u.byCode = new Map();
  for (let i = 0; i < u.n; i++) if (!u.byCode.has(u.code[i])) u.byCode.set(u.code[i], i);
  return u;
}

export function findUnit(u, code) {
  return code === null || code === undefined ? NONE : u.byCode.get(code) ?? NONE;
}

export function copyUnit(to, i, from, j) {
  for (const key of ["code", "name", "kind", "parentCode", "seat"]) to[key][i] = from[key][j];
}

export function findColumn(u, name) {
  return u.columns.find((c) => c.name === name) ?? null;
}
