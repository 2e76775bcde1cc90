// Numbers and names as people read them.
import {div, decimal, format, sub, MISSING} from "../core/number.js";
import {said, word} from "./words.js";

// What a measure is called, and by what it is divided on display.
export function labelOf(project, measure) {
  const known = project.labels[measure];
  if (known) return {text: said(known), divisor: BigInt(known[2])};
  const level = project.levels.find((l) => l.id === measure);
  // Names of columns may break behind an underscore.
  return {text: level ? level.title : measure.replaceAll("_", "_\u200b"), divisor: 1n};
}

export function scaled(project, measure, n) {
  const {divisor} = labelOf(project, measure);
  return divisor === 1n || n.missing ? n : div(n, decimal(divisor, 0));
}

// How many decimals a measure is shown with.
export function decimalsOf(project, measure, whole) {
  if (["polsby_popper", "reock"].includes(measure)) return 3;
  if (labelOf(project, measure).divisor > 1n) return 2;
  return whole ? 0 : 1;
}

const isWhole = (n) => n.exact && n.den === 1n && n.scale === 0;

export function showMeasure(project, measure, n, mean = false) {
  if (n.missing) return "–";
  const of = scaled(project, measure, n), size = Math.abs(of.real);
  // A ratio: four digits that say something.
  if (project.measures.some((m) => m.name === measure)) return format(of, size >= 1000 ? 0 : size >= 100 ? 1 : size >= 10 ? 2 : size >= 1 ? 3 : 4);
  return format(of, decimalsOf(project, measure, !mean && isWhole(n)));
}

export function showChange(project, measure, a, b, mean = false) {
  const d = a.missing || b.missing ? MISSING : sub(b, a);
  if (d.missing) return "";
  const text = showMeasure(project, measure, d, mean);
  return /^[0.,]+$/.test(text) ? "0" : text.startsWith("-") ? "−" + text.slice(1) : "+" + text;
}

export function showRate(a, b) {
  const rate = a.missing || b.missing ? MISSING : div(sub(b, a), a);
  if (rate.missing) return "";
  const text = format(div(rate, decimal(1n, 2)), 1);
  return (text.startsWith("-") ? "−" + text.slice(1) : /^[0.]+$/.test(text) ? text : "+" + text) + "%";
}

export function titleOf(units, i) {
  return units.name[i] ?? units.code[i];
}

export function showDate(date) {
  return date === "before" ? word("before") : date === "after" ? word("after") : date;
}

// Measures in the order in which people ask for them: people, land, then what the project counts, shapes last.
export function inOrder(project, names) {
  const first = [project.population, "area_m2"], last = ["members", "perimeter_m", "polsby_popper", "reock"];
  const rank = (name) => (first.includes(name) ? first.indexOf(name) - 9 : 1 + last.indexOf(name));
  return [...names].sort((a, b) => rank(a) - rank(b));
}
