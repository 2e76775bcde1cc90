// Columns carried from old units to new ones. The rules of simulate/step/carry and simulate/state.
import {compareText} from "./text.js";
import {nearest, rescale} from "./number.js";
import {NONE, DECIMAL, REAL, TEXT, columnLike, columnReal, newColumn, isMissing, findColumn, findUnit} from "./units.js";

const realOf = (c, i) => columnReal(c, i, nearest);

function childWeight(s, child, parent) {
  const c = findColumn(s.below, s.project.population), p = findColumn(s.old, s.project.population);
  return c && p ? realOf(c, child) / realOf(p, parent) : NaN;
}

// `total` among parts whose shares sum to 1, by largest remainder; equal remainders go in order of codes.
export function divide(parts, total, codeOf) {
  const out = [], rest = [];
  let given = 0n;
  parts.forEach((part, i) => {
    const product = total * part.share, one = 10n ** BigInt(part.scale);
    out.push(product / one);
    rest.push({rest: Number(product % one) / Number(one), code: codeOf(part), i});
    given += out[i];
  });
  rest.sort((a, b) => b.rest - a.rest || compareText(a.code, b.code));
  for (let i = 0; i < rest.length && given < total; i++, given++) out[rest[i].i]++;
  return out;
}

function countKnown(s, below) {
  if (!below || below.type !== DECIMAL) return null;
  const known = new Uint32Array(s.old.n);
  for (let i = 0; i < below.n; i++) if (s.below.parent[i] !== NONE && below.values[i] !== null) known[s.below.parent[i]]++;
  return known;
}

// What a named child takes out of what is left of its unit.
function childValue(s, c, below, known, part, left) {
  let v = null, guessed = false;
  if (known) {
    const own = below.values[part.child];
    if (own !== null) {
      known[part.unit]--;
      v = rescale(own, below.scale, c.scale);
    }
  } else if (left !== null) {
    const weight = childWeight(s, part.child, part.unit);
    const all = weight * Number(c.values[part.unit]);
    v = weight >= 0 && weight <= 1 ? BigInt(Math.sign(all) * Math.round(Math.abs(all))) : 0n;
    guessed = true;
  }
  if (v !== null && left !== null && v > left && c.agg === "sum") {
    v = left;
    guessed = true;
  }
  return {v: left === null ? null : v, guessed};
}

function partValues(s, c) {
  const below = s.level ? findColumn(s.below, c.name) : null, known = countKnown(s, below);
  const value = new Array(s.parts.length).fill(null), guessed = new Uint8Array(s.parts.length);
  for (let u = 0; u < s.old.n; u++) {
    const begin = s.partAt[u], end = s.partAt[u + 1];
    let i = begin, left = c.values[u];
    for (; i < end && s.parts[i].child !== NONE; i++) {
      const one = childValue(s, c, below, known, s.parts[i], left);
      value[i] = one.v;
      guessed[i] = one.guessed ? 1 : 0;
      if (c.agg === "sum" && one.v !== null) left -= one.v;
    }
    if (i === end) continue;
    if (known && known[u] === 0 && left === 0n && i > begin) left = null;
    if (left === null || c.agg !== "sum") {
      for (let k = i; k < end; k++) value[k] = left;
    } else if (end - i === 1 && s.parts[i].whole) {
      value[i] = left;
    } else {
      const shares = divide(s.parts.slice(i, end), left, (p) => (p.target === NONE ? "" : s.targets[p.target]));
      shares.forEach((v, k) => (value[i + k] = v));
    }
  }
  return {value, guessed};
}

function giveRest(s, c, value, guessed) {
  for (let u = 0; u < s.old.n; u++) {
    const begin = s.partAt[u], end = s.partAt[u + 1];
    if (begin === end || s.parts[end - 1].child === NONE || c.values[u] === null) continue;
    let sum = 0n;
    for (let i = begin; i < end; i++) sum += value[i] ?? 0n;
    if (sum === c.values[u]) continue;
    value[begin] = (value[begin] ?? 0n) + c.values[u] - sum;
    guessed[begin] = 1;
  }
}

function markEstimated(s, part) {
  if (s.parts[part].target === NONE) return;
  s.fresh.estimated ??= new Uint8Array(s.fresh.n);
  s.fresh.estimated[s.parts[part].target] = 1;
}

// What a column was carried to, by its values: for a step that is taken again with the same parts.
const carried = new WeakMap();

