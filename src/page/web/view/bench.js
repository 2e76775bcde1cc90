// The workbench: a unit picked, sent elsewhere, and what that gives.
import {compareText} from "../core/text.js";
import {NONE, findUnit} from "../core/units.js";
import {assign, describeUnit, freeCode, kindOfTable, readPlan, readNewUnits, planText, newUnitsText} from "../core/plan.js";
import {Refusal} from "../core/resolve.js";
import {ruleLevel} from "../core/rules.js";
import {values} from "../core/stats.js";
import {h, fill, button, select} from "./dom.js";
import {figuresNow} from "./figures.js";
import {levelTable, kindTable} from "./overview.js";
import {labelOf, showMeasure, titleOf} from "./show.js";
import {word, said} from "./words.js";

const MOST_CHOICES = 1000;

// Successors that touch the land of a unit of the planned step; without land, those of the same parent.
export function candidates(app, before) {
  const {planStep: s, planLevel: level, project} = app, own = s.largest[before], found = new Set();
  const was = s.before[level], is = s.after[level], b = project.borders;
  if (b && was.faces && is.faces) {
    const look = (x, y) => {
      if (x === NONE || y === NONE || was.faces[x] !== before || is.faces[y] === NONE) return;
      found.add(is.faces[y]);
    };
    for (let a = 0; a < b.n; a++) {
      look(b.side[2 * a], b.side[2 * a + 1]);
      look(b.side[2 * a + 1], b.side[2 * a]);
    }
  } else {
    const parent = was.units.parentCode[before];
    is.units.parentCode.forEach((p, t) => p === parent && found.add(t));
  }
  found.delete(own);
  return [...found].sort((x, y) => (titleOf(is.units, x) < titleOf(is.units, y) ? -1 : 1));
}

// The same for a whole successor.
export function neighboursOf(app, after) {
  const {planStep: s} = app, found = new Set();
  for (let u = 0; u < s.old.n; u++) if (s.largest[u] === after) for (const t of candidates(app, u)) found.add(t);
  found.delete(after);
  return [...found];
}

export const membersOf = (s, after) => Array.from({length: s.old.n}, (_, u) => u).filter((u) => s.largest[u] === after);

export class Bench {
  constructor(app) {
    this.app = app;
    this.message = null;
    this.open = new Set();
  }
  get levelId() {
    return this.app.project.levels[this.app.planLevel].id;
  }

  // Every change goes through here: what hecun would refuse is said, and nothing is changed.
  change(make) {
    const {moves, newUnits} = this.app.plan.now;
    this.message = null;
    try {
      const next = make(moves, newUnits);
      this.app.change(next.moves ?? moves, next.newUnits ?? newUnits, next.what);
    } catch (e) {
      if (!(e instanceof Refusal)) throw e;
      this.message = e.text;
      this.app.tell("selected");
    }
  }
  move(before, target) {
    const {planStep: s, planLevel: l} = this.app, code = s.old.code[before], to = s.targets[target], name = titleOf(s.old, before);
    const there = titleOf(s.after[l].units, target);
    this.change((moves) => ({moves: assign(moves, [code], to, this.levelId), what: [`${name} → ${there}`, `${name} → ${there}`]}));
  }
  merge(from, target) {
    const {planStep: s, planLevel: l} = this.app, codes = membersOf(s, from).map((u) => s.old.code[u]);
    const what = `${titleOf(s.after[l].units, from)} + ${titleOf(s.after[l].units, target)}`;
    this.change((moves) => ({moves: assign(moves, codes, s.targets[target], this.levelId), what: [what, what]}));
  }
  splitOff(before) {
    const {planStep: s} = this.app, own = s.old.code[before];
    const others = new Set(s.parts.filter((p) => p.unit !== before && p.target !== NONE).map((p) => s.targets[p.target]));
    const code = freeCode(own, others), name = titleOf(s.old, before);
    this.change((moves, newUnits) => ({
      moves: assign(moves, [own], code, this.levelId),
      newUnits: describeUnit(newUnits.filter((u) => u.code !== code), code, {name: s.old.name[before], kind: s.old.kind[before], parent: s.old.parentCode[before], seat: s.old.seat[before]}),
      what: [`${name} by itself`, `${name}单独设立`]}));
  }
  describe(after, changes) {
    const {planStep: s} = this.app, code = s.targets[after];
    this.change((moves, newUnits) => ({newUnits: describeUnit(newUnits, code, changes), what: [Object.values(changes).join(" "), Object.values(changes).join(" ")]}));
  }

