import {readProject} from "./core/data.js";
import {NONE, findUnit} from "./core/units.js";
import {numbersOf} from "./core/stats.js";
import {App} from "./view/app.js";
import {MapView} from "./view/map.js";
import {Bench} from "./view/bench.js";
import {Charts} from "./view/charts.js";
import {UnitTable} from "./view/table.js";
import {card} from "./view/card.js";
import {overview} from "./view/overview.js";
import {figuresTable} from "./view/figures.js";
import {findings, method} from "./view/findings.js";
import {makeSearch} from "./view/search.js";
import {h, fill, byId, button, select} from "./view/dom.js";
import {showDate} from "./view/show.js";
import {language, setLanguage, word} from "./view/words.js";

const TABS = ["overview", "bench", "unit", "units", "charts", "figures", "findings", "method"];

function start() {
  const project = readProject(JSON.parse(byId("data").textContent));
  setLanguage(project.lang);
  const app = new App(project);
  document.title = project.title ?? "hecun";
  byId("notice").textContent = project.notice ?? "";
  byId("notice").hidden = !project.notice;
  if (!project.figures.length) TABS.splice(TABS.indexOf("figures"), 1);
  const bench = new Bench(app), charts = new Charts(app), table = new UnitTable(app);
  byId("map-side").hidden = !project.borders;
  frame(app);
  app.map = project.borders ? new MapView(app) : null;
  connect(app);
  const panels = {
    overview: (root) => fill(root, overview(app)),
    bench: (root) => bench.render(root),
    unit: (root) => fill(root, card(app)),
    units: (root) => table.render(root),
    charts: (root) => charts.render(root),
    figures: (root) => fill(root, figuresTable(app)),
    findings: (root) => fill(root, findings(app)),
    method: (root) => fill(root, method(app)),
  };
  const render = () => {
    frame(app);
    for (const tab of TABS) if (tab === app.tab) panels[tab](byId(`panel-${tab}`));
  };
  app.listen((what) => {
    if (what === "plan") repick(app);
    if (what !== "tab" && what !== "selected") app.map?.draw();
    if (what === "selected" || what === "tab") app.map?.drawTop();
    render();
  });
  makeSearch(app);
  keys(app);
  window.addEventListener("beforeprint", () => {
    if (app.map) byId("paper").src = app.map.snapshot();
  });
  window.addEventListener("beforeprint", () => TABS.forEach((tab) => tab !== "bench" && panels[tab](byId(`panel-${tab}`))));
  render();
  // For tests, and for who wants to look: what the page knows.
  window.hecun = {app, bench, numbers: () => numbersOf(project, app.after)};
  document.documentElement.dataset.ready = "yes";
  // The first view stands before the workbench is made ready.
  requestAnimationFrame(() => setTimeout(() => {
    app.prepare();
    document.documentElement.dataset.bench = "yes";
  }));
}

// What a click on the map, a name in a list or a finding leads to.
function connect(app) {
  app.onMapClick = (latlng, side) => {
    const {map} = app;
    if (app.tab === "bench" && app.hasSteps && !app.disabled && app.planBefore[app.planLevel].faces) {
      const before = map.hitLevel(app.planBefore[app.planLevel], latlng);
      pick(app, before, before === NONE ? NONE : app.planStep.largest[before]);
      return;
    }
    const i = map.hitUnit(side, latlng), units = map.levelOf(side).units;
    app.select(app.level, i < 0 ? null : units.code[i], side);
  };
  app.onUnit = (level, code, side) => {
    const base = app.project.base;
    if (base !== null && level >= base && level !== app.level) app.set("view", {level});
    if (app.tab !== "bench" && side === "before" && app.view !== "before" && !app.swipe && findUnit(app.after[level].units, code) === NONE) app.set("view", {view: "before"});
    if (side === "after" && app.view === "before" && !app.swipe) app.set("view", {view: "after"});
    if (app.tab === "bench" && app.prepared && level === app.planLevel) pickCode(app, code, side);
    else app.select(level, code, side);
    const levels = side === "before" ? app.before : app.after;
    app.map?.zoomTo(levels[level], findUnit(levels[level].units, code));
  };
  app.onFinding = (f, level) => {
    if (f.at && app.map) app.map.map.setView([f.at[1], f.at[0]], Math.max(app.map.map.getZoom(), 15), {animate: false});
    const code = f.codes[0], side = level >= 0 && findUnit(app.after[level].units, code) === NONE ? "before" : "after";
    if (level >= 0 && code && findUnit((side === "after" ? app.after : app.before)[level].units, code) !== NONE) {
      if (!f.at) app.onUnit(level, code, side);
      else app.set("selected", {selected: {level, code, side}});
    }
  };
}

function pick(app, before, after) {
  app.picked = {before, after};
  const s = app.planStep, code = before !== NONE ? s.old.code[before] : after !== NONE ? s.targets[after] : null;
  app.selected = code === null ? null : {level: app.planLevel, code, side: "before"};
  app.tell("selected");
}