function carryDecimal(s, from, to) {
  const was = carried.get(from.values);
  if (was && was.parts === s.parts && !was.guessed) {
    to.values = was.values;
    return;
  }
  const {value, guessed} = partValues(s, from);
  if (from.agg === "sum") giveRest(s, from, value, guessed);
  s.parts.forEach((part, i) => {
    if (guessed[i] || (!part.whole && part.child === NONE)) markEstimated(s, i);
    if (value[i] === null || part.target === NONE) return;
    const had = to.values[part.target];
    if (had === null) to.values[part.target] = value[i];
    else if (from.agg === "sum") to.values[part.target] = had + value[i];
    else if (from.agg === "max" ? value[i] > had : value[i] < had) to.values[part.target] = value[i];
  });
  const plain = s.parts.every((part, i) => !guessed[i] && (part.whole || part.child !== NONE));
  carried.set(from.values, {parts: s.parts, values: to.values, guessed: !plain});
}

function partWeight(s, weights, part) {
  if (!weights) return 1;
  if (part.child !== NONE) return childWeight(s, part.child, part.unit) * realOf(weights, part.unit);
  return realOf(weights, part.unit) * Number(part.share) / Number(10n ** BigInt(part.scale));
}

function carryMean(s, from, to) {
  const weights = findColumn(s.old, from.weight ?? s.project.population);
  const weight = new Float64Array(to.n), sum = new Float64Array(to.n);
  for (const part of s.parts) {
    const value = realOf(from, part.unit), w = partWeight(s, weights, part);
    if (part.target === NONE || Number.isNaN(value) || Number.isNaN(w)) continue;
    weight[part.target] += w;
    sum[part.target] += w * value;
  }
  for (let t = 0; t < to.n; t++) to.values[t] = weight[t] > 0 ? sum[t] / weight[t] : NaN;
}

function carryText(s, from, to) {
  aggregateColumn(from, null, s.largest, s.old, to);
  for (let t = 0; from.agg === "first" && t < to.n; t++)
    if (s.continued[t] !== NONE && from.values[s.continued[t]] !== null) to.values[t] = from.values[s.continued[t]];
}

function copyValue(from, i, to, j) {
  to.values[j] = to.type === REAL ? realOf(from, i) : from.values[i];
}

function addLike(u, from) {
  const to = columnLike(from, u.n);
  u.columns.push(to);
  return to;
}

function carrySame(s, level) {
  const old = s.before[level].units, u = s.after[level].units, map = s.oldToNew[level];
  for (const from of old.columns) {
    const to = addLike(u, from);
    if (u.code === old.code && to.type === from.type) {
      to.values = from.values;
      continue;
    }
    for (let i = 0; i < old.n; i++) if (map[i] !== NONE) copyValue(from, i, to, map[i]);
  }
}

// Which coarser units do not have the very children they had.
function changedUnits(s, level) {
  const after = s.after[level].units, now = s.after[level - 1].units, children = s.before[level - 1].units;
  const changed = new Uint8Array(after.n), map = s.oldToNew[level];
  const pass = (was, is) => {
    if (was === is) return;
    if (was !== NONE) changed[was] = 1;
    if (is !== NONE) changed[is] = 1;
  };
  const lookUp = (parent) => (parent === NONE ? NONE : map[parent]);
  if (level - 1 === s.level) {
    for (const p of s.parts) pass(lookUp(children.parent[p.unit]), p.target === NONE ? NONE : now.parent[p.target]);
    return changed;
  }
  for (let i = 0; i < children.n; i++) {
    const to = s.oldToNew[level - 1][i];
    pass(lookUp(children.parent[i]), to === NONE ? NONE : now.parent[to]);
  }
  const below = changedUnits(s, level - 1);
  for (let i = 0; i < now.n; i++) if (below[i] && now.parent[i] !== NONE) changed[now.parent[i]] = 1;
  return changed;
}

function carryCoarser(s, level) {
  const u = s.after[level].units, children = s.after[level - 1].units, changed = changedUnits(s, level);
  carrySame(s, level);
  for (const own of u.columns) {
    own.values = own.values.slice();
    const from = findColumn(children, own.name), summed = newColumn(own, u.n);
    if (from && (from.type === own.type || own.agg === "mean")) {
      const weights = findColumn(children, from.weight ?? s.project.population);
      aggregateColumn(from, weights, children.parent, children, summed);
    }
    for (let i = 0; i < u.n; i++) {
      if (!changed[i]) continue;
      if (from && from.scale <= own.scale) {
        copyValue(summed, i, own, i);
        if (own.type === DECIMAL) own.values[i] = rescale(own.values[i], from.scale, own.scale);
      } else {
        u.estimated ??= new Uint8Array(u.n);
        u.estimated[i] = 1;
      }
    }
  }
}

