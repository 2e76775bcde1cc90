// Totals of every level: before, after, change; by kind where a level has kinds.
import {decimal, MISSING} from "../core/number.js";
import {h} from "./dom.js";
import {inOrder, labelOf, showChange, showMeasure, showRate, showDate} from "./show.js";
import {language, word} from "./words.js";

const wholeNumber = (n) => decimal(BigInt(n), 0);

// Rows [measure, statistic] that a level shows: sums and means of what adds up, means of what does not.
export function rowsOf(project, summary) {
  const out = [], names = inOrder(project, [...summary.all.stats.keys()].filter((name) => name !== "members"));
  for (const name of names) {
    if (!summary.all.stats.get(name).sum.missing && name !== "polsby_popper") out.push([name, "sum"]);
    out.push([name, "mean"]);
  }
  return out;
}

function cells(project, measure, a, b, mean) {
  return [h("td.n", {}, showMeasure(project, measure, a, mean)), h("td.n", {}, showMeasure(project, measure, b, mean)),
          h("td.n", {}, showChange(project, measure, a, b, mean)), h("td.n.rate", {}, showRate(a, b))];
}

function statRow(project, level, a, b, [name, which]) {
  const of = (s) => s?.stats.get(name)?.[which] ?? MISSING, mean = which === "mean";
  const label = labelOf(project, name).text;
  const unit = !mean || isRatio(project, name) ? label : language() === "zh" ? `平均${/^[ -~]/.test(label) ? " " : ""}${label}` : `${label}, mean`;
  return h("tr", {data: {level: project.levels[level].id, measure: name, stat: which}},
    h("th", {scope: "row"}, unit), cells(project, name, of(a), of(b), mean));
}

const isRatio = (project, name) => project.measures.some((m) => m.name === name);

function countRow(project, level, a, b, title, kind) {
  return h(kind ? "tr.kind" : "tr.count", {data: {level: project.levels[level].id, kind: kind ?? "", measure: "units"}},
    h("th", {scope: "row"}, title), cells(project, "units", wholeNumber(a), wholeNumber(b), false));
}

// A level's table; heads: titles of the two states that are compared.
export function levelTable(project, level, a, b, heads) {
  const kinds = [...new Set([...a.kinds.keys(), ...b.kinds.keys()])];
  const rows = [countRow(project, level, a.all.count, b.all.count, word("count"), null)];
  for (const k of kinds) rows.push(countRow(project, level, a.kinds.get(k)?.count ?? 0, b.kinds.get(k)?.count ?? 0, k, k));
  const shown = rowsOf(project, b);
  for (const row of shown) rows.push(statRow(project, level, a.all, b.all, row));
  return h("table.totals", {}, h("caption", {}, project.levels[level].title),
    h("thead", {}, h("tr", {}, h("th", {}), heads.map((t) => h("th.n", {scope: "col"}, t)), h("th.n", {scope: "col"}, word("change")), h("th.n", {}, "%"))),
    h("tbody", {}, rows));
}

export function kindTable(project, level, a, b, heads) {
  const kinds = [...new Set([...a.kinds.keys(), ...b.kinds.keys()])];
  if (kinds.length < 2) return null;
  const of = (s, k) => s.kinds.get(k);
  return h("table.totals", {}, h("thead", {}, h("tr", {}, h("th", {}, `${project.levels[level].title} · ${word("kind")}`), heads.map((t) => h("th.n", {}, t)), h("th.n", {}, word("change")), h("th.n", {}, "%"))),
    h("tbody", {}, kinds.flatMap((k) => [countRow(project, level, of(a, k)?.count ?? 0, of(b, k)?.count ?? 0, k, k),
      ...rowsOf(project, of(b, k) ? {all: of(b, k)} : {all: of(a, k)}).map((row) => statRow(project, level, of(a, k), of(b, k), row))])));
}

export function overview(app) {
  const {project} = app, heads = [app.from, app.to].map((i) => showDate(project.states[i].date));
  return project.levels.map((_, i) => project.levels.length - 1 - i).flatMap((l) => {
    const a = app.summary(app.from, l), b = app.summary(app.to, l), kinds = kindTable(project, l, a, b, heads);
    return [levelTable(project, l, a, b, heads), kinds && h("details", {}, h("summary", {}, `${project.levels[l].title} · ${word("kind")}`), kinds)];
  });
}
