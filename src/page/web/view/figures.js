// Published figures beside what the plan gives now.
import {h} from "./dom.js";
import {said, word} from "./words.js";

export function figuresTable(app) {
  const list = app.figures();
  return [h("p", {}, `${list.filter((r) => r.agrees).length} / ${list.length} ${word("agrees")}`),
    h("table.figures", {id: "figures"}, h("thead", {}, h("tr", {}, h("th", {}), h("th.n", {scope: "col"}, word("published")), h("th.n", {scope: "col"}, word("computed")), h("th", {}))),
      h("tbody", {}, list.map(({figure: f, text, agrees}) => h(agrees ? "tr" : "tr.off", {data: {id: f.id}}, h("th", {scope: "row", title: f.source}, named(app, f)),
        h("td.n", {}, f.published), h("td.n", {}, text || "–"), h("td", {}, h(`span.flag.${agrees ? "kept" : "error"}`, {}, word(agrees ? "agrees" : "differs"))))))),
    h("p.quiet", {}, [...new Set(list.map((r) => r.figure.source))].filter(Boolean).join("; "))];
}

// Its words, levels called by their titles.
function named(app, f) {
  const {id, title} = app.project.levels[f.level], text = said(f.what);
  return text.startsWith(id) ? title + text.slice(id.length) : text;
}

// In the workbench: how many agree, and which do not.
export function figuresNow(app) {
  const list = app.figures(), off = list.filter((r) => !r.agrees);
  if (!list.length) return null;
  return h("section", {}, h("h3", {}, `${word("figures")}: ${list.length - off.length} / ${list.length} ${word("agrees")}`),
    off.length > 0 && h("ul.links", {}, off.map(({figure: f, text}) => h("li", {data: {id: f.id}}, `${named(app, f)}: `, h("b", {}, text || "–"), h("span.quiet", {}, ` (${word("published")} ${f.published})`)))));
}
