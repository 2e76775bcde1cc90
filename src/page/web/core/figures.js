// Published figures, held against what the plan gives now. The rules of simulate/figures.
import {compare, decimal, div, format, sub, MISSING} from "./number.js";
import {findUnit, NONE} from "./units.js";
import {summarise, values} from "./stats.js";

const wholeValue = (v) => decimal(BigInt(v), 0);

function factorOf([num, den, scale]) {
  return div(decimal(BigInt(num), scale), wholeValue(den));
}

// The number that a figure asks for at one state. totalsAt(level): totals() of that state.
function valueAt(project, levels, totalsAt, f) {
  const measure = f.measure === "area_km2" ? "area_m2" : f.measure;
  if (f.stat === "unit") {
    const unit = findUnit(levels[f.level].units, f.code), list = unit === NONE ? null : values(project, levels, f.level, f.measure);
    return list ? list[unit] : MISSING;
  }
  const of = (s) => (f.kind === null ? s.all : s.kinds.get(f.kind));
  if (f.stat === "count") return wholeValue(of(totalsAt(f.level))?.count ?? 0);
  const simple = f.stat === "sum" || f.stat === "mean";
  const stat = of(simple ? totalsAt(f.level) : summarise(project, levels, f.level, [measure]))?.stats.get(measure);
  const value = stat?.[f.stat] ?? MISSING;
  return f.measure === "area_km2" ? div(value, wholeValue(1000000)) : value;
}

// {figure, computed, agrees, text}; at(index) gives {levels, totals(level)} of a state.
export function judgeFigure(project, f, at) {
  const last = project.states.findLastIndex((s) => s.date === f.date), first = f.isStep ? project.steps.findIndex((s) => s.date === f.date) : last;
  const one = (index) => (index < 0 ? MISSING : valueAt(project, at(index).levels, at(index).totals, f));
  const factor = factorOf(f.factor), before = f.isStep && f.as !== "after" ? one(first) : MISSING, after = f.as !== "before" ? one(last) : MISSING;
  let computed = div(after, factor);
  if (f.isStep && f.as === "before") computed = div(before, factor);
  if (f.as === "change") computed = sub(div(after, factor), div(before, factor));
  if (f.as === "rate") computed = div(sub(wholeValue(1), div(after, before)), factor);
  const printed = format(computed, f.decimals, false), published = decimal(BigInt(f.mantissa), f.decimals);
  const agrees = !computed.missing && printed === format(published, f.decimals, false);
  return {figure: f, computed, agrees, text: computed.missing ? "" : shown(f, computed)};
}

function shown(f, computed) {
  const text = format(computed, f.decimals + 2).replace(/(\.\d*?)0+$/, "$1").replace(/\.$/, "");
  const least = format(computed, f.decimals), enough = text.length < least.length ? least : text;
  return (f.as === "change" && compare(computed, wholeValue(0)) > 0 ? "+" : "") + enough + f.unit;
}
