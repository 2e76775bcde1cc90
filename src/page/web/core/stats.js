// Measures and their distribution over the units of a level and each of its kinds. The rules of simulate/count.
import {MISSING, add, compare, decimal, div, real, write} from "./number.js";
import {compareText} from "./text.js";
import {NONE, DECIMAL, TEXT, findColumn} from "./units.js";
import {polsbyPopper} from "./simulate.js";

const OWN = {
  area_m2: (l, i) => decimal(l.area[i], 5),
  area_km2: (l, i) => decimal(l.area[i], 11),
  perimeter_m: (l, i) => decimal(l.perimeter[i], 6),
  polsby_popper: (l, i) => real(polsbyPopper(l, i)),
  reock: (l, i) => real(l.reock[i]),
};

export function ratioOf(project, name) {
  return project.measures.find((m) => m.name === name) ?? null;
}

export function descendants(levels, level, below) {
  const count = new Array(levels[level].units.n).fill(0n), parents = levels.map((l) => l.units.parent);
  for (let i = 0; i < levels[below].units.n; i++) {
    let u = i;
    for (let l = below; l < level && u !== NONE; l++) u = parents[l][u];
    if (u !== NONE) count[u]++;
  }
  return count;
}

export function columnValues(c) {
  if (c.type === TEXT) return new Array(c.n).fill(MISSING);
  return Array.from(c.values, (v) => (c.type === DECIMAL ? decimal(v, c.scale) : real(v)));
}

// One measure of every unit of a level; null where the level has none of that name.
export function values(project, levels, level, name) {
  const l = levels[level], column = findColumn(l.units, name);
  if (column) return columnValues(column);
  const ratio = ratioOf(project, name);
  if (ratio) {
    if (ratioOf(project, ratio.of) || ratioOf(project, ratio.per)) return null;
    const of = values(project, levels, level, ratio.of), per = values(project, levels, level, ratio.per);
    return of && per ? of.map((v, i) => div(v, per[i])) : null;
  }
  const below = project.levels.findIndex((x) => x.id === name);
  if (below >= 0 && below < level) return descendants(levels, level, below).map((n) => decimal(n, 0));
  if (name === "members") return Array.from(l.nMembers, (n) => decimal(BigInt(n), 0));
  if (!OWN[name]) return null;
  return Array.from({length: l.units.n}, (_, i) => (l.area ? OWN[name](l, i) : MISSING));
}

// Names of what is counted at a level, in the order of summary.json.
export function measureNames(project, levels, level) {
  const l = levels[level], names = l.faces ? ["area_m2", "perimeter_m", "polsby_popper", "reock"] : [];
  names.push("members");
  for (let below = 0; below < level; below++) names.push(project.levels[below].id);
  for (const c of l.units.columns) if (c.type !== TEXT) names.push(c.name);
  for (const m of project.measures) if (!findColumn(l.units, m.name)) names.push(m.name);
  return names;
}

function rank(list) {
  const ranked = [];
  list.forEach((number, unit) => number.missing || ranked.push({number, unit}));
  return ranked.sort((a, b) => a.number.real - b.number.real || compare(a.number, b.number) || a.unit - b.unit);
}

function sum(numbers) {
  const scale = numbers[0].scale;
  if (!numbers.every((n) => n.exact && n.den === 1n && n.scale === scale))
    return numbers.reduce(add, decimal(0n, 0));
  let total = 0n;
  for (const n of numbers) total += n.num;
  return total < 1n << 63n && total > -(1n << 63n) ? decimal(total, scale) : numbers.reduce(add, decimal(0n, 0));
}

function deviation(sorted, mean) {
  let squares = 0;
  for (const n of sorted) squares += (n.real - mean) * (n.real - mean);
  return real(Math.sqrt(squares / sorted.length));
}

// sorted: the numbers there are, by size; count: units with those that have none.
export function describe(sorted, count, additive) {
  const n = sorted.length, stat = {sum: MISSING, mean: MISSING, median: MISSING, min: MISSING, max: MISSING, sd: MISSING, missing: count - n};
  if (!n) return stat;
  const total = sum(sorted);
  stat.mean = div(total, decimal(BigInt(n), 0));
  stat.median = n % 2 ? sorted[(n - 1) / 2] : div(add(sorted[n / 2 - 1], sorted[n / 2]), decimal(2n, 0));
  stat.min = sorted[0];
  stat.max = sorted[n - 1];
  stat.sd = deviation(sorted, stat.mean.real);
  if (additive) stat.sum = total;
  return stat;
}

function ratioMean(of, per, units) {
  let a = decimal(0n, 0), b = a;
  for (const i of units)
    if (!of[i].missing && !per[i].missing) {
      a = add(a, of[i]);
      b = add(b, per[i]);
    }
  return div(a, b);
}

// {all, kinds: Map}: each {count, stats: Map name -> stat}. wanted: names, or all.
export function summarise(project, levels, level, wanted = measureNames(project, levels, level)) {
  const u = levels[level].units, everyone = Array.from({length: u.n}, (_, i) => i), kinds = new Map();
  u.kind.forEach((kind, i) => kind !== null && (kinds.get(kind) ?? kinds.set(kind, []).get(kind)).push(i));
  const blank = (count) => ({count, stats: new Map()});
  const out = {all: blank(u.n), kinds: new Map([...kinds.keys()].sort(compareText).map((k) => [k, blank(kinds.get(k).length)]))};
  for (const name of wanted) {
    const list = values(project, levels, level, name);
    if (!list) continue;
    const column = findColumn(u, name), ratio = column ? null : ratioOf(project, name), ranked = rank(list);
    const of = ratio && values(project, levels, level, ratio.of), per = ratio && values(project, levels, level, ratio.per);
    const fill = (into, units, sorted) => {
      const stat = describe(sorted, into.count, !column || column.agg === "sum");
      if (ratio && sorted.length) Object.assign(stat, {ratio: true, sum: MISSING, mean: ratioMean(of, per, units)});
      into.stats.set(name, stat);
    };
    fill(out.all, everyone, ranked.map((r) => r.number));
    for (const [kind, units] of kinds) fill(out.kinds.get(kind), units, ranked.filter((r) => u.kind[r.unit] === kind).map((r) => r.number));
  }
  return out;
}

const STATS = ["sum", "mean", "median", "min", "max", "sd"];

// Every number of a state, unrounded, as text: {level id: {all or kind: {"population.mean": "..."}}}.
export function numbersOf(project, levels) {
  const out = {};
  project.levels.forEach((level, l) => {
    const summary = summarise(project, levels, l);
    const put = ({count, stats}) => {
      const o = {count: String(count)};
      for (const [name, stat] of stats) {
        for (const k of STATS) o[`${name}.${k}`] = write(stat[k]);
        o[`${name}.missing`] = String(stat.missing);
      }
      return o;
    };
    out[level.id] = {all: put(summary.all)};
    for (const [kind, s] of summary.kinds) out[level.id][kind] = put(s);
  });
  return out;
}