  async load(files) {
    for (const file of files) {
      const text = await file.text();
      this.change(() => {
        const what = [`${file.name} ${word("loaded")}`, `${file.name} ${word("loaded")}`];
        return kindOfTable(text) === "plan" ? {moves: readPlan(text), what} : {newUnits: readNewUnits(text), what};
      });
    }
  }
  // The files of a step under the names that the project knows them by.
  files(index) {
    const {app} = this, {moves, newUnits} = app.rowsOf(index), step = app.project.steps[index], s = app.run.steps[index - app.run.begin];
    const name = (given, own) => (given?.endsWith(".csv") ? given : own);
    return {plan: [name(step.plan, "plan.csv"), () => planText(moves)], units: [name(step.units, "new_units.csv"), () => newUnitsText(newUnits, new Set(s.targets))]};
  }
  saveButton([name, text], id) {
    return button(`${name} ↓`, () => this.save(name, text()), {id, className: "save", title: word("save")});
  }
  save(name, text) {
    const url = URL.createObjectURL(new Blob([text], {type: "text/csv"})), a = h("a", {href: url, download: name});
    a.click();
    setTimeout(() => URL.revokeObjectURL(url), 10000);
  }

  render(root) {
    const {app} = this;
    if (!app.hasSteps || !app.prepared) return fill(root);
    if (app.disabled) return fill(root, h("p.flag.warning", {}, word("disabled")));
    return fill(root, this.toolbar(), this.message && h("p.flag.error", {role: "alert"}, said(this.message)), this.pickedUnit(), this.problems(), this.rules(), figuresNow(this.app), this.totals(), this.history());
  }

  toolbar() {
    const {app} = this, {plan, project} = app, files = this.files(app.step);
    const input = h("input", {type: "file", accept: ".csv,text/csv", multiple: true, hidden: true, onchange: (e) => this.load([...e.target.files])});
    return h("div.tools", {},
      project.steps.length > 1 && h("label", {}, word("step"), select(project.steps.map((s, i) => [i, `${s.date} ${project.levels[s.level].title}`]), app.step, (v) => app.chooseStep(Number(v)))),
      button("↶ " + word("undo"), () => app.travel("undo"), {disabled: !plan.canUndo, id: "undo"}),
      button("↷ " + word("redo"), () => app.travel("redo"), {disabled: !plan.canRedo, id: "redo"}),
      button(word("restart"), () => app.restart(), {disabled: !plan.changed}),
      this.saveButton(files.plan, "save-plan"), this.saveButton(files.units, "save-units"), app.followers.map((i) => this.saveButton(this.files(i).units, `save-units-${i}`)),
      button(word("load"), () => input.click()), input,
      h("label.check", {}, h("input", {type: "checkbox", checked: app.comparing, onchange: (e) => app.set("view", {comparing: e.target.checked})}), word("compare")));
  }

  pickedUnit() {
    const {app} = this, p = app.picked;
    if (!p || (p.before === NONE && p.after === NONE)) return h("p.quiet", {}, word("noMoves"));
    const {planStep: s, planLevel: l} = app, is = s.after[l].units;
    return h("section.picked", {}, p.before !== NONE && this.pickedBefore(p.before), p.after !== NONE && this.pickedAfter(p.after, is));
  }
  people(levels, level, i) {
    const {project} = this.app, v = values(project, levels, level, project.population)?.[i];
    return v && !v.missing ? showMeasure(project, project.population, v) : "";
  }
  pickedBefore(before) {
    const {app} = this, {planStep: s, planLevel: l} = app, target = s.largest[before], is = s.after[l].units;
    const people = this.people(s.before, l, before);
    return [
      h("h2", {}, titleOf(s.old, before), h("span.quiet", {}, ` ${s.old.code[before]}${people ? ` · ${labelOf(app.project, app.project.population).text} ${people}` : ""}`)),
      h("p", {}, target === NONE ? word("left_area") : [word("nowIn"), " ", h("b", {}, titleOf(is, target)), h("span.quiet", {}, ` ${is.code[target]}`)]),
      h("div.moves", {}, h("span", {}, word("moveTo")), candidates(app, before).map((t) =>
        button(`${titleOf(is, t)}${this.note(s, l, t)}`, () => this.move(before, t), {className: "move", data: {to: is.code[t]}})), this.elsewhere(before, target, is)),
      membersOf(s, target).length > 1 || is.code[target] !== s.old.code[before] ? h("div.moves", {}, button(word("splitOff"), () => this.splitOff(before), {id: "split-off"})) : null,
    ];
  }
  // Any other successor: for islands, and for those who know better.
  elsewhere(before, own, is) {
    if (is.n > MOST_CHOICES) return null;
    const all = is.code.map((_, t) => t).filter((t) => t !== own).sort((x, y) => compareText(titleOf(is, x), titleOf(is, y)));
    return select([["", word("elsewhere")], ...all.map((t) => [t, `${titleOf(is, t)} ${is.code[t]}`])], "", (t) => t !== "" && this.move(before, Number(t)), {id: "elsewhere", "aria-label": word("elsewhere")});
  }
  note(s, l, t) {
    const people = this.people(s.after, l, t);
    return people ? ` (${people})` : "";
  }
  pickedAfter(after, is) {
    const {app} = this, {planStep: s, planLevel: l, project} = app;
    const kinds = [...new Set([...project.levels[l].kinds.map((k) => k.name), ...is.kind.filter((k) => k !== null)])];
    const near = neighboursOf(app, after);
    return h("div.successor", {}, h("h3", {}, titleOf(is, after), h("span.quiet", {}, ` ${is.code[after]} · ${membersOf(s, after).length} ${word(membersOf(s, after).length === 1 ? "unitPer" : "unitsPer")}${this.note(s, l, after)}`)),
      h("div.tools", {},
        h("label", {}, word("rename"), h("input", {type: "text", id: "rename", value: is.name[after] ?? "", onchange: (e) => this.describe(after, {name: e.target.value || null})})),
        kinds.length > 1 && h("label", {}, word("kindOf"), select(kinds.map((k) => [k, k]), is.kind[after] ?? "", (kind) => this.describe(after, {kind}))),
        near.length > 0 && h("label", {}, word("mergeWith"), select([["", "…"], ...near.map((t) => [t, titleOf(is, t) + this.note(s, l, t)])], "", (t) => t !== "" && this.merge(after, Number(t)), {id: "merge-with"}))));
  }

