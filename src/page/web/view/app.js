// What the page shows now: one object, changed by its methods alone, and told to who listens.
import {findUnit} from "../core/units.js";
import {simulate} from "../core/simulate.js";
import {judge} from "../core/rules.js";
import {totals} from "../core/totals.js";
import {judgeFigure} from "../core/figures.js";
import {Plan, inheritParents, redundantParents} from "../core/plan.js";
import {compose, identity, crosswalk} from "../core/crosswalk.js";

// The step that is planned at first: the first one of the last date, which the others of that date follow.
function firstStep(project) {
  return project.steps.findIndex((s) => s.date === project.steps.at(-1).date);
}

export class App {
  constructor(project) {
    this.project = project;
    this.listeners = [];
    this.plans = new Map();
    this.from = project.shown[0];
    this.to = project.shown.at(-1);
    this.step = firstStep(project);
    this.level = Math.max(project.base ?? 0, this.step < 0 ? 0 : project.steps[this.step].level);
    this.view = "after";
    this.swipe = false;
    this.names = true;
    this.comparing = false;
    this.selected = null;
    this.tab = "overview";
    this.cache = new Map();
    this.starting = this.run = null;
    this.problems = [];
    this.disabled = true;
  }

  // Takes the project's own steps, which every change starts from. Until then the states are those that hecun wrote.
  prepare() {
    if (!this.hasSteps) return;
    this.starting = this.run = simulate(this.project, 0, new Map());
    this.redundant = this.starting.steps.map((s) => redundantParents(s));
    this.problems = judge(this.project, this.run);
    this.disabled = !reproduces(this.project, this.starting);
    this.prepared = true;
    this.tell("plan");
  }

  listen(f) {
    this.listeners.push(f);
  }
  // what: "plan", "view", "selected", "tab", "language"
  tell(what) {
    for (const f of this.listeners) f(what);
  }
  set(what, values) {
    Object.assign(this, values);
    this.tell(what);
  }

  get hasSteps() {
    return this.step >= 0;
  }
  // The plan of a step as it is being changed.
  planOf(index) {
    if (!this.plans.has(index)) {
      const {moves, newUnits} = this.project.steps[index];
      this.plans.set(index, new Plan(moves, newUnits));
    }
    return this.plans.get(index);
  }
  get plan() {
    return this.planOf(this.step);
  }
  get anyChange() {
    return [...this.plans.values()].some((p) => p.changed);
  }

  // The levels at a state, as planned now.
  levelsAt(index) {
    if (index === 0 || !this.run || index <= this.run.begin) return this.project.states[index].levels;
    return this.run.states[index - this.run.begin - 1].levels;
  }
  startLevelsAt(index) {
    return index === 0 || !this.starting ? this.project.states[0].levels : this.starting.states[index - 1].levels;
  }
  get before() {
    return this.levelsAt(this.from);
  }
  get after() {
    return this.levelsAt(this.to);
  }
  // Where the planned step begins, and the state that it leads to.
  get planBefore() {
    return this.levelsAt(this.step);
  }
  get planStep() {
    return this.run.steps[this.step - this.run.begin];
  }
  get planLevel() {
    return this.project.steps[this.step].level;
  }

  // The rows of a step as they are now. Behind a changed one, new units follow where their members went.
  rowsOf(index) {
    const {moves, newUnits} = this.plans.get(index)?.now ?? this.project.steps[index];
    const follows = [...this.plans].some(([i, p]) => i < index && p.changed);
    return {moves, newUnits: follows ? inheritParents(newUnits, this.redundant[index]) : newUnits};
  }
  // Steps whose new units are not as the project has them, though nobody changed them by hand.
  get followers() {
    return this.project.steps.map((_, i) => i).filter((i) => i !== this.step && this.rowsOf(i).newUnits !== this.project.steps[i].newUnits);
  }

