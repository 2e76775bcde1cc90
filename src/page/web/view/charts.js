// Distributions before and after, by kind: how many units have how many people, how much land.
import {values} from "../core/stats.js";
import {h, svg, select} from "./dom.js";
import {labelOf, scaled, showDate} from "./show.js";
import {word} from "./words.js";

const BINS = 24, W = 420, H = 170, PAD = {left: 40, right: 26, top: 10, bottom: 28};
const COLOURS = ["#6c7a89", "#d9772b"];

function niceStep(span, n) {
  const raw = span / n, power = 10 ** Math.floor(Math.log10(raw));
  return [1, 2, 2.5, 5, 10].map((k) => k * power).find((s) => s >= raw);
}

// Whole bins of a round width from 0; the few far above the rest fall into the last.
export function histogram(lists, n = BINS) {
  const all = lists.flat().sort((a, b) => a - b), high = all[Math.min(all.length - 1, Math.floor(all.length * 0.985))] || 1;
  const step = niceStep(high, n), count = Math.max(1, Math.floor(high / step) + 1);
  const bins = lists.map((list) => {
    const out = new Array(count).fill(0);
    for (const v of list) out[Math.max(0, Math.min(count - 1, Math.floor(v / step)))]++;
    return out;
  });
  return {step, count, bins, cut: all.length > 0 && all.at(-1) >= step * count};
}

const number = (v) => Number(v.toPrecision(6)).toLocaleString("en-US");

// Up to a round number of steps above the highest bar.
function upright(most) {
  const step = Math.max(1, niceStep(most, 3));
  return {step, top: Math.ceil(most / step) * step};
}

function axes({step, count, cut}, x, y, {step: up, top}) {
  const every = Math.ceil(count / 6), out = [];
  for (let i = 0; i <= count; i += every)
    out.push(svg("text", {x: x(i), y: H - 12, "text-anchor": "middle", class: "tick"}, number(i * step)));
  if (cut) out.push(svg("text", {x: W - PAD.right + 3, y: y(0) - 3, class: "tick"}, "…"));
  for (let v = 0; v <= top; v += up)
    out.push(svg("line", {x1: PAD.left, x2: W - PAD.right, y1: y(v), y2: y(v), class: "grid"}),
             svg("text", {x: PAD.left - 4, y: y(v) + 4, "text-anchor": "end", class: "tick"}, number(v)));
  return out;
}

export function chart(title, lists, names) {
  const hist = histogram(lists), scale = upright(Math.max(1, ...hist.bins.flat()));
  const x = (i) => PAD.left + ((W - PAD.left - PAD.right) * i) / hist.count;
  const y = (v) => H - PAD.bottom - ((H - PAD.top - PAD.bottom) * v) / scale.top;
  const width = (x(1) - x(0)) / lists.length - 1;
  const bars = hist.bins.flatMap((bins, k) => bins.map((v, i) => v === 0 ? null :
    svg("rect", {x: (x(i) + 0.5 + k * (width + 0.5)).toFixed(2), y: y(v).toFixed(2), width: Math.max(1, width).toFixed(2), height: (y(0) - y(v)).toFixed(2), fill: COLOURS[k]},
      svg("title", {}, `${names[k]}: ${number(i * hist.step)}–${number((i + 1) * hist.step)}: ${v}`))));
  const picture = svg("svg", {viewBox: `0 0 ${W} ${H}`, class: "chart", role: "img", "aria-label": title}, axes(hist, x, y, scale), bars,
    svg("line", {x1: PAD.left, x2: W - PAD.right, y1: y(0), y2: y(0), class: "axis"}));
  return h("figure", {}, h("figcaption", {}, title), picture,
    h("div.legend-line", {}, names.map((name, k) => h("span.key", {}, mark(COLOURS[k]), `${name}: ${lists[k].length}`))));
}

function mark(color) {
  const e = h("i.swatch");
  e.style.background = color;
  return e;
}

function shownMeasures(app, level) {
  const names = [app.project.population, "area_m2", ...app.project.levels.slice(0, level).map((l) => l.id)];
  return names.filter((name) => (values(app.project, app.after, level, name) ?? []).some((v) => !v.missing));
}

export class Charts {
  constructor(app) {
    this.app = app;
  }
  get level() {
    return this.chosen ?? this.app.level;
  }
  render(root) {
    const {app} = this, {project} = app, names = [app.from, app.to].map((i) => showDate(project.states[i].date));
    const both = [app.before, app.after], kinds = new Set(both.flatMap((levels) => levels[this.level].units.kind));
    const figures = [];
    for (const measure of shownMeasures(app, this.level)) {
      const lists = both.map((levels) => values(project, levels, this.level, measure));
      for (const kind of kinds.size > 1 ? [null, ...kinds] : [null]) {
        const of = both.map((levels, k) => (lists[k] ?? []).filter((v, i) => !v.missing && (kind === null || levels[this.level].units.kind[i] === kind))
          .map((v) => scaled(project, measure, v).real));
        if (of.some((l) => l.length)) figures.push(chart(`${labelOf(project, measure).text}${kind ? " · " + kind : ""}`, of, names));
      }
    }
    root.replaceChildren(h("div.tools", {}, h("label", {}, word("level"), select(project.levels.map((l, i) => [i, l.title]), this.level, (v) => {
      this.chosen = Number(v);
      this.render(root);
    }))), ...figures);
  }
}
