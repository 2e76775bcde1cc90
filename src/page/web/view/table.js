// The units of a level as a table: sorted by any column, filtered by text and kind, each row a way to the map.
import {compare, MISSING} from "../core/number.js";
import {compareText} from "../core/text.js";
import {values, measureNames} from "../core/stats.js";
import {NONE, TEXT} from "../core/units.js";
import {h, fill, select} from "./dom.js";
import {inOrder, labelOf, showMeasure} from "./show.js";
import {word} from "./words.js";

const SKIP = new Set(["reock", "polsby_popper", "perimeter_m"]);
const MOST_ROWS = 500;

function columnsOf(project, levels, level) {
  const u = levels[level].units, up = levels[level + 1]?.units;
  const text = (key, title, get) => ({key, title, text: true, get});
  const out = [text("name", word("name"), (i) => u.name[i] ?? "")];
  if (u.kind.some((k) => k !== null)) out.push(text("kind", word("kind"), (i) => u.kind[i] ?? ""));
  for (const name of inOrder(project, measureNames(project, levels, level))) {
    const list = SKIP.has(name) ? null : values(project, levels, level, name);
    if (list) out.push({key: name, title: labelOf(project, name).text, measure: name, get: (i) => list[i]});
  }
  const place = [text("code", word("code"), (i) => u.code[i])];
  if (up) place.unshift(text("parent", word("parent"), (i) => (u.parent[i] === NONE ? u.parentCode[i] ?? "" : up.name[u.parent[i]] ?? up.code[u.parent[i]])));
  out.splice(Math.min(out.length, 4), 0, ...place);
  for (const c of u.columns) if (c.type === TEXT) out.push(text(c.name, c.name, (i) => c.values[i] ?? ""));
  return out;
}

// Where it is: the tab keeps what was asked of it.
export class UnitTable {
  constructor(app) {
    this.app = app;
    this.sort = {key: "code", down: false};
    this.filter = "";
    this.kind = "";
    this.side = "after";
  }

  render(root) {
    this.root = root;
    const {app} = this, {project} = app;
    this.body = h("div.scroll-x");
    fill(root, h("div.tools", {},
      h("label", {}, word("level"), select(project.levels.map((l, i) => [i, l.title]), this.level, (v) => this.setLevel(Number(v)))),
      h("label", {}, word("state"), select([["before", word("before")], ["after", word("after")]], this.side, (v) => this.put({side: v, kind: ""}))),
      this.kindChoice(),
      h("input", {type: "search", value: this.filter, placeholder: word("filter"), "aria-label": word("filter"), oninput: (e) => {
        this.filter = e.target.value;
        this.rows();
      }})), this.body);
    this.rows();
  }
  get level() {
    return this.chosen ?? this.app.level;
  }
  setLevel(level) {
    this.chosen = level;
    this.kind = "";
    if (this.app.project.base !== null && level >= this.app.project.base) this.app.set("view", {level});
    this.render(this.root);
  }
  put(values_) {
    Object.assign(this, values_);
    this.render(this.root);
  }
  get levels() {
    return this.side === "before" ? this.app.before : this.app.after;
  }
  kindChoice() {
    const kinds = [...new Set(this.levels[this.level].units.kind)].filter((k) => k !== null).sort(compareText);
    if (kinds.length < 2) return null;
    return h("label", {}, word("kind"), select([["", word("everywhere")], ...kinds.map((k) => [k, k])], this.kind, (v) => this.put({kind: v})));
  }

  rows() {
    const {app} = this, u = this.levels[this.level].units, columns = columnsOf(app.project, this.levels, this.level);
    const wanted = this.filter.trim().toLowerCase(), by = columns.find((c) => c.key === this.sort.key) ?? columns[0];
    let list = Array.from({length: u.n}, (_, i) => i).filter((i) => (!this.kind || u.kind[i] === this.kind) &&
      (!wanted || columns.some((c) => c.text && c.get(i).toLowerCase().includes(wanted))));
    const sign = this.sort.down ? -1 : 1;
    list.sort((a, b) => sign * (by.text ? compareText(by.get(a), by.get(b)) : this.compareNumbers(by.get(a), by.get(b), sign)) || a - b);
    const total = list.length;
    list = list.slice(0, MOST_ROWS);
    fill(this.body, h("p.quiet", {}, total > list.length ? `${list.length} / ${total} ${word("rows")}` : `${total} ${word("rows")}`),
      h("table.units", {}, h("thead", {}, h("tr", {}, columns.map((c) => this.head(c)))),
        h("tbody", {}, list.map((i) => this.row(u, i, columns)))));
  }
  // Missing values come last either way.
  compareNumbers(a, b, sign) {
    return a.missing || b.missing ? sign * compare(a.missing ? MISSING : a, b.missing ? MISSING : b) : compare(a, b);
  }
  head(c) {
    const on = this.sort.key === c.key;
    return h(c.text ? "th" : "th.n", {scope: "col", "aria-sort": on ? (this.sort.down ? "descending" : "ascending") : "none"},
      h("button.sort", {type: "button", onclick: () => {
        this.sort = {key: c.key, down: on ? !this.sort.down : !c.text};
        this.rows();
      }}, c.title, on ? (this.sort.down ? " ▼" : " ▲") : ""));
  }
  row(u, i, columns) {
    const {app} = this, {project} = app, on = app.selected?.code === u.code[i] && app.selected.level === this.level;
    const go = () => app.onUnit(this.level, u.code[i], this.side);
    return h(on ? "tr.on" : "tr", {tabIndex: 0, onclick: go, onkeydown: (e) => e.key === "Enter" && go()},
      columns.map((c) => h(c.text ? "td" : "td.n", {}, c.text ? c.get(i) : showMeasure(project, c.measure, c.get(i)))));
  }
}