  recompute() {
    const changed = [...this.plans].filter(([, p]) => p.changed).map(([i]) => i), plans = new Map();
    const first = Math.min(...changed), begin = changed.length ? Math.min(this.step, first) : 0;
    for (let i = first; i < this.project.steps.length; i++) plans.set(i, this.rowsOf(i));
    const before = this.run, summaries = this.cache;
    this.run = plans.size ? simulate(this.project, begin, plans, this.starting) : this.starting;
    this.problems = judge(this.project, this.run);
    this.cache = new Map();
    this.keepSummaries(before, summaries);
  }
  // Statistics of levels in which nothing that is counted has changed.
  keepSummaries(before, summaries) {
    for (const {index, levels} of this.run.states)
      levels.forEach((level, l) => {
        const key = `${index}:${l}`, was = before.states[index - before.begin - 1]?.levels;
        if (summaries.has(key) && was && l === 0 && isCountedSame(was[l], level)) this.cache.set(key, summaries.get(key));
      });
  }
  // Changes the plan; what simulate would refuse throws, and changes nothing.
  change(moves, newUnits, what) {
    const plan = this.plan;
    plan.put(moves, newUnits, what);
    try {
      this.recompute();
    } catch (e) {
      plan.undo();
      plan.versions.length = plan.at + 1;
      this.recompute();
      throw e;
    }
    this.tell("plan");
  }
  travel(how) {
    this.plan[how]();
    this.recompute();
    this.tell("plan");
  }
  restart() {
    this.plans.delete(this.step);
    this.recompute();
    this.tell("plan");
  }
  chooseStep(index) {
    this.step = index;
    this.level = Math.max(this.project.base ?? 0, this.planLevel);
    this.selected = null;
    this.recompute();
    this.tell("plan");
  }

  // Statistics of a level at a state, counted once for each plan.
  summary(index, level) {
    const key = `${index}:${level}`;
    if (!this.cache.has(key)) this.cache.set(key, totals(this.project, this.levelsAt(index), level));
    return this.cache.get(key);
  }
  startSummary(index, level) {
    this.startCache ??= new Map();
    const key = `${index}:${level}`;
    if (!this.startCache.has(key)) this.startCache.set(key, totals(this.project, this.startLevelsAt(index), level));
    return this.startCache.get(key);
  }

  // Every published figure as it is now.
  figures() {
    const at = (index) => ({levels: this.levelsAt(index), totals: (level) => this.summary(index, level)});
    return this.project.figures.map((f) => judgeFigure(this.project, f, at));
  }

  // Rows {source, target, area, people} of a level between the dates that are shown.
  crosswalkShown(level) {
    const key = `x${level}`;
    if (this.cache.has(key)) return this.cache.get(key);
    let rows = identity(this.before[level].units.n);
    for (let i = this.from; i < this.to; i++) rows = compose(rows, this.stepCrosswalk(i, level));
    this.cache.set(key, rows);
    return rows;
  }
  stepCrosswalk(i, level) {
    if (!this.run) return [];
    if (this.run && i >= this.run.begin) return crosswalk(this.run.steps[i - this.run.begin], level);
    return crosswalk(this.starting.steps[i], level);
  }

  select(level, code, side = "after") {
    this.selected = code === null ? null : {level, code, side};
    if (code !== null && this.tab !== "bench" && this.tab !== "unit") this.tab = "unit";
    this.tell("selected");
  }
  // The selected unit on each side: indices, or NONE.
  get selection() {
    const s = this.selected;
    if (!s) return null;
    return {...s, before: findUnit(this.before[s.level].units, s.code), after: findUnit(this.after[s.level].units, s.code)};
  }
  problemsAt(level) {
    const worst = new Map(), order = {error: 0, warning: 1, note: 2};
    for (const p of this.problems)
      if (p.level === level && !(order[worst.get(p.code)] <= order[p.severity])) worst.set(p.code, p.severity);
    return worst;
  }
}

function isCountedSame(a, b) {
  const same = (x, y) => x === y || (x !== null && y !== null && x.length === y.length && x.every((v, i) => v === y[i]));
  return same(a.units.kind, b.units.kind) && same(a.area, b.area) && same(a.perimeter, b.perimeter) && same(a.nMembers, b.nMembers) &&
    a.units.columns.length === b.units.columns.length && a.units.columns.every((c, i) => same(c.values, b.units.columns[i].values));
}

// Whether the page reproduces the states that hecun computed; what it cannot reproduce it must not change.
export function reproduces(project, starting) {
  return starting.states.every(({index, levels}) => levels.every((level, l) => {
    const theirs = project.states[index].levels[l];
    if (level.units.n !== theirs.units.n || level.units.code.some((c, i) => c !== theirs.units.code[i])) return false;
    if (level.area && theirs.area && level.area.some((a, i) => !level.unsettled[i] && a !== theirs.area[i])) return false;
    return level.units.columns.every((c, k) => {
      const other = theirs.units.columns[k];
      return other && c.name === other.name && Array.from(c.values).every((v, i) => Object.is(v, other.values[i]));
    });
  }));
}