// After advance(): fills the columns of all levels.
export function carry(s) {
  for (const from of s.old.columns) {
    const to = addLike(s.fresh, from);
    if (from.type === TEXT) carryText(s, from, to);
    else if (from.agg === "mean") carryMean(s, from, to);
    else carryDecimal(s, from, to);
  }
  for (let l = 0; l < s.level; l++) carrySame(s, l);
  for (let l = s.level + 1; l < s.before.length; l++) carryCoarser(s, l);
  s.parts.forEach((part, i) => {
    if (!part.whole || s.old.estimated?.[part.unit]) markEstimated(s, i);
  });
}

function foldMeans(from, weights, parent, to) {
  const weight = new Float64Array(to.n), sum = new Float64Array(to.n);
  for (let i = 0; i < from.n; i++) {
    if (parent[i] === NONE || isMissing(from, i) || (weights && isMissing(weights, i))) continue;
    const w = weights ? realOf(weights, i) : 1;
    weight[parent[i]] += w;
    sum[parent[i]] += w * realOf(from, i);
  }
  for (let p = 0; p < to.n; p++) to.values[p] = weight[p] > 0 ? sum[p] / weight[p] : NaN;
}

function foldTexts(from, parent, children, to) {
  const order = Array.from({length: from.n}, (_, i) => i).sort((a, b) => compareText(children.code[a], children.code[b]));
  for (const i of order) {
    const p = parent[i], text = from.values[i];
    if (p === NONE || text === null) continue;
    if (to.values[p] === null) to.values[p] = text;
    else if (to.agg === "list" && !`;${to.values[p]};`.includes(`;${text};`)) to.values[p] += ";" + text;
  }
}

// One value a parent, out of the children's.
export function aggregateColumn(from, weights, parent, children, to) {
  if (from.type === TEXT) return foldTexts(from, parent, children, to);
  if (from.agg === "mean") return foldMeans(from, weights, parent, to);
  for (let i = 0; i < from.n; i++) {
    const p = parent[i], v = from.values[i];
    if (p === NONE || v === null) continue;
    const had = to.values[p];
    if (had === null) to.values[p] = v;
    else if (to.agg === "sum") to.values[p] = had + v;
    else if (to.agg === "max" ? v > had : to.agg === "min" && v < had) to.values[p] = v;
  }
}

function keepEstimates(u, own, summed) {
  if (own.type !== summed.type || !u.estimated) return;
  for (let i = 0; i < u.n; i++)
    if (u.estimated[i]) summed.values[i] = own.type === DECIMAL ? rescale(own.values[i], own.scale, summed.scale) : own.values[i];
}

// Each level gets the columns that its finer neighbour has and it has not measured itself.
export function aggregateLevels(project, levels) {
  for (let l = 1; l < levels.length; l++) {
    const u = levels[l].units, children = levels[l - 1].units;
    for (const from of children.columns) {
      const at = u.columns.findIndex((c) => c.name === from.name), own = at < 0 ? null : u.columns[at];
      if (own && !own.derived) continue;
      const summed = columnLike(from, u.n);
      summed.derived = true;
      aggregateColumn(from, findColumn(children, from.weight ?? project.population), children.parent, children, summed);
      if (own) keepEstimates(u, own, summed);
      if (own) u.columns[at] = summed;
      else u.columns.push(summed);
    }
  }
}

function widen(c, scale) {
  c.values = c.values.map((v) => rescale(v, c.scale, scale));
  c.scale = scale;
}

function joinColumn(u, key, from) {
  let to = findColumn(u, from.name);
  if (!to) {
    to = newColumn({...from, derived: false}, u.n);
    u.columns.push(to);
  } else if (to.type === DECIMAL && from.type === DECIMAL && from.scale > to.scale) {
    widen(to, from.scale);
  }
  if ((to.type === TEXT) !== (from.type === TEXT)) return;
  to.derived = false;
  to.values = to.values.slice();
  key.forEach((code, row) => {
    const unit = findUnit(u, code);
    if (unit === NONE || isMissing(from, row)) return;
    if (to.type === TEXT) to.values[unit] = from.values[row];
    else if (to.type === REAL) to.values[unit] = realOf(from, row);
    else to.values[unit] = rescale(from.values[row], from.scale, to.scale);
  });
}

// Tables measured at the date of a later state.
export function joinTables(project, date, levels) {
  for (const t of project.tables)
    if (t.at === date) for (const c of t.columns) joinColumn(levels[t.level].units, t.key, c);
}