function pickCode(app, code, side) {
  const s = app.planStep, after = s.targetOf.get(code) ?? NONE, before = findUnit(s.old, code);
  if (side === "before" && before !== NONE) pick(app, before, s.largest[before]);
  else pick(app, before !== NONE && s.largest[before] === after ? before : NONE, after);
}

// After a change the picked unit is where its code is now.
function repick(app) {
  if (!app.picked || !app.selected) return;
  const before = app.picked.before === NONE ? NONE : findUnit(app.planStep.old, app.selected.code);
  const after = before !== NONE ? app.planStep.largest[before] : app.planStep.targetOf.get(app.selected.code) ?? NONE;
  app.picked = {before, after};
}

// What stands around the panels: title, dates, layers, tabs.
function frame(app) {
  const {project} = app;
  byId("title").textContent = project.title ?? "hecun";
  byId("search").placeholder = word("search");
  byId("search").setAttribute("aria-label", word("search"));
  const dates = project.shown.map((i) => [i, showDate(project.states[i].date)]);
  fill(byId("dates"), dates.length > 2
    ? [select(dates.slice(0, -1), app.from, (v) => app.set("view", {from: Number(v), to: Math.max(app.to, project.shown[project.shown.indexOf(Number(v)) + 1]), cache: new Map()}), {"aria-label": word("before")}),
       "→", select(dates.slice(1), app.to, (v) => app.set("view", {to: Number(v), from: Math.min(app.from, project.shown[project.shown.indexOf(Number(v)) - 1]), cache: new Map()}), {"aria-label": word("after")})]
    : dates.map(([, text]) => text).join(" → "));
  fill(byId("actions"), button(word("language"), () => {
    setLanguage(language() === "zh" ? "en" : "zh");
    app.tell("language");
  }, {id: "language"}), button(word("print"), () => window.print()));
  if (project.borders) layers(app);
  fill(byId("tabs"), TABS.map((tab) => h("button", {type: "button", role: "tab", id: `tab-${tab}`, "aria-selected": String(tab === app.tab), "aria-controls": `panel-${tab}`, tabIndex: tab === app.tab ? 0 : -1,
    onclick: () => openTab(app, tab)}, word(tab), tab === "bench" && app.anyChange ? " •" : "")));
  for (const tab of TABS) {
    byId(`panel-${tab}`).hidden = tab !== app.tab;
    byId(`panel-${tab}`).setAttribute("aria-labelledby", `tab-${tab}`);
  }
}

function openTab(app, tab) {
  if (tab === "bench" && app.prepared) {
    if (app.selected && app.selected.level === app.planLevel && !app.picked) {
      app.tab = tab;
      pickCode(app, app.selected.code, app.selected.side);
    }
    const base = app.project.base;
    if (base !== null && app.planLevel >= base && app.level !== app.planLevel) app.set("view", {tab, level: app.planLevel});
    if (app.view === "before") app.set("view", {tab, view: "after"});
  }
  app.set("tab", {tab});
}

function layers(app) {
  const {project} = app, levels = project.levels.map((l, i) => [i, l.title]).filter(([i]) => i >= project.base);
  const view = (v) => button(word(v), () => app.set("view", {view: v, swipe: false}), {className: "seg", id: `view-${v}`, "aria-pressed": String(app.view === v && !app.swipe)});
  const check = (key) => h("label.check", {}, h("input", {type: "checkbox", id: `check-${key}`, checked: app[key], onchange: (e) =>
    app.set("view", {[key]: e.target.checked, ...(key === "swipe" && app.view === "before" ? {view: "after"} : {})})}), word(key));
  fill(byId("layers"), levels.length > 1 && select(levels, app.level, (v) => app.set("view", {level: Number(v), selected: null}), {"aria-label": word("level"), id: "level"}),
    h("span.segments", {}, ["before", "after", "changed"].map(view)), check("swipe"), check("names"), button(word("reset"), () => app.map.fit(), {id: "fit"}));
}

function keys(app) {
  document.addEventListener("keydown", (e) => {
    const typing = /^(INPUT|SELECT|TEXTAREA)$/.test(e.target.tagName);
    if ((e.ctrlKey || e.metaKey) && !typing && app.hasSteps && !app.disabled) {
      const key = e.key.toLowerCase(), how = key === "y" || (key === "z" && e.shiftKey) ? "redo" : key === "z" ? "undo" : null;
      if (how) {
        app.travel(how);
        e.preventDefault();
      }
    } else if (e.key === "/" && !typing) {
      byId("search").focus();
      e.preventDefault();
    }
  });
  byId("tabs").addEventListener("keydown", (e) => {
    const by = {ArrowRight: 1, ArrowLeft: -1}[e.key];
    if (!by) return;
    openTab(app, TABS[(TABS.indexOf(app.tab) + by + TABS.length) % TABS.length]);
    byId(`tab-${app.tab}`).focus();
    e.preventDefault();
  });
}

start();
