// Sums and means of a level and each of its kinds: what the tables show, without ranking anything. The same numbers as
// those of summarise(), from whole columns at once.
import {MISSING, add, decimal, div} from "./number.js";
import {compareText} from "./text.js";
import {DECIMAL, findColumn} from "./units.js";
import {descendants, measureNames, ratioOf, values} from "./stats.js";

// Mantissas of a measure and their scale; null where it is no plain decimal.
function mantissas(project, levels, level, name) {
  const l = levels[level], column = findColumn(l.units, name);
  if (column) return column.type === DECIMAL ? {list: column.values, scale: column.scale} : null;
  if (ratioOf(project, name)) return null;
  const below = project.levels.findIndex((x) => x.id === name);
  if (below >= 0 && below < level) return {list: descendants(levels, level, below), scale: 0};
  if (name === "members") return {list: Array.from(l.nMembers, BigInt), scale: 0};
  if (name === "area_m2") return {list: l.area, scale: 5};
  if (name === "area_km2") return {list: l.area, scale: 11};
  return name === "perimeter_m" ? {list: l.perimeter, scale: 6} : null;
}

// Groups of units: index 0 all, then each kind.
function groupsOf(u) {
  const kinds = [...new Set(u.kind)].filter((k) => k !== null).sort(compareText), at = new Map(kinds.map((k, i) => [k, i + 1]));
  return {kinds, of: u.kind.map((k) => at.get(k) ?? 0)};
}

function sumDecimals({list, scale}, groups, also) {
  const n = groups.kinds.length + 1, sum = new Array(n).fill(0n), count = new Uint32Array(n);
  for (let i = 0; i < list.length; i++) {
    if (list[i] === null || (also && also[i] === null)) continue;
    sum[0] += list[i];
    count[0]++;
    const g = groups.of[i];
    if (!g) continue;
    sum[g] += list[i];
    count[g]++;
  }
  return {sum: sum.map((v) => decimal(v, scale)), count};
}

function sumNumbers(list, groups) {
  const n = groups.kinds.length + 1, sum = new Array(n).fill(decimal(0n, 0)), count = new Uint32Array(n);
  // In the order of their size, as reals are added.
  const order = list.map((_, i) => i).filter((i) => !list[i].missing).sort((a, b) => list[a].real - list[b].real || a - b);
  for (const i of order)
    for (const g of groups.of[i] ? [0, groups.of[i]] : [0]) {
      sum[g] = add(sum[g], list[i]);
      count[g]++;
    }
  return {sum, count};
}

function ratioTotals(project, levels, level, ratio, groups) {
  if (ratioOf(project, ratio.of) || ratioOf(project, ratio.per)) return null;
  const of = mantissas(project, levels, level, ratio.of), per = mantissas(project, levels, level, ratio.per);
  if (!of?.list || !per?.list) return null;
  const a = sumDecimals(of, groups, per.list), b = sumDecimals(per, groups, of.list);
  return a.sum.map((s, g) => (a.count[g] ? {sum: MISSING, mean: div(s, b.sum[g])} : {sum: MISSING, mean: MISSING}));
}

function totalsOf(project, levels, level, name, groups) {
  const column = findColumn(levels[level].units, name), ratio = column ? null : ratioOf(project, name);
  if (ratio) return ratioTotals(project, levels, level, ratio, groups);
  const plain = mantissas(project, levels, level, name);
  if (plain && !plain.list) return null;
  const list = plain ? null : values(project, levels, level, name);
  if (!plain && !list) return null;
  const {sum, count} = plain ? sumDecimals(plain, groups, null) : sumNumbers(list, groups), additive = !column || column.agg === "sum";
  return sum.map((s, g) => (count[g] ? {sum: additive ? s : MISSING, mean: div(s, decimal(BigInt(count[g]), 0))} : {sum: MISSING, mean: MISSING}));
}

// {all, kinds: Map}: each {count, stats: Map name -> {sum, mean}}.
export function totals(project, levels, level) {
  const u = levels[level].units, groups = groupsOf(u), count = new Array(groups.kinds.length + 1).fill(0);
  for (const g of groups.of) if (g) count[g]++;
  count[0] = u.n;
  const parts = count.map((n) => ({count: n, stats: new Map()}));
  for (const name of measureNames(project, levels, level)) {
    if (name === "perimeter_m" || name === "reock") continue;
    totalsOf(project, levels, level, name, groups)?.forEach((stat, g) => parts[g].stats.set(name, stat));
  }
  return {all: parts[0], kinds: new Map(groups.kinds.map((k, i) => [k, parts[i + 1]]))};
}
