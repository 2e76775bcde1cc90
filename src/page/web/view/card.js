// A unit's card: who it is, what it is made of or where it went, and every number before and after.
import {MISSING} from "../core/number.js";
import {values, measureNames} from "../core/stats.js";
import {NONE, TEXT, findUnit} from "../core/units.js";
import {h} from "./dom.js";
import {inOrder, labelOf, showChange, showMeasure, showRate, titleOf, showDate} from "./show.js";
import {word, said} from "./words.js";

const MOST_LINKS = 60;

function numbers(app, level, before, after) {
  const {project} = app, names = inOrder(project, [...new Set([...measureNames(project, app.before, level), ...measureNames(project, app.after, level)])]);
  const at = (levels, name, i) => (i === NONE ? MISSING : values(project, levels, level, name)?.[i] ?? MISSING);
  return h("table.totals", {}, h("thead", {}, h("tr", {}, h("th", {}), [app.from, app.to].map((s) => h("th.n", {scope: "col"}, showDate(project.states[s].date))),
    h("th.n", {}, word("change")), h("th.n", {}, "%"))),
    h("tbody", {}, names.map((name) => {
      const a = at(app.before, name, before), b = at(app.after, name, after);
      const computed = name === "reock" && b.missing && after !== NONE && app.after[level].faces;
      return h("tr", {data: {measure: name}}, h("th", {scope: "row"}, labelOf(project, name).text), h("td.n", {}, showMeasure(project, name, a)),
        h("td.n", {title: computed ? word("byHecun") : null}, showMeasure(project, name, b)),
        h("td.n", {}, showChange(project, name, a, b)), h("td.n.rate", {}, showRate(a, b)));
    })));
}

function texts(u, i) {
  return u.columns.filter((c) => c.type === TEXT && c.values[i] !== null).map((c) => h("div", {}, `${c.name}: ${c.values[i]}`));
}

function parentOf(levels, level, i) {
  const u = levels[level].units, up = levels[level + 1]?.units;
  if (!up) return null;
  return u.parent[i] === NONE ? u.parentCode[i] : titleOf(up, u.parent[i]);
}

function link(app, level, units, i, side, note) {
  return h("li", {}, h("button.link", {type: "button", onclick: () => app.onUnit(level, units.code[i], side)}, titleOf(units, i)),
    h("span.quiet", {}, ` ${units.code[i]}${note ? " · " + note : ""}`));
}

function list(title, items) {
  return items.length === 0 ? null : h("section", {}, h("h3", {}, `${title} (${items.length})`), h("ul.links", {}, items.slice(0, MOST_LINKS)),
    items.length > MOST_LINKS && h("p.quiet", {}, `+ ${items.length - MOST_LINKS}`));
}

// Population of the members as a note, so that one sees what each brought.
function peopleNote(app, levels, level, i) {
  const name = app.project.population, v = values(app.project, levels, level, name)?.[i];
  return v && !v.missing ? `${labelOf(app.project, name).text} ${showMeasure(app.project, name, v)}` : "";
}

export function card(app) {
  const s = app.selection;
  if (!s) return [h("p.quiet", {}, word("clickUnit"))];
  const {project} = app, level = s.level, rows = app.crosswalkShown(level), showAfter = s.side === "after" ? s.after !== NONE : s.before === NONE;
  const before = s.before, after = s.after, levels = showAfter ? app.after : app.before, i = showAfter ? after : before;
  if (i === NONE) return [h("p.quiet", {}, word("clickUnit"))];
  const u = levels[level].units, a = app.before[level].units, b = app.after[level].units;
  const made = showAfter ? rows.filter((r) => r.target === i).map((r) => link(app, level, a, r.source, "before", peopleNote(app, app.before, level, r.source))) : [];
  const went = !showAfter ? rows.filter((r) => r.source === i).map((r) => r.target === NONE ? h("li", {}, word("left"))
    : link(app, level, b, r.target, "after", r.people < 1 ? `${(r.people * 100).toFixed(1)}%` : "")) : [];
  const below = level > 0 ? childrenOf(app, levels, level, i, showAfter ? "after" : "before") : [];
  const problems = app.problems.filter((p) => p.level === level && p.code === u.code[i] && showAfter);
  return [
    h("h2", {}, titleOf(u, i)),
    h("p.quiet", {}, [u.code[i], u.kind[i], parentOf(levels, level, i), project.levels[level].title, showDate(project.states[showAfter ? app.to : app.from].date)].filter(Boolean).join(" · ")),
    u.seat[i] && h("p", {}, `${word("seat")}: ${seatName(levels, level, u.seat[i])}`),
    u.estimated?.[i] ? h("p.flag", {}, word("estimated")) : null,
    levels[level].unsettled?.[i] ? h("p.flag", {}, word("unsettled")) : null,
    problems.map((p) => h(`p.flag.${p.severity}`, {}, said(p.text))),
    numbers(app, level, showAfter ? merged(app, level, rows, i) ?? before : before, showAfter ? after : continued(rows, i, after)),
    h("div", {}, texts(u, i)),
    list(word("predecessors"), made), list(word("successors"), went), list(project.levels[level - 1]?.title ?? "", below),
  ];
}

// Compared with is the unit that had the code before, if it went in.
function merged(app, level, rows, i) {
  const own = findUnit(app.before[level].units, app.after[level].units.code[i]);
  return rows.some((r) => r.source === own && r.target === i) ? own : rows.filter((r) => r.target === i).length === 1 ? rows.find((r) => r.target === i).source : NONE;
}

function continued(rows, i, after) {
  const mine = rows.filter((r) => r.source === i);
  return mine.some((r) => r.target === after) ? after : mine.length === 1 ? mine[0].target : NONE;
}

function seatName(levels, level, seat) {
  for (const l of [level, level - 1]) {
    const u = levels[l]?.units, i = u ? findUnit(u, seat) : NONE;
    if (i !== NONE) return titleOf(u, i);
  }
  return seat;
}

function childrenOf(app, levels, level, i, side) {
  const u = levels[level - 1].units, out = [];
  for (let k = 0; k < u.n; k++) if (u.parent[k] === i) out.push(link(app, level - 1, u, k, side, u.kind[k]));
  return out;
}