  problems() {
    const {app} = this, list = app.problems;
    return h("section", {}, h("h3", {}, `${word("problems")} (${list.length})`),
      list.length === 0 ? h("p.quiet", {}, word("noProblems")) : h("ul.links.problems", {id: "problems"}, list.slice(0, 200).map((p) => {
        const units = app.run.levels[p.level].units, i = findUnit(units, p.code), name = i === NONE ? p.code : titleOf(units, i);
        return h("li", {}, h(`span.flag.${p.severity}`, {}, word(p.severity)), " ",
          h("button.link", {type: "button", onclick: () => app.onUnit(p.level, p.code, "after")}, name), ` ${said(p.text)}`);
      })));
  }

  rules() {
    const {app} = this, {project} = app;
    if (!project.rules.length) return null;
    return h("section", {}, h("h3", {}, word("rules")), h("ul.links", {id: "rules"}, project.rules.map((rule, i) => {
      const n = app.problems.filter((p) => p.rule === i).length;
      return h(n ? "li.broken" : "li.kept", {data: {broken: n}}, `${i + 1}. ${ruleText(project, rule)} — ${n ? `${word("brokenBy")} ${n}` : word("kept")}`);
    })));
  }

  totals() {
    const {app} = this, {project} = app, heads = [word("start"), word("now")];
    const one = (l) => {
      const a = app.startSummary(app.to, l), b = app.summary(app.to, l);
      return [levelTable(project, l, a, b, heads), kindTable(project, l, a, b, heads)];
    };
    const others = project.levels.map((_, l) => l).filter((l) => l !== app.planLevel).reverse();
    return h("section", {id: "totals"}, one(app.planLevel), others.map((l) => this.folded(l, one)));
  }
  // Other levels are counted when somebody looks.
  folded(level, one) {
    const open = this.open.has(level);
    return h("details", {open, ontoggle: (e) => {
      if (e.target.open === open) return;
      if (e.target.open) this.open.add(level);
      else this.open.delete(level);
      this.app.tell("tab");
    }}, h("summary", {}, this.app.project.levels[level].title), open && one(level));
  }

  history() {
    const {plan} = this.app;
    if (!plan.changed) return null;
    return h("section", {}, h("h3", {}, `${plan.at} ${word("moves")}`), h("ol.history", {}, plan.versions.slice(1, plan.at + 1).map((v) => h("li", {}, said(v.what)))));
  }
}

export function ruleText(project, rule) {
  const where = `${project.levels[ruleLevel(project, rule)].title}${rule.kind ? " " + rule.kind : ""}`;
  if (rule.type === "range") {
    const {text, divisor} = labelOf(project, rule.measure), name = divisor > 1n ? rule.measure : text;
    return `${where}: ${name}${rule.min !== null ? ` ≥ ${rule.min}` : ""}${rule.max !== null ? ` ≤ ${rule.max}` : ""}`;
  }
  const names = {contiguous: ["in one piece", "连片"], within_parent: ["from one parent", "不跨上级"], together: ["together", "合在一起"], apart: ["apart", "分开"],
                 keep: ["kept", "保持不变"], convert: ["the only ones to change kind", "仅这些可变更类型"]};
  const codes = rule.codes.length > 6 ? `${rule.codes.slice(0, 6).join(", ")} … (${rule.codes.length})` : rule.codes.join(", ");
  return `${where}: ${said(names[rule.type])}${codes ? ` (${codes})` : ""}`;
}
